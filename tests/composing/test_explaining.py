import re

import pytest
from attrs import evolve

from tests.composing.asking import EVERYTHING, composed, ids
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose, explaining
from thoracic_lib.composing import composed as composed_by
from thoracic_lib.composing.search import Solution, solve
from thoracic_lib.composing.stating import Statement
from thoracic_lib.composing.timing import Pick
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import DoseLimits, Request
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Position, Use


def refused(person: Profile, known: Catalog | None = None, **wanted: object) -> NothingFitsError:
    with pytest.raises(NothingFitsError) as caught:
        compose(Request(profile=person, **wanted), known)  # type: ignore[arg-type]  # the model checks them
    return caught.value


def test_too_little_time_is_answered_with_the_time_that_one_exercise_takes() -> None:
    told = refused(Profile(), seconds=20)
    assert told.reasons == ("0:20 min for “Full routine”: no exercise is left that is short enough",)
    needed, _, opened = told.helps[0].partition(" min of time ")
    assert re.fullmatch(r"\(opens \d+ exercises?\)", opened)
    minutes, _, seconds = needed.partition(":")
    least = int(minutes) * 60 + int(seconds)
    assert compose(Request(seconds=least)).seconds == least
    refused(Profile(), seconds=least - 1)


def test_time_that_the_goal_does_not_allow_is_no_help() -> None:
    goal = catalog().goal("desk-break")
    hurried = evolve(goal, maximum_seconds=60)
    known = evolve(catalog(), goals=tuple(hurried if g.id == goal.id else g for g in catalog().goals))
    asked = frozenset({"seated-thoracic-translation", "middle-trapezius-retraction"})
    assert refused(Profile(), known, minutes=30, goal="desk-break", include=asked).helps == ()


def test_positions_help_only_where_the_position_stands_in_the_way() -> None:
    everywhere = frozenset(Position)
    told = refused(Profile(avoid_positions=everywhere), minutes=10)
    assert told.helps
    assert all(help_.startswith("the position ") for help_ in told.helps)
    for help_ in told.helps:
        position = help_.removeprefix("the position ").partition(" (")[0].replace(" ", "-")
        assert compose(Request(minutes=10, profile=Profile(avoid_positions=everywhere - {Position(position)})))


def test_an_exercise_that_a_person_avoids_helps_nothing() -> None:
    assert refused(Profile(avoid_exercises=frozenset(catalog())), minutes=10).helps == ()


def test_equipment_that_is_named_as_a_help_makes_it_possible() -> None:
    avoided = frozenset({Position.STANDING, Position.SEATED})
    bare = Profile(without=frozenset({"wall", "floor", "doorway"}), avoid_positions=avoided)
    told = [help_ for help_ in refused(bare, minutes=10).helps if not help_.startswith("the position ")]
    assert told == ["floor (opens 11 exercises)", "stool (opens 1 exercise)"]
    for item in ("floor", "stool"):
        helped = evolve(bare, equipment=frozenset({item}), without=bare.without - {item})
        assert compose(Request(minutes=10, profile=helped))


def test_where_no_single_change_helps_the_fewest_together_are_named() -> None:
    lying = Profile(
        without=frozenset({"floor", "wall", "doorway"}), avoid_positions=frozenset(Position) - {Position.SUPINE}
    )
    alone = {name for one in screen(catalog(), lying).what_would_help() if one.changes == 1 for name in one.exercises}
    told = refused(lying, minutes=10, exclude=frozenset(alone)).helps
    assert "floor, foam roller (opens 4 exercises)" in told
    assert all(help_.count(",") == 1 for help_ in told)


def test_equipment_that_the_goal_does_not_use_helps_nothing() -> None:
    avoided = frozenset({Position.STANDING, Position.SEATED})
    told = refused(Profile(avoid_positions=avoided), minutes=5, goal="desk-break")
    assert told.helps
    assert all(help_.startswith("the position ") for help_ in told.helps)


def test_helps_go_from_the_one_that_opens_most_to_the_one_that_opens_least() -> None:
    told = refused(Profile(avoid_positions=frozenset(Position)), minutes=10)
    counts = [int(help_.partition(" (opens ")[2].split()[0]) for help_ in told.helps]
    assert counts == sorted(counts, reverse=True)
    assert any("(opens 1 exercise)" in help_ for help_ in told.helps) is (1 in counts)


def test_no_help_ever_names_a_condition() -> None:
    people = [
        Profile(conditions=frozenset({"osteopenia"}), avoid_positions=frozenset(Position)),
        Profile(
            conditions=frozenset({condition.id for condition in catalog().conditions if not condition.gate}),
            cleared=frozenset(condition.id for condition in catalog().conditions),
        ),
    ]
    names = {name.casefold() for c in catalog().conditions for name in (c.id, c.name)}
    for person in people:
        for help_ in refused(person, seconds=15).helps:
            assert not [name for name in names if name in help_.casefold()]


def test_what_the_goal_asks_for_and_does_not_get_is_named() -> None:
    routine = composed(3)
    assert "The goal asks for 1 of the phase release, and there is none." in routine.unmet
    assert any(text.startswith("No exercise for ") for text in routine.unmet)


def test_the_time_that_an_exercise_lacks_is_the_time_it_lacks() -> None:
    routine = composed(10)
    lacking = [o for o in routine.omissions if o.code == "no-time"]
    assert lacking
    for omission in lacking[:4]:
        minutes, _, seconds = omission.reason.split()[3].partition(":")
        more = int(minutes) * 60 + int(seconds)
        assert more > 0
        named = [*ids(routine), omission.exercise]
        assert composed(None, seconds=600 + more, include=named)


def test_two_of_a_family_that_are_asked_for_are_always_named_as_such() -> None:
    """Also where one of them does all that the other does, so that the problem is stated without it."""
    known = sorted(catalog().exercises, key=lambda one: one.id)
    pairs = [(one, two) for at, one in enumerate(known) for two in known[at + 1 :] if one.family == two.family]
    pairs = [(one, two) for one, two in pairs if Use.NEVER not in {one.use, two.use}]
    assert pairs
    everything = frozenset(item.id for item in catalog().equipment)
    for one, two in pairs:
        asked = frozenset({one.id, two.id})
        told = refused(Profile(equipment=everything, conditions=frozenset()), minutes=60, include=asked).reasons
        assert f"{one.id} and {two.id} are of the same family" in told


def test_a_search_that_ended_early_says_what_would_fit_as_well() -> None:
    everything = frozenset(item.id for item in catalog().equipment)
    wanted = Request(minutes=30, profile=Profile(equipment=everything, conditions=frozenset()))
    for effort in (1, 20, 200):
        routine = compose(wanted, effort=effort)
        for omission in routine.omissions:
            assert (omission.code == "would-fit") is (omission.reason == "There is time for it as well.")
        assert routine.certificate.optimal is False or "would-fit" not in {one.code for one in routine.omissions}


def test_the_place_of_a_dose_is_that_in_its_whole_range() -> None:
    """Also where the request keeps it below the top of that."""
    held = DoseLimits(exercise="thread-the-needle", least=0, most=1)
    [step] = composed(15, include=["thread-the-needle"], maximum_exercises=1, doses=(held,)).steps
    assert "in the middle of its range" in step.dose_because
    [step] = composed(15, include=["thread-the-needle"], maximum_exercises=1).steps
    assert "at the top of its range" in step.dose_because


@pytest.mark.parametrize("minutes", [5, 15, 30])
def test_what_an_exercise_would_take_in_the_place_of_a_step_is_reckoned_as_it_is_for_whole_routines(
    minutes: int,
) -> None:
    statements = []

    def noted(statement: Statement) -> Solution | None:
        statements.append(statement)
        return solve(statement.problem)

    composed_by(catalog(), Request(minutes=minutes, profile=EVERYTHING), noted)
    (statement,) = statements
    solution = solve(statement.problem)
    assert solution is not None
    picks = statement.picks(solution.choices)
    taken = explaining._Taken(statement, picks, optimal=solution.optimal)
    prices = {phase: taken._prices(phase) for phase in {pick.exercise.phase for pick in picks}}
    assert sorted(price.pick.exercise.id for held in prices.values() for price in held) == sorted(
        pick.exercise.id for pick in picks
    )
    for price in (price for held in prices.values() for price in held):
        others = tuple(pick for pick in picks if pick is not price.pick)
        assert price.alone == statement.seconds((price.pick,))
        for one in statement.all_left:
            whole = statement.seconds((*others, Pick(one, 0, "")))
            assert price.others + taken._further(one, price.blocks) == whole
            assert taken.seconds + taken._further(one, taken.blocks) == statement.seconds((*picks, Pick(one, 0, "")))
