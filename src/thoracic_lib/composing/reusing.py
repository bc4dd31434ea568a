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

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attrs import define, field, frozen

from thoracic_lib.composing.problem import Choice, Item, Problem
from thoracic_lib.composing.search import Solution, solve
from thoracic_lib.composing.stating import Statement
from thoracic_lib.model.dosage import Pace

__all__ = ["Solver"]

_KEPT = 16_384
"""How many things are kept in mind, all in all: kinds of problems, offers, and solved problems."""

Asked = tuple[str, frozenset[str], Pace]
"""What problems have to have in common: the goal, the exercises asked for by name, and the pace."""


class _Solved(NamedTuple):
    """A problem that was solved: its limits, its offers as bits, and the best choices."""

    budget: int
    most: int | None
    offers: int
    chosen: dict[str, int]
    solution: Solution


@frozen(eq=False)
class _Kin:
    """Problems that have a goal, names and a pace in common; their items are told by bits, one for each offer.

    An offer is an item but for its places in the problem: what the search sees of it whatever else is there. For each
    offer, `at_least` holds the offers of the same name that are as good or better. `solved` holds the problems by the
    offers that were chosen.
    """

    bits: dict[tuple[object, ...], int] = field(factory=dict, init=False)
    named: dict[str, list[tuple[int, Item]]] = field(factory=dict, init=False)
    at_least: dict[int, int] = field(factory=dict, init=False)
    solved: dict[int, list[_Solved]] = field(factory=dict, init=False)

    def offers(self, items: Iterable[Item]) -> list[int]:
        """The bit of each item."""
        known = self.bits
        told = []
        for item in items:
            offer = (item.name, item.seconds, item.benefits, item.verdict)
            told.append(known.get(offer) or self._new(offer, item))
        return told

    def _new(self, offer: tuple[object, ...], item: Item) -> int:
        bit = self.bits[offer] = 1 << len(self.bits)
        self.at_least[bit] = bit
        others = self.named.setdefault(item.name, [])
        for other, known in others:
            if _no_better(item, known):
                self.at_least[bit] |= other
            if _no_better(known, item):
                self.at_least[other] |= bit
        others.append((bit, item))
        return bit

    def answer(self, problem: Problem, offers: int) -> _Solved | None:
        """A solved problem whose best choices are the best ones of this problem too."""
        missing = ~offers
        for chosen, several in self.solved.items():
            if not chosen & missing:
                for known in several:
                    if _allows(known, problem) and self._offered(offers & ~known.offers, known.offers):
                        return known
        return None

    def _offered(self, further: int, offers: int) -> bool:
        """Whether each further offer is there as well or better."""
        return all(self.at_least[bit] & offers for bit in _single(further))

    def remember(self, problem: Problem, offers: list[int], solution: Solution) -> None:
        """Keep a problem with its solution."""
        chosen = {problem.items[choice.item].name: choice.level for choice in solution.choices}
        key = sum(offers[choice.item] for choice in solution.choices)
        known = _Solved(problem.budget, problem.most, sum(offers), chosen, solution)
        self.solved.setdefault(key, []).append(known)


@define(eq=False)
class Solver:
    """Solves the problems of one catalog, each to the end; `solved` and `reused` count how it came by the answers.

    What it answers is what `solve` answers, but for the count of labels, which is zero where nothing had to be solved.
    It begins anew once it holds so much that memory would not stay flat.
    """

    solved: int = field(default=0, init=False)
    reused: int = field(default=0, init=False)
    _kin: dict[Asked, _Kin] = field(factory=dict, init=False)
    _kept: int = field(default=0, init=False)

    def __call__(self, statement: Statement) -> Solution | None:
        """The best choices for a statement; `None` where nothing fits."""
        problem, request = statement.problem, statement.request
        kin = self._alike((statement.goal.id, request.include, request.pace))
        before = len(kin.bits)
        offers = kin.offers(problem.items)
        self._kept += len(kin.bits) - before
        known = kin.answer(problem, sum(offers))
        if known is not None:
            self.reused += 1
            return _told_again(known, problem)
        self.solved += 1
        solution = solve(problem)
        if solution is not None:
            kin.remember(problem, offers, solution)
            self._kept += 1
        return solution

    def _alike(self, asked: Asked) -> _Kin:
        """Where the problems are that have this in common."""
        if self._kept >= _KEPT:
            self._kin.clear()
            self._kept = 0
        known = self._kin.get(asked)
        if known is None:
            known = self._kin[asked] = _Kin()
            self._kept += 1
        return known


def _allows(known: _Solved, problem: Problem) -> bool:
    """Whether a solved problem allows as much time and as many exercises, and its best choices keep to less."""
    if not -known.solution.outcome.seconds <= problem.budget <= known.budget:
        return False
    if known.most is not None and (problem.most is None or problem.most > known.most):
        return False
    return problem.most is None or len(known.chosen) <= problem.most


def _single(bits: int) -> Iterator[int]:
    """Each bit that is set."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest


def _told_again(known: _Solved, problem: Problem) -> Solution:
    """A known solution in the places of another problem."""
    chosen = known.chosen
    choices = tuple(Choice(at, chosen[item.name]) for at, item in enumerate(problem.items) if item.name in chosen)
    return Solution(choices, known.solution.outcome, known.solution.bound, 0)


def _no_better(item: Item, known: Item) -> bool:
    """Whether an item offers nothing that the known one of its name does not offer as well or better."""
    offers = tuple(zip(known.seconds, known.benefits, strict=True))
    return item.verdict.rank >= known.verdict.rank and all(
        any(least <= length and most >= gain for least, most in offers)
        for length, gain in zip(item.seconds, item.benefits, strict=True)
    )
