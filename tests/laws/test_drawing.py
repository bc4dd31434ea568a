"""What is drawn reaches what laws look at: a law that is tried where nothing changes says nothing."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Rule
from thoracic_lib.model.profile import Profile
from thoracic_lib.screening import firing_rules, screen
from thoracic_lib.testing import checking, laws, strategies
from thoracic_lib.testing.laws import Judged
from thoracic_lib.vocabulary import LimitKind, QuestionKind, Verdict

pytestmark = pytest.mark.long

DRAWN = 120

same_every_time = settings(
    max_examples=DRAWN,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)

LEAST = {
    **{f"catalog: a rule that says {verdict}": 20 for verdict in Verdict},
    **{f"catalog: a when of kind {kind}": 20 for kind in QuestionKind},
    **{f"catalog: the limit {kind}": 3 for kind in LimitKind},
    "catalog: one condition under another": 40,
    "catalog: three conditions under each other": 20,
    "catalog: a gate under certain answers": 20,
    "catalog: a rule for a pair": 20,
    "catalog: a rule for every setup": 20,
    "catalog: a rule with two whens": 20,
    "catalog: a setup that needs what something else can stand in for": 20,
    "profile: nobody asked": 2,
    "profile: several conditions": 10,
    "profile: a stand-in": 10,
    **{f"screening: {verdict}": 5 for verdict in Verdict},
    "screening: a rule fires through a broader condition": 10,
    "screening: a rule fires while its when is open": 10,
    "screening: a rule fires as its when is answered": 4,
    "screening: an answer denies a rule": 4,
    "screening: a rule for a pair fires": 5,
    "screening: a limit cannot be applied": 3,
    "screening: reasons of several verdicts": 10,
    "screening: something is missing": 20,
    "screening: a gate waits": 10,
    "screening: a gate waits no longer": 5,
}
"""In so many of a hundred draws, at least, each of these has to be there (library default)."""


def seen(catalog: Catalog, profile: Profile) -> Iterator[str]:
    """What there is in a catalog, a profile, and what screening says of both."""
    yield from (f"catalog: {told}" for told in in_catalog(catalog))
    yield from (f"profile: {told}" for told in in_profile(profile))
    yield from (f"screening: {told}" for told in in_screening(catalog, profile))


def in_catalog(catalog: Catalog) -> Iterator[str]:
    for rule in drawn(catalog):
        yield f"a rule that says {rule.verdict}"
        yield from (f"a when of kind {catalog.question(when.question).kind}" for when in rule.when)
        yield from (f"the limit {limit.kind}" for limit in rule.limits)
        if len(rule.when) > 1:
            yield "a rule with two whens"
        if rule.demand == EVERY_SETUP:
            yield "a rule for every setup"
        if rule.also not in {None, rule.condition}:
            yield "a rule for a pair"
    for condition in catalog.conditions:
        if len(line := catalog.closure(condition.id)) > 1:
            yield "one condition under another" if len(line) == 2 else "three conditions under each other"
        if condition.gate_when:
            yield "a gate under certain answers"
    if any("stool" in setup.equipment for exercise in catalog.exercises for setup in exercise.setups):
        yield "a setup that needs what something else can stand in for"


def drawn(catalog: Catalog) -> list[Rule]:
    return [rule for rule in catalog.rules if rule.id.startswith("drawn")]


def in_profile(profile: Profile) -> Iterator[str]:
    if profile.conditions is None:
        yield "nobody asked"
    elif len(profile.conditions) > 1:
        yield "several conditions"
    if "chair" in profile.equipment:
        yield "a stand-in"


def in_screening(catalog: Catalog, profile: Profile) -> Iterator[str]:
    fired = {one.rule.id: one for one in firing_rules(catalog, profile)}
    silent = {one.rule.id for one in firing_rules(catalog, without_answers(profile))}
    if silent - fired.keys():
        yield "an answer denies a rule"
    for one in fired.values():
        if one.declared != one.rule.condition:
            yield "a rule fires through a broader condition"
        if one.rule.when:
            yield "a rule fires while its when is open" if one.unanswered else "a rule fires as its when is answered"
        if one.rule.also not in {None, one.rule.condition}:
            yield "a rule for a pair fires"
    yield from in_setups(catalog, profile)


def in_setups(catalog: Catalog, profile: Profile) -> Iterator[str]:
    screening = screen(catalog, profile)
    for setup in (setup for exercise in screening.exercises for setup in exercise.setups):
        yield setup.verdict.value
        if setup.missing_equipment:
            yield "something is missing"
        if any(reason.because_unapplied for reason in setup.reasons):
            yield "a limit cannot be applied"
        if len({reason.verdict for reason in setup.reasons}) > 1:
            yield "reasons of several verdicts"
    gated = any(catalog.condition(a).gate for c in profile.conditions or () for a in catalog.closure(c))
    if gated:
        yield "a gate waits" if screening.gates else "a gate waits no longer"


def without_answers(profile: Profile) -> Profile:
    return Profile(conditions=profile.conditions)


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    found: Counter[str] = Counter()

    @same_every_time
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        catalog = data.draw(strategies.small_catalogs())
        found.update({*seen(catalog, data.draw(strategies.profiles(catalog))), "draws"})

    draw()
    return found


@pytest.mark.parametrize("what", LEAST)
def test_what_laws_look_at_is_drawn_often(counts: Counter[str], what: str) -> None:
    assert counts[what] * 100 >= LEAST[what] * counts["draws"]


def test_nothing_else_is_counted_than_what_is_asked_for(counts: Counter[str]) -> None:
    assert counts.keys() - {"draws"} == LEAST.keys()


def compared(tried: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """For each law that compares two screenings, in what part of its cases they differ."""
    cases, differing = Counter[str](), Counter[str]()
    compare = laws._compare

    def count(law: str, before: Judged, after: Judged, *, tighter: bool) -> None:
        cases[law] += 1
        differing[law] += any(before.ways[way] != after.ways[way] for way in before.ways)
        compare(law, before, after, tighter=tighter)

    monkeypatch.setattr(laws, "_compare", count)
    tried()
    return {law: differing[law] / number for law, number in cases.items()}


def test_most_laws_are_tried_where_something_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    told = compared(lambda: laws_on_the_bundled_catalog(60), monkeypatch)
    assert len(told) == 5
    assert all(part >= 0.15 for part in told.values()), told


def laws_on_the_bundled_catalog(examples: int) -> None:
    comparing = (
        laws.antitone_in_conditions,
        laws.antitone_in_answers,
        laws.monotone_in_equipment,
        laws.antitone_in_rules,
        laws.antitone_in_demands,
    )
    for law, cases in checking._laws(bundled()):
        if law in comparing:
            checking._try(law, cases, bundled(), screen, examples)


def test_most_laws_are_tried_where_something_changes_in_drawn_catalogs(monkeypatch: pytest.MonkeyPatch) -> None:
    @settings(same_every_time, max_examples=50)
    @given(st.data())
    def on_drawn_catalogs(data: st.DataObject) -> None:
        catalog = data.draw(strategies.small_catalogs())
        for law, cases in checking._laws(catalog):
            law(catalog, **data.draw(cases))

    told = compared(on_drawn_catalogs, monkeypatch)
    assert len(told) == 5
    assert all(part >= 0.05 for part in told.values()), told


@same_every_time
@given(strategies.profiles(bundled(), asked=True, answered=True, least=1))
def test_a_profile_that_is_to_answer_answers_every_question(profile: Profile) -> None:
    asked = {(c, q.id) for q in bundled().questions for c in q.conditions if c in (profile.conditions or ())}
    assert {(answer.condition, answer.question) for answer in profile.answers} == asked
    assert asked
