"""Planes over some coordinates, and the point at which the highest of them is lowest: a small linear program.

A convex function that is known at some points, with its slopes there, is nowhere below the planes that touch it at
these points. So where the highest plane is lowest is a good place to look next, and the function is nowhere below that
height (Kelley's method of cutting planes).
"""

from collections.abc import Iterable, Sequence
from operator import mul, sub
from typing import NamedTuple

__all__ = ["Plane", "Planes"]

CLOSE = 1e-6
"""What counts as no height at all, and as no share."""

STEPS = 50
"""How many steps further planes may take; rounding could keep them from ending."""


class Plane(NamedTuple):
    """Its height at the origin, and how it rises along each coordinate."""

    height: float
    slopes: tuple[float, ...]


class Planes:
    """The lowest point above some planes, with each coordinate between nothing and a limit; planes can be added.

    The point, `at`, lies on as many planes, and on as many ends of coordinates, as there are coordinates and one more.
    Each of the planes has a share in holding it up; the shares sum to one, and the slopes weighed by them balance
    except along coordinates that are at an end. A plane above the point takes the place of what is the first to lose
    its share (the simplex method, with the shares as unknowns).
    """

    def __init__(self, first: Plane, limits: Sequence[float]) -> None:
        size, self.limits = len(limits), limits
        if any(slope < 0 and limit == float("inf") for slope, limit in zip(first.slopes, limits, strict=True)):
            raise ValueError("The first plane falls for ever along a coordinate that has no limit.")
        self._size = size
        self._columns = [_unit(size, at, 0.0, 1.0) for at in range(1, size + 1)]
        self._columns += [_unit(size, at, -limit, -1.0) for at, limit in enumerate(limits, 1)]
        self._columns.append(_column(first))
        signs = [1.0 if slope >= 0 else -1.0 for slope in first.slopes]
        ends = [0.0 if slope >= 0 else limit for slope, limit in zip(first.slopes, limits, strict=True)]
        self._held = [2 * size, *[at if slope >= 0 else size + at for at, slope in enumerate(first.slopes)]]
        self._shares = [1.0, *map(abs, first.slopes)]
        self._inverse = [[1.0, *[0.0] * size]]
        for at, (sign, slope) in enumerate(zip(signs, first.slopes, strict=True), 1):
            self._inverse.append([sign * slope, *[sign if at == other else 0.0 for other in range(1, size + 1)]])
        self._point: list[float] = [first.height + sum(map(mul, ends, first.slopes)), *ends]

    @property
    def height(self) -> float:
        """How high the point is."""
        return self._point[0]

    @property
    def at(self) -> list[float]:
        """The coordinates of the point."""
        return self._point[1:]

    @property
    def shares(self) -> dict[int, float]:
        """The share of each plane that holds the point up, by its place."""
        first = 2 * self._size
        pairs = zip(self._held, self._shares, strict=True)
        return {held - first: share for held, share in pairs if held >= first and share > CLOSE}

    def add(self, planes: Iterable[Plane]) -> None:
        """Add planes, and lift the point above them."""
        self._columns += map(_column, planes)
        for _ in range(STEPS):
            above = [-one for one in self._point[1:]]
            above += map(sub, self._point[1:], self.limits)
            above += [height - sum(map(mul, self._point, column)) for height, column in self._columns[len(above) :]]
            highest = max(above)
            if highest <= CLOSE or not self._exchanged(above.index(highest), highest):
                return

    def _exchanged(self, entering: int, above: float) -> bool:
        """Let a plane, or the end of a coordinate, hold the point in the place of the first to lose its share.

        `False` where none loses any, which only rounding can bring about.
        """
        column = self._columns[entering][1]
        lost = [sum(map(mul, row, column)) for row in self._inverse]
        losing = [(self._shares[at] / one, at) for at, one in enumerate(lost) if one > CLOSE]
        if not losing:
            return False
        place = min(losing)[1]
        share = self._shares[place] / lost[place]
        row = self._inverse[place] = [value / lost[place] for value in self._inverse[place]]
        for at, one in enumerate(lost):
            if at != place and one:
                self._inverse[at] = [value - one * other for value, other in zip(self._inverse[at], row, strict=True)]
                self._shares[at] = max(0.0, self._shares[at] - one * share)
        self._shares[place], self._held[place] = share, entering
        self._point = [value + above * other for value, other in zip(self._point, row, strict=True)]
        return True


_Column = tuple[float, list[float]]
"""What one share costs, and what it adds to the sum of shares and to the slopes, these negated."""


def _unit(size: int, at: int, cost: float, value: float) -> _Column:
    return cost, [value if at == other else 0.0 for other in range(size + 1)]


def _column(plane: Plane) -> _Column:
    return plane.height, [1.0, *[-slope for slope in plane.slopes]]
