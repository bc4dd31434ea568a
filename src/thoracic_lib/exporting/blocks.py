"""The few shapes that every page is made of, so that text, Markdown and HTML differ in form only."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Block", "Bullets", "Fold", "Heading", "Numbered", "Paragraph", "Table", "Warn"]


@frozen
class Heading:
    """A heading; level 1 is the page's title."""

    level: int
    text: str


@frozen
class Paragraph:
    """Running text."""

    text: str


@frozen
class Warn:
    """Something that must not be overlooked."""

    text: str


@frozen
class Bullets:
    """A list without an order."""

    items: tuple[str, ...]


@frozen
class Numbered:
    """A list in order."""

    items: tuple[str, ...]


@frozen
class Table:
    """Rows under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Fold:
    """What a reader may skip: a title and blocks under it."""

    title: str
    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Warn | Bullets | Numbered | Table | Fold
