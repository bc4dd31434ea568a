"""Walking the space of profiles: what stands in for one is asked, and parts where its answers could differ."""

from math import prod
from typing import Any

import pytest

import thoracic_lib as tl
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.screening import firing
from thoracic_lib.walking import Bits, Cube, StandIn, Things, profiles, stand_in, walk, witness

CATALOG = tl.catalog()


def test_the_cubes_of_a_walk_never_overlap() -> None:
    space = profiles(CATALOG)
    row = next(row for row in CATALOG.rules if row.id == "R169")
    cubes = [cube for cube, _ in walk(space, lambda cube: firing(CATALOG, stand_in(cube), row))]
    assert sum(cube.size for cube in cubes) == prod(len(values) for values in space.values())
    for one, other in ((a, b) for a in cubes for b in cubes if a is not b):
        both = set(one.left) & set(other.left)
        assert any(not set(one.left[key]) & set(other.left[key]) for key in both)


def pregnant_for(*weeks: int) -> tuple[Cube, StandIn]:
    left = {("asked",): (True,), ("conditions", "pregnancy"): (True,), ("answer", "pregnancy", "weeks"): weeks}
    cube = Cube(profiles(CATALOG), left, [])
    return cube, StandIn(cube)


def test_a_number_that_every_profile_agrees_on_parts_nothing() -> None:
    cube, profile = pregnant_for(3, 4, 5)
    told = profile.answer("pregnancy", "weeks")
    assert told is not None
    number = told.number
    assert number is not None
    assert told.choices == ()
    assert number > 2
    assert number >= 3
    assert number < 6
    assert number <= 5
    assert number
    assert number != 9
    assert cube.agenda == []


def test_a_number_parts_where_it_is_compared() -> None:
    cube, profile = pregnant_for(3, 4, 5)
    told = profile.answer("pregnancy", "weeks")
    assert told is not None
    assert told.number is not None
    assert told.number < 5
    assert [left["answer", "pregnancy", "weeks"] for left in cube.agenda] == [(5,)]
    assert told.number == 3
    assert [left["answer", "pregnancy", "weeks"] for left in cube.agenda] == [(5,), (4,)]


def test_whatever_else_is_tried_on_a_stand_in_raises() -> None:
    _, profile = pregnant_for(3, 4)
    told = profile.answer("pregnancy", "weeks")
    assert told is not None
    tried: list[tuple[Any, Any]] = [
        (hash, told.number),
        (int, told.number),
        (iter, profile.cleared),
        (len, profile.equipment),
    ]
    for refused, value in tried:
        with pytest.raises(TypeError):
            refused(value)
    with pytest.raises(AttributeError):
        getattr(profile, "avoid_positions")  # noqa: B009 - a type checker would not let the name through


def test_a_stand_in_knows_nothing_that_the_catalog_does_not() -> None:
    profile = StandIn(Cube(profiles(CATALOG), {("asked",): (True,)}, []))
    assert "nothing" not in profile.cleared
    assert profile.flag("nothing") is None
    assert profile.answer("nothing", "weeks") is None


def test_bits_are_looked_at_through_masks_only() -> None:
    cube = Cube({("rule", "a"): (False, True), ("rule", "b"): (False, True)}, {("rule", "b"): (True,)}, [])
    bits = Bits(cube, ["a", "b"])
    assert bits & 2
    assert 2 & bits != 0
    assert not bits & 1
    with pytest.raises(TypeError, match="with 0 only"):
        _ = bits == 1
    with pytest.raises(TypeError):
        hash(bits)
    assert "b" in Things(cube, "rule")


def test_the_witness_of_a_cube_is_the_plainest_profile_in_it() -> None:
    left = {
        ("asked",): (True,),
        ("conditions", "pregnancy"): (True,),
        ("conditions", "skin_or_tissue_problem"): (True,),
        ("conditions", "osteoporosis"): (False,),
        ("answer", "pregnancy", "weeks"): (20, 21),
        ("answer", "skin_or_tissue_problem", "affected_sites"): (("ribs_side", "back"),),
        ("answer", "operated_spine", "restrictions"): (("none",),),
        ("without", "floor"): (True,),
        ("flag", "RF01"): (False, True),
        ("flag", "RF02"): (None,),
    }
    profile = witness(Cube(profiles(CATALOG), left, []))
    assert profile.conditions == frozenset({"pregnancy", "skin_or_tissue_problem"})
    assert profile.answers == (
        Answer(condition="pregnancy", question="weeks", number=20),
        Answer(condition="skin_or_tissue_problem", question="affected_sites", choices=("back", "ribs_side")),
    )
    assert profile.without == {"floor"}
    assert [(flag.flag, flag.present) for flag in profile.red_flags] == [("RF01", False)]
    assert witness(Cube(profiles(CATALOG), {("asked",): (False,)}, [])) == Profile()
