"""What the solver does with tables and packed states, written out plainly: gains by recursion, labels as sets."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from thoracic_lib.composing.arranging import Arrangement, End, Option
from thoracic_lib.composing.bounding import Prices


class Oracle:
    """The most that can be gained from a group on, by trying everything."""

    def __init__(self, arrangement: Arrangement, prices: Prices) -> None:
        self.arrangement, self.prices = arrangement, prices
        self.gain = cache(self._gain)

    def _gain(self, at: int, missing: int, opened: int, taken: int) -> int:
        if at == len(self.arrangement.groups):
            return 0
        group, scale, prices = self.arrangement.groups[at], self.arrangement.scale, self.prices
        best = self._after(at, missing, opened, taken)
        if taken == len(group.bonus) - 1:
            return best
        begun = 0 if opened else group.charge * (1 + prices.second) + (scale.change if taken else 0)
        for option in group.options:
            cost = begun + prices.second * option.seconds + prices.item + prices.dues.get(group.family, 0)
            earned = option.value + scale.movement * (missing & option.covers).bit_count()
            best = max(best, earned - cost + self._after(at, missing & ~option.covers, 1, taken + 1))
        return best

    def _after(self, at: int, missing: int, opened: int, taken: int) -> int:
        end = self.arrangement.ends[at]
        if end is End.PHASE:
            return self.arrangement.groups[at].bonus[taken] + self.gain(at + 1, missing, 0, 0)
        return self.gain(at + 1, missing, 0 if end is End.BLOCK else opened, taken)


class Partial(NamedTuple):
    """A partial solution: the options taken, each with its group's place, and what that comes to."""

    taken: tuple[tuple[int, Option], ...]
    seconds: int
    value: int
    tie: int


def partial(arrangement: Arrangement, taken: tuple[tuple[int, Option], ...], at: int) -> Partial:
    """What options come to once the groups before a place are decided; phases that end pay off."""
    groups, scale = arrangement.groups, arrangement.scale
    blocks = {(groups[place].phase, groups[place].block): groups[place].charge for place, _ in taken}
    seconds = sum(option.seconds for _, option in taken) + sum(blocks.values())
    value = sum(option.value for _, option in taken) - sum(blocks.values())
    value -= scale.change * (len(blocks) - len({phase for phase, _ in blocks}))
    for place, end in enumerate(arrangement.ends[:at]):
        if end is End.PHASE:
            value += groups[place].bonus[sum(groups[one].phase == groups[place].phase for one, _ in taken)]
    value += scale.movement * covered(taken).bit_count()
    return Partial(taken, seconds, value, sum(option.tie for _, option in taken))


def covered(taken: tuple[tuple[int, Option], ...]) -> int:
    """The movements that options cover."""
    movements = 0
    for _, option in taken:
        movements |= option.covers
    return movements


class State(NamedTuple):
    """All that decides how a partial solution may go on."""

    opened: int
    items: int
    covers: int
    families: frozenset[int]
    total: int


def state(arrangement: Arrangement, one: Partial, at: int) -> State:
    """The state of a partial solution before the group at a place."""
    groups, last = arrangement.groups, arrangement.last
    before = arrangement.ends[at - 1] if at else End.PHASE
    phase, block = groups[at - 1].phase, groups[at - 1].block
    return State(
        opened=int(before is End.NOTHING and any(groups[place].block == block for place, _ in one.taken)),
        items=0 if before is End.PHASE else sum(groups[place].phase == phase for place, _ in one.taken),
        covers=covered(one.taken),
        families=frozenset(groups[place].family for place, _ in one.taken if last[groups[place].family] >= at),
        total=len(one.taken) if arrangement.most else 0,
    )


class Search:
    """A search group by group, of labels that may still be worth so much at least."""

    def __init__(self, arrangement: Arrangement, prices: Prices, watched: int, least: int, width: int) -> None:
        self.arrangement, self.prices, self.watched, self.least = arrangement, prices, watched, least
        self.gain = Oracle(arrangement, prices).gain
        self.labels, self.left = 0, list[int]()
        layer = [Partial((), 0, 0, 0)]
        for at in range(1, len(arrangement.groups) + 1):
            layer = self._undominated([one for before in layer for one in self._extended(before, at)], at)
            layer.sort(key=lambda one: (self.hope(one, at), one.tie), reverse=True)
            self.labels += len(layer)
            self.left += [self.hope(one, at) for one in layer[width:]]
            layer = layer[:width]
        self.found = [one for one in layer if one.taken]

    def _extended(self, before: Partial, at: int) -> Iterator[Partial]:
        arrangement, group = self.arrangement, self.arrangement.groups[at - 1]
        ways = [before.taken, *[(*before.taken, (at - 1, option)) for option in group.options]]
        for taken in ways:
            families = [arrangement.groups[place].family for place, _ in taken]
            allowed = (
                len(set(families)) == len(families)
                and len(taken) <= (arrangement.most or len(taken))
                and sum(arrangement.groups[place].phase == group.phase for place, _ in taken) < len(group.bonus)
            )
            if allowed:
                one = partial(arrangement, taken, at)
                if one.seconds <= arrangement.scale.budget and self.hope(one, at) >= self.least:
                    yield one

    def _undominated(self, layer: list[Partial], at: int) -> list[Partial]:
        alike: dict[State, list[Partial]] = {}
        for one in layer:
            alike.setdefault(state(self.arrangement, one, at), []).append(one)
        return [
            one
            for many in alike.values()
            for one in many
            if not any(
                other is not one and other.seconds <= one.seconds and (other.value, other.tie) > (one.value, one.tie)
                for other in many
            )
        ]

    def hope(self, one: Partial, at: int) -> int:
        """What a partial solution may become at best."""
        arrangement, prices, here = self.arrangement, self.prices, state(self.arrangement, one, at)
        hope = one.value + prices.second * (arrangement.scale.budget - one.seconds)
        hope += self.gain(at, self.watched & ~here.covers, here.opened, here.items)
        hope += arrangement.scale.movement * (arrangement.reach[at] & ~here.covers & ~self.watched).bit_count()
        hope += sum(
            due for family, due in prices.dues.items() if arrangement.last[family] >= at and family not in here.families
        )
        return hope + prices.item * ((arrangement.most or 0) - here.total)


class Every(Search):
    """A search that keeps the labels that others make needless, too."""

    def _undominated(self, layer: list[Partial], at: int) -> list[Partial]:
        return layer
