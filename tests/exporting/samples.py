"""The files under docs/examples/formats/, and what they are made of: `./run formats` writes them anew."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

import thoracic_lib as tl
from thoracic_lib.exporting import export, to_calendar, to_fhir, to_fit

__all__ = ["FOLDER", "SAMPLES", "program", "routine"]

FOLDER = Path(__file__).parents[2] / "docs" / "examples" / "formats"


@cache
def routine() -> tl.Routine:
    """The routine of the samples."""
    return tl.compose(tl.Request(minutes=10, profile=tl.profile(equipment=["foam roller"], conditions=[])))


@cache
def program() -> tl.Program:
    """The program of the samples."""
    session = tl.Request(minutes=10, profile=tl.profile(equipment=["foam roller"], conditions=[]))
    return tl.compose_program(tl.ProgramRequest(session=session, weeks=4, sessions_per_week=2))


def _calendar() -> bytes:
    start = datetime(2026, 3, 2, 7, 30)  # noqa: DTZ001 - a local time
    return to_calendar(program(), start=start, zone="Europe/Berlin", alarm_minutes=15)


def _exported(value: Callable[[], object], format_: str) -> Callable[[], bytes]:
    def written() -> bytes:
        text = export(value(), format_)
        end = "\r\n" if format_ == "csv" else "\n"
        return f"{text}{end}".encode()

    return written


def _fhir() -> bytes:
    return to_fhir(routine()).encode()


SAMPLES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "catalog.csv": _exported(tl.catalog, "csv"),
        "exercise.json": lambda: tl.to_json(tl.catalog()["open-book"]).encode(),
        "exercise.jsonld": _exported(lambda: tl.catalog()["cat-cow"], "jsonld"),
        "program.ics": _calendar,
        "program.cert.md": _exported(program, "cert"),
        "program.csv": _exported(program, "csv"),
        "routine.csv": _exported(routine, "csv"),
        "routine.fhir.json": _fhir,
        "routine.fit": lambda: to_fit(routine()),
        "routine.jsonld": _exported(routine, "jsonld"),
        "routine.vtt": _exported(routine, "webvtt"),
    }
)
"""Each file, and what writes it."""
