import pytest
from attrs import evolve

from tests.composing.weeks import asked
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing.planning import Day, Planner
from thoracic_lib.composing.progressing import Stage, State

ROUND, OFF = "half-kneeling-around-the-world", "half-kneeling-wall-rotation-hand-off-wall"
DAY = Day(week=3, day=0, at=0)


def test_of_two_new_versions_of_one_family_a_session_holds_one() -> None:
    assert catalog()[ROUND].family == catalog()[OFF].family
    versions = {"open-book": ROUND, "half-kneeling-wall-rotation": OFF}
    routine = Planner(catalog(), asked()).session(State(versions=versions, new=frozenset({ROUND, OFF})), DAY)
    held = {step.exercise.id for step in routine.steps}
    assert ROUND in held
    assert held.isdisjoint({OFF, *versions})


@pytest.mark.parametrize(("named", "moved"), [(frozenset[str](), {"open-book": ROUND}), (frozenset({ROUND}), {})])
def test_a_version_that_is_asked_for_by_name_takes_nobody_s_place(named: frozenset[str], moved: dict[str, str]) -> None:
    request = asked()
    planner = Planner(catalog(), evolve(request, session=evolve(request.session, include=named)))
    state = State(stages={"open-book": Stage(step=2, weeks=1, due=True, full=True)})
    assert planner.settled(state, DAY)[0].versions == moved
