"""What composing comes down to, in whole numbers only: items with seconds and benefits, a budget, and an objective.

Nothing here knows of exercises. A `Problem` is stated by `stating`, solved by `search`, and this module says what a
solution is and how good it is; the tests solve the same problems by other means.
"""

from collections.abc import Iterable
from typing import NamedTuple

from attrs import frozen

from thoracic_lib.vocabulary import Verdict

__all__ = ["Bounds", "Choice", "Item", "Outcome", "Problem", "outcome"]


class Choice(NamedTuple):
    """An item, by its place in the problem, at one of its doses."""

    item: int
    level: int


class Bounds(NamedTuple):
    """How many items of a phase are wanted (soft) and allowed (hard)."""

    minimum: int
    maximum: int


@frozen
class Item:
    """One exercise in one setup, at each of its doses.

    `phase` and `block` are places in the problem's lists; the block says what items share when nothing has to
    change between them. Of a `family` one item is chosen at most. `covers` holds the movements as bits; `asked`
    marks what must be there where that is possible. `name` breaks ties.
    """

    name: str
    phase: int
    block: int
    family: int
    covers: int
    verdict: Verdict
    asked: bool
    seconds: tuple[int, ...]
    benefits: tuple[int, ...]


@frozen
class Problem:
    """Items to choose from, within a budget of seconds.

    `charges` are the seconds that each block costs once it is used; a block belongs to one phase. `most` is how
    many items are chosen at most, all in all.
    """

    budget: int
    items: tuple[Item, ...]
    charges: tuple[int, ...]
    phases: tuple[Bounds, ...]
    most: int | None = None


class Outcome(NamedTuple):
    """How good choices are, term by term; the larger the better, the first difference decides.

    Less of a burden is better, so `modified`, `cautioned`, `changes` and `seconds` are at most zero.
    """

    asked: int
    movements: int
    phases: int
    modified: int
    cautioned: int
    benefit: int
    changes: int
    seconds: int


def outcome(problem: Problem, choices: Iterable[Choice]) -> Outcome | None:
    """How good choices are; `None` where they break a constraint, or where there are none.

    The constraints: at most one item of a family, no phase above its maximum, no more items than allowed, and the
    seconds of all items and of each block used within the budget. A phase with a minimum counts one point when it
    is there and another when its minimum is met; a change is a block of a phase after its first.
    """
    chosen = [(problem.items[item], level) for item, level in choices]
    counts = [sum(item.phase == phase for item, _ in chosen) for phase in range(len(problem.phases))]
    blocks = {(item.phase, item.block) for item, _ in chosen}
    seconds = sum(item.seconds[level] for item, level in chosen) + sum(problem.charges[block] for _, block in blocks)
    broken = (
        not chosen
        or len({item.family for item, _ in chosen}) < len(chosen)
        or any(count > bounds.maximum for count, bounds in zip(counts, problem.phases, strict=True))
        or (problem.most is not None and len(chosen) > problem.most)
        or seconds > problem.budget
    )
    if broken:
        return None
    covers = 0
    for item, _ in chosen:
        covers |= item.covers
    return Outcome(
        asked=sum(item.asked for item, _ in chosen),
        movements=covers.bit_count(),
        phases=sum(points(bounds, count) for count, bounds in zip(counts, problem.phases, strict=True)),
        modified=-sum(item.verdict is Verdict.MODIFY for item, _ in chosen),
        cautioned=-sum(item.verdict is Verdict.CAUTION for item, _ in chosen),
        benefit=sum(item.benefits[level] for item, level in chosen),
        changes=sum(count > 0 for count in counts) - len(blocks),
        seconds=-seconds,
    )


def points(bounds: Bounds, count: int) -> int:
    """What so many items of a phase count for it: one for being there, one for its minimum; none without a minimum."""
    return (count > 0) + (count >= bounds.minimum) if bounds.minimum else 0
