"""What may be hoped for, worked out once more by plain recursion; and prices by hand."""

from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.solving.instances import drawn
from tests.solving.plainly import Oracle
from tests.solving.test_bounds import any_prices, at_prices, movements
from thoracic_lib.composing.arranging import Arrangement, End, arranged, narrowed
from thoracic_lib.composing.bounding import NEVER, Prices, joined
from thoracic_lib.composing.hoping import Fields, Hope, outlook

laws = settings(max_examples=60, deadline=None)
arrangements = st.integers(0, 400).map(lambda seed: arranged(drawn(seed, (6, 9, 12)[seed % 3])))


def states(arrangement: Arrangement, at: int) -> list[tuple[int, int]]:
    """Whether the block may be in use before a group, with how many items of the phase may be taken."""
    before = arrangement.ends[at - 1] if at else End.PHASE
    most = len(arrangement.groups[at].bonus) if at < len(arrangement.groups) else 0
    closed = [(0, taken) for taken in range(most if before is not End.PHASE else 1)]
    return closed + [(1, taken) for taken in range(1, most if before is End.NOTHING else 0)]


def any_movements(data: st.DataObject, arrangement: Arrangement) -> int:
    return sum(bit for bit in movements(arrangement) if data.draw(st.booleans()))


@laws
@given(arrangements, st.data())
def test_what_can_be_gained_is_what_trying_everything_gains(arrangement: Arrangement, data: st.DataObject) -> None:
    prices, watched = any_prices(data, arrangement), any_movements(data, arrangement)
    oracle, ahead = Oracle(arrangement, prices), outlook(arrangement, prices, watched=watched)
    covered = any_movements(data, arrangement)
    for at in range(len(arrangement.groups) + 1):
        granted = arrangement.scale.movement * (arrangement.reach[at] & ~covered & ~watched).bit_count()
        hope = Hope(ahead, Fields.of(arrangement), at)
        for opened, taken in states(arrangement, at):
            state = opened | taken << 1 | covered << Fields.of(arrangement).covers
            base = sum(due for family, due in prices.dues.items() if arrangement.last[family] >= at)
            base += prices.item * (arrangement.most or 0)
            assert hope[state] - base == granted + oracle.gain(at, watched & ~covered, opened, taken)


@laws
@given(arrangements, st.data())
def test_dues_are_hoped_for_until_a_family_is_taken_and_items_until_their_number_is_reached(
    arrangement: Arrangement, data: st.DataObject
) -> None:
    prices, fields = any_prices(data, arrangement), Fields.of(arrangement)
    ahead = outlook(arrangement, prices)
    families = [family for family in arrangement.linked if data.draw(st.booleans())]
    total = data.draw(st.integers(0, arrangement.most)) if arrangement.most else 0
    state = sum(arrangement.linked[family] << fields.used for family in families) | total << fields.total
    for at in range(len(arrangement.groups) + 1):
        hope = Hope(ahead, fields, at)
        taken = sum(prices.dues[family] for family in families if arrangement.last[family] >= at)
        assert hope[0] - hope[state] == taken + prices.item * total


@laws
@given(arrangements, st.data())
def test_the_bound_is_what_is_paid_back_and_what_can_be_gained(arrangement: Arrangement, data: st.DataObject) -> None:
    assume(arrangement.groups)
    prices, watched = any_prices(data, arrangement), any_movements(data, arrangement)
    gained = Oracle(arrangement, prices).gain(0, watched, 0, 0)
    assert outlook(arrangement, prices, watched=watched).bound == (
        gained
        + prices.second * arrangement.scale.budget
        + prices.item * (arrangement.most or 0)
        + sum(prices.dues.values())
        + arrangement.scale.movement * (arrangement.reach[0] & ~watched).bit_count()
    )


def test_prices_pay_back_the_budget_the_limit_the_dues_and_the_movements_less_what_they_earn() -> None:
    limited = next(one for seed in range(99) if (one := arranged(drawn(seed, 14))).most and len(movements(one)) > 1)
    scale, (first, second, *_) = limited.scale, movements(limited)
    prices = Prices(3, 50, {7: 11, 8: 13}, {first: 17, second: 5 * scale.movement})
    free = limited.granted - 17 - scale.movement
    assert prices.back(limited) == 3 * scale.budget + 50 * (limited.most or 0) + 24 + free
    assert prices.back(evolve(limited, most=None)) == 3 * scale.budget + 24 + free


def test_prices_are_kept_as_far_as_what_they_price_is_left() -> None:
    whole = next(
        one for seed in range(99) if (one := arranged(drawn(seed, 24))).most and one.linked and len(movements(one)) > 1
    )
    prices = Prices(3, 50, {family: 10 + family for family in whole.linked}, dict.fromkeys(movements(whole), 9))
    assert prices.of(whole) == prices
    one_group = narrowed(whole, [group.options if at == 0 else () for at, group in enumerate(whole.groups)])
    left = {bit: 9 for bit in movements(whole) if bit & one_group.reach[0]}
    assert prices.of(one_group) == Prices(3, 0, {}, left)


@given(
    st.lists(st.integers(-50, 50), min_size=1, max_size=4),
    st.lists(st.integers(-50, 50), min_size=1, max_size=4),
    st.integers(0, 20),
    st.integers(1, 8),
)
def test_a_block_is_joined_by_the_best_split_of_each_number(
    rows: list[int], sums: list[int], change: int, size: int
) -> None:
    rows = rows[:size]
    better = joined(rows, sums, change, size)
    assert len(better) == min(size, len(rows) + len(sums))
    for count, most in enumerate(better):
        without = rows[count] if count < len(rows) else NEVER
        splits = [
            rows[count - more] + sums[more - 1] - (change if count > more else 0)
            for more in range(1, min(count, len(sums)) + 1)
            if count - more < len(rows)
        ]
        assert most == max([without, *splits])


@laws
@given(arrangements, st.data())
def test_the_bound_by_blocks_is_the_one_by_trying_everything(arrangement: Arrangement, data: st.DataObject) -> None:
    assume(arrangement.groups)
    prices = any_prices(data, arrangement)
    lured = [
        group._replace(
            options=tuple(
                option._replace(
                    value=option.value + sum(one for bit, one in prices.covers.items() if bit & option.covers)
                )
                for option in group.options
            )
        )
        for group in arrangement.groups
    ]
    oracle = Oracle(evolve(arrangement, groups=tuple(lured)), prices)
    assert at_prices(arrangement, prices).bound == prices.back(arrangement) + oracle.gain(0, 0, 0, 0)
