"""A figure that does not move: its start and its end beside or below each other, numbered."""

import re
from functools import lru_cache
from typing import NamedTuple

from thoracic_lib.figures.arrows import arrow, mark
from thoracic_lib.figures.body import Egg
from thoracic_lib.figures.camera import Eye, eye
from thoracic_lib.figures.drawing import Box, Kept, Moment, around, moment, ordered
from thoracic_lib.figures.outlines import TENTHS, hull, oval
from thoracic_lib.figures.skeleton import SIDES, Bones
from thoracic_lib.figures.staging import Staged, shown
from thoracic_lib.figures.themes import style
from thoracic_lib.figures.vectors import IDENTITY, Vector, along, apply, dot, subtract

__all__ = ["Frame", "Words", "arrows_of", "document", "draw_still", "fitted", "ground", "grouped", "paths_of", "window"]

MARGIN = 7 * TENTHS
_GAP = 16
WHOLE = (480, 320)
"""The width and height of every still picture; in a gallery all have the same frame."""

_LARGEST = 1.5
"""How much larger than others a figure is drawn that would leave most of its part of the frame empty."""
_CLASS = re.compile(r'class="([a-z ]+)"')


class Words(NamedTuple):
    """The text alternative of a picture, already without anything that a document could take for markup."""

    title: str
    description: str


class Frame(NamedTuple):
    """How a picture is put together: its id, theme, and whether left and right change places."""

    prefix: str
    theme: str
    mirrored: bool


def grouped(moments: list[Moment], order: list[str]) -> list[tuple[str, list[str]]]:
    """The layers in order, each with its class; those of one kind that nothing comes between are drawn as one."""
    middle = moments[len(moments) // 2].drawn
    groups: list[tuple[str | None, str, list[str], Box]] = []
    for layer in order:
        kind, tone = _JOINED.get(layer), middle[layer].tone
        box = around([one.drawn[layer].box for one in moments])
        for index in range(len(groups) - 1, -1, -1) if kind else ():
            other, its_tone, held, its_box = groups[index]
            if other == kind and its_tone == tone:
                groups[index] = (kind, tone, [*held, layer], around([box, its_box]))
                break
            if _meet(box, its_box):
                groups.append((kind, tone, [layer], box))
                break
        else:
            groups.append((kind, tone, [layer], box))
    return [(tone, held) for _, tone, held, _ in groups]


def _meet(one: Box, other: Box) -> bool:
    left, top, right, bottom = one
    return left < other.right and other.left < right and top < other.bottom and other.top < bottom


def paths_of(one: Moment, groups: list[tuple[str, list[str]]]) -> list[tuple[str, str]]:
    """The class and path of everything in one moment, in order."""
    return [(tone, "".join([one.drawn[layer].path for layer in held])) for tone, held in groups]


_JOINED = {
    **dict.fromkeys(("pelvis", "thigh.left", "thigh.right", "shin.left", "shin.right"), "legs"),
    **{f"{part}.{side}": f"arm.{side}" for part in ("arm", "forearm") for side, _ in SIDES},
}
"""The layers that are drawn with one outline, each with the name of what it is a part of."""


def ground(whole: Staged, body: Bones, seen: Eye, curves: int, *, every: bool = False) -> str:
    """The shadow of a body on the floor, and of its forearms on walls, smaller, the farther away a part is.

    Of `every` part, or of those that have one.
    """
    found = []

    def flat(center: Vector, radius: float) -> Egg:
        size = radius * min(max(1.15 - center[2] / 60.0, 0.0), 1.0)
        return Egg((center[0], center[1], 0.0), IDENTITY, (size, size, 0.01))

    parts = [(flat(body.root, 17.0), flat(body.spine[5], 17.0)), (flat(body.spine[8], 9.0), flat(body.spine[5], 14.0))]
    for side, _ in SIDES:
        arm, leg = body.arms[side], body.legs[side]
        parts.append((flat(leg.root, 9.0), flat(leg.middle, 8.0)))
        toes = (leg.end[0] + leg.tip[0][0] * 14, leg.end[1] + leg.tip[1][0] * 14, leg.end[2] + leg.tip[2][0] * 14)
        parts.append((flat(leg.middle, 8.0), flat(leg.end, 8.0)))
        parts.append((flat(leg.end, 7.5), flat(toes, 6.5)))
        parts.append((flat(arm.end, 6.0), flat(arm.middle, 6.0)))
        fingers = along(arm.end, apply(arm.tip, (0.0, 0.0, -1.0)), 14.0)
        walls = [(prop.place, prop.normal) for prop in whole.props if prop.normal is not None]
        parts += [(_cast(arm.middle, 3.6, *wall), _cast(arm.end, 3.2, *wall)) for wall in walls]
        parts += [(_cast(arm.end, 3.2, *wall), _cast(fingers, 3.6, *wall)) for wall in walls]
    for one, other in parts:
        if every or max(*one.radii, *other.radii) > 1:
            found.append(hull(oval(one, seen), oval(other, seen), curves))
    return "".join(found)


_SKIN = 5.0
"""How far the middle of a forearm is from a wall that it touches, at most, in centimeters (library default)."""


def _cast(center: Vector, radius: float, foot: Vector, normal: Vector) -> Egg:
    """The shadow on a wall: the lower, the farther from it, so that a gap is seen."""
    far = dot(subtract(center, foot), normal)
    gap = max(far - _SKIN, 0.0)
    size = radius * min(max(1.3 - gap / 22.0, 0.0), 1.0)
    x, y, z = along(center, normal, -far)
    return Egg((x, y, z - gap), IDENTITY, (0.01 if normal[0] else size, 0.01 if normal[1] else size, size))


def arrows_of(whole: Staged, seen: Eye) -> tuple[str, list[Box]]:
    """The arrows of a figure, each with a halo, and their boxes."""
    told, boxes = [], []
    for one in whole.figure.arrows:
        found = arrow(one, whole, seen)
        if found is not None:
            line, head, box = found
            told.append(f'<path class="v" d="{line}{head}"/><path class="r" d="{line}"/><path class="rh" d="{head}"/>')
            boxes.append(box)
    return "".join(told), boxes


def marks_of(whole: Staged, body: Bones, seen: Eye) -> str:
    """The soft spots on what is stretched or worked."""
    places = [mark(name, body, seen) for name in whole.figure.marks]
    return "".join(f'<circle class="m" cx="{x}" cy="{y}" r="{round(6 * TENTHS)}"/>' for x, y in places)


def window(box: Box) -> tuple[int, int, int, int]:
    """A box with a margin, as left, top, width and height."""
    left, top = round(box.left - MARGIN), round(box.top - MARGIN)
    return left, top, round(box.right + MARGIN) - left, round(box.bottom + MARGIN) - top


def fitted(view: tuple[int, int, int, int], part: tuple[float, float]) -> tuple[int, int, int, int]:
    """A window grown to the shape of a part of the frame, so that what is in it stands at the foot of that part."""
    left, top, width, height = view
    scale = _scale(view, part)
    wide, high = round(part[0] * 10 / scale), round(part[1] * 10 / scale)
    return left - (wide - width) // 2, top - (high - height), wide, high


def _scale(view: tuple[int, int, int, int], part: tuple[float, float]) -> float:
    return min(part[0] * 10 / view[2], part[1] * 10 / view[3], _LARGEST)


_ROOT = "#@"
_PATHS = "stroke-linejoin:round;stroke-linecap:round;fill:none;stroke-width:11;paint-order:stroke"
_OWN = {
    "n": "font:bold 22px system-ui,sans-serif;text-anchor:middle",
    "v": "stroke-width:60;opacity:.85",
    "r": "stroke-width:38",
    "s": "stroke-width:36",
    "b": "stroke-width:14;stroke-dasharray:0 33",
    "u": "stroke-width:26;stroke-dasharray:0 38;opacity:.6",
    "m": "opacity:.35",
    "e": "stroke-width:7",
    "d": "stroke-width:0",
    "rh": "stroke-width:0",
    "z": "stroke-width:0",
}
"""What paths of a class have besides their colors."""


def document(frame: Frame, words: Words, size: tuple[int, int], inner: str) -> str:
    """A whole document: its size, its words, its style, and what is in it."""
    p = frame.prefix
    width, height = size
    used = frozenset(" ".join({*_CLASS.findall(inner)}).split())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{p}" class="tl-figure" role="img" '
        f'viewBox="0 0 {width} {height}" aria-labelledby="{p}-t {p}-d">'
        f'<title id="{p}-t">{words.title}</title><desc id="{p}-d">{words.description}</desc>'
        f"<style>{sheet(frame.theme, used).replace(_ROOT, f'#{p}')}</style>{inner}</svg>"
    )


@lru_cache(maxsize=256)
def sheet(theme: str, used: frozenset[str]) -> str:
    """The style sheet of pictures with these classes, with a mark where the id of their root belongs."""
    own = "".join(f"{_ROOT} .{name}{{{rule}}}" for name, rule in _OWN.items() if name in used)
    return f"{_ROOT} path{{{_PATHS}}}{own}{style(_ROOT[1:], theme, used)}"


def nested(
    frame: Frame, place: tuple[float, float], part: tuple[float, float], view: tuple[int, int, int, int], inner: str
) -> str:
    """A part of the document with an origin of its own, mirrored where the frame says so."""
    left, top, width, height = view
    turned = f'<g transform="matrix(-1 0 0 1 {2 * left + width} 0)">{inner}</g>' if frame.mirrored else inner
    return (
        f'<svg x="{place[0]:g}" y="{place[1]:g}" width="{part[0]:g}" height="{part[1]:g}" '
        f'viewBox="{left} {top} {width} {height}">{turned}</svg>'
    )


def draw_still(whole: Staged, frame: Frame, words: Words) -> str:
    """The picture of start and end, and of what lies between them where the figure asks for that."""
    kind = f"still {frame.mirrored}"
    if kind not in whole.drawn:
        whole.drawn[kind] = _panels(whole, frame)
    return document(frame, words, WHOLE, whole.drawn[kind])


def _unseen(one: Moment, *, three: bool) -> set[str]:
    """The layers that may be left out: closed eyes, and in three panels, seen from the side, far ear and the caps."""
    boxes = {layer: one.drawn[layer].box for layer in ("eye.left", "eye.right")}
    closed = {layer for layer, box in boxes.items() if box.right - box.left < 1}
    return closed | {"ear.left", "sleeve.left/cap", "sleeve.right/cap"} if three else closed


def _panels(whole: Staged, frame: Frame) -> str:
    """What is in the picture, without its words and colors."""
    seen = eye(whole.figure)
    kept: Kept = {}
    panels = [moment(whole, whole.at(share), seen, kept) for share in shown(whole.figure)]
    arrows, boxes = arrows_of(whole, seen)
    view = window(around([one.box for one in panels] + boxes))
    beside, below = ((WHOLE[0] - _GAP) / 2, 1.0 * WHOLE[1]), (1.0 * WHOLE[0], (WHOLE[1] - _GAP) / 2)
    part = beside if _scale(view, beside) >= _scale(view, below) else below
    part = part if len(panels) == 2 else (beside[0], below[1])  # noqa: PLR2004 - a third panel has its place below
    view = fitted(view, part)
    right, down = part[0] + _GAP, part[1] + _GAP
    places = [(0.0, 0.0), (right, 0.0) if part[0] < WHOLE[0] else (0.0, down), (right / 2, down)]
    told = []
    for number, one in enumerate(panels, 1):
        order = ordered([one], whole.figure.in_front, whole.figure.behind)
        unseen = _unseen(one, three=len(panels) > 2)  # noqa: PLR2004 - same
        paths = paths_of(one, grouped([one], [layer for layer in order if layer not in unseen]))
        floor = sum(tone[0] in "ag" for tone, _ in paths)
        if len(panels) == 2:  # noqa: PLR2004 - a third panel takes the room that shadows would need
            paths.insert(floor, ("d", ground(whole, one.body, seen, 2)))
        inner = [f'<path class="{tone}" d="{path}"/>' for tone, path in paths]
        inner += [marks_of(whole, one.body, seen), arrows if number == len(panels) else ""]
        at = places[number - 1]
        told.append(nested(frame, at, part, view, "".join(inner).replace(" -", "-")))
        told.append(f'<text class="n" x="{at[0] + 14:g}" y="{at[1] + 25:g}">{number}</text>')
    return "".join(told)
