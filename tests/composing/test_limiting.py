from tests.composing.asking import only_step
from thoracic_lib.catalogs import catalog
from thoracic_lib.vocabulary import Verdict


def test_a_limit_on_repetitions_holds_the_dose_back_and_is_named() -> None:
    free, held = only_step("seated-thoracic-translation"), only_step("seated-thoracic-translation", "osteopenia")
    assert (free.dose.repetitions or 0) > 10
    assert (held.dose.sets, held.dose.repetitions) == (1, 10)
    assert held.dose.limited_by == ("R006",)
    assert "held back by R006" in held.dose_because


def test_a_limit_on_the_hold_goes_below_the_range_of_the_source_and_is_named() -> None:
    held = only_step("standing-side-stretch", "osteopenia")
    dosage = catalog()["standing-side-stretch"].dosage
    assert dosage.hold_seconds is not None
    assert dosage.hold_seconds.low > 15
    assert held.dose.hold_seconds == 15
    assert held.dose.limited_by == ("R007",)


def test_the_strictest_of_two_limits_holds_whatever_their_order() -> None:
    step = only_step("standing-side-stretch", "osteopenia", "heart_condition")
    assert step.dose.hold_seconds == min(limit.value for limit in step.limits if limit.value)


def test_a_slow_movement_takes_the_slow_tempo() -> None:
    free, held = only_step("thread-the-needle"), only_step("thread-the-needle", "osteopenia")
    assert free.dose.tempo_seconds != held.dose.tempo_seconds == 6
    assert held.dose.limited_by == ("R003",)
    assert held.verdict is Verdict.MODIFY


def test_a_rule_that_changes_nothing_is_not_named() -> None:
    assert only_step("side-lying-intercostal-stretch").dose.limited_by == ()
