"""What screening keeps in mind of one person never reaches another one: a warm memory tells what an empty one does."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.golden import states
from tests.strategies import profiles
from thoracic_lib import testing
from thoracic_lib.catalogs import catalog
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Question, When
from thoracic_lib.model.exercise import DEMANDS_OF_POSITION
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.screening import screen
from thoracic_lib.testing import small_catalogs
from thoracic_lib.testing.small import a_condition, a_rule, a_setup, an_exercise, an_item, small_catalog
from thoracic_lib.vocabulary import Position, QuestionKind

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


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_people_are_screened_alike_one_after_the_other_and_each_alone(data: st.DataObject) -> None:
    known = data.draw(small_catalogs())
    people = data.draw(st.lists(testing.profiles(known, asked=True, least=1), min_size=3, max_size=6))
    avoided = data.draw(st.frozensets(st.sampled_from(Position), max_size=3))
    people += [evolve(people[0], avoid_positions=avoided)]
    told = [screen(known, person) for person in people]
    assert told == [screen(evolve(known), person) for person in people]


SEATED = [an_exercise("bending", [a_setup("only", ["bend"])]), an_exercise("turning", [a_setup("only", ["turn"])])]
SORE = small_catalog(
    exercises=SEATED,
    conditions=[a_condition("sore")],
    rules=[a_rule("no-bending", condition="sore", demand="bend")],
    demands=["bend", "turn"],
    equipment=[an_item("stool")],
)


def left_out(known: Catalog, *people: Profile) -> list[list[str]]:
    return [[one.exercise.id for one in screen(known, person).left_out] for person in people]


def test_a_rule_does_not_reach_a_setup_with_another_demand() -> None:
    assert left_out(evolve(SORE), Profile(conditions=frozenset({"sore"}))) == [["bending"]]


def test_what_no_setup_needs_or_has_tells_nobody_apart() -> None:
    """Neither a position nor equipment; the first trait of all is that the rule fires."""
    sore = Profile(conditions=frozenset({"sore"}), equipment=frozenset({"stool"}))
    nobody = Profile(conditions=frozenset(), equipment=frozenset({"stool"}))
    lying = evolve(nobody, avoid_positions=frozenset({Position.SUPINE}))
    without = evolve(nobody, equipment=frozenset())
    assert left_out(evolve(SORE), sore, lying, without) == [["bending"], [], []]


PLAIN = small_catalog(exercises=[an_exercise("row", [a_setup("only", ())])])


@pytest.mark.parametrize(
    ("known", "anybody", "person", "told"),
    [
        (PLAIN, {}, {"avoid_exercises": {"row"}, "avoid_positions": {Position.SEATED}}, ["row"]),
        (SORE, {"conditions": set()}, {"conditions": {"sore"}}, ["bending"]),
    ],
    ids=["of an exercise", "of its rules"],
)
def test_one_who_has_every_trait_is_not_taken_for_one_who_has_none(
    known: Catalog, anybody: dict[str, set[str]], person: dict[str, set[str]], told: list[str]
) -> None:
    one, other = (Profile(**{name: frozenset(held) for name, held in who.items()}) for who in (anybody, person))  # type: ignore[arg-type]  # by name
    assert left_out(evolve(known), one, other) == [[], told]
    assert left_out(evolve(known), other, one) == [told, []]


def test_which_of_two_questions_of_a_rule_is_open_is_told_of_each_person() -> None:
    questions = [
        Question(id=one, ask="How many?", kind=QuestionKind.NUMBER, conditions=("sore",), minimum=0, maximum=9)
        for one in ("days", "weeks")
    ]
    rule = a_rule("care", condition="sore", demand="bend", when=[When(question=one.id, below=5) for one in questions])
    other = a_rule("turning", condition="sore", demand="turn")
    known = evolve(SORE, questions=tuple(questions), rules=(rule, other))
    answers = [Answer(condition="sore", question=one.id, number=1) for one in questions]
    told = [
        screen(known, Profile(conditions=frozenset({"sore"}), answers=tuple(given))).exercises[0].setups[0].reasons[0]
        for given in ([], answers[:1], answers[1:], answers)
    ]
    assert [reason.unanswered for reason in told] == [("days", "weeks"), ("weeks",), ("days",), ()]


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
