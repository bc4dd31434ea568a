"""What screening keeps in mind of one person never reaches another one: a warm memory tells what an empty one does."""

import pytest
from attrs import evolve
from hypothesis import given, settings

from tests.data.golden import states
from tests.strategies import profiles
from thoracic_lib.catalogs import catalog
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import DEMANDS_OF_POSITION
from thoracic_lib.model.profile import Profile
from thoracic_lib.screening import screen
from thoracic_lib.testing.small import a_setup, an_exercise, small_catalog
from thoracic_lib.vocabulary import Position

CATALOG = catalog()
ALL = frozenset(item.id for item in CATALOG.equipment)
BASE = Profile(equipment=ALL, conditions=frozenset())
PEOPLE: dict[str, list[Profile]] = {
    "conditions and answers": [state.profile for state in states(CATALOG)],
    "positions": [evolve(BASE, avoid_positions=frozenset({one})) for one in Position],
    "exercises": [evolve(BASE, avoid_exercises=frozenset({one})) for one in sorted(CATALOG)],
    "equipment": [evolve(BASE, equipment=ALL - {item}) for item in sorted(ALL)],
    "things at hand": [
        evolve(BASE, equipment=ALL - {item.id}, without=frozenset({item.id}))
        for item in CATALOG.equipment
        if item.at_hand
    ],
}


@pytest.fixture(scope="module")
def warm() -> Catalog:
    """A catalog with which everybody was screened before, twice, so that each comes after each other one."""
    known = evolve(CATALOG)
    everybody = [person for people in PEOPLE.values() for person in people]
    for person in (*everybody, *reversed(everybody)):
        screen(known, person)
    return known


@pytest.mark.parametrize("kind", PEOPLE)
def test_a_person_is_screened_as_if_nobody_had_been_before(kind: str, warm: Catalog) -> None:
    assert PEOPLE[kind]
    assert [one for one in PEOPLE[kind] if screen(warm, one) != screen(evolve(CATALOG), one)] == []


MIXED = evolve(CATALOG)
"""A catalog with which all people that the law below draws are screened, one after the other."""


@settings(max_examples=300, deadline=None)
@given(profiles())
def test_a_person_of_whom_much_is_told_is_screened_as_if_nobody_had_been_before(person: Profile) -> None:
    assert screen(MIXED, person) == screen(evolve(CATALOG), person)


def test_an_exercise_is_not_taken_for_a_position_of_its_name() -> None:
    seated = a_setup("only", ())
    demands = sorted(DEMANDS_OF_POSITION[Position.STANDING])
    supine = evolve(a_setup("only", demands), position=Position.STANDING)
    exercises = [an_exercise("seated", [supine]), an_exercise("row", [seated])]
    known = small_catalog(exercises=exercises, demands=demands)
    avoiding = [
        Profile(avoid_exercises=frozenset({"seated"})),
        Profile(avoid_positions=frozenset({Position.SEATED})),
    ]
    assert [[one.exercise.id for one in screen(known, each).left_out] for each in avoiding] == [["seated"], ["row"]]
