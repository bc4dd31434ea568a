"""The page that plays a routine: one file under a strict policy, in which no text can be anything but text."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from tests.exporting.test_refusing import too_much
from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import FormatError, UnsafeRoutineError
from thoracic_lib.exporting import export
from thoracic_lib.exporting.as_player import embedded
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.playbook import playbook
from thoracic_lib.model.routine import Routine
from thoracic_lib.player import style
from thoracic_lib.views.svg import DARK, LIGHT

VOID = {"meta", "link", "br", "img"}
MEAN = (
    *HOSTILE,
    "<!--<script>",
    "--></script><script>alert(1)</script>",
    "]]><svg onload=alert(1)>",
    "</noscript><iframe src=javascript:alert(1)>",
    "\u202egnirts\u202c \u2066x\u2069 {{ 7*7 }} ${7*7} #{7*7} <%= 7 %>",
    "\\u003cscript\\u003e \\ \" ' \\x3c",
)


class Tree(HTMLParser):
    """The elements of a document with their attributes, in order, the texts of some, and the references it makes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shape: list[str] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.policy = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if held.get("http-equiv") == "Content-Security-Policy":
            self.policy = str(held.pop("content"))
        self.shape.append(f"<{tag} {sorted(held.items(), key=str)}>")
        if tag in self.texts:
            self.texts[tag].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.shape.append(f"</{tag}>")
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.texts:
            self.texts[self.open[-1]][-1] += data

    def handle_comment(self, data: str) -> None:
        self.shape.append("<!-- a comment -->")


def routine() -> Routine:
    held = SHOWN["routine"]
    assert isinstance(held, Routine)
    return held


def page() -> str:
    return export(routine(), "player")


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_page_is_whole_and_every_element_is_closed() -> None:
    tree = Tree(page())
    assert tree.open == []
    assert page().startswith("<!doctype html>\n")


def test_the_policy_lets_in_exactly_the_script_and_the_styles_of_the_page() -> None:
    tree = Tree(page())
    _, code = tree.texts["script"]
    (look,) = tree.texts["style"]
    svgs = [picture["svg"] for picture in playbook(routine(), catalog())["pictures"].values()]
    drawn = {style for svg in svgs for style in re.findall("<style>(.*?)</style>", svg, re.DOTALL)}
    rules = dict(rule.split(" ", 1) for rule in tree.policy.split("; "))
    assert drawn
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == hashed(code)
    assert set(rules["style-src"].split()) == {hashed(look), *map(hashed, drawn)}
    assert rules["img-src"] == "data:"
    assert "unsafe" not in tree.policy


def test_the_policy_comes_before_everything_that_it_is_about() -> None:
    text = page()
    assert text.index("Content-Security-Policy") < min(text.index("<style"), text.index("<script"))


def test_nothing_is_fetched_and_no_handler_stands_in_the_markup() -> None:
    text = page()
    assert not re.search(r"https?://(?!www\.w3\.org/(2000/svg|1999/xhtml))", text)
    opened = [shape for shape in Tree(text).shape if shape.startswith("<")]
    assert not any(re.search(r"'(on\w+|src|href|style)'", shape) for shape in opened)
    assert "eval(" not in text
    assert "innerHTML" not in text


def test_the_data_in_the_page_are_the_playbook() -> None:
    data, _ = Tree(page()).texts["script"]
    assert json.loads(data) == playbook(routine(), catalog())


@pytest.mark.parametrize("text", MEAN)
def test_embedded_data_read_back_alike_and_hold_no_sign_that_html_reads(text: str) -> None:
    told = embedded({text: [text, {"a": text}]})
    assert json.loads(told) == {text: [text, {"a": text}]}
    assert not re.search("[<>&\u2028\u2029]", told)


def test_separators_of_lines_are_escaped_in_embedded_data() -> None:
    assert embedded({"a": "\u2028\u2029"}) == '{"a":"\\u2028\\u2029"}'


@pytest.mark.parametrize("text", MEAN)
def test_a_hostile_text_changes_no_structure_of_the_page(text: str) -> None:
    pages = {}
    for held in (PLAIN, text):
        known = catalog_of(held)
        pages[held] = export(routine_of(known), "player", catalog=known)
    plain, mean = Tree(pages[PLAIN]), Tree(pages[text])
    assert mean.shape == plain.shape
    assert mean.policy == plain.policy
    assert mean.texts["script"][1] == plain.texts["script"][1]
    assert mean.texts["style"] == plain.texts["style"]
    steps = json.loads(mean.texts["script"][0])["steps"]
    assert straight(text) in {step["name"] for step in steps}


def test_a_routine_is_checked_before_it_is_played() -> None:
    with pytest.raises(UnsafeRoutineError):
        export(too_much(), "player")


@pytest.mark.parametrize("kind", ["exercise", "screening"])
def test_nothing_but_a_routine_has_a_player(kind: str) -> None:
    with pytest.raises(FormatError, match="format 'player' cannot play a"):
        export(SHOWN[kind], "player")


def test_to_html_gives_the_page_or_the_player() -> None:
    assert routine().to_html() == export(routine(), "page")
    assert routine().to_html(player=True) == page()


def test_to_html_takes_the_catalog_of_the_routine() -> None:
    known = catalog_of(PLAIN)
    held = routine_of(known)
    assert held.to_html(player=True, catalog=known) == export(held, "player", catalog=known)
    with pytest.raises(UnsafeRoutineError):
        held.to_html(player=True)


def test_the_player_s_phases_have_the_colors_of_the_timeline() -> None:
    light, dark = style().split("@media (prefers-color-scheme: dark)", 1)
    for phase in ("release", "stretch", "mobilize", "strengthen", "posture"):
        assert f"--tlp-{phase}: {LIGHT[phase]};" in light
        assert f"--tlp-{phase}: {DARK[phase]};" in dark
