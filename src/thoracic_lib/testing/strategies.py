"""What the laws are tried on: profiles and rules that fit a given catalog, and small catalogs of every shape."""

from collections.abc import Iterable
from typing import TypeVar

from attrs import evolve
from hypothesis import strategies as st

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Choice, Condition, Limit, Question, Rule, When
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.testing.small import a_condition, a_rule, a_setup, an_exercise, an_item, small_catalog
from thoracic_lib.vocabulary import LimitKind, Position, QuestionKind, RedFlagLevel, Verdict

__all__ = ["answers", "profiles", "rule_tables", "rules", "small_catalogs", "some_of"]

T = TypeVar("T")

_LONGEST = 60
_CONDITIONS = ("wide", "left", "right", "narrow")
_DEMANDS = ("bend", "turn", "hang", "external_load")


def some_of(things: Iterable[T], least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[T, ...]]:
    """A few of these, each once, in any order; one number of them as often as another, of too few things all."""
    held = tuple(things)
    if not held:
        return st.just(())

    def of_size(size: int) -> st.SearchStrategy[tuple[T, ...]]:
        return st.lists(st.sampled_from(held), min_size=size, max_size=size, unique=True).map(tuple)

    return st.integers(min(least, len(held)), min(most, len(held))).flatmap(of_size)


def _mostly() -> st.SearchStrategy[bool]:
    """True three times out of four: for what laws need to have something to look at."""
    return st.sampled_from((True, True, True, False))


@st.composite
def answers(draw: st.DrawFn, catalog: Catalog, conditions: Iterable[str], *, every: bool = False) -> tuple[Answer, ...]:
    """Answers to some of the questions that are asked about these conditions, of any value that they take.

    With `every=True` they answer every question.
    """
    asked = (
        (condition, question)
        for condition in sorted(set(conditions))
        for question in sorted(catalog.questions, key=lambda row: row.id)
        if condition in question.conditions
    )
    return tuple(draw(_answers(condition, question)) for condition, question in asked if every or draw(st.booleans()))


def _answers(condition: str, question: Question) -> st.SearchStrategy[Answer]:
    if question.kind is QuestionKind.NUMBER:
        numbers = st.integers(question.minimum or 0, question.maximum or 0)
        return st.builds(Answer, condition=st.just(condition), question=st.just(question.id), number=numbers)
    choices = some_of(question.values, 1, 1 if question.kind is QuestionKind.CHOICE else len(question.values))
    return st.builds(Answer, condition=st.just(condition), question=st.just(question.id), choices=choices)


@st.composite
def profiles(  # noqa: PLR0913 - keyword-only, one for each thing that a law needs a profile to have
    draw: st.DrawFn,
    catalog: Catalog,
    *,
    asked: bool | None = None,
    answered: bool = False,
    least: int = 0,
    most: int = 3,
) -> Profile:
    """Profiles of a catalog: equipment, conditions with answers, clearances and red flags.

    With `asked=True` somebody asked about conditions, with `False` nobody did, otherwise somebody did more often than
    not. At least `least` and at most `most` conditions are declared where somebody asked. With `answered=True` only
    those are declared of which a question is asked, where there are any, and every question is answered.
    """
    told = draw(_mostly()) if asked is None else asked
    every = [row.id for row in catalog.conditions]
    questioned = {condition for question in catalog.questions for condition in question.conditions} if answered else ()
    pool = [condition for condition in every if condition in questioned] or every
    declared = draw(some_of(pool, least, most)) if told else ()
    equipment = frozenset(draw(some_of((row.id for row in catalog.equipment), most=5)))
    without = draw(some_of(row.id for row in catalog.equipment if row.at_hand and row.id not in equipment))
    before = (row.id for row in catalog.red_flags if row.level is not RedFlagLevel.SESSION_STOP)
    flags = sorted(draw(some_of(before)))
    broader = sorted({node for condition in declared for node in catalog.closure(condition)})
    return Profile(
        equipment=equipment,
        without=frozenset(without),
        conditions=frozenset(declared) if told else None,
        answers=draw(answers(catalog, declared, every=answered)),
        cleared=frozenset(draw(some_of([*broader, *flags]))),
        red_flags=tuple(FlagAnswer(flag=flag, present=draw(st.booleans())) for flag in flags),
    )


@st.composite
def rules(draw: st.DrawFn, catalog: Catalog, rule: str = "drawn") -> Rule:
    """A rule, with this id, for a condition and a demand of a catalog.

    Added to the catalog, it may still exclude what a keep rule of the catalog keeps, which would be refused.
    """
    condition = draw(st.sampled_from([row.id for row in catalog.conditions]))
    asked = [q for q in catalog.questions if any(condition in catalog.closure(one) for one in q.conditions)]
    verdict = draw(st.sampled_from(Verdict))
    return a_rule(
        rule,
        condition=condition,
        demand=draw(st.sampled_from([EVERY_SETUP, *(row.id for row in catalog.demands)])),
        verdict=verdict,
        when=[draw(_whens(question)) for question in draw(some_of(asked, most=2))],
        also=None if draw(_mostly()) else draw(st.sampled_from([row.id for row in catalog.conditions])),
        limits=draw(st.lists(_limits(catalog), min_size=1, max_size=2, unique=True)) if verdict == "modify" else (),
    )


@st.composite
def rule_tables(draw: st.DrawFn, catalog: Catalog, *, least: int = 0, most: int = 6) -> tuple[Rule, ...]:
    """Tables of rules that can take the place of all rules of a catalog.

    From `least` to `most` rules are drawn. One more stands for each condition that they leave without any, and a keep
    rule goes where another rule of its condition excludes the same demand: both would be refused.
    """
    table = [draw(rules(catalog, f"drawn-{number}")) for number in range(draw(st.integers(least, most)))]
    excluded = {(rule.condition, rule.demand) for rule in table if rule.verdict is Verdict.EXCLUDE}
    kept = [rule for rule in table if rule.verdict is not Verdict.KEEP or (rule.condition, rule.demand) not in excluded]
    ruled = {rule.condition for rule in kept if rule.verdict is not Verdict.KEEP}
    for condition in catalog.conditions:
        if ruled.isdisjoint(catalog.closure(condition.id)):
            demand = draw(st.sampled_from([row.id for row in catalog.demands]))
            kept.append(_care(f"care-{condition.id}", condition.id, demand))
    return tuple(kept)


@st.composite
def small_catalogs(draw: st.DrawFn) -> Catalog:
    """Catalogs of four conditions under each other in any way, four demands, three exercises and a drawn rule table."""
    conditions: list[Condition] = []
    questions = _questions()
    for name in _CONDITIONS:
        parents = draw(some_of(row.id for row in conditions))
        gate = draw(st.booleans())
        when = [draw(_whens(question)) for question in draw(some_of(questions if gate else (), most=1))]
        conditions.append(a_condition(name, parents, gate=gate, gate_when=when))
    equipment = [
        an_item("wall", at_hand=True),
        an_item("stool"),
        an_item("chair", satisfies=["stool"]),
    ]
    catalog = small_catalog(
        exercises=[draw(_exercises(f"exercise-{number}")) for number in range(draw(st.integers(1, 3)))],
        conditions=conditions,
        rules=[_care(f"care-{name}", name, "bend") for name in _CONDITIONS],
        questions=questions,
        demands=_DEMANDS,
        equipment=equipment,
    )
    return evolve(catalog, rules=draw(rule_tables(catalog, least=4, most=10)))


def _care(rule: str, condition: str, demand: str) -> Rule:
    return a_rule(rule, condition=condition, demand=demand, verdict=Verdict.CAUTION)


def _questions() -> tuple[Question, ...]:
    choices = tuple(Choice(value=value, label=value) for value in ("early", "middle", "late"))
    stage = Question(id="stage", ask="Which?", kind=QuestionKind.CHOICE, conditions=_CONDITIONS, choices=choices)
    sites = Question(id="sites", ask="Where?", kind=QuestionKind.SEVERAL, conditions=_CONDITIONS, choices=choices)
    weeks = Question(
        id="weeks", ask="How many?", kind=QuestionKind.NUMBER, conditions=_CONDITIONS, minimum=0, maximum=12
    )
    return (stage, sites, weeks)


@st.composite
def _exercises(draw: st.DrawFn, exercise: str) -> Exercise:
    setups = [
        a_setup(f"way-{number}", draw(some_of(_DEMANDS)), draw(some_of(("wall", "stool", "chair"), most=2)))
        for number in range(draw(st.integers(1, 2)))
    ]
    return an_exercise(exercise, setups, held=draw(st.booleans()))


@st.composite
def _whens(draw: st.DrawFn, question: Question) -> When:
    if question.kind is not QuestionKind.NUMBER:
        return When(question=question.id, choices=draw(some_of(question.values, 1)))
    least = draw(st.none() | st.integers(0, question.maximum or 0))
    below = st.integers((least or 0) + 1, (question.maximum or 0) + 1)
    return When(question=question.id, at_least=least, below=draw(below if least is None else st.none() | below))


@st.composite
def _limits(draw: st.DrawFn, catalog: Catalog) -> Limit:
    kind = draw(st.sampled_from(LimitKind))
    match kind:
        case LimitKind.MAX_REPETITIONS | LimitKind.MAX_HOLD_SECONDS:
            return Limit(kind=kind, value=draw(st.integers(1, _LONGEST)))
        case LimitKind.USE_SETUP if bool(catalog.equipment) and draw(st.booleans()):
            return Limit(kind=kind, equipment=draw(st.sampled_from([row.id for row in catalog.equipment])))
        case LimitKind.USE_SETUP:
            return Limit(kind=kind, position=draw(st.sampled_from(Position)))
        case LimitKind.USE_EXERCISE:
            return Limit(kind=kind, exercise=draw(st.sampled_from([row.id for row in catalog.exercises])))
        case LimitKind.CUE:
            return Limit(kind=kind, text="Take care.")
        case _:
            return Limit(kind=kind)
