"""One session of a program: what is asked of `compose` for it, and what may rise before it.

Doses rise inside their ranges first, and then to the harder version that a source names. Nothing rises where the
session would then give less of its goal, or have no time for it. From its second session on, a week covers what it
has not covered yet.
"""

from collections.abc import Iterable

from attrs import evolve, field, frozen

from thoracic_lib.composing import compose
from thoracic_lib.composing.progressing import TOP, Stage, State, followed, harder, higher, locked
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import LIBRARY_DEFAULT, seconds
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.program import Change, ProgramRequest
from thoracic_lib.model.routine import Done, DoseLimits, Request, Routine
from thoracic_lib.vocabulary import ChangeKind, Movement, Use

__all__ = ["FEW_EXERCISES", "Day", "Planner", "covers", "movements"]

FEW_EXERCISES = 3
"""How many exercises a small start takes at most: "one or a few" in its source (the number is a library default)."""

_NO_CANDIDATE = frozenset(
    {"avoided", "excluded", "no-equipment", "not-composed", "not-for-goal", "screened-out", "too-hard"}
)
"""The reasons for an omission that no other choice of exercises changes."""


@frozen
class Day:
    """What a session has to go by besides the state: when it is, what was done before, and what was planned."""

    week: int
    day: int
    at: int
    history: tuple[Done, ...] = ()
    covered: frozenset[Movement] = frozenset()
    planned: frozenset[str] | None = None

    @property
    def first(self) -> bool:
        """Whether it is the first session of its week."""
        return self.at == 0


@frozen
class Planner:
    """One request for a program in one catalog; equal requests for a session are composed once."""

    catalog: Catalog
    request: ProgramRequest
    memo: dict[Request, Routine | NothingFitsError] = field(factory=dict, repr=False, eq=False)
    locked: frozenset[str] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        session = self.request.session
        free = session.include if session.routine is None else set(self.catalog)
        object.__setattr__(self, "locked", locked(self.catalog) - free)

    def composed(self, request: Request) -> Routine | None:
        """The routine for a request, or `None` where nothing fits."""
        if request not in self.memo:
            try:
                self.memo[request] = compose(request, self.catalog)
            except NothingFitsError as error:
                self.memo[request] = error
        found = self.memo[request]
        return None if isinstance(found, NothingFitsError) else found

    def session(self, state: State, day: Day) -> Routine:
        """The routine of a day; `NothingFitsError` where there is none."""
        if (found := self.tried(state, day)) is not None:
            return found
        return compose(self.asked(state, day), self.catalog)

    def tried(self, state: State, day: Day) -> Routine | None:
        """The routine of a day, with what the week still lacks; `None` where nothing fits."""
        best, named = self._with_named(state, day)
        goal = self.request.session.goal
        if best is None or day.first or self.request.session.routine is not None:
            return best
        missing = set(self.catalog.goal(goal).movements) - day.covered
        if not missing or missing & movements(best):
            return best
        out = {omission.exercise for omission in best.omissions if omission.code in _NO_CANDIDATE}
        wanted = [e for e in self.catalog.exercises if e.id not in out and missing.intersection(e.movements)]
        for exercise in sorted(wanted, key=lambda e: (self.catalog.difficulty(e.id), e.id)):
            for others in dict.fromkeys((named, frozenset[str]())):
                found = self.composed(self.asked(state, day, others | {exercise.id}))
                if found is not None:
                    return found
        return best

    def _with_named(self, state: State, day: Day) -> tuple[Routine | None, frozenset[str]]:
        """A routine with the versions that are new, as many of them as there is room for."""
        named = frozenset[str]()
        best: Routine | None = None
        for version in sorted(state.new):
            found = self.composed(self.asked(state, day, named | {version}))
            if found is not None:
                best, named = found, named | {version}
        return best or self.composed(self.asked(state, day)), named

    def possible(self, state: State, day: Day, exercise: str) -> bool:
        """Whether a session of this day can hold an exercise, and would take it unasked: naming one overrides that."""
        request = self.asked(state, day, frozenset({exercise}))
        return exercise in request.include and self._welcome(exercise) and self.composed(request) is not None

    def _welcome(self, exercise: str) -> bool:
        session, known = self.request.session, self.catalog[exercise]
        goal = self.catalog.goal(session.goal)
        most = [most for most in (goal.maximum_difficulty, session.maximum_difficulty) if most is not None]
        easy = all(self.catalog.difficulty(exercise) <= limit for limit in most)
        return known.use is Use.ROUTINE and easy and goal.phase(known.phase) is not None

    def asked(self, state: State, day: Day, named: frozenset[str] = frozenset()) -> Request:
        """What is asked of `compose` for a day; besides what the request names, it names these."""
        session, versions = self.request.session, state.versions
        out = session.exclude | (self.locked - set(versions.values())) | state.gone | versions.keys()
        if day.planned is not None:
            out |= state.sore - day.planned
        include = {versions.get(one, one) for one in session.include}
        limits = {limits.exercise: limits for limits in session.doses}
        doses = (
            self._limits(state, exercise.id, limits.get(exercise.id))
            for exercise in followed(self.catalog)
            if exercise.id not in out
        )
        return evolve(
            self._timed(day.week),
            include=frozenset(include | named) - out,
            exclude=frozenset(out),
            history=day.history,
            doses=tuple(doses),
        )

    @staticmethod
    def _limits(state: State, exercise: str, asked: DoseLimits | None) -> DoseLimits:
        step = state.stage(exercise).step
        if asked is not None:
            step = min(max(step, asked.least), asked.most)
        return DoseLimits(exercise=exercise, least=step, most=step)

    def _timed(self, week: int) -> Request:
        """The session's request with the time of a week: less in a small start."""
        session = self.request.session
        if week > self.request.small_start:
            return session
        small = self.request.small_start_minutes * 60
        few = FEW_EXERCISES if session.maximum_exercises is None else min(session.maximum_exercises, FEW_EXERCISES)
        seconds = small if session.budget is None else min(session.budget, small)
        return evolve(session, minutes=None, seconds=seconds, maximum_exercises=few)

    def settled(self, state: State, day: Day) -> tuple[State, tuple[Change, ...]]:
        """The state with what is to rise, and can without loss: all of it at once, or else one by one."""
        due = [
            exercise
            for exercise, stage in sorted(state.stages.items())
            if stage.due and (day.first or stage.eager) and stage.raised_in != day.week
        ]
        risen = self._raised(state, day, due)
        if not risen[1]:
            return state, ()
        before = self.tried(state, day)
        if before is None or self._keeps(before, risen[0], day):
            return risen
        changes: tuple[Change, ...] = ()
        for exercise in due:
            tried, change = self._raised(state, day, [exercise])
            if change and self._keeps(before, tried, day):
                state, changes = tried, (*changes, *change)
        return state, changes

    def _keeps(self, before: Routine, state: State, day: Day) -> bool:
        after = self.tried(state, day)
        return after is not None and covers(after) >= covers(before)

    def _raised(self, state: State, day: Day, due: Iterable[str]) -> tuple[State, tuple[Change, ...]]:
        changes: list[Change] = []
        for exercise in due:
            found = self._higher(state, day, exercise) or self._harder(state, day, exercise)
            if found is not None:
                state = found[0]
                changes.append(found[1])
        return state, tuple(changes)

    def _higher(self, state: State, day: Day, exercise: str) -> tuple[State, Change] | None:
        stage, known = state.stage(exercise), self.catalog[exercise]
        most = next((limits.most for limits in self.request.session.doses if limits.exercise == exercise), TOP)
        step = None if exercise in state.sore | state.gone else higher(known, stage.step, most)
        if step is None or not self._fits_alone(known, step, day):
            return None
        told = f"{known.dosage.at(stage.step, TOP)} → {known.dosage.at(step, TOP)}"
        why = "You found it easy" if stage.eager else _weeks(stage.weeks)
        change = Change(
            week=day.week,
            day=day.day,
            kind=ChangeKind.RAISED,
            exercise=exercise,
            reason=f"{known.name}: {told}. {why}, so the dose rises within its range.",
            basis=f"range: {known.dosage.basis}; when it rises: {LIBRARY_DEFAULT}",
        )
        risen = Stage(step=step, raised_in=day.week)
        log = {one: went for one, went in state.log.items() if one != exercise}
        return evolve(state.with_stage(exercise, risen), log=log), change

    def _fits_alone(self, exercise: Exercise, step: int, day: Day) -> bool:
        """Whether a session has the time for an exercise at this step, were it the only one."""
        request = self._timed(day.week)
        cap = None if request.routine is not None else self.catalog.goal(request.goal).maximum_seconds
        most = min((limit for limit in (request.budget, cap) if limit is not None), default=None)
        pace = request.pace
        around = pace.set_up + pace.change_position + pace.change_equipment
        return most is None or around + seconds(exercise.dosage.at(step, TOP), pace) <= most

    def _harder(self, state: State, day: Day, exercise: str) -> tuple[State, Change] | None:
        """The harder version in place of an exercise done at the top of its range, where it can be composed."""
        session, stage, known = self.request.session, state.stage(exercise), self.catalog[exercise]
        roots = state.standing_at(exercise)
        kept = session.include.intersection(roots) or session.routine is not None
        if not stage.full or not roots or kept or exercise in state.sore | state.gone:
            return None
        why = "You found it easy" if stage.eager else _weeks(stage.weeks)
        for version in harder(self.catalog, exercise):
            if version not in self.locked:
                continue
            moved = evolve(
                state, versions={**state.versions, **dict.fromkeys(roots, version)}, new=state.new | {version}
            )
            if not self.possible(moved, day, version):
                continue
            link = next(r for r in self.catalog[version].relations if r.to == exercise)
            told = f"{self.catalog[version].name} takes the place of {known.name}. {link.when or ''}".strip()
            change = Change(
                week=day.week,
                day=day.day,
                kind=ChangeKind.HARDER,
                exercise=exercise,
                to=version,
                reason=f"{told} {why} at the top of its range.",
                basis=f"link: {link.basis}; when it is taken: {LIBRARY_DEFAULT}",
            )
            return moved, change
        return None


def covers(routine: Routine) -> tuple[int, int, int]:
    """How much of its goal a routine gives: movements, phases, and of a source's sequence the steps."""
    followed_steps = 0 if routine.request.routine is None else len(routine.steps)
    return (routine.score.movements, routine.score.phases, followed_steps)


def movements(routine: Routine) -> frozenset[Movement]:
    """The movements that a routine trains."""
    return frozenset(movement for step in routine.steps for movement in step.exercise.movements)


def _weeks(count: int) -> str:
    return f"{count} week{'' if count == 1 else 's'} went well"
