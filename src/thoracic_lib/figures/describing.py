"""A figure in words, for someone who cannot see it, and made harmless for a document."""

import re
from unicodedata import category

from thoracic_lib.figures.still import Words
from thoracic_lib.model.figure import Figure

__all__ = ["harmless", "swapped", "words"]

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_SIDE = re.compile(r"\b(left|right)\b(?! angle)", re.IGNORECASE)


def harmless(text: str) -> str:
    r"""A text that no document takes for markup, without control characters and overrides of the writing direction.

    >>> harmless("a <b> & \u202ec")
    'a &lt;b&gt; &amp; c'
    """
    return "".join(_MARKUP.get(sign, sign) for sign in text if category(sign) not in _UNSEEN)


def swapped(text: str) -> str:
    """A text in which left and right have changed places; a right angle stays one.

    >>> swapped("The right hand, at a right angle; the left one")
    'The left hand, at a right angle; the right one'
    """

    def other(found: re.Match[str]) -> str:
        word = "left" if found[0].lower() == "right" else "right"
        return word.capitalize() if found[0][0].isupper() else word

    return _SIDE.sub(other, text)


def words(figure: Figure, name: str, setup: str, *, mirrored: bool) -> Words:
    """The text alternative of a figure: the name of the exercise, and start, movement and end."""
    seen = figure.seen
    told = f"Start: {seen.start} Movement: {seen.movement} End: {seen.end}"
    return Words(harmless(f"{name}: {setup}" if setup else name), harmless(swapped(told) if mirrored else told))
