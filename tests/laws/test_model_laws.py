"""What holds for every value of the model that can be drawn."""

import pickle

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import strategies as some
from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.exporting.as_json import KINDS
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Condition, Limit, Rule
from thoracic_lib.model.exercise import DEMANDS_OF_POSITION, Exercise, Setup
from thoracic_lib.model.plain import canonical, plain
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request
from thoracic_lib.model.values import Value
from thoracic_lib.reading import structure
from thoracic_lib.vocabulary import Movement, Phase, RelationKind, Verdict

laws = settings(max_examples=30, deadline=None)
few = settings(max_examples=12, deadline=None)


def requests() -> st.SearchStrategy[Request]:
    """Requests for the bundled catalog."""
    named = some.ids_of("exercises", most=2).map(frozenset)
    return st.builds(
        Request,
        minutes=st.integers(1, 600),
        goal=st.sampled_from([goal.id for goal in bundled().goals]),
        profile=some.profiles(),
        include=named,
        emphasis_movements=some.some_of(Movement).map(frozenset),
        emphasis_phases=some.some_of(Phase).map(frozenset),
        maximum_exercises=st.none() | st.integers(1, 9),
        pace=some.paces(),
    )


VALUES = {
    "span": some.spans(),
    "pace": some.paces(),
    "dose": some.doses(),
    "dosage": some.dosages(),
    "setup": some.setups(),
    "exercise": some.exercises(),
    "limit": some.limits(),
    "when": some.whens(),
    "rule": some.rules(),
    "condition": some.conditions(),
    "profile": some.profiles(),
    "request": requests(),
}


def enough_for(drawn: st.SearchStrategy[Value]) -> settings:
    """Fewer examples of what takes long to draw."""
    return few if drawn is VALUES["exercise"] else laws


every_value = pytest.mark.parametrize("drawn", VALUES.values(), ids=VALUES)


@every_value
def test_structure_after_plain_is_the_identity(drawn: st.SearchStrategy[Value]) -> None:
    @enough_for(drawn)
    @given(drawn)
    def law(value: Value) -> None:
        again = structure(type(value), plain(value))
        assert again == value
        assert hash(again) == hash(value)
        assert canonical(again) == canonical(value)

    law()


@every_value
def test_unpickling_after_pickling_is_the_identity(drawn: st.SearchStrategy[Value]) -> None:
    @enough_for(drawn)
    @given(drawn)
    def law(value: Value) -> None:
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - made on the same line

    law()


@every_value
def test_two_values_are_equal_exactly_when_their_canonical_texts_are(drawn: st.SearchStrategy[Value]) -> None:
    @enough_for(drawn)
    @given(drawn, drawn)
    def law(one: Value, other: Value) -> None:
        assert (one == other) is (canonical(one) == canonical(other))

    law()


@pytest.mark.parametrize("drawn", [VALUES[name] for name in sorted(VALUES.keys() & KINDS.keys())])
def test_from_json_after_to_json_is_the_identity(drawn: st.SearchStrategy[Value]) -> None:
    @few
    @given(drawn)
    def law(value: Value) -> None:
        text = to_json(value)
        assert from_json(text) == value
        assert to_json(from_json(text)) == text

    law()


@laws
@given(some.setups())
def test_a_setup_has_every_demand_of_its_position(setup: Setup) -> None:
    assert DEMANDS_OF_POSITION[setup.position] <= set(setup.demands)
    assert set(setup.needs) - set(setup.equipment) <= {"floor"}


@laws
@given(some.limits())
def test_a_limit_says_something(limit: Limit) -> None:
    assert str(limit).strip()
    assert "None" not in str(limit)


@laws
@given(some.rules())
def test_a_rule_has_limits_exactly_when_it_modifies(rule: Rule) -> None:
    assert bool(rule.limits) is (rule.verdict is Verdict.MODIFY)


@laws
@given(some.profiles(), st.sampled_from(bundled().conditions), st.sampled_from(bundled().questions))
def test_a_profile_answers_exactly_what_it_holds(profile: Profile, condition: Condition, question: Value) -> None:
    for answer in profile.answers:
        assert profile.answer(answer.condition, answer.question) is answer
    found = profile.answer(condition.id, question.id)  # type: ignore[attr-defined]  # it is a question
    assert (found is None) is (found not in profile.answers)


@few
@given(some.exercises(), some.conditions(), some.rules())
def test_what_is_drawn_can_be_added_to_the_bundled_catalog(
    exercise: Exercise, condition: Condition, rule: Rule
) -> None:
    mild = rule if rule.limits else evolve(rule, verdict=Verdict.CAUTION)
    links = tuple(link for link in exercise.relations if link.kind not in PROGRESSIONS)
    grown = evolve(
        bundled(),
        exercises=(*bundled().exercises, evolve(exercise, relations=links)),
        conditions=(*bundled().conditions, condition),
        rules=(*bundled().rules, mild),
    )
    assert grown[exercise.id].name == exercise.name
    assert grown.digest != bundled().digest
    assert grown.closure(condition.id) > set(condition.parents)


PROGRESSIONS = {RelationKind.PROGRESSION_OF, RelationKind.REGRESSION_OF}


@few
@given(some.catalogs())
def test_a_small_catalog_survives_json_and_keeps_its_digest(catalog: Catalog) -> None:
    again = structure(Catalog, plain(catalog))
    assert again == catalog
    assert again.digest == catalog.digest


@few
@given(some.catalogs(), some.catalogs())
def test_catalogs_are_equal_exactly_when_their_digests_are(one: Catalog, other: Catalog) -> None:
    assert (one == other) is (one.digest == other.digest)


@few
@given(some.catalogs())
def test_a_closure_holds_the_closures_of_all_it_holds(catalog: Catalog) -> None:
    for condition in catalog.conditions:
        closure = catalog.closure(condition.id)
        assert condition.id in closure
        assert closure == {condition.id}.union(*(catalog.closure(parent) for parent in condition.parents))


@few
@given(some.catalogs())
def test_a_progression_is_harder_than_what_it_progresses_from(catalog: Catalog) -> None:
    for exercise in catalog.exercises:
        for link in exercise.relations:
            if link.kind is RelationKind.PROGRESSION_OF:
                assert catalog.difficulty(exercise.id) > catalog.difficulty(link.to)
            if link.kind is RelationKind.REGRESSION_OF:
                assert catalog.difficulty(exercise.id) < catalog.difficulty(link.to)


ITEMS = some.ids_of("equipment", most=6)


@laws
@given(ITEMS, ITEMS, ITEMS)
def test_more_equipment_never_makes_less_available(
    have: tuple[str, ...], more: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    assert set(have) <= bundled().available(have, gone) <= bundled().available((*have, *more), gone)


@laws
@given(ITEMS, ITEMS, ITEMS)
def test_going_without_more_never_makes_more_available(
    have: tuple[str, ...], gone: tuple[str, ...], more: tuple[str, ...]
) -> None:
    assert bundled().available(have, (*gone, *more)) <= bundled().available(have, gone)
