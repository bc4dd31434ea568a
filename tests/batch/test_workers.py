"""Several processes: the same rows in the same order, few pieces under way, and a typed error where one dies."""

import pickle
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from typing import Any, ClassVar

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib import batch
from thoracic_lib.batch import parcels, working
from thoracic_lib.batch.engine import Engine
from thoracic_lib.errors import WorkerDiedError
from thoracic_lib.model.profile import Profile

PEOPLE = [
    tl.profile(conditions=[]),
    tl.profile(conditions=["osteoporosis"]),
    Profile(conditions=frozenset({"nowhere"})),
]


def test_two_workers_screen_the_same_rows_in_the_same_order() -> None:
    things = [*PEOPLE, {"conditions": "knee pain"}, {"conditions": "brittle what"}, 7] * 400
    assert [str(row) for row in batch.screen(things, workers=2)] == [str(row) for row in batch.screen(things)]
    columns = {"conditions": ["none", "osteoporosis", "brittle what"] * 800}
    assert batch.screen(columns, workers=2) == batch.screen(columns)


def test_two_workers_compose_the_same_from_a_catalog_of_your_own() -> None:
    own = evolve(tl.catalog(), data_version="9.9.9")
    requests = [tl.Request(minutes=minutes, profile=PEOPLE[minutes % 3]) for minutes in range(5, 25)] * 8
    alone, together = list(batch.compose(requests, own)), list(batch.compose(requests, own, workers=2))
    assert [row.error and row.error.args for row in together] == [row.error and row.error.args for row in alone]
    assert [row.routine for row in together if not row.error] == [row.routine for row in alone if not row.error]
    assert [row.request for row in together] == requests
    columns: dict[str, list[Any]] = {"minutes": list(range(5, 45)), "conditions": ["none"] * 40}
    assert batch.compose(columns, own, workers=2, json=True) == batch.compose(columns, own, json=True)


def test_a_cell_that_no_other_process_can_be_given_is_a_row_with_its_error() -> None:
    """And cells that mean something mean the same there."""
    cells = [["cat-cow"], {"cat-cow": 1}, {"cat-cow"}, memoryview(b"a"), Lock(), iter("a"), b"cat-cow", "cat-cow", None]
    columns: dict[str, list[Any]] = {"minutes": [5] * len(cells), "include": cells}
    told = batch.compose(columns, workers=2)
    assert told == batch.compose(columns)
    wrong, unknown = "invalid-value", "unknown-term"
    assert told["error"] == [None, wrong, None, wrong, unknown, unknown, unknown, None, None]


def test_only_a_few_pieces_are_taken_ahead() -> None:
    taken = 0

    def people() -> Iterator[Profile]:
        nonlocal taken
        for _ in range(100_000):
            taken += 1
            yield PEOPLE[0]

    rows = batch.screen(people(), workers=2)
    next(rows)
    assert taken <= 4 * 2_048
    rows.close()  # type: ignore[attr-defined]  # a generator, so that no worker is left behind


class Noted(ProcessPoolExecutor):
    """A pool that can be got at."""

    made: ClassVar[list["Noted"]] = []

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - whatever a pool takes
        super().__init__(*given, **named)
        self.made.append(self)


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[Noted]:
    """The pools that a batch makes."""
    monkeypatch.setattr("thoracic_lib.batch.working.ProcessPoolExecutor", Noted)
    Noted.made.clear()
    return Noted.made


def test_a_worker_that_dies_is_a_typed_error_and_nothing_is_lost_in_silence(pools: list[Noted]) -> None:
    def people() -> Iterator[Profile]:
        yield from [PEOPLE[0]] * 2_048 * 4
        for pool in pools:
            for process in list(pool._processes.values()):
                process.kill()
        yield from [PEOPLE[0]] * 2_048 * 10

    given: list[batch.ScreenedRow] = []
    with pytest.raises(WorkerDiedError, match=r"after [1-4] pieces") as told:
        given.extend(batch.screen(people(), workers=2))
    assert told.value.code == "worker-died"
    assert len(given) == told.value.pieces * 2_048


def test_a_process_that_cannot_be_started_is_a_typed_error(pools: list[Noted], monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(Noted, "submit", refused)
    with pytest.raises(WorkerDiedError):
        list(batch.screen(PEOPLE, workers=2))


def test_an_answer_that_a_dead_worker_owes_is_a_typed_error(
    pools: list[Noted], monkeypatch: pytest.MonkeyPatch
) -> None:
    def owed(*_: object) -> Future[bytes]:
        answer = Future[bytes]()
        answer.set_exception(BrokenProcessPool())
        return answer

    monkeypatch.setattr(Noted, "submit", owed)
    with pytest.raises(WorkerDiedError, match="after 0 pieces"):
        list(batch.screen(PEOPLE, workers=2))


def test_what_interrupts_a_batch_ends_its_workers(pools: list[Noted]) -> None:
    def interrupted() -> Iterator[Profile]:
        yield from [PEOPLE[0]] * 4_096
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(batch.screen(interrupted(), workers=2))
    with pytest.raises(RuntimeError, match="after shutdown"):
        pools[0].submit(print)


@pytest.mark.parametrize("own", [False, True])
def test_a_worker_makes_its_engine_once_and_wraps_what_it_answers(own: bool) -> None:  # noqa: FBT001 - a case
    before = signal.getsignal(signal.SIGINT)
    made = evolve(tl.catalog(), data_version="7") if own else tl.catalog()
    try:
        working.begin(pickle.dumps(made) if own else None)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        parcel = working.work("composed_rows", ([tl.Request(minutes=5)], ()))
    finally:
        signal.signal(signal.SIGINT, before)
        working._here.clear()
    [(_, routine)] = parcels.Receiver(made).opened(parcel)
    assert routine.opened(tl.Request(minutes=5)) == tl.compose(tl.Request(minutes=5), made)


def test_a_parcel_sends_what_both_have_as_its_place() -> None:
    known = tl.catalog()
    parcel = parcels.wrapped(known, known.exercises)
    assert len(parcel) < 2_000
    opened = parcels.opened(known, parcel)
    assert all(one is other for one, other in zip(opened, known.exercises, strict=True))
    assert parcels._part(0) is None  # type: ignore[func-returns-value]  # it only stands for a part


def test_every_worker_is_ended_when_one_dies(pools: list[Noted]) -> None:
    """One that began as its pool broke would be waited for without end."""
    processes: list[Any] = []

    def people() -> Iterator[Profile]:
        yield from [PEOPLE[0]] * 2_048 * 4
        processes.extend(process for pool in pools for process in pool._processes.values())
        processes[0].kill()
        yield from [PEOPLE[0]] * 2_048 * 10

    with pytest.raises(WorkerDiedError):
        list(batch.screen(people(), workers=2))
    assert len(processes) == 2
    assert not any(process.is_alive() for process in processes)


def test_requests_are_composed_among_kin_and_told_in_their_order() -> None:
    goals = [goal.id for goal in tl.catalog().goals]
    requests = [
        tl.Request(minutes=5 + number % 7, goal=goals[number % 3], profile=PEOPLE[number % 2]) for number in range(150)
    ]
    rows = list(batch.compose(iter(requests), workers=2))
    assert [row.number for row in rows] == list(range(150))
    assert [row.request for row in rows] == requests
    assert rows == list(batch.compose(requests))


def test_the_engine_keeps_its_routines() -> None:
    engine = Engine(tl.catalog())
    request = tl.Request(minutes=5)
    assert engine.made(request) is engine.made(request)


@pytest.mark.parametrize("things", [PEOPLE, iter(PEOPLE), {"conditions": ["none"] * 3}])
def test_a_bar_shows_how_far_it_is(things: object, capsys: pytest.CaptureFixture[str]) -> None:
    found = batch.screen(things, progress=True)  # type: ignore[call-overload]  # of either kind
    assert len(found["row"] if isinstance(found, dict) else list(found)) == 3
    assert "3" in capsys.readouterr().err


def test_a_bar_asks_for_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with pytest.raises(tl.MissingExtraError, match="a progress bar needs"):
        batch.screen(PEOPLE, progress=True)
