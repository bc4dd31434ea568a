"""Vectors and rotations in three dimensions, as plain tuples: x forward, y to the left, z up."""

from math import cos, radians, sin, sqrt

__all__ = [
    "IDENTITY",
    "Matrix",
    "Vector",
    "about_x",
    "about_y",
    "about_z",
    "add",
    "along",
    "apply",
    "columns",
    "cross",
    "dot",
    "length",
    "mix",
    "product",
    "scaled",
    "subtract",
    "unit",
]

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]
"""A rotation, row by row."""

IDENTITY: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

_TINY = 1e-9


def add(a: Vector, b: Vector) -> Vector:
    """The sum."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def subtract(a: Vector, b: Vector) -> Vector:
    """The way from `b` to `a`."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def scaled(a: Vector, factor: float) -> Vector:
    """A vector made longer by a factor."""
    return a[0] * factor, a[1] * factor, a[2] * factor


def along(start: Vector, direction: Vector, distance: float) -> Vector:
    """The point at a distance from a start in a direction."""
    return (
        start[0] + direction[0] * distance,
        start[1] + direction[1] * distance,
        start[2] + direction[2] * distance,
    )


def mix(a: Vector, b: Vector, share: float) -> Vector:
    """The point between two, `a` at share 0 and `b` at share 1."""
    return along(a, subtract(b, a), share)


def dot(a: Vector, b: Vector) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """The vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def length(a: Vector) -> float:
    """The length."""
    return sqrt(dot(a, a))


def unit(a: Vector, otherwise: Vector = (1.0, 0.0, 0.0)) -> Vector:
    """The direction of a vector; `otherwise` for one without length."""
    size = length(a)
    return otherwise if size < _TINY else (a[0] / size, a[1] / size, a[2] / size)


def apply(m: Matrix, v: Vector) -> Vector:
    """A vector, turned."""
    return dot(m[0], v), dot(m[1], v), dot(m[2], v)


def columns(x: Vector, y: Vector, z: Vector) -> Matrix:
    """The rotation that takes the axes to these three vectors."""
    return (x[0], y[0], z[0]), (x[1], y[1], z[1]), (x[2], y[2], z[2])


def product(a: Matrix, *more: Matrix) -> Matrix:
    """Rotations one after the other, the last one first."""
    for b in more:
        x, y, z = ((b[0][i], b[1][i], b[2][i]) for i in range(3))
        a = (
            (dot(a[0], x), dot(a[0], y), dot(a[0], z)),
            (dot(a[1], x), dot(a[1], y), dot(a[1], z)),
            (dot(a[2], x), dot(a[2], y), dot(a[2], z)),
        )
    return a


def about_x(degrees: float) -> Matrix:
    """A rotation that takes y toward z."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)


def about_y(degrees: float) -> Matrix:
    """A rotation that takes z toward x: what stands upright bends forward."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)


def about_z(degrees: float) -> Matrix:
    """A rotation that takes x toward y: what looks forward turns to its left."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)
