"""A request stated in whole numbers: what is left out is never missed, and the terms are those of the routine."""

from itertools import product

import pytest
from attrs import evolve

from tests.composing.asking import composed, request
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import stating
from thoracic_lib.composing.candidates import WORTHS, candidates
from thoracic_lib.composing.search import solve
from thoracic_lib.composing.stating import Statement, as_score, stated
from thoracic_lib.composing.weighing import score
from thoracic_lib.errors import InvalidValueError, NothingFitsError
from thoracic_lib.model.dosage import Pace, seconds
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Certificate, DoseLimits, Request
from thoracic_lib.screening import screen

CATALOG = catalog()
GOALS = [goal.id for goal in CATALOG.goals]
PEOPLE = {
    "with everything": frozenset(item.id for item in CATALOG.equipment),
    "with nothing": frozenset[str](),
}


def statement(goal: str, budget: int, person: Profile, **wanted: object) -> Statement:
    asked = evolve(request(None, seconds=budget, goal=goal, **wanted), profile=person)
    pool, _ = candidates(CATALOG, asked, CATALOG.goal(goal), screen(CATALOG, person))
    return stated(CATALOG, asked, CATALOG.goal(goal), budget, pool)


@pytest.mark.parametrize(
    ("goal", "who", "declared"), [*product(GOALS, PEOPLE, [(), ("osteopenia",), ("knee_pain_kneeling",)])]
)
def test_no_solution_is_better_for_what_is_left_out_as_needless(
    monkeypatch: pytest.MonkeyPatch, goal: str, who: str, declared: tuple[str, ...]
) -> None:
    person = Profile(equipment=PEOPLE[who], conditions=frozenset(declared))
    for budget in (150, 400, 900):
        some = solve(statement(goal, budget, person).problem)
        with monkeypatch.context() as patched:
            patched.setattr(stating, "needed", lambda items, _: tuple(range(len(items))))
            whole = solve(statement(goal, budget, person).problem)
        assert (some and some.outcome) == (whole and whole.outcome)


def test_what_may_be_left_out_is_left_out() -> None:
    person = Profile(equipment=PEOPLE["with everything"], conditions=frozenset())
    told = statement("full-session", 900, person)
    assert len(told.pool) == len(told.problem.items) < len(told.all_left)
    assert {one.exercise.family for one in told.pool} == {one.exercise.family for one in told.all_left}


@pytest.mark.parametrize("goal", GOALS)
def test_the_terms_of_the_solution_are_those_of_the_routine(goal: str) -> None:
    person = Profile(equipment=PEOPLE["with everything"], conditions=frozenset({"osteopenia"}))
    told = statement(goal, 700, person)
    solution = solve(told.problem)
    assert solution is not None
    picks = told.picks(solution.choices)
    assert as_score(solution.outcome) == score(told.goal, picks, [told.weight(pick.candidate) for pick in picks])
    assert -solution.outcome.seconds == told.seconds(picks)


def test_only_what_is_named_stays_of_a_family_that_is_named() -> None:
    told = statement("full-session", 900, Profile(), include=["wall-angel"])
    assert {one.exercise.id for one in told.pool if one.exercise.family == "angel"} == {"wall-angel"}
    assert {one.exercise.id for one in told.all_left if one.exercise.family == "angel"} > {"wall-angel"}


@pytest.mark.parametrize(("least", "most"), [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2)])
def test_a_dose_keeps_to_the_part_of_its_range_that_is_asked_for(least: int, most: int) -> None:
    exercise = CATALOG["ball-release-chest"]
    held = (DoseLimits(exercise=exercise.id, least=least, most=most),)
    (step,) = composed(30, include=[exercise.id], maximum_exercises=1, doses=held).steps
    allowed = [exercise.dosage.at(place, 2) for place in range(least, most + 1)]
    assert len(set(exercise.dosage.doses())) == len(WORTHS)
    assert step.dose == allowed[-1]
    short = seconds(allowed[0], Pace()) + step.seconds - seconds(step.dose, Pace())
    assert composed(None, seconds=short, include=[exercise.id], doses=held).steps[0].dose == allowed[0]
    with pytest.raises(NothingFitsError):
        composed(None, seconds=short - 1, include=[exercise.id], doses=held)


def test_doses_are_limited_once_for_an_exercise_and_from_less_to_more() -> None:
    with pytest.raises(InvalidValueError, match="least: is above the most"):
        DoseLimits(exercise="cat-cow", least=2, most=1)
    once = DoseLimits(exercise="cat-cow", most=1)
    with pytest.raises(InvalidValueError, match="doses: limit the same exercise twice: cat-cow"):
        Request(minutes=5, doses=(once, DoseLimits(exercise="cat-cow")))


def test_nothing_is_proven_without_a_bound() -> None:
    with pytest.raises(InvalidValueError, match="optimal: needs a bound"):
        Certificate(method="exact", optimal=True)
