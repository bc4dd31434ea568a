"""Inverse kinematics: arms and legs whose end is held in place, whatever the trunk does."""

from math import sqrt
from typing import NamedTuple

from thoracic_lib.figures.body import SOLE, touching
from thoracic_lib.figures.skeleton import FOREARM, SHANK, THIGH, UPPER_ARM, Limb
from thoracic_lib.figures.vectors import (
    Matrix,
    Vector,
    add,
    along,
    apply,
    columns,
    cross,
    dot,
    length,
    mix,
    product,
    scaled,
    subtract,
    unit,
)

__all__ = ["Target", "held_by_elbow", "held_by_hand", "held_foot", "held_knee", "turned_back"]

_STRAIGHT = 0.2
"""How much shorter than its bones a limb is at most, in centimeters, so that its bending side stays known."""

_BENT = 0.02
_SIDEWAYS = 0.9


class Target(NamedTuple):
    """Where a limb is held: the place, and where fingers (or toes) and palm point, if that is told."""

    place: Vector
    point: Vector | None = None
    palm: Vector | None = None
    bend: Vector | None = None
    finger: bool = False


def two_bones(root: Vector, end: Vector, pole: Vector, upper: float, lower: float) -> tuple[Vector, Vector]:
    """The middle joint and the end of two bones that reach for `end`, the middle joint on the side of `pole`."""
    way = subtract(end, root)
    direction = unit(way, (0.0, 0.0, -1.0))
    distance = min(max(length(way), abs(upper - lower) + _STRAIGHT), upper + lower - _STRAIGHT)
    aside = subtract(pole, root)
    across = subtract(aside, scaled(direction, dot(aside, direction)))
    if length(across) < _BENT:
        across = cross(direction, (0.0, 1.0, 0.0) if abs(direction[1]) < _SIDEWAYS else (1.0, 0.0, 0.0))
    across = unit(across)
    share = (upper * upper - lower * lower + distance * distance) / (2 * distance)
    height = sqrt(max(upper * upper - share * share, 0.0))
    return along(along(root, direction, share), across, height), along(root, direction, distance)


def _framed(before: Limb, middle: Vector, end: Vector, bending: float) -> Limb:
    """A limb with its joints elsewhere; `bending` is 1 where the middle joint bends forward, -1 where backward."""
    root = before.root
    z_up, z_low = unit(subtract(root, middle)), unit(subtract(middle, end))
    hinge = scaled(cross(z_up, scaled(z_low, -1.0)), bending)
    if length(hinge) < _BENT:
        flat = apply(before.upper, (0.0, 1.0, 0.0))
        hinge = subtract(flat, scaled(z_up, dot(flat, z_up)))
    y = unit(hinge)
    upper = columns(cross(y, z_up), y, z_up)
    y_low = unit(subtract(y, scaled(z_low, dot(y, z_low))))
    lower = columns(cross(y_low, z_low), y_low, z_low)
    tip = product(lower, turned_back(before.lower), before.tip)
    return Limb(root, middle, end, upper, lower, tip)


def turned_back(m: Matrix) -> Matrix:
    """The opposite rotation."""
    return (m[0][0], m[1][0], m[2][0]), (m[0][1], m[1][1], m[2][1]), (m[0][2], m[1][2], m[2][2])


def _hand_frame(limb: Limb, sign: float, target: Target) -> Matrix:
    """How the hand is turned: as told, and for the rest in line with the forearm."""
    if target.point is None and target.palm is None:
        return limb.tip
    palm = target.palm or apply(limb.tip, (0.0, -sign, 0.0))
    point = target.point or apply(limb.lower, (0.0, 0.0, -1.0))
    if target.palm is None:
        point = unit(point)
        palm = unit(subtract(palm, scaled(point, dot(palm, point))), (0.0, 0.0, -1.0))
    else:
        palm = unit(palm)
        point = unit(subtract(point, scaled(palm, dot(palm, point))), apply(limb.tip, (0.0, 0.0, -1.0)))
        point = unit(subtract(point, scaled(palm, dot(palm, point))))
    y, z = scaled(palm, -sign), scaled(point, -1.0)
    return columns(cross(y, z), y, z)


def held_by_hand(limb: Limb, sign: float, target: Target, share: float = 1.0) -> Limb:
    """An arm whose palm is at a place; with a share below 1 it is that much on the way there."""
    found = limb
    pole = limb.middle if target.bend is None else along(limb.root, target.bend, 60.0)
    before: Matrix | None = None
    for _ in range(5):
        tip = _hand_frame(found, sign, target)
        if tip == before:
            break
        before = tip
        wanted = subtract(target.place, apply(tip, touching(sign, finger=target.finger)))
        wrist = mix(limb.end, wanted, share)
        middle, end = two_bones(limb.root, wrist, pole, UPPER_ARM, FOREARM)
        found = _framed(limb, middle, end, 1.0)
        found = found._replace(tip=_hand_frame(found, sign, target)) if share > 1 / 2 else found
    return found._replace(finger=target.finger)


def held_by_elbow(limb: Limb, target: Target) -> Limb:
    """An arm whose elbow is at a place, or as near to it as the upper arm reaches; the forearm points as told."""
    middle = along(limb.root, unit(subtract(target.place, limb.root), (0.0, 0.0, -1.0)), UPPER_ARM)
    direction = target.point or apply(limb.lower, (0.0, 0.0, -1.0))
    return _framed(limb, middle, along(middle, unit(direction), FOREARM), 1.0)


def held_foot(limb: Limb, target: Target) -> Limb:
    """A leg whose sole is at a place, turned as it was there."""
    toes, up = target.point or apply(limb.tip, (1.0, 0.0, 0.0)), target.palm or (0.0, 0.0, 1.0)
    up = unit(up)
    toes = unit(subtract(toes, scaled(up, dot(toes, up))))
    tip = columns(toes, cross(up, toes), up)
    bend = target.bend or add(toes, scaled(up, 0.5))
    pole = along(limb.root, bend, 100.0)
    middle, end = two_bones(limb.root, add(target.place, scaled(up, SOLE)), pole, THIGH, SHANK)
    return _framed(limb, middle, end, -1.0)._replace(tip=tip)


def held_knee(limb: Limb, knee: Vector, shin: Vector, tip: Matrix) -> Limb:
    """A leg that kneels: its knee at a place, or as near to it as the thigh reaches, its shin as it was."""
    middle = along(limb.root, unit(subtract(knee, limb.root), (0.0, 0.0, -1.0)), THIGH)
    return _framed(limb, middle, along(middle, shin, SHANK), -1.0)._replace(tip=tip)
