"""The subcommands about weeks: plan a program, and adapt one to what people say of it."""

import argparse
import sys
from pathlib import Path

from attrs import evolve

from thoracic_lib.cli.commands import catalog_of, profile_of, refused, request_of
from thoracic_lib.cli.output import dates_of, format_for, put
from thoracic_lib.composing.adapting import adapt as adapted
from thoracic_lib.composing.programming import Progress, compose_program
from thoracic_lib.errors import DataError, Fault
from thoracic_lib.exporting import from_json
from thoracic_lib.model.program import Feedback, Program, ProgramRequest

__all__ = ["adapt", "program"]


def program(options: argparse.Namespace) -> int:
    """Plan sessions over weeks."""
    known = catalog_of(options)
    wanted = format_for(options.output, as_json=options.json)
    dates = dates_of(options, wanted)
    days = _days(options.days)
    if days and options.sessions not in {None, len(days)}:
        raise refused("--days", f"are {len(days)} for {options.sessions} sessions a week")
    plain = ProgramRequest(session=request_of(options, known))
    request = evolve(
        plain,
        weeks=_or(options.weeks, plain.weeks),
        sessions_per_week=len(days) or _or(options.sessions, plain.sessions_per_week),
        days=days,
        small_start=_or(options.small_start, plain.small_start),
        weeks_per_step=_or(options.weeks_per_step, plain.weeks_per_step),
        pain_scale=options.pain_scale,
    )
    found = compose_program(request, known, progress=_progress())
    return put(found, options.output, wanted, catalog=known, dates=dates)


def adapt(options: argparse.Namespace) -> int:
    """Adapt a program to feedback; what is declared anew takes the place of the profile in it."""
    known = catalog_of(options)
    wanted = format_for(options.output, as_json=options.json)
    dates = dates_of(options, wanted)
    held = from_json(_read(options.program))
    if not isinstance(held, Program):
        raise DataError((Fault(options.program, "$.kind", "is not program"),))
    feedback: list[Feedback] = []
    for path in options.feedback:
        feedback += _feedback(path)
    anew = profile_of(options, known)
    told = (options.equipment, options.without, options.condition, options.answer, options.cleared)
    new = any((*told, options.red_flag, options.avoid)) or options.no_conditions
    found = adapted(held, feedback, known, profile=anew if new else None, progress=_progress())
    return put(found, options.output, wanted, catalog=known, dates=dates)


def _or(given: int | None, otherwise: int) -> int:
    return otherwise if given is None else given


def _days(given: str | None) -> tuple[int, ...]:
    words = [] if given is None else given.split(",")
    if not all(word.strip() in set("0123456") for word in words):
        raise refused("--days", f"takes days from 0 to 6, such as 0,2,4, not {given!r}")
    return tuple(int(word) for word in words)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise DataError((Fault(path, "", f"cannot be read: {error.strerror}"),)) from None


def _feedback(path: str) -> list[Feedback]:
    """What a .toml or .json file says under `feedback`, with every fault of it."""
    from thoracic_lib.parsing import parse  # noqa: PLC0415 - the strict reader only for those who use it
    from thoracic_lib.reading import structure  # noqa: PLC0415 - same

    document = parse(path, _read(path))
    rows = document.get("feedback")
    if set(document) != {"feedback"} or type(rows) is not list:
        raise DataError((Fault(path, "$", "must hold a list named feedback, and nothing else"),))
    found: list[Feedback] = []
    faults: list[Fault] = []
    for index, row in enumerate(rows):
        try:
            found.append(structure(Feedback, row, path, f"$.feedback[{index}]"))
        except DataError as error:
            faults.extend(error.faults)
    if faults:
        raise DataError(tuple(faults))
    return found


def _progress() -> Progress | None:
    """On a terminal, how far the planning is, on one line that goes away; elsewhere nothing."""
    if not sys.stderr.isatty():
        return None

    def shown(done: int, of: int) -> None:
        line = f"\rplanned {done} of {of} sessions"
        print(line if done < of else f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)

    return shown
