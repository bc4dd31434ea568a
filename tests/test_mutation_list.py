"""The list of changes that no test finds: each of them is one that could be made, and has its reason."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from attrs import evolve
from tools.survivors import LIST, Area, Change, Explained, areas, compared, read

import thoracic_lib as tl

PACKAGE = Path(tl.__file__).parent
LISTED = read()
CHANGE = Change(where="screening.has", before="return True", after="return False")
KNOWN = Explained(change=CHANGE, reason="Nobody can tell.")


def named(one: Explained) -> str:
    return f"{one.change.where}-{one.change.after}"


def text_of(where: str) -> str:
    """The text of a function, class or table; the empty text where there is none."""
    first, *names = where.split(".")
    within = first in {"composing", "model"}
    folder, module = (PACKAGE / first, names.pop(0)) if within else (PACKAGE, first)
    file = folder / f"{module}.py" if (folder / f"{module}.py").exists() else folder / module / "__init__.py"
    source = file.read_text("utf-8")
    found: list[ast.stmt] = ast.parse(source).body
    text = ""
    for name in names:
        made = [one for one in found if name in names_of(one)]
        text = "\n".join(ast.get_source_segment(source, one) or "" for one in made)
        found = [inner for one in made if isinstance(one, ast.ClassDef) for inner in one.body]
    return text


def names_of(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


@pytest.mark.parametrize("one", LISTED, ids=named)
def test_a_listed_change_is_one_of_the_code_as_it_is_and_says_why(one: Explained) -> None:
    lines = {line.strip() for line in text_of(one.change.where).splitlines()}
    assert one.change.before
    assert set(one.change.before.splitlines()) <= lines
    assert one.change.before != one.change.after
    assert one.reason.strip().endswith(".")
    assert len(one.reason.split()) > 3
    assert one.times >= 1


def test_no_change_is_listed_twice() -> None:
    assert [change for change, times in Counter(one.change for one in LISTED).items() if times > 1] == []


@pytest.mark.parametrize("area", areas(), ids=lambda area: area.where)
def test_an_area_is_in_the_code_and_a_test_shows_that_nothing_there_changes_an_answer(area: Area) -> None:
    assert text_of(area.where) if "*" not in area.where else area.where.endswith(".*")
    file, _, test = area.checked_by.partition("::")
    assert f"\ndef {test}(" in (LIST.parent.parent / file).read_text("utf-8")
    assert area.reason.strip().endswith(".")
    assert not [one for one in LISTED if area.holds(one.change)], "is explained twice"


def test_a_survivor_within_an_area_is_nothing_to_tell() -> None:
    area = Area(where="screening.*", reason="Nobody can tell.", checked_by="tests/test_screening.py::test_it")
    elsewhere = evolve(CHANGE, where="masking.has")
    assert compared([CHANGE, elsewhere], [], [area]) == ([elsewhere], [])
    assert compared([CHANGE], [], [evolve(area, where="screening.had")]) == ([CHANGE], [])


def test_the_list_is_in_the_order_of_its_places() -> None:
    places = [one.change.where for one in LISTED]
    assert [where for at, where in enumerate(places) if where in places[:at] and where != places[at - 1]] == []


def test_a_survivor_that_is_explained_is_nothing_to_tell() -> None:
    assert compared([CHANGE], [KNOWN]) == ([], [])


def test_a_survivor_that_is_not_explained_is_told() -> None:
    assert compared([CHANGE], []) == ([CHANGE], [])
    assert compared([CHANGE, CHANGE], [KNOWN]) == ([CHANGE], [])


def test_what_is_explained_and_survives_no_more_is_told() -> None:
    assert compared([], [KNOWN]) == ([], [CHANGE])
    assert compared([CHANGE], [evolve(KNOWN, times=2)]) == ([], [CHANGE])


def test_the_same_change_elsewhere_is_another_one() -> None:
    there = evolve(CHANGE, where="screening.holds")
    assert compared([there], [KNOWN]) == ([there], [CHANGE])


def test_the_words_of_a_change_are_those_that_come_or_go() -> None:
    assert Change(where="resolving._KINDS", before="bone, Body", after="bone").words == {"body"}


def test_a_change_reads_as_a_difference() -> None:
    several = Change(where="screening.has", before="if True:\nreturn 1", after="return 1")
    assert str(several) == "screening.has\n- if True:\n- return 1\n+ return 1"


@pytest.mark.parametrize(
    "row",
    ['before = "a"\nafter = "b"\nreason = "r"', 'where = "w"\nbefore = "a"\nafter = "b"\nreason = "r"\nwhy = "w"'],
    ids=["a key missing", "a key unknown"],
)
def test_a_row_that_is_not_whole_is_refused(row: str, tmp_path: Path) -> None:
    (tmp_path / LIST.name).write_text(f"[[survivor]]\n{row}\n", "utf-8")
    with pytest.raises((KeyError, TypeError)):
        read(tmp_path / LIST.name)


def test_the_page_counts_the_explanations_of_each_module() -> None:
    page = (LIST.parent.parent / "docs" / "mutation.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z.]+)` \| \d+ \| (\d+) \|$", page, re.MULTILINE)
    told = {module: int(count) for module, count in rows}
    assert told
    counted: Counter[str] = Counter()
    for one in LISTED:
        module = next(name for name in told if one.change.where.startswith(f"{name}."))
        counted[module] += one.times
    assert {module: counted[module] for module in told} == told
