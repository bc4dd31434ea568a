"""Write the pages that follow from the data, or check that they do: `./run tables`, `./run tables --check`.

`docs/over-exclusion.md` measures how much each condition leaves; `docs/review-sheet.md` is for a clinician to sign;
`docs/where-sources-differ.md` shows reference figures, and the matters on which sources differ or stay silent.
"""

import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from hashlib import sha256
from itertools import product
from pathlib import Path

from attrs import evolve

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.composing.candidates import candidates
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Condition, Question, Rule, When
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.model.reference import Norm
from thoracic_lib.model.routine import Request
from thoracic_lib.model.screened import Screening
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import DemandFamily, Grade, Phase, QuestionKind, Verdict

DOCS = Path(__file__).parent.parent / "docs"
COMMAND = "./run tables"
LETTERS = {Verdict.KEEP: "k", Verdict.CAUTION: "C", Verdict.MODIFY: "M", Verdict.EXCLUDE: "X"}
BOX = "☐"
NOT_REVIEWED = "**No clinician has reviewed these rules yet.**"

OVER_EXCLUSION = f"""\
# Over-exclusion, measured

Leaving out too much is a fault as well: a routine that is empty helps nobody, and teaches people to declare nothing. So
this page measures how much each condition leaves. `{COMMAND}` generates it from the data, and a test fails when it no
longer fits. [How screening decides](screening.md) says what the words mean. {NOT_REVIEWED}

Each row is a person who declares that one condition, answers no question about it, and has all equipment. An exercise
counts by its best setup. A figure says what the rules do; it does not say that what is left suits anybody.

A gate composes nothing until it is reported cleared. The figures of such a condition are those after that report.
"""

EMPTIED = """\
## Phases that are emptied

While no question is answered, these conditions leave nothing of a phase that a goal has. The rules are those that leave
its exercises out. One with an asterisk has no source, and "softened" counts what would remain if all of those only
cautioned. [How screening decides](screening.md#what-it-costs) says what was reconsidered, and why it stands.
"""

Grid = dict[tuple[str, str | None], dict[Phase, int]]
"""How many exercises remain, by goal and condition (ids, `None` for nothing declared) and phase."""

REVIEW_SHEET = f"""\
# Review sheet

{NOT_REVIEWED} This sheet is for one who will. It lists every rule of data version {{version}} and is
generated from the data by `{COMMAND}`. [How screening decides](screening.md) says how rules, verdicts, grades and
limits work, and [Over-exclusion, measured](over-exclusion.md) what they leave.

A signature holds for the wording with the checksum `{{digest}}`, which changes with any word below.

A signature here is one clinician's opinion of the wording and verdict of these rules. It approves no exercise for any
person. Change a rule by its id; where a rule is missing, write it in the space after its condition.

| | |
|---|---|
| Name | |
| Profession, registration | |
| Reviewed conditions | {BOX} all &nbsp; {BOX} only: |
| Date | |
| Signature | |

## How to read it

Each condition has one row for each rule. The middle columns say what the rule does and on what grounds; tick one box in
the last, and write beside it what should change. `when` names answers under which the rule holds; while an answer is
unknown, it holds. An unsourced rule is judgment and can only be of low strength.

"Also holds" names broader conditions: their rules hold as well, and are reviewed in their own place.
"""

DIFFER = f"""\
# Where sources differ

Figures that a source calls usual, and the matters on which sources contradict each other or themselves, or stay silent,
with what the library does about each. `{COMMAND}` generates this page from the data, and a test fails when it no longer
fits. It is education, not medical advice. {NOT_REVIEWED}

In Python both are in the catalog, as `catalog().norms` and `catalog().disagreements`.
"""


def main(words: list[str]) -> int:
    """Write the pages, or only look whether they are up to date, and return the exit code."""
    pages = generated(bundled())
    stale = [
        name for name, text in pages.items() if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != text
    ]
    if words == ["--check"]:
        print(f"out of date: {', '.join(stale)}; run '{COMMAND}'" if stale else "the generated pages are in step")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(pages[name], "utf-8")
    print(f"wrote {', '.join(stale) or 'nothing: the generated pages are in step'}")
    return 0


def generated(catalog: Catalog) -> dict[str, str]:
    """The text of each generated page, by its file name in docs/."""
    pages = {
        "over-exclusion.md": over_exclusion(catalog),
        "review-sheet.md": review_sheet(catalog),
        "where-sources-differ.md": where_sources_differ(catalog),
    }
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in pages.items()}


# over-exclusion


def over_exclusion(catalog: Catalog) -> Iterator[str]:
    """The lines of the page that measures what each condition leaves."""
    yield OVER_EXCLUSION
    yield "## What each condition leaves\n"
    yield f"Of {len(catalog)} exercises. The last column counts again under the answers that leave the most; without"
    yield "figures there is nothing to ask.\n"
    yield from table(
        ("condition", "kept", "caution", "modified", "excluded", "with the mildest answers"),
        (_left_by(catalog, condition) for condition in catalog.conditions),
    )
    left = grid(catalog)
    yield EMPTIED
    yield from table(("condition", "phase", "goals", "rules", "softened"), _emptied(catalog, left))
    for goal in catalog.goals:
        yield f"## {goal.name}: what remains\n"
        whole = left[goal.id, None]
        wants = (f"{whole[entry.phase]} of {entry.phase} (wants {entry.minimum})" for entry in goal.phases)
        yield f"Nothing declared: {', '.join(wants)}. Conditions that leave all of it are not listed.\n"
        rows = ((condition.name, left[goal.id, condition.id]) for condition in catalog.conditions)
        yield from table(
            ("condition", *whole),
            (
                (name, *(str(count) if count else "**none**" for count in some.values()))
                for name, some in rows
                if some != whole
            ),
        )


def _left_by(catalog: Catalog, condition: Condition) -> tuple[str, ...]:
    name = f"{condition.name} (gate)" if gates(catalog, condition) else condition.name
    answered = mildest(catalog, condition)
    counted = counts(screen(catalog, declaring(catalog, condition)))
    return (name, *map(str, counted), "" if answered is None else " / ".join(map(str, answered)))


def _emptied(catalog: Catalog, left: Grid) -> Iterator[tuple[str, ...]]:
    """Each phase of which a condition leaves nothing, with the rules that leave its exercises out."""
    soft = grid(softened(catalog))
    marks = {rule.id: "\\*" if rule.grade is Grade.UNSOURCED else "" for rule in catalog.rules}
    for condition in catalog.conditions:
        for phase in Phase:
            goals = [
                goal
                for goal in catalog.goals
                if left[goal.id, None].get(phase) and not left[goal.id, condition.id][phase]
            ]
            if goals:
                rules = frozenset().union(*(excluding(catalog, goal, phase, condition) for goal in goals))
                then = [soft[goal.id, condition.id][phase] for goal in goals]
                yield (
                    condition.name,
                    phase,
                    ", ".join(goal.name for goal in goals),
                    ", ".join(f"{rule}{marks[rule]}" for rule in sorted(rules)),
                    str(then[0]) if len(set(then)) == 1 else f"{min(then)}–{max(then)}",
                )


def softened(catalog: Catalog) -> Catalog:
    """The catalog with a caution in place of every exclusion that has no source, to measure what hangs on those."""

    def soft(rule: Rule) -> Rule:
        weak = rule.grade is Grade.UNSOURCED and rule.verdict is Verdict.EXCLUDE
        return evolve(rule, verdict=Verdict.CAUTION) if weak else rule

    return evolve(catalog, rules=tuple(map(soft, catalog.rules)))


def grid(catalog: Catalog) -> Grid:
    """How many exercises of each phase the composer may pick, for each goal and each condition, or none, by id."""
    found: Grid = {}
    for condition in (None, *catalog.conditions):
        profile = declaring(catalog, condition)
        screening = screen(catalog, profile)
        for goal in catalog.goals:
            pool = pool_for(catalog, goal, screening)
            counted = Counter(exercise.phase for exercise in pool)
            declared = None if condition is None else condition.id
            found[goal.id, declared] = {wanted.phase: counted[wanted.phase] for wanted in goal.phases}
    return found


def pool_for(catalog: Catalog, goal: Goal, screening: Screening) -> frozenset[Exercise]:
    """What the composer may pick for a goal."""
    request = Request(minutes=60, goal=goal.id, profile=screening.profile)
    return frozenset(candidate.exercise for candidate in candidates(catalog, request, goal, screening)[0])


def declaring(catalog: Catalog, condition: Condition | None, answers: tuple[Answer, ...] = ()) -> Profile:
    """A person who has all equipment, declares one condition or none, and answers this much."""
    equipment = frozenset(item.id for item in catalog.equipment)
    declared = frozenset() if condition is None else frozenset({condition.id})
    return Profile(equipment=equipment, conditions=declared, answers=tuple(sorted(answers, key=lambda a: a.question)))


def counts(screening: Screening) -> tuple[int, ...]:
    """How many exercises are kept, cautioned, modified and excluded, each by its best setup."""
    found = Counter(Verdict.EXCLUDE if s.best is None else s.best.verdict for s in screening.exercises)
    return tuple(found[verdict] for verdict in Verdict)


def mildest(catalog: Catalog, condition: Condition) -> tuple[int, ...] | None:
    """The counts under the answers that leave the most; `None` where there is nothing to ask."""
    asked = [question for question in catalog.questions if condition.id in question.conditions]
    if not asked:
        return None
    every = product(*(_possible(catalog, condition, question) for question in asked))
    return min(
        (counts(screen(catalog, declaring(catalog, condition, answers))) for answers in every), key=lambda c: c[::-1]
    )


def _possible(catalog: Catalog, condition: Condition, question: Question) -> tuple[Answer, ...]:
    """One answer for each way in which rules may tell answers apart; of several choices at a time only one."""
    blank = Answer(condition=condition.id, question=question.id, number=0)
    if question.kind is not QuestionKind.NUMBER:
        return tuple(evolve(blank, number=None, choices=(value,)) for value in question.values)
    whens = (when for rule in catalog.rules for when in rule.when if when.question == question.id)
    numbers = {question.minimum or 0, *(bound for w in whens for bound in (w.at_least, w.below) if bound is not None)}
    return tuple(evolve(blank, number=number) for number in sorted(numbers))


def gates(catalog: Catalog, condition: Condition) -> tuple[Condition, ...]:
    """The condition and the broader ones, as far as a gate stands on them."""
    line = (catalog.condition(broader) for broader in sorted(catalog.closure(condition.id)))
    return tuple(node for node in line if node.gate)


def excluding(catalog: Catalog, goal: Goal, phase: Phase, condition: Condition) -> frozenset[str]:
    """The rules (ids) that leave out what a goal would otherwise have in a phase."""
    pool = pool_for(catalog, goal, screen(catalog, declaring(catalog, None)))
    wanted = [exercise.id for exercise in pool if exercise.phase is phase]
    screening = screen(catalog, declaring(catalog, condition))
    reasons = (reason for exercise in wanted for setup in screening.why(exercise).setups for reason in setup.reasons)
    return frozenset(reason.rule.id for reason in reasons if reason.verdict is Verdict.EXCLUDE)


# the review sheet


def review_sheet(catalog: Catalog) -> Iterator[str]:
    """The lines of the page that a clinician can sign."""
    body = list(_sheet(catalog))
    digest = sha256("\n".join(body).encode()).hexdigest()[:12]
    yield REVIEW_SHEET.format(version=catalog.data_version, digest=digest)
    yield from body


def _sheet(catalog: Catalog) -> Iterator[str]:
    yield from _overview(catalog)
    for condition in catalog.conditions:
        yield from _condition(catalog, condition)
    yield from _sources(catalog, {one for rule in catalog.rules for one in (*rule.sources, *rule.counter_sources)})
    yield "## Signed\n"
    yield from table(("name", "date", "signature"), [("&nbsp;", "", "")] * 2)


def _overview(catalog: Catalog) -> Iterator[str]:
    """Conditions against demands, one table for each family of demands."""
    yield "## Condition × demand at a glance\n"
    told = ", ".join(f"{letter} {verdict}" for verdict, letter in LETTERS.items())
    yield (
        f"{told}: the strictest verdict while nothing is answered, broader conditions included. With a question mark "
        "it depends on an answer, and in brackets another condition must be declared as well. An empty cell says that "
        "no rule matches; mark those that should have one. A condition that is missing from a table has only empty "
        "cells there.\n"
    )
    for family in DemandFamily:
        demands = [demand for demand in catalog.demands if demand.family is family]
        rows = (
            (condition.name, *(_cell(catalog, condition, demand.id) for demand in demands))
            for condition in catalog.conditions
        )
        yield f"### {family.capitalize()}\n"
        yield from table(("condition", *(demand.name for demand in demands)), (row for row in rows if any(row[1:])))
    every = [rule for rule in catalog.rules if rule.demand == EVERY_SETUP]
    yield (
        "Rules that concern every setup are not in these tables: "
        + ", ".join(f"{rule.id} ({catalog.condition(rule.condition).name.lower()}, {rule.verdict})" for rule in every)
        + ".\n"
    )


def _cell(catalog: Catalog, condition: Condition, demand: str) -> str:
    line = catalog.closure(condition.id)
    found = [rule for rule in catalog.rules if rule.condition in line and rule.demand == demand]
    if not found:
        return ""
    first = max(found, key=lambda rule: (rule.also is None or rule.also in line, rule.verdict.rank, not rule.when))
    letter = LETTERS[first.verdict] + ("?" if first.when else "")
    return f"({letter})" if first.also is not None and first.also not in line else letter


def _condition(catalog: Catalog, condition: Condition) -> Iterator[str]:
    yield f"## {condition.name}\n"
    broader = sorted(catalog.closure(condition.id) - {condition.id})
    told = [f"`{condition.id}`."]
    if broader:
        told.append(f"Also holds: {', '.join(catalog.condition(other).name for other in broader)}.")
    for gate in gates(catalog, condition):
        only = f" while {_whens(catalog, gate.gate_when)}, or that is unknown," if gate.gate_when else ""
        whose = "" if gate is condition else f" (the gate of {gate.name})"
        told.append(f"Composes nothing{only} until the person reports a clinician's agreement{whose}.")
    told += [condition.note] if condition.note else []
    yield " ".join(told) + "\n"
    own = [rule for rule in catalog.rules if rule.condition == condition.id]
    if own:
        yield from table(("rule", "what it says", "grounds", "review"), (_rule(catalog, rule) for rule in own))
    else:
        yield "No rule of its own: what the broader conditions say is all that holds.\n"
    yield f"Missing here, or to change for the whole condition: {'_' * 40}\n"


def _rule(catalog: Catalog, rule: Rule) -> tuple[str, ...]:
    demand = "every setup" if rule.demand == EVERY_SETUP else catalog.demand(rule.demand).name
    head = [f"**{rule.id}**", demand, f"**{rule.verdict}**"]
    head += [f"when {_whens(catalog, rule.when)}"] if rule.when else []
    head += [f"with {catalog.condition(rule.also).name.lower()}"] if rule.also else []
    says = [rule.rationale]
    says += [f"Advice: {rule.advice}"] if rule.advice else []
    says += [f"Limits: {'; '.join(map(str, rule.limits))}"] if rule.limits else []
    grounds = [f"{rule.grade}, {rule.strength}", *rule.sources]
    grounds += [f"against: {', '.join(rule.counter_sources)}"] if rule.counter_sources else []
    grounds += [f"Caveat: {rule.caveat}"] if rule.caveat else []
    return tuple(
        "<br>".join(cell) for cell in (head, says, grounds, [f"{BOX} agree", f"{BOX} change", f"{BOX} comment"])
    )


def _whens(catalog: Catalog, whens: Iterable[When]) -> str:
    return " and ".join(_when(catalog.question(when.question), when) for when in whens)


def _when(question: Question, when: When) -> str:
    if when.choices:
        labels = {choice.value: choice.label for choice in question.choices}
        return f"“{question.ask}” is {' or '.join(f'“{labels[value]}”' for value in when.choices)}"
    bounds = [] if when.at_least is None else [f"at least {when.at_least}"]
    bounds += [] if when.below is None else [f"below {when.below}"]
    return f"“{question.ask}” is {' and '.join(bounds)}"


# where sources differ


def where_sources_differ(catalog: Catalog) -> Iterator[str]:
    """The lines of the page on reference figures and on matters that are not settled."""
    yield DIFFER
    yield "## Reference figures\n"
    yield "None of them is a pass mark.\n"
    yield from table(
        ("measure", "figure", "how to take it", "sources"),
        ((norm.measure, _figure(norm), norm.text, _codes(norm.sources)) for norm in catalog.norms),
    )
    for matter in catalog.disagreements:
        yield f"## {matter.topic}\n"
        yield from table(("source", "says"), ((f"`{claim.source}`", claim.says) for claim in matter.positions))
        yield f"**The library:** {matter.library}\n"
        if matter.exercises:
            yield f"It concerns {_codes(matter.exercises)}.\n"
    claims = {claim.source for matter in catalog.disagreements for claim in matter.positions}
    yield from _sources(catalog, claims | {source for norm in catalog.norms for source in norm.sources})


def _figure(norm: Norm) -> str:
    return " ".join(filter(None, (str(norm.value), norm.unit, norm.side)))


def _codes(ids: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids)


# what several pages have


def _sources(catalog: Catalog, cited: Container[str]) -> Iterator[str]:
    yield "## Sources\n"
    yield from table(
        ("id", "title", "how far it carries"),
        ((f"`{source.id}`", source.title, source.caveat or "") for source in catalog.sources if source.id in cited),
    )


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A Markdown table, with an empty line after it."""
    names = [str(name) for name in head]
    yield f"| {' | '.join(names)} |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(f"usage: {COMMAND} [--check]")
    sys.exit(main(sys.argv[1:]))
