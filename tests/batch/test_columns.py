"""Columns in, columns out: what each column may hold, and what is told beside it."""

import math
from typing import Any

import pytest

import thoracic_lib as tl
from thoracic_lib import batch
from thoracic_lib.batch.verdicts import Desk, Found
from thoracic_lib.testing.small import a_setup, an_exercise, small_catalog


def read(**cells: object) -> tl.Profile:
    """The profile of one row; columns with a dot are written with two underscores."""
    row = next(batch.screen([{name.replace("__", "."): cell for name, cell in cells.items()}]))
    if row.error is not None:
        raise row.error
    assert row.profile is not None
    return row.profile


def asked(**cells: object) -> tl.Request:
    row = next(batch.compose([{"minutes": 10, **cells}]))
    if row.request is None:
        assert row.error is not None
        raise row.error
    return row.request


class Scalar:
    """A number or an array of numpy, as far as it is asked."""

    def __init__(self, value: object) -> None:
        self.value = value

    def tolist(self) -> object:
        return self.value


class NAType:
    """What pandas holds where a cell holds nothing."""


def test_the_answers_stand_beside_the_numbers_of_the_rows_and_what_is_carried() -> None:
    people = {"name": ["Ada", "Bob"], "conditions": ["back surgery", "brittle what"]}
    table = batch.screen(people, carry=["name"])
    assert list(table) == ["row", "name", "error", "message", "left", "gates", "red_flags", "banners", "verdicts"]
    assert table["row"] == [0, 1]
    assert table["name"] == ["Ada", "Bob"]
    assert table["error"] == [None, "unknown-term"]
    assert table["message"] == [None, "unknown condition 'brittle what'"]
    assert table["gates"] == ["operated_spine", None]
    assert [table[name][1] for name in ("left", "red_flags", "banners", "verdicts")] == [None] * 4


def test_columns_and_rows_say_the_same() -> None:
    columns = {"conditions": ["osteoporosis", "none", None, "knee pain"], "equipment": ["chair", None, "stick", ""]}
    table = batch.screen(columns)
    rows = list(batch.screen([{name: column[at] for name, column in columns.items()} for at in range(4)]))
    assert table["verdicts"] == [row.verdicts for row in rows]
    assert table["left"] == [row.left for row in rows]
    assert table["banners"] == [" ".join(row.banners) for row in rows]


def test_composed_columns_tell_the_routine_in_short_and_with_json_whole() -> None:
    table = batch.compose({"minutes": [10, 10, None], "conditions": ["none", "back surgery", "none"]}, json=True)
    routine = tl.compose(tl.Request(minutes=10, profile=tl.profile(conditions=[])))
    assert table["error"] == [None, "gate", "invalid-value"]
    assert table["seconds"] == [routine.seconds, None, None]
    assert table["steps"][0] == "; ".join(f"{step.exercise.id}/{step.setup.id}" for step in routine.steps)
    assert table["doses"][0] == "; ".join(str(step.dose) for step in routine.steps)
    assert table["unmet"][0] == " ".join(routine.unmet)
    assert table["banners"][0] == " ".join(routine.banners)
    assert tl.from_json(table["routine"][0]) == routine
    assert table["routine"][1] is None
    assert "routine" not in batch.compose({"minutes": [10]})


def test_no_rows_give_empty_columns_and_no_columns_no_rows() -> None:
    assert batch.screen({"conditions": []})["verdicts"] == []
    assert batch.compose({"minutes": []})["steps"] == []
    assert batch.screen({})["row"] == []


def test_a_frame_of_nothing_but_names_still_has_its_rows() -> None:
    table = batch.screen({"name": ["Ada", "Bob"]}, carry=["name"])
    assert table["error"] == [None, None]


@pytest.mark.parametrize(
    ("columns", "carry", "reason"),
    [
        ({"condtions": ["x"]}, (), "condtions: is no column that is read"),
        ({"zzz": ["x"]}, (), "zzz: is no column that is read"),
        ({"minutes": [5]}, (), "minutes: is no column that is read"),
        ({"conditions": ["none"], "equipment": []}, (), "columns: differ in length: 0, 1"),
        ({"conditions": ["none"]}, ("name",), "name: is no column that could be carried"),
        ({"error": ["none"]}, ("error",), "error: cannot be carried: an answer is called so"),
    ],
)
def test_columns_that_cannot_be_taken_are_refused_as_a_whole(
    columns: dict[str, list[object]], carry: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(tl.InvalidValueError) as told:
        batch.screen(columns, carry=carry)
    assert str(told.value) == f"Batch: {reason}"


@pytest.mark.parametrize("nothing", [None, "", "  ", math.nan, NAType(), Scalar(None)])
def test_a_cell_that_holds_nothing_says_nothing(nothing: object) -> None:
    assert read(conditions=nothing, equipment=nothing, RF01=nothing, answers=nothing, red_flags=nothing) == tl.profile()


def test_none_and_an_empty_list_say_that_there_are_no_conditions() -> None:
    assert read(conditions=" None ") == read(conditions=[]) == read(conditions=Scalar([])) == tl.profile(conditions=[])


@pytest.mark.parametrize(
    "cell", ["chair, foam roller", "chair; foam roller", ["chair", "foam roller"], {"chair", "foam roller"}]
)
def test_a_list_may_be_text_or_a_list(cell: object) -> None:
    assert read(equipment=cell) == tl.profile(equipment=["chair", "foam roller"])


def test_everything_that_a_profile_holds_can_be_read() -> None:
    said = read(
        equipment="chair",
        without="wall",
        conditions=["pregnancy"],
        answers="pregnancy.weeks=20",
        cleared="pregnancy; RF13",
        red_flags="RF01=no; RF13=yes",
        avoid_positions="supine",
        avoid="Cat-cow",
    )
    assert said == tl.profile(
        equipment=["chair"],
        without=["wall"],
        conditions=["pregnancy"],
        answers={"pregnancy.weeks": 20},
        cleared=["pregnancy", "RF13"],
        red_flags={"RF01": False, "RF13": True},
        avoid_positions=["supine"],
        avoid=["cat-cow"],
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"answers": {"pregnancy.weeks": 20, "pregnancy.restrictions": None}},
        {"answers": [("pregnancy.weeks", 20.0), ("pregnancy.restrictions", None)]},
        {"pregnancy__weeks": "20"},
        {"pregnancy__weeks": Scalar(20)},
    ],
)
def test_answers_may_be_a_mapping_pairs_or_columns_of_their_own(cells: dict[str, Any]) -> None:
    assert read(conditions="pregnancy", **cells) == tl.profile(
        conditions=["pregnancy"], answers={"pregnancy.weeks": 20}
    )


def test_an_answer_may_be_a_list_of_choices() -> None:
    answers = {"skin_or_tissue_problem.affected_sites": ["back", "abdomen"]}
    assert read(conditions="skin_or_tissue_problem", answers=answers) == tl.profile(
        conditions=["skin_or_tissue_problem"], answers=answers
    )


@pytest.mark.parametrize("cell", [True, "yes", "TRUE", Scalar(True)])  # noqa: FBT003 - a cell
def test_a_red_flag_may_be_a_column_of_its_own(cell: object) -> None:
    assert read(RF01=cell) == tl.profile(red_flags={"RF01": True})
    assert read(RF01=False) == read(red_flags={"RF01": "no"}) == tl.profile(red_flags={"RF01": False})


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"equipment": 7}, "equipment: must be text or a list of texts, not 7"),
        ({"equipment": {"chair": 1}}, "equipment: must be text or a list of texts, not"),
        ({"equipment": ["chair", 7]}, "equipment: must hold texts, not 7"),
        ({"equipment": object()}, "unknown equipment '<object>'"),
        ({"answers": "pregnancy.weeks"}, "answers: must be written key=value; key=value, not 'pregnancy.weeks'"),
        ({"answers": 7}, "answers: must be a mapping, pairs, or text with =, not 7"),
        ({"answers": ["pregnancy.weeks"]}, "answers: must be a mapping, pairs, or text with =, not a list"),
        ({"answers": {"pregnancy.weeks": 1.5}}, "pregnancy.weeks: must be text, a whole number or a list of texts"),
        ({"RF01": "perhaps"}, "RF01: must be yes or no, not 'perhaps'"),
        ({"RF01": 1}, "RF01: must be yes or no, not 1"),
        ({"RF01": "no", "red_flags": "RF01=no"}, "RF01: is answered twice"),
        ({"conditions": "pregnancy", "answers": "pregnancy.weeks=99"}, "weeks: takes a whole number from 0 to 45"),
        ({"conditions": "none", "answers": "pregnancy.weeks=20"}, "answer 'weeks' for 'pregnancy', not declared"),
        ({"equipment": "wall", "without": "wall"}, "names wall, which the equipment has too"),
        ({"avoid_positions": "upside down"}, "unknown position 'upside down'"),
    ],
)
def test_a_cell_that_cannot_be_read_is_an_error_that_says_so(cells: dict[str, Any], reason: str) -> None:
    with pytest.raises(tl.ThoracicError) as told:
        read(**cells)
    assert reason in str(told.value)


def test_of_several_faults_the_one_is_told_that_profile_would_tell() -> None:
    with pytest.raises(tl.UnknownTermError, match="unknown condition"):
        read(equipment="jetpack", conditions="brittle what")
    with pytest.raises(tl.UnknownTermError, match="unknown condition"):
        tl.profile(equipment=["jetpack"], conditions=["brittle what"])


def test_everything_that_a_request_holds_can_be_read() -> None:
    request = asked(
        minutes=None,
        seconds="600",
        goal="desk-break",
        include="Cat-cow",
        exclude=["wall-angel"],
        emphasis_movements="extension",
        emphasis_phases=["mobilize"],
        maximum_exercises=4.0,
        maximum_difficulty=Scalar(1),
    )
    assert request == tl.Request(
        seconds=600,
        goal="desk-break",
        include=frozenset({"cat-cow"}),
        exclude=frozenset({"wall-angel"}),
        emphasis_movements=request.emphasis_movements,
        emphasis_phases=request.emphasis_phases,
        maximum_exercises=4,
        maximum_difficulty=1,
    )
    assert [str(one) for one in request.emphasis_movements] == ["extension"]
    assert [str(one) for one in request.emphasis_phases] == ["mobilize"]
    source = tl.routines()[0].id
    assert asked(routine=source).routine == source


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"minutes": "ten"}, "minutes: must be a whole number, not 'ten'"),
        ({"minutes": 1.5}, "minutes: must be a whole number, not 1.5"),
        ({"minutes": True}, "minutes: must be a whole number, not 'yes'"),
        ({"minutes": "99999999999"}, "minutes: must be a whole number"),
        ({"goal": ["desk-break"]}, "goal: must be one text"),
        ({"emphasis_phases": "juggle"}, "unknown phase 'juggle'"),
        ({"include": "cartwheel"}, "unknown exercise 'cartwheel'"),
    ],
)
def test_a_wish_that_cannot_be_read_is_an_error_that_says_so(cells: dict[str, Any], reason: str) -> None:
    with pytest.raises(tl.ThoracicError) as told:
        asked(**cells)
    assert reason in str(told.value)


def test_a_table_of_arrow_is_told_by_what_it_can_do() -> None:
    class Table:
        def to_pydict(self) -> dict[str, list[object]]:
            return {"conditions": ["none"]}

    assert batch.screen(Table())["error"] == [None]


def test_a_data_frame_is_told_by_what_it_can_do() -> None:
    class Column:
        def to_list(self) -> list[object]:
            return ["none", "brittle what"]

    class Frame:
        columns = ("conditions",)

        def __getitem__(self, name: str) -> Column:
            return Column()

    assert batch.screen(Frame())["error"] == [None, "unknown-term"]


def test_packed_verdicts_can_be_spread_into_a_column_for_each_setup() -> None:
    people = {
        "conditions": ["osteoporosis", "none", "brittle what"],
        "without": ["", "wall", ""],
        "avoid": ["", "", ""],
    }
    table = batch.screen({**people, "avoid": ["Open book", "Open book", ""]})
    found = batch.spread(table["verdicts"])
    assert list(found) == [f"{exercise}/{setup}" for exercise, setup in batch.setups()]
    assert found["cat-cow/quadruped"] == ["exclude", "keep", None]
    assert found["wall-angel/standing"][1] == "no-equipment"
    assert found["open-book/side-lying"] == ["avoided", "avoided", None]


def test_a_catalog_of_your_own_has_setups_of_its_own() -> None:
    own = small_catalog(exercises=[an_exercise("sway", [a_setup("seated", [])])])
    assert batch.setups(own) == (("sway", "seated"),)
    assert batch.spread(batch.screen({"conditions": [None]}, own)["verdicts"], own) == {"sway/seated": ["keep"]}


def test_many_equal_rows_are_screened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people = []
    found = Desk.found

    def noted(self: Desk, profile: tl.Profile) -> Found:
        people.append(profile)
        return found(self, profile)

    monkeypatch.setattr(Desk, "found", noted)
    batch.screen({"conditions": ["none", "osteoporosis"] * 50})
    assert people == [tl.profile(conditions=[]), tl.profile(conditions=["osteoporosis"])]
