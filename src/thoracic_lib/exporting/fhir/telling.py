"""What is told of a person's conditions: nothing, unless it was asked for."""

from collections.abc import Iterable

from thoracic_lib.exporting.fhir.elements import Resource, Wishes, concept
from thoracic_lib.exporting.pages import cautions, for_all
from thoracic_lib.exporting.sharing import unasked
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Routine, Step
from thoracic_lib.vocabulary import LimitKind

__all__ = ["ICD10", "KEPT_BACK", "asked", "banners", "conditions", "held_back", "warned"]

ICD10 = "http://hl7.org/fhir/sid/icd-10"
"""The code system of ICD-10 as the WHO publishes it."""

KEPT_BACK = "An instruction is kept back here, because it may tell of a condition. Ask the person for it."
"""What stands in place of a limit in words, where conditions are not told."""


def held_back(step: Step, wished: Wishes) -> tuple[str, ...]:
    """How a step is held back; what a rule says in words of its own tells of its condition."""
    told = (limit.kind is LimitKind.CUE and not wished.conditions for limit in step.limits)
    shown = (KEPT_BACK if hidden else str(limit) for hidden, limit in zip(told, step.limits, strict=True))
    return tuple(dict.fromkeys(shown))


def warned(step: Step, wished: Wishes) -> tuple[str, ...]:
    """What rules say of a step, which names conditions."""
    return cautions(step) if wished.conditions else ()


def asked(routine: Routine, wished: Wishes) -> tuple[str, ...]:
    """What rules say of the whole routine, which names conditions."""
    return for_all(routine) if wished.conditions else ()


def banners(routine: Routine, wished: Wishes) -> tuple[str, ...]:
    """What was not asked; a warning sign that the person reported is told as conditions are."""
    return routine.banners if wished.conditions else unasked(routine)


def conditions(routines: Iterable[Routine], catalog: Catalog, wished: Wishes) -> tuple[Resource, ...]:
    """What the person declared for any of the routines, in words, and in ICD-10 where the category means just that."""
    told = routines if wished.conditions else ()
    declared = sorted({name for routine in told for name in routine.request.profile.conditions or ()})
    return tuple(
        concept(held.name, *({"system": ICD10, "code": code.code} for code in held.icd10 if code.exact))
        for held in map(catalog.condition, declared)
    )
