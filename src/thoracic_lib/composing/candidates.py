"""What a routine may be made of: each exercise that is left, in its best setup, with the doses that its limits allow.

An exercise that is no candidate gets an `Omission` with the first true reason.
"""

from attrs import frozen

from thoracic_lib.composing.limiting import limited
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dose, Pace
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.routine import Omission, Request
from thoracic_lib.model.screened import ScreenedExercise, ScreenedSetup, Screening
from thoracic_lib.vocabulary import Use, Verdict

__all__ = ["Candidate", "candidate", "candidates", "gone", "suits", "unwanted"]


@frozen
class Candidate:
    """An exercise in one setup, with its doses from the smallest to the largest."""

    exercise: Exercise
    screened: ScreenedSetup
    doses: tuple[Dose, ...]

    @property
    def block(self) -> tuple[str, str, tuple[str, ...]]:
        """What steps share when nothing has to change between them: phase, position and equipment."""
        return (self.exercise.phase, self.screened.setup.position, self.screened.setup.equipment)


def candidates(
    catalog: Catalog, request: Request, goal: Goal, screening: Screening
) -> tuple[tuple[Candidate, ...], tuple[Omission, ...]]:
    """The candidates for a goal, and an omission for every other exercise."""
    held: list[Candidate] = []
    omitted: list[Omission] = []
    for screened in screening.exercises:
        found = unwanted(catalog, request, goal, screened.exercise) or _setup_for(catalog, goal, screened)
        if isinstance(found, Omission):
            omitted.append(found)
        else:
            held.append(candidate(screened.exercise, found, request.pace))
    return tuple(held), tuple(omitted)


def candidate(exercise: Exercise, screened: ScreenedSetup, pace: Pace) -> Candidate:
    """An exercise in a screened setup, its doses held back by the rules that modify it."""
    doses = (limited(dose, screened, pace) for dose in exercise.dosage.doses())
    return Candidate(exercise, screened, tuple(dict.fromkeys(doses)))


def gone(catalog: Catalog, screened: ScreenedExercise) -> Omission:
    """Why no setup of an exercise is left: the reason of the setup that comes closest."""
    exercise = screened.exercise.id
    nearest = min(screened.setups, key=lambda s: (s.verdict is Verdict.EXCLUDE, len(s.missing_equipment)))
    if nearest.avoided is not None:
        return Omission(exercise=exercise, code="avoided", reason=nearest.avoided)
    if nearest.verdict is Verdict.EXCLUDE:
        first = nearest.reasons[0]
        declared = catalog.condition(first.declared).name
        told = first.because_unapplied or first.rule.rationale
        return Omission(exercise=exercise, code="screened-out", reason=f"{declared}: {told} [{first.rule.id}]")
    names = ", ".join(catalog.item(item).name.lower() for item in nearest.missing_equipment)
    return Omission(exercise=exercise, code="no-equipment", reason=f"You need: {names}.")


def unwanted(catalog: Catalog, request: Request, goal: Goal, exercise: Exercise) -> Omission | None:
    """Why a request or its goal has no use for an exercise, whatever a body allows; `None` where it has."""
    asked = exercise.id in request.include
    hardest = min(
        (most for most in (goal.maximum_difficulty, request.maximum_difficulty) if most is not None), default=None
    )
    if exercise.id in request.exclude:
        return Omission(exercise=exercise.id, code="excluded", reason="You asked to leave this exercise out.")
    if exercise.use is Use.NEVER or (exercise.use is Use.BY_NAME and not asked):
        return Omission(exercise=exercise.id, code="not-composed", reason=str(exercise.use_because))
    if goal.phase(exercise.phase) is None and not asked:
        reason = f"The goal “{goal.name}” has no place for the phase {exercise.phase}."
        return Omission(exercise=exercise.id, code="not-for-goal", reason=reason)
    if hardest is not None and catalog.difficulty(exercise.id) > hardest and not asked:
        return Omission(exercise=exercise.id, code="too-hard", reason="It is harder than you asked for.")
    return None


def _setup_for(catalog: Catalog, goal: Goal, screened: ScreenedExercise) -> ScreenedSetup | Omission:
    left = [setup for setup in screened.setups if setup.available]
    if not left:
        return gone(catalog, screened)
    suited = [setup for setup in left if suits(catalog, goal, setup)]
    if not suited:
        reason = f"The goal “{goal.name}” rules out its position or equipment."
        return Omission(exercise=screened.exercise.id, code="not-for-goal", reason=reason)
    return min(suited, key=lambda setup: setup.verdict.rank)


def suits(catalog: Catalog, goal: Goal, screened: ScreenedSetup) -> bool:
    """Whether the goal has nothing against the position and the equipment of a setup."""
    setup = screened.setup
    allowed = goal.allowed_equipment
    within = allowed is None or all(item in allowed or catalog.item(item).at_hand for item in setup.equipment)
    return within and setup.position not in goal.avoid_positions
