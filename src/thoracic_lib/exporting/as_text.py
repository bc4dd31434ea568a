"""Plain text that a person can follow, at most 78 columns wide. It loses nothing a page says but its structure."""

from collections.abc import Iterable
from textwrap import fill

from thoracic_lib.exporting.blocks import Block, Bullets, Cards, Fold, Heading, Numbered, Paragraph, Table, Warn
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.pages import page

__all__ = ["render"]

_WIDTH = 78
_UNDERLINE = {1: "=", 2: "-"}


def render(value: object) -> str:
    """A routine, screening, screened exercise or exercise as plain text, without a newline at the end."""
    return "\n".join(_spaced(page(value, "text", pictures=False), 0))


def _spaced(blocks: Iterable[Block], indent: int) -> list[str]:
    """The lines of blocks, an empty line between two of them except after a heading and between two warnings."""
    lines: list[str] = []
    last: Block | None = None
    for block in blocks:
        together = isinstance(last, Heading) or (isinstance(last, Warn) and isinstance(block, Warn))
        lines += [""] if last is not None and (isinstance(block, Heading) or not together) else []
        lines += _lines(block, indent)
        last = block
    return lines


def _lines(block: Block, indent: int) -> list[str]:
    match block:
        case Heading(level, text):
            told = _wrapped(text, indent)
            rule = [_UNDERLINE[level] * max(map(len, told))] if level in _UNDERLINE else []
            return [*told, *rule]
        case Paragraph(text):
            return _wrapped(text, indent)
        case Warn(text):
            return _wrapped(text, indent, "! ")
        case Bullets(items):
            return [line for item in items for line in _wrapped(item, indent, "- ")]
        case Numbered(items):
            return [line for at, item in enumerate(items, 1) for line in _wrapped(item, indent, f"{at}. ")]
        case Table(_, rows):
            return [line for row in rows for line in _wrapped(": ".join(row), indent)]
        case Cards(cards):
            return [line for card in cards for line in _wrapped(f"{card.name} ({card.facts})", indent, "- ")]
        case Fold(title, blocks):
            return [" " * indent + f"{title}:", *_spaced(blocks, indent + 2)]
        case _:  # a picture, of which text shows nothing
            return []


def _wrapped(text: str, indent: int, mark: str = "") -> list[str]:
    first, rest = " " * indent + mark, " " * (indent + len(mark))
    told = fill(
        straight(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return told.split("\n")
