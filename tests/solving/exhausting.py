"""Brute force: every feasible set of choices of a small problem, best first, by rules written out once more."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from thoracic_lib.composing.problem import Choice, Item, Outcome, Problem
from thoracic_lib.vocabulary import Verdict

Named = frozenset[tuple[str, int]]
"""Choices by the name of the item and the place of the dose, as the tie rule sees them."""


class Found(NamedTuple):
    """A set of choices that keeps every constraint but, perhaps, the budget; and how good it is."""

    items: frozenset[int]
    named: Named
    outcome: Outcome


def ranked(problem: Problem, most: int) -> list[Found]:
    """All sets of at most so many choices, the best first; of equally good ones the one that wins the tie."""
    ways = sorted((item.name, level) for item in problem.items for level in range(len(item.seconds)))

    def merit(found: Found) -> tuple[Outcome, tuple[bool, ...]]:
        # at the first choice, by name and then dose, in which two sets differ, the set that has it wins
        return found.outcome, tuple(way in found.named for way in ways)

    return sorted(_all(problem, most), key=merit, reverse=True)


def best(found: Sequence[Found], budget: int, among: frozenset[int]) -> Found | None:
    """The first of ranked sets that lies within a budget and among some items."""
    return next((one for one in found if -one.outcome.seconds <= budget and one.items <= among), None)


def _all(problem: Problem, most: int) -> Iterator[Found]:
    for size in range(1, min(most, problem.most or most) + 1):
        for members in combinations(range(len(problem.items)), size):
            items = [problem.items[at] for at in members]
            if not _allowed(problem, items):
                continue
            for levels in product(*(range(len(item.seconds)) for item in items)):
                named = frozenset((item.name, level) for item, level in zip(items, levels, strict=True))
                yield Found(frozenset(members), named, _outcome(problem, items, levels))


def _allowed(problem: Problem, items: Sequence[Item]) -> bool:
    phases = [item.phase for item in items]
    return len({item.family for item in items}) == len(items) and all(
        phases.count(phase) <= bounds.maximum for phase, bounds in enumerate(problem.phases)
    )


def _outcome(problem: Problem, items: Sequence[Item], levels: Sequence[int]) -> Outcome:
    phases = [item.phase for item in items]
    blocks = {item.block for item in items}
    wanted = [(phases.count(phase), bounds.minimum) for phase, bounds in enumerate(problem.phases) if bounds.minimum]
    return Outcome(
        asked=len([item for item in items if item.asked]),
        movements=len({bit for item in items for bit in range(12) if item.covers >> bit & 1}),
        phases=len([1 for count, _ in wanted if count]) + len([1 for count, least in wanted if count >= least]),
        modified=-len([item for item in items if item.verdict is Verdict.MODIFY]),
        cautioned=-len([item for item in items if item.verdict is Verdict.CAUTION]),
        benefit=sum(item.benefits[level] for item, level in zip(items, levels, strict=True)),
        changes=len(set(phases)) - len(blocks),
        seconds=-sum(item.seconds[level] for item, level in zip(items, levels, strict=True))
        - sum(problem.charges[block] for block in blocks),
    )


def named(problem: Problem, choices: Sequence[Choice]) -> Named:
    """Choices by name and dose."""
    return frozenset((problem.items[item].name, level) for item, level in choices)
