"""What each subcommand does with the words it was given."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence

from thoracic_lib import filtering
from thoracic_lib.catalogs import bundled_files, load_catalog
from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.cli.output import dates_of, format_for, put, put_rows
from thoracic_lib.cli.template import exercise_template
from thoracic_lib.composing import compose as composed
from thoracic_lib.errors import Fault, InvalidValueError, UnknownTermError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.plain import plain
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Done, Request
from thoracic_lib.profiles import profile
from thoracic_lib.questioning import questions
from thoracic_lib.resolving import resolve, resolve_exercise
from thoracic_lib.screening import screen as screened
from thoracic_lib.vocabulary import Movement, Phase, Position

__all__ = [
    "catalog_of",
    "compose",
    "list_conditions",
    "list_equipment",
    "list_exercises",
    "list_goals",
    "list_questions",
    "list_routines",
    "new",
    "profile_of",
    "refused",
    "request_of",
    "screen",
    "search",
    "show",
    "validate",
    "verify",
    "why_not",
]

_FILTERS: Mapping[str, Callable[[str], filtering.Predicate]] = {
    "phase": filtering.phase,
    "movement": filtering.movement,
    "position": filtering.position,
    "target": filtering.target,
    "family": filtering.family,
    "demand": filtering.demand,
    "source": filtering.source,
}


def list_exercises(options: argparse.Namespace) -> int:
    """List exercises, all or those that fit."""
    known = catalog_of(options)
    found: Sequence[Exercise] = known.exercises
    predicates = [make(given) for name, make in _FILTERS.items() if (given := getattr(options, name)) is not None]
    if options.equipment is not None:
        predicates.append(filtering.fits(_split([options.equipment])))
    if predicates:
        wanted = predicates[0]
        for predicate in predicates[1:]:
            wanted &= predicate
        found = filtering.where(known, wanted)
    return _exercises(sorted(found, key=lambda e: (e.phase.rank, e.id)), options)


def show(options: argparse.Namespace) -> int:
    """Show one exercise."""
    known = catalog_of(options)
    wanted = format_for(options.output, as_json=options.json)
    return put(known[resolve_exercise(known, options.exercise)], options.output, wanted, catalog=known)


def search(options: argparse.Namespace) -> int:
    """Show the exercises that have all the words somewhere in their name, aliases, targets or summary."""
    wanted = [word.casefold() for words in options.words for word in words.split()]

    def told(exercise: Exercise) -> str:
        return " ".join([exercise.id, exercise.name, exercise.summary, *exercise.aliases, *exercise.targets]).casefold()

    return _exercises([e for e in catalog_of(options).exercises if all(word in told(e) for word in wanted)], options)


def list_equipment(options: argparse.Namespace) -> int:
    """List equipment."""
    items = catalog_of(options).equipment
    rows = [{"id": i.id, "name": i.name, "aliases": list(i.aliases), "at_hand": i.at_hand} for i in items]
    lines = [f"{i.id:16} {i.name}{' (at hand)' if i.at_hand else ''}: {', '.join(i.aliases)}" for i in items]
    return put_rows(rows, lines, as_json=options.json)


def list_goals(options: argparse.Namespace) -> int:
    """List goals."""
    goals = catalog_of(options).goals
    rows = [{"id": g.id, "name": g.name, "summary": g.summary} for g in goals]
    return put_rows(rows, [f"{g.id:38} {g.summary}" for g in goals], as_json=options.json)


def list_routines(options: argparse.Namespace) -> int:
    """List the sequences of the sources, or the steps of one."""
    known = catalog_of(options)
    if options.routine is not None:
        routine = known.routine(options.routine)
        rows = [{"exercise": s.exercise, "optional": s.optional} for s in routine.steps]
        lines = [f"{known[s.exercise].name}{' (optional)' if s.optional else ''}" for s in routine.steps]
        told = [routine.name, routine.summary, *(f"{at}. {line}" for at, line in enumerate(lines, 1))]
        return put_rows(rows, told, as_json=options.json)
    rows = [{"id": r.id, "name": r.name, "summary": r.summary, "source": r.source} for r in known.routines]
    return put_rows(rows, [f"{r.id:34} {r.summary}" for r in known.routines], as_json=options.json)


def list_conditions(options: argparse.Namespace) -> int:
    """List conditions, or say what a phrase means."""
    known = catalog_of(options)
    ids = None if options.phrase is None else resolve(known, options.phrase)
    found = [c for c in known.conditions if ids is None or c.id in ids]
    rows = [{"id": c.id, "name": c.name, "gate": c.gate, "parents": list(c.parents)} for c in found]
    lines = [f"{c.id:34} {c.name}{' (waits for a clinician)' if c.gate else ''}" for c in found]
    return put_rows(rows, lines, as_json=options.json)


def list_questions(options: argparse.Namespace) -> int:
    """List the warning signs, and the questions worth asking about the conditions given."""
    known = catalog_of(options)
    found = questions(known, dict.fromkeys(c for text in options.condition for c in resolve(known, text)))
    rows = [{"key": q.key, "ask": q.ask, "kind": q.kind, "choices": [c.value for c in q.choices]} for q in found]
    lines = []
    for question in found:
        choices = [choice.value for choice in question.choices] or [f"{question.minimum}–{question.maximum}"]
        lines.append(f"{question.key} [{' | '.join(choices)}]\n  {question.ask}")
    return put_rows(rows, lines, as_json=options.json)


def screen(options: argparse.Namespace) -> int:
    """Screen all exercises, or explain one."""
    known = catalog_of(options)
    wanted = format_for(options.output, as_json=options.json)
    screening = screened(known, profile_of(options, known))
    value = screening if options.why is None else screening.why(resolve_exercise(known, options.why))
    return put(value, options.output, wanted, catalog=known)


def compose(options: argparse.Namespace) -> int:
    """Compose a routine."""
    known = catalog_of(options)
    wanted = format_for(options.output, as_json=options.json, player=options.player)
    dates = dates_of(options, wanted)
    routine = composed(request_of(options, known), known)
    return put(routine, options.output, wanted, catalog=known, paper=options.paper, dates=dates)


def why_not(options: argparse.Namespace) -> int:
    """Compose a routine and say of one exercise why it is not in it, or why it is."""
    known = catalog_of(options)
    exercise = resolve_exercise(known, options.exercise)
    routine = composed(request_of(options, known), known)
    held = {step.exercise.id: step.why for step in routine.steps}
    why = held[exercise] if exercise in held else routine.why_not(exercise)
    row = {"exercise": exercise, "in_it": exercise in held, "why": why}
    told = f"{known[exercise].name} is {'' if exercise in held else 'not '}in it: {why}"
    return put_rows([row], [told], as_json=options.json)


def request_of(options: argparse.Namespace, known: Catalog) -> Request:
    """What the options ask for."""
    movements = frozenset(Movement(word) for word in options.emphasis if word in list(Movement))
    phases = frozenset(Phase(word) for word in options.emphasis if word in list(Phase))
    for word in options.emphasis:
        if word not in list(Movement) and word not in list(Phase):
            raise UnknownTermError("emphasis", word, (*Movement, *Phase))
    if options.goal is not None and options.routine is not None:
        raise refused("--goal", "stands beside --routine; give one of them")
    return Request(
        minutes=options.minutes,
        seconds=options.seconds,
        goal=options.goal or "full-session",
        routine=options.routine,
        profile=profile_of(options, known),
        include=frozenset(resolve_exercise(known, word) for word in options.include),
        exclude=frozenset(resolve_exercise(known, word) for word in options.exclude),
        emphasis_movements=movements,
        emphasis_phases=phases,
        history=tuple(dict.fromkeys(_done(known, text) for text in options.done)),
        maximum_exercises=options.max_exercises,
        maximum_difficulty=options.max_difficulty,
    )


def _done(known: Catalog, text: str) -> Done:
    """An exercise and how many days ago it was done, as typed: `cat-cow=1`."""
    exercise, _, days = text.rpartition("=")
    if not exercise or not days.isdecimal():
        raise refused("--done", f"takes an exercise and days, such as cat-cow=1, not {text!r}")
    return Done(exercise=resolve_exercise(known, exercise), days_ago=int(days))


def validate(options: argparse.Namespace) -> int:
    """Read a catalog strictly; the error of the reader tells every fault."""
    from thoracic_lib.reading import read_catalog  # noqa: PLC0415 - the strict reader only for those who use it

    path = options.path
    found = read_catalog(bundled_files()) if path is None else load_catalog(path, alone=options.alone)
    added = "" if path is None or options.alone else f" ({len(found) - len(bundled())} of them yours)"
    told = f"no faults: {len(found)} exercises{added}, {len(found.rules)} rules, {len(found.conditions)} conditions"
    return put_rows([{"exercises": len(found), "rules": len(found.rules)}], [told], as_json=options.json)


def verify(options: argparse.Namespace) -> int:
    """Prove that both checkers decide alike for every profile, and tell what in a catalog does nothing."""
    from thoracic_lib.proving import prove  # noqa: PLC0415 - both checkers and the proof only for those who use it

    path = options.path
    proof = prove(bundled() if path is None else load_catalog(path, alone=options.alone))
    row = {"holds": proof.holds, "space": proof.space, "cubes": proof.cubes, **plain(proof)}
    put_rows([row], [str(proof)], as_json=options.json)
    return 0 if proof.holds else 1


def new(options: argparse.Namespace) -> int:
    """Print a template."""
    print(exercise_template(options.id), end="")
    return 0


def _exercises(found: Iterable[Exercise], options: argparse.Namespace) -> int:
    listed = list(found)
    rows = [{"id": e.id, "name": e.name, "phase": e.phase, "positions": list(e.positions)} for e in listed]
    lines = [f"{e.phase:11} {e.id:46} {e.name}" for e in listed] or ["no exercise fits"]
    return put_rows(rows, lines, as_json=options.json)


def catalog_of(options: argparse.Namespace) -> Catalog:
    """The bundled catalog, with what the options add to it."""
    return bundled() if options.catalog is None else load_catalog(options.catalog)


def profile_of(options: argparse.Namespace, known: Catalog) -> Profile:
    """The profile that the options declare."""
    if options.no_conditions and options.condition:
        raise refused("--no-conditions", "stands beside --condition; give one of them")
    conditions = options.condition if options.condition or options.no_conditions else None
    flags = {key: _yes_or_no(key, value) for key, value in _pairs(options.red_flag, "--red-flag")}
    avoid = _split(options.avoid)
    return profile(
        equipment=_split(options.equipment),
        without=_split(options.without),
        conditions=conditions,
        answers=dict(_pairs(options.answer, "--answer")),
        cleared=_split(options.cleared),
        red_flags=flags,
        avoid_positions=[word for word in avoid if word in list(Position)],
        avoid=[word for word in avoid if word not in list(Position)],
        catalog=known,
    )


def _split(given: Iterable[str]) -> list[str]:
    return [word.strip() for words in given for word in words.split(",") if word.strip()]


def _pairs(given: Iterable[str], option: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key or not value:
            raise refused(option, f"takes KEY=VALUE, not {text!r}")
        if key in dict(pairs):
            raise refused(option, f"names {key!r} twice")
        pairs.append((key, value))
    return pairs


def _yes_or_no(key: str, value: str) -> bool:
    if value not in {"yes", "no"}:
        raise refused(key, f"takes yes or no, not {value!r}")
    return value == "yes"


def refused(place: str, reason: str) -> InvalidValueError:
    """The error for an argument that is not taken."""
    return InvalidValueError("arguments", (Fault("", place, reason),))
