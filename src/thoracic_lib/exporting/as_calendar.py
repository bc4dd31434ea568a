"""iCalendar (RFC 5545), written with the `calendar` extra: the sessions of a program, or one routine, as events.

It holds when each session is, how long it takes, and each exercise with its dose. It loses how an exercise is done and
held back, why, the sources, the score, the feedback, and everything about the person: no condition, and nothing that
follows from one but the exercises and doses themselves, is in it or in any of its ids.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo, available_timezones

from attrs import frozen

from thoracic_lib.errors import Fault, FormatError, InvalidValueError, MissingExtraError
from thoracic_lib.exporting.lines import one_line
from thoracic_lib.exporting.pages import EDUCATION
from thoracic_lib.exporting.sharing import unasked
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine
from thoracic_lib.model.values import be_whole, shown

__all__ = ["render"]

_YEARS = (1970, 2099)
"""The years in which a calendar may begin: those for which zones are known (library default)."""

_ALARM = be_whole(0, 7 * 24 * 60)
"""How many minutes before a session an alarm may ring: up to a week (library default)."""

_NO_PLACE = {"localtime", "Factory"}
"""Zones that are those of a machine, or none at all."""

_MORE = "Your routine says how to do each exercise, and what to mind."


@frozen
class _Event:
    """What the calendar says of a session, and for how many weeks in a row it says so."""

    week: int
    day: int
    title: str
    text: str
    seconds: int
    weeks: int = 1


def render(value: object, *, start: date, zone: str, alarm_minutes: int | None = None) -> bytes:
    """A program or routine as an iCalendar file; equal values and arguments give equal bytes.

    `start` is the day that it begins on: day 0 of week 1. A `datetime` gives the time of day of every session too, in
    the local time of `zone` (an IANA name such as `Europe/Berlin`), whatever the clocks do meanwhile; it has no zone of
    its own and whole seconds. A plain `date` gives events of a whole day. An alarm rings `alarm_minutes` (0–10080)
    before each session; it needs a time of day. Sessions that are alike week after week are one event that recurs.

    The definition of the zone is the one that Python has (its own or the system's time-zone data). `MissingExtraError`
    without the extra, `FormatError` for anything but a program or routine, `InvalidValueError` with every fault of the
    arguments.
    """
    try:
        import icalendar  # noqa: PLC0415 - of the extra
    except ImportError:
        raise MissingExtraError("a calendar", "calendar") from None
    events = sorted(_events(value), key=lambda event: (event.week, event.day))
    if faults := tuple(_faults(start, zone, alarm_minutes)):
        raise InvalidValueError("calendar", faults)
    begin = start.replace(tzinfo=ZoneInfo(zone)) if isinstance(start, datetime) else start
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//thoracic_lib//thoracic_lib//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(value.title))  # type: ignore[attr-defined]  # a program or routine, seen above
    for event in events:
        calendar.add_component(_component(event, begin, (start, zone), alarm_minutes))
    last = start + timedelta(weeks=max(event.week + event.weeks for event in events))
    calendar.add_missing_timezones(date(start.year, 1, 1), date(last.year + 1, 1, 1))
    written: bytes = calendar.to_ical()
    return written


def _faults(start: object, zone: object, alarm_minutes: object) -> Iterator[Fault]:
    """Everything that is wrong with the arguments."""
    if not isinstance(start, date):
        yield Fault("", "start", f"must be a date or datetime, not {shown(start)}")
    else:
        if not _YEARS[0] <= start.year <= _YEARS[1]:
            yield Fault("", "start", f"must be in the years {_YEARS[0]} to {_YEARS[1]}, not {start.year}")
        if isinstance(start, datetime):
            if start.tzinfo is not None:
                yield Fault("", "start", "has a zone of its own; give the local time, and the zone by name")
            if start.microsecond:
                yield Fault("", "start", "must be on a whole second")
        elif alarm_minutes is not None:
            yield Fault("", "alarm_minutes", "needs a start with a time of day")
    if type(zone) is not str or zone in _NO_PLACE or zone not in available_timezones():
        yield Fault("", "zone", f"must be the IANA name of a time zone, such as Europe/Berlin, not {shown(zone)}")
    if alarm_minutes is not None and (reason := _ALARM(alarm_minutes)):
        yield Fault("", "alarm_minutes", reason)


def _events(value: object) -> Iterator[_Event]:
    """The events of a value; those that are alike on the same day of successive weeks are one."""
    if isinstance(value, Routine):
        yield _event(value, 1, 0)
    elif isinstance(value, Program):
        for day in value.request.on_days:
            held = (_event(s.routine, s.week, day) for s in value.sessions if s.day == day)
            for _, run in groupby(held, key=lambda event: (event.title, event.text, event.seconds)):
                first, *others = run
                yield _Event(first.week, day, first.title, first.text, first.seconds, 1 + len(others))
    else:
        raise FormatError("calendar", f"cannot hold a {type(value).__name__}")


def _event(routine: Routine, week: int, day: int) -> _Event:
    steps = (f"{at}. {step.exercise.name}: {step.dose}" for at, step in enumerate(routine.steps, 1))
    told = (*unasked(routine), EDUCATION, *steps, _MORE, *(f"When to stop: {sign}" for sign in routine.stop_signs))
    return _Event(week, day, one_line(routine.title), "\n".join(map(one_line, told)), routine.seconds)


def _component(event: _Event, begin: date, given: tuple[date, str], alarm_minutes: int | None) -> Any:  # noqa: ANN401 - the library has types of its own
    import icalendar  # noqa: PLC0415 - of the extra

    made = icalendar.Event()
    timed = isinstance(begin, datetime)
    made.add("uid", _uid(event, *given))
    made.add("dtstamp", begin.astimezone(UTC) if isinstance(begin, datetime) else datetime.combine(begin, time(), UTC))
    made.add("dtstart", begin + timedelta(weeks=event.week - 1, days=event.day))
    if timed:
        made.add("duration", timedelta(seconds=event.seconds))
    else:
        made.add("transp", "TRANSPARENT")
    if event.weeks > 1:
        made.add("rrule", icalendar.vRecur(freq="weekly", count=event.weeks))
    made["summary"] = _text(event.title)
    made["description"] = _text(event.text)
    if alarm_minutes is not None:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", timedelta(minutes=-alarm_minutes))
        alarm["description"] = _text(event.title)
        made.add_component(alarm)
    return made


def _uid(event: _Event, start: date, zone: str) -> str:
    """The id of an event, which follows from what the calendar says of it, and from nothing else."""
    told = [start.isoformat(), zone, event.week, event.day, event.title, event.text, event.seconds]
    digest = sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    return str(uuid5(NAMESPACE_URL, f"urn:thoracic-lib:calendar:{digest}"))


def _text(text: str) -> Any:  # noqa: ANN401 - the library has types of its own
    r"""A text as RFC 5545 escapes it (3.3.11). The library alone would take a written `\N` for the end of a line."""
    import icalendar  # noqa: PLC0415 - of the extra

    class Text(icalendar.vText):  # type: ignore[misc]  # of the extra, so of no known type
        def to_ical(self) -> bytes:
            escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
            return escaped.encode()

    return Text(text)
