"""Poses → bodies in the room: what bears the body, what is held in place, and everything between two poses."""

from collections.abc import Callable, Mapping
from math import fsum, hypot, sqrt
from typing import NamedTuple

from thoracic_lib.figures import body as flesh
from thoracic_lib.figures.landmarks import SIDED as SIDED_LANDMARKS
from thoracic_lib.figures.landmarks import landmark
from thoracic_lib.figures.placing import Placed, place_props, prop_landmark, props_of, surface
from thoracic_lib.figures.planting import Target, held_by_elbow, held_by_hand, held_foot, held_knee
from thoracic_lib.figures.skeleton import FOREARM, SIDES, THIGH, UPPER_ARM, Bones, bones, moved
from thoracic_lib.figures.vectors import Matrix, Vector, add, along, apply, mix, scaled, subtract, unit
from thoracic_lib.model.figure import AXES, SIDED, Figure, FigurePosition, Pin, Pose, Rest, SidedPins

__all__ = ["Act", "act", "angles_of", "direction", "held", "merged", "now", "part_height"]

_SIGNS = dict(SIDES)
_SOFT = 0.5
"""How much shorter than stretched an arm is that props up the trunk, in centimeters (library default)."""

_CLOSED = 0.02
"""The gap, in centimeters, that counts as none."""

_ELBOW = 3.7
"""How far the elbow joint is from what the elbow rests on, in centimeters."""

_SAMPLES = 4
"""Between how many places of a landmark the line of an arrow runs."""

_PARTS = ("hand", "elbow", "foot", "knee")

_PART_LAYERS = {
    "body": frozenset({"pelvis", "shirt", "neck", "face", "hair", "thigh", "shin", "foot"}),
    "trunk": frozenset({"pelvis", "shirt"}),
    "flank": frozenset({"pelvis", "shirt", "sleeve"}),
    "pelvis": frozenset({"pelvis"}),
    "feet": frozenset({"foot"}),
    "knees": frozenset({"shin", "foot"}),
    "head": frozenset({"hair", "face"}),
}
_TRUNK_EGG = {"thoracic-1": 4, "thoracic-2": 4, "thoracic-3": 5, "thoracic-4": 6, "thoracic-5": 7, "chest": 6}
RESTING_PARTS = frozenset({*_PART_LAYERS, *_TRUNK_EGG})


class Key(NamedTuple):
    """A pose of a figure: its angles, and where what is held in it is held."""

    angles: dict[str, float]
    pins: dict[str, Pin]
    targets: dict[str, Target]


class Kneeling(NamedTuple):
    """A knee planted on the floor."""

    knee: Vector
    shin: Vector
    tip: Matrix


class Act(NamedTuple):
    """Everything that a figure does: its key poses, what bears it, where its props stand."""

    figure: Figure
    keys: tuple[Key, ...]
    rests: tuple[Rest, ...]
    props: tuple[Placed, ...]
    planted: Bones
    start: Bones
    kneeling: dict[str, Kneeling]
    known: dict[float, Bones]
    drawn: dict[str, str]
    turns: tuple[float, ...]

    def at(self, share: float) -> Bones:
        """The body somewhere between the start (0) and the end (1)."""
        if share in self.known:
            return self.known[share]
        found = self.known[share] = self._at(share)
        return found

    def way(self, name: str) -> tuple[Vector, ...]:
        """The places of a landmark on its way from the start to the end."""
        return tuple(sided(name, "right", self.at(index / _SAMPLES)) for index in range(_SAMPLES + 1))

    def _at(self, share: float) -> Bones:
        steps = len(self.keys) - 1
        index = min(int(share * steps), steps - 1)
        return _posed(self, index, share * steps - index)


def angles_of(pose: Pose) -> dict[str, float]:
    """The angles of a pose by joint, side and axis; positive in the direction that is named first in `AXES`."""
    found: dict[str, float] = {}
    for name, axes in AXES.items():
        joint = getattr(pose, name)
        if joint is None:
            continue
        parts = [(name, joint)]
        if name in SIDED:
            parts = [(f"{name}.{side}", part) for side in _SIGNS for part in (joint, getattr(joint, side)) if part]
        for path, part in parts:
            for axis, (positive, negative) in axes.items():
                if (given := getattr(part, positive)) is not None:
                    found[f"{path}.{axis}"] = float(given)
                elif (given := getattr(part, negative)) is not None:
                    found[f"{path}.{axis}"] = -float(given)
    return found


def _pins_of(pose: Pose) -> dict[str, Pin]:
    found: dict[str, Pin] = {}
    for part in _PARTS:
        held: SidedPins | None = getattr(pose.pins, part) if pose.pins is not None else None
        for side in _SIGNS:
            pin: Pin | None = None if held is None else getattr(held, side) or held.both
            if pin is not None:
                found[f"{part}.{side}"] = pin
    return found


def merged(figure: Figure, position: FigurePosition) -> list[tuple[dict[str, float], dict[str, Pin], set[str]]]:
    """The angles and pins of every key pose, and which of the pins it names itself."""
    angles, pins = angles_of(position.pose), _pins_of(position.pose)
    found = []
    for pose in (figure.start, *figure.via, figure.end):
        fresh = _pins_of(pose)
        angles, pins = angles | angles_of(pose), pins | fresh
        found.append((angles, pins, set(fresh)))
    return found


def act(figure: Figure, position: FigurePosition, turns: tuple[float, ...] | None = None) -> Act:
    """The whole of what a figure does, ready to be drawn at any moment.

    `turns` is how far the pelvis is turned until everything rests, in the planted position and in each key pose; it is
    worked out where it is not given.
    """
    keys = merged(figure, position)
    rests = position.rests if figure.rests is None else figure.rests
    rests = rests or (Rest(part="body", on="floor"),)
    wanted = props_of(figure, position)
    tops = {prop.id: surface(prop) for prop in wanted} | {"floor": 0.0}
    legs = {name: angle for name, angle in keys[0][0].items() if name.partition(".")[0] in {"hip", "knee", "ankle"}}
    base = angles_of(position.pose) | legs
    resting = rests if rests[-1].on != "hands" else rests[:1]
    told = [_tilt(base, resting, tops)] if turns is None else list(turns)
    planted = _settled(_turned(base, resting, told[0]), resting, tops)
    kneeling = {
        side: Kneeling(leg.middle, unit(subtract(leg.end, leg.middle)), leg.tip)
        for side, leg in planted.legs.items()
        if (pin := keys[0][1].get(f"knee.{side}")) is not None and pin.plant
    }
    whole = Act(figure, (), rests, (), planted, planted, kneeling, {}, {}, ())
    if turns is None:
        told += [_resting(whole, held, tops) for held, _, _ in keys]
    keys = [(_turned(key[0], rests, turn), *key[1:]) for key, turn in zip(keys, told[1:], strict=True)]
    start = _on_its_base(whole, keys[0][0], tops)
    props = place_props(wanted, start, planted)
    whole = whole._replace(props=props, start=start)
    before = {
        name: _target(name, pin, planted, planted, props)
        for name, pin in _pins_of(position.pose).items()
        if not pin.free and not name.startswith("knee")
    }
    found: list[Key] = []
    for held, pins, fresh in keys:
        held_now = {name: pin for name, pin in pins.items() if not pin.free and not name.startswith("knee")}
        new = {name for name in held_now if name in fresh or name not in before}
        body = _on_its_base(whole, held, tops) if found and new else start
        before = {
            name: _target(name, pin, body, planted, props) if name in new else before[name]
            for name, pin in held_now.items()
        }
        found.append(Key(held, pins, before))
    return whole._replace(keys=tuple(found), turns=tuple(told))


def part_height(part: str, found: Bones) -> float:
    """How high the lowest point of a part is that a body rests on."""
    if part in _TRUNK_EGG:
        return flesh.foot_of(flesh.trunk_eggs(found)[_TRUNK_EGG[part]])
    if part == "pelvis":
        return min(map(flesh.foot_of, flesh.trunk_eggs(found)[:2]))
    layers = _PART_LAYERS[part]
    return flesh.lowest(flesh.pieces(found, layers), layers)


def _settled(angles: Mapping[str, float], rests: tuple[Rest, ...], tops: Mapping[str, float]) -> Bones:
    """The body with its first resting part at the height of what bears it."""
    get = angles.get
    found = bones(angles)
    height = tops[rests[0].on] - part_height(rests[0].part, found) + get("pelvis.z", 0.0)
    return moved(found, (get("pelvis.x", 0.0), get("pelvis.y", 0.0), height))


def _axis(angles: Mapping[str, float], rests: tuple[Rest, ...]) -> str:
    """What of the pelvis is turned until a second part rests: its tilt, on the side its lean."""
    on_the_side = rests[-1].on != "hands" and abs(angles.get("pelvis.lean", 0.0)) > 45  # noqa: PLR2004 - more than half
    return "pelvis.lean" if on_the_side else "pelvis.tilt"


def _turned(angles: dict[str, float], rests: tuple[Rest, ...], by: float) -> dict[str, float]:
    """The angles with the pelvis turned this much further."""
    if not by:
        return angles
    axis = _axis(angles, rests)
    return angles | {axis: angles.get(axis, 0.0) + by}


def _tilt(angles: dict[str, float], rests: tuple[Rest, ...], tops: Mapping[str, float]) -> float:
    """How far the pelvis is turned until a second part rests on what bears it."""
    if len(rests) < 2:  # noqa: PLR2004 - a first and a second one
        return 0.0

    def gap(by: float) -> float:
        found = _settled(_turned(angles, rests, by), rests, tops)
        return part_height(rests[1].part, found) - tops[rests[1].on]

    return _balanced(gap)


def _resting(whole: Act, angles: dict[str, float], tops: Mapping[str, float]) -> float:
    """How far the pelvis is turned in a key pose until all that rests does rest."""
    return _propped(whole, angles) if whole.rests[-1].on == "hands" else _tilt(angles, whole.rests, tops)


def _propped(whole: Act, angles: dict[str, float]) -> float:
    """How far the pelvis is tilted until the arms reach the planted hands nearly stretched."""
    held = [side for side in _SIGNS if not _let_go(whole, side)] or list(_SIGNS)
    wanted = UPPER_ARM + FOREARM - _SOFT

    def height(by: float) -> float:
        found = _on_its_base(whole, _turned(angles, whole.rests, by), {"floor": 0.0})
        total = 0.0
        for side in held:
            x, y, z = found.arms[side].root
            foot = whole.planted.arms[side].root
            total += sqrt((x - foot[0]) ** 2 + (y - foot[1]) ** 2 + (z - flesh.HAND_THICKNESS) ** 2)
        return total / len(held) - wanted

    return _balanced(height)


def _let_go(whole: Act, side: str) -> bool:
    ends = (whole.figure.start, *whole.figure.via, whole.figure.end)
    pins = [_pins_of(pose).get(f"hand.{side}") for pose in ends]
    return any(pin is not None and pin.on != "floor" for pin in pins)


def _balanced(gap: Callable[[float], float]) -> float:
    """The smallest change at which a gap closes, to a hundredth; no change where none within sixty degrees does."""
    here = gap(0.0)
    inner = {1: (0.0, here), -1: (0.0, here)}
    for step in range(1, 11):
        for way in (1, -1):
            outer = way * step * 6.0
            there = gap(outer)
            before, then = inner[way]
            if then * there <= 0:
                return round(_between(gap, before, outer, then), 2)
            inner[way] = (outer, there)
    return 0.0


def _between(gap: Callable[[float], float], low: float, high: float, at_low: float) -> float:
    """Where a gap closes that has opposite signs at two bounds: the chord's zero, then the chord's zero again."""
    at_high, middle = gap(high), low
    for _ in range(8):
        if at_high == at_low:
            break
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        there = gap(middle)
        if abs(there) < _CLOSED:
            break
        if there * at_low > 0:
            low, at_low = middle, there
            at_high /= 2
        else:
            high, at_high = middle, there
            at_low /= 2
    return middle


def _on_its_base(whole: Act, angles: dict[str, float], tops: Mapping[str, float]) -> Bones:
    """The body of a pose on what bears it, its pelvis as far from the planted position as the pose says."""
    rests = whole.rests
    part = rests[0].part
    if part == "knees" and whole.kneeling:
        free = bones(angles)
        root = (angles.get("pelvis.x", 0.0), angles.get("pelvis.y", 0.0))
        heights = []
        for side, kneeling in whole.kneeling.items():
            hip = free.legs[side].root
            aside = hypot(kneeling.knee[0] - root[0] - hip[0], kneeling.knee[1] - root[1] - hip[1])
            heights.append(kneeling.knee[2] - hip[2] + sqrt(max(THIGH * THIGH - aside * aside, 1.0)))
        return moved(free, (*root, fsum(heights) / len(heights)))
    if part == "feet":
        root = (angles.get("pelvis.x", 0.0), angles.get("pelvis.y", 0.0))
        return bones(angles, (*root, whole.planted.root[2] + angles.get("pelvis.z", 0.0)))
    return _settled(angles, rests, tops)


def direction(word: str | None, sign: float) -> Vector | None:
    """A direction in the room by its word, or halfway between two; `sign` is 1 for what belongs to the left side."""
    if word is None:
        return None
    one, _, other = word.partition("-")
    if other:
        return unit(add(_way(one, sign), _way(other, sign)))
    return _way(one, sign)


def _way(word: str, sign: float) -> Vector:
    if word in {"out", "in"}:
        return 0.0, sign if word == "out" else -sign, 0.0
    return _DIRECTIONS[word]


_DIRECTIONS: dict[str, Vector] = {
    "forward": (1.0, 0.0, 0.0),
    "back": (-1.0, 0.0, 0.0),
    "left": (0.0, 1.0, 0.0),
    "right": (0.0, -1.0, 0.0),
    "up": (0.0, 0.0, 1.0),
    "down": (0.0, 0.0, -1.0),
}


def sided(name: str, side: str, found: Bones) -> Vector:
    """The place of a landmark, that of this side where the name has a side but does not tell which."""
    return landmark(f"{name}.{side}" if name in SIDED_LANDMARKS else name, found)[0]


def _target(name: str, pin: Pin, found: Bones, start: Bones, props: tuple[Placed, ...]) -> Target:
    part, _, side = name.partition(".")
    sign = _SIGNS[side]
    point, palm, bend = (direction(word, sign) for word in (pin.point, pin.palm, pin.bend))
    shift: Vector = (float(pin.shift[0]), float(pin.shift[1]), float(pin.shift[2]))
    limb = (start.arms if part in {"hand", "elbow"} else start.legs)[side]
    if pin.at is not None:
        place: Vector = (float(pin.at[0]), float(pin.at[1]), float(pin.at[2]))
    elif pin.on is not None:
        by = sided(pin.by or {"hand": "shoulder", "elbow": "shoulder", "foot": "knee"}[part], side, found)
        place, inward, fingers = _on_surface(pin.on, by, props)
        palm = palm or (inward if part == "hand" else None)
        point = point or (fingers if part == "hand" else None)
        place = along(place, point, flesh.PALM) if part == "hand" and point is not None else place
    elif pin.to is not None:
        place, into = _followed(pin.to, side, found, props)
        palm = palm or (into if part == "hand" else None)
    else:
        place = landmark(f"{part}.{side}", start)[0]
        palm = palm or (apply(limb.tip, (0.0, -sign, 0.0)) if part == "hand" else None)
        point = point or (apply(limb.tip, (0.0, 0.0, -1.0)) if part == "hand" else None)
    if part == "elbow" and pin.on is not None:
        place = along(place, inward, -_ELBOW)
    if part == "foot":
        toes = apply(limb.tip, (1.0, 0.0, 0.0))
        point = point or (toes if pin.plant else unit((toes[0], toes[1], 0.0)))
        palm = apply(limb.tip, (0.0, 0.0, 1.0)) if pin.plant else palm
    return Target(add(place, shift), point, palm, bend, pin.finger)


def _followed(name: str, side: str, found: Bones, props: tuple[Placed, ...]) -> tuple[Vector, Vector | None]:
    if "/" in name:
        return prop_landmark(name, props), None
    return landmark(f"{name}.{side}" if name in SIDED_LANDMARKS else name, found)


def _on_surface(on: str, by: Vector, props: tuple[Placed, ...]) -> tuple[Vector, Vector, Vector]:
    """The place on a surface level with a landmark, the direction into the surface, and where fingers point."""
    if on == "floor":
        return (by[0], by[1], 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)
    prop = next(prop for prop in props if prop.id == on)
    if prop.normal is not None:
        inward = scaled(prop.normal, -1.0)
        off = fsum((by[i] - prop.place[i]) * prop.normal[i] for i in range(3))
        return subtract(by, scaled(prop.normal, off)), inward, (0.0, 0.0, 1.0)
    return (by[0], by[1], prop.top), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)


def _posed(whole: Act, index: int, share: float) -> Bones:
    """The body between two key poses."""
    before, after = whole.keys[index], whole.keys[index + 1]
    names = before.angles.keys() | after.angles.keys()
    angles = {name: before.angles.get(name, 0.0) * (1 - share) + after.angles.get(name, 0.0) * share for name in names}
    tops = {prop.id: prop.top for prop in whole.props} | {"floor": 0.0}
    first = index == 0 and share == 0.0
    found = whole.start if first else _on_its_base(whole, angles, tops)
    arms, legs = dict(found.arms), dict(found.legs)
    for side, kneeling in whole.kneeling.items():
        legs[side] = held_knee(legs[side], *kneeling)
    found = found._replace(legs=legs)
    names = before.targets.keys() | after.targets.keys()
    for name in sorted(names, key=lambda name: (-_PARTS.index(name.partition(".")[0]), name)):
        part, _, side = name.partition(".")
        target, weight = held(whole, index, share, name, found._replace(arms=arms))
        if part == "foot":
            legs[side] = held_foot(legs[side], target)
            found = found._replace(legs=legs)
        elif part == "elbow":
            arms[side] = held_by_elbow(arms[side], target)
        else:
            arms[side] = held_by_hand(arms[side], _SIGNS[side], target, weight)
    return found._replace(arms=arms, legs=legs)


def held(whole: Act, index: int, share: float, name: str, found: Bones) -> tuple[Target, float]:
    """Where a part is held between two key poses, and how much it is held there: not all where only one holds it."""
    one, other = (now(name, key, found, whole) for key in whole.keys[index : index + 2])
    target = _mixed(one, other, share)
    if len(whole.keys) > 2 and one is not None and other is not None:  # noqa: PLR2004 - more than start and end
        target = target._replace(place=_curved(whole, index, name, (one.place, other.place), share))
    return target, (one is not None) * (1 - share) + (other is not None) * share


def now(name: str, key: Key, found: Bones, whole: Act) -> Target | None:
    """Where a part is held in this moment by a key pose; what follows a landmark of the body follows it here."""
    target, pin = key.targets.get(name), key.pins.get(name)
    if target is None or pin is None or pin.to is None or "/" in pin.to:
        return target
    return _target(name, pin, found, whole.planted, whole.props)


def _curved(whole: Act, index: int, name: str, ends: tuple[Vector, Vector], share: float) -> Vector:
    """The place between two key poses on a smooth line through the places of all of them."""
    earlier = whole.keys[index - 1].targets.get(name) if index else None
    later = whole.keys[index + 2].targets.get(name) if index + 2 < len(whole.keys) else None
    a = ends[0] if earlier is None else earlier.place
    d = ends[1] if later is None else later.place
    b, c = ends
    t, tt, ttt = share, share * share, share**3

    def smooth(i: int) -> float:
        first, second = (c[i] - a[i]) / 2, (d[i] - b[i]) / 2
        return (
            (2 * ttt - 3 * tt + 1) * b[i] + (ttt - 2 * tt + t) * first + (3 * tt - 2 * ttt) * c[i] + (ttt - tt) * second
        )

    return smooth(0), smooth(1), smooth(2)


def _mixed(one: Target | None, other: Target | None, share: float) -> Target:
    if one is None or other is None:
        return one or other or Target((0.0, 0.0, 0.0))

    def between(a: Vector | None, b: Vector | None) -> Vector | None:
        return unit(mix(a, b, share)) if a is not None and b is not None else (a if share < 1 / 2 else b)

    return Target(
        mix(one.place, other.place, share),
        between(one.point, other.point),
        between(one.palm, other.palm),
        between(one.bend, other.bend),
        one.finger,
    )
