"""A routine taken apart again, so that it can be changed, and put together again as what it then is.

Taking apart screens anew and asks the second checker. Putting together composes the best routine for the changed
request, so that the result says what the change costs.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, field, frozen

from thoracic_lib.checking import verify_routine
from thoracic_lib.composing import compose, goal_of, stop_where_locked
from thoracic_lib.composing.candidates import Candidate, candidates
from thoracic_lib.composing.explaining import explained, left_over, unmet
from thoracic_lib.composing.following import Placed, fallen, never_named, sequence
from thoracic_lib.composing.laying_out import lay_out
from thoracic_lib.composing.stating import Statement, posed, stated
from thoracic_lib.composing.timing import Pick
from thoracic_lib.composing.weighing import score, weight
from thoracic_lib.errors import EditError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.goal import Goal, SourceRoutine
from thoracic_lib.model.routine import Certificate, Omission, Request, Routine, Step
from thoracic_lib.model.screened import Screening
from thoracic_lib.screening import screen

__all__ = ["Followed", "Opened", "opened"]


@frozen
class Opened:
    """A routine with its catalog and a new screening; the `picks` are its steps, in their order."""

    catalog: Catalog
    routine: Routine
    screening: Screening = field(repr=False)
    goal: Goal
    picks: tuple[Pick, ...] = field(repr=False)

    def pool(self, request: Request) -> tuple[tuple[Candidate, ...], tuple[Omission, ...]]:
        """What a changed request leaves to choose from, and an omission for every other exercise."""
        return candidates(self.catalog, request, self.goal, self.screening)

    def posed(self, request: Request, pool: Iterable[Candidate]) -> Statement:
        """The problem of a changed request with exactly these candidates."""
        return posed(self.catalog, request, self.goal, self.budget(request), tuple(pool))

    def budget(self, request: Request) -> int:
        """The seconds that a changed request allows, and the goal."""
        return min(request.budget or 0, self.goal.maximum_seconds or 36_000)

    def closed(
        self,
        request: Request,
        picks: Sequence[Pick],
        *,
        whys: Mapping[str, str] | None = None,
        omissions: Iterable[Omission] = (),
    ) -> Routine:
        """The routine of these picks in this order, compared with the best one for the request.

        `whys` says of exercises (ids) what was done with their steps, and `omissions` what was done with others.
        """
        own = score(self.goal, picks, [weight(self.catalog, request, self.goal, one.exercise.id) for one in picks])
        best = compose(request, self.catalog)
        pool, omitted = self.pool(request)
        statement = stated(self.catalog, request, self.goal, self.budget(request), pool)
        optimal = own == best.score
        told = (
            evolve(pick, why=(whys or {}).get(pick.exercise.id, pick.why))
            for pick in explained(statement, picks, optimal=optimal)
        )
        every = {one.exercise: one for one in (*omitted, *left_over(statement, picks, optimal=optimal), *omissions)}
        return _passed(
            lay_out(
                self.catalog,
                request,
                self.screening,
                tuple(told),
                title=self.goal.name,
                omissions=every.values(),
                unmet=unmet(self.goal, picks),
                score=own,
                certificate=Certificate(method="edited", optimal=optimal, bound=best.score),
            ),
            self.catalog,
        )


@frozen
class Followed:
    """A routine that follows a source's own sequence; the `picks` are its steps by their place in that."""

    catalog: Catalog
    routine: Routine
    screening: Screening = field(repr=False)
    source: SourceRoutine
    picks: Placed = field(repr=False)

    def budget(self, request: Request) -> int:
        """The seconds that a changed request allows, or so many that no sequence takes as long."""
        return request.budget or 36_000

    def refused(self, verb: str) -> EditError:
        """What is told when a step would leave the source's own sequence."""
        told = f"it follows “{self.source.name}”, a source's own sequence, which allows no {verb}"
        return EditError((f"{told}; drop steps or shorten it, or compose for a goal",))

    def closed(self, request: Request, picks: Placed, *, whys: Mapping[str, str] | None = None) -> Routine:
        """The routine of these picks in the order of the source."""
        left, omitted = sequence(self.catalog, request, self.source, self.screening)
        others = never_named(self.catalog, self.source)
        told = [
            evolve(pick, why=(whys or {}).get(pick.exercise.id, left[at].why)) for at, pick in sorted(picks.items())
        ]
        return _passed(
            lay_out(
                self.catalog,
                request,
                self.screening,
                told,
                title=self.source.name,
                omissions=(*omitted, *fallen(self.catalog, request, left, picks), *others),
                unmet=(),
                score=score(goal_of(self.source, len(told)), told, [1] * len(told)),
                certificate=Certificate(method="edited", optimal=False),
            ),
            self.catalog,
        )


def opened(routine: Routine, catalog: Catalog) -> Opened | Followed:
    """A routine taken apart, screened anew and checked as at every export.

    Raises `EditError` for one that was made with another catalog or that compose cannot have given, `GateError` and
    `RedFlagError` as compose does, and `UnsafeRoutineError` where it breaks what its profile and the rules ask for.
    """
    if (routine.data_version, routine.catalog_digest) != (catalog.data_version, catalog.digest):
        made = f"it was made with another catalog (data {routine.data_version}, {routine.catalog_digest[:12]})"
        raise EditError((f"{made} than this one (data {catalog.data_version}, {catalog.digest[:12]})",))
    request = routine.request
    screening = screen(catalog, request.profile)
    stop_where_locked(catalog, screening)
    verify_routine(routine, catalog)
    if request.routine is not None:
        source = catalog.routine(request.routine)
        left, _ = sequence(catalog, request, source, screening)
        places = {pick.exercise.id: at for at, pick in left.items()}
        picks = _found(routine, [pick.candidate for pick in left.values()])
        return Followed(catalog, routine, screening, source, {places[pick.exercise.id]: pick for pick in picks})
    goal = catalog.goal(request.goal)
    pool, _ = candidates(catalog, request, goal, screening)
    return Opened(catalog, routine, screening, goal, _found(routine, pool))


def _found(routine: Routine, pool: Sequence[Candidate]) -> tuple[Pick, ...]:
    """The steps of a routine as picks from what its request allows."""
    found = [(step, _pick(step, pool)) for step in routine.steps]
    strange = [step for step, pick in found if pick is None]
    if strange:
        raise EditError(tuple(f"{step.exercise.id} is not as its own request gives it" for step in strange))
    return tuple(pick for _, pick in found if pick is not None)


def _pick(step: Step, pool: Iterable[Candidate]) -> Pick | None:
    place = (step.exercise.id, step.setup.id)
    return next(
        (
            Pick(one, one.doses.index(step.dose), step.why)
            for one in pool
            if (one.exercise.id, one.screened.setup.id) == place and step.dose in one.doses
        ),
        None,
    )


def _passed(routine: Routine, catalog: Catalog) -> Routine:
    """The routine, once the second checker has found nothing amiss."""
    verify_routine(routine, catalog)
    return routine
