"""Places on a body that have a name, each with the direction that leads into the body there."""

from collections.abc import Callable

from thoracic_lib.figures import body as flesh
from thoracic_lib.figures.skeleton import SIDES, SPINE, Bones, Limb
from thoracic_lib.figures.vectors import Vector, add, along, apply, mix, scaled, unit

__all__ = ["BARE", "NAMES", "SIDED", "THORACIC", "landmark"]

_BACK: dict[str, tuple[int, Vector]] = {
    "lumbar-1": (0, (-8.6, 0.0, 17.0)),
    "lumbar-2": (1, (-7.9, 0.0, 24.5)),
    "thoracic-1": (2, (-8.9, 0.0, 31.0)),
    "thoracic-2": (3, (-9.9, 0.0, 36.5)),
    "thoracic-3": (4, (-10.3, 0.0, 42.0)),
    "thoracic-4": (5, (-10.0, 0.0, 47.5)),
    "thoracic-5": (6, (-9.0, 0.0, 52.6)),
}
THORACIC = tuple(_BACK[f"thoracic-{index}"] for index in range(1, 6))
"""The places on the skin over the thoracic spine, from below: the joint they move with, and where they are upright."""

_FRONT: dict[str, tuple[int, Vector]] = {
    "belly": (1, (9.7, 0.0, 22.0)),
    "upper-abdomen": (2, (10.2, 0.0, 30.0)),
    "breastbone": (5, (10.8, 0.0, 43.0)),
    "throat": (6, (5.0, 0.0, 53.0)),
}
_HEAD: dict[str, Vector] = {
    "head": (1.0, 0.0, 71.0),
    "head-top": (1.0, 0.0, 80.2),
    "head-back": (-9.4, 0.0, 70.0),
    "forehead": (9.8, 0.0, 73.0),
    "nose": (11.6, 0.0, 67.4),
    "chin": (8.6, 0.0, 61.4),
}
_BY_SIDE: dict[str, tuple[int, Vector]] = {
    "waist": (1, (0.5, 12.0, 22.0)),
    "ribs": (4, (0.5, 14.2, 39.0)),
    "chest": (5, (9.2, 8.0, 46.0)),
    "blade": (5, (-9.6, 7.5, 45.0)),
    "beside-spine": (4, (-10.0, 4.5, 42.0)),
    "armpit": (5, (-2.0, 13.5, 43.0)),
    "shoulder-top": (6, (-2.2, 11.0, 56.5)),
    "ear": (8, (0.8, 7.8, 67.8)),
    "head-back": (8, (-8.6, 5.0, 69.0)),
    "temple": (8, (4.0, 7.4, 71.5)),
}
_JOINTS = {name: index for index, (name, _) in enumerate(SPINE)}
_SIGNS = dict(SIDES)


def landmark(name: str, body: Bones) -> tuple[Vector, Vector]:
    """The place of a landmark, and the direction into the body; `KeyError` for a name that there is not."""
    part, _, side = name.partition(".")
    if side:
        sign = _SIGNS[side]
        if part in _BY_SIDE:
            index, (x, y, z) = _BY_SIDE[part]
            center = (0.5, 0.0, z)
            place = flesh.on_spine(body, index, (x, sign * y, z))
            return place, unit(add(flesh.on_spine(body, index, center), scaled(place, -1.0)))
        return _of_limb(part, side, sign, body)
    for table, inward in ((_BACK, 1.0), (_FRONT, -1.0)):
        if part in table:
            index, upright = table[part]
            return flesh.on_spine(body, index, upright), apply(body.frames[index], (inward, 0.0, 0.0))
    if part in _HEAD:
        place = flesh.on_spine(body, 8, _HEAD[part])
        return place, unit(add(flesh.on_spine(body, 8, (1.0, 0.0, 70.0)), scaled(place, -1.0)))
    if part in {"pelvis", "groin"}:
        upright = (0.0, 0.0, 0.0) if part == "pelvis" else (0.0, 0.0, -8.0)
        return add(body.root, apply(body.pelvis, upright)), apply(body.pelvis, (0.0, 0.0, 1.0))
    index = _JOINTS[part]
    return body.spine[index], apply(body.frames[index], (1.0, 0.0, 0.0))


def _of_limb(part: str, side: str, sign: float, body: Bones) -> tuple[Vector, Vector]:
    return _ON_ARM[part](body, body.arms[side], sign) if part in _ON_ARM else _ON_LEG[part](body, body.legs[side], sign)


_DOWN: Vector = (0.0, 0.0, -1.0)


def _chest(body: Bones) -> Vector:
    return apply(body.frames[6], (1.0, 0.0, 0.0))


def _front(leg: Limb) -> Vector:
    return apply(leg.upper, (1.0, 0.0, 0.0))


def _outside(leg: Limb, sign: float) -> Vector:
    return apply(leg.upper, (0.0, sign, 0.0))


_Place = Callable[[Bones, Limb, float], tuple[Vector, Vector]]
_ON_ARM: dict[str, _Place] = {
    "shoulder": lambda _, arm, __: (arm.root, _DOWN),
    "shoulder-front": lambda body, arm, _: (along(arm.root, _chest(body), 5.8), scaled(_chest(body), -1.0)),
    "upper-arm": lambda _, arm, __: (mix(arm.root, arm.middle, 0.6), _DOWN),
    "elbow": lambda _, arm, __: (arm.middle, _DOWN),
    "wrist": lambda _, arm, __: (arm.end, _DOWN),
    "hand": lambda _, arm, sign: (flesh.hand_center(sign, arm), apply(arm.tip, (0.0, sign, 0.0))),
    "fingers": lambda _, arm, __: (add(arm.end, apply(arm.tip, (0.0, 0.0, -17.0))), _DOWN),
}
_ON_LEG: dict[str, _Place] = {
    "hip": lambda _, leg, __: (leg.root, _DOWN),
    "knee": lambda _, leg, __: (leg.middle, _DOWN),
    "knee-outside": lambda _, leg, sign: (
        along(leg.middle, _outside(leg, sign), 5.6),
        scaled(_outside(leg, sign), -1.0),
    ),
    "knee-inside": lambda _, leg, sign: (along(leg.middle, _outside(leg, sign), -5.6), _outside(leg, sign)),
    "thigh": lambda _, leg, __: (
        along(mix(leg.root, leg.middle, 0.62), _front(leg), 7.4),
        scaled(_front(leg), -1.0),
    ),
    "thigh-outside": lambda _, leg, sign: (
        along(mix(leg.root, leg.middle, 0.36), _outside(leg, sign), 8.4),
        scaled(_outside(leg, sign), -1.0),
    ),
    "shin": lambda _, leg, __: (mix(leg.middle, leg.end, 0.4), _DOWN),
    "ankle": lambda _, leg, __: (leg.end, _DOWN),
    "foot": lambda _, leg, __: (flesh.sole_center(leg), apply(leg.tip, (0.0, 0.0, 1.0))),
    "toes": lambda _, leg, __: (add(leg.end, apply(leg.tip, (19.0, 0.0, -flesh.SOLE))), _DOWN),
    "buttock": lambda body, _, sign: (
        add(body.root, apply(body.pelvis, (-10.0, sign * 7.0, -2.0))),
        apply(body.pelvis, (1.0, 0.0, 0.0)),
    ),
}

BARE = frozenset({*_BACK, *_FRONT, *_HEAD, *_JOINTS, "pelvis", "groin"})
SIDED = frozenset({*_BY_SIDE, *_ON_ARM, *_ON_LEG})
NAMES = BARE | {f"{name}.{side}" for name in SIDED for side in ("left", "right")}
"""Every landmark of the body."""
