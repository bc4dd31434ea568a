"""What a still picture needs of a figure: its bodies, its props, and the ways that its arrows follow.

It is worked out from the poses, or read from where that was kept in whole numbers. Those are fine enough that the
picture is the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import dist
from typing import NamedTuple, Protocol

from thoracic_lib.figures.body import pieces
from thoracic_lib.figures.placing import Placed, placed, props_of
from thoracic_lib.figures.posing import Act
from thoracic_lib.figures.skeleton import SIDES, Bones, jointed, turned
from thoracic_lib.figures.vectors import Matrix, Vector, quaternion, rotation
from thoracic_lib.model.figure import Figure, FigurePosition

__all__ = ["Scene", "Staged", "Staging", "followed", "misplaced", "scene", "shown", "staging"]

_PARTS = 100_000_000
"""How many parts of a centimeter places are kept in, and of 1 the numbers of a quaternion: few enough that they are the
same on every machine, and so many that of the coordinates of a picture hardly ever one is rounded otherwise."""

_CLOSE = 0.000_01
"""How far from where it belongs something may be kept, in centimeters; a tenth of a unit of the picture is 0.07."""


class Staged(Protocol):
    """A figure in the room, as far as a still picture shows it."""

    @property
    def figure(self) -> Figure:
        """The figure."""

    @property
    def props(self) -> tuple[Placed, ...]:
        """Where its props stand."""

    @property
    def drawn(self) -> dict[str, str]:
        """What was drawn of it already."""

    def at(self, share: float) -> Bones:
        """The body at one of the moments that are shown."""

    def way(self, name: str) -> tuple[Vector, ...]:
        """The places of a landmark that an arrow follows, from the start to the end."""


class Staging(NamedTuple):
    """What was worked out of a figure, in whole numbers but for `turns`, which every other moment is worked out from.

    `rotations`: the quaternions of all ways in which parts of the body are turned. `bodies`: for each moment that is
    shown the places of the pelvis and of both shoulders, by number which rotation each part has, and for either hand
    whether one finger points. `props`: the place and size of each. `ways`: the places of each landmark that an arrow
    follows.
    """

    turns: tuple[float, ...]
    rotations: tuple[tuple[int, ...], ...]
    bodies: tuple[tuple[int, ...], ...]
    props: tuple[tuple[int, ...], ...]
    ways: tuple[tuple[int, ...], ...]


class Scene(NamedTuple):
    """A figure in the room at the moments that a still picture shows."""

    figure: Figure
    props: tuple[Placed, ...]
    bodies: dict[float, Bones]
    ways: dict[str, tuple[Vector, ...]]
    drawn: dict[str, str]

    def at(self, share: float) -> Bones:
        """The body at one of these moments; `KeyError` for another."""
        return self.bodies[share]

    def way(self, name: str) -> tuple[Vector, ...]:
        """The places of a landmark that an arrow follows; `KeyError` for another."""
        return self.ways[name]


def shown(figure: Figure) -> tuple[float, ...]:
    """The moments that a still picture shows: start and end, and where the figure asks for it the middle."""
    return (0.0, 0.5, 1.0) if figure.waypoints else (0.0, 1.0)


def followed(figure: Figure) -> tuple[str, ...]:
    """The landmarks whose ways arrows of a figure run along."""
    return tuple(dict.fromkeys(told.follows for told in figure.arrows if told.leads_along))


def staging(whole: Act) -> Staging:
    """What is kept of a figure that was worked out."""
    rotations: dict[tuple[int, ...], int] = {}
    return Staging(
        turns=whole.turns,
        bodies=tuple(_numbers(whole.at(share), rotations) for share in shown(whole.figure)),
        rotations=tuple(rotations),
        props=tuple((*_parts([prop.place]), *prop.size) for prop in whole.props),
        ways=tuple(_parts(whole.way(name)) for name in followed(whole.figure)),
    )


def scene(figure: Figure, position: FigurePosition, kept: Staging) -> Scene:
    """The figure in the room, from what was kept of it."""
    rotations = [rotation(*[number / _PARTS for number in held]) for held in kept.rotations]
    wanted = zip(props_of(figure, position), kept.props, strict=True)
    return Scene(
        figure,
        props=tuple(placed(prop, _places(held[:3])[0], held[3:]) for prop, held in wanted),
        bodies={share: _body(held, rotations) for share, held in zip(shown(figure), kept.bodies, strict=True)},
        ways=dict(zip(followed(figure), map(_places, kept.ways), strict=True)),
        drawn={},
    )


def misplaced(whole: Act, kept: Scene) -> Iterator[str]:
    """What is kept of a figure otherwise than it was worked out, if anything."""
    for share in shown(whole.figure):
        eggs = [[egg.center for _, *pair in pieces(one.at(share)) for egg in pair] for one in (whole, kept)]
        if not _same(*eggs):
            yield f"the body at {share:g}"
    for one, other in zip(whole.props, kept.props, strict=True):
        if not _same([one.place, (one.top, 0.0, 0.0)], [other.place, (other.top, 0.0, 0.0)]) or one.size != other.size:
            yield f"prop {one.id!r}"
    yield from (f"the way of {name}" for name in followed(whole.figure) if not _same(whole.way(name), kept.way(name)))


def _same(places: Iterable[Vector], others: Iterable[Vector]) -> bool:
    return all(dist(one, other) < _CLOSE for one, other in zip(places, others, strict=True))


def _numbers(body: Bones, rotations: dict[tuple[int, ...], int]) -> tuple[int, ...]:
    """A body by its places and the numbers of its rotations; those that are new are added to them."""
    arms = [body.arms[side] for side, _ in SIDES]
    held = [tuple(round(number * _PARTS) for number in quaternion(frame)) for frame in turned(body)]
    numbers = [rotations.setdefault(one, len(rotations)) for one in held]
    return *_parts([body.root, *(arm.root for arm in arms)]), *numbers, *(int(arm.finger) for arm in arms)


def _body(held: Sequence[int], rotations: Sequence[Matrix]) -> Bones:
    root, *shoulders = _places(held[:9])
    return jointed(root, [rotations[number] for number in held[9:-2]], shoulders, [bool(one) for one in held[-2:]])


def _parts(places: Iterable[Vector]) -> tuple[int, ...]:
    return tuple(round(length * _PARTS) for place in places for length in place)


def _places(held: Sequence[int]) -> tuple[Vector, ...]:
    """The places that these parts are of, three for each."""
    numbers = [part / _PARTS for part in held]
    return tuple(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
