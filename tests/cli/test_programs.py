import io
import sys
from pathlib import Path

import pytest

from tests.cli.calling import Command
from thoracic_lib.cli import programs
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import Program

SHORT = ("program", "--minutes", "6", "--weeks", "2", "--sessions", "2", "--weeks-per-step", "1", "--no-conditions")
FAMILIES = ("--equipment", "chair")


def program(thoracic: Command, *words: str) -> Program:
    found = from_json(thoracic.done(*words, "--json"))
    assert isinstance(found, Program)
    return found


@pytest.fixture
def held(thoracic: Command, tmp_path: Path) -> tuple[Program, str]:
    path = tmp_path / "program.json"
    thoracic.done(*SHORT, *FAMILIES, "-o", str(path))
    found = from_json(path.read_bytes())
    assert isinstance(found, Program)
    return found, str(path)


def told(folder: Path, text: str, name: str = "said.toml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def said(of: Program, at: int, *lines: str) -> str:
    session = of.sessions[at]
    head = f'[[feedback]]\nweek = {session.week}\nday = {session.day}\nexercise = "{session.exercises[-1]}"\n'
    return head + "\n".join(lines)


def test_a_program_is_told_as_text(thoracic: Command) -> None:
    assert thoracic.done(*SHORT).startswith("Full routine: 2 weeks, 2 sessions a week\n")


def test_what_the_weeks_should_be_reaches_the_request(thoracic: Command) -> None:
    words = ("program", "--minutes", "6", "--goal", "mobility", "--no-conditions", "--max-exercises", "3")
    plain = program(thoracic, *words).request
    assert (plain.weeks, plain.sessions_per_week, plain.days, plain.weeks_per_step) == (8, 3, (), 2)
    assert (plain.small_start, plain.pain_scale) == (0, False)
    assert (plain.session.goal, plain.session.maximum_exercises) == ("mobility", 3)
    more = ("--weeks", "2", "--days", "0, 3", "--small-start", "1", "--weeks-per-step", "1", "--pain-scale")
    asked = program(thoracic, *words, *more).request
    assert (asked.weeks, asked.sessions_per_week, asked.days, asked.weeks_per_step) == (2, 2, (0, 3), 1)
    assert (asked.small_start, asked.pain_scale) == (1, True)
    assert program(thoracic, *words, "--weeks", "1", "--days", "2,5", "--sessions", "2").request.days == (2, 5)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--weeks", "0"], "weeks: must be from 1 to 52"),
        (["--sessions", "8"], "sessions_per_week: must be from 1 to 7"),
        (["--days", "0,7"], "--days: takes days from 0 to 6"),
        (["--days", ""], "--days: takes days from 0 to 6"),
        (["--days", "0,0"], "days: holds 0 twice"),
        (["--days", "3,0"], "days: must stand in order"),
        (["--days", "0,3", "--sessions", "3"], "--days: are 2 for 3 sessions a week"),
        (["--small-start", "9"], "small_start: is longer"),
        (["--emphasis", "turning"], "unknown emphasis"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_understood_is_refused(thoracic: Command, words: list[str], why: str) -> None:
    assert why in thoracic.refused(2, "program", "--minutes", "6", *words)


def test_what_stops_a_routine_stops_a_program_with_the_same_code(thoracic: Command) -> None:
    told = thoracic.refused(3, *SHORT[:-1], "--condition", "compression fracture")
    assert "nothing is composed for vertebral_compression_fracture until" in told
    assert "nothing fits this request: 0:10 min" in thoracic.refused(4, "program", "--seconds", "10")


def test_a_program_is_adapted_to_feedback_in_toml_and_in_json(
    thoracic: Command, tmp_path: Path, held: tuple[Program, str]
) -> None:
    before, path = held
    toml = told(tmp_path, said(before, 0, "pain = 2", "settled = true"))
    adapted = program(thoracic, "adapt", path, "--feedback", toml)
    assert [entry.pain for entry in adapted.feedback] == [2]
    assert adapted.sessions[0] == before.sessions[0]
    exercise = before.sessions[1].exercises[0]
    json = told(
        tmp_path, f'{{"feedback": [{{"week": 1, "day": 3, "exercise": "{exercise}", "done": false}}]}}', "a.json"
    )
    both = program(thoracic, "adapt", path, "--feedback", toml, "--feedback", json)
    assert len(both.feedback) == 2
    assert program(thoracic, "adapt", path) == before


def test_an_adapted_program_is_written_like_any_other(
    thoracic: Command, tmp_path: Path, held: tuple[Program, str]
) -> None:
    toml = told(tmp_path, said(held[0], 0, 'felt = "easy"'))
    thoracic.done("adapt", held[1], "--feedback", toml, "-o", str(tmp_path / "next.md"))
    assert (tmp_path / "next.md").read_text(encoding="utf-8").startswith("# Full routine: 2 weeks")


def test_what_is_declared_anew_screens_what_is_to_come(
    thoracic: Command, tmp_path: Path, held: tuple[Program, str]
) -> None:
    toml = told(tmp_path, said(held[0], 0))
    kept = program(thoracic, "adapt", held[1], "--feedback", toml)
    assert kept.request.session.profile == held[0].request.session.profile
    anew = program(thoracic, "adapt", held[1], "--feedback", toml, "--condition", "osteopenia", *FAMILIES)
    assert anew.request.session.profile.conditions == frozenset({"osteopenia"})
    assert anew.sessions[1].routine.request.profile == anew.request.session.profile
    none = program(thoracic, "adapt", held[1], "--no-conditions")
    assert none.request.session.profile == Profile(conditions=frozenset())


def test_pain_at_which_to_stop_has_the_code_of_a_warning_sign(
    thoracic: Command, tmp_path: Path, held: tuple[Program, str]
) -> None:
    toml = told(tmp_path, said(held[0], 0, "sharp = true"))
    err = thoracic.refused(3, "adapt", held[1], "--feedback", toml)
    assert "the program stops because of pain" in err
    assert "RF01" in err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("feedback = 3", "must hold a list named feedback"),
        ("other = []", "must hold a list named feedback"),
        ("feedback = []\nother = 1", "must hold a list named feedback"),
        ("[[feedback]]\nweek = 1\nday = 0\nexercise = 'x'\npain = 11", "$.feedback[0].pain: must be from 0 to 10"),
        ("[[feedback]]\nweek = 1.0\nday = 0\n[[feedback]]\npian = 1", "$.feedback[1].pian: is unknown"),
        ("[[feedback]]\nweek = 1.0\nday = 0\n[[feedback]]\npian = 1", "$.feedback[0].week: must be a whole number"),
        ("[[feedback]]\nweek = 9\nday = 0\nexercise = 'cat-cow'", "feedback[0]: week 9, day 0 has no session"),
    ],
)
def test_feedback_that_cannot_be_taken_is_refused_with_every_fault(
    thoracic: Command, tmp_path: Path, held: tuple[Program, str], text: str, why: str
) -> None:
    code = 2 if "has no session" in why else 1
    assert why in thoracic.refused(code, "adapt", held[1], "--feedback", told(tmp_path, text))


def test_files_that_are_no_program_or_not_there_are_refused(thoracic: Command, tmp_path: Path) -> None:
    assert "cannot be read" in thoracic.refused(1, "adapt", str(tmp_path / "none.json"))
    other = told(tmp_path, to_json(Profile()), "profile.json")
    assert "$.kind: is not program" in thoracic.refused(1, "adapt", other)


def test_progress_is_shown_on_a_terminal_only(
    thoracic: Command, monkeypatch: pytest.MonkeyPatch, held: tuple[Program, str]
) -> None:
    assert programs._progress() is None

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    shown = programs._progress()
    assert shown is not None
    shown(1, 2)
    assert terminal.getvalue() == "\rplanned 1 of 2 sessions"
    shown(2, 2)
    assert terminal.getvalue().split("\r")[-2:] == [" " * 24, ""]
