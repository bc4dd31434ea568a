"""What screening decides one rule, setup or answer at a time: faults here once went past every other test of it."""

from collections.abc import Callable

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib.errors import Fault, InvalidValueError, UnknownIdError
from thoracic_lib.model.clinical import EVERY_SETUP, Limit
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.screening import firing, firing_rules, judge, locked_gates, screen, unapplied, verify_profile
from thoracic_lib.vocabulary import LimitKind, Position, QuestionKind, Verdict

CATALOG = tl.catalog()
PROFILES = [
    Profile(),
    Profile(conditions=frozenset()),
    Profile(conditions=frozenset({"vertebral_compression_fracture", "pregnancy"})),
    Profile(
        conditions=frozenset({"spinal_fusion"}),
        answers=(Answer(condition="spinal_fusion", question="restrictions", choices=("none",)),),
    ),
]


def named(profile: Profile) -> str:
    return "-".join(sorted(profile.conditions)) or "none" if profile.conditions is not None else "not-asked"


@pytest.mark.parametrize("profile", PROFILES, ids=named)
def test_one_rule_by_itself_fires_as_it_does_among_all(profile: Profile) -> None:
    alone = [firing(CATALOG, profile, rule) for rule in CATALOG.rules]
    assert tuple(one for one in alone if one is not None) == firing_rules(CATALOG, profile)


@pytest.mark.parametrize("look", [firing_rules, locked_gates], ids=["rules", "gates"])
def test_a_condition_that_the_catalog_does_not_know_is_never_passed_over(look: Callable[..., object]) -> None:
    with pytest.raises(UnknownIdError):
        look(CATALOG, Profile(conditions=frozenset({"pregnancy", "unheard-of"})))


@pytest.mark.parametrize("profile", PROFILES, ids=named)
def test_the_verdict_alone_is_the_one_given_with_reasons(profile: Profile) -> None:
    fired = {one.rule.id for one in firing_rules(CATALOG, profile)}
    for screened in screen(CATALOG, profile).exercises:
        for way in screened.setups:
            assert judge(screened.exercise, way.setup, CATALOG.rules, fired) is way.verdict


def test_what_is_no_answer_is_told_as_a_fault_of_the_answers() -> None:
    wrong = Answer(condition="pregnancy", question="weeks", choices=("many",))
    with pytest.raises(InvalidValueError) as raised:
        verify_profile(CATALOG, Profile(conditions=frozenset({"pregnancy"}), answers=(wrong,)))
    told = "hold for 'weeks' about 'pregnancy' what is no answer to it"
    assert raised.value.kind == "Profile"
    assert raised.value.faults == (Fault("", "answers", told),)


@pytest.mark.parametrize(("least", "most", "number"), [(5, 45, 4), (0, 0, 1)], ids=["below-the-least", "above-nothing"])
def test_a_number_outside_its_bounds_is_no_answer(least: int, most: int, number: int) -> None:
    weeks = evolve(CATALOG.question("weeks"), minimum=least, maximum=most)
    rest = (question for question in CATALOG.questions if question.id != "weeks")
    known = evolve(CATALOG, questions=(*rest, weeks))
    answer = Answer(condition="pregnancy", question="weeks", number=number)
    with pytest.raises(InvalidValueError):
        verify_profile(known, Profile(conditions=frozenset({"pregnancy"}), answers=(answer,)))


LIMITS = [
    Limit(kind=LimitKind.MAX_REPETITIONS, value=1),
    Limit(kind=LimitKind.MAX_HOLD_SECONDS, value=1),
    Limit(kind=LimitKind.NO_LOAD),
    Limit(kind=LimitKind.USE_SETUP, position=Position.PRONE),
    Limit(kind=LimitKind.USE_SETUP, equipment="doorway"),
    Limit(kind=LimitKind.USE_EXERCISE, exercise="cat-cow"),
    Limit(kind=LimitKind.MID_RANGE),
    Limit(kind=LimitKind.SLOW),
    Limit(kind=LimitKind.CUE, text="Breathe."),
]


def test_each_limit_that_a_setup_cannot_follow_says_why_in_its_own_words() -> None:
    told = {
        unapplied(limit, exercise, setup)
        for exercise in CATALOG.exercises
        for setup in exercise.setups
        for limit in LIMITS
    }
    assert told == {
        None,
        "Its dose is not counted in repetitions, so they cannot be limited.",
        "Its dose has no timed hold, so the hold cannot be limited.",
        "This setup needs a load, and the rule asks for none.",
        "The rule leaves only the prone position.",
        "The rule leaves only the setup with doorway.",
        "The rule leaves only cat-cow.",
    }


def test_all_choices_of_a_question_that_takes_several_are_an_answer() -> None:
    asked = next(question for question in CATALOG.questions if question.kind is QuestionKind.SEVERAL)
    answer = Answer(condition=asked.conditions[0], question=asked.id, choices=asked.values)
    profile = Profile(conditions=frozenset({asked.conditions[0]}), answers=(answer,))
    assert screen(CATALOG, profile).profile is profile


def test_two_limits_that_a_setup_cannot_follow_are_told_one_after_the_other() -> None:
    setups = (Limit(kind=LimitKind.USE_SETUP, position=Position.PRONE), Limit(kind=LimitKind.NO_LOAD))
    modify = next(
        rule for rule in CATALOG.rules if rule.verdict is Verdict.MODIFY and rule.condition == "bone_fragility"
    )
    added = evolve(modify, id="new", demand=EVERY_SETUP, when=(), limits=setups)
    known = evolve(CATALOG, rules=(*CATALOG.rules, added))
    reasons = [
        reason
        for exercise in screen(known, Profile(conditions=frozenset({"osteoporosis"}))).exercises
        for way in exercise.setups
        for reason in way.reasons
        if reason.rule.id == "new" and "external_load" in way.setup.demands
    ]
    assert {reason.because_unapplied for reason in reasons} == {
        "The rule leaves only the prone position. This setup needs a load, and the rule asks for none."
    }


def test_one_rule_is_told_by_the_condition_that_each_person_declared() -> None:
    for declared in ("bone_fragility", "osteoporosis", "bone_fragility"):
        reasons = [
            reason
            for screened in screen(CATALOG, Profile(conditions=frozenset({declared}))).exercises
            for way in screened.setups
            for reason in way.reasons
            if reason.rule.condition == "bone_fragility"
        ]
        assert reasons
        assert {reason.declared for reason in reasons} == {declared}
