"""Good prices: at which the bound of the relaxed problem is low, and so close to the best solution.

The better the prices, the less there is to search; the answer is the same at any. So what is found here is never relied
on: `bounding` and `hoping` value the prices anew.
"""

from collections.abc import Sequence
from operator import add, attrgetter
from typing import NamedTuple

from thoracic_lib.composing.arranging import Arrangement
from thoracic_lib.composing.bounding import Block, Layout, Phase, Prices, joined

__all__ = ["priced", "tightened"]

NEAR = 4
"""Prices are near enough for a start where the bound can fall by no more than a usual benefit divided by this."""

SECONDS = 250
"""As how many seconds too many an item of a family, or any item, counts that is too many."""

STEP = (4, 5)
"""How far the first steps of tightening aim, in usual benefits."""

SHORTER = (7, 10)
"""By how much steps get shorter where the bound does not fall."""

PASSES = 2
"""How often it is looked for movements that the relaxed optimum does not cover."""

ROUNDS = (4, 8, 16, 48)
"""How often each stage looks for better prices; the last figure holds for all further stages."""

PATIENCE = 8
"""After how many rounds without a lower bound tightening ends."""


class _Valuation(NamedTuple):
    """The bound at given prices; the seconds that one relaxed optimum takes, its items' families and movements."""

    prices: Prices
    bound: int
    seconds: int
    families: tuple[int, ...]
    covers: tuple[int, ...]


_Offer = tuple[int, list[int], Block]
"""What a block has for its phase: the most that it gains, and what the best so many of its groups gain together."""


class _Valuer:
    """Values an arrangement at any prices, and says what is taken at these."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def at(self, prices: Prices) -> _Valuation:
        """The relaxed optimum at these prices: of each phase the best number of items."""
        layout, arrangement = self.layout, self.layout.arrangement
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


def priced(layout: Layout) -> Prices:
    """Prices that bound well, found one after the other, and then in rounds together.

    First that of a second; then what each movement earns that the relaxed optimum does not cover, after which seconds
    may be dearer; then that of an item, where their number is limited.
    """
    valuer, arrangement = _Valuer(layout), layout.arrangement
    best = _met(valuer, valuer.at(Prices(0, 0, dict.fromkeys(arrangement.linked, 0), {})), SECOND)
    for _ in range(PASSES):
        before = best.bound
        for bit in _uncovered(arrangement, best):
            best = _met(valuer, best, bit)
        if best.bound == before:
            break
        best = min(best, _met(valuer, valuer.at(_put(best.prices, SECOND, 0)), SECOND), key=_bound)
    if arrangement.most is not None and len(best.families) > arrangement.most:
        limited = _met(valuer, valuer.at(_put(best.prices, ITEM, 0)), ITEM)
        best = min(limited, _met(valuer, valuer.at(_put(limited.prices, SECOND, 0)), SECOND), key=_bound)
    return _stepped(valuer, best, ROUNDS[0])


def tightened(layout: Layout, prices: Prices, stage: int) -> Prices:
    """Prices with a lower bound, found from given ones in the rounds of a stage."""
    valuer = _Valuer(layout)
    return _stepped(valuer, valuer.at(prices), ROUNDS[min(stage, len(ROUNDS) - 1)])


def _stepped(valuer: _Valuer, best: _Valuation, rounds: int) -> Prices:
    """Higher prices for what the relaxed optimum takes too much of, lower ones for what it spares.

    Each round steps along the excess (a subgradient); where the bound does not fall, the steps get shorter. It ends
    after so many rounds, and where nothing is in excess.
    """
    arrangement, now = valuer.layout.arrangement, best
    step, stalled = arrangement.scale.usual * STEP[0] // STEP[1], 0
    for _ in range(rounds):
        over, items, families = _excess(arrangement, now)
        norm = (sum([one * one for one in families.values()]) + items * items) * SECONDS**2 + over * over
        if not norm or stalled == PATIENCE:
            break
        second, item, dues, covers = now.prices
        dues = {family: max(0, due + step * SECONDS**2 * families[family] // norm) for family, due in dues.items()}
        second, item = max(0, second + step * over // norm), max(0, item + step * SECONDS**2 * items // norm)
        now = valuer.at(Prices(second, item, dues, covers))
        if now.bound < best.bound:
            best, stalled = now, 0
        else:
            step, stalled = step * SHORTER[0] // SHORTER[1], stalled + 1
    return best.prices


def _met(valuer: _Valuer, best: _Valuation, price: int) -> _Valuation:
    """The best bound that raising one price brings about, nearly; found by cutting planes.

    At low prices too much is taken, and the bound falls with the price; at high ones it rises. The next price to try is
    where the lines of the two meet: lower than that the bound never is. It ends where it is near to that.
    """
    arrangement, prices = valuer.layout.arrangement, best.prices
    near = arrangement.scale.usual // NEAR
    falls = _slope(arrangement, best, price)
    if falls >= 0:
        return best
    low = best.bound - falls * _paid(prices, price)
    if price in (SECOND, ITEM):
        high, rises = prices.back(arrangement), _limit(arrangement, price)
    else:
        dear = valuer.at(_put(prices, price, arrangement.scale.movement))
        rises = _slope(arrangement, dear, price)
        high = dear.bound - rises * arrangement.scale.movement
        if rises < 0:
            return best
    while True:
        paid = (low - high) // (rises - falls)
        if best.bound - low - falls * paid <= near:
            return best
        tried = valuer.at(_put(prices, price, paid))
        slope = _slope(arrangement, tried, price)
        if slope < 0:
            low, falls = tried.bound - slope * paid, slope
        else:
            high, rises = tried.bound - slope * paid, slope
        best = min(best, tried, key=_bound)


SECOND, ITEM = -1, -2
"""Which price is meant: that of a second, that of an item; any other number is a movement, as a bit."""

_bound = attrgetter("bound")


def _paid(prices: Prices, price: int) -> int:
    return prices.second if price == SECOND else prices.item if price == ITEM else prices.covers.get(price, 0)


def _put(prices: Prices, price: int, paid: int) -> Prices:
    """The prices with one of them changed."""
    if price == SECOND:
        return prices._replace(second=paid)
    if price == ITEM:
        return prices._replace(item=paid)
    return prices._replace(covers={**prices.covers, price: paid})


def _limit(arrangement: Arrangement, price: int) -> int:
    return arrangement.scale.budget if price == SECOND else arrangement.most or 0


def _slope(arrangement: Arrangement, valuation: _Valuation, price: int) -> int:
    """By how much the bound rises with a price: by what is allowed, less what is taken."""
    if price == SECOND:
        return arrangement.scale.budget - valuation.seconds
    if price == ITEM:
        return (arrangement.most or 0) - len(valuation.families)
    return sum([1 for covers in valuation.covers if covers & price]) - 1


def _uncovered(arrangement: Arrangement, valuation: _Valuation) -> list[int]:
    """The movements that the relaxed optimum does not cover, as bits."""
    missing = arrangement.reach[0]
    for covers in valuation.covers:
        missing &= ~covers
    return [1 << at for at in range(missing.bit_length()) if missing >> at & 1]


def _excess(arrangement: Arrangement, valuation: _Valuation) -> tuple[int, int, dict[int, int]]:
    """By how much the relaxed optimum overdraws the budget, the limit on items, and each family.

    Less than nothing where it spares what has a price; where nothing is paid, sparing is no excess.
    """
    taken = valuation.families
    second, item, dues, _ = valuation.prices
    over = valuation.seconds - arrangement.scale.budget
    items = 0 if arrangement.most is None else len(taken) - arrangement.most
    families = {family: taken.count(family) - 1 for family in dues}
    return (
        over if over > 0 or second else 0,
        items if items > 0 or item else 0,
        {family: one if one > 0 or dues[family] else 0 for family, one in families.items()},
    )
