"""The same problem stated for OR-Tools CP-SAT, as a model of its own; it shares no code with the library's solver.

Its objective has more digits than CP-SAT counts with, so it is maximized in portions of the terms: each portion is
one number below 2 to the 50th, and once its best is proven each of its terms is held fast for the next.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from thoracic_lib.composing.problem import Choice, Item, Outcome, Problem
from thoracic_lib.vocabulary import Verdict

LARGEST = 1 << 50


class Term(NamedTuple):
    """One term of the objective, never negative here, and the most that it can be."""

    expression: cp_model.LinearExprT
    most: int


class Model(NamedTuple):
    """A CP-SAT model, a variable for each choice, and the terms in their order."""

    model: cp_model.CpModel
    taken: Mapping[Choice, cp_model.IntVar]
    terms: Sequence[Term]


class Answer(NamedTuple):
    """How good an answer is, and its choices in the order of items."""

    outcome: Outcome
    choices: tuple[Choice, ...]


def best(problem: Problem, workers: int = 1) -> Outcome | None:
    """The best outcome of a problem as CP-SAT finds and proves it; `None` where nothing fits."""
    found = _best(problem, _solver(workers))
    return None if found is None else found[1].outcome


def answer(problem: Problem, workers: int = 1) -> Answer | None:
    """The one answer of a problem: of all the best, that with the first choice in which they differ.

    First is what comes first by name, and then by dose. Once the best outcome is held fast, ever earlier answers are
    asked for until CP-SAT proves that there is none.
    """
    solver = _solver(workers)
    found = _best(problem, solver)
    if found is None:
        return None
    stated, told = found
    ranked = sorted(stated.taken, key=lambda choice: (problem.items[choice.item].name, choice.level))
    while True:
        _earlier(stated, told.choices, ranked)
        if not _solved(solver, stated.model):
            return told
        told = told._replace(choices=_chosen(solver, stated))


def _solver(workers: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    return solver


def _solved(solver: cp_model.CpSolver, model: cp_model.CpModel) -> bool:
    """Whether there is any solution; the best one is proven then."""
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE}:
        raise RuntimeError(f"CP-SAT ended with {solver.status_name(status)}")
    return status == cp_model.OPTIMAL


def _chosen(solver: cp_model.CpSolver, stated: Model) -> tuple[Choice, ...]:
    return tuple(sorted(choice for choice, variable in stated.taken.items() if solver.value(variable)))


def _best(problem: Problem, solver: cp_model.CpSolver) -> tuple[Model, Answer] | None:
    """A best answer, whichever, and the model in which its outcome is held fast."""
    stated = model_of(problem)
    for portion in _portions(stated.terms):
        stated.model.maximize(_weighed(portion))
        if not _solved(solver, stated.model):
            return None
        for term in portion:
            stated.model.add(term.expression == solver.value(term.expression))
    stated.model.clear_objective()  # type: ignore[no-untyped-call]  # without types upstream
    asked, movements, phases, modified, cautioned, benefit, changes, seconds = (
        solver.value(term.expression) - (0 if rank in {0, 1, 2, 5} else term.most)
        for rank, term in enumerate(stated.terms)
    )
    outcome = Outcome(asked, movements, phases, modified, cautioned, benefit, changes, seconds)
    return stated, Answer(outcome, _chosen(solver, stated))


def _earlier(stated: Model, held: Container[Choice], ranked: Iterable[Choice]) -> None:
    """Ask for an answer with a choice that this one does not have, and with all that it has before that."""
    before, ways = list[cp_model.IntVar](), list[cp_model.IntVar]()
    for choice in ranked:
        if choice in held:
            before.append(stated.taken[choice])
        else:
            ways.append(way := stated.model.new_bool_var("earlier"))
            stated.model.add_bool_and([stated.taken[choice], *before]).only_enforce_if(way)
    stated.model.add_bool_or(ways)


def model_of(problem: Problem) -> Model:
    """Variables, constraints and terms; a burden is stated as what is spared of it."""
    model = cp_model.CpModel()
    items = problem.items
    taken = {
        Choice(at, level): model.new_bool_var(f"{item.name} {level}")
        for at, item in enumerate(items)
        for level in range(len(item.seconds))
    }
    for family in {item.family for item in items}:
        model.add_at_most_one(taken[choice] for choice in taken if items[choice.item].family == family)
    used = {block: model.new_bool_var(f"block {block}") for block in {item.block for item in items}}
    for choice, variable in taken.items():
        model.add_implication(variable, used[items[choice.item].block])
    present, met = _phases(problem, model, taken)
    seconds = sum(items[choice.item].seconds[choice.level] * variable for choice, variable in taken.items()) + sum(
        problem.charges[block] * variable for block, variable in used.items()
    )
    model.add(seconds <= problem.budget)
    model.add(sum(taken.values()) >= 1)
    if problem.most is not None:
        model.add(sum(taken.values()) <= problem.most)
    count = min(len({item.family for item in items}), sum(bounds.maximum for bounds in problem.phases))
    benefits = {choice: items[choice.item].benefits[choice.level] for choice in taken}
    covered = _covered(items, model, taken)
    terms = [
        Term(sum(variable for choice, variable in taken.items() if items[choice.item].asked), count),
        Term(sum(covered), len(covered)),
        Term(sum(present[phase] + met[phase] for phase in met), 2 * len(met)),
        Term(count - _with(Verdict.MODIFY, items, taken), count),
        Term(count - _with(Verdict.CAUTION, items, taken), count),
        Term(
            sum(benefits[choice] * variable for choice, variable in taken.items()),
            sum(sorted(benefits.values(), reverse=True)[:count]),
        ),
        Term(count + sum(present.values()) - sum(used.values()), count),
        Term(problem.budget - seconds, problem.budget),
    ]
    return Model(model, taken, terms)


def _with(verdict: Verdict, items: Sequence[Item], taken: Mapping[Choice, cp_model.IntVar]) -> cp_model.LinearExprT:
    return sum(variable for choice, variable in taken.items() if items[choice.item].verdict is verdict)


def _phases(
    problem: Problem, model: cp_model.CpModel, taken: Mapping[Choice, cp_model.IntVar]
) -> tuple[dict[int, cp_model.IntVar], dict[int, cp_model.IntVar]]:
    """A variable for each phase that is there, and one for each minimum that is met."""
    present, met = {}, {}
    for phase, bounds in enumerate(problem.phases):
        held = sum(variable for choice, variable in taken.items() if problem.items[choice.item].phase == phase)
        model.add(held <= bounds.maximum)
        present[phase] = model.new_bool_var(f"phase {phase}")
        model.add(held >= 1).only_enforce_if(present[phase])
        model.add(held == 0).only_enforce_if(~present[phase])
        if bounds.minimum:
            met[phase] = model.new_bool_var(f"minimum {phase}")
            model.add(held >= bounds.minimum).only_enforce_if(met[phase])
    return present, met


def _covered(
    items: Sequence[Item], model: cp_model.CpModel, taken: Mapping[Choice, cp_model.IntVar]
) -> list[cp_model.IntVar]:
    covered = []
    for bit in range(max(item.covers for item in items).bit_length()):
        variable = model.new_bool_var(f"movement {bit}")
        model.add_bool_or(taken[choice] for choice in taken if items[choice.item].covers >> bit & 1).only_enforce_if(
            variable
        )
        covered.append(variable)
    return covered


def _portions(terms: Sequence[Term]) -> Iterator[list[Term]]:
    """Consecutive terms, each weighing more than all that its portion adds after it."""
    portion: list[Term] = []
    weight = 1
    for term in terms:
        if weight * (term.most + 1) > LARGEST:
            yield portion
            portion, weight = [], 1
        portion.append(term)
        weight *= term.most + 1
    yield portion


def _weighed(portion: Sequence[Term]) -> cp_model.LinearExprT:
    weight, weights = 1, []
    for term in reversed(portion):
        weights.append(weight)
        weight *= term.most + 1
    weights.reverse()
    return cp_model.LinearExpr.weighted_sum([term.expression for term in portion], weights)
