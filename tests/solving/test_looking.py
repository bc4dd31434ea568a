"""Looking for the best label, in a queue and group by group: what is found, what is bounded, and what is counted."""

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.solving.exhausting import named, ranked
from tests.solving.instances import drawn
from tests.solving.plainly import Every, Search
from tests.solving.test_bounds import any_prices, packed
from tests.solving.test_drawn_small import alike
from thoracic_lib.composing.arranging import Arrangement, arranged
from thoracic_lib.composing.bounding import NEVER, Prices
from thoracic_lib.composing.effort import Effort
from thoracic_lib.composing.hoping import Outlook, outlook
from thoracic_lib.composing.labeling import EMPTY, Label, chosen, searched, single
from thoracic_lib.composing.problem import Bounds, Choice, Item, Problem, outcome
from thoracic_lib.composing.queuing import queued
from thoracic_lib.vocabulary import Verdict

laws = settings(max_examples=80, deadline=None)

SMALL = 7


def problem_of(seed: int) -> Problem:
    problem = drawn(seed, (5, 6, SMALL)[seed % 3])
    return alike(problem) if seed % 2 else problem


problems = st.integers(0, 600).map(problem_of)


def told(problem: Problem, label: Label) -> object:
    """What a label is worth by its own account, and its choices by name; the account has to be true."""
    choices = tuple(chosen(label))
    found = outcome(problem, choices)
    assert found is not None
    assert packed(arranged(problem).scale, found) == -label[1]
    assert label[0] == -found.seconds
    return found, named(problem, choices)


def best_of(problem: Problem, most: int) -> object:
    found = next((one for one in ranked(problem, most) if -one.outcome.seconds <= problem.budget), None)
    assume(found is not None)
    assert found is not None
    return found.outcome, found.named


def ahead(problem: Problem, data: st.DataObject) -> tuple[Arrangement, Outlook]:
    arrangement = arranged(problem)
    assume(arrangement.groups)
    watched = data.draw(st.integers(0, 15)) & arrangement.reach[0]
    return arrangement, outlook(arrangement, any_prices(data, arrangement), watched=watched)


@laws
@given(problems)
def test_the_best_single_item_is_where_the_search_starts(problem: Problem) -> None:
    assume(arranged(problem).groups)
    assert told(problem, single(arranged(problem))) == best_of(problem, 1)


@laws
@given(problems, st.data())
def test_a_queue_that_is_not_left_finds_the_best_whatever_it_looks_for(problem: Problem, data: st.DataObject) -> None:
    arrangement, view = ahead(problem, data)
    start, expected = single(arrangement), best_of(problem, SMALL)
    worth = -queued(view, start, -start[1], Effort(), 10**6)[0][1]
    for least in (-start[1], (worth - start[1]) // 2, worth):
        best, left = queued(view, start, least, Effort(), 10**6)
        assert told(problem, best) == expected
        assert left == NEVER
    assert queued(view, start, worth + 1, Effort(), 10**6) == (start, NEVER)


@laws
@given(problems, st.data())
def test_a_search_wide_enough_finds_the_best_whatever_it_looks_for(problem: Problem, data: st.DataObject) -> None:
    arrangement, view = ahead(problem, data)
    start, expected = single(arrangement), best_of(problem, SMALL)
    worth = -searched(view, start, -start[1], Effort(), 10**6)[0][1]
    for least in (-start[1], (worth - start[1]) // 2, worth):
        best, left = searched(view, start, least, Effort(), 10**6)
        assert told(problem, best) == expected
        assert left == NEVER
    best, left = searched(view, start, worth + 1, Effort(), 10**6)
    assert told(problem, best) in (told(problem, start), expected)
    assert left == NEVER


@laws
@given(problems, st.data())
def test_what_is_left_is_no_better_than_is_told(problem: Problem, data: st.DataObject) -> None:
    """However early a queue is left, however narrow a search is: it has the best, or what it left may be as good."""
    arrangement, view = ahead(problem, data)
    start = single(arrangement)
    whole, _ = queued(view, start, -start[1], Effort(), 10**6)
    for amount in (0, 1, 2, 3, 5, 8, 13, 50):
        for best, left in (
            queued(view, start, -start[1], Effort(), amount),
            searched(view, start, -start[1], Effort(), max(1, amount)),
        ):
            told(problem, best)
            assert best[1:3] >= whole[1:3]
            assert left >= -whole[1] or best == whole or (left == NEVER and best[1:3] == whole[1:3])


@laws
@given(problems, st.data())
def test_a_search_group_by_group_keeps_counts_and_leaves_what_it_should(problem: Problem, data: st.DataObject) -> None:
    """The same, label by label, with labels as sets of options and hopes by trying everything."""
    arrangement, view = ahead(problem, data)
    start = single(arrangement)
    worth = -searched(view, start, -start[1], Effort(), 10**6)[0][1]
    least = data.draw(st.sampled_from((-start[1], worth, worth - 1, worth - arrangement.scale.usual)))
    for width in (1, 2, 4, 10**6):
        effort, plain = Effort(), Search(arrangement, view.prices, view.watched, least, width)
        best, left = searched(view, start, least, effort, width)
        assert (effort.labels, left) == (plain.labels, max(plain.left, default=NEVER))
        found = [(one.value, one.tie) for one in plain.found]
        assert (-best[1], -best[2]) == max([(-start[1], -start[2]), *found])


@laws
@given(st.integers(0, 600).map(lambda seed: drawn(seed, 8)), st.data())
def test_a_queue_looks_at_nothing_that_hopes_for_less_than_the_best_and_at_nothing_twice(
    problem: Problem, data: st.DataObject
) -> None:
    """So of all labels that hope for as much as the best, it looks at each once at most."""
    arrangement, view = ahead(problem, data)
    start, effort = single(arrangement), Effort()
    best, _ = queued(view, start, -start[1], effort, 10**6)
    hopeful = Every(arrangement, view.prices, view.watched, -best[1], 10**6)
    assert effort.labels <= hopeful.labels + 1


@pytest.mark.parametrize(
    ("items", "labels"),
    [
        (8, {1: 7, 2: 3, 3: 9, 4: 4, 6: 26, 8: 4, 9: 146, 10: 13}),
        (12, {1: 5, 2: 149, 3: 36, 4: 4, 6: 1, 7: 24, 8: 24, 9: 5}),
    ],
)
def test_what_a_queue_looks_at_is_on_record(items: int, labels: dict[int, int]) -> None:
    """A change by which it looks at more makes no answer another one; it is seen here."""
    counted = {}
    for seed in labels:
        arrangement, effort = arranged(drawn(seed, items)), Effort()
        start = single(arrangement)
        view = outlook(arrangement, Prices(arrangement.scale.usual // 30, 0, {}, {}))
        queued(view, start, -start[1], effort, 10**6)
        counted[seed] = effort.labels
    assert counted == labels


ROOMY = Problem(
    budget=1000,
    items=(
        Item("a", 0, 0, 0, 0, Verdict.KEEP, asked=False, seconds=(10,), benefits=(1,)),
        Item("b", 0, 0, 1, 0, Verdict.KEEP, asked=False, seconds=(20,), benefits=(2,)),
        Item("c", 1, 1, 2, 0, Verdict.KEEP, asked=False, seconds=(40,), benefits=(4,)),
    ),
    charges=(0, 0),
    phases=(Bounds(0, 2), Bounds(0, 1)),
)
FREE = Prices(0, 0, {}, {})


def test_labels_are_counted_group_by_group() -> None:
    """Nothing, a; nothing, a, b, both; and each of these with c and without."""
    effort, arrangement = Effort(), arranged(ROOMY)
    best, _ = searched(outlook(arrangement, FREE), EMPTY, NEVER, effort, 100)
    assert effort.labels == 2 + 4 + 8
    assert sorted(chosen(best)) == [Choice(0, 0), Choice(1, 0), Choice(2, 0)]


@pytest.mark.parametrize(("width", "labels"), [(1, 2 + 2 + 2), (2, 2 + 4 + 4), (4, 2 + 4 + 8)])
def test_labels_that_a_narrow_search_drops_are_counted_and_extended_no_more(width: int, labels: int) -> None:
    effort, arrangement = Effort(), arranged(ROOMY)
    searched(outlook(arrangement, FREE), EMPTY, NEVER, effort, width)
    assert effort.labels == labels


def test_a_narrow_search_keeps_the_most_hopeful_and_tells_what_the_next_one_could_become() -> None:
    arrangement = arranged(ROOMY)
    best, left = searched(outlook(arrangement, FREE), EMPTY, NEVER, Effort(), 1)
    assert sorted(chosen(best)) == [Choice(0, 0), Choice(1, 0), Choice(2, 0)]
    without_a, without_b, without_c = (
        packed_of(arrangement, [choice for choice in chosen(best) if choice.item != item]) for item in range(3)
    )
    assert left == max(without_a, without_b, without_c)


def packed_of(arrangement: Arrangement, choices: list[Choice]) -> int:
    found = outcome(ROOMY, choices)
    assert found is not None
    return packed(arrangement.scale, found)


def test_labels_are_counted_as_a_queue_looks_at_them() -> None:
    """The best takes all three: nothing, a, a and b. What else there is waits and is never looked at."""
    effort, arrangement = Effort(), arranged(ROOMY)
    start = single(arrangement)
    best, left = queued(outlook(arrangement, FREE), start, -start[1], effort, 100)
    assert sorted(chosen(best)) == [Choice(0, 0), Choice(1, 0), Choice(2, 0)]
    assert (effort.labels, left) == (3, NEVER)


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_a_queue_is_left_at_its_limit_whatever_was_counted_before(most: int) -> None:
    arrangement = arranged(ROOMY)
    view, start = outlook(arrangement, FREE), single(arrangement)
    effort = Effort()
    effort.labels = 50
    best, left = queued(view, start, -start[1], effort, most)
    assert effort.labels == 50 + most
    assert (best is start, left) == ((True, view.bound) if most < 3 else (False, NEVER))


def test_a_queue_is_left_when_the_effort_is_spent() -> None:
    arrangement = arranged(ROOMY)
    view, start = outlook(arrangement, FREE), single(arrangement)
    effort = Effort(most=2)
    assert queued(view, start, -start[1], effort, 100) == (start, view.bound)
    assert effort.labels == 2


def test_a_search_out_of_effort_goes_on_with_four_labels() -> None:
    many = evolve(
        ROOMY,
        items=tuple(
            evolve(ROOMY.items[0], name=f"{at}", family=at, seconds=(2**at,), benefits=(2**at,)) for at in range(9)
        ),
        phases=(Bounds(0, 9), Bounds(0, 1)),
    )
    effort = Effort(most=0)
    searched(outlook(arranged(many), FREE), EMPTY, NEVER, effort, 1000)
    assert effort.labels == 2 + 4 + 7 * 8
    narrow = Effort(most=0)
    searched(outlook(arranged(many), FREE), EMPTY, NEVER, narrow, 2)
    assert narrow.labels == 2 + 8 * 4
