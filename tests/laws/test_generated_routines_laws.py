"""What holds of composing whatever the catalog: laws over made-up catalogs, goals, rules and requests."""

import json
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws.composable import asked, composed
from thoracic_lib.checking import verify_routine
from thoracic_lib.composing import compose
from thoracic_lib.composing.candidates import candidates
from thoracic_lib.composing.problem import Problem, outcome
from thoracic_lib.composing.search import solve
from thoracic_lib.composing.stating import stated
from thoracic_lib.composing.timing import Pick, total_seconds
from thoracic_lib.composing.weighing import score, weight
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.exporting import to_json
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Verdict

pytestmark = pytest.mark.long

Case = tuple[Catalog, Request]
LAW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


def picks_of(catalog: Catalog, routine: Routine) -> tuple[Pick, ...]:
    """The steps of a routine, found again among the candidates for its request."""
    request = routine.request
    pool, _ = candidates(catalog, request, catalog.goal(request.goal), screen(catalog, request.profile))
    known = {(one.exercise.id, one.screened.setup.id): one for one in pool}
    found = []
    for step in routine.steps:
        one = known[step.exercise.id, step.setup.id]
        found.append(Pick(one, one.doses.index(step.dose), ""))
    return tuple(found)


def problem_of(catalog: Catalog, request: Request) -> Problem:
    """The problem that a request comes down to."""
    goal = catalog.goal(request.goal)
    pool, _ = candidates(catalog, request, goal, screen(catalog, request.profile))
    return stated(catalog, request, goal, min(request.budget or 0, goal.maximum_seconds or 36_000), pool).problem


def key(catalog: Catalog, request: Request) -> tuple[int, ...]:
    """The score of the best routine as a tuple to compare; less than any other where there is none."""
    try:
        return compose(request, catalog).score.key
    except NothingFitsError:
        return ()


@LAW
@given(asked())
def test_a_routine_keeps_to_its_time_and_order_and_passes_the_second_checker(case: Case) -> None:
    catalog, request = case
    routine = composed(catalog, request)
    verify_routine(routine, catalog)
    goal = catalog.goal(request.goal)
    assert routine.seconds <= min(request.seconds or 0, goal.maximum_seconds or 36_000)
    ranks = [step.exercise.phase.rank for step in routine.steps]
    assert ranks == sorted(ranks)
    assert request.include <= {step.exercise.id for step in routine.steps}
    assert len(routine.steps) <= (request.maximum_exercises or 100)
    for wanted in goal.phases:
        assert ranks.count(wanted.phase.rank) <= wanted.maximum


@LAW
@given(asked())
def test_the_score_is_what_the_steps_say_and_what_the_certificate_bounds(case: Case) -> None:
    catalog, request = case
    routine = composed(catalog, request)
    picks, goal = picks_of(catalog, routine), catalog.goal(request.goal)
    weights = [weight(catalog, request, goal, pick.exercise.id) for pick in picks]
    assert routine.score == score(goal, picks, weights) == routine.certificate.bound
    assert routine.certificate.optimal
    assert routine.seconds == total_seconds(catalog, picks, request.pace)
    held = {movement for step in routine.steps for movement in step.exercise.movements}
    assert routine.score.movements == len(held & set(goal.movements))
    verdicts = [step.verdict for step in routine.steps]
    assert (routine.score.modified, routine.score.cautioned) == (
        verdicts.count(Verdict.MODIFY),
        verdicts.count(Verdict.CAUTION),
    )


@LAW
@given(asked(), st.integers(1, 120))
def test_more_time_never_gives_a_worse_score(case: Case, more: int) -> None:
    catalog, request = case
    assert key(catalog, evolve(request, seconds=(request.seconds or 0) + more)) >= key(catalog, request)


@LAW
@given(asked(), st.sampled_from(["stool", "chair"]))
def test_more_equipment_never_gives_a_worse_score(case: Case, item: str) -> None:
    catalog, request = case
    person = evolve(request.profile, equipment=request.profile.equipment | {item})
    assert key(catalog, evolve(request, profile=person)) >= key(catalog, request)


@LAW
@given(asked(), st.data())
def test_fewer_exercises_never_give_a_better_score(case: Case, data: st.DataObject) -> None:
    catalog, request = case
    others = sorted(set(catalog) - request.include)
    dropped = data.draw(st.frozensets(st.sampled_from(others), max_size=4)) if others else frozenset[str]()
    assert key(catalog, evolve(request, exclude=request.exclude | dropped)) <= key(catalog, request)


@LAW
@given(asked(), st.integers(0, 99))
def test_the_order_of_the_catalog_changes_no_byte(case: Case, seed: int) -> None:
    catalog, request = case
    routine = composed(catalog, request)
    shuffled: dict[str, Any] = {}
    for rows in ("exercises", "equipment", "demands", "conditions"):
        held = list(getattr(catalog, rows))
        Random(seed).shuffle(held)  # noqa: S311 - only to mix
        shuffled[rows] = tuple(held)
    other = evolve(catalog, **shuffled)
    again = compose(request, other)
    assert to_json(evolve(again, catalog_digest=routine.catalog_digest), catalog=catalog) == to_json(
        routine, catalog=catalog
    )
    assert json.loads(to_json(again, catalog=other))["value"]["catalog_digest"] == other.digest


@LAW
@given(asked(), st.integers(2, 9))
def test_scaling_all_times_and_the_budget_chooses_the_same(case: Case, by: int) -> None:
    problem = problem_of(*case)
    scaled = evolve(
        problem,
        budget=problem.budget * by,
        charges=tuple(charge * by for charge in problem.charges),
        items=tuple(evolve(item, seconds=tuple(length * by for length in item.seconds)) for item in problem.items),
    )
    one, other = solve(problem), solve(scaled)
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert one.choices == other.choices
        assert other.outcome == one.outcome._replace(seconds=one.outcome.seconds * by)
        assert outcome(scaled, one.choices) == other.outcome
