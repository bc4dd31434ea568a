"""Screening as bit masks: what a mask stands for, and what a profile is asked."""

import gc
from collections.abc import Iterator

import pytest
from attrs import evolve

import thoracic_lib as tl
from tests.checked import PROFILE, known
from tests.model.tiny import tiny
from thoracic_lib import masking
from thoracic_lib.checking import Masks
from thoracic_lib.model.clinical import When
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.vocabulary import Verdict

CATALOG = tl.catalog()
NARROW, WIDE = frozenset({"c-narrow"}), frozenset({"c-wide"})


def masks() -> Masks:
    return Masks.of(known())


def fired(profile: Profile) -> list[str]:
    held = masks()
    return [rule.id for at, rule in enumerate(held.rules) if held.firing(profile) >> at & 1]


def test_the_rules_are_those_with_a_verdict_in_the_order_of_the_catalog() -> None:
    assert Masks.of(CATALOG).rules == tuple(rule for rule in CATALOG.rules if rule.verdict is not Verdict.KEEP)
    assert [rule.id for rule in Masks.of(tiny()).rules] == ["R1", "R3"]


def test_the_setups_are_those_of_the_catalog_in_its_order() -> None:
    ways = tuple((exercise.id, setup.id) for exercise in CATALOG.exercises for setup in exercise.setups)
    assert Masks.of(CATALOG).setups == ways
    assert len(Masks.of(CATALOG).strictness) == len(ways)


def test_each_setup_knows_which_rules_exclude_modify_and_caution_it() -> None:
    by_setup = dict(zip(masks().setups, masks().strictness, strict=True))
    assert by_setup["ex-turn", "w-seated"] == (0b0000, 0b0001, 0b1000)
    assert by_setup["ex-turn-far", "w-weight"] == (0b0100, 0b0001, 0b1000)
    assert by_setup["ex-hold", "w-hold"] == (0b0000, 0b0010, 0b1000)


def test_a_rule_whose_limit_a_setup_cannot_follow_excludes_it() -> None:
    by_setup = dict(zip(Masks.of(tiny()).setups, Masks.of(tiny()).strictness, strict=True))
    assert by_setup["ex-turn", "w-seated"] == (0b10, 0b01, 0)
    assert by_setup["ex-turn-far", "w-seated"] == (0b11, 0, 0)


@pytest.mark.parametrize(("firing", "rank"), [(0b0000, 0), (0b1000, 1), (0b1001, 2), (0b0001, 2), (0b0111, 3)])
def test_the_verdict_is_the_strictest(firing: int, rank: int) -> None:
    at = masks().setups.index(("ex-turn-far", "w-weight"))
    assert masks().verdict(at, firing) == rank
    assert masks().verdicts(firing)[at] == rank


@pytest.mark.parametrize(
    ("declared", "rules"),
    [(None, []), (frozenset(), []), (WIDE, ["R1", "R2"]), (NARROW, ["R1", "R2", "R3", "R4"])],
    ids=["not asked", "none", "wide", "narrow"],
)
def test_a_rule_fires_for_its_condition_and_all_narrower_ones(
    declared: frozenset[str] | None, rules: list[str]
) -> None:
    profile = Profile(conditions=declared)
    assert fired(profile) == rules
    assert [rule.id for at, rule in enumerate(masks().rules) if masks().fires(at, profile)] == rules


@pytest.mark.parametrize(("weeks", "fires"), [(0, False), (19, False), (20, True), (40, True)])
def test_a_rule_fires_from_the_number_at_which_its_answer_begins(weeks: int, fires: bool) -> None:  # noqa: FBT001 - one of two columns
    answer = Answer(condition="c-narrow", question="q-weeks", number=weeks)
    assert ("R3" in fired(Profile(conditions=NARROW, answers=(answer,)))) is fires


@pytest.mark.parametrize(
    ("weeks", "fires"), [(9, False), (10, True), (19, True), (20, False), (21, False), (40, False)]
)
def test_a_rule_with_an_upper_end_fires_below_it_only(weeks: int, fires: bool) -> None:  # noqa: FBT001 - same
    when = (When(question="q-weeks", at_least=10, below=20),)
    rules = known().rules
    held = Masks.of(evolve(known(), rules=(evolve(rules[0], when=when), *rules[1:])))
    answer = Answer(condition="c-narrow", question="q-weeks", number=weeks)
    assert held.fires(0, Profile(conditions=NARROW, answers=(answer,))) is fires


@pytest.mark.parametrize(("stage", "fires"), [("ch-early", True), ("ch-late", False)])
def test_a_rule_fires_for_the_choices_that_it_names(stage: str, fires: bool) -> None:  # noqa: FBT001 - same
    answer = Answer(condition="c-narrow", question="q-stage", choices=(stage,))
    profile = Profile(conditions=NARROW, answers=(answer,))
    assert Masks.of(tiny()).fires(0, profile) is fires
    assert bool(Masks.of(tiny()).firing(profile) & 1) is fires


def test_a_rule_over_two_conditions_fires_only_when_both_are_declared() -> None:
    held = Masks.of(CATALOG)
    at = next(index for index, rule in enumerate(held.rules) if rule.also is not None)
    one, two = held.rules[at].condition, str(held.rules[at].also)
    told = {names: held.fires(at, Profile(conditions=frozenset(names))) for names in ((one,), (two,), (one, two))}
    assert told == {(one,): False, (two,): False, (one, two): True}


def test_a_rule_is_said_to_fire_for_a_condition_that_is_declared_only() -> None:
    held = masks()
    assert held.fires_for(0, PROFILE, "c-wide")
    assert held.fires_for(0, PROFILE, "c-narrow")
    assert not held.fires_for(3, PROFILE, "c-wide")
    assert not held.fires_for(0, Profile(conditions=WIDE), "c-narrow")
    assert not held.fires_for(0, Profile(), "c-wide")


def test_a_gate_is_locked_until_what_it_stands_on_is_cleared() -> None:
    assert masks().locked(Profile(conditions=NARROW))
    assert masks().locked(Profile(conditions=NARROW, cleared=WIDE))
    assert not masks().locked(Profile(conditions=NARROW, cleared=NARROW))
    assert not masks().locked(Profile(conditions=WIDE))
    assert not masks().locked(Profile())


def test_a_gate_with_a_when_opens_by_the_answer_too() -> None:
    early = Answer(condition="c-narrow", question="q-weeks", number=3)
    assert not masks().locked(Profile(conditions=NARROW, answers=(early,)))
    assert masks().locked(Profile(conditions=NARROW, answers=(evolve(early, number=30),)))


@pytest.mark.parametrize(
    ("flag", "blocks", "cleared"), [("F1", False, False), ("F-urgent", True, True), ("F-gate", True, False)]
)
def test_a_sign_blocks_by_its_level(flag: str, blocks: bool, cleared: bool) -> None:  # noqa: FBT001 - columns of a table
    told = (FlagAnswer(flag=flag, present=True),)
    assert masks().blocked(Profile(red_flags=told)) is blocks
    assert masks().blocked(Profile(red_flags=told, cleared=frozenset({flag}))) is cleared
    assert not masks().blocked(Profile(red_flags=(FlagAnswer(flag=flag, present=False),)))


@pytest.mark.parametrize(
    ("equipment", "without", "lacking"),
    [
        ((), (), ("eq-stool", "eq-chair")),
        (("eq-stool",), (), ("eq-chair",)),
        (("eq-chair",), (), ()),
        (("eq-weight",), (), ("eq-stool", "eq-chair")),
        ((), ("eq-wall",), ("eq-stool", "eq-wall", "eq-chair")),
    ],
    ids=["nothing", "the thing", "what stands in for it", "another thing", "not even what is at hand"],
)
def test_what_is_neither_there_nor_at_hand_nor_stood_in_for_is_missing(
    equipment: tuple[str, ...], without: tuple[str, ...], lacking: tuple[str, ...]
) -> None:
    profile = Profile(equipment=frozenset(equipment), without=frozenset(without))
    assert Masks.of(tiny()).missing(("eq-stool", "eq-wall", "eq-chair"), profile) == lacking


def test_what_is_at_hand_may_stand_in_until_it_is_not() -> None:
    shelf = [evolve(item, at_hand=item.id == "eq-chair") for item in tiny().equipment]
    held = Masks.of(evolve(tiny(), equipment=tuple(shelf)))
    assert held.missing(("eq-stool",), Profile()) == ()
    assert held.missing(("eq-stool",), Profile(without=frozenset({"eq-chair"}))) == ("eq-stool",)
    assert (
        held.missing(("eq-stool",), Profile(equipment=frozenset({"eq-stool"}), without=frozenset({"eq-chair"}))) == ()
    )


def test_a_thing_that_the_catalog_does_not_know_is_missing_even_for_those_who_have_it() -> None:
    profile = Profile(equipment=frozenset({"eq-swing", "eq-chair"}))
    assert Masks.of(tiny()).missing(["eq-swing", "eq-chair"], profile) == ("eq-swing",)


class Asking(frozenset[str]):
    """A set that may be asked whether it holds something, and notes what it was asked."""

    asked: list[object]

    def __contains__(self, item: object) -> bool:
        self.asked.append(item)
        return super().__contains__(item)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("the profile was walked through")

    __len__ = __iter__  # type: ignore[assignment]  # nobody may count them either


def asking(*held: str) -> Asking:
    made = Asking(held)
    made.asked = []
    return made


def lazy(*conditions: str) -> tuple[Profile, Asking]:
    profile, declared = object.__new__(Profile), asking(*conditions)
    for name, value in {"conditions": declared, "cleared": asking(), "answers": (), "red_flags": ()}.items():
        object.__setattr__(profile, name, value)
    return profile, declared


def test_a_profile_is_only_asked_whether_it_holds_a_thing() -> None:
    profile, declared = lazy("osteoporosis", "pregnancy")
    held = Masks.of(CATALOG)
    held.verdicts(held.firing(profile))
    assert held.locked(profile) is any(CATALOG.condition(name).gate for name in ("osteoporosis", "pregnancy"))
    assert not held.blocked(profile)
    assert set(declared.asked) <= {condition.id for condition in CATALOG.conditions}


def test_a_rule_asks_for_its_own_conditions_only() -> None:
    held = Masks.of(CATALOG)
    for at, rule in enumerate(held.rules):
        profile, declared = lazy()
        assert not held.fires(at, profile)
        wanted = {rule.condition, rule.also or rule.condition}
        assert all(wanted & CATALOG.closure(str(asked)) for asked in declared.asked)


def test_the_masks_of_a_catalog_are_made_once() -> None:
    assert Masks.of(CATALOG) is Masks.of(CATALOG)
    assert Masks.of(evolve(CATALOG)) is not Masks.of(CATALOG)


def test_the_masks_go_with_their_catalog() -> None:
    passing = evolve(tiny(), data_version="9")
    key = id(passing)
    Masks.of(passing)
    assert key in masking._made.made
    del passing
    gc.collect()
    assert key not in masking._made.made


def test_masks_are_not_taken_for_another_catalog_in_the_same_place() -> None:
    one, other = evolve(tiny(), data_version="8"), Masks.of(known())
    masking._made.made[id(one)] = (masking._made.made[id(known())][0], other)
    assert Masks.of(one) is not other
