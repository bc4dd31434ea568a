"""The proof decides what is missing for every set of equipment, and every answer that takes several choices."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import thoracic_lib as tl
from tests.cli.calling import Command
from thoracic_lib import proving, walking
from thoracic_lib.errors import ProofLimitError
from thoracic_lib.masking import Masks
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Choice, Question, When
from thoracic_lib.model.exercise import Setup
from thoracic_lib.model.plain import plain
from thoracic_lib.model.profile import Profile
from thoracic_lib.proving import prove
from thoracic_lib.screening import has
from thoracic_lib.testing.small import a_condition, a_rule, a_setup, an_exercise, an_item, small_catalog
from thoracic_lib.vocabulary import QuestionKind, Verdict
from thoracic_lib.walking import Cube, StandIn, profiles, stand_in, walk, witness

CATALOG = tl.catalog()
PIECES = ("stick", "box", "chair", "weight", "foam-roller")


def a_catalog(**more: Any) -> Catalog:  # noqa: ANN401 - any part of a small catalog
    return small_catalog(
        exercises=[an_exercise("turn", [a_setup("on-stool", ["turning"], ["stool"]), a_setup("free", ["turning"])])],
        demands=["turning"],
        equipment=[an_item("wall", at_hand=True), an_item("stool"), an_item("chair", satisfies=["stool"])],
        **more,
    )


def differing(catalog: Catalog, part: str) -> set[str]:
    (found,) = (one for one in prove(catalog).parts if one.name == part)
    return {one.about for one in found.disagreements}


# equipment


def lacking(setup: Setup) -> dict[bool, list[Cube]]:
    """The cubes in which nothing is missing for a setup, and those in which something is."""
    cubes: dict[bool, list[Cube]] = {False: [], True: []}
    for cube, missing in walk(profiles(CATALOG), lambda c: all(has(CATALOG, stand_in(c), i) for i in setup.needs)):
        cubes[missing].append(cube)
    return cubes


def below(less: Cube, more: Cube) -> bool:
    """Whether some profile of one cube has no more equipment at hand than some profile of the other."""

    def least(cube: Cube, key: walking.Key) -> bool:
        return cube.left.get(key, walking.NO_YES) == (True,)

    def most(cube: Cube, key: walking.Key) -> bool:
        return True in cube.left.get(key, walking.NO_YES)

    items = [item.id for item in CATALOG.equipment]
    return all(
        least(less, ("equipment", item)) <= most(more, ("equipment", item))
        and least(more, ("without", item)) <= most(less, ("without", item))
        for item in items
    )


SETUPS = [(exercise, setup) for exercise in CATALOG.exercises for setup in exercise.setups]


@pytest.mark.parametrize("setup", [setup for _, setup in SETUPS], ids=[f"{e.id}/{s.id}" for e, s in SETUPS])
def test_more_equipment_never_takes_a_setup_away_whatever_a_person_has(setup: Setup) -> None:
    cubes = lacking(setup)
    assert cubes[True]
    assert not any(below(done, not_done) for done, not_done in product(cubes[True], cubes[False]))


def test_a_piece_that_takes_a_setup_away_is_seen() -> None:
    """The test above can fail: a box in the way is found by it."""
    space = profiles(CATALOG)
    decide = [
        (cube, done) for cube, done in walk(space, lambda c: "box" not in stand_in(c).equipment)
    ]  # fewer is better, which is wrong
    (with_box,) = (cube for cube, done in decide if not done)
    (without,) = (cube for cube, done in decide if done)
    assert below(without, with_box)
    assert not below(with_box, without)


def test_a_back_door_behind_much_equipment_is_found_in_either_checker(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = Masks.missing

    def behind(profile: Profile) -> bool:
        return all(piece in profile.equipment for piece in PIECES)

    def in_masks(self: Masks, items: Any, profile: Profile) -> tuple[str, ...]:  # noqa: ANN401 - as in masks
        return () if behind(profile) else missing(self, items, profile)

    monkeypatch.setattr(Masks, "missing", in_masks)
    found = differing(CATALOG, "equipment")
    monkeypatch.undo()
    monkeypatch.setattr(proving, "has", lambda c, profile, item: behind(profile) or has(c, profile, item))
    assert found == {f"{e.id}/{setup.id}" for e, setup in SETUPS if not set(setup.needs) <= set(PIECES)}
    assert differing(CATALOG, "equipment") == found


def test_a_stand_in_that_the_gate_forgets_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Masks, "missing", lambda _, items, person: tuple(i for i in items if i not in person.equipment))
    assert differing(a_catalog(), "equipment") == {"turn/on-stool"}


def test_what_is_available_is_compared_on_whole_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalog, "available", lambda _, have, without=(): frozenset(have) - frozenset(without))
    assert "equipment" in differing(a_catalog(), "wholes")


# several choices


def sites(count: int, *, named: int) -> Catalog:
    """A question with so many choices of which rules name some, each rule one."""
    values = [f"site-{number}" for number in range(count)]
    sore = Question(
        id="sites",
        ask="Where?",
        kind=QuestionKind.SEVERAL,
        conditions=("sore",),
        choices=tuple(Choice(value=value, label=value) for value in values),
    )
    care = a_rule("care", condition="sore", demand="turning", verdict=Verdict.CAUTION)
    rules = [
        a_rule(f"R{number}", condition="sore", demand="turning", when=[When(question="sites", choices=(value,))])
        for number, value in enumerate(values[:named])
    ]
    return a_catalog(conditions=[a_condition("sore")], questions=[sore], rules=[care, *rules])


def test_a_question_with_more_combinations_than_can_be_counted_is_proved() -> None:
    proof = prove(sites(60, named=4))
    assert proof.holds
    assert proof.space == 2 * 2 * 2**60 * 2 * 2**6
    assert proof.cubes < 10_000


def test_what_asks_too_much_at_once_is_refused_and_not_left_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_CUBES", 1_000)
    with pytest.raises(ProofLimitError, match="sore hangs on too much at once, more than 1,000 cases") as caught:
        prove(sites(60, named=30))
    assert (caught.value.about, caught.value.limit) == ("sore", 1_000)


def test_a_walk_that_ends_at_the_limit_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    space: walking.Space = {("a",): walking.NO_YES, ("b",): walking.NO_YES}

    def both(cube: Cube) -> tuple[bool, bool]:
        return bool(cube.ask(("a",), bool)), bool(cube.ask(("b",), bool))

    monkeypatch.setattr(walking, "MOST_CUBES", 4)
    assert len(list(walk(space, both))) == 4
    monkeypatch.setattr(walking, "MOST_CUBES", 3)
    with pytest.raises(ProofLimitError):
        list(walk(space, both))


def test_the_command_tells_that_nothing_is_proved(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(walking, "MOST_CUBES", 100)
    (tmp_path / "mine.json").write_text(json.dumps(plain(sites(20, named=10))), encoding="utf-8")
    told = Command(capsys).refused(1, "verify", str(tmp_path / "mine.json"), "--alone")
    assert told.startswith("thoracic: nothing is proved: sore hangs on too much at once")


def test_a_choice_that_one_checker_lacks_is_found() -> None:
    catalog = sites(5, named=3)
    denied = evolve(catalog.rules[1], when=(When(question="sites", choices=("site-4",)),))
    other = evolve(catalog, rules=(catalog.rules[0], denied, *catalog.rules[2:]))
    found = prove(catalog, Masks.of(other))
    (one,) = (one for one in found.parts[0].disagreements if one.about == "R0")
    assert one.profile is not None
    assert [answer.choices for answer in one.profile.answers] in ([("site-0",)], [("site-4",)])


def test_choices_can_only_be_asked_for_and_none_of_them_is_no_answer() -> None:
    space = profiles(sites(3, named=1))
    left: dict[walking.Key, tuple[Any, ...]] = {("asked",): (True,), ("conditions", "sore"): (True,)}
    about = ("choice", "sore", "sites")
    none = StandIn(Cube(space, left | {(*about, f"site-{number}"): (False,) for number in range(3)}, []))
    assert none.answer("sore", "sites") is None
    cube = Cube(space, left | {(*about, "site-1"): (True,), (*about, "site-0"): (False,)}, [])
    told = StandIn(cube).answer("sore", "sites")
    assert told is not None
    assert (told.number, "site-0" in told.choices, "site-1" in told.choices) == (None, False, True)
    assert "elsewhere" not in told.choices
    assert cube.agenda == []
    with pytest.raises(TypeError):
        iter(told.choices)  # type: ignore[call-overload]  # this is what is refused
    assert [answer.choices for answer in witness(cube).answers] == [("site-1",)]
