"""Screening, written down once more in logic, over tables of a fixed size in which everything may be anything.

The functions under `Model` that are not its defaults are faults: each is what somebody might have written instead.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

import z3  # type: ignore[import-untyped]  # it ships no types
from attrs import frozen

from thoracic_lib.vocabulary import Verdict

__all__ = [
    "CAUTION",
    "CONDITIONS",
    "DEMANDS",
    "EVERY_SETUP",
    "EXCLUDE",
    "ITEMS",
    "KEEP",
    "MODIFY",
    "RULES",
    "Model",
    "Person",
    "Row",
    "Table",
    "all_of",
    "any_person",
    "any_table",
    "both",
    "either",
    "last_demand",
    "last_rule",
    "nothing_more",
    "parents_only",
    "silence_is_no",
    "some",
    "strictest",
    "three_rules_exclude",
    "well_formed",
]

CONDITIONS, DEMANDS, RULES, ITEMS = range(4), range(4), range(5), range(3)
EVERY_SETUP = len(DEMANDS)
LOAD = DEMANDS[-1]
KEEP, CAUTION, MODIFY, EXCLUDE = (verdict.rank for verdict in Verdict)

Row = list[z3.BoolRef]


@frozen
class Table:
    """A catalog with one setup: its conditions and rules, what the setup demands and needs, and what items are.

    `parents[a][b]` says that `b` is a parent of `a`; `height` proves that there is no circle. `unfit` rules have a
    limit that the exercise cannot follow, `no_load` rules one that a setup with the demand `LOAD` cannot follow.
    """

    parents: list[Row]
    height: list[z3.BitVecRef]
    active: Row
    condition: list[z3.BitVecRef]
    demand: list[z3.BitVecRef]
    verdict: list[z3.BitVecRef]
    asks: Row
    paired: Row
    also: list[z3.BitVecRef]
    unfit: Row
    no_load: Row
    demands: Row
    needs: Row
    at_hand: Row
    satisfies: list[Row]


@frozen
class Person:
    """A profile. `answered[c][r]` says that the question of rule `r` is answered for condition `c`."""

    declared: Row
    answered: list[Row]
    agrees: list[Row]
    has: Row
    lacks: Row
    avoids: z3.BoolRef


def some(name: str, size: range, *inner: range) -> list[Any]:
    """Truth values that may be anything, in rows, or in rows of rows."""
    return [some(f"{name} {index}", *inner) if inner else z3.Bool(f"{name} {index}") for index in size]


def numbers(name: str, bits: int, size: range) -> list[z3.BitVecRef]:
    return [z3.BitVec(f"{name} {index}", bits) for index in size]


def any_table() -> Table:
    return Table(
        parents=some("parent", CONDITIONS, CONDITIONS),
        height=numbers("height", 2, CONDITIONS),
        active=some("active", RULES),
        condition=numbers("condition", 2, RULES),
        demand=numbers("demand", 3, RULES),
        verdict=numbers("verdict", 2, RULES),
        asks=some("asks", RULES),
        paired=some("paired", RULES),
        also=numbers("also", 2, RULES),
        unfit=some("unfit", RULES),
        no_load=some("no load", RULES),
        demands=some("demands", DEMANDS),
        needs=some("needs", ITEMS),
        at_hand=some("at hand", ITEMS),
        satisfies=some("satisfies", ITEMS, ITEMS),
    )


def any_person() -> Person:
    return Person(
        declared=some("declared", CONDITIONS),
        answered=some("answered", CONDITIONS, RULES),
        agrees=some("agrees", CONDITIONS, RULES),
        has=some("has", ITEMS),
        lacks=some("lacks", ITEMS),
        avoids=z3.Bool("avoids"),
    )


def well_formed(table: Table) -> z3.BoolRef:
    pairs = [(a, b) for a in CONDITIONS for b in CONDITIONS]
    upward = [z3.Implies(table.parents[a][b], z3.ULT(table.height[b], table.height[a])) for a, b in pairs]
    return z3.And(*upward, *(z3.ULE(demand, EVERY_SETUP) for demand in table.demand))


def closure(table: Table) -> list[Row]:
    """`closure[a][b]`: `b` is `a`, or broader."""
    reached: list[Row] = [[z3.BoolVal(a == b) for b in CONDITIONS] for a in CONDITIONS]
    for _ in CONDITIONS[1:]:
        reached = [
            [
                z3.Or(reached[a][b], *(z3.And(table.parents[a][c], reached[c][b]) for c in CONDITIONS))
                for b in CONDITIONS
            ]
            for a in CONDITIONS
        ]
    return reached


def parents_only(table: Table) -> list[Row]:
    return [[z3.Or(a == b, table.parents[a][b]) for b in CONDITIONS] for a in CONDITIONS]


def open_or_agreed(table: Table, person: Person, condition: int, rule: int) -> z3.BoolRef:
    """The `when` of a rule, for a declared condition: it holds, or nobody answered."""
    return z3.Or(z3.Not(table.asks[rule]), z3.Not(person.answered[condition][rule]), person.agrees[condition][rule])


def silence_is_no(table: Table, person: Person, condition: int, rule: int) -> z3.BoolRef:
    return z3.Or(z3.Not(table.asks[rule]), z3.And(person.answered[condition][rule], person.agrees[condition][rule]))


def any_of(under: Row, holding: Row) -> z3.BoolRef:
    """Of the declared conditions under that of a rule, one for which its `when` holds is enough."""
    return z3.Or(*both(under, holding))


def all_of(under: Row, holding: Row) -> z3.BoolRef:
    return z3.And(z3.Or(*under), *map(z3.Implies, under, holding))


def any_demand(table: Table, rule: int) -> z3.BoolRef:
    """The setup has the demand of the rule, or the rule is for every setup."""
    asked = (z3.And(table.demand[rule] == demand, table.demands[demand]) for demand in DEMANDS)
    return z3.Or(table.demand[rule] == EVERY_SETUP, *asked)


def last_demand(table: Table, rule: int) -> z3.BoolRef:
    none_after = [z3.Not(z3.Or(*(table.demands[e] for e in DEMANDS if e > d))) for d in DEMANDS]
    asked = (z3.And(table.demand[rule] == d, table.demands[d], none_after[d]) for d in DEMANDS)
    return z3.Or(table.demand[rule] == EVERY_SETUP, *asked)


def strictest(one: z3.BitVecRef, two: z3.BitVecRef) -> z3.BitVecRef:
    return z3.If(z3.UGT(one, two), one, two)


def strictest_rule(table: Table, fires: Row) -> z3.BitVecRef:
    """The verdict of the strictest rule that fires."""
    return reduce(strictest, (z3.If(fires[rule], stands(table, rule), z3.BitVecVal(KEEP, 2)) for rule in RULES))


def last_rule(table: Table, fires: Row) -> z3.BitVecRef:
    said = z3.BitVecVal(KEEP, 2)
    for rule in RULES:
        said = z3.If(fires[rule], stands(table, rule), said)
    return said


def three_rules_exclude(table: Table, fires: Row) -> z3.BitVecRef:
    enough = z3.AtLeast(*fires, 3)
    return z3.If(enough, z3.BitVecVal(EXCLUDE, 2), strictest_rule(table, fires))


def stands(table: Table, rule: int) -> z3.BitVecRef:
    """The verdict of a rule for this setup: exclude where a limit of it cannot be applied."""
    unapplied = z3.Or(table.unfit[rule], z3.And(table.no_load[rule], table.demands[LOAD]))
    strict = z3.And(table.verdict[rule] == MODIFY, unapplied)
    return z3.If(strict, z3.BitVecVal(EXCLUDE, 2), table.verdict[rule])


def everything_needed(table: Table, person: Person) -> z3.BoolRef:
    """Each piece that the setup needs is there, or another one that can stand in for it."""
    held = [z3.Or(person.has[e], z3.And(table.at_hand[e], z3.Not(person.lacks[e]))) for e in ITEMS]
    there = [z3.Or(held[e], *(z3.And(held[f], table.satisfies[f][e]) for f in ITEMS)) for e in ITEMS]
    return z3.And(*map(z3.Implies, table.needs, there))


def nothing_more(table: Table, person: Person) -> z3.BoolRef:
    return z3.And(everything_needed(table, person), *map(z3.Implies, person.has, table.needs))


@frozen
class Model:
    """Screening, written down once more, in logic; a fault is seeded by another function in one place."""

    closure: Callable[[Table], list[Row]] = closure
    holds: Callable[[Table, Person, int, int], z3.BoolRef] = open_or_agreed
    joins: Callable[[Row, Row], z3.BoolRef] = any_of
    concerns: Callable[[Table, int], z3.BoolRef] = any_demand
    combines: Callable[[Table, Row], z3.BitVecRef] = strictest_rule
    fits: Callable[[Table, Person], z3.BoolRef] = everything_needed

    def fires(self, table: Table, person: Person) -> Row:
        """For each rule whether it fires."""
        above = self.closure(table)

        def under(wanted: z3.BitVecRef) -> Row:
            lines = [z3.Or(*(z3.And(wanted == b, above[c][b]) for b in CONDITIONS)) for c in CONDITIONS]
            return both(person.declared, lines)

        def fires(rule: int) -> z3.BoolRef:
            holding = [self.holds(table, person, c, rule) for c in CONDITIONS]
            return z3.And(
                table.active[rule],
                table.verdict[rule] != KEEP,
                self.concerns(table, rule),
                z3.Or(z3.Not(table.paired[rule]), *under(table.also[rule])),
                self.joins(under(table.condition[rule]), holding),
            )

        return [fires(rule) for rule in RULES]

    def verdict(self, table: Table, person: Person) -> z3.BitVecRef:
        """The verdict on the setup."""
        return self.combines(table, self.fires(table, person))

    def available(self, table: Table, person: Person) -> z3.BoolRef:
        """Whether the setup is left."""
        left = self.verdict(table, person) != EXCLUDE
        return z3.And(left, self.fits(table, person), z3.Not(person.avoids))


def both(one: Iterable[z3.BoolRef], two: Iterable[z3.BoolRef]) -> Row:
    return [z3.And(a, b) for a, b in zip(one, two, strict=True)]


def either(one: Iterable[z3.BoolRef], two: Iterable[z3.BoolRef]) -> Row:
    return [z3.Or(a, b) for a, b in zip(one, two, strict=True)]
