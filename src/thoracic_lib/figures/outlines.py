"""Hulls of two eggs as the eye sees them, as smooth closed paths.

An egg is seen as an ellipse. Between two directions the outline of an ellipse is drawn as one quadratic curve, whose
control point is where the two tangents meet. The hull of two ellipses is an arc of each, joined by two straight
lines. Every hull has the same commands, so that one can be turned into another smoothly.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from math import acos, atan2, cos, hypot, pi, sin, sqrt
from typing import NamedTuple

from thoracic_lib.figures.body import Egg
from thoracic_lib.figures.camera import Eye
from thoracic_lib.figures.vectors import IDENTITY, Vector

__all__ = ["TENTHS", "Oval", "closed", "flat", "hull", "oval", "point", "smooth", "tube"]

TENTHS = 14.0
"""Tenths of a unit of the picture for each centimeter."""


_UNSEEN = 0.05
"""What is less than this many tenths of a unit makes no difference."""


class Oval(NamedTuple):
    """An ellipse: its middle, and its shape as a symmetric matrix; the square of the radius where it is a circle."""

    x: float
    y: float
    xx: float
    xy: float
    yy: float


def point(at: Vector, eye: Eye) -> tuple[float, float]:
    """Where a place is seen, in tenths of units, downward."""
    right, up = eye.right, eye.up
    return (
        (at[0] * right[0] + at[1] * right[1] + at[2] * right[2]) * TENTHS,
        -(at[0] * up[0] + at[1] * up[1] + at[2] * up[2]) * TENTHS,
    )


def oval(egg: Egg, eye: Eye) -> Oval:
    """An egg as it is seen."""
    x, y = point(egg.center, eye)
    if egg.frame is IDENTITY and egg.radii[0] == egg.radii[1] == egg.radii[2]:
        square = (egg.radii[0] * TENTHS) ** 2
        return Oval(x, y, square, 0.0, square)
    xx = xy = yy = 0.0
    (r0, r1, r2), (u0, u1, u2) = eye.right, eye.up
    one, two, three = egg.frame
    for index, radius in enumerate(egg.radii):
        a = (one[index] * r0 + two[index] * r1 + three[index] * r2) * radius * TENTHS
        b = -(one[index] * u0 + two[index] * u1 + three[index] * u2) * radius * TENTHS
        xx += a * a
        xy += a * b
        yy += b * b
    return Oval(x, y, xx, xy, yy)


def hull(one: Oval, other: Oval, curves: int = 3) -> str:
    """The path around two ellipses; each contributes an arc of so many curves."""
    first, second = _turns(one, other)
    if first is None:
        one = other if second else one
        first, middle, last = 0.0, pi, 2 * pi
        other = one
    else:
        middle, last = second, first + 2 * pi
    begin, told = _arc(one, first, middle, curves, None)
    end, more = _arc(other, middle, last, curves, begin[-1])
    return f"M{begin[0][0]} {begin[0][1]}{told}{more}z" if end else ""


def _turns(one: Oval, other: Oval) -> tuple[float | None, float]:
    """The directions between which the outline is that of the first ellipse; `None` where one holds the other."""
    dx, dy = one.x - other.x, one.y - other.y
    distance, toward = hypot(dx, dy), atan2(dy, dx)
    if one.xy == other.xy == 0.0 and one.xx == one.yy and other.xx == other.yy:
        gap = sqrt(other.xx) - sqrt(one.xx)
        if distance <= abs(gap):
            return None, gap > 0
        half = acos(gap / distance)
        return toward - half, toward + half

    def lead(angle: float) -> float:
        c, s = cos(angle), sin(angle)
        mine = one.xx * c * c + 2 * one.xy * c * s + one.yy * s * s
        theirs = other.xx * c * c + 2 * other.xy * c * s + other.yy * s * s
        return dx * c + dy * s + sqrt(max(mine, 0.0)) - sqrt(max(theirs, 0.0))

    ahead, back = lead(toward), lead(toward + pi)
    if ahead <= 0 or back >= 0:
        return None, ahead <= 0
    return _zero(lead, toward, toward - pi, ahead, back), _zero(lead, toward, toward + pi, ahead, back)


def _zero(lead: Callable[[float], float], inside: float, outside: float, at_inside: float, at_outside: float) -> float:
    """Where a falling function is zero: the false position method, with the Illinois trick."""
    kept = 0
    for _ in range(9):
        between = (inside * at_outside - outside * at_inside) / (at_outside - at_inside)
        value = lead(between)
        if abs(value) < _UNSEEN:
            return between
        if value > 0:
            inside, at_inside = between, value
            at_outside /= 2 if kept == 1 else 1
            kept = 1
        else:
            outside, at_outside = between, value
            at_inside /= 2 if kept == -1 else 1
            kept = -1
    return between


def _arc(
    shape: Oval, first: float, last: float, curves: int, before: tuple[int, int] | None
) -> tuple[list[tuple[int, int]], str]:
    """The points of an arc and its path, which goes on from `before` where that is given."""
    step = (last - first) / curves
    sine = sin(step) or 1e-9
    x, y, xx, xy, yy = shape
    c, s = cos(first), sin(first)
    size = sqrt(max(xx * c * c + 2 * xy * c * s + yy * s * s, 1e-9))
    px, py = round(x + (xx * c + xy * s) / size), round(y + (xy * c + yy * s) / size)
    points, told = [(px, py)], []
    if before is not None:
        told.append(f"l{px - before[0]} {py - before[1]}")
    told.append("q")
    for index in range(1, curves + 1):
        nc, ns = cos(first + index * step), sin(first + index * step)
        nsize = sqrt(max(xx * nc * nc + 2 * xy * nc * ns + yy * ns * ns, 1e-9))
        mx, my = x + (size * ns - nsize * s) / sine, y + (nsize * c - size * nc) / sine
        nx, ny = round(x + (xx * nc + xy * ns) / nsize), round(y + (xy * nc + yy * ns) / nsize)
        told.append(f"{round(mx) - px} {round(my) - py} {nx - px} {ny - py} ")
        px, py, c, s, size = nx, ny, nc, ns, nsize
        points.append((px, py))
    return points, "".join(told).rstrip()


def tube(shapes: list[Oval]) -> str:
    """The outline of a body that runs through ellipses from the first to the last, smooth on both sides."""
    last = len(shapes) - 1
    sides: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    angles = []
    for index, shape in enumerate(shapes):
        one, other = shapes[max(index - 1, 0)], shapes[min(index + 1, last)]
        angle = atan2(other.y - one.y, other.x - one.x)
        angles.append(angle)
        for held, turn in zip(sides, (angle - pi / 2, angle + pi / 2), strict=True):
            held.append(_support(shape, turn))
    right, left = sides
    cap, more = _arc(shapes[last], angles[last] - pi / 2, angles[last] + pi / 2, 3, None)
    foot, again = _arc(shapes[0], angles[0] + pi / 2, angles[0] + 3 * pi / 2, 3, None)
    return f"{smooth(right)}{more}{smooth([*left[::-1]]).replace('M', 'L', 1)}{again}z" if cap and foot else ""


def _support(shape: Oval, angle: float) -> tuple[float, float]:
    """The point of an ellipse that is farthest in a direction."""
    c, s = cos(angle), sin(angle)
    size = sqrt(max(shape.xx * c * c + 2 * shape.xy * c * s + shape.yy * s * s, 1e-9))
    return shape.x + (shape.xx * c + shape.xy * s) / size, shape.y + (shape.xy * c + shape.yy * s) / size


def closed(places: Iterable[Vector], eye: Eye) -> str:
    """The outline of a flat shape with straight edges."""
    return flat(places, eye) + "z"


def flat(places: Iterable[Vector], eye: Eye) -> str:
    """Straight lines from place to place."""
    seen = [(round(x), round(y)) for x, y in (point(place, eye) for place in places)]
    steps = [f"l{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(seen)]
    return f"M{seen[0][0]} {seen[0][1]}" + "".join(steps)


def smooth(points: list[tuple[float, float]]) -> str:
    """A smooth line through points of the picture."""
    ends = [points[0], *points, points[-1]]
    told = [f"M{round(points[0][0])} {round(points[0][1])}"]
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        x, y = round(b[0]), round(b[1])
        told.append(
            f"c{round(b[0] + (c[0] - a[0]) / 6) - x} {round(b[1] + (c[1] - a[1]) / 6) - y} "
            f"{round(c[0] - (d[0] - b[0]) / 6) - x} {round(c[1] - (d[1] - b[1]) / 6) - y} "
            f"{round(c[0]) - x} {round(c[1]) - y}"
        )
    return "".join(told)
