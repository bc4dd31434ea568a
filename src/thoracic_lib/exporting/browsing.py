"""What a page says of a catalog: a card for each exercise, by phase, to look through and to filter."""

from collections.abc import Iterable, Iterator

from thoracic_lib.exporting.blocks import Block, Card, Cards, Heading, Paragraph
from thoracic_lib.exporting.pages import EDUCATION, words
from thoracic_lib.exporting.pictures import figure
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.vocabulary import Movement, Phase, Position

__all__ = ["catalog_page"]

_NOTHING = "needs-nothing"


def catalog_page(catalog: Catalog) -> Iterator[Block]:
    """The blocks of a catalog."""
    count = len(catalog)
    yield Heading(1, f"Catalog {catalog.data_version}: {count} exercise{'' if count == 1 else 's'}")
    yield Paragraph(EDUCATION)
    at_hand = frozenset(item.id for item in catalog.equipment if item.at_hand)
    names = {target.id: target.name for target in catalog.targets}
    ordered = sorted(catalog.exercises, key=lambda exercise: (exercise.phase.rank, exercise.id))
    cards = tuple(_card(exercise, at_hand, names) for exercise in ordered)
    yield Cards(cards, tuple(_filters(cards)))


def _card(exercise: Exercise, at_hand: frozenset[str], names: dict[str, str]) -> Card:
    first = exercise.setups[0]
    free = any(at_hand.issuperset(setup.equipment) for setup in exercise.setups)
    positions = ", ".join(map(words, exercise.positions))
    fetched = ([words(item) for item in setup.equipment if item not in at_hand] for setup in exercise.setups)
    needs = " or ".join(dict.fromkeys(" and ".join(items) or "nothing" for items in fetched))
    works = ", ".join(names[target].lower() for target in exercise.targets)
    keys = [f"phase-{exercise.phase}", *(f"position-{position}" for position in exercise.positions)]
    keys += [f"movement-{movement}" for movement in exercise.movements] + ([_NOTHING] if free else [])
    return Card(
        group=exercise.phase,
        name=exercise.name,
        text=exercise.summary,
        facts=f"{exercise.id}; {positions}; needs {needs}; works {works}",
        keys=tuple(keys),
        picture=figure(exercise, first),
    )


def _filters(cards: Iterable[Card]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """By what to filter, of what there is."""
    held = {key for card in cards for key in card.keys}
    for title, kind in (("phase", Phase), ("position", Position), ("movement", Movement)):
        keys = ((f"{title}-{word}", words(str(word))) for word in kind)
        yield title, tuple((key, label) for key, label in keys if key in held)
    yield "needs", ((_NOTHING, "nothing but floor and wall"),)
