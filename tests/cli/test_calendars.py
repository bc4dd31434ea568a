from datetime import date, datetime
from pathlib import Path

import icalendar
import pytest

from tests.cli.calling import Command
from thoracic_lib.composing import compose
from thoracic_lib.exporting import from_json, to_calendar
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Request

COMPOSED = ("compose", "--minutes", "5")
DATES = ("--start", "2026-03-02T07:30", "--zone", "Europe/Berlin")


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02T07:30", datetime(2026, 3, 2, 7, 30)),  # noqa: DTZ001 - a local time
        ("2026-03-02 07:30:15", datetime(2026, 3, 2, 7, 30, 15)),  # noqa: DTZ001 - same
    ],
)
def test_a_calendar_begins_when_it_is_told_to(thoracic: Command, tmp_path: Path, start: str, told: date) -> None:
    file = tmp_path / "a.ICS"
    alarm = ("--alarm", "5") if isinstance(told, datetime) else ()
    assert thoracic.done(*COMPOSED, "-o", str(file), "--start", start, "--zone", "Europe/Berlin", *alarm) == ""
    minutes = 5 if alarm else None
    expected = to_calendar(compose(Request(minutes=5)), start=told, zone="Europe/Berlin", alarm_minutes=minutes)
    assert file.read_bytes() == expected


def test_programs_and_changed_routines_have_calendars_too(thoracic: Command, tmp_path: Path) -> None:
    routine, program, file = (str(tmp_path / name) for name in ("routine.json", "program.json", "a.ics"))
    thoracic.done(*COMPOSED, "-o", routine)
    thoracic.done("shorten", routine, "--minutes", "4", "-o", file, *DATES)
    assert len(icalendar.Calendar.from_ical(Path(file).read_bytes()).walk("VEVENT")) == 1
    asked = ("program", "--minutes", "5", "--weeks", "1", "--sessions", "2", "--no-conditions")
    thoracic.done(*asked, "-o", program)
    held = from_json(Path(program).read_bytes())
    assert isinstance(held, Program)
    thoracic.done("adapt", program, "-o", file, *DATES)
    assert len(icalendar.Calendar.from_ical(Path(file).read_bytes()).walk("VEVENT")) == 2
    thoracic.done(*asked, "-o", file, *DATES)
    start = datetime(2026, 3, 2, 7, 30)  # noqa: DTZ001 - a local time
    assert Path(file).read_bytes() == to_calendar(held, start=start, zone="Europe/Berlin")


def test_a_calendar_needs_a_start_and_a_zone(thoracic: Command, tmp_path: Path) -> None:
    """It is told before anything is composed: one second is too little for any routine."""
    err = thoracic.refused(2, "compose", "--seconds", "1", "-o", str(tmp_path / "a.ics"))
    assert "--start: must be given for a .ics file; --zone: must be given for a .ics file" in err
    err = thoracic.refused(2, *COMPOSED, "-o", str(tmp_path / "a.ics"), *DATES[:2], "--zone", "Europe/Atlantis")
    assert "zone: must be the IANA name of a time zone" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("start", ["tomorrow", "2026-13-02", "20260302", "2026-W10-1", "2026-03-02T25:00", ""])
def test_a_start_is_a_day_or_a_day_and_a_time(thoracic: Command, tmp_path: Path, start: str) -> None:
    words = (*COMPOSED, "-o", str(tmp_path / "a.ics"), "--zone", "Europe/Berlin", "--start", start)
    assert "--start: takes a day, or a day and a time, such as 2026-03-02T07:30, not " in thoracic.refused(2, *words)


@pytest.mark.parametrize("words", [("--start", "2026-03-02"), ("--zone", "Europe/Berlin"), ("--alarm", "5")])
def test_what_a_calendar_takes_goes_with_nothing_else(thoracic: Command, words: tuple[str, str]) -> None:
    assert f"{words[0]}: goes with a .ics file only" in thoracic.refused(2, *COMPOSED, *words)


@pytest.mark.parametrize("words", [("show", "cat-cow"), ("screen",)], ids=" ".join)
def test_what_has_no_sessions_has_no_calendar(thoracic: Command, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert "format 'calendar' cannot hold a " in thoracic.refused(2, *words, "-o", str(tmp_path / "a.ics"))
    assert list(tmp_path.iterdir()) == []
