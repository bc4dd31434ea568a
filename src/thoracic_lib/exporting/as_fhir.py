"""FHIR R4 and R4B: a Bundle that a health record can read, as canonical JSON; nothing in it is an order.

An exercise becomes one ActivityDefinition for each setup; a catalog all of them, with a PlanDefinition for each
sequence of a source; a routine a PlanDefinition with the exercises it refers to; a program a CarePlan with its
routines. What FHIR has no element for stands in the extension of `thoracic_lib.exporting.fhir.extension`.

It loses why each exercise is in, what was left out, the score, the certificate, the request and the profile, guidance,
notes, what changes from week to week and what people said of it. Of an exercise it loses aliases, relations,
techniques, what is unclear, and all dosages but the default one, of which it does not say that a range is called a
minimum. Signs that turn the direction of writing are left out, and every space is a plain one. Conditions are left out
unless they are asked for, with all that rules say in words.
"""

import datetime as dt
import json
from collections.abc import Iterator

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.fhir.definitions import activity, of_routine, of_source
from thoracic_lib.exporting.fhir.elements import Resource, Wishes, bundle, wishes
from thoracic_lib.exporting.fhir.plans import of_program
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine

__all__ = ["render"]


def render(  # noqa: PLR0913 - all but the value are optional
    value: object,
    catalog: Catalog | None = None,
    *,
    base: str | None = None,
    subject: str | None = None,
    conditions: bool = False,
    date: dt.date | None = None,
) -> str:
    """A catalog, exercise, routine or program as a FHIR Bundle in JSON; equal values give equal text.

    See `thoracic_lib.exporting.to_fhir` for the options. `FormatError` for any other value.
    """
    known, wished = bundled() if catalog is None else catalog, wishes(base, subject, date, conditions=conditions)
    held = bundle(_resources(value, known, wished), wished)
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _resources(value: object, catalog: Catalog, wished: Wishes) -> Iterator[Resource]:
    if isinstance(value, Program):
        yield from of_program(value, catalog, wished)
    elif isinstance(value, Routine):
        yield from of_routine(value, catalog, wished)
    elif isinstance(value, Exercise):
        yield from (activity(value, setup, catalog, wished) for setup in value.setups)
    elif isinstance(value, Catalog):
        yield from _everything(value, wished)
    else:
        raise FormatError("fhir", f"cannot hold a {type(value).__name__}")


def _everything(catalog: Catalog, wished: Wishes) -> Iterator[Resource]:
    urls: dict[tuple[str, str], str] = {}
    for exercise in catalog.exercises:
        for setup in exercise.setups:
            held = activity(exercise, setup, catalog, wished)
            urls[exercise.id, setup.id] = held["url"]
            yield held
    yield from (of_source(routine, catalog, urls, wished) for routine in catalog.routines)
