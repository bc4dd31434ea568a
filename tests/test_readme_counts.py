"""What the README and the pages count and list is what the library has."""

import argparse
import re
import tomllib
from pathlib import Path

import pytest
from attrs import asdict

import thoracic_lib as tl
from thoracic_lib.cli.parser import build_parser
from thoracic_lib.proving import prove

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
COUNTED = {
    "exercises": "exercises",
    "pieces of equipment": "equipment",
    "conditions": "conditions",
    "rules": "rules",
    "red flags": "red_flags",
    "goals": "goals",
    "source routines": "routines",
    "sources": "sources",
}


def first_column(page: str) -> list[str]:
    """The code in the first column of every table of a page."""
    return re.findall(r"^\| `([^`]+)` \|", (DOCS / page).read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("words", "collection"), COUNTED.items())
def test_the_readme_counts_what_the_catalog_holds(words: str, collection: str) -> None:
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert re.findall(rf"(\d+) {words}\b", text) == [str(len(getattr(tl.catalog(), collection)))]


def test_the_pace_table_holds_the_defaults_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|$", (DOCS / "why.md").read_text("utf-8"), re.MULTILINE)
    assert {name: int(seconds) for name, seconds in rows} == asdict(tl.Pace())


def test_the_page_of_the_front_door_lists_every_public_name_in_order() -> None:
    assert first_column("reference/front-door.md") == tl.__all__


def test_the_page_of_the_command_line_names_every_command_and_option() -> None:
    page = (DOCS / "reference/command-line.md").read_text("utf-8")
    words = set(re.findall(r"`(-{0,2}[a-z][a-z-]*)[ `=]", page))
    [groups] = [action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)]
    commands: dict[str, argparse.ArgumentParser] = dict(groups.choices)
    options = {word for parser in commands.values() for word in parser._option_string_actions if word.startswith("--")}
    assert options | set(commands) <= words | {"--help"}


def test_the_layers_of_the_page_are_those_of_the_import_contract() -> None:
    [contract] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    section = (DOCS / "architecture.md").read_text("utf-8").partition("## Layers")[2].partition("## ")[0]
    rows = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    assert [row.replace("`", "").split(", ") for row in rows] == [layer.split(" | ") for layer in contract["layers"]]


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_a_file_shown_in_a_page_is_the_file_that_stands_in_the_examples(page: Path) -> None:
    shown = re.findall(r"^```toml\n# (docs/\S+)\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    for name, text in shown:
        assert text == (ROOT / name).read_text("utf-8")


def cells(page: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading, below its head."""
    section = (DOCS / page).read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]


def test_the_page_on_screening_lists_every_question_with_its_answers_and_conditions() -> None:
    def code(cell: str) -> tuple[str, ...]:
        return tuple(re.findall(r"`(\w+)`", cell))

    told = {code(ask)[0]: (code(answers), code(about)) for ask, answers, about in cells("screening.md", "Questions")}
    assert told == {question.id: (question.values, question.conditions) for question in tl.catalog().questions}


def test_the_page_on_screening_gives_a_reason_for_every_condition_that_excludes_nothing() -> None:
    rows = cells("screening.md", "Conditions that exclude nothing")
    named = [condition for row in rows for condition in re.findall(r"`(\w+)`", row[0])]
    assert sorted(named) == sorted(prove(tl.catalog()).harmless)
    assert all(reason for _, reason in rows)
