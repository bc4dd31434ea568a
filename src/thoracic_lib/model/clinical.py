"""What screening knows: conditions, the questions worth asking, rules with their limits, and red flags."""

from collections.abc import Iterator
from functools import lru_cache

from attrs import field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.values import (
    Check,
    Value,
    be_a,
    be_flag,
    be_identifier,
    be_one_of,
    be_several,
    be_text,
    be_whole,
    maybe,
    must,
    tuple_of,
)
from thoracic_lib.vocabulary import Grade, LimitKind, Position, QuestionKind, RedFlagLevel, Strength, Verdict

__all__ = [
    "EVERY_SETUP",
    "Choice",
    "Code",
    "Condition",
    "Limit",
    "Notice",
    "PainRule",
    "PainZone",
    "Question",
    "RedFlag",
    "Rule",
    "Term",
    "When",
]

EVERY_SETUP = "*"
"""The demand of a rule or notice that concerns every setup."""

_ids = tuple_of(be_identifier, unique=True)
_texts = tuple_of(be_text, unique=True)


@lru_cache(maxsize=1_024)
def _wrong_demand(text: str) -> str | None:
    return None if text == EVERY_SETUP else be_identifier(text)


be_demand = Check("a text", [str], _wrong_demand, keywords={"anyOf": [{"const": EVERY_SETUP}, be_identifier.keywords]})
"""A demand id, or `EVERY_SETUP`."""


@frozen(kw_only=True, repr=False, eq=False)
class Code(Value):
    """An ICD-10 category; `seen` says that it was found in a published list.

    `exact` marks the one category whose title in the WHO's edition means what the condition means, no more and no less.
    """

    code: str = field(metadata=must(be_text))
    seen: bool = field(metadata=must(be_flag))
    exact: bool = field(default=False, metadata=must(be_flag))


@frozen(kw_only=True, repr=False, eq=False)
class When(Value):
    """The answer to one question under which a rule or gate holds: one of `choices`, or a number.

    A number holds from `at_least` upward, and below `below`. An answer that was not given counts as holding.
    """

    question: str = field(metadata=must(be_identifier))
    choices: tuple[str, ...] = field(default=(), metadata=must(_ids))
    at_least: int | None = field(default=None, metadata=must(maybe(be_whole(0, 10_000))))
    below: int | None = field(default=None, metadata=must(maybe(be_whole(0, 10_000))))

    def contradictions(self) -> Iterator[Fault]:
        if bool(self.choices) is (self.at_least is not None or self.below is not None):
            yield Fault("", "choices", "must be given, or bounds of a number, and not both")
        if self.below is not None and self.below <= (self.at_least or 0):
            yield Fault("", "below", "leaves no number for which this could ever hold")


@frozen(kw_only=True, repr=False, eq=False)
class Condition(Value):
    """A condition that a person may declare.

    `parents` are broader conditions, whose rules hold for this one too. A `gate` composes nothing until the
    condition is reported cleared; with `gate_when` only while those answers hold or are not given.
    `whole_entry_only` are short aliases that count only when they are all that was typed.
    """

    id: str = field(metadata=must(be_identifier))
    name: str = field(metadata=must(be_text))
    parents: tuple[str, ...] = field(metadata=must(_ids))
    aliases: tuple[str, ...] = field(metadata=must(tuple_of(be_text, unique=True, least=1)))
    whole_entry_only: tuple[str, ...] = field(default=(), metadata=must(_texts))
    gate: bool = field(metadata=must(be_flag))
    gate_when: tuple[When, ...] = field(default=(), metadata=must(tuple_of(be_a(When), unique=True)))
    icd10: tuple[Code, ...] = field(default=(), metadata=must(tuple_of(be_a(Code), unique=True)))
    note: str | None = field(default=None, metadata=must(maybe(be_text)))

    def contradictions(self) -> Iterator[Fault]:
        if self.gate_when and not self.gate:
            yield Fault("", "gate_when", "needs gate = true")
        if self.id in self.parents:
            yield Fault("", "parents", "name the condition itself")


@frozen(kw_only=True, repr=False, eq=False)
class Term(Value):
    """A phrase that means several conditions at once or, where it has an `ask`, cannot be decided."""

    text: str = field(metadata=must(be_text))
    conditions: tuple[str, ...] = field(metadata=must(_ids))
    ask: str | None = field(default=None, metadata=must(maybe(be_text)))

    def contradictions(self) -> Iterator[Fault]:
        if not self.conditions and self.ask is None:
            yield Fault("", "conditions", "are empty, so the phrase would be dropped; give an ask")


@frozen(kw_only=True, repr=False, eq=False)
class Choice(Value):
    """One possible answer."""

    value: str = field(metadata=must(be_identifier))
    label: str = field(metadata=must(be_text))


@frozen(kw_only=True, repr=False, eq=False)
class Question(Value):
    """Something worth asking about a declared condition; while unanswered, the stricter rule holds."""

    id: str = field(metadata=must(be_identifier))
    ask: str = field(metadata=must(be_text))
    kind: QuestionKind = field(metadata=must(be_one_of(QuestionKind)))
    conditions: tuple[str, ...] = field(metadata=must(be_several(be_identifier)))
    choices: tuple[Choice, ...] = field(default=(), metadata=must(tuple_of(be_a(Choice), unique=True)))
    minimum: int | None = field(default=None, metadata=must(maybe(be_whole(0, 10_000))))
    maximum: int | None = field(default=None, metadata=must(maybe(be_whole(0, 10_000))))

    def contradictions(self) -> Iterator[Fault]:
        bounds = [bound for bound in (self.minimum, self.maximum) if bound is not None]
        if self.kind is QuestionKind.NUMBER and (self.choices or not bounds[1:]):
            yield Fault("", "kind", "is number, which takes a minimum and a maximum and no choices")
        if self.kind is not QuestionKind.NUMBER and (bounds or not self.choices[1:]):
            yield Fault("", "kind", f"is {self.kind}, which takes at least two choices and no bounds")
        if bounds != sorted(bounds):
            yield Fault("", "minimum", "is above the maximum")
        if len(set(self.values)) != len(self.values):
            yield Fault("", "choices", "hold the same value twice")

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the choices."""
        return tuple(choice.value for choice in self.choices)


@frozen(kw_only=True, repr=False, eq=False)
class Limit(Value):
    """How a modified exercise is held back, in a form that the composer applies."""

    kind: LimitKind = field(metadata=must(be_one_of(LimitKind)))
    value: int | None = field(default=None, metadata=must(maybe(be_whole(1, 1_000))))
    text: str | None = field(default=None, metadata=must(maybe(be_text)))
    position: Position | None = field(default=None, metadata=must(maybe(be_one_of(Position))))
    equipment: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    exercise: str | None = field(default=None, metadata=must(maybe(be_identifier)))

    def contradictions(self) -> Iterator[Fault]:
        given = {name for name in _LIMIT_FIELDS if getattr(self, name) is not None}
        takes = _LIMIT_TAKES.get(self.kind, frozenset())
        if len(given) != min(1, len(takes)) or not given <= takes:
            told = " or ".join(sorted(takes)) or "nothing more"
            yield Fault("", "kind", f"{self.kind} takes {told}, not {', '.join(sorted(given)) or 'nothing'}")

    def __str__(self) -> str:
        match self.kind:
            case LimitKind.MID_RANGE:
                return "stay in the middle of your range, well short of the end"
            case LimitKind.MAX_REPETITIONS:
                return f"at most {self.value} repetitions"
            case LimitKind.MAX_HOLD_SECONDS:
                return f"hold for at most {self.value} seconds"
            case LimitKind.NO_LOAD:
                return "use no weight or band"
            case LimitKind.SLOW:
                return "move slowly"
            case LimitKind.USE_SETUP:
                return f"only the {self.position or self.equipment} version"
            case LimitKind.USE_EXERCISE:
                return f"only {self.exercise}"
            case _:
                return str(self.text)


_LIMIT_FIELDS = ("value", "text", "position", "equipment", "exercise")
_LIMIT_TAKES = {
    LimitKind.MAX_REPETITIONS: frozenset({"value"}),
    LimitKind.MAX_HOLD_SECONDS: frozenset({"value"}),
    LimitKind.USE_SETUP: frozenset({"position", "equipment"}),
    LimitKind.USE_EXERCISE: frozenset({"exercise"}),
    LimitKind.CUE: frozenset({"text"}),
}


@frozen(kw_only=True, repr=False, eq=False)
class Rule(Value):
    """What a condition means for a demand: a verdict, why, on whose word, and how well that word carries.

    It fires for a setup when the condition is declared (or is broader than a declared one), the setup has the
    demand, every `when` holds or is unanswered, and `also`, where given, is declared too. A `keep` rule says
    that the demand alone is no reason to leave anything out; it is a check on the data and never lowers a
    verdict. Every modify rule has at least one limit, and no other rule has any.
    """

    id: str = field(metadata=must(be_identifier))
    condition: str = field(metadata=must(be_identifier))
    demand: str = field(metadata=must(be_demand))
    verdict: Verdict = field(metadata=must(be_one_of(Verdict)))
    when: tuple[When, ...] = field(default=(), metadata=must(tuple_of(be_a(When), unique=True)))
    also: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    grade: Grade = field(metadata=must(be_one_of(Grade)))
    strength: Strength = field(metadata=must(be_one_of(Strength)))
    sources: tuple[str, ...] = field(metadata=must(_ids))
    counter_sources: tuple[str, ...] = field(default=(), metadata=must(_ids))
    rationale: str = field(metadata=must(be_text))
    advice: str | None = field(default=None, metadata=must(maybe(be_text)))
    limits: tuple[Limit, ...] = field(default=(), metadata=must(tuple_of(be_a(Limit), unique=True)))
    caveat: str | None = field(default=None, metadata=must(maybe(be_text)))

    def contradictions(self) -> Iterator[Fault]:
        if (self.verdict is Verdict.MODIFY) is not bool(self.limits):
            yield Fault("", "limits", "go with a modify verdict, and every modify verdict needs one")
        if self.grade is not Grade.UNSOURCED and not self.sources:
            yield Fault("", "sources", f"are empty, but the grade is {self.grade}")
        if self.grade is Grade.UNSOURCED and self.strength is not Strength.LOW:
            yield Fault("", "strength", "of an unsourced rule can only be low")
        if len(self.when) > 1 and len({when.question for when in self.when}) != len(self.when):
            yield Fault("", "when", "asks the same question twice")


@frozen(kw_only=True, repr=False, eq=False)
class RedFlag(Value):
    """A warning sign to ask about before anything is composed, and what to do when the answer is yes."""

    id: str = field(metadata=must(be_identifier))
    level: RedFlagLevel = field(metadata=must(be_one_of(RedFlagLevel)))
    ask: str = field(metadata=must(be_text))
    action: str = field(metadata=must(be_text))
    grade: Grade = field(metadata=must(be_one_of(Grade)))
    sources: tuple[str, ...] = field(metadata=must(_ids))
    note: str | None = field(default=None, metadata=must(maybe(be_text)))


@frozen(kw_only=True, repr=False, eq=False)
class Notice(Value):
    """A caution for everybody, shown on each step with its demand; it carries no verdict."""

    id: str = field(metadata=must(be_identifier))
    demand: str = field(metadata=must(be_demand))
    text: str = field(metadata=must(be_text))
    grade: Grade = field(metadata=must(be_one_of(Grade)))
    sources: tuple[str, ...] = field(metadata=must(be_several(be_identifier)))


@frozen(kw_only=True, repr=False, eq=False)
class PainZone(Value):
    """One band of a pain score from 0 to 10."""

    id: str = field(metadata=must(be_identifier))
    minimum: int = field(metadata=must(be_whole(0, 10)))
    maximum: int = field(metadata=must(be_whole(0, 10)))
    text: str = field(metadata=must(be_text))

    def contradictions(self) -> Iterator[Fault]:
        if self.minimum > self.maximum:
            yield Fault("", "minimum", "is above the maximum")


@frozen(kw_only=True, repr=False, eq=False)
class PainRule(Value):
    """How much pain an exercise may bring: none, unless an app chooses the traffic-light scale."""

    rule: str = field(metadata=must(be_text))
    grade: Grade = field(metadata=must(be_one_of(Grade)))
    sources: tuple[str, ...] = field(metadata=must(be_several(be_identifier)))
    zones: tuple[PainZone, ...] = field(metadata=must(tuple_of(be_a(PainZone), least=1)))
    caveat: str = field(metadata=must(be_text))

    def contradictions(self) -> Iterator[Fault]:
        scores = [score for zone in self.zones for score in range(zone.minimum, zone.maximum + 1)]
        if scores != list(range(11)):
            yield Fault("", "zones", "must cover 0 to 10 once each, in order")
