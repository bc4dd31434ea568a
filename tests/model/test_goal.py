"""Goals, and the sequences that sources set out."""

import pytest

from tests.model.tiny import example, refused
from thoracic_lib.model.goal import Goal, GoalPhase, SourceRoutine, SourceStep
from thoracic_lib.vocabulary import Phase

ORDERED = ("phases", "must each stand once, in the order of a session")


def entry(phase: Phase) -> GoalPhase:
    return GoalPhase(phase=phase, minimum=0, maximum=1, weight=1)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"minimum": 3}, [("minimum", "is above the maximum")]),
        ({"phase": Phase.ASSESS}, [("phase", "assess is never composed")]),
        (
            {"phase": Phase.ASSESS, "minimum": 3},
            [("minimum", "is above the maximum"), ("phase", "assess is never composed")],
        ),
        ({"minimum": 2}, []),
        ({"maximum": 0}, [("maximum", "must be from 1 to 20, not 0")]),
        ({"weight": 0}, [("weight", "must be from 1 to 5, not 0")]),
    ],
)
def test_a_phase_of_a_goal_that_cannot_be_met_is_refused(
    changes: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert refused(example(GoalPhase), **changes) == faults


@pytest.mark.parametrize(
    ("phases", "faults"),
    [
        ((Phase.STRETCH, Phase.RELEASE), [ORDERED]),
        ((Phase.STRETCH, Phase.STRETCH), [ORDERED]),
        ((Phase.RELEASE, Phase.STRETCH, Phase.POSTURE), []),
        ((), [("phases", "must hold at least 1")]),
    ],
)
def test_the_phases_of_a_goal_stand_once_in_order(phases: tuple[Phase, ...], faults: list[tuple[str, str]]) -> None:
    assert refused(example(Goal), phases=tuple(entry(phase) for phase in phases)) == faults


def test_a_goal_knows_what_it_wants_of_a_phase() -> None:
    goal: Goal = example(Goal)
    assert goal.phase(Phase.MOBILIZE) is goal.phases[0]
    assert goal.phase(Phase.RELEASE) is None


def test_a_goal_that_allows_no_equipment_is_not_one_that_says_nothing_of_it() -> None:
    assert refused(example(Goal), allowed_equipment=()) == []
    assert refused(example(Goal), allowed_equipment=None) == []


def test_a_source_routine_names_no_exercise_twice() -> None:
    step = SourceStep(exercise="ex-turn")
    again = SourceStep(exercise="ex-turn", optional=True)
    assert refused(example(SourceRoutine), steps=(step, again)) == [("steps", "name the same exercise twice")]
    assert refused(example(SourceRoutine), steps=()) == [("steps", "must hold at least 1")]
