"""The schemas in a checker of others: check-jsonschema on every TOML file that they are bound to."""

import subprocess
import sys
from pathlib import Path

import pytest
from tools import schema

from tests.test_schema import BOUND


def checked(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=schema.ROOT)  # noqa: S603 - ours


@pytest.mark.parametrize("name", schema.BOUND)
def test_every_data_file_passes_its_schema(name: str) -> None:
    files = [file for file, bound in BOUND.items() if bound == name]
    told = checked("--schemafile", f"schema/data/{name}.schema.json", *files)
    assert told.returncode == 0, told.stdout + told.stderr


def test_a_file_with_faults_does_not() -> None:
    told = checked(
        "--schemafile", "schema/data/exercise.schema.json", "docs/examples/with-faults/exercises/seated-side-bend.toml"
    )
    assert told.returncode == 1
    assert "seated-side-bend.toml" in told.stdout


def test_a_wrong_item_in_the_second_place_does_not_pass(tmp_path: Path) -> None:
    right = (schema.ROOT / "src/thoracic_lib/data/exercises/open-book.toml").read_text("utf-8")
    wrong = tmp_path / "open-book.toml"
    wrong.write_text(right.replace('targets = ["thoracic-spine"]', 'targets = ["thoracic-spine", 5]'), "utf-8")
    assert checked("--schemafile", "schema/data/exercise.schema.json", str(wrong)).returncode == 1


def test_every_schema_passes_the_schema_of_schemas() -> None:
    files = [name for name in dict(schema.generated()) if name.endswith(".schema.json")]
    assert checked("--check-metaschema", *files).returncode == 0
