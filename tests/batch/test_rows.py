"""An iterable in, rows out: in order, as they are asked for, with what is wrong beside them."""

import csv
import io
import itertools
from collections.abc import Iterator

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib import batch
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.model.routine import Request

STRANGER = Profile(conditions=frozenset({"moon_sickness"}))


def test_a_row_holds_what_screening_finds() -> None:
    person = tl.profile(conditions=["back surgery"], red_flags={"RF01": True})
    row = next(batch.screen([person]))
    screening = tl.screen(tl.catalog(), person)
    assert (row.number, row.profile, row.error) == (0, person, None)
    assert (row.gates, row.red_flags, row.banners) == (screening.gates, screening.red_flags, screening.banners)
    assert row.screening() == screening


def test_a_bad_row_bears_the_error_of_screen_and_the_others_go_on() -> None:
    rows = list(batch.screen([Profile(), STRANGER, Profile()]))
    assert [row.error is None for row in rows] == [True, False, True]
    error = rows[1].error
    assert isinstance(error, tl.UnknownIdError)
    assert error.id == "moon_sickness"
    assert rows[1].profile is STRANGER
    assert rows[2].verdicts == rows[0].verdicts


def test_an_answer_that_is_none_is_an_error_as_it_is_for_screen() -> None:
    answers = (Answer(condition="pregnancy", question="weeks", number=99),)
    person = Profile(conditions=frozenset({"pregnancy"}), answers=answers)
    assert isinstance(next(batch.screen([person])).error, tl.InvalidValueError)


@pytest.mark.parametrize("name", ["verdicts", "left", "gates", "red_flags", "banners"])
def test_to_ask_a_bad_row_for_anything_raises_its_error(name: str) -> None:
    row = next(batch.screen([STRANGER]))
    with pytest.raises(tl.UnknownIdError):
        getattr(row, name)
    with pytest.raises(tl.UnknownIdError):
        row.screening()


def test_who_differs_in_equipment_alone_has_the_same_verdicts_beside_it() -> None:
    one, other = batch.screen([tl.profile(conditions=["osteoporosis"], equipment=has) for has in ([], ["chair"])])
    assert [byte % 4 for byte in one.verdicts] == [byte % 4 for byte in other.verdicts]
    assert other.left > one.left


def test_rows_are_made_as_they_are_asked_for() -> None:
    asked = []

    def endless() -> Iterator[Profile]:
        for number in itertools.count():
            asked.append(number)
            yield Profile()

    rows = batch.screen(endless())
    assert asked == []
    assert [row.number for row in itertools.islice(rows, 3)] == [0, 1, 2]
    assert asked == [0, 1, 2]


def test_a_row_may_be_a_mapping_of_words() -> None:
    text = 'name,conditions,equipment\nAda,T12 compression,"chair, foam roller"\nBob,none,\nCy,brittle what,\n'
    rows = list(batch.screen(csv.DictReader(io.StringIO(text)), carry=["name"]))
    assert rows[0].profile == tl.profile(conditions=["T12 compression"], equipment=["chair", "foam roller"])
    assert rows[1].profile == tl.profile(conditions=[])
    assert (rows[2].profile, type(rows[2].error)) == (None, tl.UnknownTermError)


def test_a_column_that_nothing_reads_is_an_error_of_its_row() -> None:
    row = next(batch.screen([{"condtions": "osteoporosis"}]))
    assert str(row.error) == "Batch: condtions: is no column that is read"
    assert isinstance(row.error, tl.InvalidValueError)
    assert row.error.faults[0].hint == "did you mean 'conditions'?"


@pytest.mark.parametrize("thing", [7, None, "osteoporosis", Request(minutes=5)])
def test_what_is_no_profile_is_an_error_of_its_row(thing: object) -> None:
    rows = list(batch.screen([thing, Profile()]))
    assert rows[0].error is not None
    assert f"not a {type(thing).__name__}" in str(rows[0].error)
    assert rows[1].error is None


def test_a_composed_row_holds_the_routine_or_why_there_is_none() -> None:
    good = Request(minutes=10, profile=Profile(conditions=frozenset()))
    waiting = Request(minutes=10, profile=tl.profile(conditions=["back surgery"]))
    rows = list(batch.compose([good, waiting, {"minutes": 10, "conditions": "none"}, {"minutes": "ten"}, Profile()]))
    assert rows[0].routine == tl.compose(good) == rows[2].routine
    assert rows[0].error is None
    assert rows[2].request == good
    assert [row.error.code for row in rows if row.error] == ["gate", "invalid-value", "invalid-value"]
    assert (rows[1].request, rows[3].request) == (waiting, None)
    with pytest.raises(tl.GateError):
        _ = rows[1].routine


def test_equal_requests_are_composed_once() -> None:
    request = Request(minutes=10, profile=Profile(conditions=frozenset()))
    one, other = batch.compose([request, evolve(request)])
    assert one.routine is other.routine


def test_an_error_holds_none_of_the_frames_that_it_came_through() -> None:
    error = next(batch.screen([STRANGER])).error
    assert error is not None
    assert (error.__traceback__, error.__context__) == (None, None)


def test_json_is_for_columns() -> None:
    with pytest.raises(tl.InvalidValueError, match="json: is for columns"):
        batch.compose([Request(minutes=5)], json=True)  # type: ignore[call-overload]  # what the test is about


@pytest.mark.parametrize("workers", [0, -1, True, 2.0])
def test_a_number_of_workers_is_a_whole_one(workers: int) -> None:
    with pytest.raises(tl.InvalidValueError, match="workers: must be a whole number, at least 1"):
        batch.screen([], workers=workers)
