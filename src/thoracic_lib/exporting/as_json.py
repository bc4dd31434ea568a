"""JSON: the whole value, losslessly, as canonical bytes in a small envelope that names its kind and schema."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from thoracic_lib.errors import DataError, Fault, FormatError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dosage, Dose, Pace
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.goal import Goal, SourceRoutine
from thoracic_lib.model.plain import plain
from thoracic_lib.model.profile import Profile
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
        "goal": Goal,
        "pace": Pace,
        "profile": Profile,
        "request": Request,
        "routine": Routine,
        "screened-exercise": ScreenedExercise,
        "screening": Screening,
        "source-routine": SourceRoutine,
    }
)
_KIND_OF: Mapping[type[object], str] = {kind: name for name, kind in KINDS.items()}


def render(value: object) -> str:
    """The JSON of a value: keys sorted, no spaces; equal values give equal text."""
    kind = _KIND_OF.get(type(value))
    if kind is None:
        raise FormatError("json", f"cannot hold a {type(value).__name__}")
    document = {"kind": kind, "schema": SCHEMA, "value": plain(value)}
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
    return structure(KINDS[str(kind)], document["value"], path="$.value")
