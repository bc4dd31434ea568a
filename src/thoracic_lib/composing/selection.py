"""Choosing what goes in: first what the goal asks for, then more of it, as long as there is time.

The choice is greedy and deterministic. It never goes over the budget, since every step is timed in its place before
it is taken; ties fall to the exercise whose id comes first.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import evolve, field, frozen

from thoracic_lib.composing.candidates import Candidate
from thoracic_lib.composing.timing import Pick, in_order, total_seconds
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.routine import Request, Score
from thoracic_lib.vocabulary import Movement, Phase, Verdict

__all__ = ["Chooser", "covered", "score"]

_LEVEL_WORTH = (60, 85, 100)
"""What a dose is worth at the bottom, middle and top of its range, in percent: each step up adds less."""


@frozen
class Chooser:
    """One request, ready to be filled."""

    catalog: Catalog
    request: Request
    goal: Goal
    budget: int
    pool: tuple[Candidate, ...] = field(repr=False)

    def choose(self) -> tuple[Pick, ...]:
        """The picks in order; what was asked for by name is taken first, and may not fit."""
        picks = self.with_phases(self.asked())
        picks = self.with_movements(picks)
        picks = self.raised(picks, 1)
        picks = self.filled(picks)
        return in_order(self.raised(picks, 2))

    def asked(self) -> tuple[Pick, ...]:
        """What the request names."""
        return tuple(
            Pick(candidate, 0, "You asked for it.")
            for candidate in self.pool
            if candidate.exercise.id in self.request.include
        )

    def with_phases(self, picks: tuple[Pick, ...]) -> tuple[Pick, ...]:
        """Every phase of the goal brought to its minimum, one exercise of each phase at a time."""
        for count in range(1, max(wanted.minimum for wanted in self.goal.phases) + 1):
            for wanted in self.goal.phases:
                if count <= wanted.minimum and self.count(picks, wanted.phase) < count:
                    why = f"The goal “{self.goal.name}” asks for the phase {wanted.phase}."
                    picks = self.added(picks, [c for c in self.pool if c.exercise.phase is wanted.phase], why)
        return picks

    def with_movements(self, picks: tuple[Pick, ...]) -> tuple[Pick, ...]:
        """Every movement of the goal covered."""
        for movement in self.goal.movements:
            if movement not in covered(picks):
                why = f"The goal “{self.goal.name}” asks for {movement}."
                picks = self.added(picks, [c for c in self.pool if movement in c.exercise.movements], why)
        return picks

    def filled(self, picks: tuple[Pick, ...]) -> tuple[Pick, ...]:
        """More exercises, while the phases have room and there is time."""
        while len(more := self.added(picks, self.pool, "There is time for it.")) > len(picks):
            picks = more
        return picks

    def raised(self, picks: tuple[Pick, ...], level: int) -> tuple[Pick, ...]:
        """Doses raised step by step, up to a level, as long as there is time: what is worth most a second first."""
        while risings := [rising for pick in picks if (rising := self.rising(picks, pick, level)) is not None]:
            picks = min(risings, key=lambda rising: rising[0])[1]
        return picks

    def rising(
        self, picks: tuple[Pick, ...], pick: Pick, level: int
    ) -> tuple[tuple[int, str], tuple[Pick, ...]] | None:
        """One dose raised by one step, with its price (seconds for a thousand of benefit); `None` if it cannot be."""
        if pick.level >= min(level, len(pick.candidate.doses) - 1):
            return None
        higher = evolve(pick, level=pick.level + 1)
        risen = tuple(higher if other is pick else other for other in picks)
        if self.seconds(risen) > self.budget:
            return None
        gain = self.weight(pick.candidate) * (worth(higher) - worth(pick))
        return ((self.seconds(risen) - self.seconds(picks)) * 1_000 // gain, pick.exercise.id), risen

    def added(self, picks: tuple[Pick, ...], pool: Iterable[Candidate], why: str) -> tuple[Pick, ...]:
        """The picks with the best candidate of a pool that fits; the same picks where none does."""
        for candidate in sorted(pool, key=lambda candidate: self.rank(candidate, picks)):
            tried = (*picks, Pick(candidate, 0, why))
            if self.has_room(candidate, picks) and self.seconds(tried) <= self.budget:
                return tried
        return picks

    def rank(self, candidate: Candidate, picks: Sequence[Pick]) -> tuple[object, ...]:
        """The smaller, the better: preferred, new, fitting the goal, kept as it is, weightier, easier, shorter."""
        exercise = candidate.exercise
        new = set(exercise.movements) & set(self.goal.movements) - covered(picks)
        wanted = new | (set(exercise.movements) & self.request.emphasis_movements)
        return (
            self.goal.prefer.index(exercise.id) if exercise.id in self.goal.prefer else len(self.goal.prefer),
            -len(wanted),
            -len(set(exercise.movements).intersection(self.goal.movements)),
            candidate.screened.verdict.rank,
            -self.weight(candidate),
            self.catalog.difficulty(exercise.id),
            self.seconds((Pick(candidate, 0, ""),)),
            exercise.id,
        )

    def has_room(self, candidate: Candidate, picks: Sequence[Pick]) -> bool:
        """Whether the phase, the family and the number of exercises leave room for a candidate."""
        wanted = self.goal.phase(candidate.exercise.phase)
        if wanted is None or self.count(picks, wanted.phase) >= wanted.maximum:
            return False
        if any(pick.exercise.family == candidate.exercise.family for pick in picks):
            return False
        return self.request.maximum_exercises is None or len(picks) < self.request.maximum_exercises

    def weight(self, candidate: Candidate) -> int:
        """What a minute of a candidate is worth: the goal's weight for its phase, doubled by each emphasis."""
        wanted = self.goal.phase(candidate.exercise.phase)
        weight = 1 if wanted is None else wanted.weight
        weight *= 2 if candidate.exercise.phase in self.request.emphasis_phases else 1
        return weight * (2 if self.request.emphasis_movements.intersection(candidate.exercise.movements) else 1)

    def seconds(self, picks: Iterable[Pick]) -> int:
        """The seconds of these picks in their order."""
        return total_seconds(self.catalog, in_order(picks), self.request.pace)

    @staticmethod
    def count(picks: Iterable[Pick], phase: Phase) -> int:
        """How many picks belong to a phase."""
        return sum(pick.exercise.phase is phase for pick in picks)

    def score(self, picks: Sequence[Pick]) -> Score:
        """How good the picks are, term by term."""
        return score(self.goal, picks, [self.weight(pick.candidate) for pick in picks])


def score(goal: Goal, picks: Sequence[Pick], weights: Sequence[int]) -> Score:
    """The terms by which routines are compared; the worth of doses is a choice of the library, from no source."""
    verdicts = [pick.candidate.screened.verdict for pick in picks]
    blocks = [pick.candidate.block for pick in picks]
    return Score(
        movements=len(covered(picks) & set(goal.movements)),
        phases=sum(Chooser.count(picks, wanted.phase) >= wanted.minimum > 0 for wanted in goal.phases),
        modified=verdicts.count(Verdict.MODIFY),
        cautioned=verdicts.count(Verdict.CAUTION),
        benefit=sum(weight * worth(pick) for pick, weight in zip(picks, weights, strict=True)),
        changes=sum(one != other for one, other in pairwise(blocks)),
    )


def covered(picks: Iterable[Pick]) -> set[Movement]:
    """The movements that picks train."""
    return {movement for pick in picks for movement in pick.exercise.movements}


def worth(pick: Pick) -> int:
    """What the dose of a pick is worth, in percent of its largest."""
    levels = len(pick.candidate.doses)
    return _LEVEL_WORTH[pick.level + len(_LEVEL_WORTH) - levels]
