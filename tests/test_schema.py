"""What is published under schema/ is what the model says now."""

from pathlib import Path

import pytest
from tools import schema

FILES = dict(schema.generated())


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_what_the_library_generates_now(name: str) -> None:
    assert (schema.FOLDER / name).read_text("utf-8") == FILES[name], f"run '{schema.COMMAND}'"


def test_there_are_no_other_files() -> None:
    assert {path.relative_to(schema.FOLDER).as_posix() for path in schema.FOLDER.rglob("*.json")} == set(FILES)


def test_the_chore_says_whether_they_are_in_step(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert schema.main(["--check"]) == 0
    monkeypatch.setattr(schema, "FOLDER", tmp_path)
    (tmp_path / "old.json").write_text("{}")
    assert schema.main(["--check"]) == 1
    assert "out of date: " in capsys.readouterr().out
    assert schema.main([]) == 0
    assert schema.main(["--check"]) == 0
    assert not (tmp_path / "old.json").exists()
