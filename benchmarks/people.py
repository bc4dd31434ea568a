"""Generated people, as the benchmarks of batches ask for: a documented mixture, the same for the same seed.

- Conditions: 5 of 100 were not asked; 50 have none, 25 one, 12 two, 8 three to five. Half of all that is declared is
  among ten common conditions.
- Answers: each question about a declared condition is answered by half of the people.
- Clearances: 80 of 100 report every declared condition as cleared, the others nothing.
- Equipment: one of eight usual sets, from nothing at all to everything; 10 of 100 have any four things.
- Red flags: 70 of 100 were asked about all of them; one in two hundred answers is a yes.
- 5 of 100 avoid one position, and 5 one exercise.
"""

from collections.abc import Iterable, Iterator
from random import Random

from attrs import evolve

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Question
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.model.routine import Request
from thoracic_lib.vocabulary import Position, QuestionKind, RedFlagLevel

# ruff: noqa: PLR2004 - the shares of the mixture, told above

__all__ = ["columns", "people", "requests"]

SETS = (
    (),
    ("chair",),
    ("chair", "foam-roller"),
    ("foam-roller", "massage-ball"),
    ("chair", "stick", "resistance-band"),
    ("chair", "foam-roller", "massage-ball", "rolled-towel"),
    ("chair", "box", "dumbbell", "foam-roller", "stick"),
)


def people(known: Catalog, count: int, seed: int = 1) -> Iterator[Profile]:
    """So many people, made as they are asked for."""
    draw = Random(seed)  # noqa: S311 - a benchmark, not a secret
    every = [row.id for row in known.conditions]
    common = draw.sample(every, 10)
    items = [row.id for row in known.equipment]
    sets = [frozenset(one) & set(items) for one in SETS] + [frozenset(items)]
    flags = sorted(row.id for row in known.red_flags if row.level is not RedFlagLevel.SESSION_STOP)
    answered = {condition: [q for q in known.questions if condition in q.conditions] for condition in every}
    for _ in range(count):
        lot = draw.random()
        number = -1 if lot < 0.05 else 0 if lot < 0.55 else 1 if lot < 0.8 else 2 if lot < 0.92 else draw.randint(3, 5)
        declared = {draw.choice(common if draw.random() < 0.5 else every) for _ in range(max(0, number))}
        told = [
            _answer(draw, condition, question)
            for condition in sorted(declared)
            for question in sorted(answered[condition], key=lambda row: row.id)
            if draw.random() < 0.5
        ]
        asked = draw.random() < 0.7
        yield Profile(
            equipment=frozenset(draw.sample(items, 4)) if draw.random() < 0.1 else draw.choice(sets),
            conditions=None if number < 0 else frozenset(declared),
            answers=tuple(told),
            cleared=frozenset(declared) if draw.random() < 0.8 else frozenset(),
            red_flags=tuple(FlagAnswer(flag=one, present=draw.random() < 0.005) for one in flags) if asked else (),
            avoid_positions=frozenset([draw.choice(list(Position))]) if draw.random() < 0.05 else frozenset(),
            avoid_exercises=frozenset([draw.choice(sorted(known))]) if draw.random() < 0.05 else frozenset(),
        )


def requests(known: Catalog, count: int, seed: int = 2) -> Iterator[Request]:
    """So many distinct requests, of every goal, for 5 to 45 minutes, of people whom no gate and no sign stops."""
    draw = Random(seed)  # noqa: S311 - a benchmark, not a secret
    goals = [goal.id for goal in known.goals]
    seen: set[Request] = set()
    source = people(known, 100 * count, seed)
    while len(seen) < count:
        person = evolve(next(source), red_flags=())
        person = evolve(person, cleared=person.conditions or frozenset())
        request = Request(minutes=draw.choice((5, 10, 10, 15, 15, 20, 30, 45)), goal=draw.choice(goals), profile=person)
        if request not in seen:
            seen.add(request)
            yield request


def columns(held: Iterable[Profile]) -> dict[str, list[str | None]]:
    """People as columns of text, as a data frame would hold them."""
    rows = list(held)
    return {
        "equipment": ["; ".join(sorted(one.equipment)) for one in rows],
        "conditions": [None if one.conditions is None else ", ".join(sorted(one.conditions)) or "none" for one in rows],
        "answers": ["; ".join(f"{a.condition}.{a.question}={_said(a)}" for a in one.answers) for one in rows],
        "cleared": ["; ".join(sorted(one.cleared)) for one in rows],
        "red_flags": ["; ".join(f"{f.flag}={'yes' if f.present else 'no'}" for f in one.red_flags) for one in rows],
        "avoid_positions": ["; ".join(sorted(one.avoid_positions)) for one in rows],
        "avoid": ["; ".join(sorted(one.avoid_exercises)) for one in rows],
    }


def _said(answer: Answer) -> str:
    return str(answer.number) if answer.number is not None else answer.choices[0]


def _answer(draw: Random, condition: str, question: Question) -> Answer:
    if question.kind is QuestionKind.NUMBER:
        number = draw.randint(question.minimum or 0, question.maximum or 0)
        return Answer(condition=condition, question=question.id, number=number)
    return Answer(condition=condition, question=question.id, choices=(draw.choice(question.values),))
