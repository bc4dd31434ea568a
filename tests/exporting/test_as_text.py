import pytest

from tests.exporting.values import HOSTILE, SHOWN, catalog_of, routine_of
from thoracic_lib.exporting import export
from thoracic_lib.model.catalog import Catalog

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def lines(value: object, known: Catalog | None = None) -> list[str]:
    return export(value, "text", catalog=known).split("\n")


@pytest.mark.parametrize("kind", SHOWN)
def test_no_line_is_wider_than_78_columns(kind: str) -> None:
    assert [line for line in lines(SHOWN[kind]) if len(line) > 78] == []


def test_a_word_that_is_too_long_stays_whole() -> None:
    known = catalog_of(f"The {LONG} is one word")
    told = lines(routine_of(known), known)
    assert any(LONG in line for line in told)
    assert all(LONG in line for line in told if len(line) > 78)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_adds_no_line_of_its_own(text: str) -> None:
    told = lines(catalog_of(text)["own-exercise"])
    plain = lines(catalog_of("word")["own-exercise"])
    assert [line for line in told if not line] == [line for line in plain if not line]


@pytest.mark.parametrize("kind", SHOWN)
def test_no_line_ends_in_a_blank_and_no_two_are_empty(kind: str) -> None:
    told = lines(SHOWN[kind])
    assert all(line == line.rstrip() for line in told)
    assert "\n\n\n" not in "\n".join(told)


def test_a_heading_is_underlined_as_wide_as_it_is() -> None:
    told = lines(SHOWN["exercise"])
    assert told[:2] == ["Cat-cow", "======="]
    assert "-----" in told[told.index("Steps") + 1]


def test_an_item_goes_on_under_its_own_text() -> None:
    told = lines(SHOWN["exercise"])
    first = next(at for at, line in enumerate(told) if line.startswith("2. "))
    assert told[first + 1].startswith("   ")


def test_a_list_and_what_follows_it_do_not_run_together() -> None:
    told = lines(SHOWN["routine"])
    for title in ("Tips:", "Good to know:", "Left out, and why:", "How it was chosen:"):
        at = told.index(title)
        assert told[at - 1] == ""
        assert told[at + 1].startswith("  ")


def test_warnings_stand_together() -> None:
    told = export(SHOWN["screening"], "text").split("\n\n")
    assert len([block for block in told if block.startswith("!") or "\n! " in block]) == 1
