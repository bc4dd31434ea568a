"""All laws at once, each on many profiles of one catalog."""

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from thoracic_lib import screening
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.testing import laws
from thoracic_lib.testing.laws import LawBrokenError, Screen
from thoracic_lib.testing.strategies import profiles, some_of

__all__ = ["check_catalog"]

Law = Callable[..., None]
Case = st.SearchStrategy[dict[str, Any]]


def check_catalog(catalog: Catalog, *, examples: int = 200, screen: Screen = screening.screen) -> None:
    """Try every law on a catalog, each on so many drawn profiles, and raise `LawBrokenError` for the first broken one.

    `reasons_are_true` looks at every rule by itself, and so at a quarter of the profiles. The counterexample is made
    small before it is told. The same catalog and function give the same result in every run; more `examples` look
    further.
    """
    laws.closure_is_an_order(catalog)
    for law, cases in _laws(catalog):
        _try(law, cases, catalog, screen, -(-examples // 4) if law is laws.reasons_are_true else examples)


def _laws(catalog: Catalog) -> Iterator[tuple[Law, Case]]:
    """Each law that is sampled, with what it takes besides the catalog."""
    anybody = profiles(catalog)
    yield laws.antitone_in_conditions, _case(profile=anybody, more=some_of((row.id for row in catalog.conditions), 1))
    yield laws.antitone_in_answers, _case(profile=profiles(catalog, asked=True, answered=True, least=1))
    yield laws.monotone_in_equipment, _case(profile=anybody, more=some_of((row.id for row in catalog.equipment), 1))
    declaring = profiles(catalog, asked=True, least=1)
    yield laws.antitone_in_rules, _case(profile=declaring, rules=some_of((row.id for row in catalog.rules), 1, 60))
    yield laws.antitone_in_demands, _case(profile=declaring, demands=some_of((row.id for row in catalog.demands), 1))
    yield laws.union_is_intersection, _parts(catalog)
    several = profiles(catalog, asked=True, least=3, most=4)
    yield laws.exclusions_have_witnesses, _case(profile=several)
    yield laws.reasons_are_true, _case(profile=declaring)


def _case(**drawn: st.SearchStrategy[Any]) -> Case:
    return st.fixed_dictionaries(drawn)


@st.composite
def _parts(draw: st.DrawFn, catalog: Catalog) -> dict[str, Any]:
    profile = draw(profiles(catalog, asked=True, least=2, most=4))
    declared = sorted(profile.conditions or ())
    return {"profile": profile, "one": draw(some_of(declared, 1)), "two": draw(some_of(declared, 1))}


def _try(law: Law, cases: Case, catalog: Catalog, screen: Screen, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def holds(case: dict[str, Any]) -> None:
        law(catalog, **case, screen=screen)

    try:
        holds()
    except LawBrokenError as error:
        raise LawBrokenError(error.law, error.counterexample) from None  # without the notes of the drawing
