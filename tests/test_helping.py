"""What would help names things to have, positions to allow and time, each of which really helps; never a condition."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import thoracic_lib as tl
from thoracic_lib.errors import InvalidValueError
from thoracic_lib.helping import Help, ranked, what_would_help
from thoracic_lib.model.exercise import Setup
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.screened import ScreenedSetup, Screening
from thoracic_lib.vocabulary import Position, Verdict

CATALOG = tl.catalog()
ITEMS = sorted(item.id for item in CATALOG.equipment)
AT_HAND = sorted(item.id for item in CATALOG.equipment if item.at_hand)
BARE = Profile(conditions=frozenset())
EVERYTHING = evolve(BARE, equipment=frozenset(ITEMS))

LAW = settings(max_examples=60, deadline=None)


def kept(screening: Screening) -> set[str]:
    return {screened.exercise.id for screened in screening.kept}


def helped(person: Profile, equipment: frozenset[str], positions: frozenset[Position]) -> Profile:
    return evolve(
        person,
        equipment=person.equipment | equipment,
        without=person.without - equipment,
        avoid_positions=person.avoid_positions - positions,
    )


@st.composite
def people(draw: st.DrawFn) -> Profile:
    equipment = draw(st.frozensets(st.sampled_from(ITEMS), max_size=4))
    lacking = draw(st.frozensets(st.sampled_from(AT_HAND)))
    return Profile(
        equipment=equipment - lacking,
        without=lacking,
        conditions=draw(st.frozensets(st.sampled_from([condition.id for condition in CATALOG.conditions]), max_size=2)),
        avoid_positions=draw(st.frozensets(st.sampled_from(Position))),
        avoid_exercises=draw(st.frozensets(st.sampled_from(sorted(CATALOG)), max_size=3)),
    )


@LAW
@given(people())
def test_whoever_follows_a_help_has_exactly_its_exercises_more(person: Profile) -> None:
    before = tl.screen(CATALOG, person)
    for one in before.what_would_help():
        after = tl.screen(CATALOG, helped(person, frozenset(one.equipment), frozenset(one.positions)))
        assert kept(after) - kept(before) >= set(one.exercises)
        substitutes = any(set(CATALOG.item(item).satisfies) - set(one.equipment) for item in one.equipment)
        assert substitutes or kept(after) - kept(before) == set(one.exercises)


@LAW
@given(people())
def test_without_one_of_its_changes_a_help_opens_less(person: Profile) -> None:
    for one in tl.screen(CATALOG, person).what_would_help():
        changes = [*one.equipment, *one.positions]
        for left_away in changes if one.changes > 1 else ():
            equipment = frozenset(one.equipment) - {left_away}
            positions = frozenset(position for position in one.positions if position is not left_away)
            less = kept(tl.screen(CATALOG, helped(person, equipment, positions)))
            assert not set(one.exercises) <= less


@LAW
@given(people())
def test_every_exercise_that_no_rule_leaves_out_and_nobody_avoids_by_name_has_a_help(person: Profile) -> None:
    screening = tl.screen(CATALOG, person)
    named = {exercise for one in screening.what_would_help() for exercise in one.exercises}
    assert named == {
        screened.exercise.id
        for screened in screening.left_out
        if screened.verdict is not Verdict.EXCLUDE and screened.exercise.id not in person.avoid_exercises
    }


@LAW
@given(people())
def test_helps_go_from_few_changes_to_many_and_then_from_what_opens_most(person: Profile) -> None:
    ranks = [(one.changes, -len(one.exercises)) for one in tl.screen(CATALOG, person).what_would_help()]
    assert ranks == sorted(ranks)


@LAW
@given(people())
def test_no_help_names_a_condition(person: Profile) -> None:
    told = " ".join(map(str, tl.screen(CATALOG, person).what_would_help())).casefold()
    assert [condition.id for condition in CATALOG.conditions if condition.name.casefold() in told] == []


def test_nothing_helps_somebody_who_has_and_allows_everything() -> None:
    assert tl.screen(CATALOG, EVERYTHING).what_would_help() == ()


def test_what_a_rule_leaves_out_is_opened_by_no_equipment() -> None:
    fracture = tl.screen(CATALOG, evolve(BARE, conditions=frozenset({"vertebral_fracture"})))
    opened = {exercise for one in fracture.what_would_help() for exercise in one.exercises}
    assert fracture.why("foam-roller-extension-leaning").verdict is Verdict.EXCLUDE
    assert "foam-roller-extension-leaning" not in opened
    assert "foam-roller-extension-leaning" in what_opens(tl.screen(CATALOG, BARE))


def what_opens(screening: Screening) -> set[str]:
    return {exercise for one in screening.what_would_help() for exercise in one.exercises}


def test_an_exercise_avoided_by_name_is_opened_by_nothing() -> None:
    person = evolve(BARE, avoid_exercises=frozenset({"seated-chair-rotation"}))
    assert what_opens(tl.screen(CATALOG, BARE)) - what_opens(tl.screen(CATALOG, person)) == {"seated-chair-rotation"}


def test_a_position_helps_where_it_alone_stands_in_the_way() -> None:
    standing = evolve(EVERYTHING, avoid_positions=frozenset({Position.STANDING}))
    [one] = tl.screen(CATALOG, standing).what_would_help()
    assert (one.equipment, one.positions, one.seconds, one.changes) == ((), (Position.STANDING,), None, 1)
    assert str(one) == f"the position standing (opens {len(one.exercises)} exercises)"


def test_things_that_help_only_together_stand_in_one_help() -> None:
    seated = next(one for one in tl.screen(CATALOG, BARE).what_would_help() if "stick" in one.equipment)
    assert "foam-roller" in seated.equipment
    assert seated.changes == len(seated.equipment) > 1


def test_a_way_that_asks_for_more_than_another_is_no_help() -> None:
    setup = CATALOG["seated-chair-rotation"].setups[0]
    shut = ScreenedSetup(setup=setup, verdict=Verdict.KEEP, reasons=(), missing_equipment=("chair",))
    ways = [("x", shut), ("x", evolve(shut, missing_equipment=("chair", "stick")))]
    assert ranked(ways) == (Help(equipment=("chair",), exercises=("x",)),)


def test_a_setup_that_is_left_or_left_out_needs_no_help() -> None:
    setup = CATALOG["seated-chair-rotation"].setups[0]
    left = ScreenedSetup(setup=setup, verdict=Verdict.KEEP, reasons=(), missing_equipment=())
    assert ranked([("x", left), ("y", evolve(left, verdict=Verdict.EXCLUDE, missing_equipment=("chair",)))]) == ()


def test_a_help_of_time_reads_as_time() -> None:
    assert str(Help(seconds=95, exercises=("cat-cow",))) == "1:35 min of time (opens 1 exercise)"


def test_a_help_of_several_kinds_counts_and_names_each_of_its_changes() -> None:
    one = Help(
        equipment=("foam-roller", "wide_chair"),
        positions=(Position.SIDE_LYING,),
        seconds=60,
        exercises=("cat-cow", "open-book"),
    )
    assert one.changes == 4
    assert str(one) == "foam roller, wide chair, the position side lying, 1:00 min of time (opens 2 exercises)"


def standing_for(position: Position) -> Setup:
    return next(setup for each in CATALOG.exercises for setup in each.setups if setup.position is position)


def test_helps_alike_in_number_stand_in_the_order_of_what_they_ask_for() -> None:
    setup = CATALOG["seated-chair-rotation"].setups[0]
    shut = ScreenedSetup(setup=setup, verdict=Verdict.KEEP, reasons=(), missing_equipment=())
    avoided = {
        position: evolve(shut, setup=standing_for(position), avoided="You asked.")
        for position in (Position.PRONE, Position.HALF_KNEELING, Position.STANDING, Position.SIDE_LYING)
    }
    lacking = {item: evolve(shut, missing_equipment=(item,)) for item in ("stick", "ball", "chair", "band")}
    helps = ranked([(str(changed), way) for ways in (avoided, lacking) for changed, way in ways.items()])
    assert [one.equipment or one.positions for one in helps] == [
        (Position.HALF_KNEELING,),
        (Position.PRONE,),
        (Position.SIDE_LYING,),
        (Position.STANDING,),
        ("ball",),
        ("band",),
        ("chair",),
        ("stick",),
    ]


@pytest.mark.parametrize(
    ("given_", "path", "told"),
    [
        ({"exercises": ("cat-cow",)}, "equipment", "positions or seconds must be given"),
        ({"equipment": ("chair",), "exercises": ()}, "exercises", "must hold at least 1"),
        ({"equipment": ("chair", "chair"), "exercises": ("cat-cow",)}, "equipment", "holds 'chair' twice"),
        ({"positions": (Position.PRONE, Position.PRONE), "exercises": ("cat-cow",)}, "positions", "twice"),
        ({"seconds": 0, "exercises": ("cat-cow",)}, "seconds", "must be from 1 to 36000"),
        ({"seconds": 36_001, "exercises": ("cat-cow",)}, "seconds", "must be from 1 to 36000"),
    ],
    ids=["nothing to change", "nothing opened", "a thing twice", "a position twice", "no time", "more than ten hours"],
)
def test_a_help_that_makes_no_sense_is_refused(given_: dict[str, Any], path: str, told: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Help(**given_)
    [fault] = caught.value.faults
    assert fault.path == path
    assert told in fault.reason
    assert Help(seconds=1, exercises=("cat-cow",)) != Help(seconds=36_000, exercises=("cat-cow",))


def test_a_screening_asks_the_same_as_the_function() -> None:
    screening = tl.screen(CATALOG, BARE)
    assert screening.what_would_help() == what_would_help(screening) != ()
