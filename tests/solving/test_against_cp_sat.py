"""The solver against an independent model: outcome and choices, for many drawn problems, without one disagreement."""

import pytest

from tests.solving.independent import Answer, answer
from tests.solving.instances import drawn
from thoracic_lib.composing.problem import Problem, outcome
from thoracic_lib.composing.search import solve

pytestmark = pytest.mark.long

SEEDS = 600
"""How many problems are compared."""


def solved(problem: Problem) -> Answer | None:
    """The solver's answer, which it has to have proven, and of which the choices have to have the outcome."""
    solution = solve(problem)
    if solution is None:
        return None
    assert solution.optimal
    assert outcome(problem, solution.choices) == solution.outcome
    return Answer(solution.outcome, solution.choices)


@pytest.mark.parametrize("first", range(0, SEEDS, 50))
def test_the_answer_is_what_cp_sat_proves_to_be_the_best_and_the_first_of_these(first: int) -> None:
    problems = {seed: drawn(seed) for seed in range(first, first + 50)}
    wrong = {
        seed: (told, found)
        for seed, problem in problems.items()
        if (told := answer(problem)) != (found := solved(problem))
    }
    assert wrong == {}
