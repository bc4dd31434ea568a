"""Plain data as JSON that can stand inside an HTML page."""

import json
from typing import Any

__all__ = ["embedded"]

_UNSAFE = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def embedded(data: dict[str, Any]) -> str:
    r"""Plain data as JSON in which HTML sees nothing: no sign that could open, close or refer to anything.

    >>> print(embedded({"a": "</script>&"}))
    {"a":"\u003c/script\u003e\u0026"}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return "".join(_UNSAFE.get(sign, sign) for sign in text)
