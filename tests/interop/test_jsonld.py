"""JSON-LD in pyld: every word is one of schema.org, and nothing is lost when it is expanded."""

import json
from typing import Any

import pytest
from pyld import jsonld

from tests.composing.asking import composed
from tests.exporting.schema_org import CONTEXT
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.exporting import export
from thoracic_lib.model.routine import Request


def load(url: str, _options: object) -> dict[str, Any]:
    """The context that every document names, without a network."""
    assert url == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def leaves(held: Any) -> int:  # noqa: ANN401 - plain data
    """How many values stand in a document."""
    if isinstance(held, dict):
        return sum(leaves(inner) for name, inner in held.items() if name != "@context")
    return sum(map(leaves, held)) if isinstance(held, list) else 1


def words(held: Any) -> set[str]:  # noqa: ANN401 - plain data
    """Every key and type of an expanded document."""
    if isinstance(held, dict):
        kinds = set(held.get("@type", ())) if isinstance(held.get("@type"), list) else set()
        return kinds | set(held) | set().union(*map(words, held.values()))
    return set().union(*map(words, held)) if isinstance(held, list) else set()


VALUES = {
    **{exercise.id: exercise for exercise in catalog().exercises},
    **{
        f"routine {held.id}": compose(Request(routine=held.id, profile=composed().request.profile))
        for held in catalog().routines
    },
}


@pytest.mark.parametrize("name", VALUES)
def test_a_document_expands_without_loss_to_the_words_of_schema_org(name: str) -> None:
    document = json.loads(export(VALUES[name], "jsonld"))
    (expanded,) = jsonld.expand(document, {"documentLoader": load})
    assert leaves(expanded) == leaves(document)
    named = words(expanded) - {"@type", "@value", "@id"}
    assert all(word.startswith("https://schema.org/") for word in named)
    (again,) = jsonld.expand(jsonld.compact(expanded, CONTEXT, {"documentLoader": load}))
    assert again == expanded
