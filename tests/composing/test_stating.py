"""A request stated in whole numbers: what is left out is never missed, and the terms are those of the routine."""

from itertools import product
from typing import Any

import pytest
from attrs import evolve

from tests.composing.asking import composed, request
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import stating
from thoracic_lib.composing.candidates import WORTHS, candidates
from thoracic_lib.composing.problem import Bounds, Choice, Item, Outcome
from thoracic_lib.composing.search import solve
from thoracic_lib.composing.stating import Statement, as_score, needed, posed, stated
from thoracic_lib.composing.weighing import score
from thoracic_lib.errors import InvalidValueError, NothingFitsError
from thoracic_lib.model.dosage import Pace, seconds
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Certificate, DoseLimits, Request, Score
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Phase, Verdict

CATALOG = catalog()
GOALS = [goal.id for goal in CATALOG.goals]
PEOPLE = {
    "with everything": frozenset(item.id for item in CATALOG.equipment),
    "with nothing": frozenset[str](),
}

PERSON = Profile(equipment=PEOPLE["with everything"], conditions=frozenset())


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
    assert told.score(tuple(reversed(picks))) == as_score(solution.outcome)
    assert -solution.outcome.seconds == told.seconds(picks)
    assert {pick.why for pick in picks} == {""}


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


def test_an_outcome_reads_with_its_burdens_upward() -> None:
    told = as_score(Outcome(1, 2, 3, -4, -5, 6, -7, -8))
    assert told == Score(movements=2, phases=3, modified=4, cautioned=5, benefit=6, changes=7)


def test_a_phase_outside_the_goal_has_room_for_those_of_it_that_are_named() -> None:
    told = statement("mobility", 900, PERSON, include=["ball-release-chest", "cat-cow", "open-book"])
    phases = [Phase.RELEASE, Phase.MOBILIZE]
    places = {one.exercise.phase: item.phase for one, item in zip(told.pool, told.problem.items, strict=True)}
    assert [told.problem.phases[places[phase]] for phase in phases] == [Bounds(0, 1), Bounds(2, 5)]
    assert places
    assert sorted(places, key=lambda phase: phase.rank) == sorted(places, key=places.__getitem__)


def test_a_movement_of_the_goal_is_the_bit_of_its_place() -> None:
    told = statement("mobility", 900, PERSON)
    for one, item in zip(told.pool, told.problem.items, strict=True):
        covered = {movement for at, movement in enumerate(told.goal.movements) if item.covers >> at & 1}
        assert covered == set(told.goal.movements).intersection(one.exercise.movements)


def test_every_candidate_is_kept_with_a_statement_that_leaves_out_nothing() -> None:
    told = statement("mobility", 900, PERSON)
    whole = posed(told.catalog, told.request, told.goal, told.budget, told.all_left)
    assert whole.pool == whole.all_left == told.all_left
    assert len(whole.problem.items) == len(told.all_left)


def test_a_weight_that_was_not_asked_for_is_reckoned_when_it_is() -> None:
    told = statement("mobility", 900, PERSON)
    anew = evolve(told, weights={})
    assert [anew.weight(one) for one in told.pool] == [told.weights[one.exercise.id] for one in told.pool]


def test_a_changed_statement_reckons_its_seconds_anew() -> None:
    told = statement("mobility", 900, PERSON)
    picks = told.picks([Choice(0, 0)])
    slower = Pace(change_position=Pace().change_position + 7)
    changed = evolve(told, request=evolve(told.request, pace=slower))
    assert changed.seconds(picks) == told.seconds(picks) + 7


def test_a_statement_is_made_of_what_is_asked_its_candidates_and_its_problem() -> None:
    told = statement("mobility", 900, PERSON)
    known: dict[str, int] = {}
    made_of = (told.catalog, told.request, told.goal, told.budget, told.all_left, told.pool, told.problem, known)
    assert Statement(*made_of) == told
    wrong: tuple[Any, ...]
    for wrong in (made_of[:-1], (*made_of, {})):
        with pytest.raises(TypeError, match="positional argument"):
            Statement(*wrong)


def test_a_statement_shows_what_is_asked_and_not_what_it_comes_down_to() -> None:
    shown = repr(statement("mobility", 900, PERSON))
    assert shown.startswith("Statement(catalog=<Catalog")
    assert all(f"{name}=" not in shown for name in ("all_left", "pool", "problem", "weights", "charges", "_charges"))


ITEM = Item("b", 0, 0, 0, 0b01, Verdict.CAUTION, asked=False, seconds=(30, 60), benefits=(5, 9))


@pytest.mark.parametrize(
    ("other", "needless"),
    [
        ({}, True),
        ({"name": "c"}, False),
        ({"name": "c", "covers": 0b11}, True),
        ({"covers": 0b10}, False),
        ({"covers": 0b00}, False),
        ({"verdict": Verdict.KEEP}, True),
        ({"verdict": Verdict.MODIFY}, False),
        ({"block": 2}, False),
        ({"phase": 1}, False),
        ({"asked": True}, False),
        ({"family": 1}, False),
        ({"seconds": (30, 61)}, False),
        ({"benefits": (5, 8)}, False),
        ({"seconds": (20,), "benefits": (9,)}, True),
    ],
)
def test_an_item_is_needless_where_another_one_does_as_much_for_as_little(
    other: dict[str, Any],
    needless: bool,  # noqa: FBT001 - the case says it
) -> None:
    items = (ITEM, evolve(ITEM, **{"name": "a", "block": 1, **other}))
    assert (0 not in needed(items, (10, 10, 11))) is needless
    assert needed((*items, evolve(ITEM, name="shares", family=7)), (10, 10, 11))[0] == 0


def test_of_two_that_do_the_same_the_first_by_name_is_needed() -> None:
    twins = (ITEM, evolve(ITEM, name="a", block=1))
    assert needed(twins, (10, 10)) == (1,)
    assert needed(twins[::-1], (10, 10)) == (0,)


def test_each_family_is_looked_at_by_itself() -> None:
    others = (ITEM, evolve(ITEM, name="a", block=1), evolve(ITEM, name="c", block=2, family=7))
    twins = (*others, evolve(ITEM, name="d", block=3, family=7))
    assert needed(twins, (10, 10, 10, 10)) == (1, 2)


def test_what_is_posed_of_every_candidate_belongs_to_its_request_goal_and_budget() -> None:
    told = statement("full-session", 900, PERSON)
    whole = posed(told.catalog, told.request, told.goal, told.budget, told.all_left)
    assert (whole.request, whole.goal, whole.budget) == (told.request, CATALOG.goal("full-session"), 900)
