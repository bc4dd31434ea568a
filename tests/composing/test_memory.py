"""What is kept from one request never reaches another one: with a warm memory, all is as with an empty one."""

from itertools import product

import pytest
from attrs import evolve

from tests.composing.asking import EVERYTHING
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.composing.candidates import candidates
from thoracic_lib.composing.stating import posed
from thoracic_lib.composing.timing import Pick, charges, timed
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.exporting import export
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Pace
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Done, DoseLimits, Request
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Movement, Phase

BASE = Request(minutes=12, profile=EVERYTHING)
CHANGES: dict[str, dict[str, object]] = {
    "nothing": {},
    "time": {"minutes": 25},
    "goal": {"goal": "mobility"},
    "another goal": {"goal": "desk-break"},
    "movement": {"emphasis_movements": frozenset({Movement.ROTATION})},
    "phase": {"emphasis_phases": frozenset({Phase.STRENGTHEN})},
    "asked for": {"include": frozenset({"cat-cow"})},
    "left out": {"exclude": frozenset({"cat-cow", "open-book", "wall-angel"})},
    "a phase left out": {"exclude": frozenset(one.id for one in catalog().exercises if one.phase is Phase.RELEASE)},
    "number": {"maximum_exercises": 2},
    "difficulty": {"maximum_difficulty": 0},
    "history": {"history": (Done(exercise="cat-cow", days_ago=0), Done(exercise="open-book", days_ago=1))},
    "doses": {"doses": (DoseLimits(exercise="ball-release-between-shoulder-blades", most=0),)},
    "person": {"profile": Profile(conditions=frozenset())},
    "condition": {"profile": evolve(EVERYTHING, conditions=frozenset({"osteopenia"}))},
    **{
        f"pace: {name}": {"pace": Pace(**{name: 7})}
        for name in ("set_up", "change_side", "change_spot", "change_position", "change_equipment", "breath")
    },
}
REQUESTS = {name: evolve(BASE, **changed) for name, changed in CHANGES.items()}  # type: ignore[arg-type]  # as in the table
WARM = evolve(catalog())


def told(known: Catalog, request: Request) -> str:
    try:
        return export(compose(request, known), "json", catalog=known)
    except NothingFitsError as error:
        return str(error)


def parts_of(known: Catalog, request: Request) -> tuple[object, ...]:
    """The candidates, the problem, the weights, the charges and the times of a request."""
    goal = known.goal(request.goal)
    pool, left_out = candidates(known, request, goal, screen(known, request.profile))
    statement = posed(known, request, goal, request.budget or 0, pool)
    picks = [Pick(candidate, 0, "test") for candidate in pool]
    weights = [statement.weight(one) for one in pool]
    return pool, left_out, statement.problem, weights, charges(known, request.pace), timed(known, picks, request.pace)


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Everything was asked for before, twice, so that each request comes after each other one."""
    for request in (*REQUESTS.values(), *reversed(REQUESTS.values())):
        parts_of(WARM, request)
        told(WARM, request)


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_stated_as_if_it_were_the_first(name: str) -> None:
    assert parts_of(WARM, REQUESTS[name]) == parts_of(evolve(catalog()), REQUESTS[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_composed_as_if_it_were_the_first(name: str) -> None:
    assert told(WARM, REQUESTS[name]) == told(evolve(catalog()), REQUESTS[name])


def test_the_requests_are_told_apart_by_what_they_change() -> None:
    """So that a memory that mixed two of them up would be found."""
    found = {name: parts_of(WARM, request) for name, request in REQUESTS.items()}
    alike = {
        (one, other)
        for (one, first), (other, second) in product(found.items(), repeat=2)
        if one < other and first == second
    }
    assert alike == set()
