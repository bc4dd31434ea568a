"""Conditions, questions, rules with their limits, and warning signs."""

import pytest

from tests.model.tiny import example, refused, tiny
from thoracic_lib.model.clinical import (
    EVERY_SETUP,
    Choice,
    Limit,
    Notice,
    PainRule,
    PainZone,
    Rule,
    Term,
    When,
)
from thoracic_lib.model.values import Value
from thoracic_lib.vocabulary import Grade, LimitKind, Position, QuestionKind, Strength, Verdict

Faults = list[tuple[str, str]]
OR_BOUNDS = ("choices", "must be given, or bounds of a number, and not both")
NEVER_HOLDS = ("below", "leaves no number for which this could ever hold")
NUMBERED = ("kind", "is number, which takes a minimum and a maximum and no choices")
CHOSEN = ("kind", "is choice, which takes at least two choices and no bounds")
LIMITED = ("limits", "go with a modify verdict, and every modify verdict needs one")
COVER = ("zones", "must cover 0 to 10 once each, in order")

WEEKS, STAGE = tiny().questions
NARROW = tiny().condition("c-narrow")
MODIFY, KEEP, EXCLUDE = tiny().rules
YES = Choice(value="yes", label="Yes")


def zone(minimum: int, maximum: int) -> PainZone:
    return PainZone(id="zone", minimum=minimum, maximum=maximum, text="Some.")


@pytest.mark.parametrize(
    ("value", "changes", "faults"),
    [
        (When(question="q", at_least=1), {"at_least": None}, [OR_BOUNDS]),
        (When(question="q", at_least=1), {"choices": ("yes",)}, [OR_BOUNDS]),
        (When(question="q", below=1), {"choices": ("yes",)}, [OR_BOUNDS]),
        (When(question="q", at_least=1), {"below": 1}, [NEVER_HOLDS]),
        (When(question="q", at_least=2), {"below": 1}, [NEVER_HOLDS]),
        (When(question="q", below=1), {"below": 0}, [NEVER_HOLDS]),
        (NARROW, {"gate": False}, [("gate_when", "needs gate = true")]),
        (NARROW, {"parents": ("c-narrow",)}, [("parents", "name the condition itself")]),
        (NARROW, {"aliases": ()}, [("aliases", "must hold at least 1")]),
        (
            example(Term),
            {"conditions": ()},
            [("conditions", "are empty, so the phrase would be dropped; give an ask")],
        ),
        (WEEKS, {"minimum": None}, [NUMBERED]),
        (WEEKS, {"maximum": None}, [NUMBERED]),
        (WEEKS, {"choices": STAGE.choices}, [NUMBERED]),
        (WEEKS, {"minimum": 41}, [("minimum", "is above the maximum")]),
        (STAGE, {"minimum": 1, "maximum": 2}, [CHOSEN]),
        (STAGE, {"minimum": 1}, [CHOSEN]),
        (STAGE, {"maximum": 1}, [CHOSEN]),
        (STAGE, {"choices": (YES,)}, [CHOSEN]),
        (
            STAGE,
            {"choices": (), "kind": QuestionKind.SEVERAL},
            [("kind", "is several, which takes at least two choices and no bounds")],
        ),
        (STAGE, {"choices": (YES, Choice(value="yes", label="Sure"))}, [("choices", "hold the same value twice")]),
        (MODIFY, {"limits": ()}, [LIMITED]),
        (MODIFY, {"verdict": Verdict.EXCLUDE}, [LIMITED]),
        (MODIFY, {"verdict": Verdict.CAUTION}, [LIMITED]),
        (MODIFY, {"verdict": Verdict.KEEP}, [LIMITED]),
        (MODIFY, {"sources": ()}, [("sources", "are empty, but the grade is published")]),
        (MODIFY, {"sources": (), "grade": Grade.ARTICLE}, [("sources", "are empty, but the grade is article")]),
        (
            MODIFY,
            {"grade": Grade.UNSOURCED, "strength": Strength.HIGH},
            [("strength", "of an unsourced rule can only be low")],
        ),
        (
            EXCLUDE,
            {"when": (When(question="q", at_least=1), When(question="q", at_least=2))},
            [("when", "asks the same question twice")],
        ),
        (MODIFY, {"verdict": "modify"}, [("verdict", "must be a Verdict, not 'modify'")]),
        (example(Notice), {"sources": ()}, [("sources", "must hold at least 1")]),
        (zone(1, 2), {"minimum": 3}, [("minimum", "is above the maximum")]),
        (example(PainRule), {"zones": (zone(0, 9),)}, [COVER]),
        (example(PainRule), {"zones": (zone(0, 5), zone(5, 10))}, [COVER]),
        (example(PainRule), {"zones": (zone(0, 4), zone(6, 10))}, [COVER]),
        (example(PainRule), {"zones": (zone(6, 10), zone(0, 5))}, [COVER]),
    ],
)
def test_what_contradicts_itself_is_refused(value: Value, changes: dict[str, object], faults: Faults) -> None:
    assert refused(value, **changes) == faults


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (When(question="q", at_least=1), {"below": 2}),
        (When(question="q", at_least=1), {"at_least": 0}),
        (NARROW, {"gate_when": ()}),
        (NARROW, {"gate": False, "gate_when": ()}),
        (example(Term), {"conditions": (), "ask": "Which one?"}),
        (WEEKS, {"minimum": 40}),
        (STAGE, {"kind": QuestionKind.SEVERAL}),
        (MODIFY, {"grade": Grade.UNSOURCED, "sources": ()}),
        (MODIFY, {"demand": EVERY_SETUP}),
        (example(Notice), {"demand": EVERY_SETUP}),
        (KEEP, {"verdict": Verdict.CAUTION}),
        (EXCLUDE, {"when": (When(question="q", at_least=1), When(question="p", at_least=2))}),
        (example(PainRule), {"zones": (zone(0, 3), zone(4, 5), zone(6, 10))}),
    ],
)
def test_what_is_at_the_edge_is_taken(value: Value, changes: dict[str, object]) -> None:
    assert refused(value, **changes) == []


@pytest.mark.parametrize("kind", [Rule, Notice])
def test_a_demand_is_an_id_or_every_setup(kind: type[Value]) -> None:
    assert refused(example(kind), demand="**") == [
        ("demand", "must be an id of letters, digits, hyphens and underscores, not '**'")
    ]


def test_the_values_of_a_question_are_those_of_its_choices() -> None:
    assert STAGE.values == ("ch-early", "ch-late")
    assert WEEKS.values == ()


GIVEN = {
    "value": 5,
    "text": "Keep your chin tucked.",
    "position": Position.SEATED,
    "equipment": "eq-chair",
    "exercise": "ex-turn",
}
TAKES = {
    LimitKind.MID_RANGE: set(),
    LimitKind.MAX_REPETITIONS: {"value"},
    LimitKind.MAX_HOLD_SECONDS: {"value"},
    LimitKind.NO_LOAD: set(),
    LimitKind.SLOW: set(),
    LimitKind.USE_SETUP: {"position", "equipment"},
    LimitKind.USE_EXERCISE: {"exercise"},
    LimitKind.CUE: {"text"},
}


def a_limit(kind: LimitKind) -> Limit:
    return Limit(kind=kind, **{name: GIVEN[name] for name in sorted(TAKES[kind])[:1]})  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("kind", LimitKind)
def test_a_limit_takes_what_its_kind_needs_and_nothing_else(kind: LimitKind) -> None:
    nothing = dict.fromkeys(GIVEN)
    for name, held in GIVEN.items():
        assert (refused(a_limit(kind), **{**nothing, name: held}) == []) is (name in TAKES[kind])
    assert bool(refused(a_limit(kind), **nothing)) is bool(TAKES[kind])
    assert refused(a_limit(kind), **GIVEN)


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        (LimitKind.SLOW, {"value": 5}, "slow takes nothing more, not value"),
        (LimitKind.CUE, {"text": None}, "cue takes text, not nothing"),
        (
            LimitKind.USE_SETUP,
            {"position": Position.SEATED},
            "use_setup takes equipment or position, not equipment, position",
        ),
    ],
)
def test_a_wrong_limit_is_told_what_it_takes(kind: LimitKind, changes: dict[str, object], reason: str) -> None:
    assert refused(a_limit(kind), **changes) == [("kind", reason)]


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (a_limit(LimitKind.MID_RANGE), "stay in the middle of your range, well short of the end"),
        (a_limit(LimitKind.MAX_REPETITIONS), "at most 5 repetitions"),
        (a_limit(LimitKind.MAX_HOLD_SECONDS), "hold for at most 5 seconds"),
        (a_limit(LimitKind.NO_LOAD), "use no weight or band"),
        (a_limit(LimitKind.SLOW), "move slowly"),
        (a_limit(LimitKind.USE_SETUP), "only the eq-chair version"),
        (Limit(kind=LimitKind.USE_SETUP, position=Position.SEATED), "only the seated version"),
        (a_limit(LimitKind.USE_EXERCISE), "only ex-turn"),
        (a_limit(LimitKind.CUE), "Keep your chin tucked."),
    ],
    ids=lambda held: held.kind if isinstance(held, Limit) else "",
)
def test_a_limit_reads_as_advice(limit: Limit, text: str) -> None:
    assert str(limit) == text
