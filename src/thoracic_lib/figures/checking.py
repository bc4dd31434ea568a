"""What is wrong with a figure.

Joints bent too far, contacts that come off, a body in the floor, a spine that moves the other way, a picture that is
too large or not well formed.
"""

import re
from collections.abc import Iterator
from math import acos, degrees
from xml.etree import ElementTree as ET

from thoracic_lib.errors import Fault
from thoracic_lib.figures import body as flesh
from thoracic_lib.figures.animated import LARGEST, draw_animated
from thoracic_lib.figures.collection import Collection, figure_of
from thoracic_lib.figures.posing import Act, now
from thoracic_lib.figures.skeleton import SIDES, Bones, Limb, bone_lengths, bones
from thoracic_lib.figures.still import Frame, Words, draw_still
from thoracic_lib.figures.vectors import Vector, dot, length, subtract, unit
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.figure import AXES, SIDED, Figure
from thoracic_lib.vocabulary import Movement, PropKind

__all__ = ["ATTRIBUTES", "ELEMENTS", "LARGEST_STILL", "faults", "missing", "unsound"]

LARGEST_STILL = 15_000
CONTACT = 2.5
"""How far what is held in place may come off, in centimeters (library default)."""

DEEP = 2.0
"""How far skin may be pressed into the floor or a wall, in centimeters (library default)."""

NEUTRAL = 12.0
"""How many degrees a lumbar spine that stays neutral may move (library default)."""

MOMENTS = 9
_ROUNDED = 0.05

ELEMENTS = frozenset({"svg", "title", "desc", "style", "g", "path", "circle", "text", "animate"})
ATTRIBUTES = frozenset(
    {
        *(
            "id",
            "class",
            "role",
            "viewBox",
            "aria-labelledby",
            "x",
            "y",
            "width",
            "height",
            "transform",
            "d",
            "opacity",
        ),
        *("cx", "cy", "r", "attributeName", "dur", "repeatCount", "keyTimes", "values"),
    }
)
_NAMESPACE = "{http://www.w3.org/2000/svg}"


def missing(catalog: Catalog, figures: Collection) -> list[str]:
    """The setups of exercises that have no figure, as `exercise/setup`."""
    return [
        f"{exercise.id}/{setup.id}"
        for exercise in catalog.exercises
        for setup in exercise.setups
        if figure_of(exercise.id, setup.id, figures) is None
    ]


def faults(figure: Figure, exercise: Exercise, figures: Collection) -> list[Fault]:
    """Everything that is wrong with a figure of an exercise."""
    file = f"{figure.exercise}.toml"
    whole = figures.act(figure)
    bodies = [whole.at(index / (MOMENTS - 1)) for index in range(MOMENTS)]
    told = [*_unknown_setups(figure, exercise), *_bent_too_far(whole, figures), *_limbs_bent_too_far(bodies)]
    told += [*_stretched(bodies), *_contacts(whole), *_sunk(whole, bodies), *_moved(whole, exercise)]
    told += _pictures(whole)
    return [Fault(file, figure.setups[0], text) for text in dict.fromkeys(told)]


def _unknown_setups(figure: Figure, exercise: Exercise) -> Iterator[str]:
    known = {setup.id for setup in exercise.setups}
    for setup in figure.setups:
        if setup not in known:
            yield f"{setup!r} is no setup of the exercise; there are: {', '.join(sorted(known))}"


def _bent_too_far(whole: Act, figures: Collection) -> Iterator[str]:
    ranges = {(held.joint, held.direction): held.degrees for held in figures.ranges}
    for key in whole.keys:
        for joint, axes in AXES.items():
            for path in (f"{joint}.left", f"{joint}.right") if joint in SIDED else (joint,):
                for axis, directions in axes.items():
                    angle = key.angles.get(f"{path}.{axis}", 0.0)
                    direction = directions[0] if angle >= 0 else directions[1]
                    most = ranges.get((joint, direction))
                    if most is not None and abs(angle) > most:
                        yield f"{path} has {abs(angle):g} degrees of {direction}; its range is {most}"


def _angle(one: Vector, other: Vector) -> float:
    return degrees(acos(max(-1.0, min(1.0, dot(unit(one), unit(other))))))


def _limbs_bent_too_far(bodies: list[Bones]) -> Iterator[str]:
    """Held limbs are bent by where they are held, so their elbows and knees are measured."""

    def bent(limb: Limb) -> float:
        return _angle(subtract(limb.middle, limb.root), subtract(limb.end, limb.middle))

    for body in bodies:
        for side, _ in SIDES:
            for name, limb, most in (("elbow", body.arms[side], 152), ("knee", body.legs[side], 152)):
                if bent(limb) > most:
                    yield f"the {side} {name} is bent farther than it goes"


def _stretched(bodies: list[Bones]) -> Iterator[str]:
    wanted = bone_lengths(bones({}))
    for body in bodies:
        if any(abs(one - other) > _ROUNDED for one, other in zip(bone_lengths(body), wanted, strict=True)):
            yield "a bone changes its length"


def _contacts(whole: Act) -> Iterator[str]:
    """Whether hands, feet, elbows and knees are where the key poses hold them, at these and in between."""
    steps = len(whole.keys) - 1
    for index, (before, after) in enumerate(zip(whole.keys, whole.keys[1:], strict=False)):
        for share in (0.0, 0.5, 1.0):
            body = whole.at((index + share) / steps)
            held = {0.0: before.targets.keys(), 1.0: after.targets.keys()}
            for name in sorted(held.get(share, before.targets.keys() & after.targets.keys())):
                one, other = now(name, before, body, whole), now(name, after, body, whole)
                one, other = one or other, other or one
                if one is None or other is None or (share == 0.5 and length(subtract(one.place, other.place)) > 1):  # noqa: PLR2004 - what moves is looked at where it arrives
                    continue
                part, _, side = name.partition(".")
                limb = (body.arms if part in {"hand", "elbow"} else body.legs)[side]
                sign = dict(SIDES)[side]
                place = {
                    "hand": flesh.hand_center(sign, limb),
                    "elbow": limb.middle,
                    "foot": flesh.sole_center(limb),
                }[part]
                off = length(subtract(place, (one if share < 1 else other).place))
                if off > CONTACT:
                    yield f"the {side} {part} is {off:.0f} cm away from where it is held"
    for side, kneeling in whole.kneeling.items():
        for share in (0.0, 0.5, 1.0):
            off = length(subtract(whole.at(share).legs[side].middle, kneeling.knee))
            if off > CONTACT:
                yield f"the {side} knee is {off:.0f} cm away from where it kneels"


def _sunk(whole: Act, bodies: list[Bones]) -> Iterator[str]:
    for body in bodies:
        found = flesh.pieces(body)
        depth = -flesh.lowest(found)
        if depth > DEEP:
            lowest = min(found, key=lambda piece: flesh.lowest([piece])).layer
            yield f"the {lowest} is {depth:.0f} cm under the floor"
        for prop in whole.props:
            if prop.kind is PropKind.WALL and prop.normal is not None:
                outward = (-prop.normal[0], -prop.normal[1], -prop.normal[2])
                plane = dot(prop.place, outward)
                reach = [(flesh.reach(egg, outward) - plane, p.layer) for p in found for egg in (p.one, p.other)]
                far, layer = max(reach)
                if far > DEEP:
                    yield f"the {layer} is {far:.0f} cm behind the wall"


def _moved(whole: Act, exercise: Exercise) -> Iterator[str]:
    """Whether the thoracic spine moves the way that the exercise declares."""

    def measured(axis: str) -> list[float]:
        names = ("thoracic", "lower_thoracic", "upper_thoracic")
        return [sum(key.angles.get(f"{name}.{axis}", 0.0) for name in names) for key in whole.keys]

    flexion, turn, side = measured("flexion"), measured("turn"), measured("side")
    least = 3.0
    wanted = set(exercise.movements)
    if Movement.EXTENSION in wanted and Movement.FLEXION not in wanted and not flexion[-1] <= max(flexion[0], 0.0):
        yield "the exercise extends the thoracic spine, the figure does not"
    if Movement.FLEXION in wanted and max(flexion) < least:
        yield "the exercise bends the thoracic spine forward, the figure does not"
    if {Movement.EXTENSION, Movement.FLEXION} <= wanted and min(flexion) > -least:
        yield "the exercise extends the thoracic spine too, the figure does not"
    if Movement.ROTATION in wanted and max(turn) - min(turn) < least:
        yield "the exercise turns the thoracic spine, the figure does not"
    if Movement.LATERAL_FLEXION in wanted and max(side) - min(side) < least:
        yield "the exercise bends the thoracic spine sideways, the figure does not"
    if whole.figure.lumbar_neutral:
        for axis in ("flexion", "side", "turn"):
            held = [key.angles.get(f"lumbar.{axis}", 0.0) for key in whole.keys]
            if max(held) - min(held) > NEUTRAL or max(map(abs, held)) > NEUTRAL:
                yield "the lumbar spine is to stay neutral, and does not"


def _pictures(whole: Act) -> Iterator[str]:
    frame, words = Frame("x234567890", "auto", mirrored=False), Words("x" * 60, "x" * 500)
    drawn = {"still": draw_still(whole, frame, words), "animated": draw_animated(whole, frame, words)}
    for form, most in (("still", LARGEST_STILL), ("animated", LARGEST)):
        size = len(drawn[form].encode())
        if size > most:
            yield f"the {form} picture has {size} bytes, more than {most}"
        yield from (f"the {form} picture {why}" for why in unsound(drawn[form]))
        if form == "animated" and any(_uneven(values) for values in re.findall(r' values="([^"]*)"', drawn[form])):
            yield "an outline of the moving picture changes its commands"


def _uneven(values: str) -> bool:
    """Whether the moments of a moving outline differ in more than their numbers, or the last from the first."""
    paths = values.split(";")
    return len({re.sub(r"[^A-Za-z]", "", path) for path in paths}) > 1 or paths[0] != paths[-1]


def unsound(svg: str) -> list[str]:
    """What a picture has that it must not have: elements, attributes and references beyond what figures need."""
    try:
        root = ET.fromstring(svg)  # noqa: S314 - our own picture, without a document type
    except ET.ParseError as error:
        return [f"is not well formed: {error}"]
    found = []
    for element in root.iter():
        name = str(element.tag).removeprefix(_NAMESPACE)
        if name not in ELEMENTS:
            found.append(f"has the element {name!r}")
        found += [f"has the attribute {key!r}" for key in element.attrib if key not in ATTRIBUTES]
    if re.search(r"url\(|@import|javascript:|<!|<\?", svg):
        found.append("refers to something outside")
    return found
