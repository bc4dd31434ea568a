"""What the laws draw from: values of the model that are valid, and that fit the bundled catalog.

Every strategy gives values that the model accepts. Ids of equipment, demands, conditions, sources … are those of
the bundled catalog, so that a drawn exercise, rule or condition could be added to it, and a drawn profile can be
screened against it. `catalogs()` gives small catalogs of their own: parts of the bundled one, whole in themselves.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from attrs import evolve
from hypothesis import strategies as st

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Condition, Limit, Question, Rule, When
from thoracic_lib.model.dosage import LIBRARY_DEFAULT, Dosage, Dose, Pace, Span
from thoracic_lib.model.exercise import DEMANDS_OF_POSITION, Citation, Exercise, Relation, Setup
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.vocabulary import (
    CitedAs,
    Grade,
    Laterality,
    LimitKind,
    Movement,
    Phase,
    Position,
    QuestionKind,
    RelationKind,
    ShownIn,
    StepsFrom,
    Strength,
    Use,
    Verdict,
)

__all__ = [
    "catalogs",
    "conditions",
    "dosages",
    "doses",
    "exercises",
    "identifiers",
    "limits",
    "paces",
    "profiles",
    "rules",
    "setups",
    "some_of",
    "spans",
    "texts",
    "whens",
]

T = TypeVar("T")

CATALOG = bundled()


def identifiers(prefix: str = "new") -> st.SearchStrategy[str]:
    """Ids that no row of the bundled catalog bears."""
    word = st.text("abcxyz019", min_size=1, max_size=4)
    return st.lists(word, min_size=1, max_size=3).map(lambda words: "-".join([prefix, *words]))


def texts() -> st.SearchStrategy[str]:
    """Texts of one line, in any script, not blank; none speaks of sides, which are the business of a few tests."""
    characters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
    drawn = st.text(characters, min_size=1, max_size=12)
    return drawn.filter(lambda text: not text.isspace() and "side" not in text.casefold())


def some_of(things: Iterable[T], least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[T, ...]]:
    """A few of these, each once."""
    held = tuple(things)
    if not held:
        return st.just(())
    return st.lists(st.sampled_from(held), min_size=least, max_size=most, unique=True).map(tuple)


def ids_of(collection: str, least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Ids of one collection of the bundled catalog."""
    return some_of([row.id for row in getattr(CATALOG, collection)], least, most)


@st.composite
def spans(draw: st.DrawFn, most: int = 60) -> Span:
    """Ranges up to `most`, closed or open at one end."""
    ends = sorted(draw(st.tuples(st.integers(1, most), st.integers(1, most))))
    shape = draw(st.sampled_from(("closed", "at least", "up to")))
    return Span(
        minimum=None if shape == "up to" else ends[0],
        maximum=None if shape == "at least" else ends[1],
        is_minimum=shape != "up to" and draw(st.booleans()),
    )


def paces() -> st.SearchStrategy[Pace]:
    """Paces with every number drawn."""
    change = st.integers(0, 60)
    return st.builds(
        Pace,
        set_up=change,
        change_position=change,
        change_equipment=change,
        change_side=change,
        change_spot=change,
        breath=st.integers(1, 12),
        slow_repetition=st.integers(1, 20),
    )


def _work(draw: st.DrawFn, amount: st.SearchStrategy[Any]) -> dict[str, Any]:
    """One of repetitions (with or without a hold), continuous work, and breaths."""
    mode = draw(st.sampled_from(("repetitions", "holds", "duration_seconds", "breaths")))
    if mode not in {"repetitions", "holds"}:
        return {mode: draw(amount)}
    held = {"hold_seconds": draw(amount)} if mode == "holds" else {}
    return {"repetitions": draw(amount), "tempo_seconds": draw(st.integers(1, 20)), **held}


@st.composite
def doses(draw: st.DrawFn, most: int = 15) -> Dose:
    """One amount, every number of it up to `most`."""
    return Dose(
        basis=LIBRARY_DEFAULT,
        laterality=draw(st.sampled_from(Laterality)),
        sets=draw(st.integers(1, 4)),
        spots=draw(st.integers(1, 5)),
        rest_seconds=draw(st.integers(0, 120)),
        limited_by=draw(ids_of("rules", most=2)),
        **_work(draw, st.integers(1, most)),
    )


@st.composite
def dosages(draw: st.DrawFn, *, laterality: Laterality | None = None, default: bool | None = None) -> Dosage:
    """Regimens of a source of the bundled catalog or of the library, with the basis of each number."""
    basis = draw(st.sampled_from([LIBRARY_DEFAULT, *(source.id for source in CATALOG.sources[:5])]))
    chosen = draw(st.booleans()) if default is None else default
    given = _work(draw, spans())
    if draw(st.booleans()):
        given["spots"] = draw(spans(6))
    marks = draw(st.permutations(["sets", "laterality", "rest_seconds", *sorted(given)]))
    cut = sorted(draw(st.lists(st.integers(0, len(marks)), min_size=3, max_size=3)))
    if basis == LIBRARY_DEFAULT:
        cut = [0, 0, 0]
    return Dosage(
        basis=basis,
        laterality=laterality or draw(st.sampled_from(Laterality)),
        sets=draw(spans(4)),
        rest_seconds=draw(st.integers(0, 120)),
        default=chosen,
        because=draw(texts()) if chosen else None,
        frequency=draw(st.none() | texts()),
        inherited=tuple(marks[: cut[0]]),
        inferred=tuple(marks[cut[0] : cut[1]]),
        library_default=tuple(marks[cut[1] : cut[2]]),
        note=draw(st.none() | texts()),
        open_readings=tuple(draw(st.lists(texts(), max_size=2))),
        **given,
    )


@st.composite
def setups(draw: st.DrawFn, setup_id: str | None = None) -> Setup:
    """Ways to do an exercise, with all demands that the position and the equipment bring."""
    position = draw(st.sampled_from(Position))
    equipment = draw(ids_of("equipment"))
    brought = {demand for item in equipment for demand in CATALOG.item(item).implies}
    demands = sorted(brought.union(DEMANDS_OF_POSITION[position], draw(ids_of("demands", most=4))))
    return Setup(
        id=setup_id or draw(identifiers("way")),
        name=draw(texts()),
        position=position,
        equipment=equipment,
        demands=tuple(demands),
        demands_none_because=None if demands else draw(texts()),
        how=draw(st.none() | texts()),
    )


def _citations() -> st.SearchStrategy[Citation]:
    return st.builds(
        Citation,
        source=st.sampled_from([source.id for source in CATALOG.sources]),
        number=st.none() | st.integers(1, 99),
        speaker=texts(),
        filed_as=texts(),
        filed_as_stated=st.booleans(),
        named_only=st.booleans(),
        notes=st.lists(texts(), min_size=1, max_size=2).map(tuple),
        unclear=st.lists(texts(), max_size=2).map(tuple),
    )


@st.composite
def _relations(draw: st.DrawFn) -> tuple[Relation, ...]:
    related = []
    for to in draw(ids_of("exercises", most=2)):
        kind = draw(st.sampled_from(RelationKind))
        named = draw(ids_of("conditions", most=2)) if kind is RelationKind.ALTERNATIVE_TO else ()
        when = draw(st.none() | texts())
        related.append(
            Relation(kind=kind, to=to, basis=draw(st.sampled_from(CitedAs)), when=when, conditions=named),
        )
    return tuple(related)


@st.composite
def exercises(draw: st.DrawFn) -> Exercise:
    """Exercises that could be added to the bundled catalog (their ids and names start with "new")."""
    several = st.lists(texts(), max_size=2).map(tuple)
    use = draw(st.sampled_from(Use))
    phase = Phase.ASSESS if use is Use.NEVER else draw(st.sampled_from([p for p in Phase if p is not Phase.ASSESS]))
    sided = draw(st.sampled_from([(Laterality.BILATERAL,), (Laterality.EACH_SIDE, Laterality.ALTERNATING)]))
    count = draw(st.integers(1, 3))
    new = draw(identifiers())
    return Exercise(
        id=new,
        name=f"New {new}",
        aliases=tuple(f"{new} alias {index}" for index in range(draw(st.integers(0, 2)))),
        family=draw(identifiers("family")),
        phase=phase,
        phase_note=draw(st.none() | texts()),
        use=use,
        use_because=None if use is Use.ROUTINE else draw(texts()),
        movements=draw(some_of(Movement)),
        targets=draw(ids_of("targets", 1)),
        summary=draw(texts()),
        steps=tuple(draw(st.lists(texts(), min_size=1, max_size=3))),
        steps_from=draw(st.sampled_from(StepsFrom)),
        cues=draw(several),
        avoid=draw(several),
        breathing=draw(st.none() | texts()),
        cautions=draw(several),
        techniques=draw(ids_of("techniques", most=2)),
        unclear=draw(several),
        setups=tuple(draw(setups(f"way-{index}")) for index in range(count)),
        dosages=tuple(
            draw(dosages(laterality=draw(st.sampled_from(sided)), default=not index)) for index in range(count)
        ),
        relations=draw(_relations()),
        sources=tuple(draw(st.lists(_citations(), min_size=1, max_size=2))),
    )


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    """Every kind of limit, with what that kind takes."""
    kind = draw(st.sampled_from(LimitKind))
    match kind:
        case LimitKind.MAX_REPETITIONS | LimitKind.MAX_HOLD_SECONDS:
            return Limit(kind=kind, value=draw(st.integers(1, 60)))
        case LimitKind.USE_SETUP if draw(st.booleans()):
            return Limit(kind=kind, position=draw(st.sampled_from(Position)))
        case LimitKind.USE_SETUP:
            return Limit(kind=kind, equipment=draw(ids_of("equipment", 1, 1))[0])
        case LimitKind.USE_EXERCISE:
            return Limit(kind=kind, exercise=draw(ids_of("exercises", 1, 1))[0])
        case LimitKind.CUE:
            return Limit(kind=kind, text=draw(texts()))
        case _:
            return Limit(kind=kind)


@st.composite
def whens(draw: st.DrawFn, question: Question | None = None) -> When:
    """Answers to a question of the bundled catalog on which something hangs."""
    asked = question or draw(st.sampled_from(CATALOG.questions))
    if asked.kind is not QuestionKind.NUMBER:
        return When(question=asked.id, choices=draw(some_of(asked.values, 1)))
    least = draw(st.none() | st.integers(0, 20))
    return When(question=asked.id, at_least=least, below=draw(st.integers((least or 0) + 1, 45)))


def asked_of(condition: str) -> tuple[Question, ...]:
    """The questions of the bundled catalog that are asked of a condition or of a narrower one."""
    return tuple(q for q in CATALOG.questions if any(condition in CATALOG.closure(asked) for asked in q.conditions))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Rules for the conditions and demands of the bundled catalog; only the id is new.

    One of them may still exclude what a rule of the catalog says to keep, which the catalog would refuse.
    """
    condition = draw(ids_of("conditions", 1, 1))[0]
    verdict, grade = draw(st.sampled_from(Verdict)), draw(st.sampled_from(Grade))
    questions = draw(some_of(asked_of(condition), most=2))
    return Rule(
        id=draw(identifiers("rule")),
        condition=condition,
        demand=draw(st.sampled_from([EVERY_SETUP, *(demand.id for demand in CATALOG.demands)])),
        verdict=verdict,
        when=tuple(draw(whens(question)) for question in questions),
        also=draw(st.none() | st.sampled_from([row.id for row in CATALOG.conditions])),
        grade=grade,
        strength=Strength.LOW if grade is Grade.UNSOURCED else draw(st.sampled_from(Strength)),
        sources=draw(ids_of("sources", 0 if grade is Grade.UNSOURCED else 1)),
        counter_sources=draw(ids_of("sources", most=1)),
        rationale=draw(texts()),
        advice=draw(st.none() | texts()),
        limits=tuple(draw(st.lists(limits(), min_size=1, max_size=3, unique=True))) if verdict == "modify" else (),
        caveat=draw(st.none() | texts()),
    )


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """New conditions under one or two of the bundled catalog, so that they have rules; nothing is asked of them."""
    new = draw(identifiers("condition"))
    return Condition(
        id=new,
        name=f"New {new}",
        parents=draw(ids_of("conditions", 1, 2)),
        aliases=tuple(f"{new} alias {index}" for index in range(draw(st.integers(1, 2)))),
        whole_entry_only=tuple(f"{new} short {index}" for index in range(draw(st.integers(0, 1)))),
        gate=draw(st.booleans()),
        note=draw(st.none() | texts()),
    )


@st.composite
def _answers(draw: st.DrawFn, declared: Iterable[str]) -> tuple[Answer, ...]:
    answers = []
    for condition in sorted(declared):
        asked = sorted((q for q in CATALOG.questions if condition in q.conditions), key=lambda q: q.id)
        for question in draw(some_of(asked)):
            if question.kind is QuestionKind.NUMBER:
                number = draw(st.integers(question.minimum or 0, question.maximum or 0))
                answers.append(Answer(condition=condition, question=question.id, number=number))
            else:
                most = 1 if question.kind is QuestionKind.CHOICE else 3
                chosen = draw(some_of(question.values, 1, most))
                answers.append(Answer(condition=condition, question=question.id, choices=chosen))
    return tuple(sorted(answers, key=lambda answer: (answer.condition, answer.question)))


@st.composite
def profiles(draw: st.DrawFn, *, asked: bool | None = None) -> Profile:
    """Profiles of the bundled catalog; with `asked=True` somebody asked about conditions (there may be none)."""
    told = draw(st.booleans()) if asked is None else asked
    declared = draw(ids_of("conditions")) if told else None
    equipment = draw(ids_of("equipment", most=5))
    flags = sorted(draw(ids_of("red_flags", most=4)))
    clearable = [*(declared or ()), *(flag for flag in flags)]
    return Profile(
        equipment=frozenset(equipment),
        without=frozenset(draw(some_of({"floor", "wall", "doorway"}.difference(equipment)))),
        conditions=None if declared is None else frozenset(declared),
        answers=draw(_answers(declared or ())),
        cleared=frozenset(draw(some_of(clearable))),
        red_flags=tuple(FlagAnswer(flag=flag, present=draw(st.booleans())) for flag in flags),
        avoid_positions=frozenset(draw(some_of(Position, most=2))),
        avoid_exercises=frozenset(draw(ids_of("exercises", most=2))),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Small catalogs: up to six exercises and four conditions (with all broader ones) of the bundled catalog.

    All rules, questions, terms, goals … that concern only these come along; equipment, demands, targets,
    techniques, sources, red flags, notices and norms are all there.
    """
    kept = set(draw(ids_of("exercises", 1, 6)))
    declared = {one for seed in draw(ids_of("conditions", most=4)) for one in CATALOG.closure(seed)}
    return _about(_with_conditions(CATALOG, declared, kept), kept)


def _with_conditions(whole: Catalog, declared: set[str], kept: set[str]) -> dict[str, Any]:
    """The conditions, with what is asked, said and ruled about them; those that are left without a rule go."""
    asked = {q.id: set(q.conditions) & declared for q in whole.questions}

    def answerable(condition: str, whens: Iterable[When]) -> bool:
        return all(any(condition in whole.closure(one) for one in asked[when.question]) for when in whens)

    ruled = [
        rule
        for rule in whole.rules
        if rule.condition in declared
        and (rule.also is None or rule.also in declared)
        and answerable(rule.condition, rule.when)
        and all(limit.exercise is None or limit.exercise in kept for limit in rule.limits)
    ]
    left: set[str] = set()
    while left != declared:
        left = declared
        ruled = [rule for rule in ruled if {rule.condition, rule.also or rule.condition} <= left]
        strict = {rule.condition for rule in ruled if rule.verdict is not Verdict.KEEP}
        declared = {one for one in left if strict & whole.closure(one)}
    return {
        "rules": tuple(ruled),
        "conditions": tuple(
            evolve(
                row,
                parents=tuple(parent for parent in row.parents if parent in left),
                gate_when=row.gate_when if answerable(row.id, row.gate_when) else (),
            )
            for row in whole.conditions
            if row.id in left
        ),
        "questions": tuple(
            evolve(row, conditions=tuple(one for one in row.conditions if one in left))
            for row in whole.questions
            if asked[row.id] & left
        ),
        "terms": tuple(term for term in whole.terms if left.issuperset(term.conditions)),
    }


def _about(changes: dict[str, Any], kept: set[str]) -> Catalog:
    """The bundled catalog with these exercises only, and with `changes`."""

    def left(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(one for one in ids if one in kept)

    conditions = {row.id for row in changes["conditions"]}
    return evolve(
        CATALOG,
        **changes,
        exercises=tuple(
            evolve(
                row,
                relations=tuple(
                    evolve(link, conditions=tuple(one for one in link.conditions if one in conditions))
                    for link in row.relations
                    if link.to in kept
                ),
            )
            for row in CATALOG.exercises
            if row.id in kept
        ),
        goals=tuple(evolve(goal, prefer=left(goal.prefer)) for goal in CATALOG.goals),
        routines=tuple(
            evolve(row, steps=steps)
            for row in CATALOG.routines
            if (steps := tuple(step for step in row.steps if step.exercise in kept))
        ),
        guidance=tuple(
            evolve(row, exercises=left(row.exercises))
            for row in CATALOG.guidance
            if ShownIn.EXERCISE not in row.shown_in or left(row.exercises)
        ),
        disagreements=tuple(evolve(row, exercises=left(row.exercises)) for row in CATALOG.disagreements),
    )
