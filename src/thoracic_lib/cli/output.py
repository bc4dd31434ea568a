"""Where a command's answer goes: the terminal, or a file that is written whole or not at all."""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from secrets import token_hex
from typing import Literal

from attrs import frozen

from thoracic_lib.errors import Fault, FormatError, InvalidValueError
from thoracic_lib.exporting import ENDINGS, export, handout_pdf, to_calendar, to_fit
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine

Paper = Literal["a4", "letter"]

__all__ = ["Dates", "OutputError", "dates_of", "format_for", "put", "put_rows"]


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?", re.ASCII)


@frozen
class Dates:
    """When the sessions of a calendar are, and how many minutes before one an alarm rings."""

    start: date
    zone: str
    alarm_minutes: int | None


class OutputError(Exception):
    """A file cannot be written."""


def format_for(file: str | None, *, as_json: bool, player: bool = False) -> str:
    """The format that a file's ending asks for; without a file, JSON where it is wanted and else text.

    A `player` is a page, so it goes with the ending of one only.
    """
    if player and (file is None or ENDINGS.get(Path(file).suffix.lower()) != "page"):
        raise FormatError("player", "is a page that plays: name a file for it with --output, such as routine.html")
    if file is None:
        return "json" if as_json else "text"
    known = {**ENDINGS, ".pdf": "pdf", ".ics": "calendar", ".fit": "fit"}
    endings = Path(file.lower()).suffixes
    ending = next((end for end in ("".join(endings[-2:]), *endings[-1:]) if end in known), "".join(endings[-1:]))
    if ending not in known:
        raise FormatError(ending or file, f"is no ending of a file that can be written; one of: {', '.join(known)}")
    if as_json and known[ending] != "json":
        raise FormatError("json", f"is asked for, but not what the ending {ending} stands for")
    return "player" if player else known[ending]


def dates_of(options: argparse.Namespace, wanted: str) -> Dates | None:
    """The dates that a calendar needs, of options that this format alone takes; `None` for any other."""
    given = {"--start": options.start, "--zone": options.zone, "--alarm": options.alarm}
    if wanted != "calendar":
        if wrong := [name for name, told in given.items() if told is not None]:
            raise InvalidValueError("arguments", (Fault("", wrong[0], "goes with a .ics file only"),))
        return None
    missing = (name for name in ("--start", "--zone") if given[name] is None)
    if faults := tuple(Fault("", name, "must be given for a .ics file") for name in missing):
        raise InvalidValueError("arguments", faults)
    return Dates(_moment(options.start), options.zone, options.alarm)


def _moment(text: str) -> date:
    try:
        if _MOMENT.fullmatch(text):
            return date.fromisoformat(text) if len(text) == len("2026-03-02") else datetime.fromisoformat(text)
    except ValueError:
        pass  # no day of the calendar, or no time of day: told below, like every other text
    told = f"takes a day, or a day and a time, such as 2026-03-02T07:30, not {text!r}"
    raise InvalidValueError("arguments", (Fault("", "--start", told),))


def put(  # noqa: PLR0913 - all but the value say how it is written
    value: object,
    file: str | None,
    wanted: str,
    *,
    catalog: Catalog,
    paper: Paper = "a4",
    dates: Dates | None = None,
) -> int:
    """Show a value in a format, or write it to a file; a routine only after a check against the catalog."""
    if file is not None and wanted == "pdf":
        if not isinstance(value, Routine | Program):
            raise FormatError("pdf", f"cannot show a {type(value).__name__}")
        write(Path(file), handout_pdf(value, paper=paper, catalog=catalog))
        return 0
    if file is not None and wanted == "fit":
        if not isinstance(value, Routine):
            raise FormatError("fit", f"cannot hold a {type(value).__name__}")
        write(Path(file), to_fit(value, catalog=catalog))
        return 0
    if file is not None and wanted == "calendar":
        if dates is None or not isinstance(value, Program | Routine):
            raise FormatError("calendar", f"cannot hold a {type(value).__name__}")
        start, zone, alarm = dates.start, dates.zone, dates.alarm_minutes
        write(Path(file), to_calendar(value, start=start, zone=zone, alarm_minutes=alarm, catalog=catalog))
        return 0
    text = export(value, wanted, catalog=catalog)
    if file is None:
        print(_shown(text) if wanted == "json" else text)
    else:
        end = "\r\n" if "\r\n" in text else "\n"
        write(Path(file), f"{text}{end}".encode())
    return 0


def put_rows(rows: Sequence[Mapping[str, object]], line: Iterable[str], *, as_json: bool) -> int:
    """Show rows: as JSON, or as the lines of text given for them."""
    if as_json:
        print(_shown(json.dumps(list(rows), ensure_ascii=False, indent=2)))
    else:
        for text in line:
            print(text)
    return 0


def write(path: Path, told: bytes) -> None:
    """Write a file in one piece: it appears whole, or what was there before stays."""
    temporary = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        try:
            with temporary.open("xb") as file:
                file.write(told)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {str(path)!r}: {error.strerror}") from None


def _shown(text: str) -> str:
    """JSON as the terminal can take it: what its encoding lacks is escaped in JSON's own way."""
    encoding = sys.stdout.encoding or "utf-8"
    return _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text) if _lacks(encoding, text) else text


def _lacks(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return True
    return False
