"""What an exercise is worth for a request: each doubling, the entry level first, and what was done lately less."""

import pytest
from attrs import evolve

from tests.composing.asking import composed, ids, request
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing.problem import Bounds
from thoracic_lib.composing.weighing import bounds, weight
from thoracic_lib.model.routine import Done
from thoracic_lib.vocabulary import Phase

CATALOG = catalog()
MOBILITY = CATALOG.goal("mobility")
CAT_COW = "cat-cow"
"""It mobilizes, trains flexion and extension, and stands at the entry level."""


def worth(exercise: str = CAT_COW, goal: str = "mobility", **wanted: object) -> int:
    return weight(CATALOG, request(15, **wanted), CATALOG.goal(goal), exercise)


def test_the_weight_is_that_of_the_phase_doubled_for_a_movement_of_the_goal() -> None:
    phase = MOBILITY.phase(Phase.MOBILIZE)
    assert phase is not None
    assert worth() == phase.weight * 2 * 4 * 4


def test_a_movement_that_the_goal_does_not_ask_for_doubles_nothing() -> None:
    assert CATALOG["standing-side-stretch"].movements == ("lateral-flexion",)
    stretch = MOBILITY.phase(Phase.STRETCH)
    assert stretch is not None
    assert worth("standing-side-stretch") == stretch.weight * 4 * 4


def test_each_emphasis_doubles() -> None:
    assert worth(phases=["mobilize"]) == worth(movements=["flexion"]) == 2 * worth()
    assert worth(phases=["mobilize"], movements=["flexion", "extension"]) == 4 * worth()
    assert worth(phases=["stretch"], movements=["rotation"]) == worth()


def test_what_the_goal_prefers_counts_three_times() -> None:
    goal = CATALOG.goal("wall-angel-preparation")
    plain = evolve(goal, prefer=())
    for exercise in ("wall-angel", "wall-pec-stretch-lift-off"):
        assert exercise in goal.prefer
        assert weight(CATALOG, request(15), goal, exercise) == 3 * weight(CATALOG, request(15), plain, exercise)


def test_each_step_up_the_progressions_weighs_less_and_never_nothing() -> None:
    by_level: dict[int, set[int]] = {}
    for exercise in CATALOG.exercises:
        if exercise.phase is Phase.MOBILIZE and {"extension", "rotation"} & set(exercise.movements):
            by_level.setdefault(CATALOG.difficulty(exercise.id), set()).add(worth(exercise.id))
    assert {level: {one // 10 for one in found} for level, found in by_level.items()} == {
        level: {(4 - level) * 4} for level in by_level
    }
    assert max(by_level) >= 2


@pytest.mark.parametrize(("days", "quarters"), [(0, 2), (1, 2), (2, 3), (3, 3), (4, 4), (3_650, 4)])
def test_what_was_done_lately_weighs_less(days: int, quarters: int) -> None:
    assert worth(history=(Done(exercise=CAT_COW, days_ago=days),)) * 4 == worth() * quarters


def test_the_last_time_counts_and_other_exercises_do_not() -> None:
    done = (
        Done(exercise=CAT_COW, days_ago=9),
        Done(exercise=CAT_COW, days_ago=2),
        Done(exercise="thread-the-needle", days_ago=0),
    )
    assert worth(history=done) * 4 == worth() * 3


def test_history_makes_the_next_routine_another_one() -> None:
    first = ids(composed(10, goal="mobility"))
    done = tuple(Done(exercise=exercise, days_ago=1) for exercise in first)
    second = ids(composed(10, goal="mobility", history=done))
    assert set(second) - set(first)


def test_a_phase_outside_the_goal_has_room_for_what_is_named() -> None:
    assert bounds(MOBILITY, Phase.RELEASE, 2) == Bounds(0, 2)
    assert bounds(MOBILITY, Phase.MOBILIZE, 2) == Bounds(2, 5)
