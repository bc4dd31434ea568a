"""Which requests are composed together: those of which one's answer may be another one's too, the widest first.

It changes no answer and no order of rows, only how many searches are spared. Requests that have the goal, the exercises
asked for by name and the pace in common are kin: they go to the same worker as long as no other one waits for work, and
within a window those with more time come first, since their answer may still fit into less.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from attrs import frozen

from thoracic_lib.batch.cells import plain
from thoracic_lib.batch.frames import Columns
from thoracic_lib.model.routine import Request

__all__ = ["Asked", "Planned", "asked", "asked_in", "plan"]

_KIN, _TIME = ("goal", "routine", "include"), (("seconds", 1), ("minutes", 60))
"""The columns that tell the kin of a row, and those that tell its time, with the seconds of each unit."""


class Asked(NamedTuple):
    """What routing looks at: what a request has in common with its kin, and how wide it is, the widest first."""

    kin: Hashable
    width: tuple[int, ...]


@frozen
class Planned:
    """Places of a window that are answered together, and what they have in common."""

    kin: Hashable
    places: list[int]


def asked(thing: object) -> Asked:
    """What routing looks at in one thing of an iterable."""
    if isinstance(thing, Request):
        person = thing.profile
        width = (-(thing.budget or 0), len(person.conditions or ()), -len(person.equipment))
        return Asked((thing.goal, thing.routine, thing.include, thing.pace), width)
    return _cells(thing) if isinstance(thing, dict) else Asked(None, ())


def asked_in(columns: Columns, length: int) -> list[Asked]:
    """What routing looks at in each row of columns."""
    names = [name for name in (*_KIN, *(name for name, _ in _TIME)) if name in columns]
    cells = zip(*(map(plain, columns[name]) for name in names), strict=True)
    return [_cells(dict(zip(names, row, strict=True))) for row in cells] if names else [Asked(None, ())] * length


def _cells(row: Mapping[str, Any]) -> Asked:
    return Asked(tuple(row.get(name) for name in _KIN), (-sum(_whole(row.get(name)) * unit for name, unit in _TIME),))


def _whole(cell: object) -> int:
    """A number as routing needs it; what cannot be read is found out later, by the worker that reads it."""
    if type(cell) is int:
        return cell
    text = cell.strip() if type(cell) is str else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - no number here is longer


def plan(window: Sequence[Asked], size: int) -> list[Planned]:
    """The places of a window in pieces of kin, none larger than `size`, the widest of each kin first."""
    kin: dict[Hashable, list[int]] = {}
    for place, one in enumerate(window):
        kin.setdefault(one.kin, []).append(place)
    planned = []
    for common, places in kin.items():
        places.sort(key=lambda place: window[place].width)
        planned += [Planned(common, places[at : at + size]) for at in range(0, len(places), size)]
    return planned
