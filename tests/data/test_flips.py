"""Whatever is of the wrong type in the bundled data, one place at a time, is refused where it stands."""

import re

import pytest

from tests.data.bundled import FILES, KINDS, ROWS, Row, path, places, replaced
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import DataError, Fault
from thoracic_lib.reading import read_catalog, structure

FILES_WITH_ROWS = sorted({row.file for row in ROWS})


def flipped(value: object) -> object:
    """The same thing as another type, as a hand or a spreadsheet may write it."""
    if type(value) is bool:
        return str(value).lower()
    if type(value) is str:
        return 7
    if type(value) is int:
        return str(value)
    return "one" if type(value) is list else []


def faults_of(row: Row, data: object) -> tuple[Fault, ...]:
    try:
        structure(row.kind, data, row.file, row.path)
    except DataError as error:
        return error.faults
    return ()


def told_at(place: str, file: str, faults: tuple[Fault, ...]) -> bool:
    """Whether all faults name the file, and one of them this very place or something inside it."""
    inside = re.compile(re.escape(place) + r"([.\[]|$)")
    return all(fault.file == file for fault in faults) and any(inside.match(fault.path) for fault in faults)


def first_text_flipped(raw: bytes) -> tuple[bytes, str]:
    """A TOML file whose first text is a number, and the key of it."""
    found = re.search(rb'^(\w+) = "[^"\n]+"$', raw, re.MULTILINE)
    assert found is not None
    return raw[: found.start()] + found[1] + b" = 7" + raw[found.end() :], found[1].decode()


@pytest.mark.parametrize("file", FILES_WITH_ROWS)
def test_every_place_of_the_wrong_type_is_refused_where_it_stands(file: str) -> None:
    missed = []
    for row in (row for row in ROWS if row.file == file):
        for at, held in places(row.data):
            faults = faults_of(row, replaced(row.data, at, flipped(held)))
            if not told_at(row.path + path(at), file, faults):
                missed.append((row.path + path(at), faults))
    assert missed == []


@pytest.mark.parametrize("file", FILES_WITH_ROWS)
def test_a_file_with_a_flipped_text_is_refused_when_it_is_read(file: str) -> None:
    raw, key = first_text_flipped(FILES[file])
    with pytest.raises(DataError) as refused:
        read_catalog({file: raw}, base=catalog())
    assert any(
        fault.file == file and fault.path.endswith(f".{key}") and "must be a text" in fault.reason
        for fault in refused.value.faults
    )


def test_a_flip_in_every_file_at_once_is_told_of_every_file_at_once() -> None:
    files = {file: first_text_flipped(raw)[0] if file in FILES_WITH_ROWS else raw for file, raw in FILES.items()}
    with pytest.raises(DataError) as refused:
        read_catalog(files)
    assert {fault.file for fault in refused.value.faults} == set(FILES_WITH_ROWS)


def test_the_flips_reach_thousands_of_places_in_every_kind_of_row() -> None:
    assert sum(1 for row in ROWS for _ in places(row.data)) > 10_000
    assert {row.collection for row in ROWS} == set(KINDS) - {"retired"}


def test_a_row_that_nothing_was_flipped_in_has_no_faults() -> None:
    assert [row for row in ROWS if faults_of(row, row.data)] == []
