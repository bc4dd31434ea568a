"""When the answer to one problem is taken for the answer to another."""

import pytest

from tests.composing.asking import EVERYTHING
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose, composed
from thoracic_lib.composing.reusing import Solver
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request
from thoracic_lib.profiles import profile

BARE = Profile(conditions=frozenset())


def solved(*requests: Request) -> tuple[int, int]:
    """How many problems are solved and how many answers used again; each answer has to be the one of `compose`."""
    solver = Solver()
    for request in requests:
        assert composed(catalog(), request, solver) == compose(request)
    return solver.solved, solver.reused


def test_the_same_problem_is_solved_once_though_other_people_ask() -> None:
    cleared = Profile(conditions=frozenset(), cleared=frozenset({"osteoporosis"}))
    assert solved(Request(minutes=10, profile=BARE), Request(seconds=600, profile=cleared)) == (1, 1)


def test_less_time_is_enough_where_the_answer_fits_into_it() -> None:
    first = Request(seconds=600, profile=BARE)
    length = compose(first).seconds
    assert length < 600
    assert solved(first, Request(seconds=length, profile=BARE)) == (1, 1)
    assert solved(first, Request(seconds=length - 1, profile=BARE)) == (2, 0)


def test_more_time_asks_for_a_new_answer() -> None:
    assert solved(Request(seconds=600, profile=BARE), Request(seconds=601, profile=BARE)) == (2, 0)


def test_fewer_exercises_are_enough_where_the_answer_has_no_more() -> None:
    first = Request(minutes=10, profile=BARE)
    count = len(compose(first).steps)
    fewer = [Request(minutes=10, profile=BARE, maximum_exercises=most) for most in (count - 1, count, count + 1)]
    assert solved(first, fewer[1]) == (1, 1)
    assert solved(first, fewer[0]) == (2, 0)
    assert solved(fewer[0], first) == (2, 0)
    assert solved(fewer[0], fewer[2]) == (2, 0)


def test_who_has_more_to_choose_from_needs_a_new_answer() -> None:
    assert solved(Request(minutes=10, profile=BARE), Request(minutes=10, profile=EVERYTHING)) == (2, 0)


def test_who_has_less_to_choose_from_needs_one_where_part_of_the_answer_is_gone() -> None:
    assert solved(Request(minutes=10, profile=EVERYTHING), Request(minutes=10, profile=BARE)) == (2, 0)


@pytest.mark.parametrize(("goal", "minutes"), [("desk-break", 3), ("posture-endurance", 10)])
def test_who_may_do_without_a_caution_what_others_may_not_needs_a_new_answer(goal: str, minutes: int) -> None:
    """Nothing is left out for a disc herniation, and no dose is smaller."""
    careful = profile(equipment=sorted(EVERYTHING.equipment), conditions=["disc_herniation"])
    people = (careful, EVERYTHING)
    assert solved(*(Request(minutes=minutes, goal=goal, profile=person) for person in people)) == (2, 0)


def test_that_nothing_fits_is_no_answer_for_anybody_else() -> None:
    solver = Solver()
    for seconds in (20, 600):
        request = Request(seconds=seconds, profile=BARE)
        if seconds == 20:
            with pytest.raises(NothingFitsError):
                composed(catalog(), request, solver)
        else:
            assert composed(catalog(), request, solver) == compose(request)
