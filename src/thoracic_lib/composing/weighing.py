"""What an exercise is worth for a request, and how good a routine is: choices of the library, from no source.

The benefit of a step is the worth of its dose (in percent of the largest) times the weight of its exercise. The weight
is the goal's weight for the phase (1–5), times

- 2 if the exercise trains a movement that the goal asks for,
- 3 if the goal prefers it,
- 2 for each emphasis that the request puts on its phase, or on one of its movements,
- 4, 3, 2 or 1 for an exercise that stands no, one, two or more steps up the progression links: the entry level
  comes first,
- 4 if it was not done lately, 3 if it was done two or three days ago, 2 if it was done today or yesterday.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from thoracic_lib.composing.problem import Bounds, points
from thoracic_lib.composing.timing import Pick
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.routine import Request, Score
from thoracic_lib.vocabulary import Movement, Phase, Verdict

__all__ = ["bounds", "covered", "score", "weight"]

FRESHNESS = ((1, 2), (3, 3))
"""Up to how many days ago an exercise was done, and what is then left of its weight, in quarters."""

FULL = 4
"""A whole weight in quarters."""


def weight(catalog: Catalog, request: Request, goal: Goal, exercise: str) -> int:
    """What an exercise is worth for a request, to be compared with others: at least 2 (see above)."""
    known = catalog[exercise]
    wanted = goal.phase(known.phase)
    total = 1 if wanted is None else wanted.weight
    total *= 2 if set(goal.movements).intersection(known.movements) else 1
    total *= 3 if exercise in goal.prefer else 1
    total *= 2 if known.phase in request.emphasis_phases else 1
    total *= 2 if request.emphasis_movements.intersection(known.movements) else 1
    return total * max(1, FULL - catalog.difficulty(exercise)) * _freshness(request, exercise)


def _freshness(request: Request, exercise: str) -> int:
    last = min((done.days_ago for done in request.history if done.exercise == exercise), default=None)
    return next((left for days, left in FRESHNESS if last is not None and last <= days), FULL)


def bounds(goal: Goal, phase: Phase, asked: int) -> Bounds:
    """How many of a phase the goal wants and takes; what a person asks for by name has room in any case."""
    wanted = goal.phase(phase)
    return Bounds(0, asked) if wanted is None else Bounds(wanted.minimum, wanted.maximum)


def covered(picks: Iterable[Pick]) -> set[Movement]:
    """The movements that picks train."""
    return {movement for pick in picks for movement in pick.exercise.movements}


def score(goal: Goal, picks: Sequence[Pick], weights: Sequence[int]) -> Score:
    """The terms by which routines are compared, from the picks in their order alone."""
    verdicts = [pick.candidate.screened.verdict for pick in picks]
    counts = Counter(pick.exercise.phase for pick in picks)
    return Score(
        movements=len(covered(picks) & set(goal.movements)),
        phases=sum(points(Bounds(entry.minimum, entry.maximum), counts[entry.phase]) for entry in goal.phases),
        modified=verdicts.count(Verdict.MODIFY),
        cautioned=verdicts.count(Verdict.CAUTION),
        benefit=sum(worth * pick.candidate.worths[pick.level] for worth, pick in zip(weights, picks, strict=True)),
        changes=sum(
            one.exercise.phase is two.exercise.phase and one.candidate.block != two.candidate.block
            for one, two in pairwise(picks)
        ),
    )
