"""What a page says of a program: the weeks, how they progress, and each exercise once, with what to mind."""

from collections.abc import Iterator

from thoracic_lib.exporting.blocks import Block, Bullets, Fold, Heading, Numbered, Paragraph, Table, Warn
from thoracic_lib.exporting.pages import (
    EDUCATION,
    cautions,
    folded,
    for_all,
    held_back,
    listed,
    minded,
    new,
    place,
)
from thoracic_lib.exporting.pictures import figure, map_of, weeks_of
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.program import Program, Session
from thoracic_lib.model.routine import Step

__all__ = ["by_exercise", "doses", "program_page"]


def program_page(program: Program) -> Iterator[Block]:
    """The blocks of a program; the routine of a single day is shown by itself."""
    request, sessions = program.request, program.sessions
    weeks, often = request.weeks, request.sessions_per_week
    routines = tuple(dict.fromkeys(session.routine for session in sessions))
    yield Heading(
        1,
        f"{program.title}: {weeks} week{'' if weeks == 1 else 's'}, {often} session{'' if often == 1 else 's'} a week",
    )
    yield from (Warn(text) for text in dict.fromkeys(text for routine in routines for text in routine.banners))
    yield Paragraph(EDUCATION)
    yield Heading(2, "What on which day")
    yield Paragraph("Weeks are counted from 1 and days from 0: day 0 is the day of the week that you begin on.")
    yield weeks_of(program)
    yield Table(("Day", "Minutes", "Exercises"), tuple(_row(program, at) for at in range(len(sessions))))
    yield Fold("What it works on", (map_of(program.title, (session.routine for session in sessions)),))
    yield Heading(2, "How it progresses")
    if program.changes:
        yield Bullets(tuple(str(change) for change in program.changes))
    else:
        yield Paragraph("Every week is like the first one.")
    yield Heading(2, "The exercises")
    told: set[str] = set()
    for steps in by_exercise(sessions):
        yield from _exercise(steps, told)
    yield Heading(2, "When to stop")
    yield Bullets(tuple(dict.fromkeys(text for routine in routines for text in routine.stop_signs)))
    notices = [text for routine in routines for text in (*routine.notices, *for_all(routine))]
    yield from listed("For every exercise", tuple(dict.fromkeys(notices)))
    yield from listed("What this program does not give", program.unmet)
    yield from folded("Good to know", new(program.guidance, told))
    yield Fold(
        "Where the numbers come from",
        (
            Bullets(program.notes),
            Paragraph(f"Data {program.data_version}, catalog {program.catalog_digest[:12]}."),
        ),
    )


def _row(program: Program, at: int) -> tuple[str, str, str]:
    session = program.sessions[at]
    said = [entry for entry in program.feedback if (entry.week, entry.day) == (session.week, session.day)]
    skipped = {entry.exercise for entry in said if not entry.done}
    names = (
        f"{step.exercise.name} (skipped)" if step.exercise.id in skipped else step.exercise.name
        for step in session.routine.steps
    )
    when = f"Week {session.week}, day {session.day}{' (past)' if at < program.next else ''}"
    return when, f"{clock(session.routine.seconds)} min", ", ".join(names)


def by_exercise(sessions: tuple[Session, ...]) -> list[list[tuple[Session, Step]]]:
    """All steps by exercise and setup, in the order of a session."""
    grouped: dict[tuple[int, str, str], list[tuple[Session, Step]]] = {}
    for session in sessions:
        for step in session.routine.steps:
            key = (step.exercise.phase.rank, step.exercise.id, step.setup.id)
            grouped.setdefault(key, []).append((session, step))
    return [grouped[key] for key in sorted(grouped)]


def doses(steps: list[tuple[Session, Step]]) -> tuple[str, ...]:
    """The doses of an exercise, each with the day from which on it holds."""
    told: list[str] = []
    last = None
    for session, step in steps:
        if step.dose != last:
            told.append(f"Week {session.week}, day {session.day}: {step.dose}.")
        last = step.dose
    return tuple(told)


def _exercise(steps: list[tuple[Session, Step]], told: set[str]) -> Iterator[Block]:
    """One exercise in one setup: its doses over the weeks, then all that was said of any of its steps."""
    first = steps[0][1]
    exercise = first.exercise
    yield Heading(3, exercise.name)
    yield figure(exercise, first.setup)
    yield Paragraph(f"{place(first.setup)}.")
    yield Bullets(doses(steps))
    if first.setup.how:
        yield Paragraph(first.setup.how)
    limits = dict.fromkeys(str(limit) for _, step in steps for limit in step.limits)
    yield from (Warn(held_back(limit)) for limit in limits)
    warned = dict.fromkeys(caution for _, step in steps for caution in cautions(step))
    yield from (Warn(caution) for caution in warned)
    yield Numbered(exercise.steps)
    yield from listed("", tuple(dict.fromkeys(text for _, step in steps for text in minded(step))))
    yield from folded("Tips", new((text for _, step in steps for text in step.guidance), told))
