"""What is kept of a figure draws the same still picture as its poses."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.figures.drawn import edited, simple
from tests.figures.test_bodies import angles, places
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import DataError
from thoracic_lib.figures import staging
from thoracic_lib.figures.camera import eye
from thoracic_lib.figures.checking import faults
from thoracic_lib.figures.collection import bundled, compile_figures
from thoracic_lib.figures.drawing import moment, ordered
from thoracic_lib.figures.skeleton import SIDES, bones, jointed, turned
from thoracic_lib.figures.staging import followed, misplaced, shown
from thoracic_lib.figures.still import Frame, Words, draw_still
from thoracic_lib.figures.vectors import Vector, about_x, about_y, about_z, add, product, quaternion, rotation
from thoracic_lib.model.figure import Figure

NAMES = [f"{figure.exercise}-{figure.setups[0]}" for figure in edited().figures]
degrees = st.floats(-360, 360)


@pytest.mark.parametrize("figure", edited().figures, ids=NAMES)
def test_what_is_kept_of_a_figure_is_where_its_poses_have_it(figure: Figure) -> None:
    assert list(misplaced(edited().act(figure), bundled().staged(figure))) == []


def test_what_is_kept_draws_the_same_pictures_as_the_poses() -> None:
    frame, told = Frame("tl", "auto", mirrored=False), Words("", "")
    pairs = [(bundled().staged(figure), edited().act(figure)) for figure in edited().figures]
    others = [
        whole.figure.exercise
        for kept, whole in pairs
        if draw_still(kept, frame, told) != draw_still(whole, frame, told)
    ]
    assert len(others) < 2, "of thousands of coordinates hardly ever one is rounded otherwise"


def test_figures_that_were_not_compiled_are_staged_alike() -> None:
    for figure in edited().figures[:9]:
        assert edited().staged(figure) == bundled().staged(figure)._replace(drawn={})


def test_a_scene_knows_only_what_a_still_picture_shows() -> None:
    figure = next(figure for figure in bundled().figures if followed(figure))
    kept = bundled().staged(figure)
    assert shown(figure) == (0.0, 1.0)
    assert [len(kept.way(name)) for name in followed(figure)] == [5] * len(followed(figure))
    with pytest.raises(KeyError):
        kept.at(0.25)
    with pytest.raises(KeyError):
        kept.way("nowhere")


def test_a_figure_with_waypoints_is_shown_on_its_way_too() -> None:
    figure = next(figure for figure in bundled().figures if figure.waypoints)
    assert shown(figure) == (0.0, 0.5, 1.0)
    assert len({bundled().staged(figure).at(share).spine for share in shown(figure)}) == 3


def test_what_is_kept_is_set_up_once() -> None:
    figure = bundled().figures[0]
    assert bundled().staged(figure) is bundled().staged(figure)


def test_what_is_kept_too_coarsely_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "_PARTS", 1_000)
    figure = next(figure for figure in edited().figures if figure.exercise == "open-book")
    told = [str(fault) for fault in faults(figure, catalog()["open-book"], edited())]
    assert told[:2] == [
        f"open-book.toml: side-lying: what is kept of the figure has the body at {at} elsewhere" for at in (0, 1)
    ]
    with pytest.raises(DataError, match="open-book"):
        compile_figures(edited())


def test_props_and_ways_that_are_kept_elsewhere_are_told() -> None:
    figure = next(figure for figure in edited().figures if figure.props and followed(figure))
    whole, kept = edited().act(figure), bundled().staged(figure)
    [prop, *others] = kept.props
    [name, *_] = followed(figure)
    moved = [prop._replace(place=add(prop.place, (0.0, 0.001, 0.0))), prop._replace(size=(*prop.size, 1))]
    moved.append(prop._replace(top=prop.top + 1))
    for one in moved:
        assert list(misplaced(whole, kept._replace(props=(one, *others)))) == [f"prop {prop.id!r}"]
    ways = kept.ways | {name: tuple(add(place, (0.0, 0.0, 0.001)) for place in kept.way(name))}
    assert list(misplaced(whole, kept._replace(ways=ways))) == [f"the way of {name}"]


@given(degrees, degrees, degrees)
@example(180.0, 0.0, 0.0)
@example(0.0, 180.0, 0.0)
@example(0.0, 0.0, 180.0)
def test_a_rotation_is_the_same_from_its_quaternion(x: float, y: float, z: float) -> None:
    frame = product(about_x(x), about_y(y), about_z(z))
    numbers = quaternion(frame)
    assert max(numbers, key=abs) > 0
    assert sum(number * number for number in numbers) == pytest.approx(1.0)
    for row, again in zip(frame, rotation(*numbers), strict=True):
        assert row == pytest.approx(again, abs=1e-12)


@given(angles, places)
def test_a_body_is_the_same_from_how_its_parts_are_turned(held: dict[str, float], root: Vector) -> None:
    body = bones(held, root)
    shoulders = [body.arms[side].root for side, _ in SIDES]
    assert jointed(root, turned(body), shoulders, [False, False]) == body


def test_layers_that_are_equally_near_come_in_the_order_of_their_names() -> None:
    whole = simple("standing", head='view = "front"')
    one = moment(whole, whole.at(0.0), eye(whole.figure), {})
    for name in ("arm.left", "arm.right"):
        drawn = one.drawn[name]
        nudged = one._replace(drawn=one.drawn | {name: drawn._replace(depth=drawn.depth + 1e-9)})
        order = ordered([nudged], (), ())
        assert order.index("arm.left") == order.index("arm.right") - 1
