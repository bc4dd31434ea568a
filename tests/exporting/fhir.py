"""Short ways to look into a FHIR bundle."""

import json
from collections.abc import Iterator
from typing import Any

from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.exporting import to_fhir
from thoracic_lib.exporting.fhir.extension import URL
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.profiles import profile

__all__ = ["EVERYTHING", "everywhere", "held", "of_kind", "parts", "resources", "sequences", "told_by"]

EVERYTHING = [item.id for item in catalog().equipment]


def held(value: object, **wished: Any) -> dict[str, Any]:  # noqa: ANN401 - options of `to_fhir`
    """The bundle of a value, as plain data."""
    bundle: dict[str, Any] = json.loads(to_fhir(value, **wished))  # type: ignore[arg-type]  # some are wrong on purpose
    return bundle


def resources(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"]]


def of_kind(kind: str, bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [resource for resource in resources(bundle) if resource["resourceType"] == kind]


def parts(element: dict[str, Any], name: str) -> list[Any]:
    """The values of one part of our extension at an element."""
    inside = [
        one for extension in element.get("extension", []) if extension["url"] == URL for one in extension["extension"]
    ]
    return [value for one in inside if one["url"] == name for key, value in one.items() if key != "url"]


def everywhere(found: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - plain data
    """Every table inside plain data, the outermost first."""
    if isinstance(found, dict):
        yield found
        for inner in found.values():
            yield from everywhere(inner)
    if isinstance(found, list):
        for inner in found:
            yield from everywhere(inner)


def told_by(*conditions: str, **wished: Any) -> Routine:  # noqa: ANN401 - fields of a request
    """The routine of somebody who has all equipment and declares these conditions."""
    who = profile(equipment=EVERYTHING, conditions=list(conditions), cleared=list(conditions))
    return compose(Request(profile=who, **{"minutes": 20, **wished}))


def sequences() -> dict[str, Routine]:
    """Every sequence of a source, as a routine."""
    return {routine.id: told_by(minutes=None, routine=routine.id) for routine in catalog().routines}
