"""Laws of screening: more said never makes more available, and every exclusion has a true reason."""

from hashlib import sha256

from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.strategies import CATALOG, ids_of, profiles, rules
from thoracic_lib.errors import InvalidValueError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Rule
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.screened import ScreenedSetup, Screening
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Verdict

often = settings(max_examples=60, deadline=None)
seldom = settings(max_examples=15, deadline=None)

Way = tuple[str, str]


def ways(screening: Screening) -> dict[Way, ScreenedSetup]:
    return {(e.exercise.id, setup.setup.id): setup for e in screening.exercises for setup in e.setups}


def available(screening: Screening) -> set[Way]:
    return {way for way, screened in ways(screening).items() if screened.available}


def excluded(screening: Screening) -> set[Way]:
    return {way for way, screened in ways(screening).items() if screened.verdict is Verdict.EXCLUDE}


def ranks(screening: Screening) -> dict[Way, int]:
    return {way: screened.verdict.rank for way, screened in ways(screening).items()}


def at_least_as_strict(one: Screening, other: Screening) -> bool:
    """Every verdict of `one` is at least that of `other`, and every gate and sign of `other` stands in it."""
    milder = ranks(other)
    verdicts = all(rank >= milder[way] for way, rank in ranks(one).items())
    return verdicts and set(one.gates) >= set(other.gates) and set(one.red_flags) >= set(other.red_flags)


def shuffled(catalog: Catalog, seed: int) -> Catalog:
    def place(row: object) -> bytes:
        return sha256(f"{seed} {getattr(row, 'id', '')}".encode()).digest()

    return evolve(
        catalog,
        rules=tuple(sorted(catalog.rules, key=place)),
        exercises=tuple(sorted(catalog.exercises, key=place)),
    )


@often
@given(profiles(), ids_of("conditions", 1, 3))
def test_adding_a_condition_never_adds(profile: Profile, more: tuple[str, ...]) -> None:
    said = evolve(profile, conditions=(profile.conditions or frozenset()).union(more))
    before, after = screen(CATALOG, profile), screen(CATALOG, said)
    assert available(after) <= available(before)
    assert at_least_as_strict(after, before)


@often
@given(profiles(), ids_of("equipment", 1, 5))
def test_adding_equipment_never_removes(profile: Profile, more: tuple[str, ...]) -> None:
    have = evolve(profile, equipment=profile.equipment.union(more), without=profile.without.difference(more))
    before, after = screen(CATALOG, profile), screen(CATALOG, have)
    assert available(before) <= available(after)
    assert ranks(before) == ranks(after)


@often
@given(profiles(asked=True))
def test_an_answer_is_never_stricter_than_none(profile: Profile) -> None:
    answered, silent = screen(CATALOG, profile), screen(CATALOG, evolve(profile, answers=()))
    assert at_least_as_strict(silent, answered)
    assert available(silent) <= available(answered)


@often
@given(profiles(), ids_of("conditions"))
def test_clearing_changes_no_verdict(profile: Profile, cleared: tuple[str, ...]) -> None:
    before, after = (screen(CATALOG, evolve(profile, cleared=names)) for names in (frozenset(), frozenset(cleared)))
    assert before.exercises == after.exercises
    assert set(after.gates) <= set(before.gates)


@often
@given(ids_of("conditions", most=5), ids_of("conditions", most=5))
def test_two_sets_of_conditions_exclude_together_what_each_excludes(one: tuple[str, ...], two: tuple[str, ...]) -> None:
    def without(*conditions: str) -> set[Way]:
        return excluded(screen(CATALOG, Profile(conditions=frozenset(conditions))))

    assert without(*one) | without(*two) <= without(*one, *two)


@often
@given(profiles())
def test_the_verdict_is_the_strictest_of_the_reasons(profile: Profile) -> None:
    for screened in ways(screen(CATALOG, profile)).values():
        strictest = max((reason.verdict.rank for reason in screened.reasons), default=Verdict.KEEP.rank)
        assert screened.verdict.rank == strictest


@often
@given(profiles())
def test_every_exclusion_has_a_true_reason(profile: Profile) -> None:
    declared = profile.conditions or frozenset()
    for way, screened in ways(screen(CATALOG, profile)).items():
        assert (screened.verdict is Verdict.EXCLUDE) is any(r.verdict is Verdict.EXCLUDE for r in screened.reasons), way
        for reason in screened.reasons:
            assert (reason.verdict is reason.rule.verdict) or reason.verdict is Verdict.EXCLUDE
            if reason.verdict is Verdict.EXCLUDE:
                assert (reason.rule.verdict is Verdict.EXCLUDE) is (reason.because_unapplied is None)
            assert reason.declared in declared
            assert reason.rule.condition in CATALOG.closure(reason.declared)
            assert reason.rule.demand in {EVERY_SETUP, *screened.setup.demands}


@often
@given(profiles())
def test_no_reason_is_given_twice(profile: Profile) -> None:
    for screened in ways(screen(CATALOG, profile)).values():
        fired = [reason.rule.id for reason in screened.reasons]
        assert len(fired) == len(set(fired))


@often
@given(profiles())
def test_screening_gives_the_same_answer_twice(profile: Profile) -> None:
    assert screen(CATALOG, profile) == screen(CATALOG, profile)


@seldom
@given(profiles(asked=True), st.integers(0, 999))
def test_the_order_of_rules_and_exercises_changes_nothing_said_of_an_exercise(profile: Profile, seed: int) -> None:
    one, two = screen(CATALOG, profile), screen(shuffled(CATALOG, seed), profile)
    assert {e.exercise.id: e for e in one.exercises} == {e.exercise.id: e for e in two.exercises}
    assert (one.gates, one.red_flags, one.banners) == (two.gates, two.red_flags, two.banners)


@seldom
@given(profiles(asked=True), rules())
def test_a_further_rule_never_lowers_a_verdict(profile: Profile, rule: Rule) -> None:
    try:
        more = evolve(CATALOG, rules=(*CATALOG.rules, rule))
    except InvalidValueError:
        assume(False)  # noqa: FBT003 - it excludes what another rule says to keep; hypothesis draws again
    declared = evolve(profile, conditions=(profile.conditions or frozenset()).union({rule.condition}))
    assert at_least_as_strict(screen(more, declared), screen(CATALOG, declared))
