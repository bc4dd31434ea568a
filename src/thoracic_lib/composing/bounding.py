"""Upper bounds: what no solution can exceed, from a problem in which the hard couplings are priced instead of kept.

The budget becomes a price for each second, and each further item of a family costs dues. At given prices the problem
falls into phases, and a phase into blocks, of each of which the best so many groups are taken. Any prices give a bound
(Lagrangian duality), so nothing here needs to know how good prices are found.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, compress, repeat
from operator import add
from typing import NamedTuple

from attrs import frozen

from thoracic_lib.composing.arranging import Arrangement, End, Option

__all__ = ["NEVER", "Block", "Layout", "Phase", "Prices", "Relaxation", "joined", "relaxed"]

NEVER = -(1 << 300)
"""Below every value: what cannot be."""


class Prices(NamedTuple):
    """What a second costs, what each item costs where their number is limited, and what an item of a family costs.

    Only families that have several groups have dues. `covers` says what an item earns by each movement that it covers,
    as a bit, whoever covers it besides; a movement that earns nothing is granted instead.
    """

    second: int
    item: int
    dues: Mapping[int, int]
    covers: Mapping[int, int]

    def back(self, arrangement: Arrangement) -> int:
        """What the prices pay back: the whole budget, the limit on all items, and the dues of every family once.

        The movements are granted, less what they earn.
        """
        back = self.second * arrangement.scale.budget + self.item * (arrangement.most or 0) + sum(self.dues.values())
        earned = [min(one, arrangement.scale.movement) for one in self.covers.values()]
        return back + arrangement.granted - sum(earned)

    def of(self, arrangement: Arrangement) -> "Prices":
        """These prices as far as a narrower arrangement knows them."""
        dues = {family: self.dues[family] for family in arrangement.linked}
        covers = {bit: earned for bit, earned in self.covers.items() if bit & arrangement.reach[0]}
        return Prices(self.second, self.item if arrangement.most else 0, dues, covers)


class Block(NamedTuple):
    """A block of an arrangement: what it costs once it is used, and the places of its groups."""

    charge: int
    first: int
    last: int


class Phase(NamedTuple):
    """What a phase is worth by the number of its items, how many it has at most, after how many it is worth no more."""

    bonus: tuple[int, ...]
    most: int
    needed: int
    blocks: tuple[Block, ...]


class Layout:
    """An arrangement laid out for being priced again and again: all its options in one row, and where groups begin."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        options = [option for group in arrangement.groups for option in group.options]
        self.amounts = [option[:2] for option in options]
        self.covers = [option[2] for option in options]
        ends = list(accumulate([len(group.options) for group in arrangement.groups]))
        self.places = list(map(slice, [0, *ends], ends))
        self.linked: dict[int, list[int]] = {family: [] for family in arrangement.linked}
        for at, (family, *_) in enumerate(arrangement.groups):
            if family in self.linked:
                self.linked[family].append(at)
        self.phases = tuple(_phases(arrangement))

    def gains(self, prices: Prices) -> tuple[list[int], list[int]]:
        """What each option gains at prices, before what an item costs; and what the best of each group does, after."""
        second, item, dues, covers = prices
        each = [value - second * seconds for seconds, value in self.amounts]
        if covers:
            earned = {mask: sum([one for bit, one in covers.items() if bit & mask]) for mask in set(self.covers)}
            each = list(map(add, each, map(earned.__getitem__, self.covers)))
        best = [max(each[place]) for place in self.places]
        if item:
            best = [gain - item for gain in best]
        for family, due in dues.items():
            if due:
                for at in self.linked[family]:
                    best[at] -= due
        return each, best


def _phases(arrangement: Arrangement) -> Iterator[Phase]:
    blocks, first = list[Block](), 0
    for last, end in enumerate(arrangement.ends, 1):
        if end:
            blocks.append(Block(arrangement.groups[first].charge, first, last))
            first = last
        if end is End.PHASE:
            bonus = arrangement.groups[last - 1].bonus
            yield Phase(bonus, len(bonus) - 1, bonus.index(bonus[-1]), tuple(blocks))
            blocks = []


class _Stand(NamedTuple):
    """A block at given prices.

    `ranked` are its groups with what they gain, the best first; `sums` what the best so many of them gain together,
    from one on, with the charge paid; `onward` what its phase can gain after the block, by the number of items taken.
    """

    ranked: list[tuple[int, int]]
    sums: list[int]
    onward: list[int]


class _Part(NamedTuple):
    """A phase at given prices: what it gains, and its blocks."""

    gain: int
    blocks: list[_Stand]


@frozen
class Relaxation:
    """An arrangement at given prices: what no solution exceeds, and what that is made of."""

    layout: Layout
    prices: Prices
    each: Sequence[int]
    parts: Sequence[_Part]
    bound: int

    def cut(self, known: int) -> list[tuple[Option, ...]]:
        """The options of each group without which no solution that is at least as good as a known value can do.

        For each option the bound is taken anew with that option taken.
        """
        arrangement, places = self.layout.arrangement, self.layout.places
        change = arrangement.scale.change
        kept: list[tuple[Option, ...]] = [()] * len(arrangement.groups)
        for gain, blocks in self.parts:
            least = known - self.bound + gain
            before = [0]
            for ranked, sums, after in blocks:
                starts = [before[0], *[value - change for value in before[1:]]]
                others = [max(map(add, starts, after[more:])) for more in range(1, len(sums) + 1)]
                for at, most in _most(ranked, sums, others):
                    if most >= least:
                        here = self.each[places[at]]
                        enough = least - most + max(here)
                        kept[at] = tuple(compress(arrangement.groups[at].options, [one >= enough for one in here]))
                before = joined(before, sums, change, len(after))
        return kept


def relaxed(layout: Layout, prices: Prices) -> Relaxation:
    """An arrangement at these prices."""
    arrangement = layout.arrangement
    each, best = layout.gains(prices)
    parts = [_part(phase, best, prices.second, arrangement.scale.change) for phase in layout.phases]
    bound = prices.back(arrangement) + sum([part.gain for part in parts])
    return Relaxation(layout, prices, each, parts, bound)


def joined(rows: Sequence[int], sums: Sequence[int], change: int, size: int) -> list[int]:
    """The most that so many items gain, from none to fewer than `size`, once a further block may be used besides.

    `rows` say it without the block, and `sums` what the best so many groups of the block gain, from one on. A block
    after the first is a change.
    """
    size = min(size, len(rows) + len(sums))
    better = [*rows, *repeat(NEVER, size - len(rows))]
    for count, held in enumerate(rows):
        at = count
        start = held - change if count else held
        for gain in sums:
            at += 1
            if at == size:
                break
            if start + gain > better[at]:  # noqa: PLR1730 - `max` takes twice as long
                better[at] = start + gain
    return better


def _part(phase: Phase, best: Sequence[int], second: int, change: int) -> _Part:
    stands = list[_Stand]()
    onward = list(phase.bonus)
    for charge, first, last in reversed(phase.blocks):
        ranked = sorted([(best[at], at) for at in range(first, last)], reverse=True)
        _, *sums = accumulate([gain for gain, _ in ranked[: phase.most]], initial=-charge * (1 + second))
        stands.append(_Stand(ranked, sums, onward))
        onward = _before(sums, onward, change)
    stands.reverse()
    return _Part(onward[0], stands)


def _before(sums: Sequence[int], onward: Sequence[int], change: int) -> list[int]:
    """What can be gained from a block on, by the number of items taken before it."""
    before = list(onward)
    for count in range(len(onward) - 1):
        begun = max(map(add, sums, onward[count + 1 :])) - (change if count else 0)
        before[count] = max(before[count], begun)
    return before


def _most(ranked: Sequence[tuple[int, int]], sums: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, int]]:
    """What a phase gains at most with each group of a block taken in any case.

    `others` says what the rest of the phase gains by the number of groups that are taken from the block, from one on.
    The group itself either comes besides the best of the block, or is one of them.
    """
    charge = sums[0] - ranked[0][0]
    besides = list(accumulate(map(add, others, [charge, *sums]), max))
    among = list(accumulate(map(add, others[:0:-1], sums[:0:-1]), max))
    among.reverse()
    for rank, (gain, at) in enumerate(ranked):
        yield at, max(besides[rank] + gain, among[rank]) if rank < len(among) else besides[-1] + gain
