"""A request and its candidates, stated as a problem in whole numbers, and its solution told in exercises again."""

from collections.abc import Iterable, Sequence

from attrs import evolve, field, frozen

from thoracic_lib.composing.candidates import Block, Candidate
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
    pool = tuple(
        candidate
        for candidate in all_left
        if candidate.exercise.family not in asked or candidate.exercise.id in request.include
    )
    whole = posed(catalog, request, goal, budget, pool)
    items, charges = whole.problem.items, whole.problem.charges
    places = needed(items, charges)
    problem = evolve(whole.problem, items=tuple(items[at] for at in places))
    return evolve(whole, all_left=all_left, pool=tuple(pool[at] for at in places), problem=problem)


@frozen(eq=False)
class _Terms:
    """Weights and items that are alike for requests that weigh alike; the items by their candidates and places."""

    goal: Goal
    weights: dict[str, int] = field(factory=dict)
    items: Kept[tuple[int, int, int, int], tuple[Candidate, Item]] = field(factory=lambda: Kept(_ITEMS))


@once
def _all_terms(_: Catalog) -> Kept[tuple[object, ...], _Terms]:
    """Weights and items of a catalog, by all in a request that concerns them."""
    return Kept(_TERMS)


def _terms(catalog: Catalog, request: Request, goal: Goal) -> _Terms:
    """Where weights and items are kept for requests like this one; they hold the goal, so that its id is its own."""
    known = _all_terms(catalog)
    emphasis = (request.emphasis_movements, request.emphasis_phases)
    key = (id(goal), *emphasis, request.history, request.include, request.pace.set_up)
    terms = known.get(key)
    if terms is None:
        terms = known[key] = _Terms(goal)
    return terms


def posed(catalog: Catalog, request: Request, goal: Goal, budget: int, pool: tuple[Candidate, ...]) -> Statement:
    """The statement in which every candidate is an item, whether it may be needed or not."""
    terms, costs = _terms(catalog, request, goal), charges(catalog, request.pace)
    phases = sorted({candidate.exercise.phase for candidate in pool}, key=lambda phase: phase.rank)
    blocks: dict[Block, int] = {}
    families: dict[str, int] = {}
    items = []
    for candidate in pool:
        exercise = candidate.exercise
        phase = phases.index(exercise.phase)
        block = blocks.setdefault(candidate.block, len(blocks))
        family = families.setdefault(exercise.family, len(families))
        key = (id(candidate), phase, block, family)
        known = terms.items.get(key)
        if known is None:
            if exercise.id not in terms.weights:
                terms.weights[exercise.id] = weight(catalog, request, goal, exercise.id)
            item = _item(candidate, request, goal, terms.weights[exercise.id], (phase, block, family))
            known = terms.items[key] = (candidate, item)
        items.append(known[1])
    problem = Problem(
        budget=budget,
        items=tuple(items),
        charges=tuple(costs[block] for block in blocks),
        phases=tuple(bounds(goal, phase, _named_in(request, pool, phase)) for phase in phases),
        most=request.maximum_exercises,
    )
    return Statement(catalog, request, goal, budget, pool, pool, problem, terms.weights)


def _item(candidate: Candidate, request: Request, goal: Goal, worth: int, places: tuple[int, int, int]) -> Item:
    """A candidate in whole numbers, in the places of its phase, block and family."""
    exercise = candidate.exercise
    phase, block, family = places
    return Item(
        name=candidate.name,
        phase=phase,
        block=block,
        family=family,
        covers=sum(1 << at for at, one in enumerate(goal.movements) if one in exercise.movements),
        verdict=candidate.screened.verdict,
        asked=exercise.id in request.include,
        seconds=tuple(request.pace.set_up + length for length in candidate.lengths),
        benefits=tuple(worth * one for one in candidate.worths),
    )


def needed(items: Sequence[Item], charges: Sequence[int]) -> tuple[int, ...]:
    """The places of the items that may be needed.

    An item is needless where its block holds its family only, so that nothing shares the block with it, and another
    item of the family and the phase does all that it does in no more time, in a block that costs no more.
    """
    families: dict[int, set[int]] = {}
    kin: dict[int, list[Item]] = {}
    for item in items:
        families.setdefault(item.block, set()).add(item.family)
        kin.setdefault(item.family, []).append(item)

    def serves(other: Item, item: Item) -> bool:
        if other.phase != item.phase or other.asked != item.asked or item.covers & ~other.covers:
            return False
        if other.verdict.rank > item.verdict.rank or charges[other.block] > charges[item.block]:
            return False
        pairs = list(zip(item.seconds, item.benefits, strict=True))
        offers = list(zip(other.seconds, other.benefits, strict=True))
        return all(any(length <= pair[0] and gain >= pair[1] for length, gain in offers) for pair in pairs)

    return tuple(
        at
        for at, item in enumerate(items)
        if len(families[item.block]) > 1
        or not any(
            serves(other, item) and (other.name < item.name or not serves(item, other))
            for other in kin[item.family]
            if other is not item
        )
    )


def _named_in(request: Request, pool: Iterable[Candidate], phase: Phase) -> int:
    """How many exercises of a phase the request names."""
    if not request.include:
        return 0
    return len(request.include & {candidate.exercise.id for candidate in pool if candidate.exercise.phase is phase})


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
