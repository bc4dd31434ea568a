"""The search: labels for partial solutions, group by group, kept only while they may still become the best.

A label that takes no less time and gives no more than another in the same state is dropped (dominance), and so is
one that cannot reach the best known value any more (bound). What is left at the end is the optimum, and the bounds
are its proof. Narrow searches, which keep only a few labels after each group, find good solutions beforehand.
"""

from collections.abc import Iterator
from time import monotonic
from typing import NamedTuple

from attrs import define, field, frozen

from thoracic_lib.composing.arranging import Arrangement, End, Group, Option, arranged, narrowed
from thoracic_lib.composing.bounding import NEVER, Prices, Relaxation, cut, priced, relaxed, tightened
from thoracic_lib.composing.problem import Choice, Outcome, Problem

__all__ = ["Effort", "Solution", "solve"]

Label = tuple[int, int, int, "Label | None", Option | None]
"""A partial solution: its seconds, value and tie, the label that it extends, and by which option."""


class State(NamedTuple):
    """What decides how a label may go on: all that is counted, as far as it still matters.

    Items taken from the phase, whether the block is in use (1 or 0), movements covered, linked families taken, and
    items taken in all, where their number is limited.
    """

    taken: int
    opened: int
    covered: int
    used: int
    total: int


Layer = dict[State, list[Label]]

PREPARATIONS = ((1, 8, 12, False), (2, 16, 40, True), (2, 48, 120, True))
"""Ever more work: from which distance of bound and solution on (in usual benefits), rounds of tightening, the width of
a search, and whether it watches movements."""

EMPTY: Label = (0, 0, 0, None, None)


@define
class Effort:
    """How much work a search may do: a number of labels, a number of seconds from now, or as much as it takes.

    A limit on labels gives the same answer on every machine; one in seconds does not.
    """

    most: int | None = None
    seconds: float | None = None
    labels: int = field(default=0, init=False)
    _until: float | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self._until = None if self.seconds is None else monotonic() + self.seconds

    @property
    def spent(self) -> bool:
        """Whether the limit is reached."""
        over = self.most is not None and self.labels >= self.most
        return over or (self._until is not None and monotonic() >= self._until)


@frozen
class Solution:
    """Choices, how good they are, what no solution exceeds, and how many labels it took to know."""

    choices: tuple[Choice, ...]
    outcome: Outcome
    bound: Outcome
    labels: int

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no solution is better."""
        return self.outcome == self.bound


def solve(problem: Problem, effort: Effort | None = None) -> Solution | None:
    """The best choices of a problem, the same ones whatever order its items are in; `None` where nothing fits.

    Of equally good choices, those with the item of the first name are taken, at its smallest dose. With a limited
    effort the answer may be less than the best; its `bound` then says by how much at most.
    """
    effort = Effort() if effort is None else effort
    arrangement = arranged(problem)
    if not arrangement.groups:
        return None
    relaxation, best = _prepared(priced(arrangement), effort)
    wide = relaxation.bound - best[1] > 2 * _fence(relaxation)
    closer = _restated(relaxation, best[1], watched=arrangement.coverable if wide else 0)
    found, left = _searched(closer, best, effort)
    choices = tuple(sorted(_choices(found)))
    scale = arrangement.scale
    return Solution(choices, scale.told(found[1]), scale.told(max(found[1], left)), effort.labels)


def _prepared(relaxation: Relaxation, effort: Effort) -> tuple[Relaxation, Label]:
    """A close relaxation and a good solution, with as much work as the distance between them is worth."""
    fence = _fence(relaxation)
    core = _restated(relaxation, relaxation.bound - 2 * fence)
    best, _ = _searched(core, _single(relaxation.arrangement), effort, width=4)
    for distance, rounds, width, watching in PREPARATIONS:
        if effort.spent or relaxation.bound - best[1] <= distance * fence:
            break
        relaxation = tightened(relaxation, best[1], rounds)
        least = best[1] if watching else max(best[1], relaxation.bound - 3 * fence)
        watched = relaxation.arrangement.coverable if watching else 0
        best, _ = _searched(_restated(relaxation, least, watched=watched), best, effort, width)
    return relaxation, best


def _restated(relaxation: Relaxation, least: int, *, watched: int = 0) -> Relaxation:
    """The relaxation with only those options that a solution of at least such a value may need."""
    smaller = narrowed(relaxation.arrangement, cut(relaxation, least))
    dues = {family: due for family, due in relaxation.prices.dues.items() if family in smaller.linked}
    return relaxed(smaller, Prices(relaxation.prices.second, dues), watched=watched)


def _fence(relaxation: Relaxation) -> int:
    """The benefit of a usual option: bounds that are closer than this leave few labels."""
    scale = relaxation.arrangement.scale
    values = sorted(option.value for group in relaxation.arrangement.groups for option in group.options)
    return max(scale.benefit, values[len(values) // 2] % scale.cautioned)


def _searched(relaxation: Relaxation, best: Label, effort: Effort, width: int | None = None) -> tuple[Label, int]:
    """The best label, or the one known before where none is better, and a bound on all that was not looked at.

    With a `width`, only so many labels are kept after each group, and the bound says nothing.
    """
    layer: Layer = {State(0, 0, 0, 0, 0): [EMPTY]}
    for at in range(len(relaxation.arrangement.groups)):
        layer = {state: _undominated(labels) for state, labels in _extended(relaxation, at, layer, best[1]).items()}
        if width is not None:
            layer = _narrow(relaxation, at, layer, width)
        effort.labels += sum(map(len, layer.values()))
        if width is None and effort.spent:
            return best, max((hope for hope, *_ in _hopes(relaxation, at, layer)), default=NEVER)
    found = (label for labels in layer.values() for label in labels if label is not EMPTY)
    return max((best, *found), key=lambda label: label[1:3]), NEVER


def _single(arrangement: Arrangement) -> Label:
    """The best solution of one item; each option fits by itself, so there is one."""
    movement = arrangement.scale.movement
    return max(
        (
            (
                option.seconds + group.charge,
                option.value - group.charge + movement * option.covers.bit_count() + group.bonus[1],
                option.tie,
                EMPTY,
                option,
            )
            for group in arrangement.groups
            for option in group.options
        ),
        key=lambda label: label[1:3],
    )


def _extended(relaxation: Relaxation, at: int, layer: Layer, known: int) -> Layer:
    """Every label with this group left out, and with each of its options taken, where that may still be the best."""
    arrangement, second = relaxation.arrangement, relaxation.prices.second
    group, scale = arrangement.groups[at], arrangement.scale
    bit = arrangement.linked.get(group.family, 0)
    kept = ~bit if at == arrangement.last[group.family] else -1
    hope, extended = _Hope(relaxation, at), _Extended(group, arrangement.ends[at])
    needed = known - second * scale.budget
    for state, labels in layer.items():
        count, opened, covered, used, total = state
        left = State(count, opened, covered, used & kept, total)
        least = needed - hope.of(left)
        extended.put(left, [label for label in labels if label[1] - second * label[0] >= least])
        if count + 1 == len(group.bonus) or used & bit or total == arrangement.most:
            continue
        start = 0 if opened else group.charge
        change = scale.change if count and not opened else 0
        for option in group.options:
            both = covered | option.covers
            taken = State(count + 1, 1, both, (used | bit) & kept, total + 1 if arrangement.most else 0)
            length = option.seconds + start
            value = option.value - start - change + scale.movement * (both ^ covered).bit_count()
            least = needed - hope.of(taken) - value + second * length
            room, tie = scale.budget - length, option.tie
            extended.put(
                taken,
                [
                    (label[0] + length, label[1] + value, label[2] | tie, label, option)
                    for label in labels
                    if label[0] <= room and label[1] - second * label[0] >= least
                ],
            )
    return extended


class _Extended(dict[State, list[Label]]):
    """The labels after a group; where its block ends, the block is closed, and where its phase ends, that pays off."""

    def __init__(self, group: Group, end: End) -> None:
        self.bonus, self.end = group.bonus, end

    def put(self, state: State, labels: list[Label]) -> None:
        if not labels:
            return
        if self.end is End.PHASE:
            if bonus := self.bonus[state[0]]:
                labels = [(label[0], label[1] + bonus, *label[2:]) for label in labels]
            state = State(0, 0, *state[2:])
        elif self.end is End.BLOCK:
            state = State(state[0], 0, *state[2:])
        held = self.get(state)
        if held is None:
            self[state] = labels
        else:
            held.extend(labels)


class _Hope:
    """What may still be gained after a group, prices paid back or not, by the state there."""

    def __init__(self, relaxation: Relaxation, at: int) -> None:
        arrangement, dues = relaxation.arrangement, relaxation.prices.dues
        self.relaxation, self.at = relaxation, at
        self.rows: dict[int, tuple[list[int], list[int]]] = {}
        self.outstanding: dict[int, int] = {}
        self.open = {
            arrangement.linked[family]: due for family, due in dues.items() if due and arrangement.last[family] > at
        }

    def of(self, state: State) -> int:
        """The gain, with the dues of the families that may still be taken."""
        count, opened, covered, used, _ = state
        if covered not in self.rows:
            self.rows[covered] = self.relaxation.onward(self.at, covered)
        if used not in self.outstanding:
            self.outstanding[used] = sum(due for bit, due in self.open.items() if not used & bit)
        return self.rows[covered][opened][count] + self.outstanding[used]


def _undominated(labels: list[Label]) -> list[Label]:
    """The labels of a state that no other one of it makes needless."""
    if len(labels) == 1:
        return labels
    labels.sort(key=lambda label: (label[0], -label[1], -label[2]))
    best, kept = NEVER, []
    for label in labels:
        if label[1] > best:
            best = label[1]
            kept.append(label)
    return kept


def _hopes(relaxation: Relaxation, at: int, layer: Layer) -> Iterator[tuple[int, int, State, Label]]:
    """What each label after a group may become at best, and its tie."""
    second, open_dues = relaxation.prices.second, _Hope(relaxation, at).open
    full = second * relaxation.arrangement.scale.budget
    for state, labels in layer.items():
        more = relaxation.gain(at + 1, state.covered)[state.opened][state.taken] + full
        more += sum(due for bit, due in open_dues.items() if not state.used & bit)
        for label in labels:
            yield label[1] - second * label[0] + more, label[2], state, label


def _narrow(relaxation: Relaxation, at: int, layer: Layer, width: int) -> Layer:
    """The most hopeful labels, so many of them; of equally hopeful ones those that break ties."""
    if sum(map(len, layer.values())) <= width:
        return layer
    narrow: Layer = {}
    for _, _, state, label in sorted(_hopes(relaxation, at, layer), reverse=True)[:width]:
        narrow.setdefault(state, []).append(label)
    return narrow


def _choices(label: Label) -> Iterator[Choice]:
    while label[3] is not None and label[4] is not None:
        yield label[4].choice
        label = label[3]
