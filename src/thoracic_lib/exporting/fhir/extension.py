"""The one extension: what FHIR has no element for, such as sides, sets, holds, breaths, spots, tempo and rest.

`PARTS` lists the parts of it; `definition` is its StructureDefinition, published under `schema/fhir/`.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from thoracic_lib.exporting.fhir.elements import HOME, Resource, duration, text
from thoracic_lib.model.dosage import Dosage, Dose, Span
from thoracic_lib.model.exercise import Exercise, Setup

__all__ = ["PARTS", "URL", "Part", "amount", "definition", "described", "extension", "regimen", "said"]

URL = f"{HOME}/StructureDefinition/thoracic-exercise"
"""The canonical URL of the extension, the same whatever base a caller chooses."""

_CODE = ("code",)
_TEXT = ("string",)
_COUNT = ("positiveInt", "Range")
_TIME = ("Duration", "Range")
_ONCE, _OFTEN = "1", "*"


class Part(NamedTuple):
    """One part of the extension: the types that its value may have, how often it may stand, and what it says."""

    types: tuple[str, ...]
    most: str
    says: str


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "exercise": Part(_CODE, _ONCE, "The id of the exercise in its catalog."),
        "setup": Part(_CODE, _ONCE, "The id of the way to do it: a position with its equipment."),
        "phase": Part(_CODE, _ONCE, "The part of a session that it belongs to."),
        "movement": Part(_CODE, _OFTEN, "A movement of the spine or of the shoulder blades."),
        "position": Part(_CODE, _ONCE, "The position of the body."),
        "equipment": Part(_CODE, _OFTEN, "The id of a thing that it needs; all of them are needed."),
        "demand": Part(_CODE, _OFTEN, "The id of something that it asks of a body."),
        "how": Part(_TEXT, _ONCE, "What is particular about this way to do it."),
        "instruction": Part(_TEXT, _OFTEN, "What to do, in order."),
        "cue": Part(_TEXT, _OFTEN, "A short hint."),
        "avoid": Part(_TEXT, _OFTEN, "What to avoid."),
        "breathing": Part(_TEXT, _ONCE, "How to breathe."),
        "caution": Part(_TEXT, _OFTEN, "What to mind."),
        "laterality": Part(
            _CODE, _ONCE, "bilateral, each-side (amounts are those of one side) or alternating (of both together)."
        ),
        "sets": Part(_COUNT, _ONCE, "How many sets."),
        "repetitions": Part(_COUNT, _ONCE, "Repetitions at each spot, in each set; there and back is one."),
        "hold": Part(_TIME, _ONCE, "How long each repetition is held."),
        "work": Part(_TIME, _ONCE, "How long the work goes on at each spot, in each set, where nothing is counted."),
        "breaths": Part(_COUNT, _ONCE, "Breaths at each spot, in each set."),
        "spots": Part(_COUNT, _ONCE, "Places along the spine or the ribs."),
        "tempo": Part(("Duration",), _ONCE, "The movement of one repetition, there and back, without its hold."),
        "rest": Part(("Duration",), _ONCE, "The rest between sets."),
        "basis": Part(_TEXT, _ONCE, "Where the amounts come from: the id of a source, or 'library default'."),
        "limit": Part(_TEXT, _OFTEN, "How it is held back."),
        "notice": Part(_TEXT, _OFTEN, "What everybody is told."),
        "banner": Part(_TEXT, _OFTEN, "What was not asked before this was made, or was answered and is to be minded."),
        "stop-sign": Part(_TEXT, _OFTEN, "When to stop, and what to do then."),
        "session-day": Part(("unsignedInt",), _OFTEN, "A day with a session; 0 is the first day of the plan."),
    }
)
"""The parts of the extension by the name that is their URL."""


def said(name: str, *values: str) -> Iterator[Resource]:
    """A part that says texts or codes, one for each value."""
    kind = "valueCode" if PARTS[name].types == _CODE else "valueString"
    yield from ({"url": name, kind: value if kind == "valueCode" else text(value)} for value in values)


def extension(parts: Iterable[Resource]) -> list[Resource]:
    """The extension with these parts, as a resource holds it."""
    return [{"url": URL, "extension": list(parts)}]


def described(exercise: Exercise, setup: Setup) -> Iterator[Resource]:
    """What an exercise and one way to do it say, but for the amounts."""
    yield from said("exercise", exercise.id)
    yield from said("setup", setup.id)
    yield from said("phase", exercise.phase.value)
    yield from said("movement", *(movement.value for movement in exercise.movements))
    yield from said("position", setup.position.value)
    yield from said("equipment", *setup.needs)
    yield from said("demand", *setup.demands)
    yield from said("how", setup.how or "")
    yield from said("instruction", *exercise.steps)
    yield from said("cue", *exercise.cues)
    yield from said("avoid", *exercise.avoid)
    yield from said("breathing", exercise.breathing or "")
    yield from said("caution", *exercise.cautions)


def amount(dose: Dose) -> Iterator[Resource]:
    """The parts of one concrete amount; rules that hold it back are not named."""
    yield from said("laterality", dose.laterality.value)
    for name in ("sets", "repetitions", "breaths", "spots"):
        yield {"url": name, "valuePositiveInt": getattr(dose, name)}
    for name, seconds in (("hold", dose.hold_seconds), ("work", dose.duration_seconds), ("tempo", dose.tempo_seconds)):
        yield {"url": name, "valueDuration": None if seconds is None else duration(seconds)}
    yield {"url": "rest", "valueDuration": duration(dose.rest_seconds)}
    yield from said("basis", dose.basis)


def regimen(dosage: Dosage) -> Iterator[Resource]:
    """The parts of a regimen: ranges, of which either end may be open."""
    yield from said("laterality", dosage.laterality.value)
    for name in ("sets", "repetitions", "breaths", "spots"):
        yield {"url": name, "valueRange": _range(getattr(dosage, name), {})}
    for name, span in (("hold", dosage.hold_seconds), ("work", dosage.duration_seconds)):
        yield {"url": name, "valueRange": _range(span, duration(0))}
    tempo = dosage.tempo_seconds
    yield {"url": "tempo", "valueDuration": None if tempo is None else duration(tempo)}
    yield {"url": "rest", "valueDuration": duration(dosage.rest_seconds)}
    yield from said("basis", dosage.basis)


def _range(span: Span | None, unit: Resource) -> Resource | None:
    if span is None:
        return None
    ends = {"low": span.minimum, "high": span.maximum}
    return {name: {**unit, "value": end} for name, end in ends.items() if end is not None}


def definition() -> Resource:
    """The StructureDefinition of the extension, for FHIR R4 (4.0.1), and as valid in R4B."""
    return {
        "resourceType": "StructureDefinition",
        "id": "thoracic-exercise",
        "url": URL,
        "version": "1",
        "name": "ThoracicExercise",
        "title": "An exercise for the thoracic spine",
        "status": "draft",
        "description": "What FHIR has no element for in an exercise, a routine or a program of thoracic_lib. "
        "It is education, not medical advice.",
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": name} for name in _CONTEXT],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "differential": {"element": [*_root(), *(row for name in PARTS for row in _sliced(name)), *_end("", URL)]},
    }


_CONTEXT = ("ActivityDefinition", "PlanDefinition", "PlanDefinition.action", "CarePlan", "CarePlan.activity.detail")
"""The elements that have the extension."""


def _root() -> Iterator[Resource]:
    told = "Sides, sets, holds, breaths, spots, tempo, rest, and what else FHIR has no element for"
    yield {"id": "Extension", "path": "Extension", "short": told, "definition": f"{told}.", "min": 0, "max": "1"}
    by_url = {"discriminator": [{"type": "value", "path": "url"}], "rules": "closed"}
    yield {"id": "Extension.extension", "path": "Extension.extension", "slicing": by_url, "min": 1}


def _sliced(name: str) -> Iterator[Resource]:
    part, place = PARTS[name], f"Extension.extension:{name}"
    yield {
        "id": place,
        "path": "Extension.extension",
        "sliceName": name,
        "short": part.says,
        "definition": part.says,
        "min": 0,
        "max": part.most,
    }
    yield {"id": f"{place}.extension", "path": "Extension.extension.extension", "max": "0"}
    yield from _end(f".extension:{name}", name, part.types)


def _end(place: str, url: str, types: tuple[str, ...] = ()) -> Iterator[Resource]:
    """The address of an extension and its value; without types it has none."""
    path = f"Extension{'.extension' if place else ''}"
    yield {"id": f"Extension{place}.url", "path": f"{path}.url", "fixedUri": url}
    value = {"id": f"Extension{place}.value[x]", "path": f"{path}.value[x]"}
    yield {**value, "min": 1, "type": [{"code": code} for code in types]} if types else {**value, "max": "0"}
