"""What holds for every class of the model alike."""

import copy
import pickle
from collections.abc import Iterator
from types import UnionType
from typing import Any, get_args, get_origin

import attrs
import pytest

from tests.model.tiny import a_dosage, example, examples, model_classes, tiny
from thoracic_lib.errors import DataError, InvalidValueError
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.exporting.as_json import KINDS
from thoracic_lib.model.dosage import Pace, Span
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.plain import canonical, plain
from thoracic_lib.model.values import Value
from thoracic_lib.reading import structure

CLASSES = model_classes()
every_class = pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)

WRONG: tuple[Any, ...] = (
    object(),
    "",
    "\n",
    True,
    8,
    -1,
    2.9,
    "8",
    b"8",
    [],
    {},
    ("",),
    (object(),),
    frozenset({""}),
    frozenset({8}),
)
"""Things of which every field takes a few at most."""


class Textlike(str):
    """A text by inheritance, which no field takes."""

    __slots__ = ()


def names_of(kind: type[Value]) -> list[str]:
    return [field.name for field in attrs.fields(kind)]


def given(value: Value) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names_of(type(value))}


@pytest.fixture
def without_attrs_validators() -> Iterator[None]:
    attrs.validators.set_disabled(True)
    yield
    attrs.validators.set_disabled(False)


def test_there_is_an_example_of_every_class() -> None:
    assert set(CLASSES) == set(examples())


@every_class
def test_no_field_can_be_set_or_deleted(kind: type[Value]) -> None:
    value = example(kind)
    for name in names_of(kind):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, name, getattr(value, name))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(value, name)


@every_class
def test_a_value_has_slots_and_takes_no_other_attribute(kind: type[Value]) -> None:
    assert not hasattr(example(kind), "__dict__")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        example(kind).another = 1


@every_class
def test_every_field_goes_by_keyword(kind: type[Value]) -> None:
    assert all(field.kw_only for field in attrs.fields(kind))
    with pytest.raises(TypeError, match="positional"):
        kind("x")  # type: ignore[call-arg]  # this is what is refused


@every_class
def test_a_value_built_again_is_equal_and_has_the_same_hash(kind: type[Value]) -> None:
    value = example(kind)
    again = kind(**given(value))
    assert again is not value
    assert again == value
    assert not again != value  # noqa: SIM202 - both operators are asked
    assert hash(again) == hash(value)
    assert len({value, again}) == 1


@every_class
def test_values_of_two_classes_are_never_equal(kind: type[Value]) -> None:
    assert all((example(kind) == other) is (type(other) is kind) for other in examples().values())
    assert example(kind) != given(example(kind))


@every_class
@pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
def test_a_value_survives_pickling(kind: type[Value], protocol: int) -> None:
    again = pickle.loads(pickle.dumps(example(kind), protocol))  # noqa: S301 - made on the same line
    assert type(again) is kind
    assert again == example(kind)
    assert hash(again) == hash(example(kind))


@every_class
def test_a_value_survives_copying(kind: type[Value]) -> None:
    assert copy.copy(example(kind)) == example(kind)
    assert copy.deepcopy(example(kind)) == example(kind)


@every_class
def test_a_value_survives_becoming_plain_data(kind: type[Value]) -> None:
    again = structure(kind, plain(example(kind)))
    assert again == example(kind)
    assert canonical(again) == canonical(example(kind))


@every_class
def test_an_unknown_key_in_plain_data_is_refused(kind: type[Value]) -> None:
    with pytest.raises(DataError) as caught:
        structure(kind, {**plain(example(kind)), "nonsense": 1})
    assert [fault.path for fault in caught.value.faults] == ["$.nonsense"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_value_survives_json(kind: type[Value]) -> None:
    text = to_json(example(kind), catalog=tiny())
    assert from_json(text) == example(kind)
    assert from_json(text.encode()) == example(kind)
    assert to_json(from_json(text), catalog=tiny()) == text


@every_class
def test_all_wrong_fields_are_told_in_one_error(kind: type[Value]) -> None:
    with pytest.raises(InvalidValueError) as caught:
        kind(**dict.fromkeys(names_of(kind), object()))
    assert caught.value.kind == kind.__name__
    assert [fault.path for fault in caught.value.faults] == names_of(kind)
    assert all("must be " in fault.reason for fault in caught.value.faults)


@every_class
def test_no_field_takes_a_thing_of_another_type(kind: type[Value]) -> None:
    for field in attrs.fields(kind):
        annotated = get_args(field.type) if isinstance(field.type, UnionType) else (field.type,)
        right = {get_origin(one) or one for one in annotated}
        for wrong in WRONG:
            if type(wrong) not in right:
                with pytest.raises(InvalidValueError) as caught:
                    attrs.evolve(example(kind), **{field.name: wrong})
                assert [fault.path for fault in caught.value.faults] == [field.name]


@every_class
def test_evolving_checks_again(kind: type[Value]) -> None:
    name = names_of(kind)[0]
    with pytest.raises(InvalidValueError, match=name):
        attrs.evolve(example(kind), **{name: object()})


@every_class
def test_the_checks_cannot_be_switched_off(kind: type[Value], without_attrs_validators: None) -> None:
    name = names_of(kind)[0]
    assert attrs.validators.get_disabled()
    with pytest.raises(InvalidValueError):
        attrs.evolve(example(kind), **{name: object()})


def test_contradictions_cannot_be_switched_off(without_attrs_validators: None) -> None:
    with pytest.raises(InvalidValueError, match="above the maximum"):
        Span(minimum=2, maximum=1)


@every_class
def test_a_field_without_a_default_must_be_given(kind: type[Value]) -> None:
    for field in attrs.fields(kind):
        if field.default is attrs.NOTHING:
            rest = {name: held for name, held in given(example(kind)).items() if name != field.name}
            with pytest.raises(TypeError, match=field.name):
                kind(**rest)


@every_class
def test_a_text_by_inheritance_is_no_text(kind: type[Value]) -> None:
    for name, held in given(example(kind)).items():
        if type(held) is str:
            with pytest.raises(InvalidValueError) as caught:
                attrs.evolve(example(kind), **{name: Textlike(held)})
            assert [fault.path for fault in caught.value.faults] == [name]


@every_class
def test_a_tuple_or_set_field_takes_neither_a_list_nor_the_other(kind: type[Value]) -> None:
    for name, held in given(example(kind)).items():
        if type(held) in {tuple, frozenset}:
            for wrong in (list(held), set(held), frozenset(held) if type(held) is tuple else tuple(held)):
                with pytest.raises(InvalidValueError, match=f"{name}: must be a"):
                    attrs.evolve(example(kind), **{name: wrong})


@every_class
def test_a_term_of_a_vocabulary_is_not_taken_as_a_mere_text(kind: type[Value]) -> None:
    for name, held in given(example(kind)).items():
        if isinstance(held, str) and type(held) is not str:
            with pytest.raises(InvalidValueError, match=f"{name}: must be a {type(held).__name__}"):
                attrs.evolve(example(kind), **{name: str(held)})


@every_class
def test_the_repr_names_the_class(kind: type[Value]) -> None:
    assert kind.__name__ in repr(example(kind)).split("(")[0]


def test_a_repr_lists_the_fields() -> None:
    assert repr(Span(minimum=1)) == "Span(minimum=1, maximum=None, is_minimum=False)"


def test_a_value_that_holds_a_subclass_is_refused() -> None:
    @attrs.frozen(kw_only=True)
    class Wider(Span):
        pass

    assert Wider(minimum=1) != Span(minimum=1)
    with pytest.raises(InvalidValueError, match="sets: must be a Span"):
        a_dosage(sets=Wider(minimum=1))


def test_demands_have_no_default() -> None:
    rest = {name: held for name, held in given(example(Setup)).items() if name != "demands"}
    with pytest.raises(TypeError, match="demands"):
        Setup(**rest)


def test_plain_data_leaves_out_what_is_as_by_default() -> None:
    assert plain(Pace()) == {}
    assert plain(Pace(breath=6)) == {"breath": 6}


def test_equal_values_have_one_canonical_text() -> None:
    assert canonical(Span(minimum=1, maximum=2)) == b'{"maximum":2,"minimum":1}'


def test_evolving_one_field_leaves_the_others() -> None:
    renamed = attrs.evolve(example(Exercise), name="Another")
    assert renamed != example(Exercise)
    assert attrs.evolve(renamed, name=example(Exercise).name) == example(Exercise)
