import re

import pytest

from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of
from thoracic_lib.exporting import export
from thoracic_lib.exporting.as_markdown import escaped
from thoracic_lib.exporting.direction import straight

_MARK = re.compile(r"(#{1,3} |> \*\*Note:\*\* |- |\d+\. |\| |\*\*(?=[^*]+\*\*$))?(.*)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def structure(markdown: str) -> list[str]:
    """What opens each line: a heading, a note, an item, a row, a bold line, nothing; and how many cells a row has."""
    told = []
    for line in markdown.split("\n"):
        found = _MARK.fullmatch(line)
        assert found is not None
        cells = len(re.findall(r"(?<!\\)\|", line)) if found[1] == "| " else 0
        told.append(f"{found[1] or ('text' if found[2] else '')}{cells or ''}")
    return told


def unescaped(markdown: str) -> str:
    return _ESCAPE.sub(r"\1", markdown).replace("&amp;", "&")


EXPECTED = structure(export(catalog_of(PLAIN)["own-exercise"], "markdown"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure_of_a_page(text: str) -> None:
    known = catalog_of(text)
    told = export(known["own-exercise"], "markdown")
    assert structure(told) == EXPECTED
    assert straight(text).strip() in unescaped(told)
    assert straight(text).strip() in unescaped(export(routine_of(known), "markdown", catalog=known))


@pytest.mark.parametrize("text", HOSTILE)
def test_every_character_that_means_something_is_escaped(text: str) -> None:
    told = escaped(text)
    assert unescaped(told) == straight(text).strip()
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_{}\[\]<>#|~$^@]", re.sub(r"\\.", "", told))
    assert not re.match(r"\s|[-+=:>#]|\d+[.)]", told)
    assert not re.search(r"://|www\.|&(?!amp;)", told)
    assert not re.search(r"(?<!\\)(?:\\\\)*\\$", told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1. one", "1\\. one"),
        ("2) two", "2\\) two"),
        ("3 by 3.", "3 by 3."),
        ("a-b: c = d", "a-b: c = d"),
        ("- x", "\\- x"),
        ("  - x", "\\- x"),
        ("a & b", "a &amp; b"),
        ("see WWW.example.com", "see WWW\\.example.com"),
    ],
)
def test_a_text_is_escaped_no_more_than_it_must_be(text: str, told: str) -> None:
    assert escaped(text) == told


@pytest.mark.parametrize("kind", SHOWN)
def test_one_blank_line_stands_between_two_blocks(kind: str) -> None:
    told = export(SHOWN[kind], "markdown")
    assert "\n\n\n" not in told
    assert told.count("\n# ") == 0
    assert told.startswith("# ")
    for before, after in re.findall(r"^(.+)\n(.+)$", told, re.MULTILINE):
        assert (before[0], after[0]) in {("-", "-"), ("|", "|")} or (before[0].isdigit() and after[0].isdigit())
