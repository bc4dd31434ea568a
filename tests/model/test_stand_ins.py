"""What stands in for something else: chains are written out, and nothing brings a demand that nobody sees."""

import pytest
from attrs import evolve

from thoracic_lib.errors import InvalidValueError
from thoracic_lib.masking import Masks
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.reference import Equipment
from thoracic_lib.screening import has
from thoracic_lib.testing.small import a_setup, an_exercise, an_item, small_catalog


def with_equipment(*items: Equipment) -> Catalog:
    return small_catalog(
        exercises=[an_exercise("turn", [a_setup("seated", ["turning"])])],
        demands=["turning", "loading"],
        equipment=items,
    )


def test_a_chain_that_breaks_off_is_refused() -> None:
    with pytest.raises(InvalidValueError) as caught:
        with_equipment(an_item("throne", satisfies=["chair"]), an_item("chair", satisfies=["stool"]), an_item("stool"))
    assert [str(fault) for fault in caught.value.faults] == [
        "equipment[0].satisfies: names 'chair', which stands in for 'stool'; name that too"
    ]


def test_a_chain_that_is_written_out_is_followed_by_all_who_ask() -> None:
    chain = with_equipment(
        an_item("throne", satisfies=["chair", "stool"]), an_item("chair", satisfies=["stool"]), an_item("stool")
    )
    person = Profile(equipment=frozenset({"throne"}))
    assert has(chain, person, "stool")
    assert Masks.of(chain).missing(["stool"], person) == ()
    assert "stool" in chain.available(["throne"])
    stool = Profile(equipment=frozenset({"stool"}))
    assert not has(chain, stool, "chair")
    assert Masks.of(chain).missing(["chair", "throne"], stool) == ("chair", "throne")


def test_two_pieces_may_stand_in_for_each_other() -> None:
    pair = with_equipment(an_item("bench", satisfies=["box"]), an_item("box", satisfies=["bench"]))
    assert pair.available(["box"]) == {"bench", "box"}


def test_a_stand_in_that_brings_a_demand_unseen_is_refused() -> None:
    loaded = evolve(an_item("bar", satisfies=["stick"]), implies=("loading",))
    with pytest.raises(InvalidValueError) as caught:
        with_equipment(loaded, an_item("stick"))
    assert [str(fault) for fault in caught.value.faults] == [
        "equipment[0].implies: brings 'loading', which 'stick' does not, for which it stands in"
    ]
    with_equipment(loaded, evolve(an_item("stick"), implies=("loading",)))


def test_a_stand_in_for_nothing_known_is_told_once() -> None:
    with pytest.raises(InvalidValueError) as caught:
        with_equipment(an_item("chair", satisfies=["stol"]))
    assert [fault.path for fault in caught.value.faults] == ["equipment[0].satisfies"]
