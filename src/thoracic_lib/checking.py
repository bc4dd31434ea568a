"""The gate at every export: it works out anew all that a routine claims, and refuses it where anything is amiss.

It does not ask screening or composing, but judges by `Masks`, so that two ways of thinking have to agree. Nothing
switches it off; what was unpickled or written over, and so never met a constructor, meets it here.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from attrs import frozen

from thoracic_lib.errors import Fault, UnknownIdError, UnsafeRoutineError
from thoracic_lib.granting import longest, not_granted
from thoracic_lib.masking import Masks, follows
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Limit, Rule
from thoracic_lib.model.dosage import Dosage, Dose, Pace, Part, Span, parts
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.profile import Answer
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine, Step
from thoracic_lib.model.screened import Reason
from thoracic_lib.model.values import Value
from thoracic_lib.vocabulary import LimitKind, QuestionKind, Use, Verdict
from thoracic_lib.wording import altered_texts, dropped_texts

__all__ = ["Masks", "verify_program", "verify_routine"]

EXCLUDED = 3
"""The rank of exclude."""

Told = Iterator[tuple[str, str]]
"""Pairs of a field and what is wrong with it."""

_WITHIN: Mapping[LimitKind, Callable[[Limit, Dose, Pace], bool]] = MappingProxyType(
    {
        LimitKind.MAX_REPETITIONS: lambda limit, dose, _: 0 < _times(dose) <= (limit.value or 0),
        LimitKind.MAX_HOLD_SECONDS: lambda limit, dose, _: (dose.hold_seconds or 0) <= (limit.value or 0),
        LimitKind.SLOW: lambda _, dose, pace: dose.tempo_seconds is None or dose.tempo_seconds >= pace.slow_repetition,
    }
)
"""For each kind of limit that concerns the dose: whether one keeps it."""


def _times(dose: Dose) -> int:
    """The repetitions in all sets, as rules count them: per side and spot."""
    return dose.sets * (dose.repetitions or 0)


_FREED: Mapping[LimitKind, frozenset[str]] = MappingProxyType(
    {
        LimitKind.MAX_REPETITIONS: frozenset({"sets", "repetitions"}),
        LimitKind.MAX_HOLD_SECONDS: frozenset({"hold_seconds"}),
        LimitKind.SLOW: frozenset({"tempo_seconds"}),
    }
)
"""For each kind of limit that concerns the dose: what of it may leave its range to keep the limit."""


def _inside(dose: Dose, dosage: Dosage, freed: Container[str], pace: Pace) -> bool:
    """Whether a dose lies in the ranges of a dosage; what a rule holds back may be smaller, or as slow as `pace`."""
    if (dose.basis, dose.laterality, dose.rest_seconds) != (dosage.basis, dosage.laterality, dosage.rest_seconds):
        return False
    slowed = max(dosage.tempo_seconds or 0, pace.slow_repetition) if "tempo_seconds" in freed else None
    if dose.tempo_seconds not in {dosage.tempo_seconds, slowed}:
        return False
    spans = {name: getattr(dosage, name) for name in ("sets", "repetitions", "hold_seconds", "duration_seconds")}
    spans |= {"breaths": dosage.breaths, "spots": dosage.spots or Span(minimum=1)}
    return all(_within(getattr(dose, name), span, lower=name in freed) for name, span in spans.items())


def _within(amount: int | None, span: Span | None, *, lower: bool) -> bool:
    """Whether an amount lies in a span, or below it where it may be `lower`; neither is there without the other."""
    if amount is None or span is None:
        return amount is None and span is None
    return (1 if lower else span.low) <= amount <= span.high


def verify_routine(routine: Routine, catalog: Catalog) -> None:
    """Raise `UnsafeRoutineError`, with every fault, unless a routine keeps all that its profile and catalog ask for.

    A routine that says it is of the same data has to be exactly what this catalog gives. One of older data is checked
    with the rules, doses, setups and goals of this catalog; its texts stay as they were, since there is nothing to
    compare them with. The score, the certificate and the composer's own words are not looked at.
    """
    for look in (_malformed, _foreign, _unknown, _broken):
        if faults := tuple(look(routine, catalog)):
            raise UnsafeRoutineError(faults)


def verify_program(program: Program, catalog: Catalog) -> None:
    """Raise `UnsafeRoutineError`, with the week and day of every fault, unless every routine of a program passes.

    A routine that comes back on several days is looked at once. The sessions after the last one with feedback have to
    be composed for the person of the request; those before may be for the person as they were then.
    """
    for look in (_ill_formed, _unsafe, _ill_planned):
        if faults := tuple(look(program, catalog)):
            raise UnsafeRoutineError(faults)


def _ill_formed(program: object, _: Catalog) -> Iterator[Fault]:
    """What no constructor would have let through, the routines aside."""
    if type(program) is not Program:
        yield Fault("", "", f"a {type(program).__name__} is no Program")
    elif found := _own_faults(program, ""):
        yield from found
    else:
        yield from _ill(program.request, "request.", set())
        for name in ("changes", "feedback"):
            for at, held in enumerate(getattr(program, name)):
                yield from _ill(held, f"{name}[{at}].", set())
        for at, session in enumerate(program.sessions):
            yield from _own_faults(session, f"sessions[{at}].")


def _unsafe(program: Program, catalog: Catalog) -> Iterator[Fault]:
    """Every fault of every routine, with its week and day."""
    checked: dict[int, tuple[Fault, ...]] = {}
    for session in program.sessions:
        routine = session.routine
        if id(routine) not in checked:
            try:
                verify_routine(routine, catalog)
                checked[id(routine)] = ()
            except UnsafeRoutineError as error:
                checked[id(routine)] = error.faults
        place = f"week {session.week}, day {session.day}"
        yield from (fault._replace(path=f"{place}: {fault.path}") for fault in checked[id(routine)])


def _ill_planned(program: Program, _: Catalog) -> Iterator[Fault]:
    """What contradicts itself, and the sessions to come that were composed for somebody else."""
    yield from program.contradictions()
    for session in program.sessions[program.next :]:
        if session.routine.request.profile != program.request.session.profile:
            path = f"week {session.week}, day {session.day}: request.profile"
            yield Fault("", path, "is not that of the program")


def _own_faults(value: Value, path: str) -> list[Fault]:
    """What is wrong with the fields of a value, not with what they hold."""
    told = (
        (name, check(getattr(value, name)) if hasattr(value, name) else "is missing")
        for name, check in value.__checks__.items()
    )
    return [Fault("", f"{path}{name}", reason) for name, reason in told if reason is not None]


def _malformed(routine: object, catalog: Catalog) -> Iterator[Fault]:
    """What no constructor would have let through; what is the catalog's own was looked at before."""
    if type(routine) is Routine:
        yield from _ill(routine, "", {id(row) for row in (*catalog.exercises, *catalog.rules)})
    else:
        yield Fault("", "", f"a {type(routine).__name__} is no Routine")


def _ill(value: Value, path: str, known: set[int]) -> list[Fault]:
    """The faults of a value and of all inside it; each part is looked into only where it is of the right kind."""
    if found := _own_faults(value, path):
        return found
    for name in value.__checks__:
        held = getattr(value, name)
        for at, item in enumerate(held if isinstance(held, tuple) else (held,)):
            if isinstance(item, Value) and id(item) not in known:
                inside = f"{path}{name}[{at}]." if isinstance(held, tuple) else f"{path}{name}."
                found += _ill(item, inside, known)
    if found or isinstance(value, Routine | Step):  # these two are judged by what stands below
        return found
    return [Fault("", f"{path}{fault.path}".rstrip("."), fault.reason) for fault in value.contradictions()]


def _foreign(routine: Routine, catalog: Catalog) -> Iterator[Fault]:
    """Whether a routine was made with another catalog than one that this catalog can speak for."""
    own, here = routine.data_version, catalog.data_version
    if own == here:
        if routine.catalog_digest != catalog.digest:
            yield Fault("", "catalog_digest", "says that it was made with another catalog", _HINT)
    elif not (_NUMBERED.fullmatch(own) and _NUMBERED.fullmatch(here) and _number(own) < _number(here)):
        yield Fault("", "data_version", f"{own} is not known to be older than {here}, the catalog's", _HINT)


_HINT = "pass the catalog it was made with: catalog=..."
_NUMBERED = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,9}")


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _unknown(routine: Routine, catalog: Catalog) -> Iterator[Fault]:
    """Every id that the catalog does not know, and every answer that is none to its question."""
    request, profile = routine.request, routine.request.profile
    flags = {flag.id for flag in catalog.red_flags}
    asked: list[tuple[str, Callable[[str], object], Iterable[str]]] = [
        ("request.profile.conditions", catalog.condition, profile.conditions or ()),
        ("request.profile.equipment", catalog.item, profile.equipment),
        ("request.profile.without", catalog.item, profile.without),
        ("request.profile.avoid_exercises", catalog.__getitem__, profile.avoid_exercises),
        ("request.profile.cleared", catalog.condition, profile.cleared - flags),
        ("request.profile.red_flags", catalog.red_flag, (answer.flag for answer in profile.red_flags)),
        ("request.profile.answers", catalog.question, (answer.question for answer in profile.answers)),
        ("request.include", catalog.__getitem__, request.include),
        ("request.exclude", catalog.__getitem__, request.exclude),
        ("request.routine", catalog.routine, () if request.routine is None else (request.routine,)),
        ("request.goal", catalog.goal, (request.goal,) if request.routine is None else ()),
        ("steps", catalog.__getitem__, (step.exercise.id for step in routine.steps)),
    ]
    strange = [
        Fault("", path, told, _HINT)
        for path, look, ids in asked
        for told in filter(None, map(_told(look), sorted(ids)))
    ]
    if strange:
        yield from strange
        return
    for answer in profile.answers:
        if not _answers(catalog, answer):
            yield Fault("", "request.profile.answers", f"{answer.question!r} has what is no answer to it")
    for at, step in enumerate(routine.steps):
        if step.setup.id not in {setup.id for setup in catalog[step.exercise.id].setups}:
            told = f"{step.exercise.id} has no setup {step.setup.id!r}"
            yield Fault("", f"steps[{at}].setup", told, _HINT)


def _told(look: Callable[[str], object]) -> Callable[[str], str | None]:
    """What a look-up says of an id that it does not know; `None` for one it knows."""

    def told(one: str) -> str | None:
        try:
            look(one)
        except UnknownIdError as error:
            return str(error)
        return None

    return told


def _answers(catalog: Catalog, answer: Answer) -> bool:
    question = catalog.question(answer.question)
    if answer.condition not in question.conditions:
        return False
    if answer.number is not None:
        least, most = question.minimum, question.maximum
        return least is not None and most is not None and least <= answer.number <= most
    alone = len(answer.choices) == 1 or question.kind is QuestionKind.SEVERAL
    return alone and all(choice in question.values for choice in answer.choices)


def _broken(routine: Routine, catalog: Catalog) -> Iterator[Fault]:
    """What a routine, whole and of known things, does against its profile and the rules."""
    masks, profile = Masks.of(catalog), routine.request.profile
    for condition in masks.waiting(profile):
        yield Fault("", "request.profile", f"{condition} waits for a clinician's word")
    for flag in masks.stopping(profile):
        yield Fault("", "request.profile", f"the warning sign {flag} stops everything")
    same = routine.data_version == catalog.data_version
    check = _Steps(routine, catalog, masks, masks.firing(profile), same)
    for at, step in enumerate(routine.steps):
        yield from (Fault("", f"steps[{at}].{name}", f"{step.exercise.id}: {why}") for name, why in check.of(step))
    yield from (Fault("", *told) for told in check.times())
    yield from (Fault("", "steps", told) for told in check.order())
    yield from (Fault("", *told) for told in not_granted(routine, catalog))
    if same:
        yield from (Fault("", *told) for told in altered_texts(routine, catalog))
        yield from (Fault("", *told) for told in _untrue_omissions(routine, catalog))
    else:
        yield from (Fault("", *told) for told in dropped_texts(routine, catalog))


def _untrue_omissions(routine: Routine, catalog: Catalog) -> Told:
    """What is wrong with what is said to be left out: it is there, unknown, or named twice."""
    there = {step.exercise.id for step in routine.steps}
    for at, omission in enumerate(routine.omissions):
        if omission.exercise in there:
            yield f"omissions[{at}]", f"{omission.exercise} is part of the routine, or named twice"
        elif omission.exercise not in catalog:
            yield f"omissions[{at}]", f"{omission.exercise} is no exercise of the catalog"
        there.add(omission.exercise)


@frozen(eq=False)
class _Steps:
    """The steps of a routine against the rules that fire now; `same` where it says that it is of this very data."""

    routine: Routine
    catalog: Catalog
    masks: Masks
    firing: int
    same: bool

    def of(self, step: Step) -> Told:
        """What is wrong with one step by itself."""
        known = self.catalog[step.exercise.id]
        setup = known.setup(step.setup.id)
        if self.same and step.exercise != known:
            yield "exercise", "is not as the catalog has it"
        if step.setup not in step.exercise.setups or (self.same and step.setup != setup):
            yield "setup", f"{setup.id} is not as the exercise has it"
        yield from self._wishes(step, known, setup)
        yield from self._verdict(step, known, setup)
        yield from self._dose(step, known)
        if self.same and step.notices != tuple(n.text for n in self.catalog.notices if n.demand in setup.demands):
            yield "notices", "are not those of the catalog"

    def _dose(self, step: Step, known: Exercise) -> Told:
        """A dose may leave its range only by what a rule limits that is a reason here and that it names."""
        dose, pace = step.dose, self.routine.request.pace
        limits = {reason.rule.id: reason.rule.limits for reason in step.reasons if reason.rule.limits}
        if not limits.keys() >= set(dose.limited_by):
            yield "dose", "is said to be held back by a rule that is no reason here"
        kinds = {limit.kind for rule in dose.limited_by for limit in limits.get(rule, ())}
        freed = frozenset().union(*(_FREED.get(kind, ()) for kind in kinds))
        if not any(_inside(dose, dosage, freed, pace) for dosage in known.dosages):
            yield "dose", "is in no range that the catalog gives"

    def _wishes(self, step: Step, known: Exercise, setup: Setup) -> Told:
        request, profile = self.routine.request, self.routine.request.profile
        for item in self.masks.missing(dict.fromkeys((*setup.needs, *step.setup.needs)), profile):
            yield "setup", f"needs {item}, which the profile lacks"
        for position in dict.fromkeys((setup.position, step.setup.position)):
            if position in profile.avoid_positions:
                yield "setup", f"is {position}, a position to avoid"
        if known.id in profile.avoid_exercises or known.id in request.exclude:
            yield "exercise", "is one to avoid"
        by_name = known.use is Use.BY_NAME and request.routine is None and known.id not in request.include
        if known.use is Use.NEVER or by_name:
            yield "exercise", "is never part of a routine" + (" unless asked for by name" if by_name else "")

    def _verdict(self, step: Step, known: Exercise, setup: Setup) -> Told:
        at = self.masks.setups.index((known.id, setup.id))
        rank = self.masks.verdict(at, self.firing)
        exclude, modify, caution = self.masks.strictness[at]
        if rank == EXCLUDED:
            yield "setup", f"{setup.id} is left out by {', '.join(self._ids(self.firing & exclude))}"
            return
        if not rank <= step.verdict.rank <= (rank if self.same else EXCLUDED - 1):
            yield "verdict", f"is {step.verdict}, but the rules say {list(Verdict)[rank]}"
        here = self.firing & (modify | caution)
        fired = [(index, rule) for index, rule in enumerate(self.masks.rules) if here >> index & 1]
        yield from self._reasons(step, fired)
        limits = tuple(limit for _, rule in fired for limit in rule.limits)
        if (set(step.limits) != set(limits)) if self.same else not set(limits) <= set(step.limits):
            yield "limits", "are not those of the rules that fire"
        for limit in dict.fromkeys((*limits, *step.limits)):
            keeps = _WITHIN.get(limit.kind)
            if not follows((limit,), known, setup):
                yield "setup", f"{setup.id} cannot keep the limit: {limit}"
            if keeps is not None and not keeps(limit, step.dose, self.routine.request.pace):
                yield "dose", f"breaks the limit: {limit}"

    def _ids(self, mask: int) -> list[str]:
        return [rule.id for at, rule in enumerate(self.masks.rules) if mask >> at & 1]

    def _reasons(self, step: Step, fired: Iterable[tuple[int, Rule]]) -> Told:
        given = {reason.rule.id: reason for reason in step.reasons}
        if len(given) < len(step.reasons):
            yield "reasons", "name a rule twice"
        for at, rule in fired:
            reason = given.pop(rule.id, None)
            if reason is None:
                yield "reasons", f"lack {rule.id}, which fires"
            elif not self._true(reason, at):
                yield "reasons", f"do not tell {rule.id} as it fires"
        if self.same and given:
            yield "reasons", f"name {', '.join(sorted(given))}, not firing"

    def _true(self, reason: Reason, at: int) -> bool:
        rule, profile = self.masks.rules[at], self.routine.request.profile
        if not self.masks.fires_for(at, profile, reason.declared):
            return False
        if not self.same:
            return reason.verdict.rank >= rule.verdict.rank and set(reason.rule.limits) >= set(rule.limits)
        unanswered = (w.question for w in rule.when if profile.answer(reason.declared, w.question) is None)
        told = (reason.rule, reason.verdict, reason.unanswered, reason.because_unapplied)
        return told == (rule, rule.verdict, tuple(unanswered), None)

    def times(self) -> Told:
        """What is wrong with starts, parts and the budget."""
        steps, request = self.routine.steps, self.routine.request
        at, last = 0, None
        for index, step in enumerate(steps):
            block = (step.exercise.phase, step.setup.position, step.setup.equipment)
            expected = (*self._around(step, request.pace, moved=block != last), *parts(step.dose, request.pace))
            if step.parts != expected:
                yield f"steps[{index}].parts", f"{step.exercise.id}: are not the time that its dose takes"
            if step.start != at:
                yield f"steps[{index}].start", f"{step.exercise.id}: is {step.start}, but the steps before end at {at}"
            at, last = at + sum(part.seconds for part in expected), block
        budget = longest(self.routine, self.catalog)
        if budget is not None and at > budget:
            yield "steps", f"take {at} seconds, over the budget of {budget}"

    def _around(self, step: Step, pace: Pace, *, moved: bool) -> Iterator[Part]:
        """The time around the work: to set up, and to change where the step before was done otherwise."""
        there = {row.id for row in self.catalog.equipment if row.at_hand}
        fetched = moved and not there.issuperset(step.setup.equipment)
        terms = (
            ("set-up", pace.set_up),
            ("change of position", pace.change_position * moved),
            ("change of equipment", pace.change_equipment * fetched),
        )
        return (Part(name=name, seconds=seconds) for name, seconds in terms if seconds)

    def order(self) -> Iterator[str]:
        """What is wrong with the order, and with what stands beside each other."""
        known = [self.catalog[step.exercise.id] for step in self.routine.steps]
        followed = self.routine.request.routine
        if followed is not None:
            sequence = iter(step.exercise for step in self.catalog.routine(followed).steps)
            if not all(exercise.id in sequence for exercise in known):
                yield f"do not follow the order of {followed}"
            return
        if any(one.phase.rank > two.phase.rank for one, two in pairwise(known)):
            yield "are not in the order of the phases"
        if len({exercise.family for exercise in known}) < len(known):
            yield "hold two exercises of one family"
