"""WebVTT: what to say while a routine is done, cue by cue, for subtitles, screen readers and speech.

Each cue is one moment of the routine, so that the cues follow each other without a gap, and the last one ends when the
routine does. The first cue of a step says its name, dose and place, and how it is held back. It loses the steps, cues
and cautions of an exercise, why it is in, what was left out, the sources, pictures, and everything about the person but
the limits: these say how an exercise is held back, and so may let somebody guess why.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.lines import one_line
from thoracic_lib.exporting.pages import EDUCATION, held_back, place, words
from thoracic_lib.exporting.playbook import Moment, moments
from thoracic_lib.exporting.sharing import unasked
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.routine import Routine, Step
from thoracic_lib.vocabulary import Laterality

__all__ = ["render", "stamp"]


def render(value: object) -> str:
    """The cues of a routine; `FormatError` for anything else."""
    if not isinstance(value, Routine):
        raise FormatError("webvtt", f"cannot hold a {type(value).__name__}")
    blocks = ["WEBVTT", "\n".join(("NOTE", *filter(None, map(_said, _notes(value)))))]
    for number, step in enumerate(value.steps, 1):
        blocks += _cues(value, number, step)
    return "\n\n".join(blocks)


def _cues(routine: Routine, number: int, step: Step) -> Iterator[str]:
    """The cues of a step, each without an empty line in it; the first one opens it."""
    at, opening = step.start, tuple(_opening(routine, number, step))
    for order, moment in enumerate(moments(step, routine.request.pace), 1):
        lines = filter(None, map(_said, (*opening, _told(moment, step))))
        end = at + moment.seconds
        yield "\n".join((f"{number}.{order}", f"{stamp(at)} --> {stamp(end)}", *lines))
        at, opening = end, ()


def stamp(seconds: int) -> str:
    """A time of a cue.

    >>> stamp(0), stamp(3_735)
    ('00:00:00.000', '01:02:15.000')
    """
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000"


def _said(text: str) -> str:
    """A text in which WebVTT sees nothing but words: no tag, no reference, no arrow, no end of a line."""
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _notes(routine: Routine) -> Iterator[str]:
    yield f"{routine.title}, {clock(routine.seconds)} min"
    yield f"Data {routine.data_version}, catalog {routine.catalog_digest[:12]}"
    yield EDUCATION
    yield from (f"When to stop: {sign}" for sign in routine.stop_signs)


def _opening(routine: Routine, number: int, step: Step) -> Iterator[str]:
    """What is said before a step, and before the first one of the whole."""
    if number == 1:
        yield from (EDUCATION, *unasked(routine), *routine.notices)
    yield f"{step.exercise.name}. {step.dose}. {place(step.setup)}."
    yield from (held_back(limit) for limit in dict.fromkeys(map(str, step.limits)))


def _told(moment: Moment, step: Step) -> str:
    """What is said of a moment."""
    return _TOLD[moment.kind](moment, step)


def _fetched(_: Moment, step: Step) -> str:
    needed = ", ".join(map(words, step.setup.equipment))
    return f"Fetch what you need: {needed}." if needed else "Put away what you needed."


def _counted(noun: str, moment: Moment, of: int | None) -> str:
    return f"{noun} {moment.count} of {of}"


def _side(moment: Moment, step: Step) -> str:
    if step.dose.laterality is Laterality.BILATERAL:
        return ""
    return ", first side" if moment.side == 1 else ", other side"


_TOLD: Mapping[str, Callable[[Moment, Step], str]] = MappingProxyType(
    {
        "change of equipment": _fetched,
        "change of position": lambda _, step: f"Change your position: {words(step.setup.position)}.",
        "set-up": lambda *_: "Get ready.",
        "movement": lambda one, step: f"{_counted('Repetition', one, step.dose.repetitions)}{_side(one, step)}.",
        "hold": lambda one, _: f"Hold for {one.seconds} seconds.",
        "return": lambda *_: "Come back.",
        "breath": lambda one, step: f"{_counted('Breath', one, step.dose.breaths)}{_side(one, step)}.",
        "massage": lambda one, step: f"Massage for {clock(one.seconds)} min{_side(one, step)}.",
        "change of spot": lambda one, step: f"Move on to spot {one.spot} of {step.dose.spots}.",
        "change of side": lambda *_: "Change sides.",
        "rest": lambda one, step: f"Rest for {one.seconds} seconds. Then comes set {one.set} of {step.dose.sets}.",
    }
)
"""What is said of each kind of moment."""
