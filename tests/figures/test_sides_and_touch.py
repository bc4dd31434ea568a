"""To which side a spine goes, what a pointing finger touches, and what a picture shows on the way."""

from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from tests.figures.drawn import edited, simple, written
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import DataError, InvalidValueError
from thoracic_lib.figures import checking, render_figure
from thoracic_lib.figures.body import arm_pieces, hand_center
from thoracic_lib.figures.camera import eye
from thoracic_lib.figures.collection import figure_of
from thoracic_lib.figures.drawing import moment
from thoracic_lib.figures.landmarks import landmark
from thoracic_lib.figures.posing import direction
from thoracic_lib.figures.still import _cast, ground
from thoracic_lib.figures.vectors import dot, length, subtract
from thoracic_lib.model.figure import Figure, Pose
from thoracic_lib.vocabulary import Movement, Side

SVG = "{http://www.w3.org/2000/svg}"
SIDED = [
    figure
    for figure in edited().figures
    if {Movement.ROTATION, Movement.LATERAL_FLEXION} & set(catalog()[figure.exercise].movements)
]


WAYS = ("rotation", "lateral_flexion")


def mirrored(pose: Pose) -> Pose:
    """A pose whose trunk is turned and bent to the other side."""
    for name in ("thoracic", "upper_thoracic", "lower_thoracic"):
        joint = getattr(pose, name)
        for way in WAYS if joint is not None else ():
            left, right = getattr(joint, f"{way}_left"), getattr(joint, f"{way}_right")
            joint = evolve(joint, **{f"{way}_left": right, f"{way}_right": left})
        pose = evolve(pose, **{name: joint})
    return pose


def told(figure: Figure) -> list[str]:
    return list(checking._moved(edited().act(figure), catalog()[figure.exercise]))


@pytest.mark.parametrize("figure", SIDED, ids=lambda figure: f"{figure.exercise}/{figure.setups[0]}")
def test_a_spine_that_goes_to_the_other_side_is_found(figure: Figure) -> None:
    assert told(figure) == []
    start, end, via = mirrored(figure.start), mirrored(figure.end), tuple(map(mirrored, figure.via))
    found = told(evolve(figure, start=start, end=end, via=via))
    assert any("thoracic spine is to go to the" in text for text in found)


@pytest.mark.parametrize("figure", SIDED, ids=lambda figure: f"{figure.exercise}/{figure.setups[0]}")
def test_a_figure_that_does_not_say_to_which_side_is_found(figure: Figure) -> None:
    assert any("has to say in" in text for text in told(evolve(figure, turns=None, bends=None)))


def test_a_declared_side_needs_a_movement_to_it() -> None:
    still = figure_of("wall-angel", None, edited())
    assert still is not None
    [fault] = told(evolve(still, turns=Side.LEFT))
    assert fault == "the thoracic spine is to go to the left ('turns'), and goes +0 degrees to the left"


@pytest.mark.parametrize(("word", "way"), [("in-down", (0.0, -1.0, -1.0)), ("forward-out", (1.0, 1.0, 0.0))])
def test_two_words_name_the_direction_between_them(word: str, way: tuple[float, float, float]) -> None:
    found = direction(word, 1.0)
    assert found == pytest.approx(tuple(part / 2**0.5 for part in way))


def test_a_direction_has_known_words_only() -> None:
    head = '[[figures]]\nsetups = ["standing"]\nposition = "standing"\nview = "side"\n'
    seen = '[figures.seen]\nstart = "a"\nmovement = "b"\nend = "c"\n'
    pin = '[figures.end.pins]\nhand.left = { to = "chin", point = "in-sideways" }\n'
    with pytest.raises(DataError, match="or two of them, as in in-down"):
        written(f"{head}{seen}{pin}")


@pytest.mark.parametrize("index", [0, 1])
def test_the_tip_of_one_finger_touches_the_top_of_the_head(index: int) -> None:
    figure = [one for one in edited().figures if one.exercise == "spinal-elongation"][index]
    for share in (0.0, 0.5, 1.0):
        body = edited().act(figure).at(share)
        arm = body.arms["right"]
        assert length(subtract(hand_center(-1.0, arm), landmark("head-top", body)[0])) < 0.5
        assert not body.arms["left"].finger
        pointing = arm_pieces("right", -1.0, arm)[-2]
        assert length(subtract(pointing.other.center, landmark("head-top", body)[0])) < 3


def test_a_wave_along_the_spine_is_shown_on_its_way() -> None:
    for exercise in ("segmental-cat-cow", "quadruped-thoracic-flexion-segmental"):
        root = ET.fromstring(render_figure(exercise))  # noqa: S314 - our own picture
        assert [text.text for text in root.iter(f"{SVG}text")] == ["1", "2", "3"]
        spines = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("class") == "s"]
        assert len(set(spines)) == 3


def test_a_waypoint_is_a_single_pose() -> None:
    figure = figure_of("cat-cow", None, edited())
    assert figure is not None
    with pytest.raises(InvalidValueError, match="goes with exactly one pose in via"):
        evolve(figure, waypoints=True)


def shadow(exercise: str) -> tuple[float, float]:
    """How far the right hand is from the wall in the start pose, and how far below the hand its shadow ends."""
    figure = figure_of(exercise, None, edited())
    assert figure is not None
    whole = edited().act(figure)
    body = whole.at(0.0)
    wall = next(prop for prop in whole.props if prop.normal is not None)
    assert wall.normal is not None
    hand = landmark("hand.right", body)[0]
    far = dot(subtract(hand, wall.place), wall.normal)
    return far, hand[2] - _cast(hand, 3.0, wall.place, wall.normal).center[2]


def test_the_shadow_on_a_wall_is_the_lower_the_farther_the_hand_is_away() -> None:
    on, off = shadow("half-kneeling-wall-rotation"), shadow("half-kneeling-wall-rotation-hand-off-wall")
    assert on == pytest.approx((0.0, 0.0), abs=0.5)
    assert off[0] > 14
    assert off[1] == pytest.approx(off[0] - 5.0)


def test_only_what_is_near_a_wall_has_a_shadow_on_it() -> None:
    figure = figure_of("half-kneeling-wall-rotation", None, edited())
    assert figure is not None
    whole = edited().act(figure)
    seen, body = eye(figure), whole.at(0.0)
    free = whole._replace(props=tuple(prop for prop in whole.props if prop.normal is None))
    near, none = ground(whole, body, seen, 2), ground(free, body, seen, 2)
    assert near.count("M") == none.count("M") + 2


@pytest.mark.parametrize(("setup", "prop"), [("tennis-balls", "balls"), ("massage-tool", "tool")])
def test_of_two_balls_neither_hides_the_other(setup: str, prop: str) -> None:
    figure = figure_of("foam-roller-extension-head-supported", setup, edited())
    assert figure is not None
    whole = edited().act(figure)
    drawn = moment(whole, whole.at(0.0), eye(figure), {}).drawn
    one, other = drawn[f"{prop}/left"].box, drawn[f"{prop}/right"].box
    assert abs(one.left - other.left) > 0.5 * (one.right - one.left)


def test_a_hand_without_a_finger_is_held_by_its_palm() -> None:
    whole = simple("standing", '[figures.end.pins.hand]\nleft = { to = "chin" }\n')
    assert not whole.at(1.0).arms["left"].finger
