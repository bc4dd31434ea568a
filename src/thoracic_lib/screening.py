"""Judging every exercise and setup of a catalog against a profile: it fails closed and gives every reason.

A rule fires for a setup when its condition is declared or is broader than a declared one, the setup has its
demand, and no answer speaks against its `when`. The verdict of a setup is the strictest of the rules that fire;
nothing lowers it, and a modification that a setup cannot follow leaves the setup out. The profile is only ever
asked whether it holds a thing, and each question of a rule, setup, gate or sign stands in a function of its own
(`firing`, `judge`, `has`, `locks`, `blocks`), so that the whole space of profiles can be walked.
"""

from collections.abc import Container, Iterable, Mapping, Sequence

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

_SEEN, _HELD, _FIRED = 512, 1_024, 1_024
"""How many ways in which one exercise was screened are kept, how many sets of equipment, and how many of rules."""

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
    under, declared = _under(catalog), profile.conditions or frozenset()
    possible = (rule for rule in catalog.rules if not declared.isdisjoint(under[rule.condition]))
    fired = (_firing(profile, rule, under) for rule in possible)
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
    return tuple(condition.id for condition in catalog.conditions if locks(catalog, profile, condition.id))


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


Told = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Rules that fire, by all that a reason tells of them."""


@frozen(eq=False)
class _Concern:
    """An exercise, what screening looks at for it, and how it was screened before: alike wherever that is alike."""

    exercise: Exercise
    demands: frozenset[str]
    needs: frozenset[str]
    positions: frozenset[str]
    stood: Kept[tuple[str, object], tuple[Standing, Reason]] = field(factory=lambda: Kept(_SEEN))
    judged: Kept[Told, tuple[tuple[Verdict, tuple[Reason, ...]], ...]] = field(factory=lambda: Kept(_SEEN))
    seen: Kept[tuple[object, ...], ScreenedExercise] = field(factory=lambda: Kept(_SEEN))


@frozen(eq=False)
class _Memory:
    """What screening with one catalog keeps in mind: of each exercise, of sets of equipment, and of rules that fire.

    `lacking` tells what of its equipment each exercise lacks, `concerned` which of the rules that fire concern it.
    """

    concerns: tuple[_Concern, ...]
    lacking: Kept[tuple[frozenset[str], frozenset[str]], tuple[frozenset[str], ...]] = field(
        factory=lambda: Kept(_HELD)
    )
    concerned: Kept[Told, tuple[tuple[Told, tuple[Firing, ...]], ...]] = field(factory=lambda: Kept(_FIRED))


@once
def _memory(catalog: Catalog) -> _Memory:
    """What screening with this catalog keeps in mind."""
    return _Memory(
        tuple(
            _Concern(
                exercise,
                frozenset({EVERY_SETUP, *(one for setup in exercise.setups for one in setup.demands)}),
                frozenset(item for setup in exercise.setups for item in setup.needs),
                frozenset(setup.position for setup in exercise.setups),
            )
            for exercise in catalog.exercises
        )
    )


def _seen(catalog: Catalog, profile: Profile) -> tuple[ScreenedExercise, ...]:
    """Every exercise screened, or as it was for somebody else of whom all that concerns it is the same."""
    memory = _memory(catalog)
    positions, exercises = profile.avoid_positions, profile.avoid_exercises
    screened = []
    for concern, lacking, (told, firings) in zip(
        memory.concerns, _lacking(catalog, memory, profile), _concerned(catalog, memory, profile), strict=True
    ):
        key = (told, lacking, positions and concern.positions & positions, concern.exercise.id in exercises)
        known = concern.seen.get(key)
        if known is None:
            known = concern.seen[key] = _screened(concern, profile, told, firings, lacking)
        screened.append(known)
    return tuple(screened)


def _lacking(catalog: Catalog, memory: _Memory, profile: Profile) -> tuple[frozenset[str], ...]:
    """What of its equipment a person lacks for each exercise."""
    equipment = (profile.equipment, profile.without)
    known = memory.lacking.get(equipment)
    if known is None:
        held = frozenset(item.id for item in catalog.equipment if has(catalog, profile, item.id))
        known = memory.lacking[equipment] = tuple(concern.needs - held for concern in memory.concerns)
    return known


def _concerned(catalog: Catalog, memory: _Memory, profile: Profile) -> tuple[tuple[Told, tuple[Firing, ...]], ...]:
    """The rules that fire for a person and concern each exercise."""
    firings = firing_rules(catalog, profile)
    all_told = tuple((one.rule.id, one.declared, one.unanswered) for one in firings)
    known = memory.concerned.get(all_told)
    if known is None:
        pairs = tuple(zip(all_told, firings, strict=True))
        told = []
        for concern in memory.concerns:
            some = [pair for pair in pairs if pair[1].rule.demand in concern.demands]
            told.append((tuple(one for one, _ in some), tuple(firing for _, firing in some)))
        known = memory.concerned[all_told] = tuple(told)
    return known


def _screened(
    concern: _Concern, profile: Profile, told: Told, firings: Sequence[Firing], lacking: frozenset[str]
) -> ScreenedExercise:
    exercise = concern.exercise
    judged = concern.judged.get(told)
    if judged is None:
        judged = concern.judged[told] = tuple(_judged(concern, setup, told, firings) for setup in exercise.setups)
    return ScreenedExercise(
        exercise=exercise,
        setups=tuple(
            ScreenedSetup(
                setup=setup,
                verdict=verdict,
                reasons=reasons,
                missing_equipment=tuple(item for item in setup.needs if item in lacking),
                avoided=_avoided(exercise, setup, profile),
            )
            for setup, (verdict, reasons) in zip(exercise.setups, judged, strict=True)
        ),
    )


def _judged(
    concern: _Concern, setup: Setup, told: Told, firings: Sequence[Firing]
) -> tuple[Verdict, tuple[Reason, ...]]:
    """The verdict on a setup with every reason for it, the strictest first."""
    stood = []
    for one, firing in zip(told, firings, strict=True):
        if firing.rule.demand == EVERY_SETUP or firing.rule.demand in setup.demands:
            known = concern.stood.get((setup.id, one))
            if known is None:
                standing = _standing(firing.rule, concern.exercise, setup)
                known = concern.stood[(setup.id, one)] = (standing, _reason(firing, standing))
            stood.append(known)
    stood.sort(key=lambda pair: _strictest_first(pair[0]))
    fired = {firing.rule.id for firing in firings}
    return _first((standing for standing, _ in stood), fired), tuple(reason for _, reason in stood)


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


def _asked_before(flag: RedFlag) -> bool:
    return flag.level is not RedFlagLevel.SESSION_STOP
