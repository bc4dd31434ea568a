"""What an exercise is worth for a request: each doubling, the entry level first, and what was done lately less."""

from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from attrs import evolve

from tests.composing.asking import composed, ids, request
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing.problem import Bounds
from thoracic_lib.composing.weighing import bounds, score, weight
from thoracic_lib.model.routine import Done, Score
from thoracic_lib.vocabulary import Phase, Verdict

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


def picked(exercise: str, verdict: Verdict, level: int, block: str) -> Any:  # noqa: ANN401 - stands in for a pick
    candidate = SimpleNamespace(screened=SimpleNamespace(verdict=verdict), worths=(60, 85, 100), block=block)
    return SimpleNamespace(exercise=CATALOG[exercise], candidate=candidate, level=level)


def test_every_term_of_a_routine_is_counted() -> None:
    picks = [
        picked("ball-release-chest", Verdict.KEEP, 2, "a"),
        picked(CAT_COW, Verdict.MODIFY, 0, "a"),
        picked("thread-the-needle", Verdict.CAUTION, 1, "b"),
        picked("open-book", Verdict.MODIFY, 2, "b"),
        picked("seated-chair-rotation", Verdict.KEEP, 1, "c"),
    ]
    assert [pick.exercise.phase.value for pick in picks] == ["release", *["mobilize"] * 4]
    told = score(MOBILITY, picks, [2, 3, 5, 7, 11])
    movements = {movement for pick in picks for movement in pick.exercise.movements}
    assert told == Score(
        movements=len(movements.intersection(MOBILITY.movements)),
        phases=2,
        modified=2,
        cautioned=1,
        benefit=2 * 100 + 3 * 60 + 5 * 85 + 7 * 100 + 11 * 85,
        changes=2,
    )
    assert told.movements > 0
    with pytest.raises(ValueError, match="zip"):
        score(MOBILITY, picks, [2, 3, 5])


def test_a_phase_outside_the_goal_weighs_one() -> None:
    release = CATALOG["ball-release-chest"]
    assert MOBILITY.phase(release.phase) is None
    assert not set(MOBILITY.movements).intersection(release.movements)
    assert worth(release.id) == (4 - CATALOG.difficulty(release.id)) * 4


@pytest.mark.parametrize(("steps", "share"), [(0, 4), (1, 3), (2, 2), (3, 1), (4, 1), (9, 1)])
def test_three_steps_up_the_progressions_and_more_weigh_one(steps: int, share: int) -> None:
    higher = MagicMock()
    higher.__getitem__.side_effect = CATALOG.__getitem__
    higher.difficulty.return_value = steps
    assert weight(higher, request(15), MOBILITY, CAT_COW) * 4 == worth() * share
