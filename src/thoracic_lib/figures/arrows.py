"""Arrows along the path of a landmark, and marks on what is worked."""

from itertools import pairwise
from math import cos, fsum, hypot, sin

from thoracic_lib.figures.camera import Eye
from thoracic_lib.figures.drawing import Box
from thoracic_lib.figures.outlines import TENTHS, point, smooth
from thoracic_lib.figures.posing import direction, sided
from thoracic_lib.figures.skeleton import Bones
from thoracic_lib.figures.staging import Staged
from thoracic_lib.figures.vectors import along, mix
from thoracic_lib.model.figure import Arrow

__all__ = ["arrow", "mark"]

_SAMPLES = 4
_SHORTEST = 15 * TENTHS
_HEAD = 7 * TENTHS

Point = tuple[float, float]


def arrow(told: Arrow, whole: Staged, eye: Eye) -> tuple[str, str, Box] | None:
    """The line and the head of an arrow, and the box around both; `None` where what it follows stays in place."""
    if told.through:
        end = whole.at(1.0)
        places = [point(sided(name, "right", end), eye) for name in (told.follows, *told.through)]
        places = places[::-1] if told.reverse else places
        return _finished(_beside(places, point(sided("upper-abdomen", "right", end), eye), told.gap * TENTHS, bow=0.0))
    if not told.leads_along:
        return _finished((_ring if told.circle else _straight)(told, whole.at(0.0), eye))
    ways = [point(place, eye) for place in whole.way(told.follows)]
    if told.reverse:
        ways.reverse()
    length = fsum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ways))
    if length < TENTHS:
        return None
    if length < _SHORTEST:
        (ax, ay), (bx, by) = ways[0], ways[-1]
        grown = _SHORTEST / (hypot(bx - ax, by - ay) or 1.0)
        middle = ((ax + bx) / 2, (ay + by) / 2)
        shares = [(index / _SAMPLES - 0.5) * grown for index in range(_SAMPLES + 1)]
        ways = [(middle[0] + (bx - ax) * share, middle[1] + (by - ay) * share) for share in shares]
    trunk = point(whole.at(1.0).spine[4], eye)
    return _finished(_beside(ways, trunk, told.gap * TENTHS))


def _ring(told: Arrow, body: Bones, eye: Eye) -> list[Point]:
    """Most of a circle around a landmark."""
    x, y = point(sided(told.follows, "right", body), eye)
    way, wide = (-1 if told.reverse else 1), abs(told.gap) * TENTHS
    angles = [way * (-2.2 + 5.2 * index / 8) for index in range(9)]
    return [(x + cos(angle) * wide, y + sin(angle) * wide) for angle in angles]


def _straight(told: Arrow, body: Bones, eye: Eye) -> list[Point]:
    """A line that leads to a landmark in a direction of the room, or with `reverse` away from it."""
    side = told.follows.partition(".")[2]
    way = direction(told.toward, -1.0 if side == "right" else 1.0) or (1.0, 0.0, 0.0)
    place = sided(told.follows, "right", body)
    far, near = along(place, way, -told.gap - 16.0), along(place, way, -told.gap)
    if told.reverse:
        near, far = along(place, way, told.gap + 16.0), along(place, way, told.gap)
    return [point(mix(far, near, index / 4), eye) for index in range(5)]


def _finished(ways: list[Point]) -> tuple[str, str, Box]:
    """The line and head of an arrow along these points."""
    ways = _shortened(ways, _HEAD * 0.8)
    (ax, ay), (bx, by) = ways[-2], ways[-1]
    size = hypot(bx - ax, by - ay) or 1.0
    dx, dy = (bx - ax) / size, (by - ay) / size
    tip = (bx + dx * _HEAD, by + dy * _HEAD)
    wings = [(bx - dy * way * _HEAD * 0.62 - dx * 8, by + dx * way * _HEAD * 0.62 - dy * 8) for way in (-1, 1)]
    corners = [wings[0], tip, wings[1], (bx + dx * 10, by + dy * 10)]
    head = "M" + "L".join(f"{round(x)} {round(y)}" for x, y in corners) + "z"
    xs, ys = [x for x, _ in [*ways, *corners]], [y for _, y in [*ways, *corners]]
    return smooth(ways), head, Box(min(xs) - 20, min(ys) - 20, max(xs) + 20, max(ys) + 20)


def _beside(ways: list[Point], trunk: Point, gap: float, bow: float = 0.10) -> list[Point]:
    """The same path moved sideways, away from the trunk (with a negative gap toward it)."""
    middle = ways[len(ways) // 2]
    ax, ay = ways[0]
    bx, by = ways[-1]
    size = hypot(bx - ax, by - ay) or 1.0
    nx, ny = -(by - ay) / size, (bx - ax) / size
    if nx * (middle[0] - trunk[0]) + ny * (middle[1] - trunk[1]) < 0:
        nx, ny = -nx, -ny
    bowed = []
    for index, (x, y) in enumerate(ways):
        share = index / (len(ways) - 1)
        aside = gap + 4 * share * (1 - share) * bow * size * (1 if gap >= 0 else -1)
        bowed.append((x + nx * aside, y + ny * aside))
    return bowed


def _shortened(ways: list[Point], by: float) -> list[Point]:
    """A path without its last bit, so that the head of the arrow ends where the path did."""
    total = 0.0
    kept = list(ways)
    while True:
        (ax, ay), (bx, by_) = kept[-2], kept[-1]
        step = hypot(bx - ax, by_ - ay)
        if total + step > by:
            share = (by - total) / step
            kept[-1] = (bx + (ax - bx) * share, by_ + (ay - by_) * share)
            return kept
        if len(kept) == 2:  # noqa: PLR2004 - a line needs two points
            return kept
        total += step
        kept.pop()


def mark(name: str, body: Bones, eye: Eye) -> tuple[int, int]:
    """Where the soft spot is drawn that marks what is stretched or worked."""
    x, y = point(sided(name, "right", body), eye)
    return round(x), round(y)
