"""Good prices: at which the bound of the relaxed problem is low, and so close to the best solution.

The better the prices, the less there is to search; the answer is the same at any. At given prices the relaxed problem
falls into phases, and a phase into blocks, of each of which the best so many items are taken.
"""

from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

from thoracic_lib.composing.arranging import Arrangement, Group
from thoracic_lib.composing.bounding import NEVER, Prices

__all__ = ["priced", "tightened"]

SPREAD = 90 * 90
"""Roughly the square of the seconds of an item: one item too many weighs as much as that many seconds too many."""

PATIENCE = 8
"""After how many rounds without a lower bound tightening ends."""

REACH = 4
"""How far below the bound, in usual benefits, the steps of tightening aim at most."""

Plan = tuple[int, int, tuple[int, ...]]
"""Items of a phase or block: what they gain at the prices, their seconds, and the family of each."""


class _Valuation(NamedTuple):
    """The bound at given prices, the seconds that one relaxed optimum takes, and the family of each of its items."""

    prices: Prices
    bound: int
    seconds: int
    families: tuple[int, ...]


class _Valuer:
    """Values an arrangement at any prices, without tables."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.phases = [
            [tuple(block) for _, block in groupby(phase, attrgetter("block"))]
            for _, phase in groupby(arrangement.groups, attrgetter("phase"))
        ]

    def at(self, prices: Prices) -> _Valuation:
        """The relaxed optimum at these prices: of each phase the best number of items."""
        change = self.arrangement.scale.change
        bound, seconds = prices.back(self.arrangement) + self.arrangement.granted, 0
        families: tuple[int, ...] = ()
        for blocks in self.phases:
            bonus = blocks[0][0].bonus
            needed, most = bonus.index(bonus[-1]), len(bonus) - 1
            plans: list[Plan] = [(0, 0, ())]
            for block in blocks:
                if first := _first(block, prices, needed, most):
                    plans = _joined(plans, first, change, needed, most)
            worth = [plan[0] + more for plan, more in zip(plans, bonus, strict=False)]
            gain = max(worth)
            _, more, taken = plans[worth.index(gain)]
            bound, seconds, families = bound + gain, seconds + more, families + taken
        return _Valuation(prices, bound, seconds, families)


def priced(arrangement: Arrangement) -> Prices:
    """The prices of a second, and of an item where their number is limited, that bound best; dues left at nothing."""
    valuer = _Valuer(arrangement)
    start = valuer.at(Prices(0, 0, dict.fromkeys(arrangement.linked, 0)))
    best = _met(valuer, start, "second", arrangement.scale.budget)
    if arrangement.most is not None and len(best.families) > arrangement.most:
        limited = _met(valuer, valuer.at(best.prices._replace(item=0)), "item", arrangement.most)
        again = _met(valuer, valuer.at(limited.prices._replace(second=0)), "second", arrangement.scale.budget)
        best = min(limited, again, key=attrgetter("bound"))
    return best.prices


def tightened(arrangement: Arrangement, prices: Prices, known: int, rounds: int) -> Prices:
    """Prices with a lower bound: higher for what the relaxed optimum takes too much of, lower for what it spares.

    Each round steps along the excess (a subgradient), by as much as the distance to the `known` value of a solution
    suggests (Polyak); where the bound does not fall, the steps get shorter.
    """
    valuer = _Valuer(arrangement)
    best = now = valuer.at(prices)
    numerator, denominator, stalled = 1, 1, 0
    for _ in range(rounds):
        over, items, families = _excess(arrangement, now)
        norm = (sum(one * one for one in families.values()) + items * items) * SPREAD + over * over
        if not norm:
            break
        step = min(best.bound - known, REACH * arrangement.scale.usual) * numerator // denominator
        second, item, dues = now.prices
        dues = {family: max(0, due + step * SPREAD * families[family] // norm) for family, due in dues.items()}
        second, item = max(0, second + step * over // norm), max(0, item + step * SPREAD * items // norm)
        now = valuer.at(Prices(second, item, dues))
        if now.bound < best.bound:
            best, stalled = now, 0
        else:
            stalled += 1
            if stalled == PATIENCE:
                break
            denominator *= 1 + stalled % 2
    return best.prices


def _met(valuer: _Valuer, start: _Valuation, price: Literal["second", "item"], limit: int) -> _Valuation:
    """The best bound that changing one price brings about, from where it is nothing; found by cutting planes.

    Where the limit is kept, nothing is to be paid. Otherwise two prices, at which too much and not enough is taken,
    close in on each other: the next one is where their lines meet.
    """
    best, too_much, least = start, _amount(start, price), 0
    if too_much <= limit:
        return best
    above, below = start.bound, start.prices.back(valuer.arrangement) + valuer.arrangement.granted
    while True:
        paid = (above - below) // (too_much - least)
        tried = valuer.at(start.prices._replace(second=paid) if price == "second" else start.prices._replace(item=paid))
        amount = _amount(tried, price)
        value = tried.bound - paid * (limit - amount)
        best = min(best, tried, key=attrgetter("bound"))
        if (amount > limit and amount >= too_much) or (amount <= limit and value <= below):
            return best
        if amount > limit:
            too_much, above = amount, value
        else:
            least, below = amount, value


def _amount(valuation: _Valuation, price: Literal["second", "item"]) -> int:
    return valuation.seconds if price == "second" else len(valuation.families)


def _ranked(block: tuple[Group, ...], prices: Prices) -> list[tuple[int, int, int]]:
    """The gain of the best option of each group, its seconds and its family; the best group first."""
    second, item, dues = prices
    ranked = []
    for group in block:
        gain, seconds = max([(option[1] - second * option[0], option[0]) for option in group.options])
        ranked.append((gain - item - dues.get(group.family, 0), seconds, group.family))
    ranked.sort(reverse=True)
    return ranked


def _first(block: tuple[Group, ...], prices: Prices, needed: int, most: int) -> list[Plan]:
    """The best item of a block, the best two, and so on, with what it costs to start the block.

    Beyond the number at which the phase is worth no more, only items that gain something are added.
    """
    charge = block[0].charge
    gained, taken = -charge * (1 + prices.second), charge
    families: tuple[int, ...] = ()
    plans: list[Plan] = []
    for gain, seconds, family in _ranked(block, prices)[:most]:
        if gain <= 0 and len(plans) >= needed:
            break
        gained, taken, families = gained + gain, taken + seconds, (*families, family)
        plans.append((gained, taken, families))
    return plans


def _joined(plans: list[Plan], block: list[Plan], change: int, needed: int, most: int) -> list[Plan]:
    """The best plans by the number of items, once a block may be used besides; after the first it is a change.

    Beyond the number at which the phase is worth no more, plans end where more items gain nothing.
    """
    held, added = len(plans), len(block)
    joined: list[Plan] = []
    for count in range(min(most, held - 1 + added) + 1):
        best, found = (plans[count][0], 0) if count < held else (NEVER, 0)
        for more in range(max(1, count - held + 1), min(count, added) + 1):
            gain = plans[count - more][0] + block[more - 1][0]
            if more < count:
                gain -= change
            if gain > best:
                best, found = gain, more
        if found:
            before, besides = plans[count - found], block[found - 1]
            joined.append((best, before[1] + besides[1], before[2] + besides[2]))
        else:
            joined.append(plans[count])
    while len(joined) > needed + 1 and joined[-1][0] <= joined[-2][0]:
        joined.pop()
    return joined


def _excess(arrangement: Arrangement, valuation: _Valuation) -> tuple[int, int, dict[int, int]]:
    """By how much the relaxed optimum overdraws the budget, the limit on items, and each family.

    Less than nothing where it spares what has a price; where nothing is paid, sparing is no excess.
    """
    taken = valuation.families
    second, item, dues = valuation.prices
    over = valuation.seconds - arrangement.scale.budget
    items = 0 if arrangement.most is None else len(taken) - arrangement.most
    families = {family: taken.count(family) - 1 for family in dues}
    return (
        over if over > 0 or second else 0,
        items if items > 0 or item else 0,
        {family: one if one > 0 or dues[family] else 0 for family, one in families.items()},
    )
