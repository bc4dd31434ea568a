"""A figure in words, for someone who cannot see it, and made harmless for a document."""

import re
from unicodedata import category

from thoracic_lib.figures.still import Words
from thoracic_lib.model.figure import Figure

__all__ = ["harmless", "swapped", "words"]

_UNSEEN = {"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"}
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_ESCAPED = str.maketrans(_MARKUP)
_WHERE = (
    "(?:ahead|away|now|here|there|above|below|behind|beside|before|after|under|underneath|beneath|over|through|where"
    "|next|at|by|in|on|up|down|out|off|across|against|along|around|alone)"
)
_SIDE = re.compile(
    # "right angle" is no side even after "the"; after it, everything else is one
    r"\b(?:(?<=\bthe )|(?<=\byour )|(?<=\bits )|(?<=\btheir )"
    # "all right", "nothing left" and "right behind" are no sides
    rf"|(?<!\ball )(?<!\bnothing )(?<!\bis )(?<!\bare )(?=\w+\b(?![ -]{_WHERE}\b)))"
    r"(left|right)\b(?![ -]angle)",
    re.IGNORECASE,
)


def harmless(text: str) -> str:
    r"""A text that no document takes for markup, without control characters and overrides of the writing direction.

    >>> harmless("a <b> & \u202ec")
    'a &lt;b&gt; &amp; c'
    """
    if text.isascii() and text.isprintable():
        return text.translate(_ESCAPED)
    return "".join(_MARKUP.get(sign, sign) for sign in text if category(sign) not in _UNSEEN)


def swapped(text: str) -> str:
    """A text in which left and right have changed places where they are sides; a right angle stays one.

    >>> swapped("The right hand, at a right angle, right above the left one")
    'The left hand, at a right angle, right above the right one'
    """

    def other(found: re.Match[str]) -> str:
        word = "left" if found[0].lower() == "right" else "right"
        if found[0].isupper():
            return word.upper()
        return word.capitalize() if found[0][0].isupper() else word

    return _SIDE.sub(other, text)


def words(figure: Figure, name: str, setup: str, *, mirrored: bool) -> Words:
    """The text alternative of a figure: the name of the exercise, and start, movement and end."""
    seen = figure.seen
    told = f"Start: {seen.start} Movement: {seen.movement} End: {seen.end}"
    return Words(harmless(f"{name}: {setup}" if setup else name), harmless(swapped(told) if mirrored else told))
