"""The result of screening: verdicts with their reasons."""

import pytest
from attrs import evolve

from tests.model.tiny import a_setup, an_exercise, refused, tiny
from thoracic_lib.errors import UnknownIdError
from thoracic_lib.exporting import export
from thoracic_lib.model.clinical import Limit
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.screened import Reason, ScreenedExercise, ScreenedSetup, Screening
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import LimitKind, Verdict

RULE = tiny().rules[0]
REASON = Reason(rule=RULE, declared="c-narrow", verdict=Verdict.MODIFY)
FREE = ScreenedSetup(setup=a_setup(), verdict=Verdict.KEEP, reasons=(), missing_equipment=())
CAUTIONED = evolve(FREE, verdict=Verdict.CAUTION)
EXCLUDED = evolve(FREE, verdict=Verdict.EXCLUDE)
MISSING = evolve(FREE, missing_equipment=("eq-chair",))


def screened(*setups: ScreenedSetup) -> ScreenedExercise:
    return ScreenedExercise(exercise=an_exercise(), setups=setups)


@pytest.fixture
def screening() -> Screening:
    return screen(tiny(), Profile(conditions=frozenset()))


def test_a_reason_reads_as_verdict_rationale_and_rule() -> None:
    told = "modify: Turning loads it. [R1, c-narrow, d-turn]"
    assert str(REASON) == told
    unapplied = evolve(REASON, verdict=Verdict.EXCLUDE, because_unapplied="No hold to limit.")
    assert str(unapplied) == "exclude: Turning loads it. [R1, c-narrow, d-turn] No hold to limit."


def test_the_limits_of_a_setup_stand_once_each_in_order() -> None:
    slow = Limit(kind=LimitKind.SLOW)
    other = evolve(REASON, rule=evolve(RULE, limits=(RULE.limits[1], slow)))
    assert evolve(FREE, reasons=(REASON, other, REASON)).limits == (*RULE.limits, slow)


@pytest.mark.parametrize(
    ("setup", "available"),
    [
        (FREE, True),
        (CAUTIONED, True),
        (evolve(FREE, verdict=Verdict.MODIFY), True),
        (EXCLUDED, False),
        (MISSING, False),
        (evolve(FREE, avoided="You asked to."), False),
    ],
)
def test_a_setup_is_left_unless_excluded_missing_something_or_avoided(setup: ScreenedSetup, *, available: bool) -> None:
    assert setup.available is available


@pytest.mark.parametrize(
    ("exercise", "verdict", "best"),
    [
        (screened(EXCLUDED, CAUTIONED), Verdict.CAUTION, CAUTIONED),
        (screened(CAUTIONED, FREE), Verdict.KEEP, FREE),
        (screened(MISSING, CAUTIONED), Verdict.KEEP, CAUTIONED),
        (screened(EXCLUDED, MISSING), Verdict.KEEP, None),
        (screened(EXCLUDED), Verdict.EXCLUDE, None),
    ],
)
def test_an_exercise_has_the_mildest_verdict_and_its_best_setup(
    exercise: ScreenedExercise, verdict: Verdict, best: ScreenedSetup | None
) -> None:
    assert exercise.verdict is verdict
    assert exercise.best is best


def test_of_equal_setups_the_first_is_the_best() -> None:
    second = evolve(FREE, setup=evolve(a_setup(), id="w-other"))
    assert screened(FREE, second).best is FREE
    assert screened(second, FREE).best is second


def test_an_exercise_without_setups_cannot_be_screened() -> None:
    assert refused(screened(FREE), setups=()) == [("setups", "must hold at least 1")]


def test_a_screening_tells_why_for_each_exercise(screening: Screening) -> None:
    assert [screening.why(exercise) for exercise in tiny()] == list(screening.exercises)


def test_an_exercise_that_was_not_screened_is_an_unknown_id(screening: Screening) -> None:
    with pytest.raises(UnknownIdError) as caught:
        screening.why("ex-tum")
    assert (caught.value.kind, caught.value.id, caught.value.nearest) == ("exercise", "ex-tum", ("ex-turn",))


def test_a_screening_parts_what_is_left_from_what_is_not(screening: Screening) -> None:
    left, out = screened(FREE), screened(MISSING)
    parted = evolve(screening, exercises=(left, out))
    assert (parted.kept, parted.left_out) == ((left,), (out,))
    assert repr(parted) == "<Screening of 2 exercises: 1 left>"


def test_a_screening_is_shown_through_the_formats(screening: Screening) -> None:
    assert str(screening) == screening.explain() == export(screening, "text")
    assert screening.explain("markdown") == export(screening, "markdown")
    assert screening._repr_html_() == export(screening, "html")


def test_a_screened_exercise_is_shown_through_the_formats(screening: Screening) -> None:
    shown = screening.why("ex-turn")
    assert str(shown) == export(shown, "text")
    assert shown._repr_html_() == export(shown, "html")
