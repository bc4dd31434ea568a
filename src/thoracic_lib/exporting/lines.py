"""Texts for formats in which the end of a line means something: every text stays on its line."""

import re

from thoracic_lib.exporting.direction import straight

__all__ = ["one_line"]

_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def one_line(text: str) -> str:
    r"""A text on one line: whatever any reader may take for the end of a line is a space, and so is half a character.

    That is every control character (line feed, carriage return, vertical tab, form feed, next line, null …) and the
    separators of lines and paragraphs.

    >>> one_line("one\r\ntwo\x0bthree\x85four\u2028five\x00")
    'one two three four five'
    """
    return _BREAKING.sub(" ", straight(text)).strip()
