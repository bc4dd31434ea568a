"""Why a step is in a routine, why an exercise is not, what of the goal is not met, and what would help."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from thoracic_lib.composing.candidates import Candidate, candidate, suits, unwanted
from thoracic_lib.composing.stating import Statement
from thoracic_lib.composing.timing import Pick
from thoracic_lib.composing.weighing import covered
from thoracic_lib.helping import Help, ranked
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.routine import Omission
from thoracic_lib.model.screened import ScreenedSetup, Screening
from thoracic_lib.vocabulary import OmissionCode, Phase, Verdict

__all__ = ["clashes", "enough", "explained", "left_over", "possible", "too_long", "unmet", "what_would_help"]


def explained(statement: Statement, picks: Sequence[Pick], *, optimal: bool) -> tuple[Pick, ...]:
    """The picks, each with the first true reason why it is there."""
    return tuple(evolve(pick, why=_why(statement, picks, pick, optimal=optimal)) for pick in picks)


def _why(statement: Statement, picks: Sequence[Pick], pick: Pick, *, optimal: bool) -> str:
    goal = statement.goal
    if pick.exercise.id in statement.request.include:
        return "You asked for it."
    others = covered(other for other in picks if other is not pick)
    if alone := [one for one in goal.movements if one in pick.exercise.movements and one not in others]:
        return f"The goal “{goal.name}” asks for {' and '.join(alone)}, which no other step covers."
    wanted = goal.phase(pick.exercise.phase)
    if wanted is not None and count(picks, wanted.phase) <= wanted.minimum:
        return f"The goal “{goal.name}” asks for {wanted.minimum} of the phase {wanted.phase}."
    return "In this time, no routine without it is worth more." if optimal else "There is time for it."


def left_over(statement: Statement, picks: Sequence[Pick]) -> tuple[Omission, ...]:
    """The first true reason for each candidate that was not picked."""
    taken = {pick.exercise.id for pick in picks}
    pool: dict[str, list[Candidate]] = {}
    for one in statement.all_left:
        pool.setdefault(one.exercise.id, []).append(one)
    return tuple(_passed_over(statement, picks, setups) for exercise, setups in pool.items() if exercise not in taken)


def _passed_over(statement: Statement, picks: Sequence[Pick], setups: Sequence[Candidate]) -> Omission:
    exercise = setups[0].exercise
    kin = next((pick for pick in picks if pick.exercise.family == exercise.family), None)
    if kin is not None:
        reason = f"{kin.exercise.name} is of the same family."
        return Omission(exercise=exercise.id, code=OmissionCode.SAME_FAMILY, reason=reason)
    hindered = _hindered(statement, picks, setups)
    if hindered is None:
        if _better_with(statement, picks, setups):
            return possible(exercise.id)
        reason = "It would be one more step with changes or a caution, and the goal gains nothing else by it."
        return Omission(exercise=exercise.id, code=OmissionCode.NOT_NEEDED, reason=reason)
    if (better := next((pick for pick in picks if _dominates(statement, picks, pick, setups)), None)) is not None:
        reason = f"{better.exercise.name} covers as much of the goal in no more time, and is worth no less."
        return Omission(exercise=exercise.id, code=OmissionCode.DOMINATED, reason=reason)
    return hindered


def _hindered(statement: Statement, picks: Sequence[Pick], setups: Sequence[Candidate]) -> Omission | None:
    """What keeps an exercise from being one more step; `None` where nothing does."""
    exercise, most = setups[0].exercise, statement.request.maximum_exercises
    if most is not None and len(picks) >= most:
        return enough(exercise.id, most)
    wanted = statement.goal.phase(exercise.phase)
    if wanted is None or count(picks, exercise.phase) >= wanted.maximum:
        reason = f"The goal “{statement.goal.name}” wants no more of the phase {exercise.phase}."
        return Omission(exercise=exercise.id, code=OmissionCode.PHASE_FULL, reason=reason)
    over = min(statement.seconds((*picks, Pick(one, 0, ""))) for one in setups) - statement.budget
    return too_long(exercise.id, over) if over > 0 else None


def _better_with(statement: Statement, picks: Sequence[Pick], setups: Sequence[Candidate]) -> bool:
    """Whether the routine scores higher with one more step, at its smallest dose, in a setup for which there is time.

    In the best routine that is never so.
    """
    now = statement.score(picks).key
    more = ((*picks, Pick(one, 0, "")) for one in setups)
    return any(statement.seconds(tried) <= statement.budget and statement.score(tried).key > now for tried in more)


def _dominates(statement: Statement, picks: Sequence[Pick], pick: Pick, setups: Sequence[Candidate]) -> bool:
    """Whether a pick does all that an exercise of its phase would do in its place, at no higher price.

    The price is the time, by itself and in its place.
    """
    chosen, goal = pick.candidate, set(statement.goal.movements)
    if chosen.exercise.phase is not setups[0].exercise.phase:
        return False
    if not goal.intersection(setups[0].exercise.movements) <= goal.intersection(chosen.exercise.movements):
        return False
    mine = statement.weight(chosen) * chosen.worths[pick.level]
    alone, together = statement.seconds((pick,)), statement.seconds(picks)
    others = tuple(other for other in picks if other is not pick)
    return all(
        one.screened.verdict.rank >= chosen.screened.verdict.rank
        and statement.seconds((Pick(one, 0, ""),)) >= alone
        and statement.seconds((*others, Pick(one, 0, ""))) >= together
        and statement.weight(one) * one.worths[-1] <= mine
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
