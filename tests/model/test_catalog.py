"""The catalog as a mapping, its look-ups, and what it derives from its rows."""

import json
import pickle
from collections.abc import Mapping
from hashlib import sha256

import pytest
from attrs import evolve

from tests.model.tiny import document, tiny
from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.errors import InvalidValueError, UnknownIdError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.plain import canonical, plain
from thoracic_lib.reading import structure

LOOK_UPS = [
    ("condition", "conditions", "condition"),
    ("question", "questions", "question"),
    ("item", "equipment", "equipment"),
    ("demand", "demands", "demand"),
    ("red_flag", "red_flags", "red flag"),
    ("goal", "goals", "goal"),
    ("routine", "routines", "routine"),
    ("source", "sources", "source"),
    ("__getitem__", "exercises", "exercise"),
]
every_look_up = pytest.mark.parametrize(
    ("method", "collection", "kind"), LOOK_UPS, ids=[name for name, _, _ in LOOK_UPS]
)


def test_a_catalog_is_a_mapping_from_ids_to_exercises() -> None:
    assert isinstance(tiny(), Mapping)
    assert list(tiny()) == list(tiny().keys()) == ["ex-turn", "ex-turn-far"]
    assert list(tiny().values()) == list(tiny().exercises)
    assert dict(tiny()) == {exercise.id: exercise for exercise in tiny().exercises}
    assert len(tiny()) == 2


def test_a_catalog_tells_what_it_holds() -> None:
    assert "ex-turn" in tiny()
    assert "ex-none" not in tiny()


@pytest.mark.parametrize("thing", [5, None, True, ("ex-turn",)])
def test_what_is_no_text_is_not_in_a_catalog(thing: object) -> None:
    assert thing not in tiny()


def test_get_gives_a_default_where_there_is_none() -> None:
    assert tiny().get("ex-turn") is tiny().exercises[0]
    assert tiny().get("ex-none") is None
    assert tiny().get("ex-old") is None


@every_look_up
def test_a_row_is_looked_up_by_its_id(method: str, collection: str, kind: str) -> None:
    for whole in (tiny(), bundled()):
        assert all(getattr(whole, method)(row.id) is row for row in getattr(whole, collection))


@every_look_up
def test_an_unknown_id_raises_with_the_nearest_ones(method: str, collection: str, kind: str) -> None:
    right = getattr(tiny(), collection)[0].id
    with pytest.raises(UnknownIdError) as caught:
        getattr(tiny(), method)(f"{right}x")
    assert (caught.value.kind, caught.value.id) == (kind, f"{right}x")
    assert right in caught.value.nearest
    assert caught.value.retired == ""


def test_an_id_like_no_other_raises_without_a_guess() -> None:
    with pytest.raises(UnknownIdError, match=r"^unknown exercise 'zzz'$"):
        tiny()["zzz"]


def test_a_retired_id_raises_with_where_it_went() -> None:
    with pytest.raises(UnknownIdError) as caught:
        tiny()["ex-old"]
    assert caught.value.retired == "It was doubled.; use 'ex-turn'"
    assert caught.value.nearest == ()


def test_a_retired_id_without_a_successor_raises_with_the_reason() -> None:
    gone = evolve(tiny(), retired=(evolve(tiny().retired[0], successor=None),))
    with pytest.raises(UnknownIdError, match=r"exercise 'ex-old' was retired: It was doubled\.$"):
        gone["ex-old"]


def test_only_an_exercise_can_be_a_retired_one() -> None:
    with pytest.raises(UnknownIdError) as caught:
        tiny().condition("ex-old")
    assert caught.value.retired == ""


def test_the_closure_of_a_condition_holds_all_broader_ones() -> None:
    assert tiny().closure("c-narrow") == {"c-narrow", "c-wide"}
    assert tiny().closure("c-wide") == {"c-wide"}
    assert bundled().closure("osteopenia") >= {"osteopenia", "bone_fragility"}


def test_an_unknown_condition_has_no_closure() -> None:
    with pytest.raises(UnknownIdError, match="unknown condition"):
        tiny().closure("c-wider")


def test_difficulty_counts_the_steps_up_the_progressions() -> None:
    assert [tiny().difficulty(exercise) for exercise in tiny()] == [0, 1]


def test_a_regression_is_a_progression_the_other_way_round() -> None:
    table = document()
    table["exercises"][1]["relations"] = []
    table["exercises"][0]["relations"] = [{"kind": "regression_of", "to": "ex-turn-far", "basis": "stated"}]
    turned = structure(Catalog, table)
    assert [turned.difficulty(exercise) for exercise in turned] == [0, 1]


def test_difficulty_is_the_longest_way_up() -> None:
    table = document()
    last = {**table["exercises"][0], "id": "ex-last", "name": "Last", "aliases": []}
    last["relations"] = [{"kind": "progression_of", "to": to, "basis": "stated"} for to in ("ex-turn", "ex-turn-far")]
    assert structure(Catalog, {**table, "exercises": [last, *table["exercises"]]}).difficulty("ex-last") == 2


def test_an_unknown_exercise_has_no_difficulty() -> None:
    with pytest.raises(UnknownIdError, match="unknown exercise"):
        tiny().difficulty("ex-tum")


@pytest.mark.parametrize(
    ("have", "without", "available"),
    [
        ((), (), {"eq-wall"}),
        ((), ("eq-wall",), set()),
        (("eq-chair",), (), {"eq-wall", "eq-chair", "eq-stool"}),
        (("eq-stool",), (), {"eq-wall", "eq-stool"}),
        (("eq-weight", "eq-chair"), ("eq-wall",), {"eq-weight", "eq-chair", "eq-stool"}),
        (("eq-wall",), ("eq-wall",), {"eq-wall"}),
        ((), ("eq-chair",), {"eq-wall"}),
    ],
)
def test_what_is_at_hand_and_what_things_stand_in_for_is_available(
    have: tuple[str, ...], without: tuple[str, ...], available: set[str]
) -> None:
    assert tiny().available(have, without) == available


def test_unknown_equipment_is_never_available() -> None:
    with pytest.raises(UnknownIdError, match="unknown equipment 'eq-char'; did you mean 'eq-chair'"):
        tiny().available(["eq-char"])


def test_the_digest_is_that_of_the_canonical_text() -> None:
    text = json.dumps(plain(tiny()), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(tiny()) == text.encode()
    assert tiny().digest == sha256(text.encode()).hexdigest()


def test_an_equal_catalog_has_the_same_digest() -> None:
    again = structure(Catalog, document())
    assert again is not tiny()
    assert (again, again.digest, hash(again)) == (tiny(), tiny().digest, hash(tiny()))


def test_a_catalog_keeps_its_digest_when_it_is_pickled() -> None:
    digest = tiny().digest
    again: Catalog = pickle.loads(pickle.dumps(tiny()))  # noqa: S301 - made on the same line
    assert again.digest == digest
    assert again["ex-turn"] == tiny()["ex-turn"]


@pytest.mark.parametrize(
    "other",
    [
        evolve(tiny(), data_version="1.2.4"),
        evolve(tiny(), retired=()),
        evolve(tiny(), exercises=tiny().exercises[::-1]),
        evolve(tiny(), norms=(evolve(tiny().norms[0], value=36),)),
        bundled(),
    ],
    ids=["version", "retired", "order", "norm", "bundled"],
)
def test_another_catalog_is_not_equal_and_has_another_digest(other: Catalog) -> None:
    assert other != tiny()
    assert other.digest != tiny().digest
    assert hash(other) != hash(tiny())


def test_a_catalog_is_not_equal_to_a_mere_mapping() -> None:
    assert tiny() != dict(tiny())


def test_a_catalog_that_is_changed_is_checked_again() -> None:
    with pytest.raises(InvalidValueError, match=r"exercises\[0\].targets: names the unknown target 't-spine'"):
        evolve(tiny(), targets=())


def test_what_a_changed_catalog_derives_is_its_own() -> None:
    assert tiny().closure("c-narrow") == {"c-narrow", "c-wide"}
    narrow = evolve(tiny().condition("c-narrow"), parents=())
    rules = (evolve(tiny().rules[0], when=()), *tiny().rules[1:])
    changed = evolve(tiny(), conditions=(tiny().condition("c-wide"), narrow), rules=rules)
    assert changed.closure("c-narrow") == {"c-narrow"}


def test_a_catalog_reads_in_one_line() -> None:
    assert repr(tiny()) == "<Catalog 1.2.3: 2 exercises, 3 rules>"
