"""From a request to a program: each session is composed by `compose`, with what the sessions before it leave over."""

from collections.abc import Callable, Iterator, Mapping

from attrs import field, frozen

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.composing.planning import FEW_EXERCISES, Day, Planner, movements
from thoracic_lib.composing.progressing import State, seen, week_closed, with_easier
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import LIBRARY_DEFAULT
from thoracic_lib.model.program import Change, Feedback, Program, ProgramRequest, Session
from thoracic_lib.model.routine import Done
from thoracic_lib.vocabulary import ChangeKind, Movement, ShownIn

__all__ = ["Past", "Progress", "Reaction", "Told", "compose_program", "planned", "program_of"]

Progress = Callable[[int, int], object]
"""Called after each session with how many are done and how many there are."""

Told = Mapping[tuple[int, int], Mapping[str, Feedback]]
"""Feedback by week and day, and then by exercise."""

Reaction = Callable[[Planner, State, Session, Day], State]
"""What feedback on a session makes of the state."""

REMEMBERED = 3
"""How many days composing looks back, so that sessions vary (library default); what lies further back is left out."""

SOURCED_MINUTES = (10, 30)
"""The minutes that one source (`prehab-thoracic-mobility`) finds enough."""


@frozen
class Past:
    """What is known before a program is planned anew: the plan so far, how much of it is kept, and the feedback."""

    sessions: tuple[Session, ...] = ()
    kept: int = 0
    told: Told = field(factory=dict)
    react: Reaction = lambda _planner, state, _session, _day: state


def compose_program(
    request: ProgramRequest, catalog: Catalog | None = None, *, progress: Progress | None = None
) -> Program:
    """The program for a request, from the bundled catalog unless another one is given.

    `progress` is called after each session with the number done and the number of all. Raises what `compose` raises.

    >>> from thoracic_lib.model.routine import Request
    >>> program = compose_program(ProgramRequest(session=Request(minutes=10), weeks=2, sessions_per_week=2))
    >>> [(session.week, session.day) for session in program.sessions]
    [(1, 0), (1, 3), (2, 0), (2, 3)]
    """
    planner = Planner(bundled() if catalog is None else catalog, request)
    sessions, changes = planned(planner, progress=progress)
    return program_of(planner, sessions, changes, ())


def planned(
    planner: Planner, past: Past | None = None, progress: Progress | None = None
) -> tuple[tuple[Session, ...], tuple[Change, ...]]:
    """All sessions in order, with the changes; those that `past` keeps stay, and feedback moves the state on."""
    slots, known = planner.request.slots, past or Past()
    sessions: list[Session] = []
    changes: list[Change] = []
    state = State()
    for at, (week, day_of_week) in enumerate(slots):
        day = _day(planner, sessions, known, week, day_of_week)
        if day.first and sessions:
            state, skipped = week_closed(state, planner.request.weeks_per_step)
            changes += _began(planner, day, skipped)
        state, risen = planner.settled(state, day)
        changes += risen
        if at < known.kept:
            session = known.sessions[at]
        else:
            session = Session(week=week, day=day_of_week, routine=planner.session(state, day))
        sessions.append(session)
        state = seen(state, session, known.told.get((week, day_of_week), {}))
        if at < known.kept:
            state = known.react(planner, state, session, day)
        if progress is not None:
            progress(at + 1, len(slots))
    return tuple(sessions), tuple(changes)


def program_of(
    planner: Planner, sessions: tuple[Session, ...], changes: tuple[Change, ...], feedback: tuple[Feedback, ...]
) -> Program:
    """The program of these sessions, with what they do not give and where its numbers come from."""
    catalog = planner.catalog
    return Program(
        request=planner.request,
        title=sessions[-1].routine.title,
        sessions=sessions,
        changes=changes,
        feedback=feedback,
        unmet=tuple(_unmet(planner, sessions)),
        notes=tuple(_notes(planner.request)),
        guidance=tuple(advice.text for advice in catalog.guidance if ShownIn.PROGRAM in advice.shown_in),
        data_version=catalog.data_version,
        catalog_digest=catalog.digest,
    )


def _day(planner: Planner, sessions: list[Session], past: Past, week: int, day: int) -> Day:
    """What a day has to go by: what was done lately, as far as composing looks back, and earlier in the week."""
    today = 7 * week + day
    done = {one.exercise: one.days_ago + today - 7 for one in planner.request.session.history}
    covered: set[Movement] = set()
    at = 0
    for session in sessions:
        said = past.told.get((session.week, session.day), {})
        held = [s.exercise for s in session.routine.steps if s.exercise.id not in said or said[s.exercise.id].done]
        done |= {exercise.id: today - 7 * session.week - session.day for exercise in held}
        if session.week == week:
            at += 1
            covered.update(movement for exercise in held for movement in exercise.movements)
    lately = sorted((one, days) for one, days in done.items() if days <= REMEMBERED)
    history = tuple(Done(exercise=one, days_ago=days) for one, days in lately)
    before = with_easier(planner.catalog, past.sessions[len(sessions)].exercises) if past.sessions else None
    return Day(week, day, at, history, frozenset(covered), before)


def _began(planner: Planner, day: Day, skipped: tuple[str, ...]) -> Iterator[Change]:
    """The changes that the start of a week brings by itself."""
    for exercise in skipped:
        name = planner.catalog[exercise].name
        yield Change(
            week=day.week,
            day=day.day,
            kind=ChangeKind.REPEATED,
            exercise=exercise,
            reason=f"{name}: you skipped it last week, so its dose stays until it is done.",
            basis=LIBRARY_DEFAULT,
        )
    if day.week == planner.request.small_start + 1:
        yield Change(
            week=day.week,
            day=day.day,
            kind=ChangeKind.LONGER,
            reason="The small start is over: the sessions take the time that you asked for.",
            basis=f"thoracic-mobility-article: add exercises once the habit stands; when: {LIBRARY_DEFAULT}",
        )


def _unmet(planner: Planner, sessions: tuple[Session, ...]) -> Iterator[str]:
    """What the goal asks for and a week does not give."""
    if planner.request.session.routine is not None:
        return
    wanted = planner.catalog.goal(planner.request.session.goal).movements
    for week in range(1, planner.request.weeks + 1):
        held = [movements(session.routine) for session in sessions if session.week == week]
        for movement in wanted:
            if not any(movement in trained for trained in held):
                yield f"Week {week} has no exercise for {movement}."


def _notes(request: ProgramRequest) -> Iterator[str]:
    """Where the numbers of a program come from."""
    if request.weeks == ProgramRequest(session=request.session).weeks:
        yield "Eight weeks is how long one source's program takes; it says no more of it [prehab-thoracic-mobility]."
    yield (
        "No source says how many sessions a week there should be or when a dose should rise; "
        f"{request.sessions_per_week} a week and {_count(request.weeks_per_step)} for each step are yours to choose "
        f"[{LIBRARY_DEFAULT}]."
    )
    if request.small_start:
        yield (
            "To begin, one source advises a few minutes a day and one or a few exercises [thoracic-mobility-article]. "
            f"It gives no numbers: {request.small_start_minutes} minutes, {FEW_EXERCISES} exercises at most and "
            f"{_count(request.small_start)} of it are yours to choose [{LIBRARY_DEFAULT}]."
        )
    least, most = SOURCED_MINUTES
    budget = request.session.budget
    if budget is not None and not 60 * least <= budget <= 60 * most:
        yield (
            f"One source finds about {least} to {most} minutes enough [prehab-thoracic-mobility]; "
            "your sessions have another length."
        )


def _count(weeks: int) -> str:
    return f"{weeks} week{'' if weeks == 1 else 's'}"
