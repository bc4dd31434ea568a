"""What a partial solution may still become: at given prices, what can be gained from each group on.

A small table for each group says so, by the number of items taken from the phase, by whether the block is in use, and
by movements that are still missing. So partial solutions in one state share their hope, and those without are dropped.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from operator import sub
from typing import NamedTuple

from attrs import frozen

from thoracic_lib.composing.arranging import Arrangement, End, Group
from thoracic_lib.composing.bounding import NEVER, Prices

__all__ = ["Fields", "Hope", "Outlook", "outlook"]

Rows = tuple[list[int], list[int]]
"""Values by the number of items taken from the phase so far: with the block not yet used, and with the block in use."""


class Fields(NamedTuple):
    """How a state is laid out in one whole number, from the lowest bit on.

    Whether the block is in use (one bit); the items taken from the phase (from the next bit on, masked by `taken`);
    the movements covered, from the bit `covers` on; the linked families taken, from the bit `used` on; and, where
    their number is limited, all items taken, from the bit `total` on.
    """

    taken: int
    covers: int
    used: int
    total: int

    @classmethod
    def of(cls, arrangement: Arrangement) -> "Fields":
        """The layout that an arrangement has room in."""
        most = max((len(group.bonus) for group in arrangement.groups), default=0).bit_length()
        covers = 1 + most
        used = covers + arrangement.reach[0].bit_length()
        return cls((1 << most) - 1, covers, used, used + len(arrangement.linked))


@frozen
class Outlook:
    """What can still be gained at given prices.

    `tables[at][missing]` are the rows of what can be gained from the group at a place on, where of the movements
    `watched` those in `missing` each earn once; all others that can be covered from there on are granted.
    """

    arrangement: Arrangement
    prices: Prices
    watched: int
    tables: Sequence[Mapping[int, Rows]]

    @property
    def bound(self) -> int:
        """What no solution exceeds."""
        return self.prices.second * self.arrangement.scale.budget + Hope(self, Fields.of(self.arrangement), 0)[0]


def outlook(arrangement: Arrangement, prices: Prices, *, watched: int = 0) -> Outlook:
    """The outlook at these prices; with `watched`, tables are made for every set of these movements.

    From the last group to the first: the better of leaving the group out, and of taking one of its options.
    """
    change, movement = arrangement.scale.change, arrangement.scale.movement
    rows = {missing: ([0], [0]) for missing in range(watched + 1) if not missing & ~watched}
    tables: list[Mapping[int, Rows]] = [rows]
    for at in reversed(range(len(arrangement.groups))):
        group, end = arrangement.groups[at], arrangement.ends[at]
        after = {missing: _onward(group, end, held) for missing, held in rows.items()} if end else rows
        gains = _gains(group, prices, watched).items()
        start = group.charge * (1 + prices.second)
        rows = {}
        for missing, held in after.items():
            ways = []
            for covers, gain in gains:
                earned = gain + movement * (missing & covers).bit_count()
                ways.append([value + earned for value in after[missing & ~covers][1][1:]])
            taken = ways[0] if len(ways) == 1 else list(map(max, *ways))
            fresh = map(sub, taken, chain((start,), repeat(start + change)))
            closed, opened = held
            rows[missing] = [*map(max, closed, fresh), closed[-1]], [*map(max, opened, taken), opened[-1]]
        tables.append(rows)
    tables.reverse()
    return Outlook(arrangement, prices, watched, tables)


class Hope(dict[int, int]):
    """What may still be gained from a group on, by the state before it: with the dues of families still to be taken."""

    def __init__(self, outlook: Outlook, fields: Fields, at: int) -> None:
        arrangement = outlook.arrangement
        self.fields, self.tables, self.watched = fields, outlook.tables[at], outlook.watched
        self.reach, self.movement = arrangement.reach[at], arrangement.scale.movement
        self.item, self.most = outlook.prices.item, arrangement.most or 0
        self.open = [
            (arrangement.linked[family] << fields.used, due)
            for family, due in outlook.prices.dues.items()
            if due and arrangement.last[family] >= at
        ]

    def __missing__(self, state: int) -> int:
        taken, covers, _, total = self.fields
        missing = ~(state >> covers)
        gain = self.tables[self.watched & missing][state & 1][state >> 1 & taken]
        if granted := self.reach & missing & ~self.watched:
            gain += self.movement * granted.bit_count()
        for bit, due in self.open:
            if not state & bit:
                gain += due
        if self.item:
            gain += self.item * (self.most - (state >> total))
        self[state] = gain
        return gain


def _onward(group: Group, end: End, rows: Rows) -> Rows:
    """The rows before the next block, by the state after this one: the block is closed, and a phase pays off."""
    closed = rows[0]
    if end is End.PHASE:
        closed = [bonus + closed[0] for bonus in group.bonus]
    return closed, closed


def _gains(group: Group, prices: Prices, watched: int) -> dict[int, int]:
    """What the best option of a group gains at these prices, for each set of watched movements that one covers."""
    gains: dict[int, int] = {}
    second, due = prices.second, prices.item + prices.dues.get(group.family, 0)
    for seconds, value, covers, *_ in group.options:
        gain = value - second * seconds - due
        if gain > gains.get(covers & watched, NEVER):
            gains[covers & watched] = gain
    return gains
