"""Exercises as ActivityDefinition, routines and the sequences of sources as PlanDefinition."""

from collections.abc import Iterable, Iterator

from thoracic_lib.exporting.fhir import telling
from thoracic_lib.exporting.fhir.elements import (
    HOME,
    Resource,
    Wishes,
    citation,
    concept,
    identified,
    markdown,
    named,
    narrative,
    text,
)
from thoracic_lib.exporting.fhir.extension import amount, described, extension, regimen, said
from thoracic_lib.exporting.pages import EDUCATION, place
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.goal import SourceRoutine, SourceStep
from thoracic_lib.model.routine import Routine, Step

__all__ = ["activity", "activity_of", "of_routine", "of_source"]

_TYPE = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/plan-definition-type", "code": "workflow-definition"}]
}
_FOCUS = {"system": "http://terminology.hl7.org/CodeSystem/usage-context-type", "code": "focus"}
_UBERON = "http://purl.obolibrary.org/obo/uberon.owl"


def activity(exercise: Exercise, setup: Setup, catalog: Catalog, wished: Wishes) -> Resource:
    """An exercise in one setup, with the ranges of the dosage that the library uses."""
    parts = (*described(exercise, setup), *regimen(exercise.dosage))
    return identified(_activity(exercise, setup, catalog, parts), wished)


def activity_of(step: Step, catalog: Catalog, wished: Wishes) -> Resource:
    """The exercise of a step in its setup, with its dose."""
    parts = (*described(step.exercise, step.setup), *amount(step.dose))
    return identified(_activity(step.exercise, step.setup, catalog, parts), wished)


def _activity(exercise: Exercise, setup: Setup, catalog: Catalog, parts: Iterable[Resource]) -> Resource:
    name = f"{exercise.id}/{setup.id}"
    code = {"system": f"{HOME}/exercise", "code": exercise.id}
    return {
        "resourceType": "ActivityDefinition",
        "text": narrative(exercise.name, place(setup), exercise.summary, EDUCATION, items=exercise.steps),
        "extension": extension(parts),
        "identifier": [{"system": f"{HOME}/setup", "value": name}],
        "version": text(catalog.data_version),
        "name": named("Exercise", name),
        "title": text(exercise.name),
        "subtitle": text(place(setup)),
        "status": "draft",
        "description": markdown(exercise.summary),
        "relatedArtifact": [*_cited(catalog, (citation.source for citation in exercise.sources))],
        "kind": "Task",
        "code": concept(exercise.name, code),
        "intent": "proposal",
        "participant": [{"type": "patient"}],
        "bodySite": [*_sites(exercise, catalog)],
    }


def _sites(exercise: Exercise, catalog: Catalog) -> Iterator[Resource]:
    for target in catalog.targets:
        if target.id in exercise.targets:
            codes = [] if target.uberon is None else [{"system": _UBERON, "code": target.uberon}]
            yield concept(target.name, *codes)


def _cited(catalog: Catalog, sources: Iterable[str]) -> Iterator[Resource]:
    for source in map(catalog.source, dict.fromkeys(sources)):
        yield citation(source.title, source.identifiers.doi)


def of_routine(routine: Routine, catalog: Catalog, wished: Wishes) -> Iterator[Resource]:
    """A routine, then the exercises that it refers to."""
    activities = [activity_of(step, catalog, wished) for step in routine.steps]
    told = [f"{step.exercise.name}: {step.dose}, {clock(step.seconds)} min" for step in routine.steps]
    parts = (
        *said("banner", *telling.banners(routine, wished)),
        *said("stop-sign", *routine.stop_signs),
        *said("notice", *routine.notices),
        *said("caution", *telling.asked(routine, wished)),
    )
    focus = telling.conditions([routine], catalog, wished)
    plan = {
        **_plan(routine.title, text(routine.data_version), f"{clock(routine.seconds)} min. {EDUCATION}"),
        "text": narrative(routine.title, *telling.banners(routine, wished), EDUCATION, items=told),
        "extension": extension(parts),
        "name": named("Routine", routine.request.routine or routine.request.goal),
        "useContext": [{"code": _FOCUS, "valueCodeableConcept": condition} for condition in focus],
        "action": [
            _action(at, step, held["url"], wished)
            for at, (step, held) in enumerate(zip(routine.steps, activities, strict=True), 1)
        ],
    }
    yield identified(plan, wished)
    yield from activities


def _action(number: int, step: Step, url: str, wished: Wishes) -> Resource:
    """A step: it begins when the one before ends, and its time includes getting ready."""
    after = {"actionId": f"step-{number - 1}", "relationship": "after-end"}
    parts = (
        *said("limit", *telling.held_back(step, wished)),
        *said("notice", *step.notices),
        *said("caution", *telling.warned(step, wished)),
    )
    return {
        "id": f"step-{number}",
        "extension": extension(parts),
        "prefix": str(number),
        "title": text(step.exercise.name),
        "textEquivalent": text(f"{step.dose}. {place(step.setup)}."),
        "relatedAction": [after] if number > 1 else [],
        "timingTiming": {"repeat": {"count": 1, "duration": step.seconds, "durationUnit": "s"}},
        "participant": [{"type": "patient"}],
        "definitionCanonical": url,
    }


def of_source(routine: SourceRoutine, catalog: Catalog, urls: dict[tuple[str, str], str], wished: Wishes) -> Resource:
    """The sequence that a source sets out; of each exercise one setup is chosen."""
    plan = {
        **_plan(routine.name, text(catalog.data_version), f"{routine.summary} {EDUCATION}"),
        "text": narrative(routine.name, routine.summary, EDUCATION, items=(step.exercise for step in routine.steps)),
        "identifier": [{"system": f"{HOME}/routine", "value": routine.id}],
        "name": named("Sequence", routine.id),
        "relatedArtifact": [*_cited(catalog, [routine.source])],
        "action": [_choice(at, step, catalog, urls) for at, step in enumerate(routine.steps, 1)],
    }
    return identified(plan, wished)


def _choice(number: int, step: SourceStep, catalog: Catalog, urls: dict[tuple[str, str], str]) -> Resource:
    exercise = catalog[step.exercise]
    return {
        "prefix": str(number),
        "title": text(exercise.name),
        "textEquivalent": text(step.note or ""),
        "groupingBehavior": "logical-group",
        "selectionBehavior": "exactly-one",
        "requiredBehavior": "could" if step.optional else "must",
        "action": [
            {"title": text(place(setup)), "definitionCanonical": urls[exercise.id, setup.id]}
            for setup in exercise.setups
        ],
    }


def _plan(title: str, version: str, description: str) -> Resource:
    return {
        "resourceType": "PlanDefinition",
        "version": version,
        "title": text(title),
        "type": _TYPE,
        "status": "draft",
        "description": markdown(description),
    }
