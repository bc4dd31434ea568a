import re

import pytest
from attrs import evolve

from tests.checked import forged
from tests.composing.weeks import about, laddered, of_ladder, planned
from tests.exporting.test_pages import told
from tests.exporting.values import HELD, SHOWN
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing.adapting import adapt
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.errors import UnsafeRoutineError
from thoracic_lib.exporting import FORMATS, export, show
from thoracic_lib.exporting.blocks import Table
from thoracic_lib.exporting.pages import page
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import Program, Session
from thoracic_lib.profiles import profile

FIRST = planned().sessions[0]


def with_session(at: int, session: Session) -> Program:
    sessions = planned().sessions
    return forged(planned(), sessions=(*sessions[:at], session, *sessions[at + 1 :]))


def too_much(session: Session) -> Session:
    first, *rest = session.routine.steps
    steps = (forged(first, dose=forged(first.dose, sets=50)), *rest)
    return forged(session, routine=forged(session.routine, steps=steps))


def test_a_table_says_what_is_on_which_day_and_how_long_it_takes() -> None:
    (table,) = [block for block in page(planned(), "test") if isinstance(block, Table)]
    assert [row[0] for row in table.rows] == [f"Week {s.week}, day {s.day}" for s in planned().sessions]
    assert [row[1] for row in table.rows] == [f"{clock(s.routine.seconds)} min" for s in planned().sessions]
    for row, session in zip(table.rows, planned().sessions, strict=True):
        assert row[2] == ", ".join(step.exercise.name for step in session.routine.steps)


def test_what_is_past_and_what_was_skipped_is_marked_in_the_table() -> None:
    adapted = adapt(planned(), about(planned(), 1, planned().sessions[1].exercises[:1], done=False))
    (table,) = [block for block in page(adapted, "test") if isinstance(block, Table)]
    assert [row[0].endswith("(past)") for row in table.rows[:3]] == [True, True, False]
    assert [row[2].count("(skipped)") for row in table.rows[:3]] == [0, 1, 0]


def test_every_change_is_told_with_its_reason_and_basis() -> None:
    assert planned().changes
    for change in planned().changes:
        assert f"Week {change.week}, day {change.day}: {change.reason} [{change.basis}]" in told(planned())


def test_a_program_without_a_change_says_so() -> None:
    still = compose_program(of_ladder(weeks=1), laddered())
    assert "Every week is like the first one." in told(still)
    assert told(still)[0] == "All: 1 week, 2 sessions a week"


def test_every_exercise_is_told_once_with_its_doses_over_the_weeks() -> None:
    text = told(planned())
    for session in planned().sessions:
        for step in session.routine.steps:
            assert text.count(step.exercise.name) == 1
            assert all(line in text for line in step.exercise.steps)
            assert any(line.startswith("Week ") and line.endswith(f": {step.dose}.") for line in text)


def test_every_caution_limit_notice_and_stop_sign_of_any_day_is_told() -> None:
    person = profile(equipment=["foam roller", "chair"], conditions=["osteopenia", "shoulder impingement"])
    request = planned().request
    program = compose_program(evolve(request, session=evolve(request.session, profile=person)))
    text = " ".join(told(program))
    assert any(step.limits for session in program.sessions for step in session.routine.steps)
    for session in program.sessions:
        for banner in session.routine.banners:
            assert banner in text
        for sign in session.routine.stop_signs:
            assert sign in text
        for step in session.routine.steps:
            for limit in step.limits:
                assert str(limit).rstrip(".") in text
            for reason in step.reasons:
                assert reason.rule.rationale in text
            for notice in step.notices:
                assert notice in text


def test_notes_guidance_and_what_is_not_given_are_told() -> None:
    program = forged(planned(), unmet=("Week 1 has no exercise for flexion.",))
    text = told(program)
    assert set(program.notes) <= set(text)
    assert set(program.guidance) <= set(text)
    assert "Week 1 has no exercise for flexion." in text


@pytest.mark.parametrize("format_", [name for name in FORMATS if "program" in HELD.get(name, SHOWN)])
def test_no_format_hands_out_a_program_with_a_routine_that_breaks_a_rule(format_: str) -> None:
    assert export(planned(), format_)
    with pytest.raises(UnsafeRoutineError, match=r"week 2, day 3: steps\[0\].dose: .*: is in no range") as caught:
        export(with_session(3, too_much(planned().sessions[3])), format_)
    assert {fault.path.split(":")[0] for fault in caught.value.faults} == {"week 2, day 3"}


def test_a_routine_that_comes_back_is_told_on_each_of_its_days() -> None:
    wrong = too_much(FIRST)
    sessions = tuple(forged(session, routine=wrong.routine) for session in planned().sessions)
    with pytest.raises(UnsafeRoutineError) as caught:
        export(forged(planned(), sessions=sessions))
    days = {fault.path.split(":")[0] for fault in caught.value.faults}
    assert days == {f"week {session.week}, day {session.day}" for session in sessions}


def test_a_session_for_somebody_else_is_refused_unless_it_is_past() -> None:
    person = Profile(equipment=planned().request.session.profile.equipment, conditions=frozenset({"osteopenia"}))
    request = planned().request
    other = forged(planned(), request=evolve(request, session=evolve(request.session, profile=person)))
    with pytest.raises(UnsafeRoutineError, match=r"week 1, day 0: request\.profile: is not that of the program"):
        export(other)
    adapted = adapt(planned(), about(planned(), 0), profile=person)
    assert export(adapted)


def test_a_program_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(UnsafeRoutineError, match="sessions: are not on the days"):
        export(forged(planned(), sessions=planned().sessions[1:]))


@pytest.mark.parametrize(
    ("torn", "why"),
    [
        (object.__new__(Program), "request: is missing"),
        (forged(planned(), sessions=(3,)), "sessions: item 0 must be a Session"),
        (forged(planned(), sessions=(object.__new__(Session),)), "sessions[0].week: is missing"),
        (forged(planned(), sessions=(forged(FIRST, week=0),)), "sessions[0].week: must be from 1 to 52"),
        (forged(planned(), request=forged(planned().request, weeks="8")), "request.weeks: must be a whole number"),
        (
            forged(planned(), changes=(forged(planned().changes[0], reason=""),)),
            "changes[0].reason: must not be empty",
        ),
    ],
    ids=["nothing", "no session", "torn session", "week", "request", "change"],
)
def test_a_program_that_was_torn_apart_shows_why(torn: Program, why: str) -> None:
    assert why in " ".join(str(torn).split())
    assert "When to stop" not in torn._repr_html_()


def test_something_that_only_passes_for_a_program_is_refused() -> None:
    class Mine(Program):
        pass

    mine = object.__new__(Mine)
    with pytest.raises(UnsafeRoutineError, match="a Mine is no Program"):
        export(mine)


def test_a_program_of_a_catalog_of_your_own_is_shown_with_that_catalog_only() -> None:
    program = compose_program(of_ladder(), laddered())
    assert export(program, catalog=laddered())
    assert "catalog=" in show(program, "text")


def test_no_text_of_a_program_promises_anything() -> None:
    adapted = adapt(planned(), about(planned(), 2, planned().sessions[2].exercises[:2], pain=3))
    text = " ".join(told(adapted)).casefold()
    assert not re.search(r"\b(safe|cleared|treats?|cures?|prescribed)\b", text)
    assert set(catalog()) > set(planned().sessions[0].exercises)
    assert SHOWN["program"] != adapted
