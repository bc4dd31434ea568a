"""What the subcommands do that change a routine: they read the JSON that `thoracic compose --json` writes."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from thoracic_lib.cli.commands import catalog_of
from thoracic_lib.cli.output import dates_of, format_for, put
from thoracic_lib.composing import editing
from thoracic_lib.errors import DataError, EditError, Fault
from thoracic_lib.exporting import from_json
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Routine
from thoracic_lib.resolving import resolve_exercise

__all__ = ["add", "drop", "shorten", "swap"]


def swap(options: argparse.Namespace) -> int:
    """Put another exercise in place of one."""

    def swapped(routine: Routine, known: Catalog) -> Routine:
        by = None if options.by is None else resolve_exercise(known, options.by)
        return editing.swap(routine, _step(routine, known, options.exercise), known, by=by)

    return _edited(options, swapped)


def drop(options: argparse.Namespace) -> int:
    """Drop exercises."""

    def dropped(routine: Routine, known: Catalog) -> Routine:
        return editing.without(routine, *(_step(routine, known, one) for one in options.exercise), catalog=known)

    return _edited(options, dropped)


def add(options: argparse.Namespace) -> int:
    """Add an exercise."""
    return _edited(
        options,
        lambda routine, known: editing.with_exercise(routine, resolve_exercise(known, options.exercise), known),
    )


def shorten(options: argparse.Namespace) -> int:
    """Make a routine shorter."""
    return _edited(
        options,
        lambda routine, known: editing.shorten(routine, known, minutes=options.minutes, seconds=options.seconds),
    )


def _edited(options: argparse.Namespace, edit: Callable[[Routine, Catalog], Routine]) -> int:
    """Show a routine changed."""
    known = catalog_of(options)
    wanted = format_for(options.output, as_json=options.json, player=options.player)
    dates = dates_of(options, wanted)
    edited = edit(_read(options.file), known)
    return put(edited, options.output, wanted, catalog=known, dates=dates)


def _read(file: str) -> Routine:
    """The routine in a file, or on the standard input for a dash; `DataError` where there is none."""
    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        value = from_json(text)
    except OSError as error:
        raise DataError((Fault(file, "", f"cannot be read: {error.strerror}"),)) from None
    except DataError as error:
        raise DataError(tuple(fault._replace(file=file) for fault in error.faults)) from None
    if not isinstance(value, Routine):
        raise DataError((Fault(file, "$.kind", "is no routine"),))
    return value


def _step(routine: Routine, known: Catalog, word: str) -> str:
    """The exercise that a word names: the number of a step, or an id, name or alias."""
    if not word.isdecimal():
        return resolve_exercise(known, word)
    if not 1 <= int(word) <= len(routine.steps):
        raise EditError((f"it has no step {word}, only 1 to {len(routine.steps)}",))
    return routine.steps[int(word) - 1].exercise.id
