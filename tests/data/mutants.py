"""The bundled data with one thing changed, and whether the golden matrix shows it.

Mutants are made without the checks of the model: a setup without a demand that its position brings would be refused,
and still the matrix has to show it. Only the lines that a mutant can change are made anew.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar

from tests.data import golden
from thoracic_lib.catalogs import catalog
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Condition, Rule
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.values import Value
from thoracic_lib.vocabulary import Verdict

T = TypeVar("T", bound=Value)
CATALOG = catalog()
STATES = golden.states(CATALOG)


class Mutant(NamedTuple):
    """One thing changed: its name, the conditions on whose lines it may tell, and those exercises."""

    name: str
    catalog: Catalog
    conditions: frozenset[str]
    exercises: tuple[str, ...]


def unchecked(value: T, **changes: Any) -> T:  # noqa: ANN401 - fields of any kind
    """A copy with some fields changed, whatever the model has against it."""
    made = object.__new__(type(value))
    for name in value.__checks__:
        object.__setattr__(made, name, changes[name] if name in changes else getattr(value, name))
    return made


def visible(mutant: Mutant) -> bool:
    """Whether at least one line of the matrix is another one."""
    states = [state for state in STATES if not mutant.conditions.isdisjoint(state.profile.conditions or ())]
    for exercise in mutant.exercises:
        mutated = unchecked(mutant.catalog, exercises=(mutant.catalog[exercise],))
        if any(lines_of(exercise, state) != tuple(golden.lines(mutated, state)) for state in states):
            return True
    return False


@cache
def lines_of(exercise: str, state: golden.State) -> tuple[golden.Told, ...]:
    """What the matrix has of one exercise under one profile; what it has of no setup is there for each of them."""
    return tuple(golden.lines(_only(exercise), state))


@cache
def _only(exercise: str) -> Catalog:
    return unchecked(CATALOG, exercises=(CATALOG[exercise],))


def demands() -> Iterator[Mutant]:
    """Each demand of each setup dropped."""
    for exercise in CATALOG.exercises:
        for setup in exercise.setups:
            for demand in setup.demands:
                fewer = unchecked(setup, demands=_without(setup.demands, demand))
                changed = unchecked(exercise, setups=_instead(exercise.setups, setup, fewer))
                yield Mutant(
                    f"{exercise.id}/{setup.id}: drop {demand}",
                    unchecked(CATALOG, exercises=_instead(CATALOG.exercises, exercise, changed)),
                    _under(*{rule.condition for rule in CATALOG.rules if rule.demand == demand}) or _all_conditions(),
                    (exercise.id,),
                )


def verdicts() -> Iterator[Mutant]:
    """Each rule one step stricter, and one step milder."""
    order = list(Verdict)
    for rule in CATALOG.rules:
        for step in (-1, 1):
            if 0 <= rule.verdict.rank + step < len(order):
                other = order[rule.verdict.rank + step]
                yield _rule(f"{rule.id}: {rule.verdict} to {other}", rule, unchecked(rule, verdict=other))


def rules() -> Iterator[Mutant]:
    """Each rule dropped."""
    return (_rule(f"{rule.id}: drop", rule, None) for rule in CATALOG.rules)


def limits() -> Iterator[Mutant]:
    """Each limit of each rule dropped."""
    for rule in CATALOG.rules:
        for at, limit in enumerate(rule.limits):
            fewer = unchecked(rule, limits=_without(rule.limits, limit))
            yield _rule(f"{rule.id}: drop limits[{at}]", rule, fewer)


def whens() -> Iterator[Mutant]:
    """Each `when` of each rule or gate dropped, and each `also`."""
    for rule in CATALOG.rules:
        for when in rule.when:
            fewer = unchecked(rule, when=_without(rule.when, when))
            yield _rule(f"{rule.id}: drop when {when.question}", rule, fewer)
        if rule.also is not None:
            yield _rule(f"{rule.id}: drop also", rule, unchecked(rule, also=None))
    for gate in CATALOG.conditions:
        for when in gate.gate_when:
            fewer_answers = unchecked(gate, gate_when=_without(gate.gate_when, when))
            yield _condition(f"{gate.id}: drop gate_when {when.question}", gate, fewer_answers)


def parents() -> Iterator[Mutant]:
    """Each link from a condition to a broader one dropped."""
    for condition in CATALOG.conditions:
        for parent in condition.parents:
            orphan = unchecked(condition, parents=_without(condition.parents, parent))
            yield _condition(f"{condition.id}: drop parent {parent}", condition, orphan)


def gates() -> Iterator[Mutant]:
    """Each gate dropped."""
    for condition in CATALOG.conditions:
        if condition.gate:
            yield _condition(f"{condition.id}: drop gate", condition, unchecked(condition, gate=False, gate_when=()))


KINDS: dict[str, Callable[[], Iterator[Mutant]]] = {
    "demands": demands,
    "verdicts": verdicts,
    "rules": rules,
    "limits": limits,
    "whens": whens,
    "parents": parents,
    "gates": gates,
}


def _rule(name: str, rule: Rule, other: Rule | None) -> Mutant:
    concerned = tuple(exercise.id for exercise in CATALOG.exercises if _concerns(rule, exercise))
    changed = unchecked(CATALOG, rules=_instead(CATALOG.rules, rule, other))
    everything = tuple(exercise.id for exercise in CATALOG.exercises)
    return Mutant(name, changed, _under(rule.condition), concerned or everything)


def _concerns(rule: Rule, exercise: Exercise) -> bool:
    return rule.demand == EVERY_SETUP or rule.demand in exercise.demands


def _condition(name: str, condition: Condition, other: Condition) -> Mutant:
    changed = unchecked(CATALOG, conditions=_instead(CATALOG.conditions, condition, other))
    return Mutant(name, changed, _under(condition.id), tuple(exercise.id for exercise in CATALOG.exercises))


@cache
def _under(*conditions: str) -> frozenset[str]:
    """These conditions and all narrower ones."""
    found = (condition.id for condition in CATALOG.conditions)
    return frozenset(one for one in found if not CATALOG.closure(one).isdisjoint(conditions))


def _all_conditions() -> frozenset[str]:
    return frozenset(condition.id for condition in CATALOG.conditions)


def _without(held: Iterable[Any], dropped: object) -> tuple[Any, ...]:
    return tuple(one for one in held if one is not dropped)


def _instead(held: Iterable[Any], old: object, new: object) -> tuple[Any, ...]:
    """The tuple with another value in place of one, or with nothing there."""
    return tuple(new if one is old else one for one in held if one is not old or new is not None)
