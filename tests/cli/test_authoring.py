import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.calling import Command
from thoracic_lib.catalogs import bundled_files, catalog


def folder(tmp_path: Path, text: str) -> str:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "own-stretch.toml").write_text(text, encoding="utf-8")
    return str(tmp_path)


def test_the_template_of_a_new_exercise_has_no_faults(thoracic: Command, tmp_path: Path) -> None:
    told = thoracic.done("validate", folder(tmp_path, thoracic.done("new", "exercise", "own-stretch")))
    assert told.startswith(f"no faults: {len(catalog()) + 1} exercises (1 of them yours), ")


def test_the_template_bears_the_id_and_a_name_made_of_it(thoracic: Command) -> None:
    row = tomllib.loads(thoracic.done("new", "exercise", "own-stretch"))
    assert (row["id"], row["name"]) == ("own-stretch", "Own stretch")


@pytest.mark.parametrize("wrong", ["Own Stretch", "own--stretch", "-own", "", 'a"b', "own/stretch"])
def test_an_id_that_is_none_is_refused(thoracic: Command, wrong: str) -> None:
    assert thoracic.refused(2, "new", "exercise", *(["--"] if wrong.startswith("-") else []), wrong)


def test_only_what_there_is_a_template_for_can_be_new(thoracic: Command) -> None:
    assert "invalid choice: 'rule'" in thoracic.refused(2, "new", "rule", "own")


def test_every_fault_of_a_catalog_is_told_with_file_and_field(thoracic: Command, tmp_path: Path) -> None:
    text = thoracic.done("new", "exercise", "own-stretch")
    wrong = text.replace('"mobilize"', '"mobilise"').replace("tempo_seconds = 4", 'tempo_seconds = "4"')
    err = thoracic.refused(1, "validate", folder(tmp_path, wrong))
    assert "2 faults in the data" in err
    assert err.count("exercises/own-stretch.toml: ") == 2
    assert "phase" in err
    assert "tempo_seconds" in err


def test_an_exercise_that_takes_the_place_of_a_bundled_one_is_a_fault(thoracic: Command, tmp_path: Path) -> None:
    assert "cat-cow" in thoracic.refused(1, "validate", folder(tmp_path, thoracic.done("new", "exercise", "cat-cow")))


@pytest.mark.parametrize("text", ["", "id = ", "\ufeffid = 1", "[[exercises]]"], ids=["empty", "cut", "mark", "table"])
def test_a_file_that_is_no_exercise_is_a_fault_and_no_crash(thoracic: Command, tmp_path: Path, text: str) -> None:
    assert "fault" in thoracic.refused(1, "validate", folder(tmp_path, text))


def test_a_folder_without_data_is_told(thoracic: Command, tmp_path: Path) -> None:
    assert "holds no .toml or .json file" in thoracic.refused(1, "validate", str(tmp_path))


def test_the_bundled_data_has_no_faults(thoracic: Command) -> None:
    told = f"no faults: {len(catalog())} exercises, {len(catalog().rules)} rules, "
    assert thoracic.done("validate").startswith(told)
    assert json.loads(thoracic.done("validate", "--json")) == [
        {"exercises": len(catalog()), "rules": len(catalog().rules)}
    ]


def test_a_complete_catalog_stands_alone_and_a_part_of_one_does_not(thoracic: Command, tmp_path: Path) -> None:
    for name, raw in bundled_files().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    assert thoracic.done("validate", "--alone", str(tmp_path)).startswith("no faults: 52 exercises, ")
    (tmp_path / "conditions.toml").unlink()
    assert "fault" in thoracic.refused(1, "validate", "--alone", str(tmp_path))


@pytest.mark.parametrize(
    "words", [["validate", "--catalog", "x"], ["new", "exercise", "own", "--json"]], ids=lambda words: words[-2]
)
def test_an_option_that_would_do_nothing_is_not_offered(thoracic: Command, words: list[str]) -> None:
    assert "unrecognized arguments" in thoracic.refused(2, *words)
