"""`profile` makes a profile from what people type: everything is resolved, or refused with what was wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib.errors import (
    AmbiguousTermError,
    Fault,
    InvalidValueError,
    RefusedTermError,
    UnknownIdError,
    UnknownTermError,
)
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.profiles import parse_answer
from thoracic_lib.vocabulary import Position

CATALOG = tl.catalog()
SITES = "skin_or_tissue_problem.affected_sites"


def the_answer(condition: str, key: str, value: Any) -> Answer:  # noqa: ANN401 - wrong kinds are tried too
    (answer,) = tl.profile(conditions=[condition], answers={key: value}).answers
    return answer


def test_everything_that_is_typed_is_resolved_to_ids() -> None:
    profile = tl.profile(
        equipment=["Foam rollers", "broom handle"],
        without=["door frame"],
        conditions=["T12 compression, knee pain", "20 weeks pregnant"],
        answers={"pregnancy.weeks": 20},
        cleared=["broken back"],
        red_flags={"RF02": False, "RF01": True},
        avoid_positions=["prone"],
        avoid=["Cat-cow"],
    )
    assert profile == Profile(
        equipment=frozenset({"foam-roller", "stick"}),
        without=frozenset({"doorway"}),
        conditions=frozenset({"vertebral_compression_fracture", "knee_pain_kneeling", "pregnancy"}),
        answers=(Answer(condition="pregnancy", question="weeks", number=20),),
        cleared=frozenset({"vertebral_fracture"}),
        red_flags=(FlagAnswer(flag="RF01", present=True), FlagAnswer(flag="RF02", present=False)),
        avoid_positions=frozenset({Position.PRONE}),
        avoid_exercises=frozenset({"cat-cow"}),
    )


def test_not_asked_is_told_apart_from_none() -> None:
    assert tl.profile().conditions is None
    assert tl.profile(conditions=[]).conditions == frozenset()


def test_nothing_said_is_an_empty_profile() -> None:
    assert tl.profile() == Profile()


@pytest.mark.parametrize("name", ["equipment", "without", "conditions", "cleared", "avoid_positions", "avoid"])
def test_a_bare_text_where_a_list_is_asked_is_refused(name: str) -> None:
    wrong: dict[str, Any] = {name: "floor"}
    with pytest.raises(InvalidValueError) as caught:
        tl.profile(**wrong)
    assert caught.value.kind == "Profile"
    assert caught.value.faults == (Fault("", name, "must be a list of texts, not one text"),)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        pytest.param({"equipment": ["xyzzy"]}, UnknownTermError, id="equipment"),
        pytest.param({"without": ["xyzzy"]}, UnknownTermError, id="without"),
        pytest.param({"conditions": ["xyzzy"]}, UnknownTermError, id="conditions"),
        pytest.param({"conditions": ["osteoporosis", ""]}, UnknownTermError, id="an empty condition"),
        pytest.param({"conditions": ["EDS"]}, AmbiguousTermError, id="an ambiguous condition"),
        pytest.param({"conditions": ["no osteoporosis"]}, RefusedTermError, id="a denial"),
        pytest.param({"cleared": ["xyzzy"]}, UnknownTermError, id="cleared"),
        pytest.param({"red_flags": {"RF99": True}}, UnknownIdError, id="red flag"),
        pytest.param({"avoid_positions": ["handstand"]}, UnknownTermError, id="position"),
        pytest.param({"avoid": ["xyzzy"]}, UnknownTermError, id="exercise"),
        pytest.param({"answers": {"xyzzy.weeks": 3}}, UnknownIdError, id="an answer about an unknown condition"),
        pytest.param({"answers": {"pregnancy.xyzzy": 3}}, UnknownIdError, id="an answer to an unknown question"),
        pytest.param({"equipment": ["floor"], "without": ["floor"]}, InvalidValueError, id="both had and lacking"),
    ],
)
def test_what_cannot_be_resolved_is_refused(wrong: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        tl.profile(**wrong)


def test_an_unknown_position_raises_with_all_of_them() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.profile(avoid_positions=["handstand"])
    assert (caught.value.kind, caught.value.term, caught.value.nearest) == ("position", "handstand", tuple(Position))


@pytest.mark.parametrize("flag", [flag.id for flag in CATALOG.red_flags])
def test_cleared_may_name_a_red_flag(flag: str) -> None:
    assert tl.profile(cleared=[flag]).cleared == {flag}


def test_cleared_may_name_several_conditions_in_one_text() -> None:
    assert tl.profile(cleared=["heart attack, pacemaker"]).cleared == {"heart_condition", "cardiac_device"}


@pytest.mark.parametrize("value", [0, 20, 45, "0", "20", "045"])
def test_a_number_is_taken_as_a_whole_number_or_its_digits(value: int | str) -> None:
    assert the_answer("pregnancy", "pregnancy.weeks", value).number == int(value)


@pytest.mark.parametrize(
    "value", [-1, 46, True, 20.0, "20.5", "-3", "", "twenty", " 20", "٢٠", "99999", None, ["20"]], ids=repr
)
def test_what_is_no_such_number_is_refused_with_the_bounds(value: object) -> None:
    with pytest.raises(InvalidValueError, match="weeks: takes a whole number from 0 to 45"):
        the_answer("pregnancy", "pregnancy.weeks", value)


@pytest.mark.parametrize("value", ["late", ["late"], ("late",), " late "], ids=repr)
def test_a_choice_is_taken_as_a_text_or_as_the_only_one_of_a_list(value: object) -> None:
    assert the_answer("spinal_fusion", "spinal_fusion.recovery_stage", value).choices == ("late",)


@pytest.mark.parametrize("value", ["later", "LATE", "", 3, True, ["late", "later"]], ids=repr)
def test_what_is_no_choice_is_refused_with_the_choices(value: object) -> None:
    with pytest.raises(InvalidValueError) as caught:
        the_answer("spinal_fusion", "spinal_fusion.recovery_stage", value)
    first = value[1] if isinstance(value, list) else value
    told = f"takes early, middle, late, not {str(first)!r}"
    assert caught.value.kind == "Answer"
    assert caught.value.faults == (Fault("", "recovery_stage", told),)


@pytest.mark.parametrize("value", ["early,late", ["early", "late"], [], ["late", "late"]], ids=repr)
def test_a_choice_takes_exactly_one_answer(value: object) -> None:
    with pytest.raises(InvalidValueError, match="recovery_stage: takes one answer"):
        the_answer("spinal_fusion", "spinal_fusion.recovery_stage", value)


@pytest.mark.parametrize(
    "value",
    ["back,abdomen", "back, abdomen", ["back", "abdomen"], {"abdomen", "back"}],
    ids=["tight", "spaced", "list", "set"],
)
def test_several_answers_are_taken_as_a_list_or_between_commas(value: object) -> None:
    assert the_answer("skin_or_tissue_problem", SITES, value).choices == ("abdomen", "back")


@pytest.mark.parametrize(
    ("value", "told"),
    [("back,knee", "not 'knee'"), ([], "must be given"), (["back", "back"], "twice|once|repeat|more than")],
    ids=repr,
)
def test_several_answers_that_are_none_or_unknown_or_repeated_are_refused(value: object, told: str) -> None:
    with pytest.raises(InvalidValueError, match=told):
        the_answer("skin_or_tissue_problem", SITES, value)


def test_an_answer_must_name_its_condition() -> None:
    with pytest.raises(InvalidValueError) as caught:
        tl.profile(conditions=["pregnancy"], answers={"weeks": 20})
    told = "must be named condition.question, such as pregnancy.weeks"
    assert caught.value.faults == (Fault("", "weeks", told),)


def test_the_last_dot_divides_a_condition_from_its_question() -> None:
    with pytest.raises(UnknownIdError) as caught:
        tl.profile(conditions=["pregnancy"], answers={"pregnancy.now.weeks": 20})
    assert caught.value.id == "pregnancy.now"


@pytest.mark.parametrize(("least", "most", "number"), [(5, 45, 4), (0, 0, 1)], ids=["below the least", "above nothing"])
def test_a_number_outside_the_bounds_of_its_question_is_refused(least: int, most: int, number: int) -> None:
    weeks = evolve(CATALOG.question("weeks"), minimum=least, maximum=most)
    own = evolve(CATALOG, questions=tuple(weeks if one.id == "weeks" else one for one in CATALOG.questions))
    with pytest.raises(InvalidValueError, match=f"takes a whole number from {least} to {most}, not {number}"):
        parse_answer(own, "pregnancy", "weeks", number)


def test_an_answer_about_what_is_not_declared_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="not declared"):
        tl.profile(conditions=["scoliosis"], answers={"pregnancy.weeks": 20})
    with pytest.raises(InvalidValueError, match="not declared"):
        tl.profile(answers={"pregnancy.weeks": 20})


def test_a_question_that_is_not_asked_about_the_condition_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="weeks: is not asked about 'scoliosis'"):
        parse_answer(CATALOG, "scoliosis", "weeks", 20)


def test_answers_and_red_flags_are_kept_in_one_order() -> None:
    answers: dict[str, str | int] = {
        "pregnancy.weeks": 3,
        "spinal_fusion.restrictions": "none",
        "heart_condition.severity": "controlled_or_small",
        "spinal_fusion.recovery_stage": "late",
    }
    flags = {"RF09": False, "RF02": True}

    def made(order: Callable[[Any], Any]) -> Profile:
        return tl.profile(
            conditions=["pregnancy", "angina", "spinal fusion"],
            answers=dict(order(list(answers.items()))),
            red_flags=dict(order(list(flags.items()))),
        )

    assert made(sorted) == made(reversed) == made(list)


def test_a_catalog_of_ones_own_knows_its_own_words() -> None:
    beanbag = evolve(CATALOG.item("ball"), id="beanbag", name="Beanbag", aliases=("bean bag",))
    own = evolve(CATALOG, equipment=(*CATALOG.equipment, beanbag))
    assert tl.profile(equipment=["bean bags"], catalog=own).equipment == {"beanbag"}
    with pytest.raises(UnknownTermError):
        tl.profile(equipment=["bean bags"])
