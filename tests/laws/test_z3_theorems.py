"""The laws as theorems: over every table of four conditions, four demands, five rules and three pieces of equipment.

The conditions may lie under each other in any way that runs in no circle. Each rule may name any condition, any
demand or all, any verdict, any second condition and a limit that the setup cannot follow; each answer may be given
or not. The setup and the profile are any. A theorem holds when its negation has no model. For each one a seeded
change of the screening is shown for which there is a counterexample, and the last tests tie the screening written
here to that of the library.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations_with_replacement
from random import Random
from typing import Any

import pytest
import z3  # type: ignore[import-untyped]  # it ships no types
from attrs import evolve, fields, frozen

from tests.laws.logic import (
    CAUTION,
    CONDITIONS,
    DEMANDS,
    EVERY_SETUP,
    EXCLUDE,
    ITEMS,
    KEEP,
    MODIFY,
    RULES,
    Model,
    Person,
    Table,
    all_of,
    any_person,
    any_table,
    both,
    either,
    last_demand,
    last_rule,
    nothing_more,
    parents_only,
    silence_is_no,
    some,
    strictest,
    three_rules_exclude,
    well_formed,
)
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Choice, Limit, Question, Rule, When
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.screening import screen
from thoracic_lib.testing.small import a_condition, a_rule, a_setup, an_exercise, an_item, small_catalog
from thoracic_lib.vocabulary import LimitKind, QuestionKind, Verdict


def at_most(model: Model, table: Table, person: Person, other_table: Table, other: Person) -> z3.BoolRef:
    """The second case is judged at least as strictly as the first, and is available only if the first one is."""
    milder = z3.ULE(model.verdict(table, person), model.verdict(other_table, other))
    return z3.And(milder, z3.Implies(model.available(other_table, other), model.available(table, person)))


def antitone_in_conditions(model: Model, table: Table, person: Person) -> z3.BoolRef:
    more = evolve(person, declared=either(person.declared, some("more", CONDITIONS)))
    return at_most(model, table, person, table, more)


def antitone_in_answers(model: Model, table: Table, person: Person) -> z3.BoolRef:
    left = some("still answered", CONDITIONS, RULES)
    silent = evolve(person, answered=[both(person.answered[c], left[c]) for c in CONDITIONS])
    return at_most(model, table, person, table, silent)


def antitone_in_rules(model: Model, table: Table, person: Person) -> z3.BoolRef:
    fewer = evolve(table, active=both(table.active, some("left", RULES)))
    return at_most(model, fewer, person, table, person)


def antitone_in_demands(model: Model, table: Table, person: Person) -> z3.BoolRef:
    more = evolve(table, demands=either(table.demands, some("more", DEMANDS)))
    return at_most(model, table, person, more, person)


def monotone_in_equipment(model: Model, table: Table, person: Person) -> z3.BoolRef:
    has, lacks = either(person.has, some("more", ITEMS)), both(person.lacks, some("still lacked", ITEMS))
    return at_most(model, table, evolve(person, has=has, lacks=lacks), table, person)


def closure_is_monotone(model: Model, table: Table, _: Person) -> z3.BoolRef:
    more = evolve(table, parents=[either(table.parents[c], some(f"more {c}", CONDITIONS)) for c in CONDITIONS])
    above, grown = model.closure(table), model.closure(more)
    pairs = [(a, b) for a in CONDITIONS for b in CONDITIONS]
    return z3.And(
        *(z3.Implies(above[a][b], grown[a][b]) for a, b in pairs),
        *(z3.Implies(z3.And(above[a][b], above[b][c]), above[a][c]) for a, b in pairs for c in CONDITIONS),
        *(z3.Not(z3.And(above[a][b], above[b][a])) for a, b in pairs if a != b),
    )


def union_is_intersection(model: Model, table: Table, person: Person) -> z3.BoolRef:
    unpaired = evolve(table, paired=[z3.BoolVal(val=False) for _ in RULES])
    return joined(model, unpaired, person)


def joined(model: Model, table: Table, person: Person) -> z3.BoolRef:
    other = evolve(person, declared=some("declared by the other", CONDITIONS))
    union = evolve(person, declared=either(person.declared, other.declared))
    verdicts = [model.verdict(table, one) for one in (person, other)]
    allowed = z3.And(*(model.available(table, one) for one in (person, other)))
    return z3.And(
        model.verdict(table, union) == strictest(*verdicts),
        model.available(table, union) == allowed,
    )


def exclusions_have_witnesses(model: Model, table: Table, person: Person) -> z3.BoolRef:
    def alone(kept: tuple[int, ...]) -> Person:
        return evolve(person, declared=[z3.And(person.declared[c], z3.BoolVal(c in kept)) for c in CONDITIONS])

    few = [alone(kept) for kept in combinations_with_replacement(CONDITIONS, 2)]
    excluded = model.verdict(table, person) == EXCLUDE
    return z3.Implies(excluded, z3.Or(*(model.verdict(table, one) == EXCLUDE for one in few)))


Theorem = Callable[[Model, Table, Person], z3.BoolRef]

THEOREMS: dict[Theorem, Model] = {
    antitone_in_conditions: Model(combines=last_rule),
    antitone_in_answers: Model(holds=silence_is_no),
    antitone_in_rules: Model(combines=last_rule),
    antitone_in_demands: Model(concerns=last_demand),
    monotone_in_equipment: Model(fits=nothing_more),
    closure_is_monotone: Model(closure=parents_only),
    union_is_intersection: Model(joins=all_of),
    exclusions_have_witnesses: Model(combines=three_rules_exclude),
}
"""Each theorem with a faulty screening for which it is none."""


def has_a_counterexample(theorem: Theorem, model: Model) -> bool:
    table, person = any_table(), any_person()
    solver = z3.Solver()
    solver.add(well_formed(table), z3.Not(theorem(model, table, person)))
    answer = solver.check()
    assert answer != z3.unknown
    return bool(answer == z3.sat)


def name(theorem: Theorem) -> str:
    return str(getattr(theorem, "__name__", theorem))


@pytest.mark.parametrize("theorem", THEOREMS, ids=name)
def test_a_law_holds_for_all_tables_and_profiles(theorem: Theorem) -> None:
    assert not has_a_counterexample(theorem, Model())


@pytest.mark.parametrize("theorem", THEOREMS, ids=name)
def test_a_faulty_screening_has_a_counterexample(theorem: Theorem) -> None:
    assert has_a_counterexample(theorem, THEOREMS[theorem])


def test_pair_rules_have_to_be_set_aside_where_two_sets_of_conditions_are_joined() -> None:
    assert has_a_counterexample(joined, Model())


def test_asking_for_all_declared_conditions_in_place_of_any_is_seen_when_one_is_added() -> None:
    assert has_a_counterexample(antitone_in_conditions, Model(joins=all_of))


QUESTIONS = tuple(
    Question(
        id=f"q{rule}",
        ask="Is it so?",
        kind=QuestionKind.CHOICE,
        conditions=tuple(f"c{c}" for c in CONDITIONS),
        choices=(Choice(value="yes", label="Yes"), Choice(value="no", label="No")),
    )
    for rule in RULES
)
NAMED = ("d0", "d1", "d2", "external_load", "*")


@frozen
class Case:
    """Truth values and numbers, in the places of those of `Table` and `Person`."""

    table: Table
    person: Person


def written_out(satisfies: list[list[bool]]) -> list[list[bool]]:
    """The same with every chain written out, as a catalog has it."""
    for by in ITEMS:
        satisfies = [
            [straight or (row[by] and satisfies[by][e]) for e, straight in enumerate(row)] for row in satisfies
        ]
    return satisfies


def drawn(seed: int) -> Case:
    """A table and a profile with every value at random; about half of the parents are as the heights allow."""
    random = Random(seed)  # noqa: S311 - examples, not secrets
    likely = random.choice((0.3, 0.6, 0.9))

    def flags(*sizes: range) -> list[Any]:
        return [flags(*sizes[1:]) if sizes[1:] else random.random() < likely for _ in sizes[0]]

    def values(most: int, size: range) -> list[int]:
        return [random.randint(0, most) for _ in size]

    height = values(3, CONDITIONS)
    table = Table(
        parents=[[up and height[b] < height[a] for b, up in enumerate(flags(CONDITIONS))] for a in CONDITIONS],
        height=height,
        active=flags(RULES),
        condition=values(3, RULES),
        demand=values(EVERY_SETUP, RULES),
        verdict=values(EXCLUDE, RULES),
        asks=flags(RULES),
        paired=flags(RULES),
        also=values(3, RULES),
        unfit=flags(RULES),
        no_load=flags(RULES),
        demands=flags(DEMANDS),
        needs=flags(ITEMS),
        at_hand=flags(ITEMS),
        satisfies=written_out(flags(ITEMS, ITEMS)),
    )
    has = flags(ITEMS)
    person = Person(
        declared=flags(CONDITIONS),
        answered=flags(CONDITIONS, RULES),
        agrees=flags(CONDITIONS, RULES),
        has=has,
        lacks=[lacked and not held for lacked, held in zip(flags(ITEMS), has, strict=True)],
        avoids=random.random() < likely / 2,
    )
    return Case(table, person)


CASES = [drawn(seed) for seed in range(200)]


def leaves(value: object) -> Iterator[Any]:
    """What stands in a table or profile, one after the other."""
    if isinstance(value, Table | Person):
        value = [getattr(value, field.name) for field in fields(type(value))]
    if isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


@frozen
class Said:
    """What screening says: each closure, the rules that fire, the verdict, and whether the setup is left."""

    closures: list[set[str]]
    fired: set[str]
    verdict: int
    available: bool


@cache
def said_in_logic() -> tuple[list[z3.ExprRef], z3.BitVecRef]:
    """The places of a table and a profile, and in one number all that the model says of them."""
    table, person, model = any_table(), any_person(), Model()
    flags = [one for row in model.closure(table) for one in row]
    flags += [*model.fires(table, person), model.available(table, person)]
    bits = [z3.If(flag, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1)) for flag in flags]
    return [*leaves(table), *leaves(person)], z3.Concat(*bits, model.verdict(table, person))


def said_by_the_model(case: Case) -> Said:
    places, formula = said_in_logic()
    held = [*leaves(case.table), *leaves(case.person)]
    values = [
        z3.BoolVal(value) if z3.is_bool(place) else z3.BitVecVal(value, place.size())
        for place, value in zip(places, held, strict=True)
    ]
    told = z3.simplify(z3.substitute(formula, *zip(places, values, strict=True))).as_long()
    bits = [bit == "1" for bit in f"{told:0{formula.size()}b}"]
    size = len(CONDITIONS)
    return Said(
        closures=[named("c", bits[size * c : size * (c + 1)]) for c in CONDITIONS],
        fired=named("r", bits[size * size : size * size + len(RULES)]),
        verdict=told % 4,
        available=bits[-3],
    )


def said_by_the_library(case: Case) -> Said:
    catalog = catalog_of(case.table)
    [setup] = screen(catalog, profile_of(case.person)).exercises[0].setups
    return Said(
        closures=[set(catalog.closure(f"c{c}")) for c in CONDITIONS],
        fired={reason.rule.id for reason in setup.reasons},
        verdict=setup.verdict.rank,
        available=setup.available,
    )


def named(letter: str, row: Iterable[bool]) -> set[str]:
    return {f"{letter}{index}" for index, one in enumerate(row) if one}


def rule_of(table: Table, rule: int) -> Rule:
    verdict = list(Verdict)[table.verdict[rule]]
    limits = [Limit(kind=LimitKind.MID_RANGE)]
    limits += [Limit(kind=LimitKind.MAX_HOLD_SECONDS, value=5)] if table.unfit[rule] else []
    limits += [Limit(kind=LimitKind.NO_LOAD)] if table.no_load[rule] else []
    return a_rule(
        f"r{rule}",
        condition=f"c{table.condition[rule]}",
        demand=NAMED[table.demand[rule]],
        verdict=verdict,
        when=[When(question=f"q{rule}", choices=("yes",))] if table.asks[rule] else (),
        also=f"c{table.also[rule]}" if table.paired[rule] else None,
        limits=limits if verdict is Verdict.MODIFY else (),
    )


def catalog_of(table: Table) -> Catalog:
    """The same table as a catalog; a rule on a demand of no setup stands for each condition, which needs a rule."""
    rules = [rule_of(table, rule) for rule in RULES if table.active[rule]]
    gone = {(rule.condition, rule.demand) for rule in rules if rule.verdict is Verdict.EXCLUDE}
    demands = [NAMED[demand] for demand in DEMANDS if table.demands[demand]]
    return small_catalog(
        exercises=[an_exercise("it", [a_setup("way", demands, sorted(named("e", table.needs)))])],
        conditions=[a_condition(f"c{c}", sorted(named("c", table.parents[c]))) for c in CONDITIONS],
        rules=[
            *(r for r in rules if r.verdict is not Verdict.KEEP or (r.condition, r.demand) not in gone),
            *(a_rule(f"none-{c}", condition=f"c{c}", demand="unasked") for c in CONDITIONS),
        ],
        questions=QUESTIONS,
        demands=[*NAMED[:-1], "unasked"],
        equipment=[
            an_item(f"e{e}", at_hand=table.at_hand[e], satisfies=sorted(named("e", table.satisfies[e]))) for e in ITEMS
        ],
    )


def profile_of(person: Person) -> Profile:
    answers = [
        Answer(condition=f"c{c}", question=f"q{r}", choices=("yes" if person.agrees[c][r] else "no",))
        for c in CONDITIONS
        for r in RULES
        if person.declared[c] and person.answered[c][r]
    ]
    return Profile(
        equipment=frozenset(named("e", person.has)),
        without=frozenset(named("e", person.lacks)),
        conditions=frozenset(named("c", person.declared)),
        answers=tuple(answers),
        avoid_exercises=frozenset({"it"} if person.avoids else ()),
    )


@pytest.mark.parametrize("case", CASES, ids=map(str, range(len(CASES))))
def test_the_model_says_what_the_library_says(case: Case) -> None:
    assert said_by_the_model(case) == said_by_the_library(case)


def test_the_compared_tables_are_of_every_kind() -> None:
    said = [said_by_the_library(case) for case in CASES]
    assert {one.verdict for one in said} == {KEEP, CAUTION, MODIFY, EXCLUDE}
    assert {one.available for one in said} == {True, False}
    assert {rule for one in said for rule in one.fired} == {f"r{rule}" for rule in RULES}
