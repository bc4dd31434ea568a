"""The words of a picture: sides are swapped as sides only, and no text is taken for markup."""

import re
from html.parser import HTMLParser
from unicodedata import category
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.drawn import SEEN, edited, written
from thoracic_lib.errors import DataError
from thoracic_lib.figures.animated import draw_animated
from thoracic_lib.figures.describing import harmless, swapped, words
from thoracic_lib.figures.still import Frame, Words, draw_still
from thoracic_lib.model.figure import MOST_SEEN, Figure

TEXTS = [text for held in edited().figures for text in (held.seen.start, held.seen.movement, held.seen.end)]
NO_SIDE = re.compile(
    r"\b(?:upright|right[ -]angle[sd]?|all right|right (?:away|above|below|behind|under))\b", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The left hand on the right knee", "The right hand on the left knee"),
        ("Right-hand side, LEFT arm", "Left-hand side, RIGHT arm"),
        ("bent to a right angle; right-angled; right angles", None),
        ("straight away, right away, all right, upright, aright", None),
        ("the elbow right below the shoulder, right behind it", None),
        ("the right over the left", "the left over the right"),
        ("your right behind you", "your left behind you"),
        ("nothing left, little is left", None),
        ("to the left, then right.", "to the right, then left."),
        ("the right angle of the elbow", None),
        ("leftover, rightful, brighten", None),
    ],
)
def test_left_and_right_change_places_as_sides_only(text: str, other: str | None) -> None:
    assert swapped(text) == (text if other is None else other)


@pytest.mark.parametrize("text", sorted(set(TEXTS)))
def test_every_bundled_text_has_all_its_sides_swapped_and_nothing_else(text: str) -> None:
    other = swapped(text)
    assert swapped(other) == text
    kept = NO_SIDE.sub("", text)
    assert NO_SIDE.findall(other) == NO_SIDE.findall(text)
    for one, two in (("left", "right"), ("right", "left")):
        assert len(re.findall(rf"\b{one}\b", kept, re.IGNORECASE)) == len(
            re.findall(rf"\b{two}\b", NO_SIDE.sub("", other), re.IGNORECASE)
        )
    assert re.sub("left|right", "", text, flags=re.IGNORECASE) == re.sub("left|right", "", other, flags=re.IGNORECASE)


@given(st.text(st.sampled_from("left right the all angle away ,.-LR"), max_size=60))
def test_swapping_twice_changes_nothing(text: str) -> None:
    assert swapped(swapped(text)) == text


PAYLOADS = [
    "</title><script>alert(1)</script>",
    "</desc></svg><script>alert(1)</script><svg>",
    '" onload="alert(1)" x="',
    "' onmouseover='alert(1)",
    "]]><script>alert(1)</script><![CDATA[",
    "<!--",
    "--><img src=x onerror=alert(1)>",
    "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    "<?xml-stylesheet href='https://example.org/x.css'?>",
    "</style><style>*{background:url(https://example.org)}",
    "<foreignObject><iframe src=javascript:alert(1)></foreignObject>",
    "<a xlink:href='javascript:alert(1)'>x</a>",
    "&lt;script&gt; &amp;#60;script&amp;#62; &#x3c;script&#x3e;",
    "{{constructor.constructor('alert(1)')()}} ${7*7} #{7*7} <%= 7*7 %>",
    "[x](javascript:alert(1)) ![x](x) `code` **bold**",
    "\u202eevil\u202c \u2066\u2067\u2069 \u200f\u061c \ufeff",
    "\x00\x01\x08\x0b\x0c\x1b[31m\x7f\x85",
    "\ufffe\uffff\U0001fffe \ud800",
    "\u2028\u2029 \r\n\t",
    "x" * MOST_SEEN,
    "<" * MOST_SEEN,
]


class Tree(HTMLParser):
    """The tags and attributes of a page, without its texts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl)

    def handle_pi(self, data: str) -> None:
        self.found.append(data)

    def unknown_decl(self, data: str) -> None:
        self.found.append(data)


def shape(svg: str) -> tuple[list[object], list[object]]:
    """The structure of a picture as an XML and as an HTML parser see it."""
    page = Tree()
    page.feed(f"<!doctype html><body>{svg}</body>")
    page.close()
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    return [(element.tag, sorted(element.attrib.items())) for element in root.iter()], page.found


def drawn(told: Words) -> list[str]:
    figure = edited().figures[0]
    whole, frame = edited().act(figure), Frame("x", "auto", mirrored=False)
    return [draw_still(whole, frame, told), draw_animated(whole, frame, told)]


CALM = [shape(svg) for svg in drawn(Words("A", "B"))]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_changes_the_structure_of_a_picture(payload: str) -> None:
    told = words(hostile(payload), payload, payload, mirrored=True)
    for svg, calm in zip(drawn(told), CALM, strict=True):
        assert shape(svg) == calm
        assert not [sign for sign in svg if category(sign) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}]


@given(st.text(max_size=80))
def test_no_text_at_all_changes_the_structure_of_a_picture(text: str) -> None:
    told = harmless(text)
    root = ET.fromstring(f"<t a=\"{told}\" b='{told}'>{told}</t>")  # noqa: S314 - our own text
    assert len(list(root.iter())) == 1
    assert sorted(root.attrib) == ["a", "b"]
    assert (root.text or "") == "".join(
        sign for sign in text if category(sign) not in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
    )


def hostile(payload: str) -> Figure:
    """A figure whose words were put in past the strict reader."""
    figure = edited().figures[0]
    seen = object.__new__(type(figure.seen))
    for name in ("start", "movement", "end"):
        object.__setattr__(seen, name, payload)
    other = object.__new__(Figure)
    for name in Figure.__checks__:
        object.__setattr__(other, name, seen if name == "seen" else getattr(figure, name))
    return other


def test_a_text_too_long_to_listen_to_is_refused() -> None:
    head = '[[figures]]\nsetups = ["standing"]\nposition = "standing"\nview = "front"\n'
    assert written(f"{head}{SEEN.replace('Nothing.', 'x' * MOST_SEEN)}[figures.end]\n")
    with pytest.raises(DataError, match="too many to listen to"):
        written(f"{head}{SEEN.replace('Nothing.', 'x' * (MOST_SEEN + 1))}[figures.end]\n")


@pytest.mark.parametrize("payload", ["\x00", "\u2028", "\x1b[31m"])
def test_control_characters_in_a_figure_are_refused(payload: str) -> None:
    with pytest.raises(ValueError, match="start"):
        evolve(edited().figures[0].seen, start=f"Standing{payload}.")


def test_a_setup_is_named_beside_its_exercise() -> None:
    figure = edited().figures[0]
    assert words(figure, "Cat-cow", "on the floor", mirrored=False).title == "Cat-cow: on the floor"
    assert words(figure, "Cat-cow", "", mirrored=False).title == "Cat-cow"
