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
    "quaternion",
    "rotation",
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
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def dot(a: Vector, b: Vector) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """The vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def length(a: Vector) -> float:
    """The length."""
    x, y, z = a
    return sqrt(x * x + y * y + z * z)


def unit(a: Vector, otherwise: Vector = (1.0, 0.0, 0.0)) -> Vector:
    """The direction of a vector; `otherwise` for one without length."""
    x, y, z = a
    size = sqrt(x * x + y * y + z * z)
    return otherwise if size < _TINY else (x / size, y / size, z / size)


def apply(m: Matrix, v: Vector) -> Vector:
    """A vector, turned."""
    (a, b, c), (d, e, f), (g, h, i) = m
    x, y, z = v
    return a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z


def columns(x: Vector, y: Vector, z: Vector) -> Matrix:
    """The rotation that takes the axes to these three vectors."""
    return (x[0], y[0], z[0]), (x[1], y[1], z[1]), (x[2], y[2], z[2])


def product(a: Matrix, *more: Matrix) -> Matrix:
    """Rotations one after the other, the last one first."""
    for b in more:
        if b is IDENTITY:
            continue
        if a is IDENTITY:
            a = b
            continue
        (b0, b1, b2), (b3, b4, b5), (b6, b7, b8) = b
        (p0, p1, p2), (p3, p4, p5), (p6, p7, p8) = a
        a = (
            (p0 * b0 + p1 * b3 + p2 * b6, p0 * b1 + p1 * b4 + p2 * b7, p0 * b2 + p1 * b5 + p2 * b8),
            (p3 * b0 + p4 * b3 + p5 * b6, p3 * b1 + p4 * b4 + p5 * b7, p3 * b2 + p4 * b5 + p5 * b8),
            (p6 * b0 + p7 * b3 + p8 * b6, p6 * b1 + p7 * b4 + p8 * b7, p6 * b2 + p7 * b5 + p8 * b8),
        )
    return a


def quaternion(m: Matrix) -> tuple[float, float, float, float]:
    """The four numbers of a rotation, from which `rotation` makes it again; the largest of them is positive."""
    (a, b, c), (d, e, f), (g, h, i) = m
    rows = (
        (1 + a + e + i, h - f, c - g, d - b),
        (h - f, 1 + a - e - i, d + b, g + c),
        (c - g, d + b, 1 - a + e - i, h + f),
        (d - b, g + c, h + f, 1 - a - e + i),
    )
    best = max(range(4), key=lambda index: rows[index][index])
    size = 2 * sqrt(rows[best][best])
    w, x, y, z = rows[best]
    return w / size, x / size, y / size, z / size


def rotation(w: float, x: float, y: float, z: float) -> Matrix:
    """The rotation that these four numbers of length 1 stand for."""
    xx, yy, zz, xy, xz, yz = 2 * x * x, 2 * y * y, 2 * z * z, 2 * x * y, 2 * x * z, 2 * y * z
    wx, wy, wz = 2 * w * x, 2 * w * y, 2 * w * z
    return (1 - yy - zz, xy - wz, xz + wy), (xy + wz, 1 - xx - zz, yz - wx), (xz - wy, yz + wx, 1 - xx - yy)


def about_x(degrees: float) -> Matrix:
    """A rotation that takes y toward z."""
    if not degrees:
        return IDENTITY
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)


def about_y(degrees: float) -> Matrix:
    """A rotation that takes z toward x: what stands upright bends forward."""
    if not degrees:
        return IDENTITY
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)


def about_z(degrees: float) -> Matrix:
    """A rotation that takes x toward y: what looks forward turns to its left."""
    if not degrees:
        return IDENTITY
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)
