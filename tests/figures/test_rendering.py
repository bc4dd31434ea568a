"""What a caller of render_figure gets, and what is refused."""

import re
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

import thoracic_lib as tl
from tests.figures.drawn import edited
from thoracic_lib.figures.animated import shares
from thoracic_lib.figures.collection import prepared
from thoracic_lib.figures.describing import harmless, swapped
from thoracic_lib.figures.pixels import gif, png
from thoracic_lib.figures.themes import plain_colors
from thoracic_lib.model.figure import Tempo


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own picture


SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_says_what_it_shows() -> None:
    root = parsed(tl.render_figure("cat-cow"))
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert title.text == "Cat-cow"
    assert str(told.text).startswith("Start: On hands and knees")
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], told.attrib["id"]]


def test_the_same_call_gives_the_same_picture() -> None:
    assert tl.render_figure("open-book") == tl.render_figure(tl.catalog()["open-book"], "side-lying")


def test_pictures_that_differ_have_ids_of_their_own() -> None:
    told = [
        tl.render_figure("open-book"),
        tl.render_figure("open-book", side="left"),
        tl.render_figure("open-book", form="animated"),
        tl.render_figure("open-book", theme="dark"),
        tl.render_figure("cat-cow"),
    ]
    ids = [match for svg in told for match in re.findall(r' id="([^"]*)"', svg)]
    assert len(ids) == len(set(ids)) == 15


def test_the_words_of_a_mirrored_picture_have_their_sides_swapped() -> None:
    assert "The right arm opens" in tl.render_figure("open-book", side="right")
    assert "The left arm opens" in tl.render_figure("open-book", side="left")


def test_themes_differ_in_their_colors_only() -> None:
    auto, light, dark = (tl.render_figure("cat-cow", theme=theme) for theme in ("auto", "light", "dark"))
    assert "prefers-color-scheme" in auto
    assert "prefers-color-scheme" not in light + dark
    drawn = [re.findall(r' d="([^"]*)"', svg) for svg in (auto, light, dark)]
    assert drawn[0] == drawn[1] == drawn[2]
    assert light != dark


def test_plain_colors_leave_no_variable() -> None:
    assert "var(" not in plain_colors(tl.render_figure("cat-cow", theme="light"))


def test_hostile_names_stay_text() -> None:
    hostile = "</title><script>alert(1)</script>\u202e\u2066 & \"'"
    svg = tl.render_figure(evolve(tl.catalog()["cat-cow"], name=hostile))
    assert [element.tag for element in parsed(svg).iter()] == [
        element.tag for element in parsed(tl.render_figure("cat-cow")).iter()
    ]
    title = parsed(svg).find(f"{SVG}title")
    assert title is not None
    assert title.text == "</title><script>alert(1)</script> & \"'"


def test_words_are_made_harmless() -> None:
    assert harmless("<a> & \"b\" 'c'\x00\u202e") == "&lt;a&gt; &amp; &quot;b&quot; &#39;c&#39;"
    assert swapped("Left hand at a right angle, upright") == "Right hand at a right angle, upright"


@pytest.mark.parametrize(
    ("exercise", "options", "kind"),
    [
        ("cat-cwo", {}, tl.UnknownIdError),
        ("cat-cow", {"setup": "floor"}, tl.UnknownIdError),
        ("cat-cow", {"form": "moving"}, tl.FormatError),
        ("cat-cow", {"theme": "pink"}, tl.FormatError),
        ("cat-cow", {"side": "both"}, tl.FormatError),
    ],
)
def test_what_there_is_not_is_refused(exercise: str, options: dict[str, str], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        tl.render_figure(exercise, **options)  # type: ignore[arg-type]  # wrong on purpose


def test_a_setup_without_a_figure_is_refused_by_name() -> None:
    exercise = tl.catalog()["cat-cow"]
    with pytest.raises(tl.UnknownIdError, match="cat-cat/quadruped"):
        tl.render_figure(evolve(exercise, id="cat-cat", relations=()))


@pytest.mark.parametrize("tempo", [Tempo(), Tempo(stay=0, rest=0), Tempo(there=300, back=9_000)])
def test_a_loop_ends_where_it_starts(tempo: Tempo) -> None:
    numbers, times = shares(4, tempo)
    assert numbers[0] == numbers[-1] == 0
    assert 3 in numbers
    assert times[0] == "0"
    assert times[-1] == "1"
    assert [float(time) for time in times] == sorted(float(time) for time in times)
    assert len(numbers) == len(times)


def test_less_motion_shows_a_still_picture() -> None:
    svg = tl.render_figure("cat-cow", form="animated")
    assert "prefers-reduced-motion" in svg
    calm = parsed(svg).find(f".//{SVG}g[@class='q']")
    assert calm is not None
    assert calm.find(f".//{SVG}animate") is None


def test_without_the_extra_pixels_are_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("PIL", "resvg_py"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    figure = edited().figures[0]
    whole = prepared(figure, edited().position(figure.position))
    for draw in (png, gif):
        with pytest.raises(tl.MissingExtraError, match=r"thoracic-lib\[png\]"):
            draw(whole)
