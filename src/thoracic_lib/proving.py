"""Proving that screening and its second checker decide alike for every profile there can be.

The cubes of one subject never overlap, so when their sizes add up to the size of the space, every profile was decided.
Each rule, setup, gate, sign and piece of equipment is walked by itself, which keeps the number of cubes linear.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, combinations, islice
from typing import TypeAlias

from attrs import evolve, frozen

from thoracic_lib.joining import joined, unknown
from thoracic_lib.masking import Masks
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, RedFlag, Rule
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.profile import Profile
from thoracic_lib.proofs import Disagreement, Part, Proof
from thoracic_lib.screening import (
    blocks,
    firing,
    firing_rules,
    has,
    holds,
    judge,
    locked_gates,
    locks,
    screen,
)
from thoracic_lib.vocabulary import Verdict
from thoracic_lib.walking import NO_YES, Bits, Cube, Space, Things, profiles, stand_in, walk, witness

__all__ = ["prove"]

SEARCHED = 1_000
"""So many runs are made at most to find a profile for a disagreement of verdicts (library default)."""

Said: TypeAlias = tuple[str, str]
"""What screening says of a subject, and what the second checker says."""

Subjects: TypeAlias = Mapping[str, Callable[[Cube], Said]]
"""What is walked, each by its id, with what both say of it in a cube."""

Shown: TypeAlias = Callable[[list[Cube]], tuple[Profile | None, tuple[str, ...]]]
"""What shows a disagreement in cubes: a profile of one of them, and the rules that fire there."""

FIRES = "fires"
NOTHING = "nothing"


@frozen
class Walked:
    """One part, with what screening said in every cube of each subject."""

    part: Part
    said: Mapping[str, list[tuple[Cube, str]]]


def prove(catalog: Catalog, masks: Masks | None = None) -> Proof:
    """Compare screening with the second checker for every profile, and look for what does nothing in a catalog.

    `masks` is the second checker, that of the catalog unless another one is given. `ProofLimitError` where one subject
    hangs on so much at once that it cannot be decided.

    >>> from thoracic_lib.catalogs import catalog
    >>> prove(catalog()).holds
    True
    """
    checker = Masks.of(catalog) if masks is None else masks
    space = profiles(catalog)

    def shown(cubes: list[Cube]) -> tuple[Profile | None, tuple[str, ...]]:
        return witness(cubes[0]), ()

    rules = _walked("rules", space, _rules(catalog, checker), shown)
    setups = _walked("setups", _booleans(catalog, checker), _verdicts(catalog, checker), _found(catalog, checker))
    lines = _walked("conditions", space, _conditions(catalog, checker), shown)
    bits = _walked("bits", {**space, **unknown(checker)}, _bits(checker), lambda _: (None, ()))
    gates = _walked("gates", space, _gates(catalog, checker), shown)
    flags = _walked("flags", space, _flags(catalog, checker), shown)
    fetched = _walked("equipment", space, _equipment(catalog, checker), shown)
    examples = (witness(cube) for part in (rules, lines, gates, flags, fetched) for cube in _corners(part))
    return Proof(
        parts=(
            *(each.part for each in (rules, setups, lines, bits, gates, flags, fetched)),
            _wholes(catalog, checker, examples),
        ),
        redundant=tuple(_redundant(catalog, rules)),
        idle=tuple(rule.id for rule in _judging(catalog) if not any(_concerned(rule, s) for _, s in _ways(catalog))),
        unread=tuple(_unread(catalog)),
        unreachable=tuple(_unreachable(setups, fetched)),
        harmless=tuple(_harmless(catalog)),
    )


# comparing


def _walked(
    name: str,
    space: Space,
    subjects: Subjects,
    shown: Shown,
) -> Walked:
    """Walk the space for each subject, and keep what was said and where the two differ."""
    said: dict[str, list[tuple[Cube, str]]] = {}
    covered, differing = 0, []
    for about, decide in subjects.items():
        cubes = list(walk(space, decide, about=about))
        covered += sum(cube.size for cube, _ in cubes)
        said[about] = [(cube, ours) for cube, (ours, _) in cubes]
        wrong = [(cube, both) for cube, both in cubes if both[0] != both[1]]
        if wrong:
            differing.append(_disagreement(about, [both for _, both in wrong], *shown([cube for cube, _ in wrong])))
    size = Cube(space, {}, []).size
    part = Part(
        name=name,
        subjects=len(said),
        space=size,
        cubes=sum(map(len, said.values())),
        covered=covered,
        disagreements=tuple(differing),
    )
    return Walked(part, said)


def _rules(catalog: Catalog, masks: Masks) -> Subjects:
    """Whether each rule fires."""
    rules = {rule.id: rule for rule in catalog.rules}
    bits = {rule.id: bit for bit, rule in enumerate(masks.rules)}

    def subject(rule: str) -> Callable[[Cube], Said]:
        def decide(cube: Cube) -> Said:
            profile = stand_in(cube)
            ours = rule in rules and firing(catalog, profile, rules[rule]) is not None
            theirs = rule in bits and masks.fires(bits[rule], profile)
            return _fires(ours), _fires(theirs)

        return decide

    return {rule: subject(rule) for rule in dict.fromkeys((*rules, *bits))}


def _verdicts(catalog: Catalog, masks: Masks) -> Subjects:
    """The verdict on each setup, whatever rules fire."""
    places = {f"{exercise}/{setup}": index for index, (exercise, setup) in enumerate(masks.setups)}

    def subject(exercise: Exercise, setup: Setup) -> Callable[[Cube], Said]:
        index = places.get(f"{exercise.id}/{setup.id}")

        def decide(cube: Cube) -> Said:
            ours = judge(exercise, setup, catalog.rules, Things(cube, "rule"))
            if index is None:
                return ours.value, "unknown"
            bits = Bits(cube, [rule.id for rule in masks.rules])
            return ours.value, _verdict(masks.verdict(index, bits.as_number()))

        return decide

    return {f"{exercise.id}/{setup.id}": subject(exercise, setup) for exercise, setup in _ways(catalog)}


def _conditions(catalog: Catalog, masks: Masks) -> Subjects:
    """Which rules stand when one condition is declared, all at once; of the checker, each line by itself."""

    def subject(condition: str) -> Callable[[Cube], Said]:
        lines = masks._lines  # noqa: SLF001 - taken apart to prove
        own = evolve(masks, lines=tuple(line for line in lines if line.condition == condition), single=-1)
        above = [rule for rule in _judging(catalog) if rule.condition in catalog.closure(condition)]

        def decide(cube: Cube) -> Said:
            profile = stand_in(cube)
            bits = own.firing(profile)
            declared = profile.conditions is not None and condition in profile.conditions
            ours = [rule.id for rule in above if declared and holds(profile, condition, rule.when) is not None]
            all_at_once = [rule.id for at, rule in enumerate(masks.rules) if bits >> at & 1]
            each = [rule.id for at, rule in enumerate(masks.rules) if own.fires_for(at, profile, condition)]
            return _listed(ours), " or ".join(dict.fromkeys((_listed(all_at_once), _listed(each))))

        return decide

    return {condition.id: subject(condition.id) for condition in catalog.conditions}


def _bits(masks: Masks) -> Subjects:
    """Whether a rule fires after one more condition, alone and among others; both times by the checker."""

    def subject(decided: Callable[[Cube], tuple[bool, bool]]) -> Callable[[Cube], Said]:
        def decide(cube: Cube) -> Said:
            alone, among = decided(cube)
            return _fires(alone), _fires(among)

        return decide

    return {about: subject(decided) for about, decided in joined(masks).items()}


def _gates(catalog: Catalog, masks: Masks) -> Subjects:
    """Whether each condition is declared and waits for a clinician's word; of the checker, each gate by itself."""

    def subject(condition: str) -> Callable[[Cube], Said]:
        gates = masks._gates  # noqa: SLF001 - taken apart to prove
        own = evolve(masks, gates=tuple(gate for gate in gates if gate[0].condition == condition))

        def decide(cube: Cube) -> Said:
            profile = stand_in(cube)
            ours = [condition] if locks(catalog, profile, condition) else []
            return _listed(ours), _listed(own.waiting(profile))

        return decide

    return {condition.id: subject(condition.id) for condition in catalog.conditions}


def _flags(catalog: Catalog, masks: Masks) -> Subjects:
    """Whether each red flag stops composing; of the checker, each flag by itself."""

    def subject(flag: RedFlag) -> Callable[[Cube], Said]:
        flags = masks._flags  # noqa: SLF001 - taken apart to prove
        own = evolve(masks, flags=tuple(row for row in flags if row[0] == flag.id))

        def decide(cube: Cube) -> Said:
            profile = stand_in(cube)
            ours = [flag.id] if blocks(profile, flag) else []
            return _listed(ours), _listed(own.stopping(profile))

        return decide

    return {flag.id: subject(flag) for flag in catalog.red_flags}


def _equipment(catalog: Catalog, masks: Masks) -> Subjects:
    """What each setup still needs."""

    def subject(setup: Setup) -> Callable[[Cube], Said]:
        def decide(cube: Cube) -> Said:
            profile = stand_in(cube)
            ours = [item for item in setup.needs if not has(catalog, profile, item)]
            return _listed(ours), _listed(masks.missing(setup.needs, profile))

        return decide

    return {_way(exercise, setup): subject(setup) for exercise, setup in _ways(catalog)}


# whole profiles


def _wholes(catalog: Catalog, masks: Masks, examples: Iterable[Profile]) -> Part:
    """Real profiles, decided as a whole by both checkers: that the parts were put together rightly."""
    every = [condition.id for condition in catalog.conditions]
    whole = dict.fromkeys((Profile(), Profile(conditions=frozenset(every)), *examples))
    pairs = dict.fromkeys(Profile(conditions=frozenset(pair)) for pair in combinations(every, 2))
    said = [
        *((profile, _screened(catalog, profile), _checked(catalog, masks, profile)) for profile in whole),
        *((profile, _decided(catalog, profile), _counted(masks, profile)) for profile in pairs),
    ]
    differing = []
    for profile, ours, theirs in said:
        at = next((key for key in ours if ours[key] != theirs[key]), None)
        if at is not None:
            differing.append(_disagreement(at, [(ours[at], theirs[at])], profile))
    count = len(said)
    return Part(name="wholes", subjects=count, space=1, cubes=count, covered=count, disagreements=tuple(differing))


def _screened(catalog: Catalog, profile: Profile) -> dict[str, str]:
    screening = screen(catalog, profile)
    setups = [(screened.exercise, setup) for screened in screening.exercises for setup in screened.setups]
    return {
        **_decided(catalog, profile),
        "flags": _listed(sorted(screening.red_flags)),
        "equipment": _listed(sorted(item.id for item in catalog.equipment if has(catalog, profile, item.id))),
        **{_way(exercise, setup.setup): setup.verdict.value for exercise, setup in setups},
        **{f"{_way(exercise, setup.setup)} needs": _listed(setup.missing_equipment) for exercise, setup in setups},
    }


def _checked(catalog: Catalog, masks: Masks, profile: Profile) -> dict[str, str]:
    ways = list(_ways(catalog))
    fired = masks.firing(profile)
    verdicts = {f"{way[0]}/{way[1]}": masks.verdict(index, fired) for index, way in enumerate(masks.setups)}
    return {
        **_counted(masks, profile),
        "flags": _listed(sorted(masks.stopping(profile))),
        "equipment": _listed(sorted(catalog.available(profile.equipment, profile.without))),
        **{_way(*way): _verdict(verdicts.get(_way(*way))) for way in ways},
        **{f"{_way(*way)} needs": _listed(masks.missing(way[1].needs, profile)) for way in ways},
    }


def _decided(catalog: Catalog, profile: Profile) -> dict[str, str]:
    fired = firing_rules(catalog, profile)
    return {"rules": _listed(one.rule.id for one in fired), "gates": _listed(locked_gates(catalog, profile))}


def _counted(masks: Masks, profile: Profile) -> dict[str, str]:
    fired = masks.firing(profile)
    rules = _listed(rule.id for bit, rule in enumerate(masks.rules) if fired >> bit & 1)
    return {"rules": rules, "gates": _listed(masks.waiting(profile))}


def _corners(walked: Walked) -> Iterator[Cube]:
    """For each subject, a cube for each thing that is said of it."""
    for cubes in walked.said.values():
        yield from {ours: cube for cube, ours in reversed(cubes)}.values()


# what does nothing


def _redundant(catalog: Catalog, rules: Walked) -> Iterator[str]:
    """The rules that are covered wherever they fire.

    It is enough to look where nothing is declared but what makes the rule fire: whatever else is declared only makes
    more rules fire.
    """
    standing = {
        _way(exercise, setup): {
            rule.id: (rule, judge(exercise, setup, [rule], {rule.id}).rank)
            for rule in _judging(catalog)
            if _concerned(rule, setup)
        }
        for exercise, setup in _ways(catalog)
    }
    for rule in _judging(catalog):
        own = [there for there in standing.values() if rule.id in there]
        covers = {
            tuple(other for other, rank in there.values() if other is not rule and rank >= there[rule.id][1])
            for there in own
        }
        firing_cubes = [cube for cube, said in rules.said[rule.id] if said == FIRES]
        if own and all(_covered(catalog, cube, others) for cube in firing_cubes for others in covers):
            yield rule.id


def _covered(catalog: Catalog, cube: Cube, others: Iterable[Rule]) -> bool:
    """Whether one of the other rules fires in all of a cube, where nothing more is declared."""
    conditions = [key for key in cube.space if key[0] == "conditions"]
    start = {**cube.left, **{key: (False,) for key in conditions if not cube.surely(key)}}
    above = frozenset(chain.from_iterable(catalog.closure(key[1]) for key in conditions if cube.surely(key)))
    near = [rule for rule in others if rule.condition in above]

    def decide(inner: Cube) -> bool:
        return any(firing(catalog, stand_in(inner), rule) is not None for rule in near)

    return all(covered for _, covered in walk(cube.space, decide, start, about="a redundant rule"))


def _unread(catalog: Catalog) -> Iterator[str]:
    """The demands without a rule, where no rule is for every setup."""
    read = {rule.demand for rule in _judging(catalog)}
    return (demand.id for demand in catalog.demands if demand.id not in read)


def _unreachable(setups: Walked, equipment: Walked) -> Iterator[str]:
    """The setups that are left out, or lack something, in every cube."""
    for way, cubes in setups.said.items():
        left = any(said != Verdict.EXCLUDE.value for _, said in cubes)
        if not left or all(said != NOTHING for _, said in equipment.said[way]):
            yield way


def _harmless(catalog: Catalog) -> Iterator[str]:
    """The conditions that exclude no setup by themselves; without answers, when rules are at their strictest."""
    for condition in catalog.conditions:
        fired = [one.rule for one in firing_rules(catalog, Profile(conditions=frozenset({condition.id})))]
        ids = {rule.id for rule in fired}
        if not any(judge(*way, fired, ids) is Verdict.EXCLUDE for way in _ways(catalog)):
            yield condition.id


# words and looks


def _judging(catalog: Catalog) -> list[Rule]:
    return [rule for rule in catalog.rules if rule.verdict is not Verdict.KEEP]


def _ways(catalog: Catalog) -> Iterator[tuple[Exercise, Setup]]:
    return ((exercise, setup) for exercise in catalog.exercises for setup in exercise.setups)


def _way(exercise: Exercise, setup: Setup) -> str:
    return f"{exercise.id}/{setup.id}"


def _concerned(rule: Rule, setup: Setup) -> bool:
    return rule.demand == EVERY_SETUP or rule.demand in setup.demands


def _booleans(catalog: Catalog, masks: Masks) -> Space:
    """The space of what rules may fire, each free of all others."""
    return {("rule", rule.id): NO_YES for rule in (*_judging(catalog), *masks.rules)}


def _found(catalog: Catalog, masks: Masks) -> Shown:
    """What shows a disagreement of verdicts: a profile under which just the rules of one of the cubes fire.

    The space of rules is wider than that of profiles: there may be none.
    """
    rules = {rule.id: rule for rule in catalog.rules}
    bits = {rule.id: bit for bit, rule in enumerate(masks.rules)}
    space = profiles(catalog)

    def fires(rule: str, profile: Profile) -> bool:
        return firing(catalog, profile, rules[rule]) is not None if rule in rules else masks.fires(bits[rule], profile)

    def runs(cube: Cube) -> Iterator[Profile | None]:
        wanted = sorted(((key[1], values[0]) for key, values in cube.left.items()), key=lambda pair: not pair[1])
        for inner, found in walk(space, lambda one: all(fires(rule, stand_in(one)) is fire for rule, fire in wanted)):
            yield witness(inner) if found else None

    def shown(cubes: list[Cube]) -> tuple[Profile | None, tuple[str, ...]]:
        tried = ((cube, profile) for cube in cubes for profile in runs(cube))
        found = ((cube, profile) for cube, profile in islice(tried, SEARCHED) if profile is not None)
        cube, profile = next(found, (cubes[0], None))
        return profile, tuple(key[1] for key, values in cube.left.items() if values[0])

    return shown


def _disagreement(
    about: str, said: list[Said], profile: Profile | None = None, rules: tuple[str, ...] = ()
) -> Disagreement:
    (ours, theirs), count = said[0], len(said)
    return Disagreement(about=about, screening=ours, checker=theirs, cubes=count, profile=profile, rules=rules)


def _fires(fires: bool) -> str:  # noqa: FBT001 - it puts a truth into words
    return FIRES if fires else "does not fire"


def _listed(found: Iterable[str]) -> str:
    return ", ".join(found) or NOTHING


def _verdict(rank: int | None) -> str:
    return "unknown" if rank is None else list(Verdict)[rank].value
