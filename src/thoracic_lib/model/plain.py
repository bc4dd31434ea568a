"""Values of the model as plain dicts, lists, texts and numbers, and as canonical JSON bytes."""

import json
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, cast

from attrs import NOTHING, Factory, fields

from thoracic_lib.model.values import Value

__all__ = ["canonical", "plain"]


def plain(value: object) -> Any:  # noqa: ANN401 - plain data is of whatever kind JSON has
    """The JSON form of a value: fields by name, those equal to their default left out, sets sorted.

    >>> from thoracic_lib.model.dosage import Span
    >>> plain(Span(minimum=10))
    {'minimum': 10}
    """
    if isinstance(value, Value):
        kind: Any = type(value)  # to mypy a class is not hashable where its values have a hash of their own
        return {name: plain(held) for name, default in _defaults(kind) if (held := getattr(value, name)) != default()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def canonical(value: object) -> bytes:
    """The one JSON text of a value: keys sorted, no spaces, UTF-8; equal values give equal bytes."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


@cache
def _defaults(kind: type[Value]) -> tuple[tuple[str, Callable[[], object]], ...]:
    return tuple((f.name, _default(f.default)) for f in fields(kind) if f.init)


def _default(default: object) -> Callable[[], object]:
    if isinstance(default, Factory):  # type: ignore[arg-type]  # attrs types Factory as a function
        return cast("Callable[[], object]", default.factory)  # type: ignore[attr-defined]  # same reason
    return lambda: default if default is not NOTHING else _NEVER


_NEVER = object()
