"""Following a source's own sequence: its order stays, screening and timing apply, and what falls out is named."""

from collections.abc import Mapping

from attrs import evolve

from thoracic_lib.composing.candidates import Candidate, candidate, gone
from thoracic_lib.composing.explaining import enough, possible, too_long
from thoracic_lib.composing.timing import Pick, total_seconds
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.goal import SourceRoutine
from thoracic_lib.model.routine import Omission, Request
from thoracic_lib.model.screened import Screening
from thoracic_lib.vocabulary import OmissionCode, Use

__all__ = ["Placed", "fallen", "fitted", "follow", "never_named", "sequence"]

Placed = Mapping[int, Pick]
"""Picks by their place in the source's sequence."""


def follow(
    catalog: Catalog, request: Request, routine: SourceRoutine, screening: Screening
) -> tuple[tuple[Pick, ...], tuple[Omission, ...]]:
    """The picks of a source's sequence, and an omission for each of its steps that falls out.

    Every step starts at the least that the source asks for. Without a budget it stays there; with one, the steps
    that the request names come first, then the others as they stand, optional ones last, as far as there is time,
    and doses rise where time is left.
    """
    left, omitted = sequence(catalog, request, routine, screening)
    taken = fitted(catalog, request, routine, left)
    return tuple(taken[at] for at in sorted(taken)), (*omitted, *fallen(catalog, request, left, taken))


def fitted(catalog: Catalog, request: Request, routine: SourceRoutine, left: Placed) -> Placed:
    """Those of the picks, at their smallest doses, for which there is time, and then raised as far as there is."""
    optional = {step.exercise for step in routine.steps if step.optional}

    def turn(at: int) -> tuple[bool, bool, int]:
        exercise = left[at].exercise.id
        return (exercise not in request.include, exercise in optional, at)

    taken: Placed = {}
    for at in sorted(left, key=turn):
        tried = {**taken, at: left[at]}
        if _over(catalog, request, tried) <= 0 and len(tried) <= (request.maximum_exercises or len(tried)):
            taken = tried
        elif left[at].exercise.id in request.include:
            break
    return _raised(catalog, request, taken)


def fallen(catalog: Catalog, request: Request, left: Placed, taken: Placed) -> tuple[Omission, ...]:
    """Why each pick that was not taken falls out."""
    return tuple(_fallen(catalog, request, taken, at, left[at]) for at in left if at not in taken)


def never_named(catalog: Catalog, routine: SourceRoutine) -> tuple[Omission, ...]:
    """An omission for each exercise that a source's sequence does not name."""
    named = {step.exercise for step in routine.steps}
    return tuple(
        Omission(exercise=exercise, code=OmissionCode.NOT_IN_ROUTINE, reason=f"It is not part of “{routine.name}”.")
        for exercise in catalog
        if exercise not in named
    )


def sequence(
    catalog: Catalog, request: Request, routine: SourceRoutine, screening: Screening
) -> tuple[Placed, tuple[Omission, ...]]:
    """What is left of a source's sequence, at the smallest doses, and an omission for each other step of it."""
    picks: dict[int, Pick] = {}
    omitted: list[Omission] = []
    why = f"It is part of “{routine.name}”."
    for at, step in enumerate(routine.steps):
        found = _step(catalog, request, step.exercise, screening)
        if isinstance(found, Omission):
            omitted.append(found)
        else:
            picks[at] = Pick(found, 0, f"{why} {step.note}" if step.note else why)
    return picks, tuple(omitted)


def _step(catalog: Catalog, request: Request, wanted: str, screening: Screening) -> Candidate | Omission:
    screened = screening.why(wanted)
    hardest = request.maximum_difficulty
    if wanted in request.exclude:
        return Omission(exercise=wanted, code=OmissionCode.EXCLUDED, reason="You asked to leave this exercise out.")
    if screened.exercise.use is Use.NEVER:
        return Omission(exercise=wanted, code=OmissionCode.NOT_COMPOSED, reason=str(screened.exercise.use_because))
    if hardest is not None and catalog.difficulty(wanted) > hardest and wanted not in request.include:
        return Omission(exercise=wanted, code=OmissionCode.TOO_HARD, reason="It is harder than you asked for.")
    if screened.best is None:
        return gone(catalog, screened)
    return candidate(screened.exercise, screened.best, request)


def _over(catalog: Catalog, request: Request, picks: Placed) -> int:
    """By how many seconds these picks go over the budget; nothing does where there is none."""
    length = total_seconds(catalog, [picks[at] for at in sorted(picks)], request.pace)
    return 0 if request.budget is None else length - request.budget


def _raised(catalog: Catalog, request: Request, picks: Placed) -> Placed:
    """Doses raised in turn as long as there is time, those first on which the request puts an emphasis."""
    if request.budget is None:
        return picks
    risen = picks
    for level in (1, 2):
        for at in sorted(picks, key=lambda at: (not _emphasized(request, picks[at]), at)):
            if level < len(picks[at].candidate.doses):
                tried = {**risen, at: evolve(risen[at], level=level)}
                risen = tried if _over(catalog, request, tried) <= 0 else risen
    return risen


def _emphasized(request: Request, pick: Pick) -> bool:
    movements = request.emphasis_movements.intersection(pick.exercise.movements)
    return bool(movements) or pick.exercise.phase in request.emphasis_phases


def _fallen(catalog: Catalog, request: Request, taken: Placed, at: int, pick: Pick) -> Omission:
    if request.maximum_exercises is not None and len(taken) >= request.maximum_exercises:
        return enough(pick.exercise.id, request.maximum_exercises)
    over = _over(catalog, request, {**taken, at: pick})
    return too_long(pick.exercise.id, over) if over > 0 else possible(pick.exercise.id)
