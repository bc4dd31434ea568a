import pytest

from tests.composing.asking import EVERYTHING, codes, composed, ids, only_step
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request


def test_the_mildest_setup_that_is_left_is_used() -> None:
    step = only_step("foam-roller-extension-leaning", "osteopenia")
    assert step.setup.equipment == ("rolled-towel",)


@pytest.mark.parametrize(
    ("exercise", "code", "wanted"),
    [
        ("cat-cow", "excluded", {"exclude": ["cat-cow"]}),
        ("cobra-pose", "not-composed", {}),
        ("slouched-versus-tall-reach-test", "not-composed", {}),
        ("spinal-elongation", "not-for-goal", {}),
        ("cat-cow", "not-for-goal", {"goal": "desk-break", "minutes": 5}),
        ("foam-roller-extension-leaning", "not-for-goal", {"goal": "desk-break", "minutes": 5}),
        ("quadruped-rotation-banded", "too-hard", {"maximum_difficulty": 0}),
        ("cat-cow", "screened-out", {"conditions": ["osteopenia"]}),
        ("wall-angel", "no-time", {"minutes": 2}),
        ("cat-cow", "enough-exercises", {"maximum_exercises": 1, "include": ["wall-angel"]}),
        ("seated-wall-angel", "same-family", {"include": ["wall-angel"]}),
        ("cat-cow", "not-in-routine", {"routine": "wall-angel-preparation"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_reason_to_leave_an_exercise_out_has_its_code(exercise: str, code: str, wanted: dict[str, object]) -> None:
    routine = composed(**wanted)  # type: ignore[arg-type]  # minutes and words by name
    assert codes(routine)[exercise] == code
    assert routine.why_not(exercise)


def test_a_goal_that_has_enough_of_a_phase_says_so() -> None:
    routine = composed(200, include=["cat-cow", "thread-the-needle", "open-book", "seated-thoracic-translation"])
    assert "phase-full" in codes(routine).values()


def test_what_is_missing_and_what_is_avoided_are_told_apart() -> None:
    person = Profile(conditions=frozenset(), avoid_exercises=frozenset({"cat-cow"}))
    left_out = compose(Request(minutes=10, profile=person))
    assert codes(left_out)["cat-cow"] == "avoided"
    assert codes(left_out)["quadruped-rotation-banded"] == "no-equipment"
    assert left_out.why_not("seated-chair-rotation") == "You need: chair."


def test_the_reason_of_an_exclusion_names_the_declared_condition_and_the_rule() -> None:
    told = composed(conditions=["osteopenia"]).why_not("cat-cow")
    assert told.startswith("Osteopenia: ")
    assert told.endswith("[R001]")


def test_a_limit_that_cannot_be_applied_is_the_reason_given() -> None:
    told = composed(conditions=["osteopenia"]).why_not("foam-roller-extension-loaded")
    assert "leaves only the setup with rolled-towel" in told


def test_what_never_is_composed_is_not_composed_by_name_either() -> None:
    with pytest.raises(NothingFitsError, match="slouched-versus-tall-reach-test: It is a comparison"):
        composed(include=["slouched-versus-tall-reach-test"])


def test_an_exercise_for_those_who_name_it_is_there_when_named() -> None:
    assert "cobra-pose" in ids(composed(include=["cobra-pose"]))


def test_a_phase_that_the_goal_has_no_place_for_is_there_when_named() -> None:
    assert "spinal-elongation" in ids(composed(include=["spinal-elongation"]))


def test_an_exercise_harder_than_asked_for_is_there_when_named() -> None:
    hard = max(catalog(), key=catalog().difficulty)
    assert hard in ids(composed(60, include=[hard], maximum_difficulty=0))


def test_asking_for_what_the_person_avoids_fits_nothing() -> None:
    person = Profile(conditions=frozenset(), avoid_exercises=frozenset({"cat-cow"}))
    with pytest.raises(NothingFitsError, match="cat-cow: You asked to leave this exercise out"):
        compose(Request(minutes=10, profile=person, include=frozenset({"cat-cow"})))


def test_a_goal_keeps_to_its_equipment_and_positions() -> None:
    routine = composed(5, goal="desk-break")
    goal = catalog().goal("desk-break")
    for step in routine.steps:
        assert step.setup.position not in goal.avoid_positions
        assert all(item == "chair" or catalog().item(item).at_hand for item in step.setup.equipment)
    assert EVERYTHING.equipment > {"chair"}
