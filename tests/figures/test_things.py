"""Props that move with the body, and arrows that run along it."""

import re

import pytest
from attrs import evolve

from tests.figures.drawn import simple
from thoracic_lib.figures.arrows import arrow
from thoracic_lib.figures.body import WRIST
from thoracic_lib.figures.camera import eye
from thoracic_lib.figures.drawing import Box
from thoracic_lib.figures.outlines import TENTHS
from thoracic_lib.figures.things import things
from thoracic_lib.figures.vectors import mix
from thoracic_lib.model.figure import Arrow

REACHING = """[figures.start.pins.hand]
both = { at = [30, 0, 50], palm = "in", point = "forward" }
[figures.end.pins.hand]
both = { at = [42, 0, 50], palm = "in", point = "forward" }
"""


def test_a_held_roller_travels_below_the_wrists() -> None:
    whole = simple("kneeling-on-heels", REACHING, 'props = [{ kind = "roller", id = "roller", held = "hands" }]')
    seen = eye(whole.figure)
    roller = next(prop for prop in whole.props if prop.id == "roller")
    middles = []
    for share in (0.0, 1.0):
        body = whole.at(share)
        one, other = things(roller, body, seen)[0].hulls[0]
        middles.append(mix(one.center, other.center, 0.5))
        wrists = mix(body.arms["left"].end, body.arms["right"].end, 0.5)
        assert middles[-1][0] == pytest.approx(wrists[0], abs=0.01)
        assert middles[-1][2] == pytest.approx(wrists[2] - 7.5 - WRIST, abs=0.01)
    assert middles[1][0] > middles[0][0] + 5


@pytest.mark.parametrize(("held", "loops"), [("hand.right", 0), ("armpit.right", 1)])
def test_a_band_held_at_the_armpit_is_looped_over_the_arm(held: str, loops: int) -> None:
    whole = simple("standing", head=f'props = [{{ kind = "band", id = "band", held = "{held}", at = [0, 60, 9] }}]')
    band = next(prop for prop in whole.props if prop.id == "band")
    found = things(band, whole.start, eye(whole.figure))
    assert sum(thing.layer == "band/loop" for thing in found) == loops
    assert found[-2].hulls[0][0].center[1] < 0 < found[-2].hulls[0][1].center[1]


def first(found: tuple[str, str, Box] | None) -> list[int]:
    """The first point of the line of an arrow."""
    assert found is not None
    return [int(number) for number in re.findall(r"-?\d+", found[0])[:2]]


def test_an_arrow_runs_through_landmarks_behind_the_back() -> None:
    whole = simple("standing")
    told = Arrow(follows="C7", through=("thoracic-3", "lumbar-1"), gap=6)
    seen = eye(whole.figure)
    top, low = (first(arrow(one, whole, seen)) for one in (told, evolve(told, reverse=True)))
    assert top[1] < low[1] - 300
    on_the_back = first(arrow(evolve(told, gap=0), whole, seen))
    assert top[0] == pytest.approx(on_the_back[0] - 6 * TENTHS, abs=1)
