"""Habits that hold for the whole project."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = sorted(path for folder in ("src", "tests", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
IGNORE = re.compile(r"# (?:noqa|type: ignore).*")
REASONED = re.compile(r"# (?:noqa: [A-Z0-9, ]+ - \S|type: ignore\[[a-z, -]+\]  # \S)")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_has_at_most_500_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", [path for path in CODE if "tests" not in path.parts], ids=name)
def test_a_function_has_at_most_60_lines(path: Path) -> None:
    long = {f.name: length for f in functions(path) if (length := (f.end_lineno or 0) - f.lineno + 1) > 60}
    assert long == {}


@pytest.mark.parametrize("path", CODE, ids=name)
def test_every_ignored_warning_has_its_reason_beside_it(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [match.group() for line in lines if "re.compile" not in line and (match := IGNORE.search(line))]
    bare = [text for text in found if not REASONED.match(text)]
    assert bare == []


def test_every_dependency_has_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for group in project["dependency-groups"].values():
        listed.extend(entry for entry in group if isinstance(entry, str))
    assert [entry for entry in listed if ">=" not in entry] == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=name)
def test_a_lock_has_hashes_and_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pinned = [line for line in text.splitlines() if "==" in line]
    assert pinned
    assert all(line.endswith("\\") for line in pinned)
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "index" not in text


def test_the_changelog_has_a_data_heading() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text
    assert re.search(r"^### Data$", text, re.MULTILINE)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {entry.split(" ")[0] for entry in project["project"]["dependencies"]}
    for lock in ("run", "test", "dev", "docs"):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        assert {package for package in wanted if not re.search(rf"^{package}==", text, re.MULTILINE)} == set()
