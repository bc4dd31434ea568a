"""Picks → a routine: steps with start and end, what to mind, and why each is there."""

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from thoracic_lib.composing.timing import Pick, timed
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP
from thoracic_lib.model.dosage import LIBRARY_DEFAULT
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.once import once
from thoracic_lib.model.routine import Certificate, Omission, Request, Routine, Score, Step
from thoracic_lib.model.screened import Screening
from thoracic_lib.vocabulary import Phase, RedFlagLevel, ShownIn

__all__ = ["lay_out"]

_WHERE_IN_RANGE = ("at the bottom of its range", "in the middle of its range", "at the top of its range")


def lay_out(  # noqa: PLR0913 - everything that a routine holds, each by name
    catalog: Catalog,
    request: Request,
    screening: Screening,
    picks: Sequence[Pick],
    *,
    title: str,
    omissions: Iterable[Omission],
    unmet: tuple[str, ...],
    score: Score,
    certificate: Certificate,
) -> Routine:
    """The routine of these picks, in this order."""
    everybody, told = _everybody(catalog), _said(catalog)
    steps: list[Step] = []
    begun: set[Phase] = set()
    for pick, terms in zip(picks, timed(catalog, picks, request.pace), strict=True):
        exercise, screened = pick.exercise, pick.candidate.screened
        opens = exercise.phase not in begun
        begun.add(exercise.phase)
        steps.append(
            Step(
                exercise=exercise,
                setup=screened.setup,
                dose=pick.dose,
                verdict=screened.verdict,
                limits=screened.limits,
                reasons=screened.reasons,
                notices=told.notices(catalog, exercise, screened.setup),
                guidance=told.guidance(catalog, exercise, opens=opens),
                start=steps[-1].end if steps else 0,
                parts=terms,
                why=pick.why,
                dose_because=_dose_because(catalog, pick, optimal=certificate.optimal),
            )
        )
    return Routine(
        steps=tuple(steps),
        request=request,
        title=title,
        omissions=tuple(sorted(omissions, key=lambda omission: omission.exercise)),
        unmet=unmet,
        banners=screening.banners,
        notices=everybody.notices,
        stop_signs=everybody.stop_signs,
        guidance=everybody.guidance,
        score=score,
        certificate=certificate,
        data_version=catalog.data_version,
        catalog_digest=catalog.digest,
    )


@frozen
class _Everybody:
    """What every routine of a catalog tells everybody."""

    notices: tuple[str, ...]
    stop_signs: tuple[str, ...]
    guidance: tuple[str, ...]


@once
def _everybody(catalog: Catalog) -> _Everybody:
    """What every routine of this catalog tells everybody."""
    stopping = (flag for flag in catalog.red_flags if flag.level is RedFlagLevel.SESSION_STOP)
    return _Everybody(
        notices=tuple(notice.text for notice in catalog.notices if notice.demand == EVERY_SETUP),
        stop_signs=tuple(f"{flag.ask} {flag.action}" for flag in stopping),
        guidance=tuple(advice.text for advice in catalog.guidance if ShownIn.ROUTINE in advice.shown_in),
    )


@frozen(eq=False)
class _Said:
    """What a catalog says with steps, by what they are: it is looked up once for each setup, and for each exercise."""

    about_setups: dict[tuple[str, str], tuple[str, ...]] = field(factory=dict)
    about_exercises: dict[tuple[str, bool], tuple[str, ...]] = field(factory=dict)

    def notices(self, catalog: Catalog, exercise: Exercise, setup: Setup) -> tuple[str, ...]:
        """The notices for everybody about what a setup demands."""
        key = (exercise.id, setup.id)
        known = self.about_setups.get(key)
        if known is None:
            known = tuple(notice.text for notice in catalog.notices if notice.demand in setup.demands)
            self.about_setups[key] = known
        return known

    def guidance(self, catalog: Catalog, exercise: Exercise, *, opens: bool) -> tuple[str, ...]:
        """What to say with a step: of its phase where it opens one, and of the exercise."""
        key = (exercise.id, opens)
        known = self.about_exercises.get(key)
        if known is None:
            known = self.about_exercises[key] = tuple(
                advice.text
                for advice in catalog.guidance
                if (opens and exercise.phase in advice.phases) or exercise.id in advice.exercises
            )
        return known


@once
def _said(_: Catalog) -> _Said:
    """What this catalog says with steps."""
    return _Said()


def _dose_because(catalog: Catalog, pick: Pick, *, optimal: bool) -> str:
    dosage, dose = pick.exercise.dosage, pick.dose
    by = "library default" if dosage.basis == LIBRARY_DEFAULT else catalog.source(dosage.basis).title
    held = f", held back by {', '.join(dose.limited_by)}" if dose.limited_by else ""
    larger = optimal and pick.level + 1 < len(pick.candidate.doses)
    more = "; with more of it, no better routine fits into the time" if larger else ""
    return f"By {by}{_place(pick)}{held}{more}."


def _place(pick: Pick) -> str:
    """Where in the whole range of the exercise, as far as limits leave it, a dose lies; nothing where there is none."""
    low, high = pick.candidate.ends
    if low == high:
        return ""
    return f", {_WHERE_IN_RANGE[2 if pick.dose == high else 0 if pick.dose == low else 1]}"
