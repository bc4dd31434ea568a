"""What a type checker sees of the public names; mypy reads this file, and the assertions hold at run time too."""

from typing import assert_type

import thoracic_lib as tl
from thoracic_lib.model.screened import ScreenedExercise


def test_the_types_of_the_main_road() -> None:
    catalog = assert_type(tl.catalog(), tl.Catalog)
    profile = assert_type(tl.profile(equipment=["chair"], conditions=[]), tl.Profile)
    screening = assert_type(tl.screen(catalog, profile), tl.Screening)
    why = assert_type(screening.why("cat-cow"), ScreenedExercise)
    assert_type(why.verdict, tl.Verdict)
    routine = assert_type(tl.compose(tl.Request(minutes=5, profile=profile)), tl.Routine)
    assert_type(routine.steps, tuple[tl.Step, ...])
    assert_type(routine.seconds, int)
    assert_type(tl.without(routine, routine.steps[-1].exercise.id), tl.Routine)
    assert_type(routine.steps[0].exercise, tl.Exercise)
    assert_type(routine.steps[0].dose, tl.Dose)
    assert_type(tl.export(routine, "markdown"), str)
    assert routine.seconds > 0


def test_the_types_of_filtering() -> None:
    wanted = assert_type(tl.phase("stretch") & tl.fits(["wall"]) & ~tl.position("kneeling"), tl.Predicate)
    found = assert_type(tl.where(tl.catalog(), wanted), tuple[tl.Exercise, ...])
    assert_type(tl.missing_equipment(tl.catalog(), found[0], []), tuple[str, ...])
    assert found


def test_the_types_of_a_catalog() -> None:
    exercise = assert_type(tl.catalog()["cat-cow"], tl.Exercise)
    assert_type(exercise.setups, tuple[tl.Setup, ...])
    assert_type(exercise.dosage, tl.Dosage)
    assert_type(exercise.dosage.sets, tl.Span)
    assert_type(tl.catalog().condition("scoliosis"), tl.Condition)
    assert_type(tl.catalog().rules, tuple[tl.Rule, ...])
    assert_type(tl.goals(), tuple[tl.Goal, ...])
    assert exercise.id == "cat-cow"
