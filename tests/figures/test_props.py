"""Every prop stands where its file says, in the shape that a person knows it by."""

import pytest

from tests.figures.drawn import edited, simple, written
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import DataError
from thoracic_lib.figures.body import hand_center
from thoracic_lib.figures.camera import eye
from thoracic_lib.figures.checking import faults, unsound
from thoracic_lib.figures.drawing import moment
from thoracic_lib.figures.placing import POINTS, SIZES, Placed, prop_landmark, surface
from thoracic_lib.figures.posing import Act
from thoracic_lib.figures.still import Frame, Words, draw_still
from thoracic_lib.figures.things import Thing, things
from thoracic_lib.figures.vectors import length, mix, subtract
from thoracic_lib.model.figure import Prop
from thoracic_lib.vocabulary import PropKind

ARMS_AHEAD = "[figures.start]\nshoulder = { flexion = 90 }\n[figures.end]\nshoulder = { flexion = 20 }\n"


def standing(prop: str, rest: str = ARMS_AHEAD) -> tuple[Act, Placed]:
    whole = simple("standing", rest, f"props = [{{ id = 'it', {prop} }}]")
    return whole, next(placed for placed in whole.props if placed.id == "it")


def parts(prop: str, share: float = 0.0) -> list[Thing]:
    whole, placed = standing(prop)
    return things(placed, whole.at(share), eye(whole.figure))


@pytest.mark.parametrize("kind", PropKind)
def test_every_kind_is_drawn_with_what_pictures_may_have(kind: PropKind) -> None:
    held = 'held = "hand.right", at = [60, -20, 100]' if kind is PropKind.BAND else "at = [60, 0, 0]"
    whole, _ = standing(f'kind = "{kind}", {held}')
    drawn = [
        one for one in moment(whole, whole.start, eye(whole.figure), {}).drawn.values() if one.layer.startswith("it")
    ]
    assert drawn
    assert all(one.path.startswith("M") for one in drawn)
    assert all(one.box.right > one.box.left for one in drawn)
    assert unsound(draw_still(whole, Frame("x", "auto", mirrored=False), Words("", ""))) == []


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_stick_in_both_hands_runs_through_them(share: float) -> None:
    whole, placed = standing('kind = "stick", held = "hands"')
    body = whole.at(share)
    [stick] = things(placed, body, eye(whole.figure))
    one, other = stick.hulls[0][0].center, stick.hulls[0][1].center
    assert length(subtract(one, other)) == pytest.approx(110)
    middle = mix(hand_center(1.0, body.arms["left"]), hand_center(-1.0, body.arms["right"]), 0.5)
    assert mix(one, other, 0.5) == pytest.approx(middle)


@pytest.mark.parametrize(("side", "sign"), [("left", 1.0), ("right", -1.0)])
def test_a_weight_moves_with_the_hand_that_holds_it(side: str, sign: float) -> None:
    whole, placed = standing(f'kind = "weight", held = "hand.{side}"')
    for share in (0.0, 1.0):
        body = whole.at(share)
        [weight] = things(placed, body, eye(whole.figure))
        bar, *plates = weight.hulls
        assert mix(bar[0].center, bar[1].center, 0.5) == pytest.approx(hand_center(sign, body.arms[side]))
        assert len(plates) == 2
        assert all(max(egg.radii) == 4.5 for plate in plates for egg in plate)


def test_a_weight_in_both_hands_is_not_covered_by_them() -> None:
    whole, placed = standing('kind = "weight", held = "hands"')
    [weight] = things(placed, whole.start, eye(whole.figure))
    drawn = {one.layer: one.depth for one in moment(whole, whole.start, eye(whole.figure), {}).drawn.values()}
    assert weight.depth is not None
    assert weight.depth > max(drawn["forearm.left"], drawn["forearm.right"])


def test_a_stick_that_nobody_holds_lies_on_the_floor() -> None:
    [stick] = parts('kind = "stick", at = [40, 0, 0], turn = 90')
    (one, other) = stick.hulls[0]
    assert one.center[2] == other.center[2] == 1.5
    assert abs(one.center[0] - other.center[0]) == pytest.approx(110)


def test_a_band_runs_from_the_hand_to_its_anchor() -> None:
    whole, placed = standing('kind = "band", held = "hand.right", at = [80, -20, 120]')
    band, anchor = things(placed, whole.at(1.0), eye(whole.figure))
    assert band.hulls[0][0].center == pytest.approx(hand_center(-1.0, whole.at(1.0).arms["right"]))
    assert band.hulls[0][1].center == anchor.hulls[0][0].center == (80.0, -20.0, 120.0)


@pytest.mark.parametrize(
    ("kind", "shapes"), [("ball", 1), ("massage-ball", 1), ("tennis-balls", 2), ("massage-tool", 3)]
)
def test_balls_lie_on_the_floor_side_by_side(kind: str, shapes: int) -> None:
    found = parts(f'kind = "{kind}", at = [50, 10, 0]')
    hulls = [hull for thing in found for hull in thing.hulls]
    assert len(found) == len(hulls) == shapes
    for egg, _ in hulls[-2:]:
        assert egg.center[2] == pytest.approx(egg.radii[0])
    if shapes > 1:
        one, other = hulls[-2][0], hulls[-1][0]
        assert length(subtract(one.center, other.center)) >= 2 * one.radii[0] - 0.001


def test_a_doorway_leaves_room_for_a_body_between_its_posts() -> None:
    posts = [thing for thing in parts('kind = "doorway"') if "post" in thing.layer]
    lintel = next(thing for thing in parts('kind = "doorway"') if "lintel" in thing.layer)
    inner = [min(abs(corner[1]) for face in post.faces for corner in face.corners) for post in posts]
    assert inner == [45.0, 45.0]
    assert min(corner[2] for face in lintel.faces for corner in face.corners) == 205.0


def test_a_thing_without_a_place_stands_below_the_body() -> None:
    _, placed = standing('kind = "box"')
    assert placed.place == (0.0, 0.0, 0.0)


def test_a_thing_by_a_landmark_stands_below_it_or_level_with_it() -> None:
    whole, placed = standing('kind = "massage-ball", by = { part = "blade.right", lift = true, shift = [-3, 0, 0] }')
    _, below = standing('kind = "massage-ball", by = { part = "blade.right" }')
    assert below.place[2] == 0.0
    assert placed.place[2] == pytest.approx(whole.start.spine[5][2], abs=8)


@pytest.mark.parametrize("gap", [0, 12])
def test_a_wall_by_a_landmark_keeps_its_distance_from_it(gap: int) -> None:
    whole, placed = standing(f'kind = "wall", side = "right", gap = {gap}, by = {{ part = "elbow.right" }}')
    assert placed.place[1] == pytest.approx(whole.start.arms["right"].middle[1] - gap)


@pytest.mark.parametrize("kind", PropKind)
def test_the_surface_of_a_thing_is_as_high_as_the_thing(kind: PropKind) -> None:
    wanted = 0 if kind in {PropKind.WALL, PropKind.DOORWAY, PropKind.BAND} else SIZES[kind][-1]
    assert surface(Prop(kind=kind, id="it")) == (46 if kind is PropKind.CHAIR else wanted)


def test_every_named_point_of_a_prop_is_on_it() -> None:
    whole, _ = standing('kind = "chair", at = [100, 0, 0]')
    for name in POINTS:
        x, y, z = prop_landmark(f"it/{name}", whole.props)
        assert (abs(x - 100) <= 21, abs(y) <= 22, 0 <= z <= 90) == (True, True, True)
    with pytest.raises(KeyError):
        prop_landmark("sofa/top", whole.props)


def test_a_point_that_no_prop_has_is_refused() -> None:
    with pytest.raises(DataError, match="of no prop"):
        simple("seated-chair", '[figures.end.pins.hand]\nleft = { to = "chair/cushion" }\n')


def test_hands_are_put_on_top_of_a_box_and_sink_with_nothing() -> None:
    pins = '[figures.start.pins.hand]\nboth = { on = "it", by = "shoulder" }\n'
    text = '[[figures]]\nsetups = ["standing"]\nposition = "kneeling-tall"\nview = "side"\n'
    text += 'props = [{ kind = "box", id = "it", size = [60, 60, 40], at = [60, 0, 0] }]\n'
    text += '[figures.seen]\nstart = "A."\nmovement = "B."\nend = "C."\n'
    figure = written(f"{text}[figures.start]\npelvis = {{ anterior_tilt = 60 }}\n{pins}[figures.end]\n")
    body = edited().act(figure).at(0.0)
    assert hand_center(1.0, body.arms["left"])[2] == pytest.approx(40.0, abs=0.5)
    assert not any("hand" in fault.reason for fault in faults(figure, catalog()["wall-angel"], edited()))
