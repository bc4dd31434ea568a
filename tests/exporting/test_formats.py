import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import thoracic_lib as tl
from tests.exporting.values import HELD, SHOWN
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting import ENDINGS, FORMATS, as_markdown, as_text, export, from_json, to_json
from thoracic_lib.exporting.blocks import Picture
from thoracic_lib.model.dosage import Pace


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", SHOWN)
def test_every_format_holds_its_kinds_of_value_and_refuses_the_others(format_: str, kind: str) -> None:
    if kind not in HELD.get(format_, SHOWN):
        with pytest.raises(FormatError, match=f"format '{format_}' cannot (show|play|hold|report on) a"):
            export(SHOWN[kind], format_)
        return
    text = export(SHOWN[kind], format_)
    assert text.strip() == text
    assert text


@pytest.mark.parametrize(("format_", "module"), FORMATS.items())
def test_every_format_is_a_module_with_render(format_: str, module: str) -> None:
    render = importlib.import_module(f"thoracic_lib.exporting.{module}").render
    assert render(SHOWN["routine"]) == export(SHOWN["routine"], format_)


def test_every_ending_names_a_format_that_exists() -> None:
    assert set(ENDINGS.values()) <= set(FORMATS)
    assert all(ending.startswith(".") and ending == ending.lower() for ending in ENDINGS)


@pytest.mark.parametrize(
    ("ending", "format_"),
    [
        (".csv", "csv"),
        (".fhir.json", "fhir"),
        (".html", "page"),
        (".htm", "page"),
        (".json", "json"),
        (".jsonld", "jsonld"),
        (".md", "markdown"),
        (".txt", "text"),
        (".vtt", "webvtt"),
    ],
)
def test_a_file_has_the_format_that_its_ending_is_known_for(ending: str, format_: str) -> None:
    assert ENDINGS[ending] == format_


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FormatError, match=f"format 'pdf' is unknown; one of: {', '.join(sorted(FORMATS))}"):
        export(SHOWN["routine"], "pdf")


@pytest.mark.parametrize("format_", ["html", "markdown", "page", "text"])
def test_a_value_without_a_page_is_refused_by_name(format_: str) -> None:
    with pytest.raises(FormatError, match=f"format '{format_}' cannot show a Pace"):
        export(Pace(), format_)


def test_json_refuses_what_is_no_value_of_the_model() -> None:
    with pytest.raises(FormatError, match="format 'json' cannot hold a dict"):
        to_json({})


def test_a_picture_has_no_words() -> None:
    picture = Picture("figure", lambda: "<svg/>")
    assert as_text._lines(picture, 0) == []
    assert as_markdown._block(picture) == ""


def test_text_waits_for_nothing_that_draws() -> None:
    code = "import sys, thoracic_lib as tl; str(tl.catalog()['cat-cow']); str(tl.compose(tl.Request(minutes=5)));"
    code += "print(sorted(name for name in sys.modules if name.startswith('thoracic_lib.figures')))"
    path = {"PYTHONPATH": str(Path(tl.__file__).parent.parent)}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path)  # noqa: S603 - ours
    assert told.stdout.strip() == "[]"


def test_text_is_the_format_unless_another_is_asked_for() -> None:
    assert export(SHOWN["exercise"]) == export(SHOWN["exercise"], "text")


def test_display_methods_say_what_the_formats_say() -> None:
    routine, screening, screened, exercise = (
        SHOWN[kind] for kind in ("routine", "screening", "screened-exercise", "exercise")
    )
    assert str(routine) == export(routine, "text")
    assert str(screening) == export(screening, "text")
    assert str(screened) == export(screened, "text")
    for value in (routine, screening, screened, exercise, catalog()):
        assert value._repr_html_() == export(value, "html")  # type: ignore[attr-defined]  # each of these has it


def test_what_is_read_back_is_equal_and_exports_alike() -> None:
    again = from_json(to_json(SHOWN["routine"]))
    assert export(again, "page") == export(SHOWN["routine"], "page")
    assert from_json(to_json(catalog()["cat-cow"])) == catalog()["cat-cow"]
