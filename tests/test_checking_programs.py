"""The gate of a program: its own fields, each of its routines, and for whom the sessions to come are."""

import pytest
from attrs import evolve

from tests.checked import PROFILE, forged, known, routine
from thoracic_lib import checking
from thoracic_lib.checking import verify_program
from thoracic_lib.composing import compose
from thoracic_lib.errors import Fault, UnsafeRoutineError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import FlagAnswer
from thoracic_lib.model.program import Change, Feedback, Program, ProgramRequest, Session
from thoracic_lib.model.routine import Routine
from thoracic_lib.vocabulary import ChangeKind

TOLD = Feedback(week=1, day=0, exercise="ex-turn", pain=0)
RAISED = Change(week=1, day=3, kind=ChangeKind.RAISED, exercise="ex-turn", reason="It went well.", basis="src-one")

NO_ID = "must be an id of letters, digits, hyphens and underscores, not ''"


def program(first: Routine | None = None, second: Routine | None = None, /, **changes: object) -> Program:
    """Two sessions in one week, of the same routine unless told otherwise, with a change and feedback on the first."""
    made = Program(
        request=ProgramRequest(session=routine().request, weeks=1, sessions_per_week=2),
        title="A week",
        sessions=(
            Session(week=1, day=0, routine=first or routine()),
            Session(week=1, day=3, routine=second or routine()),
        ),
        changes=(RAISED,),
        feedback=(TOLD,),
        unmet=(),
        notes=(),
        guidance=(),
        data_version=routine().data_version,
        catalog_digest=routine().catalog_digest,
    )
    return forged(made, **changes)


def refusal(value: Program) -> list[Fault]:
    try:
        verify_program(value, known())
    except UnsafeRoutineError as error:
        return list(error.faults)
    return []


def for_another() -> Routine:
    """The routine of somebody who denies the sign that the person of the program has."""
    profile = evolve(PROFILE, red_flags=(FlagAnswer(flag="F1", present=False),))
    return compose(evolve(routine().request, profile=profile), known())


WHOLE = program()
FIRST, SECOND = WHOLE.sessions
REFUSED: dict[str, tuple[Program, list[Fault]]] = {
    "no program": (
        "a program",  # type: ignore[dict-item]  # this is what is refused
        [Fault("", "", "a str is no Program")],
    ),
    "a field of its own": (program(title=""), [Fault("", "title", "must not be empty")]),
    "a field of the request": (
        program(request=forged(WHOLE.request, session=forged(WHOLE.request.session, goal=""))),
        [Fault("", "request.session.goal", NO_ID)],
    ),
    "a field of a change": (
        program(changes=(RAISED, forged(RAISED, reason=""))),
        [Fault("", "changes[1].reason", "must not be empty")],
    ),
    "a field of feedback": (
        program(feedback=(forged(TOLD, exercise=""),)),
        [Fault("", "feedback[0].exercise", NO_ID)],
    ),
    "feedback that contradicts itself": (
        program(feedback=(forged(TOLD, sharp=True),)),
        [Fault("", "feedback[0].pain", "is 0, yet sharp or radiating")],
    ),
    "a field of a session": (
        program(sessions=(FIRST, forged(SECOND, routine=None))),
        [Fault("", "sessions[1].routine", "must be a Routine, not None")],
    ),
    "a routine": (
        program(routine(), forged(routine(), notices=())),
        [Fault("", "week 1, day 3: notices", "are not those of the catalog")],
    ),
    "a routine that comes back": (
        program(*2 * [forged(routine(), notices=())]),
        [Fault("", f"week 1, day {day}: notices", "are not those of the catalog") for day in (0, 3)],
    ),
    "a program that contradicts itself": (
        program(changes=(forged(RAISED, day=4),)),
        [Fault("", "changes[0]", "is dated on a day without a session")],
    ),
    "a session to come for somebody else": (
        program(routine(), for_another()),
        [Fault("", "week 1, day 3: request.profile", "is not that of the program")],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_names_the_place_and_the_fault(name: str) -> None:
    value, faults = REFUSED[name]
    assert refusal(value) == faults


def test_a_program_that_is_right_passes() -> None:
    assert refusal(program()) == []
    assert refusal(program(changes=(), feedback=())) == []


def test_a_session_before_the_last_feedback_may_be_for_the_person_as_they_were() -> None:
    assert refusal(program(for_another(), routine())) == []
    untold = program(for_another(), routine(), feedback=())
    assert refusal(untold) == [Fault("", "week 1, day 0: request.profile", "is not that of the program")]


@pytest.mark.parametrize("told", [(), ("a fault",)], ids=["right", "wrong"])
def test_a_routine_that_comes_back_is_looked_at_once(told: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Routine] = []

    def looked_at(value: Routine, _: Catalog) -> None:
        seen.append(value)
        if told:
            raise UnsafeRoutineError(tuple(Fault("", "steps", one) for one in told))

    monkeypatch.setattr(checking, "verify_routine", looked_at)
    other = evolve(routine())
    assert len(refusal(program(routine(), routine()))) == 2 * len(told)
    assert [id(one) for one in seen] == [id(routine())]
    refusal(program(routine(), other))
    assert [id(one) for one in seen[1:]] == [id(routine()), id(other)]
