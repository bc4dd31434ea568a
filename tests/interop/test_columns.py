"""Columns in pandas, polars and pyarrow: they take them as they are, and give back what was in them."""

import io
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from tests.exporting.values import SHOWN
from thoracic_lib.exporting import export
from thoracic_lib.exporting.columns import columns, kinds

KINDS = ("catalog", "screening", "routine", "program")
ARROW = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}
POLARS = {str: pl.String, int: pl.Int64, bool: pl.Boolean}


def held(kind: str) -> dict[str, list[Any]]:
    return columns(SHOWN[kind], conditions=True)


@pytest.mark.parametrize("kind", KINDS)
def test_polars_gives_back_what_it_took(kind: str) -> None:
    told = held(kind)
    frame = pl.DataFrame(told)
    assert frame.to_dict(as_series=False) == told
    wanted = kinds(type(SHOWN[kind]), conditions=True)
    empty = {name for name, column in told.items() if not any(cell is not None for cell in column)}
    assert {name: frame.schema[name] for name in told if name not in empty} == {
        name: POLARS[wanted[name]] for name in told if name not in empty
    }
    typed = pl.DataFrame(told, schema={name: POLARS[cell] for name, cell in wanted.items()})
    assert typed.to_dict(as_series=False) == told


@pytest.mark.parametrize("kind", KINDS)
def test_pyarrow_gives_back_what_it_took(kind: str) -> None:
    told = held(kind)
    assert pa.table(told).to_pydict() == told
    schema = pa.schema([(name, ARROW[cell]) for name, cell in kinds(type(SHOWN[kind]), conditions=True).items()])
    assert pa.table(told, schema=schema).to_pydict() == told


@pytest.mark.parametrize("kind", KINDS)
def test_pandas_gives_back_what_it_took(kind: str) -> None:
    told = held(kind)
    frame = pd.DataFrame(told)
    back = {name: [None if pd.isna(cell) else cell for cell in frame[name].tolist()] for name in frame}
    assert back == told
    exact = pd.DataFrame({name: pd.array(column, dtype="Int64") for name, column in told.items() if _whole(column)})
    for name in exact:
        assert [None if pd.isna(cell) else cell for cell in exact[name].tolist()] == told[str(name)]


def _whole(column: list[Any]) -> bool:
    return any(type(cell) is int for cell in column)


@pytest.mark.parametrize("kind", KINDS)
def test_csv_is_read_by_others_as_the_same_columns(kind: str) -> None:
    text = export(SHOWN[kind], "csv", conditions=True)
    told = held(kind)
    schema = {name: POLARS[cell] for name, cell in kinds(type(SHOWN[kind]), conditions=True).items()}
    frame = pl.read_csv(text.encode(), schema=schema)
    for name, column in frame.to_dict(as_series=False).items():
        assert [cell if cell is not None else "" for cell in column] == [
            cell if cell is not None else "" for cell in told[name]
        ]
    plain = pd.read_csv(io.StringIO(text), keep_default_na=False, dtype=str)
    assert list(plain.columns) == list(told)
    assert len(plain) == len(next(iter(told.values())))
