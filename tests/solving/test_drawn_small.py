"""The solver on small problems of every trait: brute force gives the very answer, and no price or width changes it."""

from functools import cache
from random import Random

import pytest
from attrs import evolve

from tests.solving.exhausting import Named, named, ranked
from tests.solving.instances import drawn
from thoracic_lib.composing import labeling, search
from thoracic_lib.composing.arranging import Arrangement
from thoracic_lib.composing.bounding import Layout, Prices
from thoracic_lib.composing.effort import Effort
from thoracic_lib.composing.problem import Outcome, Problem, outcome
from thoracic_lib.composing.search import solve
from thoracic_lib.vocabulary import Verdict

Answer = tuple[Outcome, Named]

LARGE = 12


def alike(problem: Problem) -> Problem:
    """The problem with items that differ in place and movements only, so that many answers are equally good."""
    items = tuple(
        evolve(item, verdict=Verdict.KEEP, seconds=(30, 60), benefits=(100, 200), asked=False) for item in problem.items
    )
    return evolve(problem, items=items, charges=(10,) * len(problem.charges), budget=min(problem.budget, 300))


def small(seed: int) -> Problem:
    problem = drawn(seed, (5, 6, 6, 7)[seed % 4])
    return alike(problem) if seed % 3 == 2 else problem


@cache
def answer(problem: Problem) -> Answer | None:
    """What brute force finds."""
    found = [one for one in ranked(problem, len(problem.items)) if -one.outcome.seconds <= problem.budget]
    return (found[0].outcome, found[0].named) if found else None


def told(problem: Problem, effort: Effort | None = None) -> Answer | None:
    """What the solver finds, with all that must hold of every answer."""
    solution = solve(problem, effort)
    if solution is None:
        return None
    assert outcome(problem, solution.choices) == solution.outcome
    assert solution.outcome <= solution.bound
    assert solution.optimal is (solution.outcome == solution.bound)
    return solution.outcome, named(problem, solution.choices)


@pytest.mark.parametrize("first", range(0, 240, 20))
def test_a_small_problem_has_the_very_answer_of_brute_force(first: int) -> None:
    for seed in range(first, first + 20):
        problem = small(seed)
        assert told(problem) == answer(problem)
        if (solution := solve(problem)) is not None:
            assert solution.optimal


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_a_small_problem_has_an_answer_within_any_effort(first: int) -> None:
    for seed in range(first, first + 20):
        problem = small(seed)
        expected = answer(problem)
        for most in (0, 1, 5, 20):
            solution = solve(problem, Effort(most=most))
            assert (solution is None) is (expected is None)
            if solution is not None and expected is not None:
                assert outcome(problem, solution.choices) == solution.outcome
                assert solution.outcome <= expected[0] <= solution.bound


@pytest.mark.parametrize("seed", range(LARGE))
def test_the_answer_is_the_same_at_any_prices(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """So what only makes prices worse is no fault: they say how long the search takes, never what it finds."""
    random = Random(seed)  # noqa: S311 - figures for tests
    problem = drawn(seed, 14)
    expected = told(problem)

    def any_prices(layout: Layout, *_: object) -> Prices:
        arrangement = layout.arrangement
        top = random.choice((0, 3, arrangement.scale.usual // 60, arrangement.scale.usual))
        item = random.randint(0, top) if arrangement.most else 0
        dues = {family: random.randint(0, top) for family in arrangement.linked}
        bits = [1 << place for place in range(12) if arrangement.reach[0] >> place & random.randint(0, 1)]
        return Prices(random.randint(0, top), item, dues, {bit: random.randint(0, top) for bit in bits})

    monkeypatch.setattr(search, "priced", any_prices)
    monkeypatch.setattr(search, "_tightened", any_prices)
    for _ in range(3):
        assert told(problem) == expected


@pytest.mark.parametrize("seed", range(LARGE))
def test_the_answer_is_the_same_whichever_movements_are_watched(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - figures for tests
    problem = drawn(seed, 24)
    expected = told(problem)

    def any_movements(arrangement: Arrangement, *_: object) -> int:
        return random.getrandbits(8) & arrangement.reach[0]

    monkeypatch.setattr(search, "WIDTH", 2)
    monkeypatch.setattr(search, "QUEUES", (random.choice((1, 5, 1000)),))
    monkeypatch.setattr(search, "_watched", any_movements)
    for _ in range(3):
        assert told(problem) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIDTH", 2),
        ("WIDTH", 50),
        ("WIDER", 2),
        ("QUEUES", ()),
        ("QUEUES", (0,)),
        ("QUEUES", (7, 3, 20, 100)),
        ("QUEUES", (100_000,)),
        ("FENCES", ()),
        ("FENCES", (0, 1, 9)),
        ("WATCHED", 1),
        ("WATCHED", 8),
    ],
)
def test_the_answer_is_the_same_however_the_search_widens(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    problems = [drawn(seed, 14) for seed in range(LARGE)]
    expected = [told(problem) for problem in problems]
    monkeypatch.setattr(search, name, value)
    assert [told(problem) for problem in problems] == expected


@pytest.mark.parametrize("seed", range(LARGE))
@pytest.mark.parametrize("queues", [(), (0,), (1_000,) * 9])
def test_the_answer_is_the_same_wherever_fences_stand(
    monkeypatch: pytest.MonkeyPatch, seed: int, queues: tuple[int, ...]
) -> None:
    random = Random(seed)  # noqa: S311 - figures for tests
    problem = alike(drawn(seed, 14)) if seed % 2 else drawn(seed, 14)
    expected = told(problem)

    def anywhere(_: Arrangement, known: int, left: int, stage: int) -> int:
        somewhere = random.choice((known, known + 1, (known + left) // 2, left, left + 1))
        return known if stage > 9 else somewhere

    monkeypatch.setattr(search, "WIDTH", 1)
    monkeypatch.setattr(search, "WIDER", 2)
    monkeypatch.setattr(search, "QUEUES", queues)
    monkeypatch.setattr(search, "_fence", anywhere)
    for _ in range(3):
        assert told(problem) == expected


@pytest.mark.parametrize("seed", range(60))
def test_ties_are_settled_however_narrow_a_search_is(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    problem = alike(drawn(seed, (10, 16, 24)[seed % 3]))
    expected = told(problem)
    monkeypatch.setattr(search, "WIDTH", 1)
    monkeypatch.setattr(search, "QUEUES", ())
    assert told(problem) == expected


@pytest.mark.parametrize("few", [1, 2, 9])
def test_a_search_out_of_effort_has_an_answer_however_few_labels_it_goes_on_with(
    monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(labeling, "FEW", few)
    for seed in range(LARGE):
        problem = drawn(seed, 14)
        full = solve(problem)
        hasty = solve(problem, Effort(most=0))
        assert (full is None) is (hasty is None)
        if full is not None and hasty is not None:
            assert hasty.outcome <= full.outcome <= hasty.bound
