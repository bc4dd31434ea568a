"""Labels for partial solutions, group by group, kept only while they may still become the best.

A label that takes no less time and gives no more than another in the same state is dropped (dominance), and so is one
that cannot reach a given value any more (bound). A narrow search keeps only the most hopeful labels after each group;
what those that it dropped could have become at best is the bound on all that it did not look at.
"""

from collections.abc import Iterator
from typing import NamedTuple

from thoracic_lib.composing.arranging import Arrangement, End, Option
from thoracic_lib.composing.bounding import NEVER, Relaxation
from thoracic_lib.composing.effort import Effort
from thoracic_lib.composing.problem import Choice

__all__ = ["Label", "chosen", "searched", "single"]

Label = tuple[int, int, int, "Label | None", Option | None]
"""A partial solution: its seconds, its value and tie, both negated so that the better of two comes first, the label
that it extends, and by which option."""

Layer = dict[int, list[Label]]
"""Labels by their state, as `_Fields` lays it out: all that decides how a label may go on."""

EMPTY: Label = (0, 0, 0, None, None)

FEW = 4
"""How many labels a search goes on with once its effort is spent, to end with a solution."""


def searched(relaxation: Relaxation, best: Label, least: int, effort: Effort, width: int) -> tuple[Label, int]:
    """The best label of at least some value, or the one known before, and a bound on all that was not looked at.

    Only so many labels are kept after each group. Where that was not needed, everything was looked at.
    """
    fields = _Fields.of(relaxation.arrangement)
    layer: Layer = {0: [EMPTY]}
    left = NEVER
    for at in range(len(relaxation.arrangement.groups)):
        hope = _Hope(relaxation, fields, at + 1)
        layer = _extended(relaxation, at, layer, hope, least)
        for state, labels in layer.items():
            if len(labels) > 1:
                layer[state] = _undominated(labels)
        effort.labels += (held := sum(map(len, layer.values())))
        if held > (few := min(width, FEW) if effort.spent else width):
            layer, dropped = _narrow(relaxation, hope, layer, few)
            left = max(left, dropped)
    found = (label for labels in layer.values() for label in labels if label is not EMPTY)
    return min((best, *found), key=lambda label: label[1:3]), left


def single(arrangement: Arrangement) -> Label:
    """The best solution of one item; each option fits by itself, so there is one."""
    movement = arrangement.scale.movement
    return min(
        (
            (
                option.seconds + group.charge,
                group.charge - option.value - movement * option.covers.bit_count() - group.bonus[1],
                -option.tie,
                EMPTY,
                option,
            )
            for group in arrangement.groups
            for option in group.options
        ),
        key=lambda label: label[1:3],
    )


def chosen(label: Label) -> Iterator[Choice]:
    """The choices of a label."""
    while label[3] is not None and label[4] is not None:
        yield label[4].choice
        label = label[3]


class _Fields(NamedTuple):
    """How a state is laid out in one whole number, from the lowest bit on.

    Whether the block is in use (one bit); the items taken from the phase (from the next bit on, masked by `taken`);
    the movements covered, from the bit `covers` on; the linked families taken, from the bit `used` on; and, where
    their number is limited, all items taken, from the bit `total` on.
    """

    taken: int
    covers: int
    used: int
    total: int

    @classmethod
    def of(cls, arrangement: Arrangement) -> "_Fields":
        most = max((len(group.bonus) for group in arrangement.groups), default=0).bit_length()
        covers = 1 + most
        used = covers + arrangement.reach[0].bit_length()
        return cls((1 << most) - 1, covers, used, used + len(arrangement.linked))


def _extended(relaxation: Relaxation, at: int, layer: Layer, hope: "_Hope", least: int) -> Layer:
    """Every label with this group left out, and with each of its options taken, where that may still be the best."""
    arrangement, second, fields = relaxation.arrangement, relaxation.prices.second, hope.fields
    group, end, scale = arrangement.groups[at], arrangement.ends[at], arrangement.scale
    bit = arrangement.linked.get(group.family, 0) << fields.used
    kept = ~bit if bit and at == arrangement.last[group.family] else -1
    if end:
        kept &= ~(1 | fields.taken << 1) if end is End.PHASE else ~1
    pays = group.bonus if end is End.PHASE else (0,) * len(group.bonus)
    most = len(group.bonus) - 1
    step = 2 + (1 << fields.total if arrangement.most else 0)
    limit = second * scale.budget - least
    options = [(option, option.covers << fields.covers) for option in group.options]
    extended: Layer = {}
    for state, labels in layer.items():
        count = state >> 1 & fields.taken
        pay, after = pays[count], state & kept
        most_cost = limit + hope[after] + pay
        if pay:
            going = [
                (label[0], label[1] - pay, *label[2:]) for label in labels if label[1] + second * label[0] <= most_cost
            ]
        else:
            going = [label for label in labels if label[1] + second * label[0] <= most_cost]
        if going:
            extended.setdefault(after, []).extend(going)
        if count == most or state & bit or state >> fields.total == arrangement.most:
            continue
        opening = 0 if state & 1 else group.charge
        cost = opening + (scale.change if count and not state & 1 else 0) - pays[count + 1]
        base = (state | bit | 1) + step
        for option, covers in options:
            after = (base | covers) & kept
            length, gone = option[0] + opening, cost - option[1]
            if new := covers & ~state:
                gone -= scale.movement * new.bit_count()
            most_cost = limit + hope[after] - gone - second * length
            room, tie = scale.budget - length, option[3]
            going = [
                (label[0] + length, label[1] + gone, label[2] - tie, label, option)
                for label in labels
                if label[0] <= room and label[1] + second * label[0] <= most_cost
            ]
            if going:
                extended.setdefault(after, []).extend(going)
    return extended


class _Hope(dict[int, int]):
    """What may still be gained from a group on, by the state before it: with the dues of families still to be taken."""

    def __init__(self, relaxation: Relaxation, fields: _Fields, at: int) -> None:
        self.relaxation, self.fields, self.at = relaxation, fields, at
        self.item, self.most = relaxation.prices.item, relaxation.arrangement.most or 0
        arrangement = relaxation.arrangement
        self.open = [
            (arrangement.linked[family] << fields.used, due)
            for family, due in relaxation.prices.dues.items()
            if due and arrangement.last[family] >= at
        ]

    def __missing__(self, state: int) -> int:
        fields = self.fields
        covered = state >> fields.covers & self.relaxation.arrangement.reach[0]
        gain = self.relaxation.gain(self.at, covered, state & 1, state >> 1 & fields.taken)
        for bit, due in self.open:
            if not state & bit:
                gain += due
        if self.item:
            gain += self.item * (self.most - (state >> fields.total))
        self[state] = gain
        return gain


def _undominated(labels: list[Label]) -> list[Label]:
    """The labels of a state that no other one of it makes needless."""
    labels.sort()
    kept = [labels[0]]
    for label in labels:
        if label[1] < kept[-1][1]:
            kept.append(label)
    return kept


def _hopes(relaxation: Relaxation, hope: _Hope, layer: Layer) -> Iterator[tuple[int, int, int, Label]]:
    """What each label after a group may become at best, and its tie."""
    second = relaxation.prices.second
    full = second * relaxation.arrangement.scale.budget
    for state, labels in layer.items():
        more = hope[state] + full
        for label in labels:
            yield more - label[1] - second * label[0], -label[2], state, label


def _narrow(relaxation: Relaxation, hope: _Hope, layer: Layer, width: int) -> tuple[Layer, int]:
    """The most hopeful labels, so many of them, and the hope of the best that is dropped.

    Of equally hopeful ones, those that win ties are kept.
    """
    ranked = sorted(_hopes(relaxation, hope, layer), reverse=True)
    narrow: Layer = {}
    for _, _, state, label in ranked[:width]:
        narrow.setdefault(state, []).append(label)
    return narrow, max((hopeful for hopeful, *_ in ranked[width:]), default=NEVER)
