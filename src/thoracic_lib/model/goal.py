"""What a session is for: goals that the composer serves, and the sequences that sources set out."""

from collections.abc import Iterator

from attrs import field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.values import (
    Value,
    be_a,
    be_flag,
    be_identifier,
    be_one_of,
    be_text,
    be_whole,
    maybe,
    must,
    tuple_of,
)
from thoracic_lib.vocabulary import Movement, Phase, Position

__all__ = ["Goal", "GoalPhase", "SourceRoutine", "SourceStep"]

_ids = tuple_of(be_identifier, unique=True)


@frozen(kw_only=True, repr=False, eq=False)
class GoalPhase(Value):
    """How many exercises of a phase a goal wants (a soft minimum, a hard maximum) and what a minute there is worth."""

    phase: Phase = field(metadata=must(be_one_of(Phase)))
    minimum: int = field(metadata=must(be_whole(0, 20)))
    maximum: int = field(metadata=must(be_whole(1, 20)))
    weight: int = field(metadata=must(be_whole(1, 5)))

    def contradictions(self) -> Iterator[Fault]:
        if self.minimum > self.maximum:
            yield Fault("", "minimum", "is above the maximum")
        if self.phase is Phase.ASSESS:
            yield Fault("", "phase", "assess is never composed")


@frozen(kw_only=True, repr=False, eq=False)
class Goal(Value):
    """What a session is for.

    `movements` are to be covered; `allowed_equipment`, where given, is all that is used; `prefer` names
    exercises that come first within their phase; `maximum_difficulty` counts steps up the progression links.
    """

    id: str = field(metadata=must(be_identifier))
    name: str = field(metadata=must(be_text))
    summary: str = field(metadata=must(be_text))
    movements: tuple[Movement, ...] = field(metadata=must(tuple_of(be_one_of(Movement), unique=True)))
    phases: tuple[GoalPhase, ...] = field(metadata=must(tuple_of(be_a(GoalPhase), least=1)))
    maximum_seconds: int | None = field(default=None, metadata=must(maybe(be_whole(60, 36_000))))
    allowed_equipment: tuple[str, ...] | None = field(default=None, metadata=must(maybe(_ids)))
    avoid_positions: tuple[Position, ...] = field(default=(), metadata=must(tuple_of(be_one_of(Position), unique=True)))
    prefer: tuple[str, ...] = field(default=(), metadata=must(_ids))
    maximum_difficulty: int | None = field(default=None, metadata=must(maybe(be_whole(0, 20))))
    sources: tuple[str, ...] = field(metadata=must(_ids))
    basis: str = field(metadata=must(be_text))
    note: str | None = field(default=None, metadata=must(maybe(be_text)))

    def contradictions(self) -> Iterator[Fault]:
        ranks = [entry.phase.rank for entry in self.phases]
        if ranks != sorted(set(ranks)):
            yield Fault("", "phases", "must each stand once, in the order of a session")

    def phase(self, phase: Phase) -> GoalPhase | None:
        """What the goal wants of a phase, or `None` where it has no place for it."""
        return next((entry for entry in self.phases if entry.phase is phase), None)


@frozen(kw_only=True, repr=False, eq=False)
class SourceStep(Value):
    """One exercise of a source's own sequence."""

    exercise: str = field(metadata=must(be_identifier))
    optional: bool = field(default=False, metadata=must(be_flag))
    note: str | None = field(default=None, metadata=must(maybe(be_text)))


@frozen(kw_only=True, repr=False, eq=False)
class SourceRoutine(Value):
    """A sequence that a source sets out, in its own order."""

    id: str = field(metadata=must(be_identifier))
    name: str = field(metadata=must(be_text))
    summary: str = field(metadata=must(be_text))
    source: str = field(metadata=must(be_identifier))
    note: str | None = field(default=None, metadata=must(maybe(be_text)))
    steps: tuple[SourceStep, ...] = field(metadata=must(tuple_of(be_a(SourceStep), least=1)))

    def contradictions(self) -> Iterator[Fault]:
        ids = [step.exercise for step in self.steps]
        if len(set(ids)) != len(ids):
            yield Fault("", "steps", "name the same exercise twice")
