"""The few shapes that every page is made of, so that text, Markdown and HTML differ in form only."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, frozen

__all__ = ["Block", "Bullets", "Card", "Cards", "Fold", "Heading", "Numbered", "Paragraph", "Picture", "Table", "Warn"]


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


@frozen
class Picture:
    """A picture that is drawn when a format shows it: SVG of our own making, or nothing. `kind` says what it shows."""

    kind: str
    draw: Callable[[], str]


@frozen
class Card:
    """One of many that a reader looks through: where it belongs, its name, what it is, a line of facts, its picture.

    `keys` are ids by which a reader can filter.
    """

    group: str
    name: str
    text: str
    facts: str
    keys: tuple[str, ...]
    picture: Picture | None


@frozen
class Cards:
    """Cards to look through, and by what to filter them: a title, and keys with their labels."""

    cards: tuple[Card, ...]
    filters: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def bare(self) -> Cards:
        """The same cards without their pictures."""
        return evolve(self, cards=tuple(evolve(card, picture=None) for card in self.cards))


Block = Heading | Paragraph | Warn | Bullets | Numbered | Table | Fold | Picture | Cards
