"""Hulls of two eggs as the eye sees them, as smooth closed paths.

An egg is seen as an ellipse. Between two directions the outline of an ellipse is drawn as one quadratic curve, whose
control point is where the two tangents meet. The hull of two ellipses is an arc of each, joined by two straight
lines. Every hull has the same commands, so that one can be turned into another smoothly.
"""

from functools import lru_cache
from itertools import pairwise
from math import acos, atan2, cos, hypot, pi, sin, sqrt, tan

from thoracic_lib.figures.body import Egg
from thoracic_lib.figures.camera import Eye
from thoracic_lib.figures.vectors import IDENTITY, Vector

__all__ = ["TENTHS", "Oval", "closed", "hull", "oval", "point", "smooth", "tube"]

TENTHS = 14.0
"""Tenths of a unit of the picture for each centimeter."""


_UNSEEN = 0.4
"""What is less than this many tenths of a unit makes no difference."""


_THIN = 1e-9
_EDGE = sqrt(_THIN)
"""What is seen edge-on is this thick at least, so that it still has a direction."""

_rounded = float.__round__
"""What `round` makes of a number, without its looking that up each time: outlines are rounded thousands of times."""

_WIDE = 2.0
"""From this turn on tangents meet too far away, so that a curve goes through the middle of its arc instead."""


Dot = tuple[int, int]
"""A point as it is written, in whole tenths of a unit."""


Oval = tuple[float, float, float, float, float]
"""An ellipse: its middle (x, y) and its shape, a symmetric matrix (xx, xy, yy); xx is yy where it is a circle."""


def point(at: Vector, eye: Eye) -> tuple[float, float]:
    """Where a place is seen, in tenths of units, downward."""
    x, y, z = at
    (r0, r1, r2), (u0, u1, u2), _ = eye
    return (x * r0 + y * r1 + z * r2) * TENTHS, -(x * u0 + y * u1 + z * u2) * TENTHS


def oval(egg: Egg, eye: Eye) -> Oval:
    """An egg as it is seen."""
    (x, y, z), frame, (i, j, k) = egg
    (r0, r1, r2), (u0, u1, u2), _ = eye
    x, y = (x * r0 + y * r1 + z * r2) * TENTHS, -(x * u0 + y * u1 + z * u2) * TENTHS
    if frame is IDENTITY and i == j == k:
        square = (i * TENTHS) ** 2
        return x, y, square, 0.0, square
    (m0, m1, m2), (m3, m4, m5), (m6, m7, m8) = frame
    a, d = (m0 * r0 + m3 * r1 + m6 * r2) * i, (m0 * u0 + m3 * u1 + m6 * u2) * i
    b, e = (m1 * r0 + m4 * r1 + m7 * r2) * j, (m1 * u0 + m4 * u1 + m7 * u2) * j
    c, f = (m2 * r0 + m5 * r1 + m8 * r2) * k, (m2 * u0 + m5 * u1 + m8 * u2) * k
    square = TENTHS * TENTHS
    return x, y, (a * a + b * b + c * c) * square, -(a * d + b * e + c * f) * square, (d * d + e * e + f * f) * square


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
    return f"M{left} {top}q{told}l{nx - x} {ny - y}q{more}z"


def _turns(one: Oval, other: Oval) -> tuple[float | None, float]:
    """The directions between which the outline is that of the first ellipse; `None` where one holds the other."""
    if one is other:
        return None, 0.0
    x, y, a, b, c = one
    ox, oy, d, e, f = other
    dx, dy = x - ox, y - oy
    toward = atan2(dy, dx)
    if b == e == 0.0 and a == c and d == f:
        distance, gap = hypot(dx, dy), sqrt(d) - sqrt(a)
        if distance <= abs(gap):
            return None, gap > 0
        half = acos(gap / distance)
        return toward - half, toward + half
    pair = (dx, dy, a, 2 * b, c, d, 2 * e, f)
    ahead, back = _lead(pair, toward), _lead(pair, toward + pi)
    if ahead <= 0 or back >= 0:
        return None, ahead <= 0
    return _level(pair, toward, toward - pi, ahead, back), _level(pair, toward, toward + pi, ahead, back)


_Pair = tuple[float, float, float, float, float, float, float, float]
"""Two ellipses: the way from the second to the first, and the shape of each, its mixed part twice."""


def _lead(pair: _Pair, angle: float) -> float:
    """How much farther the first ellipse reaches in a direction than the second."""
    dx, dy, a, b, c, d, e, f = pair
    x, y = cos(angle), sin(angle)
    xx, xy, yy = x * x, x * y, y * y
    mine, theirs = a * xx + b * xy + c * yy, d * xx + e * xy + f * yy
    return dx * x + dy * y + (sqrt(mine) if mine > 0 else 0.0) - (sqrt(theirs) if theirs > 0 else 0.0)


def _level(pair: _Pair, inside: float, outside: float, at_inside: float, at_outside: float) -> float:
    """Where both reach equally far, between a direction where the first leads and one where the second does.

    The false position method, with the Illinois trick.
    """
    kept = 0
    for _ in range(9):
        between = (inside * at_outside - outside * at_inside) / (at_outside - at_inside)
        value = _lead(pair, between)
        if -_UNSEEN < value < _UNSEEN:
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
    x, y, xx, xy, yy = shape
    step = (last - first) / curves
    wide = step > _WIDE
    if xy == 0.0 and xx == yy and not wide:
        return _round_arc(shape, first, step, curves)
    turn, sine = cos(step), sin(step) or _THIN
    c, s = cos(first), sin(first)
    ax, ay = xx * c + xy * s, xy * c + yy * s
    square = ax * c + ay * s
    size = sqrt(square) if square > _THIN else _EDGE
    start = px, py = _rounded(x + ax / size), _rounded(y + ay / size)
    told = []
    for _ in range(curves):
        nc, ns = c * turn - s * sine, s * turn + c * sine
        ax, ay = xx * nc + xy * ns, xy * nc + yy * ns
        square = ax * nc + ay * ns
        nsize = sqrt(square) if square > _THIN else _EDGE
        nx, ny = _rounded(x + ax / nsize), _rounded(y + ay / nsize)
        if wide:
            hx, hy = _support(shape, atan2(s, c) + step / 2)
            mx, my = _rounded(2 * hx - (px + nx) / 2), _rounded(2 * hy - (py + ny) / 2)
        else:
            mx, my = _rounded(x + (size * ns - nsize * s) / sine), _rounded(y + (nsize * c - size * nc) / sine)
        told.append(f"{mx - px} {my - py} {nx - px} {ny - py}")
        px, py, c, s, size = nx, ny, nc, ns, nsize
    return start, (px, py), " ".join(told)


def _round_arc(shape: Oval, first: float, step: float, curves: int) -> tuple[Dot, Dot, str]:
    """The same of a circle, of which the tangents meet halfway between two points, a little farther out."""
    x, y, square, _, _ = shape
    turn, sine, radius = cos(step), sin(step), sqrt(square)
    dx, dy = cos(first) * radius, sin(first) * radius
    start = px, py = _rounded(x + dx), _rounded(y + dy)
    bend, told = tan(step / 2), []
    for _ in range(curves):
        mx, my = _rounded(x + dx - dy * bend), _rounded(y + dy + dx * bend)
        dx, dy = dx * turn - dy * sine, dy * turn + dx * sine
        nx, ny = _rounded(x + dx), _rounded(y + dy)
        told.append(f"{mx - px} {my - py} {nx - px} {ny - py}")
        px, py = nx, ny
    return start, (px, py), " ".join(told)


def tube(shapes: list[Oval]) -> str:
    """The outline of a body that runs through ellipses from the first to the last, smooth on both sides."""
    last = len(shapes) - 1
    sides: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    angles = []
    for index, shape in enumerate(shapes):
        one, other = shapes[max(index - 1, 0)], shapes[min(index + 1, last)]
        angle = atan2(other[1] - one[1], other[0] - one[0])
        angles.append(angle)
        for held, turn in zip(sides, (angle - pi / 2, angle + pi / 2), strict=True):
            held.append(_support(shape, turn))
    right, left = sides
    _, _, cap = _arc(shapes[last], angles[last] - pi / 2, angles[last] + pi / 2, 3)
    _, _, foot = _arc(shapes[0], angles[0] + pi / 2, angles[0] + 3 * pi / 2, 3)
    return f"{smooth(right)}q{cap}{smooth([*left[::-1]]).replace('M', 'L', 1)}q{foot}z"


def _support(shape: Oval, angle: float) -> tuple[float, float]:
    """The point of an ellipse that is farthest in a direction."""
    x, y, xx, xy, yy = shape
    c, s = cos(angle), sin(angle)
    size = sqrt(max(xx * c * c + 2 * xy * c * s + yy * s * s, 1e-9))
    return x + (xx * c + xy * s) / size, y + (xy * c + yy * s) / size


def closed(points: list[tuple[float, float]]) -> str:
    """The outline of a flat shape with straight edges between points of the picture."""
    seen = [(_rounded(x), _rounded(y)) for x, y in points]
    steps = [f"l{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(seen)]
    return f"M{seen[0][0]} {seen[0][1]}{''.join(steps)}z"


def smooth(points: list[tuple[float, float]]) -> str:
    """A smooth line through points of the picture; the first handle of each curve mirrors the last one before it."""
    ends = [points[0], *points, points[-1]]
    x, y = _rounded(points[0][0]), _rounded(points[0][1])
    told = [f"M{x} {y}c{_rounded((points[1][0] - points[0][0]) / 6)} {_rounded((points[1][1] - points[0][1]) / 6)} "]
    for b, c, d in zip(ends[1:], ends[2:], ends[3:], strict=False):
        nx, ny = _rounded(c[0]), _rounded(c[1])
        mx, my = _rounded(c[0] - (d[0] - b[0]) / 6), _rounded(c[1] - (d[1] - b[1]) / 6)
        told.append(f"{mx - x} {my - y} {nx - x} {ny - y}")
        x, y = nx, ny
    return told[0] + "s".join(told[1:])
