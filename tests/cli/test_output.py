import io
import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests.cli.calling import Command
from thoracic_lib.catalogs import catalog
from thoracic_lib.cli import main
from thoracic_lib.cli.template import exercise_template
from thoracic_lib.composing import compose
from thoracic_lib.exporting import ENDINGS, export, from_json
from thoracic_lib.model.routine import Request

COMPOSED = ("compose", "--minutes", "5")


@pytest.mark.parametrize(("ending", "format_"), ENDINGS.items())
def test_a_file_is_written_in_the_format_of_its_ending(
    thoracic: Command, tmp_path: Path, ending: str, format_: str
) -> None:
    file = tmp_path / f"cat{ending.upper()}"
    assert thoracic.done(*COMPOSED, "-o", str(file)) == ""
    written = export(compose(Request(minutes=5)), format_)
    end = "\r\n" if "\r\n" in written else "\n"
    assert file.read_bytes() == (written + end).encode()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    "words", [COMPOSED, ("screen",), ("screen", "--why", "cat-cow"), ("show", "cat-cow")], ids=" ".join
)
def test_every_command_that_shows_a_value_writes_it_too(
    thoracic: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "page.txt"
    assert thoracic.done(*words, "--output", str(file)) == ""
    assert file.read_text(encoding="utf-8") == thoracic.done(*words)


@pytest.mark.parametrize("name", ["routine.docx", "routine", ".html", ""])
def test_an_ending_that_cannot_be_written_is_refused_before_anything_is_done(
    thoracic: Command, tmp_path: Path, name: str
) -> None:
    err = thoracic.refused(2, "compose", "--seconds", "1", "-o", str(tmp_path / name) if name else "")
    assert f"one of: {', '.join(ENDINGS)}, .pdf, .ics, .fit" in err
    assert list(tmp_path.iterdir()) == []


def test_a_routine_is_written_as_a_page_that_plays_it(thoracic: Command, tmp_path: Path) -> None:
    page, plain, dropped = (tmp_path / name for name in ("routine.HTML", "routine.json", "shorter.htm"))
    assert thoracic.done(*COMPOSED, "--player", "--out", str(page)) == ""
    assert thoracic.done(*COMPOSED, "--output", str(plain)) == ""
    routine = from_json(plain.read_bytes())
    assert page.read_text(encoding="utf-8") == export(routine, "player") + "\n"
    assert thoracic.done("drop", str(plain), "1", "--player", "-o", str(dropped)) == ""
    assert '<main id="player"' in dropped.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [(), ("-o", "routine.txt"), ("-o", "routine.pdf"), ("-o", "routine.json", "--json")])
def test_a_player_is_refused_where_no_page_is_written(
    thoracic: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "such as routine.html" in thoracic.refused(2, "compose", "--seconds", "1", "--player", *file)
    assert list(tmp_path.iterdir()) == []


def test_json_goes_with_a_json_file_only(thoracic: Command, tmp_path: Path) -> None:
    assert "what the ending .txt stands for" in thoracic.refused(2, *COMPOSED, "--json", "-o", str(tmp_path / "a.txt"))
    assert thoracic.done(*COMPOSED, "--json", "-o", str(tmp_path / "a.json")) == ""
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["kind"] == "routine"
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_a_file_that_was_there_is_replaced(thoracic: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("old " * 100_000)
    thoracic.done("show", "cat-cow", "-o", str(file))
    assert file.read_text(encoding="utf-8").startswith("# Cat-cow\n")


def test_a_folder_that_is_not_there_is_told(thoracic: Command, tmp_path: Path) -> None:
    assert "cannot write" in thoracic.refused(5, *COMPOSED, "-o", str(tmp_path / "no" / "a.txt"))


def test_a_folder_that_bears_the_name_stays_and_nothing_is_left_beside_it(thoracic: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    assert "cannot write" in thoracic.refused(5, *COMPOSED, "-o", str(tmp_path / "a.txt"))
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(thoracic: Command, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "cannot write" in thoracic.refused(5, *COMPOSED, "-o", str(tmp_path / "a.txt"))
        assert list(tmp_path.iterdir()) == []
    finally:
        tmp_path.chmod(0o700)


def test_a_disk_that_is_full_leaves_what_was_there(
    thoracic: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.txt"
    file.write_text("what was there")
    monkeypatch.setattr(Path, "replace", full)
    assert "No space left on device" in thoracic.refused(5, *COMPOSED, "-o", str(file))
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("a.txt", "what was there")]


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o022, 0o644)], ids=["private", "shared"])
def test_a_file_is_as_open_as_the_person_keeps_files(thoracic: Command, tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        thoracic.done(*COMPOSED, "-o", str(tmp_path / "a.txt"))
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == mode


def test_a_stream_that_cannot_be_set_up_still_gets_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    assert main(["goals", "--json"]) == 0
    assert [row["id"] for row in json.loads(said.getvalue())] == [goal.id for goal in catalog().goals]


@pytest.mark.parametrize("words", [("show", "own-stretch"), ("search", "own-stretch")], ids=" ".join)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_stays_json_whatever_the_terminal_can_show(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "exercises").mkdir()
    text = exercise_template("own-stretch").replace('"Own stretch"', '"Étirement “×” \U0001f600"')
    (tmp_path / "exercises" / "own-stretch.toml").write_text(text, encoding="utf-8")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    assert main([*words, "--json", "--catalog", str(tmp_path)]) == 0
    said = json.loads(raw.getvalue().decode(encoding))
    assert (said[0] if isinstance(said, list) else said["value"])["name"] == "Étirement “×” \U0001f600"


def test_a_reader_that_leaves_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Gone(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

        def fileno(self) -> int:
            return handle

    with (tmp_path / "stream").open("wb") as stream:
        handle = stream.fileno()
        monkeypatch.setattr(sys, "stdout", Gone())
        assert main(["goals"]) == 0
        stream.write(b"into nothing")
    assert (tmp_path / "stream").read_bytes() == b""


def test_the_command_writes_a_pdf_of_a_routine_or_program_alone(thoracic: Command, tmp_path: Path) -> None:
    for paper, wide in (("a4", b"595.27"), ("letter", b"612")):
        file = tmp_path / f"{paper}.pdf"
        assert thoracic.done("compose", "--minutes", "5", "--no-conditions", "--paper", paper, "-o", str(file)) == ""
        assert re.search(rb"/MediaBox ?\[0 0 " + wide, file.read_bytes())
    weeks = tmp_path / "weeks.pdf"
    assert thoracic.done("program", "--weeks", "1", "--minutes", "5", "--no-conditions", "-o", str(weeks)) == ""
    assert weeks.read_bytes().startswith(b"%PDF-")
    err = thoracic.refused(2, "show", "cat-cow", "-o", str(tmp_path / "exercise.pdf"))
    assert "format 'pdf' cannot show a Exercise" in err
    assert not (tmp_path / "exercise.pdf").exists()
