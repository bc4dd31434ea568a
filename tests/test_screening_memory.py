"""What screening keeps in mind of one person never reaches another one: a warm memory tells what an empty one does."""

from collections.abc import Iterator

import pytest
from attrs import evolve

from thoracic_lib.catalogs import catalog
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Question
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Position, QuestionKind

CATALOG = catalog()
ALL = frozenset(item.id for item in CATALOG.equipment)
BASE = Profile(equipment=ALL, conditions=frozenset())


def answers(question: Question) -> Iterator[tuple[Answer, ...]]:
    """No answer, and each answer to a question by itself, for every condition that it is asked about."""
    numbered = question.kind is QuestionKind.NUMBER
    for condition in sorted(question.conditions):
        yield ()
        for number in range(question.minimum or 0, (question.maximum or 0) + 1) if numbered else ():
            yield (Answer(condition=condition, question=question.id, number=number),)
        for choice in () if numbered else question.values:
            yield (Answer(condition=condition, question=question.id, choices=(choice,)),)


def answered(question: Question) -> list[Profile]:
    asked = frozenset(question.conditions)
    return [evolve(BASE, conditions=asked, answers=told) for told in answers(question)]


PEOPLE: dict[str, list[Profile]] = {
    "conditions": [evolve(BASE, conditions=frozenset({one.id})) for one in CATALOG.conditions],
    "positions": [evolve(BASE, avoid_positions=frozenset({one})) for one in Position],
    "exercises": [evolve(BASE, avoid_exercises=frozenset({one})) for one in sorted(CATALOG)],
    "equipment": [evolve(BASE, equipment=ALL - {item}) for item in sorted(ALL)],
    "things at hand": [
        evolve(BASE, equipment=ALL - {item.id}, without=frozenset({item.id}))
        for item in CATALOG.equipment
        if item.at_hand
    ],
    **{f"question {one.id}": answered(one) for one in CATALOG.questions},
}
SOME = 40
"""How many of one kind are compared with an empty memory; all of them have warmed the other one."""


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
    people = PEOPLE[kind]
    some = people[:: 1 + len(people) // SOME]
    assert some
    assert [person for person in some if screen(warm, person) != screen(evolve(CATALOG), person)] == []
