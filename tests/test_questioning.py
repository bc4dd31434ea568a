"""What an app should ask before anything is composed, and that the answers go straight into a profile."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from attrs import evolve

import thoracic_lib as tl
from tests.checked import forged
from thoracic_lib.errors import InvalidValueError, UnknownIdError
from thoracic_lib.masking import Masks
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Question
from thoracic_lib.model.profile import Answer
from thoracic_lib.questioning import Asked
from thoracic_lib.vocabulary import QuestionKind, RedFlagLevel, Verdict

CATALOG = tl.catalog()
ASKED = [(condition, question) for question in CATALOG.questions for condition in question.conditions]
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


def matters(catalog: Catalog, condition: str, question: Question) -> bool:
    """Whether an answer to a question changes the verdict on some setup, or the gate, beside some other answers."""
    masks = Masks.of(catalog)
    others = [one for one in catalog.questions if condition in one.conditions and one is not question]
    for beside in product(*(tuple(answers(condition, other)) for other in others)):
        told = set()
        for answer in answers(condition, question):
            given = tuple(one for one in (answer, *beside) if one is not None)
            profile = tl.Profile(
                conditions=frozenset({condition}), answers=tuple(sorted(given, key=lambda one: one.question))
            )
            told.add((masks.verdicts(masks.firing(profile)), masks.locked(profile)))
        if len(told) > 1:
            return True
    return False


def answers(condition: str, question: Question) -> Iterator[Answer | None]:
    """No answer, then each by itself."""
    yield None
    if question.kind is QuestionKind.NUMBER:
        for number in range(question.minimum or 0, (question.maximum or 0) + 1):
            yield Answer(condition=condition, question=question.id, number=number)
    for value in question.values:
        yield Answer(condition=condition, question=question.id, choices=(value,))


@pytest.mark.parametrize(("condition", "question"), ASKED, ids=[f"{name}.{one.id}" for name, one in ASKED])
def test_nothing_is_asked_in_vain(condition: str, question: Question) -> None:
    assert matters(CATALOG, condition, question)


def test_a_question_that_no_rule_reads_is_asked_in_vain() -> None:
    side = CATALOG.question("affected_side")
    deaf = evolve(side, conditions=("scoliosis",))
    questions = tuple(deaf if one is side else one for one in CATALOG.questions)
    rules = tuple(
        evolve(rule, when=()) if any(w.question == side.id for w in rule.when) else rule for rule in CATALOG.rules
    )
    assert not matters(evolve(CATALOG, questions=questions, rules=rules), "scoliosis", deaf)


def test_a_device_with_a_side_leaves_the_ball_on_the_other_side_and_nothing_else_that_presses_on_the_chest() -> None:
    pressing = [
        (exercise.id, setup.id)
        for exercise in CATALOG.exercises
        for setup in exercise.setups
        if "pressure_chest_front" in setup.demands
    ]

    def left(**answers: str) -> dict[tuple[str, str], str]:
        profile = tl.profile(conditions=["pacemaker"], answers={f"cardiac_device.{k}": v for k, v in answers.items()})
        screening = tl.screen(CATALOG, profile)
        found = {(e, setup.setup.id): str(setup.verdict) for e, _ in pressing for setup in screening.why(e).setups}
        return {way: verdict for way, verdict in found.items() if verdict != "exclude"}

    assert left() == left(affected_side="both") == {}
    ball = {("ball-release-chest", "floor"): "modify", ("ball-release-chest", "wall"): "modify"}
    assert left(affected_side="left") == left(affected_side="right") == ball


@pytest.mark.parametrize(
    ("condition", "question", "stricter", "milder"),
    [
        ("deep_vein_thrombosis", "course", "acute", "settled"),
        ("axial_spondyloarthritis", "course", "acute", "settled"),
        ("shoulder_instability", "course", "acute", "settled"),
        ("aortic_aneurysm", "severity", "uncontrolled_or_large", "controlled_or_small"),
        ("eye_surgery_or_retinal_detachment", "recovery_stage", "middle", "late"),
    ],
)
def test_a_weight_is_left_out_until_an_answer_speaks_for_it(
    condition: str, question: str, stricter: str, milder: str
) -> None:
    def verdict(*answered: str) -> str:
        answers = {f"{condition}.{question}": value for value in answered}
        screening = tl.screen(CATALOG, tl.profile(conditions=[condition], answers=answers))
        rules = [r.rule for s in screening.why("weighted-standing-side-bend").setups for r in s.reasons]
        return str(
            max((r.verdict for r in rules if r.demand == "external_load"), default=Verdict.KEEP, key=lambda v: v.rank)
        )

    assert verdict() == verdict(stricter) == "exclude"
    assert verdict(milder) == ("keep" if condition == "deep_vein_thrombosis" else "caution")


def test_a_broken_rib_asks_for_a_smaller_movement_for_twelve_weeks() -> None:
    def verdict(**stage: str) -> str:
        answers = {f"rib_fracture.{question}": value for question, value in stage.items()}
        return str(tl.screen(CATALOG, tl.profile(conditions=["broken rib"], answers=answers)).why("open-book").verdict)

    assert verdict() == verdict(recovery_stage="early") == verdict(recovery_stage="middle") == "caution"
    assert verdict(recovery_stage="late") == "keep"
