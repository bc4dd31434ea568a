"""The catalog: every exercise, and everything that screening and composing know, in one frozen value."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from attrs import field, frozen

from thoracic_lib.errors import Fault, UnknownIdError
from thoracic_lib.model.clinical import Condition, Notice, PainRule, Question, RedFlag, Rule, Term
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.goal import Goal, SourceRoutine
from thoracic_lib.model.reference import (
    Demand,
    Disagreement,
    Equipment,
    Guidance,
    Norm,
    Retired,
    Source,
    Target,
    Technique,
)
from thoracic_lib.model.values import Value, be_a, be_text, must, tuple_of

__all__ = ["Catalog"]

_KINDS = {
    "exercises": "exercise",
    "equipment": "equipment",
    "demands": "demand",
    "targets": "target",
    "techniques": "technique",
    "conditions": "condition",
    "questions": "question",
    "rules": "rule",
    "red_flags": "red flag",
    "goals": "goal",
    "routines": "routine",
    "sources": "source",
}


def _all_of(kind: type[Any]) -> dict[str, Any]:
    return must(tuple_of(be_a(kind)))


@frozen(kw_only=True, repr=False, eq=False)
class Catalog(Value, Mapping[str, Exercise]):
    """All exercises by id, with the equipment, conditions, rules, goals and sources that belong to them.

    It reads as a mapping from exercise id to `Exercise`; `catalog.exercises` and the other fields are tuples.
    Every link between its parts is checked when it is built.
    """

    data_version: str = field(metadata=must(be_text))
    exercises: tuple[Exercise, ...] = field(metadata=_all_of(Exercise))
    equipment: tuple[Equipment, ...] = field(metadata=_all_of(Equipment))
    demands: tuple[Demand, ...] = field(metadata=_all_of(Demand))
    targets: tuple[Target, ...] = field(metadata=_all_of(Target))
    techniques: tuple[Technique, ...] = field(metadata=_all_of(Technique))
    conditions: tuple[Condition, ...] = field(metadata=_all_of(Condition))
    terms: tuple[Term, ...] = field(metadata=_all_of(Term))
    questions: tuple[Question, ...] = field(metadata=_all_of(Question))
    rules: tuple[Rule, ...] = field(metadata=_all_of(Rule))
    red_flags: tuple[RedFlag, ...] = field(metadata=_all_of(RedFlag))
    notices: tuple[Notice, ...] = field(metadata=_all_of(Notice))
    pain_rule: PainRule = field(metadata=must(be_a(PainRule)))
    goals: tuple[Goal, ...] = field(metadata=_all_of(Goal))
    routines: tuple[SourceRoutine, ...] = field(metadata=_all_of(SourceRoutine))
    guidance: tuple[Guidance, ...] = field(metadata=_all_of(Guidance))
    norms: tuple[Norm, ...] = field(metadata=_all_of(Norm))
    disagreements: tuple[Disagreement, ...] = field(metadata=_all_of(Disagreement))
    sources: tuple[Source, ...] = field(metadata=_all_of(Source))
    retired: tuple[Retired, ...] = field(metadata=_all_of(Retired))

    def contradictions(self) -> Iterator[Fault]:
        from thoracic_lib.model.links import broken_links  # noqa: PLC0415 - for what is built anew, not for a load

        yield from broken_links(self)

    def __getitem__(self, exercise: str) -> Exercise:
        found: Exercise = self._find("exercises", exercise)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id["exercises"])

    def __len__(self) -> int:
        return len(self.exercises)

    def __repr__(self) -> str:
        return f"<Catalog {self.data_version}: {len(self.exercises)} exercises, {len(self.rules)} rules>"

    def _repr_html_(self) -> str:
        from thoracic_lib.exporting import export  # noqa: PLC0415 - display reaches upward, only when shown

        return export(self, "html")

    def to_columns(self) -> "dict[str, list[str | int | bool | None]]":
        """One row for each exercise, as columns that pandas, polars and pyarrow take as they are."""
        from thoracic_lib.exporting import to_columns  # noqa: PLC0415 - display reaches upward, only when shown

        return to_columns(self)

    def condition(self, condition: str) -> Condition:
        """The condition with this id; `UnknownIdError` when there is none, as with all look-ups here."""
        found: Condition = self._find("conditions", condition)
        return found

    def question(self, question: str) -> Question:
        """The question with this id."""
        found: Question = self._find("questions", question)
        return found

    def item(self, equipment: str) -> Equipment:
        """The piece of equipment with this id."""
        found: Equipment = self._find("equipment", equipment)
        return found

    def demand(self, demand: str) -> Demand:
        """The demand with this id."""
        found: Demand = self._find("demands", demand)
        return found

    def red_flag(self, flag: str) -> RedFlag:
        """The red flag with this id."""
        found: RedFlag = self._find("red_flags", flag)
        return found

    def goal(self, goal: str) -> Goal:
        """The goal with this id."""
        found: Goal = self._find("goals", goal)
        return found

    def routine(self, routine: str) -> SourceRoutine:
        """The source routine with this id."""
        found: SourceRoutine = self._find("routines", routine)
        return found

    def source(self, source: str) -> Source:
        """The source with this id."""
        found: Source = self._find("sources", source)
        return found

    def closure(self, condition: str) -> frozenset[str]:
        """A condition's id with those of all broader conditions."""
        self.condition(condition)
        return self._closures[condition]

    def difficulty(self, exercise: str) -> int:
        """How many steps up the progression links an exercise stands, from 0."""
        self[exercise]
        return self._difficulties[exercise]

    def available(self, have: Iterable[str], without: Iterable[str] = ()) -> frozenset[str]:
        """All equipment ids that a person with these has: what is at hand and what they can stand in for included."""
        held = {item.id for item in self.equipment if item.at_hand}.difference(without).union(have)
        return frozenset(held.union(*(self.item(item).satisfies for item in held)))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the catalog's canonical JSON, in hexadecimal."""
        from thoracic_lib.model.plain import canonical  # noqa: PLC0415 - not needed to load a catalog

        return sha256(canonical(self)).hexdigest()

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Any]]:
        return {kind: {row.id: row for row in getattr(self, kind)} for kind in _KINDS}

    @cached_property
    def _closures(self) -> dict[str, frozenset[str]]:
        from thoracic_lib.model.links import lines  # noqa: PLC0415 - not needed to load a catalog

        parents = {condition.id: condition.parents for condition in self.conditions}
        return {line[0]: frozenset(line) for line in lines(parents)}

    @cached_property
    def _difficulties(self) -> dict[str, int]:
        from graphlib import TopologicalSorter  # noqa: PLC0415 - not needed to load a catalog

        from thoracic_lib.model.links import progressions  # noqa: PLC0415 - same

        easier = progressions(self)
        heights: dict[str, int] = {}
        for exercise in TopologicalSorter(easier).static_order():
            heights[exercise] = 1 + max((heights[other] for other in easier[exercise]), default=-1)
        return heights

    def _find(self, kind: str, wanted: str) -> Any:  # noqa: ANN401 - the look-ups say which type they take it for
        rows = self._by_id[kind]
        if wanted in rows:
            return rows[wanted]
        gone = next((row for row in self.retired if kind == "exercises" and row.id == wanted), None)
        if gone is not None:
            told = gone.reason + (f"; use {gone.successor!r}" if gone.successor else "")
            raise UnknownIdError(_KINDS[kind], wanted, retired=told)
        from difflib import get_close_matches  # noqa: PLC0415 - only for an error

        near = get_close_matches(wanted, rows) if isinstance(wanted, str) else []  # `5 in catalog` asks this too
        raise UnknownIdError(_KINDS[kind], wanted, tuple(near))
