"""What is asked of the composer, and what it answers: ordered, timed, explained steps."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.clinical import Limit
from thoracic_lib.model.dosage import Dose, Pace, Part, clock, total
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.screened import Reason
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
    set_of,
    tuple_of,
)
from thoracic_lib.vocabulary import Movement, OmissionCode, Phase, Verdict

if TYPE_CHECKING:
    from thoracic_lib.model.catalog import Catalog

__all__ = ["Certificate", "Done", "DoseLimits", "Omission", "Request", "Routine", "Score", "Step"]

_texts = tuple_of(be_text)
_ids = tuple_of(be_identifier, unique=True)


@frozen(kw_only=True, repr=False, eq=False)
class Done(Value):
    """An exercise that was done some days ago: 0 is today, 1 is yesterday."""

    exercise: str = field(metadata=must(be_identifier))
    days_ago: int = field(metadata=must(be_whole(0, 3_650)))


@frozen(kw_only=True, repr=False, eq=False)
class DoseLimits(Value):
    """Between which steps of its range an exercise is dosed: 0 is the bottom, 1 the middle, 2 the top."""

    exercise: str = field(metadata=must(be_identifier))
    least: int = field(default=0, metadata=must(be_whole(0, 2)))
    most: int = field(default=2, metadata=must(be_whole(0, 2)))

    def contradictions(self) -> Iterator[Fault]:
        if self.least > self.most:
            yield Fault("", "least", "is above the most")


@frozen(kw_only=True)
class Request(Value):
    """What a routine should be.

    Give `minutes` (1–600) or `seconds`; with the id of a source's own `routine` the time may be left open, and
    the goal is not used. `include` and `exclude` name exercises that must or must not be there; `emphasis`
    names movements and phases that count double; difficulty counts steps up the progression links. `history`
    says what was done on which day, so that the routine varies; `doses` keeps exercises within a part of their
    range, as a program does from week to week.
    """

    minutes: int | None = field(default=None, metadata=must(maybe(be_whole(1, 600))))
    seconds: int | None = field(default=None, metadata=must(maybe(be_whole(1, 36_000))))
    goal: str = field(default="full-session", metadata=must(be_identifier))
    routine: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    profile: Profile = field(factory=Profile, metadata=must(be_a(Profile)))
    include: frozenset[str] = field(default=frozenset(), metadata=must(set_of(be_identifier)))
    exclude: frozenset[str] = field(default=frozenset(), metadata=must(set_of(be_identifier)))
    emphasis_movements: frozenset[Movement] = field(default=frozenset(), metadata=must(set_of(be_one_of(Movement))))
    emphasis_phases: frozenset[Phase] = field(default=frozenset(), metadata=must(set_of(be_one_of(Phase))))
    maximum_exercises: int | None = field(default=None, metadata=must(maybe(be_whole(1, 100))))
    maximum_difficulty: int | None = field(default=None, metadata=must(maybe(be_whole(0, 20))))
    history: tuple[Done, ...] = field(default=(), metadata=must(tuple_of(be_a(Done), unique=True)))
    doses: tuple[DoseLimits, ...] = field(default=(), metadata=must(tuple_of(be_a(DoseLimits), unique=True)))
    pace: Pace = field(factory=Pace, metadata=must(be_a(Pace)))

    def contradictions(self) -> Iterator[Fault]:
        limited = [limits.exercise for limits in self.doses]
        if twice := sorted({exercise for exercise in limited if limited.count(exercise) > 1}):
            yield Fault("", "doses", f"limit the same exercise twice: {', '.join(twice)}")
        if self.minutes is not None and self.seconds is not None:
            yield Fault("", "minutes", "stands beside seconds; give one of them")
        if self.minutes is None and self.seconds is None and self.routine is None:
            yield Fault("", "minutes", "must be given, or seconds")
        if both := sorted(self.include & self.exclude):
            yield Fault("", "include", f"names what exclude names too: {', '.join(both)}")

    @property
    def budget(self) -> int | None:
        """The time to fill, in seconds; `None` where a source's routine may take its own time."""
        return self.seconds if self.minutes is None else self.minutes * 60


@frozen(kw_only=True)
class Step(Value):
    """One exercise of a routine: which setup, how much, when, what to mind, and why it is there.

    `start` and the `parts` are seconds; the parts add up to `seconds`.
    """

    exercise: Exercise = field(metadata=must(be_a(Exercise)))
    setup: Setup = field(metadata=must(be_a(Setup)))
    dose: Dose = field(metadata=must(be_a(Dose)))
    verdict: Verdict = field(metadata=must(be_one_of(Verdict)))
    limits: tuple[Limit, ...] = field(metadata=must(tuple_of(be_a(Limit))))
    reasons: tuple[Reason, ...] = field(metadata=must(tuple_of(be_a(Reason))))
    notices: tuple[str, ...] = field(metadata=must(_texts))
    guidance: tuple[str, ...] = field(default=(), metadata=must(_texts))
    start: int = field(metadata=must(be_whole(0, 1_000_000)))
    parts: tuple[Part, ...] = field(metadata=must(tuple_of(be_a(Part))))
    why: str = field(metadata=must(be_text))
    dose_because: str = field(metadata=must(be_text))

    def contradictions(self) -> Iterator[Fault]:
        if self.setup not in self.exercise.setups:
            yield Fault("", "setup", f"{self.setup.id!r} is not one of {self.exercise.id}")
        if self.verdict is Verdict.EXCLUDE:
            yield Fault("", "verdict", "is exclude, so it cannot be a step")

    @property
    def seconds(self) -> int:
        """The time of the step, changes before it included."""
        return total(self.parts)

    @property
    def end(self) -> int:
        """When the step ends, in seconds from the start of the routine."""
        return self.start + self.seconds

    def __repr__(self) -> str:
        return f"<Step {clock(self.start)} {self.exercise.id} ({self.setup.id}): {self.dose}>"


@frozen(kw_only=True)
class Omission(Value):
    """An exercise that is not in the routine, and the first true reason why."""

    exercise: str = field(metadata=must(be_identifier))
    code: OmissionCode = field(metadata=must(be_one_of(OmissionCode)))
    reason: str = field(metadata=must(be_text))


_TERMS = (
    "fewer of the goal's movements covered",
    "fewer points for phases",
    "more steps with changes",
    "more steps with a caution",
    "less benefit",
    "more changes of position or equipment",
)
"""What a score falls short by, term by term."""


@frozen(kw_only=True)
class Score(Value):
    """How good a routine is, compared from the first field to the last.

    - `movements` of the goal that are covered;
    - `phases`: a point for each phase with a minimum that is there, and another where its minimum is met;
    - `modified` and `cautioned` steps, which count against it;
    - `benefit`: for each step the worth of its dose, in percent of the largest, times the weight of its exercise;
    - `changes` of position or equipment inside phases, which count against it.
    """

    movements: int = field(metadata=must(be_whole(0, 1_000)))
    phases: int = field(metadata=must(be_whole(0, 1_000)))
    modified: int = field(metadata=must(be_whole(0, 1_000)))
    cautioned: int = field(metadata=must(be_whole(0, 1_000)))
    benefit: int = field(metadata=must(be_whole(0, 1_000_000_000)))
    changes: int = field(metadata=must(be_whole(0, 1_000)))

    @property
    def key(self) -> tuple[int, ...]:
        """The score as a tuple of which the larger is the better."""
        return (self.movements, self.phases, -self.modified, -self.cautioned, self.benefit, -self.changes)

    def short_of(self, other: "Score") -> str | None:
        """By what this score falls short of another one, in the first term that differs; `None` where it does not.

        >>> told = Score(movements=4, phases=8, modified=0, cautioned=0, benefit=900, changes=2)
        >>> told.short_of(Score(movements=4, phases=8, modified=0, cautioned=0, benefit=1_000, changes=1))
        '10 % less benefit'
        """
        if self.key >= other.key:
            return None
        name, held, wanted = next(
            (name, mine, theirs)
            for name, mine, theirs in zip(_TERMS, self.key, other.key, strict=True)
            if mine != theirs
        )
        if name == "less benefit":
            return f"{-(-(wanted - held) * 100 // wanted)} % {name}"
        return f"{wanted - held} {name}"


@frozen(kw_only=True)
class Certificate(Value):
    """How a routine was found, and what is proven of it.

    `bound` is a score that no routine for the same request exceeds, `None` where a source's own sequence is followed;
    `optimal` says that the routine's own score is that good. How much work it took is no part of it, so that a routine
    is the same one however it was found.
    """

    method: str = field(metadata=must(be_text))
    optimal: bool = field(metadata=must(be_flag))
    bound: Score | None = field(default=None, metadata=must(maybe(be_a(Score))))

    def contradictions(self) -> Iterator[Fault]:
        if self.optimal and self.bound is None:
            yield Fault("", "optimal", "needs a bound")


@frozen(kw_only=True)
class Routine(Value):
    """Ordered steps with their times, and everything needed to explain and to check them again.

    It carries ids, the data version and the catalog's digest, never what a person typed.
    """

    steps: tuple[Step, ...] = field(metadata=must(tuple_of(be_a(Step), least=1)))
    request: Request = field(metadata=must(be_a(Request)))
    title: str = field(metadata=must(be_text))
    omissions: tuple[Omission, ...] = field(metadata=must(tuple_of(be_a(Omission))))
    unmet: tuple[str, ...] = field(metadata=must(_texts))
    banners: tuple[str, ...] = field(metadata=must(_texts))
    notices: tuple[str, ...] = field(metadata=must(_texts))
    stop_signs: tuple[str, ...] = field(metadata=must(_texts))
    guidance: tuple[str, ...] = field(metadata=must(_texts))
    score: Score = field(metadata=must(be_a(Score)))
    certificate: Certificate = field(metadata=must(be_a(Certificate)))
    data_version: str = field(metadata=must(be_text))
    catalog_digest: str = field(metadata=must(be_identifier))

    def contradictions(self) -> Iterator[Fault]:
        at = 0
        for index, step in enumerate(self.steps):
            if step.start != at:
                yield Fault("", f"steps[{index}].start", f"is {step.start}, but the steps before end at {at}")
            at = step.end
        budget = self.request.budget
        if budget is not None and at > budget:
            yield Fault("", "steps", f"take {at} seconds, over the budget of {budget}")

    @property
    def seconds(self) -> int:
        """The time of the whole routine."""
        return self.steps[-1].end

    @property
    def shortfall(self) -> str | None:
        """By what it may fall short of the best routine for its request; `None` where it is proven not to.

        For a routine that follows a source's own sequence there is nothing to compare it with, so it is `None` too.
        """
        bound = self.certificate.bound
        return None if bound is None else self.score.short_of(bound)

    def why_not(self, exercise: str) -> str:
        """The first true reason why an exercise is not in the routine; `KeyError` when it is there or unknown."""
        for omission in self.omissions:
            if omission.exercise == exercise:
                return omission.reason
        raise KeyError(exercise)

    def __str__(self) -> str:
        from thoracic_lib.exporting import show  # noqa: PLC0415 - display reaches upward, only when shown

        return show(self, "text")

    def to_html(self, *, player: bool = False, catalog: "Catalog | None" = None) -> str:
        """A whole HTML page of the routine, or with `player=True` one that plays it; it is checked as by `export`."""
        from thoracic_lib.exporting import export  # noqa: PLC0415 - display reaches upward, only when shown

        return export(self, "player" if player else "page", catalog=catalog)

    def to_columns(self, *, catalog: "Catalog | None" = None) -> "dict[str, list[str | int | bool | None]]":
        """One row for each step, as columns that pandas, polars and pyarrow take; checked as by `export`."""
        from thoracic_lib.exporting import to_columns  # noqa: PLC0415 - display reaches upward, only when shown

        return to_columns(self, catalog=catalog)

    def __repr__(self) -> str:
        return f"<Routine {self.title}: {len(self.steps)} exercises, {clock(self.seconds)}>"

    def _repr_html_(self) -> str:
        from thoracic_lib.exporting import show  # noqa: PLC0415 - display reaches upward, only when shown

        return show(self, "html")
