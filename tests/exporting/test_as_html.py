from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of, screening_of
from thoracic_lib.exporting import export

VOID = {"meta"}


class Tree(HTMLParser):
    """The tags of a document with their attributes, its texts, and whether every tag is closed in turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        self.tags.append((tag, tuple(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """A tag closes, and it is the one that is open."""
        assert self.open.pop() == tag
        self.tags.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        """A text, which counts unless it is a style."""
        if "style" not in self.open and data.strip():
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        """There are no comments."""
        raise AssertionError(data)


def parsed(text: str) -> Tree:
    tree = Tree()
    tree.feed(text)
    tree.close()
    assert tree.open == []
    return tree


def pages(text: str) -> dict[str, object]:
    known = catalog_of(text)
    screening = screening_of(known)
    return {
        "exercise": known["own-exercise"],
        "routine": routine_of(known),
        "screened": screening.why("own-exercise"),
    }


EXPECTED = {
    (format_, kind): parsed(export(value, format_, catalog=catalog_of(PLAIN))).tags
    for format_ in ("html", "page")
    for kind, value in pages(PLAIN).items()
}


@pytest.mark.parametrize("format_", ["html", "page"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure_and_every_text_is_shown(text: str, format_: str) -> None:
    for kind, value in pages(text).items():
        tree = parsed(export(value, format_, catalog=catalog_of(text)))
        assert tree.tags == EXPECTED[format_, kind]
        assert any(text in shown for shown in tree.texts)


@pytest.mark.parametrize("kind", SHOWN)
def test_a_page_is_a_whole_document_and_a_fragment_is_none(kind: str) -> None:
    page, fragment = export(SHOWN[kind], "page"), export(SHOWN[kind], "html")
    tags = [tag for tag, _ in parsed(page).tags]
    assert page.startswith("<!doctype html>\n<html lang=")
    assert tags[:2] == ["html", "head"]
    assert [tags.count(tag) for tag in ("html", "head", "title", "style", "body", "main", "h1")] == [1] * 7
    assert tags.index("/head") > tags.index("style")
    inside = parsed(fragment).tags
    assert inside[0] == ("div", (("class", "thoracic"),))
    assert not {"html", "head", "body"} & {tag for tag, _ in inside}


@pytest.mark.parametrize("kind", SHOWN)
def test_a_page_and_its_fragment_say_the_same(kind: str) -> None:
    page, fragment = (parsed(export(SHOWN[kind], format_)).texts for format_ in ("page", "html"))
    assert page[1:] == fragment
    assert page[0] == fragment[0]


@pytest.mark.parametrize("kind", SHOWN)
def test_nothing_is_fetched_from_outside_and_nothing_runs(kind: str) -> None:
    text = export(SHOWN[kind], "page")
    tree = parsed(text)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in tree.tags}
    names = {name for _, attributes in tree.tags for name, _ in attributes}
    assert names <= {"class", "lang", "charset", "name", "content", "scope"}
    assert "url(" not in text
    assert "@import" not in text


def test_headings_do_not_skip_a_level() -> None:
    for value in SHOWN.values():
        levels = [int(tag[1]) for tag, _ in parsed(export(value, "html")).tags if tag in {"h1", "h2", "h3"}]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
