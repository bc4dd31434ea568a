"""When the answer to one problem is taken for the answer to another."""

import pytest

from tests.composing.asking import EVERYTHING
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose, composed, reusing
from thoracic_lib.composing.reusing import Solver
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import DoseLimits, Request
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


def passed_over(request: Request) -> list[str]:
    """Exercises that the search could have chosen for a request."""
    solver = Solver()
    routine = composed(catalog(), request, solver)
    (kin,) = solver._kin.values()
    return sorted({name.split()[0] for name in kin.named} - {step.exercise.id for step in routine.steps})


def test_of_several_that_chose_the_same_the_one_is_found_that_allows_as_much() -> None:
    whole = Request(minutes=10, profile=BARE)
    unused = passed_over(whole)[:2]
    one, other, both = (
        Request(minutes=10, profile=Profile(conditions=frozenset(), avoid_exercises=frozenset(avoided)))
        for avoided in (unused[:1], unused[1:], unused)
    )
    assert solved(one, other, both) == (2, 1)
    assert solved(both, one, other, whole) == (4, 0)


def test_a_smaller_dose_of_what_was_not_chosen_asks_for_no_new_answer() -> None:
    """Whoever may do less of something than somebody who did without it does without it too."""
    whole = Request(minutes=10, profile=BARE)
    held = [
        Request(minutes=10, profile=BARE, doses=(DoseLimits(exercise=unused, most=0),))
        for unused in passed_over(whole)
        if len(set(catalog()[unused].dosage.doses())) > 1
    ]
    same = [one for one in held if solved(whole, one) == (1, 1)]
    assert same
    assert {solved(one, whole) for one in same} == {(2, 0)}


def test_memory_stays_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is forgotten all at once; then the same has to be solved again."""
    requests = [Request(minutes=minutes, profile=BARE) for minutes in (5, 6, 7)]
    monkeypatch.setattr(reusing, "_KEPT", 10)
    assert solved(*requests, *requests) == (6, 0)
    solver = Solver()
    for request in requests:
        composed(catalog(), request, solver)
        (kin,) = solver._kin.values()
        assert len(kin.solved) == 1
        assert solver._kept == 1 + len(kin.bits) + 1
