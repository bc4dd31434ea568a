"""Masks where several rules, gates or answers meet: what one of them does is never lost to another."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve

import thoracic_lib as tl
from tests.checked import known
from tests.model.tiny import tiny
from tests.test_masking import NARROW, WIDE, Asking, asking, lazy
from thoracic_lib.checking import Masks
from thoracic_lib.masking import follows
from thoracic_lib.model.clinical import Limit, When
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.screening import locked_gates, unapplied
from thoracic_lib.vocabulary import LimitKind, Position

CATALOG = tl.catalog()
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


def with_whens(*whens: When | None) -> Masks:
    """The masks of the small catalog, its rules with these, one each."""
    rules = known().rules
    changed = [evolve(rule, when=(when,) if when else ()) for rule, when in zip(rules, whens, strict=False)]
    return Masks.of(evolve(known(), rules=(*changed, *rules[len(changed) :])))


def answered(question: str, **said: object) -> Profile:
    answer = Answer(condition="c-narrow", question=question, **said)  # type: ignore[arg-type]  # a number or choices
    return Profile(conditions=NARROW, answers=(answer,))


@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_a_setup_keeps_a_limit_exactly_where_screening_finds_nothing_against_it(limit: Limit) -> None:
    for exercise in CATALOG.exercises:
        for setup in exercise.setups:
            assert follows((limit,), exercise, setup) is (unapplied(limit, exercise, setup) is None)


def test_a_setup_has_to_keep_all_limits_of_a_rule() -> None:
    exercise = CATALOG["cat-cow"]
    kept, broken = LIMITS[5], LIMITS[3]
    assert follows((kept,), exercise, exercise.setups[0])
    assert not follows((broken, kept), exercise, exercise.setups[0])
    assert not follows((kept, broken), exercise, exercise.setups[0])


@pytest.mark.parametrize(("stage", "rules"), [("ch-early", 0b0110), ("ch-late", 0b0001)])
def test_each_of_several_rules_on_one_question_fires_for_its_own_choice(stage: str, rules: int) -> None:
    early, late = (When(question="q-stage", choices=(choice,)) for choice in ("ch-early", "ch-late"))
    held, profile = with_whens(late, early, early), answered("q-stage", choices=(stage,))
    assert held.firing(profile) & 0b0111 == rules
    assert [held.fires(at, profile) for at in range(3)] == [bool(rules >> at & 1) for at in range(3)]


@pytest.mark.parametrize(
    ("denied", "kept", "said"),
    [
        ({"choices": ("ch-early",)}, {"choices": ("ch-late",)}, {"choices": ("ch-late",)}),
        ({"at_least": 9}, {"below": 9}, {"number": 3}),
    ],
    ids=["a choice", "a number"],
)
def test_an_answer_speaks_against_what_hangs_on_it_and_nothing_else(
    denied: dict[str, Any], kept: dict[str, Any], said: dict[str, Any]
) -> None:
    question = "q-weeks" if "number" in said else "q-stage"
    held = with_whens(When(question=question, **denied), None, When(question=question, **kept), None)
    assert held.firing(answered(question, **said)) == 0b1110


@pytest.mark.parametrize(("weeks", "fires"), [(24, True), (25, False), (26, False)])
def test_an_upper_end_holds_where_no_other_rule_begins(weeks: int, fires: bool) -> None:  # noqa: FBT001 - columns of a table
    held = with_whens(When(question="q-weeks", at_least=10, below=25))
    assert bool(held.firing(answered("q-weeks", number=weeks)) & 1) is fires


@pytest.mark.parametrize(("weeks", "fires"), [(0, True), (1, False)])
def test_nothing_is_below_one(weeks: int, fires: bool) -> None:  # noqa: FBT001 - same
    held = with_whens(When(question="q-weeks", below=1))
    assert bool(held.firing(answered("q-weeks", number=weeks)) & 1) is fires


def test_two_conditions_fire_what_each_of_them_fires() -> None:
    held, alone = Masks.of(CATALOG), [condition.id for condition in CATALOG.conditions]
    for one, two in pairwise(alone):
        first, second = (held.firing(Profile(conditions=frozenset({name}))) for name in (one, two))
        assert held.firing(Profile(conditions=frozenset({one, two}))) & (first | second) == first | second


def test_a_rule_that_an_answer_denies_is_said_to_fire_for_nothing() -> None:
    held = Masks.of(known())
    assert [held.fires_for(2, answered("q-weeks", number=weeks), "c-narrow") for weeks in (19, 20)] == [False, True]


def test_each_rule_is_said_to_fire_for_exactly_the_conditions_at_or_under_its_own() -> None:
    held = Masks.of(CATALOG)
    everything = Profile(conditions=frozenset(condition.id for condition in CATALOG.conditions))
    for at, rule in enumerate(held.rules):
        told = {one.id for one in CATALOG.conditions if held.fires_for(at, everything, one.id)}
        assert told == {one.id for one in CATALOG.conditions if rule.condition in CATALOG.closure(one.id)}


@pytest.mark.parametrize("condition", [condition.id for condition in CATALOG.conditions])
def test_the_gates_that_are_shut_are_those_of_screening_whatever_is_cleared(condition: str) -> None:
    line = sorted(CATALOG.closure(condition))
    for cleared in [frozenset[str](), *({node} for node in line), frozenset(line)]:
        profile = Profile(conditions=frozenset({condition}), cleared=frozenset(cleared))
        assert tuple(Masks.of(CATALOG).waiting(profile)) == locked_gates(CATALOG, profile)


def test_two_gates_in_one_line_are_each_lifted_by_themselves() -> None:
    gated = tuple(evolve(one, gate=True, gate_when=()) for one in known().conditions)
    held = Masks.of(evolve(known(), conditions=gated))
    shut = {
        cleared: held.locked(Profile(conditions=NARROW, cleared=frozenset(cleared)))
        for cleared in [(), ("c-wide",), ("c-narrow",)]
    }
    assert shut == {(): True, ("c-wide",): True, ("c-narrow",): False}


# what a profile is not asked for


class Untouched:
    """Answers that nobody may look at."""

    def __iter__(self) -> Iterator[Answer]:
        raise AssertionError("an answer was asked for")


@pytest.mark.parametrize("said", [(), ("c-narrow",)], ids=["nothing", "the gate"])
def test_only_what_could_lift_a_gate_is_asked_for_among_the_cleared(said: tuple[str, ...]) -> None:
    profile, cleared = lazy("c-narrow")[0], asking(*said)
    object.__setattr__(profile, "cleared", cleared)
    assert Masks.of(known()).locked(profile) is not bool(said)
    assert set(cleared.asked) == {"c-narrow"}


def test_a_rule_that_hangs_on_no_answer_asks_for_none() -> None:
    profile = lazy("c-narrow")[0]
    object.__setattr__(profile, "answers", Untouched())
    held = Masks.of(known())
    assert [held.fires(at, profile) for at in (0, 1)] == [True, True]
    with pytest.raises(AssertionError, match="an answer was asked for"):
        held.fires(2, profile)


def on_conditions(*standing: tuple[str, str | None]) -> Masks:
    """The masks of the small catalog with rules on these conditions, and beside those, one each and without a when."""
    plain = [
        evolve(rule, condition=on, also=beside, when=())
        for rule, (on, beside) in zip(known().rules, standing, strict=False)
    ]
    return Masks.of(evolve(known(), rules=tuple(plain)))


def test_no_condition_is_asked_for_that_could_not_make_more_rules_fire() -> None:
    profile, declared = lazy("c-wide", "c-narrow")
    assert on_conditions(("c-wide", None), ("c-wide", None)).firing(profile) == 0b11
    assert declared.asked == ["c-wide"]


def test_one_rule_by_itself_asks_no_further_once_it_has_fired() -> None:
    held = on_conditions(("c-wide", None), ("c-narrow", None), ("c-wide", "c-narrow"))
    asked = {}
    for at in range(3):
        profile, declared = lazy("c-wide", "c-narrow")
        assert held.only(at).firing(profile) == 1 << at
        asked[at] = declared.asked
    assert asked == {0: ["c-wide"], 1: ["c-narrow"], 2: ["c-wide", "c-narrow"]}


def choosing(chosen: str, *conditions: str) -> tuple[Profile, Asking]:
    """A profile whose one answer notes what it is asked for."""
    profile, choices, answer = lazy(*conditions)[0], asking(chosen), object.__new__(Answer)
    said = {"condition": "c-narrow", "question": "q-stage", "choices": choices, "number": None}
    for name, value in said.items():
        object.__setattr__(answer, name, value)
    object.__setattr__(profile, "answers", (answer,))
    return profile, choices


def test_one_rule_by_itself_asks_for_the_choices_that_it_names_only() -> None:
    early, late = (When(question="q-stage", choices=(choice,)) for choice in ("ch-early", "ch-late"))
    held = with_whens(early, late)
    for at, named in enumerate(("ch-early", "ch-late")):
        profile, choices = choosing("ch-early", "c-narrow")
        assert held.fires(at, profile) is (named == "ch-early")
        assert choices.asked == [named]


def test_an_answer_that_could_lift_only_what_has_fired_is_not_asked_for() -> None:
    early = When(question="q-stage", choices=("ch-early",))
    hanging, free = (evolve(rule, when=when) for rule, when in zip(known().rules, ((early,), ()), strict=False))
    held = Masks.of(evolve(known(), rules=(hanging, evolve(free, condition="c-narrow"))))
    profile, choices = choosing("ch-late", "c-wide", "c-narrow")
    assert held.firing(profile) == 0b11
    assert choices.asked == []


def test_masks_show_the_rules_and_setups_and_nothing_of_how_they_work() -> None:
    told = repr(Masks.of(tiny()))
    assert "ex-turn-far" in told
    assert all(name not in told for name in ("_lines", "_single", "_standing_in", "_gates", "_flags"))
    assert Masks.of(known()).firing(Profile(conditions=WIDE)) == 0b0011
