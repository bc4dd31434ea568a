"""A body seen from the front and from behind, head to mid-thigh, and where on it what exercises work on lies.

Places are units from the middle line (x, to the right of the picture) and from the crown (y). A shape is a closed row
of places; a place with a third part is a corner. Proportions follow the usual canon of seven and a half heads.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["AREAS", "HIGH", "HINTS", "OUTLINE", "Area", "closed", "opened", "sided"]

Place = tuple[float, float] | tuple[float, float, bool]

HIGH = 322
"""How far down the picture of the body goes."""

_RIGHT: tuple[Place, ...] = (
    (0, 3),
    (13, 7),
    (22, 21),
    (22.5, 36),
    (19, 51),
    (13, 62.5),
    (12.5, 67, True),
    (13, 76),
    (17, 82),
    (31, 88.5),
    (48, 92.5),
    (60, 99),
    (67, 112),
    (68.5, 128),
    (70.5, 150),
    (73.5, 172),
    (77, 192),
    (80.5, 215),
    (81.5, 232),
    (82, 240),
    (86, 251),
    (86.5, 264),
    (83, 277),
    (77.5, 281.5),
    (73.5, 275),
    (73, 262),
    (71.5, 251, True),
    (71.5, 241),
    (68.5, 226),
    (63, 203),
    (59, 180),
    (55, 158),
    (51.5, 139),
    (49, 126, True),
    (48.5, 140),
    (46, 158),
    (41.5, 176),
    (40, 190),
    (43, 207),
    (49, 224),
    (53, 242),
    (54.5, 262),
    (53.5, 284),
    (50, 306),
    (47.5, HIGH, True),
    (8, HIGH, True),
    (5.5, 300),
    (4, 280),
    (2.5, 264),
    (0, 260),
)
OUTLINE: tuple[Place, ...] = (*_RIGHT, *((-place[0], *place[1:]) for place in reversed(_RIGHT[1:-1])))
"""The outline, the same from the front and from behind."""


class Area(NamedTuple):
    """Where a target lies: on which view, as which shapes of the right half, and where its number goes."""

    view: str
    shapes: tuple[tuple[Place, ...], ...]
    label: tuple[float, float]
    lines: bool = False


def _row(*places: Place) -> tuple[tuple[Place, ...], ...]:
    return (places,)


AREAS: Mapping[str, Area] = MappingProxyType(
    {
        "upper-back": Area(
            "back",
            _row((0, 86), (20, 89), (42, 98), (46, 120), (44, 146), (34, 166), (16, 172), (0, 172)),
            label=(-36, 134),
        ),
        "rib-cage": Area(
            "front",
            _row((0, 92), (18, 93), (36, 104), (44, 126), (43, 150), (36, 172), (27, 178), (14, 162), (0, 154)),
            label=(33, 152),
        ),
        "latissimus-dorsi": Area(
            "back",
            _row(
                (49, 130),
                (47, 150),
                (41, 172),
                (30, 194),
                (12, 214),
                (4, 216),
                (3, 196),
                (6, 172),
                (18, 156),
                (36, 144),
            ),
            label=(-34, 172),
        ),
        "lateral-trunk": Area(
            "front",
            _row((47, 134), (44, 158), (39.5, 178), (39, 194), (44, 212), (37, 216), (32, 196), (34, 170), (40, 142)),
            label=(38, 188),
        ),
        "abdominal-wall": Area(
            "front",
            _row((0, 156), (12, 162), (26, 180), (36, 176), (38, 194), (42, 216), (30, 238), (12, 250), (0, 252)),
            label=(0, 218),
        ),
        "upper-abdominal-muscles": Area(
            "front",
            _row((0, 156), (8, 160), (17, 172), (18, 190), (9, 196), (0, 196)),
            label=(0, 178),
        ),
        "intercostal-muscles": Area(
            "front",
            (
                ((45, 134), (38, 143), (26, 149)),
                ((45, 144), (37, 153), (25, 158)),
                ((43.5, 154), (36, 163), (25, 167)),
                ((41, 164), (35, 172), (28, 176)),
            ),
            label=(-33, 158),
            lines=True,
        ),
        "pectoral-muscles": Area(
            "front",
            _row((3, 102), (20, 98), (40, 101), (52, 110), (50, 122), (40, 135), (24, 141), (9, 138), (3, 130)),
            label=(-26, 120),
        ),
        "shoulder-joint": Area(
            "both",
            _row((50, 97), (60, 101), (66, 112), (63, 124), (54, 124), (48, 112)),
            label=(58, 111),
        ),
        "deep-neck-flexors": Area(
            "front",
            _row((2, 67), (8, 70), (9, 80), (6, 88), (2, 88)),
            label=(0, 78),
        ),
        "scapular-muscles": Area(
            "back",
            _row((17, 108), (34, 103), (47, 104), (46, 116), (36, 132), (27, 148), (21, 142), (17, 124)),
            label=(33, 117),
        ),
        "middle-trapezius": Area(
            "back",
            _row((1, 94), (18, 98), (44, 99), (47, 106), (26, 113), (1, 122)),
            label=(-20, 104),
        ),
        "interscapular-muscles": Area(
            "back",
            _row((5, 104), (16, 107), (17, 124), (19, 140), (12, 148), (5, 146)),
            label=(13, 137),
        ),
        "back-extensors": Area(
            "back",
            _row((3, 92), (9, 96), (12, 130), (14, 170), (16, 205), (13, 228), (5, 240), (3, 236)),
            label=(13, 192),
        ),
        "whole-spine": Area(
            "back",
            _row((0, 65), (3.5, 66), (5, 90), (5.5, 140), (6.5, 200), (7.5, 228), (5, 244), (0, 247)),
            label=(0, 76),
        ),
        "lumbar-spine": Area(
            "back",
            _row((0, 176), (6.5, 177), (8, 200), (9, 228), (5, 233), (0, 233)),
            label=(0, 212),
        ),
        "thoracic-spine": Area(
            "back",
            _row((0, 88), (5, 89), (5.5, 120), (6, 150), (6.5, 175), (0, 176)),
            label=(0, 158),
        ),
    }
)
"""What is worked, the wide areas first, since the narrow ones are drawn over them."""

_BOTH_HINTS: tuple[tuple[Place, ...], ...] = (((20.5, 33), (24.5, 32), (23.5, 42), (19.8, 45)),)
HINTS: Mapping[str, tuple[tuple[Place, ...], ...]] = MappingProxyType(
    {
        "front": (
            *_BOTH_HINTS,
            ((5, 95), (20, 93), (40, 95.5), (54, 98)),
            ((4, 136), (20, 142), (36, 136), (46, 124)),
            ((0, 202), (0, 204.5)),
            ((50, 226), (30, 243), (8, 254)),
            ((9, 78), (5, 88), (3, 94)),
        ),
        "back": (
            *_BOTH_HINTS,
            ((18, 108), (17.5, 124), (21, 141), (28, 148), (36, 134), (46, 116)),
            ((18, 108), (34, 103), (50, 101)),
            ((0, 236), (0, 262)),
            ((4, 264), (24, 270), (42, 262)),
            ((9, 232), (8, 235)),
        ),
    }
)
"""Lines that tell the front from the back, each on both sides: collar bones, chest, navel; shoulder blades, seat."""


def sided(area: Area) -> Iterator[tuple[tuple[Place, ...], int]]:
    """The shapes of an area with the side of each; one that begins and ends in the middle is one shape across it."""
    for shape in area.shapes:
        if shape[0][0] == shape[-1][0] == 0:
            yield (*shape, *((-place[0], *place[1:]) for place in reversed(shape[1:-1]))), 1
        else:
            yield shape, 1
            yield shape, -1


def opened(places: Sequence[Place], x: float, y: float, sign: int = 1) -> str:
    """A smooth line through places, moved to x and y, mirrored where the sign is -1."""
    return _curve([(x + sign * place[0], y + place[1], *place[2:]) for place in places], around=False)


def closed(places: Sequence[Place], x: float, y: float, sign: int = 1) -> str:
    """A smooth outline through places, moved to x and y, mirrored where the sign is -1."""
    return _curve([(x + sign * place[0], y + place[1], *place[2:]) for place in places], around=True) + "z"


def _curve(places: Sequence[Place], *, around: bool) -> str:
    """Cubic curves after Catmull and Rom; at a corner each side goes its own way."""
    count = len(places)

    def at(index: int) -> Place:
        return places[index % count] if around else places[min(max(index, 0), count - 1)]

    told = [f"M{places[0][0]:.1f} {places[0][1]:.1f}"]
    for index in range(count if around else count - 1):
        before, one, other, after = (at(index + step) for step in (-1, 0, 1, 2))
        out = (0.0, 0.0) if one[2:] else ((other[0] - before[0]) / 6, (other[1] - before[1]) / 6)
        into = (0.0, 0.0) if other[2:] else ((after[0] - one[0]) / 6, (after[1] - one[1]) / 6)
        told.append(
            f"C{one[0] + out[0]:.1f} {one[1] + out[1]:.1f} {other[0] - into[0]:.1f} {other[1] - into[1]:.1f} "
            f"{other[0]:.1f} {other[1]:.1f}"
        )
    return "".join(told).replace(".0 ", " ").replace(".0C", "C").replace(" -", "-")
