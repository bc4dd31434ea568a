"""CSV says what the columns say, and nothing in it is a formula, wherever a spreadsheet splits it."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.composing.asking import composed
from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of, screening_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting import export
from thoracic_lib.exporting.as_csv import cell
from thoracic_lib.exporting.columns import Cell, columns
from thoracic_lib.exporting.lines import one_line

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b"
TEXTS = st.text(st.one_of(st.sampled_from(f"{SIGNS}'\";,|\t\r\n \u200b\ufeff\u00a0a1()"), st.characters()), max_size=12)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("kind", ["catalog", "screening", "routine", "program"])
def test_what_is_read_back_is_what_the_columns_say(kind: str) -> None:
    head, *rows = read(export(SHOWN[kind], "csv"))
    held = columns(SHOWN[kind])
    assert head == list(held)
    assert rows == [[cell(told) for told in row] for row in zip(*held.values(), strict=True)]


def test_lines_end_with_cr_and_lf_and_the_last_one_with_nothing() -> None:
    text = export(SHOWN["routine"], "csv")
    lines = text.split("\r\n")
    assert len(lines) == len(read(text))
    assert "\n" not in "".join(lines)
    assert lines[-1]


@pytest.mark.parametrize(
    ("told", "written"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-5, "-5"),
        ("", ""),
        ("a-b", "a-b"),
        ("2 × 10", "2 × 10"),
    ],
)
def test_numbers_stay_numbers_and_plain_texts_plain(told: Cell, written: str) -> None:
    assert cell(told) == written


@pytest.mark.parametrize("sign", SIGNS)
def test_an_apostrophe_stands_before_a_sign_with_which_a_formula_begins(sign: str) -> None:
    assert cell(f"{sign}1+1") == f"'{sign}1+1"
    assert cell(f"  {sign}1") == f"'{sign}1"
    assert cell(f"\t{sign}1") == f"'{sign}1"
    assert cell(f"\r\n{sign}1") == f"'{sign}1"
    assert cell(f"\u200b{sign}1") == f"'\u200b{sign}1"
    assert cell(f"a; {sign}1") == f"a;' {sign}1"
    assert cell(f'a";{sign}1') == f"a\";'{sign}1"
    assert cell(f"a|{sign}1,{sign}2") == f"a|'{sign}1,'{sign}2"


@given(TEXTS)
@example("=1+1")
@example(';"=1')
@example("\u2028=1")
def test_no_part_of_a_text_is_a_formula_wherever_a_line_is_split(text: str) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(["x", cell(text), "y"])
    for part in re.split(r"[;,|\t\r\n]", written.getvalue()):
        assert part.lstrip(' "\u200b\u200c\u200d\u2060\ufeff\u00a0\u3000')[:1] not in set(SIGNS)
    assert len(read(written.getvalue())) == 1
    assert one_line(cell(text)) == cell(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_moves_a_cell(text: str) -> None:
    known, plain = catalog_of(text), catalog_of(PLAIN)
    for value, other in ((known, plain), (routine_of(known), routine_of(plain))):
        found, wanted = read(export(value, "csv", catalog=known)), read(export(other, "csv", catalog=plain))
        assert found[0] == wanted[0]
        assert [len(row) for row in found] == [len(row) for row in wanted]
        assert any(cell(text) in row for row in found)


def test_conditions_are_told_only_when_asked_for() -> None:
    screening = screening_of(catalog())
    assert "osteopenia" not in export(screening, "csv")
    assert "osteopenia" in export(screening, "csv", conditions=True)
    routine = composed(15, conditions=["osteopenia"])
    assert "osteopenia" not in export(routine, "csv", conditions=True)


@pytest.mark.parametrize("kind", ["exercise", "screened-exercise"])
def test_other_values_have_no_csv(kind: str) -> None:
    with pytest.raises(FormatError, match="format 'csv' cannot hold a "):
        export(SHOWN[kind], "csv")
