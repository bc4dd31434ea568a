"""What the rules that modify a setup leave of its doses."""

import pytest
from attrs import evolve

from tests.composing.asking import only_step
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing.limiting import limited
from thoracic_lib.model.clinical import Limit
from thoracic_lib.model.dosage import Dose, Pace
from thoracic_lib.model.screened import Reason, ScreenedSetup
from thoracic_lib.vocabulary import Laterality, LimitKind, Verdict


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


# one limit at a time

RULE = next(rule for rule in catalog().rules if rule.verdict is Verdict.MODIFY)
DOSE = Dose(
    basis="library default", laterality=Laterality.BILATERAL, sets=2, repetitions=5, tempo_seconds=2, rest_seconds=0
)
HELD = evolve(DOSE, hold_seconds=15)
TIMED = evolve(DOSE, repetitions=None, tempo_seconds=None, duration_seconds=60)


def under(dose: Dose, *limits: Limit) -> Dose:
    """A dose under a rule with these limits."""
    rule = evolve(RULE, limits=limits)
    reason = Reason(rule=rule, declared=rule.condition, verdict=Verdict.MODIFY, unanswered=(), because_unapplied=None)
    setup = catalog()["cat-cow"].setups[0]
    screened = ScreenedSetup(setup=setup, verdict=Verdict.MODIFY, reasons=(reason,), missing_equipment=())
    return limited(dose, screened, Pace())


def most_repetitions(value: int) -> Limit:
    return Limit(kind=LimitKind.MAX_REPETITIONS, value=value)


def most_seconds(value: int) -> Limit:
    return Limit(kind=LimitKind.MAX_HOLD_SECONDS, value=value)


@pytest.mark.parametrize(
    ("dose", "limit"),
    [
        (DOSE, most_repetitions(10)),
        (HELD, most_seconds(15)),
        (evolve(TIMED, sets=3), most_repetitions(2)),
        (DOSE, most_seconds(1)),
        (DOSE, Limit(kind=LimitKind.MID_RANGE)),
        (DOSE, Limit(kind=LimitKind.NO_LOAD)),
        (DOSE, Limit(kind=LimitKind.CUE, text="Breathe.")),
    ],
    ids=[
        "as many repetitions as it allows, over all sets",
        "as long a hold as it allows",
        "repetitions, of a dose that counts none",
        "a hold, of a dose that has none",
        "another kind",
        "of load",
        "words",
    ],
)
def test_a_dose_within_a_limit_or_not_concerned_by_it_stays_as_it_is(dose: Dose, limit: Limit) -> None:
    assert under(dose, limit) is dose


def test_too_many_repetitions_over_all_sets_become_one_set_of_as_many_as_allowed() -> None:
    assert under(DOSE, most_repetitions(9)) == evolve(DOSE, sets=1, repetitions=5, limited_by=(RULE.id,))
    assert under(DOSE, most_repetitions(4)) == evolve(DOSE, sets=1, repetitions=4, limited_by=(RULE.id,))


def test_several_limits_of_a_rule_all_hold_and_name_it_once() -> None:
    dose = evolve(DOSE, hold_seconds=15)
    held = under(dose, most_seconds(5), most_repetitions(4))
    assert held == evolve(dose, sets=1, repetitions=4, hold_seconds=5, limited_by=(RULE.id,))
