"""Judging every exercise and setup of a catalog against a profile: it fails closed and gives every reason.

A rule fires for a setup when its condition is declared or is broader than a declared one, the setup has its
demand, and no answer speaks against its `when`. The verdict of a setup is the strictest of the rules that fire;
nothing lowers it, and a modification that a setup cannot follow leaves the setup out. The profile is only ever
asked whether it holds a thing, and each question of a rule, setup, gate or sign stands in a function of its own
(`firing`, `judge`, `has`, `locks`, `blocks`), so that the whole space of profiles can be walked.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import itemgetter, or_

from attrs import field, frozen

from thoracic_lib.errors import Fault, InvalidValueError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP, Limit, Question, RedFlag, Rule, When
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.once import Kept, once
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.model.reference import Equipment
from thoracic_lib.model.screened import Reason, ScreenedExercise, ScreenedSetup, Screening
from thoracic_lib.vocabulary import LimitKind, QuestionKind, RedFlagLevel, Verdict
from thoracic_lib.wording import NOT_ASKED, signs_not_asked, soft_sign

__all__ = [
    "NONE_MATCHED",
    "Firing",
    "banners",
    "blocking_flags",
    "blocks",
    "firing",
    "firing_rules",
    "has",
    "holds",
    "judge",
    "locked_gates",
    "locks",
    "screen",
    "verify_profile",
]

_SEEN, _HELD = 512, 1_024
"""How many ways in which an exercise or a setup was screened are kept; how many sets of equipment, and people."""

NONE_MATCHED = "That no rule matched is no judgment that an exercise suits you."


@frozen
class Firing:
    """A rule that fires for a profile, with the declared condition behind it and what was not answered."""

    rule: Rule
    declared: str
    unanswered: tuple[str, ...]


@frozen
class Standing:
    """A rule as it stands for one setup: its verdict there, and why a limit of it cannot be applied."""

    rule: Rule
    verdict: Verdict
    because_unapplied: str | None


def screen(catalog: Catalog, profile: Profile) -> Screening:
    """Every exercise and setup with its verdict and all reasons.

    Raises `UnknownIdError` or `InvalidValueError` when the profile holds what the catalog does not know.

    >>> from thoracic_lib.catalogs import catalog
    >>> screening = screen(catalog(), Profile(conditions=frozenset({"vertebral_compression_fracture"})))
    >>> screening.why("foam-roller-extension-arms-overhead").verdict.value
    'exclude'
    """
    verify_profile(catalog, profile)
    return Screening(
        profile=profile,
        exercises=_seen(catalog, profile),
        gates=locked_gates(catalog, profile),
        red_flags=tuple(flag.id for flag in blocking_flags(catalog, profile)),
        banners=banners(catalog, profile),
        data_version=catalog.data_version,
    )


def verify_profile(catalog: Catalog, profile: Profile) -> None:
    """Raise for the first thing in a profile that the catalog does not know.

    That is `UnknownIdError` for an id, and `InvalidValueError` for what is no answer to its question: it would
    speak against every `when`, and so switch rules off.
    """
    for condition in sorted(profile.conditions or ()):
        catalog.condition(condition)
    for item in sorted(profile.equipment | profile.without):
        catalog.item(item)
    for exercise in sorted(profile.avoid_exercises):
        catalog[exercise]
    for answer in profile.answers:
        if not _answers(catalog.question(answer.question), answer):
            told = f"hold for {answer.question!r} about {answer.condition!r} what is no answer to it"
            raise InvalidValueError("Profile", (Fault("", "answers", told),))
    for flag in profile.red_flags:
        catalog.red_flag(flag.flag)
    flags = {flag.id for flag in catalog.red_flags}
    for cleared in sorted(profile.cleared - flags):
        catalog.condition(cleared)


def firing_rules(catalog: Catalog, profile: Profile) -> tuple[Firing, ...]:
    """The rules that fire for a profile, each once, in the catalog's order."""
    under, standing = _under(catalog), _standing_on(catalog)
    above = {broader for declared in profile.conditions or () for broader in catalog.closure(declared)}
    possible = sorted([place for condition in above for place in standing.get(condition, ())])
    fired = (_firing(profile, catalog.rules[place], under) for place in possible)
    return tuple(one for one in fired if one is not None)


def firing(catalog: Catalog, profile: Profile, rule: Rule) -> Firing | None:
    """One rule as it fires for a profile, or `None`; it asks for no more than this rule needs.

    >>> from thoracic_lib.catalogs import catalog
    >>> rule = next(rule for rule in catalog().rules if rule.condition == "bone_fragility")
    >>> firing(catalog(), Profile(conditions=frozenset({"osteoporosis"})), rule).declared
    'osteoporosis'
    >>> firing(catalog(), Profile(conditions=frozenset({"pregnancy"})), rule) is None
    True
    """
    return _firing(profile, rule, _under(catalog))


def judge(exercise: Exercise, setup: Setup, rules: Iterable[Rule], fired: Container[str]) -> Verdict:
    """The verdict alone on a setup, where `fired` holds the ids of the rules that fire.

    The strictest rule is asked for first, and none after the first that fired.
    """
    concerned = [rule for rule in rules if rule.demand == EVERY_SETUP or rule.demand in setup.demands]
    return _first(_standings(concerned, exercise, setup), fired)


def has(catalog: Catalog, profile: Profile, item: str) -> bool:
    """Whether a person has a piece of equipment, or another one that can stand in for it."""
    return any(_holds(profile, held) for held in catalog.equipment if held.id == item or item in held.satisfies)


def holds(profile: Profile, condition: str, whens: Iterable[When]) -> tuple[str, ...] | None:
    """The questions left open where every `when` holds or is unanswered; `None` where an answer denies one."""
    unanswered = []
    for when in whens:
        answer = profile.answer(condition, when.question)
        if answer is None:
            unanswered.append(when.question)
        elif answer.number is None:
            if not any(choice in answer.choices for choice in when.choices):
                return None
        elif answer.number < (when.at_least or 0) or (when.below is not None and answer.number >= when.below):
            return None
    return tuple(unanswered)


def locked_gates(catalog: Catalog, profile: Profile) -> tuple[str, ...]:
    """The declared conditions that wait for a clinician's word."""
    waiting = {condition for condition in profile.conditions or () if locks(catalog, profile, condition)}
    return tuple(condition.id for condition in catalog.conditions if condition.id in waiting)


def locks(catalog: Catalog, profile: Profile, condition: str) -> bool:
    """Whether a condition is declared and waits for a clinician's word.

    A gate stands on one condition and holds for all narrower ones; reporting as cleared the declared condition, the
    gate, or anything between them lifts it.
    """
    if not _declares(profile, condition):
        return False
    line = sorted(catalog.closure(condition))
    for gate in map(catalog.condition, line):
        if gate.gate and holds(profile, condition, gate.gate_when) is not None:
            between = [node for node in line if gate.id in catalog.closure(node)]
            if not any(node in profile.cleared for node in between):
                return True
    return False


def blocking_flags(catalog: Catalog, profile: Profile) -> tuple[RedFlag, ...]:
    """The red flags answered yes that stop composing, the most pressing first; a gate only until cleared."""
    levels = list(RedFlagLevel)
    stopping = [flag for flag in catalog.red_flags if blocks(profile, flag)]
    return tuple(sorted(stopping, key=lambda flag: (levels.index(flag.level), flag.id)))


def blocks(profile: Profile, flag: RedFlag) -> bool:
    """Whether a red flag is answered yes and stops composing."""
    if flag.level is RedFlagLevel.SOFT or not profile.flag(flag.id):
        return False
    return flag.level is not RedFlagLevel.GATE or flag.id not in profile.cleared


def banners(catalog: Catalog, profile: Profile) -> tuple[str, ...]:
    """What was not asked, and what is said of warning signs that stop nothing and were answered yes."""
    told = [NOT_ASKED] if profile.conditions is None else []
    silent = [flag.id for flag in catalog.red_flags if profile.flag(flag.id) is None and _asked_before(flag)]
    if silent:
        told.append(signs_not_asked(len(silent)))
    soft = [f for f in catalog.red_flags if f.level is RedFlagLevel.SOFT and profile.flag(f.id)]
    return (*told, *map(soft_sign, soft))


def unapplied(limit: Limit, exercise: Exercise, setup: Setup) -> str | None:
    """Why a limit cannot be applied to this setup, or `None` where it can."""
    dosage = exercise.dosage
    match limit.kind:
        case LimitKind.MAX_REPETITIONS if dosage.repetitions is None:
            return "Its dose is not counted in repetitions, so they cannot be limited."
        case LimitKind.MAX_HOLD_SECONDS if dosage.hold_seconds is None:
            return "Its dose has no timed hold, so the hold cannot be limited."
        case LimitKind.NO_LOAD if "external_load" in setup.demands:
            return "This setup needs a load, and the rule asks for none."
        case LimitKind.USE_SETUP if limit.position not in {None, setup.position}:
            return f"The rule leaves only the {limit.position} position."
        case LimitKind.USE_SETUP if limit.equipment is not None and limit.equipment not in setup.equipment:
            return f"The rule leaves only the setup with {limit.equipment}."
        case LimitKind.USE_EXERCISE if limit.exercise != exercise.id:
            return f"The rule leaves only {limit.exercise}."
        case _:
            return None


def _answers(question: Question, answer: Answer) -> bool:
    if answer.condition not in question.conditions:
        return False
    if question.kind is QuestionKind.NUMBER:
        return answer.number is not None and (question.minimum or 0) <= answer.number <= (question.maximum or 0)
    many = question.kind is QuestionKind.SEVERAL or len(answer.choices) == 1
    return answer.number is None and many and set(answer.choices) <= set(question.values)


def _declares(profile: Profile, condition: str) -> bool:
    return profile.conditions is not None and condition in profile.conditions


def _holds(profile: Profile, item: Equipment) -> bool:
    return item.id in profile.equipment or (item.at_hand and item.id not in profile.without)


@once
def _under(catalog: Catalog) -> dict[str, list[str]]:
    """For each condition, itself and all narrower ones, in the catalog's order."""
    under: dict[str, list[str]] = {condition.id: [] for condition in catalog.conditions}
    for condition in catalog.conditions:
        for broader in catalog.closure(condition.id):
            under[broader].append(condition.id)
    return under


@once
def _standing_on(catalog: Catalog) -> dict[str, list[int]]:
    """The places of the rules that stand on each condition."""
    places: dict[str, list[int]] = {}
    for place, rule in enumerate(catalog.rules):
        places.setdefault(rule.condition, []).append(place)
    return places


def _firing(profile: Profile, rule: Rule, under: Mapping[str, Sequence[str]]) -> Firing | None:
    if rule.verdict is Verdict.KEEP:
        return None
    if rule.also is not None and not any(_declares(profile, condition) for condition in under[rule.also]):
        return None
    for condition in under[rule.condition]:
        if _declares(profile, condition):
            unanswered = holds(profile, condition, rule.when)
            if unanswered is not None:
                return Firing(rule, condition, unanswered)
    return None


_Trait = tuple[int | str, ...]
"""Something of a person that may change how an exercise is screened: of which kind, and what."""

_FIRES, _OPEN, _LACKING, _EXERCISE, _POSITION = range(5)
"""The kinds: a rule that fires, and a question open there; equipment that is lacking; what is to be avoided."""


@frozen(eq=False)
class _Setup:
    """A setup, the traits that matter to it as bits, and how it was screened before: alike wherever these are alike.

    `rules` are those of the traits that say which rules fire for it.
    """

    exercise: Exercise
    setup: Setup
    rules: int
    traits: int
    stood: Kept[int, tuple[tuple[int, int, str], Reason]] = field(factory=lambda: Kept(_SEEN))
    judged: Kept[int, tuple[Reason, ...]] = field(factory=lambda: Kept(_SEEN))
    seen: Kept[int, ScreenedSetup] = field(factory=lambda: Kept(_SEEN))


@frozen(eq=False)
class _Exercise:
    """An exercise with its setups, the traits that matter to any of them, and how it was screened before."""

    exercise: Exercise
    setups: tuple[_Setup, ...]
    traits: int
    seen: Kept[int, ScreenedExercise] = field(factory=lambda: Kept(_SEEN))


@frozen(eq=False)
class _Memory:
    """What screening with one catalog keeps in mind.

    Each trait that a person may have is a bit: that a rule fires for a declared condition, that a question is open
    there, that a piece of equipment is lacking, that a position or an exercise is to be avoided. So a person is one
    whole number, and two people of whom it is the same are screened alike.
    """

    bits: Mapping[_Trait, int]
    exercises: tuple[_Exercise, ...]
    lacking: Kept[tuple[frozenset[str], frozenset[str]], int] = field(factory=lambda: Kept(_HELD))
    seen: Kept[int, tuple[ScreenedExercise, ...]] = field(factory=lambda: Kept(_HELD))


@once
def _memory(catalog: Catalog) -> _Memory:
    """What screening with this catalog keeps in mind: at first, no more than which traits matter to which setup."""
    under = _under(catalog)
    bits: dict[_Trait, int] = {}

    def bits_of(traits: Iterable[_Trait]) -> int:
        return _union([bits.setdefault(trait, 1 << len(bits)) for trait in traits])

    demanded: dict[str, int] = {}
    for rule in catalog.rules:
        questions = [when.question for when in rule.when]
        told = bits_of([trait for condition in under[rule.condition] for trait in _told(rule, condition, questions)])
        demanded[rule.demand] = demanded.get(rule.demand, 0) | told
    exercises = []
    for exercise in catalog.exercises:
        setups = []
        for setup in exercise.setups:
            rules = _union([demanded.get(demand, 0) for demand in (EVERY_SETUP, *setup.demands)])
            lacking = [(_LACKING, item) for item in setup.needs]
            avoiding = [(_EXERCISE, exercise.id), (_POSITION, setup.position)]
            setups.append(_Setup(exercise, setup, rules, rules | bits_of([*lacking, *avoiding])))
        exercises.append(_Exercise(exercise, tuple(setups), _union([one.traits for one in setups])))
    return _Memory(bits, tuple(exercises))


def _told(rule: Rule, declared: str, unanswered: Iterable[str]) -> Iterator[_Trait]:
    """The traits of a person for whom a rule fires."""
    yield (_FIRES, rule.id, declared)
    for question in unanswered:
        yield (_OPEN, rule.id, question)


def _seen(catalog: Catalog, profile: Profile) -> tuple[ScreenedExercise, ...]:
    """Every exercise screened, or as it was for somebody else of whom all that concerns it is the same."""
    memory = _memory(catalog)
    fired = [
        (_union([memory.bits[trait] for trait in _told(one.rule, one.declared, one.unanswered)]), one)
        for one in firing_rules(catalog, profile)
    ]
    person = _union([bits for bits, _ in fired]) | _lacking(catalog, memory, profile) | _avoiding(memory, profile)
    known = memory.seen.get(person)
    if known is None:
        known = memory.seen[person] = tuple(
            [_screened(memory, exercise, profile, fired, person) for exercise in memory.exercises]
        )
    return known


def _lacking(catalog: Catalog, memory: _Memory, profile: Profile) -> int:
    """The traits of a person who lacks equipment."""
    equipment = (profile.equipment, profile.without)
    known = memory.lacking.get(equipment)
    if known is None:
        lacking = [(_LACKING, item.id) for item in catalog.equipment if not has(catalog, profile, item.id)]
        known = memory.lacking[equipment] = _union([memory.bits.get(trait, 0) for trait in lacking])
    return known


def _avoiding(memory: _Memory, profile: Profile) -> int:
    """The traits of a person who avoids positions and exercises; those that no exercise has matter to none."""
    avoided = [(_EXERCISE, one) for one in profile.avoid_exercises]
    avoided += [(_POSITION, one) for one in profile.avoid_positions]
    return _union([memory.bits.get(trait, 0) for trait in avoided])


def _screened(
    memory: _Memory, known: _Exercise, profile: Profile, fired: Iterable[tuple[int, Firing]], person: int
) -> ScreenedExercise:
    """One exercise screened, or as it was for somebody else with the same traits that matter to it."""
    seen = known.seen.get(person & known.traits)
    if seen is None:
        setups = [_screened_setup(memory, setup, profile, fired, person) for setup in known.setups]
        seen = known.seen[person & known.traits] = ScreenedExercise(exercise=known.exercise, setups=tuple(setups))
    return seen


def _screened_setup(
    memory: _Memory, known: _Setup, profile: Profile, fired: Iterable[tuple[int, Firing]], person: int
) -> ScreenedSetup:
    """One setup screened, or as it was for somebody else with the same traits that matter to it."""
    seen = known.seen.get(person & known.traits)
    if seen is None:
        reasons = known.judged.get(person & known.rules)
        if reasons is None:
            reasons = known.judged[person & known.rules] = _reasons(known, fired)
        seen = known.seen[person & known.traits] = ScreenedSetup(
            setup=known.setup,
            verdict=reasons[0].verdict if reasons else Verdict.KEEP,
            reasons=reasons,
            missing_equipment=tuple(item for item in known.setup.needs if person & memory.bits[_LACKING, item]),
            avoided=_avoided(known.exercise, known.setup, profile),
        )
    return seen


def _reasons(known: _Setup, fired: Iterable[tuple[int, Firing]]) -> tuple[Reason, ...]:
    """Every reason for the verdict on a setup, the strictest first."""
    stood = []
    for bits, firing in fired:
        if bits & known.rules:
            told = known.stood.get(bits)
            if told is None:
                standing = _standing(firing.rule, known.exercise, known.setup)
                told = known.stood[bits] = (_strictest_first(standing), _reason(firing, standing))
            stood.append(told)
    stood.sort(key=itemgetter(0))
    return tuple([reason for _, reason in stood])


def _standings(rules: Iterable[Rule], exercise: Exercise, setup: Setup) -> list[Standing]:
    """What rules say of a setup, the strictest first."""
    return sorted((_standing(rule, exercise, setup) for rule in rules), key=_strictest_first)


def _standing(rule: Rule, exercise: Exercise, setup: Setup) -> Standing:
    told = [why for limit in rule.limits if (why := unapplied(limit, exercise, setup)) is not None]
    return Standing(rule, Verdict.EXCLUDE if told else rule.verdict, " ".join(told) or None)


def _strictest_first(standing: Standing) -> tuple[int, int, str]:
    return (-standing.verdict.rank, -standing.rule.verdict.rank, standing.rule.id)


def _first(standings: Iterable[Standing], fired: Container[str]) -> Verdict:
    """The verdict of the first of these rules that fired, which is the strictest of them all."""
    return next((standing.verdict for standing in standings if standing.rule.id in fired), Verdict.KEEP)


def _reason(firing: Firing, standing: Standing) -> Reason:
    return Reason(
        rule=firing.rule,
        declared=firing.declared,
        verdict=standing.verdict,
        unanswered=firing.unanswered,
        because_unapplied=standing.because_unapplied,
    )


def _avoided(exercise: Exercise, setup: Setup, profile: Profile) -> str | None:
    if exercise.id in profile.avoid_exercises:
        return "You asked to leave this exercise out."
    if setup.position in profile.avoid_positions:
        return f"You asked to avoid the position {setup.position}."
    return None


def _union(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _asked_before(flag: RedFlag) -> bool:
    return flag.level is not RedFlagLevel.SESSION_STOP
