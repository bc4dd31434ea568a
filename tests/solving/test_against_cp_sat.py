"""The solver against an independent model: the whole outcome, for many drawn problems, without one disagreement."""

import pytest

from tests.solving import independent
from tests.solving.instances import drawn
from thoracic_lib.composing.problem import Outcome, Problem, outcome
from thoracic_lib.composing.search import solve

pytestmark = pytest.mark.long

SEEDS = 600
"""How many problems are compared."""


def solved(problem: Problem) -> Outcome | None:
    """The solver's outcome, which it has to have proven, and which its choices have to have."""
    solution = solve(problem)
    if solution is None:
        return None
    assert solution.optimal
    assert outcome(problem, solution.choices) == solution.outcome
    return solution.outcome


@pytest.mark.parametrize("first", range(0, SEEDS, 50))
def test_the_outcome_is_what_cp_sat_proves_to_be_the_best(first: int) -> None:
    problems = {seed: drawn(seed) for seed in range(first, first + 50)}
    wrong = {
        seed: (told, found)
        for seed, problem in problems.items()
        if (told := independent.best(problem)) != (found := solved(problem))
    }
    assert wrong == {}
