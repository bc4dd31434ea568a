"""Why a step is in a routine, why an exercise is not, what of the goal is not met, and what would help."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from attrs import field, frozen

from thoracic_lib.composing.candidates import Block, Candidate, candidate, suits, unwanted
from thoracic_lib.composing.stating import Statement
from thoracic_lib.composing.timing import Pick
from thoracic_lib.composing.weighing import covered
from thoracic_lib.helping import Help, ranked
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.routine import Omission
from thoracic_lib.model.screened import ScreenedSetup, Screening
from thoracic_lib.vocabulary import Movement, OmissionCode, Phase, Verdict

__all__ = ["clashes", "enough", "explained", "left_over", "possible", "too_long", "unmet", "what_would_help"]


def explained(statement: Statement, picks: Sequence[Pick], *, optimal: bool) -> tuple[Pick, ...]:
    """The picks, each with the first true reason why it is there."""
    trained = Counter(movement for pick in picks for movement in set(pick.exercise.movements))
    counts = Counter(pick.exercise.phase for pick in picks)

    def why(pick: Pick) -> str:
        goal, exercise = statement.goal, pick.exercise
        if exercise.id in statement.request.include:
            return "You asked for it."
        if alone := [one for one in goal.movements if one in exercise.movements and trained[one] == 1]:
            return f"The goal “{goal.name}” asks for {' and '.join(alone)}, which no other step covers."
        wanted = goal.phase(exercise.phase)
        if wanted is not None and counts[wanted.phase] <= wanted.minimum:
            return f"The goal “{goal.name}” asks for {wanted.minimum} of the phase {wanted.phase}."
        return "In this time, no routine without it is worth more." if optimal else "There is time for it."

    return tuple(Pick(pick.candidate, pick.level, why(pick)) for pick in picks)


def left_over(statement: Statement, picks: Sequence[Pick], *, optimal: bool) -> tuple[Omission, ...]:
    """The first true reason for each candidate that was not picked; none is missed where the picks are the best."""
    taken = _Taken(statement, tuple(picks), optimal=optimal)
    names = {pick.exercise.id for pick in picks}
    pool: dict[str, list[Candidate]] = {}
    for one in statement.all_left:
        if one.exercise.id not in names:
            pool.setdefault(one.exercise.id, []).append(one)
    return tuple(taken.passed_over(setups) for setups in pool.values())


class _Price(NamedTuple):
    """A pick with what it does and costs: by itself, and the others without it."""

    pick: Pick
    goal: frozenset[Movement]
    rank: int
    benefit: int
    alone: int
    others: int
    blocks: frozenset[Block]


@frozen(eq=False)
class _Taken:
    """Picks, and what is asked of them for every exercise that is not among them; `optimal` where none are better."""

    statement: Statement
    picks: tuple[Pick, ...]
    optimal: bool
    families: dict[str, Pick] = field(init=False)
    counts: Counter[Phase] = field(init=False)
    blocks: Counter[Block] = field(init=False)
    seconds: int = field(init=False)
    prices: dict[Phase, list[_Price]] = field(factory=dict, init=False)

    @families.default
    def _families(self) -> dict[str, Pick]:
        return {pick.exercise.family: pick for pick in reversed(self.picks)}

    @counts.default
    def _counts(self) -> Counter[Phase]:
        return Counter(pick.exercise.phase for pick in self.picks)

    @blocks.default
    def _blocks(self) -> Counter[Block]:
        return Counter(pick.candidate.block for pick in self.picks)

    @seconds.default
    def _seconds(self) -> int:
        return self.statement.seconds(self.picks)

    def passed_over(self, setups: Sequence[Candidate]) -> Omission:
        """The first true reason why an exercise, in these setups, was not picked."""
        exercise = setups[0].exercise
        kin = self.families.get(exercise.family)
        if kin is not None:
            reason = f"{kin.exercise.name} is of the same family."
            return Omission(exercise=exercise.id, code=OmissionCode.SAME_FAMILY, reason=reason)
        hindered = self._hindered(setups)
        if hindered is None:
            if self._better_with(setups):
                return possible(exercise.id)
            reason = "It would be one more step with changes or a caution, and the goal gains nothing else by it."
            return Omission(exercise=exercise.id, code=OmissionCode.NOT_NEEDED, reason=reason)
        better = next((price.pick for price in self._prices(exercise.phase) if self._dominates(price, setups)), None)
        if better is not None:
            reason = f"{better.exercise.name} covers as much of the goal in no more time, and is worth no less."
            return Omission(exercise=exercise.id, code=OmissionCode.DOMINATED, reason=reason)
        return hindered

    def _better_with(self, setups: Iterable[Candidate]) -> bool:
        """Whether the routine scores higher with one more step at its smallest dose, where there is time for that.

        With the best routine that is never so, and so nothing is looked at.
        """
        return not self.optimal and any(
            self.statement.seconds(tried) <= self.statement.budget
            and self.statement.score(tried).key > self.statement.score(self.picks).key
            for tried in ((*self.picks, Pick(one, 0, "")) for one in setups)
        )

    def _hindered(self, setups: Sequence[Candidate]) -> Omission | None:
        """What keeps an exercise from being one more step; `None` where nothing does."""
        exercise, most = setups[0].exercise, self.statement.request.maximum_exercises
        if most is not None and len(self.picks) >= most:
            return enough(exercise.id, most)
        goal = self.statement.goal
        wanted = goal.phase(exercise.phase)
        if wanted is None or self.counts[exercise.phase] >= wanted.maximum:
            reason = f"The goal “{goal.name}” wants no more of the phase {exercise.phase}."
            return Omission(exercise=exercise.id, code=OmissionCode.PHASE_FULL, reason=reason)
        over = self.seconds + min(self._further(one, self.blocks) for one in setups) - self.statement.budget
        return too_long(exercise.id, over) if over > 0 else None

    def _further(self, one: Candidate, blocks: Container[Block]) -> int:
        """The seconds that an exercise at its smallest dose adds to picks in these blocks."""
        charge = 0 if one.block in blocks else self.statement.charge(one.block)
        return self.statement.request.pace.set_up + one.lengths[0] + charge

    def _prices(self, phase: Phase) -> list[_Price]:
        """The picks of a phase, with what they do and cost."""
        known = self.prices.get(phase)
        if known is None:
            known = self.prices[phase] = [self._price(pick) for pick in self.picks if pick.exercise.phase is phase]
        return known

    def _price(self, pick: Pick) -> _Price:
        statement, one = self.statement, pick.candidate
        apart = frozenset(block for block, count in self.blocks.items() if block != one.block or count > 1)
        alone = statement.seconds((pick,))
        return _Price(
            pick=pick,
            goal=frozenset(one.exercise.movements).intersection(statement.goal.movements),
            rank=one.screened.verdict.rank,
            benefit=statement.weight(one) * one.worths[pick.level],
            alone=alone,
            others=self.seconds - alone + (statement.charge(one.block) if one.block in apart else 0),
            blocks=apart,
        )

    def _dominates(self, price: _Price, setups: Sequence[Candidate]) -> bool:
        """Whether a pick does all that an exercise of its phase would do in its place, at no higher price.

        The price is the time, by itself and in its place.
        """
        if any(one in self.statement.goal.movements and one not in price.goal for one in setups[0].exercise.movements):
            return False
        return all(
            one.screened.verdict.rank >= price.rank
            and self._further(one, ()) >= price.alone
            and price.others + self._further(one, price.blocks) >= self.seconds
            and self.statement.weight(one) * one.worths[-1] <= price.benefit
            for one in setups
        )


def enough(exercise: str, most: int) -> Omission:
    """The omission of an exercise that would be one too many."""
    reason = f"You asked for at most {most} exercise{'' if most == 1 else 's'}."
    return Omission(exercise=exercise, code=OmissionCode.ENOUGH_EXERCISES, reason=reason)


def too_long(exercise: str, over: int) -> Omission:
    """The omission of an exercise for which the time does not suffice."""
    return Omission(exercise=exercise, code=OmissionCode.NO_TIME, reason=f"It would need {clock(over)} min more.")


def possible(exercise: str) -> Omission:
    """The omission of an exercise that nothing keeps out: the routine was changed, or not searched for to the end."""
    return Omission(exercise=exercise, code=OmissionCode.WOULD_FIT, reason="There is time for it as well.")


def unmet(goal: Goal, picks: Sequence[Pick]) -> tuple[str, ...]:
    """What the goal asks for and the picks do not give."""
    short = [
        f"The goal asks for {wanted.minimum} of the phase {wanted.phase}, and there is {held or 'none'}."
        for wanted in goal.phases
        if (held := count(picks, wanted.phase)) < wanted.minimum
    ]
    missing = [movement for movement in goal.movements if movement not in covered(picks)]
    return (*short, *(f"No exercise for {movement} is in it." for movement in missing))


def count(picks: Sequence[Pick], phase: Phase) -> int:
    """How many picks belong to a phase."""
    return sum(pick.exercise.phase is phase for pick in picks)


def clashes(statement: Statement) -> tuple[str, ...]:
    """Why the exercises asked for by name cannot all be in one routine; empty where they can."""
    asked = list(
        dict.fromkeys(one.exercise.id for one in statement.all_left if one.exercise.id in statement.request.include)
    )
    known = [statement.catalog[exercise] for exercise in asked]
    told = []
    for at, exercise in enumerate(known):
        kin = next((other for other in known[:at] if other.family == exercise.family), None)
        if kin is not None:
            told.append(f"{kin.id} and {exercise.id} are of the same family")
    told.extend(
        f"you ask for {held} of the phase {wanted.phase}, and the goal takes {wanted.maximum}"
        for wanted in statement.goal.phases
        if (held := sum(exercise.phase is wanted.phase for exercise in known)) > wanted.maximum
    )
    most = statement.request.maximum_exercises
    if most is not None and len(known) > most:
        told.append(f"you ask for {len(known)} exercises by name, and for at most {most}")
    return tuple(told)


def what_would_help(screening: Screening, statement: Statement, least: int, opened: Sequence[str]) -> tuple[Help, ...]:
    """What would make the request possible: time, then what opens most for the fewest changes; never a condition.

    `least` are the seconds that would suffice for the exercises `opened`. Where these were asked for by name, only
    time is named; otherwise everything else named here opens up an exercise.
    """
    most = statement.goal.maximum_seconds or 36_000
    time = (Help(seconds=least, exercises=tuple(opened)),) if opened and least <= most else ()
    if statement.request.include.intersection(opened):
        return time
    others = ranked(_usable(screening, statement))
    return (*time, *(one for one in others if one.changes == others[0].changes))


def _usable(screening: Screening, statement: Statement) -> Iterator[tuple[str, ScreenedSetup]]:
    """The setups, with their exercises, that no rule, wish about an exercise, goal or lack of time stands against."""
    for screened in screening.exercises:
        exercise = screened.exercise
        if exercise.id in screening.profile.avoid_exercises:
            continue
        if unwanted(statement.catalog, statement.request, statement.goal, exercise) is not None:
            continue
        for setup in screened.setups:
            if setup.verdict is Verdict.EXCLUDE or not suits(statement.catalog, statement.goal, setup):
                continue
            shortest = Pick(candidate(exercise, setup, statement.request), 0, "")
            if statement.seconds((shortest,)) <= statement.budget:
                yield exercise.id, setup
