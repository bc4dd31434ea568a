"""What a routine or a program answers of the Consensus on Exercise Reporting Template, from its own data alone.

What only those who provide the exercise can know is named as theirs to fill in.
"""

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from thoracic_lib.composing.planning import FEW_EXERCISES
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.cert import CertItem, CertReport
from thoracic_lib.exporting.pages import place, words
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dose, clock
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Request, Routine, Step
from thoracic_lib.vocabulary import ChangeKind

__all__ = ["report"]


@frozen(kw_only=True)
class _Subject:
    """What is reported on: the routines with their week and day, what was asked for, and the whole."""

    catalog: Catalog
    value: Routine | Program
    steps: tuple[tuple[int, int, Step], ...]
    request: Request
    conditions: bool
    program: Program | None = None

    @property
    def exercises(self) -> dict[str, Step]:
        """Each exercise in each setup once, with the first step that has it."""
        found: dict[str, Step] = {}
        for _, _, step in self.steps:
            found.setdefault(f"{step.exercise.id}/{step.setup.id}", step)
        return found


_Answer = Callable[[_Subject], Iterable[str]]
_Missing = Callable[[_Subject], str]


def report(value: object, catalog: Catalog, *, conditions: bool = False) -> CertReport:
    """What a routine or program answers of each item; it does not check it, `thoracic_lib.exporting.cert_report` does.

    With `conditions` it tells for which conditions exercises were held back, and what pain was told. `FormatError` for
    anything but a routine or a program.
    """
    subject = _subject(value, catalog, conditions=conditions)
    items = tuple(
        CertItem(number=number, section=section, asks=asks, told=tuple(answer(subject)), missing=missing(subject))
        for number, section, asks, answer, missing in _ITEMS
    )
    return CertReport(
        title=subject.value.title,
        kind="routine" if subject.program is None else "program",
        items=items,
        data_version=subject.value.data_version,
        catalog_digest=subject.value.catalog_digest,
    )


def _subject(value: object, catalog: Catalog, *, conditions: bool) -> _Subject:
    if isinstance(value, Routine):
        steps = tuple((1, 0, step) for step in value.steps)
        return _Subject(catalog=catalog, value=value, steps=steps, request=value.request, conditions=conditions)
    if not isinstance(value, Program):
        raise FormatError("cert", f"cannot report on a {type(value).__name__}")
    placed = tuple((s.week, s.day, step) for s in value.sessions for step in s.routine.steps)
    return _Subject(
        catalog=catalog, value=value, steps=placed, request=value.request.session, conditions=conditions, program=value
    )


def _equipment(subject: _Subject) -> Iterator[str]:
    used: dict[str, dict[str, None]] = {}
    for step in subject.exercises.values():
        for item in step.setup.equipment:
            used.setdefault(item, {})[step.exercise.name] = None
    for item, names in used.items():
        yield f"{words(item).capitalize()}: {', '.join(names)}."
    if not used:
        yield "No equipment is used."


def _nothing(_: _Subject) -> Iterator[str]:
    return iter(())


def _done(subject: _Subject) -> Iterator[str]:
    """How much was told of past sessions."""
    program = subject.program
    if program is not None and program.feedback:
        skipped = sum(not told.done for told in program.feedback)
        yield (
            f"Told exercise by exercise, session by session: {_count(len(program.feedback), 'time')}, of which "
            f"{skipped} skipped. What was not told counts as done as planned."
        )


def _progression(subject: _Subject) -> Iterator[str]:
    if subject.program is None:
        return
    weeks = subject.program.request.weeks_per_step
    yield (
        f"An exercise starts at the bottom of the range that its source gives. After {_count(weeks, 'week')} in which "
        "it was done and went well, its dose rises to the middle, and then to the top. After as many at the top, the "
        "exercise that a source names as harder takes its place."
    )
    yield "Nothing rises where the session would then cover less of the goal, or take longer than was asked for."
    zones = subject.catalog.pain_rule.zones
    scaled = subject.program.request.pain_scale and len(zones) > 1
    scale = f"Pain above {zones[0].maximum} of 10 lowers" if scaled else "Any pain lowers"
    yield (
        f"{scale} the dose, brings an easier exercise or leaves it out; sharp or spreading pain, and pain from "
        f"{zones[-1].minimum} of 10 on, stop the program."
    )
    yield from subject.program.notes


_TELLING = {ChangeKind.LOWERED, ChangeKind.EASIER, ChangeKind.REMOVED}
"""Changes whose reasons tell how somebody fares."""


def _changes(subject: _Subject) -> Iterator[str]:
    if subject.program is None:
        return
    for change in subject.program.changes:
        if change.kind in _TELLING and not subject.conditions:
            yield f"Week {change.week}, day {change.day}: {words(change.exercise or 'all')}: {change.kind}."
        else:
            yield str(change)
    if not subject.program.changes:
        yield "Every week is like the first one."


def _described(subject: _Subject) -> Iterator[str]:
    for step in subject.exercises.values():
        exercise = step.exercise
        how = f" {step.setup.how}" if step.setup.how else ""
        steps = " ".join(f"({at}) {text}" for at, text in enumerate(exercise.steps, 1))
        yield f"{exercise.name}. {place(step.setup)}.{how} {steps}"


def _advice(subject: _Subject) -> Iterator[str]:
    yield from subject.value.guidance


def _adverse(subject: _Subject) -> Iterator[str]:
    program = subject.program
    if program is not None and program.feedback and subject.conditions:
        hurt = [told for told in program.feedback if told.hurt]
        worst = max((told.pain or 0 for told in hurt), default=0)
        yield f"Pain was told {_count(len(hurt), 'time')} of {len(program.feedback)}, at most {worst} of 10."


def _dosage(subject: _Subject) -> Iterator[str]:
    program = subject.program
    if program is None:
        yield f"One session of {clock(sum(step.seconds for *_, step in subject.steps))} min."
    else:
        lengths = [session.routine.seconds for session in program.sessions]
        asked = program.request
        yield (
            f"{_count(asked.weeks, 'week')}, {_count(asked.sessions_per_week, 'session')} a week, each of "
            f"{clock(min(lengths))} to {clock(max(lengths))} min."
        )
    doses: dict[str, list[str]] = {}
    last: dict[str, Dose] = {}
    for week, day, step in subject.steps:
        name = step.exercise.name
        if last.get(name) != step.dose:
            when = "" if program is None else f" from week {week}, day {day}"
            doses.setdefault(name, []).append(f"{step.dose} [{step.dose.basis}]{when}")
            last[name] = step.dose
    yield from (f"{name}: {'; '.join(told)}." for name, told in doses.items())


def _fitted(subject: _Subject) -> Iterator[str]:
    asked = subject.request.profile.conditions is not None
    screened = (
        "and screened against what the person was asked about" if asked else "but conditions were not asked about"
    )
    source = subject.request.routine
    made = "Chosen for one request" if source is None else f"A source's own sequence ({source}), fitted to one request"
    yield f"{made} (goal, time, equipment), {screened}."


def _fitting(subject: _Subject) -> Iterator[str]:
    request = subject.request
    equipment = ", ".join(map(words, sorted(request.profile.equipment))) or "nothing in particular"
    yield f"By equipment: {equipment} at hand."
    for label, held in (("Asked for", request.include), ("Left out on request", request.exclude)):
        if held:
            yield f"{label}: {', '.join(map(words, sorted(held)))}."
    for step in subject.exercises.values():
        if step.limits:
            limits = "; ".join(dict.fromkeys(str(limit).rstrip(".") for limit in step.limits))
            reasons = dict.fromkeys(f"{words(reason.declared)} [{reason.rule.id}]" for reason in step.reasons)
            why = f" Because of {', '.join(reasons)}." if subject.conditions and reasons else ""
            yield f"{step.exercise.name} is held back: {limits}.{why}"


def _starting(subject: _Subject) -> Iterator[str]:
    if subject.program is None:
        yield (
            "Each exercise is dosed at the bottom, in the middle or at the top of the range that its source gives, "
            "whichever makes the whole routine best for its goal and time."
        )
    else:
        yield "Each exercise starts at the bottom of the range that its source gives."
        if small := subject.program.request.small_start:
            minutes = subject.program.request.small_start_minutes
            each = f"sessions of {_count(minutes, 'minute')} with at most {_count(FEW_EXERCISES, 'exercise')}"
            yield f"It begins with {_count(small, 'week')} of {each}."
    if (most := subject.request.maximum_difficulty) is not None:
        yield f"No exercise is more than {_count(most, 'step')} up a line of progressions."


def _measured(subject: _Subject) -> Iterator[str]:
    if subject.program is not None and subject.program.feedback:
        yield "After a session it can be told of each exercise whether it was done, how hard it felt, and any pain."


def _delivered(subject: _Subject) -> Iterator[str]:
    program = subject.program
    if program is not None and program.feedback:
        days = len({(told.week, told.day) for told in program.feedback})
        yield f"Something was told of {days} of {len(program.sessions)} sessions."


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _always(text: str) -> _Missing:
    return lambda _: text


def _of_routine(text: str) -> _Missing:
    """What is missing of a routine, and not of a program."""
    return lambda subject: text if subject.program is None else ""


def _of_equipment(subject: _Subject) -> str:
    used = any(step.setup.equipment for step in subject.exercises.values())
    return "The make, size, firmness and weight of each thing." if used else ""


_ITEMS: tuple[tuple[str, str, str, _Answer, _Missing], ...] = (
    ("1", "materials", "What is used to exercise with", _equipment, _of_equipment),
    ("2", "provider", "Who teaches it, and what they have learned", _nothing, _always("Who, with which training.")),
    ("3", "delivery", "Alone or in a group", _nothing, _always("Whether it is done alone or in a group.")),
    (
        "4",
        "delivery",
        "Watched or not, and how it is handed over",
        _nothing,
        _always("Who watches, how often, and how."),
    ),
    ("5", "delivery", "How it is known and told who kept to it", _done, _always("How it is recorded, and by whom.")),
    ("6", "delivery", "What is done to keep people going", _nothing, _always("What is done, and how often.")),
    ("7a", "delivery", "By which rule it gets harder", _progression, _of_routine("Whether and when it gets harder.")),
    ("7b", "delivery", "How it got harder", _changes, _of_routine("What was changed, and when.")),
    ("8", "delivery", "Each exercise, so that others can do the same", _described, _always("")),
    ("9", "delivery", "What is done at home", _nothing, _always("Which sessions are at home, and with what at hand.")),
    ("10", "delivery", "What belongs to it besides exercise", _advice, _always("Whatever else is given or said.")),
    (
        "11",
        "delivery",
        "Unwanted events, of which kind and how many",
        _adverse,
        _always("Which there were, and how asked."),
    ),
    ("12", "place", "Where it is done", _nothing, _always("The place.")),
    (
        "13",
        "dose",
        "How much, how often, how long",
        _dosage,
        _of_routine("How many sessions, and over how many weeks."),
    ),
    ("14a", "tailoring", "The same for all, or fitted to each", _fitted, _always("")),
    ("14b", "tailoring", "How it is fitted", _fitting, _always("")),
    ("15", "tailoring", "By which rule the first level is chosen", _starting, _always("")),
    (
        "16a",
        "compliance",
        "How it is measured whether it is done as planned",
        _measured,
        _always("How it is measured."),
    ),
    ("16b", "compliance", "How far it was done as planned", _delivered, _always("How far it was.")),
)
"""Each item: its number, the part of the form, what it asks for in our words, its answer, and what is missing still."""
