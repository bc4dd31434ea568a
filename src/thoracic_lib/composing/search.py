"""The search for the best: close to the bound at first, then ever farther and wider, until nothing better is left.

Each stage cuts off what cannot be part of an answer as good as what it looks for, and searches among what remains: in a
queue, the most hopeful first, and where that grows too long, group by group. A stage that had no need to leave anything
has looked at everything: that is the proof.
"""

from attrs import frozen

from thoracic_lib.composing.arranging import Arrangement, arranged, narrowed
from thoracic_lib.composing.bounding import Layout, Prices, Relaxation, relaxed
from thoracic_lib.composing.effort import Effort
from thoracic_lib.composing.hoping import outlook
from thoracic_lib.composing.labeling import Label, chosen, searched, single
from thoracic_lib.composing.pricing import priced
from thoracic_lib.composing.problem import Choice, Outcome, Problem
from thoracic_lib.composing.queuing import queued

__all__ = ["Effort", "Solution", "solve"]

FENCES = (2, 4, 8, 16)
"""How far from the bound, in quarters of a usual benefit, the first stages look."""

QUEUES = (1_000, 500)
"""How many labels the queues of the first stages look at."""

WIDTH, WIDER = 16, 8
"""How many labels are kept after each group where a queue is left early, and by how much more each further time."""

WATCHED = 6
"""How many movements are told apart at most."""


@frozen
class Solution:
    """Choices, how good they are, what no solution exceeds, and how many labels it took to know."""

    choices: tuple[Choice, ...]
    outcome: Outcome
    bound: Outcome
    labels: int

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no solution is better."""
        return self.outcome == self.bound


def solve(problem: Problem, effort: Effort | None = None) -> Solution | None:
    """The best choices of a problem, the same ones whatever order its items are in; `None` where nothing fits.

    Of equally good answers, the one is taken that has the first choice, by name and then by dose, in which they
    differ; names must be unique for that. With a limited effort the answer may be less than the best; its `bound` then
    says by how much at most.
    """
    effort = Effort() if effort is None else effort
    arrangement = arranged(problem)
    if not arrangement.groups:
        return None
    best, left = _searched(arrangement, effort)
    scale = arrangement.scale
    return Solution(tuple(sorted(chosen(best))), scale.told(-best[1]), scale.told(max(-best[1], left)), effort.labels)


def _searched(arrangement: Arrangement, effort: Effort) -> tuple[Label, int]:
    """The best label that could be found, and a bound on all that was not looked at."""
    layout, best, stage, width = Layout(arrangement), single(arrangement), 0, WIDTH
    relaxation = relaxed(layout, priced(layout))
    left = relaxation.bound
    while left >= (known := -best[1]) and not effort.spent:
        if stage:
            layout = Layout(narrowed(layout.arrangement, relaxation.cut(known)))
            relaxation = relaxed(layout, _tightened(layout, relaxation))
            left = min(left, relaxation.bound)
        least = _fence(arrangement, known, left, stage)
        inside = narrowed(layout.arrangement, relaxation.cut(least))
        prices = relaxation.prices.of(inside)
        ahead = outlook(inside, prices, watched=_watched(inside, prices))
        found = left
        if stage < len(QUEUES):
            best, found = queued(ahead, best, least, effort, QUEUES[stage])
        if found >= least:
            best, dropped = searched(ahead, best, known, effort, width)
            found, width = min(found, dropped), width * WIDER
        left, stage = min(left, max(found, least - 1)), stage + 1
    return best, left


def _tightened(layout: Layout, wider: Relaxation) -> Prices:
    """The prices of a wider layout, and better ones where anything was cut off from it."""
    prices = wider.prices.of(layout.arrangement)
    return priced(layout, prices) if len(layout.covers) < len(wider.layout.covers) else prices


def _fence(arrangement: Arrangement, known: int, left: int, stage: int) -> int:
    """How good a solution has to be that a stage looks for; the last stages look for all that may be better."""
    return max(known, left - FENCES[stage] * arrangement.scale.usual // 4) if stage < len(FENCES) else known


def _watched(arrangement: Arrangement, prices: Prices) -> int:
    """The movements to be told apart, as bits: of those that are paid for, the ones that the fewest groups cover."""
    covers = [group.covers for group in arrangement.groups]
    return sum(sorted(prices.covers, key=lambda bit: sum(bit & one > 0 for one in covers))[:WATCHED])
