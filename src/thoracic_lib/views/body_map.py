"""Where on the body what is done works: a body from the front and from behind, and how long for each area."""

from collections.abc import Iterable, Mapping

from thoracic_lib.model.dosage import clock
from thoracic_lib.model.routine import Routine
from thoracic_lib.views import svg
from thoracic_lib.views.silhouette import AREAS, HIGH, HINTS, OUTLINE, Area, closed, opened, sided
from thoracic_lib.views.wording import words

__all__ = ["draw_body_map", "worked"]

_WIDE = 400
_TOP = 18
_MIDDLE = {"front": 104, "back": 296}
_LINE = 21
_BADGE = 7.5


def worked(routines: Iterable[Routine]) -> dict[str, int]:
    """The seconds of the steps that work each target, most first; a step counts for each of its targets.

    >>> worked([])
    {}
    """
    taken: dict[str, int] = {}
    for routine in routines:
        for step in routine.steps:
            for target in step.exercise.targets:
                taken[target] = taken.get(target, 0) + step.seconds
    return dict(sorted(taken.items(), key=lambda item: (-item[1], item[0])))


def draw_body_map(title: str, seconds: Mapping[str, int], names: Mapping[str, str], theme: str = "auto") -> str:
    """The map of the seconds for each target, most first; `names` says how targets are called."""
    number = {target: at for at, target in enumerate(seconds, 1)}
    most = max(seconds.values(), default=1)
    inner: list[str] = []
    for view, x in _MIDDLE.items():
        inner.append(svg.text(x, 12, view.capitalize(), "s m"))
        inner.append(svg.path("body", closed(OUTLINE, x, _TOP)))
        shown = {target: area for target, area in AREAS.items() if target in seconds and area.view in {view, "both"}}
        for target, area in shown.items():
            inner.append(_area(area, x, 1 + 3 * seconds[target] // (most + 1)))
        inner.append(_hints(view, x))
        for target, area in shown.items():
            inner.append(_mark(number[target], x + area.label[0], _TOP + area.label[1]))
    y = _TOP + HIGH + 12
    for at, (target, taken) in enumerate(seconds.items()):
        place = y + at * _LINE
        inner.append(_mark(number[target], 10, place) if target in AREAS else svg.text(10, place + 4, f"{at + 1}", "m"))
        inner.append(_line(name_of(target, names), taken, most, place))
    told = ", ".join(f"{name_of(target, names)} {clock(taken)} min" for target, taken in seconds.items())
    told = f"A body from the front and from behind with the areas that are worked: {told}."
    key = " ".join(f"{target}/{taken}" for target, taken in seconds.items())
    sheet = svg.Sheet("body", key, theme, (_WIDE, y + len(seconds) * _LINE))
    return svg.document(sheet, title, told, "".join(inner))


def name_of(target: str, names: Mapping[str, str]) -> str:
    """What a target is called."""
    return names.get(target) or words(target).capitalize()


def _area(area: Area, x: int, shade: int) -> str:
    """An area, the darker, the longer it is worked: up to a third, two thirds, or all of the longest time."""
    draw = opened if area.lines else closed
    data = "".join(draw(shape, x, _TOP, sign) for shape, sign in sided(area))
    return svg.path(f"{'stripe' if area.lines else 'area'} shade-{shade}", data)


def _hints(view: str, x: int) -> str:
    return svg.path("hint", "".join(opened(line, x, _TOP, sign) for line in HINTS[view] for sign in (1, -1)))


def _mark(number: int, x: float, y: float) -> str:
    circle = f'<circle class="badge" cx="{svg.number(x)}" cy="{svg.number(y)}" r="{_BADGE}"/>'
    return circle + svg.text(x, y + 3.5, str(number), "on")


def _line(name: str, taken: int, most: int, y: int) -> str:
    """One target under the body: its name, and its time as bar and figure."""
    wide = svg.number(max(2.0, 80 * taken / most))
    told = svg.text(24, y + 4, svg.shortened(name, 222)) + svg.path("amount", f"M254 {y - 5}h{wide}v10h-{wide}z")
    return told + svg.text(_WIDE, y + 4, f"{clock(taken)} min", "f e")
