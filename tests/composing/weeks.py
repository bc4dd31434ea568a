"""Short ways to ask for programs, and a catalog of three exercises with links up and down."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from attrs import evolve

from tests.composing.asking import EVERYTHING
from tests.model.tiny import document
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import Feedback, Program, ProgramRequest
from thoracic_lib.model.routine import Request
from thoracic_lib.reading import structure

__all__ = ["NOBODY", "about", "asked", "changes", "laddered", "of_ladder", "planned", "steps_of"]

NOBODY = Profile(conditions=frozenset())
"""A person who has nothing but what is at hand, and no conditions."""


@cache
def laddered(*, regressed: bool = False) -> Catalog:
    """The tiny catalog: ex-turn, ex-turn-far as its progression, and with `regressed` ex-half as its regression.

    They are of one family, and the range of their doses is 5–10 repetitions. Pain has the three zones of the real rule.
    """
    rows = document()
    rows["pain_rule"]["zones"] = [
        {"id": "green", "minimum": 0, "maximum": 3, "text": "Carry on."},
        {"id": "amber", "minimum": 4, "maximum": 5, "text": "Do less."},
        {"id": "red", "minimum": 6, "maximum": 10, "text": "Stop."},
    ]
    rows["red_flags"] += [
        {**rows["red_flags"][0], "id": "F2", "level": "emergency", "ask": "Is it bad?", "action": "Call."},
        {**rows["red_flags"][0], "id": "F3", "level": "session_stop", "ask": "Is it sharp?", "action": "Rest now."},
    ]
    turn, far = rows["exercises"]
    far["relations"] = far["relations"][:1]
    far["family"] = turn["family"]
    rows["goals"][0]["prefer"] = []
    if regressed:
        half = {**turn, "id": "ex-half", "name": "Half", "aliases": [], "relations": []}
        half["relations"] = [{"kind": "regression_of", "to": "ex-turn", "basis": "stated"}]
        rows["exercises"].append(half)
    return structure(Catalog, rows)


def of_ladder(**wanted: object) -> ProgramRequest:
    """A request for a program of that catalog: two sessions a week, and a step up each week."""
    person = Profile(equipment=frozenset({"eq-chair"}), conditions=frozenset())
    session = Request(minutes=5, goal="g-all", profile=person)
    return evolve(ProgramRequest(session=session, weeks=6, sessions_per_week=2, weeks_per_step=1), **wanted)  # type: ignore[arg-type]  # checked by the model


def asked(minutes: int = 10, **wanted: object) -> ProgramRequest:
    """A request of a person who has everything, from the bundled catalog: four weeks of two sessions."""
    session = Request(minutes=minutes, profile=EVERYTHING)
    return evolve(ProgramRequest(session=session, weeks=4, sessions_per_week=2, weeks_per_step=1), **wanted)  # type: ignore[arg-type]  # checked by the model


@cache
def planned() -> Program:
    """The program of such a request."""
    return compose_program(asked())


def changes(program: Program) -> list[tuple[int, int, str, str | None, str | None]]:
    """The changes without their texts."""
    return [(c.week, c.day, str(c.kind), c.exercise, c.to) for c in program.changes]


def steps_of(program: Program) -> list[tuple[int, int, str, int]]:
    """Every exercise on every day with the step of its range that was asked for."""
    found = []
    for session in program.sessions:
        steps = {limits.exercise: limits.most for limits in session.routine.request.doses}
        found += [(session.week, session.day, exercise, steps[exercise]) for exercise in session.exercises]
    return found


def about(program: Program, at: int, exercises: Iterable[str] | None = None, **said: Any) -> list[Feedback]:  # noqa: ANN401 - any field
    """The same feedback on each of these exercises of one session, or on all."""
    session = program.sessions[at]
    told = session.exercises if exercises is None else exercises
    return [Feedback(week=session.week, day=session.day, exercise=one, **said) for one in told]
