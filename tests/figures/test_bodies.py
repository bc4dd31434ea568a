"""A body: its bones keep their lengths, and angles mean what a clinician means by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.drawn import shared, simple
from thoracic_lib.figures import body as flesh
from thoracic_lib.figures.camera import eye
from thoracic_lib.figures.landmarks import NAMES, landmark
from thoracic_lib.figures.planting import two_bones
from thoracic_lib.figures.skeleton import HEIGHT, SIDES, bone_lengths, bones
from thoracic_lib.figures.things import things
from thoracic_lib.figures.vectors import Vector, about_x, about_y, about_z, apply, length, product, subtract
from thoracic_lib.model.figure import AXES, SIDED

PATHS = [
    f"{path}.{axis}"
    for joint, axes in AXES.items()
    for path in ((f"{joint}.left", f"{joint}.right") if joint in SIDED else (joint,))
    for axis in axes
]
angles = st.dictionaries(st.sampled_from(PATHS), st.floats(-170, 170), max_size=12)
places = st.tuples(*[st.floats(-80, 80)] * 3)


@given(angles)
def test_no_pose_changes_a_bone(held: dict[str, float]) -> None:
    assert bone_lengths(bones(held)) == pytest.approx(bone_lengths(bones({})))


@given(st.floats(-360, 360), st.floats(-360, 360), st.floats(-360, 360), places)
def test_a_rotation_keeps_lengths(x: float, y: float, z: float, place: Vector) -> None:
    turned = apply(product(about_x(x), about_y(y), about_z(z)), place)
    assert length(turned) == pytest.approx(length(place))


@given(places, places, places)
def test_two_bones_keep_their_lengths_wherever_they_reach(root: Vector, end: Vector, pole: Vector) -> None:
    middle, last = two_bones(root, end, pole, 31.6, 24.8)
    assert length(subtract(middle, root)) == pytest.approx(31.6)
    assert length(subtract(last, middle)) == pytest.approx(24.8)


def test_the_body_is_as_high_as_it_is_said_to_be() -> None:
    body = bones({}, (0.0, 0.0, 0.530 * HEIGHT))
    top = max(flesh.reach(egg, (0.0, 0.0, 1.0)) for egg in flesh.head_eggs(body).values())
    assert top == pytest.approx(HEIGHT, abs=1.5)
    assert body.arms["left"].root[2] == pytest.approx(0.818 * HEIGHT, abs=1.5)
    assert body.legs["left"].middle[2] == pytest.approx(0.285 * HEIGHT, abs=0.5)
    assert flesh.lowest(flesh.pieces(body)) == pytest.approx(0.0, abs=0.6)


@pytest.mark.parametrize(
    ("path", "name", "axis", "sign"),
    [
        ("thoracic.flexion", "head-top", 0, 1),
        ("thoracic.side", "head-top", 1, 1),
        ("thoracic.turn", "nose", 1, 1),
        ("neck.flexion", "nose", 2, -1),
        ("shoulder.left.flexion", "elbow.left", 0, 1),
        ("shoulder.left.abduction", "elbow.left", 1, 1),
        ("shoulder.right.abduction", "elbow.right", 1, -1),
        ("elbow.left.flexion", "wrist.left", 0, 1),
        ("hip.right.flexion", "knee.right", 0, 1),
        ("hip.right.abduction", "knee.right", 1, -1),
        ("knee.left.flexion", "ankle.left", 0, -1),
        ("ankle.left.flexion", "toes.left", 2, 1),
        ("scapula.left.slide", "shoulder.left", 0, 1),
        ("scapula.left.lift", "shoulder.left", 2, 1),
        ("pelvis.tilt", "head-top", 0, 1),
        ("pelvis.lean", "head-top", 1, 1),
        ("pelvis.heading", "nose", 1, 1),
        ("pelvis.turn", "nose", 1, 1),
        ("wrist.left.flexion", "fingers.left", 1, -1),
        ("wrist.right.flexion", "fingers.right", 1, 1),
    ],
)
def test_a_positive_angle_moves_a_part_the_clinical_way(path: str, name: str, axis: int, sign: int) -> None:
    before, after = landmark(name, bones({}))[0], landmark(name, bones({path: 30.0}))[0]
    assert (after[axis] - before[axis]) * sign > 1


@pytest.mark.parametrize("name", ["chin"])
def test_a_nod_brings_the_chin_down(name: str) -> None:
    assert landmark(name, bones({"head.flexion": 25.0}))[0][2] < landmark(name, bones({}))[0][2]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_landmark_is_near_its_body(name: str) -> None:
    place, inward = landmark(name, bones({}))
    assert length(place) < 120
    assert length(inward) == pytest.approx(1.0)


@given(angles)
def test_left_and_right_are_mirror_images(held: dict[str, float]) -> None:
    turned = {"side", "turn", "lean", "heading", "y"}
    other = {
        path.replace("left", "~").replace("right", "left").replace("~", "right"): -angle
        if path.partition(".")[0] not in SIDED and path.rpartition(".")[2] in turned
        else angle
        for path, angle in held.items()
    }
    one, two = bones(held), bones(other)
    for side, _ in SIDES:
        across = "left" if side == "right" else "right"
        x, y, z = two.arms[across].end
        assert one.arms[side].end == pytest.approx((x, -y, z), abs=1e-6)


@pytest.mark.parametrize("position", [held.id for held in shared().positions])
def test_a_position_rests_on_the_floor_with_everything_held(position: str) -> None:
    from thoracic_lib.figures.checking import _contacts, _sunk  # noqa: PLC0415 - the two checks that positions keep to

    whole = simple(position)
    assert list(_contacts(whole)) == []
    assert list(_sunk(whole, [whole.at(0.0)])) == []


def test_a_second_rest_tilts_the_body_until_it_lies_on_its_support() -> None:
    head = 'rests = [{ part = "pelvis", on = "floor" }, { part = "thoracic-3", on = "roller" }]\n'
    head += 'props = [{ kind = "roller", id = "roller", by = { part = "thoracic-3" } }]'
    body = simple("supine-knees-bent", head=head).at(0.0)
    lowest = -flesh.reach(flesh.trunk_eggs(body)[5], (0.0, 0.0, -1.0))
    assert lowest == pytest.approx(15.0, abs=0.1)


def test_planted_knees_and_hands_stay_while_the_back_rounds() -> None:
    whole = simple("quadruped", "[figures.end]\nthoracic = { flexion = 35 }\npelvis = { back = 12 }\n")
    for name in ("knee.left", "wrist.right"):
        first = landmark(name, whole.at(0.0))[0]
        for share in (0.3, 0.7, 1.0):
            assert landmark(name, whole.at(share))[0] == pytest.approx(first, abs=0.6)


@pytest.mark.parametrize(("lift", "tall"), [("false", False), ("true", True)])
def test_a_massage_tool_off_the_floor_stands_upright(lift: str, *, tall: bool) -> None:
    by = f'{{ part = "thoracic-3", lift = {lift} }}'
    whole = simple("standing", head=f'props = [{{ kind = "massage-tool", id = "tool", by = {by} }}]')
    bar = things(whole.props[0], whole.start, eye(whole.figure))[0].hulls[0]
    x, _, z = subtract(bar[0].center, bar[1].center)
    assert (abs(z) > abs(x)) is tall
