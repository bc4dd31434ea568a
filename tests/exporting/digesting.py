"""One digest for each value in each format, to be compared between processes, machines and versions of Python.

`python -m tests.exporting.digesting` prints them as they stand in digests.txt, which `./run formats` writes anew. Every
format of `FORMATS` is in it, and every function of `thoracic_lib.exporting` whose name begins with `to_`: what is added
there is in it too. PDF is not, since its bytes hang on the version of typst and the fonts at hand.
"""

import contextlib
import inspect
import json
import locale
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from thoracic_lib import exporting
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.errors import FormatError
from thoracic_lib.model.program import ProgramRequest
from thoracic_lib.model.routine import Request
from thoracic_lib.profiles import profile
from thoracic_lib.screening import screen

__all__ = ["FILE", "digests", "text"]

FILE = Path(__file__).with_name("digests.txt")

GIVEN: Mapping[str, Any] = {
    "start": datetime(2026, 3, 2, 7, 30),  # noqa: DTZ001 - a local time
    "zone": "Europe/Berlin",
}
"""What a function may need besides the value."""


def values() -> Iterator[tuple[str, object]]:
    """Every value: a routine of each source and for each goal, a program, the catalog, an exercise, a screening."""
    known = catalog()
    person = profile(equipment=["foam roller", "chair"], conditions=["osteopenia"])
    for source in known.routines:
        yield f"routine of {source.id}", compose(Request(routine=source.id, profile=person))
    for goal in known.goals:
        yield f"routine for {goal.id}", compose(Request(minutes=10, goal=goal.id, profile=person))
    session = Request(minutes=6, profile=person)
    yield "program", compose_program(ProgramRequest(session=session, weeks=3, sessions_per_week=2, weeks_per_step=1))
    yield "catalog", known
    yield "exercise", known["cat-cow"]
    yield "screening", screen(known, person)


def forms() -> Iterator[tuple[str, Any]]:
    """Every way to write a value, by name."""
    for name in exporting.FORMATS:
        yield name, lambda value, name=name: exporting.export(value, name)
    for name in exporting.__all__:
        if name.startswith("to_"):
            function = getattr(exporting, name)
            needed = {key: GIVEN[key] for key in _needed(function)}
            yield name, lambda value, function=function, needed=needed: function(value, **needed)


def _needed(function: Any) -> list[str]:  # noqa: ANN401 - a function of the library
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return [one.name for one in parameters if one.default is inspect.Parameter.empty]


def digests() -> Iterator[tuple[str, str, str]]:
    """Each value, each format that holds it, and the digest of what comes of it."""
    for what, value in values():
        for name, write in forms():
            try:
                told = write(value)
            except FormatError:
                continue
            yield what, name, sha256(_bytes(told)).hexdigest()


def _bytes(told: object) -> bytes:
    if isinstance(told, bytes):
        return told
    return (told if isinstance(told, str) else json.dumps(told)).encode()


def text() -> str:
    """The file: a line for each digest."""
    return "".join(f"{digest} {name:12} {what}\n" for what, name, digest in digests())


if __name__ == "__main__":
    with contextlib.suppress(locale.Error):  # a machine may not have the one that is asked for
        locale.setlocale(locale.LC_ALL, "")
    sys.stdout.write(text())
