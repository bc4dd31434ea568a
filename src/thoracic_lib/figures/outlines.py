"""Hulls of two eggs as the eye sees them, as smooth closed paths.

An egg is seen as an ellipse. Between two directions the outline of an ellipse is drawn as one quadratic curve, whose
control point is where the two tangents meet. The hull of two ellipses is an arc of each, joined by two straight
lines. Every hull has the same commands, so that one can be turned into another smoothly.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from math import acos, atan2, cos, hypot, pi, sin, sqrt, tan
from typing import NamedTuple

from thoracic_lib.figures.body import Egg
from thoracic_lib.figures.camera import Eye
from thoracic_lib.figures.vectors import IDENTITY, Vector

__all__ = ["TENTHS", "Oval", "closed", "flat", "hull", "oval", "point", "smooth", "tube"]

TENTHS = 14.0
"""Tenths of a unit of the picture for each centimeter."""


_UNSEEN = 0.4
"""What is less than this many tenths of a unit makes no difference."""


_THIN = 1e-9
_EDGE = sqrt(_THIN)
"""What is seen edge-on is this thick at least, so that it still has a direction."""

_WIDE = 2.0
"""From this turn on tangents meet too far away, so that a curve goes through the middle of its arc instead."""


Dot = tuple[int, int]
"""A point as it is written, in whole tenths of a unit."""


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
    (r0, r1, r2), (u0, u1, u2) = eye.right, eye.up
    (m0, m1, m2), (m3, m4, m5), (m6, m7, m8) = egg.frame
    i, j, k = egg.radii
    a, d = (m0 * r0 + m3 * r1 + m6 * r2) * i, (m0 * u0 + m3 * u1 + m6 * u2) * i
    b, e = (m1 * r0 + m4 * r1 + m7 * r2) * j, (m1 * u0 + m4 * u1 + m7 * u2) * j
    c, f = (m2 * r0 + m5 * r1 + m8 * r2) * k, (m2 * u0 + m5 * u1 + m8 * u2) * k
    square = TENTHS * TENTHS
    return Oval(
        x, y, (a * a + b * b + c * c) * square, -(a * d + b * e + c * f) * square, (d * d + e * e + f * f) * square
    )


@lru_cache(maxsize=1_024)
def hull(one: Oval, other: Oval, curves: int = 3) -> str:
    """The path around two ellipses; each contributes an arc of so many curves.

    What stands still between two moments is found in the cache.
    """
    first, second = _turns(one, other)
    if first is None:
        one = other if second else one
        first, middle, last = 0.0, pi, 2 * pi
        other = one
    else:
        middle, last = second, first + 2 * pi
    (left, top), (x, y), told = _arc(one, first, middle, curves)
    (nx, ny), _, more = _arc(other, middle, last, curves)
    return f"M{left} {top}{told}l{nx - x} {ny - y}{more}z"


def _turns(one: Oval, other: Oval) -> tuple[float | None, float]:
    """The directions between which the outline is that of the first ellipse; `None` where one holds the other."""
    if one is other:
        return None, 0.0
    x, y, a, b, c = one
    ox, oy, d, e, f = other
    dx, dy = x - ox, y - oy
    distance, toward = hypot(dx, dy), atan2(dy, dx)
    if b == e == 0.0 and a == c and d == f:
        gap = sqrt(d) - sqrt(a)
        if distance <= abs(gap):
            return None, gap > 0
        half = acos(gap / distance)
        return toward - half, toward + half

    b, e = 2 * b, 2 * e

    def lead(angle: float) -> float:
        x, y = cos(angle), sin(angle)
        xx, xy, yy = x * x, x * y, y * y
        mine, theirs = a * xx + b * xy + c * yy, d * xx + e * xy + f * yy
        return dx * x + dy * y + (sqrt(mine) if mine > 0 else 0.0) - (sqrt(theirs) if theirs > 0 else 0.0)

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


def _arc(shape: Oval, first: float, last: float, curves: int) -> tuple[Dot, Dot, str]:
    """The first and the last point of an arc, and the curves between them."""
    step = (last - first) / curves
    if shape.xy == 0.0 and shape.xx == shape.yy and step <= _WIDE:
        return _round_arc(shape, first, step, curves)
    turn, sine = cos(step), sin(step) or _THIN
    x, y, xx, xy, yy = shape
    c, s = cos(first), sin(first)
    ax, ay = xx * c + xy * s, xy * c + yy * s
    square = ax * c + ay * s
    size = sqrt(square) if square > _THIN else _EDGE
    start = px, py = round(x + ax / size), round(y + ay / size)
    told = "q"
    for _ in range(curves):
        nc, ns = c * turn - s * sine, s * turn + c * sine
        ax, ay = xx * nc + xy * ns, xy * nc + yy * ns
        square = ax * nc + ay * ns
        nsize = sqrt(square) if square > _THIN else _EDGE
        nx, ny = round(x + ax / nsize), round(y + ay / nsize)
        if step > _WIDE:
            hx, hy = _support(shape, atan2(s, c) + step / 2)
            mx, my = round(2 * hx - (px + nx) / 2), round(2 * hy - (py + ny) / 2)
        else:
            mx, my = round(x + (size * ns - nsize * s) / sine), round(y + (nsize * c - size * nc) / sine)
        told += f"{mx - px} {my - py} {nx - px} {ny - py} "
        px, py, c, s, size = nx, ny, nc, ns, nsize
    return start, (px, py), told[:-1]


def _round_arc(shape: Oval, first: float, step: float, curves: int) -> tuple[Dot, Dot, str]:
    """The same of a circle, of which the tangents meet halfway between two points, a little farther out."""
    x, y, square, _, _ = shape
    turn, sine, radius = cos(step), sin(step), sqrt(square)
    dx, dy = cos(first) * radius, sin(first) * radius
    start = px, py = round(x + dx), round(y + dy)
    bend, told = tan(step / 2), "q"
    for _ in range(curves):
        mx, my = round(x + dx - dy * bend), round(y + dy + dx * bend)
        dx, dy = dx * turn - dy * sine, dy * turn + dx * sine
        nx, ny = round(x + dx), round(y + dy)
        told += f"{mx - px} {my - py} {nx - px} {ny - py} "
        px, py = nx, ny
    return start, (px, py), told[:-1]


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
    _, _, cap = _arc(shapes[last], angles[last] - pi / 2, angles[last] + pi / 2, 3)
    _, _, foot = _arc(shapes[0], angles[0] + pi / 2, angles[0] + 3 * pi / 2, 3)
    return f"{smooth(right)}{cap}{smooth([*left[::-1]]).replace('M', 'L', 1)}{foot}z"


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
    """A smooth line through points of the picture; the first handle of each curve mirrors the last one before it."""
    ends = [points[0], *points, points[-1]]
    x, y = round(points[0][0]), round(points[0][1])
    told = [f"M{x} {y}c{round((points[1][0] - points[0][0]) / 6)} {round((points[1][1] - points[0][1]) / 6)} "]
    for b, c, d in zip(ends[1:], ends[2:], ends[3:], strict=False):
        nx, ny = round(c[0]), round(c[1])
        told.append(f"{round(c[0] - (d[0] - b[0]) / 6) - x} {round(c[1] - (d[1] - b[1]) / 6) - y} {nx - x} {ny - y}")
        x, y = nx, ny
    return told[0] + "s".join(told[1:])
