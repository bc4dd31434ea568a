"""Synthetic problems for the solver, of the kind that exercises make: doses, sides, holds, families, blocks, phases."""

from random import Random

from thoracic_lib.composing.problem import Bounds, Item, Problem
from thoracic_lib.vocabulary import Verdict

BUDGETS = (300, 600, 900, 1_200, 1_800, 2_700)
PHASES = 4
MOVEMENTS = 4
SPANNING = 0.15
"""How often an item is in another phase than its family."""
COVERED = 0.25
"""How often an item covers a movement."""
WORTH = {1: (100,), 2: (85, 100), 3: (60, 85, 100)}
"""What each dose is worth, by the number of doses, in hundredths of the largest."""


def drawn(size: int, seed: int) -> Problem:
    """A problem of so many items; the budgets take turns."""
    random = Random(seed)  # noqa: S311 - figures for a benchmark
    phases = tuple(Bounds(random.randint(0, 2), random.randint(2, 5)) for _ in range(PHASES))
    a_phase = max(5, size // 24)
    blocks = [[phase * a_phase + at for at in range(a_phase)] for phase in range(PHASES)]
    charges = tuple(random.choice((10, 10, 30, 30, 45)) for _ in range(PHASES * a_phase))
    weights = [random.randint(1, 5) for _ in range(PHASES)]
    families = int(size * 0.6)
    homes = [random.randrange(PHASES) for _ in range(families)]
    items = []
    for at in range(size):
        family = random.randrange(families)
        phase = random.randrange(PHASES) if random.random() < SPANNING else homes[family]
        block = random.choice(blocks[phase])
        items.append(_item(random, f"exercise-{at:03}", (phase, block, family), weights[phase]))
    return Problem(BUDGETS[seed % len(BUDGETS)], tuple(items), charges, phases)


def _item(random: Random, name: str, place: tuple[int, int, int], weight: int) -> Item:
    covers = sum(1 << bit for bit in range(MOVEMENTS) if random.random() < COVERED)
    fit = weight * (2 if covers else 1) * random.choice((1, 1, 1, 2))
    work = (
        random.randint(4, 15) * random.choice((1, 2, 2)) * (random.choice((3, 4, 5, 6)) + random.choice((0, 2, 5, 10)))
    )
    worth = WORTH[random.choice((1, 2, 3, 3))]
    return Item(
        name,
        *place,
        covers,
        random.choices((Verdict.KEEP, Verdict.CAUTION, Verdict.MODIFY), (8, 1, 1))[0],
        asked=False,
        seconds=tuple(10 + max(10 + 2 * dose, work * (2 + dose) // 4) for dose in range(len(worth))),
        benefits=tuple(fit * share for share in worth),
    )
