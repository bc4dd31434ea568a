"""A FIT file holds the laps of a routine, and nothing that differs from one writing to the next."""

import sys
from pathlib import Path
from typing import Any

import pytest
from fit_tool.fit_file import FitFile

import thoracic_lib as tl
from tests.cli.calling import Command
from tests.exporting.test_refusing import bundled_routine, too_much
from tests.exporting.test_watch import ROUTINES, each_routine
from tests.exporting.values import HOSTILE, catalog_of, routine_of
from thoracic_lib.exporting import as_fit, to_fit
from thoracic_lib.exporting.watch import Again, Counted, laps
from thoracic_lib.model.routine import Routine

WORKOUT, TRAINING, FLEXIBILITY, STRENGTH = 5, 10, 19, 20
TIME, REPEAT, REPS = 0, 6, 29
ACTIVE, REST = 0, 1


def messages(written: bytes, name: str) -> list[Any]:
    """The messages with this name in a FIT file."""
    held = (record.message for record in FitFile.from_bytes(written).records)
    return [message for message in held if getattr(message, "name", "") == name]  # a definition has none


@each_routine
def test_every_lap_of_a_routine_is_a_step_of_the_workout(routine: Routine) -> None:
    written, told = to_fit(routine), laps(routine)
    steps = messages(written, "workout_step")
    assert [step.message_index for step in steps] == list(range(len(told)))
    for at, (step, lap) in enumerate(zip(steps, told, strict=True)):
        if isinstance(lap, Again):
            assert step.duration_type == REPEAT
            assert (step.duration_step, step.target_repeat_steps) == (at - lap.steps, lap.times)
            continue
        assert (step.workout_step_name, step.notes or "") == (lap.name, lap.note)
        assert step.intensity == (ACTIVE if lap.works else REST)
        if isinstance(lap, Counted):
            assert (step.duration_type, step.duration_reps) == (REPS, lap.repetitions)
        else:
            assert (step.duration_type, step.duration_time) == (TIME, lap.seconds)
    (workout,) = messages(written, "workout")
    assert workout.num_valid_steps == len(told)
    assert workout.sport == TRAINING


def test_a_workout_is_named_after_its_routine_and_its_time() -> None:
    (workout,) = messages(to_fit(ROUTINES["15 minutes"]), "workout")
    assert workout.workout_name == "Full routine 15:00"


def test_a_routine_that_mostly_strengthens_is_strength_training() -> None:
    strong = tl.compose(
        tl.Request(minutes=5, include=frozenset({"seated-wall-angel", "wall-y-lift-off"}), maximum_exercises=2)
    )
    assert {step.exercise.phase.value for step in strong.steps} == {"strengthen"}
    kinds = [messages(to_fit(routine), "workout")[0].sub_sport for routine in (strong, ROUTINES["15 minutes"])]
    assert kinds == [STRENGTH, FLEXIBILITY]


def test_a_file_is_the_same_each_time_and_another_for_another_routine() -> None:
    first, other = ROUTINES["15 minutes"], ROUTINES["5 minutes"]
    assert to_fit(first) == to_fit(first)
    (told,), (else_,) = messages(to_fit(first), "file_id"), messages(to_fit(other), "file_id")
    assert told.time_created == else_.time_created == as_fit.CREATED
    assert told.serial_number != else_.serial_number
    assert told.type == WORKOUT


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_can_be_written(text: str) -> None:
    known = catalog_of(text)
    routine = routine_of(known)
    names = [step.workout_step_name for step in messages(to_fit(routine, catalog=known), "workout_step")]
    assert names == [None if isinstance(lap, Again) else lap.name for lap in laps(routine)]


def test_a_routine_that_breaks_a_rule_is_not_written() -> None:
    with pytest.raises(tl.UnsafeRoutineError):
        to_fit(too_much())


def test_only_a_routine_is_a_workout() -> None:
    with pytest.raises(tl.FormatError, match="format 'fit' cannot hold a Exercise"):
        to_fit(tl.catalog()["cat-cow"])  # type: ignore[arg-type]  # wrong on purpose


def test_without_the_extra_a_workout_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fit_tool.fit_file_builder", None)
    with pytest.raises(tl.MissingExtraError, match=r"thoracic-lib\[fit\]"):
        to_fit(bundled_routine())


def test_the_command_writes_a_workout_of_a_routine_and_of_nothing_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    thoracic = Command(capsys)
    file = tmp_path / "routine.fit"
    assert thoracic.done("compose", "--minutes", "5", "-o", str(file)) == ""
    assert file.read_bytes() == to_fit(tl.compose(tl.Request(minutes=5)))
    assert "cannot hold a Exercise" in thoracic.refused(2, "show", "cat-cow", "-o", str(tmp_path / "a.fit"))
