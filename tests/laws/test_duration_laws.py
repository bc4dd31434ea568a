"""Ranges, doses and the time they take: laws that hold for all of them."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import dosages, doses, paces, spans
from thoracic_lib.model.dosage import Dosage, Dose, Pace, Span, clock, parts, seconds, slowed, total
from thoracic_lib.vocabulary import Laterality

laws = settings(max_examples=50, deadline=None)


def by_name(dose: Dose, pace: Pace) -> dict[str, int]:
    return {part.name: part.seconds for part in parts(dose, pace)}


def lived_through(dose: Dose, pace: Pace) -> dict[str, int]:
    """The same terms, by doing the dose one set, side, spot and repetition after the other."""
    spent = dict.fromkeys(("movement", "hold", "massage", "breathing", "change of spot", "change of side", "rest"), 0)
    for set_number in range(dose.sets):
        spent["rest"] += dose.rest_seconds if set_number else 0
        for side in range(2 if dose.laterality is Laterality.EACH_SIDE else 1):
            spent["change of side"] += pace.change_side if side else 0
            for spot in range(dose.spots):
                spent["change of spot"] += pace.change_spot if spot else 0
                for _ in range(dose.repetitions or 0):
                    spent["movement"] += dose.tempo_seconds or 0
                    spent["hold"] += dose.hold_seconds or 0
                for _ in range(dose.breaths or 0):
                    spent["breathing"] += pace.breath
                spent["massage"] += dose.duration_seconds or 0
    return {name: length for name, length in spent.items() if length}


@laws
@given(doses(), paces())
def test_every_term_is_the_time_of_doing_it(dose: Dose, pace: Pace) -> None:
    assert by_name(dose, pace) == lived_through(dose, pace)


@laws
@given(doses(), paces())
def test_the_parts_sum_to_the_seconds(dose: Dose, pace: Pace) -> None:
    terms = parts(dose, pace)
    assert seconds(dose, pace) == sum(part.seconds for part in terms) == total(terms)
    assert len({part.name for part in terms}) == len(terms)
    assert all(part.seconds > 0 for part in terms)


@laws
@given(doses(), paces())
def test_each_side_doubles_the_work_exactly_once(dose: Dose, pace: Pace) -> None:
    once = by_name(evolve(dose, laterality=Laterality.BILATERAL), pace)
    twice = by_name(evolve(dose, laterality=Laterality.EACH_SIDE), pace)
    rest, change = once.pop("rest", 0), twice.pop("change of side", 0)
    assert twice.pop("rest", 0) == rest
    assert change == dose.sets * pace.change_side
    assert twice == {name: 2 * length for name, length in once.items()}


@laws
@given(doses(), paces())
def test_alternating_takes_as_long_as_both_sides_at_a_time(dose: Dose, pace: Pace) -> None:
    alternating = evolve(dose, laterality=Laterality.ALTERNATING)
    bilateral = evolve(dose, laterality=Laterality.BILATERAL)
    assert parts(alternating, pace) == parts(bilateral, pace)


WORK = ("movement", "hold", "massage", "breathing")


@laws
@given(doses(), paces())
def test_spots_multiply_the_work(dose: Dose, pace: Pace) -> None:
    at_one = by_name(evolve(dose, spots=1), pace)
    at_all = by_name(dose, pace)
    assert [at_all.get(name, 0) for name in WORK] == [dose.spots * at_one.get(name, 0) for name in WORK]
    assert "change of spot" not in at_one


@laws
@given(doses(), paces())
def test_sets_multiply_everything_but_the_rests_between_them(dose: Dose, pace: Pace) -> None:
    one = seconds(evolve(dose, sets=1), pace)
    assert seconds(dose, pace) == dose.sets * one + (dose.sets - 1) * dose.rest_seconds


RANGES = ("sets", "repetitions", "hold_seconds", "duration_seconds", "breaths", "spots")


@pytest.mark.parametrize("name", [*RANGES, "tempo_seconds", "rest_seconds"])
def test_more_of_anything_never_takes_less_time(name: str) -> None:
    @laws
    @given(doses(), paces(), st.integers(1, 10))
    def law(dose: Dose, pace: Pace, more: int) -> None:
        amount = getattr(dose, name)
        if amount is not None:
            longer = seconds(evolve(dose, **{name: amount + more}), pace)
            assert longer >= seconds(dose, pace)
            assert longer > seconds(dose, pace) or name == "rest_seconds"

    law()


@pytest.mark.parametrize("name", ["change_side", "change_spot", "breath"])
def test_a_slower_pace_never_takes_less_time(name: str) -> None:
    @laws
    @given(doses(), paces(), st.integers(1, 10))
    def law(dose: Dose, pace: Pace, more: int) -> None:
        slower = evolve(pace, **{name: getattr(pace, name) + more})
        assert seconds(dose, slower) >= seconds(dose, pace)

    law()


@laws
@given(doses(), paces(), paces())
def test_only_breaths_and_changes_of_a_pace_count(dose: Dose, pace: Pace, other: Pace) -> None:
    same = evolve(other, breath=pace.breath, change_side=pace.change_side, change_spot=pace.change_spot)
    assert parts(dose, same) == parts(dose, pace)


@laws
@given(doses(), paces())
def test_slowing_never_speeds_up_and_changes_nothing_the_second_time(dose: Dose, pace: Pace) -> None:
    slow = slowed(dose, pace)
    assert slow.tempo_seconds == (dose.tempo_seconds and max(dose.tempo_seconds, pace.slow_repetition))
    assert evolve(slow, tempo_seconds=dose.tempo_seconds) == dose
    assert slowed(slow, pace) == slow


@laws
@given(doses())
def test_the_text_of_a_dose_tells_its_amount(dose: Dose) -> None:
    told = str(dose)
    assert "None" not in told
    assert ("each side" in told) is (dose.laterality is Laterality.EACH_SIDE)
    assert ("alternating" in told) is (dose.laterality is Laterality.ALTERNATING)
    assert (f"{dose.sets} ×" in told) is (dose.sets > 1)
    assert (f"at {dose.spots} spots" in told) is (dose.spots > 1)
    assert (f"{dose.hold_seconds} s hold" in told) is (dose.hold_seconds is not None)


@laws
@given(spans(3_600))
def test_a_span_lies_between_its_ends(span: Span) -> None:
    assert 1 <= span.low <= span.high
    assert span.minimum in {None, span.low}
    assert span.maximum in {None, span.high}
    assert span.minimum is not None or 2 * span.low in {span.high, span.high + 1}
    assert span.maximum is not None or span.low == span.high


@laws
@given(spans(3_600), st.integers(1, 50), st.data())
def test_an_amount_lies_its_way_through_the_span_rounded_up(span: Span, denominator: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, denominator))
    amount = span.at(numerator, denominator)
    way = numerator * (span.high - span.low)
    assert (span.at(0, denominator), span.at(denominator, denominator)) == (span.low, span.high)
    assert 0 <= (amount - span.low) * denominator - way < denominator


@laws
@given(dosages())
def test_the_doses_of_a_dosage_are_distinct_and_grow(dosage: Dosage) -> None:
    chosen = dosage.doses()
    lengths = [seconds(dose, Pace()) for dose in chosen]
    assert 1 <= len(chosen) <= 3
    assert len(set(chosen)) == len(chosen)
    assert lengths == sorted(lengths)
    assert (chosen[0], chosen[-1]) == (dosage.at(0, 1), dosage.at(1, 1))


@laws
@given(dosages())
def test_a_dose_stays_inside_the_ranges_of_its_dosage(dosage: Dosage) -> None:
    for dose in dosage.doses():
        for name in RANGES:
            span, amount = getattr(dosage, name), getattr(dose, name)
            if span is None:
                assert amount == (1 if name == "spots" else None)
            else:
                assert span.low <= amount <= span.high
        for name in ("basis", "laterality", "tempo_seconds", "rest_seconds"):
            assert getattr(dose, name) == getattr(dosage, name)
        assert dose.limited_by == ()


@laws
@given(st.integers(0, 1_000_000))
def test_a_clock_can_be_read_back(length: int) -> None:
    minutes, rest = clock(length).split(":")
    assert len(rest) == 2
    assert int(rest) < 60
    assert int(minutes) * 60 + int(rest) == length
