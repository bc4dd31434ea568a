"""Columns of others: a dict of lists, pandas, polars and pyarrow, told by what they can do and never imported."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from thoracic_lib.batch.reading import verify_columns
from thoracic_lib.errors import Fault, InvalidValueError
from thoracic_lib.model.catalog import Catalog

__all__ = ["Arrow", "Columns", "DataFrame", "Frame", "columns_of", "sorted_out"]

Columns = dict[str, list[Any]]
"""Columns of equal length by name, which pandas, polars and pyarrow take as they are."""


@runtime_checkable
class Arrow(Protocol):
    """A table or record batch of pyarrow, or what can do the same."""

    def to_pydict(self) -> dict[str, list[Any]]:
        """All columns as lists."""


@runtime_checkable
class DataFrame(Protocol):
    """A data frame of pandas or polars, or what can do the same: each column has a `to_list`."""

    columns: Any

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever a column is there
        """A column."""


Frame = Mapping[str, Sequence[Any]] | Arrow | DataFrame
"""Columns in any of these shapes."""


def columns_of(source: object) -> Columns | None:
    """The columns of a frame, or `None` where it is none."""
    if isinstance(source, Mapping):
        return {name: list(column) for name, column in source.items()}
    if isinstance(source, Arrow):
        return source.to_pydict()
    if isinstance(source, DataFrame):
        return {name: source[name].to_list() for name in source.columns}
    return None


def sorted_out(
    columns: Columns, catalog: Catalog, carry: Iterable[str], told: Iterable[str], *, requests: bool
) -> tuple[Columns, Columns, int]:
    """The columns to read, those to carry along, and how many rows there are.

    Raises `InvalidValueError` for unequal lengths, for columns that nothing reads, and for a column to be carried that
    is not there or that would stand where the answers are `told`.
    """
    along, answers = tuple(carry), set(told)
    faults = [Fault("", name, "is no column that could be carried") for name in along if name not in columns]
    faults += [Fault("", name, "cannot be carried: an answer is called so") for name in along if name in answers]
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        faults.append(Fault("", "columns", f"differ in length: {', '.join(map(str, sorted(lengths)))}"))
    if faults:
        raise InvalidValueError("Batch", tuple(faults))
    read = {name: column for name, column in columns.items() if name not in along}
    verify_columns(catalog, read, requests=requests)
    return read, {name: columns[name] for name in along}, max(lengths, default=0)
