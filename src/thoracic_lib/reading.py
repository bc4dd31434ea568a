"""Plain data → model, strictly: nothing is converted, nothing unknown is skipped, every fault is told at once.

The shapes come from the model's own annotations; the checks of single values are the model's. A fault names the file,
the path inside it, the reason and, where a word is nearly right, the right one. What is right is read by `structuring`;
only what that refuses is read again by `telling`, which takes longer, and finds every fault.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from attrs import fields, frozen, has

from thoracic_lib.errors import DataError, Fault, InvalidValueError
from thoracic_lib.limits import MAX_ITEMS, MAX_KEYS
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.rewording import REWORDED, Rewording
from thoracic_lib.model.values import Value, shown
from thoracic_lib.overlaying import reworded, weakened_words
from thoracic_lib.parsing import parse
from thoracic_lib.structuring import builder

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
        build = builder(kind)
        return rows.held if build is None else [build(row) for row in _let_go(rows.held)]
    except Exception:  # noqa: BLE001 - read again below, row by row, to tell every fault
        values: list[Any] = []
    as_read = next(same for same in _rows(rows.file, again(rows.file), []) if same.collection == rows.collection)
    for index, row in enumerate(as_read.held):
        try:
            values.append(_read_closely(kind, row, rows.file, rows.place(index)))
        except DataError as error:
            faults.extend(error.faults)
    return values


def _let_go(items: list[Any]) -> Iterator[Any]:
    """Each item of a list, which then no longer holds it.

    What is built is about as much as what it is built from. With both there at once, Python would look through all that
    a process holds, over and over, for something to throw away; that can take longer than all the rest of reading.
    """
    for at, item in enumerate(items):
        items[at] = None
        yield item


def structure(kind: type[T], data: object, file: str = "", path: str = "$") -> T:
    """A value of a model class from plain data; `DataError` with every fault, its file and path."""
    wanted: Any = kind  # to mypy a class is not hashable where its values have a hash of their own
    found: T
    if has(wanted) and (build := builder(wanted)):  # what is no class of the model is looked at by nothing else
        with suppress(Exception):  # whatever is wrong is read again below, more slowly, to tell every fault
            found = build(data)
            return found
    found = _read_closely(wanted, data, file, path)
    return found


def _read_closely(kind: Any, data: object, file: str, path: str) -> Any:  # noqa: ANN401 - a value of this kind
    from thoracic_lib.telling import read_closely  # noqa: PLC0415 - it imports cattrs, of no use where nothing is wrong

    return read_closely(kind, data, file, path)


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
            from thoracic_lib.telling import unknown_key  # noqa: PLC0415 - only for a fault

            faults.append(unknown_key(key, [*_ROW_KINDS, *_SINGLE], name, "$"))
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
