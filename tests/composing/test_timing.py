"""The order of the steps, and the time around each of them."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve

from tests.composing.asking import EVERYTHING, composed
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing.candidates import Block, candidate
from thoracic_lib.composing.timing import Pick, in_order, prepares_for, timed, total_seconds
from thoracic_lib.model.dosage import Pace, seconds
from thoracic_lib.model.routine import Request
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Phase, RelationKind

SCREENING = screen(catalog(), EVERYTHING)


def pick(exercise: str) -> Pick:
    """An exercise in its best setup, at its smallest dose."""
    screened = SCREENING.why(exercise)
    assert screened.best is not None
    return Pick(candidate(screened.exercise, screened.best, Request(minutes=1)), 0, "test")


def ordered(*exercises: str) -> list[str]:
    return [picked.exercise.id for picked in in_order(map(pick, exercises))]


def names(*exercises: str) -> list[list[str]]:
    """The names of the terms around the dose, for each exercise in this order."""
    around = {"set-up", "change of position", "change of equipment"}
    return [
        [part.name for part in parts if part.name in around]
        for parts in timed(catalog(), [pick(exercise) for exercise in exercises], Pace())
    ]


def test_nothing_in_order_is_nothing() -> None:
    assert in_order(()) == ()


def test_the_phases_come_in_the_order_of_a_session() -> None:
    assert ordered("wall-angel", "cat-cow", "doorway-chest-stretch", "ball-release-chest") == [
        "ball-release-chest",
        "doorway-chest-stretch",
        "cat-cow",
        "wall-angel",
    ]


def test_the_order_does_not_depend_on_the_order_of_the_question() -> None:
    wanted = ("cat-cow", "open-book", "thread-the-needle", "seated-thoracic-translation", "seated-chair-rotation")
    assert ordered(*wanted) == ordered(*reversed(wanted))


def test_steps_that_share_a_position_stand_together() -> None:
    wanted = ordered("cat-cow", "seated-thoracic-translation", "thread-the-needle", "seated-chair-rotation")
    positions = [pick(exercise).candidate.block for exercise in wanted]
    assert len(dict.fromkeys(positions)) == 1 + sum(a != b for a, b in pairwise(positions))


def test_what_prepares_for_an_exercise_comes_before_it_within_a_phase() -> None:
    before = {RelationKind.PREPARES_FOR, RelationKind.LEADS_INTO}
    pairs = [
        (exercise.id, link.to)
        for exercise in catalog().exercises
        for link in exercise.relations
        if link.kind in before and exercise.phase is catalog()[link.to].phase and SCREENING.why(link.to).best
    ]
    assert pairs
    for first, second in pairs:
        assert ordered(first, second) == ordered(second, first) == [first, second]


def test_two_that_prepare_for_each_other_are_still_put_in_an_order() -> None:
    one, two = pick("cat-cow"), pick("open-book")
    link = next(link for e in catalog().exercises for link in e.relations if link.kind is RelationKind.PREPARES_FOR)
    circle = [
        evolve(
            a, candidate=evolve(a.candidate, exercise=evolve(a.exercise, relations=(evolve(link, to=b.exercise.id),)))
        )
        for a, b in ((one, two), (two, one))
    ]
    assert {picked.exercise.id for picked in in_order(circle)} == {"cat-cow", "open-book"}


def test_the_change_of_position_is_charged_at_the_start_of_a_run_only() -> None:
    assert names("cat-cow", "thread-the-needle") == [["set-up", "change of position"], ["set-up"]]


def test_the_change_of_equipment_is_charged_only_for_what_must_be_fetched() -> None:
    assert names("wall-angel") == [["set-up", "change of position"]]
    assert names("ball-release-chest") == [["set-up", "change of position", "change of equipment"]]


def test_a_term_of_no_seconds_is_not_listed() -> None:
    quick = Pace(set_up=0, change_position=0, change_equipment=0)
    (terms,) = timed(catalog(), [pick("ball-release-chest")], quick)
    assert not {"set-up", "change of position", "change of equipment"} & {part.name for part in terms}
    assert sum(part.seconds for part in terms) == seconds(pick("ball-release-chest").dose, quick)


def test_the_total_is_the_sum_of_all_terms() -> None:
    picks = [pick("cat-cow"), pick("thread-the-needle")]
    doses = sum(seconds(picked.dose, Pace()) for picked in picks)
    assert total_seconds(catalog(), picks, Pace()) == doses + 10 + 10 + 10


def test_the_total_counts_what_must_be_fetched() -> None:
    picks = [pick("foam-roller-extension-leaning")]
    assert total_seconds(catalog(), picks, Pace()) - total_seconds(catalog(), picks, Pace(change_equipment=0)) == 10


def test_a_slower_pace_is_kept_in_the_routine() -> None:
    pace = Pace(set_up=60)
    routine = composed(15, pace=pace)
    assert all(step.parts[0].seconds == 60 for step in routine.steps)


def placed(exercise: str, block: Block, *prepared: str, phase: Phase = Phase.MOBILIZE) -> Any:  # noqa: ANN401 - stands in for a pick
    links = [SimpleNamespace(kind=RelationKind.PREPARES_FOR, to=to) for to in prepared]
    return SimpleNamespace(
        exercise=SimpleNamespace(id=exercise, phase=phase, relations=links), candidate=SimpleNamespace(block=block)
    )


def placed_in_order(*picks: Any) -> str:  # noqa: ANN401 - as above
    found = {" ".join(pick.exercise.id for pick in in_order(some)) for some in (picks, picks[::-1])}
    assert len(found) == 1
    return found.pop()


FLOOR: Block = ("mobilize", "floor", ())
KNEES: Block = ("mobilize", "knees", ())
ROLLER: Block = ("mobilize", "knees", ("roller",))
WALL: Block = ("mobilize", "wall", ("roller",))


def test_blocks_come_by_name_and_within_them_exercises_by_id() -> None:
    assert placed_in_order(placed("a", WALL), placed("b", FLOOR), placed("c", FLOOR)) == "b c a"


def test_of_the_blocks_that_may_come_next_the_nearest_to_the_last_does() -> None:
    # from the floor with a roller, the wall with one is nearer than the knees without
    start: Block = ("mobilize", "floor", ("roller",))
    assert placed_in_order(placed("a", start), placed("b", KNEES), placed("c", WALL)) == "a c b"
    assert placed_in_order(placed("a", FLOOR), placed("b", WALL), placed("c", KNEES)) == "a c b"
    assert placed_in_order(placed("a", FLOOR), placed("b", ROLLER), placed("c", WALL)) == "a b c"


def test_a_block_with_a_preparation_for_another_comes_before_it() -> None:
    assert placed_in_order(placed("a", FLOOR), placed("b", KNEES, "a")) == "b a"
    assert placed_in_order(placed("a", FLOOR), placed("b", KNEES), placed("c", WALL, "a")) == "b c a"


def test_a_preparation_for_its_own_block_does_not_hold_the_block_back() -> None:
    assert placed_in_order(placed("a", FLOOR), placed("b", FLOOR, "a"), placed("c", KNEES)) == "b a c"


def test_within_a_block_two_that_prepare_for_each_other_come_by_id() -> None:
    assert placed_in_order(placed("a", FLOOR, "b"), placed("b", FLOOR, "a"), placed("c", FLOOR)) == "c a b"
    assert placed_in_order(placed("a", FLOOR, "b"), placed("b", FLOOR, "a")) == "a b"


@pytest.mark.parametrize("kind", RelationKind)
def test_only_two_kinds_of_links_say_what_comes_before(kind: RelationKind) -> None:
    link = SimpleNamespace(kind=kind, to="other")
    exercise: Any = SimpleNamespace(relations=[link])
    first = {"other"} if kind.value in {"prepares_for", "leads_into"} else set()
    assert prepares_for(exercise) == first
