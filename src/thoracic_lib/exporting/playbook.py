"""A routine second by second: what a player shows, and for how long.

`playbook` says it as plain data that JSON can hold; the times are whole seconds, and their sum is the routine's own. It
loses why each exercise is in, what was left out, the score, the sources, and the profile.
"""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.direction import straightened
from thoracic_lib.exporting.pages import EDUCATION, cautions, for_all, held_back, place
from thoracic_lib.figures import render_figure
from thoracic_lib.figures.collection import bundled, figure_of
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dose, Pace
from thoracic_lib.model.routine import Routine, Step
from thoracic_lib.vocabulary import Laterality, Worked

__all__ = ["KINDS", "SCHEMA", "Moment", "moments", "playbook", "work"]

SCHEMA = 1
"""The version of the plain data; the player refuses any other."""

KINDS = {
    "change of equipment": "change of equipment",
    "change of position": "change of position",
    "set-up": "set-up",
    "movement": "movement",
    "hold": "hold",
    "return": "movement",
    "breath": "breathing",
    "massage": "massage",
    "change of spot": "change of spot",
    "change of side": "change of side",
    "rest": "rest",
}
"""Each kind of moment with the part of a step's time that it belongs to."""

_BEFORE = ("change of equipment", "change of position", "set-up")
_OTHER = {"right": "left", "left": "right"}


@frozen(kw_only=True)
class Moment:
    """A stretch of time in which one thing is done; what does not apply is 0, and everything counts from 1.

    `count` is the repetition or the breath; `side` is 1 for the side that comes first. A change of side or spot and a
    rest bear the numbers of what comes after them.
    """

    kind: str
    seconds: int
    set: int = 0
    side: int = 0
    spot: int = 0
    count: int = 0


def moments(step: Step, pace: Pace) -> tuple[Moment, ...]:
    """The moments of a step in order, none of them empty; their seconds add up to those of the step."""
    spent = {part.name: part.seconds for part in step.parts}
    before = [Moment(kind=kind, seconds=spent.get(kind, 0)) for kind in _BEFORE]
    return (*(moment for moment in before if moment.seconds), *work(step.dose, pace))


def work(dose: Dose, pace: Pace) -> tuple[Moment, ...]:
    """The moments of a dose: set by set, side by side, spot by spot, one repetition or breath after the other."""
    return tuple(moment for moment in _worked(dose, pace) if moment.seconds)


def _worked(dose: Dose, pace: Pace) -> Iterator[Moment]:
    alternating = dose.laterality is Laterality.ALTERNATING
    for number in range(1, dose.sets + 1):
        for side in range(1, dose.sides + 1):
            shown = side if dose.sides > 1 else int(alternating)
            if side > 1:
                yield Moment(kind="change of side", seconds=pace.change_side, set=number, side=shown, spot=1)
            elif number > 1:
                yield Moment(kind="rest", seconds=dose.rest_seconds, set=number, side=shown, spot=1)
            for spot in range(1, dose.spots + 1):
                if spot > 1:
                    yield Moment(kind="change of spot", seconds=pace.change_spot, set=number, side=shown, spot=spot)
                for kind, seconds, count in _at_a_spot(dose, pace):
                    now = 2 - count % 2 if alternating and count else shown
                    yield Moment(kind=kind, seconds=seconds, set=number, side=now, spot=spot, count=count)


def _at_a_spot(dose: Dose, pace: Pace) -> Iterator[tuple[str, int, int]]:
    """What is done at one spot: kind, seconds and count. A hold comes after the larger half of the movement."""
    tempo, hold = dose.tempo_seconds or 0, dose.hold_seconds or 0
    for count in range(1, (dose.repetitions or 0) + 1):
        if hold:
            yield "movement", tempo - tempo // 2, count
            yield "hold", hold, count
            yield "return", tempo // 2, count
        else:
            yield "movement", tempo, count
    for count in range(1, (dose.breaths or 0) + 1):
        yield "breath", pace.breath, count
    yield "massage", dose.duration_seconds or 0, 0


def playbook(routine: object, catalog: Catalog) -> dict[str, Any]:
    """The routine as a player takes it: plain data, made of texts, whole numbers, lists and dictionaries.

    It does not check the routine; `export` and `thoracic_lib.notebook.player` do, before they call it. `FormatError`
    for what is no routine.

    >>> from thoracic_lib.catalogs import catalog
    >>> from thoracic_lib.composing import compose
    >>> from thoracic_lib.model.routine import Request
    >>> routine = compose(Request(minutes=5))
    >>> told = playbook(routine, catalog())
    >>> sum(moment["seconds"] for step in told["steps"] for moment in step["moments"]) == routine.seconds
    True
    """
    if not isinstance(routine, Routine):
        raise FormatError("player", f"cannot play a {type(routine).__name__}")
    pictures: dict[str, dict[str, Any]] = {}
    pain = catalog.pain_rule
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "title": routine.title,
        "seconds": routine.seconds,
        "education": EDUCATION,
        "banners": list(routine.banners),
        "notices": [*routine.notices, *for_all(routine)],
        "stop_signs": list(routine.stop_signs),
        "pain": {
            "rule": pain.rule,
            "caveat": pain.caveat,
            "zones": [{"from": zone.minimum, "to": zone.maximum, "text": zone.text} for zone in pain.zones],
        },
        "steps": [_step(step, routine.request.pace, pictures) for step in routine.steps],
        "pictures": pictures,
    }
    whole: dict[str, Any] = straightened(told)
    return whole


def _step(step: Step, pace: Pace, pictures: dict[str, dict[str, Any]]) -> dict[str, Any]:
    exercise, dose = step.exercise, step.dose
    minded = dict.fromkeys((*step.notices, *exercise.cautions))
    sides, shown = _seen(step, pictures)
    return {
        "exercise": exercise.id,
        "setup": step.setup.id,
        "name": exercise.name,
        "phase": exercise.phase.value,
        "dose": str(dose),
        "place": place(step.setup),
        "how": step.setup.how or "",
        "limits": [held_back(*dict.fromkeys(map(str, step.limits)))] if step.limits else [],
        "cautions": list(cautions(step)),
        "notices": list(minded),
        "instructions": list(exercise.steps),
        "cues": list(exercise.cues),
        "avoid": list(exercise.avoid),
        "breathing": exercise.breathing or "",
        "sets": dose.sets,
        "spots": dose.spots,
        "counts": dose.repetitions or dose.breaths or 0,
        "sides": sides,
        "pictures": shown,
        "moments": [_told(moment) for moment in moments(step, pace)],
    }


def _told(moment: Moment) -> dict[str, str | int]:
    """A moment without what does not apply."""
    counted = {name: getattr(moment, name) for name in ("set", "side", "spot", "count")}
    return {"kind": moment.kind, "seconds": moment.seconds, **{name: held for name, held in counted.items() if held}}


def _seen(step: Step, pictures: dict[str, dict[str, Any]]) -> tuple[list[str], list[str]]:
    """What the two sides are called, where sides are told apart, and the picture of each; both may be empty.

    A side has its name from the figure that shows it: the one that is drawn comes first. Without one, nothing says
    which side is meant by right or left, so they are the first side and the other one.
    """
    sided = step.dose.laterality is not Laterality.BILATERAL
    figure = figure_of(step.exercise.id, step.setup.id, bundled())
    if figure is None:
        return (["First side", "Other side"] if sided else []), []
    one_sided = sided and figure.worked is not Worked.BOTH
    drawn = [figure.worked.value, _OTHER[figure.worked.value]] if one_sided else [""]
    shown = []
    for side in drawn:
        shown.append(f"{step.exercise.id}/{step.setup.id}/{side}".rstrip("/"))
        if shown[-1] not in pictures:
            tempo = figure.tempo
            pictures[shown[-1]] = {
                "svg": render_figure(step.exercise, step.setup.id, form="animated", side=side or None),  # type: ignore[arg-type]  # left or right
                "there": tempo.there,
                "stay": tempo.stay,
                "back": tempo.back,
                "rest": tempo.rest,
            }
    if one_sided:
        return [f"{side.capitalize()} side" for side in drawn], shown
    return (["First side", "Other side"] if sided else []), shown
