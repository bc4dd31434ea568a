"""Synthetic problems for the solver: drawn after the bundled catalog, and tangled ones that are harder than it is.

`drawn` takes its shares from the 432 problems of at least 20 candidates that the bundled catalog poses to somebody who
has all equipment and at most one condition, for each goal at 10, 20 and 30 minutes: 62 families to 100 candidates, of
60, 27, 5 and 8 in a hundred have one to four; two of one family share a block in 4 of 10 cases and a phase nearly
always; 68 blocks to 100 candidates, charged 10 or 20 seconds; 58 of 100 candidates cover no movement, 3 cover two; 35
have one dose, 61 three; the shortest dose takes 29 to 455 seconds, half of them no more than 75, and the longest of
three mostly 1.3 to 2.1 times as long.

`tangled` is what the benchmarks drew before, without looking at the catalog: twice as many families span blocks, 15 in
a hundred candidates stand in another phase than their family, each block holds three times as many candidates,
everything takes less time, and changes cost up to 45 seconds.
"""

from random import Random

from thoracic_lib.composing.problem import Bounds, Item, Problem
from thoracic_lib.vocabulary import Verdict

BUDGETS = (300, 600, 900, 1_200, 1_800, 2_700)
PHASES = 4
MOVEMENTS = 4
WORTH = {1: (100,), 2: (85, 100), 3: (60, 85, 100)}
"""What each dose is worth, by the number of doses, in hundredths of the largest."""

BOUNDS = {(1, 3): 34, (1, 2): 19, (0, 1): 14, (1, 4): 13, (1, 1): 7, (2, 5): 7, (0, 2): 6}
"""How often a phase has such a minimum and maximum, in a hundred."""
FAMILY = {1: 60, 2: 27, 3: 5, 4: 8}
"""How often a family has so many items, in a hundred."""
BLOCKS = 0.68
"""How many blocks there are to an item."""
ELSEWHERE, ASTRAY = 0.6, 0.03
"""How often an item is in another block than its family, and how often in another phase."""
COVERS = {0: 58, 1: 39, 2: 3}
"""How often an item covers so many movements, in a hundred."""
DOSES = {1: 35, 2: 4, 3: 61}
"""How often an item has so many doses, in a hundred."""
SHORTEST = (40, 55, 60, 65, 70, 75, 80, 100, 130, 150, 200)
"""What the shortest doses take."""
LONGER = (1.3, 1.4, 1.5, 1.6, 1.7, 1.9, 2.1, 3.0)
"""How many times as long the longest dose of several takes."""
LEVELS = (4, 4, 4, 3, 3, 2)
"""What the place of an exercise among the progressions is worth."""

SPANNING = 0.15
"""How often a tangled item is in another phase than its family."""
COVERED = 0.25
"""How often a tangled item covers a movement."""


def drawn(size: int, seed: int) -> Problem:
    """A problem of so many items with the shares of the bundled catalog; the budgets take turns."""
    random = Random(seed)  # noqa: S311 - figures for a benchmark
    phases = tuple(Bounds(*one) for one in random.choices(list(BOUNDS), list(BOUNDS.values()), k=PHASES))
    blocks = [random.randrange(PHASES) for _ in range(max(PHASES, int(size * BLOCKS)))]
    blocks[:PHASES] = range(PHASES)
    beside = [[block for block, phase in enumerate(blocks) if phase == here] for here in range(PHASES)]
    charges = tuple(random.choices((10, 20), (37, 63), k=len(blocks)))
    weights = [random.randint(1, 5) for _ in range(PHASES)]
    items = list[Item]()
    family = 0
    while len(items) < size:
        home = random.randrange(len(blocks))
        for _ in range(min(size - len(items), random.choices(list(FAMILY), list(FAMILY.values()))[0])):
            phase = random.randrange(PHASES) if random.random() < ASTRAY else blocks[home]
            block = home if phase == blocks[home] and random.random() >= ELSEWHERE else random.choice(beside[phase])
            items.append(_item(random, f"exercise-{len(items):03}", (phase, block, family), weights[phase]))
        family += 1
    return Problem(BUDGETS[seed % len(BUDGETS)], tuple(items), charges, phases)


def _item(random: Random, name: str, place: tuple[int, int, int], weight: int) -> Item:
    movements = random.sample(range(MOVEMENTS), random.choices(list(COVERS), list(COVERS.values()))[0])
    fit = weight * (2 if movements else 1) * random.choice(LEVELS)
    worth = WORTH[random.choices(list(DOSES), list(DOSES.values()))[0]]
    shortest, longer, middle = random.choice(SHORTEST), random.choice(LONGER), random.choice((0.4, 0.5, 0.6, 0.75))
    exact = random.choice((1, 5, 5))
    lengths = (shortest, shortest * (1 + (longer - 1) * middle), shortest * longer)[: len(worth)]
    return Item(
        name,
        *place,
        sum(1 << movement for movement in movements),
        _verdict(random),
        asked=False,
        seconds=tuple(int(length) // exact * exact + 5 * dose for dose, length in enumerate(lengths)),
        benefits=tuple(fit * share for share in worth),
    )


def _verdict(random: Random) -> Verdict:
    return random.choices((Verdict.KEEP, Verdict.CAUTION, Verdict.MODIFY), (8, 1, 1))[0]


def tangled(size: int, seed: int) -> Problem:
    """A harder problem of so many items, with families across blocks and phases; the budgets take turns."""
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
        items.append(_tangled(random, f"exercise-{at:03}", (phase, block, family), weights[phase]))
    return Problem(BUDGETS[seed % len(BUDGETS)], tuple(items), charges, phases)


def _tangled(random: Random, name: str, place: tuple[int, int, int], weight: int) -> Item:
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
        _verdict(random),
        asked=False,
        seconds=tuple(10 + max(10 + 2 * dose, work * (2 + dose) // 4) for dose in range(len(worth))),
        benefits=tuple(fit * share for share in worth),
    )
