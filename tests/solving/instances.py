"""Problems for the solver, drawn from a seed: the same on every machine and under every interpreter.

The first sixth is tiny, the last sixth large; in between every trait that once was, or could be, a trap turns up by
itself and together with others: families that span blocks and phases, items that do not fit, coarse figures that
make many answers equal, minima that cannot be met, maxima that bind, few or no movements, nothing but burdens.
"""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from thoracic_lib.composing.problem import Bounds, Item, Problem
from thoracic_lib.vocabulary import Verdict

BUDGETS = (60, 90, 150, 300, 450, 600, 900, 1200, 1800, 2700)
LIMITS = (None, None, None, 1, 2, 4, 7)
SHARES = ((1, 0, 0), (8, 1, 1), (2, 1, 1), (0, 1, 2))
"""How many items are kept, cautioned and modified, in proportion."""


class Traits(NamedTuple):
    """What the items of one problem have in common."""

    coarse: bool
    spanning: float
    shares: Sequence[int]
    asked: float
    movements: int
    density: float


def drawn(seed: int, size: int | None = None) -> Problem:
    """The problem of a seed, of 5 to 60 items unless a size is given."""
    random = Random(seed)  # noqa: S311 - figures for tests
    size = random.choice((5, 6, 8, 10, 14, 18, 24, 30, 40, 60)) if size is None else size
    traits = Traits(
        coarse=random.random() < 0.3,
        spanning=random.choice((0.0, 0.2, 0.5, 1.0)),
        shares=random.choice(SHARES),
        asked=random.choice((0.0, 0.0, 0.1, 0.4)),
        movements=random.choice((0, 1, 2, 4, 4, 6, 8)),
        density=random.choice((0.1, 0.25, 0.5)),
    )
    phases = tuple(Bounds(random.randint(0, 3), random.randint(0, 5)) for _ in range(random.randint(1, 5)))
    blocks = [random.randrange(len(phases)) for _ in range(max(len(phases), size // random.choice((2, 4, 8))))]
    families = max(1, int(size * random.choice((0.3, 0.6, 1.0))))
    homes = [random.randrange(len(blocks)) for _ in range(families)]
    names = random.sample(range(1000), size)
    items = []
    for name in names:
        family = random.randrange(families)
        block = random.randrange(len(blocks)) if random.random() < traits.spanning else homes[family]
        items.append(_item(random, f"item-{name:03}", traits, (blocks[block], block, family)))
    charges = tuple(random.choice((0, 10, 30, 45)) for _ in blocks)
    return Problem(random.choice(BUDGETS), tuple(items), charges, phases, random.choice(LIMITS))


def _item(random: Random, name: str, traits: Traits, place: tuple[int, int, int]) -> Item:
    phase, block, family = place
    doses = random.choice((1, 2, 3, 3))
    if traits.coarse:
        seconds = [random.choice((30, 60, 90)) for _ in range(doses)]
        benefits = [random.choice((0, 100, 200)) for _ in range(doses)]
    else:
        least, fit = random.randint(20, 200), random.randint(1, 12)
        seconds = [least * (10 + 6 * dose) // 10 for dose in range(doses)]
        benefits = [fit * worth for worth in (60, 85, 100)[:doses]]
        if random.random() < 0.03:
            seconds = [one * 20 for one in seconds]
    return Item(
        name=name,
        phase=phase,
        block=block,
        family=family,
        covers=sum(1 << bit for bit in range(traits.movements) if random.random() < traits.density),
        verdict=random.choices((Verdict.KEEP, Verdict.CAUTION, Verdict.MODIFY), traits.shares)[0],
        asked=random.random() < traits.asked,
        seconds=tuple(seconds),
        benefits=tuple(benefits),
    )
