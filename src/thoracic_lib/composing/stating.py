"""A request and its candidates, stated as a problem in whole numbers, and its solution told in exercises again."""

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import field, frozen

from thoracic_lib.composing.candidates import Block, Candidate, block_of
from thoracic_lib.composing.problem import Choice, Item, Outcome, Problem
from thoracic_lib.composing.timing import Pick, charges, in_order
from thoracic_lib.composing.weighing import bounds, score, weight
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.once import Kept, once
from thoracic_lib.model.routine import Request, Score
from thoracic_lib.vocabulary import Phase

__all__ = ["Statement", "as_score", "needed", "posed", "stated"]

_TERMS, _ITEMS = 32, 4_096
"""Of how many kinds of requests items are kept, and how many of each."""


@frozen
class Statement:
    """What is asked, what there is to choose from, and the problem that it comes down to.

    The problem has an item for each candidate in the `pool`, which is the part of `all_left` that may be needed.
    """

    catalog: Catalog
    request: Request
    goal: Goal
    budget: int
    all_left: tuple[Candidate, ...] = field(repr=False)
    pool: tuple[Candidate, ...] = field(repr=False)
    problem: Problem = field(repr=False)
    weights: dict[str, int] = field(repr=False, eq=False)
    _charges: dict[Block, int] = field(repr=False, eq=False, init=False)

    @_charges.default
    def _charged(self) -> dict[Block, int]:
        return charges(self.catalog, self.request.pace)

    def weight(self, candidate: Candidate) -> int:
        """What the candidate's exercise is worth for the request."""
        exercise = candidate.exercise.id
        if exercise not in self.weights:
            self.weights[exercise] = weight(self.catalog, self.request, self.goal, exercise)
        return self.weights[exercise]

    def seconds(self, picks: Iterable[Pick]) -> int:
        """The seconds of these picks in their order, in which each block stands together and is charged once."""
        total, blocks = 0, set[Block]()
        for pick in picks:
            total += self.request.pace.set_up + pick.candidate.lengths[pick.level]
            blocks.add(pick.candidate.block)
        return total + sum(self.charge(block) for block in blocks)

    def charge(self, block: Block) -> int:
        """The seconds of the changes at the start of a block."""
        return self._charges[block]

    def score(self, picks: Sequence[Pick]) -> Score:
        """How good these picks are."""
        return score(self.goal, picks, [self.weight(pick.candidate) for pick in picks])

    def picks(self, choices: Iterable[Choice]) -> tuple[Pick, ...]:
        """The exercises chosen, in their order; why each is there is still to be told."""
        return in_order(Pick(self.pool[choice.item], choice.level, "") for choice in choices)


def stated(catalog: Catalog, request: Request, goal: Goal, budget: int, all_left: tuple[Candidate, ...]) -> Statement:
    """The statement of a request; of a family that is asked for by name, only what is named stays in the pool."""
    asked = {candidate.exercise.family for candidate in all_left if candidate.exercise.id in request.include}
    pool = [
        candidate
        for candidate in all_left
        if candidate.exercise.family not in asked or candidate.exercise.id in request.include
    ]
    terms = _terms(catalog, request, goal)
    items = _items(catalog, request, terms, pool)
    places = needed(items, terms.charges)
    left = tuple([pool[at] for at in places])
    problem = _problem(catalog, request, budget, terms, [items[at] for at in places])
    return Statement(catalog, request, goal, budget, all_left, left, problem, terms.weights)


def posed(catalog: Catalog, request: Request, goal: Goal, budget: int, pool: tuple[Candidate, ...]) -> Statement:
    """The statement in which every candidate is an item, whether it may be needed or not."""
    terms = _terms(catalog, request, goal)
    problem = _problem(catalog, request, budget, terms, _items(catalog, request, terms, pool))
    return Statement(catalog, request, goal, budget, pool, pool, problem, terms.weights)


@frozen(eq=False)
class _Places:
    """In which place a problem has each phase, block and family: in the same one whatever there is to choose from."""

    phases: dict[Phase, int]
    blocks: dict[Block, int]
    families: dict[str, int]


@once
def _places(catalog: Catalog) -> _Places:
    """The places in all problems of this catalog."""
    phases = {exercise.phase for exercise in catalog.exercises}
    blocks = {block_of(exercise, setup) for exercise in catalog.exercises for setup in exercise.setups}
    families = {exercise.family for exercise in catalog.exercises}
    return _Places(
        {phase: at for at, phase in enumerate(sorted(phases, key=lambda phase: phase.rank))},
        {block: at for at, block in enumerate(sorted(blocks))},
        {family: at for at, family in enumerate(sorted(families))},
    )


@frozen(eq=False)
class _Terms:
    """What is alike in the problems of requests that weigh alike: weights, charges, and items by their candidates.

    Each candidate is told by its identity, and held as long.
    """

    goal: Goal
    charges: tuple[int, ...]
    weights: dict[str, int] = field(factory=dict)
    items: Kept[int, tuple[Candidate, Item]] = field(factory=lambda: Kept(_ITEMS))


@once
def _all_terms(_: Catalog) -> Kept[tuple[object, ...], _Terms]:
    """What is kept of the problems of a catalog, by all in a request that concerns it."""
    return Kept(_TERMS)


def _terms(catalog: Catalog, request: Request, goal: Goal) -> _Terms:
    """What is kept for requests like this one; it holds the goal, so that its id is its own."""
    known = _all_terms(catalog)
    emphasis = (request.emphasis_movements, request.emphasis_phases)
    key = (id(goal), *emphasis, request.history, request.include, request.pace)
    terms = known.get(key)
    if terms is None:
        costs = charges(catalog, request.pace)
        terms = known[key] = _Terms(goal, tuple(costs[block] for block in _places(catalog).blocks))
    return terms


def _items(catalog: Catalog, request: Request, terms: _Terms, pool: Iterable[Candidate]) -> list[Item]:
    """The candidates in whole numbers."""
    items = []
    for candidate in pool:
        known = terms.items.get(id(candidate))
        if known is None:
            known = terms.items[id(candidate)] = (candidate, _item(catalog, request, terms, candidate))
        items.append(known[1])
    return items


def _item(catalog: Catalog, request: Request, terms: _Terms, candidate: Candidate) -> Item:
    """A candidate in whole numbers."""
    exercise, goal, places = candidate.exercise, terms.goal, _places(catalog)
    if exercise.id not in terms.weights:
        terms.weights[exercise.id] = weight(catalog, request, goal, exercise.id)
    return Item(
        name=candidate.name,
        phase=places.phases[exercise.phase],
        block=places.blocks[candidate.block],
        family=places.families[exercise.family],
        covers=sum(1 << at for at, one in enumerate(goal.movements) if one in exercise.movements),
        verdict=candidate.screened.verdict,
        asked=exercise.id in request.include,
        seconds=tuple(request.pace.set_up + length for length in candidate.lengths),
        benefits=tuple(terms.weights[exercise.id] * one for one in candidate.worths),
    )


def _problem(catalog: Catalog, request: Request, budget: int, terms: _Terms, items: Sequence[Item]) -> Problem:
    """The problem of choosing among these items."""
    named = Counter(phase for phase, _ in {(item.phase, item.family) for item in items if item.asked})
    return Problem(
        budget=budget,
        items=tuple(items),
        charges=terms.charges,
        phases=tuple([bounds(terms.goal, phase, named[at]) for phase, at in _places(catalog).phases.items()]),
        most=request.maximum_exercises,
    )


def needed(items: Sequence[Item], charges: Sequence[int]) -> tuple[int, ...]:
    """The places of the items that may be needed.

    An item is needless where its block holds its family only, so that nothing shares the block with it, and another
    item of the family and the phase does all that it does in no more time, in a block that costs no more.
    """
    families: dict[int, int] = {}
    shared = {item.block for item in items if families.setdefault(item.block, item.family) != item.family}
    kin: dict[int, list[Item]] = {}
    for item in items:
        kin.setdefault(item.family, []).append(item)

    def is_needless(item: Item) -> bool:
        return any(
            _serves(other, item, charges) and (other.name < item.name or not _serves(item, other, charges))
            for other in kin[item.family]
            if other is not item
        )

    return tuple([at for at, item in enumerate(items) if item.block in shared or not is_needless(item)])


def _serves(other: Item, item: Item, charges: Sequence[int]) -> bool:
    """Whether an item does all that another one of its family does in no more time, in a block that costs no more."""
    if other.phase != item.phase or other.asked != item.asked or item.covers & ~other.covers:
        return False
    if charges[other.block] > charges[item.block] or other.verdict.rank > item.verdict.rank:
        return False
    offers = list(zip(other.seconds, other.benefits, strict=True))
    return all(
        any(length <= least and gain >= worth for length, gain in offers)
        for least, worth in zip(item.seconds, item.benefits, strict=True)
    )


def as_score(outcome: Outcome) -> Score:
    """An outcome as a routine shows it, where burdens count upward."""
    return Score(
        movements=outcome.movements,
        phases=outcome.phases,
        modified=-outcome.modified,
        cautioned=-outcome.cautioned,
        benefit=outcome.benefit,
        changes=-outcome.changes,
    )
