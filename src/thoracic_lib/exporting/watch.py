"""A routine as the steps of a watch: so long, so often, or again from a step on.

A repeat inside another one is not counted on: each exercise has one at most, where it saves the most steps.
"""

from collections.abc import Iterable, Iterator

from attrs import frozen

from thoracic_lib.exporting.lines import one_line
from thoracic_lib.model.dosage import Dose, Pace
from thoracic_lib.model.routine import Routine, Step
from thoracic_lib.vocabulary import Laterality, LimitKind

__all__ = ["NAME_BYTES", "NOTE_BYTES", "SEE", "Again", "Counted", "Lap", "Timed", "clipped", "laps"]

NAME_BYTES = 40
"""The longest name of a step or a workout in bytes of UTF-8 (library default)."""

NOTE_BYTES = 120
"""The longest note in bytes of UTF-8 (library default)."""

SEE = "Mind what your routine says here."
"""What stands in place of a limit that a rule puts in words, since these may tell of a condition."""

_ELLIPSIS = "…"
_BEFORE = frozenset({"change of equipment", "change of position", "set-up"})
_JOINING = "\u200d\ufe0e\ufe0f"


@frozen
class Timed:
    """A step that lasts so many seconds; it is at work, or it is not."""

    name: str
    seconds: int
    works: bool
    note: str = ""


@frozen
class Counted:
    """A step that lasts until so many repetitions are done."""

    name: str
    repetitions: int
    note: str = ""
    works: bool = True


@frozen
class Again:
    """Go back by so many steps, until they were done so many times in all."""

    steps: int
    times: int


Lap = Timed | Counted | Again


def laps(routine: Routine) -> tuple[Lap, ...]:
    """The steps of a watch, in order.

    >>> from thoracic_lib.composing import compose
    >>> from thoracic_lib.model.routine import Request
    >>> for lap in laps(compose(Request(minutes=5)))[:2]:
    ...     print(lap.name)
    Side-lying intercostal stretch: ready
    Side-lying intercostal stretch: move
    """
    return tuple(lap for step in routine.steps for lap in _laps(step, routine.request.pace))


def clipped(text: str, limit: int, end: str = "") -> str:
    """A text with an end, in at most so many bytes of UTF-8; what is cut off shows as an ellipsis before the end.

    >>> clipped("Half-kneeling around the world", 20, ": hold")
    'Half-kneeli…: hold'
    """
    told = one_line(text)
    if len(f"{told}{end}".encode()) <= limit:
        return f"{told}{end}"
    room = limit - len(f"{_ELLIPSIS}{end}".encode())
    kept = told.encode()[:room].decode("utf-8", "ignore").rstrip(f"{_JOINING} ")
    return f"{kept}{_ELLIPSIS}{end}"


def _laps(step: Step, pace: Pace) -> Iterator[Lap]:
    name = one_line(step.exercise.name) or step.exercise.id
    before = sum(part.seconds for part in step.parts if part.name in _BEFORE)
    yield from _timed(clipped(name, NAME_BYTES, ": ready"), before, works=False, note=str(step.dose))
    yield from _dosed(step.dose, pace, name, clipped(_note(step), NOTE_BYTES))


def _note(step: Step) -> str:
    """How a step is held back, or else its first cue."""
    told = dict.fromkeys(SEE if limit.kind is LimitKind.CUE else str(limit) for limit in step.limits)
    return "; ".join(told) if told else next(iter(step.exercise.cues), "")


def _dosed(dose: Dose, pace: Pace, name: str, note: str) -> list[Lap]:
    """The laps of a dose: the work at a spot, then spots, sides and sets, one inside the other."""
    work = _work(dose, pace, name, note)
    levels = (
        (dose.repetitions or 1 if dose.hold_seconds else 1, ()),
        (dose.spots, _timed("Next spot", pace.change_spot, works=False)),
        (dose.sides, _timed("Change sides", pace.change_side, works=False)),
        (dose.sets, _timed("Rest", dose.rest_seconds, works=False)),
    )
    folded = min(range(len(levels)), key=lambda level: (_length(len(work), levels, level), level))
    for level, (times, between) in enumerate(levels):
        work = _folded(work, times, between) if level == folded else _unfolded(work, times, between)
    return work


def _work(dose: Dose, pace: Pace, name: str, note: str) -> list[Lap]:
    """What is done at one spot; of repetitions that are held, one."""
    if dose.hold_seconds:
        move = _timed(clipped(name, NAME_BYTES, ": move"), dose.tempo_seconds or 0, works=True, note=note)
        return [*move, *_timed(clipped(name, NAME_BYTES, ": hold"), dose.hold_seconds, works=True, note=note)]
    if dose.repetitions:
        both = " both sides" if dose.laterality is Laterality.ALTERNATING else ""
        return [Counted(clipped(name, NAME_BYTES, both), dose.repetitions, note)]
    seconds = dose.duration_seconds or (dose.breaths or 0) * pace.breath
    breaths = f": {dose.breaths} breaths" if dose.breaths else ""
    return [*_timed(clipped(name, NAME_BYTES, breaths), seconds, works=True, note=note)]


def _timed(name: str, seconds: int, *, works: bool, note: str = "") -> tuple[Lap, ...]:
    """A lap of so many seconds, or none where there are none."""
    return (Timed(name, seconds, works, note),) if seconds else ()


def _unfolded(work: list[Lap], times: int, between: Iterable[Lap]) -> list[Lap]:
    return [*work, *(lap for _ in range(times - 1) for lap in (*between, *work))]


def _folded(work: list[Lap], times: int, between: Iterable[Lap]) -> list[Lap]:
    """The same with a repeat; what stands between two rounds does not come after the last one."""
    gap = [*between]
    if times - bool(gap) < 2:  # noqa: PLR2004 - once is no repeat
        return _unfolded(work, times, gap)
    return [*work, *gap, Again(len(work) + len(gap), times - bool(gap)), *(work if gap else ())]


def _length(length: int, levels: Iterable[tuple[int, tuple[Lap, ...]]], folded: int) -> int:
    """How many laps there are if this level is a repeat."""
    for level, (times, between) in enumerate(levels):
        gap = len(between)
        if level == folded and times - bool(gap) > 1:
            length = length + gap + 1 + (length if gap else 0)
        else:
            length = times * length + (times - 1) * gap
    return length
