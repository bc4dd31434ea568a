"""What screening one profile costs: by bit masks, in full with every reason, and by a plain loop over the objects.

The plain loop is what one would write first: for each setup each rule, and for each rule a walk up from every
declared condition. It gives verdicts only, as the masks do. `screen` keeps people in mind: the first time is with a
catalog that has screened nobody yet, and again is the same person.
"""

from collections.abc import Callable, Iterator

from attrs import evolve

from benchmarks.measuring import interleaved, show
from thoracic_lib.catalogs import catalog
from thoracic_lib.checking import Masks
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Limit, Rule, When
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.profile import Profile
from thoracic_lib.profiles import profile
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import LimitKind, Verdict

NAIVE, MASKED = "a plain loop over the objects", "bit masks"
FIRST, FULL = "screen, the first time", "screen, again"

ROUNDS = 101
"""How often each way is measured."""

PEOPLE = {
    "one condition": {"conditions": ["T12 compression"]},
    "three conditions and an answer": {
        "conditions": ["pregnancy", "osteoporosis", "knee pain"],
        "answers": {"pregnancy.weeks": 24},
    },
}


def broader(known: Catalog, condition: str) -> Iterator[str]:
    """A condition and, walking up, all broader ones."""
    yield condition
    for parent in known.condition(condition).parents:
        yield from broader(known, parent)


def holds(person: Profile, condition: str, when: When) -> bool:
    """Whether an answer speaks for a `when`, or was not given."""
    answer = person.answer(condition, when.question)
    if answer is None:
        return True
    if answer.number is None:
        return any(choice in when.choices for choice in answer.choices)
    return answer.number >= (when.at_least or 0) and (when.below is None or answer.number < when.below)


def fires(known: Catalog, person: Profile, rule: Rule) -> bool:
    """Whether a rule fires."""
    declared = person.conditions or frozenset()
    if rule.also is not None and not any(rule.also in broader(known, condition) for condition in declared):
        return False
    return any(
        rule.condition in broader(known, condition) and all(holds(person, condition, when) for when in rule.when)
        for condition in declared
    )


def follows(limit: Limit, exercise: Exercise, setup: Setup) -> bool:
    """Whether a setup can keep a limit."""
    if limit.kind is LimitKind.MAX_REPETITIONS:
        return exercise.dosage.repetitions is not None
    if limit.kind is LimitKind.MAX_HOLD_SECONDS:
        return exercise.dosage.hold_seconds is not None
    if limit.kind is LimitKind.NO_LOAD:
        return "external_load" not in setup.demands
    if limit.kind is LimitKind.USE_SETUP:
        return limit.position in {None, setup.position} and limit.equipment in {None, *setup.equipment}
    return limit.kind is not LimitKind.USE_EXERCISE or limit.exercise == exercise.id


def naive(known: Catalog, person: Profile) -> tuple[int, ...]:
    """The rank of every setup's verdict: for each setup each rule."""
    ranks = []
    for exercise in known.exercises:
        for setup in exercise.setups:
            verdict = Verdict.KEEP
            for rule in known.rules:
                concerns = rule.demand == EVERY_SETUP or rule.demand in setup.demands
                if concerns and rule.verdict is not Verdict.KEEP and fires(known, person, rule):
                    able = all(follows(limit, exercise, setup) for limit in rule.limits)
                    verdict = max(verdict, rule.verdict if able else Verdict.EXCLUDE, key=lambda v: v.rank)
            ranks.append(verdict.rank)
    return tuple(ranks)


def main() -> None:
    """Screen the whole catalog for one profile in each way; they have to agree."""
    known = catalog()
    masks = Masks.of(known)
    for told, words in PEOPLE.items():
        person = profile(**words)  # type: ignore[arg-type]  # the words of a table

        def masked(person: Profile = person) -> tuple[int, ...]:
            return masks.verdicts(masks.firing(person))

        if masked() != naive(known, person):
            raise SystemExit(f"the masks and the plain loop disagree on {told}")
        new = [evolve(known) for _ in range(ROUNDS + 1)]
        calls: dict[str, Callable[[], object]] = {
            MASKED: masked,
            NAIVE: lambda person=person: naive(known, person),  # type: ignore[misc]  # bound for each person
            FIRST: lambda person=person, new=new: screen(new.pop(), person),  # type: ignore[misc]  # same
            FULL: lambda person=person: screen(known, person),  # type: ignore[misc]  # same
        }
        for call in calls.values():
            call()
        show(f"Screening {len(masks.setups)} setups, {told}", MASKED, interleaved(calls, ROUNDS), "ms")
