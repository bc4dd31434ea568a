"""What screening says of the bundled data, condition by condition, as lines of text: `golden_matrix.txt`."""

from collections.abc import Iterable, Iterator
from itertools import groupby, product
from pathlib import Path
from typing import NamedTuple

from attrs import evolve

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Condition, Limit, Question, When
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.model.screened import Reason
from thoracic_lib.screening import firing_rules, locks, screen
from thoracic_lib.vocabulary import LimitKind, QuestionKind, Verdict

FILE = Path(__file__).parent / "golden_matrix.txt"
COMMAND = "./run data golden"
LETTERS = {Verdict.KEEP: "K", Verdict.CAUTION: "C", Verdict.MODIFY: "M", Verdict.EXCLUDE: "X"}
SHORT = {
    LimitKind.MID_RANGE: "mid",
    LimitKind.MAX_REPETITIONS: "reps<=",
    LimitKind.MAX_HOLD_SECONDS: "hold<=",
    LimitKind.NO_LOAD: "unloaded",
    LimitKind.USE_SETUP: "only ",
    LimitKind.USE_EXERCISE: "only ",
}
SILENT, MILD = "no answers", "mildest"

HEAD = f"""\
# What screening says of every condition, declared alone, with all the equipment. '{COMMAND}' writes it anew.
# A diff of this file is what a change of the data does; read it before you commit it.
#
# condition | answers | exercise/setup | verdict | rules      every setup whose verdict is not keep
#     Each rule with its own verdict (C caution, M modify, X exclude) and its limits; M>X: it has a limit that this
#     setup cannot follow. Under "{SILENT}" nothing is answered; under "{MILD}" every question is, so that the fewest
#     rules fire, and the gate is open if it can be. Where every verdict is keep, one line says so.
# condition | answers | rules | rules that fire              one question answered, the others not
# condition | answers | gate | lifted by ...                 it waits until one of these is reported cleared
# Where a rule asks for two conditions, both are declared: condition+other.
"""


class Told(NamedTuple):
    """One line: who declares and answers what, what it is about, and what screening says."""

    declared: str
    answers: str
    about: str
    says: str

    def __str__(self) -> str:
        return " | ".join(self)


class State(NamedTuple):
    """A profile with the words for what it declares and answers."""

    declared: str
    answers: str
    profile: Profile


def text(catalog: Catalog) -> str:
    """The whole file."""
    lines = [HEAD]
    for _, told in groupby(matrix(catalog), key=lambda line: line.declared):
        lines += [*map(str, told), ""]
    return "\n".join(lines)


def matrix(catalog: Catalog) -> Iterator[Told]:
    """Every line, condition by condition."""
    for state in states(catalog):
        yield from lines(catalog, state)


def states(catalog: Catalog) -> tuple[State, ...]:
    """Every profile that the file speaks of."""
    alone = [state for condition in catalog.conditions for state in _alone(catalog, condition)]
    pairs = dict.fromkeys((rule.condition, rule.also) for rule in catalog.rules if rule.also is not None)
    return (*alone, *(State("+".join(pair), SILENT, _declaring(catalog, pair)) for pair in pairs))


def lines(catalog: Catalog, state: State) -> Iterator[Told]:
    """What screening says under one profile: gates, then each setup or, for a single answer, the rules that fire."""
    said = (state.declared, state.answers)
    yield from (Told(*said, "gate", told) for told in _gates(catalog, state.profile))
    if state.answers in {SILENT, MILD}:
        judged = list(setups(catalog, state.profile))
        yield from (Told(*said, *told) for told in judged or [("every setup", "keep")])
    else:
        fired = " ".join(firing.rule.id for firing in firing_rules(catalog, state.profile))
        yield Told(*said, "rules", fired or "none")


def setups(catalog: Catalog, profile: Profile) -> Iterator[tuple[str, str]]:
    """Each setup whose verdict is not keep, with the verdict and the rules."""
    for exercise in screen(catalog, profile).exercises:
        for screened in exercise.setups:
            if screened.verdict is not Verdict.KEEP:
                told = " ".join(map(_rule, screened.reasons))
                yield f"{exercise.exercise.id}/{screened.setup.id}", f"{screened.verdict} | {told}"


def _rule(reason: Reason) -> str:
    rule = reason.rule
    letter = LETTERS[rule.verdict] + (f">{LETTERS[reason.verdict]}" if reason.verdict is not rule.verdict else "")
    limits = f"({', '.join(map(_limit, rule.limits))})" if rule.limits else ""
    return f"{rule.id}:{letter}{limits}"


def _limit(limit: Limit) -> str:
    short = SHORT.get(limit.kind, str(limit.kind))
    return f"{short}{limit.value or limit.position or limit.equipment or limit.exercise or ''}"


def _alone(catalog: Catalog, condition: Condition) -> Iterator[State]:
    """One condition: unasked, with the mildest answers, and with each answer by itself."""
    yield State(condition.id, SILENT, _declaring(catalog, [condition.id]))
    asked = [question for question in catalog.questions if condition.id in question.conditions]
    if not asked:
        return
    possible = [tuple(_possible(catalog, condition, question)) for question in asked]
    every = [_declaring(catalog, [condition.id], answers) for answers in product(*possible)]

    def strictness(profile: Profile) -> tuple[int, bool]:
        return len(firing_rules(catalog, profile)), locks(catalog, profile, condition.id)

    yield State(condition.id, MILD, min(every, key=strictness))
    for answer in (answer for answers in possible for answer in answers):
        value = answer.number if answer.number is not None else "+".join(answer.choices)
        yield State(condition.id, f"{answer.question}={value}", _declaring(catalog, [condition.id], [answer]))


def _possible(catalog: Catalog, condition: Condition, question: Question) -> Iterator[Answer]:
    """One answer for each way in which rules tell answers apart: each choice, and the numbers beside each bound."""
    blank = Answer(condition=condition.id, question=question.id, number=0)
    if question.kind is not QuestionKind.NUMBER:
        yield from (evolve(blank, number=None, choices=(value,)) for value in question.values)
        return
    whens = [when for when in _whens(catalog) if when.question == question.id]
    bounds = {bound for when in whens for bound in (when.at_least, when.below) if bound is not None}
    for number in sorted({question.minimum or 0, question.maximum or 0, *bounds, *(bound - 1 for bound in bounds)}):
        yield evolve(blank, number=number)


def _whens(catalog: Catalog) -> Iterator[When]:
    for rule in catalog.rules:
        yield from rule.when
    for condition in catalog.conditions:
        yield from condition.gate_when


def _declaring(catalog: Catalog, conditions: Iterable[str], answers: Iterable[Answer] = ()) -> Profile:
    return Profile(
        equipment=frozenset(item.id for item in catalog.equipment),
        conditions=frozenset(conditions),
        answers=tuple(sorted(answers, key=lambda answer: (answer.condition, answer.question))),
    )


def _gates(catalog: Catalog, profile: Profile) -> Iterator[str]:
    """For each declared condition that waits for a clinician's word, the conditions that lift it when cleared."""
    for condition in sorted(profile.conditions or ()):
        if locks(catalog, profile, condition):
            cleared = (
                node
                for node in sorted(catalog.closure(condition))
                if not locks(catalog, evolve(profile, cleared=frozenset({node})), condition)
            )
            yield f"lifted by {' or '.join(cleared) or 'several together'}"
