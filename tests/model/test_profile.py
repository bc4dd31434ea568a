"""What a person has and declares."""

import pytest

from tests.model.tiny import refused
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.vocabulary import Position

A1, A2, B1 = (
    Answer(condition=condition, question=question, number=1)
    for condition, question in (("a", "p"), ("a", "q"), ("b", "p"))
)
BOTH = Profile(conditions=frozenset({"a", "b"}))
SORTED_ANSWERS = ("answers", "must stand once each, sorted by condition and question")
SORTED_FLAGS = ("red_flags", "must stand once each, sorted by id")
F1, F2 = FlagAnswer(flag="F1", present=True), FlagAnswer(flag="F2", present=False)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"number": None}, [("choices", "must be given, or a number, and not both")]),
        ({"choices": ("yes",)}, [("choices", "must be given, or a number, and not both")]),
        ({"choices": ("yes",), "number": None}, []),
        ({"number": 0}, []),
        ({"number": "8"}, [("number", "must be a whole number, not '8'")]),
    ],
)
def test_an_answer_is_choices_or_a_number(changes: dict[str, object], faults: list[tuple[str, str]]) -> None:
    assert refused(A1, **changes) == faults


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"answers": (A1, A2, B1)}, []),
        ({"answers": (A2, A1)}, [SORTED_ANSWERS]),
        ({"answers": (B1, A1)}, [SORTED_ANSWERS]),
        ({"answers": (A1, A1)}, [SORTED_ANSWERS]),
        ({"red_flags": (F1, F2)}, []),
        ({"red_flags": (F2, F1)}, [SORTED_FLAGS]),
        ({"red_flags": (F1, FlagAnswer(flag="F1", present=False))}, [SORTED_FLAGS]),
        ({"conditions": None, "answers": (A1,)}, [("answers", "answer 'p' for 'a', not declared")]),
        ({"conditions": frozenset({"b"}), "answers": (A1,)}, [("answers", "answer 'p' for 'a', not declared")]),
        (
            {"equipment": frozenset({"wall", "floor", "chair"}), "without": frozenset({"wall", "floor"})},
            [("without", "names floor, wall, which the equipment has too")],
        ),
        ({"conditions": ("a",)}, [("conditions", "must be a frozenset, not a list")]),
        (
            {"conditions": frozenset({"no such"})},
            [("conditions", "must be an id of letters, digits, hyphens and underscores, not 'no such'")],
        ),
        ({"avoid_positions": frozenset({"seated"})}, [("avoid_positions", "must be a Position, not 'seated'")]),
        ({"avoid_positions": frozenset({Position.SEATED})}, []),
    ],
)
def test_a_profile_that_contradicts_itself_is_refused(
    changes: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert refused(BOTH, **changes) == faults


def test_all_contradictions_of_a_profile_are_told_at_once() -> None:
    faults = refused(BOTH, conditions=None, answers=(A2, A1), red_flags=(F2, F1))
    assert [path for path, _ in faults] == ["answers", "red_flags", "answers", "answers"]


def test_an_answer_is_looked_up_by_condition_and_question() -> None:
    profile = Profile(conditions=frozenset({"a", "b"}), answers=(A2, B1))
    assert profile.answer("a", "q") is A2
    assert profile.answer("b", "p") is B1
    assert profile.answer("a", "p") is None
    assert profile.answer("b", "q") is None


def test_a_flag_is_yes_no_or_not_asked() -> None:
    profile = Profile(red_flags=(F1, F2))
    assert (profile.flag("F1"), profile.flag("F2"), profile.flag("F3")) == (True, False, None)


def test_not_asked_is_not_the_same_as_none() -> None:
    assert Profile(conditions=None) != Profile(conditions=frozenset())


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        (Profile(), "<Profile equipment: none; conditions: not asked>"),
        (Profile(conditions=frozenset()), "<Profile equipment: none; conditions: none>"),
        (
            Profile(equipment=frozenset({"chair", "box"}), conditions=frozenset({"b", "a"})),
            "<Profile equipment: box, chair; conditions: a, b>",
        ),
    ],
)
def test_a_profile_reads_in_one_line(profile: Profile, text: str) -> None:
    assert repr(profile) == text
