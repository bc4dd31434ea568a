"""Following a source's own sequence: its order stays, screening and timing apply, and what falls out is named."""

from collections.abc import Sequence

from attrs import evolve

from thoracic_lib.composing.candidates import Candidate, candidate, gone
from thoracic_lib.composing.explaining import too_long
from thoracic_lib.composing.timing import Pick, total_seconds
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.goal import SourceRoutine
from thoracic_lib.model.routine import Omission, Request
from thoracic_lib.model.screened import Screening
from thoracic_lib.vocabulary import Use

__all__ = ["follow"]


def follow(
    catalog: Catalog, request: Request, routine: SourceRoutine, screening: Screening
) -> tuple[tuple[Pick, ...], tuple[Omission, ...]]:
    """The picks of a source's sequence, and an omission for each of its steps that falls out.

    Every step starts at the least that the source asks for. Without a budget it stays there; with one, optional
    steps and then the last ones fall out until the rest fits, and doses rise where there is time.
    """
    picks, omitted = _left(catalog, request, routine, screening)
    budget = request.budget
    if budget is None:
        return picks, omitted
    optional = {step.exercise for step in routine.steps if step.optional}
    while picks and (over := total_seconds(catalog, picks, request.pace) - budget) > 0:
        last = max(range(len(picks)), key=lambda at: (picks[at].exercise.id in optional, at))
        omitted = (*omitted, too_long(picks[last].exercise.id, over))
        picks = (*picks[:last], *picks[last + 1 :])
    return _raised(catalog, request, picks, budget), omitted


def _left(
    catalog: Catalog, request: Request, routine: SourceRoutine, screening: Screening
) -> tuple[tuple[Pick, ...], tuple[Omission, ...]]:
    picks: list[Pick] = []
    omitted: list[Omission] = []
    why = f"It is part of “{routine.name}”."
    for step in routine.steps:
        found = _step(catalog, request, step.exercise, screening)
        if isinstance(found, Omission):
            omitted.append(found)
        else:
            picks.append(Pick(found, 0, f"{why} {step.note}" if step.note else why))
    return tuple(picks), tuple(omitted)


def _step(catalog: Catalog, request: Request, wanted: str, screening: Screening) -> Candidate | Omission:
    screened = screening.why(wanted)
    if wanted in request.exclude:
        return Omission(exercise=wanted, code="excluded", reason="You asked to leave this exercise out.")
    if screened.exercise.use is Use.NEVER:
        return Omission(exercise=wanted, code="not-composed", reason=str(screened.exercise.use_because))
    if screened.best is None:
        return gone(catalog, screened)
    return candidate(screened.exercise, screened.best, request.pace)


def _raised(catalog: Catalog, request: Request, picks: Sequence[Pick], budget: int) -> tuple[Pick, ...]:
    risen = tuple(picks)
    for level in (1, 2):
        for at, pick in enumerate(risen):
            if level < len(pick.candidate.doses):
                tried = (*risen[:at], evolve(pick, level=level), *risen[at + 1 :])
                if total_seconds(catalog, tried, request.pace) <= budget:
                    risen = tried
    return risen
