"""What each field of a dosage, a dose and a pace takes, and what it is when nobody says."""

from typing import Any

import pytest

from tests.model.tiny import a_dosage, a_dose, refused
from thoracic_lib.model.dosage import LIBRARY_DEFAULT, Dosage, Dose, Pace, Part, Span
from thoracic_lib.model.values import Value
from thoracic_lib.vocabulary import Laterality

TEN = Span(minimum=10, maximum=10)
UNCOUNTED: dict[str, Any] = {"repetitions": None, "tempo_seconds": None}
BREATHING = a_dosage(**UNCOUNTED, breaths=TEN)
TIMED = a_dosage(**UNCOUNTED, duration_seconds=TEN)
PART = Part(name="rest", seconds=1)

RANGES: list[tuple[Value, str, int, int]] = [
    (Span(minimum=1), "minimum", 1, 3_600),
    (Span(maximum=1), "maximum", 1, 3_600),
    (a_dosage(), "tempo_seconds", 1, 60),
    (a_dosage(), "rest_seconds", 0, 600),
    (a_dose(), "sets", 1, 3_600),
    (a_dose(), "repetitions", 1, 3_600),
    (a_dose(), "hold_seconds", 1, 3_600),
    (a_dose(**UNCOUNTED, duration_seconds=1), "duration_seconds", 1, 3_600),
    (a_dose(**UNCOUNTED, breaths=1), "breaths", 1, 3_600),
    (a_dose(), "spots", 1, 3_600),
    (a_dose(), "tempo_seconds", 1, 3_600),
    (a_dose(), "rest_seconds", 0, 600),
    (Pace(), "set_up", 0, 600),
    (Pace(), "change_position", 0, 600),
    (Pace(), "change_equipment", 0, 600),
    (Pace(), "change_side", 0, 600),
    (Pace(), "change_spot", 0, 600),
    (Pace(), "breath", 1, 60),
    (Pace(), "slow_repetition", 1, 60),
    (PART, "seconds", 0, 1_000_000),
]


@pytest.mark.parametrize(
    ("value", "name", "least", "most"), RANGES, ids=[f"{type(value).__name__}.{name}" for value, name, *_ in RANGES]
)
def test_a_number_is_taken_from_its_least_to_its_most(value: Value, name: str, least: int, most: int) -> None:
    assert refused(value, **{name: least}) == refused(value, **{name: most}) == []
    for wrong in (least - 1, most + 1):
        assert refused(value, **{name: wrong}) == [(name, f"must be from {least} to {most}, not {wrong}")]
    assert refused(value, **{name: "8"}) == [(name, "must be a whole number, not '8'")]


KINDS: list[tuple[Value, str, object, str]] = [
    (Span(minimum=1), "is_minimum", None, "must be true or false, not None"),
    (a_dosage(), "basis", None, "must be a text, not None"),
    (a_dosage(), "basis", " ", "must not be empty"),
    (a_dosage(), "laterality", "bilateral", "must be a Laterality, not 'bilateral'"),
    (a_dosage(), "sets", None, "must be a Span, not None"),
    (a_dosage(), "sets", 1, "must be a Span, not 1"),
    (a_dosage(), "repetitions", 8, "must be a Span, not 8"),
    (a_dosage(), "hold_seconds", 8, "must be a Span, not 8"),
    (TIMED, "duration_seconds", 8, "must be a Span, not 8"),
    (BREATHING, "breaths", 8, "must be a Span, not 8"),
    (a_dosage(), "spots", 8, "must be a Span, not 8"),
    (a_dosage(), "rest_seconds", None, "must be a whole number, not None"),
    (a_dosage(), "default", None, "must be true or false, not None"),
    (a_dosage(), "because", 8, "must be a text, not 8"),
    (a_dosage(), "because", "", "must not be empty"),
    (a_dosage(), "frequency", 8, "must be a text, not 8"),
    (a_dosage(), "frequency", "", "must not be empty"),
    (a_dosage(), "inherited", None, "must be a tuple, not None"),
    (a_dosage(), "inherited", ("a b",), "item 0 must be an id of letters, digits, hyphens and underscores, not 'a b'"),
    (a_dosage(), "inherited", ("sets", "sets"), "holds 'sets' twice"),
    (a_dosage(), "inferred", None, "must be a tuple, not None"),
    (a_dosage(), "inferred", ("a b",), "item 0 must be an id of letters, digits, hyphens and underscores, not 'a b'"),
    (a_dosage(), "inferred", ("sets", "sets"), "holds 'sets' twice"),
    (a_dosage(), "library_default", None, "must be a tuple, not None"),
    (a_dosage(), "library_default", (8,), "item 0 must be a text, not 8"),
    (a_dosage(), "library_default", ("sets", "sets"), "holds 'sets' twice"),
    (a_dosage(), "note", 8, "must be a text, not 8"),
    (a_dosage(), "note", "", "must not be empty"),
    (a_dosage(), "open_readings", None, "must be a tuple, not None"),
    (a_dosage(), "open_readings", ("Or so.", ""), "item 1 must not be empty"),
    (a_dose(), "basis", None, "must be a text, not None"),
    (a_dose(), "basis", "", "must not be empty"),
    (a_dose(), "laterality", "bilateral", "must be a Laterality, not 'bilateral'"),
    (a_dose(), "sets", None, "must be a whole number, not None"),
    (a_dose(), "spots", None, "must be a whole number, not None"),
    (a_dose(), "rest_seconds", None, "must be a whole number, not None"),
    (a_dose(), "limited_by", None, "must be a tuple, not None"),
    (a_dose(), "limited_by", ("",), "item 0 must be an id of letters, digits, hyphens and underscores, not ''"),
    (a_dose(), "limited_by", ("R1", "R1"), "holds 'R1' twice"),
    (PART, "name", None, "must be a text, not None"),
    (PART, "name", "", "must not be empty"),
    (PART, "seconds", None, "must be a whole number, not None"),
]


@pytest.mark.parametrize(
    ("value", "name", "wrong", "reason"),
    KINDS,
    ids=[f"{type(value).__name__}.{name} = {wrong!r}" for value, name, wrong, _ in KINDS],
)
def test_a_field_takes_nothing_but_its_own_kind(value: Value, name: str, wrong: object, reason: str) -> None:
    assert refused(value, **{name: wrong}) == [(name, reason)]


def test_the_same_open_reading_may_be_told_of_twice() -> None:
    assert refused(a_dosage(), open_readings=("Or so.", "Or so.")) == []


def held(value: Value) -> dict[str, Any]:
    """What stands in each field."""
    return {name: getattr(value, name) for name in type(value).__checks__}


def test_an_end_of_a_span_is_open_and_no_minimum_until_somebody_says_so() -> None:
    assert held(Span(minimum=1)) == {"minimum": 1, "maximum": None, "is_minimum": False}
    assert held(Span(maximum=1)) == {"minimum": None, "maximum": 1, "is_minimum": False}


def test_a_dosage_gives_nothing_that_nobody_gave() -> None:
    given: dict[str, Any] = {"basis": "src-one", "laterality": Laterality.BILATERAL, "sets": TEN, "rest_seconds": 0}
    nothing = dict.fromkeys(["repetitions", "hold_seconds", "duration_seconds", "spots", "tempo_seconds"])
    unsaid = {**nothing, **dict.fromkeys(["because", "frequency", "note"]), "default": False}
    lists = dict.fromkeys(["inherited", "inferred", "library_default", "open_readings"], ())
    assert held(Dosage(**given, breaths=TEN)) == {**given, **unsaid, **lists, "breaths": TEN}
    assert Dosage(**given, duration_seconds=TEN).breaths is None


def test_a_dose_is_at_one_spot_and_not_held_back_until_somebody_says_so() -> None:
    given: dict[str, Any] = {"basis": "src-one", "laterality": Laterality.BILATERAL, "sets": 1, "rest_seconds": 0}
    nothing = dict.fromkeys(["repetitions", "hold_seconds", "duration_seconds", "tempo_seconds"])
    assert held(Dose(**given, breaths=3)) == {**given, **nothing, "breaths": 3, "spots": 1, "limited_by": ()}
    assert Dose(**given, duration_seconds=3).breaths is None


def test_the_pace_of_the_library_is_this_one() -> None:
    assert held(Pace()) == {
        "set_up": 10,
        "change_position": 10,
        "change_equipment": 10,
        "change_side": 5,
        "change_spot": 5,
        "breath": 5,
        "slow_repetition": 6,
    }


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        (Dosage, {"basis", "laterality", "sets", "rest_seconds"}),
        (Dose, {"basis", "laterality", "sets", "rest_seconds"}),
        (Part, {"name", "seconds"}),
    ],
    ids=["Dosage", "Dose", "Part"],
)
def test_what_has_no_default_has_to_be_given(kind: type[Value], needed: set[str]) -> None:
    given = held({Dosage: a_dosage(), Dose: a_dose(), Part: PART}[kind])
    for name in needed:
        with pytest.raises(TypeError, match=f"'{name}'"):
            kind(**{other: value for other, value in given.items() if other != name})


@pytest.mark.parametrize("dosage", [a_dosage(hold_seconds=TEN, spots=TEN), TIMED, BREATHING], ids=str)
def test_every_amount_that_a_dosage_gives_can_be_marked(dosage: Dosage) -> None:
    names = (
        "breaths",
        "duration_seconds",
        "hold_seconds",
        "laterality",
        "repetitions",
        "rest_seconds",
        "sets",
        "spots",
    )
    for name in (*names, "tempo_seconds"):
        faults = refused(dosage, inferred=(name,))
        absent = [("inferred", f"names {name!r}, which this dosage does not give")]
        assert faults == ([] if getattr(dosage, name) is not None else absent)


def test_the_basis_of_what_no_source_gives_is_told_in_these_words() -> None:
    assert LIBRARY_DEFAULT == "library default"
    assert a_dosage(library_default=("sets",)).basis_of("sets") == "library default"
