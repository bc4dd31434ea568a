"""The laws that are offered to apps: the library keeps them, and each of them catches a fault seeded for it."""

import importlib
import sys
from collections.abc import Callable
from copy import copy

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from thoracic_lib import testing
from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.errors import ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Choice, Limit, Question, Rule, When
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.model.screened import ScreenedSetup, Screening
from thoracic_lib.screening import screen, verify_profile
from thoracic_lib.testing import LawBrokenError, Screen, check_catalog, checking, laws, strategies
from thoracic_lib.testing.small import a_condition, a_rule, a_setup, an_exercise, an_item, small_catalog
from thoracic_lib.vocabulary import LimitKind, QuestionKind, Verdict

STAGE = Question(
    id="stage",
    ask="Which?",
    kind=QuestionKind.CHOICE,
    conditions=("slim",),
    choices=(Choice(value="early", label="Early"), Choice(value="late", label="Late")),
)
EARLY = When(question="stage", choices=("early",))
SMALL = small_catalog(
    exercises=[
        an_exercise("turn", [a_setup("free", ["turning"]), a_setup("on-stool", ["turning"], ["stool"])]),
        an_exercise("bow", [a_setup("free", ["bowing"]), a_setup("rest", [])]),
    ],
    conditions=[
        a_condition("broad"),
        a_condition("slim", ["broad"], gate=True, gate_when=[EARLY]),
        a_condition("other", gate=True),
        a_condition("last"),
    ],
    rules=[
        a_rule("R2", condition="slim", demand="turning", when=[EARLY]),
        a_rule("R1", condition="broad", demand="turning", verdict=Verdict.CAUTION),
        a_rule("R3", condition="other", demand="bowing", verdict=Verdict.CAUTION),
        a_rule("R4", condition="last", demand="turning", also="other"),
        a_rule("R5", condition="last", demand="bowing", verdict=Verdict.CAUTION),
        a_rule("R6", condition="broad", demand="bowing", verdict=Verdict.KEEP),
        a_rule("R7", condition="last", demand="turning", verdict=Verdict.MODIFY, limits=[Limit(kind=LimitKind.SLOW)]),
    ],
    questions=[STAGE],
    demands=["turning", "bowing"],
    equipment=[an_item("stool"), an_item("wall", at_hand=True), an_item("chair", satisfies=["stool"])],
)
"""A catalog in which every law has something to look at."""

Change = Callable[[ScreenedSetup], ScreenedSetup]


def declaring(*conditions: str, equipment: tuple[str, ...] = (), late: bool = False) -> Profile:
    answers = (Answer(condition="slim", question="stage", choices=("late",)),) if late else ()
    return Profile(conditions=frozenset(conditions), equipment=frozenset(equipment), answers=answers)


def with_setups(screening: Screening, change: Change) -> Screening:
    exercises = tuple(evolve(one, setups=tuple(change(setup) for setup in one.setups)) for one in screening.exercises)
    return evolve(screening, exercises=exercises)


def few(profile: Profile, conditions: list[str]) -> Profile:
    answers = tuple(answer for answer in profile.answers if answer.condition in conditions)
    return evolve(profile, conditions=frozenset(conditions), answers=answers)


def forgets_all_but_one_condition(catalog: Catalog, profile: Profile) -> Screening:
    return screen(catalog, few(profile, sorted(profile.conditions or ())[:1]))


def forgets_gates_of_several(catalog: Catalog, profile: Profile) -> Screening:
    said = screen(catalog, profile)
    return evolve(said, gates=said.gates if len(profile.conditions or ()) < 2 else ())


def forgets_limits_of_several(catalog: Catalog, profile: Profile) -> Screening:
    def change(setup: ScreenedSetup) -> ScreenedSetup:
        unlimited = tuple(reason for reason in setup.reasons if not reason.rule.limits)
        return evolve(setup, reasons=unlimited) if len(profile.conditions or ()) > 1 else setup

    return with_setups(screen(catalog, profile), change)


def takes_silence_for_no(catalog: Catalog, profile: Profile) -> Screening:
    said = screen(catalog, profile)

    def change(setup: ScreenedSetup) -> ScreenedSetup:
        sure = tuple(reason for reason in setup.reasons if not reason.unanswered)
        return evolve(setup, reasons=sure, verdict=sure[0].verdict if sure else Verdict.KEEP)

    return with_setups(said, change)


def wants_nothing_but_what_it_needs(catalog: Catalog, profile: Profile) -> Screening:
    def change(setup: ScreenedSetup) -> ScreenedSetup:
        fits = profile.equipment <= set(setup.setup.equipment)
        return setup if fits else evolve(setup, avoided="There is too much about.")

    return with_setups(screen(catalog, profile), change)


def lets_the_last_rule_win(catalog: Catalog, profile: Profile) -> Screening:
    order = [rule.id for rule in catalog.rules]

    def change(setup: ScreenedSetup) -> ScreenedSetup:
        last = max(setup.reasons, key=lambda reason: order.index(reason.rule.id), default=None)
        return evolve(setup, verdict=last.verdict if last else Verdict.KEEP)

    return with_setups(screen(catalog, profile), change)


def reads_the_last_demand_only(catalog: Catalog, profile: Profile) -> Screening:
    def change(setup: ScreenedSetup) -> ScreenedSetup:
        read = tuple(reason for reason in setup.reasons if reason.rule.demand == setup.setup.demands[-1])
        return evolve(setup, reasons=read, verdict=read[0].verdict if read else Verdict.KEEP)

    return with_setups(screen(catalog, profile), change)


def excludes_cautions_of_two_conditions(catalog: Catalog, profile: Profile) -> Screening:
    def change(setup: ScreenedSetup) -> ScreenedSetup:
        behind = {reason.declared for reason in setup.reasons}
        return evolve(setup, verdict=Verdict.EXCLUDE) if len(behind) > 1 else setup

    return with_setups(screen(catalog, profile), change)


def waits_for_a_word_on_two_conditions(catalog: Catalog, profile: Profile) -> Screening:
    declared = profile.conditions or frozenset()
    return evolve(screen(catalog, profile), gates=tuple(sorted(declared)) if len(declared) > 1 else ())


def excludes_everything_for_three_conditions(catalog: Catalog, profile: Profile) -> Screening:
    gone = len(profile.conditions or ()) > 2
    return with_setups(screen(catalog, profile), lambda s: evolve(s, verdict=Verdict.EXCLUDE) if gone else s)


def gives_no_reason(catalog: Catalog, profile: Profile) -> Screening:
    return with_setups(screen(catalog, profile), lambda setup: evolve(setup, reasons=()))


def blames_a_rule_that_did_not_fire(catalog: Catalog, profile: Profile) -> Screening:
    other = next(rule for rule in catalog.rules if rule.id == "R5")

    def change(setup: ScreenedSetup) -> ScreenedSetup:
        return evolve(setup, reasons=tuple(evolve(reason, rule=other) for reason in setup.reasons))

    return with_setups(screen(catalog, profile), change)


def leaves_an_exercise_out(catalog: Catalog, profile: Profile) -> Screening:
    said = screen(catalog, profile)
    return evolve(said, exercises=said.exercises[1:])


FAULTS: dict[Screen, tuple[str, Callable[[Screen], None]]] = {
    forgets_all_but_one_condition: (
        "antitone in conditions",
        lambda faulty: laws.antitone_in_conditions(SMALL, declaring("slim"), ["broad"], screen=faulty),
    ),
    forgets_gates_of_several: (
        "antitone in conditions",
        lambda faulty: laws.antitone_in_conditions(SMALL, declaring("other"), ["last"], screen=faulty),
    ),
    forgets_limits_of_several: (
        "antitone in conditions",
        lambda faulty: laws.antitone_in_conditions(SMALL, declaring("last"), ["broad"], screen=faulty),
    ),
    takes_silence_for_no: (
        "antitone in answers",
        lambda faulty: laws.antitone_in_answers(
            SMALL,
            Profile(
                conditions=frozenset({"slim"}),
                answers=(Answer(condition="slim", question="stage", choices=("early",)),),
            ),
            screen=faulty,
        ),
    ),
    wants_nothing_but_what_it_needs: (
        "monotone in equipment",
        lambda faulty: laws.monotone_in_equipment(SMALL, declaring(), ["chair"], screen=faulty),
    ),
    lets_the_last_rule_win: (
        "antitone in rules",
        lambda faulty: laws.antitone_in_rules(SMALL, declaring("slim"), ["R1", "R6"], screen=faulty),
    ),
    reads_the_last_demand_only: (
        "antitone in demands",
        lambda faulty: laws.antitone_in_demands(
            with_demands_everywhere(SMALL, "turning"), declaring("slim"), ["bowing"], screen=faulty
        ),
    ),
    excludes_cautions_of_two_conditions: (
        "union is intersection",
        lambda faulty: laws.union_is_intersection(
            SMALL, declaring("other", "last"), ["other"], ["last"], screen=faulty
        ),
    ),
    waits_for_a_word_on_two_conditions: (
        "union is intersection",
        lambda faulty: laws.union_is_intersection(
            SMALL, declaring("broad", "last"), ["broad"], ["last"], screen=faulty
        ),
    ),
    excludes_everything_for_three_conditions: (
        "exclusions have witnesses",
        lambda faulty: laws.exclusions_have_witnesses(SMALL, declaring("broad", "other", "last"), screen=faulty),
    ),
    gives_no_reason: (
        "reasons are true",
        lambda faulty: laws.reasons_are_true(SMALL, declaring("broad"), screen=faulty),
    ),
    blames_a_rule_that_did_not_fire: (
        "reasons are true",
        lambda faulty: laws.reasons_are_true(SMALL, declaring("broad"), screen=faulty),
    ),
    leaves_an_exercise_out: (
        "every setup is screened",
        lambda faulty: laws.antitone_in_answers(SMALL, declaring(), screen=faulty),
    ),
}
"""Each faulty screening with the law that it breaks, and a case in which it does."""


def with_demands_everywhere(catalog: Catalog, *demands: str) -> Catalog:
    return evolve(
        catalog,
        exercises=tuple(
            evolve(one, setups=tuple(evolve(s, demands=demands, demands_none_because=None) for s in one.setups))
            for one in catalog.exercises
        ),
    )


def name(faulty: Screen) -> str:
    return str(getattr(faulty, "__name__", faulty))


def test_the_bundled_catalog_keeps_every_law() -> None:
    check_catalog(bundled(), examples=16)


def test_a_small_catalog_keeps_every_law() -> None:
    check_catalog(SMALL, examples=30)


@settings(  # a broken law tells enough by itself, and making a whole catalog small takes minutes
    max_examples=30, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow]
)
@given(st.data())
def test_every_generated_catalog_keeps_every_law(data: st.DataObject) -> None:
    catalog = data.draw(strategies.small_catalogs())
    laws.closure_is_an_order(catalog)
    for law, cases in checking._laws(catalog):
        law(catalog, **data.draw(cases))


def test_a_catalog_without_conditions_rules_and_equipment_keeps_every_law() -> None:
    check_catalog(small_catalog(exercises=[an_exercise("turn", [a_setup("free", [])])]), examples=5)


def test_every_law_is_tried() -> None:
    tried = [laws.closure_is_an_order, *(law for law, _ in checking._laws(SMALL))]
    assert tuple(tried) == laws.LAWS
    assert {law.__name__ for law in laws.LAWS} <= set(testing.__all__)


@pytest.mark.parametrize("faulty", FAULTS, ids=name)
def test_the_case_is_right_without_the_fault(faulty: Screen) -> None:
    FAULTS[faulty][1](screen)


@pytest.mark.parametrize("faulty", FAULTS, ids=name)
def test_a_law_catches_the_fault_that_breaks_it(faulty: Screen) -> None:
    law, case = FAULTS[faulty]
    with pytest.raises(LawBrokenError) as caught:
        case(faulty)
    assert caught.value.law == law


@pytest.mark.parametrize("faulty", FAULTS, ids=name)
def test_drawing_finds_the_fault_by_itself(faulty: Screen) -> None:
    wanted = FAULTS[faulty][0]
    own = [(law, cases) for law, cases in checking._laws(SMALL) if law.__name__.replace("_", " ") == wanted]
    for law, cases in own or checking._laws(SMALL):
        with pytest.raises(LawBrokenError, match=wanted):
            checking._try(law, cases, SMALL, faulty, examples=60)


def test_a_fault_in_screening_is_found_on_the_bundled_catalog_too() -> None:
    with pytest.raises(LawBrokenError, match=r"^antitone in conditions: broken"):
        check_catalog(bundled(), examples=40, screen=forgets_all_but_one_condition)


def test_the_pair_rules_are_set_aside_where_two_sets_of_conditions_are_joined() -> None:
    pair = declaring("other", "last")
    assert screen(SMALL, pair).why("turn").verdict is Verdict.EXCLUDE
    laws.union_is_intersection(SMALL, pair, ["other"], ["last"])


def test_a_pair_of_conditions_is_a_witness() -> None:
    laws.exclusions_have_witnesses(SMALL, declaring("broad", "other", "last"))


def test_a_closure_that_stops_at_the_parents_is_no_order() -> None:
    grown = evolve(SMALL, conditions=(*SMALL.conditions, a_condition("slimmest", ["slim"])))

    def one_step(catalog: Catalog, condition: str) -> frozenset[str]:
        return frozenset({condition, *catalog.condition(condition).parents})

    laws.closure_is_an_order(grown)
    with pytest.raises(LawBrokenError, match="slimmest lacks broad, which slim has above it"):
        laws.closure_is_an_order(grown, closure=one_step)


def test_a_closure_without_the_parents_is_no_order() -> None:
    with pytest.raises(LawBrokenError, match="slim has slim, which is not itself with all that its parents have"):
        laws.closure_is_an_order(SMALL, closure=lambda _, condition: frozenset({condition}))


def test_a_circle_of_conditions_that_was_forged_past_the_constructor_is_found() -> None:
    forged = evolve(SMALL)
    broad = copy(SMALL.conditions[0])
    object.__setattr__(broad, "parents", ("slim",))
    object.__setattr__(forged, "conditions", (broad, *SMALL.conditions[1:]))
    with pytest.raises(LawBrokenError, match="broad and slim are each broader than the other"):
        check_catalog(forged, examples=1)


def test_a_counterexample_says_where_for_whom_and_what_was_said() -> None:
    profile = declaring("slim", equipment=("stool",), late=True)
    with pytest.raises(LawBrokenError) as caught:
        laws.monotone_in_equipment(SMALL, profile, ["chair"], screen=wants_nothing_but_what_it_needs)
    assert str(caught.value) == (
        "monotone in equipment: broken\n"
        "  turn, setup on-stool\n"
        "  with this equipment: caution by R1, available\n"
        "  with chair as well: caution by R1, not available\n"
        "  profile: conditions slim; answers slim.stage = late; equipment stool"
    )


def test_a_counterexample_in_the_gates_tells_the_gates() -> None:
    with pytest.raises(LawBrokenError) as caught:
        laws.antitone_in_conditions(SMALL, declaring("other"), ["last"], screen=forgets_gates_of_several)
    assert "  declared as it is: gates other; red flags none\n" in str(caught.value)
    assert "  with last as well: gates none; red flags none\n" in str(caught.value)


def test_a_counterexample_in_the_limits_tells_what_is_lost() -> None:
    with pytest.raises(LawBrokenError) as caught:
        laws.antitone_in_conditions(SMALL, declaring("last"), ["broad"], screen=forgets_limits_of_several)
    assert "  with broad as well: without the limit: move slowly\n" in str(caught.value)


def test_a_broken_law_is_an_assertion_error_and_an_error_of_the_library() -> None:
    error = LawBrokenError("some law", "  somebody")
    assert isinstance(error, AssertionError)
    assert isinstance(error, ThoracicError)
    assert (error.code, error.law, error.counterexample) == ("law-broken", "some law", "  somebody")
    assert str(error) == "some law: broken\n  somebody"


def test_checking_gives_the_same_counterexample_every_time() -> None:
    told = []
    for _ in range(2):
        with pytest.raises(LawBrokenError) as caught:
            check_catalog(SMALL, examples=40, screen=forgets_all_but_one_condition)
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_the_counterexample_bears_no_notes_of_the_drawing() -> None:
    with pytest.raises(LawBrokenError) as caught:
        check_catalog(SMALL, examples=40, screen=gives_no_reason)
    assert getattr(caught.value, "__notes__", []) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_drawn_profiles_can_be_screened(data: st.DataObject) -> None:
    verify_profile(bundled(), data.draw(strategies.profiles(bundled())))


@settings(max_examples=60, deadline=None)
@given(strategies.profiles(bundled(), asked=True, least=2, most=4))
def test_drawn_profiles_declare_as_many_conditions_as_asked_for(profile: Profile) -> None:
    assert 2 <= len(profile.conditions or ()) <= 4


@settings(max_examples=40, deadline=None)
@given(strategies.rule_tables(bundled()))
def test_a_drawn_table_can_take_the_place_of_the_rules(table: tuple[Rule, ...]) -> None:
    assert evolve(bundled(), rules=table).rules == table


@pytest.mark.parametrize("kind", LimitKind)
def test_every_kind_of_limit_is_drawn(kind: LimitKind) -> None:
    drawn = find(strategies._limits(bundled()), lambda limit: limit.kind is kind, settings=settings(max_examples=1000))
    assert drawn.kind is kind


@pytest.mark.parametrize("field", ["position", "equipment"])
def test_a_limit_to_a_setup_is_drawn_with_either_of_what_it_takes(field: str) -> None:
    drawn = find(
        strategies._limits(bundled()),
        lambda limit: limit.kind is LimitKind.USE_SETUP and getattr(limit, field) is not None,
        settings=settings(max_examples=1000),
    )
    assert getattr(drawn, field)


def test_without_hypothesis_the_module_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "thoracic_lib.testing")
    with pytest.raises(ImportError, match=r"install thoracic-lib\[testing\]"):
        importlib.import_module("thoracic_lib.testing")
