"""Markdown (CommonMark with tables). Every text is escaped, so that it can change no structure."""

import re

from thoracic_lib.exporting.blocks import Block, Bullets, Cards, Fold, Heading, Numbered, Paragraph, Table, Warn
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.pages import page

__all__ = ["render"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$^@])")
_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_LEADING = re.compile(r"^(\d+)([.)])|^([-+=:])")


def render(value: object) -> str:
    """A routine, screening, screened exercise or exercise as Markdown, without a newline at the end."""
    return "\n\n".join(_block(block) for block in page(value, "markdown", pictures=False))


def escaped(text: str) -> str:
    r"""A text in which Markdown sees nothing but words.

    >>> print(escaped("<b> *1* | [x](y)"))
    \<b\> \*1\* \| \[x\](y)
    """
    plain = _SPECIAL.sub(r"\\\1", straight(text).strip()).replace("&", "&amp;")
    plain = _LINK.sub(r"\\", plain)
    return _LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", plain)


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escaped(text)}"
        case Paragraph(text):
            return escaped(text)
        case Warn(text):
            return f"> **Note:** {escaped(text)}"
        case Bullets(items):
            return "\n".join(f"- {escaped(item)}" for item in items)
        case Numbered(items):
            return "\n".join(f"{at}. {escaped(item)}" for at, item in enumerate(items, 1))
        case Table(head, rows):
            lines = [head, ("---",) * len(head), *(tuple(escaped(cell) for cell in row) for row in rows)]
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)
        case Cards(cards):
            return "\n".join(f"- {escaped(card.name)} ({escaped(card.facts)}): {escaped(card.text)}" for card in cards)
        case Fold(title, blocks):
            return "\n\n".join([f"**{escaped(title)}**", *(_block(inner) for inner in blocks)])
        case _:  # a picture, of which Markdown shows nothing
            return ""
