"""Changing a routine from the terminal, and asking why an exercise is not in it."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.calling import Command
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import editing
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.model.routine import Routine

ASKED = ("--minutes", "10", "--no-conditions")


@pytest.fixture
def file(thoracic: Command, tmp_path: Path) -> str:
    """A file with a routine."""
    path = tmp_path / "routine.json"
    assert not thoracic.done("compose", *ASKED, "-o", str(path))
    return str(path)


def read(text: str) -> Routine:
    found = from_json(text)
    assert isinstance(found, Routine)
    return found


def routine(file: str) -> Routine:
    return read(Path(file).read_text("utf-8"))


def test_a_swap_takes_an_exercise_by_name_or_by_its_number(thoracic: Command, file: str) -> None:
    swapped = editing.swap(routine(file), "cat-cow")
    number = [step.exercise.id for step in routine(file).steps].index("cat-cow") + 1
    assert read(thoracic.done("swap", file, "Cat cow", "--json")) == swapped
    assert read(thoracic.done("swap", file, str(number), "--json")) == swapped
    by = ("--by", "segmental cat-cow", "--json")
    named = read(thoracic.done("swap", file, "cat-cow", *by))
    assert named == editing.swap(routine(file), "cat-cow", by="segmental-cat-cow")


def test_a_change_is_told_as_text_with_what_it_costs(thoracic: Command, file: str) -> None:
    said = thoracic.done("drop", file, "cat-cow")
    assert said.startswith("Full routine: 4 exercises, ")
    shortfall = str(editing.without(routine(file), "cat-cow").shortfall)
    assert f"Compared with the best that is possible, at most: {shortfall}." in " ".join(said.split())


def test_steps_are_dropped_and_added_and_the_time_is_cut(thoracic: Command, file: str, tmp_path: Path) -> None:
    dropped = tmp_path / "dropped.json"
    thoracic.done("drop", file, "1", "cat-cow", "-o", str(dropped))
    first = routine(file).steps[0].exercise.id
    assert routine(str(dropped)) == editing.without(routine(file), first, "cat-cow")
    again = read(thoracic.done("add", str(dropped), "cat cow", "--json"))
    assert again == editing.with_exercise(routine(str(dropped)), "cat-cow")
    assert read(thoracic.done("shorten", file, "--minutes", "5", "--json")).seconds <= 300
    assert read(thoracic.done("shorten", file, "--seconds", "200", "--json")).seconds <= 200


def test_a_routine_can_come_from_the_standard_input(
    thoracic: Command, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(file).read_bytes())))
    assert read(thoracic.done("shorten", "-", "--minutes", "5", "--json")).seconds <= 300


@pytest.mark.parametrize(
    ("code", "words", "told"),
    [
        (4, ["swap", "FILE", "open book"], "open-book is not in it"),
        (4, ["swap", "FILE", "6"], "it has no step 6, only 1 to 5"),
        (4, ["drop", "FILE", "0"], "it has no step 0, only 1 to 5"),
        (4, ["add", "FILE", "cat cow"], "cat-cow is in it already"),
        (4, ["shorten", "FILE", "--minutes", "20"], "20:00 min is more than the 10:00 min of its request"),
        (4, ["shorten", "FILE", "--seconds", "5"], "What would help: "),
        (4, ["shorten", "FILE"], "give minutes or seconds, one of them"),
        (2, ["shorten", "FILE", "--minutes", "1", "--seconds", "60"], "not allowed with argument"),
        (2, ["swap", "FILE", "yoga"], "unknown exercise 'yoga'"),
        (2, ["swap", "FILE", "cat-cow", "-o", "routine.doc"], "is no ending of a file"),
        (1, ["swap", "nowhere.json", "cat-cow"], "nowhere.json: cannot be read: No such file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_told_in_one_clear_line(
    thoracic: Command, file: str, code: int, words: list[str], told: str
) -> None:
    assert told in thoracic.refused(code, *(file if word == "FILE" else word for word in words))


def test_a_file_that_is_no_routine_is_named(thoracic: Command, tmp_path: Path) -> None:
    other = tmp_path / "goal.json"
    other.write_text(to_json(catalog().goal("mobility")), "utf-8")
    assert f"{other}: $.kind: is no routine" in thoracic.refused(1, "drop", str(other), "cat-cow")
    other.write_text('{"kind": "routine"}', "utf-8")
    assert f"{other}: $.schema: must be 1" in thoracic.refused(1, "drop", str(other), "cat-cow")


def test_a_routine_that_was_written_over_is_not_changed(thoracic: Command, file: str) -> None:
    text = Path(file).read_text("utf-8").replace('"conditions":[]', '"avoid_exercises":["cat-cow"]')
    Path(file).write_text(text, "utf-8")
    assert "is one to avoid" in thoracic.refused(6, "drop", file, "1")


def test_why_an_exercise_is_not_in_a_routine(thoracic: Command) -> None:
    told = thoracic.done("why-not", "open book", *ASKED)
    composed = read(thoracic.done("compose", *ASKED, "--json"))
    assert told == f"{catalog()['open-book'].name} is not in it: {composed.why_not('open-book')}\n"
    row = {"exercise": "open-book", "in_it": False, "why": composed.why_not("open-book")}
    assert json.loads(thoracic.done("why-not", "open-book", *ASKED, "--json")) == [row]


def test_why_not_says_so_when_an_exercise_is_in_the_routine(thoracic: Command) -> None:
    told = thoracic.done("why-not", "Cat-cow", *ASKED, "--include", "cat-cow")
    assert told == "Cat-cow is in it: You asked for it.\n"


def test_why_not_stops_where_composing_stops(thoracic: Command) -> None:
    assert "unknown exercise 'yoga'" in thoracic.refused(2, "why-not", "yoga", *ASKED)
    thoracic.refused(3, "why-not", "cat-cow", "--minutes", "10", "--red-flag", "RF01=yes")
    thoracic.refused(4, "why-not", "cat-cow", "--seconds", "10")
