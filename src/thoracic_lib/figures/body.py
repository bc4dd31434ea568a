"""The volumes of a body around its bones: balls and egg shapes, and which two of them a piece of skin spans.

Sizes are in centimeters on a body 170 cm tall and are a library default: a lean adult of no particular sex.
"""

from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from thoracic_lib.figures.skeleton import SIDES, SPINE, Bones, Limb
from thoracic_lib.figures.vectors import IDENTITY, Matrix, Vector, add, along, apply, mix

__all__ = [
    "PALM",
    "SOLE",
    "WRIST",
    "Egg",
    "Piece",
    "arm_pieces",
    "ear_egg",
    "hand_center",
    "head_eggs",
    "leg_pieces",
    "lowest",
    "pieces",
    "sole_center",
]

SOLE = 6.6
"""How high the ankle is above the floor."""

PALM = 8.0
"""How far the middle of the palm is from the wrist."""

HAND_THICKNESS = 2.0

FINGERTIP = 18.0
"""How far the tip of the index finger is from the wrist."""

WRIST = 2.5
"""How thick a wrist is from its middle to its skin."""


class Egg(NamedTuple):
    """An ellipsoid: where it is, how it is turned, and its three radii."""

    center: Vector
    frame: Matrix
    radii: Vector


class Piece(NamedTuple):
    """A piece of a layer of the drawing: the hull of two eggs."""

    layer: str
    one: Egg
    other: Egg


def ball(center: Vector, radius: float) -> Egg:
    """A ball."""
    return Egg(center, IDENTITY, (radius, radius, radius))


_TRUNK: tuple[tuple[int, Vector, Vector], ...] = (
    (-1, (-1.2, 0.0, -1.5), (10.6, 16.2, 9.5)),
    (-1, (-0.8, 0.0, 8.0), (9.6, 14.2, 8.0)),
    (0, (0.2, 0.0, 16.0), (9.2, 12.8, 7.0)),
    (1, (0.8, 0.0, 23.0), (8.9, 12.4, 7.0)),
    (2, (0.8, 0.0, 31.0), (9.8, 13.4, 7.0)),
    (4, (0.6, 0.0, 39.5), (10.9, 14.6, 8.0)),
    (5, (0.4, 0.0, 46.0), (10.4, 14.8, 6.5)),
    (6, (-1.4, 0.0, 50.5), (7.6, 11.0, 5.5)),
)
"""Cross-sections of the trunk: the joint of the spine they move with (-1: the pelvis), place upright, radii."""


def trunk_eggs(body: Bones) -> tuple[Egg, ...]:
    """The cross-sections of the trunk, from the pelvis up."""
    found = []
    for index, upright, radii in _TRUNK:
        if index < 0:
            found.append(Egg(add(body.root, apply(body.pelvis, upright)), body.pelvis, radii))
        else:
            found.append(Egg(on_spine(body, index, upright), body.frames[index], radii))
    return tuple(found)


def on_spine(body: Bones, index: int, upright: Vector) -> Vector:
    """The place of a point that moves with a joint of the spine, given where it is upright."""
    (x, y, z), (_, (jx, jy, jz)) = upright, SPINE[index]
    return add(body.spine[index], apply(body.frames[index], (x - jx, y - jy, z - jz)))


_HEAD: dict[str, tuple[Vector, Vector]] = {
    "face": ((4.4, 0.0, 67.2), (5.7, 6.1, 7.4)),
    "chin": ((6.4, 0.0, 61.6), (2.9, 3.4, 2.6)),
    "jaw": ((1.4, 0.0, 64.4), (3.6, 5.4, 3.4)),
    "nose": ((10.2, 0.0, 66.6), (1.7, 1.1, 1.3)),
    "brow": ((9.2, 0.0, 69.6), (1.0, 1.5, 1.2)),
    "hair": ((0.4, 0.0, 72.2), (9.5, 7.8, 8.3)),
    "nape": ((-4.2, 0.0, 67.0), (4.6, 6.2, 5.6)),
}
"""The parts of the head: place upright, radii."""


def head_eggs(body: Bones) -> dict[str, Egg]:
    """The parts of the head but the ears and eyes."""
    frame = body.frames[8]
    return {name: Egg(on_spine(body, 8, upright), frame, radii) for name, (upright, radii) in _HEAD.items()}


def ear_egg(body: Bones, sign: float) -> Egg:
    """An ear."""
    return Egg(on_spine(body, 8, (0.8, sign * 7.2, 67.8)), body.frames[8], (1.7, 0.9, 2.5))


def arm_pieces(side: str, sign: float, limb: Limb) -> list[Piece]:
    """The pieces of an arm: bare skin, with a sleeve to the middle of the upper arm."""
    upper, fore = f"arm.{side}", f"forearm.{side}"
    middle = mix(limb.root, limb.middle, 0.46)
    belly = ball(along(mix(limb.middle, limb.end, 0.24), apply(limb.lower, (1.0, 0.0, 0.0)), 0.2), 3.9)
    hem = mix(limb.root, limb.middle, 0.56)
    found = [
        Piece(upper, ball(middle, 4.5), ball(limb.middle, 3.7)),
        Piece(fore, ball(limb.middle, 3.6), belly),
        Piece(fore, belly, ball(limb.end, 2.6)),
        Piece(f"sleeve.{side}", ball(limb.root, 5.7), ball(hem, 5.1)),
    ]
    return found + _hand(fore, sign, limb)


def _hand(layer: str, sign: float, limb: Limb) -> list[Piece]:
    frame = limb.tip

    def at(forward: float, palmar: float, down: float) -> Vector:
        return add(limb.end, apply(frame, (forward, -sign * palmar, -down)))

    wrist = ball(limb.end, WRIST)
    if limb.finger:
        fist, knuckle = Egg(at(0.0, 0.8, 5.6), frame, (4.0, 2.7, 3.4)), ball(at(1.6, 0.4, 8.0), 1.4)
        thumb = Egg(at(2.2, 3.2, 6.4), frame, (2.0, 1.3, 1.6))
        tip = ball(at(1.6, 0.8, FINGERTIP - 1.0), 1.0)
        return [
            Piece(layer, wrist, fist),
            Piece(layer, knuckle, tip),
            Piece(layer, ball(at(3.0, 1.0, 4.8), 1.6), thumb),
        ]
    palm = Egg(at(0.0, 0.0, 6.6), frame, (4.1, 1.7, 4.6))
    fingers = Egg(at(-0.2, 0.5, 13.4), frame, (3.3, 1.3, 4.0))
    thumb = Egg(at(5.0, 0.8, 7.6), frame, (1.5, 1.3, 2.4))
    return [
        Piece(layer, wrist, palm),
        Piece(layer, palm, fingers),
        Piece(layer, ball(at(2.0, 0.3, 4.2), 1.6), thumb),
    ]


def arm_band(limb: Limb) -> tuple[Egg, Egg]:
    """A band around the sleeve."""
    return _ring(limb.root, limb.middle, limb.upper, (0.36, 5.45)), _ring(
        limb.root, limb.middle, limb.upper, (0.52, 5.3)
    )


def wrist_band(limb: Limb) -> tuple[Egg, Egg]:
    """A band around the wrist."""
    return _ring(limb.middle, limb.end, limb.lower, (0.80, 3.2)), _ring(limb.middle, limb.end, limb.lower, (0.97, 2.8))


def _ring(start: Vector, end: Vector, frame: Matrix, told: tuple[float, float]) -> Egg:
    """A flat disc across a bone: how far along it, and its radius."""
    return Egg(mix(start, end, told[0]), frame, (told[1], told[1], 0.4))


def eye_egg(body: Bones, sign: float, share: float) -> Egg:
    """An eye, so much of it open."""
    frame = body.frames[8]
    return Egg(on_spine(body, 8, (9.5, sign * 2.5, 68.6)), frame, (0.4 * share, 0.8 * share, 1.0 * share))


def hand_center(sign: float, limb: Limb) -> Vector:
    """The middle of the palm's skin; of a hand that points, the tip of its finger."""
    return add(limb.end, apply(limb.tip, touching(sign, finger=limb.finger)))


def touching(sign: float, *, finger: bool) -> Vector:
    """What of a hand touches, from its wrist."""
    return (1.6, -sign * 1.7, -FINGERTIP) if finger else (0.0, -sign * HAND_THICKNESS, -PALM)


def leg_pieces(side: str, limb: Limb) -> list[Piece]:
    """The pieces of a leg and its foot."""
    layer, shin, foot = f"thigh.{side}", f"shin.{side}", f"foot.{side}"
    front, behind = apply(limb.upper, (1.0, 0.0, 0.0)), apply(limb.lower, (-1.0, 0.0, 0.0))
    quads = ball(along(mix(limb.root, limb.middle, 0.42), front, 0.5), 7.6)
    calf = ball(along(mix(limb.middle, limb.end, 0.30), behind, 1.3), 5.3)
    thin = ball(mix(limb.middle, limb.end, 0.72), 3.7)
    return [
        Piece(layer, ball(along(limb.root, front, -0.6), 9.2), quads),
        Piece(layer, quads, ball(limb.middle, 5.5)),
        Piece(shin, ball(limb.middle, 5.4), calf),
        Piece(shin, calf, thin),
        Piece(shin, thin, ball(limb.end, 3.4)),
        *_foot(foot, limb),
    ]


def _foot(layer: str, limb: Limb) -> list[Piece]:
    frame = limb.tip

    def at(forward: float, up: float) -> Vector:
        return add(limb.end, apply(frame, (forward, 0.0, up - SOLE)))

    heel = Egg(at(-3.6, 3.3), frame, (3.4, 3.0, 3.3))
    ankle = Egg(at(0.4, 6.0), frame, (3.5, 3.2, 3.6))
    ball_ = Egg(at(13.2, 2.5), frame, (4.6, 4.6, 2.5))
    toes = Egg(at(17.6, 1.7), frame, (3.4, 4.0, 1.7))
    return [Piece(layer, heel, ball_), Piece(layer, ankle, ball_), Piece(layer, ankle, heel), Piece(layer, ball_, toes)]


def sole_center(limb: Limb) -> Vector:
    """The point of the sole below the ankle."""
    return add(limb.end, apply(limb.tip, (0.0, 0.0, -SOLE)))


def pieces(body: Bones, parts: frozenset[str] | None = None) -> list[Piece]:
    """All pieces of a body but the ears and eyes, or only those in some parts of it."""

    def wanted(*names: str) -> bool:
        return parts is None or not parts.isdisjoint(names)

    found: list[Piece] = []
    if wanted("pelvis", "shirt"):
        trunk = trunk_eggs(body)
        found.append(Piece("pelvis", trunk[0], trunk[1]))
        found += [Piece("shirt", one, other) for one, other in pairwise(trunk[1:])]
        found += _shoulders(body, trunk)
    for side, sign in SIDES:
        if wanted("arm", "forearm", "sleeve"):
            found += arm_pieces(side, sign, body.arms[side])
        if wanted("thigh", "shin", "foot"):
            found += leg_pieces(side, body.legs[side])
    if wanted("neck", "face", "hair"):
        found += _head(body)
    return found


def _shoulders(body: Bones, trunk: tuple[Egg, ...]) -> list[Piece]:
    """The shirt from the neck and from the chest to both shoulders."""
    frame = body.frames[6]
    found = []
    for side, sign in SIDES:
        root = body.arms[side].root
        base = Egg(on_spine(body, 6, (-3.0, sign * 3.4, 54.4)), frame, (4.2, 4.0, 4.0))
        found.append(Piece("shirt", base, ball(along(root, apply(frame, (0.0, -sign, -0.6)), 1.0), 4.6)))
        found.append(Piece("shirt", trunk[6], ball(along(root, apply(frame, (0.0, -sign, -0.4)), 2.6), 5.6)))
    return found


def _head(body: Bones) -> list[Piece]:
    heads = head_eggs(body)
    neck = ball(on_spine(body, 7, (-1.6, 0.0, 54.6)), 5.6)
    return [
        Piece("neck", neck, ball(on_spine(body, 8, (0.6, 0.0, 63.5)), 5.0)),
        Piece("face", heads["face"], heads["chin"]),
        Piece("face", heads["jaw"], heads["chin"]),
        Piece("face", heads["nose"], heads["brow"]),
        Piece("hair", heads["hair"], heads["nape"]),
    ]


def reach(egg: Egg, direction: Vector) -> float:
    """How far an egg reaches in a direction."""
    (x, y, z), frame, (a, b, c) = egg
    dx, dy, dz = direction
    middle = x * dx + y * dy + z * dz
    if frame is IDENTITY and a == b == c:
        return middle + a
    (p0, p1, p2), (p3, p4, p5), (p6, p7, p8) = frame
    p = (dx * p0 + dy * p3 + dz * p6) * a
    q = (dx * p1 + dy * p4 + dz * p7) * b
    r = (dx * p2 + dy * p5 + dz * p8) * c
    return middle + sqrt(p * p + q * q + r * r)


def spread(egg: Egg, axis: int) -> float:
    """How far an egg reaches from its middle along an axis of the room, either way."""
    a, b, c = egg.radii
    if egg.frame is IDENTITY:
        return egg.radii[axis]
    p, q, r = egg.frame[axis]
    p, q, r = p * a, q * b, r * c
    return sqrt(p * p + q * q + r * r)


def foot_of(egg: Egg) -> float:
    """The height of the lowest point of an egg."""
    return egg.center[2] - spread(egg, 2)


def lowest(found: list[Piece], layers: frozenset[str] | None = None) -> float:
    """The height of the lowest point of these pieces, or of those in some layers."""
    return min(
        foot_of(egg) for layer, *pair in found if layers is None or layer.partition(".")[0] in layers for egg in pair
    )
