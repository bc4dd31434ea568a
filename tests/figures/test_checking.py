"""Each check finds the fault that it is there for, and is silent without it."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.drawn import edited, simple
from thoracic_lib.catalogs import catalog
from thoracic_lib.figures import animated, checking
from thoracic_lib.figures.animated import draw_animated
from thoracic_lib.figures.checking import cut_off, measured, moments
from thoracic_lib.figures.collection import figure_of
from thoracic_lib.figures.posing import Act
from thoracic_lib.figures.skeleton import Bones, bones, moved
from thoracic_lib.figures.still import Frame, Words
from thoracic_lib.figures.vectors import add
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.vocabulary import Movement

FRAME, WORDS = Frame("x", "light", mirrored=False), Words("", "")


def bundled(exercise: str) -> Act:
    figure = figure_of(exercise, None, edited())
    assert figure is not None
    return edited().act(figure)


def moving(*movements: Movement) -> Exercise:
    return evolve(catalog()["wall-angel"], movements=movements)


@pytest.mark.parametrize(
    ("angle", "told"),
    [("elbow.left.flexion", "the left elbow is bent by 165"), ("knee.right.flexion", "the right knee is bent by 165")],
)
def test_a_limb_that_is_bent_too_far_is_found(angle: str, told: str) -> None:
    found = list(checking._limbs_bent_too_far([bones({angle: 140.0}), bones({angle: 165.0})], edited()))
    assert len(found) == 1
    assert told in found[0]


def test_a_bone_that_changes_its_length_is_found() -> None:
    body = bones({})
    arm = body.arms["left"]
    longer = body._replace(arms=body.arms | {"left": arm._replace(end=add(arm.end, (0.0, 0.0, -1.0)))})
    assert list(checking._stretched([body])) == []
    assert list(checking._stretched([body, longer])) == ["a bone changes its length"]


def lifted(bodies: list[Bones], index: int) -> list[Bones]:
    """The same moments, the body ten centimeters higher in one of them."""
    return [moved(body, (0.0, 0.0, 10.0)) if number == index else body for number, body in enumerate(bodies)]


@pytest.mark.parametrize("index", [0, 1, 6, 11, 12])
def test_a_contact_that_comes_off_in_a_single_moment_is_found(index: int) -> None:
    whole = bundled("cat-cow")
    bodies = moments(whole)
    assert list(checking._contacts(whole, bodies)) == []
    found = list(checking._contacts(whole, lifted(bodies, index)))
    assert {told.partition(" is 10 cm")[0] for told in found} == {
        "the left hand",
        "the right hand",
        "the left knee",
        "the right knee",
    }


def test_a_hand_on_its_way_through_the_air_is_no_contact_but_its_arrival_is() -> None:
    rest = '[figures.start.pins.hand]\nleft = { to = "chest" }\n'
    whole = simple("standing", f'{rest}[figures.end.pins.hand]\nleft = {{ to = "chin" }}\n')
    bodies = moments(whole)
    assert list(checking._contacts(whole, bodies)) == []
    for index, count in ((5, 0), (12, 1)):
        off = [body._replace(arms=bones({}).arms) if number == index else body for number, body in enumerate(bodies)]
        assert len([told for told in checking._contacts(whole, off) if "hand" in told]) == count


def test_a_hand_that_slides_along_a_wall_has_to_stay_on_it() -> None:
    def hand(height: int) -> str:
        return f'left = {{ on = "wall", by = "shoulder", shift = [0, 0, {height}] }}\n'

    rest = f"[figures.start.pins.hand]\n{hand(0)}[figures.end.pins.hand]\n{hand(25)}"
    whole = simple("standing-facing-wall", rest)
    bodies = moments(whole)
    assert list(checking._contacts(whole, bodies)) == []
    off = [body._replace(arms=bones({}).arms) if number == 5 else body for number, body in enumerate(bodies)]
    assert any("left hand" in told for told in checking._contacts(whole, off))


def test_elbows_on_the_floor_are_looked_at() -> None:
    pins = '[figures.start.pins]\nhand.both = { free = true }\nelbow.both = { on = "floor", point = "forward" }\n'
    whole = simple("quadruped", f"{pins}[figures.start]\npelvis = {{ anterior_tilt = 20 }}\n[figures.end]\n")
    bodies = moments(whole)
    off = lifted(bodies, 3)
    assert any("left elbow" in told for told in checking._contacts(whole, off))
    assert whole.at(0.0).arms["left"].middle[2] < 40


@pytest.mark.parametrize("index", [0, 5, 12])
def test_a_back_that_leaves_its_roller_is_found(index: int) -> None:
    whole = bundled("foam-roller-extension-head-supported")
    bodies = moments(whole)
    assert list(checking._rests(whole, bodies)) == []
    found = " ".join(checking._rests(whole, lifted(bodies, index)))
    assert "thoracic-3 is 10 cm away from roller" in found
    assert "pelvis is 10 cm away from floor" in found


def test_hands_that_bear_the_trunk_are_looked_at_as_contacts_only() -> None:
    whole = bundled("cat-cow")
    assert whole.rests[-1].on == "hands"
    assert not any("hands" in told for told in checking._rests(whole, lifted(moments(whole), 4)))


@pytest.mark.parametrize(
    ("axis", "index"), [("thoracic.flexion", 0), ("thoracic.side", 1), ("thoracic.turn", 2), ("upper_thoracic.turn", 2)]
)
@given(st.floats(-40, 40), st.sampled_from(["pelvis.tilt", "pelvis.lean", "neck.flexion"]), st.floats(-90, 90))
def test_the_movement_of_the_spine_is_measured_whatever_the_pelvis_does(
    axis: str, index: int, angle: float, other: str, tilt: float
) -> None:
    body, still = bones({axis: angle, other: tilt}), bones({other: tilt})
    found = measured(body.frames[6], body.frames[1])
    assert found[index] == pytest.approx(angle, abs=1e-6)
    assert measured(still.frames[6], still.frames[1]) == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)


@pytest.mark.parametrize(
    ("movements", "right", "wrong", "told"),
    [
        ((Movement.EXTENSION,), "extension = 20", "flexion = 10", "extends the thoracic spine, the figure does not"),
        ((Movement.EXTENSION,), "extension = 20", "flexion = 10", "the figure ends bent forward"),
        ((Movement.EXTENSION,), "extension = 4", "rotation_left = 20", "extends the thoracic spine"),
        ((Movement.FLEXION,), "flexion = 20", "extension = 10", "bends the thoracic spine forward"),
        ((Movement.FLEXION, Movement.EXTENSION), None, "flexion = 20", "extends the thoracic spine"),
        ((Movement.ROTATION,), "rotation_left = 20", "flexion = 20", "turns the thoracic spine"),
        ((Movement.LATERAL_FLEXION,), "lateral_flexion_left = 20", "flexion = 20", "bends the thoracic spine sideways"),
    ],
)
def test_a_spine_that_moves_the_wrong_way_is_found(
    movements: tuple[Movement, ...], right: str | None, wrong: str, told: str
) -> None:
    def found(motion: str) -> list[str]:
        sides = (("turns", Movement.ROTATION), ("bends", Movement.LATERAL_FLEXION))
        head = "\n".join(f'{key} = "left"' for key, movement in sides if movement in movements)
        whole = simple("standing", head=head, rest=f"[figures.end]\nthoracic = {{ {motion} }}\n")
        return list(checking._moved(whole, moving(*movements)))

    assert any(told in reason for reason in found(wrong))
    assert right is None or found(right) == []


def test_a_spine_that_the_lower_back_moves_in_its_place_is_found() -> None:
    whole = simple("standing", "[figures.end]\nlumbar = { rotation_left = 10 }\n")
    assert list(checking._moved(whole, moving(Movement.ROTATION)))


@pytest.mark.parametrize(("limit", "form"), [("LARGEST_STILL", "still"), ("LARGEST", "animated")])
def test_a_picture_that_is_too_large_is_found(limit: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bundled("wall-angel")
    assert list(checking._pictures(whole, WORDS)) == []
    monkeypatch.setattr(checking, limit, 9_000)
    assert [told.partition(" has ")[0] for told in checking._pictures(whole, WORDS)] == [f"the {form} picture"]


def test_a_moving_picture_has_fewer_moments_where_it_would_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bundled("wall-angel")
    full = draw_animated(whole, FRAME, WORDS)
    monkeypatch.setattr(animated, "LARGEST", 35_000)
    small = draw_animated(whole, FRAME, WORDS)
    assert len(small.encode()) <= 35_000 < len(full.encode())
    monkeypatch.setattr(animated, "LARGEST", 10)
    assert len(draw_animated(whole, FRAME, WORDS)) <= len(small)


@pytest.mark.parametrize(
    ("values", "uneven"),
    [
        ("M0 0l1 1;M2 2l3 3;M0 0l1 1", False),
        ("M0 0l1 1;M2 2q3 3 3 3;M0 0l1 1", True),
        ("M0 0l1 1;M2 2l3 3;M0 0l1 2", True),
    ],
)
def test_an_outline_keeps_its_commands_and_closes_its_loop(values: str, uneven: bool) -> None:  # noqa: FBT001 - a row
    assert checking._uneven(values) is uneven


def test_an_uneven_outline_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path class="k" d="M1 1"><animate values="M1;L1"/></path></svg>'  # noqa: E501 - one document
    monkeypatch.setattr(checking, "draw_animated", lambda *_: svg)
    told = list(checking._pictures(bundled("wall-angel"), WORDS))
    assert told == ["an outline of the moving picture changes its commands"]


@pytest.mark.parametrize(
    ("begin", "tone", "cut"),
    [("5 5", "k", []), ("5 12", "k", ["k"]), ("-1-1", "t", ["t"]), ("5 12", "a", []), ("5 12", "g", [])],
)
def test_what_is_drawn_outside_the_picture_is_found(begin: str, tone: str, cut: list[str]) -> None:
    path = f'<path class="{tone}" d="M{begin}l1 1z"/>'
    whole = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
    assert cut_off(f'{whole}<svg viewBox="0 0 10 10">{path}</svg></svg>') == cut


def test_what_is_cut_off_or_unsound_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script/><path class="k" d="M10 1"/></svg>'
    monkeypatch.setattr(checking, "draw_still", lambda *_: svg)
    assert list(checking._pictures(bundled("wall-angel"), WORDS)) == [
        "the still picture has the element 'script'",
        "the still picture shows only a part of what is drawn as 'k'",
    ]


def test_a_figure_has_its_key_poses_among_the_moments_that_are_looked_at() -> None:
    whole = bundled("half-kneeling-wall-rotation")
    assert len(whole.keys) == 3
    assert whole.at(0.5) in moments(whole)
