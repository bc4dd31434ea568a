"""Seeded faults: each small change of the solver is found by comparing answers, or proves to loosen a bound.

The answers to compare with are those of the unchanged solver, which the other tests compare with CP-SAT and with brute
force.
"""

import inspect
import sys
import textwrap
from functools import cache
from typing import NamedTuple

import pytest
from attrs import evolve

from tests.solving.exhausting import named
from tests.solving.instances import drawn
from thoracic_lib.composing import arranging, bounding, labeling, search
from thoracic_lib.composing.problem import Problem
from thoracic_lib.composing.search import Effort, Solution, solve
from thoracic_lib.vocabulary import Verdict

MODULES = (arranging, bounding, labeling, search)

SEEDS = 250


class Fault(NamedTuple):
    """One change of the source: in which function, what stands there, and what is put in its place."""

    owner: object
    name: str
    good: str
    bad: str


FAULTS = {
    "an option that does not fit is kept": Fault(
        arranging, "arranged", "option.seconds + charge <= problem.budget", "option.seconds <= problem.budget"
    ),
    "the tie goes to the last name": Fault(arranging, "_options", "[at].name)", "[at].name, reverse=True)"),
    "the tie goes to the largest dose": Fault(arranging, "_options", "tie, Choice", "-tie, Choice"),
    "an asked item is worth nothing": Fault(arranging, "_options", "scale.asked if item.asked", "0 if item.asked"),
    "a burden is a merit": Fault(arranging, "_options", "- burdens", "+ burdens"),
    "a phase pays one item early": Fault(arranging, "_bonus", "points(bounds, count)", "points(bounds, count + 1)"),
    "a phase takes one item too many": Fault(arranging, "_bonus", "len(families)) + 1", "len(families)) + 2"),
    "a maximum is too small by one": Fault(arranging, "_bonus", "len(families)) + 1", "len(families))"),
    "a family's first group counts as its last": Fault(
        arranging, "_arranged", "last[group.family] = at", "last.setdefault(group.family, at)"
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
    "a bound too small by one": Fault(bounding.Relaxation, "gain", "return gain +", "return gain - 1 +"),
    "a movement is not granted": Fault(bounding.Relaxation, "gain", "* granted.bit_count()", "* 0"),
    "a block costs twice its charge in the bound": Fault(bounding, "_starts", "(1 + second)", "(2 + 2 * second)"),
    "a phase pays nothing in the bound": Fault(bounding, "_onward", "bonus + closed[0]", "closed[0]"),
    "a dose's worst gain is taken for the bound": Fault(bounding, "_unwatching", "gain = max(", "gain = min("),
    "an option just good enough is cut off": Fault(bounding, "cut", "if gain >= least", "if gain > least"),
    "cutting forgets what the phases before gained": Fault(bounding, "cut", "closed = [reached]", "closed = [0]"),
    "dues are not paid back": Fault(bounding.Prices, "back", "+ sum(self.dues.values())", ""),
    "the item price is not paid back": Fault(bounding.Prices, "back", "(arrangement.most or 0)", "0"),
    "a charge is dropped": Fault(labeling, "_extended", "0 if state & 1 else group.charge", "0"),
    "every item pays the charge": Fault(
        labeling, "_extended", "opening = 0 if state & 1 else group.charge", "opening = group.charge"
    ),
    "a change costs nothing": Fault(labeling, "_extended", "scale.change if count", "0 if count"),
    "the first block is a change": Fault(labeling, "_extended", "if count and not state & 1", "if not state & 1"),
    "the phase pays for one item less": Fault(labeling, "_extended", "pays[count + 1]", "pays[count]"),
    "the phase pays nothing": Fault(labeling, "_extended", "pays = group.bonus if", "pays = (0,) * 9 if"),
    "a family is taken twice": Fault(labeling, "_extended", "or state & bit", ""),
    "a family's bit is cleared too early": Fault(
        labeling, "_extended", "if bit and at == arrangement.last[group.family]", "if bit"
    ),
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
        labeling._Hope, "__missing__", "if not state & bit", "if state & bit"
    ),
    "what a narrow search drops is forgotten": Fault(labeling, "_narrow", "ranked[width:]", "ranked[:0]"),
    "ties are not compared at the end": Fault(labeling, "searched", "label[1:3]", "label[1:2]"),
    "the search ends where a tie is still open": Fault(search, "_searched", "left >= (", "left > ("),
    "a fence counts as looked over": Fault(search, "_searched", "max(found, least - 1)", "found"),
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
    names = dict(vars(sys.modules[module.__name__]))
    exec(source.replace(fault.good, fault.bad), names)  # noqa: S102 - our own source
    if inspect.isclass(fault.owner):
        monkeypatch.setattr(fault.owner, fault.name, names[fault.name])
        return
    for holder in MODULES:
        if vars(holder).get(fault.name) is original:
            monkeypatch.setattr(holder, fault.name, names[fault.name])


def found_out() -> bool:
    """Whether some answer differs, or the solver fails."""
    for problem, expected in zip(problems(), answers(), strict=True):
        try:
            if told(problem, solve(problem, Effort(most=100_000))) != expected:
                return True
        except (IndexError, KeyError, ValueError):
            return True
    return False


def test_without_a_fault_nothing_is_found() -> None:
    answers()
    assert not found_out()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_seeded_fault_is_found(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    answers()
    seeded(monkeypatch, fault)
    assert found_out()
