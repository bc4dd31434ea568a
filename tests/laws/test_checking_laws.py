"""Laws of the second checker: it agrees with screening everywhere, and lets nothing through that was changed."""

from typing import Any

from attrs import evolve, fields
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.checked import forged
from tests.strategies import CATALOG, catalogs, ids_of, profiles, rules
from thoracic_lib.checking import Masks, verify_routine
from thoracic_lib.composing import compose
from thoracic_lib.errors import InvalidValueError, ThoracicError, UnsafeRoutineError
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Rule
from thoracic_lib.model.dosage import Pace
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.screening import blocking_flags, firing_rules, locked_gates, screen

often = settings(max_examples=100, deadline=None)
sometimes = settings(max_examples=30, deadline=None)
seldom = settings(max_examples=25, deadline=None)


def agree(catalog: Catalog, profile: Profile) -> None:
    """Both checkers say the same of every rule, setup, gate and sign."""
    masks, screening = Masks.of(catalog), screen(catalog, profile)
    firing = masks.firing(profile)
    fired = {fired.rule.id for fired in firing_rules(catalog, profile)}
    assert {rule.id for at, rule in enumerate(masks.rules) if firing >> at & 1} == fired
    assert {rule.id for at, rule in enumerate(masks.rules) if masks.fires(at, profile)} == fired
    ranks = tuple(setup.verdict.rank for exercise in screening.exercises for setup in exercise.setups)
    assert masks.verdicts(firing) == ranks
    assert tuple(masks.verdict(at, firing) for at in range(len(ranks))) == ranks
    assert tuple(masks.waiting(profile)) == locked_gates(catalog, profile)
    assert set(masks.stopping(profile)) == {flag.id for flag in blocking_flags(catalog, profile)}
    assert masks.locked(profile) is bool(screening.gates)
    assert masks.blocked(profile) is bool(screening.red_flags)


@often
@given(profiles())
def test_both_checkers_agree_on_every_profile(profile: Profile) -> None:
    agree(CATALOG, profile)


@often
@given(profiles(asked=True), ids_of("conditions", most=6))
def test_both_checkers_agree_whatever_else_is_declared_and_cleared(profile: Profile, more: tuple[str, ...]) -> None:
    declared = (profile.conditions or frozenset()).union(more)
    agree(CATALOG, evolve(profile, conditions=declared, cleared=profile.cleared.union(more[:2])))


@seldom
@given(profiles(asked=True), rules())
def test_both_checkers_agree_on_rules_that_were_added(profile: Profile, rule: Rule) -> None:
    try:
        more = evolve(CATALOG, rules=(*CATALOG.rules, rule))
    except InvalidValueError:
        assume(False)  # noqa: FBT003 - it excludes what another rule says to keep; hypothesis draws again
    declared = {rule.condition, *(() if rule.also is None else (rule.also,))}
    agree(more, evolve(profile, conditions=(profile.conditions or frozenset()).union(declared)))


@seldom
@given(catalogs(), st.data())
def test_both_checkers_agree_on_other_catalogs(catalog: Catalog, data: st.DataObject) -> None:
    declared = data.draw(st.sets(st.sampled_from([row.id for row in catalog.conditions]))) if catalog.conditions else ()
    agree(catalog, Profile(conditions=frozenset(declared)))


def made(profile: Profile, minutes: int) -> Routine:
    """A routine for a profile whose gates and signs are cleared."""
    open_ = evolve(profile, red_flags=(), cleared=frozenset(profile.conditions or ()))
    try:
        return compose(Request(minutes=minutes, profile=open_), CATALOG)
    except ThoracicError:
        assume(False)  # noqa: FBT003 - nothing fits; hypothesis draws again
        raise


def refused(routine: Routine) -> bool:
    try:
        verify_routine(routine, CATALOG)
    except UnsafeRoutineError:
        return True
    return False


@sometimes
@given(profiles(), st.integers(3, 40))
def test_what_composing_makes_is_never_refused(profile: Profile, minutes: int) -> None:
    routine = made(profile, minutes)
    verify_routine(routine, CATALOG)
    again = from_json(to_json(routine))
    assert isinstance(again, Routine)
    verify_routine(again, CATALOG)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Requests of every kind, for profiles whose gates and signs are cleared; some cannot be met."""
    person = draw(profiles())
    person = evolve(person, red_flags=(), cleared=frozenset(person.conditions or ()))
    wanted = draw(ids_of("exercises", most=2))
    followed = draw(st.sampled_from((None, None, *(row.id for row in CATALOG.routines))))
    return Request(
        seconds=None if followed and draw(st.booleans()) else draw(st.integers(120, 3_600)),
        goal=draw(st.sampled_from([goal.id for goal in CATALOG.goals])),
        routine=followed,
        profile=person,
        include=frozenset(wanted if draw(st.booleans()) else ()),
        exclude=frozenset(draw(ids_of("exercises"))).difference(wanted),
        maximum_exercises=draw(st.none() | st.integers(1, 10)),
        maximum_difficulty=draw(st.none() | st.integers(0, 3)),
        pace=draw(st.sampled_from((Pace(), Pace(set_up=0, slow_repetition=9)))),
    )


@settings(max_examples=60, deadline=None)
@given(requests())
def test_whatever_is_asked_for_what_composing_makes_is_never_refused(request: Request) -> None:
    try:
        routine = compose(request, CATALOG)
    except ThoracicError:
        assume(False)  # noqa: FBT003 - nothing fits; hypothesis draws again
        raise
    verify_routine(routine, CATALOG)


@sometimes
@given(requests(), requests())
def test_a_routine_passes_for_another_request_only_where_that_grants_all_of_it(one: Request, other: Request) -> None:
    try:
        routine = compose(one, CATALOG)
    except ThoracicError:
        assume(False)  # noqa: FBT003 - nothing fits; hypothesis draws again
        raise
    moved = forged(routine, request=forged(other, profile=one.profile, pace=one.pace))
    if refused(moved):
        return
    there = {step.exercise.id for step in routine.steps}
    assert other.include <= there
    assert not other.exclude & there
    assert other.budget is None or routine.seconds <= other.budget
    assert len(there) <= (other.maximum_exercises or len(there))
    hardest = max((CATALOG.difficulty(exercise) for exercise in there - other.include), default=0)
    assert hardest <= (hardest if other.maximum_difficulty is None else other.maximum_difficulty)
    assert other.routine == one.routine
    if other.routine is None:
        assert CATALOG.goal(other.goal).name == routine.title


@sometimes
@given(profiles(), profiles())
def test_a_routine_passes_for_another_profile_only_where_screening_leaves_all_of_it(
    profile: Profile, other: Profile
) -> None:
    routine = made(profile, 15)
    moved = forged(routine, request=forged(routine.request, profile=other))
    if refused(moved):
        return
    screening = screen(CATALOG, other)
    assert not screening.gates
    assert not screening.red_flags
    for step in routine.steps:
        (found,) = [s for s in screening.why(step.exercise.id).setups if s.setup == step.setup]
        assert found.available
        assert (found.verdict, found.limits, found.reasons) == (step.verdict, step.limits, step.reasons)


UNREAD = {"why", "dose_because"}
"""The two texts of a step that nothing else decides: any text passes."""


@seldom
@given(profiles(), profiles(), st.data())
def test_a_field_of_one_step_put_into_another_is_refused_unless_it_says_the_same(
    profile: Profile, other: Profile, data: st.DataObject
) -> None:
    routine, source = made(profile, 15), made(other, 20)
    at = data.draw(st.integers(0, len(routine.steps) - 1))
    step, giver = routine.steps[at], data.draw(st.sampled_from(source.steps))
    name = data.draw(st.sampled_from([f.name for f in fields(type(step)) if f.name not in UNREAD]))
    given_: Any = getattr(giver, name)
    assume(given_ != getattr(step, name))
    steps = (*routine.steps[:at], forged(step, **{name: given_}), *routine.steps[at + 1 :])
    assert refused(forged(routine, steps=steps))


@sometimes
@given(profiles(), st.data())
def test_a_field_of_the_wrong_kind_is_refused_in_every_part(profile: Profile, data: st.DataObject) -> None:
    routine = made(profile, 10)
    at = data.draw(st.integers(0, len(routine.steps) - 1))
    step = routine.steps[at]
    name = data.draw(st.sampled_from([f.name for f in fields(type(step))]))
    wrong = data.draw(st.sampled_from([None, 1.5, b"", [], {}, object(), routine]))
    steps = (*routine.steps[:at], forged(step, **{name: wrong}), *routine.steps[at + 1 :])
    assert refused(forged(routine, steps=steps))
