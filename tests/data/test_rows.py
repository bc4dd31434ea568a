"""Each row of the bundled data is a test, and so is each check on bad rows."""

import re
from typing import Any

import pytest

from tests.data.bundled import FILES, ROWS, TABLES, Row
from tests.data.checking import (
    ARTICLES,
    claims,
    wrong_alias,
    wrong_grade,
    wrong_grounds,
    wrong_id,
    wrong_lines,
    wrong_steps,
    wrong_texts,
)
from thoracic_lib.catalogs import catalog
from thoracic_lib.model.dosage import LIBRARY_DEFAULT

EXERCISES = [
    "ball-release-between-shoulder-blades",
    "ball-release-chest",
    "ball-release-upper-abdominals",
    "cat-cow",
    "chest-supported-angel",
    "childs-pose-on-foam-roller",
    "cobra-pose",
    "doorway-chest-stretch",
    "fingertip-release-intercostals",
    "floor-childs-pose-lift-off",
    "foam-roller-extension-arms-overhead",
    "foam-roller-extension-head-supported",
    "foam-roller-extension-leaning",
    "foam-roller-extension-loaded",
    "foam-roller-extension-with-stick",
    "foam-roller-posteroanterior-mobilization",
    "foam-roller-release-latissimus-dorsi",
    "foam-roller-self-massage-upper-back",
    "half-kneeling-around-the-world",
    "half-kneeling-around-the-world-elbow-off-wall",
    "half-kneeling-wall-rotation",
    "half-kneeling-wall-rotation-hand-off-wall",
    "kneeling-lat-stretch-elbows-on-box",
    "middle-trapezius-retraction",
    "neutral-posture-hold",
    "open-book",
    "quadruped-rotation-arm-raise",
    "quadruped-rotation-banded",
    "quadruped-rotation-hand-behind-head",
    "quadruped-rotation-rock-back",
    "quadruped-thoracic-flexion",
    "quadruped-thoracic-flexion-segmental",
    "seated-bar-rotation",
    "seated-bar-rotation-with-side-bend",
    "seated-chair-rotation",
    "seated-posterior-line-stretch",
    "seated-thoracic-translation",
    "seated-wall-angel",
    "segmental-cat-cow",
    "side-lying-intercostal-stretch",
    "side-lying-rotation",
    "slouched-versus-tall-reach-test",
    "spinal-elongation",
    "standing-massage-upper-back",
    "standing-side-stretch",
    "thread-the-needle",
    "wall-angel",
    "wall-childs-pose-lift-off",
    "wall-pec-stretch-lift-off",
    "wall-y-lift-off",
    "weighted-standing-side-bend",
    "weighted-wall-angel",
]

ROUTINES = {
    "wong-four-part-sequence": """
        ball-release-between-shoulder-blades ball-release-chest foam-roller-release-latissimus-dorsi
        ball-release-upper-abdominals fingertip-release-intercostals standing-side-stretch doorway-chest-stretch
        side-lying-intercostal-stretch seated-posterior-line-stretch foam-roller-extension-arms-overhead
        quadruped-thoracic-flexion seated-chair-rotation seated-thoracic-translation wall-angel chest-supported-angel
        weighted-standing-side-bend quadruped-rotation-hand-behind-head""",
    "trivo-mini-routine": """
        foam-roller-posteroanterior-mobilization childs-pose-on-foam-roller kneeling-lat-stretch-elbows-on-box
        seated-bar-rotation seated-bar-rotation-with-side-bend""",
    "backmate-extension-and-rotation": """
        foam-roller-extension-head-supported side-lying-rotation quadruped-rotation-arm-raise""",
    "few-minutes-starter": """
        wall-y-lift-off foam-roller-extension-leaning cat-cow thread-the-needle spinal-elongation""",
    "prehab-set": """
        wall-pec-stretch-lift-off wall-childs-pose-lift-off wall-angel foam-roller-extension-with-stick
        half-kneeling-wall-rotation half-kneeling-around-the-world quadruped-rotation-rock-back""",
    "wall-angel-preparation": "wall-pec-stretch-lift-off wall-childs-pose-lift-off wall-angel",
}

GOALS = [
    "desk-break",
    "full-session",
    "gentle-start",
    "mobility",
    "posture-endurance",
    "rotation-for-golf-and-racket-sports",
    "wall-angel-preparation",
]

LEAST = {
    "conditions": 51,
    "demands": 39,
    "disagreements": 28,
    "equipment": 16,
    "exercises": 52,
    "goals": 7,
    "guidance": 32,
    "norms": 2,
    "notices": 5,
    "pain_rule": 1,
    "questions": 6,
    "red_flags": 21,
    "routines": 6,
    "rules": 252,
    "sources": 70,
    "targets": 17,
    "techniques": 8,
    "terms": 150,
}
"""How many rows each collection has at least; more may come, none may go unnoticed."""

UNCITED: set[str] = set()
"""Sources that nothing cites; each would need a reason beside it."""

UNUSED = {
    "targets": {"back-extensors", "rib-cage"},  # named in no exercise yet; kept for filtering by later rows
    "demands": {"flexion_loaded"},  # no bundled setup loads a forward bend; the rules stand ready for rows that do
    "equipment": set(),
    "techniques": set(),
}

every_row = pytest.mark.parametrize("row", ROWS, ids=str)


def rows(*collections: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", [row for row in ROWS if row.collection in collections], ids=str)


@every_row
def test_a_row_has_an_id_in_the_style_of_its_collection_and_its_file(row: Row) -> None:
    assert list(wrong_id(row)) == []


@every_row
def test_a_row_makes_no_medical_claim(row: Row) -> None:
    assert list(claims(row.data)) == []


@every_row
def test_the_texts_of_a_row_are_tidy_and_its_sentences_end(row: Row) -> None:
    assert list(wrong_texts(row.data)) == []


@rows("exercises")
def test_an_exercise_tells_you_what_to_do_step_by_step(row: Row) -> None:
    assert list(wrong_steps(row.data["steps"])) == []


@rows("exercises")
def test_an_exercise_is_cited_and_its_numbers_have_a_basis(row: Row) -> None:
    assert list(wrong_grounds(row.data)) == []


@rows("exercises")
def test_every_number_of_a_dosage_names_a_cited_source_or_the_library(row: Row) -> None:
    exercise = catalog()[row.data["id"]]
    cited = {citation.source for citation in exercise.sources}
    counted = ("sets", "repetitions", "hold_seconds", "duration_seconds", "breaths", "spots", "tempo_seconds")
    bases = {dosage.basis_of(name) for dosage in exercise.dosages for name in (*counted, "rest_seconds")}
    assert bases <= {*cited, LIBRARY_DEFAULT}


@rows("exercises")
def test_an_exercise_with_sides_says_so_in_its_steps(row: Row) -> None:
    sided = any(dosage["laterality"] != "bilateral" for dosage in row.data["dosages"])
    assert not sided or re.search(r"\b(sides?|other|left|right)\b", " ".join(row.data["steps"]))


@rows("rules", "red_flags", "notices", "pain_rule")
def test_a_grade_is_borne_out_by_the_sources(row: Row) -> None:
    assert list(wrong_grade(row.data)) == []


@rows("equipment", "exercises")
def test_aliases_are_lower_case(row: Row) -> None:
    assert [fault for alias in row.data["aliases"] for fault in wrong_alias(alias, plain=False)] == []


@rows("conditions", "terms")
def test_what_is_typed_for_a_condition_is_plain_lower_case(row: Row) -> None:
    typed = [*row.data.get("aliases", [row.data.get("text")]), *row.data.get("whole_entry_only", ())]
    assert [fault for term in typed for fault in wrong_alias(term, plain=True)] == []


@rows("red_flags")
def test_an_emergency_sends_people_to_emergency_care(row: Row) -> None:
    assert row.data["level"] != "emergency" or "emergency" in row.data["action"]


@rows("red_flags")
def test_a_red_flag_is_asked_as_a_question_or_watched_for_in_a_session(row: Row) -> None:
    assert row.data["ask"].endswith("?")


@rows("questions")
def test_a_question_is_asked_as_one(row: Row) -> None:
    assert "?" in row.data["ask"]


@rows("norms")
def test_a_norm_is_never_a_pass_mark(row: Row) -> None:
    assert "never a pass mark" in row.data["text"]


@rows("sources")
def test_a_source_says_how_far_it_carries(row: Row) -> None:
    assert row.data["quality"] in {"article", "high", "moderate", "low"}
    assert not row.data.get("only_excerpt") or row.data["quality"] != "article"


@rows("routines")
def test_a_routine_keeps_to_the_order_of_its_source(row: Row) -> None:
    assert [step["exercise"] for step in row.data["steps"]] == ROUTINES[row.data["id"]].split()


@rows("routines")
def test_every_step_of_a_routine_cites_the_routines_source(row: Row) -> None:
    cited = [{citation.source for citation in catalog()[step["exercise"]].sources} for step in row.data["steps"]]
    assert all(row.data["source"] in sources for sources in cited)


def test_the_numbered_routine_counts_as_its_source_does() -> None:
    steps = [catalog()[step.exercise] for step in catalog().routine("wong-four-part-sequence").steps]
    numbers = [next(c.number for c in step.sources if c.source == "wong-17-exercises") for step in steps]
    assert numbers == list(range(1, 18))


@pytest.mark.parametrize("file", sorted(TABLES))
def test_the_lines_of_a_file_are_short_and_tidy(file: str) -> None:
    assert list(wrong_lines(FILES[file])) == []


def test_there_are_exactly_the_exercises_expected() -> None:
    assert sorted(row.data["id"] for row in ROWS if row.collection == "exercises") == EXERCISES
    assert len(EXERCISES) == 52


def test_there_are_exactly_the_routines_and_goals_expected() -> None:
    assert {routine.id for routine in catalog().routines} == set(ROUTINES)
    assert [goal.id for goal in catalog().goals] == GOALS


def test_no_row_was_lost() -> None:
    names = [row.collection for row in ROWS]
    assert set(names) == set(LEAST)
    assert {name: names.count(name) for name in LEAST if names.count(name) < LEAST[name]} == {}


def test_every_source_is_cited_but_those_expected() -> None:
    cited = {one for row in ROWS if row.collection != "sources" for one in sources_named(row.data)}
    assert {source.id for source in catalog().sources} - cited == UNCITED


def test_the_articles_are_among_the_sources() -> None:
    assert {source.id for source in catalog().sources if source.quality == "article"} == ARTICLES


@pytest.mark.parametrize("kind", sorted(UNUSED))
def test_every_reference_row_is_used_by_an_exercise_but_those_expected(kind: str) -> None:
    used: dict[str, set[str]] = {name: set() for name in UNUSED}
    for exercise in catalog().exercises:
        used["targets"].update(exercise.targets)
        used["techniques"].update(exercise.techniques)
        used["demands"].update(exercise.demands)
        used["equipment"].update(item for setup in exercise.setups for item in setup.needs)
    assert {row.id for row in getattr(catalog(), kind)} - used[kind] == UNUSED[kind]


def test_every_demand_has_a_rule() -> None:
    assert {demand.id for demand in catalog().demands} <= {rule.demand for rule in catalog().rules}


def sources_named(data: Any) -> set[str]:  # noqa: ANN401 - parsed data is of any kind
    if type(data) is list:
        return {one for item in data for one in sources_named(item)}
    if type(data) is not dict:
        return set()
    found = {one for held in data.values() for one in sources_named(held)}
    for key in ("source", "sources", "counter_sources", "basis"):
        held = data.get(key, ())
        found.update([held] if type(held) is str else (one for one in held if type(one) is str))
    return found


def bad(**changes: object) -> dict[str, Any]:
    """An exercise's row with something wrong in it."""
    row = next(row for row in ROWS if row.data.get("id") == "cat-cow")
    return {**row.data, **changes}


def test_the_checks_pass_the_row_that_the_bad_ones_are_made_from() -> None:
    assert [*wrong_texts(bad()), *claims(bad()), *wrong_steps(bad()["steps"]), *wrong_grounds(bad())] == []


@pytest.mark.parametrize(
    "text",
    [
        "This is safe for you.",
        "You are cleared.",
        "It cures pain.",
        "A cure.",
        "It treats a stiff back.",
        "Heals the disc.",
        "As prescribed.",
        "It relieves tension.",
        "A proven way.",
        "Results guaranteed.",
        "A clinician has cleared you.",
    ],
)
def test_a_medical_claim_is_found(text: str) -> None:
    assert len(list(claims({"notes": [{"text": text}]}))) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"note": "Closed until you report that a clinician has cleared you to exercise."},
        {"title": "Guidelines for Exercise Testing and Prescription"},
        {"note": "High blood pressure without treatment."},
        {"text": "healing breastbone"},
    ],
    ids=["a reported clearance", "a title", "under treatment", "a stage of healing"],
)
def test_what_is_no_claim_is_let_through(row: dict[str, str]) -> None:
    assert list(claims(row)) == []


@pytest.mark.parametrize("text", ["Two  spaces.", "A\ttab.", " Before.", "After. ", "Before a period ."])
def test_a_stray_space_is_found(text: str) -> None:
    assert list(wrong_texts({"rows": [{"label": text}]})) == [".rows[0].label: has a stray space"]


def test_a_sentence_that_does_not_end_is_found() -> None:
    assert list(wrong_texts({"cues": ["Breathe", "Slowly."]})) == [".cues[0]: does not end in a period"]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("Lifting your arm.", "no imperative"),
        ("You lift your arm.", "no imperative"),
        ("The patient lifts an arm.", "the patient"),
        ("Lift your arm", "period"),
        ("Lift your arm as he did.", "he"),
    ],
)
def test_a_step_that_is_no_instruction_is_found(step: str, told: str) -> None:
    assert any(told.casefold() in fault.casefold() for fault in wrong_steps([step]))


@pytest.mark.parametrize(
    ("row", "count"),
    [
        (Row("goals/one.toml", "$", "goals", {"id": "two"}), 1),
        (Row("goals/One.toml", "$", "goals", {"id": "One"}), 1),
        (Row("rules.toml", "$.rules[0]", "rules", {"id": "R1"}), 1),
        (Row("conditions.toml", "$.conditions[0]", "conditions", {"id": "neck-pain"}), 1),
        (Row("rules.toml", "$.rules[0]", "rules", {"id": "R001"}), 0),
        (Row("pain.toml", "$.pain_rule", "pain_rule", {}), 0),
    ],
    ids=["another file", "upper case", "too short", "hyphens", "right", "no id"],
)
def test_a_wrong_id_is_found(row: Row, count: int) -> None:
    assert len(list(wrong_id(row))) == count


def test_an_exercise_without_an_article_is_found() -> None:
    assert "cites none of the articles" in list(wrong_grounds(bad(sources=[{"source": "tftf_t4"}])))


def test_a_number_without_a_cited_basis_is_found() -> None:
    dosage = {**bad()["dosages"][0], "basis": "tftf_t4"}
    assert any("tftf_t4" in fault for fault in wrong_grounds(bad(dosages=[dosage])))


def test_a_list_of_fields_out_of_order_is_found() -> None:
    dosage = {**bad()["dosages"][0], "library_default": ["sets", "rest_seconds"]}
    assert any("out of order" in fault for fault in wrong_grounds(bad(dosages=[dosage])))


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ({"grade": "article", "sources": []}, 1),
        ({"grade": "article", "sources": ["tftf_t4"]}, 1),
        ({"grade": "published", "sources": []}, 1),
        ({"grade": "published", "sources": ["wong-17-exercises"]}, 1),
        ({"grade": "unsourced", "sources": []}, 0),
    ],
)
def test_a_grade_without_the_sources_for_it_is_found(row: dict[str, Any], count: int) -> None:
    assert len(list(wrong_grade(row))) == count


@pytest.mark.parametrize(
    ("alias", "plain"),
    [("Foam roller", False), ("Slipped disc", True), ("baker's cyst", True), ("t-score", True)],
)
def test_an_alias_that_would_never_match_is_found(alias: str, plain: bool) -> None:  # noqa: FBT001 - a parameter
    assert len(list(wrong_alias(alias, plain=plain))) == 1


@pytest.mark.parametrize(
    "raw",
    [b"a = 1", b"a = 1\n\n", b"a = 1\r\n", b"a = 1 \n", b"a =\t1\n", b"# " + b"x" * 109 + b"\n"],
    ids=["no newline", "two newlines", "carriage return", "space at the end", "tab", "too long"],
)
def test_an_untidy_line_is_found(raw: bytes) -> None:
    assert list(wrong_lines(raw)) != []


def test_a_line_of_110_characters_is_short_enough() -> None:
    assert list(wrong_lines(b"# " + b"x" * 108 + b"\n")) == []
