"""From a program and what people say of it to the next program.

Pain decides first. The pain rule of the catalog is to exercise without pain; its scale from 0 to 10 serves those who
know their usual pain. Pain in the worst zone, and sharp or radiating pain whatever its number, stops the program.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.composing.planning import Day, Planner
from thoracic_lib.composing.programming import Past, Progress, Told, planned, program_of
from thoracic_lib.composing.progressing import TOP, State, easier, lower
from thoracic_lib.errors import Fault, FeedbackError, RedFlagError, StopError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import LIBRARY_DEFAULT
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import Change, Feedback, Program, Session
from thoracic_lib.screening import blocking_flags
from thoracic_lib.vocabulary import ChangeKind, RedFlagLevel, StopReason

__all__ = ["adapt"]

_PRESSING = frozenset({RedFlagLevel.EMERGENCY, RedFlagLevel.URGENT})


def adapt(
    program: Program,
    feedback: Iterable[Feedback],
    catalog: Catalog | None = None,
    *,
    profile: Profile | None = None,
    progress: Progress | None = None,
) -> Program:
    """The next program: sessions up to the last one with feedback stay, and those after it take it into account.

    What nobody spoke of counts as done as planned. Per exercise:

    - skipped: the week does not count, and the dose is repeated;
    - easy: it rises from the next session on, once a week at most; hard: the week does not count;
    - pain: the dose goes down a step, at the bottom to an exercise that a source names as easier, and without one
      the exercise is left out; pain that had not settled within 24 hours leaves it out at once. It never comes with
      more again, nor on a day on which neither it nor a progression of it was planned. By the scale (`pain_scale`),
      pain in its first zone only keeps the dose as it is;
    - pain in the last zone, sharp or radiating pain, and any pain with a condition that waits for a clinician's word
      raises `StopError`. Once the pain has settled, and every emergency and urgent warning sign was asked about anew
      and answered no in `profile`, the exercise's whole family is left out instead.

    `profile` replaces the one in the request, so that what is new about the person screens the sessions to come.
    Raises `FeedbackError` with every fault of feedback that does not belong to the program, and what `compose` raises.

    >>> from thoracic_lib.composing.programming import compose_program
    >>> from thoracic_lib.model.program import ProgramRequest
    >>> from thoracic_lib.model.routine import Request
    >>> program = compose_program(ProgramRequest(session=Request(minutes=5), weeks=1, sessions_per_week=2))
    >>> adapt(program, ()) == program
    True
    """
    new = tuple(feedback)
    known = bundled() if catalog is None else catalog
    if faults := tuple(_misplaced(program, new)):
        raise FeedbackError(faults)
    if not new and profile is None and program.catalog_digest == known.digest:
        return program
    request = program.request
    if profile is not None:
        request = evolve(request, session=evolve(request.session, profile=profile))
    _stop(known, program, new, profile)
    told = tuple(sorted((*program.feedback, *new), key=lambda entry: (entry.week, entry.day, entry.exercise)))
    said: dict[tuple[int, int], dict[str, Feedback]] = {}
    for entry in told:
        said.setdefault((entry.week, entry.day), {})[entry.exercise] = entry
    kept = evolve(program, feedback=told).next
    planner = Planner(known, request)
    reacting = _Reacting(said, frozenset((entry.week, entry.day, entry.exercise) for entry in new))
    sessions, changes = planned(planner, Past(program.sessions, kept, said, reacting), progress)
    return program_of(planner, sessions, tuple(_dated(program, kept, changes, reacting)), told)


class _Reacting:
    """What feedback makes of the state, session by session; changes by new feedback are kept apart."""

    def __init__(self, told: Told, new: frozenset[tuple[int, int, str]]) -> None:
        self.told = told
        self.new = new
        self.changes: list[Change] = []

    def __call__(self, planner: Planner, state: State, session: Session, day: Day) -> State:
        steps = {limits.exercise: limits.most for limits in session.routine.request.doses}
        held = {step.exercise.id: bool(step.dose.limited_by) for step in session.routine.steps}
        for exercise, entry in self.told.get((session.week, session.day), {}).items():
            one = _One(planner, day, planner.catalog[exercise], entry, steps.get(exercise, 0), held[exercise])
            state, change = one.reacted(state)
            if change is not None and (session.week, session.day, exercise) in self.new:
                self.changes.append(change)
        return state


@frozen
class _One:
    """Feedback on one exercise at the step at which it was done; `held` says that a rule held its dose back."""

    planner: Planner
    day: Day
    exercise: Exercise
    told: Feedback
    step: int
    held: bool

    def reacted(self, state: State) -> tuple[State, Change | None]:
        """The state after it, and what changes at once."""
        catalog, exercise = self.planner.catalog, self.exercise.id
        if _reds(catalog, self.planner.request.session.profile, self.told):
            family = {other.id for other in catalog.exercises if other.family == self.exercise.family}
            state = evolve(state, gone=state.gone | family)
            return state, self._change(ChangeKind.REMOVED, f"{self._hurt()}, so it and its family are left out")
        if self.told.hurt and not (self.planner.request.pain_scale and _in_first_zone(catalog, self.told)):
            return self._regressed(evolve(state, sore=state.sore | {exercise}))
        stage = state.stage(exercise)
        if self.told.easy and not self.told.hurt and exercise not in state.sore and stage.step == self.step:
            return state.with_stage(exercise, evolve(stage, due=True, eager=True)), None
        return state, None

    def _regressed(self, state: State) -> tuple[State, Change | None]:
        exercise, name = self.exercise.id, self.exercise.name
        stage = state.stage(exercise)
        down = None if self.held or self.told.settled is False else lower(self.exercise, self.step)
        if exercise in state.gone or (down is not None and stage.step < self.step):
            return state, None
        if down is not None:
            state = state.with_stage(exercise, evolve(stage, step=down, weeks=0, due=False, eager=False))
            dosage = self.exercise.dosage
            told = f"{self._hurt()}: {dosage.at(self.step, TOP)} → {dosage.at(down, TOP)}"
            return state, self._change(ChangeKind.LOWERED, told)
        gone = evolve(state, gone=state.gone | {exercise})
        if self.told.settled is not False:
            roots = state.standing_at(exercise)
            for other in easier(self.planner.catalog, exercise):
                moved = _in_place(gone, roots, other)
                if self.planner.possible(moved, self.day, other):
                    told = f"{self._hurt()}: {self.planner.catalog[other].name} takes its place"
                    return moved, self._change(ChangeKind.EASIER, told, other)
        last = "it had not settled within 24 hours" if self.told.settled is False else "nothing easier is left"
        return gone, self._change(ChangeKind.REMOVED, f"{name}: {self._pain()} and {last}, so it is left out")

    def _hurt(self) -> str:
        return f"{self.exercise.name}: {self._pain()}"

    def _pain(self) -> str:
        words = [word for word, is_so in (("sharp", self.told.sharp), ("radiating", self.told.radiating)) if is_so]
        number = "" if self.told.pain is None else f" {self.told.pain} of 10"
        kind = f"{' and '.join(words)} " if words else ""
        return f"{kind}pain{number}"

    def _change(self, kind: ChangeKind, reason: str, to: str | None = None) -> Change:
        rule = self.planner.catalog.pain_rule
        return Change(
            week=self.told.week,
            day=self.told.day,
            kind=kind,
            exercise=self.exercise.id,
            to=to,
            reason=f"{reason}.",
            basis=f"pain rule: {', '.join(rule.sources)}; what follows from it: {LIBRARY_DEFAULT}",
        )


def _in_place(state: State, roots: Iterable[str], version: str) -> State:
    versions = {root: held for root, held in state.versions.items() if root not in roots}
    moved = {root: version for root in roots if root != version}
    return evolve(state, versions={**versions, **moved}, new=state.new | {version})


def _dated(program: Program, kept: int, changes: Iterable[Change], reacting: _Reacting) -> Iterator[Change]:
    """The changes of the past as they were told, those by new feedback on the first day it counts, then the rest."""
    slots = program.request.slots
    first = slots[min(kept, len(slots) - 1)]
    yield from (change for change in program.changes if (change.week, change.day) < first or kept == len(slots))
    yield from (evolve(change, week=first[0], day=first[1]) for change in reacting.changes)
    yield from (change for change in changes if (change.week, change.day) >= first and kept < len(slots))


def _misplaced(program: Program, feedback: tuple[Feedback, ...]) -> Iterator[Fault]:
    held = {(session.week, session.day): session.exercises for session in program.sessions}
    told = {(entry.week, entry.day, entry.exercise) for entry in program.feedback}
    for index, entry in enumerate(feedback):
        key, place = (entry.week, entry.day, entry.exercise), f"feedback[{index}]"
        if (entry.week, entry.day) not in held:
            yield Fault("", place, f"week {entry.week}, day {entry.day} has no session")
        elif entry.exercise not in held[entry.week, entry.day]:
            yield Fault("", place, f"{entry.exercise!r} is not in the session of week {entry.week}, day {entry.day}")
        elif key in told:
            yield Fault("", place, f"{entry.exercise!r} of week {entry.week}, day {entry.day} was told before")
        told.add(key)


def _stop(catalog: Catalog, program: Program, feedback: Iterable[Feedback], profile: Profile | None) -> None:
    """Raise for pain at which to stop, unless it settled and every pressing warning sign was asked about anew."""
    person = program.request.session.profile if profile is None else profile
    red = [entry for entry in feedback if _reds(catalog, person, entry)]
    if not red:
        return
    if profile is not None and (flags := blocking_flags(catalog, profile)):
        raise RedFlagError(tuple(flag.id for flag in flags), tuple(flag.action for flag in flags))
    pressing = [flag.id for flag in catalog.red_flags if flag.level in _PRESSING]
    unasked = tuple(flag for flag in pressing if profile is None or profile.flag(flag) is None)
    if unasked or not all(entry.settled for entry in red):
        stops = (flag.action for flag in catalog.red_flags if flag.level is RedFlagLevel.SESSION_STOP)
        exercises = tuple(dict.fromkeys(entry.exercise for entry in red))
        signs = {sign for entry in red for sign in _signs(catalog, person, entry)}
        reasons = tuple(sign.code for sign in StopReason if sign in signs)
        raise StopError(exercises, (catalog.pain_rule.zones[-1].text, *stops), unasked, reasons)


def _reds(catalog: Catalog, profile: Profile, told: Feedback) -> bool:
    """Whether to stop: pain of the last zone, sharp or radiating, or any where the scale does not apply."""
    return any(_signs(catalog, profile, told))


def _signs(catalog: Catalog, profile: Profile, told: Feedback) -> Iterator[StopReason]:
    if told.sharp:
        yield StopReason.SHARP_PAIN
    if told.radiating:
        yield StopReason.RADIATING_PAIN
    if told.hurt and (told.pain or 0) >= catalog.pain_rule.zones[-1].minimum:
        yield StopReason.STRONG_PAIN
    if told.hurt and _waits(catalog, profile):
        yield StopReason.PAIN_BEHIND_GATE


def _in_first_zone(catalog: Catalog, told: Feedback) -> bool:
    zones = catalog.pain_rule.zones
    return len(zones) > 1 and (told.pain or 0) <= zones[0].maximum


def _waits(catalog: Catalog, profile: Profile) -> bool:
    """Whether a condition is declared that waits, or waited, for a clinician: there, any pain is one to stop at."""
    return any(
        catalog.condition(broader).gate
        for condition in profile.conditions or ()
        for broader in catalog.closure(condition)
    )
