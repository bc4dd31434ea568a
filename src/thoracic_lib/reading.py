"""Plain data → model, strictly: nothing is converted, nothing unknown is skipped, every fault is told at once.

The shapes come from the model's own annotations (cattrs); the checks of single values are the model's. A fault
names the file, the path inside it, the reason and, where a word is nearly right, the right one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any, NoReturn, TypeVar, get_args, get_origin

from attrs import Attribute, fields, frozen, has
from cattrs import Converter
from cattrs.errors import (
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_structure_fn_from_attrs

from thoracic_lib import vocabulary
from thoracic_lib.errors import DataError, Fault, InvalidValueError
from thoracic_lib.limits import MAX_ITEMS, MAX_KEYS
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.rewording import REWORDED, Rewording
from thoracic_lib.model.values import Value, shown
from thoracic_lib.overlaying import reworded, weakened_words
from thoracic_lib.parsing import parse

__all__ = ["read_catalog", "read_mapping", "structure"]

T = TypeVar("T")

Again = Callable[[str], dict[str, Any]]
"""Gives what was read once more, by the name of its file."""

ONE_PER_FILE = ("exercises", "goals", "routines")
"""The folders of a data directory that hold one row a file."""

_ROW_KINDS: dict[str, type[Value]] = {
    f.name: get_args(f.type)[0] for f in fields(Catalog) if get_origin(f.type) is tuple
} | {"rewordings": Rewording}
_SINGLE: dict[str, Any] = {f.name: f.type for f in fields(Catalog) if f.name not in _ROW_KINDS}


class WrongValueError(ValueError):
    """A plain value of the wrong kind, with a hint."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


@frozen
class Rows:
    """The rows of one collection that stand in one file, as they were read, each with its path there.

    `held` lets go of each row once it has become a value: only faults are told from rows, and those are read again.
    """

    collection: str
    file: str
    held: list[Any]
    path: str = "$"

    def place(self, index: int) -> str:
        """The path of one row."""
        return self.path.format(index)


def read_catalog(files: Mapping[str, bytes], *, base: Catalog | None = None, unread: Iterable[Fault] = ()) -> Catalog:
    """A catalog from files by name; with a `base`, their rows are added to it, and replace nothing but words.

    Names are those of a data directory (`exercises/<id>.toml`, `rules.toml`, `VERSION` …) or a single document
    whose keys are the collections. Raises `DataError` with every fault of every file, those of `unread` files too.
    """
    faults = [*unread, *(Fault(shown(name)[1:-1], "", reason) for name in files if (reason := _wrong_name(name)))]
    tables: dict[str, dict[str, Any]] = {}
    for name in sorted(files, key=lambda name: name.rpartition(".")[0] or name):
        if _wrong_name(name):
            continue
        try:
            tables[name] = _table_of(name, files[name])
        except DataError as error:
            faults.extend(error.faults)
    return _catalog(tables, lambda name: _table_of(name, files[name]), base, faults)


def read_mapping(document: Mapping[str, Any], *, base: Catalog | None = None) -> Catalog:
    """A catalog from a mapping of collections to rows, as `read_catalog` reads it from a single file."""
    held = dict(document)
    return _catalog({"": _with_own_lists(held)}, lambda _: held, base, [])


def _with_own_lists(document: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping with lists that are not the caller's, so that they can let go of their rows."""
    return {key: [*held] if type(held) is list else held for key, held in document.items()}


def _table_of(name: str, raw: bytes) -> dict[str, Any]:
    return {"data_version": raw.decode("ascii", "replace").strip()} if name == "VERSION" else parse(name, raw)


def _wrong_name(name: str) -> str | None:
    """Why this is no name of a file inside a folder, or `None` where it is one."""
    if not name.isprintable():
        return "is no name of a file: it holds a control character"
    if ".." in name.replace("\\", "/").split("/"):
        return "is a name that leads out of the folder"
    return "is a name outside the folder" if name.startswith(("/", "\\")) or name[1:2] == ":" else None


def _catalog(tables: dict[str, dict[str, Any]], again: Again, base: Catalog | None, faults: list[Fault]) -> Catalog:
    """The catalog of these tables, which are used up; the same come `again` by name where faults are to be told."""
    again = cache(again)
    single: dict[str, Any] = {} if base is None else {name: getattr(base, name) for name in _SINGLE}
    taken = dict.fromkeys(single.keys() - {"data_version"}, "")  # what is added may bear a version of its own
    read: list[Rows] = []
    values: dict[str, list[Any]] = {name: [] for name in _ROW_KINDS}
    for name in tuple(tables):
        for rows in _rows(name, tables.pop(name), faults):
            if rows.collection in _SINGLE:
                if rows.collection in taken:
                    faults.append(Fault(rows.file, rows.path, "is given already, and can be given once"))
                taken[rows.collection] = rows.file
                single.update((rows.collection, value) for value in _structured(rows, again, faults))
            else:
                values[rows.collection] += _structured(rows, again, faults)
                read.append(rows)
    if not faults:
        faults.extend(Fault("", f"$.{name}", "is missing") for name in _SINGLE if name not in single)
    if faults:
        raise DataError(tuple(faults))
    try:
        return _built(single, values, base)
    except InvalidValueError as error:
        places = _places(read, base)
        raise DataError(tuple(_placed(fault, places, taken) for fault in error.faults)) from None


def _built(single: dict[str, Any], values: dict[str, list[Any]], base: Catalog | None) -> Catalog:
    """The catalog of these values, which stand by themselves or behind those of the base; all its links are looked at.

    Raises `InvalidValueError`, with paths that start at the collections.
    """
    rewordings = values.pop("rewordings")
    if base is None:
        if rewordings:
            raise InvalidValueError(
                "Catalog", (Fault("", "rewordings[0]", "rewords nothing in a catalog that is alone"),)
            )
        return Catalog(**(single | {name: tuple(held) for name, held in values.items()}))
    parts, faults = reworded(base, rewordings)
    if faults:
        raise InvalidValueError("Catalog", tuple(faults))
    held = {name: (*parts.get(name, getattr(base, name)), *added) for name, added in values.items()}
    found = Catalog(**(single | held))
    if faults := list(weakened_words(base, found)):
        raise InvalidValueError("Catalog", tuple(faults))
    return found


def _places(read: Iterable[Rows], base: Catalog | None) -> dict[str, list[tuple[str, str]]]:
    """The file and path of each row of each collection; none for those of the base."""
    places = {name: [("", "")] * len(getattr(base, name, ())) for name in _ROW_KINDS}
    for rows in read:
        places[rows.collection] += [(rows.file, rows.place(index)) for index in range(len(rows.held))]
    return places


def _structured(rows: Rows, again: Again, faults: list[Fault]) -> list[Any]:
    """The values of the rows that are right; what is wrong with the others is added to the faults."""
    kind: Any = _ROW_KINDS.get(rows.collection) or _SINGLE[rows.collection]
    try:
        return _every(_converter(thorough=False), kind, letting_go=True)(rows.held)
    except Exception:  # noqa: BLE001 - read again below, row by row, to tell every fault
        values: list[Any] = []
    as_read = next(same for same in _rows(rows.file, again(rows.file), []) if same.collection == rows.collection)
    for index, row in enumerate(as_read.held):
        try:
            values.append(_told(kind, row, rows.file, rows.place(index)))
        except DataError as error:
            faults.extend(error.faults)
    return values


def structure(kind: type[T], data: object, file: str = "", path: str = "$") -> T:
    """A value of a model class from plain data; `DataError` with every fault, its file and path."""
    wanted: Any = kind  # to mypy a class is not hashable where its values have a hash of their own
    try:
        found: T = _hook(wanted, thorough=False)(data, wanted)
    except Exception:  # noqa: BLE001 - read again below, more slowly, to tell every fault
        found = _told(wanted, data, file, path)
    return found


def _told(kind: Any, data: object, file: str, path: str) -> Any:  # noqa: ANN401 - a value of this kind
    try:
        return _hook(kind, thorough=True)(data, kind)
    except Exception as error:  # noqa: BLE001 - cattrs groups whatever the hooks raised; each becomes a fault
        raise DataError(tuple(_faults(error, file, path))) from None


def _rows(name: str, table: dict[str, Any], faults: list[Fault]) -> Iterator[Rows]:
    folder, _, file = name.rpartition("/")
    if folder in ONE_PER_FILE:
        stem = file.rpartition(".")[0]
        if table.get("id", stem) != stem:
            faults.append(Fault(name, "$.id", f"is {shown(table['id'])}, but the file is named {stem!r}"))
        yield Rows(folder, name, [table])
        return
    if len(table) > MAX_KEYS:
        faults.append(Fault(name, "$", f"has {len(table)} keys, more than {MAX_KEYS}"))
        return
    for key, held in table.items():
        if key in _SINGLE:
            yield Rows(key, name, [held], f"$.{key}")
        elif key not in _ROW_KINDS:
            faults.append(_unknown_key(key, [*_ROW_KINDS, *_SINGLE], name, "$"))
        elif type(held) is not list:
            faults.append(Fault(name, f"$.{key}", f"must be a list of tables, not {shown(held)}"))
        elif len(held) > MAX_ITEMS:
            faults.append(Fault(name, f"$.{key}", f"holds {len(held)} rows, more than {MAX_ITEMS}"))
        else:
            yield Rows(key, name, held, f"$.{key}[{{}}]")


def _placed(fault: Fault, places: Mapping[str, list[tuple[str, str]]], single: Mapping[str, str]) -> Fault:
    """A fault with the file and path of the row it is about; so is the other row that its reason names."""
    collection, bracket, _ = fault.path.partition("[")
    if not bracket or collection not in places:
        return Fault(single.get(fault.path.partition(".")[0], ""), f"$.{fault.path}", fault.reason, fault.hint)
    file, path = _place(fault.path, places)
    reason, again, other = fault.reason.partition(", first in ")
    if not again:
        return Fault(file, path or fault.path, fault.reason, fault.hint)
    elsewhere = ": ".join(filter(None, _place(f"{other}.id", places)))
    if elsewhere:
        return Fault(file, path, f"{reason}, first in {elsewhere}", fault.hint)
    rewordable = any(collection == name for name, _ in REWORDED.values())
    hint = "rewordings put other words into a bundled row; nothing else of it is replaced" if rewordable else _NO_OTHER
    return Fault(file, path, f"{reason}, first in the bundled catalog", hint)


_NO_OTHER = "nothing takes the place of a bundled row; give yours an id of its own"


def _place(path: str, places: Mapping[str, list[tuple[str, str]]]) -> tuple[str, str]:
    """The file and the path in it of what has this path in the catalog; nothing for what is bundled."""
    collection, _, rest = path.partition("[")
    index, _, inside = rest.partition("]")
    file, at = places[collection][int(index)]
    return file, f"{at}{inside}" if at else ""


@cache
def _hook(kind: type[Any], *, thorough: bool) -> Callable[[object, type[Any]], Any]:
    thorough = thorough or not has(kind)  # no model class will look at what stands by itself
    return _converter(thorough=thorough).get_structure_hook(kind)


@cache
def _converter(*, thorough: bool) -> Converter:
    """The converter. A thorough one goes on after a fault, tells each with its path, and is slower.

    The other one leaves it to the model to refuse texts, numbers and flags of the wrong kind: the model looks at
    all of them in any case, and once is enough for what is right.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=thorough)
    for kind, words in _PRIMITIVES.items():
        converter.register_structure_hook(kind, _exactly(kind, words) if thorough else _as_it_is)
    for name in vocabulary.__all__:  # one by one: a hook for `str` would otherwise serve its subclasses too
        converter.register_structure_hook(getattr(vocabulary, name), _term(getattr(vocabulary, name)))
    converter.register_structure_hook_factory(
        lambda kind: _container(kind) in {tuple, frozenset}, lambda kind: _sequence(converter, kind)
    )
    if not thorough:
        converter.register_structure_hook_factory(
            lambda kind: _container(kind) is tuple, lambda kind: _quick_tuple(converter, kind)
        )
    converter.register_structure_hook_factory(
        has, lambda kind: _thorough_table(converter, kind) if thorough else _table(converter, kind)
    )
    return converter


def _container(kind: Any) -> object:  # noqa: ANN401 - whatever a field may be annotated with
    return get_origin(kind)


_PRIMITIVES: dict[type[Any], str] = {str: "a text", int: "a whole number", bool: "true or false"}


def _as_it_is(data: T, _: object) -> T:
    return data  # pragma: no cover - a marker: whoever finds it hands the value on without a call


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
            built = data if hook is _as_it_is else [hook(item, inner) for item in data]
        except Exception:  # noqa: BLE001 - read again below, item by item, to tell every fault
            raise _every_fault(data, hook, inner) from None
        if container is frozenset and len(set(built)) != len(built):
            raise WrongValueError("holds the same thing twice")
        return container(built)

    return structured


def _quick_tuple(converter: Converter, kind: type[Any]) -> Callable[[object, object], tuple[Any, ...]]:
    """As `_sequence`, but it stops at the first fault, which is then looked for by a thorough converter."""
    inner = get_args(kind)[0]
    if converter.get_structure_hook(inner) is _as_it_is:
        return lambda data, _: tuple(data) if type(data) is list and len(data) <= MAX_ITEMS else _no_list(data)
    every = _every(converter, inner)
    return lambda data, _: tuple(every(data)) if type(data) is list and len(data) <= MAX_ITEMS else _no_list(data)


def _no_list(data: object) -> NoReturn:
    if type(data) is list:
        raise WrongValueError(f"holds {len(data)} items, more than {MAX_ITEMS}")
    raise WrongValueError(f"must be a list, not {shown(data)}")


@cache
def _every(converter: Converter, kind: type[Any], *, letting_go: bool = False) -> Callable[[list[Any]], list[Any]]:
    """What structures all items of a list; those of a model class are looked at together, which saves calls."""
    if not has(kind):
        hook = converter.get_structure_hook(kind)
        return lambda items: [hook(item, kind) for item in items]
    build, names = _build(converter, kind)
    each: Callable[[list[Any]], Iterator[Any]] = _let_go if letting_go else iter

    def structured(items: list[Any]) -> list[Any]:
        if not (_DICT.issuperset(map(type, items)) and names.issuperset(chain.from_iterable(items))):
            raise WrongValueError("must be tables without unknown keys")
        return [build(item) for item in each(items)]

    return structured


def _let_go(items: list[Any]) -> Iterator[Any]:
    """Each item of a list, which then no longer holds it.

    What is built is about as much as what it is built from. With both there at once, Python would look through all that
    a process holds, over and over, for something to throw away; that can take longer than all the rest of reading.
    """
    for at, item in enumerate(items):
        items[at] = None
        yield item


_DICT = frozenset({dict})


def _every_fault(data: list[object], hook: Callable[[object, Any], Any], inner: type[Any]) -> IterableValidationError:
    errors: list[Exception] = []
    for index, item in enumerate(data):
        try:
            hook(item, inner)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with an item is told with its index
            error.add_note(IterableValidationNote(f"item {index}", index, inner))
            errors.append(error)
    return IterableValidationError("items", errors, list)


def _thorough_table(converter: Converter, kind: type[Any]) -> Callable[[object, object], Any]:
    build = make_dict_structure_fn(kind, converter)

    def structured(data: object, _: object) -> object:
        if type(data) is not dict:
            raise WrongValueError(f"must be a table, not {shown(data)}")
        if len(data) > MAX_KEYS:
            raise WrongValueError(f"has {len(data)} keys, more than {MAX_KEYS}")
        return build(data, kind)

    return structured


def _table(converter: Converter, kind: Any) -> Callable[[object, object], Any]:  # noqa: ANN401 - see `structure`
    """As `_thorough_table`, but the unknown keys of a table are looked for without building sets for each."""
    build, names = _build(converter, kind)

    def structured(data: object, _: object) -> object:
        if type(data) is not dict or not names.issuperset(data):
            raise WrongValueError("must be a table without unknown keys")
        return build(data)

    return structured


@cache
def _build(converter: Converter, kind: type[Any]) -> tuple[Callable[[dict[str, Any]], Any], frozenset[str]]:
    """What builds a model class from a table without looking at its keys, and the keys that it may have."""
    build = make_dict_structure_fn_from_attrs(
        [_left_alone(f) for f in fields(kind)],
        kind,
        converter,
        _cattrs_forbid_extra_keys=False,
        _cattrs_prefer_attrib_converters=True,
    )
    return build, frozenset(f.name for f in fields(kind))


def _left_alone(field: "Attribute[Any]") -> "Attribute[Any]":
    """A field as it is shown to cattrs: one that holds a text, number or flag with a converter of its own.

    cattrs then hands the value on without a call of any hook (and never calls this converter, which is not the
    model's). Thousands of such calls would take as long as parsing the file.
    """
    kinds = set(get_args(field.type) or [field.type]) - {type(None)}
    plain = get_origin(field.type) is not tuple and kinds <= _PRIMITIVES.keys()
    return field.evolve(converter=_as_it_is) if plain else field


def _unknown_key(key: object, names: list[str], file: str, path: str) -> Fault:
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
            yield _unknown_key(key, names, file, path)
    elif isinstance(error, InvalidValueError):
        for fault in error.faults:
            yield Fault(file, f"{path}.{fault.path}" if fault.path else path, fault.reason, fault.hint)
    elif isinstance(error, KeyError):
        yield Fault(file, path, "is missing")
    else:
        yield Fault(file, path, str(error), getattr(error, "hint", ""))
