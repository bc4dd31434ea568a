"""Where the props stand: by a landmark of the start pose, on a side of the body, or in its hands."""

from typing import NamedTuple

from thoracic_lib.figures import body as flesh
from thoracic_lib.figures.landmarks import landmark
from thoracic_lib.figures.skeleton import Bones
from thoracic_lib.figures.vectors import Vector, add, dot
from thoracic_lib.model.figure import Figure, FigurePosition, Prop
from thoracic_lib.vocabulary import PropKind

__all__ = ["POINTS", "SIZES", "Placed", "place_props", "placed", "prop_landmark", "props_of", "surface"]

SIZES: dict[PropKind, tuple[int, ...]] = {
    PropKind.ROLLER: (46, 15),
    PropKind.TOWEL: (46, 10),
    PropKind.BALL: (22,),
    PropKind.MASSAGE_BALL: (7,),
    PropKind.TENNIS_BALLS: (7,),
    PropKind.MASSAGE_TOOL: (34, 8),
    PropKind.WALL: (260, 215),
    PropKind.DOORWAY: (90, 205),
    PropKind.CHAIR: (42, 44, 46, 44),
    PropKind.STOOL: (36, 30, 42),
    PropKind.BOX: (44, 44, 42),
    PropKind.STICK: (110, 3),
    PropKind.WEIGHT: (20, 9),
    PropKind.BAND: (2,),
    PropKind.MAT: (190, 66, 1),
    PropKind.PILLOW: (36, 50, 9),
}
"""The usual size of each thing: length and thickness; of a chair, stool, box or pillow depth, width and height (and the
height of the back above the seat); of a wall or doorway width and height. In centimeters, a library default."""

_ROUND = {PropKind.ROLLER, PropKind.TOWEL, PropKind.MASSAGE_TOOL, PropKind.STICK, PropKind.WEIGHT}
_BLOCKS = {PropKind.CHAIR, PropKind.STOOL, PropKind.BOX, PropKind.PILLOW, PropKind.MAT}
_BALLS = {PropKind.BALL, PropKind.MASSAGE_BALL, PropKind.TENNIS_BALLS}
_NORMALS: dict[str, Vector] = {
    "ahead": (-1.0, 0.0, 0.0),
    "behind": (1.0, 0.0, 0.0),
    "left": (0.0, -1.0, 0.0),
    "right": (0.0, 1.0, 0.0),
}


class Placed(NamedTuple):
    """A prop in the room.

    `place` is the middle of its foot; of a wall, a point of the wall; of a thing in the hands, nothing yet. `normal`
    leads out of a wall.
    """

    id: str
    kind: PropKind
    place: Vector
    size: tuple[int, ...]
    top: float
    turn: int
    normal: Vector | None
    held: str | None


def surface(prop: Prop) -> float:
    """How high the part of a prop is that bears a body."""
    size = prop.size or SIZES[prop.kind]
    raised = float(prop.at[2]) if prop.at is not None else 0.0
    if prop.kind in _ROUND:
        return raised + size[1]
    if prop.kind in _BALLS:
        return raised + size[0]
    return raised + size[2] if prop.kind in _BLOCKS else raised


def props_of(figure: Figure, position: FigurePosition) -> tuple[Prop, ...]:
    """The props of a figure: its own, and those of its start position that it does not replace."""
    ids = {prop.id for prop in figure.props}
    return (*figure.props, *(prop for prop in position.props if prop.id not in ids))


def placed(prop: Prop, place: Vector, size: tuple[int, ...]) -> Placed:
    """A prop of a size at its place."""
    mat = prop.kind is PropKind.MAT
    top = 0.0 if mat else max(surface(prop), place[2] + surface(prop))
    normal = None if mat or prop.side is None else _NORMALS[prop.side]
    return Placed(prop.id, prop.kind, place, size, top, prop.turn, normal, None if mat else prop.held)


def place_props(wanted: tuple[Prop, ...], start: Bones, planted: Bones) -> tuple[Placed, ...]:
    """The props, placed around a body in its start pose."""
    return tuple(_mat(prop, (start, planted)) if prop.kind is PropKind.MAT else _placed(prop, start) for prop in wanted)


def _placed(prop: Prop, start: Bones) -> Placed:
    size = prop.size or SIZES[prop.kind]
    normal = _NORMALS[prop.side] if prop.side is not None else None
    if prop.at is not None:
        place: Vector = (float(prop.at[0]), float(prop.at[1]), float(prop.at[2]))
    elif normal is not None:
        place = _against(prop, start, normal)
    elif prop.by is not None:
        x, y, z = add(landmark(prop.by.part, start)[0], (0.0, 0.0, 0.0))
        raised = z - size[-1] / 2 if prop.by.lift else 0.0
        place = (x + prop.by.shift[0], y + prop.by.shift[1], raised + prop.by.shift[2])
    else:
        place = (start.root[0], start.root[1], 0.0)
    return placed(prop, place, size)


def _mat(prop: Prop, bodies: tuple[Bones, ...]) -> Placed:
    """A mat just large enough for a body at first, its upper side level with the floor."""
    pieces = [piece for body in bodies for piece in flesh.pieces(body)]
    found = {id(egg): egg for piece in pieces for egg in (piece.one, piece.other)}.values()
    long, wide = ([(egg.center[axis], flesh.spread(egg, axis)) for egg in found] for axis in (0, 1))
    ahead, left = (max([middle + size for middle, size in held]) for held in (long, wide))
    behind, right = (max([size - middle for middle, size in held]) for held in (long, wide))
    size = (int(ahead + behind) + 16, max(int(left + right) + 14, 56), 2)
    place = ((ahead - behind) / 2, (left - right) / 2, -2.0)
    return placed(prop, place, size)


def _against(prop: Prop, start: Bones, normal: Vector) -> Vector:
    """A point of a wall: `gap` away from what of the trunk, the head and the feet comes nearest to it."""
    outward = (-normal[0], -normal[1], -normal[2])
    if prop.by is not None:
        nearest = dot(landmark(prop.by.part, start)[0], outward)
    else:
        reaching = [piece for piece in flesh.pieces(start) if not piece.layer.startswith(("arm", "forearm"))]
        nearest = max(max(flesh.reach(piece.one, outward), flesh.reach(piece.other, outward)) for piece in reaching)
    far = nearest + prop.gap
    return outward[0] * far, outward[1] * far, 0.0


POINTS = frozenset(
    {"top", "middle", "front-edge", "back-edge", "left-edge", "right-edge", "back-top", "back-left", "back-right"}
)
"""The places on a prop that have a name."""


def prop_landmark(name: str, props: tuple[Placed, ...]) -> Vector:
    """A place on a prop, such as `chair/back-top`; `KeyError` for one that there is not."""
    prop_id, _, point = name.partition("/")
    prop = next((prop for prop in props if prop.id == prop_id), None)
    if prop is None:
        raise KeyError(name)
    x, y, z = prop.place
    depth, width, height = (*prop.size, 0, 0)[:3]
    back = height + (prop.size[3] if len(prop.size) > 3 else 0)  # noqa: PLR2004 - a fourth measure is that of the back
    points: dict[str, Vector] = {
        "top": (x, y, prop.top),
        "front-edge": (x + depth / 2, y, prop.top),
        "back-edge": (x - depth / 2, y, prop.top),
        "left-edge": (x, y + width / 2, prop.top),
        "right-edge": (x, y - width / 2, prop.top),
        "back-top": (x - depth / 2, y, z + back),
        "back-left": (x - depth / 2, y + width / 2 - 3, z + back - 6),
        "back-right": (x - depth / 2, y - width / 2 + 3, z + back - 6),
        "middle": (x, y, z + (prop.top - z) / 2),
    }
    return points[point]
