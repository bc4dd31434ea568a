"""JSON: the whole value, losslessly, as canonical bytes in a small envelope that names its kind and schema.

A program writes each of its routines once, in `routines`, and a session names the place of its own there.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from thoracic_lib.errors import DataError, Fault, FormatError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dosage, Dose, Pace
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.goal import Goal, SourceRoutine
from thoracic_lib.model.plain import plain
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import Feedback, Program, ProgramRequest
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.model.screened import ScreenedExercise, Screening
from thoracic_lib.model.values import Value

__all__ = ["SCHEMA", "read", "render"]

SCHEMA = 1
"""The version of the JSON form; a reader refuses any other."""

KINDS: Mapping[str, type[Value]] = MappingProxyType(
    {
        "catalog": Catalog,
        "dosage": Dosage,
        "dose": Dose,
        "exercise": Exercise,
        "feedback": Feedback,
        "goal": Goal,
        "pace": Pace,
        "profile": Profile,
        "program": Program,
        "program-request": ProgramRequest,
        "request": Request,
        "routine": Routine,
        "screened-exercise": ScreenedExercise,
        "screening": Screening,
        "source-routine": SourceRoutine,
    }
)
_TOO_MANY = 365
"""One session more than the longest program has: what is read of longer ones, so that they are still refused."""

_KIND_OF: Mapping[type[object], str] = {kind: name for name, kind in KINDS.items()}


def render(value: object) -> str:
    """The JSON of a value: keys sorted, no spaces; equal values give equal text."""
    kind = _KIND_OF.get(type(value))
    if kind is None:
        raise FormatError("json", f"cannot hold a {type(value).__name__}")
    document = {"kind": kind, "schema": SCHEMA, "value": _shared(value) if isinstance(value, Program) else plain(value)}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read(text: str | bytes) -> Value:
    """The value in a JSON text that `render` made; `DataError` with every fault for anything else."""
    from thoracic_lib.parsing import parse_json  # noqa: PLC0415 - the strict reader only for those who use it
    from thoracic_lib.reading import structure  # noqa: PLC0415 - same

    document = parse_json("", text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    faults = [Fault("", f"$.{key}", "is unknown") for key in sorted(set(document) - {"kind", "schema", "value"})]
    if type(document.get("schema")) is not int or document["schema"] != SCHEMA:
        faults.append(Fault("", "$.schema", f"must be {SCHEMA}"))
    kind = document.get("kind")
    if type(kind) is not str or kind not in KINDS:
        faults.append(Fault("", "$.kind", "is no kind of value", f"one of: {', '.join(KINDS)}"))
    if faults or "value" not in document:
        raise DataError(tuple(faults) or (Fault("", "$.value", "is missing"),))
    held = _unshared(document["value"]) if kind == _KIND_OF[Program] else document["value"]
    return structure(KINDS[str(kind)], held, path="$.value")


def _shared(program: Program) -> dict[str, Any]:
    """A program as plain data with each routine once."""
    places = {routine: at for at, routine in enumerate(dict.fromkeys(s.routine for s in program.sessions))}
    sessions = [{"week": s.week, "day": s.day, "routine": places[s.routine]} for s in program.sessions]
    rest = {name: plain(getattr(program, name)) for name in Program.__checks__ if name != "sessions"}
    return {**rest, "routines": [plain(routine) for routine in places], "sessions": sessions}


def _unshared(held: object) -> object:
    """Plain data of a program with the routine of each session in its place; what is amiss is left for the reader."""
    if type(held) is not dict or type(held.get("routines")) is not list or type(held.get("sessions")) is not list:
        return held
    routines = held["routines"]

    sessions = held["sessions"][:_TOO_MANY]
    places = [one.get("routine") if type(one) is dict else None for one in sessions]
    if any(type(at) is not int for at in places) or set(places) != set(range(len(routines))):
        return held
    rest = {key: value for key, value in held.items() if key != "routines"}
    return {**rest, "sessions": [{**one, "routine": routines[at]} for one, at in zip(sessions, places, strict=True)]}
