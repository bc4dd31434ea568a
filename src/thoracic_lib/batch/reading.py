"""Rows of cells as profiles and requests: what people type goes through the same resolver as in `profile`."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from thoracic_lib.batch.cells import Cell, flag, members, pairs, plain, whole, words, wrong
from thoracic_lib.errors import Fault, InvalidValueError, ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.once import Kept
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request
from thoracic_lib.profiles import profile
from thoracic_lib.resolving import resolve_exercise
from thoracic_lib.vocabulary import Movement, Phase

__all__ = ["Reader", "Row", "Unread", "prepared", "settled", "verify_columns"]

T = TypeVar("T")

_KEPT = 16_384
"""How many parts of rows are kept in mind."""

_PARTS: tuple[tuple[str, ...], ...] = (
    ("equipment", "without"),
    ("conditions", "answers"),
    ("cleared", "red_flags"),
    ("avoid_positions", "avoid"),
)
"""The columns of a profile; what stands together here is checked together, and nothing else is."""

_LISTS = ("equipment", "without", "cleared", "avoid_positions", "avoid")

_WISHES: Mapping[str, Callable[[Catalog, str, Cell], object]] = MappingProxyType(
    {
        "minutes": lambda _, column, cell: whole(column, cell),
        "seconds": lambda _, column, cell: whole(column, cell),
        "goal": lambda _, column, cell: _one(column, cell),
        "routine": lambda _, column, cell: _one(column, cell),
        "include": lambda catalog, column, cell: _exercises(catalog, words(column, cell)),
        "exclude": lambda catalog, column, cell: _exercises(catalog, words(column, cell)),
        "emphasis_movements": lambda _, column, cell: members(Movement, words(column, cell)),
        "emphasis_phases": lambda _, column, cell: members(Phase, words(column, cell)),
        "maximum_exercises": lambda _, column, cell: whole(column, cell),
        "maximum_difficulty": lambda _, column, cell: whole(column, cell),
    }
)
"""The columns of a request besides those of its profile, and how each is read."""

Row = Mapping[str, Cell]
"""A row as plain cells by column; columns that hold nothing may be absent."""


@frozen(eq=False)
class Reader:
    """Reads rows for one catalog; parts of rows that are alike are read once."""

    catalog: Catalog
    _parts: Kept[tuple[object, ...], Profile] = field(factory=lambda: Kept(_KEPT), init=False)

    def profile(self, row: Row) -> Profile:
        """The profile of a row; raises what `profile` raises for the same words, or for a cell that cannot be read."""
        parts = [self._part(group, row) for group in self._grouped(row)]
        gear, body, word, wish = parts
        return evolve(
            gear,
            conditions=body.conditions,
            answers=body.answers,
            cleared=word.cleared,
            red_flags=word.red_flags,
            avoid_positions=wish.avoid_positions,
            avoid_exercises=wish.avoid_exercises,
        )

    def request(self, row: Row) -> Request:
        """The request of a row."""
        given: dict[str, Any] = {
            name: read(self.catalog, name, row[name]) for name, read in _WISHES.items() if row.get(name) is not None
        }
        return Request(profile=self.profile(row), **given)

    def _grouped(self, row: Row) -> Iterable[Row]:
        """The cells of a row by what is checked together."""
        groups: list[dict[str, Cell]] = [{name: row.get(name) for name in names} for names in _PARTS]
        for name, cell in row.items():
            if cell is not None and not (name in _WISHES or any(name in names for names in _PARTS)):
                groups[1 if "." in name else 2][name] = cell
        return groups

    def _part(self, group: Row, row: Row) -> Profile:
        key = tuple(group.items())
        known = self._parts.get(key)
        if known is None:
            try:
                known = self._parts[key] = profile(**_said(group), catalog=self.catalog)
            except ThoracicError:
                return profile(**_said(row), catalog=self.catalog)  # raises too, for the first fault of the whole row
        return known


def verify_columns(catalog: Catalog, names: Iterable[object], *, requests: bool) -> None:
    """Raise `InvalidValueError` for columns that nothing reads: a mistyped one would be dropped in silence."""
    known = {name for names in _PARTS for name in names}
    known |= {flag.id for flag in catalog.red_flags}
    known |= {f"{condition}.{question.id}" for question in catalog.questions for condition in question.conditions}
    known |= set(_WISHES) if requests else set()
    faults = []
    for name in names:
        if name not in known:
            near = get_close_matches(str(name), sorted(known), 1)
            hint = f"did you mean {near[0]!r}?" if near else "name it in carry to pass over it"
            faults.append(Fault("", str(name), "is no column that is read", hint))
    if faults:
        raise InvalidValueError("Batch", tuple(faults))


@frozen
class Unread:
    """Something that is neither a value of the library nor a mapping."""

    kind: str


def prepared(thing: object) -> object:
    """One thing of an iterable as it is looked at: a profile, a request, a row of plain cells, or something unread."""
    if isinstance(thing, Profile | Request):
        return thing
    if isinstance(thing, Mapping):
        return {str(name): plain(cell) for name, cell in thing.items()}
    return Unread(type(thing).__name__)


def settled(work: Callable[[], T]) -> T | ThoracicError:
    """What some work gives, or the library's error that it raises, without the frames that it came through."""
    try:
        return work()
    except ThoracicError as error:
        error.__context__ = None
        return error.with_traceback(None)


def _said(row: Row) -> dict[str, Any]:
    """The cells of a row as the arguments of `profile`."""
    said: dict[str, Any] = {name: words(name, cell) for name in _LISTS if (cell := row.get(name)) is not None}
    if (conditions := row.get("conditions")) is not None:
        said["conditions"] = _conditions(conditions)
    answers = _merged(row, "answers", lambda name: "." in name)
    if answers:
        said["answers"] = {key: _answer(key, cell) for key, cell in answers.items()}
    flags = _merged(row, "red_flags", lambda name: not (name in _WISHES or "." in name or _read_elsewhere(name)))
    if flags:
        said["red_flags"] = {key: flag(key, cell) for key, cell in flags.items()}
    return said


def _read_elsewhere(name: str) -> bool:
    return any(name in names for names in _PARTS)


def _merged(row: Row, column: str, own: Callable[[str], bool]) -> dict[str, Cell]:
    """The pairs of a column, and the columns of their own that hold such a value."""
    told = pairs(column, row[column]) if row.get(column) is not None else []
    told += [(name, cell) for name, cell in row.items() if cell is not None and own(name)]
    held: dict[str, Cell] = {}
    for key, cell in told:
        if cell is None:
            continue
        if key in held:
            raise wrong(key, "is answered twice")
        held[key] = cell
    return held


def _conditions(cell: Cell) -> list[str]:
    """The words for conditions; a person who confirmed that there are none is told by `none` or an empty list."""
    if isinstance(cell, str):
        return [] if cell.strip().casefold() == "none" else [cell]
    return words("conditions", cell)


def _answer(key: str, cell: Cell) -> str | int | list[str]:
    if isinstance(cell, tuple):
        return words(key, cell)
    if isinstance(cell, str | int):
        return cell
    raise wrong(key, "must be text, a whole number or a list of texts")


def _one(column: str, cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.strip()
    raise wrong(column, "must be one text")


def _exercises(catalog: Catalog, named: Iterable[str]) -> frozenset[str]:
    return frozenset(resolve_exercise(catalog, word) for word in named)
