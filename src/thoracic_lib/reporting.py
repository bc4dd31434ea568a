"""What apps may log: codes that never change, and events that hold counts, seconds and ids, never what a person typed.

`event_of` makes an event of a value or an error; nothing here logs, and nothing calls back. An event names only what
the catalog knows. Conditions and warning signs are health data: their ids stand in an event only with `health=True`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import ClassVar

from attrs import field, fields, frozen

from thoracic_lib import errors
from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.errors import FormatError, GateError, RedFlagError, StopError, ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.model.values import Value, be_a, be_flag, be_identifier, be_text, be_whole, maybe, must, tuple_of
from thoracic_lib.vocabulary import ChangeKind, Coded, LimitKind, OmissionCode, RedFlagLevel, StopReason, Verdict

__all__ = [
    "CatalogLoaded",
    "Event",
    "ProgramComposed",
    "Refused",
    "RoutineComposed",
    "ScreeningDone",
    "Tally",
    "as_dict",
    "codes",
    "event_of",
]

_count = be_whole(0, 1_000_000_000)
_ids = tuple_of(be_identifier, unique=True)

_VOCABULARIES: Mapping[str, type[Coded]] = MappingProxyType(
    {
        "change": ChangeKind,
        "limit": LimitKind,
        "omission": OmissionCode,
        "red-flag-level": RedFlagLevel,
        "stop": StopReason,
        "verdict": Verdict,
    }
)

UNKNOWN = "unknown"
"""What stands in place of a data version or digest that may be anything."""

_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,9}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@frozen(kw_only=True, repr=False, eq=False)
class Tally(Value):
    """How often something with a code was there."""

    code: str = field(metadata=must(be_identifier))
    count: int = field(metadata=must(_count))


_tallies = tuple_of(be_a(Tally))


@frozen(kw_only=True, repr=False, eq=False)
class Event(Value):
    """What every event holds: its `code`, the data version, and health data only where it was asked for."""

    code: ClassVar[str] = "event"

    data_version: str = field(metadata=must(be_text))
    conditions: tuple[str, ...] | None = field(default=None, metadata=must(maybe(_ids)))
    red_flags: tuple[str, ...] | None = field(default=None, metadata=must(maybe(_ids)))


@frozen(kw_only=True, repr=False, eq=False)
class RoutineComposed(Event):
    """A routine: `steps` by verdict, what was left out by code, and whether conditions were asked about."""

    code: ClassVar[str] = "routine-composed"

    catalog_digest: str = field(metadata=must(be_text))
    goal: str | None = field(metadata=must(maybe(be_identifier)))
    exercises: tuple[str, ...] = field(metadata=must(_ids))
    steps: int = field(metadata=must(_count))
    seconds: int = field(metadata=must(_count))
    optimal: bool = field(metadata=must(be_flag))
    verdicts: tuple[Tally, ...] = field(metadata=must(_tallies))
    omissions: tuple[Tally, ...] = field(metadata=must(_tallies))
    unmet: int = field(metadata=must(_count))
    asked: bool = field(metadata=must(be_flag))


@frozen(kw_only=True, repr=False, eq=False)
class ProgramComposed(Event):
    """A program: its weeks, sessions and seconds, its changes by code, and how many pieces of feedback it took in."""

    code: ClassVar[str] = "program-composed"

    catalog_digest: str = field(metadata=must(be_text))
    weeks: int = field(metadata=must(_count))
    sessions: int = field(metadata=must(_count))
    seconds: int = field(metadata=must(_count))
    changes: tuple[Tally, ...] = field(metadata=must(_tallies))
    feedback: int = field(metadata=must(_count))
    asked: bool = field(metadata=must(be_flag))


@frozen(kw_only=True, repr=False, eq=False)
class ScreeningDone(Event):
    """A screening: its setups by verdict, how many lack equipment or are avoided, and the exercises that are left."""

    code: ClassVar[str] = "screening-done"

    exercises: int = field(metadata=must(_count))
    kept: int = field(metadata=must(_count))
    setups: int = field(metadata=must(_count))
    verdicts: tuple[Tally, ...] = field(metadata=must(_tallies))
    missing_equipment: int = field(metadata=must(_count))
    avoided: int = field(metadata=must(_count))
    gates: int = field(metadata=must(_count))
    stopping: int = field(metadata=must(_count))
    asked: bool = field(metadata=must(be_flag))


@frozen(kw_only=True, repr=False, eq=False)
class CatalogLoaded(Event):
    """A catalog: how much it holds."""

    code: ClassVar[str] = "catalog-loaded"

    catalog_digest: str = field(metadata=must(be_text))
    exercises: int = field(metadata=must(_count))
    conditions_known: int = field(metadata=must(_count))
    rules: int = field(metadata=must(_count))


@frozen(kw_only=True, repr=False, eq=False)
class Refused(Event):
    """An error: its code, how many things it tells, and for a program that stops the codes of why."""

    code: ClassVar[str] = "refused"

    error: str = field(metadata=must(be_identifier))
    count: int = field(metadata=must(_count))
    stops: tuple[str, ...] = field(metadata=must(_ids))


EVENTS: tuple[type[Event], ...] = (CatalogLoaded, ProgramComposed, Refused, RoutineComposed, ScreeningDone)
"""Every kind of event."""


def event_of(value: object, *, catalog: Catalog | None = None, health: bool = False) -> Event:
    """The event of a routine, program, screening or catalog, or of an error of this library.

    Ids stand in it where the catalog (the bundled one unless another is given) knows them; a text never does. With
    `health` the ids of conditions and warning signs are named. Raises `FormatError` for anything else.

    >>> from thoracic_lib.composing import compose
    >>> from thoracic_lib.model.routine import Request
    >>> as_dict(event_of(compose(Request(minutes=5, goal="desk-break"))))["event"]
    'routine-composed'
    >>> from thoracic_lib.errors import UnknownTermError
    >>> as_dict(event_of(UnknownTermError("condition", "whatever was typed")))["error"]
    'unknown-term'
    """
    known = bundled() if catalog is None else catalog
    if isinstance(value, Routine):
        return _of_routine(value, known, health=health)
    if isinstance(value, Program):
        return _of_program(value, known, health=health)
    if isinstance(value, Screening):
        return _of_screening(value, known, health=health)
    if isinstance(value, Catalog):
        return _of_catalog(value)
    if isinstance(value, ThoracicError):
        return _of_error(value, known, health=health)
    raise FormatError("event", f"cannot tell of a {type(value).__name__}")


def as_dict(event: Event) -> dict[str, object]:
    """An event as plain data, ready for a log: its code as `event`, counts by code as dicts, what is `None` left out.

    >>> as_dict(event_of(bundled()))["event"]
    'catalog-loaded'
    """
    held = {f.name: getattr(event, f.name) for f in fields(type(event))}
    return {"event": event.code, **{name: _plain(one) for name, one in held.items() if one is not None}}


@cache
def codes() -> Mapping[str, tuple[str, ...]]:
    """Every code there is, by family; a code that was published never changes and never goes.

    >>> codes()["verdict"]
    ('caution', 'exclude', 'keep', 'modify')
    """
    told = {family: tuple(sorted(member.code for member in kind)) for family, kind in _VOCABULARIES.items()}
    told["error"] = tuple(sorted(getattr(errors, name).code for name in errors.__all__ if name != "Fault"))
    told["event"] = tuple(sorted(kind.code for kind in EVENTS))
    return MappingProxyType(dict(sorted(told.items())))


def _plain(held: object) -> object:
    if not isinstance(held, tuple):
        return held
    if held and isinstance(held[0], Tally):
        return {tally.code: tally.count for tally in held}
    return list(held)


def _of_routine(routine: Routine, known: Catalog, *, health: bool) -> RoutineComposed:
    request = routine.request
    return RoutineComposed(
        **_about(request.profile, known, health=health),
        data_version=_version(routine.data_version, known),
        catalog_digest=_digest(routine.catalog_digest),
        goal=next(iter(_known([request.goal], {goal.id for goal in known.goals})), None),
        exercises=_known((step.exercise.id for step in routine.steps), known),
        steps=len(routine.steps),
        seconds=routine.seconds,
        optimal=routine.certificate.optimal,
        verdicts=_tallied(step.verdict for step in routine.steps),
        omissions=_tallied(omission.code for omission in routine.omissions),
        unmet=len(routine.unmet),
        asked=request.profile.conditions is not None,
    )


def _of_program(program: Program, known: Catalog, *, health: bool) -> ProgramComposed:
    profile = program.request.session.profile
    return ProgramComposed(
        **_about(profile, known, health=health),
        data_version=_version(program.data_version, known),
        catalog_digest=_digest(program.catalog_digest),
        weeks=program.request.weeks,
        sessions=len(program.sessions),
        seconds=sum(session.routine.seconds for session in program.sessions),
        changes=_tallied(change.kind for change in program.changes),
        feedback=len(program.feedback),
        asked=profile.conditions is not None,
    )


def _of_screening(screening: Screening, known: Catalog, *, health: bool) -> ScreeningDone:
    setups = [setup for exercise in screening.exercises for setup in exercise.setups]
    return ScreeningDone(
        **_about(screening.profile, known, health=health),
        data_version=_version(screening.data_version, known),
        exercises=len(screening.exercises),
        kept=len(screening.kept),
        setups=len(setups),
        verdicts=_tallied(setup.verdict for setup in setups),
        missing_equipment=sum(bool(setup.missing_equipment) for setup in setups),
        avoided=sum(setup.avoided is not None for setup in setups),
        gates=len(screening.gates),
        stopping=len(screening.red_flags),
        asked=screening.profile.conditions is not None,
    )


def _of_catalog(catalog: Catalog) -> CatalogLoaded:
    return CatalogLoaded(
        data_version=_version(catalog.data_version, catalog),
        catalog_digest=catalog.digest,
        exercises=len(catalog),
        conditions_known=len(catalog.conditions),
        rules=len(catalog.rules),
    )


def _of_error(error: ThoracicError, known: Catalog, *, health: bool) -> Refused:
    told = next((getattr(error, name) for name in _TOLD if hasattr(error, name)), ("one",))
    named: dict[str, tuple[str, ...]] = {}
    if health and isinstance(error, GateError):
        named["conditions"] = _known(error.conditions, {condition.id for condition in known.conditions})
    if health and isinstance(error, RedFlagError):
        named["red_flags"] = _known(error.flags, {flag.id for flag in known.red_flags})
    stops = error.reasons if isinstance(error, StopError) else ()
    code = error.code if error.code in codes()["error"] else ThoracicError.code
    return Refused(
        **named,
        data_version=_version(known.data_version, known),
        error=code,
        count=len(told),
        stops=_known(stops, set(codes()["stop"])),
    )


_TOLD = ("faults", "conditions", "reasons", "flags")
"""Where errors hold what they tell, the first that is there."""


def _about(profile: Profile, known: Catalog, *, health: bool) -> dict[str, tuple[str, ...]]:
    """The health data of an event: nothing unless it was asked for."""
    if not health:
        return {}
    flags = (answer.flag for answer in profile.red_flags if answer.present)
    return {
        "conditions": _known(sorted(profile.conditions or ()), {condition.id for condition in known.conditions}),
        "red_flags": _known(flags, {flag.id for flag in known.red_flags}),
    }


def _known(ids: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    held = set(known)
    return tuple(dict.fromkeys(one for one in ids if one in held))


def _tallied(members: Iterable[Coded]) -> tuple[Tally, ...]:
    return tuple(Tally(code=code, count=count) for code, count in sorted(Counter(one.code for one in members).items()))


def _version(version: str, known: Catalog) -> str:
    return version if version == known.data_version or _VERSION.fullmatch(version) else UNKNOWN


def _digest(digest: str) -> str:
    return digest if _DIGEST.fullmatch(digest) else UNKNOWN
