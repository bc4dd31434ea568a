"""Why an exercise is not in a routine, what of the goal is not met, and what would help when nothing fits."""

from collections.abc import Iterator, Sequence

from thoracic_lib.composing.candidates import Candidate, candidate, suits, unwanted
from thoracic_lib.composing.selection import Chooser, covered
from thoracic_lib.composing.timing import Pick
from thoracic_lib.helping import Help, ranked
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.routine import Omission
from thoracic_lib.model.screened import ScreenedSetup, Screening
from thoracic_lib.vocabulary import Verdict

__all__ = ["clashes", "enough", "left_over", "too_long", "unmet", "what_would_help"]


def left_over(chooser: Chooser, picks: Sequence[Pick]) -> tuple[Omission, ...]:
    """The first true reason for each candidate that was not picked."""
    taken = {pick.exercise.id for pick in picks}
    return tuple(_passed_over(chooser, picks, c) for c in chooser.pool if c.exercise.id not in taken)


def _passed_over(chooser: Chooser, picks: Sequence[Pick], candidate: Candidate) -> Omission:
    exercise = candidate.exercise
    kin = next((pick for pick in picks if pick.exercise.family == exercise.family), None)
    if kin is not None:
        reason = f"{kin.exercise.name} is of the same family."
        return Omission(exercise=exercise.id, code="same-family", reason=reason)
    if chooser.request.maximum_exercises is not None and len(picks) >= chooser.request.maximum_exercises:
        return enough(exercise.id, chooser.request.maximum_exercises)
    if not chooser.has_room(candidate, picks):
        reason = f"The goal “{chooser.goal.name}” wants no more of the phase {exercise.phase}."
        return Omission(exercise=exercise.id, code="phase-full", reason=reason)
    return too_long(exercise.id, chooser.seconds((*picks, Pick(candidate, 0, ""))) - chooser.budget)


def enough(exercise: str, most: int) -> Omission:
    """The omission of an exercise that would be one too many."""
    reason = f"You asked for at most {most} exercise{'' if most == 1 else 's'}."
    return Omission(exercise=exercise, code="enough-exercises", reason=reason)


def too_long(exercise: str, over: int) -> Omission:
    """The omission of an exercise for which the time does not suffice."""
    return Omission(exercise=exercise, code="no-time", reason=f"It would need {clock(over)} min more.")


def unmet(goal: Goal, picks: Sequence[Pick]) -> tuple[str, ...]:
    """What the goal asks for and the picks do not give."""
    short = [
        f"The goal asks for {wanted.minimum} of the phase {wanted.phase}, and there is {count or 'none'}."
        for wanted in goal.phases
        if (count := Chooser.count(picks, wanted.phase)) < wanted.minimum
    ]
    missing = [movement for movement in goal.movements if movement not in covered(picks)]
    return (*short, *(f"No exercise for {movement} is in it." for movement in missing))


def clashes(chooser: Chooser, asked: Sequence[Pick]) -> tuple[str, ...]:
    """Why the exercises asked for by name cannot all be in one routine; empty where they can."""
    told = []
    for at, pick in enumerate(asked):
        kin = next((other for other in asked[:at] if other.exercise.family == pick.exercise.family), None)
        if kin is not None:
            told.append(f"{kin.exercise.id} and {pick.exercise.id} are of the same family")
    told.extend(
        f"you ask for {count} of the phase {wanted.phase}, and the goal takes {wanted.maximum}"
        for wanted in chooser.goal.phases
        if (count := Chooser.count(asked, wanted.phase)) > wanted.maximum
    )
    most = chooser.request.maximum_exercises
    if most is not None and len(asked) > most:
        told.append(f"you ask for {len(asked)} exercises by name, and for at most {most}")
    return tuple(told)


def what_would_help(
    catalog: Catalog, screening: Screening, chooser: Chooser, picks: Sequence[Pick]
) -> tuple[Help, ...]:
    """What would make the request possible: time, then what opens most for the fewest changes; never a condition.

    The picks are those that take too long; where there are none, everything named here opens up an exercise.
    """
    if picks:
        return _more_time(chooser, chooser.seconds(picks), [pick.exercise.id for pick in picks])
    alone = {candidate.exercise.id: chooser.seconds((Pick(candidate, 0, ""),)) for candidate in chooser.pool}
    least = min(alone.values(), default=0)
    time = _more_time(chooser, least, [exercise for exercise, seconds in alone.items() if seconds == least])
    others = ranked(_usable(catalog, screening, chooser))
    return (*time, *(one for one in others if one.changes == others[0].changes))


def _more_time(chooser: Chooser, needed: int, opened: Sequence[str]) -> tuple[Help, ...]:
    most = chooser.goal.maximum_seconds or 36_000
    return (Help(seconds=needed, exercises=tuple(opened)),) if opened and needed <= most else ()


def _usable(catalog: Catalog, screening: Screening, chooser: Chooser) -> Iterator[tuple[str, ScreenedSetup]]:
    """The setups, with their exercises, that no rule, wish about an exercise, goal or lack of time stands against."""
    for screened in screening.exercises:
        exercise = screened.exercise
        if exercise.id in screening.profile.avoid_exercises:
            continue
        if unwanted(catalog, chooser.request, chooser.goal, exercise) is not None:
            continue
        for setup in screened.setups:
            if setup.verdict is Verdict.EXCLUDE or not suits(catalog, chooser.goal, setup):
                continue
            shortest = Pick(candidate(exercise, setup, chooser.request.pace), 0, "")
            if chooser.seconds((shortest,)) <= chooser.budget:
                yield exercise.id, setup
