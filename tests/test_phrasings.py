"""What people really type, as a table: what each phrasing declares, asks, refuses or does not know."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import thoracic_lib as tl
from thoracic_lib.errors import AmbiguousTermError, RefusedTermError, UnknownTermError

CATALOG = tl.catalog()
ROWS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "phrasings.toml").read_text("utf-8"))["phrasings"]
KINDS = {"conditions", "asks", "refused", "unknown"}
LEAST = {"one": 260, "several": 40, "asks": 40, "refused": 40, "unknown": 40}


def of(kind: str) -> list[Any]:
    return [pytest.param(row, id=repr(row["text"])) for row in ROWS if kind in row]


@pytest.mark.parametrize("row", of("conditions"))
def test_a_phrasing_declares_these_conditions_in_this_order(row: dict[str, Any]) -> None:
    assert tl.resolve(CATALOG, row["text"]) == tuple(row["conditions"])


@pytest.mark.parametrize("row", of("asks"))
def test_a_phrasing_that_could_mean_several_things_is_asked_about(row: dict[str, Any]) -> None:
    with pytest.raises(AmbiguousTermError) as caught:
        tl.resolve(CATALOG, row["text"])
    assert caught.value.candidates == tuple(row["candidates"])
    assert "?" in caught.value.ask or "clinician" in caught.value.ask or "enter" in caught.value.ask


@pytest.mark.parametrize("row", of("refused"))
def test_a_denial_or_a_phrasing_about_somebody_else_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(RefusedTermError):
        tl.resolve(CATALOG, row["text"])


@pytest.mark.parametrize("row", of("unknown"))
def test_an_unknown_phrasing_raises_with_what_is_really_near_or_nothing(row: dict[str, Any]) -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, row["text"])
    nearest = caught.value.nearest
    assert len(nearest) <= 3
    if "nearest" in row:
        assert (nearest[0] if nearest else "") == row["nearest"]


def test_the_table_holds_enough_phrasings_of_each_kind() -> None:
    counted = Counter(
        ("several" if row["conditions"][1:] else "one") if "conditions" in row else min(KINDS & row.keys())
        for row in ROWS
    )
    assert {kind: number for kind, number in counted.items() if number < LEAST[kind]} == {}
    assert counted.keys() == LEAST.keys()


def test_every_row_says_one_thing_and_no_text_stands_twice() -> None:
    allowed = {"text", "candidates", "nearest", "why"} | KINDS
    assert [row for row in ROWS if len(KINDS & row.keys()) != 1 or not row.keys() <= allowed] == []
    assert [text for text, times in Counter(row["text"].casefold() for row in ROWS).items() if times > 1] == []


@pytest.mark.parametrize("condition", [condition.id for condition in CATALOG.conditions])
def test_every_condition_has_at_least_four_phrasings_of_its_own(condition: str) -> None:
    assert len([row for row in ROWS if row.get("conditions") == [condition]]) >= 4
