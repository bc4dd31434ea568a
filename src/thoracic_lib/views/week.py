"""What is done on which day: the weeks of a program as rows, a card for each session."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from thoracic_lib.model.dosage import clock
from thoracic_lib.model.program import Program, Session
from thoracic_lib.views import svg
from thoracic_lib.vocabulary import ChangeKind, Phase

__all__ = ["draw_weeks"]

_WIDE = 480
_LEFT = 54
_DAY = (_WIDE - _LEFT) / 7
_TOP = 24
_ROW = 48
_CARD = 42
_UP = frozenset({ChangeKind.LONGER, ChangeKind.RAISED, ChangeKind.HARDER})
_SIGNS = {"more": "more or harder", "less": "less or easier", "again": "repeated", "past": "past"}


def draw_weeks(program: Program, theme: str = "auto") -> str:
    """The weeks of a program that was checked before."""
    changes = Counter((change.week, change.day, _sign(change.kind)) for change in program.changes)
    inner = [svg.text(_LEFT + (day + 0.5) * _DAY, 14, f"Day {day}", "f m") for day in range(7)]
    longest = max(session.routine.seconds for session in program.sessions)
    for week, sessions in groupby(enumerate(program.sessions), key=lambda item: item[1].week):
        y = _TOP + (week - 1) * _ROW
        inner.append(svg.text(0, y + _CARD / 2 + 4, f"Week {week}", "s"))
        inner.append(svg.path("rule", f"M{_LEFT} {svg.number(y + _CARD / 2)}H{_WIDE}"))
        for at, session in sessions:
            signs = [sign for sign in _SIGNS if changes[session.week, session.day, sign]]
            inner.append(_card(session, y, longest, signs, past=at < program.next))
    y = _TOP + program.request.weeks * _ROW
    legend, high = _legend(_kinds(program), y)
    key = " ".join(f"{one.week}/{one.day}/{one.routine.seconds}/{'/'.join(one.exercises)}" for one in program.sessions)
    sheet = svg.Sheet("weeks", f"{key} {program.next} {sorted(changes.items())}", theme, (_WIDE, y + high))
    return svg.document(sheet, program.title, " ".join(_described(program)), "".join([*inner, legend]))


def _sign(kind: ChangeKind) -> str:
    return "more" if kind in _UP else "again" if kind is ChangeKind.REPEATED else "less"


def _card(session: Session, y: int, longest: int, signs: list[str], *, past: bool) -> str:
    """One session: its minutes, how many exercises, its phases as a bar, and whether something changes with it."""
    x, wide = _LEFT + session.day * _DAY + 2, _DAY - 4
    told = svg.path("card", f"M{svg.number(x)} {y}h{svg.number(wide)}v{_CARD}h-{svg.number(wide)}z")
    told += svg.text(x + 5, y + 14, clock(session.routine.seconds), "s")
    count = len(session.routine.steps)
    told += svg.text(x + 5, y + 26, f"{count} ex.", "f")
    at = x + 5
    for phase, seconds in _phases(session):
        share = seconds * (wide - 10) / longest
        told += svg.bar(at, y + 31, share, 7, phase)
        at += share
    right = x + wide - 9
    for index, sign in enumerate((*(["past"] if past else []), *signs)):
        told += _drawn_sign(sign, right - 11 * index, y + 22)
    return told


def _phases(session: Session) -> Iterator[tuple[Phase, int]]:
    for phase, steps in groupby(session.routine.steps, key=lambda step: step.exercise.phase):
        yield phase, sum(step.seconds for step in steps)


def _drawn_sign(sign: str, x: float, y: float) -> str:
    """An arrowhead up for more, down for less, a ring for what is repeated, a tick for what is past."""
    if sign == "past":
        return svg.path("line", f"M{svg.number(x - 4)} {svg.number(y)}l3 3l5-7")
    if sign == "again":
        return f'<circle class="line" cx="{svg.number(x)}" cy="{svg.number(y)}" r="3.2"/>'
    way = -1 if sign == "more" else 1
    return svg.path("mark", f"M{svg.number(x - 4.5)} {svg.number(y - way * 3.5)}h9l-4.5 {8 * way}z")


def _legend(kinds: Iterable[tuple[str, str]], y: int) -> tuple[str, int]:
    """What bars and signs stand for, wrapped into lines, and how high that is."""
    told, x, line = [], 0.0, y + 16
    for kind, label in kinds:
        wide = 22 + svg.width(label, 11) + 12
        if x + wide > _WIDE:
            x, line = 0.0, line + 18
        bar = kind in list(Phase)
        told.append(svg.bar(x, line - 8, 16, 8, Phase(kind)) if bar else _drawn_sign(kind, x + 8, line - 4))
        told.append(svg.text(x + 22, line, label, "f"))
        x += wide
    return "".join(told), line - y + 8


def _kinds(program: Program) -> Iterator[tuple[str, str]]:
    """Everything that a legend has to explain, with its words."""
    phases = {step.exercise.phase for one in program.sessions for step in one.routine.steps}
    yield from ((phase, phase.capitalize()) for phase in Phase if phase in phases)
    signs = {_sign(change.kind) for change in program.changes} | ({"past"} if program.next else set())
    yield from ((sign, label) for sign, label in _SIGNS.items() if sign in signs)


def _described(program: Program) -> Iterator[str]:
    """The weeks in words, those that are alike together."""
    days = {
        week: (f"day {one.day} {clock(one.routine.seconds)} min" for one in program.week(week))
        for week in range(1, program.request.weeks + 1)
    }
    told = [(week, ", ".join(held)) for week, held in days.items()]
    for said, weeks in groupby(told, key=lambda item: item[1]):
        numbers = [week for week, _ in weeks]
        name = f"Week {numbers[0]}" if len(numbers) == 1 else f"Weeks {numbers[0]} to {numbers[-1]}"
        yield f"{name}: {said}."
