"""A figure that moves: from its start to its end and back, over and over, in one self-contained picture.

Every outline has the same commands in every moment, so that a viewer can turn one into the next smoothly (SMIL).
Whoever asks for less motion is shown the start, faintly, and the end.
"""

from math import acos, cos, pi

from thoracic_lib.figures.camera import eye
from thoracic_lib.figures.drawing import Kept, around, manner, moment, ordered
from thoracic_lib.figures.posing import Act
from thoracic_lib.figures.still import (
    Frame,
    Words,
    arrows_of,
    document,
    fitted,
    ground,
    grouped,
    marks_of,
    nested,
    paths_of,
    window,
)
from thoracic_lib.model.figure import Tempo

__all__ = ["LARGEST", "draw_animated", "frames", "shares"]

LARGEST = 60_000
"""How many bytes a moving picture has at most."""

SQUARE = (320, 320)
"""The width and height of every moving picture."""

_FOR_WORDS = 1_000
"""How many of these bytes are kept for the words, so that they do not decide how many moments are drawn."""

_MOMENTS = (7, 6, 5, 4, 3)
_CALM = (
    "<style>#{0} .q{{display:none}}@media(prefers-reduced-motion:reduce)"
    "{{#{0} .y{{display:none}}#{0} .q{{display:inline}}}}</style>"
)


def draw_animated(whole: Act, frame: Frame, words: Words) -> str:
    """The moving picture, with as many moments between start and end as its size allows."""
    told = ""
    for count in _MOMENTS:
        told = _moving(whole, frame, words, count)
        if len(told.encode()) - sum(len(text.encode()) for text in words) <= LARGEST - _FOR_WORDS:
            break
    return told


def shares(count: int, tempo: Tempo) -> tuple[list[int], list[str]]:
    """Which of so many moments is seen when: moments by number, and the times as parts of the whole."""
    total = tempo.there + tempo.stay + tempo.back + tempo.rest
    eased = [acos(1 - 2 * index / (count - 1)) / pi for index in range(count)]
    there = [(index, tempo.there * eased[index]) for index in range(count)]
    back = [(index, tempo.there + tempo.stay + tempo.back * (1 - eased[index])) for index in reversed(range(count))]
    steps = there + (back if tempo.stay else back[1:])
    steps += [(0, float(total))] if tempo.rest else []
    return [index for index, _ in steps], [f"{time / total:.3f}".rstrip("0").rstrip(".") for _, time in steps]


def _moving(whole: Act, frame: Frame, words: Words, count: int) -> str:
    seen = eye(whole.figure)
    bodies = [whole.at(index / (count - 1)) for index in range(count)]
    how = manner(bodies, seen)
    kept: Kept = {}
    moments = [moment(whole, body, seen, kept, how) for body in bodies]
    order = ordered(moments, whole.figure.in_front, whole.figure.behind)
    groups = grouped(moments, order)
    arrows, boxes = arrows_of(whole, seen)
    view = fitted(window(around([one.box for one in moments] + boxes)), SQUARE)
    tempo = whole.figure.tempo
    numbers, times = shares(count, tempo)
    timing = f'dur="{(tempo.there + tempo.stay + tempo.back + tempo.rest) / 1000:g}s" repeatCount="indefinite"'
    timing += f' keyTimes="{";".join(times)}"'

    def moved(tone: str, paths: list[str]) -> str:
        if all(path == paths[0] for path in paths):
            return f'<path class="{tone}" d="{paths[0]}"/>'
        values = ";".join(paths[number] for number in numbers)
        return f'<path class="{tone}" d="{paths[0]}"><animate attributeName="d" {timing} values="{values}"/></path>'

    told = [paths_of(one, groups) for one in moments]
    floor = sum(tone[0] in "ag" for tone, _ in told[0])
    for paths, one in zip(told, moments, strict=True):
        paths.insert(floor, ("d", ground(whole, one.body, seen, 2, every=True)))
    layers = [moved(held[0][0], [path for _, path in held]) for held in zip(*told, strict=True)]
    inner = f'<g class="y">{"".join(layers)}</g>'
    inner += f'<g class="q">{_calm(told)}{arrows}</g>{marks_of(whole, bodies[0], seen)}'
    shown = nested(frame, (0, 0), SQUARE, view, inner.replace(" -", "-"))
    return document(frame, words, SQUARE, _CALM.format(frame.prefix) + shown)


_EACH = 80
"""How long one picture of a sequence is shown, in milliseconds."""


def frames(whole: Act, frame: Frame) -> tuple[list[str], list[int]]:
    """The movement there and back as single pictures, and how many milliseconds each is shown."""
    seen, tempo = eye(whole.figure), whole.figure.tempo
    count = max(tempo.there // _EACH, 2)
    bodies = [whole.at(round((1 - cos(pi * index / count)) / 2, 4)) for index in range(count + 1)]
    how = manner(bodies, seen)
    kept: Kept = {}
    moments = [moment(whole, body, seen, kept, how) for body in bodies]
    order = ordered(moments, whole.figure.in_front, whole.figure.behind)
    view = fitted(window(around([one.box for one in moments])), SQUARE)
    pictures = []
    for one in moments:
        paths = paths_of(one, grouped([one], order))
        paths.insert(sum(tone[0] in "ag" for tone, _ in paths), ("d", ground(whole, one.body, seen, 2)))
        inner = "".join(f'<path class="{tone}" d="{path}"/>' for tone, path in paths)
        pictures.append(document(frame, Words("", ""), SQUARE, nested(frame, (0, 0), SQUARE, view, inner)))
    back = list(range(count - 1, 0, -1))
    durations = [tempo.rest + _EACH, *[_EACH] * (count - 1), tempo.stay + _EACH]
    return pictures + [pictures[index] for index in back], durations + [_EACH] * len(back)


def _calm(told: list[list[tuple[str, str]]]) -> str:
    """The start, faintly, and the end, for whoever asks for less motion; what does not move is drawn once."""
    start, end = told[0], told[-1]
    faint = "".join(
        f'<path class="{tone}" d="{path}"/>' for (tone, path), then in zip(start, end, strict=True) if path != then[1]
    )
    whole = "".join(f'<path class="{tone}" d="{path}"/>' for tone, path in end)
    return f'<g opacity=".3">{faint}</g>{whole}'
