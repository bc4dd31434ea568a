"""A problem arranged for solving: groups of options in the order of phases and blocks, each valued by one number.

A group holds the options of one family in one block, of which one at most is taken. The terms of the objective are
packed into one whole number, the earlier ones so heavy that no sum of later ones reaches them; so comparing two
numbers compares the terms one after the other.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from attrs import frozen

from thoracic_lib.composing.problem import Choice, Outcome, Problem, points
from thoracic_lib.vocabulary import Verdict

__all__ = ["Arrangement", "End", "Group", "Option", "Scale", "arranged", "narrowed"]


@frozen
class Scale:
    """What one unit of each term weighs; a second weighs one and is the last term.

    `count` is the most items that a solution can have, `usual` the benefit of a usual item.
    """

    count: int
    usual: int
    budget: int
    change: int
    benefit: int
    cautioned: int
    modified: int
    phase: int
    movement: int
    asked: int

    @classmethod
    def of(cls, problem: Problem) -> "Scale":
        """The smallest weights of which each is above all that the terms after it can sum up to."""
        families = len({item.family for item in problem.items})
        room = sum(bounds.maximum for bounds in problem.phases)
        count = min(families, room) if problem.most is None else min(families, room, problem.most)
        best = sorted((max(item.benefits) for item in problem.items), reverse=True)
        change = problem.budget + 1
        benefit = change * (count + 1)
        cautioned = benefit * (sum(best[:count]) + 1)
        modified = cautioned * (count + 1)
        phase = modified * (count + 1)
        movement = phase * (2 * len(problem.phases) + 1)
        asked = movement * (_union(item.covers for item in problem.items).bit_count() + 1)
        usual = benefit * max([1, *best[len(best) // 2 :]])
        return cls(count, usual, problem.budget, change, benefit, cautioned, modified, phase, movement, asked)

    def told(self, value: int) -> Outcome:
        """The terms that a number packs."""
        value += self.count * (self.modified + self.cautioned + self.change) + self.budget
        terms = []
        for weight in (self.asked, self.movement, self.phase, self.modified, self.cautioned, self.benefit, self.change):
            term, value = divmod(value, weight)
            terms.append(term)
        asked, movements, phases, modified, cautioned, benefit, changes = terms
        few = self.count
        return Outcome(
            asked, movements, phases, modified - few, cautioned - few, benefit, changes - few, value - self.budget
        )


class Option(NamedTuple):
    """A choice with what it takes and what it gives; movements are counted apart, since two may cover the same.

    `tie` is a bit of its own, the higher the earlier the choice comes by name and dose.
    """

    seconds: int
    value: int
    covers: int
    tie: int
    item: int
    level: int

    @property
    def choice(self) -> Choice:
        """The item at the dose."""
        return Choice(self.item, self.level)


class End(IntEnum):
    """What ends with a group."""

    NOTHING = 0
    BLOCK = 1
    PHASE = 2


class Group(NamedTuple):
    """The options of one family in one block.

    `bonus` says what the phase is worth by the number of items taken from it, up to its maximum.
    """

    family: int
    phase: int
    block: int
    charge: int
    bonus: tuple[int, ...]
    options: tuple[Option, ...]

    @property
    def covers(self) -> int:
        """The movements that some option covers."""
        return _union([option.covers for option in self.options])


@frozen
class Arrangement:
    """The groups in the order in which they are decided.

    `ends` says what ends with each group; `linked` gives a bit to each family that has several groups, and `last`
    the place of its last one; `reach` holds the movements that can still be covered from each group on; `most` is the
    limit on all items, where it may bind.
    """

    scale: Scale
    most: int | None
    groups: tuple[Group, ...]
    ends: tuple[End, ...]
    linked: Mapping[int, int]
    last: Mapping[int, int]
    reach: tuple[int, ...]

    @property
    def granted(self) -> int:
        """What all movements that can be covered are worth together."""
        return self.scale.movement * self.reach[0].bit_count()


def arranged(problem: Problem) -> Arrangement:
    """The arrangement of a problem; options that do not fit into the budget by themselves are left out."""
    scale = Scale.of(problem)
    options = _options(problem, scale)
    bonuses = tuple(_bonus(problem, phase, scale) for phase in range(len(problem.phases)))

    places = sorted([(item.phase, item.block, item.family, at) for at, item in enumerate(problem.items)])
    groups = []
    for (phase, block, family), members in groupby(places, itemgetter(0, 1, 2)):
        bonus, charge = bonuses[phase], problem.charges[block]
        room = problem.budget - charge
        fitting = tuple([option for _, _, _, at in members for option in options[at] if option[0] <= room])
        if fitting and len(bonus) > 1 and problem.most != 0:
            groups.append(Group(family, phase, block, charge, bonus, fitting))
    return _arranged(scale, problem.most, groups)


def narrowed(arrangement: Arrangement, kept: Iterable[tuple[Option, ...]]) -> Arrangement:
    """The arrangement with only these options in each group; groups without any are dropped."""
    groups = [
        group if len(options) == len(group.options) else group._replace(options=options)
        for group, options in zip(arrangement.groups, kept, strict=True)
        if options
    ]
    return _arranged(arrangement.scale, arrangement.most, groups)


def _arranged(scale: Scale, most: int | None, groups: list[Group]) -> Arrangement:
    ends = [
        End.PHASE if one[1] != other[1] else End.BLOCK if one[2] != other[2] else End.NOTHING
        for one, other in pairwise(groups)
    ]
    last: dict[int, int] = {}
    linked: dict[int, int] = {}
    for at, (family, *_) in enumerate(groups):
        if family in last and family not in linked:
            linked[family] = 1 << len(linked)
        last[family] = at
    reach = [0]
    for group in reversed(groups):
        reach.append(reach[-1])
        for option in group.options:
            reach[-1] |= option[2]
    return Arrangement(
        scale=scale,
        most=None if most is None or most >= len(last) else most,
        groups=tuple(groups),
        ends=(*ends, End.PHASE) if groups else (),
        linked=linked,
        last=last,
        reach=tuple(reversed(reach)),
    )


def _bonus(problem: Problem, phase: int, scale: Scale) -> tuple[int, ...]:
    """What a phase is worth by the number of items, as far up as there are families for it."""
    bounds = problem.phases[phase]
    families = {item.family for item in problem.items if item.phase == phase}
    return tuple(scale.phase * points(bounds, count) for count in range(min(bounds.maximum, len(families)) + 1))


def _options(problem: Problem, scale: Scale) -> dict[int, list[Option]]:
    """The options of each item, by its place."""
    burdens = {Verdict.CAUTION: scale.cautioned, Verdict.MODIFY: scale.modified}
    items, worth = problem.items, scale.benefit
    tie = 1 << sum([len(item.seconds) for item in items])
    options = {}
    for _, at in sorted([(item.name, at) for at, item in enumerate(items)]):
        item = items[at]
        given = (scale.asked if item.asked else 0) - burdens.get(item.verdict, 0)
        options[at] = doses = list[Option]()
        for level, (seconds, benefit) in enumerate(zip(item.seconds, item.benefits, strict=True)):
            tie >>= 1
            doses.append(Option(seconds, given + benefit * worth - seconds, item.covers, tie, at, level))
    return options


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
