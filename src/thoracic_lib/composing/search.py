"""The search for the best: narrow at first, and ever wider, until nothing is left that could be better.

Each stage cuts off what cannot be part of an answer as good as the best known one, finds better prices, and searches
among what remains. A stage that had no need to drop anything has looked at everything: that is the proof.
"""

from attrs import frozen

from thoracic_lib.composing.arranging import Arrangement, arranged, narrowed
from thoracic_lib.composing.bounding import Prices, Relaxation, cut, relaxed
from thoracic_lib.composing.effort import Effort
from thoracic_lib.composing.labeling import Label, chosen, searched, single
from thoracic_lib.composing.pricing import priced, tightened
from thoracic_lib.composing.problem import Choice, Outcome, Problem

__all__ = ["Effort", "Solution", "solve"]

WIDTH = 4
"""How many labels the first stage keeps after each group, and by how much wider each further stage is."""

FENCES = (2, 3)
"""How far from the bound, in usual benefits, the first stages look."""

ROUNDS = (0, 8, 16, 48)
"""How often each stage looks for better prices; the last figure holds for all further stages."""

WATCHED = 6
"""How many movements are told apart at most, where the bound is far off because they are not."""


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
    best, usual = single(arrangement), arrangement.scale.usual
    relaxation = relaxed(arrangement, priced(arrangement))
    left, stage = relaxation.bound, 0
    while left >= (known := -best[1]) and not effort.spent:
        least = known if stage >= len(FENCES) else max(known, left - FENCES[stage] * usual)
        if stage == 0:
            closer = relaxed(*_smaller(relaxation, least))
        else:
            smaller, prices = _smaller(relaxation, known)
            prices = tightened(smaller, prices, known, ROUNDS[min(stage, len(ROUNDS) - 1)])
            closer = relaxation = relaxed(smaller, prices)
            left = min(left, relaxation.bound)
        if stage > 1 and left - known > 2 * usual:
            closer = relaxed(closer.arrangement, closer.prices, watched=_scarcest(closer.arrangement))
        best, found = searched(closer, best, least, effort, WIDTH ** (stage + 1))
        left, stage = min(left, max(found, least - 1)), stage + 1
    return best, left


def _smaller(relaxation: Relaxation, least: int) -> tuple[Arrangement, Prices]:
    """The arrangement with only those options that a solution of at least such a value may need, and its prices."""
    smaller = narrowed(relaxation.arrangement, cut(relaxation, least))
    second, item, dues = relaxation.prices
    dues = {family: due for family, due in dues.items() if family in smaller.linked}
    return smaller, Prices(second, item if smaller.most else 0, dues)


def _scarcest(arrangement: Arrangement) -> int:
    """The movements that the fewest groups cover, as bits."""
    covers = [group.covers for group in arrangement.groups]
    bits = [1 << place for place in range(arrangement.reach[0].bit_length()) if arrangement.reach[0] >> place & 1]
    return sum(sorted(bits, key=lambda bit: sum(bit & one > 0 for one in covers))[:WATCHED])
