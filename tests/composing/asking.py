"""Short ways to ask for a routine."""

from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request, Routine, Step
from thoracic_lib.profiles import profile
from thoracic_lib.vocabulary import Movement, Phase

__all__ = ["EVERYTHING", "codes", "composed", "ids", "only_step", "request"]

EVERYTHING = Profile(equipment=frozenset(item.id for item in catalog().equipment), conditions=frozenset())
"""A person who has all equipment, and no conditions."""


def request(minutes: int | None = 15, **wanted: object) -> Request:
    """A request of a person who has everything, unless another profile is given."""
    given = {"profile": EVERYTHING, "minutes": minutes, **wanted}
    for name in ("include", "exclude"):
        given[name] = frozenset(given.get(name, ()))  # type: ignore[call-overload]  # ids by name
    given["emphasis_movements"] = frozenset(map(Movement, given.pop("movements", ())))  # type: ignore[call-overload]  # words
    given["emphasis_phases"] = frozenset(map(Phase, given.pop("phases", ())))  # type: ignore[call-overload]  # words
    if isinstance(declared := given.pop("conditions", None), list):
        given["profile"] = profile(equipment=sorted(EVERYTHING.equipment), conditions=declared, cleared=declared)
    return Request(**given)  # type: ignore[arg-type]  # the model checks them


def composed(minutes: int | None = 15, **wanted: object) -> Routine:
    """The routine for such a request."""
    return compose(request(minutes, **wanted))


def ids(routine: Routine) -> list[str]:
    """The exercises of a routine, in order."""
    return [step.exercise.id for step in routine.steps]


def codes(routine: Routine) -> dict[str, str]:
    """The code of each omission."""
    return {omission.exercise: omission.code for omission in routine.omissions}


def only_step(exercise: str, *conditions: str, minutes: int = 30) -> Step:
    """The step of one exercise asked for by name."""
    routine = composed(minutes, include=[exercise], maximum_exercises=1, conditions=list(conditions))
    assert ids(routine) == [exercise]
    return routine.steps[0]
