"""Which requests are answered together: kin, the widest first, in one worker as long as none is idle."""

from collections.abc import Hashable
from concurrent.futures import Future
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import thoracic_lib as tl
from thoracic_lib.batch.frames import Columns
from thoracic_lib.batch.lanes import AHEAD, Lane, Lanes
from thoracic_lib.batch.parcels import Receiver, wrapped
from thoracic_lib.batch.routing import Asked, asked, asked_in, plan
from thoracic_lib.model.dosage import Pace
from thoracic_lib.model.routine import Request

WINDOWS = st.lists(st.builds(Asked, st.integers(0, 3), st.tuples(st.integers(-3, 3))), max_size=40)


@given(WINDOWS, st.integers(1, 5))
def test_every_place_of_a_window_is_in_one_piece_among_its_kin_and_no_wider_one_comes_later(
    window: list[Asked], size: int
) -> None:
    planned = plan(window, size)
    assert sorted(place for one in planned for place in one.places) == list(range(len(window)))
    assert all(0 < len(one.places) <= size for one in planned)
    assert all(window[place].kin == one.kin for one in planned for place in one.places)
    for kin in {one.kin for one in window}:
        widths = [window[place].width for one in planned if one.kin == kin for place in one.places]
        assert widths == sorted(widths)


def test_kin_have_goal_names_and_pace_in_common() -> None:
    first = Request(minutes=10)
    assert asked(first).kin == asked(Request(seconds=300, profile=tl.profile(conditions=[]))).kin
    for other in (
        Request(minutes=10, goal="desk-break"),
        Request(minutes=10, include=frozenset({"cat-cow"})),
        Request(minutes=10, pace=Pace(set_up=3)),
        Request(minutes=10, routine="wall-angel-preparation"),
    ):
        assert asked(other).kin != asked(first).kin


def test_who_has_more_time_fewer_conditions_and_more_equipment_comes_first() -> None:
    everything = tl.profile(conditions=[], equipment=[item.id for item in tl.catalog().equipment])
    hurt = tl.profile(conditions=["osteopenia"])
    ordered = [
        Request(minutes=20, profile=hurt),
        Request(minutes=10, profile=everything),
        Request(minutes=10),
        Request(minutes=10, profile=hurt),
        Request(routine="wall-angel-preparation"),
    ]
    assert sorted([*ordered[2:], *ordered[:2]], key=lambda one: asked(one).width) == ordered


@pytest.mark.parametrize(
    ("row", "time"),
    [
        ({"minutes": "10"}, -600),
        ({"minutes": 10, "seconds": 5}, -605),
        ({"seconds": " 90 "}, -90),
        ({"minutes": "ten"}, 0),
        ({"minutes": 1.5}, 0),
        ({"minutes": "9" * 5_000}, 0),
        ({"minutes": 10**50}, -60 * 10**50),
        ({}, 0),
    ],
)
def test_the_time_of_a_row_is_told_where_it_can_be(row: dict[str, Any], time: int) -> None:
    assert asked({"goal": "desk-break", **row}).width == (time,)
    assert asked({"goal": "desk-break", **row}).kin == ("desk-break", None, None)


def test_what_is_no_request_has_no_kin_but_its_like() -> None:
    assert asked(7) == asked(None) == Asked(None, ())


def test_rows_of_columns_are_looked_at_like_rows() -> None:
    columns: Columns = {"goal": ["a", None], "minutes": [1, float("nan")], "conditions": ["x", "y"]}
    rows = [{"goal": "a", "minutes": 1}, {"minutes": None}]
    assert asked_in(columns, 2) == list(map(asked, rows))
    assert asked_in({"conditions": ["x", "y"]}, 2) == [Asked(None, ())] * 2
    assert asked_in({"include": [["cat-cow"]]}, 1) == [Asked((None, None, ("cat-cow",)), (0,))]


class Noting:
    """A pool that notes what it is given, and is done with it at once or never."""

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once
        self.names: list[str] = []

    def submit(self, _: object, name: str) -> Future[bytes]:
        answer = Future[bytes]()
        self.names.append(name)
        if self.at_once:
            answer.set_result(wrapped(tl.catalog(), name))
        return answer


def handed_out(*kin: Hashable, busy: bool = False) -> tuple[Lanes, list[Noting]]:
    """Two workers, of which the first may be busy for ever, with pieces of these kin."""
    pools = [Noting(at_once=not busy), Noting(at_once=True)]
    lanes = Lanes([Lane(pool, bytes, Receiver(tl.catalog())) for pool in pools])  # type: ignore[arg-type]  # what is asked of a pool here
    for place, one in enumerate(kin):
        lanes.take(place, one, (f"{one}{place}",))
    return lanes, pools


def test_kin_go_to_one_worker() -> None:
    lanes, pools = handed_out("a", "a", "b", "b", "b", "a")
    lanes.go_on(0)
    lanes.go_on(0)
    assert [pool.names for pool in pools] == [["a0", "a1", "a5"], ["b2", "b3", "b4"]]
    assert lanes.answers == {0: "a0", 1: "a1", 2: "b2", 3: "b3", 4: "b4", 5: "a5"}


def test_a_worker_without_kin_takes_what_is_nobodys_and_then_what_is_anothers() -> None:
    lanes, pools = handed_out("a", "a", "a", "a", "a", "b", busy=True)
    lanes.go_on(0)
    assert [pool.names for pool in pools] == [["a0", "a1"], ["b5", "a2"]]
    lanes.go_on(0)
    assert [pool.names for pool in pools] == [["a0", "a1"], ["b5", "a2", "a3", "a4"]]
    assert lanes.answers == {2: "a2", 3: "a3", 4: "a4", 5: "b5"}


def test_no_worker_has_more_before_it_than_it_can_go_on_with() -> None:
    lanes, pools = handed_out(*range(20))
    lanes.go_on(0)
    assert [len(pool.names) for pool in pools] == [AHEAD, AHEAD]
