"""The props as pieces and flat faces, ready to be drawn."""

from typing import NamedTuple

from thoracic_lib.figures.body import WRIST, Egg, ball, hand_center
from thoracic_lib.figures.camera import Eye
from thoracic_lib.figures.landmarks import landmark
from thoracic_lib.figures.placing import Placed
from thoracic_lib.figures.skeleton import Bones
from thoracic_lib.figures.vectors import (
    Matrix,
    Vector,
    about_z,
    add,
    along,
    apply,
    columns,
    cross,
    dot,
    mix,
    scaled,
    subtract,
    unit,
)
from thoracic_lib.vocabulary import PropKind

__all__ = ["Face", "Thing", "things"]


_EDGE_ON = 0.01
_LOOP = 6.0
"""The radius of a band that lies around a sleeve, in centimeters."""

_OVER = 8.0
"""How much nearer that loop is drawn, so that the sleeve does not cover it."""


class Face(NamedTuple):
    """A flat face: its corners, and its tone (`p` side, `pe` end or top …)."""

    corners: tuple[Vector, ...]
    tone: str


class Block(NamedTuple):
    """A box: the middle of its foot, its size, and how it is turned about the vertical."""

    foot: Vector
    size: tuple[float, ...]
    turn: float


class Thing(NamedTuple):
    """A part of a prop that is drawn as one: hulls of two eggs, flat faces, and how near it is (`None`: behind all)."""

    layer: str
    tone: str
    hulls: tuple[tuple[Egg, Egg], ...]
    faces: tuple[Face, ...]
    depth: float | None


def things(prop: Placed, body: Bones, eye: Eye) -> list[Thing]:
    """The parts of a prop."""
    kind = prop.kind
    if kind in {PropKind.ROLLER, PropKind.TOWEL}:
        if prop.held is not None:
            middle, axis = _below_wrists(prop, body)
        else:
            axis = apply(about_z(prop.turn), (0.0, 1.0, 0.0))
            middle = add(prop.place, (0.0, 0.0, prop.size[1] / 2))
        return _cylinder(prop, middle, axis, eye, "p" if kind is PropKind.ROLLER else "w")
    if kind is PropKind.STICK or kind is PropKind.WEIGHT:
        return _in_hands(prop, body, eye)
    if kind is PropKind.BAND:
        return _band(prop, body, eye)
    if kind in {PropKind.BALL, PropKind.MASSAGE_BALL, PropKind.TENNIS_BALLS, PropKind.MASSAGE_TOOL}:
        return _balls(prop, eye)
    if kind is PropKind.WALL:
        return [_wall(prop)]
    if kind is PropKind.DOORWAY:
        return _doorway(prop, eye)
    if kind is PropKind.CHAIR:
        return _chair(prop, eye)
    if kind is PropKind.MAT:
        return [_block(prop.id, Block(prop.place, prop.size, 0.0), eye, "g")._replace(depth=-900.0)]
    return [_block(prop.id, Block(prop.place, prop.size[:3], prop.turn), eye, "p" if kind is PropKind.PILLOW else "w")]


def disc(center: Vector, axis: Vector, radius: float) -> Egg:
    """A flat round thing."""
    side = unit(cross(axis, (0.0, 0.0, 1.0)), (1.0, 0.0, 0.0))
    frame: Matrix = columns(side, cross(axis, side), axis)
    return Egg(center, frame, (radius, radius, 0.05))


def _cylinder(prop: Placed, middle: Vector, axis: Vector, eye: Eye, tone: str) -> list[Thing]:
    half, radius = prop.size[0] / 2, prop.size[1] / 2
    near = axis if dot(axis, eye.toward) >= 0 else scaled(axis, -1.0)
    front, back = along(middle, near, half), along(middle, near, -half)
    depth = dot(middle, eye.toward)
    rings = ((disc(front, near, radius), disc(front, near, radius)),)
    hole = ((disc(front, near, radius * 0.45), disc(front, near, radius * 0.45)),)
    return [
        Thing(prop.id, tone, ((disc(front, near, radius), disc(back, near, radius)),), (), depth),
        Thing(f"{prop.id}/end", f"{tone}e", rings, (), depth + 0.1),
        Thing(f"{prop.id}/hole", tone, hole, (), depth + 0.2),
    ]


_GRIPPED = 3.0
"""How much nearer than the palms a weight is drawn, so that the hands do not cover it."""


def _in_hands(prop: Placed, body: Bones, eye: Eye) -> list[Thing]:
    half, radius = prop.size[0] / 2, prop.size[1] / 2
    grips = {side: _grip(side, body) for side in ("left", "right")}
    if prop.held in {"hand.left", "hand.right"}:
        side = prop.held.partition(".")[2]
        middle = grips[side]
        axis = apply(body.arms[side].tip, (1.0, 0.0, 0.0))
    elif prop.held is None:
        middle, axis = add(prop.place, (0.0, 0.0, radius)), apply(about_z(prop.turn), (0.0, 1.0, 0.0))
    else:
        middle = mix(grips["left"], grips["right"], 0.5)
        axis = unit(subtract(grips["left"], grips["right"]), (0.0, 1.0, 0.0))
    depth = dot(middle, eye.toward)
    one, other = along(middle, axis, half), along(middle, axis, -half)
    if prop.kind is PropKind.STICK:
        return [Thing(prop.id, "w", ((ball(one, radius), ball(other, radius)),), (), depth - 1.0)]
    bar = (ball(one, 1.4), ball(other, 1.4))
    plates = tuple(
        (
            disc(along(middle, axis, way * half * 0.62), axis, radius),
            disc(along(middle, axis, way * half), axis, radius),
        )
        for way in (-1.0, 1.0)
    )
    if prop.held == "hands":
        depth = max(dot(grip, eye.toward) for grip in grips.values())
    return [Thing(prop.id, "p", (bar, *plates), (), depth + _GRIPPED)]


def _grip(side: str, body: Bones) -> Vector:
    return hand_center(1.0 if side == "left" else -1.0, body.arms[side])


def _below_wrists(prop: Placed, body: Bones) -> tuple[Vector, Vector]:
    """The middle and the axis of a roller that both wrists lie on with their little-finger side."""
    left, right = body.arms["left"], body.arms["right"]
    thumbs = unit(add(apply(left.tip, (1.0, 0.0, 0.0)), apply(right.tip, (1.0, 0.0, 0.0))), (0.0, 0.0, 1.0))
    middle = along(mix(left.end, right.end, 0.5), thumbs, -(prop.size[1] / 2 + WRIST))
    return middle, unit(subtract(left.end, right.end), (0.0, 1.0, 0.0))


def _band(prop: Placed, body: Bones, eye: Eye) -> list[Thing]:
    part, _, side = (prop.held or "hand.right").partition(".")
    loop: tuple[tuple[Egg, Egg], ...] = ()
    end, arm = _grip(side, body), body.arms[side]
    if part != "hand":
        axis, middle = unit(subtract(arm.middle, arm.root)), mix(arm.root, arm.middle, 0.14)
        loop = ((disc(along(middle, axis, -0.9), axis, _LOOP), disc(along(middle, axis, 0.9), axis, _LOOP)),)
        end, _ = landmark(f"armpit.{side}", body)
    depth = dot(mix(end, prop.place, 0.5), eye.toward)
    loops = [Thing(f"{prop.id}/loop", "o", loop, (), dot(arm.root, eye.toward) + _OVER)] if loop else []
    return [
        *loops,
        Thing(prop.id, "o", ((ball(end, 1.0), ball(prop.place, 1.0)),), (), depth),
        Thing(f"{prop.id}/anchor", "p", ((ball(prop.place, 2.6), ball(prop.place, 2.6)),), (), depth + 0.1),
    ]


def _balls(prop: Placed, eye: Eye) -> list[Thing]:
    radius = prop.size[-1] / 2
    middle = add(prop.place, (0.0, 0.0, radius))
    aside = apply(about_z(prop.turn), (0.0, 1.0, 0.0))
    if prop.kind in {PropKind.BALL, PropKind.MASSAGE_BALL}:
        hulls: tuple[tuple[Egg, Egg], ...] = ((ball(middle, radius), ball(middle, radius)),)
        return [Thing(prop.id, "o", hulls, (), dot(middle, eye.toward))]
    tool = prop.kind is PropKind.MASSAGE_TOOL
    apart = radius + 1.5 if tool else radius
    found = []
    if tool:
        upright = prop.place[2] > 0
        long = (0.0, 0.0, prop.size[0] / 2) if upright else apply(about_z(prop.turn), (prop.size[0] / 2, 0.0, 0.0))
        foot = add(middle, apply(about_z(prop.turn), (-radius, 0.0, 0.0) if upright else (0.0, 0.0, 1.5 - radius)))
        bar = (ball(add(foot, long), 1.5), ball(subtract(foot, long), 1.5))
        found.append(Thing(f"{prop.id}/bar", "p", (bar,), (), dot(middle, eye.toward) - 2 * radius))
    for name, way in (("right", -1.0), ("left", 1.0)):
        egg = ball(along(middle, aside, way * apart), radius)
        found.append(Thing(f"{prop.id}/{name}", "p" if tool else "o", ((egg, egg),), (), dot(egg.center, eye.toward)))
    return found


def _wall(prop: Placed) -> Thing:
    normal = prop.normal or (1.0, 0.0, 0.0)
    along_wall = cross((0.0, 0.0, 1.0), normal)
    width, height = prop.size[0] / 2, float(prop.size[1])
    foot: Vector = prop.place
    thick = scaled(normal, -7.0)
    one, other = along(foot, along_wall, -width), along(foot, along_wall, width)
    front = (one, other, add(other, (0.0, 0.0, height)), add(one, (0.0, 0.0, height)))
    top = (front[3], front[2], add(front[2], thick), add(front[3], thick))
    ends = [(a, add(a, thick), add(b, thick), b) for a, b in ((one, front[3]), (other, front[2]))]
    faces = tuple(Face(corners, "a") for corners in (top, *ends, front))
    return Thing(prop.id, "a", (), faces, None)


def _faces(block: Block, eye: Eye, tone: str) -> tuple[Face, ...]:
    """The faces of a block that the eye sees."""
    center, size, turn = block
    frame = about_z(turn)
    dx, dy, dz = size[0] / 2, size[1] / 2, size[2]

    def corner(x: int, y: int, z: int) -> Vector:
        return add(center, apply(frame, (x * dx, y * dy, z * dz)))

    sides: list[tuple[Vector, tuple[tuple[int, int, int], ...], str]] = [
        ((1.0, 0.0, 0.0), ((1, -1, 0), (1, 1, 0), (1, 1, 1), (1, -1, 1)), tone),
        ((-1.0, 0.0, 0.0), ((-1, 1, 0), (-1, -1, 0), (-1, -1, 1), (-1, 1, 1)), tone),
        ((0.0, 1.0, 0.0), ((1, 1, 0), (-1, 1, 0), (-1, 1, 1), (1, 1, 1)), tone),
        ((0.0, -1.0, 0.0), ((-1, -1, 0), (1, -1, 0), (1, -1, 1), (-1, -1, 1)), tone),
        ((0.0, 0.0, 1.0), ((-1, -1, 1), (1, -1, 1), (1, 1, 1), (-1, 1, 1)), f"{tone}e"),
    ]
    return tuple(
        Face(tuple(corner(*at) for at in corners), tint)
        for normal, corners, tint in sides
        if dot(apply(frame, normal), eye.toward) > _EDGE_ON
    )


def _block(layer: str, block: Block, eye: Eye, tone: str) -> Thing:
    middle = add(block.foot, (0.0, 0.0, block.size[2] / 2))
    return Thing(layer, tone, (), _faces(block, eye, tone), dot(middle, eye.toward))


def _chair(prop: Placed, eye: Eye) -> list[Thing]:
    depth, width, seat, back = (float(number) for number in prop.size[:4])
    frame = about_z(prop.turn)

    def at(x: float, y: float, z: float) -> Vector:
        return add(prop.place, apply(frame, (x, y, z)))

    legs: list[Face] = []
    for x, y in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        foot = at(x * (depth / 2 - 2), y * (width / 2 - 2), 0.0)
        legs += [face for face in _faces(Block(foot, (3.4, 3.4, seat - 3), prop.turn), eye, "w") if face.tone == "w"]
    legs += _faces(Block(at(0.0, 0.0, seat - 4), (depth, width, 4.0), prop.turn), eye, "w")
    rails: list[Face] = []
    for z in (back - 11, back - 27):
        rails += _faces(Block(at(-depth / 2 + 2, 0.0, seat + z), (2.6, width - 7, 11.0), prop.turn), eye, "w")
    for y in (-1, 1):
        rails += _faces(Block(at(-depth / 2 + 2, y * (width / 2 - 2), seat), (3.4, 3.4, back), prop.turn), eye, "w")
    return [
        Thing(f"{prop.id}/seat", "w", (), tuple(legs), dot(at(0.0, 0.0, seat / 2), eye.toward)),
        Thing(f"{prop.id}/back", "w", (), tuple(rails), dot(at(-depth / 2 + 2, 0.0, seat + back / 2), eye.toward)),
    ]


def _doorway(prop: Placed, eye: Eye) -> list[Thing]:
    """Two posts and a lintel, in the plane across the direction that the body faces."""
    width, height = float(prop.size[0]), float(prop.size[1])
    frame = about_z(prop.turn)
    found = []
    for way in (-1, 1):
        foot = add(prop.place, apply(frame, (0.0, way * (width / 2 + 5), 0.0)))
        found.append(_block(f"{prop.id}/post{way}", Block(foot, (12.0, 10.0, height), prop.turn), eye, "w"))
    top = add(prop.place, (0.0, 0.0, height))
    found.append(_block(f"{prop.id}/lintel", Block(top, (12.0, width + 20, 10.0), prop.turn), eye, "w"))
    return found
