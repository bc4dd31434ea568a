"""Plain data → values of the model, strictly and fast: it stops at whatever is wrong first, and does not say what.

The shapes come from the model's own annotations. A value is built by filling its slots, which takes less time than
calling its constructor, and is then looked at with all the checks that the constructor makes. Texts, numbers and flags
are handed on as they stand, since those checks look at their kinds in any case. Nothing is converted; a key that is
unknown, a list that is too long, a set that names the same thing twice are refused. What is refused here is read once
more by `thoracic_lib.telling`, which says what is wrong with it, and where.
"""

from collections.abc import Callable
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, NoReturn, get_args, get_origin

from attrs import NOTHING, fields

from thoracic_lib.limits import MAX_ITEMS
from thoracic_lib.model.values import Value, default_of

__all__ = ["builder"]

Build = Callable[[Any], Any]


@cache
def builder(kind: Any) -> Build | None:  # noqa: ANN401 - any annotation of a field
    """What turns plain data into `kind` or raises, or `None` where the model takes the data as it stands."""
    origin, inner = get_origin(kind), [part for part in get_args(kind) if part not in {NoneType, Ellipsis}]
    if origin is tuple:
        return _tuple(builder(inner[0]))
    if origin is frozenset:
        return _set(builder(inner[0]))
    if inner:
        return _maybe(builder(inner[0]))
    if issubclass(kind, Enum):
        return _member(kind)
    return _table(kind) if issubclass(kind, Value) else None


def _tuple(build: Build | None) -> Build:
    if build is None:
        return lambda data: tuple(data) if type(data) is list and len(data) <= MAX_ITEMS else _refused()

    def built(data: object) -> tuple[Any, ...]:
        return tuple([build(item) for item in data]) if type(data) is list and len(data) <= MAX_ITEMS else _refused()

    return built


def _set(build: Build | None) -> Build:
    every = _tuple(build)

    def built(data: object) -> frozenset[Any]:
        items = every(data)
        found = frozenset(items)
        return found if len(found) == len(items) else _refused()

    return built


def _maybe(build: Build | None) -> Build | None:
    return build and (lambda data: None if data is None else build(data))


def _member(kind: type[Enum]) -> Build:
    members = {member.value: member for member in kind}
    return lambda data: members[data] if type(data) is str else _refused()


def _table(kind: type[Value]) -> Build:
    """What builds a value of a class from a table.

    Its fields are sorted beforehand, into those that stand as they are given and those that are built, and into those
    that must be given and those with a default, so that no more is asked of each table than there is to ask.
    """
    fill = {f.name: getattr(kind, f.name).__set__ for f in fields(kind)}
    default = {f.name: told for f in fields(kind) if (told := default_of(f)) is not NOTHING}
    build = {f.name: made for f in fields(kind) if (made := builder(f.type))}
    needed = [(name, put) for name, put in fill.items() if name not in default and name not in build]
    needed_built = [(name, fill[name], made) for name, made in build.items() if name not in default]
    others = [(name, fill[name], told) for name, told in default.items() if name not in build]
    others_built = [(name, fill[name], told, build[name]) for name, told in default.items() if name in build]
    names, new = frozenset(fill), object.__new__

    def built(data: object) -> Value:
        if type(data) is not dict or not names.issuperset(data):
            _refused()
        value = new(kind)
        for name, put in needed:
            put(value, data[name])
        for name, put, made in needed_built:
            put(value, made(data[name]))
        for name, put, told in others:
            put(value, data.get(name, told))
        for name, put, told, made in others_built:
            put(value, made(data[name]) if name in data else told)
        value.__attrs_post_init__()
        return value

    return built


def _refused() -> NoReturn:
    raise ValueError("is not what it must be")
