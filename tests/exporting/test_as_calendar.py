"""A calendar has exactly the sessions of its program, tells nothing of the person, and no text changes it."""

import builtins
import sys
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checked import forged
from tests.composing.asking import composed
from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, program_of, routine_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.errors import FormatError, InvalidValueError, MissingExtraError, UnsafeRoutineError
from thoracic_lib.exporting import as_calendar, to_calendar
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.lines import one_line
from thoracic_lib.model.program import Program, ProgramRequest
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.profiles import profile

BEGIN = datetime(2026, 3, 2, 7, 30)  # noqa: DTZ001 - a local time, as callers give it
ZONE = "Europe/Berlin"
SIGNS = st.one_of(st.sampled_from("\x00\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x1f\x7f:;,\\'nN \t"), st.characters())


@cache
def eight_weeks() -> Program:
    return compose_program(ProgramRequest(session=Request(minutes=10)))


def read(written: bytes) -> Any:  # noqa: ANN401 - a component of the library
    return icalendar.Calendar.from_ical(written)


def events(written: bytes) -> list[Any]:
    found: list[Any] = read(written).walk("VEVENT")
    return found


def shape(component: Any) -> Any:  # noqa: ANN401 - names of components and properties, nested
    return component.name, sorted(component.keys()), [shape(inner) for inner in component.subcomponents]


def occurrences(event: Any) -> list[date]:  # noqa: ANN401 - a component of the library
    """The days and times of an event, told by another library."""
    start = event["DTSTART"].dt
    if "RRULE" not in event:
        return [start]
    naive = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
    found = list(rrulestr(event["RRULE"].to_ical().decode(), dtstart=naive))
    return [moment if isinstance(start, datetime) else moment.date() for moment in found]


def told(written: bytes) -> list[tuple[date, str, timedelta | None]]:
    """When there is an event, and what it says, occurrence by occurrence."""
    rows = [
        (at, str(event["DESCRIPTION"]), event["DURATION"].dt if "DURATION" in event else None)
        for event in events(written)
        for at in occurrences(event)
    ]
    return sorted((at.replace(tzinfo=None) if isinstance(at, datetime) else at, *rest) for at, *rest in rows)  # type: ignore[misc]  # three of them


def expected(program: Program, start: date) -> list[tuple[date, str, timedelta | None]]:
    rows = []
    for session in program.sessions:
        at = start + timedelta(days=7 * (session.week - 1) + session.day)
        steps = "\n".join(f"{n}. {s.exercise.name}: {s.dose}" for n, s in enumerate(session.routine.steps, 1))
        rows.append((at, steps, timedelta(seconds=session.routine.seconds) if isinstance(start, datetime) else None))
    return rows


@pytest.mark.parametrize("start", [BEGIN, BEGIN.date()], ids=["time", "day"])
@pytest.mark.parametrize("days", [(0, 2, 4), (6,), (0, 1, 2, 3, 4, 5, 6)], ids=str)
def test_a_calendar_has_exactly_the_sessions_of_its_program(start: date, days: tuple[int, ...]) -> None:
    request = ProgramRequest(
        session=Request(minutes=5, maximum_exercises=2), weeks=5, sessions_per_week=len(days), days=days
    )
    program = compose_program(request)
    found = told(to_calendar(program, start=start, zone=ZONE))
    wanted = expected(program, start)
    assert [(at, length) for at, _, length in found] == [(at, length) for at, _, length in wanted]
    assert all(steps in text for (_, text, _), (_, steps, _) in zip(found, wanted, strict=True))


def test_week_and_day_are_counted_from_the_start() -> None:
    found = [at for at, *_ in told(to_calendar(eight_weeks(), start=BEGIN, zone=ZONE))]
    assert found[:4] == [BEGIN, BEGIN + timedelta(days=2), BEGIN + timedelta(days=4), BEGIN + timedelta(days=7)]
    assert found[-1] == BEGIN + timedelta(days=7 * 7 + 4)
    assert len(found) == 24


def test_weeks_that_are_alike_are_one_event_that_recurs() -> None:
    found = events(to_calendar(eight_weeks(), start=BEGIN, zone=ZONE))
    rules = [event["RRULE"].to_ical().decode() if "RRULE" in event else "" for event in found]
    assert rules == [""] * 6 + ["FREQ=WEEKLY;COUNT=6"] * 3


def test_a_routine_is_one_event() -> None:
    routine = compose(Request(minutes=5))
    (event,) = events(to_calendar(routine, start=BEGIN, zone=ZONE))
    assert event["DTSTART"].dt == BEGIN.replace(tzinfo=ZoneInfo(ZONE))
    assert event["DURATION"].dt == timedelta(seconds=routine.seconds)
    assert str(event["SUMMARY"]) == routine.title
    assert "RRULE" not in event


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
def test_a_session_is_at_the_same_local_time_all_year(zone: str) -> None:
    request = ProgramRequest(session=Request(minutes=5, maximum_exercises=1), weeks=40, sessions_per_week=1)
    written = to_calendar(compose_program(request), start=BEGIN, zone=zone)
    for event in events(written):
        local = event["DTSTART"].dt
        assert (local.hour, local.minute) == (7, 30)
        assert local.utcoffset() == ZoneInfo(zone).utcoffset(local.replace(tzinfo=None))
    zones = [str(held["TZID"]) for held in read(written).walk("VTIMEZONE")]
    assert zones == ([] if zone == "UTC" else [zone])


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_the_zone_is_defined_for_the_whole_year(zone: str) -> None:
    written = to_calendar(compose(Request(minutes=5)), start=BEGIN, zone=zone)
    (defined,) = read(written).walk("VTIMEZONE")
    rules = [(part["DTSTART"].dt, part["TZOFFSETTO"].td) for part in defined.subcomponents]
    for month in range(1, 13):
        noon = datetime(2026, month, 15, 12)  # noqa: DTZ001 - a local time
        _, offset = max((since, to) for since, to in rules if since <= noon)
        assert offset == ZoneInfo(zone).utcoffset(noon)


def test_a_start_without_a_time_gives_events_of_a_whole_day() -> None:
    written = to_calendar(eight_weeks(), start=BEGIN.date(), zone=ZONE)
    assert read(written).walk("VTIMEZONE") == []
    for event in events(written):
        assert type(event["DTSTART"].dt) is date
        assert "DURATION" not in event
        assert str(event["TRANSP"]) == "TRANSPARENT"


def test_an_alarm_rings_before_each_session_and_only_when_asked_for() -> None:
    assert read(to_calendar(eight_weeks(), start=BEGIN, zone=ZONE)).walk("VALARM") == []
    written = to_calendar(eight_weeks(), start=BEGIN, zone=ZONE, alarm_minutes=15)
    alarms = read(written).walk("VALARM")
    assert len(alarms) == len(events(written))
    assert {alarm["TRIGGER"].dt for alarm in alarms} == {timedelta(minutes=-15)}
    assert {str(alarm["ACTION"]) for alarm in alarms} == {"DISPLAY"}


def test_ids_and_stamps_follow_from_the_content() -> None:
    def ids(program: Program, **wanted: Any) -> list[str]:  # noqa: ANN401 - arguments of the function
        return [str(event["UID"]) for event in events(to_calendar(program, **{"start": BEGIN, "zone": ZONE, **wanted}))]

    found = ids(eight_weeks())
    assert found == ids(eight_weeks())
    assert len(set(found)) == len(found)
    assert found == ids(eight_weeks(), alarm_minutes=5)
    assert not set(found) & set(ids(eight_weeks(), start=BEGIN + timedelta(minutes=1)))
    assert not set(found) & set(ids(eight_weeks(), zone="Europe/Vienna"))
    stamps = {event["DTSTAMP"].dt for event in events(to_calendar(eight_weeks(), start=BEGIN, zone=ZONE))}
    assert stamps == {datetime(2026, 3, 2, 6, 30, tzinfo=UTC)}
    stamps = {event["DTSTAMP"].dt for event in events(to_calendar(eight_weeks(), start=BEGIN.date(), zone=ZONE))}
    assert stamps == {datetime(2026, 3, 2, tzinfo=UTC)}


def test_nothing_that_was_answered_is_in_a_calendar() -> None:
    """Two people who do the same have the same calendar, whatever they declared: not even an id tells them apart."""
    open_book = {"include": ["open-book"], "maximum_exercises": 1}
    routine = composed(30, **open_book, conditions=["osteopenia"])
    assert routine.steps[0].reasons
    plain = forged(routine, request=composed(30, **open_book).request)
    assert plain != routine
    assert as_calendar.render(routine, start=BEGIN, zone=ZONE) == as_calendar.render(plain, start=BEGIN, zone=ZONE)
    text = as_calendar.render(routine, start=BEGIN, zone=ZONE).decode().replace("\r\n ", "").casefold()
    assert "osteopenia" not in text
    assert all(str(limit) not in text for limit in routine.steps[0].limits)


def test_a_warning_sign_that_was_answered_yes_is_not_in_it() -> None:
    flag = next(flag for flag in catalog().red_flags if flag.level == "soft")
    asked = compose(Request(minutes=5, profile=profile(conditions=[], red_flags={flag.id: True})))
    assert any(banner.startswith(flag.id) for banner in asked.banners)
    (event,) = events(to_calendar(asked, start=BEGIN, zone=ZONE))
    assert flag.id not in str(event["DESCRIPTION"])
    assert "Nobody asked about" in str(event["DESCRIPTION"])


def test_when_to_stop_and_what_was_not_asked_are_in_every_event() -> None:
    for event in events(to_calendar(eight_weeks(), start=BEGIN, zone=ZONE)):
        text = str(event["DESCRIPTION"])
        assert text.startswith("Nobody asked about conditions, so nothing was screened for any.\n")
        assert "Education, not medical advice." in text
        assert "\nWhen to stop: " in text


PLAIN_SHAPE = shape(read(to_calendar(program_of(catalog_of(PLAIN)), start=BEGIN, zone=ZONE, catalog=catalog_of(PLAIN))))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure(text: str) -> None:
    known = catalog_of(text)
    found = read(to_calendar(program_of(known), start=BEGIN, zone=ZONE, catalog=known))
    assert shape(found) == PLAIN_SHAPE
    assert all(f". {straight(text)}: " in str(event["DESCRIPTION"]) for event in found.walk("VEVENT"))


def with_texts(title: str, name: str) -> Routine:
    """A routine with texts that no constructor would take."""
    routine = routine_of(catalog(), "cat-cow")
    first, *rest = routine.steps
    step = forged(first, exercise=forged(first.exercise, name=name))
    return forged(routine, title=title, steps=(step, *rest))


@settings(max_examples=150, deadline=None)
@given(st.text(SIGNS, max_size=30), st.text(SIGNS, max_size=200))
def test_whatever_a_text_holds_what_is_read_back_is_one_event_that_says_it(title: str, name: str) -> None:
    routine = with_texts(f"T{title}\r\nBEGIN:VEVENT", f"N{name}\u2028ATTENDEE:mailto:a@b")
    written = as_calendar.render(routine, start=BEGIN, zone=ZONE, alarm_minutes=0)
    found = read(written)
    plain = read(as_calendar.render(with_texts("T", "N"), start=BEGIN, zone=ZONE, alarm_minutes=0))
    assert shape(found) == shape(plain)
    (event,) = found.walk("VEVENT")
    assert str(event["SUMMARY"]) == one_line(routine.title)
    assert f"\n1. {one_line(routine.steps[0].exercise.name)}: " in str(event["DESCRIPTION"])
    text = written.decode()
    assert text.splitlines() == text.split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in text.splitlines())


@pytest.mark.parametrize("text", ["a\\Nb", "a\\nb", "a\\", "a;b,c:d", '"quoted"', "ends in N\\"])
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    (event,) = events(as_calendar.render(with_texts(text, text), start=BEGIN, zone=ZONE))
    assert str(event["SUMMARY"]) == text


def test_signs_that_mean_something_are_escaped_as_the_standard_says() -> None:
    written = as_calendar.render(with_texts("a;b,c\\d:e", "x"), start=BEGIN, zone=ZONE)
    assert b"\r\nSUMMARY:a\\;b\\,c\\\\d:e\r\n" in written


def wrong(**given: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - arguments of the function
    with pytest.raises(InvalidValueError) as caught:
        to_calendar(compose(Request(minutes=5)), **{"start": BEGIN, "zone": ZONE, **given})
    assert caught.value.kind == "calendar"
    return [(fault.path, fault.reason) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "zone",
    ["Mars/Base", "", "../etc/passwd", "/etc/localtime", "localtime", "Factory", "europe", "Europe", "\0", None, 5],
)
def test_a_zone_that_is_none_is_refused(zone: object) -> None:
    ((path, reason),) = wrong(zone=zone)
    assert path == "zone"
    assert reason.startswith("must be the IANA name of a time zone, such as Europe/Berlin, not ")


def test_a_start_that_says_more_or_less_than_a_local_time_is_refused() -> None:
    assert wrong(start="2026-03-02") == [("start", "must be a date or datetime, not '2026-03-02'")]
    zoned = "has a zone of its own; give the local time, and the zone by name"
    assert wrong(start=BEGIN.replace(tzinfo=UTC)) == [("start", zoned)]
    assert wrong(start=BEGIN.replace(microsecond=1)) == [("start", "must be on a whole second")]
    for year in (1969, 2100):
        assert wrong(start=BEGIN.replace(year=year)) == [("start", f"must be in the years 1970 to 2099, not {year}")]


@pytest.mark.parametrize("year", [1970, 2099])
def test_the_first_and_the_last_year_are_taken(year: int) -> None:
    start = datetime(year, 12, 31, 23, 59, 59)  # noqa: DTZ001 - a local time
    assert len(told(to_calendar(eight_weeks(), start=start, zone=ZONE))) == 24


def test_an_alarm_is_whole_minutes_before_a_time_of_day() -> None:
    assert wrong(start=BEGIN.date(), alarm_minutes=5) == [("alarm_minutes", "needs a start with a time of day")]
    assert wrong(alarm_minutes=-1) == [("alarm_minutes", "must be from 0 to 10080, not -1")]
    assert wrong(alarm_minutes=10_081) == [("alarm_minutes", "must be from 0 to 10080, not 10081")]
    assert wrong(alarm_minutes=1.5) == [("alarm_minutes", "must be a whole number, not 1.5")]


def test_all_faults_are_told_at_once() -> None:
    assert [path for path, _ in wrong(start=None, zone="x", alarm_minutes="1")] == ["start", "zone", "alarm_minutes"]


@pytest.mark.parametrize("kind", ["exercise", "catalog", "screening", "screened-exercise"])
def test_only_programs_and_routines_have_a_calendar(kind: str) -> None:
    with pytest.raises(FormatError, match="format 'calendar' cannot hold a "):
        to_calendar(SHOWN[kind], start=BEGIN, zone=ZONE)  # type: ignore[arg-type]  # that is what is refused


def test_a_routine_that_was_written_over_has_no_calendar() -> None:
    program = program_of(catalog(), "cat-cow")
    first, *rest = program.sessions
    step, *steps = first.routine.steps
    changed = forged(first.routine, steps=(forged(step, dose=forged(step.dose, sets=50)), *steps))
    with pytest.raises(UnsafeRoutineError):
        to_calendar(changed, start=BEGIN, zone=ZONE)
    with pytest.raises(UnsafeRoutineError):
        to_calendar(forged(program, sessions=(forged(first, routine=changed), *rest)), start=BEGIN, zone=ZONE)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> object:  # noqa: ANN401 - what import takes
        if name == "icalendar":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "icalendar")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"a calendar needs .*thoracic-lib\[calendar\]"):
        to_calendar(compose(Request(minutes=5)), start=BEGIN, zone=ZONE)
