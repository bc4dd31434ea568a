"""Changing a routine: another exercise in place of one, without one, with one more, in less time, in another order.

Each function returns a new routine, which passes the same checks as any other, and leaves the old one as it is. What a
person wants changes the request, so that it holds on: what is dropped is excluded from then on, and what is added is
included. The `certificate` compares the result with the best routine for the changed request, and `shortfall` says what
the change costs; nothing is random.

All of them take the catalog that the routine was made with (the bundled one unless told otherwise). They raise
`EditError` with every rule that a change would break, and for a routine that was made with another catalog;
`NothingFitsError` with the time that would be needed; `GateError` and `RedFlagError` as `compose` does;
`UnsafeRoutineError` for a routine that was tampered with; and `UnknownIdError` for an id that is not known.

A routine that follows a source's own sequence can lose steps and be shortened, in the source's order; nothing else.
"""

from collections.abc import Iterable, Sequence

from attrs import evolve

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.composing.candidates import Candidate
from thoracic_lib.composing.changing import (
    against,
    as_it_is,
    best_one,
    changed,
    for_a_goal,
    less,
    made_room,
    no_more_than,
    not_there,
    out_of_order,
    refuse,
    solved,
    too_little,
    whole,
)
from thoracic_lib.composing.following import fitted
from thoracic_lib.composing.reopening import Followed, Opened, opened
from thoracic_lib.composing.timing import Pick, in_order, total_seconds
from thoracic_lib.errors import EditError, NothingFitsError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.routine import Omission, Request, Routine
from thoracic_lib.vocabulary import OmissionCode

__all__ = ["reorder", "shorten", "swap", "with_exercise", "without"]

WHAT_IS_KEPT = "for what is to be kept of it"
"""What there is not enough time for when even the least does not fit."""


def swap(routine: Routine, exercise: str, catalog: Catalog | None = None, *, by: str | None = None) -> Routine:
    """A routine with another exercise of the same phase in place of one (ids), the other steps as they are.

    Without `by`, it is the exercise, setup and dose with which the routine scores highest, of all that the request
    allows. Where none fits beside the other steps, their doses give way, as in `with_exercise`. The exercise that goes
    is excluded from then on, and one that is named with `by` included. The steps come in the composer's order. See the
    module for what it raises.

    >>> from thoracic_lib.composing import compose
    >>> routine = compose(Request(minutes=10))
    >>> [step.exercise.id for step in swap(routine, "cat-cow").steps if step.why == "You swapped it in for Cat-cow."]
    ['segmental-cat-cow']
    """
    known = bundled() if catalog is None else catalog
    edited = for_a_goal(opened(routine, known), "swap")
    old = known[exercise]
    refuse(not_there(edited, [exercise]))
    refuse([f"{exercise} cannot be swapped by itself"] if by == exercise else [])
    request = changed(routine.request, drop={exercise}, add=set() if by is None else {by})
    kept = tuple(pick for pick in edited.picks if pick.exercise.id != exercise)
    refuse([] if by is None else [*_of_another_phase(known[by], old), *against(edited, request, kept, by)])
    taken = {pick.exercise.family for pick in kept}
    choices = [
        one
        for one in edited.pool(request)[0]
        if one.exercise.phase is old.phase and one.exercise.family not in taken and by in {None, one.exercise.id}
    ]
    if not choices:
        raise NothingFitsError((f"no other exercise of the phase {old.phase} is left",))
    picks = _with_one(edited, request, kept, choices)
    if picks is None:
        raise too_little(edited, request, _smallest(kept, choices), f"for another exercise in place of {exercise}")
    new = next(pick for pick in picks if pick.exercise.id not in {one.exercise.id for one in kept})
    return edited.closed(
        request,
        picks,
        whys={
            **less(kept, picks, f"so that {new.exercise.name} fits"),
            new.exercise.id: f"You swapped it in for {old.name}.",
        },
        omissions=(
            Omission(
                exercise=exercise, code=OmissionCode.SWAPPED_OUT, reason=f"You swapped it for {new.exercise.name}."
            ),
        ),
    )


def without(routine: Routine, *exercises: str, catalog: Catalog | None = None) -> Routine:
    """A routine without some of its exercises (ids), the other steps as they are and in their order.

    They are excluded from then on. The last step cannot be dropped. See the module for what it raises.

    >>> from thoracic_lib.composing import compose
    >>> routine = compose(Request(minutes=10))
    >>> shorter = without(routine, routine.steps[0].exercise.id)
    >>> len(routine.steps) - len(shorter.steps), shorter.why_not(routine.steps[0].exercise.id)
    (1, 'You asked to leave this exercise out.')
    """
    known = bundled() if catalog is None else catalog
    edited = opened(routine, known)
    for exercise in exercises:
        known[exercise]
    reasons = not_there(edited, exercises)
    if not exercises:
        reasons.append("no exercise is named")
    if {step.exercise.id for step in routine.steps} <= set(exercises):
        reasons.append("no step would be left")
    refuse(reasons)
    request = changed(routine.request, drop=set(exercises))
    if isinstance(edited, Followed):
        left = {at: pick for at, pick in edited.picks.items() if pick.exercise.id not in exercises}
        return edited.closed(request, left)
    return edited.closed(request, tuple(pick for pick in edited.picks if pick.exercise.id not in exercises))


def with_exercise(routine: Routine, exercise: str, catalog: Catalog | None = None) -> Routine:
    """A routine with one more exercise (id), which is included from then on.

    The other steps stay as they are if the exercise fits beside them at one of its doses. Otherwise their doses give
    way, none going above what it was, so that all of them fit and the routine scores as high as it then can. The steps
    come in the composer's order. See the module for what it raises.

    >>> from thoracic_lib.composing import compose
    >>> routine = without(compose(Request(minutes=10)), "wall-y-lift-off")
    >>> [step.why for step in with_exercise(routine, "wall-angel").steps if step.exercise.id == "wall-angel"]
    ['You asked for it.']
    """
    known = bundled() if catalog is None else catalog
    edited = for_a_goal(opened(routine, known), "exercise of another origin")
    known[exercise]
    request = changed(routine.request, add={exercise})
    refuse(against(edited, request, edited.picks, exercise))
    choices = [one for one in edited.pool(request)[0] if one.exercise.id == exercise]
    picks = _with_one(edited, request, edited.picks, choices)
    if picks is None:
        raise too_little(edited, request, _smallest(edited.picks, choices), f"for all of it with {exercise}")
    return edited.closed(request, picks, whys=less(edited.picks, picks, f"so that {known[exercise].name} fits"))


def shorten(
    routine: Routine, catalog: Catalog | None = None, *, minutes: int | None = None, seconds: int | None = None
) -> Routine:
    """A routine for less time, of the same exercises in the same setups, at doses that are at most as large.

    Of all such routines it is the one that scores highest, in the composer's order, and it keeps what is included. A
    routine that takes no longer than that already stays as it is. Give `minutes` (1–600) or `seconds`, no more than
    it was composed for. See the module for what it raises.

    >>> from thoracic_lib.composing import compose
    >>> routine = compose(Request(minutes=10))
    >>> shorten(routine, minutes=5).seconds <= 5 * 60
    True
    """
    edited = opened(routine, bundled() if catalog is None else catalog)
    if (minutes is None) is (seconds is None):
        raise EditError(("give minutes or seconds, one of them",))
    request = evolve(routine.request, minutes=minutes, seconds=seconds)
    budget, before = request.budget or 0, routine.request.budget
    if before is not None and budget > before:
        raise EditError((f"{clock(budget)} min is more than the {clock(before)} min of its request; compose it anew",))
    if isinstance(edited, Followed):
        return _shortened_sequence(edited, request)
    if routine.seconds <= budget:
        return edited.closed(request, edited.picks)
    statement = edited.posed(request, map(no_more_than, edited.picks))
    solution = solved(statement.problem)
    if solution is None:
        smallest = [evolve(pick, level=0) for pick in edited.picks]
        named = tuple(pick for pick in smallest if pick.exercise.id in request.include)
        raise too_little(edited, request, [named] if named else [(pick,) for pick in smallest], WHAT_IS_KEPT)
    picks = in_order(whole(edited.picks, statement.picks(solution.choices)))
    return edited.closed(request, picks, whys=less(edited.picks, picks, "to save time"))


def reorder(routine: Routine, exercises: Iterable[str], catalog: Catalog | None = None) -> Routine:
    """A routine with its exercises in another order (ids, each once).

    Phases stay in order, and what prepares for another exercise of it stays before that. More changes of position and
    equipment take more time. See the module for what it raises.

    >>> from thoracic_lib.composing import compose
    >>> routine = compose(Request(minutes=10))
    >>> again = reorder(routine, [step.exercise.id for step in routine.steps])
    >>> again.score == routine.score, again.certificate.method
    (True, 'edited')
    """
    known = bundled() if catalog is None else catalog
    edited = for_a_goal(opened(routine, known), "other order")
    order = list(exercises)
    for exercise in order:
        known[exercise]
    held = {pick.exercise.id: pick for pick in edited.picks}
    refuse(
        [
            *not_there(edited, dict.fromkeys(order)),
            *(f"{one} is missing" for one in held if one not in order),
            *(f"{one} is named twice" for one in dict.fromkeys(order) if order.count(one) > 1),
        ]
    )
    picks = tuple(held[exercise] for exercise in order)
    refuse(out_of_order(edited.picks, picks))
    if total_seconds(known, picks, routine.request.pace) > edited.budget(routine.request):
        raise too_little(edited, routine.request, [picks], "in this order")
    return edited.closed(routine.request, picks)


def _of_another_phase(new: Exercise, old: Exercise) -> list[str]:
    told = f"{new.id} belongs to the phase {new.phase} and {old.id} to {old.phase}; drop one and add the other"
    return [] if new.phase is old.phase else [told]


def _with_one(
    edited: Opened, request: Request, kept: Sequence[Pick], choices: Sequence[Candidate]
) -> tuple[Pick, ...] | None:
    """The steps kept and the best of the choices, in order; their doses give way only where none fits otherwise."""
    new = best_one(edited.posed(request, [*map(as_it_is, kept), *choices]), len(kept))
    if new is not None:
        return in_order((*kept, new))
    picks = made_room(edited, request, kept, choices)
    return None if picks is None else in_order(whole(kept, picks))


def _smallest(kept: Iterable[Pick], choices: Iterable[Candidate]) -> list[tuple[Pick, ...]]:
    """The steps kept with each of the choices, all at their smallest doses."""
    smallest = [evolve(pick, level=0) for pick in kept]
    return [in_order((*smallest, Pick(one, 0, ""))) for one in choices]


def _shortened_sequence(edited: Followed, request: Request) -> Routine:
    """What a source's sequence leaves, in less time, of a routine that follows it."""
    if edited.routine.seconds <= edited.budget(request):
        return edited.closed(request, edited.picks)
    least = {at: evolve(pick, candidate=no_more_than(pick), level=0) for at, pick in edited.picks.items()}
    taken = fitted(edited.catalog, request, edited.source, least)
    if not taken or request.include - {pick.exercise.id for pick in taken.values()}:
        named = tuple(pick for pick in least.values() if pick.exercise.id in request.include)
        routines = [named] if named else [(pick,) for pick in least.values()]
        raise too_little(edited, request, routines, WHAT_IS_KEPT)
    picks = {at: evolve(edited.picks[at], level=pick.level) for at, pick in taken.items()}
    return edited.closed(request, picks, whys=less(edited.picks.values(), picks.values(), "to save time"))
