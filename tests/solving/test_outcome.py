"""What a solution is: each constraint by itself, and each term by hand."""

from typing import Any

import pytest
from attrs import astuple, evolve

from thoracic_lib.composing.arranging import End, Scale, arranged, narrowed
from thoracic_lib.composing.problem import Bounds, Choice, Item, Outcome, Problem, outcome
from thoracic_lib.vocabulary import Verdict

PROBLEM = Problem(
    budget=200,
    items=(
        Item("a", 0, 0, 0, 0b01, Verdict.KEEP, asked=True, seconds=(30, 60), benefits=(5, 9)),
        Item("b", 0, 1, 1, 0b11, Verdict.CAUTION, asked=False, seconds=(40,), benefits=(7,)),
        Item("c", 1, 2, 2, 0b10, Verdict.MODIFY, asked=False, seconds=(50,), benefits=(3,)),
        Item("d", 1, 2, 0, 0b00, Verdict.KEEP, asked=False, seconds=(20,), benefits=(1,)),
    ),
    charges=(10, 15, 20),
    phases=(Bounds(2, 2), Bounds(2, 2)),
    most=3,
)
A, A_LONG, B, C, D = Choice(0, 0), Choice(0, 1), Choice(1, 0), Choice(2, 0), Choice(3, 0)


def test_every_term_is_counted() -> None:
    told = outcome(PROBLEM, [A, B, C])
    # the first phase has both its points, the second only that of being there; two blocks in the first are one change
    assert told == Outcome(1, 2, 3, -1, -1, 15, -1, -(30 + 40 + 50 + 10 + 15 + 20))


def test_a_block_is_charged_once_and_a_dose_counts_as_it_is() -> None:
    assert outcome(PROBLEM, [C, D]) == Outcome(0, 1, 2, -1, 0, 4, 0, -(50 + 20 + 20))
    assert outcome(PROBLEM, [A_LONG]) == Outcome(1, 1, 1, 0, 0, 9, 0, -(60 + 10))


def test_a_phase_without_a_minimum_gives_no_points() -> None:
    told = outcome(evolve(PROBLEM, phases=(Bounds(0, 2), Bounds(0, 2))), [A, B, C])
    assert told is not None
    assert told.phases == 0


@pytest.mark.parametrize(
    ("changed", "choices"),
    [
        ({}, []),
        ({}, [A, D]),
        ({}, [A, A_LONG]),
        ({"phases": (Bounds(2, 1), Bounds(2, 2))}, [A, B]),
        ({"most": 2}, [A, B, C]),
        ({"budget": 164}, [A, B, C]),
    ],
    ids=["nothing", "one family twice", "one item twice", "a phase too full", "too many", "too long"],
)
def test_a_broken_constraint_has_no_outcome(changed: dict[str, object], choices: list[Choice]) -> None:
    assert outcome(evolve(PROBLEM, **changed), choices) is None  # type: ignore[arg-type]  # what is changed is in the table


def test_a_budget_that_is_just_met_is_kept() -> None:
    assert outcome(evolve(PROBLEM, budget=165), [A, B, C]) is not None
    assert outcome(evolve(PROBLEM, most=None), [A, B, C]) is not None


def test_items_are_not_limited_unless_a_limit_is_given() -> None:
    free = Problem(budget=PROBLEM.budget, items=PROBLEM.items, charges=PROBLEM.charges, phases=PROBLEM.phases)
    assert free.most is None
    assert outcome(free, [A, B, C]) == outcome(PROBLEM, [A, B, C])


def scale(**changed: Any) -> tuple[int, ...]:  # noqa: ANN401 - any field of a problem
    return astuple(Scale.of(evolve(PROBLEM, **{"most": None, **changed})))


def test_each_term_weighs_just_more_than_all_after_it() -> None:
    # three families and room for four; each of three items is at most one change, one burden and its benefit
    change, benefit = 201, 201 * 4
    cautioned = benefit * (9 + 7 + 3 + 1)
    modified = cautioned * 4
    phase = modified * 4
    movement = phase * 5
    asked = movement * 3
    assert scale() == (3, benefit * 3, 200, change, benefit, cautioned, modified, phase, movement, asked)


@pytest.mark.parametrize(
    ("changed", "count"),
    [({}, 3), ({"most": 2}, 2), ({"most": 9}, 3), ({"phases": (Bounds(2, 1), Bounds(2, 1)), "most": 5}, 2)],
)
def test_no_more_items_are_counted_on_than_families_room_and_limit_allow(changed: dict[str, Any], count: int) -> None:
    assert scale(**changed)[0] == count


def test_items_without_benefit_have_a_usual_one_of_one() -> None:
    items = tuple(evolve(item, benefits=(0,) * len(item.benefits)) for item in PROBLEM.items)
    change, benefit = 201, 201 * 4
    assert scale(items=items)[1:6] == (benefit, 200, change, benefit, benefit)


def test_only_movements_that_some_item_covers_are_counted_on() -> None:
    items = tuple(evolve(item, covers=item.covers & 0b10) for item in PROBLEM.items)
    told = Scale.of(evolve(PROBLEM, items=items))
    assert told.asked == told.movement * 2
    assert [group.covers for group in arranged(evolve(PROBLEM, items=items)).groups] == [0, 0b10, 0, 0b10]


def test_an_arrangement_of_which_nothing_is_kept_is_empty() -> None:
    left = narrowed(arranged(PROBLEM), [()] * 4)
    assert (left.groups, left.ends, left.reach) == ((), (), (0,))


def test_an_arrangement_is_narrowed_to_the_options_that_are_kept() -> None:
    whole = arranged(PROBLEM)
    kept = [group.options[:1] for group in whole.groups]
    assert [group.options for group in narrowed(whole, kept).groups] == kept
    assert narrowed(whole, [group.options for group in whole.groups]) == whole
    assert [group.options for group in narrowed(whole, [(), *kept[1:]]).groups] == kept[1:]


def test_groups_stand_by_phase_and_block_with_what_is_left_to_cover_and_the_families_that_come_again() -> None:
    told = arranged(PROBLEM)
    assert [(group.phase, group.block, group.family) for group in told.groups] == [
        (0, 0, 0),
        (0, 1, 1),
        (1, 2, 0),
        (1, 2, 2),
    ]
    assert [int(end) for end in told.ends[:2]] == [End.BLOCK, End.PHASE]
    assert (told.linked, told.last) == ({0: 1}, {0: 2, 1: 1, 2: 3})
    assert told.reach == (0b11, 0b11, 0b10, 0b10, 0)


@pytest.mark.parametrize(("most", "binding"), [(None, None), (4, None), (3, None), (2, 2), (1, 1)])
def test_a_limit_on_all_items_is_kept_in_mind_only_where_it_may_bind(most: int | None, binding: int | None) -> None:
    assert arranged(evolve(PROBLEM, most=most)).most == binding
