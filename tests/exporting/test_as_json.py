import json
from typing import Any

import pytest

from tests.exporting.values import SHOWN
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import DataError
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.exporting.as_json import KINDS, SCHEMA
from thoracic_lib.model.dosage import Pace
from thoracic_lib.model.plain import plain
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import Feedback, Program, ProgramRequest
from thoracic_lib.model.routine import Routine

ROUTINE = SHOWN["routine"]
assert isinstance(ROUTINE, Routine)

VALUES = {
    **SHOWN,
    "catalog": catalog(),
    "dosage": catalog()["cat-cow"].dosage,
    "dose": ROUTINE.steps[0].dose,
    "feedback": Feedback(week=1, day=0, exercise="cat-cow", pain=2),
    "goal": catalog().goals[0],
    "pace": Pace(breath=9),
    "profile": Profile(equipment=frozenset({"chair", "stool"})),
    "program-request": ProgramRequest(session=ROUTINE.request, days=(0, 3, 6)),
    "request": ROUTINE.request,
    "source-routine": catalog().routines[0],
}


def faults(document: object) -> str:
    with pytest.raises(DataError) as caught:
        from_json(json.dumps(document))
    return str(caught.value)


def document(kind: str = "routine") -> Any:  # noqa: ANN401 - JSON of whatever kind
    return json.loads(to_json(VALUES[kind]))


def test_there_is_an_example_of_every_kind() -> None:
    assert VALUES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_comes_back_equal_and_writes_the_same_text(kind: str) -> None:
    text = to_json(VALUES[kind])
    again = from_json(text)
    assert type(again) is type(VALUES[kind])
    assert again == VALUES[kind]
    assert to_json(again) == text == to_json(from_json(text.encode()))


def test_the_text_is_canonical() -> None:
    text = to_json(VALUES["routine"])
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert json.loads(text)["schema"] == SCHEMA


@pytest.mark.parametrize("kind", ["nothing", "Routine", "", None, 1, ["routine"]])
def test_a_kind_that_is_none_is_refused(kind: object) -> None:
    assert "$.kind: is no kind of value" in faults({**document(), "kind": kind})


def test_the_value_of_another_kind_is_refused() -> None:
    assert "$.value" in faults({**document(), "kind": "profile"})


@pytest.mark.parametrize("schema", [2, 0, "1", 1.0, True, None])
def test_another_schema_is_refused(schema: object) -> None:
    assert "$.schema: must be 1" in faults({**document(), "schema": schema})


@pytest.mark.parametrize("key", ["kind", "schema", "value"])
def test_a_missing_key_is_refused(key: str) -> None:
    whole = document()
    del whole[key]
    assert f"$.{key}" in faults(whole)


def test_an_unknown_key_is_refused_wherever_it_stands() -> None:
    assert "$.extra: is unknown" in faults({**document(), "extra": 1})
    inner = document()
    inner["value"]["steps"][0]["extra"] = 1
    assert "$.value.steps[0].extra" in faults(inner)


def test_every_fault_of_the_envelope_is_told_at_once() -> None:
    told = faults({"kind": "x", "schema": 9, "more": 1})
    assert told.startswith("3 faults")


def tampered(**changes: object) -> object:
    whole = document()
    whole["value"]["steps"][0] |= changes
    return whole


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"start": 7}, "the steps before end at 0"),
        ({"verdict": "exclude"}, "cannot be a step"),
        ({"verdict": "fine"}, "verdict"),
        ({"parts": [{"name": "hold", "seconds": -1}]}, "seconds"),
        ({"start": "0"}, "start"),
        ({"why": "two\nlines"}, "why"),
    ],
    ids=["start", "excluded", "unknown verdict", "negative", "text for a number", "two lines"],
)
def test_a_tampered_routine_is_refused(changes: dict[str, object], told: str) -> None:
    assert told in faults(tampered(**changes))


def test_a_routine_that_is_over_its_budget_is_refused() -> None:
    whole = document()
    whole["value"]["request"] = {"seconds": 60}
    assert "over the budget of 60" in faults(whole)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{", '{"kind":"pace","kind":"pace"}', '{"schema":NaN}', "\ud800", "[" * 5_000],
    ids=["empty", "list", "null", "cut off", "twice", "not a number", "half a character", "deep"],
)
def test_what_is_no_document_is_refused_without_a_crash(text: str) -> None:
    with pytest.raises(DataError):
        from_json(text)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DataError):
        from_json(b"\xff\xfe{}")


def test_a_program_writes_each_of_its_routines_once() -> None:
    held = VALUES["program"]
    assert isinstance(held, Program)
    value = document("program")["value"]
    assert len(value["routines"]) == len({session.routine for session in held.sessions})
    assert [session["routine"] for session in value["sessions"]] == [
        value["routines"].index(plain(session.routine)) for session in held.sessions
    ]


def test_a_program_with_whole_routines_in_its_sessions_is_read_as_well() -> None:
    whole = document("program")
    routines = whole["value"].pop("routines")
    for session in whole["value"]["sessions"]:
        session["routine"] = routines[session["routine"]]
    assert from_json(json.dumps(whole)) == VALUES["program"]


@pytest.mark.parametrize("place", [-1, 99, "0", None, True, 0.0, {}])
def test_a_place_where_a_program_has_no_routine_is_refused(place: object) -> None:
    wrong = document("program")
    wrong["value"]["sessions"][1]["routine"] = place
    assert "routines: is unknown" in faults(wrong)


@pytest.mark.parametrize("name", ["routines", "sessions"])
@pytest.mark.parametrize("held", [{}, 3, "x", [3]])
def test_a_program_with_something_else_for_its_lists_is_refused(name: str, held: object) -> None:
    wrong = document("program")
    wrong["value"][name] = held
    assert "$.value" in faults(wrong)


def test_a_routine_of_a_program_that_no_session_has_is_refused() -> None:
    wrong = document("program")
    wrong["value"]["routines"].append(wrong["value"]["routines"][0])
    assert "routines: is unknown" in faults(wrong)


def test_a_program_with_more_sessions_than_days_is_refused() -> None:
    wrong = document("program")
    wrong["value"]["sessions"] *= 100
    assert "are not on the days that the request asks for" in faults(wrong)
