"""The bundled data as tests look at it: parsed tables, their rows, and every place inside a row."""

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin

from attrs import fields

from thoracic_lib.catalogs import bundled_files
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.parsing import parse

FILES = bundled_files()
TABLES: dict[str, dict[str, Any]] = {name: parse(name, raw) for name, raw in FILES.items() if name.endswith(".toml")}

KINDS: dict[str, Any] = {
    f.name: get_args(f.type)[0] if get_origin(f.type) is tuple else f.type
    for f in fields(Catalog)
    if f.name != "data_version"
}
"""The model class of a row, by collection."""

Place = tuple[str | int, ...]
"""The keys and indexes that lead from a row to something inside it."""


class Row(NamedTuple):
    """One row: where it stands, what it is read into, and its plain data."""

    file: str
    path: str
    collection: str
    data: dict[str, Any]

    @property
    def kind(self) -> Any:  # noqa: ANN401 - a class of the model, of whichever collection
        """The model class."""
        return KINDS[self.collection]

    def __str__(self) -> str:
        return f"{self.collection}-{self.data.get('id', self.path)}"


def _rows() -> Iterator[Row]:
    for file, table in TABLES.items():
        folder = file.rpartition("/")[0]
        if folder:
            yield Row(file, "$", folder, table)
            continue
        for key, held in table.items():
            if type(held) is dict:
                yield Row(file, f"$.{key}", key, held)
            else:
                yield from (Row(file, f"$.{key}[{index}]", key, row) for index, row in enumerate(held))


ROWS = tuple(_rows())


def places(data: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401 - parsed data is of any kind
    """Everything inside parsed data with its place: texts, numbers, flags, and the lists and tables around them."""
    inside = data.items() if type(data) is dict else enumerate(data) if type(data) is list else ()
    for step, held in inside:
        yield (*at, step), held
        yield from places(held, (*at, step))


def path(at: Place) -> str:
    """A place as a fault tells it, after the path of the row."""
    return "".join(f"[{step}]" if type(step) is int else f".{step}" for step in at)


def replaced(data: Any, at: Place, value: object) -> Any:  # noqa: ANN401 - parsed data is of any kind
    """Parsed data with something else in one place; what is not on the way there is shared."""
    if not at:
        return value
    copy = data.copy()
    copy[at[0]] = replaced(data[at[0]], at[1:], value) if len(at) > 1 else value
    return copy


def texts(data: Any) -> Iterator[tuple[Place, str]]:  # noqa: ANN401 - parsed data is of any kind
    """Every text in parsed data with its place."""
    return ((at, held) for at, held in places(data) if type(held) is str)
