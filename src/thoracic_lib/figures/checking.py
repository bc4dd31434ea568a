"""What is wrong with a figure.

Joints bent too far, contacts that come off, a body in the floor, a spine that moves the other way, a picture that is
too large or not well formed.
"""

import re
from collections.abc import Iterator
from math import acos, asin, atan2, degrees
from xml.etree import ElementTree as ET

from thoracic_lib.errors import Fault
from thoracic_lib.figures import body as flesh
from thoracic_lib.figures.animated import LARGEST, draw_animated
from thoracic_lib.figures.collection import Collection, figure_of, misplacements
from thoracic_lib.figures.describing import words
from thoracic_lib.figures.planting import turned_back
from thoracic_lib.figures.posing import Act, held, now, part_height
from thoracic_lib.figures.skeleton import SIDES, Bones, Limb, bone_lengths, bones
from thoracic_lib.figures.still import Frame, Words, draw_still
from thoracic_lib.figures.vectors import Matrix, Vector, dot, length, product, subtract, unit
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.figure import AXES, SIDED, Figure
from thoracic_lib.vocabulary import Movement, PropKind, Side

__all__ = ["ATTRIBUTES", "ELEMENTS", "LARGEST_STILL", "cut_off", "faults", "measured", "missing", "unsound"]

LARGEST_STILL = 15_000
CONTACT = 2.5
"""How far what is held in place may come off, in centimeters (library default)."""

DEEP = 2.0
"""How far skin may be pressed into the floor or a wall, in centimeters (library default)."""

NEUTRAL = 12.0
"""How many degrees a lumbar spine that stays neutral may move (library default)."""

LEAST = 3.0
"""From how many degrees on a spine has moved (library default)."""

MOMENTS = 12
_ROUNDED = 0.05
_SLACK = 2.0
"""How many degrees beyond its range a joint may be that is bent by where its limb is held (library default)."""

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
    bodies = moments(whole)
    told = [*_unknown_setups(figure, exercise), *_bent_too_far(whole, figures), *_limbs_bent_too_far(bodies, figures)]
    told += [
        *_stretched(bodies),
        *_contacts(whole, bodies),
        *_rests(whole, bodies),
        *_sunk(whole, bodies),
        *_moved(whole, exercise),
    ]
    told += _pictures(whole, words(figure, exercise.name, ", ".join(figure.setups), mirrored=False))
    return [Fault(file, figure.setups[0], text) for text in dict.fromkeys(told)] + misplacements(figure, figures)


def moments(whole: Act) -> list[Bones]:
    """The body in all its key poses and in moments between them."""
    steps = len(whole.keys) - 1
    count = steps * max(MOMENTS // steps, 2)
    return [whole.at(index / count) for index in range(count + 1)]


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


def _limbs_bent_too_far(bodies: list[Bones], figures: Collection) -> Iterator[str]:
    """Held limbs are bent by where they are held, so their elbows and knees are measured."""

    def bent(limb: Limb) -> float:
        return _angle(subtract(limb.middle, limb.root), subtract(limb.end, limb.middle))

    most = {held.joint: held.degrees for held in figures.ranges if held.direction == "flexion"}
    for body in bodies:
        for side, _ in SIDES:
            for name, limb in (("elbow", body.arms[side]), ("knee", body.legs[side])):
                if bent(limb) > most[name] + _SLACK:
                    yield f"the {side} {name} is bent by {bent(limb):.0f} degrees; its range is {most[name]}"


def _stretched(bodies: list[Bones]) -> Iterator[str]:
    wanted = bone_lengths(bones({}))
    for body in bodies:
        if any(abs(one - other) > _ROUNDED for one, other in zip(bone_lengths(body), wanted, strict=True)):
            yield "a bone changes its length"


def _contacts(whole: Act, bodies: list[Bones]) -> Iterator[str]:
    """Whether hands, feet, elbows and knees are where they are held, in every moment."""
    steps = len(whole.keys) - 1
    for moment, body in enumerate(bodies):
        at = moment / ((len(bodies) - 1) // steps)
        index = min(int(at), steps - 1)
        for name in sorted(whole.keys[index].targets.keys() | whole.keys[index + 1].targets.keys()):
            target, weight = held(whole, index, at - index, name, body)
            part, _, side = name.partition(".")
            off = length(subtract(_end(part, side, body), target.place))
            if off > CONTACT and weight == 1 and (at == round(at) or not _carried(whole, index, name, body)):
                yield f"the {side} {part} is {off:.0f} cm away from where it is held"
        for side, kneeling in whole.kneeling.items():
            off = length(subtract(body.legs[side].middle, kneeling.knee))
            if off > CONTACT:
                yield f"the {side} knee is {off:.0f} cm away from where it kneels"


def _carried(whole: Act, index: int, name: str, body: Bones) -> bool:
    """Whether a part is on its way through the air between two key poses, rather than held still or sliding."""
    before, after = whole.keys[index : index + 2]
    places = [target.place for key in (before, after) if (target := now(name, key, body, whole)) is not None]
    sliding = before.pins[name].on is not None and before.pins[name].on == after.pins[name].on
    return not sliding and length(subtract(places[0], places[-1])) > 1


def _end(part: str, side: str, body: Bones) -> Vector:
    """The place of what is held of a limb."""
    if part == "hand":
        return flesh.hand_center(dict(SIDES)[side], body.arms[side])
    return body.arms[side].middle if part == "elbow" else flesh.sole_center(body.legs[side])


def _rests(whole: Act, bodies: list[Bones]) -> Iterator[str]:
    """Whether what bears the body bears it in every moment; a pelvis may be lifted off on purpose."""
    tops = {prop.id: prop.top for prop in whole.props} | {"floor": 0.0}
    lifted = max(abs(key.angles.get("pelvis.z", 0.0)) for key in whole.keys)
    for rest in whole.rests:
        if rest.on == "hands":
            continue
        for body in bodies:
            off = abs(part_height(rest.part, body) - tops[rest.on]) - lifted
            if off > CONTACT:
                yield f"the part {rest.part} is {off:.0f} cm away from {rest.on}, which bears it"


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


def measured(upper: Matrix, lower: Matrix) -> tuple[float, float, float]:
    """How far one part of a spine is bent forward, bent to the left and turned to the left against one below it."""
    turned = product(turned_back(lower), upper)
    return (
        degrees(atan2(-turned[2][0], turned[2][2])),
        -degrees(asin(max(-1.0, min(1.0, turned[2][1])))),
        degrees(atan2(-turned[0][1], turned[1][1])),
    )


def _moved(whole: Act, exercise: Exercise) -> Iterator[str]:
    """Whether the thoracic spine, measured at its vertebrae, moves the way that the exercise declares."""
    steps = len(whole.keys) - 1
    bodies = [whole.at(index / steps) for index in range(steps + 1)]
    flexion, side, turn = zip(*(measured(body.frames[6], body.frames[1]) for body in bodies), strict=True)
    wanted = set(exercise.movements)
    extended = min(flexion) <= -LEAST or flexion[-1] <= flexion[0] - LEAST
    if Movement.EXTENSION in wanted and not extended:
        yield "the exercise extends the thoracic spine, the figure does not"
    if (
        Movement.EXTENSION in wanted
        and Movement.FLEXION not in wanted
        and flexion[-1] > max(flexion[0], 0.0) + _ROUNDED
    ):
        yield "the exercise extends the thoracic spine, the figure ends bent forward"
    if Movement.FLEXION in wanted and max(flexion) < LEAST:
        yield "the exercise bends the thoracic spine forward, the figure does not"
    if Movement.ROTATION in wanted and max(turn) - min(turn) < LEAST:
        yield "the exercise turns the thoracic spine, the figure does not"
    if Movement.LATERAL_FLEXION in wanted and max(side) - min(side) < LEAST:
        yield "the exercise bends the thoracic spine sideways, the figure does not"
    yield from _toward("turns", turn, whole.figure.turns, wanted=Movement.ROTATION in wanted)
    yield from _toward("bends", side, whole.figure.bends, wanted=Movement.LATERAL_FLEXION in wanted)
    if whole.figure.lumbar_neutral:
        for told in zip(*(measured(body.frames[1], body.pelvis) for body in bodies), strict=True):
            if max(told) - min(told) > NEUTRAL or max(map(abs, told)) > NEUTRAL:
                yield "the lumbar spine is to stay neutral, and does not"


def _toward(key: str, angles: tuple[float, ...], declared: Side | None, *, wanted: bool) -> Iterator[str]:
    """Whether the spine goes from the start pose to the side that the steps name; where it goes farthest counts."""
    if wanted and declared is None:
        yield f"the exercise declares this movement, so the figure has to say in {key!r} to which side"
    if declared is None:
        return
    change = max((angle - angles[0] for angle in angles), key=abs)
    if abs(change) < LEAST or (change > 0) is not (declared is Side.LEFT):
        way = f"goes {change:+.0f} degrees to the left"
        yield f"the thoracic spine is to go to the {declared.value} ({key!r}), and {way}"


def _pictures(whole: Act, told: Words) -> Iterator[str]:
    frame = Frame("tl123456", "auto", mirrored=False)
    drawn = {"still": draw_still(whole, frame, told), "animated": draw_animated(whole, frame, told)}
    for form, most in (("still", LARGEST_STILL), ("animated", LARGEST)):
        size = len(drawn[form].encode())
        if size > most:
            yield f"the {form} picture has {size} bytes, more than {most}"
        yield from (f"the {form} picture {why}" for why in unsound(drawn[form]))
        yield from (
            f"the {form} picture shows only a part of what is drawn as {tone!r}" for tone in cut_off(drawn[form])
        )
        if form == "animated" and any(_uneven(values) for values in re.findall(r' values="([^"]*)"', drawn[form])):
            yield "an outline of the moving picture changes its commands"


def _uneven(values: str) -> bool:
    """Whether the moments of a moving outline differ in more than their numbers, or the last from the first."""
    paths = values.split(";")
    return len({re.sub(r"[^A-Za-z]", "", path) for path in paths}) > 1 or paths[0] != paths[-1]


_ROOM = frozenset({"a", "d", "g", "ge"})
"""Walls, mats and shadows may go on beyond the edge of a picture."""


def cut_off(svg: str) -> list[str]:
    """The classes of what begins outside the part of the picture that is shown."""
    found = []
    for part in ET.fromstring(svg).iter(f"{_NAMESPACE}svg"):  # noqa: S314 - our own picture, without a document type
        left, top, width, height = map(int, part.attrib["viewBox"].split())
        for path in part.iter(f"{_NAMESPACE}path") if part.find(f"{_NAMESPACE}svg") is None else ():
            begins = re.findall(r"M(-?\d+) ?(-?\d+)", path.attrib["d"])
            inside = all(left <= int(x) <= left + width and top <= int(y) <= top + height for x, y in begins)
            if not inside and path.attrib["class"] not in _ROOM:
                found.append(path.attrib["class"])
    return found


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
