"""Partial solutions in a queue, the most hopeful first; the first that is whole is the best.

What is never looked at is only what could not have become as good. So where the bound is close, this looks at far less
than a search group by group, whatever is known before; where it is not, the queue grows long, and is left at a limit.
"""

from heapq import heappop, heappush

from thoracic_lib.composing.bounding import NEVER
from thoracic_lib.composing.effort import Effort
from thoracic_lib.composing.hoping import Fields, Hope, Outlook
from thoracic_lib.composing.labeling import EMPTY, Label, Step, merit

__all__ = ["queued"]

Waiting = tuple[int, int, int, Label, int]
"""A label that waits: its hope and the place of its next group, both negated, its tie, itself, and its state.

So the most hopeful comes first, and of equally hopeful ones the one that has come farthest.
"""


def queued(outlook: Outlook, best: Label, least: int, effort: Effort, most: int) -> tuple[Label, int]:
    """The best label of at least some value, or the one known before, and a bound on all that was not looked at.

    About so many labels are looked at, at most; where that was enough, everything was looked at.
    """
    whole = len(outlook.arrangement.groups)
    queue: list[Waiting] = [(-outlook.bound, 0, 0, EMPTY, 0)]
    follow = _Following(outlook, queue)
    most += effort.labels
    while queue and -queue[0][0] >= least:
        hope, at, _, label, state = queue[0]
        if -at < whole and (effort.labels >= most or effort.spent):
            return best, -hope
        heappop(queue)
        if -at < whole:
            effort.labels += follow(-hope, -at, label, state, least)
        elif label is not EMPTY and merit(label) < merit(best):
            best, least = label, -label[1]
    return best, NEVER


class _Following:
    """Follows labels from group to group, and lets wait in the queue whatever else they may become."""

    def __init__(self, outlook: Outlook, queue: list[Waiting]) -> None:
        arrangement, fields = outlook.arrangement, Fields.of(outlook.arrangement)
        self.queue, self.fields, self.scale, self.most = queue, fields, arrangement.scale, arrangement.most
        self.second = outlook.prices.second
        places = range(len(arrangement.groups))
        self.steps = [Step.of(arrangement, fields, at) for at in places]
        self.hopes = [*[Hope(outlook, fields, at + 1) for at in places[:-1]], None]
        self.seen: list[dict[int, list[Label]]] = [{} for _ in places]

    def __call__(self, hope: int, at: int, label: Label, state: int, least: int) -> int:
        """Follow a label as long as leaving groups out costs it no hope; how many labels that were."""
        (taken, _, _, total), scale, second = self.fields, self.scale, self.second
        full, first, queue = second * scale.budget, at, self.queue
        length, cost, tie = label[:3]
        while _is_new(self.seen[at].setdefault(state, []), label):
            (bit, kept, pays, most, counts, charge, options), hopes = self.steps[at], self.hopes[at]
            at += 1
            count = state >> 1 & taken
            if count < most and not state & bit and state >> total != self.most:
                opening = 0 if state & 1 else charge
                then = cost + opening + (scale.change if count and not state & 1 else 0) - pays[count + 1]
                base = (state | bit | 1) + counts
                for seconds, value, covers, mark, option in options:
                    took = length + seconds + opening
                    if took <= scale.budget:
                        after, gone = (base | covers) & kept, then - value
                        if new := covers & ~state:
                            gone -= scale.movement * new.bit_count()
                        reached = -gone if hopes is None else hopes[after] + full - gone - second * took
                        if reached >= least:
                            heappush(queue, (-reached, -at, tie - mark, (took, gone, tie - mark, label, option), after))
            state &= kept
            if pays[count]:
                cost -= pays[count]
                label = (length, cost, *label[2:])
            reached = -cost if hopes is None else hopes[state] + full - cost - second * length
            if reached < hope or hopes is None:
                if reached >= least:
                    heappush(queue, (-reached, -at, tie, label, state))
                return at - first
        return at - first


def _is_new(seen: list[Label], label: Label) -> bool:
    """Whether no label seen in the same state makes this one needless; if so, it is seen now."""
    length, cost, tie = label[:3]
    for one in seen:
        if one[0] <= length and (one[1] < cost or (one[1] == cost and one[2] <= tie)):
            return False
    seen.append(label)
    return True
