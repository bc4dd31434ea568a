"""How a body is put on paper: what covers what, what marks the side that works, arrows, and one frame for all."""

import re
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.drawn import simple
from thoracic_lib.figures.animated import SQUARE, draw_animated, frames
from thoracic_lib.figures.arrows import _finished, arrow
from thoracic_lib.figures.camera import eye
from thoracic_lib.figures.drawing import Moment, lies_across, manner, moment, ordered
from thoracic_lib.figures.outlines import Oval, hull, point, smooth
from thoracic_lib.figures.planting import Target, held_by_elbow, held_by_hand
from thoracic_lib.figures.posing import Act, _balanced
from thoracic_lib.figures.skeleton import FOREARM, UPPER_ARM, bones
from thoracic_lib.figures.still import WHOLE, Frame, Words, arrows_of, draw_still, fitted
from thoracic_lib.figures.vectors import dot, length, subtract
from thoracic_lib.model.figure import Arrow

FRAME, WORDS = Frame("x", "light", mirrored=False), Words("", "")


def seen(whole: Act, share: float = 0.0) -> Moment:
    return moment(whole, whole.at(share), eye(whole.figure), {})


def depths(one: Moment) -> dict[str, float]:
    return {layer: drawn.depth for layer, drawn in one.drawn.items()}


@pytest.mark.parametrize(
    ("view", "through"),
    [("front", True), ("front-three-quarter", True), ("side", False), ("back", False), ("back-three-quarter", False)],
)
def test_the_spine_is_strong_from_behind_and_faint_through_the_chest(view: str, through: bool) -> None:  # noqa: FBT001 - a row
    found = depths(seen(simple("standing", head=f'view = "{view}"')))
    assert ("spine" in found) is not through
    if through:
        assert found["shirt"] < found["shirt/spine"] < found["neck"]
    else:
        assert max(found, key=lambda layer: found[layer]) == "spine/beads"


@pytest.mark.parametrize("worked", ["left", "right", "both"])
def test_the_arm_of_the_side_that_works_bears_bands(worked: str) -> None:
    found = depths(seen(simple("standing", head=f'worked = "{worked}"')))
    banded = {layer for layer in found if layer.endswith("/band")}
    assert banded == (set() if worked == "both" else {f"sleeve.{worked}/band", f"forearm.{worked}/band"})
    for layer in banded:
        assert 0 < found[layer] - found[layer.partition("/")[0]] < 0.01


def test_a_band_goes_with_its_arm_when_that_is_moved_to_the_back() -> None:
    whole = simple("standing", head='worked = "left"\nbehind = ["forearm.left"]')
    order = ordered([seen(whole)], whole.figure.in_front, whole.figure.behind)
    assert order[:2] == ["forearm.left", "forearm.left/band"]


def test_eyes_look_forward_and_are_closed_from_behind() -> None:
    def size(view: str) -> float:
        drawn = seen(simple("standing", head=f'view = "{view}"')).drawn
        boxes = [one.box for layer, one in drawn.items() if "eye" in layer]
        assert len(boxes) == 2
        return max(box.right - box.left for box in boxes)

    assert size("front") > 15
    assert size("back") == 0


def test_a_trunk_that_is_seen_from_its_end_is_drawn_piece_by_piece() -> None:
    upright, above = simple("standing"), simple("standing", head="camera = { azimuth = 0, elevation = 90 }")
    assert lies_across(upright.start, eye(upright.figure))
    assert not lies_across(above.start, eye(above.figure))
    assert not manner([above.start], eye(above.figure)).tubed


@pytest.mark.parametrize("position", ["standing", "prone", "quadruped"])
def test_every_still_picture_has_the_same_frame_and_every_moving_one(position: str) -> None:
    whole = simple(position)
    assert f'viewBox="0 0 {WHOLE[0]} {WHOLE[1]}"' in draw_still(whole, FRAME, WORDS)
    assert f'viewBox="0 0 {SQUARE[0]} {SQUARE[1]}"' in draw_animated(whole, FRAME, WORDS)


@given(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000), st.integers(1, 5000), st.integers(1, 5000)))
def test_a_window_grows_to_its_part_of_the_frame_and_keeps_its_foot(view: tuple[int, int, int, int]) -> None:
    left, top, width, height = fitted(view, (232, 320))
    assert width / height == pytest.approx(232 / 320, rel=0.01)
    assert width >= view[2] - 1
    assert height >= view[3] - 1
    assert top + height == view[1] + view[3]
    assert abs((2 * left + width) - (2 * view[0] + view[2])) <= 2
    assert 2320 / width <= 1.51


RAISED = "[figures.end]\nshoulder.right = { abduction = 90 }\n"


def drawn(told: Arrow, rest: str = RAISED) -> list[tuple[float, float]] | None:
    """The corners of an arrow's line and the tip of its head, in the picture."""
    whole = simple("standing", rest, 'view = "front"')
    found = arrow(told, whole, eye(whole.figure))
    if found is None:
        return None
    line, head, box = found
    tip = [tuple(map(int, pair.split())) for pair in re.split("[ML]", head.rstrip("z"))[1:]][1]
    start = tuple(map(int, re.findall(r"-?\d+", line)[:2]))
    assert box.left <= min(start[0], tip[0]) <= max(start[0], tip[0]) <= box.right
    assert box.top <= min(start[1], tip[1]) <= max(start[1], tip[1]) <= box.bottom
    return [(start[0], start[1]), (tip[0], tip[1])]


def test_an_arrow_follows_the_path_from_start_to_end_or_back() -> None:
    there, back = drawn(Arrow(follows="hand.right")), drawn(Arrow(follows="hand.right", reverse=True))
    assert there is not None
    assert back is not None
    assert there[1][1] < there[0][1] - 300
    assert back[1][1] > back[0][1] + 300


def test_an_arrow_without_a_path_is_none() -> None:
    assert drawn(Arrow(follows="foot.left")) is None
    whole = simple("standing", head='arrows = [{ follows = "foot.left" }]')
    assert arrows_of(whole, eye(whole.figure)) == ("", [])


def test_a_short_path_is_drawn_long_enough_to_be_seen() -> None:
    found = drawn(Arrow(follows="hand.right"), "[figures.end]\nshoulder.right = { abduction = 12 }\n")
    assert found is not None
    (ax, ay), (bx, by) = found
    assert hypot(bx - ax, by - ay) > 120


@pytest.mark.parametrize(("way", "axis", "sign"), [("up", 1, -1), ("down", 1, 1), ("out", 0, -1), ("left", 0, 1)])
@pytest.mark.parametrize("reverse", [False, True])
def test_a_straight_arrow_points_the_way_that_is_told(way: str, axis: int, sign: int, reverse: bool) -> None:  # noqa: FBT001 - a row
    found = drawn(Arrow(follows="shoulder.right", toward=way, reverse=reverse))
    assert found is not None
    start, tip = found
    assert (tip[axis] - start[axis]) * sign > 100
    assert abs(tip[1 - axis] - start[1 - axis]) < 30


def test_a_straight_arrow_ends_at_its_landmark_or_with_reverse_starts_there() -> None:
    whole = simple("standing", RAISED, 'view = "front"')
    place = point(whole.start.arms["right"].root, eye(whole.figure))
    toward, away = (drawn(Arrow(follows="shoulder.right", toward="up", reverse=reverse)) for reverse in (False, True))
    assert toward is not None
    assert away is not None
    assert toward[1][1] > place[1]
    assert away[0][1] < place[1]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_ring_goes_around_its_landmark(reverse: bool) -> None:  # noqa: FBT001 - a row
    whole = simple("standing", RAISED, 'view = "front"')
    told = Arrow(follows="shoulder.right", circle=True, gap=10, reverse=reverse)
    found = arrow(told, whole, eye(whole.figure))
    assert found is not None
    x, y = point(whole.start.arms["right"].root, eye(whole.figure))
    numbers = [int(number) for number in re.findall(r"-?\d+", found[0])]
    assert hypot(numbers[0] - x, numbers[1] - y) == pytest.approx(140, abs=2)
    tip = [int(number) for number in re.findall(r"-?\d+", found[1])][2:4]
    turned = atan2(tip[1] - y, tip[0] - x) - atan2(numbers[1] - y, numbers[0] - x)
    assert (turned % (2 * pi) > pi) is not reverse


def test_the_head_of_an_arrow_takes_the_place_of_its_last_steps() -> None:
    ways = [(0.0, 0.0), (500.0, 0.0), (520.0, 0.0), (530.0, 0.0), (540.0, 0.0)]
    line, head, _ = _finished(ways)
    corners = [int(number) for number in re.findall(r"-?\d+", head)]
    assert max(corners[::2]) == pytest.approx(540, abs=25)
    assert line.count("s") < 3
    short, _, _ = _finished([(0.0, 0.0), (5.0, 0.0), (10.0, 0.0)])
    assert short.startswith("M0 0c")


ovals = st.builds(
    lambda x, y, a, b, turn: (
        x,
        y,
        (a * cos(turn)) ** 2 + (b * sin(turn)) ** 2,
        (a * a - b * b) * sin(turn) * cos(turn),
        (a * sin(turn)) ** 2 + (b * cos(turn)) ** 2,
    ),
    st.floats(-300, 300),
    st.floats(-300, 300),
    st.floats(2, 200),
    st.floats(2, 200),
    st.floats(0, 3),
)


@given(ovals, ovals, st.sampled_from([2, 3]))
def test_a_hull_has_the_same_commands_and_stays_near_its_ellipses(one: Oval, other: Oval, curves: int) -> None:
    path = hull(one, other, curves)
    assert re.sub(r"[^A-Za-z]", "", path) == "Mqlqz"
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    assert len(numbers) == 2 + 4 * curves + 2 + 4 * curves
    assert max(map(abs, numbers)) < 1_700


@given(st.lists(st.tuples(st.floats(-999, 999), st.floats(-999, 999)), min_size=2, max_size=9))
def test_a_smooth_line_ends_where_its_points_end(points: list[tuple[float, float]]) -> None:
    path = smooth(points)
    begin, *curves = re.split("[cs]", path)
    x, y = map(int, begin[1:].split())
    for curve in curves:
        numbers = [int(number) for number in re.findall(r"-?\d+", curve)]
        x, y = x + numbers[-2], y + numbers[-1]
    assert (x, y) == (round(points[-1][0]), round(points[-1][1]))
    assert len(curves) == len(points) - 1


def test_an_arm_that_reaches_too_far_keeps_its_bones() -> None:
    arm = bones({}).arms["left"]
    far = Target((arm.root[0], arm.root[1], arm.root[2] - 200.0))
    held = held_by_hand(arm, 1.0, far)
    assert length(subtract(held.middle, arm.root)) == pytest.approx(UPPER_ARM)
    assert length(subtract(held.end, held.middle)) == pytest.approx(FOREARM)
    assert length(subtract(held.end, arm.root)) < UPPER_ARM + FOREARM


def test_an_elbow_that_is_held_out_of_reach_points_at_its_place() -> None:
    arm = bones({}).arms["right"]
    held = held_by_elbow(arm, Target((arm.root[0] + 100.0, arm.root[1], arm.root[2])))
    assert held.middle == pytest.approx((arm.root[0] + UPPER_ARM, arm.root[1], arm.root[2]))
    straight = held_by_elbow(arm, Target((arm.root[0], arm.root[1], 0.0), point=(0.0, 0.0, -1.0)))
    assert dot(straight.upper[2], (0.0, 0.0, 1.0)) == pytest.approx(1.0)


def test_fingers_that_are_told_where_to_point_do() -> None:
    arm = bones({"shoulder.left.flexion": 60.0}).arms["left"]
    held = held_by_hand(arm, 1.0, Target((30.0, 20.0, 30.0), point=(0.0, 0.0, 1.0)))
    assert [row[2] for row in held.tip] == pytest.approx([0.0, 0.0, -1.0], abs=1e-6)


def test_what_cannot_rest_is_not_turned() -> None:
    assert _balanced(lambda _: 1.0) == 0.0
    assert _balanced(lambda _: 0.0) == 0.0


@pytest.mark.parametrize("place", [-31.0, -2.5, 4.0, 17.3, 58.0])
def test_a_gap_is_closed_where_it_is_smallest_turned(place: float) -> None:
    assert _balanced(lambda by: by - place) == pytest.approx(place, abs=0.03)
    assert _balanced(lambda by: (by - place) ** 3 / 100) == pytest.approx(place, abs=1.5)


def test_a_gap_that_jumps_is_closed_beside_the_jump() -> None:
    assert 0.0 <= _balanced(lambda by: 1.0 if by < 3.3 else -1.0) <= 6.0


def test_a_sequence_of_pictures_goes_there_and_back() -> None:
    whole = simple("standing", RAISED)
    pictures, durations = frames(whole, FRAME)
    assert len(pictures) == len(durations)
    assert sum(durations) == pytest.approx(1_600 * 2 + 700 + 500, abs=80)
    half = len(pictures) // 2
    assert pictures[1:half] == pictures[:half:-1]
    assert all(one != other for one, other in pairwise(pictures[: half + 1]))
