"""Columns hold one kind of value each, one row for each thing, and say what the value says."""

from typing import Any

import pytest

from tests.checked import forged
from tests.composing.asking import composed
from tests.exporting.values import SHOWN, screening_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import FormatError, UnsafeRoutineError
from thoracic_lib.exporting import to_columns
from thoracic_lib.exporting.columns import columns, kinds
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.profiles import profile
from thoracic_lib.screening import screen

HELD: dict[str, Any] = {kind: SHOWN[kind] for kind in ("catalog", "screening", "routine", "program")}


@pytest.mark.parametrize("conditions", [False, True])
@pytest.mark.parametrize("kind", HELD)
def test_every_column_holds_one_kind_of_value_and_they_are_equally_long(kind: str, conditions: bool) -> None:  # noqa: FBT001 - a parameter of the test
    held = columns(HELD[kind], conditions=conditions)
    wanted = kinds(type(HELD[kind]), conditions=conditions)
    assert list(held) == list(wanted)
    assert len({len(column) for column in held.values()}) == 1
    for name, column in held.items():
        assert {type(cell) for cell in column} <= {wanted[name], type(None)}, name
        assert wanted[name] is int or None not in column


def test_a_catalog_has_a_row_for_each_exercise() -> None:
    held = catalog().to_columns()
    assert held["exercise"] == list(catalog())
    at = held["exercise"].index("open-book")
    exercise = catalog()["open-book"]
    spans = exercise.dosage.repetitions
    assert spans is not None
    assert (held["repetitions_minimum"][at], held["repetitions_maximum"][at]) == (spans.minimum, spans.maximum)
    assert held["breaths_minimum"][at] is None
    assert held["steps"][at] == " | ".join(exercise.steps)
    assert held["movements"][at] == ";".join(exercise.movements)
    assert held["equipment"][at] == ";".join(dict.fromkeys(item for s in exercise.setups for item in s.equipment))


def test_a_routine_has_a_row_for_each_step() -> None:
    routine = composed(15, conditions=["osteopenia"])
    held = routine.to_columns()
    assert held["step"] == list(range(1, len(routine.steps) + 1))
    assert held["start_seconds"] == [step.start for step in routine.steps]
    assert sum(int(length or 0) for length in held["seconds"]) == routine.seconds
    assert held["dose"] == [str(step.dose) for step in routine.steps]
    assert held["held_back"] == [" | ".join(dict.fromkeys(map(str, step.limits))) for step in routine.steps]
    assert any(held["held_back"])


def test_a_program_has_a_row_for_each_step_of_each_session() -> None:
    program = HELD["program"]
    held = program.to_columns()
    rows = list(zip(held["week"], held["day"], held["step"], held["exercise"], strict=True))
    assert rows == [
        (session.week, session.day, at, exercise)
        for session in program.sessions
        for at, exercise in enumerate(session.exercises, 1)
    ]


def test_a_screening_has_a_row_for_each_setup_and_tells_why_only_when_asked() -> None:
    screening = screening_of(catalog())
    setups = [(s.exercise.id, setup) for s in screening.exercises for setup in s.setups]
    held = screening.to_columns()
    assert list(zip(held["exercise"], held["setup"], strict=True)) == [(e, s.setup.id) for e, s in setups]
    assert held["verdict"] == [setup.verdict.value for _, setup in setups]
    assert held["available"] == [setup.available for _, setup in setups]
    assert held["avoided"] == [setup.avoided is not None for _, setup in setups]
    assert not {"rules", "conditions", "unanswered"} & set(held)
    told = screening.to_columns(conditions=True)
    assert {name: column for name, column in told.items() if name in held} == held
    assert told["rules"] == [";".join(reason.rule.id for reason in setup.reasons) for _, setup in setups]
    assert {name for cell in told["conditions"] for name in str(cell).split(";")} >= {
        "osteopenia",
        "vertebral_fracture",
    }
    unanswered = screen(catalog(), profile(conditions=["pregnant"])).to_columns(conditions=True)["unanswered"]
    assert set(unanswered) - {""}
    assert {word for cell in unanswered for word in str(cell).split(";")} <= {""} | {q.id for q in catalog().questions}


def test_conditions_change_no_other_kind_of_value() -> None:
    for kind in ("catalog", "routine", "program"):
        assert columns(HELD[kind], conditions=True) == columns(HELD[kind])


def test_the_methods_and_the_function_say_the_same() -> None:
    for value in HELD.values():
        assert isinstance(value, Catalog | Screening | Routine | Program)
        assert value.to_columns() == to_columns(value) == columns(value)


def test_signs_of_direction_are_left_out() -> None:
    routine = HELD["routine"]
    first, *rest = routine.steps
    turned = forged(first, exercise=forged(first.exercise, name="50 \u202emg"))
    assert columns(forged(routine, steps=(turned, *rest)))["name"][0] == "50 mg"


@pytest.mark.parametrize("kind", ["exercise", "screened-exercise"])
def test_other_values_have_no_columns(kind: str) -> None:
    with pytest.raises(FormatError, match="format 'columns' cannot hold a "):
        to_columns(SHOWN[kind])  # type: ignore[arg-type]  # that is what is refused


def test_what_was_written_over_has_no_columns() -> None:
    routine, program = HELD["routine"], HELD["program"]
    first, *rest = routine.steps
    wrong = forged(routine, steps=(forged(first, dose=forged(first.dose, sets=50)), *rest))
    with pytest.raises(UnsafeRoutineError):
        wrong.to_columns()
    session, *others = program.sessions
    with pytest.raises(UnsafeRoutineError):
        forged(program, sessions=(forged(session, routine=wrong), *others)).to_columns()
    with pytest.raises(UnsafeRoutineError, match="made with another catalog"):
        routine.to_columns(catalog=forged_catalog())


def forged_catalog() -> Catalog:
    """Another catalog of the same version."""
    return forged(catalog(), notices=())
