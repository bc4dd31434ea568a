"""Everything in a catalog fits together, or the catalog is refused with the path of what does not."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.model.tiny import document, faults_of, put
from thoracic_lib.model.links import COLLECTIONS, lines

Changes = dict[str, object]

REFERENCES = [
    ("exercises[0].targets[0]", "target"),
    ("exercises[0].techniques[0]", "technique"),
    ("exercises[0].sources[0].source", "source"),
    ("exercises[0].dosages[0].basis", "basis"),
    ("exercises[1].relations[0].to", "exercise"),
    ("exercises[1].relations[1].conditions[0]", "condition"),
    ("exercises[0].setups[0].equipment[0]", "equipment"),
    ("exercises[1].setups[1].demands[0]", "demand"),
    ("equipment[0].satisfies[0]", "equipment"),
    ("equipment[3].implies[0]", "demand"),
    ("techniques[0].sources[0]", "source"),
    ("conditions[1].parents[0]", "condition"),
    ("conditions[1].gate_when[0].question", "question"),
    ("terms[0].conditions[1]", "condition"),
    ("questions[0].conditions[0]", "condition"),
    ("rules[0].condition", "condition"),
    ("rules[0].demand", "demand"),
    ("rules[0].also", "condition"),
    ("rules[0].when[0].question", "question"),
    ("rules[0].when[0].choices[0]", "answer to 'q-stage':"),
    ("rules[0].sources[0]", "source"),
    ("rules[0].counter_sources[0]", "source"),
    ("rules[0].limits[0].exercise", "exercise"),
    ("rules[0].limits[1].equipment", "equipment"),
    ("red_flags[0].sources[0]", "source"),
    ("notices[0].demand", "demand"),
    ("notices[0].sources[0]", "source"),
    ("pain_rule.sources[0]", "source"),
    ("goals[0].allowed_equipment[0]", "equipment"),
    ("goals[0].prefer[0]", "exercise"),
    ("goals[0].sources[0]", "source"),
    ("routines[0].source", "source"),
    ("routines[0].steps[0].exercise", "exercise"),
    ("guidance[0].exercises[0]", "exercise"),
    ("guidance[0].sources[0]", "source"),
    ("norms[0].sources[0]", "source"),
    ("disagreements[0].exercises[0]", "exercise"),
    ("disagreements[0].positions[0].source", "source"),
    ("retired[0].successor", "exercise"),
]


def changed(**changes: object) -> dict[str, str]:
    """The faults of the tiny catalog with these rows in place of its own."""
    return faults_of({**document(), **changes})


def with_put(changes: Changes) -> dict[str, str]:
    """The faults of the tiny catalog with other things at some paths."""
    table = document()
    for path, value in changes.items():
        put(table, path, value)
    return faults_of(table)


def place(path: str) -> str:
    """The path a fault tells: that of the field, without a place in its list."""
    field = path.split(".when[", maxsplit=1)[0] + ".when" if ".when[" in path else path
    field = field.split(".gate_when[")[0] + ".gate_when" if ".gate_when[" in field else field
    return field.rpartition("[")[0] if field.endswith("]") else field


def test_a_catalog_that_fits_together_is_taken() -> None:
    assert faults_of(document()) == {}


@pytest.mark.parametrize(("path", "what"), REFERENCES, ids=[path for path, _ in REFERENCES])
def test_an_id_that_names_nothing_is_refused_with_its_path(path: str, what: str) -> None:
    faults = with_put({path: "nowhere"})
    assert faults[place(path)] == f"$.{place(path)}: names the unknown {what} 'nowhere'"


def test_every_id_that_stands_anywhere_is_looked_for() -> None:
    known = {row["id"] for name in COLLECTIONS for row in document()[name]} | {"ch-early"}
    standing = {path for path, word in words(document()) if word in known and not path.endswith((".id", ".value"))}
    families = {path for path in standing if path.endswith(".family")}
    told = {path for path, _ in REFERENCES}
    unlisted = standing - families - told
    assert told <= standing
    assert all(place(path) in with_put({path: "nowhere"}) for path in unlisted)


def words(value: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - plain data of any shape
    """Every text in plain data, with its path."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from words(held, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, held in enumerate(value):
            yield from words(held, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value


def test_a_reference_that_is_nearly_right_gets_a_hint() -> None:
    faults = with_put({"exercises[0].targets[0]": "t-spin"})
    assert faults["exercises[0].targets"].endswith("names the unknown target 't-spin' (did you mean 't-spine'?)")


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_an_id_stands_once_in_its_collection(collection: str) -> None:
    rows = document()[collection]
    path = f"{collection}[{len(rows)}].id"
    assert (
        changed(**{collection: [*rows, rows[0]]})[path]
        == f"$.{path}: {rows[0]['id']!r} stands twice, first in {collection}[0]"
    )


@pytest.mark.parametrize("collection", ["rules", "notices"])
def test_a_demand_may_be_every_setup(collection: str) -> None:
    assert with_put({f"{collection}[0].demand": "*"}) == {}


def test_a_dosage_may_be_the_librarys() -> None:
    assert with_put({"exercises[0].dosages[0].basis": "library default"}) == {}


def relation(kind: str, to: str) -> dict[str, str]:
    return {"kind": kind, "to": to, "basis": "stated"}


@pytest.mark.parametrize(
    ("kind", "to"), [("progression_of", "ex-turn-far"), ("regression_of", "ex-turn-far")], ids=["up", "down"]
)
def test_only_a_circle_of_progressions_is_refused(kind: str, to: str) -> None:
    faults = with_put({"exercises[0].relations": [relation(kind, to)]})
    circle = {"exercises": "$.exercises: 'ex-turn-far' leads back to itself"}
    assert faults == (circle if kind == "progression_of" else {})


def test_a_long_circle_of_progressions_is_refused() -> None:
    first = document()["exercises"][0]
    rows = [
        {**first, "id": one, "name": one, "aliases": [], "relations": [relation("progression_of", to)]}
        for one, to in (("e1", "e2"), ("e2", "e3"), ("e3", "e1"), ("e4", "e1"))
    ]
    assert changed(exercises=[*document()["exercises"], *rows]) == {
        "exercises": "$.exercises: 'e3' leads back to itself"
    }


def test_a_progression_told_from_both_ends_is_no_circle() -> None:
    faults = with_put(
        {
            "exercises[0].relations": [relation("progression_of", "ex-turn-far")],
            "exercises[1].relations": [relation("regression_of", "ex-turn")],
        }
    )
    assert faults == {}


def test_a_circle_of_conditions_is_refused() -> None:
    faults = with_put({"conditions[0].parents": ["c-narrow"]})
    assert faults["conditions"].endswith("leads back to itself")


@pytest.mark.parametrize(
    ("changes", "path", "reason"),
    [
        (
            {"exercises[1].aliases": ["EX-TURN by Another Name"]},
            "exercises[1].aliases",
            "'EX-TURN by Another Name' already names 'ex-turn'",
        ),
        ({"exercises[1].name": "Ex-turn"}, "exercises[1].aliases", "'Ex-turn' already names 'ex-turn'"),
        (
            {"exercises[0].id": "ex-old"},
            "exercises[0].id",
            "'ex-old' was retired and cannot be used again",
        ),
        (
            {"exercises[1].setups[1].demands": ["d-turn"]},
            "exercises[1].setups[1].demands",
            "lacks 'd-load', which the equipment 'eq-weight' brings",
        ),
        (
            {"exercises[0].setups[0].position": "seated-floor", "exercises[0].setups[0].demands": ["floor_transfer"]},
            "exercises[0].setups[0].position",
            "is seated-floor, but there is no equipment 'floor'",
        ),
        ({"conditions[1].aliases": ["Broad"]}, "conditions[1].aliases", "'Broad' already names 'c-wide'"),
        ({"conditions[1].name": "WIDE"}, "conditions[1].aliases", "'wide' already names 'c-wide'"),
        ({"conditions[1].aliases": ["C-Wide"]}, "conditions[1].aliases", "'C-Wide' already names 'c-wide'"),
        ({"conditions[1].whole_entry_only": ["BROAD"]}, "conditions[1].aliases", "'BROAD' already names 'c-wide'"),
        ({"terms[0].text": "Slim"}, "terms[0].text", "'Slim' already names 'c-narrow'"),
        (
            {"rules[1].condition": "c-wide", "rules[0].condition": "c-narrow"},
            "conditions[0]",
            "'c-wide' has no rule of its own or of a broader condition",
        ),
        (
            {"rules[1].demand": "d-turn"},
            "rules[2].verdict",
            "excludes 'd-turn', which another rule of it says to keep",
        ),
        (
            {"questions[1].conditions": ["c-wide"], "rules[0].condition": "c-narrow", "rules[1].condition": "c-wide"},
            "rules[0].when",
            "asks 'q-stage', which is not asked of 'c-narrow' or what is under it",
        ),
        (
            {"questions[0].conditions": ["c-wide"]},
            "conditions[1].gate_when",
            "asks 'q-weeks', which is not asked of 'c-narrow' or what is under it",
        ),
        (
            {"rules[2].when[0]": {"question": "q-weeks", "choices": ["ch-early"]}},
            "rules[2].when",
            "does not fit the kind of the question 'q-weeks'",
        ),
        (
            {"rules[0].when[0]": {"question": "q-stage", "at_least": 1}},
            "rules[0].when",
            "does not fit the kind of the question 'q-stage'",
        ),
    ],
    ids=lambda held: held if isinstance(held, str) else "",
)
def test_rows_that_contradict_each_other_are_refused(changes: Changes, path: str, reason: str) -> None:
    assert with_put(changes)[path] == f"$.{path}: {reason}"


def test_two_terms_with_the_same_text_are_refused() -> None:
    term = document()["terms"][0]
    faults = changed(terms=[term, {**term, "text": "BOTH of them"}])
    assert faults == {"terms[1].text": "$.terms[1].text: 'BOTH of them' already names 'term 0'"}


def test_an_exercise_on_the_floor_is_taken_where_there_is_a_floor() -> None:
    table = document()
    table["equipment"].append({**table["equipment"][1], "id": "floor", "name": "Floor"})
    table["demands"].append({**table["demands"][0], "id": "floor_transfer"})
    put(table, "exercises[0].setups[0].position", "seated-floor")
    put(table, "exercises[0].setups[0].demands", ["floor_transfer"])
    assert faults_of(table) == {}


def test_a_condition_may_stand_on_the_rules_of_a_broader_one() -> None:
    rows = document()["rules"]
    assert changed(rules=rows[:1]) == {}


def test_a_rule_to_keep_is_no_rule_for_a_condition() -> None:
    assert set(changed(rules=document()["rules"][1:])) == {"conditions[0]"}


def test_a_question_asked_of_a_narrower_condition_may_be_answered_for_a_broader_one() -> None:
    faults = with_put({"rules[2].condition": "c-wide"})
    assert faults == {}


def test_all_faults_of_a_catalog_are_told_at_once() -> None:
    faults = with_put({path: "nowhere" for path, _ in REFERENCES if path != "rules[0].when[0].choices[0]"})
    assert {place(path) for path, _ in REFERENCES} <= set(faults)


@pytest.mark.parametrize(
    ("parents", "found"),
    [
        ({}, []),
        ({"a": ()}, [("a",)]),
        ({"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}, [("a", "b", "c", "d"), ("b", "d"), ("c", "d"), ("d",)]),
        ({"a": ("b",), "b": ("a",)}, [("a", "b"), ("b", "a")]),
        ({"a": ("nowhere",)}, [("a", "nowhere")]),
    ],
)
def test_a_line_holds_a_node_and_everything_above_it(
    parents: dict[str, tuple[str, ...]], found: list[tuple[str, ...]]
) -> None:
    assert list(lines(parents)) == found
