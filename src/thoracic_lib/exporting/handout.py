"""What a handout says of a routine or program: pictures, steps, doses, cautions, when to stop, weeks, sources.

Of a program, each exercise stands on it once in each setup, and each week has a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.pages import EDUCATION, cautions, for_all, held_back, minded, place
from thoracic_lib.exporting.pictures import has_figure
from thoracic_lib.exporting.programs import by_exercise, doses
from thoracic_lib.figures import render_figure
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine, Step

__all__ = ["DAYS", "Entry", "Handout", "Week", "handout"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EMPTY = "Fill in by hand: tick each day on which you did it, and write down any pain from 0 to 10."
_COUNTED = (
    "Weeks are counted from 1 and days from 0: day 0 is the day of the week that you begin on. A line means that this "
    "day is without the exercise."
)
_PAIN = "Pain, 0 to 10"


@frozen
class Entry:
    """One step as a handout shows it; `picture` is SVG, or nothing where there is no figure."""

    name: str
    amounts: tuple[str, ...]
    place: str
    steps: tuple[str, ...]
    warnings: tuple[str, ...]
    minded: tuple[str, ...]
    picture: str


@frozen
class Week:
    """A table to tick off: its title, its days, and rows with a name and what stands in the cell of each day."""

    title: str
    days: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@frozen
class Handout:
    """Everything on a handout, as texts."""

    title: str
    summary: str
    banners: tuple[str, ...]
    education: str
    entries: tuple[Entry, ...]
    stop_signs: tuple[str, ...]
    notices: tuple[str, ...]
    fill_in: str
    weeks: tuple[Week, ...]
    sources: tuple[str, ...]
    version: str


def handout(value: object, catalog: Catalog, *, pictures: bool) -> Handout:
    """The handout of a routine or program that was checked before; `FormatError` for anything else."""
    if isinstance(value, Program):
        return _of_program(value, catalog, pictures=pictures)
    if not isinstance(value, Routine):
        raise FormatError("handout", f"cannot show a {type(value).__name__}")
    count = len(value.steps)
    entries = tuple(
        _entry(number, [step], (f"{step.dose} ({clock(step.seconds)} min)",), pictures=pictures)
        for number, step in enumerate(value.steps, 1)
    )
    empty = ("",) * len(DAYS)
    rows = tuple((name, empty) for name in (*(entry.name for entry in entries), _PAIN))
    return Handout(
        title=straight(value.title),
        summary=f"{count} exercise{'' if count == 1 else 's'}, {clock(value.seconds)} min",
        banners=_straight(value.banners),
        education=EDUCATION,
        entries=entries,
        stop_signs=_straight(value.stop_signs),
        notices=_straight((*value.notices, *for_all(value))),
        fill_in=_EMPTY,
        weeks=(Week("Your week", DAYS, rows),),
        sources=_sources(value.steps, catalog),
        version=f"Data {value.data_version}, catalog {value.catalog_digest[:12]}",
    )


def _of_program(program: Program, catalog: Catalog, *, pictures: bool) -> Handout:
    routines = [session.routine for session in program.sessions]
    entries: dict[tuple[str, str], Entry] = {}
    for number, held in enumerate(by_exercise(program.sessions), 1):
        steps = [step for _, step in held]
        place_of = (steps[0].exercise.id, steps[0].setup.id)
        entries[place_of] = _entry(number, steps, doses(held), pictures=pictures)
    weeks, often = program.request.weeks, program.request.sessions_per_week
    notices = [text for routine in routines for text in (*routine.notices, *for_all(routine))]
    return Handout(
        title=straight(program.title),
        summary=f"{weeks} week{'' if weeks == 1 else 's'}, {often} session{'' if often == 1 else 's'} a week",
        banners=_once(text for routine in routines for text in routine.banners),
        education=EDUCATION,
        entries=tuple(entries.values()),
        stop_signs=_once(text for routine in routines for text in routine.stop_signs),
        notices=_once(notices),
        fill_in=f"{_EMPTY} {_COUNTED}",
        weeks=_weeks(program, {place_of: entry.name for place_of, entry in entries.items()}),
        sources=_sources(tuple(step for routine in routines for step in routine.steps), catalog),
        version=f"Data {program.data_version}, catalog {program.catalog_digest[:12]}",
    )


def _weeks(program: Program, names: dict[tuple[str, str], str]) -> tuple[Week, ...]:
    """A table for each week, with the exercises of that week and the days on which there is a session."""
    found = []
    for number in sorted({session.week for session in program.sessions}):
        held = [session for session in program.sessions if session.week == number]
        done = [{(step.exercise.id, step.setup.id) for step in session.routine.steps} for session in held]
        rows = [
            (name, tuple("" if place_of in day else "–" for day in done))
            for place_of, name in names.items()
            if any(place_of in day for day in done)
        ]
        rows.append((_PAIN, ("",) * len(held)))
        found.append(Week(f"Week {number}", tuple(f"Day {session.day}" for session in held), tuple(rows)))
    return tuple(found)


def _entry(number: int, steps: list[Step], amounts: tuple[str, ...], *, pictures: bool) -> Entry:
    """One exercise in one setup, with all that is said of any of its steps."""
    exercise, setup = steps[0].exercise, steps[0].setup
    shown = pictures and has_figure(exercise, setup)
    limits = [held_back(str(limit)) for step in steps for limit in step.limits]
    warned = [caution for step in steps for caution in cautions(step)]
    how = f" {setup.how}" if setup.how else ""
    return Entry(
        name=straight(f"{number}. {exercise.name}"),
        amounts=_straight(amounts),
        place=straight(f"{place(setup)}.{how}"),
        steps=_straight(exercise.steps),
        warnings=_once((*limits, *warned)),
        minded=_once(text for step in steps for text in minded(step)),
        picture=render_figure(exercise, setup.id, theme="light") if shown else "",
    )


def _sources(steps: tuple[Step, ...], catalog: Catalog) -> tuple[str, ...]:
    """The sources of the exercises and of the rules that hold them back or caution, each once, by title."""
    cited = {citation.source for step in steps for citation in step.exercise.sources}
    cited |= {source for step in steps for reason in step.reasons for source in reason.rule.sources}
    return _straight(tuple(_source(catalog, source) for source in sorted(cited)))


def _source(catalog: Catalog, identifier: str) -> str:
    source = catalog.source(identifier)
    who = ", ".join(str(part) for part in (source.authors, source.year) if part)
    return f"{source.title} ({who})" if who else source.title


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return _straight(tuple(dict.fromkeys(texts)))


def _straight(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(straight, texts))
