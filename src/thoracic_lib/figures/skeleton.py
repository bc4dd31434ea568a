"""The bones: how long they are, and where they are when the joints have given angles.

A body of 170 cm. The lengths of the limbs and the heights of the joints are the shares of body height by Drillis and
Contini (1966), as given in Winter, Biomechanics and Motor Control of Human Movement, figure 4.1: upper arm 0.186,
forearm 0.146, hand 0.108, foot 0.152, thigh 0.245, shank 0.246; hip 0.530, knee 0.285 and ankle 0.039 above the
floor, shoulder 0.818. The curves of the spine and the widths between joints are a library default.
"""

from collections.abc import Mapping, Sequence
from math import acos, degrees
from typing import NamedTuple

from thoracic_lib.figures.vectors import (
    Matrix,
    Vector,
    about_x,
    about_y,
    about_z,
    add,
    apply,
    length,
    product,
    subtract,
)

__all__ = [
    "FOREARM",
    "HEIGHT",
    "SHANK",
    "SPINE",
    "THIGH",
    "UPPER_ARM",
    "Angles",
    "Bones",
    "Limb",
    "bones",
    "jointed",
    "turned",
]

HEIGHT = 170.0
UPPER_ARM = 0.186 * HEIGHT
FOREARM = 0.146 * HEIGHT
THIGH = 0.245 * HEIGHT
SHANK = 0.246 * HEIGHT
ANKLE_HEIGHT = 0.039 * HEIGHT

SPINE: tuple[tuple[str, Vector], ...] = (
    ("sacrum", (-5.0, 0.0, 10.0)),
    ("L3", (-3.4, 0.0, 19.0)),
    ("T12", (-4.2, 0.0, 28.0)),
    ("T10", (-5.8, 0.0, 33.6)),
    ("T8", (-6.9, 0.0, 39.2)),
    ("T6", (-7.0, 0.0, 44.8)),
    ("T3", (-5.9, 0.0, 50.2)),
    ("C7", (-3.6, 0.0, 55.2)),
    ("atlas", (-0.6, 0.0, 64.0)),
)
"""The joints of the spine, upright: how far in front of the hip joints, and how high above them."""

_REGIONS = ("lumbar", "lumbar", "thoracic", "thoracic", "thoracic", "thoracic", "thoracic", "neck", "head")
_SHARES = {"lumbar": 1 / 2, "thoracic": 1 / 5, "neck": 1.0, "head": 1.0}
_PARTIAL = {2: "lower_thoracic", 3: "lower_thoracic", 5: "upper_thoracic", 6: "upper_thoracic"}

_STEPS = tuple(
    subtract(place, before)
    for (_, place), before in zip(SPINE, ((0.0, 0.0, 0.0), *(place for _, place in SPINE)), strict=False)
)
"""The way from each of them to the next."""

CLAVICLE: Vector = (5.0, 2.5, 50.0)
"""Where the left collarbone turns; the shoulder joint is at `SHOULDER`."""

SHOULDER: Vector = (-1.4, 17.2, 49.6)
HIP: Vector = (0.0, 8.6, 0.0)
SIDES = (("left", 1.0), ("right", -1.0))

Angles = Mapping[str, float]
"""Degrees (for shifts of the pelvis centimeters) by joint, side and axis: `shoulder.left.flexion`."""


_RHYTHM_FROM, _RHYTHM = 40.0, 0.16
"""From which raise of the arm on, and by how many degrees for each of it, the collarbone rises (library default)."""


class Limb(NamedTuple):
    """An arm or a leg: three joints, the end of what moves with the last one, and how that is turned.

    `upper` and `lower` turn the bones; in both, the bone goes down and its bending side faces forward. `finger` is for
    a hand that points with its index finger.
    """

    root: Vector
    middle: Vector
    end: Vector
    upper: Matrix
    lower: Matrix
    tip: Matrix
    finger: bool = False


class Bones(NamedTuple):
    """A body in the room: the frame of each part and the place of each joint."""

    pelvis: Matrix
    root: Vector
    frames: tuple[Matrix, ...]
    spine: tuple[Vector, ...]
    arms: dict[str, Limb]
    legs: dict[str, Limb]


def bones(angles: Angles, root: Vector = (0.0, 0.0, 0.0)) -> Bones:
    """The bones of a body with these angles, its hip joints around `root`."""
    get = angles.get
    pelvis = product(
        about_z(get("pelvis.heading", 0.0)),
        about_x(-get("pelvis.lean", 0.0)),
        about_y(get("pelvis.tilt", 0.0)),
        about_z(get("pelvis.turn", 0.0)),
    )
    frames = _frames(angles, pelvis)
    spine = _places(frames, pelvis, root)
    arms = {side: _arm(angles, side, sign, frames[6], spine[6]) for side, sign in SIDES}
    legs = {side: _leg(angles, side, sign, pelvis, root) for side, sign in SIDES}
    return Bones(pelvis, root, frames, spine, arms, legs)


def turned(body: Bones) -> list[Matrix]:
    """How each part of a body is turned: the pelvis, the spine upward, then arms and legs, each downward."""
    limbs = [limbs[side] for limbs in (body.arms, body.legs) for side, _ in SIDES]
    return [body.pelvis, *body.frames, *(frame for limb in limbs for frame in (limb.upper, limb.lower, limb.tip))]


def jointed(root: Vector, frames: Sequence[Matrix], shoulders: Sequence[Vector], fingers: Sequence[bool]) -> Bones:
    """The bones of a body of which each part is turned as told, in the order of `turned`.

    Where the shoulder joints are does not follow from that, nor which hands point with one finger.
    """
    pelvis, spine, limbs = frames[0], tuple(frames[1:10]), [frames[index : index + 3] for index in range(10, 22, 3)]
    arms = {
        side: _limb(shoulder, held, UPPER_ARM, FOREARM)._replace(finger=finger)
        for (side, _), shoulder, held, finger in zip(SIDES, shoulders, limbs[:2], fingers, strict=True)
    }
    legs = {
        side: _limb(_hip(sign, pelvis, root), held, THIGH, SHANK)
        for (side, sign), held in zip(SIDES, limbs[2:], strict=True)
    }
    return Bones(pelvis, root, spine, _places(spine, pelvis, root), arms, legs)


def moved(body: Bones, way: Vector) -> Bones:
    """The same body elsewhere."""

    def limb(one: Limb) -> Limb:
        return one._replace(root=add(one.root, way), middle=add(one.middle, way), end=add(one.end, way))

    return body._replace(
        root=add(body.root, way),
        spine=tuple(add(place, way) for place in body.spine),
        arms={side: limb(arm) for side, arm in body.arms.items()},
        legs={side: limb(leg) for side, leg in body.legs.items()},
    )


def _frames(angles: Angles, frame: Matrix) -> tuple[Matrix, ...]:
    """How each joint of the spine is turned, from how the pelvis is."""
    get = angles.get
    frames = []
    shares = {
        region: [get(f"{region}.{axis}", 0.0) * share for axis in ("flexion", "side", "turn")]
        for region, share in _SHARES.items()
    }
    for index, region in enumerate(_REGIONS):
        flexion, side, turn = shares[region]
        if part := _PARTIAL.get(index):
            flexion += get(f"{part}.flexion", 0.0) / 2
            side += get(f"{part}.side", 0.0) / 2
            turn += get(f"{part}.turn", 0.0) / 2
        if flexion or side or turn:
            frame = product(frame, about_z(turn), about_x(-side), about_y(flexion))
        frames.append(frame)
    return tuple(frames)


def _places(frames: Sequence[Matrix], frame: Matrix, place: Vector) -> tuple[Vector, ...]:
    """Where each joint of the spine is, from where the pelvis is and how it is turned."""
    places = []
    for step, above in zip(_STEPS, frames, strict=True):
        place = add(place, apply(frame, step))
        places.append(place)
        frame = above
    return tuple(places)


def _limb(root: Vector, turned: Sequence[Matrix], upper: float, lower: float) -> Limb:
    """A limb with bones of these lengths, each of which goes down in its own frame."""
    first, second, tip = turned
    middle = add(root, apply(first, (0.0, 0.0, -upper)))
    return Limb(root, middle, add(middle, apply(second, (0.0, 0.0, -lower))), first, second, tip)


def _ball(angles: Angles, joint: str, sign: float) -> Matrix:
    get = angles.get
    return product(
        about_z(sign * get(f"{joint}.horizontal", 0.0)),
        about_x(sign * get(f"{joint}.abduction", 0.0)),
        about_y(-get(f"{joint}.flexion", 0.0)),
        about_z(sign * get(f"{joint}.rotation", 0.0)),
    )


def _shoulder(angles: Angles, side: str, frame: Matrix, place: Vector, turned: Matrix) -> Vector:
    """The place of a shoulder joint on the uppermost part of the chest, `turned` being how the arm is turned in it."""
    sign = dict(SIDES)[side]
    upright = SPINE[6][1]
    slide, lift = angles.get(f"scapula.{side}.slide", 0.0), angles.get(f"scapula.{side}.lift", 0.0)
    raised = degrees(acos(max(-1.0, min(1.0, turned[2][2]))))
    lift += max(raised - _RHYTHM_FROM, 0.0) * _RHYTHM
    blade = product(frame, about_z(-sign * slide), about_x(sign * lift))
    pivot = (CLAVICLE[0], sign * CLAVICLE[1], CLAVICLE[2])
    arm = (SHOULDER[0] - CLAVICLE[0], sign * (SHOULDER[1] - CLAVICLE[1]), SHOULDER[2] - CLAVICLE[2])
    return add(add(place, apply(frame, subtract(pivot, upright))), apply(blade, arm))


def _arm(angles: Angles, side: str, sign: float, frame: Matrix, place: Vector) -> Limb:
    get = angles.get
    turned = _ball(angles, f"shoulder.{side}", sign)
    root = _shoulder(angles, side, frame, place, turned)
    upper = product(frame, turned)
    lower = product(upper, about_y(-get(f"elbow.{side}.flexion", 0.0)))
    tip = product(
        lower, about_z(-sign * get(f"forearm.{side}.turn", 0.0)), about_x(-sign * get(f"wrist.{side}.flexion", 0.0))
    )
    return _limb(root, (upper, lower, tip), UPPER_ARM, FOREARM)


def _leg(angles: Angles, side: str, sign: float, pelvis: Matrix, place: Vector) -> Limb:
    get = angles.get
    upper = product(pelvis, _ball(angles, f"hip.{side}", sign))
    lower = product(upper, about_y(get(f"knee.{side}.flexion", 0.0)))
    tip = product(lower, about_y(-get(f"ankle.{side}.flexion", 0.0)))
    return _limb(_hip(sign, pelvis, place), (upper, lower, tip), THIGH, SHANK)


def _hip(sign: float, pelvis: Matrix, place: Vector) -> Vector:
    return add(place, apply(pelvis, (HIP[0], sign * HIP[1], HIP[2])))


def bone_lengths(body: Bones) -> tuple[float, ...]:
    """The lengths of all bones, which no pose may change."""
    limbs = [limb for side, _ in SIDES for limb in (body.arms[side], body.legs[side])]
    spine = [length(subtract(b, a)) for a, b in zip(body.spine, body.spine[1:], strict=False)]
    return (
        *spine,
        *(length(subtract(b, a)) for limb in limbs for a, b in ((limb.root, limb.middle), (limb.middle, limb.end))),
    )
