"""A person's program as CarePlan: what is proposed for how many weeks, and how often."""

from collections.abc import Iterator
from itertools import groupby

from thoracic_lib.exporting.fhir import telling
from thoracic_lib.exporting.fhir.definitions import of_routine
from thoracic_lib.exporting.fhir.elements import UCUM, Resource, Wishes, identified, narrative, text
from thoracic_lib.exporting.fhir.extension import extension, said
from thoracic_lib.exporting.pages import EDUCATION
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.program import Program, Session
from thoracic_lib.model.routine import Routine

__all__ = ["of_program", "runs"]

_SOMEBODY = "The person who this program was made for"


def of_program(program: Program, catalog: Catalog, wished: Wishes) -> Iterator[Resource]:
    """A program, then its routines and their exercises."""
    routines = tuple(dict.fromkeys(session.routine for session in program.sessions))
    plans = [list(of_routine(routine, catalog, wished)) for routine in routines]
    urls = {routine: plan[0]["url"] for routine, plan in zip(routines, plans, strict=True)}
    subject = {"display": _SOMEBODY} if wished.subject is None else {"reference": wished.subject}
    declared = telling.conditions(routines, catalog, wished)
    activities = [_activity(sessions, urls[sessions[0].routine]) for sessions in runs(program)]
    told = (held["detail"]["description"] for held in activities)
    lasting = f"{program.title}, {program.request.weeks} weeks, {program.request.sessions_per_week} a week"
    warned = dict.fromkeys(banner for routine in routines for banner in telling.banners(routine, wished))
    yield identified(
        {
            "resourceType": "CarePlan",
            "text": narrative(lasting, *warned, EDUCATION, items=told),
            "contained": [_condition(at, held, subject) for at, held in enumerate(declared, 1)],
            "extension": extension(
                (*said("banner", *warned), *said("stop-sign", *dict.fromkeys(_stop_signs(routines))))
            ),
            "instantiatesCanonical": list(urls.values()),
            "status": "draft",
            "intent": "proposal",
            "title": text(program.title),
            "description": text(f"{lasting}. {EDUCATION}"),
            "subject": subject,
            "addresses": [{"reference": f"#condition-{at}"} for at in range(1, len(declared) + 1)],
            "activity": activities,
        },
        wished,
    )
    for plan in plans:
        yield from plan


def runs(program: Program) -> Iterator[tuple[Session, ...]]:
    """The sessions that share a routine, in runs of weeks with the same number of them."""
    for routine in dict.fromkeys(session.routine for session in program.sessions):
        held = [session for session in program.sessions if session.routine == routine]
        weeks = [(week, tuple(group)) for week, group in groupby(held, key=lambda session: session.week)]
        often = enumerate(weeks)
        for _, run in groupby(often, key=lambda entry: (entry[1][0] - entry[0], len(entry[1][1]))):
            yield tuple(session for _, (_, sessions) in run for session in sessions)


def _stop_signs(routines: tuple[Routine, ...]) -> Iterator[str]:
    yield from (sign for routine in routines for sign in routine.stop_signs)


def _activity(sessions: tuple[Session, ...], url: str) -> Resource:
    """The sessions of one run, as often a week as they are, each with the days that it lies on."""
    routine, first, last = sessions[0].routine, sessions[0].week, sessions[-1].week
    weeks = last - first + 1
    told = "; ".join(f"{step.exercise.name}: {step.dose}" for step in routine.steps)
    when = f"Week {first}" if weeks == 1 else f"Weeks {first} to {last}"
    days = (7 * (session.week - 1) + session.day for session in sessions)
    return {
        "detail": {
            "extension": extension({"url": "session-day", "valueUnsignedInt": day} for day in days),
            "kind": "Task",
            "instantiatesCanonical": [url],
            "code": {"text": text(routine.title)},
            "status": "not-started",
            "scheduledTiming": {
                "repeat": {
                    "boundsDuration": {"value": weeks, "unit": "wk", "system": UCUM, "code": "wk"},
                    "count": len(sessions),
                    "duration": routine.seconds,
                    "durationUnit": "s",
                    "frequency": len(sessions) // weeks,
                    "period": 1,
                    "periodUnit": "wk",
                }
            },
            "description": text(f"{when}, {clock(routine.seconds)} min each. {told}."),
        }
    }


def _condition(number: int, code: Resource, subject: Resource) -> Resource:
    """A condition as the person declared it, which nobody has verified."""
    system = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
    return {
        "resourceType": "Condition",
        "id": f"condition-{number}",
        "verificationStatus": {"coding": [{"system": system, "code": "unconfirmed"}]},
        "code": code,
        "subject": subject,
    }
