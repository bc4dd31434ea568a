"""Plain data → every fault of it, and a value of the model where there is none after all.

Only what `thoracic_lib.structuring` refuses comes here. The shapes are those of the model's own annotations (cattrs);
reading goes on after a fault, and each is told with the file, its path there, the reason and, where a word is nearly
right, the right one.
"""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Any, NoReturn, TypeVar, get_args, get_origin

from attrs import fields, has
from cattrs import Converter
from cattrs.errors import (
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from thoracic_lib import vocabulary
from thoracic_lib.errors import DataError, Fault, InvalidValueError
from thoracic_lib.limits import MAX_ITEMS, MAX_KEYS
from thoracic_lib.model.values import shown

__all__ = ["read_closely", "unknown_key"]

T = TypeVar("T")


class WrongValueError(ValueError):
    """A plain value of the wrong kind, with a hint."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


def read_closely(kind: Any, data: object, file: str, path: str) -> Any:  # noqa: ANN401 - a value of this kind
    """A value of a class or other kind from plain data; `DataError` with every fault, its file and path."""
    try:
        return _converter().get_structure_hook(kind)(data, kind)
    except Exception as error:  # noqa: BLE001 - cattrs groups whatever the hooks raised; each becomes a fault
        raise DataError(tuple(_faults(error, file, path))) from None


@cache
def _converter() -> Converter:
    """The converter: it goes on after a fault, and tells each with its path."""
    converter = Converter(forbid_extra_keys=True)
    for kind, words in _PRIMITIVES.items():
        converter.register_structure_hook(kind, _exactly(kind, words))
    for name in vocabulary.__all__:  # one by one: a hook for `str` would otherwise serve its subclasses too
        converter.register_structure_hook(getattr(vocabulary, name), _term(getattr(vocabulary, name)))
    converter.register_structure_hook_factory(
        lambda kind: _container(kind) in {tuple, frozenset}, lambda kind: _sequence(converter, kind)
    )
    converter.register_structure_hook_factory(has, lambda kind: _table(converter, kind))
    return converter


def _container(kind: Any) -> object:  # noqa: ANN401 - whatever a field may be annotated with
    return get_origin(kind)


_PRIMITIVES: dict[type[Any], str] = {str: "a text", int: "a whole number", bool: "true or false"}


def _exactly(kind: type[T], words: str) -> Callable[[object, object], T]:
    def hook(data: object, _: object) -> T:
        if type(data) is not kind:
            raise WrongValueError(f"must be {words}, not {shown(data)}")
        return data

    return hook


def _term(kind: type[StrEnum]) -> Callable[[object, object], StrEnum]:
    members = {member.value: member for member in kind}

    def hook(data: object, _: object) -> StrEnum:
        if type(data) is str and data in members:
            return members[data]
        near = get_close_matches(data, members, 1) if type(data) is str else []
        hint = f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(members)}"
        raise WrongValueError(f"{shown(data)} is no {kind.__name__}", hint)

    return hook


def _sequence(converter: Converter, kind: type[Any]) -> Callable[[object, object], Any]:
    container: Any = get_origin(kind)
    inner = get_args(kind)[0]
    hook = converter.get_structure_hook(inner)

    def structured(data: object, _: object) -> object:
        if type(data) is not list or len(data) > MAX_ITEMS:
            _no_list(data)
        try:
            built = [hook(item, inner) for item in data]
        except Exception:  # noqa: BLE001 - read again below, item by item, to tell every fault
            raise _every_fault(data, hook, inner) from None
        if container is frozenset and len(set(built)) != len(built):
            raise WrongValueError("holds the same thing twice")
        return container(built)

    return structured


def _no_list(data: object) -> NoReturn:
    if type(data) is list:
        raise WrongValueError(f"holds {len(data)} items, more than {MAX_ITEMS}")
    raise WrongValueError(f"must be a list, not {shown(data)}")


def _every_fault(data: list[object], hook: Callable[[object, Any], Any], inner: type[Any]) -> IterableValidationError:
    errors: list[Exception] = []
    for index, item in enumerate(data):
        try:
            hook(item, inner)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with an item is told with its index
            error.add_note(IterableValidationNote(f"item {index}", index, inner))
            errors.append(error)
    return IterableValidationError("items", errors, list)


def _table(converter: Converter, kind: type[Any]) -> Callable[[object, object], Any]:
    build = make_dict_structure_fn(kind, converter)

    def structured(data: object, _: object) -> object:
        if type(data) is not dict:
            raise WrongValueError(f"must be a table, not {shown(data)}")
        if len(data) > MAX_KEYS:
            raise WrongValueError(f"has {len(data)} keys, more than {MAX_KEYS}")
        return build(data, kind)

    return structured


def unknown_key(key: object, names: list[str], file: str, path: str) -> Fault:
    """The fault of a key that is none of these names, with the nearest of them."""
    near = get_close_matches(str(key), names, 1)
    return Fault(file, f"{path}.{shown(str(key))[1:-1]}", "is unknown", f"did you mean {near[0]!r}?" if near else "")


def _faults(error: BaseException, file: str, path: str) -> Iterator[Fault]:
    if isinstance(error, ClassValidationError):
        inside, whole = error.group_exceptions()
        for nested, note in inside:
            yield from _faults(nested, file, f"{path}.{note.name}")
        for nested in whole:
            yield from _faults(nested, file, path)
    elif isinstance(error, IterableValidationError):
        for nested, item in error.group_exceptions()[0]:
            yield from _faults(nested, file, f"{path}[{item.index}]")
    else:
        yield from _own_faults(error, file, path)


def _own_faults(error: BaseException, file: str, path: str) -> Iterator[Fault]:
    """The faults of what stands at a path itself, not of what it holds."""
    if isinstance(error, ForbiddenExtraKeysError):
        names = [f.name for f in fields(error.cl)]
        for key in sorted(error.extra_fields, key=repr):
            yield unknown_key(key, names, file, path)
    elif isinstance(error, InvalidValueError):
        for fault in error.faults:
            yield Fault(file, f"{path}.{fault.path}" if fault.path else path, fault.reason, fault.hint)
    elif isinstance(error, KeyError):
        yield Fault(file, path, "is missing")
    else:
        yield Fault(file, path, str(error), getattr(error, "hint", ""))
