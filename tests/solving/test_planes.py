"""The lowest point above planes, against a linear solver of others."""

from math import inf, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from thoracic_lib.composing import planes as module
from thoracic_lib.composing.planes import Plane, Planes

Cut = tuple[list[Plane], list[float]]


@st.composite
def planes(draw: st.DrawFn) -> Cut:
    """Planes, and a limit to each coordinate; along those without one the first plane does not fall."""
    limits = draw(st.lists(st.sampled_from([inf, 0.0, 0.5, 3.0, 1_000.0]), min_size=1, max_size=6))
    small, heights = st.integers(-5, 5), st.integers(-1_000, 1_000)
    first = Plane(draw(heights), tuple(draw(st.integers(0 if limit == inf else -5, 5)) for limit in limits))
    slopes = st.tuples(*[small for _ in limits])
    return [first, *draw(st.lists(st.builds(Plane, heights, slopes), max_size=16))], limits


def lowest(cut: Cut) -> float:
    """The height of the lowest point, as a linear program."""
    held, limits = cut
    solver = pywraplp.Solver.CreateSolver("GLOP")
    at = [solver.NumVar(0, solver.infinity() if limit == inf else limit, "") for limit in limits]
    height = solver.NumVar(-solver.infinity(), solver.infinity(), "")
    for plane in held:
        solver.Add(height >= plane.height + sum(slope * one for slope, one in zip(plane.slopes, at, strict=True)))
    solver.Minimize(height)
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return float(height.solution_value())


def highest(held: list[Plane], at: list[float]) -> float:
    """The height of the highest plane at a point."""
    return max(plane.height + sum(map(float.__mul__, map(float, plane.slopes), at)) for plane in held)


@settings(max_examples=400, deadline=None)
@given(planes())
def test_the_point_is_the_lowest_after_every_plane(cut: Cut) -> None:
    held, limits = cut
    found = Planes(held[0], limits)
    for count in range(1, len(held) + 1):
        if count > 1:
            found.add([held[count - 1]])
        assert isclose(found.height, lowest((held[:count], limits)), abs_tol=1e-4)
        assert isclose(found.height, highest(held[:count], found.at), abs_tol=1e-4)
        assert all(-1e-6 <= one <= limit + 1e-6 for one, limit in zip(found.at, limits, strict=True))


@settings(max_examples=400, deadline=None)
@given(planes())
def test_the_shares_hold_the_point_up(cut: Cut) -> None:
    """They sum to one, belong to planes through the point, and their slopes balance but where an end holds."""
    held, limits = cut
    found = Planes(held[0], limits)
    for plane in held[1:]:
        found.add([plane])
    assert isclose(sum(found.shares.values()), 1, abs_tol=1e-4)
    for at in found.shares:
        assert isclose(highest([held[at]], found.at), found.height, abs_tol=1e-4)
    for place, (one, limit) in enumerate(zip(found.at, limits, strict=True)):
        slope = sum(share * held[at].slopes[place] for at, share in found.shares.items())
        assert slope > -1e-3 or one >= limit - 1e-4
        assert slope < 1e-3 or one <= 1e-4


def test_a_plane_that_falls_for_ever_is_refused_as_the_first() -> None:
    with pytest.raises(ValueError, match="falls for ever"):
        Planes(Plane(0, (1, -1)), (1.0, inf))


def test_of_two_planes_that_cross_the_point_is_where_they_do() -> None:
    found = Planes(Plane(10, (-1,)), (100.0,))
    assert (found.height, found.at, found.shares) == (-90, [100], {0: 1})
    found.add([Plane(0, (3,))])
    assert (found.height, found.at, found.shares) == (7.5, [2.5], {0: 0.75, 1: 0.25})
    found.add([Plane(7, (0,))])
    assert found.height == 7.5


def test_where_rounding_leaves_nothing_to_exchange_the_point_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Planes(Plane(10, (-1,)), (100.0,))
    monkeypatch.setattr(module, "CLOSE", 5)
    found.add([Plane(0, (3,))])
    assert (found.height, found.at, found.shares) == (-90, [100], {})


def test_a_point_that_rounding_keeps_from_its_place_is_left_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Planes(Plane(10, (-1,)), (100.0,))
    monkeypatch.setattr(module, "STEPS", 0)
    found.add([Plane(0, (3,))])
    assert (found.height, found.at) == (-90, [100])
