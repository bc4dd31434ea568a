"""What a person has and declares: equipment, conditions, answers, clearances and warning signs.

A profile holds ids, never what was typed. `thoracic_lib.profile(...)` builds one from what people type.
"""

from collections.abc import Iterator

from attrs import field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.values import (
    Value,
    be_a,
    be_flag,
    be_identifier,
    be_one_of,
    be_whole,
    maybe,
    must,
    set_of,
    tuple_of,
)
from thoracic_lib.vocabulary import Position

__all__ = ["Answer", "FlagAnswer", "Profile"]

_ids = set_of(be_identifier)


@frozen(kw_only=True)
class Answer(Value):
    """The answer to one question about one declared condition: choices, or a number."""

    condition: str = field(metadata=must(be_identifier))
    question: str = field(metadata=must(be_identifier))
    choices: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))
    number: int | None = field(default=None, metadata=must(maybe(be_whole(0, 10_000))))

    def contradictions(self) -> Iterator[Fault]:
        if bool(self.choices) is (self.number is not None):
            yield Fault("", "choices", "must be given, or a number, and not both")


@frozen(kw_only=True)
class FlagAnswer(Value):
    """The answer to one red flag."""

    flag: str = field(metadata=must(be_identifier))
    present: bool = field(metadata=must(be_flag))


@frozen(kw_only=True)
class Profile(Value):
    """Everything that screening and composing know of a person.

    `conditions` is `None` when nobody asked, and empty when the person confirmed that there are none.
    `without` names things usually at hand (floor, wall, doorway) that are not. `cleared` are the conditions and
    red flags for which the person reports that a clinician agreed to exercise.
    """

    equipment: frozenset[str] = field(default=frozenset(), metadata=must(_ids))
    without: frozenset[str] = field(default=frozenset(), metadata=must(_ids))
    conditions: frozenset[str] | None = field(default=None, metadata=must(maybe(_ids)))
    answers: tuple[Answer, ...] = field(default=(), metadata=must(tuple_of(be_a(Answer))))
    cleared: frozenset[str] = field(default=frozenset(), metadata=must(_ids))
    red_flags: tuple[FlagAnswer, ...] = field(default=(), metadata=must(tuple_of(be_a(FlagAnswer))))
    avoid_positions: frozenset[Position] = field(default=frozenset(), metadata=must(set_of(be_one_of(Position))))
    avoid_exercises: frozenset[str] = field(default=frozenset(), metadata=must(_ids))

    def contradictions(self) -> Iterator[Fault]:
        asked = [(answer.condition, answer.question) for answer in self.answers]
        if asked != sorted(set(asked)):
            yield Fault("", "answers", "must stand once each, sorted by condition and question")
        flags = [answer.flag for answer in self.red_flags]
        if flags != sorted(set(flags)):
            yield Fault("", "red_flags", "must stand once each, sorted by id")
        for answer in self.answers:
            if self.conditions is None or answer.condition not in self.conditions:
                yield Fault("", "answers", f"answer {answer.question!r} for {answer.condition!r}, not declared")
        if both := sorted(self.equipment & self.without):
            yield Fault("", "without", f"names {', '.join(both)}, which the equipment has too")

    def answer(self, condition: str, question: str) -> Answer | None:
        """The answer to a question about a declared condition, or `None` while it is unknown."""
        for answer in self.answers:
            if answer.condition == condition and answer.question == question:
                return answer
        return None

    def flag(self, flag: str) -> bool | None:
        """The answer to a red flag, or `None` while nobody asked."""
        return next((answer.present for answer in self.red_flags if answer.flag == flag), None)

    def __repr__(self) -> str:
        declared = "not asked" if self.conditions is None else ", ".join(sorted(self.conditions)) or "none"
        return f"<Profile equipment: {', '.join(sorted(self.equipment)) or 'none'}; conditions: {declared}>"
