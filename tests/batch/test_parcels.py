"""What a worker sends: a routine is the same one when it is put together again, and what is shared is sent once."""

import pickle

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib.batch import ComposedRow, parcels
from thoracic_lib.batch.engine import Engine
from thoracic_lib.batch.parcels import Parcel, Receiver, Sender, wrapped
from thoracic_lib.model.dosage import Pace
from thoracic_lib.model.routine import Done, Request
from thoracic_lib.vocabulary import Verdict

EVERYTHING = [item.id for item in tl.catalog().equipment]
HURT = tl.profile(conditions=["osteopenia", "knee pain"], equipment=EVERYTHING)
REQUESTS = [
    Request(minutes=10, profile=tl.profile(conditions=[], equipment=EVERYTHING)),
    Request(minutes=20, profile=HURT),
    Request(minutes=20, profile=HURT, pace=Pace(set_up=0, change_position=3)),
    Request(minutes=5, goal="desk-break"),
    Request(minutes=15, include=frozenset({"cat-cow"}), history=(Done(exercise="wall-angel", days_ago=1),)),
    Request(routine=tl.routines()[0].id, profile=tl.profile(conditions=[])),
    Request(minutes=10, profile=tl.profile(conditions=["back surgery"])),
]


def sent(sender: Sender, receiver: Receiver, requests: list[Request]) -> list[ComposedRow]:
    """The rows of requests whose answers went from one to the other."""
    answers = Engine(tl.catalog()).composed_rows(requests, ())
    told = receiver.opened(wrapped(tl.catalog(), sender.crate(answers)))
    return [ComposedRow(at, one, outcome) for at, (one, (_, outcome)) in enumerate(zip(requests, told, strict=True))]


def test_a_routine_is_the_same_when_it_is_put_together_again() -> None:
    for row in sent(Sender(), Receiver(tl.catalog()), REQUESTS):
        assert row.request is not None
        if row.error is None:
            alone = tl.compose(row.request)
            assert row.routine == alone
            assert tl.to_json(row.routine) == tl.to_json(alone)
        else:
            assert row.error.code == "gate"


def test_what_was_sent_before_is_not_sent_again() -> None:
    sender = Sender()
    answers = Engine(tl.catalog()).composed_rows(REQUESTS, ())
    first, again = sender.crate(answers), sender.crate(answers)
    assert (first.anew, again.anew) == (True, False)
    assert first.parts
    assert again.parts == []
    assert len(wrapped(tl.catalog(), again)) < len(wrapped(tl.catalog(), first)) / 5


def test_both_sides_begin_anew_and_what_was_not_opened_yet_can_be_opened_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcels, "_SENT", 40)
    sender, receiver = Sender(), Receiver(tl.catalog())
    rows = [row for request in REQUESTS * 2 for row in sent(sender, receiver, [request])]
    assert len(sender._sent) < 200
    for row in rows:
        assert row.request is not None
        assert row.error is not None or row.routine == tl.compose(row.request)


def test_a_parcel_is_opened_with_all_checks() -> None:
    receiver = Receiver(tl.catalog())
    (row,) = sent(Sender(), receiver, REQUESTS[:1])
    body = next(part for part in receiver._parts if isinstance(part, dict))
    body["verdict"] = Verdict.EXCLUDE
    with pytest.raises(tl.InvalidValueError, match="verdict: is exclude"):
        _ = row.routine


def test_a_routine_over_its_budget_is_refused() -> None:
    (row,) = sent(Sender(), Receiver(tl.catalog()), REQUESTS[:1])
    held = row._outcome
    assert isinstance(held, Parcel)
    with pytest.raises(tl.InvalidValueError, match="over the budget"):
        held.opened(evolve(REQUESTS[0], minutes=1))


def test_a_row_from_a_worker_is_like_any_other() -> None:
    rows = sent(Sender(), Receiver(tl.catalog()), REQUESTS[:2])
    plain = [ComposedRow(at, request, tl.compose(request)) for at, request in enumerate(REQUESTS[:2])]
    assert repr(rows) == repr(plain)
    assert pickle.loads(pickle.dumps(rows)) == plain  # noqa: S301 - pickled here
    assert [row.error for row in rows] == [None, None]
    assert rows == plain
    assert list(map(hash, rows)) == list(map(hash, plain))
    assert rows[0] != plain[1]
    assert rows[0] != evolve(rows[0], number=7)
    assert rows[0] != REQUESTS[0]


def test_a_routine_is_put_together_once() -> None:
    (row,) = sent(Sender(), Receiver(tl.catalog()), REQUESTS[:1])
    assert isinstance(row._outcome, Parcel)
    assert row.routine is row.routine
