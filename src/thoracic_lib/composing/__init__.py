"""From a request to a routine: ordered, timed to the second, never over the budget, and explained.

`compose` fails closed: a gate or a warning sign stops it, and a request that nothing fits gets an answer that says
what would help, which is never a condition.
"""

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.composing.candidates import candidates
from thoracic_lib.composing.explaining import clashes, left_over, unmet, what_would_help
from thoracic_lib.composing.following import follow
from thoracic_lib.composing.laying_out import lay_out
from thoracic_lib.composing.selection import Chooser, score
from thoracic_lib.errors import GateError, NothingFitsError, RedFlagError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.goal import Goal, GoalPhase, SourceRoutine
from thoracic_lib.model.routine import Omission, Request, Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.screening import blocking_flags, screen
from thoracic_lib.vocabulary import Phase

__all__ = ["compose"]


def compose(request: Request, catalog: Catalog | None = None) -> Routine:
    """The routine for a request, from the bundled catalog unless another one is given.

    Raises `GateError` while a condition waits for a clinician's word, `RedFlagError` for a warning sign,
    `NothingFitsError` with what would help, and `UnknownIdError` for an id that the catalog does not know.

    >>> routine = compose(Request(minutes=5, goal="desk-break"))
    >>> routine.seconds <= 5 * 60
    True
    """
    known = bundled() if catalog is None else catalog
    for exercise in sorted(request.include | request.exclude):
        known[exercise]
    screening = screen(known, request.profile)
    _stop_where_locked(known, screening)
    if request.routine is not None:
        return _followed(known, request, known.routine(request.routine), screening)
    return _composed(known, request, known.goal(request.goal), screening)


def _stop_where_locked(catalog: Catalog, screening: Screening) -> None:
    if flags := blocking_flags(catalog, screening.profile):
        raise RedFlagError(tuple(flag.id for flag in flags), tuple(flag.action for flag in flags))
    if screening.gates:
        raise GateError(screening.gates)


def _composed(catalog: Catalog, request: Request, goal: Goal, screening: Screening) -> Routine:
    budget = min(request.budget or 0, goal.maximum_seconds or 36_000)
    pool, omitted = candidates(catalog, request, goal, screening)
    chooser = Chooser(catalog, request, goal, budget, pool)
    if not_there := [f"{entry.exercise}: {entry.reason}" for entry in omitted if entry.exercise in request.include]:
        raise NothingFitsError(tuple(not_there))
    if told_apart := clashes(chooser, chooser.asked()):
        raise NothingFitsError(told_apart)
    picks = chooser.choose()
    if not picks or chooser.seconds(picks) > budget:
        told = "what you ask for by name takes longer" if picks else "no exercise is left that is short enough"
        helps = what_would_help(catalog, screening, chooser, picks)
        raise NothingFitsError((f"{clock(budget)} min for “{goal.name}”: {told}",), tuple(map(str, helps)))
    return lay_out(
        catalog,
        request,
        screening,
        picks,
        title=goal.name,
        omissions=(*omitted, *left_over(chooser, picks)),
        unmet=unmet(goal, picks),
        score=chooser.score(picks),
    )


def _followed(catalog: Catalog, request: Request, routine: SourceRoutine, screening: Screening) -> Routine:
    picks, fallen = follow(catalog, request, routine, screening)
    named = {step.exercise for step in routine.steps}
    others = tuple(
        Omission(exercise=exercise, code="not-in-routine", reason=f"It is not part of “{routine.name}”.")
        for exercise in catalog
        if exercise not in named
    )
    omitted = (*fallen, *others)
    missing = [entry for entry in (omitted if picks else fallen) if not picks or entry.exercise in request.include]
    if missing:
        raise NothingFitsError(tuple(f"{entry.exercise}: {entry.reason}" for entry in missing))
    return lay_out(
        catalog,
        request,
        screening,
        picks,
        title=routine.name,
        omissions=omitted,
        unmet=(),
        score=score(_goal_of(routine, len(picks)), picks, [1] * len(picks)),
    )


def _goal_of(routine: SourceRoutine, count: int) -> Goal:
    """A goal that a source's sequence meets by being followed, so that it has a score like any other routine."""
    return Goal(
        id=routine.id,
        name=routine.name,
        summary=routine.summary,
        movements=(),
        phases=tuple(
            GoalPhase(phase=phase, minimum=0, maximum=max(1, min(count, 20)), weight=1)
            for phase in Phase
            if phase is not Phase.ASSESS
        ),
        sources=(routine.source,),
        basis=routine.source,
    )
