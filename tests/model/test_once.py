"""What is worked out once for a catalog."""

import gc

from attrs import evolve

from tests.model.tiny import tiny
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.once import Kept, once

CALLS: list[str] = []


@once
def told(catalog: Catalog) -> str:
    """What a catalog is told by."""
    CALLS.append(catalog.data_version)
    return f"data {catalog.data_version}"


def test_it_is_worked_out_once_for_each_catalog() -> None:
    one, other = evolve(tiny(), data_version="41"), evolve(tiny(), data_version="42")
    CALLS.clear()
    assert [told(one), told(other), told(one)] == ["data 41", "data 42", "data 41"]
    assert CALLS == ["41", "42"]


def test_it_keeps_what_the_function_says_of_itself() -> None:
    assert told.__doc__ == "What a catalog is told by."


def test_it_goes_with_its_catalog() -> None:
    passing = evolve(tiny(), data_version="43")
    told(passing)
    assert id(passing) in told.made
    key = id(passing)
    del passing
    gc.collect()
    assert key not in told.made


def test_a_full_dictionary_begins_anew_but_not_for_a_key_that_it_has() -> None:
    kept: Kept[str, int] = Kept(2)
    kept["one"], kept["two"], kept["two"] = 1, 2, 3
    assert kept == {"one": 1, "two": 3}
    kept["three"] = 4
    assert kept == {"three": 4}
