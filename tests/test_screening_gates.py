"""Gates and warning signs: what stops composing, until when, and what is told besides."""

from typing import Any

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.screening import NONE_MATCHED, locks
from thoracic_lib.vocabulary import RedFlagLevel
from thoracic_lib.wording import NOT_ASKED

CATALOG = tl.catalog()
FRACTURE, VCF = "vertebral_fracture", "vertebral_compression_fracture"


def declaring(*conditions: str, **rest: Any) -> Profile:  # noqa: ANN401 - any field of a profile
    return Profile(conditions=frozenset(conditions), **rest)


# gates

LINES = [
    pytest.param(condition.id, gate, id=f"{condition.id} under {gate}")
    for condition in CATALOG.conditions
    for gate in sorted(CATALOG.closure(condition.id))
    if CATALOG.condition(gate).gate
]


@pytest.mark.parametrize(("condition", "gate"), LINES)
def test_a_gate_is_locked_until_its_own_name_or_the_declared_one_is_reported_cleared(condition: str, gate: str) -> None:
    assert tl.screen(CATALOG, declaring(condition)).gates == (condition,)
    for name in (condition, gate):
        assert tl.screen(CATALOG, declaring(condition, cleared=frozenset({name}))).gates == ()


def test_what_nobody_declared_locks_nothing() -> None:
    for told in (None, frozenset[str](), frozenset({"pregnancy"})):
        person = Profile(conditions=told)
        assert [
            one.id for one in CATALOG.conditions if locks(CATALOG, person, one.id) and one.id not in (told or ())
        ] == []


@pytest.mark.parametrize(
    "cleared",
    ["bone_fragility", "osteoporosis", "rib_fracture", VCF],
    ids=["a broader condition without a gate", "one beside it", "another gate", "a narrower condition"],
)
def test_a_gate_stays_locked_when_anything_else_is_reported_cleared(cleared: str) -> None:
    assert tl.screen(CATALOG, declaring(FRACTURE, cleared=frozenset({cleared}))).gates == (FRACTURE,)


def test_a_name_between_the_declared_condition_and_the_gate_lifts_it() -> None:
    child = evolve(CATALOG.condition(VCF), id="child", name="Child", aliases=("a child",), whole_entry_only=())
    catalog = evolve(CATALOG, conditions=(*CATALOG.conditions, evolve(child, parents=(VCF,))))
    assert tl.screen(catalog, declaring("child")).gates == ("child",)
    assert tl.screen(catalog, declaring("child", cleared=frozenset({VCF}))).gates == ()


def test_clearing_one_declared_condition_leaves_the_gate_of_another_locked() -> None:
    profile = declaring(FRACTURE, VCF, "rib_fracture", cleared=frozenset({VCF}))
    assert tl.screen(CATALOG, profile).gates == (FRACTURE, "rib_fracture")


def test_clearing_lifts_the_gate_only_and_every_rule_stays() -> None:
    locked = tl.screen(CATALOG, declaring(VCF))
    cleared = tl.screen(CATALOG, declaring(VCF, cleared=frozenset({VCF})))
    assert (locked.gates, cleared.gates) == ((VCF,), ())
    assert locked.exercises == cleared.exercises


def test_a_condition_without_a_gate_locks_nothing() -> None:
    assert tl.screen(CATALOG, declaring("osteoporosis", "pregnancy")).gates == ()
    assert tl.screen(CATALOG, Profile()).gates == ()


@pytest.mark.parametrize(("stage", "locked"), [("early", True), ("middle", True), ("late", False), (None, True)])
def test_a_gate_with_a_question_stands_until_the_answer_speaks_against_it(stage: str | None, *, locked: bool) -> None:
    answers = () if stage is None else (Answer(condition="spinal_fusion", question="recovery_stage", choices=(stage,)),)
    gates = tl.screen(CATALOG, declaring("spinal_fusion", answers=answers)).gates
    assert gates == (("spinal_fusion",) if locked else ())


# red flags


def flags(**answers: bool) -> Profile:
    return declaring(red_flags=tuple(FlagAnswer(flag=flag, present=said) for flag, said in sorted(answers.items())))


def of_level(*levels: RedFlagLevel) -> list[str]:
    return [flag.id for flag in CATALOG.red_flags if flag.level in levels]


@pytest.mark.parametrize("flag", [flag.id for flag in CATALOG.red_flags])
def test_a_red_flag_that_is_denied_or_not_asked_blocks_nothing(flag: str) -> None:
    assert tl.screen(CATALOG, flags(**{flag: False})).red_flags == ()
    assert tl.screen(CATALOG, declaring()).red_flags == ()


@pytest.mark.parametrize("flag", of_level(RedFlagLevel.EMERGENCY, RedFlagLevel.URGENT, RedFlagLevel.SESSION_STOP))
def test_an_emergency_an_urgent_sign_and_a_stop_sign_block_whatever_is_cleared(flag: str) -> None:
    profile = evolve(flags(**{flag: True}), cleared=frozenset({flag}))
    assert tl.screen(CATALOG, profile).red_flags == (flag,)


@pytest.mark.parametrize("flag", of_level(RedFlagLevel.GATE))
def test_a_gate_sign_blocks_until_it_is_reported_cleared(flag: str) -> None:
    profile = flags(**{flag: True})
    assert tl.screen(CATALOG, profile).red_flags == (flag,)
    assert tl.screen(CATALOG, evolve(profile, cleared=frozenset({"RF01", FRACTURE}))).red_flags == (flag,)
    assert tl.screen(CATALOG, evolve(profile, cleared=frozenset({flag}))).red_flags == ()


@pytest.mark.parametrize("flag", of_level(RedFlagLevel.SOFT))
def test_a_soft_sign_blocks_nothing_and_is_told(flag: str) -> None:
    screening = tl.screen(CATALOG, flags(**{flag: True}))
    assert screening.red_flags == ()
    assert screening.banners[-1] == f"{flag}: {CATALOG.red_flag(flag).action}"


def test_the_most_pressing_sign_comes_first() -> None:
    screening = tl.screen(CATALOG, flags(RF13=True, RF08=True, RF06=True, RF01=True, RF20=True, RF11=True))
    assert screening.red_flags == ("RF01", "RF06", "RF08", "RF13", "RF20")


# banners


def test_not_asked_is_told() -> None:
    assert "about conditions" in tl.screen(CATALOG, Profile()).banners[0]
    assert not any("about conditions" in banner for banner in tl.screen(CATALOG, declaring()).banners)


def test_how_many_warning_signs_were_not_asked_about_is_told() -> None:
    before = of_level(*(level for level in RedFlagLevel if level is not RedFlagLevel.SESSION_STOP))
    assert f" {len(before)} of the warning signs" in f" {tl.screen(CATALOG, declaring()).banners[0]}"
    asked_one = flags(RF01=False, RF20=False)
    assert f" {len(before) - 1} of the warning signs" in f" {tl.screen(CATALOG, asked_one).banners[0]}"
    assert tl.screen(CATALOG, flags(**dict.fromkeys(before, False))).banners == ()


def test_a_screening_names_the_version_of_the_data_and_the_profile() -> None:
    screening = tl.screen(CATALOG, Profile())
    assert (screening.data_version, screening.profile) == (CATALOG.data_version, Profile())


def test_the_signs_that_stop_everything_are_told_the_most_pressing_first_and_then_by_name() -> None:
    levels = [RedFlagLevel.GATE, RedFlagLevel.URGENT, RedFlagLevel.EMERGENCY, RedFlagLevel.URGENT]
    flags = tuple(
        evolve(flag, id=name, level=level) for name, level, flag in zip("ADCB", levels, CATALOG.red_flags, strict=False)
    )
    told = declaring(red_flags=tuple(FlagAnswer(flag=flag, present=True) for flag in "ABCD"))
    assert tl.screen(evolve(CATALOG, red_flags=flags), told).red_flags == ("C", "B", "D", "A")


def test_what_nobody_asked_and_what_no_rule_says_are_told_in_these_words() -> None:
    assert tl.screen(CATALOG, Profile()).banners[0] == NOT_ASKED
    assert NOT_ASKED == "Nobody asked about conditions, so nothing was screened for any."
    assert NONE_MATCHED == "That no rule matched is no judgment that an exercise suits you."
