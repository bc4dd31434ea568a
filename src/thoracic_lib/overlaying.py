"""What a catalog of one's own may change in the bundled one: its words, where a row says so, and never its rules.

Rows are only ever added. To put other words in place of bundled ones, a row of `rewordings` names what it rewords and
why. Names are replaced, and stay as aliases, so that what people type keeps its meaning; summaries, steps, cues and
breathing are replaced; aliases, cautions, what to avoid, and the demands of a setup can only be added to. Whatever
else screening and composing go by cannot be reworded: rules, red flags, notices, questions, the pain rule, dosages.

No added phrase may take a meaning away from what people type: where the bundled catalog understands it, the new
meaning has to include the old one.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from attrs import evolve

from thoracic_lib.errors import AmbiguousTermError, Fault, InvalidValueError, RefusedTermError, UnknownTermError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Condition
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.reference import Equipment
from thoracic_lib.model.rewording import REWORDED, Rewording, SetupRewording
from thoracic_lib.resolving import resolve, resolve_equipment

__all__ = ["reworded", "weakened_words"]

_ADDED = frozenset({"aliases", "avoid", "cautions"})


def reworded(base: Catalog, rows: Sequence[Rewording]) -> tuple[dict[str, list[Any]], list[Fault]]:
    """The collections of a catalog in other words, and what is wrong with the rows; paths start at `rewordings`."""
    parts = {collection: list(getattr(base, collection)) for collection, _ in REWORDED.values()}
    places = {name: {row.id: at for at, row in enumerate(held)} for name, held in parts.items()}
    faults: list[Fault] = []
    first: dict[tuple[str, str], int] = {}
    for index, row in enumerate(rows):
        kind, collection, wanted = row.what
        path = f"rewordings[{index}]"
        if wanted not in places[collection]:
            near = get_close_matches(wanted, places[collection], 1)
            hint = f"did you mean {near[0]!r}?" if near else ""
            faults.append(Fault("", f"{path}.{kind}", f"names no bundled {kind}: {wanted!r}", hint))
        elif first.setdefault((collection, wanted), index) != index:
            told = f"{wanted!r} stands twice, first in rewordings[{first[collection, wanted]}]"
            faults.append(Fault("", f"{path}.{kind}", told))
        else:
            at = places[collection][wanted]
            try:
                parts[collection][at] = _in_other_words(parts[collection][at], row)
            except InvalidValueError as error:
                faults += [Fault("", f"{path}.{fault.path}", fault.reason) for fault in error.faults]
    return parts, faults


def _in_other_words(old: Any, row: Rewording) -> Any:  # noqa: ANN401 - a row of one of several classes
    """A bundled row in the words of another; it goes through the constructor, with all its checks."""
    given = {name: held for name in REWORDED[row.what[0]][1] - {"setups"} if (held := getattr(row, name))}
    changes = {name: _added(getattr(old, name), held) if name in _ADDED else held for name, held in given.items()}
    if row.name is not None and "aliases" in REWORDED[row.what[0]][1]:
        aliases = _added(old.aliases, (old.name, *row.aliases))
        changes["aliases"] = tuple(name for name in aliases if name.casefold() != row.name.casefold())
    if row.setups:
        changes["setups"] = _setups(old, row.setups)
    return evolve(old, **changes)


def _added(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _setups(exercise: Exercise, rows: Iterable[SetupRewording]) -> tuple[Setup, ...]:
    setups = {setup.id: setup for setup in exercise.setups}
    for row in rows:
        if row.id not in setups:
            told = f"name no setup of {exercise.id}: {row.id!r}; it has {', '.join(setups)}"
            raise InvalidValueError("Rewording", (Fault("", "setups", told),))
        old = setups[row.id]
        setups[row.id] = evolve(
            old,
            name=row.name or old.name,
            how=row.how or old.how,
            demands=_added(old.demands, row.demands),
            demands_none_because=None if row.demands else old.demands_none_because,
        )
    return tuple(setups.values())


def weakened_words(base: Catalog, catalog: Catalog) -> Iterator[Fault]:
    """The phrases of a catalog that mean less in it than in the one that it was added to; paths as in a catalog."""
    known = {condition.id: set(_phrases(condition)) for condition in base.conditions}
    for index, condition in enumerate(catalog.conditions):
        for phrase in _phrases(condition):
            if phrase not in known.get(condition.id, ()):
                yield from _weaker(base, f"conditions[{index}]", phrase, catalog.closure(condition.id))
    for index, term in enumerate(catalog.terms[len(base.terms) :], len(base.terms)):
        if term.ask is None:
            means = frozenset(broader for condition in term.conditions for broader in catalog.closure(condition))
            yield from _weaker(base, f"terms[{index}].text", term.text, means)
    named = {item.id: set(_names(item)) for item in base.equipment}
    for index, item in enumerate(catalog.equipment):
        for name in (name for name in _names(item) if name not in named.get(item.id, ())):
            try:
                (meant,) = resolve_equipment(base, [name])
            except UnknownTermError:
                continue
            if meant != item.id:
                yield Fault("", f"equipment[{index}]", f"{name!r} already names {meant!r} in the bundled catalog")


def _names(item: Equipment) -> tuple[str, ...]:
    return (item.id, item.name, *item.aliases)


def _phrases(condition: Condition) -> tuple[str, ...]:
    return (condition.id, condition.name, *condition.aliases, *condition.whole_entry_only)


def _weaker(base: Catalog, path: str, phrase: str, means: frozenset[str]) -> Iterator[Fault]:
    """A fault where a phrase means, or may mean, a condition that it would then no longer declare."""
    try:
        meant = resolve(base, phrase)
    except (UnknownTermError, RefusedTermError):
        return
    except AmbiguousTermError as error:
        if not error.candidates or not means.issuperset(error.candidates):
            yield Fault("", path, f"{phrase!r} can mean several things in the bundled catalog, and has to be asked")
        return
    if lost := [condition for condition in meant if condition not in means]:
        hint = "name it among the parents of the condition, or the conditions of the term"
        yield Fault("", path, f"{phrase!r} already means {', '.join(lost)} in the bundled catalog", hint)
