"""Solving problems of many people, where what was solved for one often answers another.

The best choices of a problem are also the best ones of a problem that allows less, as long as it still allows them.
A problem allows less than another one of the same goal, of the same exercises asked for by name and at the same pace
where it has no more time, takes no more exercises, and offers nothing that the other one does not offer as well or
better: each item is there by the same name, with no stricter verdict, and for each dose with one that takes no longer
and is worth no less. Whatever could be chosen in it, could then have been chosen there at no loss.

That holds for ties too. Of equally good choices the one is taken that has the first choice, by name and dose, in which
they differ. If others were as good in the smaller problem, they would be as good in the larger one, with the same
names; and since the best choices are offered alike in both, the tie would have been decided there in the same way.
"""

from collections import deque
from collections.abc import Mapping

from attrs import define, field, frozen

from thoracic_lib.composing.problem import Choice, Item
from thoracic_lib.composing.search import Solution, solve
from thoracic_lib.composing.stating import Statement
from thoracic_lib.model.dosage import Pace
from thoracic_lib.model.once import Kept

__all__ = ["Solver"]

_KEYS, _SOLVED = 1_024, 128
"""For how many goals, names and paces solved problems are kept, and how many for each."""

Asked = tuple[str, frozenset[str], Pace]
"""What problems have to have in common: the goal, the exercises asked for by name, and the pace."""


@frozen(eq=False)
class _Solved:
    """A problem that was solved: its items by name, and the best choices."""

    budget: int
    most: int | None
    items: Mapping[str, Item]
    chosen: Mapping[str, int]
    solution: Solution

    @classmethod
    def of(cls, statement: Statement, solution: Solution) -> "_Solved":
        """A statement's problem with its solution."""
        problem = statement.problem
        return cls(
            budget=problem.budget,
            most=problem.most,
            items={item.name: item for item in problem.items},
            chosen={problem.items[choice.item].name: choice.level for choice in solution.choices},
            solution=solution,
        )

    def answers(self, budget: int, most: int | None, items: Mapping[str, Item]) -> bool:
        """Whether the best choices of this problem are the best ones of a problem with these items."""
        if not -self.solution.outcome.seconds <= budget <= self.budget:
            return False
        if self.most is not None and (most is None or most > self.most):
            return False
        if most is not None and len(self.chosen) > most:
            return False
        for name in self.chosen:
            item = items.get(name)
            if item is None or not _alike(item, self.items[name]):
                return False
        return all(name in self.items and _no_better(item, self.items[name]) for name, item in items.items())


@define(eq=False)
class Solver:
    """Solves the problems of one catalog, each to the end; `solved` and `reused` count how it came by the answers.

    What it answers is what `solve` answers, but for the count of labels, which is zero where nothing had to be solved.
    """

    solved: int = field(default=0, init=False)
    reused: int = field(default=0, init=False)
    _known: Kept[Asked, deque[_Solved]] = field(factory=lambda: Kept(_KEYS), init=False)

    def __call__(self, statement: Statement) -> Solution | None:
        """The best choices for a statement; `None` where nothing fits."""
        problem, request = statement.problem, statement.request
        items = {item.name: item for item in problem.items}
        asked = (statement.goal.id, request.include, request.pace)
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = deque(maxlen=_SOLVED)
        for one in known:
            if one.answers(problem.budget, problem.most, items):
                self.reused += 1
                return _told_again(one, statement)
        self.solved += 1
        solution = solve(problem)
        if solution is not None:
            known.appendleft(_Solved.of(statement, solution))
        return solution


def _told_again(known: _Solved, statement: Statement) -> Solution:
    """A known solution in the places of another problem."""
    choices = tuple(
        Choice(at, known.chosen[item.name])
        for at, item in enumerate(statement.problem.items)
        if item.name in known.chosen
    )
    return Solution(choices, known.solution.outcome, known.solution.bound, 0)


def _alike(item: Item, known: Item) -> bool:
    """Whether two items of one name are the same to the search, whatever places phase, block and family have."""
    return (item.seconds, item.benefits, item.verdict) == (known.seconds, known.benefits, known.verdict)


def _no_better(item: Item, known: Item) -> bool:
    """Whether an item offers nothing that the known one of its name does not offer as well or better."""
    if _alike(item, known):
        return True
    offers = tuple(zip(known.seconds, known.benefits, strict=True))
    return item.verdict.rank >= known.verdict.rank and all(
        any(least <= length and most >= gain for least, most in offers)
        for length, gain in zip(item.seconds, item.benefits, strict=True)
    )
