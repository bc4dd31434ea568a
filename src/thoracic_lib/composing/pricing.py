"""Good prices: at which the bound of the relaxed problem is low, and so close to the best solution.

The bound is a convex function of the prices, and each relaxed optimum says how it rises with them; so it is lowered by
cutting planes. The better the prices, the less there is to search; the answer is the same at any. So what is found here
is never relied on: `bounding` and `hoping` value the prices anew.
"""

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from operator import add, attrgetter, mul
from typing import NamedTuple

from thoracic_lib.composing.arranging import Arrangement
from thoracic_lib.composing.bounding import Block, Layout, Phase, Prices, joined
from thoracic_lib.composing.planes import Plane, Planes

__all__ = ["priced"]

NEAR = 4
"""Prices are near enough where the bound can fall by no more than a usual benefit divided by this."""

ROUNDS = 60
"""How many prices are tried at most."""

LITTLE = 1e-4
"""What is no excess, of a share."""


class _Valuation(NamedTuple):
    """The bound at given prices; the seconds that one relaxed optimum takes, its items' families and movements."""

    prices: Prices
    bound: int
    seconds: int
    families: tuple[int, ...]
    covers: tuple[int, ...]


class _Kind(Enum):
    """What a price is put on: a second, an item, a further item of a family, the covering of a movement."""

    SECOND = auto()
    ITEM = auto()
    DUE = auto()
    COVER = auto()


class _Price(NamedTuple):
    """A price among all: of what kind, and of which family, or of which movement as a bit."""

    kind: _Kind
    of: int = 0

    def paid(self, prices: Prices) -> int:
        """What it is among given prices."""
        if self.kind is _Kind.SECOND:
            return prices.second
        if self.kind is _Kind.ITEM:
            return prices.item
        return (prices.dues if self.kind is _Kind.DUE else prices.covers).get(self.of, 0)

    def unit(self, arrangement: Arrangement) -> int:
        """Of how many the planes count the price as one: of all seconds together, else of one."""
        return max(1, arrangement.scale.budget) if self.kind is _Kind.SECOND else 1

    def slope(self, arrangement: Arrangement, valuation: _Valuation) -> int:
        """By how much the bound rises with it: by what is allowed, less what the relaxed optimum takes."""
        if self.kind is _Kind.SECOND:
            return arrangement.scale.budget - valuation.seconds
        if self.kind is _Kind.ITEM:
            return (arrangement.most or 0) - len(valuation.families)
        if self.kind is _Kind.DUE:
            return 1 - valuation.families.count(self.of)
        granted = self.paid(valuation.prices) <= arrangement.scale.movement
        return sum([1 for covers in valuation.covers if covers & self.of]) - granted


def priced(layout: Layout, start: Prices | None = None) -> Prices:
    """Prices that bound well: the best of those tried, from given ones on.

    At first only the price of a second and those that are paid already may change, then also those without which too
    much is taken. It ends where no other prices can lower the bound, or not by much, and after so many rounds.
    """
    arrangement = layout.arrangement
    every = _every(arrangement)
    start = Prices(0, 0, dict.fromkeys(arrangement.linked, 0), {}) if start is None else start
    held = [price for price in every if price.kind is _Kind.SECOND or price.paid(start)]
    found = [_Valuation(Prices(0, 0, {}, {}), arrangement.granted, 0, (), ()), _valued(layout, start)]
    while True:
        shares = _lowered(layout, found, held)
        wanted = [price for price in every if price not in held and _falls(arrangement, price, shares)]
        if not wanted or len(found) > ROUNDS:
            return min(found[1:], key=_bound).prices
        held += wanted


def _lowered(layout: Layout, found: list[_Valuation], held: Sequence[_Price]) -> list[tuple[_Valuation, float]]:
    """Try prices, of which only those held change, and add what is found; at last, what holds the bound up.

    The next to try are halfway between the best so far and those at which the bound could still be lowest, by all that
    was found.
    """
    arrangement, usual = layout.arrangement, layout.arrangement.scale.usual
    found[1:] = sorted(found[1:], key=_bound)
    nothing, *others = [_plane(arrangement, valuation, held) for valuation in found]
    planes = Planes(nothing, [_limit(arrangement, price) / usual for price in held])
    for plane in others:
        planes.add(plane)
    best = found[1]
    while len(found) <= ROUNDS and best.bound - planes.height * usual > usual // NEAR:
        paid = [
            (price.paid(best.prices) + max(0, int(value * usual / price.unit(arrangement)))) // 2
            for price, value in zip(held, planes.at, strict=True)
        ]
        found.append(now := _valued(layout, _put(best.prices, zip(held, paid, strict=True))))
        planes.add(_plane(arrangement, now, held))
        best = min(best, now, key=_bound)
    return [(found[at], share) for at, share in planes.shares.items()]


_bound = attrgetter("bound")


def _put(prices: Prices, paid: Iterable[tuple[_Price, int]]) -> Prices:
    """The prices with some of them changed."""
    second, item, dues, covers = prices
    dues, covers = dict(dues), dict(covers)
    for (kind, of), value in paid:
        if kind is _Kind.SECOND:
            second = value
        elif kind is _Kind.ITEM:
            item = value
        elif kind is _Kind.DUE:
            dues[of] = value
        else:
            covers[of] = value
    return Prices(second, item, dues, covers)


def _every(arrangement: Arrangement) -> list[_Price]:
    """All prices that an arrangement has use for."""
    reach = arrangement.reach[0]
    items = [_Price(_Kind.ITEM)] if arrangement.most else []
    dues = [_Price(_Kind.DUE, family) for family in arrangement.linked]
    covers = [_Price(_Kind.COVER, 1 << at) for at in range(reach.bit_length()) if reach >> at & 1]
    return [_Price(_Kind.SECOND), *items, *dues, *covers]


def _limit(arrangement: Arrangement, price: _Price) -> float:
    """The most that makes sense: what covering a movement is worth; other prices end where nothing is taken."""
    return arrangement.scale.movement if price.kind is _Kind.COVER else float("inf")


def _plane(arrangement: Arrangement, valuation: _Valuation, held: Sequence[_Price]) -> Plane:
    """What a relaxed optimum says of the bound at any prices, in usual benefits."""
    slopes = [price.slope(arrangement, valuation) for price in held]
    paid = [price.paid(valuation.prices) for price in held]
    height = (valuation.bound - sum(map(mul, slopes, paid))) / arrangement.scale.usual
    return Plane(height, tuple([slope / price.unit(arrangement) for slope, price in zip(slopes, held, strict=True)]))


def _falls(arrangement: Arrangement, price: _Price, shares: Sequence[tuple[_Valuation, float]]) -> bool:
    """Whether the bound falls with a price where these valuations hold it up with their shares."""
    return sum([share * price.slope(arrangement, valuation) for valuation, share in shares]) < -LITTLE


def _valued(layout: Layout, prices: Prices) -> _Valuation:
    """The relaxed optimum at these prices: of each phase the best number of items."""
    arrangement = layout.arrangement
    each, best = layout.gains(prices)
    bound, seconds = prices.back(arrangement), 0
    taken = list[int]()
    for phase in layout.phases:
        gain, used = _optimum(phase, best, prices.second, arrangement.scale.change)
        bound += gain
        for count, (charge, first, last) in used:
            seconds += charge
            taken += sorted(range(first, last), key=best.__getitem__, reverse=True)[:count]
    options = []
    for at in taken:
        here = each[layout.places[at]]
        options.append(arrangement.groups[at].options[here.index(max(here))])
    seconds += sum([option[0] for option in options])
    families = tuple([arrangement.groups[at].family for at in taken])
    return _Valuation(prices, bound, seconds, families, tuple([option[2] for option in options]))


_Offer = tuple[int, list[int], Block]
"""What a block has for its phase: the most that it gains, and what the best so many of its groups gain together."""


def _offers(phase: Phase, best: Sequence[int], second: int) -> list[_Offer]:
    """What each block offers, the best first; beyond the number at which the phase is worth no more, only gains."""
    _, limit, needed, blocks = phase
    offers = list[_Offer]()
    for block in blocks:
        charge, first, last = block
        gains = sorted(best[first:last], reverse=True)[:limit] if last - first > 1 else best[first:last]
        sums, total = list[int](), -charge * (1 + second)
        for gain in gains:
            if gain <= 0 and len(sums) >= needed:
                break
            total += gain
            sums.append(total)
        if sums:
            offers.append((max(sums), sums, block))
    offers.sort(reverse=True)
    return offers


def _optimum(phase: Phase, best: Sequence[int], second: int, change: int) -> tuple[int, list[tuple[int, Block]]]:
    """What a phase gains, and how many groups are taken from which blocks for that."""
    bonus, _, needed, _ = phase
    rows, steps = [0], list[tuple[list[int], list[int], Block]]()
    for most, sums, block in _offers(phase, best, second):
        if most <= 0 and len(rows) > needed and rows == sorted(rows):
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
