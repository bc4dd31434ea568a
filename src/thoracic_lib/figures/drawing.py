"""A body and its props in one moment → paths, the farthest first."""

from collections.abc import Iterable
from itertools import pairwise
from math import fsum, hypot, inf, sqrt
from typing import NamedTuple

from thoracic_lib.figures import body as flesh
from thoracic_lib.figures.camera import Eye
from thoracic_lib.figures.landmarks import THORACIC
from thoracic_lib.figures.outlines import TENTHS, Oval, closed, hull, oval, point, smooth, tube
from thoracic_lib.figures.skeleton import SIDES, Bones, Limb
from thoracic_lib.figures.staging import Staged
from thoracic_lib.figures.things import Thing, things
from thoracic_lib.figures.vectors import Vector, add, along, apply, dot, length, subtract
from thoracic_lib.vocabulary import PropKind, Worked

__all__ = ["Box", "Drawn", "Manner", "Moment", "around", "manner", "moment", "ordered"]

_TONES = {
    "pelvis": "l",
    "thigh": "l",
    "shin": "l",
    "foot": "k",
    "arm": "k",
    "forearm": "k",
    "sleeve": "t",
    "shirt": "t",
    "neck": "k",
    "face": "k",
    "hair": "h",
}
_NEARER = {"sleeve": 3.0, "foot": -1.5, "shirt": 1.0, "face": 0.6, "neck": -0.4, "hair": 0.0, "pelvis": 1.5}
_ACROSS = {
    f"{part}.{side}": f"{part}.{other}"
    for part in ("thigh", "shin", "foot", "arm", "forearm", "sleeve")
    for side, other in (("left", "right"), ("right", "left"))
}
"""The layers of each limb, with that of the same limb on the other side."""

_FAR = 9.0
"""How many centimeters farther than that of the other side a limb is before it is drawn darker (library default)."""

_FACING = 0.2
CURVES = 3
"""How many curves each end of what is large is drawn with."""


class Box(NamedTuple):
    """The part of the picture that something fills, in tenths of units."""

    left: float
    top: float
    right: float
    bottom: float


class Drawn(NamedTuple):
    """One path: its layer, its class, its data, how near it is, and what it fills."""

    layer: str
    tone: str
    path: str
    depth: float
    box: Box


class Moment(NamedTuple):
    """What is seen in one moment, by layer."""

    drawn: dict[str, Drawn]
    box: Box
    body: Bones


Kept = dict[str, list[tuple[list[Drawn], bool]]]
"""The drawn parts of props that stand still, by the prop's id, each with whether it has to be in the picture."""


class Manner(NamedTuple):
    """What has to be drawn alike in all moments of a movement.

    `tubed`: the trunk as one smooth outline. `through`: the spine seen through the chest.
    """

    tubed: bool
    through: bool


def manner(bodies: list[Bones], eye: Eye) -> Manner:
    """How a body is drawn in all of these moments."""
    facing = [dot(apply(body.frames[4], (1.0, 0.0, 0.0)), eye.toward) for body in bodies]
    return Manner(all(lies_across(body, eye) for body in bodies), fsum(facing) / len(facing) > _COVERED)


_COVERED = 0.35
"""The chest covers the spine from about twenty degrees on."""


def around(boxes: list[Box]) -> Box:
    """The box around boxes."""
    if len(boxes) == 1:
        return boxes[0]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _box(shapes: Iterable[Oval]) -> Box:
    left = top = inf
    right = bottom = -inf
    for x, y, xx, _, yy in shapes:
        dx, dy = sqrt(xx), sqrt(yy)
        left, right = (x - dx if x - dx < left else left), (x + dx if x + dx > right else right)  # noqa: FURB136 - called often, and faster
        top, bottom = (y - dy if y - dy < top else top), (y + dy if y + dy > bottom else bottom)  # noqa: FURB136 - same
    return Box(left, top, right, bottom)


TRUNK = 6
"""How many pieces of the shirt follow the spine."""


def lies_across(body: Bones, eye: Eye) -> bool:
    """Whether the eye sees the trunk at its length everywhere, rather than from its end."""
    places = [place for place, _, _ in flesh.trunk_eggs(body)[1:]]
    for one, other in pairwise(places):
        a, b = point(one, eye), point(other, eye)
        way = subtract(other, one)
        if hypot(b[0] - a[0], b[1] - a[1]) < 0.55 * TENTHS * length(way):
            return False
    return True


def moment(whole: Staged, body: Bones, eye: Eye, kept: Kept, drawn_as: Manner | None = None) -> Moment:
    """Everything seen of a body and its props; what of these stands still is looked up in `kept`, and added to it."""
    groups: dict[str, list[flesh.Piece]] = {}
    for piece in flesh.pieces(body):
        groups.setdefault(piece.layer, []).append(piece)
    depths, levels = _depths(groups, eye)
    how = manner([body], eye) if drawn_as is None else drawn_as
    heads = _head_depths(body, eye, depths)
    most = CURVES - 1 if whole.figure.waypoints else CURVES
    drawn = {}
    for layer, held in groups.items():
        part = layer.partition(".")[0]
        depth = heads.get(layer, depths[layer] + _NEARER.get(part, 0.0))
        far = levels[layer] < levels[_ACROSS.get(layer, layer)] - _FAR
        seen = _seen(held, eye)
        if part == "shirt" and how.tubed:
            shapes = [(seen[id(one)], seen[id(other)]) for _, one, other in held]
            path = tube([shapes[0][0], *(pair[1] for pair in shapes[:TRUNK])])
            path += "".join([hull(*pair, CURVES - 1) for pair in shapes[TRUNK:]])
        else:
            path = "".join([hull(seen[id(one)], seen[id(other)], _curves(one, other, most)) for _, one, other in held])
        drawn[layer] = Drawn(layer, _TONES[part] + ("f" if far else ""), path, depth, _box(seen.values()))
    found = list(drawn.values())
    found += _ears(body, eye, depths["face"], heads)
    found += [_spine(body, eye, drawn["shirt"].depth)] if how.through else _strong(_spine(body, eye, 0.0))
    found += dressed(body, eye, drawn, whole.figure.worked)
    filled = [one.box for one in drawn.values()]
    for shown, needed in _props(whole, body, eye, kept):
        found += shown
        filled += [one.box for one in shown if needed]
    return Moment({one.layer: one for one in found}, around(filled), body)


def _props(whole: Staged, body: Bones, eye: Eye, kept: Kept) -> list[tuple[list[Drawn], bool]]:
    """The parts of the props, each with whether it has to be in the picture; what stands still is drawn once."""
    found = []
    for prop in whole.props:
        held = prop.held is not None or prop.kind is PropKind.BAND
        shown = None if held else kept.get(prop.id)
        if shown is None:
            parts = things(prop, body, eye)
            shown = [(_thing(thing, eye), thing.depth is not None) for thing in parts]
            kept |= {} if held else {prop.id: shown}
        found += shown
    return found


def dressed(body: Bones, eye: Eye, drawn: dict[str, Drawn], worked: Worked) -> list[Drawn]:
    """What is drawn over sleeves and arms: the shoulders of the shirt, and bands on the arm of the side that works."""
    found = []
    for side, sign in SIDES:
        limb, sleeve, fore = body.arms[side], drawn[f"sleeve.{side}"], drawn[f"forearm.{side}"]
        inner = flesh.ball(add(limb.root, apply(body.frames[6], (0.4, -sign * 5.5, -0.4))), 4.7)
        found.append(
            _over(sleeve, "cap", f"{sleeve.tone} z", (inner, flesh.ball(along(limb.root, _down(limb), 2.0), 4.9)), eye)
        )
        if worked == side:
            for layer, (one, other) in ((sleeve, flesh.arm_band(limb)), (fore, flesh.wrist_band(limb))):
                found.append(_over(layer, "band", "x", (one, other), eye))
    return found


def _down(limb: Limb) -> Vector:
    return apply(limb.upper, (0.0, 0.0, -1.0))


def _over(under: Drawn, name: str, tone: str, pair: tuple[flesh.Egg, flesh.Egg], eye: Eye) -> Drawn:
    """A piece right above a layer, with which it moves to the front or to the back."""
    one, other = oval(pair[0], eye), oval(pair[1], eye)
    return Drawn(f"{under.layer}/{name}", tone, hull(one, other, 2), under.depth + _BARELY, _box((one, other)))


_BARELY = 0.001
_BEFORE_ALL = 2_000.0


_SMALL = 7.0


def _curves(one: flesh.Egg, other: flesh.Egg, most: int = CURVES) -> int:
    """Fewer curves for what is small: the difference is not seen."""
    return CURVES - 1 if max(one.radii) < _SMALL > max(other.radii) else most


def _depths(groups: dict[str, list[flesh.Piece]], eye: Eye) -> tuple[dict[str, float], dict[str, float]]:
    """How near the middle of each layer is, and how near it is on the level, whatever its height."""
    ahead, aside, up = eye.toward
    depths, levels = {}, {}
    for layer, held in groups.items():
        x = y = z = 0.0
        for _, ((ax, ay, az), _, _), ((bx, by, bz), _, _) in held:
            x, y, z = x + ax + bx, y + ay + by, z + az + bz
        level = levels[layer] = (x * ahead + y * aside) / (2 * len(held))
        depths[layer] = level + z * up / (2 * len(held))
    return depths, levels


def _seen(held: list[flesh.Piece], eye: Eye) -> dict[int, Oval]:
    """The ovals of the eggs of some pieces, by the egg's identity; one that two pieces share is looked at once."""
    found: dict[int, Oval] = {}
    for _, *pair in held:
        for egg in pair:
            if id(egg) not in found:
                found[id(egg)] = oval(egg, eye)
    return found


def _head_depths(body: Bones, eye: Eye, depths: dict[str, float]) -> dict[str, float]:
    """How near hair and neck are to be drawn: hair before the face unless the head is seen from behind."""
    facing = dot(apply(body.frames[8], (1.0, 0.0, 0.0)), eye.toward)
    chest = dot(apply(body.frames[6], (1.0, 0.0, 0.0)), eye.toward)
    face, shirt = depths["face"], depths["shirt"]
    under = min(face - 2.0, shirt - 1.5)
    over = max(shirt + 1.5, min(depths["neck"], face - 2.0))
    return {"hair": face + (1.4 if facing < -_FACING else -1.4), "neck": under if chest < _FACING else over}


def _ears(body: Bones, eye: Eye, head: float, heads: dict[str, float]) -> list[Drawn]:
    """Ears and eyes; an eye that looks away from whoever looks at it closes to a point."""
    found = []
    for side, sign in SIDES:
        outward = dot(apply(body.frames[8], (0.0, sign, 0.0)), eye.toward)
        shape = oval(flesh.ear_egg(body, sign), eye)
        nearer = 1.6 if outward > _FACING or (outward > -_FACING and heads["hair"] < head) else -2.5
        found.append(Drawn(f"ear.{side}", "e", hull(shape, shape, CURVES - 1), head + nearer, _box((shape,))))
        looking = dot(apply(body.frames[8], (0.92, sign * 0.36, 0.15)), eye.toward)
        shape = oval(flesh.eye_egg(body, sign, min(max(looking * 4.0, 0.0), 1.0)), eye)
        found.append(
            Drawn(f"eye.{side}", "j z", hull(shape, shape, 2), head + _NEARER["face"] + _BARELY, _box((shape,)))
        )
    return found


def _thing(thing: Thing, eye: Eye) -> list[Drawn]:
    depth = -1_000.0 if thing.depth is None else thing.depth
    found = []
    if thing.hulls:
        shapes = [(oval(one, eye), oval(other, eye)) for one, other in thing.hulls]
        box = _box([shape for pair in shapes for shape in pair])
        counts = [_curves(*pair) for pair in thing.hulls]
        path = "".join([hull(*pair, count) for pair, count in zip(shapes, counts, strict=True)])
        found.append(Drawn(thing.layer, thing.tone, path, depth, box))
    for index, tone in enumerate(dict.fromkeys(face.tone for face in thing.faces)):
        seen = [[point(corner, eye) for corner in face.corners] for face in thing.faces if face.tone == tone]
        path = "".join([closed(corners) for corners in seen])
        xs, ys = zip(*[corner for corners in seen for corner in corners], strict=True)
        box = Box(min(xs), min(ys), max(xs), max(ys))
        found.append(Drawn(f"{thing.layer}#{index}", tone, path, depth + index / 1_000, box))
    return found


def _spine(body: Bones, eye: Eye, shirt: float) -> Drawn:
    """The line of the thoracic vertebrae, as it is seen through the chest: right on the shirt."""
    places = [flesh.on_spine(body, index, upright) for index, upright in THORACIC]
    frames = body.frames[2:7]
    places = [
        (p[0] + f[0][0] * 2.2, p[1] + f[1][0] * 2.2, p[2] + f[2][0] * 2.2) for p, f in zip(places, frames, strict=True)
    ]
    first, last = flesh.on_spine(body, 2, (-6.2, 0.0, 27.0)), flesh.on_spine(body, 6, (-5.4, 0.0, 56.4))
    seen = [point(place, eye) for place in (first, *places, last)]
    xs, ys = zip(*seen, strict=True)
    return Drawn("shirt/spine", "u", smooth(seen), shirt + 2 * _BARELY, Box(min(xs), min(ys), max(xs), max(ys)))


def _strong(one: Drawn) -> list[Drawn]:
    """The same line over everything, with its vertebrae."""
    return [
        one._replace(layer=layer, tone=tone, depth=_BEFORE_ALL + index)
        for index, (layer, tone) in enumerate((("spine", "s"), ("spine/beads", "b")))
    ]


def ordered(moments: list[Moment], in_front: tuple[str, ...], behind: tuple[str, ...]) -> list[str]:
    """The layers of all these moments from the farthest to the nearest, by how near they are on the whole.

    Two that are equally near, as the arms of a figure seen from the front, are put in the order of their names.
    """
    depth: dict[str, float] = {}
    for one in moments:
        for layer, drawn in one.drawn.items():
            depth[layer] = depth.get(layer, 0.0) + drawn.depth / len(moments)

    moved = {layer: _moved(layer, in_front, behind) for layer in depth} if in_front or behind else {}
    return sorted(depth, key=lambda layer: (moved.get(layer, 0), round(depth[layer], _EQUALLY), layer))


_EQUALLY = 6
"""To how many digits of a centimeter layers have to be equally near."""


def _moved(layer: str, in_front: tuple[str, ...], behind: tuple[str, ...]) -> int:
    """1 for a layer that a figure has in front, -1 for one that it has behind."""
    whole = layer.partition("#")[0]
    names = {layer, whole, whole.partition("/")[0], whole.partition(".")[0]}
    return (not names.isdisjoint(in_front)) - (not names.isdisjoint(behind))
