"""What a request and its goal grant a routine: how many exercises, how hard, of which phases, with which equipment.

A routine that follows a source's own sequence has no goal; the request holds for it all the same. An exercise that
was asked for by name may be harder than the rest and of a phase for which the goal has no place.
"""

from collections import Counter
from collections.abc import Iterator

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.routine import Routine, Step

__all__ = ["longest", "not_granted"]

Told = Iterator[tuple[str, str]]
"""Pairs of a field of the routine and what is wrong with it."""


def longest(routine: Routine, catalog: Catalog) -> int | None:
    """The most seconds that a routine may take: the budget, or what its goal takes at most where that is less."""
    request = routine.request
    most = [request.seconds, None if request.minutes is None else 60 * request.minutes]
    if request.routine is None:
        most.append(catalog.goal(request.goal).maximum_seconds)
    return min((seconds for seconds in most if seconds is not None), default=None)


def not_granted(routine: Routine, catalog: Catalog) -> Told:
    """What in a routine its request and goal have not asked for, and what they asked for that is not there."""
    request = routine.request
    for absent in sorted(request.include.difference(step.exercise.id for step in routine.steps)):
        yield "steps", f"lack {absent}, which was asked for by name"
    most = request.maximum_exercises
    if most is not None and len(routine.steps) > most:
        yield "steps", f"are {len(routine.steps)}, and at most {most} were asked for"
    goal = catalog.goal(request.goal) if request.routine is None else None
    hardest = [request.maximum_difficulty, goal.maximum_difficulty if goal is not None else None]
    for at, step in enumerate(routine.steps):
        exercise = step.exercise.id
        level = 0 if exercise in request.include else catalog.difficulty(exercise)
        if any(limit is not None and level > limit for limit in hardest):
            yield f"steps[{at}].exercise", f"{exercise}: is harder than was asked for"
        if goal is not None:
            told = _against_goal(step, goal, catalog, by_name=exercise in request.include)
            yield from ((f"steps[{at}].{name}", f"{exercise}: {why}") for name, why in told)
    if goal is not None:
        yield from _too_many(routine, goal, catalog)


def _against_goal(step: Step, goal: Goal, catalog: Catalog, *, by_name: bool) -> Told:
    """What a goal has against one step; the setup is looked at as the step and as the catalog have it."""
    known = catalog[step.exercise.id]
    places = {entry.phase for entry in goal.phases}
    if known.phase not in places and not by_name:
        yield "exercise", f"is of the phase {known.phase}, for which the goal {goal.id} has no place"
    at_hand = {item.id for item in catalog.equipment if item.at_hand}
    for setup in dict.fromkeys((known.setup(step.setup.id), step.setup)):
        if setup.position in goal.avoid_positions:
            yield "setup", f"is {setup.position}, a position that the goal {goal.id} avoids"
        if goal.allowed_equipment is not None:
            for item in (item for item in setup.equipment if item not in {*goal.allowed_equipment, *at_hand}):
                yield "setup", f"uses {item}, which the goal {goal.id} does not allow"


def _too_many(routine: Routine, goal: Goal, catalog: Catalog) -> Told:
    counts = Counter(catalog[step.exercise.id].phase for step in routine.steps)
    for entry in goal.phases:
        if counts[entry.phase] > entry.maximum:
            told = f"hold {counts[entry.phase]} of the phase {entry.phase}, and the goal takes {entry.maximum}"
            yield "steps", told
