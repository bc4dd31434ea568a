"""Texts without the signs that turn the direction of writing, which could make a page read otherwise than it says."""

import re

__all__ = ["straight"]

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def straight(text: str) -> str:
    r"""A text without marks, embeddings, overrides and isolates of direction; letters keep their own direction.

    >>> straight("50 \u202emg\u202c")
    '50 mg'
    """
    return _TURNING.sub("", text)
