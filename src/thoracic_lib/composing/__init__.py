"""From a request to a routine: the best there is for the time, ordered, timed to the second, proven and explained.

`compose` fails closed: a gate or a warning sign stops it, and a request that nothing fits gets an answer that says
what would help, which is never a condition.
"""

from bisect import bisect_left
from collections.abc import Callable

from attrs import evolve

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.composing.candidates import candidates
from thoracic_lib.composing.explaining import clashes, explained, left_over, unmet, what_would_help
from thoracic_lib.composing.following import follow, never_named
from thoracic_lib.composing.laying_out import lay_out
from thoracic_lib.composing.search import Effort, Solution, solve
from thoracic_lib.composing.stating import Statement, as_score, stated
from thoracic_lib.composing.timing import Pick
from thoracic_lib.composing.weighing import score
from thoracic_lib.errors import GateError, NothingFitsError, RedFlagError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.goal import Goal, GoalPhase, SourceRoutine
from thoracic_lib.model.routine import Certificate, Request, Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Phase

__all__ = ["compose", "composed"]


def compose(
    request: Request, catalog: Catalog | None = None, *, deadline: float | None = None, effort: int | None = None
) -> Routine:
    """The best routine for a request, from the bundled catalog unless another one is given.

    The routine's certificate says that no other one scores higher. With a `deadline` (seconds) or an `effort` (a
    number of partial routines to look at, which gives the same answer on every machine), the search may end before
    that is proven; the routine is then the best one found, and its `shortfall` says by how much at most it falls short.

    Raises `GateError` while a condition waits for a clinician's word, `RedFlagError` for a warning sign,
    `NothingFitsError` with what would help, and `UnknownIdError` for an id that the catalog does not know.

    >>> routine = compose(Request(minutes=5, goal="desk-break"))
    >>> routine.seconds <= 5 * 60, routine.certificate.optimal
    (True, True)
    """
    known = bundled() if catalog is None else catalog
    return composed(known, request, lambda said: solve(said.problem, Effort(most=effort, seconds=deadline)))


def composed(catalog: Catalog, request: Request, solver: Callable[[Statement], Solution | None]) -> Routine:
    """The routine for a request, as `compose` gives it, with choices from this solver."""
    for exercise in sorted(request.include | request.exclude):
        catalog[exercise]
    screening = screen(catalog, request.profile)
    stop_where_locked(catalog, screening)
    if request.routine is not None:
        return _followed(catalog, request, catalog.routine(request.routine), screening)
    return _composed(catalog, request, screening, solver)


def stop_where_locked(catalog: Catalog, screening: Screening) -> None:
    """Raise `RedFlagError` or `GateError` where a warning sign or a gate stops composing."""
    if flags := screening.red_flags:
        raise RedFlagError(flags, tuple(catalog.red_flag(flag).action for flag in flags))
    if screening.gates:
        raise GateError(screening.gates)


def _composed(
    catalog: Catalog, request: Request, screening: Screening, solver: Callable[[Statement], Solution | None]
) -> Routine:
    goal = catalog.goal(request.goal)
    pool, omitted = candidates(catalog, request, goal, screening)
    if not_there := [f"{entry.exercise}: {entry.reason}" for entry in omitted if entry.exercise in request.include]:
        raise NothingFitsError(tuple(not_there))
    budget = min(request.budget or 0, goal.maximum_seconds or 36_000)
    statement = stated(catalog, request, goal, budget, pool)
    if told_apart := clashes(statement):
        raise NothingFitsError(told_apart)
    solution = solver(statement)
    if solution is None or solution.outcome.asked < len(request.include):
        raise _nothing_fits(screening, statement)
    picks = explained(statement, statement.picks(solution.choices), optimal=solution.optimal)
    return lay_out(
        catalog,
        request,
        screening,
        picks,
        title=goal.name,
        omissions=(*omitted, *left_over(statement, picks, optimal=solution.optimal)),
        unmet=unmet(goal, picks),
        score=as_score(solution.outcome),
        certificate=certified(solution),
    )


def certified(solution: Solution) -> Certificate:
    """What a solution proves."""
    method = "exact" if solution.optimal else "best found"
    return Certificate(method=method, optimal=solution.optimal, bound=as_score(solution.bound))


def _nothing_fits(screening: Screening, statement: Statement) -> NothingFitsError:
    """What cannot be done in the time, and what would help."""
    if statement.request.include:
        told, opened, least = (
            "what you ask for by name takes longer",
            sorted(statement.request.include),
            _least(statement),
        )
    else:
        alone = {one.exercise.id: statement.seconds((Pick(one, 0, ""),)) for one in statement.pool}
        told, least = "no exercise is left that is short enough", min(alone.values(), default=0)
        opened = [exercise for exercise, length in alone.items() if length == least]
    helps = what_would_help(screening, statement, least, opened)
    reason = f"{clock(statement.budget)} min for “{statement.goal.name}”: {told}"
    return NothingFitsError((reason,), tuple(map(str, helps)))


def _least(statement: Statement) -> int:
    """The fewest seconds in which all that is asked for by name can be done."""
    asked = tuple(item for item in statement.problem.items if item.asked)

    def possible(budget: int) -> bool:
        solution = solve(evolve(statement.problem, items=asked, budget=budget))
        return solution is not None and solution.outcome.asked == len(statement.request.include)

    enough = sum(item.seconds[0] + statement.problem.charges[item.block] for item in asked)
    return bisect_left(range(enough), True, lo=statement.budget, key=possible)  # noqa: FBT003 - the value looked for


def _followed(catalog: Catalog, request: Request, routine: SourceRoutine, screening: Screening) -> Routine:
    picks, fallen = follow(catalog, request, routine, screening)
    omitted = (*fallen, *never_named(catalog, routine))
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
        score=score(goal_of(routine, len(picks)), picks, [1] * len(picks)),
        certificate=Certificate(method="a source's own sequence", optimal=False),
    )


def goal_of(routine: SourceRoutine, count: int) -> Goal:
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
