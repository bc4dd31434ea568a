"""A figure: how a body looks at the start and at the end of an exercise, what it rests on, and where it is seen from.

Angles are whole degrees in clinical terms, measured from upright standing with the arms hanging and the palms facing
the thighs; lengths are whole centimeters on a body 170 cm tall; times are milliseconds.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from attrs import field, fields, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.values import (
    Value,
    be_a,
    be_flag,
    be_identifier,
    be_one_of,
    be_several,
    be_text,
    be_whole,
    maybe,
    must,
    tuple_of,
)
from thoracic_lib.vocabulary import PropKind, Side, View, Worked

__all__ = [
    "AXES",
    "Anchor",
    "Arrow",
    "Camera",
    "Figure",
    "FigurePosition",
    "Joint",
    "Motion",
    "Pin",
    "Pins",
    "Pose",
    "Prop",
    "Range",
    "Rest",
    "Seen",
    "SidedPins",
    "Tempo",
]

_SPINE = {
    "flexion": ("flexion", "extension"),
    "side": ("lateral_flexion_left", "lateral_flexion_right"),
    "turn": ("rotation_left", "rotation_right"),
}
_BALL = {
    "flexion": ("flexion", "extension"),
    "abduction": ("abduction", "adduction"),
    "horizontal": ("horizontal_abduction", "horizontal_adduction"),
    "rotation": ("external_rotation", "internal_rotation"),
}
AXES: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "pelvis": {
            "tilt": ("anterior_tilt", "posterior_tilt"),
            "lean": ("lean_left", "lean_right"),
            "heading": ("turn_left", "turn_right"),
            "turn": ("rotation_left", "rotation_right"),
            "x": ("forward", "back"),
            "y": ("toward_left", "toward_right"),
            "z": ("up", "down"),
        },
        "lumbar": _SPINE,
        "thoracic": _SPINE,
        "lower_thoracic": _SPINE,
        "upper_thoracic": _SPINE,
        "neck": _SPINE,
        "head": _SPINE,
        "scapula": {"lift": ("elevation", "depression"), "slide": ("protraction", "retraction")},
        "shoulder": _BALL,
        "elbow": {"flexion": ("flexion", "extension")},
        "forearm": {"turn": ("pronation", "supination")},
        "wrist": {"flexion": ("flexion", "extension")},
        "hip": _BALL,
        "knee": {"flexion": ("flexion", "extension")},
        "ankle": {"flexion": ("dorsiflexion", "plantarflexion")},
    }
)
"""The axes of each joint, each with the names of its two directions, the positive one first."""

SIDED = frozenset({"scapula", "shoulder", "elbow", "forearm", "wrist", "hip", "knee", "ankle"})
"""The joints of which there is a left and a right one."""

_degrees = maybe(be_whole(0, 360))


@frozen(kw_only=True, repr=False, eq=False)
class Motion(Value):
    """How far a joint is moved, each direction by its clinical name; whole degrees, for shifts whole centimeters."""

    flexion: int | None = field(default=None, metadata=must(_degrees))
    extension: int | None = field(default=None, metadata=must(_degrees))
    lateral_flexion_left: int | None = field(default=None, metadata=must(_degrees))
    lateral_flexion_right: int | None = field(default=None, metadata=must(_degrees))
    rotation_left: int | None = field(default=None, metadata=must(_degrees))
    rotation_right: int | None = field(default=None, metadata=must(_degrees))
    abduction: int | None = field(default=None, metadata=must(_degrees))
    adduction: int | None = field(default=None, metadata=must(_degrees))
    horizontal_abduction: int | None = field(default=None, metadata=must(_degrees))
    horizontal_adduction: int | None = field(default=None, metadata=must(_degrees))
    external_rotation: int | None = field(default=None, metadata=must(_degrees))
    internal_rotation: int | None = field(default=None, metadata=must(_degrees))
    pronation: int | None = field(default=None, metadata=must(_degrees))
    supination: int | None = field(default=None, metadata=must(_degrees))
    dorsiflexion: int | None = field(default=None, metadata=must(_degrees))
    plantarflexion: int | None = field(default=None, metadata=must(_degrees))
    elevation: int | None = field(default=None, metadata=must(_degrees))
    depression: int | None = field(default=None, metadata=must(_degrees))
    protraction: int | None = field(default=None, metadata=must(_degrees))
    retraction: int | None = field(default=None, metadata=must(_degrees))
    anterior_tilt: int | None = field(default=None, metadata=must(_degrees))
    posterior_tilt: int | None = field(default=None, metadata=must(_degrees))
    lean_left: int | None = field(default=None, metadata=must(_degrees))
    lean_right: int | None = field(default=None, metadata=must(_degrees))
    turn_left: int | None = field(default=None, metadata=must(_degrees))
    turn_right: int | None = field(default=None, metadata=must(_degrees))
    forward: int | None = field(default=None, metadata=must(_degrees))
    back: int | None = field(default=None, metadata=must(_degrees))
    toward_left: int | None = field(default=None, metadata=must(_degrees))
    toward_right: int | None = field(default=None, metadata=must(_degrees))
    up: int | None = field(default=None, metadata=must(_degrees))
    down: int | None = field(default=None, metadata=must(_degrees))

    @property
    def given(self) -> dict[str, int]:
        """The directions that are given."""
        return {name: held for name in DIRECTIONS if (held := getattr(self, name)) is not None}


DIRECTIONS = tuple(f.name for f in fields(Motion))


@frozen(kw_only=True, repr=False, eq=False)
class Joint(Motion):
    """The motion of a joint; of one that has two sides, that of both, and then what `left` or `right` has besides."""

    left: Motion | None = field(default=None, metadata=must(maybe(be_a(Motion))))
    right: Motion | None = field(default=None, metadata=must(maybe(be_a(Motion))))


@frozen(kw_only=True, repr=False, eq=False)
class Pin(Value):
    """Where a hand, foot, knee or elbow is held, whatever the rest of the body does.

    `plant` holds it where the start pose has it. `on` a surface (`floor`, or a prop by its id) it stands level with
    the landmark that `by` names. `to` follows a landmark of the body or of a prop. `at` is a place. `shift` moves the
    place forward, to the left and up. `free` lets go of it. With `finger` a hand makes a fist but for its index finger,
    whose tip is held there instead of the palm.
    """

    plant: bool = field(default=False, metadata=must(be_flag))
    free: bool = field(default=False, metadata=must(be_flag))
    on: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    by: str | None = field(default=None, metadata=must(maybe(be_text)))
    to: str | None = field(default=None, metadata=must(maybe(be_text)))
    at: tuple[int, ...] | None = field(default=None, metadata=must(maybe(tuple_of(be_whole(-400, 400)))))
    shift: tuple[int, ...] = field(default=(0, 0, 0), metadata=must(tuple_of(be_whole(-400, 400))))
    point: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    palm: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    bend: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    finger: bool = field(default=False, metadata=must(be_flag))

    def contradictions(self) -> Iterator[Fault]:
        ways = [self.plant, self.free, self.on is not None, self.to is not None, self.at is not None]
        if sum(ways) != 1:
            yield Fault("", "", "must have exactly one of plant, free, on, to and at")
        if self.by is not None and self.on is None:
            yield Fault("", "by", "goes with on")
        for name, held in (("at", self.at), ("shift", self.shift)):
            if held is not None and len(held) != len("xyz"):
                yield Fault("", name, "must hold three numbers: forward, left, up")
        for name, word in (("point", self.point), ("palm", self.palm), ("bend", self.bend)):
            if word is not None and not (set(word.split("-", 1)) <= set(TOWARD)):
                yield Fault("", name, f"must be one of: {', '.join(TOWARD)}; or two of them, as in in-down")


TOWARD = ("forward", "back", "left", "right", "out", "in", "up", "down")
"""Directions in the room; `out` is away from the midline of the body, on the side of the limb."""


@frozen(kw_only=True, repr=False, eq=False)
class SidedPins(Value):
    """The pins of a left and a right part; what stands in `both` holds for each that has none of its own."""

    both: Pin | None = field(default=None, metadata=must(maybe(be_a(Pin))))
    left: Pin | None = field(default=None, metadata=must(maybe(be_a(Pin))))
    right: Pin | None = field(default=None, metadata=must(maybe(be_a(Pin))))


@frozen(kw_only=True, repr=False, eq=False)
class Pins(Value):
    """What is held in place."""

    hand: SidedPins | None = field(default=None, metadata=must(maybe(be_a(SidedPins))))
    elbow: SidedPins | None = field(default=None, metadata=must(maybe(be_a(SidedPins))))
    foot: SidedPins | None = field(default=None, metadata=must(maybe(be_a(SidedPins))))
    knee: SidedPins | None = field(default=None, metadata=must(maybe(be_a(SidedPins))))


@frozen(kw_only=True, repr=False, eq=False)
class Pose(Value):
    """The joints of a body that are moved away from upright standing, and what is held in place."""

    pelvis: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    lumbar: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    thoracic: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    lower_thoracic: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    upper_thoracic: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    neck: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    head: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    scapula: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    shoulder: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    elbow: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    forearm: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    wrist: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    hip: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    knee: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    ankle: Joint | None = field(default=None, metadata=must(maybe(be_a(Joint))))
    pins: Pins | None = field(default=None, metadata=must(maybe(be_a(Pins))))

    def contradictions(self) -> Iterator[Fault]:
        for name, axes in AXES.items():
            joint: Joint | None = getattr(self, name)
            if joint is None:
                continue
            parts = {name: joint, f"{name}.left": joint.left, f"{name}.right": joint.right}
            if name not in SIDED and (joint.left or joint.right):
                yield Fault("", name, "has no left and right")
            for path, part in parts.items():
                yield from _misused(path, part, axes) if part is not None else ()


def _misused(path: str, motion: Motion, axes: Mapping[str, tuple[str, str]]) -> Iterator[Fault]:
    known = {direction for pair in axes.values() for direction in pair}
    for direction in motion.given:
        if direction not in known:
            yield Fault("", f"{path}.{direction}", f"is no movement of this joint; it has: {', '.join(sorted(known))}")
    for one, other in axes.values():
        if {one, other} <= motion.given.keys():
            yield Fault("", path, f"has both {one} and {other}")


@frozen(kw_only=True, repr=False, eq=False)
class Rest(Value):
    """What bears the body: `part` lies on `on` (`floor`, or a prop by its id).

    The first rest settles the height of the body, a second one the tilt of its pelvis.
    """

    part: str = field(metadata=must(be_identifier))
    on: str = field(metadata=must(be_identifier))


@frozen(kw_only=True, repr=False, eq=False)
class Anchor(Value):
    """What a prop is placed by: a landmark of the start pose, and how far away.

    It stands on the floor there; with `lift` it is at the height of the landmark.
    """

    part: str = field(metadata=must(be_text))
    lift: bool = field(default=False, metadata=must(be_flag))
    shift: tuple[int, ...] = field(default=(0, 0, 0), metadata=must(tuple_of(be_whole(-400, 400))))

    def contradictions(self) -> Iterator[Fault]:
        if len(self.shift) != len("xyz"):
            yield Fault("", "shift", "must hold three numbers: forward, left, up")


@frozen(kw_only=True, repr=False, eq=False)
class Prop(Value):
    """A thing that the exercise needs.

    It stands `at` a place or by the landmark in `by`; a wall stands on a `side` of the body, `gap` away from what
    comes nearest to it, or from the landmark in `by`. A thing that is `held` moves with a hand, or with both.
    """

    kind: PropKind = field(metadata=must(be_one_of(PropKind)))
    id: str = field(metadata=must(be_identifier))
    at: tuple[int, ...] | None = field(default=None, metadata=must(maybe(tuple_of(be_whole(-400, 400)))))
    by: Anchor | None = field(default=None, metadata=must(maybe(be_a(Anchor))))
    side: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    gap: int = field(default=0, metadata=must(be_whole(-100, 200)))
    held: str | None = field(default=None, metadata=must(maybe(be_text)))
    size: tuple[int, ...] | None = field(default=None, metadata=must(maybe(tuple_of(be_whole(1, 400)))))
    turn: int = field(default=0, metadata=must(be_whole(-180, 180)))

    def contradictions(self) -> Iterator[Fault]:
        alone = self.side is None
        ways = (self.at, self.by if alone else None, self.side, None if self.kind is PropKind.BAND else self.held)
        if sum(way is not None for way in ways) > 1:
            yield Fault("", "", "must have at most one of at, by, side and held")
        if self.at is not None and len(self.at) != len("xyz"):
            yield Fault("", "at", "must hold three numbers: forward, left, up")
        if self.side not in {None, "ahead", "behind", "left", "right"}:
            yield Fault("", "side", "must be one of: ahead, behind, left, right")


@frozen(kw_only=True, repr=False, eq=False)
class Camera(Value):
    """Where the body is seen from: degrees around it from straight ahead (positive: its left side), and above it."""

    azimuth: int = field(metadata=must(be_whole(-180, 180)))
    elevation: int = field(default=8, metadata=must(be_whole(-90, 90)))


@frozen(kw_only=True, repr=False, eq=False)
class Arrow(Value):
    """An arrow along the path of a landmark from the start to the end pose; `gap` moves it away from the trunk.

    With `toward` it is a straight arrow from the landmark in that direction, with `circle` a ring around it, `gap`
    wide. With `through` it runs from the landmark past those that are named, as they lie in the end pose: for a wave
    along the spine.
    """

    follows: str = field(metadata=must(be_text))
    gap: int = field(default=6, metadata=must(be_whole(-60, 60)))
    reverse: bool = field(default=False, metadata=must(be_flag))
    toward: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    circle: bool = field(default=False, metadata=must(be_flag))
    through: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_text)))

    @property
    def leads_along(self) -> bool:
        """Whether the arrow runs along the path of its landmark."""
        return not (self.through or self.circle or self.toward)

    def contradictions(self) -> Iterator[Fault]:
        if self.toward is not None and self.toward not in TOWARD:
            yield Fault("", "toward", f"must be one of: {', '.join(TOWARD)}")
        if self.toward is not None and self.circle:
            yield Fault("", "circle", "goes without toward")
        if self.through and (self.circle or self.toward is not None):
            yield Fault("", "through", "goes without circle and toward")


@frozen(kw_only=True, repr=False, eq=False)
class Tempo(Value):
    """How long moving there, staying there, moving back and staying at the start take, in milliseconds."""

    there: int = field(default=1_600, metadata=must(be_whole(200, 20_000)))
    stay: int = field(default=700, metadata=must(be_whole(0, 20_000)))
    back: int = field(default=1_600, metadata=must(be_whole(200, 20_000)))
    rest: int = field(default=500, metadata=must(be_whole(0, 20_000)))


MOST_SEEN = 600
"""The longest text of a part of a figure, in characters (library default)."""


@frozen(kw_only=True, repr=False, eq=False)
class Seen(Value):
    """The picture in words, for someone who cannot see it."""

    start: str = field(metadata=must(be_text))
    movement: str = field(metadata=must(be_text))
    end: str = field(metadata=must(be_text))

    def contradictions(self) -> Iterator[Fault]:
        for name in ("start", "movement", "end"):
            if len(getattr(self, name)) > MOST_SEEN:
                yield Fault("", name, f"has more than {MOST_SEEN} characters, too many to listen to")


@frozen(kw_only=True, repr=False, eq=False)
class FigurePosition(Value):
    """A start position that figures share: a pose and what bears it."""

    id: str = field(metadata=must(be_identifier))
    pose: Pose = field(metadata=must(be_a(Pose)))
    rests: tuple[Rest, ...] = field(default=(), metadata=must(tuple_of(be_a(Rest))))
    props: tuple[Prop, ...] = field(default=(), metadata=must(tuple_of(be_a(Prop))))


@frozen(kw_only=True, repr=False, eq=False)
class Range(Value):
    """How far a joint moves in one direction, in degrees, and where that figure comes from."""

    joint: str = field(metadata=must(be_identifier))
    direction: str = field(metadata=must(be_identifier))
    degrees: int = field(metadata=must(be_whole(0, 360)))
    basis: str = field(metadata=must(be_text))

    def contradictions(self) -> Iterator[Fault]:
        known = {direction for pair in AXES.get(self.joint, {}).values() for direction in pair}
        if self.direction not in known:
            yield Fault("", "direction", f"is no movement of the joint {self.joint}")


_texts = tuple_of(be_text, unique=True)


@frozen(kw_only=True, repr=False, eq=False)
class Figure(Value):
    """The picture of one or more setups of an exercise.

    The start pose is that of `position` with the changes in `start`; each pose in `via` and then `end` changes the
    one before. `turns` and `bends` say to which side the steps turn the chest and bend it sideways from there, which
    is measured at the spine. With `waypoints` the still picture shows the pose of `via` between start and end.
    """

    exercise: str = field(metadata=must(be_identifier))
    setups: tuple[str, ...] = field(metadata=must(be_several(be_identifier)))
    position: str = field(metadata=must(be_identifier))
    view: View | None = field(default=None, metadata=must(maybe(be_one_of(View))))
    camera: Camera | None = field(default=None, metadata=must(maybe(be_a(Camera))))
    worked: Worked = field(default=Worked.BOTH, metadata=must(be_one_of(Worked)))
    seen: Seen = field(metadata=must(be_a(Seen)))
    rests: tuple[Rest, ...] | None = field(default=None, metadata=must(maybe(tuple_of(be_a(Rest)))))
    props: tuple[Prop, ...] = field(default=(), metadata=must(tuple_of(be_a(Prop))))
    start: Pose = field(factory=Pose, metadata=must(be_a(Pose)))
    via: tuple[Pose, ...] = field(default=(), metadata=must(tuple_of(be_a(Pose))))
    end: Pose = field(metadata=must(be_a(Pose)))
    arrows: tuple[Arrow, ...] = field(default=(), metadata=must(tuple_of(be_a(Arrow))))
    marks: tuple[str, ...] = field(default=(), metadata=must(_texts))
    in_front: tuple[str, ...] = field(default=(), metadata=must(_texts))
    behind: tuple[str, ...] = field(default=(), metadata=must(_texts))
    lumbar_neutral: bool = field(default=False, metadata=must(be_flag))
    turns: Side | None = field(default=None, metadata=must(maybe(be_one_of(Side))))
    bends: Side | None = field(default=None, metadata=must(maybe(be_one_of(Side))))
    waypoints: bool = field(default=False, metadata=must(be_flag))
    tempo: Tempo = field(factory=Tempo, metadata=must(be_a(Tempo)))

    def contradictions(self) -> Iterator[Fault]:
        if (self.view is None) is (self.camera is None):
            yield Fault("", "view", "or a camera must be given, and not both")
        ids = [prop.id for prop in self.props]
        if len(set(ids)) != len(ids):
            yield Fault("", "props", "hold the same id twice")
        if self.waypoints and len(self.via) != 1:
            yield Fault("", "waypoints", "goes with exactly one pose in via")
