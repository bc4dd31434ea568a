"""Good prices: at which the bound of the relaxed problem is low, and so close to the best solution.

The bound is a convex function of the prices, and each relaxed optimum says how it rises with them; so it is lowered by
cutting planes. The better the prices, the less there is to search; the answer is the same at any. So what is found here
is never relied on: `bounding` and `hoping` value the prices anew.
"""

from collections.abc import Iterable, Sequence
from operator import add, attrgetter, mul, sub, truediv
from typing import NamedTuple

from thoracic_lib.composing.bounding import NEVER, Block, Layout, Phase, Prices, joined
from thoracic_lib.composing.planes import Plane, Planes

__all__ = ["Valuation", "Valuer", "priced"]

NEAR = 4
"""Prices are near enough where the bound can fall by no more than a usual benefit divided by this."""

ROUNDS = 60
"""How many prices are tried at most."""

LITTLE = 1e-4
"""What is no excess, of a share."""


class Valuation(NamedTuple):
    """Prices in a row with the bound that they give.

    One relaxed optimum at these prices says of any others that the bound is at least `height`, in usual benefits, and
    for each price of one unit more by its part of `rises` higher.
    """

    row: Sequence[int]
    bound: int
    height: float
    rises: Sequence[float]


_bound = attrgetter("bound")


class Valuer:
    """Values prices for one arrangement, all that it has use for in a row.

    First comes that of a second, then that of an item where their number is limited, then what a further item of each
    linked family costs, then what an item earns by covering each movement. `limits` say how much of each makes sense at
    most: what covering a movement is worth; other prices end where nothing is taken. They, and all that is told of
    rises, are in usual benefits, and a second is counted together with all others of the budget.
    """

    def __init__(self, layout: Layout) -> None:
        arrangement = layout.arrangement
        scale, reach = arrangement.scale, arrangement.reach[0]
        self.layout, self.scale = layout, scale
        self.items = [arrangement.most] if arrangement.most else []
        self.families = list(arrangement.linked)
        self.movements = [1 << at for at in range(reach.bit_length()) if reach >> at & 1]
        others = len(self.items) + len(self.families)
        self.units = [max(1, scale.budget), *[1] * (others + len(self.movements))]
        self.limits = [float("inf")] * (1 + others) + [scale.movement / scale.usual] * len(self.movements)

    def row(self, prices: Prices) -> list[int]:
        """Prices in a row."""
        dues = [prices.dues.get(family, 0) for family in self.families]
        covers = [prices.covers.get(bit, 0) for bit in self.movements]
        return [prices.second, *[prices.item for _ in self.items], *dues, *covers]

    def prices(self, row: Sequence[int]) -> Prices:
        """A row of prices, told apart."""
        paid = iter(row)
        second, item = next(paid), sum([next(paid) for _ in self.items])
        dues = {family: next(paid) for family in self.families}
        return Prices(second, item, dues, {bit: one for bit, one in zip(self.movements, paid, strict=True) if one})

    def nothing(self) -> Valuation:
        """What taking nothing says of the bound at any prices."""
        row = [0] * len(self.units)
        return self._valuation(row, self.layout.arrangement.granted, (), 0)

    def valued(self, row: Sequence[int]) -> Valuation:
        """The bound at these prices, and a relaxed optimum: of each phase the best number of items."""
        layout, prices = self.layout, self.prices(row)
        each, best = layout.gains(prices)
        bound, seconds = prices.back(layout.arrangement), 0
        taken = list[int]()
        for phase in layout.phases:
            gain, used = _optimum(phase, best, prices.second, self.scale.change)
            bound += gain
            for count, (charge, first, last) in used:
                seconds += charge
                taken += sorted(range(first, last), key=best.__getitem__, reverse=True)[:count]
        options = []
        for at in taken:
            here = each[layout.places[at]]
            group = layout.arrangement.groups[at]
            option = group.options[here.index(max(here))]
            seconds += option.seconds
            options.append((group.family, option.covers))
        return self._valuation(row, bound, options, seconds)

    def _valuation(self, row: Sequence[int], bound: int, taken: Sequence[tuple[int, int]], seconds: int) -> Valuation:
        """The valuation from what is taken, by family and by movements; a price rises by what is allowed beyond it."""
        families = [family for family, _ in taken]
        covered = [sum([1 for _, covers in taken if covers & bit]) for bit in self.movements]
        granted = [paid <= self.scale.movement for paid in row[len(row) - len(covered) :]]
        slopes = [
            self.scale.budget - seconds,
            *[most - len(taken) for most in self.items],
            *[1 - families.count(family) for family in self.families],
            *map(sub, covered, granted),
        ]
        height = (bound - sum(map(mul, slopes, row))) / self.scale.usual
        return Valuation(row, bound, height, list(map(truediv, slopes, self.units)))


def priced(layout: Layout, start: Prices | None = None) -> Prices:
    """Prices that bound well: the best of those tried, from given ones on.

    At first only the price of a second and those that are paid already may change, then also those without which too
    much is taken. It ends where no other prices can lower the bound, or not by much, and after so many rounds.
    """
    valuer = Valuer(layout)
    first = valuer.valued([0] * len(valuer.units) if start is None else valuer.row(start))
    held = [at for at, paid in enumerate(first.row) if paid or not at]
    found = [valuer.nothing(), first]
    while True:
        shares = _lowered(valuer, found, held)
        wanted = [at for at in range(len(first.row)) if at not in held and _falls(at, shares)]
        if not wanted or len(found) > ROUNDS:
            return valuer.prices(min(found[1:], key=_bound).row)
        held += wanted


def _lowered(valuer: Valuer, found: list[Valuation], held: Sequence[int]) -> list[tuple[Valuation, float]]:
    """Try prices, of which only those held change, and add what is found; at last, what holds the bound up.

    The next to try are halfway between the best so far and those at which the bound could still be lowest, by all that
    was found.
    """
    usual = valuer.scale.usual
    found[1:] = sorted(found[1:], key=_bound)
    planes = Planes(_plane(found[0], held), [valuer.limits[at] for at in held])
    planes.add([_plane(valuation, held) for valuation in found[1:]])
    best = found[1]
    while len(found) <= ROUNDS and best.bound - planes.height * usual > usual // NEAR:
        row = list(best.row)
        for at, value in zip(held, planes.at, strict=True):
            row[at] = (row[at] + max(0, int(value * usual / valuer.units[at]))) // 2
        found.append(now := valuer.valued(row))
        planes.add([_plane(now, held)])
        best = min(best, now, key=_bound)
    return [(found[at], share) for at, share in planes.shares.items()]


def _plane(valuation: Valuation, held: Iterable[int]) -> Plane:
    """What a relaxed optimum says of the bound where only the prices held change."""
    return Plane(valuation.height, tuple([valuation.rises[at] for at in held]))


def _falls(at: int, shares: Iterable[tuple[Valuation, float]]) -> bool:
    """Whether the bound falls with a price where these valuations hold it up with their shares."""
    return sum([share * valuation.rises[at] for valuation, share in shares]) < -LITTLE


_Offer = tuple[int, list[int], Block]
"""What a block has for its phase: the most that it gains, and what the best so many of its groups gain together."""


def _offers(phase: Phase, best: Sequence[int], second: int) -> list[_Offer]:
    """What each block offers, the best first; beyond the number at which the phase is worth no more, only gains."""
    _, limit, needed, blocks = phase
    offers = list[_Offer]()
    for block in blocks:
        charge, first, last = block
        total = -charge * (1 + second)
        if last - first == 1:
            if best[first] > 0 or needed:
                total += best[first]
                offers.append((total, [total], block))
            continue
        gains = sorted(best[first:last], reverse=True)[:limit]
        sums = list[int]()
        for gain in gains:
            if gain <= 0 and len(sums) >= needed:
                break
            total += gain
            sums.append(total)
        if sums:
            offers.append((max(sums), sums, block))
    offers.sort(reverse=True)
    return offers


def _least_rise(rows: Sequence[int]) -> int:
    """How much more any number of items gains than any smaller number, at least."""
    high, rise = rows[0], -NEVER
    for gain in rows[1:]:
        rise, high = min(rise, gain - high), max(high, gain)
    return rise


def _optimum(phase: Phase, best: Sequence[int], second: int, change: int) -> tuple[int, list[tuple[int, Block]]]:
    """What a phase gains, and how many groups are taken from which blocks for that."""
    bonus, _, needed, _ = phase
    rows, steps = [0], list[tuple[list[int], list[int], Block]]()
    for most, sums, block in _offers(phase, best, second):
        if len(rows) > needed and (most <= 0 or len(rows) == len(bonus)) and most <= _least_rise(rows):
            break
        steps.append((rows, sums, block))
        rows = joined(rows, sums, change, len(bonus))
        while len(rows) > needed + 1 and rows[-1] <= rows[-2]:
            rows.pop()
    worth = list(map(add, rows, bonus))
    gain = max(worth)
    count = worth.index(gain)
    value, used = rows[count], list[tuple[int, Block]]()
    for before, sums, block in reversed(steps):
        if count < len(before) and before[count] == value:
            continue
        starts = [before[0], *[one - change for one in before[1:]]]
        more = next(
            more
            for more, one in enumerate(sums[:count], 1)
            if count - more < len(before) and starts[count - more] + one == value
        )
        used.append((more, block))
        count -= more
        value = before[count]
    return gain, used
