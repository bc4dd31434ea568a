"""A profile from what people type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.errors import Fault, InvalidValueError, UnknownTermError
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.resolving import resolve, resolve_equipment, resolve_exercise
from thoracic_lib.vocabulary import Position, QuestionKind

if TYPE_CHECKING:
    from thoracic_lib.model.catalog import Catalog
    from thoracic_lib.model.clinical import Question

__all__ = ["parse_answer", "profile"]


def profile(  # noqa: PLR0913 - keyword-only, one for each thing a person may say
    *,
    equipment: Iterable[str] = (),
    without: Iterable[str] = (),
    conditions: Iterable[str] | None = None,
    answers: Mapping[str, str | int | Iterable[str]] | None = None,
    cleared: Iterable[str] = (),
    red_flags: Mapping[str, bool] | None = None,
    avoid_positions: Iterable[str] = (),
    avoid: Iterable[str] = (),
    catalog: Catalog | None = None,
) -> Profile:
    """A profile from words: equipment, conditions, exercises by id, name or alias; everything is resolved or refused.

    `conditions=None` means that nobody asked, `conditions=[]` that there are none. `answers` go by
    `condition.question` (`{"pregnancy.weeks": 20}`), `red_flags` by id. Raises `UnknownTermError`,
    `UnknownIdError`, `AmbiguousTermError`, `RefusedTermError` or `InvalidValueError`.

    >>> profile(equipment=["foam roller"], conditions=["T12 compression"])
    <Profile equipment: foam-roller; conditions: vertebral_compression_fracture>
    """
    lists = {"equipment": equipment, "without": without, "conditions": conditions, "cleared": cleared}
    for name, given in {**lists, "avoid_positions": avoid_positions, "avoid": avoid}.items():
        if isinstance(given, str):
            raise InvalidValueError("Profile", (Fault("", name, "must be a list of texts, not one text"),))
    known = catalog or bundled()
    declared = None if conditions is None else [one for text in conditions for one in resolve(known, text)]
    answered = [_answer(known, key, value) for key, value in (answers or {}).items()]
    flags = [FlagAnswer(flag=known.red_flag(flag).id, present=said) for flag, said in (red_flags or {}).items()]
    return Profile(
        equipment=frozenset(resolve_equipment(known, equipment)),
        without=frozenset(resolve_equipment(known, without)),
        conditions=None if declared is None else frozenset(declared),
        answers=tuple(sorted(answered, key=lambda answer: (answer.condition, answer.question))),
        cleared=frozenset(one for text in cleared for one in _cleared(known, text)),
        red_flags=tuple(sorted(flags, key=lambda answer: answer.flag)),
        avoid_positions=frozenset(_position(word) for word in avoid_positions),
        avoid_exercises=frozenset(resolve_exercise(known, word) for word in avoid),
    )


def parse_answer(catalog: Catalog, condition: str, question: str, value: str | int | Iterable[str]) -> Answer:
    """An answer to a question about a condition; raises `InvalidValueError` where it is not one of its answers."""
    asked = catalog.question(question)
    if condition not in asked.conditions:
        raise _wrong(question, f"is not asked about {condition!r}")
    if asked.kind is QuestionKind.NUMBER:
        return Answer(condition=condition, question=question, number=_number(asked, value))
    said = map(str.strip, value.split(",")) if isinstance(value, str) else value
    choices = tuple(sorted(said)) if isinstance(said, Iterable) else (str(said),)
    if strange := [choice for choice in choices if choice not in asked.values]:
        raise _wrong(question, f"takes {', '.join(asked.values)}, not {strange[0]!r}")
    if asked.kind is QuestionKind.CHOICE and len(choices) != 1:
        raise _wrong(question, "takes one answer")
    return Answer(condition=condition, question=question, choices=choices)


def _answer(catalog: Catalog, key: str, value: str | int | Iterable[str]) -> Answer:
    condition, dot, question = key.rpartition(".")
    if not dot:
        raise _wrong(key, "must be named condition.question, such as pregnancy.weeks")
    return parse_answer(catalog, catalog.condition(condition).id, question, value)


def _number(asked: Question, value: object) -> int:
    told = f"takes a whole number from {asked.minimum} to {asked.maximum}, not {value!r}"
    if isinstance(value, str) and re.fullmatch("[0-9]{1,4}", value):
        value = int(value)
    if type(value) is not int or not (asked.minimum or 0) <= value <= (asked.maximum or 0):
        raise _wrong(asked.id, told)
    return value


def _wrong(path: str, reason: str) -> InvalidValueError:
    return InvalidValueError("Answer", (Fault("", path, reason),))


def _cleared(catalog: Catalog, text: str) -> tuple[str, ...]:
    if any(flag.id == text for flag in catalog.red_flags):
        return (text,)
    return resolve(catalog, text)


def _position(word: str) -> Position:
    if word in list(Position):
        return Position(word)
    raise UnknownTermError("position", word, tuple(Position))
