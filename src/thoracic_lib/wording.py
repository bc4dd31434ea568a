"""The texts of a routine, worked out anew from its request and the catalog, to compare them with those on it.

Only what follows from the request and the catalog stands here. Why a step was picked and how its dose was chosen, what
of a goal is not met and why an exercise was left out are the composer's own words.
"""

from collections.abc import Iterator

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, RedFlag
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Routine
from thoracic_lib.vocabulary import Phase, RedFlagLevel, ShownIn

__all__ = ["NOT_ASKED", "altered_texts", "dropped_texts", "signs_not_asked", "soft_sign"]

Told = Iterator[tuple[str, str]]
"""Pairs of a field of the routine and what is wrong with it."""

_ALTERED = "are not those of the catalog"
_DROPPED = "lack what everybody is told"

NOT_ASKED = "Nobody asked about conditions, so nothing was screened for any."


def signs_not_asked(count: int) -> str:
    """What is said where nobody asked about so many of the warning signs.

    >>> signs_not_asked(3)
    'Nobody asked about 3 of the warning signs. Ask about them before you start.'
    """
    return f"Nobody asked about {count} of the warning signs. Ask about them before you start."


def soft_sign(flag: RedFlag) -> str:
    """What is said of a warning sign that stops nothing and was answered yes."""
    return f"{flag.id}: {flag.action}"


def altered_texts(routine: Routine, catalog: Catalog) -> Told:
    """The fields of a routine whose texts are not those that this very catalog gives."""
    request = routine.request
    made_from = catalog.goal(request.goal) if request.routine is None else catalog.routine(request.routine)
    if routine.title != made_from.name:
        yield "title", f"is not “{made_from.name}”, the name of {made_from.id}"
    expected = {
        "stop_signs": _stop_signs(catalog),
        "notices": _notices(catalog),
        "guidance": tuple(advice.text for advice in catalog.guidance if ShownIn.ROUTINE in advice.shown_in),
        "banners": _banners(catalog, request.profile),
    }
    yield from ((name, _ALTERED) for name, told in expected.items() if getattr(routine, name) != told)
    begun: set[Phase] = set()
    for at, step in enumerate(routine.steps):
        phase = step.exercise.phase
        advised = (
            advice.text
            for advice in catalog.guidance
            if step.exercise.id in advice.exercises or (phase not in begun and phase in advice.phases)
        )
        if step.guidance != tuple(advised):
            yield f"steps[{at}].guidance", _ALTERED
        begun.add(phase)


def dropped_texts(routine: Routine, catalog: Catalog) -> Told:
    """The fields of a routine of older data that lack what everybody is told, in whatever words.

    An older catalog may have put it otherwise, so only that it is there can be asked: some stop signs and notices
    where the catalog has any, that nobody asked about conditions, and a banner for each warning sign answered yes.
    """
    if _stop_signs(catalog) and not routine.stop_signs:
        yield "stop_signs", _DROPPED
    if _notices(catalog) and not routine.notices:
        yield "notices", _DROPPED
    profile = routine.request.profile
    soft = sum(profile.flag(flag.id) is True for flag in catalog.red_flags if flag.level is RedFlagLevel.SOFT)
    unasked = profile.conditions is None
    if len(routine.banners) < unasked + soft or (unasked and NOT_ASKED not in routine.banners):
        yield "banners", _DROPPED


def _stop_signs(catalog: Catalog) -> tuple[str, ...]:
    stops = (flag for flag in catalog.red_flags if flag.level is RedFlagLevel.SESSION_STOP)
    return tuple(f"{flag.ask} {flag.action}" for flag in stops)


def _notices(catalog: Catalog) -> tuple[str, ...]:
    return tuple(notice.text for notice in catalog.notices if notice.demand == EVERY_SETUP)


def _banners(catalog: Catalog, profile: Profile) -> tuple[str, ...]:
    answers = {answer.flag: answer.present for answer in profile.red_flags}
    silent = sum(flag.id not in answers for flag in catalog.red_flags if flag.level is not RedFlagLevel.SESSION_STOP)
    told = [NOT_ASKED] if profile.conditions is None else []
    told += [signs_not_asked(silent)] if silent else []
    told += [soft_sign(f) for f in catalog.red_flags if f.level is RedFlagLevel.SOFT and answers.get(f.id)]
    return tuple(told)
