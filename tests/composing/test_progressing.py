from attrs import evolve

from tests.composing.weeks import laddered
from tests.model.tiny import a_dosage, an_exercise
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing.progressing import (
    Seen,
    Stage,
    State,
    easier,
    harder,
    higher,
    locked,
    lower,
    week_closed,
)
from thoracic_lib.model.dosage import Span
from thoracic_lib.model.exercise import Exercise


def ranging(low: int, high: int) -> Exercise:
    return evolve(
        an_exercise(), dosages=(a_dosage(repetitions=Span(minimum=low, maximum=high), default=True, because="x"),)
    )


def test_a_dose_rises_by_one_step_that_makes_a_difference() -> None:
    assert [higher(ranging(5, 10), step, 2) for step in range(3)] == [1, 2, None]
    assert [higher(ranging(5, 6), step, 2) for step in range(3)] == [1, None, None]
    assert higher(ranging(5, 5), 0, 2) is None
    assert [higher(ranging(5, 10), 0, most) for most in range(3)] == [None, 1, 1]


def test_a_dose_falls_by_one_step_that_makes_a_difference() -> None:
    assert [lower(ranging(5, 10), step) for step in range(3)] == [None, 0, 1]
    assert [lower(ranging(5, 6), step) for step in range(3)] == [None, 0, 0]
    assert lower(ranging(5, 5), 2) is None


def test_what_a_source_calls_a_progression_is_harder_and_locked() -> None:
    assert harder(catalog(), "cat-cow") == ("segmental-cat-cow",)
    assert harder(catalog(), "seated-wall-angel") == ()
    assert harder(catalog(), "segmental-cat-cow") == ()
    assert "segmental-cat-cow" in locked(catalog())
    assert "wall-angel" not in locked(catalog())


def test_what_a_source_calls_a_regression_is_easier_and_so_is_what_comes_before() -> None:
    assert easier(catalog(), "wall-angel") == ("seated-wall-angel",)
    assert easier(catalog(), "quadruped-rotation-banded") == (
        "quadruped-rotation-arm-raise",
        "quadruped-rotation-hand-behind-head",
    )
    assert easier(catalog(), "cat-cow") == ()
    assert easier(laddered(regressed=True), "ex-turn") == ("ex-half",)


def test_a_week_counts_where_it_went_well_and_never_badly() -> None:
    log = {
        "well": Seen(well=1),
        "mixed": Seen(well=2, badly=1),
        "partly": Seen(well=1, skipped=1),
        "skipped": Seen(skipped=2),
        "hard": Seen(badly=1),
    }
    state, skipped = week_closed(State(log=log), 2)
    assert {name: stage.weeks for name, stage in state.stages.items()} == {"well": 1, "partly": 1}
    assert skipped == ("skipped",)
    assert not state.log
    again, _ = week_closed(evolve(state, log={"well": Seen(well=1)}), 2)
    assert again.stage("well").due
    assert not again.stage("partly").due


def test_a_version_stands_in_the_place_of_its_exercise() -> None:
    state = State(versions={"a": "c", "b": "c"})
    assert state.standing_at("c") == ("a", "b", "c")
    assert state.standing_at("a") == ()
    assert state.standing_at("d") == ("d",)
    assert state.stage("d") == Stage()
