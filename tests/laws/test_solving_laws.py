"""The exact solver: laws that need no other solver to be tested."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solving.exhausting import Named, named
from tests.solving.instances import drawn
from thoracic_lib.composing.problem import Outcome, Problem, outcome
from thoracic_lib.composing.search import solve

laws = settings(max_examples=60, deadline=None)
problems = st.builds(drawn, st.integers(0, 10_000), st.sampled_from((6, 10, 14, 20)))

NOTHING = Outcome(*[-(10**9)] * 8)
"""Worse than every outcome."""


def best(problem: Problem) -> Outcome:
    solution = solve(problem)
    return NOTHING if solution is None else solution.outcome


def answer(problem: Problem) -> Named | None:
    solution = solve(problem)
    return None if solution is None else named(problem, solution.choices)


def shuffled(count: int, random: Random) -> Sequence[int]:
    return random.sample(range(count), count)


@laws
@given(problems)
def test_an_answer_keeps_every_constraint_and_is_as_good_as_told(problem: Problem) -> None:
    solution = solve(problem)
    if solution is not None:
        assert solution.optimal
        assert outcome(problem, solution.choices) == solution.outcome


@laws
@given(problems, st.integers(1, 900))
def test_more_time_is_never_worse(problem: Problem, more: int) -> None:
    assert best(evolve(problem, budget=problem.budget + more)) >= best(problem)


@laws
@given(problems, st.data())
def test_an_item_more_is_never_worse(problem: Problem, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(problem.items) - 1))
    without = evolve(problem, items=(*problem.items[:at], *problem.items[at + 1 :]))
    assert best(problem) >= best(without)


@laws
@given(problems, st.integers(1, 6))
def test_a_higher_limit_on_all_items_is_never_worse(problem: Problem, most: int) -> None:
    limits = [best(evolve(problem, most=limit)) for limit in (most, most + 1, None)]
    assert limits == sorted(limits)


@laws
@given(problems, st.randoms(use_true_random=False))
def test_the_order_of_items_and_all_numbering_change_nothing(problem: Problem, random: Random) -> None:
    blocks, phases = shuffled(len(problem.charges), random), shuffled(len(problem.phases), random)
    families = shuffled(len(problem.items), random)
    items = [
        evolve(item, block=blocks[item.block], phase=phases[item.phase], family=families[item.family])
        for item in problem.items
    ]
    random.shuffle(items)
    charges = tuple(problem.charges[blocks.index(at)] for at in range(len(blocks)))
    bounds = tuple(problem.phases[phases.index(at)] for at in range(len(phases)))
    assert answer(evolve(problem, items=tuple(items), charges=charges, phases=bounds)) == answer(problem)


@laws
@given(problems, st.integers(2, 9))
def test_scaling_all_seconds_selects_the_same(problem: Problem, scale: int) -> None:
    items = tuple(evolve(item, seconds=tuple(one * scale for one in item.seconds)) for item in problem.items)
    charges = tuple(charge * scale for charge in problem.charges)
    scaled = evolve(problem, budget=problem.budget * scale, items=items, charges=charges)
    assert answer(scaled) == answer(problem)


@laws
@given(problems)
def test_the_answer_without_what_was_not_chosen_is_the_same(problem: Problem) -> None:
    solution = solve(problem)
    if solution is not None:
        chosen = {item for item, _ in solution.choices}
        kept = evolve(problem, items=tuple(problem.items[at] for at in sorted(chosen)))
        assert answer(kept) == named(problem, solution.choices)


def test_neither_answer_nor_labels_depend_on_the_hash_seed() -> None:
    code = (
        "from tests.solving.instances import drawn\n"
        "from thoracic_lib.composing.search import Effort, solve\n"
        "for seed in range(40):\n"
        "    for most in (None, 50):\n"
        "        found = solve(drawn(seed), Effort(most=most))\n"
        "        print(found and (found.choices, found.outcome, found.bound, found.labels))\n"
    )
    root = Path(__file__).parents[2]
    told = {
        subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=root,
            env={**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(told) == 1
    assert "Outcome" in told.pop()
