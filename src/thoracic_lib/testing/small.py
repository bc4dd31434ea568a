"""Small catalogs written in a few lines: only what screening reads is given, all the rest is filled in."""

from collections.abc import Iterable

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Condition, Limit, PainRule, PainZone, Question, Rule, When
from thoracic_lib.model.dosage import LIBRARY_DEFAULT, Dosage, Span
from thoracic_lib.model.exercise import Citation, Exercise, Setup
from thoracic_lib.model.reference import Demand, Equipment, Source, Target
from thoracic_lib.vocabulary import (
    DemandFamily,
    Grade,
    Laterality,
    Phase,
    Position,
    StepsFrom,
    Strength,
    TargetKind,
    Use,
    Verdict,
)

__all__ = ["a_condition", "a_rule", "a_setup", "an_exercise", "an_item", "small_catalog"]

_SOURCE = Source(id="small-source", title="Filled in", kind="none", quality="none", says="Nothing.")
_TARGET = Target(id="small-target", name="Target", kind=TargetKind.REGION, description="Filled in.")


def small_catalog(  # noqa: PLR0913 - keyword-only, one for each part that screening reads
    *,
    exercises: Iterable[Exercise],
    conditions: Iterable[Condition] = (),
    rules: Iterable[Rule] = (),
    questions: Iterable[Question] = (),
    demands: Iterable[str] = (),
    equipment: Iterable[Equipment] = (),
) -> Catalog:
    """A catalog of these parts; it is checked as every catalog is."""
    zone = PainZone(id="all", minimum=0, maximum=10, text="Stop.")
    return Catalog(
        data_version="0.0.0",
        exercises=tuple(exercises),
        equipment=tuple(equipment),
        demands=tuple(
            Demand(id=one, family=DemandFamily.EFFORT, name=one, description="Filled in.") for one in demands
        ),
        targets=(_TARGET,),
        techniques=(),
        conditions=tuple(conditions),
        terms=(),
        questions=tuple(questions),
        rules=tuple(rules),
        red_flags=(),
        notices=(),
        pain_rule=PainRule(
            rule="No pain.", grade=Grade.UNSOURCED, sources=(_SOURCE.id,), zones=(zone,), caveat="Filled in."
        ),
        goals=(),
        routines=(),
        guidance=(),
        norms=(),
        disagreements=(),
        sources=(_SOURCE,),
        retired=(),
    )


def a_condition(
    condition: str, parents: Iterable[str] = (), *, gate: bool = False, gate_when: Iterable[When] = ()
) -> Condition:
    """A condition under these broader ones."""
    name = f"Condition {condition}"
    return Condition(
        id=condition,
        name=name,
        parents=tuple(parents),
        aliases=(f"{condition} by another name",),
        gate=gate,
        gate_when=tuple(gate_when),
    )


def a_rule(  # noqa: PLR0913 - keyword-only, one for each thing that screening reads of a rule
    rule: str,
    *,
    condition: str,
    demand: str,
    verdict: Verdict = Verdict.EXCLUDE,
    when: Iterable[When] = (),
    also: str | None = None,
    limits: Iterable[Limit] = (),
) -> Rule:
    """A rule without a source."""
    return Rule(
        id=rule,
        condition=condition,
        demand=demand,
        verdict=verdict,
        when=tuple(when),
        also=also,
        grade=Grade.UNSOURCED,
        strength=Strength.LOW,
        sources=(),
        rationale="Made up.",
        limits=tuple(limits),
    )


def an_item(item: str, *, at_hand: bool = False, satisfies: Iterable[str] = ()) -> Equipment:
    """A piece of equipment that brings no demand."""
    return Equipment(id=item, name=item, aliases=(), at_hand=at_hand, satisfies=tuple(satisfies), implies=())


def a_setup(setup: str, demands: Iterable[str], equipment: Iterable[str] = ()) -> Setup:
    """A seated setup, since that position brings no demand of its own."""
    asked = tuple(demands)
    return Setup(
        id=setup,
        name=setup,
        position=Position.SEATED,
        equipment=tuple(equipment),
        demands=asked,
        demands_none_because=None if asked else "Made up.",
    )


def an_exercise(exercise: str, setups: Iterable[Setup], *, held: bool = False) -> Exercise:
    """An exercise of ten repetitions, or of one hold with `held`."""
    cited = Citation(
        source=_SOURCE.id,
        speaker="nobody",
        filed_as="nothing",
        filed_as_stated=False,
        named_only=True,
        notes=("Made up.",),
        unclear=(),
    )
    return Exercise(
        id=exercise,
        name=exercise,
        aliases=(),
        family=exercise,
        phase=Phase.MOBILIZE,
        use=Use.ROUTINE,
        movements=(),
        targets=(_TARGET.id,),
        summary="Made up.",
        steps=("Move.",),
        steps_from=StepsFrom.COMMON_KNOWLEDGE,
        cues=(),
        avoid=(),
        cautions=(),
        techniques=(),
        unclear=(),
        setups=tuple(setups),
        dosages=(
            Dosage(
                basis=LIBRARY_DEFAULT,
                laterality=Laterality.BILATERAL,
                sets=Span(minimum=1, maximum=1),
                repetitions=Span(minimum=10, maximum=10),
                tempo_seconds=4,
                hold_seconds=Span(minimum=5, maximum=5) if held else None,
                rest_seconds=0,
                default=True,
                because="Made up.",
            ),
        ),
        sources=(cited,),
    )
