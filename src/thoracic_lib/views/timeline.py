"""When what is done: a routine from top to bottom, each step a bar at its time."""

from collections.abc import Iterator
from itertools import groupby

from thoracic_lib.model.dosage import clock
from thoracic_lib.model.routine import Routine, Step
from thoracic_lib.views import svg
from thoracic_lib.views.wording import words

__all__ = ["draw_timeline"]

_WIDE = 480
_TICKS = (1, 2, 5, 10, 15, 30, 60, 120)
_MOST_TICKS = 12
_ROW = 36
_CHANGE = 16
_PHASE = 24
_TOP = 26


def draw_timeline(routine: Routine, theme: str = "auto") -> str:
    """The timeline of a routine that was checked before."""
    inner: list[str] = []
    y = _TOP
    last: Step | None = None
    number = 0
    for phase, steps in groupby(routine.steps, key=lambda step: step.exercise.phase):
        held = tuple(steps)
        taken = sum(step.seconds for step in held)
        inner += [svg.bar(0, y + 6, 16, 10, phase), svg.text(22, y + 15, phase.capitalize(), "s")]
        inner += [svg.text(_WIDE, y + 15, f"{clock(taken)} min", "f e")]
        y += _PHASE
        for step in held:
            number += 1
            told, high = _row(number, step, last, y, routine.seconds)
            inner += told
            y += high
            last = step
    title = f"{routine.title}: {clock(routine.seconds)} min"
    grid = "".join(_grid(routine.seconds, y))
    key = " ".join(f"{step.exercise.id}/{step.setup.id}/{step.end}" for step in routine.steps)
    sheet = svg.Sheet("timeline", key, theme, (_WIDE, y + 4))
    return svg.document(sheet, title, _described(routine), grid + "".join(inner))


def _at(seconds: int, whole: int) -> float:
    return seconds * _WIDE / whole


def _grid(seconds: int, bottom: int) -> Iterator[str]:
    """The minutes, as lines behind everything and figures above."""
    every = next((step for step in _TICKS if seconds <= step * 60 * _MOST_TICKS), _TICKS[-1])
    marks = range(0, seconds + 1, every * 60)
    lines = "".join(f"M{svg.number(_at(mark, seconds))} {_TOP - 8}V{bottom}" for mark in marks)
    yield svg.path("rule", lines)
    for mark in marks:
        x = _at(mark, seconds)
        told = f"{mark // 60} min" if mark in {0, marks[-1]} else str(mark // 60)
        end = x + svg.width(told, 11) / 2 > _WIDE
        yield svg.text(0 if mark == 0 else _WIDE if end else x, 12, told, "f" if mark == 0 else "f e" if end else "f m")


def _row(number: int, step: Step, last: Step | None, y: int, whole: int) -> tuple[list[str], int]:
    """One step: its name and times, its bar with the changes before it, and what changes before it."""
    changed = _changes(step, last)
    top = y + (_CHANGE if changed else 0)
    times = f"{clock(step.start)}–{clock(step.end)}"
    name = svg.shortened(f"{number}. {step.exercise.name}", _WIDE - svg.width(times, 11) - 12)
    told = [_mark(5, y + 7), svg.text(14, y + 11, svg.shortened(changed, _WIDE - 14, 11), "f")] if changed else []
    told += [svg.text(0, top + 13, name), svg.text(_WIDE, top + 13, times, "f e")]
    before = sum(part.seconds for part in step.parts if part.name in _BEFORE)
    start, work, end = (_at(at, whole) for at in (step.start, step.start + before, step.end))
    told.append(svg.path("rule", f"M0 {top + 25}H{_WIDE}"))
    if work > start:
        wide = svg.number(work - start)
        told.append(svg.path("card", f"M{svg.number(start)} {top + 22}h{wide}v6h-{wide}z"))
    told.append(svg.bar(work, top + 19, end - work, 12, step.exercise.phase))
    return told, top + _ROW - y


_BEFORE = frozenset({"set-up", "change of position", "change of equipment"})


def _mark(x: float, y: float) -> str:
    return svg.path("mark", f"M{x} {y - 4}l4 4l-4 4l-4 -4z")


def _changes(step: Step, last: Step | None) -> str:
    """The position and the things that are new with this step; nothing where all is as before."""
    told = []
    if last is None or step.setup.position is not last.setup.position:
        told.append(words(step.setup.position))
    had = last.setup.equipment if last is not None else ()
    if new := [item for item in step.setup.equipment if item not in had]:
        told.append("with " + ", ".join(map(words, new)))
    changed = ", ".join(told)
    return changed[:1].upper() + changed[1:]


def _described(routine: Routine) -> str:
    """The timeline in words."""
    told = []
    last: Step | None = None
    for at, step in enumerate(routine.steps, 1):
        changed = _changes(step, last)
        where = f" {changed}." if changed else ""
        told.append(
            f"{at}. {clock(step.start)} to {clock(step.end)}, {step.exercise.phase}: {step.exercise.name}.{where}"
        )
        last = step
    return " ".join(told)
