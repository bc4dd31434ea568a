"""The links between the parts of a catalog: every fault of a dangling, circular or contradictory one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from thoracic_lib.errors import Fault
from thoracic_lib.model.clinical import EVERY_SETUP, When
from thoracic_lib.model.dosage import LIBRARY_DEFAULT
from thoracic_lib.model.exercise import FLOOR, FLOOR_POSITIONS
from thoracic_lib.vocabulary import QuestionKind, RelationKind, Verdict

if TYPE_CHECKING:
    from thoracic_lib.model.catalog import Catalog
    from thoracic_lib.model.clinical import Question

__all__ = ["COLLECTIONS", "broken_links", "lines", "progressions"]

COLLECTIONS = (
    "exercises",
    "equipment",
    "demands",
    "targets",
    "techniques",
    "conditions",
    "questions",
    "rules",
    "red_flags",
    "notices",
    "goals",
    "routines",
    "guidance",
    "norms",
    "disagreements",
    "sources",
    "retired",
)
"""The parts of a catalog whose rows bear ids."""


_REFERENCES = (
    ("exercises.targets", "targets", "target"),
    ("exercises.techniques", "techniques", "technique"),
    ("exercises.sources.source", "sources", "source"),
    ("exercises.dosages.basis", "bases", "basis"),
    ("exercises.relations.to", "exercises", "exercise"),
    ("exercises.relations.conditions", "conditions", "condition"),
    ("exercises.setups.equipment", "equipment", "equipment"),
    ("exercises.setups.demands", "demands", "demand"),
    ("techniques.sources", "sources", "source"),
    ("norms.sources", "sources", "source"),
    ("guidance.sources", "sources", "source"),
    ("guidance.exercises", "exercises", "exercise"),
    ("notices.sources", "sources", "source"),
    ("notices.demand", "ruled demands", "demand"),
    ("red_flags.sources", "sources", "source"),
    ("pain_rule.sources", "sources", "source"),
    ("equipment.satisfies", "equipment", "equipment"),
    ("equipment.implies", "demands", "demand"),
    ("disagreements.exercises", "exercises", "exercise"),
    ("disagreements.positions.source", "sources", "source"),
    ("goals.sources", "sources", "source"),
    ("goals.prefer", "exercises", "exercise"),
    ("goals.allowed_equipment", "equipment", "equipment"),
    ("routines.steps.exercise", "exercises", "exercise"),
    ("routines.source", "sources", "source"),
    ("retired.successor", "exercises", "exercise"),
    ("conditions.parents", "conditions", "condition"),
    ("terms.conditions", "conditions", "condition"),
    ("questions.conditions", "conditions", "condition"),
    ("rules.condition", "conditions", "condition"),
    ("rules.also", "conditions", "condition"),
    ("rules.demand", "ruled demands", "demand"),
    ("rules.sources", "sources", "source"),
    ("rules.counter_sources", "sources", "source"),
    ("rules.limits.exercise", "exercises", "exercise"),
    ("rules.limits.equipment", "equipment", "equipment"),
)
"""Where ids of other rows stand, among which ids they must be found, and what those name."""

Asked = Mapping[str, tuple["Question", set[str]]]
"""Each question with the conditions it is asked of, and those broader than them."""


def broken_links(catalog: "Catalog") -> Iterator[Fault]:
    """Everything that does not fit together in a catalog; paths start at the collection's name."""
    known = {name: {row.id for row in getattr(catalog, name)} for name in COLLECTIONS}
    known["bases"] = known["sources"] | {LIBRARY_DEFAULT}
    known["ruled demands"] = known["demands"] | {EVERY_SETUP}
    parents = {condition.id: condition.parents for condition in catalog.conditions}
    above = {line[0]: line for line in lines(parents)}
    asked = _asked(catalog, above)
    yield from _repeated(catalog, known)
    yield from _references(catalog, known)
    yield from _stand_ins(catalog)
    yield from _exercises(catalog, known)
    yield from _conditions(catalog, above, asked)
    yield from _rules(catalog, asked)
    yield from _circles("exercises", progressions(catalog))
    yield from _circles("conditions", parents)


def lines(parents: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """For each node, itself and then everything above it, nearest first; circles are walked once.

    >>> list(lines({"a": ("b",), "b": ()}))
    [('a', 'b'), ('b',)]
    """
    for start in parents:
        found = [start]
        for node in found:
            found.extend(parent for parent in parents.get(node, ()) if parent not in found)
        yield tuple(found)


def _references(catalog: "Catalog", known: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Every id that names nothing; only where there is one its place is looked for, since that takes longer."""
    for path, collection, what in _REFERENCES:
        names, ids = path.split("."), known[collection]
        if not ids.issuperset(_named(catalog, names)):
            yield from (_unknown(at, wanted, ids, what) for at, wanted in _places(catalog, names) if wanted not in ids)


def _named(catalog: "Catalog", names: Iterable[str]) -> list[Any]:
    """All that stands under these names, from table to table; `None` stands for nothing."""
    found: list[Any] = [catalog]
    for name in names:
        held = list(filter(None, map(attrgetter(name), found)))
        found = list(chain.from_iterable(held)) if held and type(held[0]) is tuple else held
    return found


def _places(value: object, names: Sequence[str], path: str = "") -> Iterator[tuple[str, str]]:
    """What `_named` finds, each with its path."""
    held = getattr(value, names[0])
    path = f"{path}.{names[0]}" if path else names[0]
    for index, one in enumerate(held if type(held) is tuple else (held,)):
        if len(names) > 1:
            yield from _places(one, names[1:], f"{path}[{index}]" if type(held) is tuple else path)
        elif one is not None:
            yield path, one


def _unknown(path: str, wanted: str, known: set[str], what: str) -> Fault:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a fault

    near = get_close_matches(wanted, sorted(known), 1)
    return Fault("", path, f"names the unknown {what} {wanted!r}", f"did you mean {near[0]!r}?" if near else "")


def _circles(path: str, parents: Mapping[str, Iterable[str]]) -> Iterator[Fault]:
    for node, *above in lines(parents):
        if any(node in parents.get(other, ()) for other in (node, *above)):
            yield Fault("", path, f"{node!r} leads back to itself")


def _repeated(catalog: "Catalog", known: Mapping[str, set[str]]) -> Iterator[Fault]:
    for name in COLLECTIONS:
        ids = [row.id for row in getattr(catalog, name)]
        if len(ids) != len(known[name]):
            seen = {wanted: ids.index(wanted) for wanted in ids}
            told = ((index, wanted) for index, wanted in enumerate(ids) if seen[wanted] != index)
            yield from (
                Fault("", f"{name}[{index}].id", f"{wanted!r} stands twice, first in {name}[{seen[wanted]}]")
                for index, wanted in told
            )


def _stand_ins(catalog: "Catalog") -> Iterator[Fault]:
    """What is wrong with pieces that stand in for others: a chain that breaks off, or a demand that comes unseen."""
    pieces = {item.id: item for item in catalog.equipment}
    for index, item in enumerate(catalog.equipment):
        for other in (pieces[name] for name in item.satisfies if name in pieces):
            for further in (name for name in other.satisfies if name not in {item.id, *item.satisfies}):
                told = f"names {other.id!r}, which stands in for {further!r}; name that too"
                yield Fault("", f"equipment[{index}].satisfies", told)
            for demand in (demand for demand in item.implies if demand not in other.implies):
                told = f"brings {demand!r}, which {other.id!r} does not, for which it stands in"
                yield Fault("", f"equipment[{index}].implies", told)


def _exercises(catalog: "Catalog", known: Mapping[str, set[str]]) -> Iterator[Fault]:
    implied = {item.id: item.implies for item in catalog.equipment if item.implies}
    names: dict[str, str] = {}
    for index, exercise in enumerate(catalog.exercises):
        if exercise.id in known["retired"]:
            yield Fault("", f"exercises[{index}].id", f"{exercise.id!r} was retired and cannot be used again")
        for name in (exercise.name, *exercise.aliases):
            if names.setdefault(name.casefold(), exercise.id) != exercise.id:
                owner = names[name.casefold()]
                yield Fault("", f"exercises[{index}].aliases", f"{name!r} already names {owner!r}")
        for number, setup in enumerate(exercise.setups):
            if setup.position in FLOOR_POSITIONS and FLOOR not in known["equipment"]:
                at = f"exercises[{index}].setups[{number}].position"
                yield Fault("", at, f"is {setup.position}, but there is no equipment {FLOOR!r}")
            for item in filter(implied.__contains__, setup.equipment):
                for demand in (one for one in implied[item] if one not in setup.demands):
                    at = f"exercises[{index}].setups[{number}].demands"
                    yield Fault("", at, f"lacks {demand!r}, which the equipment {item!r} brings")


def progressions(catalog: "Catalog") -> dict[str, set[str]]:
    """For each exercise the ids of those that it is a progression of."""
    easier: dict[str, set[str]] = {exercise.id: set() for exercise in catalog.exercises}
    for exercise in catalog.exercises:
        for link in exercise.relations:
            if link.kind is RelationKind.PROGRESSION_OF:
                easier[exercise.id].add(link.to)
            if link.kind is RelationKind.REGRESSION_OF:
                easier.setdefault(link.to, set()).add(exercise.id)
    return easier


def _conditions(catalog: "Catalog", above: Mapping[str, tuple[str, ...]], asked: Asked) -> Iterator[Fault]:
    ruled = {rule.condition for rule in catalog.rules if rule.verdict is not Verdict.KEEP}
    names: dict[str, str] = {}
    for index, condition in enumerate(catalog.conditions):
        path = f"conditions[{index}]"
        if ruled.isdisjoint(above[condition.id]):
            yield Fault("", path, f"{condition.id!r} has no rule of its own or of a broader condition")
        yield from _whens(f"{path}.gate_when", condition.id, condition.gate_when, asked)
        spoken = {condition.id.replace("_", " "), condition.name.casefold()}
        for name in (*sorted(spoken), *condition.aliases, *condition.whole_entry_only):
            if names.setdefault(name.casefold(), condition.id) != condition.id:
                yield Fault("", f"{path}.aliases", f"{name!r} already names {names[name.casefold()]!r}")
    for index, term in enumerate(catalog.terms):
        owner = names.setdefault(term.text.casefold(), f"term {index}")
        if owner != f"term {index}":
            yield Fault("", f"terms[{index}].text", f"{term.text!r} already names {owner!r}")


def _rules(catalog: "Catalog", asked: Asked) -> Iterator[Fault]:
    kept = {(rule.condition, rule.demand) for rule in catalog.rules if rule.verdict is Verdict.KEEP}
    for index, rule in enumerate(catalog.rules):
        if rule.when:
            yield from _whens(f"rules[{index}].when", rule.condition, rule.when, asked)
        if rule.verdict is Verdict.EXCLUDE and (rule.condition, rule.demand) in kept:
            told = f"excludes {rule.demand!r}, which another rule of it says to keep"
            yield Fault("", f"rules[{index}].verdict", told)


def _asked(catalog: "Catalog", above: Mapping[str, Iterable[str]]) -> Asked:
    return {
        question.id: (question, {broader for asked in question.conditions for broader in above.get(asked, ())})
        for question in catalog.questions
    }


def _whens(path: str, condition: str, whens: Iterable[When], asked: Asked) -> Iterator[Fault]:
    for when in whens:
        if when.question not in asked:
            yield _unknown(path, when.question, set(asked), "question")
            continue
        question, conditions = asked[when.question]
        if condition not in conditions:
            yield Fault("", path, f"asks {when.question!r}, which is not asked of {condition!r} or what is under it")
        for choice in when.choices:
            if choice not in question.values:
                yield _unknown(path, choice, set(question.values), f"answer to {question.id!r}:")
        if (question.kind is QuestionKind.NUMBER) is bool(when.choices):
            yield Fault("", path, f"does not fit the kind of the question {when.question!r}")
