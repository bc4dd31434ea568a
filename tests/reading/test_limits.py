"""How much is read is bounded, in one place, and each bound is met at its value and one above."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.reading.test_catalogs import own_exercise
from thoracic_lib import limits
from thoracic_lib.catalogs import load_catalog
from thoracic_lib.errors import DataError, Fault
from thoracic_lib.limits import MAX_IDENTIFIER, MAX_ITEMS, MAX_KEYS, MAX_TEXT
from thoracic_lib.model.profile import Profile
from thoracic_lib.reading import structure

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "limits.md"


def faults(source: Any) -> tuple[Fault, ...]:  # noqa: ANN401 - handed on as it is
    try:
        load_catalog(source)
    except DataError as error:
        return error.faults
    return ()


def norms(count: int) -> list[dict[str, object]]:
    norm = {"measure": "M", "value": 1, "unit": "U", "text": "T.", "sources": ["tftf_t4"]}
    return [{**norm, "id": f"own-{number}"} for number in range(count)]


def test_the_page_names_every_limit_with_its_value() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {name: f"{getattr(limits, name):,}" for name in limits.__all__}


def test_as_many_rows_as_allowed_are_read_and_one_more_is_refused() -> None:
    assert faults({"norms": norms(MAX_ITEMS)}) == ()
    told = Fault("", "$.norms", f"holds {MAX_ITEMS + 1} rows, more than {MAX_ITEMS}")
    assert faults({"norms": norms(MAX_ITEMS + 1)}) == (told,)


def test_a_list_in_a_row_is_as_long_as_allowed_and_no_longer() -> None:
    assert faults({"exercises": [own_exercise(cues=["Breathe."] * MAX_ITEMS)]}) == ()
    assert faults({"exercises": [own_exercise(cues=["Breathe."] * (MAX_ITEMS + 1))]}) == (
        Fault("", "$.exercises[0].cues", f"holds {MAX_ITEMS + 1} items, more than {MAX_ITEMS}"),
    )


def test_a_list_of_tables_in_a_row_is_as_long_as_allowed_and_no_longer() -> None:
    source = own_exercise()["sources"][0]
    assert faults({"exercises": [own_exercise(sources=[source] * MAX_ITEMS)]}) == ()
    assert faults({"exercises": [own_exercise(sources=[source] * (MAX_ITEMS + 1))]}) == (
        Fault("", "$.exercises[0].sources", f"holds {MAX_ITEMS + 1} items, more than {MAX_ITEMS}"),
    )


def test_a_set_is_as_large_as_allowed_and_no_larger() -> None:
    ids = [f"thing-{number}" for number in range(MAX_ITEMS + 1)]
    assert len(structure(Profile, {"equipment": ids[:-1]}).equipment) == MAX_ITEMS
    with pytest.raises(DataError, match=f"holds {MAX_ITEMS + 1} items, more than {MAX_ITEMS}"):
        structure(Profile, {"equipment": ids})


def test_a_table_with_more_keys_than_allowed_is_told_so_and_not_key_by_key() -> None:
    strange = {f"strange-{number}": 1 for number in range(MAX_KEYS)}
    assert len(faults(strange)) == MAX_KEYS
    assert faults({**strange, "one-more": 1}) == (Fault("", "$", f"has {MAX_KEYS + 1} keys, more than {MAX_KEYS}"),)
    row = own_exercise()
    few = {f"strange-{number}": 1 for number in range(MAX_KEYS - len(row))}
    assert len(faults({"exercises": [{**row, **few}]})) == len(few)
    assert faults({"exercises": [{**row, **few, "one-more": 1}]}) == (
        Fault("", "$.exercises[0]", f"has {MAX_KEYS + 1} keys, more than {MAX_KEYS}"),
    )


def test_a_text_is_as_long_as_allowed_and_no_longer() -> None:
    assert faults({"exercises": [own_exercise(summary="x" * MAX_TEXT)]}) == ()
    assert faults({"exercises": [own_exercise(summary="x" * (MAX_TEXT + 1))]}) == (
        Fault("", "$.exercises[0].summary", f"is longer than {MAX_TEXT} characters"),
    )


def test_an_id_is_as_long_as_allowed_and_no_longer() -> None:
    assert faults({"exercises": [own_exercise(id="x" * MAX_IDENTIFIER)]}) == ()
    assert [fault.path for fault in faults({"exercises": [own_exercise(id="x" * (MAX_IDENTIFIER + 1))]})] == [
        "$.exercises[0].id"
    ]


def test_a_mapping_that_holds_itself_is_refused_and_not_followed() -> None:
    row = own_exercise()
    row["steps"] = [row]
    assert [fault.path for fault in faults({"exercises": [row]})] == ["$.exercises[0].steps[0]"]


def test_a_catalog_of_files_is_bounded_as_one_of_a_mapping(tmp_path: Path) -> None:
    (tmp_path / "norms.json").write_text(json.dumps({"norms": norms(MAX_ITEMS + 1)}))
    assert faults(tmp_path) == (Fault("norms.json", "$.norms", f"holds {MAX_ITEMS + 1} rows, more than {MAX_ITEMS}"),)
