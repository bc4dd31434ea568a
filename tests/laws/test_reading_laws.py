"""Laws of reading: it undoes `plain`, needs every required key, takes no other, and never fails but by a DataError."""

from collections.abc import Callable
from typing import Any, get_args, get_origin

import pytest
from attrs import NOTHING, fields
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tests.data.bundled import KINDS, ROWS, Row, path, places, replaced
from thoracic_lib.errors import DataError, Fault, InvalidValueError
from thoracic_lib.model.clinical import Choice, Code, Condition, Limit, Notice, Question, RedFlag, Rule, Term, When
from thoracic_lib.model.dosage import Dosage, Span
from thoracic_lib.model.exercise import Citation, Exercise, Relation, Setup
from thoracic_lib.model.goal import Goal, GoalPhase, SourceRoutine, SourceStep
from thoracic_lib.model.plain import plain
from thoracic_lib.model.reference import (
    Demand,
    Disagreement,
    Equipment,
    Guidance,
    Identifiers,
    Norm,
    Retired,
    Source,
    Target,
    Technique,
)
from thoracic_lib.parsing import parse_json, parse_toml
from thoracic_lib.reading import read_mapping, structure
from thoracic_lib.structuring import builder
from thoracic_lib.telling import read_closely

laws = settings(max_examples=150, deadline=None)

SIMPLE = [Choice, Citation, Code, Demand, Disagreement, Equipment, Identifiers, Norm, Notice, RedFlag, Relation]
SIMPLE += [Retired, Source, SourceRoutine, SourceStep, Span, Target, Technique, Term, When]
"""Classes of which most values made of parts of the right types are right."""

TABLES = [Condition, Dosage, Exercise, Goal, GoalPhase, Guidance, Limit, Question, Rule, Setup, *SIMPLE]

identifiers = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
texts = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
numbers = st.one_of(st.integers(1, 10), st.integers(1_900, 2_100))
every_row = st.sampled_from(ROWS)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


def values_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation of the model
    """Values of an annotation, most of them right."""
    inner = [part for part in get_args(kind) if part not in {type(None), Ellipsis}]
    if get_origin(kind) is tuple:
        return st.lists(values_of(inner[0]), max_size=3, unique=True).map(tuple)
    if inner:
        return st.none() | values_of(inner[0])
    if kind is str:
        return identifiers | texts
    if kind is bool:
        return st.booleans()
    if kind is int:
        return numbers
    return built(kind) if hasattr(kind, "__attrs_attrs__") else st.sampled_from(list(kind))


@st.composite
def built(draw: st.DrawFn, kind: Any) -> Any:  # noqa: ANN401 - whichever class of the model
    """A value of a class: an id where one is asked for, so that few are refused."""
    parts = {f.name: draw(identifiers if asks_for_an_id(f.name, f.type) else values_of(f.type)) for f in fields(kind)}
    try:
        return kind(**parts)
    except InvalidValueError:
        reject()


def asks_for_an_id(name: str, kind: object) -> bool:
    return kind is str and name in {"id", "source", "to", "exercise", "question", "value", "demand"}


def faults_of(kind: Any, data: object) -> tuple[Fault, ...]:  # noqa: ANN401 - whichever class of the model
    try:
        structure(kind, data, "f")
    except DataError as error:
        return error.faults
    return ()


def tables(row: Row) -> list[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """A row and every table inside it, each with its place."""
    return [((), row.data), *((at, held) for at, held in places(row.data) if type(held) is dict)]


def required_of(data: dict[str, Any], kind: Any) -> list[str]:  # noqa: ANN401 - whichever class of the model
    return [f.name for f in fields(kind) if f.default is NOTHING and f.name in data]


def kind_at(row: Row, at: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - whichever class of the model
    """The class of the table at a place, found along the annotations."""
    kind = row.kind
    for step in at:
        if type(step) is str:
            kind = next(f.type for f in fields(kind) if f.name == step)
        while get_args(kind):
            kind = next(part for part in get_args(kind) if part not in {type(None), Ellipsis})
    return kind


@laws
@given(st.sampled_from(SIMPLE).flatmap(built))
def test_reading_undoes_plain(value: Any) -> None:  # noqa: ANN401 - whichever class of the model
    assert structure(type(value), plain(value)) == value


@laws
@given(every_row)
def test_reading_undoes_plain_for_every_bundled_row(row: Row) -> None:
    value = structure(row.kind, row.data)
    assert structure(row.kind, plain(value)) == value


@laws
@given(every_row, st.data())
def test_without_any_one_required_key_a_row_is_refused_at_that_key(row: Row, data: st.DataObject) -> None:
    at, table = data.draw(st.sampled_from(tables(row)))
    keys = required_of(table, kind_at(row, at))
    key = data.draw(st.sampled_from(keys)) if keys else reject()
    left = {name: held for name, held in table.items() if name != key}
    told = faults_of(row.kind, replaced(row.data, at, left))
    assert told == (Fault("f", f"${path(at)}.{key}", "is missing"),)


@laws
@given(every_row, st.text(max_size=30), json_values, st.data())
def test_with_any_one_key_more_a_row_is_refused(row: Row, key: str, held: object, data: st.DataObject) -> None:
    at, table = data.draw(st.sampled_from(tables(row)))
    if key in {f.name for f in fields(kind_at(row, at))}:
        reject()
    told = faults_of(row.kind, replaced(row.data, at, {**table, key: held}))
    assert len(told) == 1
    assert told[0].path.startswith(f"${path(at)}.")
    assert told[0].reason == "is unknown"
    assert str(told[0]).encode("utf-8")


@laws
@given(st.sampled_from([*TABLES, *KINDS.values()]), json_values)
def test_any_plain_data_is_read_or_refused(kind: Any, data: object) -> None:  # noqa: ANN401 - a class of the model
    for fault in faults_of(kind, data):
        assert fault.file == "f"
        assert fault.path.startswith("$")
        assert fault.reason


@laws
@given(every_row, json_values, st.data())
def test_anything_in_any_place_is_read_or_refused(row: Row, value: object, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([at for at, _ in places(row.data)]))
    for fault in faults_of(row.kind, replaced(row.data, at, value)):
        assert (fault.file, fault.path[:1]) == ("f", "$")


@laws
@given(every_row, json_values, st.data())
def test_what_is_read_fast_and_what_is_read_closely_are_the_same(row: Row, value: object, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([at for at, _ in places(row.data)]))
    held = replaced(row.data, at, value)
    build = builder(row.kind)
    assert build is not None
    try:
        found = build(held)
    except Exception:  # noqa: BLE001 - whatever it raises, it is refused
        with pytest.raises(DataError):
            read_closely(row.kind, held, "f", "$")
    else:
        assert found == read_closely(row.kind, held, "f", "$")


@laws
@given(st.dictionaries(st.sampled_from(sorted(KINDS)) | st.text(max_size=5), json_values, max_size=4))
def test_no_mapping_of_anything_is_a_catalog(document: dict[str, Any]) -> None:
    with pytest.raises(DataError) as refused:
        read_mapping(document)
    assert refused.value.faults != ()


@laws
@given(st.binary(max_size=60) | st.text("[]{}\"'=.:,#\\n\n a1-", max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_refused(raw: bytes) -> None:
    for read in (parse_json, parse_toml):
        assert files_blamed(read, raw) in ([], ["f"])


def files_blamed(read: Callable[[str, bytes], dict[str, Any]], raw: bytes) -> list[str]:
    try:
        table: object = read("f", raw)
    except DataError as error:
        return [fault.file for fault in error.faults]
    return [] if type(table) is dict else ["not a table"]
