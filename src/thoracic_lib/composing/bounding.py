"""Upper bounds: what no solution can exceed, from a problem in which the hard couplings are priced instead of kept.

The budget becomes a price for each second, and each further item of a family costs dues; with these prices, phases
and blocks are solved exactly by a small table for each group. Any prices give a bound (Lagrangian duality), so
nothing here needs to know how good prices are found.
"""

from collections.abc import Mapping, Sequence
from operator import add
from typing import NamedTuple

from attrs import frozen

from thoracic_lib.composing.arranging import Arrangement, End, Group, Option

__all__ = ["NEVER", "Prices", "Relaxation", "cut", "relaxed"]

NEVER = -(1 << 300)
"""Below every value: what cannot be."""

Rows = tuple[list[int], list[int]]
"""Values by the number of items taken from the phase so far: with the block not yet used, and with the block in use."""


class Prices(NamedTuple):
    """What a second costs, what each item costs where their number is limited, and what an item of a family costs.

    Only families that have several groups have dues.
    """

    second: int
    item: int
    dues: Mapping[int, int]

    def back(self, arrangement: Arrangement) -> int:
        """What the prices pay back: the whole budget, the limit on all items, and the dues of every family once."""
        return self.second * arrangement.scale.budget + self.item * (arrangement.most or 0) + sum(self.dues.values())


@frozen
class Relaxation:
    """A bound at given prices, with the tables behind it.

    `tables[at][missing]` are the rows of what can still be gained from the group at a place on, where of the movements
    `watched` those in `missing` each earn once; all others that can be covered from there on are granted.
    """

    arrangement: Arrangement
    prices: Prices
    watched: int
    tables: Sequence[Sequence[Rows]]
    bound: int

    def gain(self, at: int, covered: int, opened: int, taken: int) -> int:
        """What can be gained from the group at a place on, by what was covered, opened and taken before."""
        granted = self.arrangement.reach[at] & ~(covered | self.watched)
        gain = self.tables[at][self.watched & ~covered][opened][taken]
        return gain + self.arrangement.scale.movement * granted.bit_count()


def relaxed(arrangement: Arrangement, prices: Prices, *, watched: int = 0) -> Relaxation:
    """The bound at these prices; with `watched`, tables are made for every set of these movements."""
    tables = _watching(arrangement, prices, watched) if watched else _unwatching(arrangement, prices)
    granted = arrangement.scale.movement * (arrangement.reach[0] & ~watched).bit_count()
    bound = prices.back(arrangement) + granted + tables[0][watched][0][0]
    return Relaxation(arrangement, prices, watched, tables, bound)


def cut(relaxation: Relaxation, known: int) -> list[tuple[Option, ...]]:
    """The options of each group without which no solution that is at least as good as a known value can do.

    The relaxation must not watch movements. For each option the bound is taken anew with that option taken: the best
    on arriving at its group, the option itself, and the best from there on.
    """
    arrangement, (second, item, dues) = relaxation.arrangement, relaxation.prices
    change = arrangement.scale.change
    rest = known - relaxation.prices.back(arrangement) - arrangement.granted
    kept = []
    reached, closed, opened, begins = 0, list[int](), list[int](), True
    for at, (group, end) in enumerate(zip(arrangement.groups, arrangement.ends, strict=True)):
        if begins:
            closed = [reached] + [NEVER] * (len(group.bonus) - 1)
            opened = [NEVER] * len(group.bonus)
        _, after = _onward(group, end, relaxation.tables[at + 1][0])
        due = item + dues.get(group.family, 0)
        starts = _starts(group, second, change)
        entered = [max(held, fresh - start) for held, fresh, start in zip(opened, closed, starts, strict=True)]
        least = rest + due - max(map(add, entered, after[1:]))
        gains = [option[1] - second * option[0] for option in group.options]
        kept.append(tuple([option for option, gain in zip(group.options, gains, strict=True) if gain >= least]))
        gain = max(gains) - due
        opened = [opened[0], *[max(held, enter + gain) for held, enter in zip(opened[1:], entered, strict=False)]]
        if end:
            closed = list(map(max, closed, opened))
            opened = [NEVER] * len(closed)
        begins = end is End.PHASE
        if begins:
            reached = max(map(add, closed, group.bonus))
    return kept


def _starts(group: Group, second: int, change: int) -> list[int]:
    """What it costs to start the block of a group, by the number of items taken: a change, but for the first."""
    start = group.charge * (1 + second)
    return [start, *[start + change] * (len(group.bonus) - 1)]


def _onward(group: Group, end: End, rows: Rows) -> Rows:
    """The rows before the next group, by the state after this one: a block that ends is closed, a phase pays off."""
    if end is End.NOTHING:
        return rows
    closed = rows[0]
    if end is End.PHASE:
        closed = [bonus + closed[0] for bonus in group.bonus]
    return closed, closed


def _better(rows: Rows, taken: list[int], starts: list[int]) -> Rows:
    """The better of leaving a group out, which keeps the rows, and of taking it with one item less before."""
    closed, opened = rows
    fresh = [value - start for value, start in zip(taken, starts, strict=False)]
    return _larger(closed, fresh) + closed[-1:], _larger(opened, taken) + opened[-1:]


def _larger(values: list[int], others: list[int]) -> list[int]:
    return [one if one > other else other for one, other in zip(values, others, strict=False)]  # noqa: FURB136 - `max` takes twice as long


def _unwatching(arrangement: Arrangement, prices: Prices) -> list[list[Rows]]:
    """From the last group to the first: the best of leaving the group out and of taking its best option."""
    (second, item, dues), change = prices, arrangement.scale.change
    rows: Rows = ([0], [0])
    tables = [[rows]]
    for group, end in zip(reversed(arrangement.groups), reversed(arrangement.ends), strict=True):
        if end:
            rows = _onward(group, end, rows)
        gain = max([option[1] - second * option[0] for option in group.options])
        gain -= item + dues.get(group.family, 0)
        taken = [value + gain for value in rows[1][1:]]
        rows = _better(rows, taken, _starts(group, second, change))
        tables.append([rows])
    tables.reverse()
    return tables


def _watching(arrangement: Arrangement, prices: Prices, watched: int) -> list[list[Rows]]:
    """The same for every set of movements that are still missing: what an option covers of them, it earns."""
    change, movement = arrangement.scale.change, arrangement.scale.movement
    sets = [missing for missing in range(watched + 1) if not missing & ~watched]
    tables: list[list[Rows]] = [[([0], [0])] * (watched + 1)]
    for group, end in zip(reversed(arrangement.groups), reversed(arrangement.ends), strict=True):
        after = [_onward(group, end, rows) for rows in tables[-1]]
        here = list(after)
        gains = _gains(group, prices, watched).items()
        starts = _starts(group, prices.second, change)
        for missing in sets:
            ways = []
            for covers, gain in gains:
                earned = gain + movement * (missing & covers).bit_count()
                ways.append([value + earned for value in after[missing & ~covers][1][1:]])
            taken = ways[0] if len(ways) == 1 else list(map(max, *ways))
            here[missing] = _better(after[missing], taken, starts)
        tables.append(here)
    tables.reverse()
    return tables


def _gains(group: Group, prices: Prices, watched: int) -> dict[int, int]:
    """What the best option of a group gains at these prices, for each set of watched movements that one covers."""
    gains: dict[int, int] = {}
    second, due = prices.second, prices.item + prices.dues.get(group.family, 0)
    for seconds, value, covers, _, _ in group.options:
        gain = value - second * seconds - due
        if gain > gains.get(covers & watched, NEVER):
            gains[covers & watched] = gain
    return gains
