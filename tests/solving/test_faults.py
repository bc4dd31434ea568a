"""Seeded faults: each small change of the solver is found by comparing answers, or proves to loosen a bound.

The answers to compare with are those of the unchanged solver, which the other tests compare with CP-SAT and with brute
force.
"""

import inspect
import textwrap
from functools import cache
from typing import NamedTuple

import pytest
from attrs import evolve

from tests.solving.exhausting import named
from tests.solving.instances import drawn
from thoracic_lib.composing import arranging, bounding, hoping, labeling, queuing, search
from thoracic_lib.composing.problem import Problem
from thoracic_lib.composing.search import Effort, Solution, solve
from thoracic_lib.vocabulary import Verdict

MODULES = (arranging, bounding, hoping, labeling, queuing, search)

SEEDS = 250


class Fault(NamedTuple):
    """One change of the source: in which function, what stands there, and what is put in its place."""

    owner: object
    name: str
    good: str
    bad: str


FAULTS = {
    "an option that does not fit is kept": Fault(arranging, "arranged", "problem.budget - charge", "problem.budget"),
    "the tie goes to the last name": Fault(arranging, "_options", "(items)])", "(items)], reverse=True)"),
    "the tie goes to the largest dose": Fault(arranging, "_options", "tie, at, level", "-tie, at, level"),
    "an asked item is worth nothing": Fault(arranging, "_options", "scale.asked if item.asked", "0 if item.asked"),
    "a burden is a merit": Fault(arranging, "_options", "- burdens", "+ burdens"),
    "a phase pays one item early": Fault(arranging, "_bonus", "points(bounds, count)", "points(bounds, count + 1)"),
    "a phase takes one item too many": Fault(arranging, "_bonus", "len(families)) + 1", "len(families)) + 2"),
    "a maximum is too small by one": Fault(arranging, "_bonus", "len(families)) + 1", "len(families))"),
    "a family's first group counts as its last": Fault(
        arranging, "_arranged", "last[family] = at", "last.setdefault(family, at)"
    ),
    "families are not linked": Fault(arranging, "_arranged", "= 1 << len(linked)", "= 0"),
    "the limit on items never binds": Fault(arranging, "_arranged", "most >= len(last)", "most >= 1"),
    "a phase ends as a block": Fault(arranging, "_arranged", "End.PHASE if one", "End.BLOCK if one"),
    "a benefit weighs less than the changes": Fault(
        arranging.Scale, "of", "benefit = change * (count + 1)", "benefit = change"
    ),
    "a movement weighs less than the phases": Fault(
        arranging.Scale, "of", "movement = phase * (2 * len(problem.phases) + 1)", "movement = phase"
    ),
    "a bound too small by one": Fault(
        hoping.Hope, "__missing__", "self[state] = gain", "self[state] = gain = gain - 1"
    ),
    "a movement is not granted": Fault(hoping.Hope, "__missing__", "self.movement * granted.bit_count()", "0"),
    "a block costs twice its charge in the bound": Fault(bounding, "_part", "(1 + second)", "(2 + 2 * second)"),
    "a block costs twice its charge in the tables": Fault(
        hoping, "outlook", "(1 + prices.second)", "(2 + 2 * prices.second)"
    ),
    "a phase pays nothing in the bound": Fault(bounding, "_part", "list(phase.bonus)", "[0] * len(phase.bonus)"),
    "a phase pays nothing in the tables": Fault(hoping, "_onward", "bonus + closed[0]", "closed[0]"),
    "a dose's worst gain is taken for the bound": Fault(bounding.Layout, "gains", "[max(each", "[min(each"),
    "a dose's worst gain is taken for the tables": Fault(
        hoping, "_gains", "gain > gains.get(covers & watched, NEVER)", "gain < gains.get(covers & watched, -NEVER)"
    ),
    "cutting forgets what the blocks before gained": Fault(bounding.Relaxation, "cut", "before = joined(", "joined("),
    "cutting forgets that the group may come besides the best of its block": Fault(
        bounding, "_most", "max(besides[rank] + gain, among[rank])", "among[rank]"
    ),
    "cutting forgets that the group may be one of the best of its block": Fault(
        bounding, "_most", "max(besides[rank] + gain, among[rank])", "besides[rank] + gain"
    ),
    "dues are not paid back": Fault(bounding.Prices, "back", "+ sum(self.dues.values())", ""),
    "the item price is not paid back": Fault(bounding.Prices, "back", "(arrangement.most or 0)", "0"),
    "what movements earn is taken twice from what is granted": Fault(
        bounding.Prices, "back", "- sum(earned)", "- 2 * sum(earned)"
    ),
    "a family's bit is cleared too early": Fault(
        labeling.Step, "of", "if bit and at == arrangement.last[group.family]", "if bit"
    ),
    "the phase pays nothing": Fault(labeling.Step, "of", "pays = group.bonus if", "pays = (0,) * 9 if"),
    "an item is counted for the phase only": Fault(labeling.Step, "of", "if arrangement.most else 0", "if 0 else 0"),
    "a charge is dropped": Fault(labeling, "_extended", "0 if state & 1 else charge", "0"),
    "every item pays the charge": Fault(
        labeling, "_extended", "opening = 0 if state & 1 else charge", "opening = charge"
    ),
    "a change costs nothing": Fault(labeling, "_extended", "scale.change if count", "0 if count"),
    "the first block is a change": Fault(labeling, "_extended", "if count and not state & 1", "if not state & 1"),
    "the phase pays for one item less": Fault(labeling, "_extended", "pays[count + 1]", "pays[count]"),
    "a family is taken twice": Fault(labeling, "_extended", "or state & bit", ""),
    "one second too many": Fault(labeling, "_extended", "scale.budget - length", "scale.budget + 1 - length"),
    "one second too few": Fault(labeling, "_extended", "label[0] <= room", "label[0] < room"),
    "one item too many": Fault(labeling, "_extended", "== arrangement.most", "== (arrangement.most or -2) + 1"),
    "a movement earns twice": Fault(labeling, "_extended", "covers & ~state", "covers"),
    "a label just good enough is dropped": Fault(
        labeling, "_extended", "label[1] + second * label[0] <= most_cost", "label[1] + second * label[0] < most_cost"
    ),
    "dominance compares the wrong way": Fault(labeling, "_undominated", "label[1] < kept", "label[1] > kept"),
    "dominance keeps only the shortest": Fault(labeling, "_undominated", "label[1] < kept[-1][1]", "not kept"),
    "dues of taken families are hoped for, not of open ones": Fault(
        hoping.Hope, "__missing__", "if not state & bit", "if state & bit"
    ),
    "what a narrow search drops is forgotten": Fault(labeling, "_narrow", "ranked[width:]", "ranked[:0]"),
    "ties are not compared at the end": Fault(labeling, "merit", "label[1:3]", "label[1:2]"),
    "the search ends where a tie is still open": Fault(search, "_searched", "left >= (", "left > ("),
    "a fence counts as looked over": Fault(search, "_searched", "max(found, least - 1)", "found"),
    "a queue left early counts as looked over": Fault(queuing, "queued", "return best, -hope", "return best, NEVER"),
    "a queue ends where a tie is still open": Fault(queuing, "queued", "] >= least", "] > least"),
    "a queue takes nothing for an answer": Fault(queuing, "queued", "label is not EMPTY and", ""),
    **{
        f"in the queue, {what}": Fault(queuing._Following, "__call__", good, bad)
        for what, good, bad in (
            ("a charge is dropped", "0 if state & 1 else charge", "0"),
            ("every item pays the charge", "opening = 0 if state & 1 else charge", "opening = charge"),
            ("a change costs nothing", "scale.change if count", "0 if count"),
            ("the first block is a change", "if count and not state & 1", "if not state & 1"),
            ("the phase pays for one item less", "pays[count + 1]", "pays[count]"),
            ("a family is taken twice", "and not state & bit", ""),
            ("three seconds too many", "took <= scale.budget", "took <= scale.budget + 3"),
            ("one second too few", "took <= scale.budget", "took < scale.budget"),
            ("one item too many", "!= self.most", "!= (self.most or -2) + 1"),
            ("a movement earns twice", "covers & ~state", "covers"),
            ("a label just good enough is dropped", "if reached >= least", "if reached > least"),
            ("what is left out is forgotten", "heappush(queue, (-reached, -at, tie, label, state))", "pass"),
            ("a phase that ends pays nothing", "cost -= pays[count]", "pass"),
        )
    },
    "in the queue, a longer label makes a shorter one needless": Fault(
        queuing, "_is_new", "one[0] <= length", "one[0] >= length"
    ),
    "in the queue, a worse label makes a better one needless": Fault(
        queuing, "_is_new", "one[1] < cost", "one[1] > cost"
    ),
    "in the queue, a label that loses ties makes one needless that wins them": Fault(
        queuing, "_is_new", "one[2] <= tie", "one[2] >= tie"
    ),
}


@cache
def problems() -> tuple[Problem, ...]:
    varied = (drawn(seed, (6, 10, 16, 24)[seed % 4]) for seed in range(SEEDS))
    return tuple(alike(problem) if at % 2 else problem for at, problem in enumerate(varied))


def alike(problem: Problem) -> Problem:
    """The problem with nothing to choose between its items but what they cover and where they belong: ties galore."""
    items = tuple(evolve(item, seconds=(30, 60), benefits=(100, 200), verdict=Verdict.KEEP) for item in problem.items)
    return evolve(problem, items=items, charges=(10,) * len(problem.charges))


def told(problem: Problem, solution: Solution | None) -> object:
    return solution and (solution.outcome, solution.bound, named(problem, solution.choices))


@cache
def answers() -> tuple[object, ...]:
    return tuple(told(problem, solve(problem)) for problem in problems())


def seeded(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    """Put a fault into the solver, wherever the function is known by its name."""
    original = inspect.getattr_static(fault.owner, fault.name)
    source = textwrap.dedent(inspect.getsource(getattr(fault.owner, fault.name)))
    assert fault.good in source, "the fault has nowhere to go"
    module = inspect.getmodule(getattr(fault.owner, fault.name))
    assert module is not None
    names = vars(module)
    monkeypatch.setitem(names, fault.name, None)
    exec(source.replace(fault.good, fault.bad), names)  # noqa: S102 - our own source
    changed = names[fault.name]
    if inspect.isclass(fault.owner):
        monkeypatch.setattr(fault.owner, fault.name, changed)
        return
    for holder in MODULES:
        if vars(holder).get(fault.name) is original:
            monkeypatch.setattr(holder, fault.name, changed)


def found_out(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether some answer differs, or the solver fails: as it is, or with narrow searches group by group alone."""
    for queues, width in ((search.QUEUES, search.WIDTH), ((), 1)):
        monkeypatch.setattr(search, "QUEUES", queues)
        monkeypatch.setattr(search, "WIDTH", width)
        for problem, expected in zip(problems(), answers(), strict=True):
            try:
                if told(problem, solve(problem, Effort(most=100_000))) != expected:
                    return True
            except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                return True
    return False


def test_without_a_fault_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    answers()
    assert not found_out(monkeypatch)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_seeded_fault_is_found(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    answers()
    seeded(monkeypatch, fault)
    assert found_out(monkeypatch)
