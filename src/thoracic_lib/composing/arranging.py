"""A problem arranged for solving: groups of options in the order of phases and blocks, each valued by one number.

A group holds the options of one family in one block, of which one at most is taken. The terms of the objective are
packed into one whole number, the earlier ones so heavy that no sum of later ones reaches them; so comparing two
numbers compares the terms one after the other.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from attrs import frozen

from thoracic_lib.composing.problem import Choice, Item, Outcome, Problem, points
from thoracic_lib.vocabulary import Verdict

__all__ = ["Arrangement", "End", "Group", "Option", "Scale", "arranged", "narrowed"]


@frozen
class Scale:
    """What one unit of each term weighs; a second weighs one and is the last term.

    `count` is the most items that a solution can have.
    """

    count: int
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
        return cls(count, problem.budget, change, benefit, cautioned, modified, phase, movement, asked)

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
    choice: Choice


class End(IntEnum):
    """What ends with a group."""

    NOTHING = 0
    BLOCK = 1
    PHASE = 2


@frozen
class Group:
    """The options of one family in one block.

    `bonus` says what the phase is worth by the number of items taken from it, up to its maximum.
    """

    family: int
    phase: int
    block: int
    charge: int
    bonus: tuple[int, ...]
    options: tuple[Option, ...]


@frozen
class Arrangement:
    """The groups in the order in which they are decided.

    `ends` says what ends with each group; `linked` gives a bit to each family that has several groups, and `last`
    the place of its last one; `coverable` holds the movements that some option covers; `most` is the limit on all
    items, where it may bind.
    """

    scale: Scale
    most: int | None
    groups: tuple[Group, ...]
    ends: tuple[End, ...]
    linked: Mapping[int, int]
    last: Mapping[int, int]
    coverable: int


def arranged(problem: Problem) -> Arrangement:
    """The arrangement of a problem; options that do not fit into the budget by themselves are left out."""
    scale = Scale.of(problem)
    ranks = sorted(
        (item.name, level, at) for at, item in enumerate(problem.items) for level in range(len(item.seconds))
    )
    ties = {Choice(at, level): 1 << (len(ranks) - rank) for rank, (_, level, at) in enumerate(ranks, 1)}

    def place(at: int) -> tuple[int, int, int]:
        item = problem.items[at]
        return (item.phase, item.block, item.family)

    groups = []
    for (phase, block, family), members in groupby(sorted(range(len(problem.items)), key=place), place):
        bounds = problem.phases[phase]
        options = tuple(
            option
            for at in members
            for option in _options(problem.items[at], at, scale, ties)
            if option.seconds + problem.charges[block] <= problem.budget
        )
        if options and bounds.maximum:
            bonus = tuple(scale.phase * points(bounds, count) for count in range(bounds.maximum + 1))
            groups.append(Group(family, phase, block, problem.charges[block], bonus, options))
    return _arranged(scale, problem.most, groups)


def narrowed(arrangement: Arrangement, kept: Iterable[tuple[Option, ...]]) -> Arrangement:
    """The arrangement with only these options in each group; groups without any are dropped."""
    groups = (
        Group(group.family, group.phase, group.block, group.charge, group.bonus, options)
        for group, options in zip(arrangement.groups, kept, strict=True)
        if options
    )
    return _arranged(arrangement.scale, arrangement.most, list(groups))


def _arranged(scale: Scale, most: int | None, groups: list[Group]) -> Arrangement:
    ends = [
        End.PHASE if one.phase != other.phase else End.BLOCK if one.block != other.block else End.NOTHING
        for one, other in pairwise(groups)
    ]
    places: dict[int, list[int]] = {}
    for at, group in enumerate(groups):
        places.setdefault(group.family, []).append(at)
    linked = [family for family, held in places.items() if len(held) > 1]
    return Arrangement(
        scale=scale,
        most=None if most is None or most >= len(places) else most,
        groups=tuple(groups),
        ends=(*ends, End.PHASE) if groups else (),
        linked={family: 1 << rank for rank, family in enumerate(linked)},
        last={family: held[-1] for family, held in places.items()},
        coverable=_union(option.covers for group in groups for option in group.options),
    )


def _options(item: Item, at: int, scale: Scale, ties: Mapping[Choice, int]) -> Iterable[Option]:
    burden = {Verdict.CAUTION: scale.cautioned, Verdict.MODIFY: scale.modified}.get(item.verdict, 0)
    given = (scale.asked if item.asked else 0) - burden
    for level, (seconds, benefit) in enumerate(zip(item.seconds, item.benefits, strict=True)):
        choice = Choice(at, level)
        yield Option(seconds, given + benefit * scale.benefit - seconds, item.covers, ties[choice], choice)


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
