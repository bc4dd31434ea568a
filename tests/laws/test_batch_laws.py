"""A batch answers what one by one would be answered, to the byte."""

from collections.abc import Callable
from typing import TypeVar

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.composable import catalogs_to_compose, requests_to
from tests.laws.test_composing_laws import requests
from tests.strategies import profiles
from thoracic_lib import batch
from thoracic_lib.batch.engine import Engine
from thoracic_lib.batch.parcels import Parcel, Receiver, Sender, wrapped
from thoracic_lib.batch.routing import asked as looked_for
from thoracic_lib.batch.routing import plan
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.plain import canonical
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request
from thoracic_lib.screening import screen
from thoracic_lib.testing.strategies import profiles as profiles_of
from thoracic_lib.testing.strategies import small_catalogs

CATALOG = catalog()
LAW = settings(max_examples=60, deadline=None)

T = TypeVar("T")


def outcome(work: Callable[[], T]) -> T | tuple[str, str]:
    try:
        return work()
    except ThoracicError as error:
        return error.code, str(error)


def looked_at(made: Catalog, profile: Profile) -> tuple[object, ...]:
    """What a screening says, as a batch packs it."""
    screening = screen(made, profile)
    setups = [setup for screened in screening.exercises for setup in screened.setups]
    packed = bytes(
        setup.verdict.rank + 4 * bool(setup.missing_equipment) + 8 * (setup.avoided is not None) for setup in setups
    )
    left = sum(setup.available for setup in setups)
    return packed, left, screening.gates, screening.red_flags, screening.banners


def told(row: batch.ScreenedRow) -> tuple[object, ...]:
    return row.verdicts, row.left, row.gates, row.red_flags, row.banners


@LAW
@given(st.lists(profiles(), max_size=6))
def test_a_batch_screens_as_one_by_one(people: list[Profile]) -> None:
    rows = list(batch.screen(iter([*people, *people])))
    assert [row.number for row in rows] == list(range(2 * len(people)))
    assert [outcome(lambda row=row: told(row)) for row in rows] == [  # type: ignore[misc]  # bound in each turn
        outcome(lambda person=person: looked_at(CATALOG, person))  # type: ignore[misc]  # same
        for person in [*people, *people]
    ]


@LAW
@given(st.data())
def test_a_batch_screens_with_any_catalog_as_one_by_one(data: st.DataObject) -> None:
    made = data.draw(small_catalogs())
    people = data.draw(st.lists(profiles_of(made), max_size=5))
    assert [told(row) for row in batch.screen(people, made)] == [looked_at(made, person) for person in people]


@LAW
@given(st.lists(requests(stopped=True), max_size=3))
def test_a_batch_composes_as_one_by_one(asked: list[Request]) -> None:
    nearly = [evolve(request, profile=evolve(request.profile, avoid_positions=frozenset())) for request in asked]
    every = [*asked, *nearly, *asked]
    rows = list(batch.compose(every))
    assert [outcome(lambda row=row: canonical(row.routine)) for row in rows] == [  # type: ignore[misc]  # same
        outcome(lambda request=request: canonical(compose(request)))  # type: ignore[misc]  # same
        for request in every
    ]


@LAW
@given(st.data())
def test_a_batch_composes_from_any_catalog_as_one_by_one(data: st.DataObject) -> None:
    made = data.draw(catalogs_to_compose())
    asked = data.draw(st.lists(requests_to(made), max_size=4))
    for row, request in zip(batch.compose(asked, made), asked, strict=True):
        mine = outcome(lambda row=row: row.routine)  # type: ignore[misc]  # same
        assert mine == outcome(lambda request=request: compose(request, made))  # type: ignore[misc]  # same


@LAW
@given(st.data())
def test_whichever_worker_composes_which_piece_the_routines_are_the_same(data: st.DataObject) -> None:
    """What workers do, without the processes: any of them may get any piece of any size, after any other."""
    made = data.draw(catalogs_to_compose())
    asked = data.draw(st.lists(requests_to(made), max_size=8))
    workers = [(Engine(made), Sender(), Receiver(made)) for _ in range(2)]
    answered = 0
    for planned in data.draw(st.permutations(plan(list(map(looked_for, asked)), data.draw(st.integers(1, 4))))):
        engine, sender, receiver = data.draw(st.sampled_from(workers))
        piece = [asked[place] for place in planned.places]
        outcomes = receiver.opened(wrapped(made, sender.crate(engine.composed_rows(piece, ()))))
        for request, (_, sent) in zip(piece, outcomes, strict=True):
            alone = outcome(lambda request=request: compose(request, made))  # type: ignore[misc]  # same
            assert alone == (sent.opened(request) if isinstance(sent, Parcel) else (sent.code, str(sent)))
            answered += 1
    assert answered == len(asked)


WORDS = st.fixed_dictionaries(
    {
        "minutes": st.sampled_from(("2", 5, 10.0, " 15 ", "ten", None)),
        "goal": st.sampled_from(("desk-break", "full-session", "no such goal", None)),
        "include": st.sampled_from(("Cat-cow", ["Wall angel"], None)),
        "conditions": st.sampled_from(("none", "osteoporosis", "brittle what", "back surgery", None)),
        "equipment": st.sampled_from(("", "chair", "chair; foam roller")),
    }
)


@LAW
@given(st.lists(WORDS, max_size=6))
def test_columns_are_composed_row_by_row_whatever_stands_beside_them(rows: list[dict[str, object]]) -> None:
    names = ("minutes", "goal", "include", "conditions", "equipment")
    whole = batch.compose({name: [row[name] for row in rows] for name in names}, json=True)
    alone = [batch.compose({name: [row[name]] for name in names}, json=True) for row in rows]
    assert whole.pop("row") == list(range(len(rows)))
    for name, column in whole.items():
        assert column == [one[name][0] for one in alone]
