"""The cells of a row as words: text as people type it, lists, numbers, and what stands for nothing.

A cell holds nothing where it is `None`, NaN, the NA of a data frame, or blank.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeVar

from attrs import frozen

from thoracic_lib.errors import Fault, InvalidValueError, UnknownTermError
from thoracic_lib.model.values import shown

__all__ = ["Cell", "Pairs", "flag", "members", "pairs", "plain", "sent", "whole", "words", "wrong"]

Member = TypeVar("Member", bound=Enum)

_SENT = {str, int, float, bool, type(None)}
_NOTHING = {"NAType", "NaTType"}
_SAID = {"yes": True, "true": True, "no": False, "false": False}
_PAIR = 2


@frozen
class Pairs:
    """A mapping as pairs of a key and a cell."""

    held: tuple[tuple[str, "Cell"], ...]


Cell = str | int | float | tuple["Cell", ...] | Pairs | None
"""A cell in plain words: two cells are equal only where they mean the same."""


def plain(cell: object) -> Cell:
    """A cell as text, whole number, tuple or pairs; `None` where it holds nothing.

    A whole number may come as a float, as data frames make it of a column with gaps; true and false are yes and no.
    """
    if type(cell) is not str and (told := getattr(cell, "tolist", None)) is not None:
        cell = told()
    if cell is None or type(cell) is str:
        return cell if cell and not cell.isspace() else None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return None if cell != cell else int(cell) if cell.is_integer() else cell  # noqa: PLR0124 - so NaN is told
    if isinstance(cell, int):
        return int(cell)
    if isinstance(cell, Mapping):
        held = ((str(key), plain(value)) for key, value in cell.items())
        return Pairs(tuple((key, value) for key, value in held if value is not None))
    if isinstance(cell, set | frozenset):
        return tuple(plain(one) for one in sorted(cell, key=str))
    if isinstance(cell, list | tuple):
        return tuple(map(plain, cell))
    return _strange(cell)


def _strange(cell: object) -> Cell:
    """A cell of another kind: plain already, nothing, a text of a class of its own, or only the name of its kind."""
    if isinstance(cell, Pairs):
        return cell
    if type(cell).__name__ in _NOTHING:
        return None
    return str(cell) if isinstance(cell, str) else f"<{type(cell).__name__}>"


def sent(cell: object) -> object:
    """A cell as another process can be given it, whatever it is, and as it means the same there."""
    return cell if type(cell) in _SENT else plain(cell)


def words(column: str, cell: Cell) -> list[str]:
    """The texts of a cell, which is a list of them or one text with commas, semicolons or line ends between."""
    if isinstance(cell, str):
        return [word for part in cell.replace(";", ",").replace("\n", ",").split(",") if (word := part.strip())]
    if not isinstance(cell, tuple):
        raise wrong(column, f"must be text or a list of texts, not {shown(cell)}")
    if strange := [one for one in cell if not isinstance(one, str)]:
        raise wrong(column, f"must hold texts, not {shown(strange[0])}")
    return [str(one) for one in cell]


def pairs(column: str, cell: Cell) -> list[tuple[str, Cell]]:
    """The keys and values of a cell: a mapping, a list of pairs, or text such as `RF01=no; RF13=yes`."""
    if isinstance(cell, Pairs):
        return list(cell.held)
    if isinstance(cell, str):
        entries = [entry for part in cell.replace("\n", ";").split(";") if (entry := part.strip())]
        split = [tuple(map(str.strip, entry.partition("="))) for entry in entries]
        if not all(map(all, split)):
            raise wrong(column, f"must be written key=value; key=value, not {shown(cell)}")
        return [(key, value) for key, _, value in split]
    held: list[tuple[str, Cell]] = []
    for one in cell if isinstance(cell, tuple) else (cell,):
        if not isinstance(one, tuple) or len(one) != _PAIR or not isinstance(one[0], str):
            raise wrong(column, f"must be a mapping, pairs, or text with =, not {shown(cell)}")
        held.append((one[0], one[1]))
    return held


def flag(column: str, cell: Cell) -> bool:
    """Yes or no."""
    said = _SAID.get(cell.strip().casefold()) if isinstance(cell, str) else None
    if said is None:
        raise wrong(column, f"must be yes or no, not {shown(cell)}")
    return said


def whole(column: str, cell: Cell) -> int:
    """A whole number, or text that is one."""
    if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdigit() and len(cell) < 10:  # noqa: PLR2004 - no number here is longer
        return int(cell)
    if not isinstance(cell, int):
        raise wrong(column, f"must be a whole number, not {shown(cell)}")
    return cell


def members(kind: type[Member], named: Iterable[str]) -> frozenset[Member]:
    """Members of a closed vocabulary by their words."""
    known, named = {str(one.value): one for one in kind}, tuple(named)
    for word in named:
        if word not in known:
            raise UnknownTermError(kind.__name__.lower(), word, tuple(known))
    return frozenset(known[word] for word in named)


def wrong(column: str, reason: str) -> InvalidValueError:
    """What is raised for a cell that cannot be read."""
    return InvalidValueError("Row", (Fault("", column, reason),))
