"""Where a figure is seen from; everything far away is drawn as large as what is near."""

from math import cos, radians, sin
from typing import NamedTuple

from thoracic_lib.figures.vectors import Vector
from thoracic_lib.model.figure import Camera, Figure
from thoracic_lib.vocabulary import View

__all__ = ["VIEWS", "Eye", "eye"]

VIEWS: dict[View, tuple[int, int]] = {
    View.SIDE: (-90, 8),
    View.LEFT_SIDE: (90, 8),
    View.FRONT: (0, 6),
    View.BACK: (180, 6),
    View.FRONT_THREE_QUARTER: (-42, 14),
    View.BACK_THREE_QUARTER: (-138, 14),
    View.ABOVE: (-90, 84),
}
"""Azimuth and elevation of the views that have a name."""


class Eye(NamedTuple):
    """The axes of the picture in the room, and the direction toward the eye."""

    right: Vector
    up: Vector
    toward: Vector


def eye(figure: Figure) -> Eye:
    """The eye that looks at a figure."""
    seen = figure.camera
    if seen is None:
        azimuth, elevation = VIEWS[figure.view or View.SIDE]
        seen = Camera(azimuth=azimuth, elevation=elevation)
    a, e = radians(seen.azimuth), radians(seen.elevation)
    toward = (cos(a) * cos(e), sin(a) * cos(e), sin(e))
    right = (-sin(a), cos(a), 0.0)
    up = (-cos(a) * sin(e), -sin(a) * sin(e), cos(e))
    return Eye(right, up, toward)
