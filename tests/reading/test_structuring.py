"""The fast way and the close one: what is right is read fast, and only what is wrong is read again, closely."""

import json
from typing import Any

import attrs
import pytest

from tests.data.bundled import FILES, ROWS, TABLES
from tests.model.tiny import example, model_classes
from thoracic_lib import reading
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import DataError
from thoracic_lib.model.plain import plain
from thoracic_lib.model.values import Value
from thoracic_lib.parsing import parse
from thoracic_lib.reading import read_catalog
from thoracic_lib.structuring import builder
from thoracic_lib.telling import read_closely

every_class = pytest.mark.parametrize("kind", model_classes(), ids=lambda kind: kind.__name__)

DOCUMENT = plain(catalog())


def built(kind: Any, data: object) -> Any:  # noqa: ANN401 - a value of this kind
    build = builder(kind)
    assert build is not None
    return build(data)


def as_a_file(**changed: object) -> dict[str, bytes]:
    return {"own.json": json.dumps({**DOCUMENT, **changed}).encode()}


def test_every_bundled_row_is_right_at_once_and_the_same_when_read_closely() -> None:
    for row in ROWS:
        assert built(row.kind, row.data) == read_closely(row.kind, row.data, row.file, row.path)


@every_class
def test_a_value_that_is_built_fast_is_the_value_that_its_constructor_builds(kind: type[Value]) -> None:
    value = example(kind)
    again = built(kind, plain(value))
    assert type(again) is kind
    assert again == value
    assert again == kind(**{f.name: getattr(again, f.name) for f in attrs.fields(kind)})


@every_class
def test_a_constructor_does_nothing_but_fill_what_is_then_looked_at(kind: type[Value]) -> None:
    """What builds fast goes past it, so it must not convert, set or skip anything."""
    for f in attrs.fields(kind):
        assert (f.converter, f.validator, f.init, f.alias) == (None, None, True, f.name)
    assert not hasattr(kind, "__attrs_pre_init__")


@pytest.mark.parametrize("kind", [str, int, bool], ids=lambda kind: kind.__name__)
def test_what_the_model_looks_at_itself_is_not_built(kind: Any) -> None:  # noqa: ANN401 - to mypy a class is not hashable
    assert builder(kind) is None
    assert builder(kind | None) is None


def test_a_row_is_let_go_once_it_is_handed_on() -> None:
    items: list[Any] = [{"a": 1}, {"b": 2}]
    rows = reading._let_go(items)
    assert next(rows) == {"a": 1}
    assert items == [None, {"b": 2}]
    assert list(rows) == [{"b": 2}]
    assert items == [None, None]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    read: list[str] = []

    def counting(name: str, raw: bytes) -> dict[str, Any]:
        read.append(name)
        return parse(name, raw)

    monkeypatch.setattr(reading, "parse", counting)
    return read


def test_what_is_right_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = counted(monkeypatch)
    read_catalog(FILES)
    assert sorted(read) == sorted(TABLES)


def test_a_file_with_faults_is_parsed_once_more_and_told_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    read = counted(monkeypatch)
    wrong = {name: [*DOCUMENT[name], {"id": 7}, {"id": "a b"}] for name in ("norms", "terms", "exercises")}
    with pytest.raises(DataError) as refused:
        read_catalog(as_a_file(**wrong))
    assert read == ["own.json", "own.json"]
    rows = {fault.path.partition(".")[2].partition(".")[0] for fault in refused.value.faults}
    assert rows == {f"{name}[{len(held) - 2 + last}]" for name, held in wrong.items() for last in (0, 1)}
    assert {fault.reason for fault in refused.value.faults} >= {"is missing", "must be a text, not 7"}


def test_only_the_file_with_a_fault_is_parsed_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    read = counted(monkeypatch)
    name = "exercises/cat-cow.toml"
    with pytest.raises(DataError):
        read_catalog({**FILES, name: FILES[name].replace(b'phase = "mobilize"', b'phase = "mobilise"')})
    assert sorted(read) == sorted([*TABLES, name])
