"""Sessions over weeks: what is asked for, what is planned, why it changes, and what people say of it afterwards.

Weeks are counted from 1 and days of a week from 0 to 6. There is no calendar: day 0 is the day that you begin on.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.routine import Request, Routine
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
from thoracic_lib.vocabulary import ChangeKind, Felt

if TYPE_CHECKING:
    from thoracic_lib.model.catalog import Catalog

__all__ = ["Change", "Feedback", "Program", "ProgramRequest", "Session"]

_week = be_whole(1, 52)
_day = be_whole(0, 6)
_score = be_whole(0, 10)
_texts = tuple_of(be_text)

_EASY = 3
_HARD = 8


@frozen(kw_only=True)
class ProgramRequest(Value):
    """What a program should be: the request for one session, for how many weeks, and how often.

    `weeks` are 8 unless told otherwise: a program that one source (`prehab-thoracic-mobility`) advertises, and does
    not describe, lasts as long. No source gives a number for the others, so they are library defaults:
    `sessions_per_week` 1–7, `weeks_per_step` (how long a dose stays before it rises), `small_start_minutes`. The
    sessions lie on the `days` given, else evenly over the week.

    `small_start` is the number of weeks at the beginning with a few minutes a session and at most three exercises;
    `thoracic-mobility-article` advises to start so, and means a few minutes every day. With `pain_scale` the person
    knows their usual pain and goes by the scale of the pain rule; without it, any pain counts.

    >>> ProgramRequest(session=Request(minutes=15), sessions_per_week=3).on_days
    (0, 2, 4)
    """

    session: Request = field(metadata=must(be_a(Request)))
    weeks: int = field(default=8, metadata=must(_week))
    sessions_per_week: int = field(default=3, metadata=must(be_whole(1, 7)))
    days: tuple[int, ...] = field(default=(), metadata=must(tuple_of(_day, unique=True)))
    small_start: int = field(default=0, metadata=must(be_whole(0, 52)))
    small_start_minutes: int = field(default=5, metadata=must(be_whole(1, 600)))
    weeks_per_step: int = field(default=2, metadata=must(be_whole(1, 52)))
    pain_scale: bool = field(default=False, metadata=must(be_flag))

    def contradictions(self) -> Iterator[Fault]:
        if self.days and len(self.days) != self.sessions_per_week:
            yield Fault("", "days", f"are {len(self.days)} for {self.sessions_per_week} sessions a week")
        if self.days != tuple(sorted(self.days)):
            yield Fault("", "days", "must stand in order")
        if self.small_start > self.weeks:
            yield Fault("", "small_start", f"is longer than the {self.weeks} weeks of the program")

    @property
    def on_days(self) -> tuple[int, ...]:
        """The days of a week with a session, from 0 to 6."""
        return self.days or tuple(7 * at // self.sessions_per_week for at in range(self.sessions_per_week))

    @property
    def slots(self) -> tuple[tuple[int, int], ...]:
        """The week and day of every session, in order."""
        return tuple((week, day) for week in range(1, self.weeks + 1) for day in self.on_days)


@frozen(kw_only=True)
class Session(Value):
    """One session of a program: on which day of which week, and its routine."""

    week: int = field(metadata=must(_week))
    day: int = field(metadata=must(_day))
    routine: Routine = field(metadata=must(be_a(Routine)))

    @property
    def exercises(self) -> tuple[str, ...]:
        """The ids of its exercises, in order."""
        return tuple(step.exercise.id for step in self.routine.steps)

    def __repr__(self) -> str:
        return f"<Session week {self.week}, day {self.day}: {self.routine!r}>"


@frozen(kw_only=True)
class Feedback(Value):
    """What a person says of one exercise in one session; what is left out was not told.

    - `done` is false where it was skipped;
    - `effort` from 0 to 10, or `felt` in a word; up to 3 is easy, from 8 on hard (library default);
    - `pain` from 0 to 10; `sharp` and `radiating` pain counts as the worst whatever its number;
    - `settled` says whether the pain was gone within 24 hours.
    """

    week: int = field(metadata=must(_week))
    day: int = field(metadata=must(_day))
    exercise: str = field(metadata=must(be_identifier))
    done: bool = field(default=True, metadata=must(be_flag))
    effort: int | None = field(default=None, metadata=must(maybe(_score)))
    felt: Felt | None = field(default=None, metadata=must(maybe(be_one_of(Felt))))
    pain: int | None = field(default=None, metadata=must(maybe(_score)))
    sharp: bool = field(default=False, metadata=must(be_flag))
    radiating: bool = field(default=False, metadata=must(be_flag))
    settled: bool | None = field(default=None, metadata=must(maybe(be_flag)))

    def contradictions(self) -> Iterator[Fault]:
        if self.effort is not None and self.felt is not None:
            yield Fault("", "effort", "stands beside felt; give one of them")
        if not self.done and (self.effort is not None or self.felt is not None):
            yield Fault("", "effort", "cannot be told of what was skipped")
        if self.pain == 0 and (self.sharp or self.radiating):
            yield Fault("", "pain", "is 0, yet sharp or radiating")
        if self.settled is not None and not self.hurt:
            yield Fault("", "settled", "is told of no pain")

    @property
    def hurt(self) -> bool:
        """Whether there was any pain."""
        return bool(self.pain) or self.sharp or self.radiating

    @property
    def easy(self) -> bool:
        """Whether it was done, and was easy."""
        return self.felt is Felt.EASY or (self.effort is not None and self.effort <= _EASY)

    @property
    def hard(self) -> bool:
        """Whether it was done, and was hard."""
        return self.felt is Felt.HARD or (self.effort is not None and self.effort >= _HARD)


@frozen(kw_only=True)
class Change(Value):
    """What is different from a session on: of which exercise, why, and on what basis.

    `to` is the exercise that takes its place; `exercise` is `None` where all sessions change.
    """

    week: int = field(metadata=must(_week))
    day: int = field(metadata=must(_day))
    kind: ChangeKind = field(metadata=must(be_one_of(ChangeKind)))
    exercise: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    to: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    reason: str = field(metadata=must(be_text))
    basis: str = field(metadata=must(be_text))

    def __str__(self) -> str:
        return f"Week {self.week}, day {self.day}: {self.reason} [{self.basis}]"


@frozen(kw_only=True)
class Program(Value):
    """Sessions over weeks, with the reason for each change, and the feedback that was taken into account.

    Like a routine it carries ids, the data version and the catalog's digest, never what a person typed. `unmet`
    says what a week does not give, `notes` where its numbers come from.
    """

    request: ProgramRequest = field(metadata=must(be_a(ProgramRequest)))
    title: str = field(metadata=must(be_text))
    sessions: tuple[Session, ...] = field(metadata=must(tuple_of(be_a(Session), least=1)))
    changes: tuple[Change, ...] = field(metadata=must(tuple_of(be_a(Change))))
    feedback: tuple[Feedback, ...] = field(default=(), metadata=must(tuple_of(be_a(Feedback), unique=True)))
    unmet: tuple[str, ...] = field(metadata=must(_texts))
    notes: tuple[str, ...] = field(metadata=must(_texts))
    guidance: tuple[str, ...] = field(metadata=must(_texts))
    data_version: str = field(metadata=must(be_text))
    catalog_digest: str = field(metadata=must(be_identifier))

    def contradictions(self) -> Iterator[Fault]:
        slots = tuple((session.week, session.day) for session in self.sessions)
        if slots != self.request.slots:
            yield Fault("", "sessions", "are not on the days that the request asks for")
        held = {(session.week, session.day): session.exercises for session in self.sessions}
        for index, told in enumerate(self.feedback):
            if told.exercise not in held.get((told.week, told.day), ()):
                yield Fault("", f"feedback[{index}]", f"is about {told.exercise}, which is not in that session")
        for index, change in enumerate(self.changes):
            if (change.week, change.day) not in held:
                yield Fault("", f"changes[{index}]", "is dated on a day without a session")

    @property
    def next(self) -> int:
        """The place of the first session after the last one with feedback; the number of sessions at the end."""
        told = {(entry.week, entry.day) for entry in self.feedback}
        places = (at for at, session in enumerate(self.sessions) if (session.week, session.day) in told)
        return 1 + max(places, default=-1)

    def week(self, week: int) -> tuple[Session, ...]:
        """The sessions of one week; empty when there is no such week."""
        return tuple(session for session in self.sessions if session.week == week)

    def __str__(self) -> str:
        from thoracic_lib.exporting import show  # noqa: PLC0415 - display reaches upward, only when shown

        return show(self, "text")

    def to_columns(self, *, catalog: "Catalog | None" = None) -> "dict[str, list[str | int | bool | None]]":
        """One row for each step of each session, as columns for pandas, polars and pyarrow; checked as by `export`."""
        from thoracic_lib.exporting import to_columns  # noqa: PLC0415 - display reaches upward, only when shown

        return to_columns(self, catalog=catalog)

    def __repr__(self) -> str:
        told = f"{self.request.weeks} × {self.request.sessions_per_week} sessions, {len(self.changes)} changes"
        return f"<Program {self.title}: {told}>"

    def _repr_html_(self) -> str:
        from thoracic_lib.exporting import show  # noqa: PLC0415 - display reaches upward, only when shown

        return show(self, "html")
