"""No format hands out a routine before it was checked, and showing one never raises."""

from pathlib import Path

import pytest

import thoracic_lib as tl
from tests.checked import faults, forged, known, routine, with_step
from tests.cli.calling import Command
from tests.exporting.values import SHOWN
from thoracic_lib import catalogs
from thoracic_lib.errors import ArtifactError, UnsafeRoutineError
from thoracic_lib.exporting import FORMATS, as_pdf, export, handout_pdf, show, to_json
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Routine

MINE = "docs/examples/my-catalog"


def bundled_routine() -> Routine:
    held = SHOWN["routine"]
    assert isinstance(held, Routine)
    return held


def too_much() -> Routine:
    first, *rest = bundled_routine().steps
    return forged(bundled_routine(), steps=(forged(first, dose=forged(first.dose, sets=50)), *rest))


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_refuses_a_routine_that_was_written_over(format_: str) -> None:
    assert export(bundled_routine(), format_)
    with pytest.raises(UnsafeRoutineError, match=r"steps\[0\].dose: .*: is in no range that the catalog gives"):
        export(too_much(), format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_routine_is_checked_against_the_catalog_that_is_given(format_: str) -> None:
    assert export(routine(), format_, catalog=known())
    with pytest.raises(UnsafeRoutineError):
        export(with_step(dose=forged(routine().steps[1].dose, sets=9)), format_, catalog=known())


def test_the_player_has_the_pain_rule_of_the_catalog_that_is_given() -> None:
    rules = [catalog.pain_rule.rule for catalog in (known(), tl.catalog())]
    played = (export(routine(), "player", catalog=known()), export(bundled_routine(), "player"))
    assert [[rule in page for rule in rules] for page in played] == [[True, False], [False, True]]


@pytest.mark.parametrize("format_", FORMATS)
def test_pictures_are_left_out_where_nobody_wants_them_of_the_formats_that_have_them(format_: str) -> None:
    shown, bare = export(bundled_routine(), format_), export(bundled_routine(), format_, pictures=False)
    assert (shown.count("<svg") > bare.count("<svg")) is (format_ in {"handout", "html", "page"})
    assert (shown != bare) is (format_ in {"handout", "html", "page"})


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What is handed to the printer, in whose place nothing prints."""
    handed: list[tuple[object, ...]] = []

    def render(*told: object, **more: object) -> bytes:
        handed.append((*told, more))
        return b"%PDF"

    monkeypatch.setattr(as_pdf, "render", render)
    return handed


def test_no_routine_is_printed_before_it_was_checked(printed: list[tuple[object, ...]]) -> None:
    for wrong, catalog in ((too_much(), None), (routine(), None), (bundled_routine(), known())):
        with pytest.raises(UnsafeRoutineError):
            handout_pdf(wrong, catalog=catalog)
    assert printed == []


def test_a_routine_is_printed_as_asked_for(printed: list[tuple[object, ...]]) -> None:
    assert handout_pdf(bundled_routine()) == b"%PDF"
    assert handout_pdf(routine(), paper="letter", catalog=known(), pictures=False) == b"%PDF"
    assert printed == [
        (bundled_routine(), tl.catalog(), "a4", {"pictures": True}),
        (routine(), known(), "letter", {"pictures": False}),
    ]


def test_json_is_refused_and_given_like_every_other_format() -> None:
    assert to_json(routine(), catalog=known()) == export(routine(), "json", catalog=known())
    with pytest.raises(UnsafeRoutineError):
        to_json(too_much())


def test_a_routine_of_a_catalog_of_your_own_says_how_to_pass_it() -> None:
    with pytest.raises(UnsafeRoutineError, match="catalog=") as caught:
        export(routine())
    assert len(caught.value.faults) == 1


def test_a_routine_of_the_same_version_and_another_catalog_is_refused() -> None:
    mine = tl.load_catalog(MINE)
    made = tl.compose(tl.Request(minutes=5), mine)
    with pytest.raises(UnsafeRoutineError, match="made with another catalog"):
        export(made)
    assert export(made, catalog=mine)


@pytest.mark.parametrize("value", [routine(), too_much()], ids=["of another catalog", "written over"])
def test_a_routine_that_is_refused_shows_why_in_its_place(value: Routine) -> None:
    plain, html = str(value), value._repr_html_()
    assert plain.startswith("A routine that is not shown\n")
    assert html.startswith('<div class="thoracic">')
    for text in (plain, html):
        assert "catalog=" in text
        assert "thoracic_lib.export(routine" in text
        assert "When to stop" not in text


def test_a_routine_that_was_torn_apart_shows_why_too() -> None:
    torn = object.__new__(Routine)
    assert "steps: is missing" in str(torn)
    assert "steps: is missing" in torn._repr_html_()


def test_every_fault_is_shown_by_itself() -> None:
    wrong = with_step(limits=(), notices=())
    assert len(faults(wrong)) == 2
    refused = UnsafeRoutineError(tuple(tl.Fault("", path, why) for path, why in faults(wrong)))
    assert export(refused, "markdown").count("> **Note:**") == 2


def test_a_bundled_catalog_that_is_missing_is_told_in_the_place_of_the_routine(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Catalog:
        raise ArtifactError("catalog.json", "is missing")

    monkeypatch.setattr("thoracic_lib.exporting.bundled", gone)
    assert "is missing" in str(bundled_routine())


def test_what_is_right_is_shown_as_it_is_exported() -> None:
    assert show(bundled_routine(), "text") == export(bundled_routine(), "text", catalog=catalogs.catalog())


def test_the_command_hands_out_the_routine_of_the_catalog_that_it_was_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    thoracic = Command(capsys)
    asked = ("compose", "--minutes", "5", "--catalog", MINE)
    assert "Education, not medical advice" in thoracic.done(*asked)
    thoracic.done(*asked, "-o", str(tmp_path / "a.json"))
    held = tl.from_json((tmp_path / "a.json").read_bytes())
    assert export(held, catalog=tl.load_catalog(MINE))
