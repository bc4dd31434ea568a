"""What a page says: values of the model as blocks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any

from thoracic_lib.errors import FormatError, ThoracicError, UnsafeRoutineError
from thoracic_lib.exporting.blocks import Block, Bullets, Fold, Heading, Numbered, Paragraph, Table, Warn
from thoracic_lib.exporting.cert import CertReport
from thoracic_lib.exporting.pictures import figure, map_of, timeline_of, without_pictures
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import EVERY_SETUP
from thoracic_lib.model.dosage import Dosage, clock
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine, Step
from thoracic_lib.model.screened import Reason, ScreenedExercise, ScreenedSetup, Screening
from thoracic_lib.screening import NONE_MATCHED
from thoracic_lib.views.wording import words
from thoracic_lib.vocabulary import Verdict

__all__ = [
    "EDUCATION",
    "cautions",
    "folded",
    "for_all",
    "held_back",
    "listed",
    "minded",
    "new",
    "page",
    "place",
    "words",
]

_KEPT = (
    (Verdict.KEEP, "No rule matched"),
    (Verdict.CAUTION, "Left, with caution"),
    (Verdict.MODIFY, "Left, held back"),
)

EDUCATION = "Education, not medical advice. Stop when something hurts, and ask a clinician when you are in doubt."


def page(value: object, format: str, *, pictures: bool = True) -> tuple[Block, ...]:  # noqa: A002 - the word for it
    """The blocks of a value; `FormatError` for a kind of value that has no page.

    What an error says stands in place of a routine that is refused. Formats that show none do without the `pictures`.
    """
    blocks = _blocks(value, format)
    return blocks if pictures else tuple(without_pictures(blocks))


def _blocks(value: object, format: str) -> tuple[Block, ...]:  # noqa: A002 - the word for it
    if isinstance(value, ThoracicError):
        return tuple(_refused(value))
    if type(value) is Program:
        from thoracic_lib.exporting.programs import program_page  # noqa: PLC0415 - it builds on this module

        return tuple(program_page(value))
    if type(value) is Catalog:
        from thoracic_lib.exporting.browsing import catalog_page  # noqa: PLC0415 - same

        return tuple(catalog_page(value))
    if type(value) is CertReport:
        from thoracic_lib.exporting.as_cert import cert_page  # noqa: PLC0415 - same

        return tuple(cert_page(value))
    if type(value) not in _PAGES:
        raise FormatError(format, f"cannot show a {type(value).__name__}")
    return tuple(_PAGES[type(value)](value))


def _refused(error: ThoracicError) -> Iterator[Block]:
    yield Heading(1, "A routine that is not shown")
    if isinstance(error, UnsafeRoutineError):
        yield from (Warn(str(fault)) for fault in error.faults)
    else:
        yield Warn(str(error))
    yield Paragraph("If it was made with a catalog of your own, pass that: thoracic_lib.export(routine, catalog=...).")


def _routine(routine: Routine) -> Iterator[Block]:
    count = len(routine.steps)
    yield Heading(1, f"{routine.title}: {count} exercise{'' if count == 1 else 's'}, {clock(routine.seconds)} min")
    yield from (Warn(banner) for banner in routine.banners)
    yield Paragraph(EDUCATION)
    yield timeline_of(routine)
    yield Fold("What it works on", (map_of(routine.title, (routine,)),))
    number = 0
    told: set[str] = set()
    for phase, steps in groupby(routine.steps, key=lambda step: step.exercise.phase):
        yield Heading(2, phase.capitalize())
        for step in steps:
            number += 1
            yield from _step(number, step, told)
    yield Heading(2, "When to stop")
    yield Bullets(routine.stop_signs)
    yield from listed("For every exercise", (*routine.notices, *for_all(routine)))
    yield from listed("What this routine does not give", routine.unmet)
    yield from folded("Good to know", new(routine.guidance, told))
    yield Fold("Left out, and why", (Bullets(_grouped((o.exercise, o.reason) for o in routine.omissions)),))
    score, version = routine.score, f"Data {routine.data_version}, catalog {routine.catalog_digest[:12]}."
    yield Fold(
        "How it was chosen",
        (
            Paragraph(
                f"Goal movements covered: {score.movements}; points for phases: {score.phases}; steps with "
                f"changes: {score.modified}; with a caution: {score.cautioned}; benefit: {score.benefit}; changes of "
                f"position or equipment inside phases: {score.changes}."
            ),
            Paragraph(_certified(routine)),
            Paragraph(version),
        ),
    )


def _certified(routine: Routine) -> str:
    """What is proven of a routine."""
    if routine.certificate.bound is None:
        return "It follows a source's own sequence, so it is compared with no other routine."
    if routine.shortfall is not None:
        return f"Compared with the best that is possible, at most: {routine.shortfall}."
    return "It is proven that no routine for this request scores higher."


def _step(number: int, step: Step, told: set[str]) -> Iterator[Block]:
    """One step; the tips that were told before are not told again."""
    exercise = step.exercise
    yield Heading(3, f"{number}. {exercise.name} ({clock(step.start)}–{clock(step.end)})")
    yield figure(exercise, step.setup)
    yield Paragraph(f"{step.dose}. {place(step.setup)}.")
    if step.setup.how:
        yield Paragraph(step.setup.how)
    yield from (Warn(held_back(limit)) for limit in dict.fromkeys(map(str, step.limits)))
    yield from (Warn(caution) for caution in cautions(step))
    yield Numbered(exercise.steps)
    yield from listed("", minded(step))
    yield from folded("Tips", new(step.guidance, told))
    terms = " + ".join(f"{part.name} {clock(part.seconds)}" for part in step.parts)
    yield Fold("Why, and how long", (Bullets((step.why, step.dose_because, f"{terms} = {clock(step.seconds)} min")),))


def minded(step: Step) -> tuple[str, ...]:
    """What to mind while doing a step, each once."""
    exercise = step.exercise
    told = (*exercise.cues, *(f"Avoid: {text}" for text in exercise.avoid))
    if exercise.breathing:
        told = (*told, f"Breathing: {exercise.breathing}")
    return tuple(dict.fromkeys((*told, *step.notices, *exercise.cautions)))


def new(texts: Iterable[str], told: set[str]) -> tuple[str, ...]:
    """The texts that were not told yet, each once; from here on they are."""
    new = tuple(text for text in dict.fromkeys(texts) if text not in told)
    told.update(new)
    return new


def held_back(*limits: str) -> str:
    """Limits as one sentence."""
    return f"Held back: {'; '.join(limit.rstrip('.') for limit in limits)}."


def cautions(step: Step) -> tuple[str, ...]:
    """What rules say of a step in particular, each once."""
    return tuple(dict.fromkeys(_caution(reason) for reason in step.reasons if reason.rule.demand != EVERY_SETUP))


def for_all(routine: Routine) -> tuple[str, ...]:
    """What rules say of every setup, once for the whole routine."""
    reasons = (reason for step in routine.steps for reason in step.reasons)
    return tuple(dict.fromkeys(_caution(reason) for reason in reasons if reason.rule.demand == EVERY_SETUP))


def _caution(reason: Reason) -> str:
    return f"{words(reason.declared).capitalize()}: {reason.rule.rationale} {reason.rule.advice or ''}".strip()


def _grouped(reasons: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Exercises with the reason for each, those with the same reason in one line."""
    grouped: dict[str, list[str]] = {}
    for exercise, reason in reasons:
        grouped.setdefault(reason, []).append(words(exercise))
    return tuple(f"{reason} → {', '.join(exercises)}" for reason, exercises in grouped.items())


def place(setup: Setup) -> str:
    """A setup with its position, and what it needs."""
    needs = f"; you need: {', '.join(words(item) for item in setup.equipment)}" if setup.equipment else ""
    position = words(setup.position)
    named = set(words(setup.name.casefold()).split()) >= set(position.split())
    return f"{setup.name}{needs}" if named else f"{setup.name} ({position}){needs}"


def _screening(screening: Screening) -> Iterator[Block]:
    counted = dict.fromkeys(Verdict, 0)
    for screened in screening.exercises:
        counted[screened.verdict] += 1
    told = ", ".join(f"{count} {verdict}" for verdict, count in counted.items())
    yield Heading(1, f"Screening of {len(screening.exercises)} exercises")
    yield from (Warn(banner) for banner in screening.banners)
    for gate in screening.gates:
        yield Warn(f"Nothing is composed for {words(gate)} until you report that a clinician agreed to exercise.")
    for flag in screening.red_flags:
        yield Warn(f"Nothing is composed because of the warning sign {flag}.")
    yield Paragraph(f"Verdicts, equipment aside: {told}. {NONE_MATCHED}")
    yield Paragraph(EDUCATION)
    ruled_out = [screened for screened in screening.left_out if screened.verdict is Verdict.EXCLUDE]
    yield from listed("Left out because of a rule", _by_reason((s, s.setups[0].reasons[0]) for s in ruled_out))
    for verdict, title in _KEPT:
        kept = [(s, s.best) for s in screening.kept if s.best is not None and s.best.verdict is verdict]
        if verdict is Verdict.KEEP:
            yield from listed(title, tuple(words(screened.exercise.id) for screened, _ in kept))
        else:
            yield from listed(title, _by_reason((screened, best.reasons[0]) for screened, best in kept))
    others = [screened for screened in screening.left_out if screened.verdict is not Verdict.EXCLUDE]
    missing = _grouped((screened.exercise.id, _missing(screened)) for screened in others)
    yield from listed("Not possible with what you have or wish", missing)


def _by_reason(rows: Iterable[tuple[ScreenedExercise, Reason]]) -> tuple[str, ...]:
    """The exercises by the strictest reason of each."""
    return _grouped((screened.exercise.id, _strictest(reason)) for screened, reason in rows)


def _strictest(reason: Reason) -> str:
    told = (f"{words(reason.declared).capitalize()}:", reason.rule.rationale, reason.because_unapplied)
    return " ".join([*(text for text in told if text), f"[{reason.rule.id}]"])


def _missing(screened: ScreenedExercise) -> str:
    open_to_all = [setup for setup in screened.setups if setup.verdict is not Verdict.EXCLUDE]
    setup = min(open_to_all, key=lambda setup: (setup.avoided is not None, len(setup.missing_equipment)))
    return setup.avoided or f"You need: {', '.join(words(item) for item in setup.missing_equipment)}."


def _screened(screened: ScreenedExercise) -> Iterator[Block]:
    yield Heading(1, f"{screened.exercise.name}: {screened.verdict}")
    for setup in screened.setups:
        yield from _screened_setup(screened.exercise, setup)
    yield Paragraph(EDUCATION)


def _screened_setup(exercise: Exercise, screened: ScreenedSetup) -> Iterator[Block]:
    yield Heading(2, f"{screened.setup.name}: {screened.verdict}")
    yield figure(exercise, screened.setup)
    if screened.missing_equipment:
        yield Paragraph("You need: " + ", ".join(words(item) for item in screened.missing_equipment) + ".")
    if screened.avoided:
        yield Paragraph(screened.avoided)
    if screened.reasons:
        yield Bullets(tuple(_reason(reason) for reason in screened.reasons))
    else:
        yield Paragraph(f"No rule matched. {NONE_MATCHED}")


def _reason(reason: Reason) -> str:
    rule = reason.rule
    told = [f"{reason.verdict}, because of {words(reason.declared)} ({words(rule.demand)}): {rule.rationale}"]
    if reason.because_unapplied:
        told.append(reason.because_unapplied)
    if rule.limits:
        told.append(held_back(*map(str, rule.limits)))
    if rule.advice:
        told.append(rule.advice)
    if reason.unanswered:
        told.append(f"An answer could change this: {', '.join(words(question) for question in reason.unanswered)}.")
    if rule.caveat:
        told.append(f"Caveat: {rule.caveat}")
    sources = f"; {', '.join(rule.sources)}" if rule.sources else ""
    return " ".join([*told, f"[{rule.id}; {rule.grade}, {rule.strength}{sources}]"])


def _exercise(exercise: Exercise) -> Iterator[Block]:
    yield Heading(1, exercise.name)
    yield Paragraph(exercise.summary)
    yield figure(exercise, exercise.setups[0])
    yield Fold("See it move", (figure(exercise, exercise.setups[0], "animated"),))
    facts = [("Id", exercise.id), ("Phase", exercise.phase), ("Family", words(exercise.family))]
    facts += [("Movements", ", ".join(map(words, exercise.movements)) or "none")]
    facts += [("Targets", ", ".join(map(words, exercise.targets)))]
    if exercise.aliases:
        facts.append(("Also called", ", ".join(exercise.aliases)))
    if exercise.use_because:
        facts.append(("Use", f"{words(exercise.use)}: {exercise.use_because}"))
    yield Table(("", ""), tuple((name, str(told)) for name, told in facts))
    yield Heading(2, "Steps")
    yield Numbered(exercise.steps)
    yield from listed("Cues", exercise.cues)
    yield from listed("Avoid", exercise.avoid)
    yield from listed("Breathing", (exercise.breathing,) if exercise.breathing else ())
    yield from listed("Cautions", exercise.cautions)
    yield from listed("Ways to do it", tuple(_way(setup) for setup in exercise.setups))
    for setup in exercise.setups[1:]:
        yield Fold(setup.name, (figure(exercise, setup),))
    yield from listed("How much", tuple(_dosage(dosage) for dosage in exercise.dosages))
    links = tuple(f"{words(link.kind)}: {words(link.to)}. {link.when or ''}".strip() for link in exercise.relations)
    yield from listed("Related", links)
    cited = tuple(f"{c.source} ({c.speaker}): {' '.join(c.notes)}" for c in exercise.sources)
    yield from listed("What the sources say", cited)
    yield from listed("Left open by the sources", exercise.unclear)
    yield Paragraph(EDUCATION)


def _way(setup: Setup) -> str:
    demands = ", ".join(map(words, setup.demands)) or "nothing in particular"
    return " ".join(text for text in (f"{place(setup)}.", setup.how, f"Demands: {demands}.") if text)


def _dosage(dosage: Dosage) -> str:
    spans = ("sets", "repetitions", "hold_seconds", "duration_seconds", "breaths", "spots")
    told = [f"{words(name)}: {span}" for name in spans if (span := getattr(dosage, name)) is not None]
    own = f" (library default: {', '.join(map(words, dosage.library_default))})" if dosage.library_default else ""
    extra = " ".join(text for text in (dosage.because, dosage.note, *dosage.open_readings) if text)
    mark = " (the default)" if dosage.default else ""
    return f"{dosage.basis}{mark}: {', '.join(told)}; {words(dosage.laterality)}{own}. {extra}".strip()


def listed(title: str, items: tuple[str, ...]) -> Iterator[Block]:
    """A list under a heading, where there is anything to list."""
    if items:
        if title:
            yield Heading(2, title)
        yield Bullets(items)


def folded(title: str, items: tuple[str, ...]) -> Iterator[Block]:
    """A list to unfold, where there is anything to list."""
    if items:
        yield Fold(title, (Bullets(items),))


_PAGES: Mapping[type, Callable[[Any], Iterator[Block]]] = MappingProxyType(
    {Routine: _routine, Screening: _screening, ScreenedExercise: _screened, Exercise: _exercise}
)
