"""The checks of a class written out as one function: they refuse what the plain checks refuse, and nothing else."""

import linecache
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import evolve, field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import strategies
from thoracic_lib.errors import Fault, InvalidValueError
from thoracic_lib.model import values
from thoracic_lib.model.quick import written_out
from thoracic_lib.model.values import (
    Value,
    be_flag,
    be_identifier,
    be_one_of,
    be_text,
    be_whole,
    maybe,
    must,
    set_of,
    tuple_of,
)
from thoracic_lib.vocabulary import Phase


@frozen(kw_only=True, repr=False, eq=False)
class Sample(Value):
    """One field for each kind of check."""

    name: str = field(metadata=must(be_text))
    id: str = field(default="a-b", metadata=must(be_identifier))
    count: int | None = field(default=None, metadata=must(maybe(be_whole(1, 9))))
    flag: bool = field(default=False, metadata=must(be_flag))
    phase: Phase = field(default=Phase.STRETCH, metadata=must(be_one_of(Phase)))
    texts: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_text, unique=True)))
    ids: frozenset[str] = field(default=frozenset(), metadata=must(set_of(be_identifier)))

    def contradictions(self) -> Iterator[Fault]:
        if self.flag and self.count is None:
            yield Fault("", "count", "goes with the flag")


@pytest.fixture(scope="module", autouse=True)
def often() -> None:
    for _ in range(values.OFTEN + 1):
        Sample(name="x")


def sample(**given: Any) -> Sample:  # noqa: ANN401 - whatever a test hands in
    return Sample(**{"name": "x", **given})


def outcome(build: Callable[[], object]) -> object:
    try:
        build()
    except InvalidValueError as error:
        return error.faults
    return None


def test_a_class_that_is_built_often_has_its_checks_written_out() -> None:
    assert "__attrs_post_init__" in vars(Sample)
    assert any("def check(self):" in line for line in linecache.getlines(f"<checks of {__name__}.Sample>"))


WRONG: dict[str, list[Any]] = {
    "name": ["", " ", 1, None, "a\nb", "x" * 2_001, Phase.STRETCH, "\ud800"],
    "id": ["a b", "", "a--b", 3, None, Phase.STRETCH],
    "count": [0, 10, True, "3", 2.0],
    "flag": [0, "false", None],
    "phase": ["stretch", None],
    "texts": [["a"], "abc", ("a", ""), ("a", "a"), ("a", 1), None],
    "ids": [{"a"}, frozenset({"a b"}), frozenset({1}), ("a",)],
}


@pytest.mark.parametrize(("name", "wrong"), [(name, value) for name, held in WRONG.items() for value in held])
def test_what_is_wrong_is_refused_with_every_fault_told(name: str, wrong: object) -> None:
    with pytest.raises(InvalidValueError) as refused:
        sample(**{name: wrong})
    assert [fault.path for fault in refused.value.faults] == [name]


def test_all_wrong_fields_are_told_at_once() -> None:
    faults = outcome(lambda: Sample(name="", id="a b", count=0))
    assert isinstance(faults, tuple)
    assert [fault.path for fault in faults] == ["name", "id", "count"]


def test_a_contradiction_is_refused() -> None:
    faults = outcome(lambda: Sample(name="x", flag=True))
    assert faults == (Fault("", "count", "goes with the flag"),)


@pytest.mark.parametrize("text", [" leading", "a\u00a0b", "\u00a0", "é", "x" * 2_000, "!", "\u200d x"])
def test_an_unusual_text_fares_as_with_the_plain_checks(text: str) -> None:
    assert outcome(lambda: Sample(name=text)) == (
        None if be_text(text) is None else (Fault("", "name", str(be_text(text))),)
    )


def test_evolve_checks_again() -> None:
    with pytest.raises(InvalidValueError):
        evolve(Sample(name="x"), count=10)


def test_a_subclass_is_looked_at_closely() -> None:
    @frozen(kw_only=True, repr=False, eq=False)
    class Stricter(Sample):
        def contradictions(self) -> Iterator[Fault]:
            yield Fault("", "name", "is never right")

    assert outcome(lambda: Stricter(name="x")) == (Fault("", "name", "is never right"),)


@settings(max_examples=100, deadline=None)
@given(strategies.exercises())
def test_written_out_checks_pass_what_the_plain_ones_pass(exercise: Value) -> None:
    assert written_out(type(exercise))(exercise) is None


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(WRONG)), st.one_of(st.none(), st.text(), st.integers(), st.booleans(), st.just(())))
def test_written_out_and_plain_checks_agree(name: str, value: object) -> None:
    told = Sample.__checks__[name](value)
    faults = outcome(lambda: sample(**{"count": 1, name: value}))
    assert (faults is None) == (told is None)


def test_the_ids_that_are_kept_are_bounded_and_stay_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "_KEPT", 2)
    kept = values._Identifiers()
    assert [kept[f"id-{number}"] for number in range(5)] == [None] * 5
    assert len(kept) <= 2
    assert kept["id 1"] is not None
