"""JSON-LD in the words of schema.org: a routine or an exercise as `ExercisePlan`, for web pages and their readers.

It can stand in a `<script type="application/ld+json">` as it is. schema.org knows repetitions, a duration, rests and
an intensity, but no sets, sides, holds, breaths, spots and tempo: these are texts such as `sets: 2`. It loses why an
exercise is in a routine, what was left out, cues, links between exercises, which demands a setup makes, all dosages of
an exercise but the default one, and everything about the person but the limits: these say how an exercise is held back,
and so may let somebody guess why.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.direction import straightened
from thoracic_lib.exporting.embedding import embedded
from thoracic_lib.exporting.pages import EDUCATION, place, words
from thoracic_lib.exporting.sharing import unasked
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dosage, Dose, Span
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.routine import Routine, Step

__all__ = ["iso_duration", "render"]

Node = dict[str, Any]

_CONTEXT = "https://schema.org"
_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
"""That of the bundled data; a catalog of your own may have another, so it stands at bundled exercises only."""

_COUNTED = ("sets", "hold_seconds", "breaths", "spots", "tempo_seconds")
"""What schema.org has no property for."""


def render(value: object, catalog: Catalog | None = None) -> str:
    """A routine or an exercise as JSON-LD; targets and sources are named as the catalog names them.

    `FormatError` for anything else.
    """
    known = bundled() if catalog is None else catalog
    if isinstance(value, Routine):
        return embedded(straightened({"@context": _CONTEXT, **_routine(value, known)}))
    if isinstance(value, Exercise):
        return embedded(straightened({"@context": _CONTEXT, **_exercise(value, known)}))
    raise FormatError("jsonld", f"cannot hold a {type(value).__name__}")


def iso_duration(seconds: int) -> str:
    """Seconds as an ISO 8601 duration.

    >>> iso_duration(735), iso_duration(7_200), iso_duration(0)
    ('PT12M15S', 'PT2H', 'PT0S')
    """
    hours, rest = divmod(seconds, 3_600)
    told = ((hours, "H"), (rest // 60, "M"), (rest % 60, "S"))
    return f"PT{''.join(f'{count}{unit}' for count, unit in told if count) or '0S'}"


def _routine(routine: Routine, catalog: Catalog) -> Node:
    stops = (f"When to stop: {sign}" for sign in routine.stop_signs)
    return {
        "@type": "ExercisePlan",
        "name": routine.title,
        "description": " ".join((EDUCATION, *unasked(routine), *routine.notices, *stops)),
        "inLanguage": "en",
        "version": routine.data_version,
        "activityDuration": iso_duration(routine.seconds),
        "exerciseType": list(dict.fromkeys(step.exercise.phase.value for step in routine.steps)),
        "hasPart": [_step(at, step, catalog) for at, step in enumerate(routine.steps, 1)],
    }


def _step(at: int, step: Step, catalog: Catalog) -> Node:
    exercise, dose = step.exercise, step.dose
    told: Node = {
        "@type": ["ExercisePlan", "HowTo"],
        "position": at,
        **_plan(exercise, step.setup, catalog),
        "description": " ".join((f"{place(step.setup)}.", *_how(step.setup), *exercise.cautions)),
        "activityDuration": iso_duration(step.seconds),
        "additionalVariable": [f"dose: {dose}", *_variables(dose)],
    }
    if dose.repetitions:
        told["repetitions"] = dose.repetitions
    if dose.sets > 1:
        told["restPeriods"] = f"{dose.rest_seconds} s between sets"
    if step.limits:
        told["intensity"] = "; ".join(dict.fromkeys(str(limit).rstrip(".") for limit in step.limits))
    return told


def _exercise(exercise: Exercise, catalog: Catalog) -> Node:
    dosage = exercise.dosage
    told: Node = {
        "@type": ["ExercisePlan", "HowTo"],
        **_plan(exercise, exercise.setups[0], catalog),
        "description": " ".join((exercise.summary, EDUCATION, *exercise.cautions)),
        "inLanguage": "en",
        "additionalVariable": [*_variables(dosage), f"basis: {dosage.basis}"],
        "citation": [_source(catalog, source) for source in dict.fromkeys(c.source for c in exercise.sources)],
    }
    if exercise.aliases:
        told["alternateName"] = list(exercise.aliases)
    if dosage.repetitions:
        told["repetitions"] = _range(dosage.repetitions)
    if dosage.duration_seconds:
        told["activityDuration"] = {**_range(dosage.duration_seconds), "unitCode": "SEC"}
    if dosage.sets.high > 1:
        told["restPeriods"] = f"{dosage.rest_seconds} s between sets"
    if bundled().get(exercise.id) == exercise:
        told["license"] = _LICENSE
    return told


def _plan(exercise: Exercise, setup: Setup, catalog: Catalog) -> Node:
    """What an exercise is, whatever its dose."""
    told: Node = {
        "identifier": exercise.id,
        "name": exercise.name,
        "exerciseType": exercise.phase.value,
        "associatedAnatomy": [_target(catalog, target) for target in exercise.targets],
        "step": [{"@type": "HowToStep", "position": at, "text": text} for at, text in enumerate(exercise.steps, 1)],
    }
    if exercise.movements:
        told["category"] = [words(movement) for movement in exercise.movements]
    if setup.equipment:
        told["tool"] = [{"@type": "HowToTool", "name": catalog.item(item).name} for item in setup.equipment]
    return told


def _how(setup: Setup) -> tuple[str, ...]:
    return (setup.how,) if setup.how else ()


def _variables(amount: Dosage | Dose) -> Iterator[str]:
    """An amount in the words of the library, as far as schema.org has none of its own."""
    yield f"laterality: {amount.laterality.value}"
    for name in _COUNTED:
        if (held := getattr(amount, name)) is not None:
            yield f"{words(name)}: {held}"


def _range(span: Span) -> Node:
    bounds = (("minValue", span.minimum), ("maxValue", None if span.is_minimum else span.maximum))
    return {"@type": "QuantitativeValue", **{name: bound for name, bound in bounds if bound is not None}}


def _target(catalog: Catalog, target: str) -> Node:
    found = next(row for row in catalog.targets if row.id == target)
    told: Node = {"@type": "AnatomicalStructure", "name": found.name}
    if found.uberon:
        told["code"] = {"@type": "MedicalCode", "codeValue": found.uberon, "codingSystem": "UBERON"}
    return told


def _source(catalog: Catalog, source: str) -> Node:
    found = catalog.source(source)
    told: Node = {"@type": "CreativeWork", "name": found.title}
    if found.authors:
        told["creditText"] = found.authors
    if found.year:
        told["datePublished"] = str(found.year)
    if found.identifiers.doi:
        told["sameAs"] = f"https://doi.org/{quote(found.identifiers.doi)}"
    return told
