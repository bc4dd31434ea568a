"""Laws of filtering: predicates form a Boolean algebra, and `where` keeps a subsequence of the catalog."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import CATALOG, catalogs, ids_of
from thoracic_lib import filtering
from thoracic_lib.filtering import Predicate, where
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.vocabulary import Movement, Phase, Position

often = settings(max_examples=100, deadline=None)
seldom = settings(max_examples=40, deadline=None)

atoms = st.one_of(
    st.sampled_from(Phase).map(filtering.phase),
    st.sampled_from(Movement).map(filtering.movement),
    st.sampled_from(Position).map(filtering.position),
    st.sampled_from(CATALOG.targets).map(lambda row: filtering.target(row.id)),
    st.sampled_from(CATALOG.demands).map(lambda row: filtering.demand(row.id)),
    st.sampled_from(CATALOG.sources).map(lambda row: filtering.source(row.id)),
    ids_of("equipment").map(filtering.fits),
)
predicates = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: two[0] & two[1]),
        st.tuples(inner, inner).map(lambda two: two[0] | two[1]),
        inner.map(lambda one: ~one),
    ),
    max_leaves=5,
)

Way = tuple[str, str]
EVERY = {(exercise.id, setup.id) for exercise in CATALOG.exercises for setup in exercise.setups}


def ways(predicate: Predicate) -> set[Way]:
    """The setups of the bundled catalog that satisfy a predicate."""
    test = predicate.bind(CATALOG)
    return {(e.id, setup.id) for e in CATALOG.exercises for setup in e.setups if test(e, setup)}


@often
@given(predicates, predicates)
def test_and_or_and_not_are_intersection_union_and_complement(p: Predicate, q: Predicate) -> None:
    assert ways(p & q) == ways(p) & ways(q)
    assert ways(p | q) == ways(p) | ways(q)
    assert ways(~p) == EVERY - ways(p)


@often
@given(predicates, predicates)
def test_de_morgan(p: Predicate, q: Predicate) -> None:
    assert where(CATALOG, ~(p & q)) == where(CATALOG, ~p | ~q)
    assert where(CATALOG, ~(p | q)) == where(CATALOG, ~p & ~q)


@often
@given(predicates)
def test_double_negation_and_idempotence(p: Predicate) -> None:
    assert where(CATALOG, ~~p) == where(CATALOG, p)
    assert where(CATALOG, p & p) == where(CATALOG, p | p) == where(CATALOG, p)


@often
@given(predicates, predicates)
def test_commutativity(p: Predicate, q: Predicate) -> None:
    assert where(CATALOG, p & q) == where(CATALOG, q & p)
    assert where(CATALOG, p | q) == where(CATALOG, q | p)


@often
@given(predicates, predicates, predicates)
def test_associativity_distributivity_and_absorption(p: Predicate, q: Predicate, r: Predicate) -> None:
    assert where(CATALOG, (p & q) & r) == where(CATALOG, p & (q & r))
    assert where(CATALOG, p & (q | r)) == where(CATALOG, (p & q) | (p & r))
    assert where(CATALOG, p & (p | q)) == where(CATALOG, p)


@often
@given(predicates)
def test_a_contradiction_keeps_nothing_and_a_tautology_everything(p: Predicate) -> None:
    assert where(CATALOG, p & ~p) == ()
    assert where(CATALOG, p | ~p) == CATALOG.exercises


@seldom
@given(catalogs(), predicates)
def test_where_keeps_the_exercises_with_a_setup_that_satisfies_in_the_order_of_the_catalog(
    catalog: Catalog, p: Predicate
) -> None:
    test = p.bind(catalog)
    kept = [e for e in catalog.exercises if any(test(e, setup) for setup in e.setups)]
    assert where(catalog, p) == tuple(kept)


@often
@given(ids_of("equipment"), ids_of("equipment"))
def test_more_equipment_fits_more(have: tuple[str, ...], more: tuple[str, ...]) -> None:
    assert ways(filtering.fits(have)) <= ways(filtering.fits((*have, *more)))


@settings(max_examples=20, deadline=None)
@given(ids_of("equipment", most=5))
def test_nothing_is_missing_exactly_where_it_fits(have: tuple[str, ...]) -> None:
    whole = {e.id for e in CATALOG.exercises if not filtering.missing_equipment(CATALOG, e, have)}
    assert whole == {e.id for e in where(CATALOG, filtering.fits(have))}


@often
@given(predicates)
def test_the_words_have_balanced_parentheses_and_name_every_operand(p: Predicate) -> None:
    told = str(p & ~p)
    assert told.count("(") == told.count(")")
    assert told.count(p.words) == 2
