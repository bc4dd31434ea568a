"""Ranges, one amount chosen from them, and the time it takes."""

from typing import Any

import pytest

from tests.model.tiny import a_dosage, a_dose, refused
from thoracic_lib.errors import Fault, InvalidValueError
from thoracic_lib.model.dosage import (
    LIBRARY_DEFAULT,
    Dosage,
    Dose,
    Pace,
    Part,
    Span,
    clock,
    parts,
    seconds,
    slowed,
    total,
)
from thoracic_lib.vocabulary import Laterality

MODES = "needs exactly one of repetitions, duration_seconds and breaths, has "
TEN = Span(minimum=10, maximum=10)


@pytest.mark.parametrize(
    ("span", "low", "high", "text"),
    [
        (Span(minimum=10, maximum=15), 10, 15, "10–15"),
        (Span(minimum=10, maximum=10), 10, 10, "10"),
        (Span(minimum=10), 10, 10, "at least 10"),
        (Span(maximum=10), 5, 10, "up to 10"),
        (Span(maximum=9), 5, 9, "up to 9"),
        (Span(maximum=1), 1, 1, "up to 1"),
        (Span(minimum=30, maximum=45, is_minimum=True), 30, 45, "at least 30–45"),
        (Span(minimum=30, maximum=30, is_minimum=True), 30, 30, "at least 30"),
        (Span(minimum=30, is_minimum=True), 30, 30, "at least 30"),
    ],
    ids=str,
)
def test_a_span_tells_its_ends_and_reads_as_a_person_says_it(span: Span, low: int, high: int, text: str) -> None:
    assert (span.low, span.high, str(span)) == (low, high, text)


@pytest.mark.parametrize(
    ("numerator", "denominator", "amount"), [(0, 2, 10), (1, 2, 13), (2, 2, 15), (1, 5, 11), (1, 100, 11)]
)
def test_an_amount_inside_a_span_is_rounded_up(numerator: int, denominator: int, amount: int) -> None:
    assert Span(minimum=10, maximum=15).at(numerator, denominator) == amount


@pytest.mark.parametrize(
    ("wrong", "path", "reason"),
    [
        ({}, "", "is open at both ends, so it says nothing"),
        ({"is_minimum": True}, "", "is open at both ends, so it says nothing"),
        ({"maximum": 10, "is_minimum": True}, "is_minimum", "needs a minimum"),
        ({"minimum": 11, "maximum": 10}, "minimum", "11 is above the maximum 10"),
        ({"minimum": 0}, "minimum", "must be from 1 to 3600, not 0"),
        ({"maximum": 3_601}, "maximum", "must be from 1 to 3600, not 3601"),
        ({"minimum": "8"}, "minimum", "must be a whole number, not '8'"),
        ({"minimum": True}, "minimum", "must be a whole number, not True"),
        ({"minimum": 2.9}, "minimum", "must be a whole number, not 2.9"),
        ({"minimum": 1, "is_minimum": 1}, "is_minimum", "must be true or false, not 1"),
    ],
)
def test_a_span_that_says_nothing_sensible_is_refused(wrong: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Span(**wrong)
    assert caught.value.faults == (Fault("", path, reason),)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"repetitions": None, "tempo_seconds": None}, [("", f"{MODES}[]")]),
        ({"duration_seconds": TEN}, [("", f"{MODES}['repetitions', 'duration_seconds']")]),
        ({"breaths": TEN}, [("", f"{MODES}['repetitions', 'breaths']")]),
        (
            {"repetitions": None, "tempo_seconds": None, "breaths": TEN, "hold_seconds": TEN},
            [("hold_seconds", "needs repetitions to hold")],
        ),
        ({"tempo_seconds": None}, [("tempo_seconds", "goes with repetitions, and only with them")]),
        (
            {"repetitions": None, "duration_seconds": TEN},
            [("tempo_seconds", "goes with repetitions, and only with them")],
        ),
        ({"default": True}, [("because", "must say why this dosage is the default")]),
        (
            {"basis": LIBRARY_DEFAULT, "inferred": ("sets",)},
            [("basis", "is the library's, so no field can be marked as anything else")],
        ),
        ({"inherited": ("spots",)}, [("inherited", "names 'spots', which this dosage does not give")]),
        ({"inferred": ("basis",)}, [("inferred", "names 'basis', which this dosage does not give")]),
        (
            {"library_default": ("nonsense",)},
            [("library_default", "names 'nonsense', which this dosage does not give")],
        ),
        ({"inherited": ("sets",), "library_default": ("sets",)}, [("basis", "'sets' is marked twice")]),
        (
            {"inherited": ("repetitions", "sets"), "library_default": ("sets",)},
            [("basis", "'sets' is marked twice")],
        ),
        ({"inherited": ("sets", "sets")}, [("inherited", "holds 'sets' twice")]),
        ({"rest_seconds": 601}, [("rest_seconds", "must be from 0 to 600, not 601")]),
        ({"tempo_seconds": 61}, [("tempo_seconds", "must be from 1 to 60, not 61")]),
    ],
)
def test_a_dosage_that_contradicts_itself_is_refused(changes: dict[str, object], faults: list[tuple[str, str]]) -> None:
    assert refused(a_dosage(), **changes) == faults


@pytest.mark.parametrize(
    "name", ["sets", "repetitions", "laterality", "rest_seconds", "tempo_seconds"], ids=lambda name: name
)
def test_every_number_that_is_given_can_be_marked(name: str) -> None:
    assert a_dosage(library_default=(name,)).basis_of(name) == LIBRARY_DEFAULT
    assert a_dosage(inferred=(name,)).basis_of(name) == "src-one"
    assert a_dosage().basis_of(name) == "src-one"


def test_a_default_dosage_says_why() -> None:
    assert refused(a_dosage(), default=True, because="It is the only one.") == []


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"repetitions": None, "tempo_seconds": None}, [("", f"{MODES}[]")]),
        ({"breaths": 3}, [("", f"{MODES}['repetitions', 'breaths']")]),
        ({"duration_seconds": 3}, [("", f"{MODES}['repetitions', 'duration_seconds']")]),
        (
            {"repetitions": None, "tempo_seconds": None, "breaths": 3, "hold_seconds": 5},
            [("hold_seconds", "needs repetitions to hold")],
        ),
        ({"tempo_seconds": None}, [("tempo_seconds", "goes with repetitions, and only with them")]),
        ({"repetitions": None, "breaths": 3}, [("tempo_seconds", "goes with repetitions, and only with them")]),
    ],
)
def test_a_dose_that_contradicts_itself_is_refused(changes: dict[str, object], faults: list[tuple[str, str]]) -> None:
    assert refused(a_dose(), **changes) == faults


def test_a_dosage_gives_its_smallest_middle_and_largest_dose() -> None:
    dosage = a_dosage(hold_seconds=Span(minimum=2, maximum=4), spots=Span(minimum=3, maximum=4))
    assert [(dose.sets, dose.repetitions, dose.hold_seconds, dose.spots) for dose in dosage.doses()] == [
        (1, 5, 2, 3),
        (1, 8, 3, 4),
        (1, 10, 4, 4),
    ]


def test_a_dosage_without_a_range_gives_one_dose() -> None:
    assert a_dosage(repetitions=TEN).doses() == (a_dose(basis="src-one", repetitions=10),)


def test_a_dose_takes_over_everything_else_from_its_dosage() -> None:
    continuous = Dosage(
        basis=LIBRARY_DEFAULT,
        laterality=Laterality.EACH_SIDE,
        sets=Span(minimum=2, maximum=3),
        duration_seconds=Span(minimum=20, maximum=40),
        rest_seconds=15,
    )
    assert continuous.at(2, 2) == Dose(
        basis=LIBRARY_DEFAULT, laterality=Laterality.EACH_SIDE, sets=3, duration_seconds=40, rest_seconds=15
    )


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (a_dose(), "8 repetitions"),
        (a_dose(repetitions=1), "1 repetition"),
        (a_dose(sets=2, hold_seconds=5), "2 × 8 repetitions, 5 s hold"),
        (a_dose(laterality=Laterality.EACH_SIDE), "8 repetitions each side"),
        (a_dose(laterality=Laterality.ALTERNATING), "8 repetitions in all, alternating sides"),
        (a_dose(spots=3, repetitions=None, tempo_seconds=None, breaths=4), "4 breaths at 3 spots"),
        (a_dose(repetitions=None, tempo_seconds=None, breaths=1), "1 breath"),
        (
            a_dose(
                sets=3,
                spots=2,
                laterality=Laterality.EACH_SIDE,
                repetitions=None,
                tempo_seconds=None,
                duration_seconds=75,
            ),
            "3 × 1:15 min at 2 spots each side",
        ),
    ],
    ids=str,
)
def test_a_dose_reads_as_a_person_says_it(dose: Dose, text: str) -> None:
    assert str(dose) == text


def told(dose: Dose, **pace: int) -> list[tuple[str, int]]:
    return [(part.name, part.seconds) for part in parts(dose, Pace(**pace))]


def test_movement_and_holds_are_told_apart() -> None:
    assert told(a_dose(hold_seconds=5)) == [("movement", 32), ("hold", 40)]


def test_each_side_doubles_the_work_once_and_adds_one_change() -> None:
    assert told(a_dose(laterality=Laterality.EACH_SIDE)) == [("movement", 64), ("change of side", 5)]


def test_alternating_sides_are_counted_together() -> None:
    assert told(a_dose(laterality=Laterality.ALTERNATING)) == told(a_dose()) == [("movement", 32)]


def test_spots_multiply_the_work_and_add_the_moves_between_them() -> None:
    assert told(a_dose(spots=3), change_spot=7) == [("movement", 96), ("change of spot", 14)]


def test_rests_lie_between_sets_only() -> None:
    assert told(a_dose(sets=3, rest_seconds=30)) == [("movement", 96), ("rest", 60)]
    assert told(a_dose(sets=1, rest_seconds=30)) == [("movement", 32)]


def test_breaths_take_the_pace_of_a_breath() -> None:
    breathing = a_dose(repetitions=None, tempo_seconds=None, breaths=4, spots=2)
    assert told(breathing, breath=6) == [("breathing", 48), ("change of spot", 5)]


def test_everything_at_once_adds_up_term_by_term() -> None:
    massage = a_dose(
        repetitions=None,
        tempo_seconds=None,
        duration_seconds=30,
        sets=2,
        spots=3,
        laterality=Laterality.EACH_SIDE,
        rest_seconds=20,
    )
    assert told(massage) == [("massage", 360), ("change of spot", 40), ("change of side", 10), ("rest", 20)]
    assert seconds(massage, Pace()) == 430


def test_the_total_of_parts_is_their_sum() -> None:
    assert total([Part(name="a", seconds=1), Part(name="b", seconds=2)]) == 3
    assert total([]) == 0


@pytest.mark.parametrize(("tempo", "slow"), [(4, 6), (6, 6), (9, 9)])
def test_a_slowed_dose_moves_no_faster_than_the_slow_pace(tempo: int, slow: int) -> None:
    assert slowed(a_dose(tempo_seconds=tempo), Pace()) == a_dose(tempo_seconds=slow)


def test_what_has_no_repetitions_cannot_be_slowed() -> None:
    breathing = a_dose(repetitions=None, tempo_seconds=None, breaths=4)
    assert slowed(breathing, Pace()) is breathing


@pytest.mark.parametrize(
    ("length", "text"), [(0, "0:00"), (9, "0:09"), (60, "1:00"), (75, "1:15"), (3_599, "59:59"), (36_000, "600:00")]
)
def test_a_clock_shows_minutes_and_seconds(length: int, text: str) -> None:
    assert clock(length) == text
