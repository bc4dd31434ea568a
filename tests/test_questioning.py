"""What an app should ask before anything is composed, and that the answers go straight into a profile."""

from typing import Any

import pytest
from attrs import evolve

import thoracic_lib as tl
from tests.checked import forged
from thoracic_lib.errors import InvalidValueError, UnknownIdError
from thoracic_lib.questioning import Asked
from thoracic_lib.vocabulary import QuestionKind, RedFlagLevel

CATALOG = tl.catalog()
BEFORE = [flag for flag in CATALOG.red_flags if flag.level is not RedFlagLevel.SESSION_STOP]


def test_everybody_is_asked_the_red_flags_that_come_before_a_session() -> None:
    asked = tl.questions(CATALOG)
    assert [(one.key, one.ask) for one in asked] == [(flag.id, flag.ask) for flag in BEFORE]
    assert {one.kind for one in asked} == {"yes-no"}
    assert all(
        [(choice.value, choice.label) for choice in one.choices] == [("yes", "Yes"), ("no", "No")] for one in asked
    )


def test_what_is_worth_asking_about_a_condition_comes_after_the_red_flags() -> None:
    asked = tl.questions(CATALOG, ["spinal_fusion"])[len(BEFORE) :]
    assert [one.key for one in asked] == [
        "spinal_fusion.recovery_stage",
        "spinal_fusion.restrictions",
        "spinal_fusion.thoracic_fused",
    ]
    assert [choice.value for choice in asked[0].choices] == ["early", "middle", "late"]


def test_each_condition_is_asked_about_in_the_order_given() -> None:
    keys = [one.key for one in tl.questions(CATALOG, ["pregnancy", "scoliosis", "hypertension"])[len(BEFORE) :]]
    assert keys == ["pregnancy.weeks", "hypertension.severity"]


def test_a_number_is_asked_with_its_bounds_and_no_choices() -> None:
    asked = tl.questions(CATALOG, ["pregnancy"])[-1]
    assert (asked.kind, asked.choices, asked.minimum, asked.maximum) == ("number", (), 0, 45)


def test_a_choice_is_asked_without_bounds() -> None:
    asked = tl.questions(CATALOG, ["skin_or_tissue_problem"])[-1]
    assert (asked.kind, asked.minimum, asked.maximum) == ("several", None, None)


def test_only_a_number_is_asked_with_bounds_whatever_the_data_says_of_them() -> None:
    [severity] = [one for one in CATALOG.questions if one.kind is QuestionKind.CHOICE and one.id == "severity"]
    bounded = forged(severity, minimum=1, maximum=2)
    [asked] = tl.questions(forged(CATALOG, questions=(bounded,)), [severity.conditions[0]])[len(BEFORE) :]
    assert (asked.kind, asked.minimum, asked.maximum) == ("choice", None, None)


@pytest.mark.parametrize(("minimum", "maximum"), [(0, 0), (10_000, 10_000), (None, None)])
def test_the_bounds_of_a_question_are_up_to_ten_thousand(minimum: int | None, maximum: int | None) -> None:
    asked = Asked(key="many", ask="How many?", kind="number", choices=(), minimum=minimum, maximum=maximum)
    assert (asked.minimum, asked.maximum) == (minimum, maximum)


@pytest.mark.parametrize("wrong", [-1, 10_001, 1.0])
@pytest.mark.parametrize("bound", ["minimum", "maximum"])
def test_a_bound_outside_of_that_is_refused(bound: str, wrong: Any) -> None:  # noqa: ANN401 - wrong kinds are tried too
    with pytest.raises(InvalidValueError, match=bound):
        Asked(key="many", ask="How many?", kind="number", choices=(), **{bound: wrong})


def test_an_unknown_condition_raises_with_the_nearest() -> None:
    with pytest.raises(UnknownIdError) as caught:
        tl.questions(CATALOG, ["pregnancy", "glaucomma"])
    assert caught.value.nearest == ("glaucoma",)


@pytest.mark.parametrize("condition", [condition.id for condition in CATALOG.conditions])
def test_every_answer_that_is_offered_is_accepted_by_profile(condition: str) -> None:
    for asked in tl.questions(CATALOG, [condition])[len(BEFORE) :]:
        offered: list[str | int] = [choice.value for choice in asked.choices]
        if asked.kind == QuestionKind.NUMBER:
            offered = [asked.minimum or 0, asked.maximum or 0]
        assert len(offered) > 1
        for value in offered:
            profile = tl.profile(conditions=[condition], answers={asked.key: value})
            assert len(profile.answers) == 1


def test_every_red_flag_that_is_asked_is_accepted_by_profile() -> None:
    profile = tl.profile(red_flags={asked.key: False for asked in tl.questions(CATALOG)})
    assert tl.screen(CATALOG, evolve(profile, conditions=frozenset())).banners == ()
