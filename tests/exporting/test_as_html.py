import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of, screening_of
from thoracic_lib.exporting import export
from thoracic_lib.exporting.direction import straight
from thoracic_lib.figures.checking import unsound

VOID = {"meta", "input"}
NAMES = {"class", "lang", "charset", "name", "content", "scope"}
FILTERING = {"type", "id", "checked"}


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


def outside(tree: Tree) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    """The tags that are in no picture, the pictures themselves left out."""
    found, depth = [], 0
    for tag, attributes in tree.tags:
        depth += tag == "svg"
        if not depth:
            found.append((tag, attributes))
        depth -= tag == "/svg"
    return found


def pictures(text: str) -> list[str]:
    """The pictures of a document, without the pictures in them."""
    found, depth, start = [], 0, 0
    for match in re.finditer(r"<(/?)svg\b", text):
        if not match[1]:
            start = match.start() if depth == 0 else start
        depth += -1 if match[1] else 1
        if depth == 0:
            found.append(text[start : match.end() + 1])
    return found


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
        assert any(straight(text) in shown for shown in tree.texts)


@pytest.mark.parametrize("kind", SHOWN)
def test_a_page_is_a_whole_document_and_a_fragment_is_none(kind: str) -> None:
    page, fragment = export(SHOWN[kind], "page"), export(SHOWN[kind], "html")
    tags = [tag for tag, _ in outside(parsed(page))]
    assert page.startswith("<!doctype html>\n<html lang=")
    assert tags[:2] == ["html", "head"]
    assert [tags.count(tag) for tag in ("html", "head", "title", "style", "body", "main", "h1")] == [1] * 7
    assert tags.index("/head") > tags.index("style")
    inside = outside(parsed(fragment))
    assert inside[0] == ("div", (("class", "thoracic"),))
    assert not {"html", "head", "body"} & {tag for tag, _ in inside}


@pytest.mark.parametrize("kind", SHOWN)
@pytest.mark.parametrize("format_", ["html", "page"])
def test_without_pictures_the_same_is_said(kind: str, format_: str) -> None:
    shown, bare = export(SHOWN[kind], format_), export(SHOWN[kind], format_, pictures=False)
    assert not pictures(bare)
    assert bool(pictures(shown)) is (kind != "screening")
    spoken = parsed(shown)
    said = [text for text in parsed(bare).texts if text not in spoken.texts]
    assert said == []
    assert len(bare) < len(shown) or kind == "screening"


@pytest.mark.parametrize("kind", SHOWN)
def test_a_page_and_its_fragment_say_the_same(kind: str) -> None:
    if kind == "catalog":
        pytest.skip("its page can be filtered, its fragment unfolded")
    page, fragment = (parsed(export(SHOWN[kind], format_)).texts for format_ in ("page", "html"))
    assert page[1:] == fragment
    assert page[0] == fragment[0]


@pytest.mark.parametrize("kind", SHOWN)
def test_nothing_is_fetched_from_outside_and_nothing_runs(kind: str) -> None:
    text = export(SHOWN[kind], "page")
    tree = parsed(text)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in tree.tags}
    names = {name for _, attributes in outside(tree) for name, _ in attributes}
    assert names <= (NAMES | FILTERING if kind == "catalog" else NAMES)
    assert [fault for picture in pictures(text) for fault in unsound(picture)] == []
    assert "url(" not in text
    assert "@import" not in text


def test_headings_do_not_skip_a_level() -> None:
    for value in SHOWN.values():
        levels = [int(tag[1]) for tag, _ in parsed(export(value, "html")).tags if tag in {"h1", "h2", "h3"}]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
