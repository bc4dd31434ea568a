"""What the solver's proof rests on: packing, bounds at any prices, cutting off, and effort that runs out."""

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.solving.instances import drawn
from thoracic_lib.composing.arranging import Arrangement, Scale, arranged
from thoracic_lib.composing.bounding import Layout, Prices, Relaxation, relaxed
from thoracic_lib.composing.effort import Effort
from thoracic_lib.composing.hoping import outlook
from thoracic_lib.composing.pricing import NEAR, Valuer, priced
from thoracic_lib.composing.problem import Outcome, Problem, outcome
from thoracic_lib.composing.search import Solution, solve

laws = settings(max_examples=60, deadline=None)
problems = st.integers(0, 400).map(lambda seed: drawn(seed, 14))


def packed(scale: Scale, told: Outcome) -> int:
    """The terms as one number, the inverse of `Scale.told`."""
    return (
        told.asked * scale.asked
        + told.movements * scale.movement
        + told.phases * scale.phase
        + told.modified * scale.modified
        + told.cautioned * scale.cautioned
        + told.benefit * scale.benefit
        + told.changes * scale.change
        + told.seconds
    )


def solved(problem: Problem) -> tuple[Arrangement, Solution, int]:
    """A problem that has a solution: arranged, solved, and the number that the optimum packs into."""
    solution, arrangement = solve(problem), arranged(problem)
    assume(solution is not None)
    assert solution is not None
    return arrangement, solution, packed(arrangement.scale, solution.outcome)


def any_prices(data: st.DataObject, arrangement: Arrangement) -> Prices:
    """Nothing, little, about what items are worth, or as much as a movement."""
    top = data.draw(st.sampled_from((0, 3, arrangement.scale.usual, arrangement.scale.movement)))
    cost = st.integers(0, top)
    item = data.draw(cost) if arrangement.most else 0
    covers = {bit: 2 * data.draw(cost) for bit in movements(arrangement) if data.draw(st.booleans())}
    return Prices(data.draw(cost) // 60, item, {family: data.draw(cost) for family in arrangement.linked}, covers)


def movements(arrangement: Arrangement) -> list[int]:
    """The movements that can be covered, as bits."""
    return [1 << place for place in range(12) if arrangement.reach[0] >> place & 1]


def at_prices(arrangement: Arrangement, prices: Prices) -> Relaxation:
    return relaxed(Layout(arrangement), prices)


@laws
@given(problems)
def test_numbers_tell_the_terms_that_they_pack(problem: Problem) -> None:
    arrangement, solution, value = solved(problem)
    assert arrangement.scale.told(value) == solution.outcome


@laws
@given(problems, st.data())
def test_a_larger_number_tells_a_better_outcome(problem: Problem, data: st.DataObject) -> None:
    scale = Scale.of(problem)
    values = st.integers(-scale.modified, 3 * scale.asked)
    one, other = data.draw(values), data.draw(values)
    assert (one < other) == (scale.told(one) < scale.told(other))
    assert packed(scale, scale.told(one)) == one


@laws
@given(problems, st.data())
def test_no_solution_exceeds_the_bound_at_any_prices(problem: Problem, data: st.DataObject) -> None:
    arrangement, _, value = solved(problem)
    assert at_prices(arrangement, any_prices(data, arrangement)).bound >= value


@laws
@given(problems, st.data())
def test_no_solution_exceeds_the_outlook_at_any_prices_whichever_movements_are_watched(
    problem: Problem, data: st.DataObject
) -> None:
    arrangement, _, value = solved(problem)
    prices = any_prices(data, arrangement)
    watched = data.draw(st.integers(0, arrangement.reach[0])) & arrangement.reach[0]
    assert outlook(arrangement, prices, watched=watched).bound >= value


@laws
@given(problems, st.data())
def test_watching_more_movements_never_loosens_the_bound(problem: Problem, data: st.DataObject) -> None:
    arrangement, _, _ = solved(problem)
    prices = any_prices(data, arrangement)
    watched = data.draw(st.integers(0, arrangement.reach[0])) & arrangement.reach[0]
    fewer = watched & (watched - 1)
    assert outlook(arrangement, prices, watched=watched).bound <= outlook(arrangement, prices, watched=fewer).bound


@laws
@given(problems, st.data())
def test_an_optimal_choice_is_never_cut_off(problem: Problem, data: st.DataObject) -> None:
    arrangement, solution, value = solved(problem)
    kept = at_prices(arrangement, any_prices(data, arrangement)).cut(value)
    assert {option.choice for options in kept for option in options} >= set(solution.choices)


@laws
@given(problems, st.data())
def test_an_option_is_kept_exactly_where_the_bound_with_it_taken_is_good_enough(
    problem: Problem, data: st.DataObject
) -> None:
    """The same bound by another way: of the group only this option, worth so much more that it is taken for sure."""
    arrangement, _, _ = solved(problem)
    relaxation = at_prices(arrangement, any_prices(data, arrangement))
    at = data.draw(st.integers(0, len(arrangement.groups) - 1))
    option = data.draw(st.sampled_from(arrangement.groups[at].options))
    lure = 1 << 200
    groups = list(arrangement.groups)
    groups[at] = groups[at]._replace(options=(option._replace(value=option.value + lure),))
    with_it = at_prices(evolve(arrangement, groups=tuple(groups)), relaxation.prices).bound - lure
    assert option in relaxation.cut(with_it)[at]
    assert option not in relaxation.cut(with_it + 1)[at]


@laws
@given(problems, st.data())
def test_prices_are_valued_alike_by_blocks_by_tables_and_where_they_are_looked_for(
    problem: Problem, data: st.DataObject
) -> None:
    arrangement, _, _ = solved(problem)
    prices = any_prices(data, arrangement)
    valuer = Valuer(Layout(arrangement))
    assert valuer.valued(valuer.row(prices)).bound == at_prices(arrangement, prices).bound
    granted = prices._replace(covers={})
    assert outlook(arrangement, prices).bound == at_prices(arrangement, granted).bound


@laws
@given(st.data(), problems)
def test_no_other_prices_bound_much_better(data: st.DataObject, problem: Problem) -> None:
    arrangement, _, _ = solved(problem)
    layout, start = Layout(arrangement), any_prices(data, arrangement)
    near = arrangement.scale.usual // NEAR + 2
    for found in (priced(layout), priced(layout, start)):
        bound = relaxed(layout, found).bound
        for _ in range(10):
            assert bound <= relaxed(layout, any_prices(data, arrangement)).bound + near
    assert relaxed(layout, priced(layout, start)).bound <= relaxed(layout, start).bound


def test_prices_bound_well_where_covering_is_paid_with_more_than_it_is_worth_at_first() -> None:
    arrangement = arranged(drawn(373, 14))
    layout, scale = Layout(arrangement), arrangement.scale
    found = priced(layout, Prices(0, 0, {}, {8: scale.movement + 1_206_110}))
    assert relaxed(layout, found).bound <= at_prices(arrangement, Prices(0, 0, {}, {})).bound + scale.usual // NEAR + 2


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12])
def test_every_limited_effort_has_a_feasible_answer_and_a_true_bound(seed: int) -> None:
    problem = drawn(seed, 24)
    full = solve(problem)
    assert full is not None
    for most in (*range(0, 300, 7), 1_000, 10_000, full.labels, full.labels + 1):
        solution = solve(problem, Effort(most=most))
        assert solution is not None
        assert outcome(problem, solution.choices) == solution.outcome
        assert solution.outcome <= full.outcome <= solution.bound
        assert not solution.optimal or solution.outcome == full.outcome
    assert solve(problem, Effort(most=full.labels + 1)) == full


def test_more_effort_comes_closer() -> None:
    """Over many problems: what a hundred labels leave open, a thousand leave less of."""
    still_open = [
        sum(1 for seed in range(60) if (found := solve(drawn(seed, 30), Effort(most=most))) and not found.optimal)
        for most in (1, 100, 1_000, 100_000)
    ]
    assert still_open == sorted(still_open, reverse=True)
    assert still_open[0] > still_open[1] > still_open[2] > still_open[3] == 0


def test_no_seconds_at_all_still_have_an_answer() -> None:
    problem = drawn(4, 40)
    hasty = solve(problem, Effort(seconds=0.0))
    assert hasty is not None
    assert outcome(problem, hasty.choices) == hasty.outcome
    assert solve(problem, Effort(seconds=600.0)) == solve(problem)


def test_a_problem_without_items_room_or_number_has_no_answer() -> None:
    problem = drawn(4, 10)
    assert solve(evolve(problem, items=())) is None
    assert solve(evolve(problem, budget=0)) is None
    assert solve(evolve(problem, most=0)) is None
    assert solve(evolve(problem, phases=tuple(bounds._replace(maximum=0) for bounds in problem.phases))) is None
