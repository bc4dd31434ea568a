"""Labels for partial solutions, group by group, kept only while they may still become the best.

A label that takes no less time and gives no more than another in the same state is dropped (dominance), and so is one
that cannot reach a given value any more (bound). A narrow search keeps only the most hopeful labels after each group;
what those that it dropped could have become at best is the bound on all that it did not look at.
"""

from collections.abc import Iterator
from typing import NamedTuple

from thoracic_lib.composing.arranging import Arrangement, End, Option
from thoracic_lib.composing.bounding import NEVER
from thoracic_lib.composing.effort import Effort
from thoracic_lib.composing.hoping import Fields, Hope, Outlook
from thoracic_lib.composing.problem import Choice

__all__ = ["EMPTY", "Label", "Step", "chosen", "merit", "searched", "single"]

Label = tuple[int, int, int, "Label | None", Option | None]
"""A partial solution: its seconds, its value and tie, both negated so that the better of two comes first, the label
that it extends, and by which option."""

Layer = dict[int, list[Label]]
"""Labels by their state, as `Fields` lays it out: all that decides how a label may go on."""

EMPTY: Label = (0, 0, 0, None, None)

FEW = 4
"""How many labels a search goes on with once its effort is spent, to end with a solution."""


def searched(outlook: Outlook, best: Label, least: int, effort: Effort, width: int) -> tuple[Label, int]:
    """The best label of at least some value, or the one known before, and a bound on all that was not looked at.

    Only so many labels are kept after each group. Where that was not needed, everything was looked at.
    """
    fields = Fields.of(outlook.arrangement)
    layer: Layer = {0: [EMPTY]}
    left = NEVER
    for at in range(len(outlook.arrangement.groups)):
        hope = Hope(outlook, fields, at + 1)
        layer = _extended(outlook, at, layer, hope, least)
        for state, labels in layer.items():
            if len(labels) > 1:
                layer[state] = _undominated(labels)
        effort.labels += (held := sum(map(len, layer.values())))
        if held > (few := min(width, FEW) if effort.spent else width):
            layer, dropped = _narrow(outlook, hope, layer, few)
            left = max(left, dropped)
    found = (label for labels in layer.values() for label in labels if label is not EMPTY)
    return min((best, *found), key=merit), left


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
        key=merit,
    )


def merit(label: Label) -> tuple[int, ...]:
    """What tells labels apart, the best one least: the value, and the tie. No two sets of choices have it alike."""
    return label[1:3]


def chosen(label: Label) -> Iterator[Choice]:
    """The choices of a label."""
    while label[3] is not None and label[4] is not None:
        yield label[4].choice
        label = label[3]


class Step(NamedTuple):
    """What deciding on a group does to a label, in the layout of its states.

    `bit` marks the group's family where it is linked; `kept` masks what is still told apart after the group; `pays`
    says what the phase pays by the number of items, where it ends; `most` is how many the phase takes; `counts` is what
    an item adds to the state; `options` are the group's, each with its movements in place.
    """

    bit: int
    kept: int
    pays: tuple[int, ...]
    most: int
    counts: int
    charge: int
    options: list[tuple[int, int, int, int, Option]]

    @classmethod
    def of(cls, arrangement: Arrangement, fields: Fields, at: int) -> "Step":
        """The step of the group at a place."""
        group, end = arrangement.groups[at], arrangement.ends[at]
        bit = arrangement.linked.get(group.family, 0) << fields.used
        kept = ~bit if bit and at == arrangement.last[group.family] else -1
        if end:
            kept &= ~(1 | fields.taken << 1) if end is End.PHASE else ~1
        pays = group.bonus if end is End.PHASE else (0,) * len(group.bonus)
        counts = 2 + (1 << fields.total if arrangement.most else 0)
        options = [(one[0], one[1], one[2] << fields.covers, one[3], one) for one in group.options]
        return cls(bit, kept, pays, len(group.bonus) - 1, counts, group.charge, options)


def _extended(outlook: Outlook, at: int, layer: Layer, hope: Hope, least: int) -> Layer:
    """Every label with this group left out, and with each of its options taken, where that may still be the best."""
    arrangement, second, fields = outlook.arrangement, outlook.prices.second, hope.fields
    scale = arrangement.scale
    bit, kept, pays, most, counts, charge, options = Step.of(arrangement, fields, at)
    limit = second * scale.budget - least
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
        opening = 0 if state & 1 else charge
        cost = opening + (scale.change if count and not state & 1 else 0) - pays[count + 1]
        base = (state | bit | 1) + counts
        for seconds, value, covers, tie, option in options:
            after = (base | covers) & kept
            length, gone = seconds + opening, cost - value
            if new := covers & ~state:
                gone -= scale.movement * new.bit_count()
            most_cost = limit + hope[after] - gone - second * length
            room = scale.budget - length
            going = [
                (label[0] + length, label[1] + gone, label[2] - tie, label, option)
                for label in labels
                if label[0] <= room and label[1] + second * label[0] <= most_cost
            ]
            if going:
                extended.setdefault(after, []).extend(going)
    return extended


def _undominated(labels: list[Label]) -> list[Label]:
    """The labels of a state that no other one of it makes needless."""
    labels.sort()
    kept = [labels[0]]
    for label in labels:
        if label[1] < kept[-1][1]:
            kept.append(label)
    return kept


def _hopes(outlook: Outlook, hope: Hope, layer: Layer) -> Iterator[tuple[int, int, int, Label]]:
    """What each label after a group may become at best, and its tie."""
    second = outlook.prices.second
    full = second * outlook.arrangement.scale.budget
    for state, labels in layer.items():
        more = hope[state] + full
        for label in labels:
            yield more - label[1] - second * label[0], -label[2], state, label


def _narrow(outlook: Outlook, hope: Hope, layer: Layer, width: int) -> tuple[Layer, int]:
    """The most hopeful labels, so many of them, and the hope of the best that is dropped.

    Of equally hopeful ones, those that win ties are kept.
    """
    ranked = sorted(_hopes(outlook, hope, layer), reverse=True)
    narrow: Layer = {}
    for _, _, state, label in ranked[:width]:
        narrow.setdefault(state, []).append(label)
    return narrow, max(hopeful for hopeful, *_ in ranked[width:])
