"""Texts without the signs that turn the direction of writing, which could make a page read otherwise than it says."""

import re
from typing import Any

__all__ = ["straight", "straightened"]

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def straight(text: str) -> str:
    r"""A text without marks, embeddings, overrides and isolates of direction; letters keep their own direction.

    >>> straight("50 \u202emg\u202c")
    '50 mg'
    """
    return _TURNING.sub("", text)


def straightened(held: Any) -> Any:  # noqa: ANN401 - plain data is of whatever kind JSON has
    r"""Plain data with every text in it straight.

    >>> straightened({"texts": ["50 \u202emg\u202c"], "count": 1})
    {'texts': ['50 mg'], 'count': 1}
    """
    if isinstance(held, str):
        return straight(held)
    if isinstance(held, list):
        return [straightened(item) for item in held]
    return {name: straightened(item) for name, item in held.items()} if isinstance(held, dict) else held
