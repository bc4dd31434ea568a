"""Upper bounds: what no solution can exceed, from a problem in which the hard couplings are priced instead of kept.

The budget becomes a price for each second, and each further item of a family costs dues; with these prices, phases
and blocks are solved exactly by a small table for each group. Any prices give a bound (Lagrangian duality), so
nothing here needs to be exact about how good prices are found.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from attrs import frozen

from thoracic_lib.composing.arranging import Arrangement, End, Group, Option

__all__ = ["Prices", "Relaxation", "cut", "priced", "relaxed", "tightened"]

NEVER = -(1 << 300)
"""Below every value: what cannot be."""

SPREAD = 90 * 90
"""Roughly the square of the seconds of an item: one item too many weighs as much as that many seconds too many."""

Rows = tuple[list[int], list[int]]
"""Values by the number of items taken from the phase so far: with the block not yet used, and with the block in use."""


class Prices(NamedTuple):
    """What a second costs, and what an item costs of each family that has several groups."""

    second: int
    dues: Mapping[int, int]


@frozen
class Relaxation:
    """A bound at given prices, with the tables behind it.

    `tables[at][missing]` are the rows of what can still be gained from the group at a place on, where the movements in
    `missing` each earn once; with `watched` zero, movements are not told apart and all coverable ones are granted.
    """

    arrangement: Arrangement
    prices: Prices
    watched: int
    tables: Sequence[Sequence[Rows]]
    reach: Sequence[int]

    @property
    def bound(self) -> int:
        """What no solution exceeds."""
        return self.constant + self.gain(0, 0)[0][0]

    @property
    def constant(self) -> int:
        """What the prices pay back: the whole budget, and the dues of every family once."""
        return self.prices.second * self.arrangement.scale.budget + sum(self.prices.dues.values())

    def gain(self, at: int, covered: int) -> Rows:
        """What can be gained from the group at a place on, once some movements are covered."""
        if self.watched:
            return self.tables[at][self.watched & ~covered]
        granted = self.arrangement.scale.movement * (self.reach[at] & ~covered).bit_count()
        closed, opened = self.tables[at][0]
        return [value + granted for value in closed], [value + granted for value in opened]

    def onward(self, at: int, covered: int) -> Rows:
        """What can be gained after the group at a place, by the number of items then taken from its phase."""
        return _onward(self.arrangement.groups[at], self.arrangement.ends[at], self.gain(at + 1, covered))


def relaxed(arrangement: Arrangement, prices: Prices, *, watched: int = 0) -> Relaxation:
    """The bound at these prices; with `watched`, tables are made for every set of these movements."""
    return Relaxation(arrangement, prices, watched, _tables(arrangement, prices, watched), _reach(arrangement.groups))


def priced(arrangement: Arrangement) -> Relaxation:
    """The relaxation at the price of a second that bounds best; found by cutting planes, dues left at nothing.

    Where everything worth taking fits, a second costs nothing. Otherwise two prices, at which too much and not
    enough is taken, close in on each other: the next one is where their lines meet.
    """
    dues = dict.fromkeys(arrangement.linked, 0)
    best = relaxed(arrangement, Prices(0, dues))
    budget = arrangement.scale.budget
    too_long, least = _taken(best).seconds, 0
    if too_long <= budget:
        return best
    above, below = best.gain(0, 0)[0][0], _granted(arrangement)
    while True:
        second = (above - below) // (too_long - least)
        tried = relaxed(arrangement, Prices(second, dues))
        seconds = _taken(tried).seconds
        value = tried.gain(0, 0)[0][0] + second * seconds
        best = min(best, tried, key=lambda relaxation: relaxation.bound)
        if (seconds > budget and seconds >= too_long) or (seconds <= budget and value <= below):
            return best
        if seconds > budget:
            too_long, above = seconds, value
        else:
            least, below = seconds, value


def tightened(relaxation: Relaxation, known: int, rounds: int) -> Relaxation:
    """A relaxation with a lower bound, by raising the dues of families taken twice and the price where time runs out.

    Each round steps along the excess (a subgradient), by as much as the distance to the `known` value of a solution
    suggests (Polyak); where the bound does not fall, the steps get shorter.
    """
    best, numerator, denominator, stalled = relaxation, 1, 1, 0
    now = relaxation
    for _ in range(rounds):
        excess, over = _excess(now)
        norm = sum(one * one for one in excess.values()) * SPREAD + over * over
        if not norm:
            break
        distance = min(best.bound - known, now.arrangement.scale.modified)
        step = distance * numerator // denominator
        dues = {family: max(0, due + step * SPREAD * excess[family] // norm) for family, due in now.prices.dues.items()}
        now = relaxed(now.arrangement, Prices(max(0, now.prices.second + step * over // norm), dues))
        if now.bound < best.bound:
            best, stalled = now, 0
        else:
            stalled += 1
            denominator *= 1 + stalled % 2
    return best


def cut(relaxation: Relaxation, known: int) -> tuple[tuple[Option, ...], ...]:
    """The options of each group without which no solution that is at least as good as a known value can do.

    The relaxation must not watch movements. For each option the bound is taken anew with that option taken.
    """
    arrangement, prices = relaxation.arrangement, relaxation.prices
    rest = known - relaxation.constant - _granted(arrangement)
    kept = []
    for at, (closed, opened) in enumerate(_arrivals(relaxation)):
        group = arrangement.groups[at]
        _, after = _onward(group, arrangement.ends[at], relaxation.tables[at + 1][0])
        start = group.charge * (1 + prices.second)
        ways = [closed[0] - start + after[1]]
        for count in range(len(group.bonus) - 1):
            fresh = closed[count] - start - arrangement.scale.change
            ways.append((max(opened[count], fresh) if count else opened[0]) + after[count + 1])
        least = rest - max(ways) + prices.dues.get(group.family, 0)
        kept.append(tuple(option for option in group.options if option.value - prices.second * option.seconds >= least))
    return tuple(kept)


class _Taken(NamedTuple):
    """What the relaxed optimum takes: seconds, and how often each family."""

    seconds: int
    families: Mapping[int, int]


def _taken(relaxation: Relaxation) -> _Taken:
    """One optimum of the relaxed problem, read off its tables; movements must not be watched."""
    seconds, families = 0, dict[int, int]()
    count, opened = 0, 0
    for at, group in enumerate(relaxation.arrangement.groups):
        rows = _onward(group, relaxation.arrangement.ends[at], relaxation.tables[at + 1][0])
        if relaxation.tables[at][0][opened][count] > rows[opened][count]:
            best = max(group.options, key=lambda option: option.value - relaxation.prices.second * option.seconds)
            seconds += best.seconds + (0 if opened else group.charge)
            families[group.family] = families.get(group.family, 0) + 1
            count, opened = count + 1, 1
        if relaxation.arrangement.ends[at]:
            opened = 0
            count = count if relaxation.arrangement.ends[at] is End.BLOCK else 0
    return _Taken(seconds, families)


def _excess(relaxation: Relaxation) -> tuple[dict[int, int], int]:
    """By how much the relaxed optimum overdraws each family and the budget; less than nothing where a price is idle."""
    taken, prices = _taken(relaxation), relaxation.prices
    over = taken.seconds - relaxation.arrangement.scale.budget
    excess = {family: taken.families.get(family, 0) - 1 for family in prices.dues}
    return {
        family: one if one > 0 or prices.dues[family] else 0 for family, one in excess.items()
    }, over if over > 0 or prices.second else 0


def _granted(arrangement: Arrangement) -> int:
    return arrangement.scale.movement * arrangement.coverable.bit_count()


def _reach(groups: Sequence[Group]) -> tuple[int, ...]:
    """The movements that can still be covered from each group on."""
    reach = [0]
    for group in reversed(groups):
        covers = reach[-1]
        for option in group.options:
            covers |= option.covers
        reach.append(covers)
    return tuple(reversed(reach))


def _gains(group: Group, prices: Prices, watched: int) -> dict[int, int]:
    """What the best option of a group gains at these prices, for each set of watched movements that one covers."""
    gains: dict[int, int] = {}
    second, due = prices.second, prices.dues.get(group.family, 0)
    for seconds, value, covers, _, _ in group.options:
        gain = value - second * seconds - due
        if gain > gains.get(covers & watched, NEVER):
            gains[covers & watched] = gain
    return gains


def _onward(group: Group, end: End, rows: Rows) -> Rows:
    """The rows before the next group, by the state after this one: a block that ends is closed, a phase pays off."""
    if end is End.NOTHING:
        return rows
    closed = rows[0]
    if end is End.PHASE:
        closed = [bonus + closed[0] for bonus in group.bonus]
    return closed, closed


def _tables(arrangement: Arrangement, prices: Prices, watched: int) -> list[list[Rows]]:
    """From the last group to the first: the best of leaving the group out and of taking an option of it."""
    if not watched:
        return [[rows] for rows in _rows(arrangement, prices)]
    change, movement = arrangement.scale.change, arrangement.scale.movement
    sets = [missing for missing in range(watched + 1) if not missing & ~watched]
    at_end: list[Rows] = [([0], [0])] * (watched + 1)
    tables = [at_end]
    for group, end in zip(reversed(arrangement.groups), reversed(arrangement.ends), strict=True):
        after = [_onward(group, end, rows) for rows in tables[-1]]
        gains = _gains(group, prices, watched).items()
        start = group.charge * (1 + prices.second)
        here = list(after)
        for missing in sets:
            closed, opened = after[missing][0][:], after[missing][1][:]
            for covers, gain in gains:
                taken = after[missing & ~covers][1]
                add = gain + movement * (missing & covers).bit_count() if covers else gain
                if (first := taken[1] + add - start) > closed[0]:
                    closed[0] = first
                more = add - start - change
                for count in range(len(closed) - 1):
                    then = taken[count + 1]
                    opened[count] = max(opened[count], then + add)
                    if count and then + more > closed[count]:
                        closed[count] = then + more
            here[missing] = (closed, opened)
        tables.append(here)
    tables.reverse()
    return tables


def _arrivals(relaxation: Relaxation) -> list[Rows]:
    """From the first group to the last: the best that can have been gained on arriving at each, by the state there."""
    arrangement, prices = relaxation.arrangement, relaxation.prices
    change = arrangement.scale.change
    arrivals: list[Rows] = []
    reached = 0
    closed, opened = [], list[int]()
    for at, group in enumerate(arrangement.groups):
        if at == 0 or arrangement.ends[at - 1] is End.PHASE:
            closed = [reached] + [NEVER] * (len(group.bonus) - 1)
            opened = [NEVER] * len(group.bonus)
        arrivals.append((closed, opened))
        (gain,) = _gains(group, prices, 0).values()
        start = gain - group.charge * (1 + prices.second)
        used = opened[:]
        for count in range(1, len(group.bonus)):
            fresh = closed[count - 1] + start - (change if count > 1 else 0)
            used[count] = max(used[count], opened[count - 1] + gain, fresh)
        if arrangement.ends[at] is End.NOTHING:
            opened = used
            continue
        closed = [max(left, taken) for left, taken in zip(closed, used, strict=True)]
        opened = [NEVER] * len(group.bonus)
        reached = max(value + bonus for value, bonus in zip(closed, group.bonus, strict=True))
    return arrivals


def _rows(arrangement: Arrangement, prices: Prices) -> list[Rows]:
    """The tables where movements are not told apart, one row a group: the same as above, and much quicker."""
    second, dues, change = prices.second, prices.dues, arrangement.scale.change
    closed, opened = [0], [0]
    rows: list[Rows] = [(closed, opened)]
    for group, end in zip(reversed(arrangement.groups), reversed(arrangement.ends), strict=True):
        if end:
            closed, opened = _onward(group, end, (closed, opened))
        gain = max([option[1] - second * option[0] for option in group.options]) - dues.get(group.family, 0)
        first = gain - group.charge * (1 + second)
        more, taken = first - change, opened
        closed, opened = closed[:], opened[:]
        closed[0] = max(closed[0], taken[1] + first)
        for count in range(1, len(taken)):
            then = taken[count]
            opened[count - 1] = max(opened[count - 1], then + gain)
            if count > 1 and then + more > closed[count - 1]:
                closed[count - 1] = then + more
        rows.append((closed, opened))
    rows.reverse()
    return rows
