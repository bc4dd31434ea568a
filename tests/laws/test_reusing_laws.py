"""What was solved for one person answers another one only where solving it again would give the same routine."""

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.composable import catalogs_to_compose, requests_to
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose, composed
from thoracic_lib.composing.reusing import Solver
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request, Routine

LAW = settings(max_examples=150, deadline=None)
EVERYTHING = Profile(equipment=frozenset({"stool", "chair"}), conditions=frozenset())


def told(catalog: Catalog, request: Request, solver: Solver | None = None) -> Routine | tuple[str, ...]:
    try:
        return compose(request, catalog) if solver is None else composed(catalog, request, solver)
    except NothingFitsError as error:
        return (*error.reasons, *error.helps)


@st.composite
def kindred(draw: st.DrawFn) -> tuple[Catalog, list[Request]]:
    """A catalog and requests to it that begin with the least restricted one and often differ in one thing only."""
    made = draw(catalogs_to_compose())
    first = evolve(draw(requests_to(made)), profile=EVERYTHING, exclude=frozenset(), history=())
    others = [draw(requests_to(made)) for _ in range(draw(st.integers(2, 6)))]
    alike = [evolve(other, pace=first.pace, include=first.include, exclude=frozenset()) for other in others]
    return made, [first, *alike, *others]


@LAW
@given(kindred())
def test_a_routine_is_the_same_whatever_was_solved_before(asked: tuple[Catalog, list[Request]]) -> None:
    made, requests = asked
    solver = Solver()
    for request in requests:
        assert told(made, request, solver) == told(made, request)


def test_often_nothing_has_to_be_solved_again() -> None:
    """What the law above compares is indeed reused: for people whom the first answer suits as it is."""
    solver = Solver()
    first = Request(minutes=10, profile=Profile(conditions=frozenset()))
    routine = composed(catalog(), first, solver)
    unused = sorted(set(catalog()) - {step.exercise.id for step in routine.steps})
    for exercise in unused:
        request = evolve(first, profile=evolve(first.profile, avoid_exercises=frozenset({exercise})))
        assert composed(catalog(), request, solver) == compose(request, catalog())
    assert solver.solved + solver.reused == 1 + len(unused)
    assert solver.reused > 0.9 * len(unused)
