"""The words of schema.org that are used here, as its pages give them: each type with its properties."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["CONTEXT", "PROPERTIES", "faults"]

_THING = {"name", "alternateName", "description", "identifier", "sameAs"}
_WORK = _THING | {
    *("position", "hasPart", "inLanguage", "version", "license", "citation", "text", "creditText", "datePublished"),
}
_PLAN = {
    *("activityDuration", "exerciseType", "repetitions", "intensity", "restPeriods", "additionalVariable"),
    *("associatedAnatomy", "category"),
}

PROPERTIES: Mapping[str, set[str]] = MappingProxyType(
    {
        "ExercisePlan": _WORK | _PLAN,
        "HowTo": _WORK | {"step", "tool"},
        "HowToStep": _WORK,
        "HowToTool": _THING,
        "CreativeWork": _WORK,
        "AnatomicalStructure": _THING | {"code"},
        "MedicalCode": _THING | {"codeValue", "codingSystem"},
        "QuantitativeValue": _THING | {"minValue", "maxValue", "unitCode"},
    }
)

_LINKS = ("license", "sameAs")

CONTEXT = {
    "@context": {
        "schema": "https://schema.org/",
        **{name: f"schema:{name}" for name in PROPERTIES},
        **{name: f"schema:{name}" for names in PROPERTIES.values() for name in names},
        **{name: {"@id": f"schema:{name}", "@type": "@id"} for name in _LINKS},
    }
}
"""A context with these words and no others: what is not among them is lost when a document is expanded."""


def faults(node: dict[str, Any], path: str = "$") -> list[str]:
    """Where a document uses a word that its type does not have."""
    kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
    known = set().union(*(PROPERTIES[kind] for kind in kinds)) | {"@type", "@context"}
    told = [f"{path}.{name}" for name in node if name not in known]
    for name, held in node.items():
        for inner in held if isinstance(held, list) else [held]:
            if isinstance(inner, dict):
                told += faults(inner, f"{path}.{name}")
    return told
