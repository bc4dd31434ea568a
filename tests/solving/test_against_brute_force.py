"""The solver against brute force: every subset of at most six items of a pool of ten, at every budget of a grid.

Here the very choices have to agree, so the rule for ties is tested as well.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from attrs import evolve

from tests.solving.exhausting import best, named, ranked
from thoracic_lib.composing.problem import Bounds, Item, Problem, outcome
from thoracic_lib.composing.search import solve
from thoracic_lib.vocabulary import Verdict

pytestmark = pytest.mark.long

KEEP, CAUTION, MODIFY = Verdict.KEEP, Verdict.CAUTION, Verdict.MODIFY

ASKED = {"prone-y", "breathing"}


def item(name: str, place: tuple[int, int, int], covers: int, verdict: Verdict, doses: dict[int, int]) -> Item:
    """An item at its phase, block and family, with the benefit of each of its doses by the seconds."""
    phase, block, family = place
    seconds, benefits = tuple(doses), tuple(doses.values())
    return Item(name, phase, block, family, covers, verdict, name in ASKED, seconds, benefits)


TRAPS = Problem(
    budget=0,
    items=(
        item("open-book", (0, 0, 0), 0b01, KEEP, {60: 60, 90: 85, 120: 100}),
        item("ball-release", (0, 1, 0), 0b11, CAUTION, {40: 50}),
        item("cat-cow", (1, 2, 1), 0b01, KEEP, {60: 60, 90: 85}),
        item("thread-the-needle", (1, 2, 2), 0b10, KEEP, {60: 60, 90: 85}),
        item("angel", (1, 3, 3), 0b00, MODIFY, {30: 90, 60: 120}),
        item("wall-slide", (2, 4, 3), 0b01, KEEP, {45: 40, 80: 70}),
        item("prone-y", (2, 5, 4), 0b00, KEEP, {70: 30, 100: 60}),
        item("prone-t", (2, 5, 4), 0b00, KEEP, {70: 30, 100: 60}),
        item("side-lying", (0, 1, 2), 0b10, KEEP, {50: 55}),
        item("breathing", (2, 6, 5), 0b00, CAUTION, {200: 80}),
    ),
    charges=(10, 30, 10, 20, 0, 45, 10),
    phases=(Bounds(1, 1), Bounds(2, 2), Bounds(0, 3)),
)
"""Families across blocks and phases, asked for and burdened items, minima that compete, a maximum of one."""

TIES = Problem(
    budget=0,
    items=tuple(
        item(name, (at % 2, block, family), 1 << at % 3, KEEP, {30: 100, 60: 200})
        for at, (name, block, family) in enumerate(
            zip("jcgaeibhdf", (0, 1, 2, 3, 0, 1, 2, 3, 0, 1), (0, 1, 2, 3, 4, 5, 0, 1, 2, 3), strict=True)
        )
    ),
    charges=(10, 10, 10, 10),
    phases=(Bounds(2, 3), Bounds(1, 4)),
)
"""Everything weighs the same, and the names are in no order."""

BUDGETS = (39, 100, 150, 190, 340, 600)
FEW_BUDGETS = (100, 340)

POOLS = {
    "traps": (TRAPS, BUDGETS),
    "traps, and three items at most": (evolve(TRAPS, most=3), FEW_BUDGETS),
    "traps, all of them burdens": (
        evolve(TRAPS, items=tuple(evolve(one, verdict=MODIFY) for one in TRAPS.items)),
        FEW_BUDGETS,
    ),
    "ties": (TIES, BUDGETS),
    "ties, and two items at most": (evolve(TIES, most=2), FEW_BUDGETS),
}
"""Pools of ten items with the budgets at which each subset is solved."""


def subsets(size: int) -> Iterator[tuple[int, ...]]:
    return combinations(range(10), size)


@pytest.mark.parametrize(("pool", "budgets"), POOLS.values(), ids=POOLS)
def test_every_small_problem_has_the_very_answer_of_brute_force(pool: Problem, budgets: Sequence[int]) -> None:
    found = ranked(pool, 6)
    for size in range(1, 7):
        for members in subsets(size):
            within = [one for one in found if one.items <= frozenset(members)]
            for budget in budgets:
                problem = evolve(pool, budget=budget, items=tuple(pool.items[at] for at in members))
                expected, solution = best(within, budget, frozenset(members)), solve(problem)
                if expected is None:
                    assert solution is None
                    continue
                assert solution is not None
                assert solution.optimal
                assert (solution.outcome, named(problem, solution.choices)) == (expected.outcome, expected.named)
                assert outcome(problem, solution.choices) == expected.outcome


def test_the_pools_are_what_they_are_for() -> None:
    everything = frozenset(range(10))
    assert len(ranked(TRAPS, 6)) > 1_000
    for pool in (TRAPS, TIES):
        found = ranked(pool, 6)
        assert len({best(found, budget, everything) for budget in BUDGETS}) == len(BUDGETS)
    outcomes = [one.outcome for one in ranked(TIES, 6) if -one.outcome.seconds <= 190]
    assert outcomes.count(outcomes[0]) > 1
