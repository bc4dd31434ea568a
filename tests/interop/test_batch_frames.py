"""Tables of pandas, polars and pyarrow go into a batch as they are, and what comes out goes into them."""

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import thoracic_lib as tl

COLUMNS: dict[str, list[Any]] = {
    "conditions": [["osteoporosis"], [], None, ["pregnancy"], ["brittle what"]],
    "pregnancy.weeks": [None, None, None, 20, None],
    "RF01": [False, True, None, False, False],
    "minutes": [5, 10, 15, 20, None],
}


@pytest.mark.parametrize("table", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_table_says_what_its_lists_say(table: Any) -> None:  # noqa: ANN401 - of three libraries
    screened = {name: column for name, column in COLUMNS.items() if name != "minutes"}
    assert tl.batch.screen(table(screened)) == tl.batch.screen(screened)
    assert tl.batch.compose(table(COLUMNS)) == tl.batch.compose(COLUMNS)


@pytest.mark.parametrize("table", [pd.DataFrame, pl.DataFrame, pa.table])
def test_what_comes_out_goes_into_a_table(table: Any) -> None:  # noqa: ANN401 - of three libraries
    told = tl.batch.compose(COLUMNS, json=True)
    made = table(told)
    assert [str(name) for name in (made.column_names if table is pa.table else made.columns)] == list(told)
