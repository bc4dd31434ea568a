import pytest
from attrs import evolve

from tests.composing.weeks import about, planned
from tests.model.tiny import refused
from thoracic_lib.composing.adapting import adapt
from thoracic_lib.exporting import export
from thoracic_lib.model.program import Change, Feedback, ProgramRequest
from thoracic_lib.model.routine import Request
from thoracic_lib.vocabulary import ChangeKind, Felt

REQUEST = ProgramRequest(session=Request(minutes=10))
FEEDBACK = Feedback(week=1, day=0, exercise="cat-cow")


def test_a_program_takes_eight_weeks_of_three_sessions_unless_told_otherwise() -> None:
    assert (REQUEST.weeks, REQUEST.sessions_per_week, REQUEST.weeks_per_step, REQUEST.small_start) == (8, 3, 2, 0)
    assert not REQUEST.pain_scale


@pytest.mark.parametrize(
    ("often", "days"),
    [
        (1, (0,)),
        (2, (0, 3)),
        (3, (0, 2, 4)),
        (4, (0, 1, 3, 5)),
        (5, (0, 1, 2, 4, 5)),
        (7, (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_sessions_lie_evenly_over_the_week_unless_the_days_are_given(often: int, days: tuple[int, ...]) -> None:
    assert evolve(REQUEST, sessions_per_week=often).on_days == days
    assert evolve(REQUEST, days=(1, 2, 6)).on_days == (1, 2, 6)


def test_slots_are_every_day_of_every_week_in_order() -> None:
    assert evolve(REQUEST, weeks=2, days=(0, 1, 6)).slots == ((1, 0), (1, 1), (1, 6), (2, 0), (2, 1), (2, 6))


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"weeks": 0}, [("weeks", "must be from 1 to 52, not 0")]),
        ({"weeks": 53}, [("weeks", "must be from 1 to 52, not 53")]),
        ({"sessions_per_week": 8}, [("sessions_per_week", "must be from 1 to 7, not 8")]),
        ({"days": (0, 1)}, [("days", "are 2 for 3 sessions a week")]),
        ({"days": (0, 2, 1)}, [("days", "must stand in order")]),
        ({"days": (0, 1, 7)}, [("days", "item 2 must be from 0 to 6, not 7")]),
        ({"days": (0, 1, 1)}, [("days", "holds 1 twice")]),
        ({"small_start": 9}, [("small_start", "is longer than the 8 weeks of the program")]),
        ({"small_start": 8}, []),
        ({"weeks": 8.0}, [("weeks", "must be a whole number, not 8.0")]),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(
    changes: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert refused(REQUEST, **changes) == faults


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"effort": 3, "felt": Felt.EASY}, [("effort", "stands beside felt; give one of them")]),
        ({"done": False, "effort": 3}, [("effort", "cannot be told of what was skipped")]),
        ({"done": False, "felt": Felt.HARD}, [("effort", "cannot be told of what was skipped")]),
        ({"done": False, "pain": 3}, []),
        ({"pain": 0, "sharp": True}, [("pain", "is 0, yet sharp or radiating")]),
        ({"pain": 0, "radiating": True}, [("pain", "is 0, yet sharp or radiating")]),
        ({"sharp": True, "settled": True}, []),
        ({"settled": False}, [("settled", "is told of no pain")]),
        ({"pain": 11}, [("pain", "must be from 0 to 10, not 11")]),
        ({"pain": 2.5}, [("pain", "must be a whole number, not 2.5")]),
        ({"pain": True}, [("pain", "must be a whole number, not True")]),
        ({"effort": -1}, [("effort", "must be from 0 to 10, not -1")]),
        ({"sharp": "no"}, [("sharp", "must be true or false, not 'no'")]),
    ],
)
def test_feedback_that_contradicts_itself_is_refused(changes: dict[str, object], faults: list[tuple[str, str]]) -> None:
    assert refused(FEEDBACK, **changes) == faults


@pytest.mark.parametrize(
    ("said", "hurt"),
    [({}, False), ({"pain": 0}, False), ({"pain": 1}, True), ({"sharp": True}, True), ({"radiating": True}, True)],
)
def test_any_pain_above_zero_hurts(said: dict[str, object], hurt: object) -> None:
    assert evolve(FEEDBACK, **said).hurt is hurt  # type: ignore[arg-type]  # checked by the model


@pytest.mark.parametrize(
    ("said", "easy", "hard"),
    [
        ({}, False, False),
        ({"effort": 0}, True, False),
        ({"effort": 3}, True, False),
        ({"effort": 4}, False, False),
        ({"effort": 7}, False, False),
        ({"effort": 8}, False, True),
        ({"felt": Felt.EASY}, True, False),
        ({"felt": Felt.RIGHT}, False, False),
        ({"felt": Felt.HARD}, False, True),
    ],
)
def test_effort_is_easy_right_or_hard_by_number_or_by_word(said: dict[str, object], easy: object, hard: object) -> None:
    told = evolve(FEEDBACK, **said)  # type: ignore[arg-type]  # checked by the model
    assert (told.easy, told.hard) == (easy, hard)


def test_a_program_has_its_sessions_on_the_days_of_its_request() -> None:
    faults = [("sessions", "are not on the days that the request asks for")]
    assert refused(planned(), sessions=planned().sessions[:-1], changes=()) == faults
    assert refused(planned(), sessions=planned().sessions[::-1]) == faults


def test_a_program_takes_no_feedback_on_what_it_does_not_hold() -> None:
    wrong = Feedback(week=1, day=0, exercise="no-such-exercise")
    later = Feedback(week=1, day=1, exercise=planned().sessions[0].exercises[0])
    assert [path for path, _ in refused(planned(), feedback=(wrong, later))] == ["feedback[0]", "feedback[1]"]


def test_a_change_is_dated_on_a_day_with_a_session() -> None:
    change = Change(week=1, day=1, kind=ChangeKind.LONGER, reason="More time.", basis="library default")
    assert refused(planned(), changes=(change,)) == [("changes[0]", "is dated on a day without a session")]
    assert str(change) == "Week 1, day 1: More time. [library default]"


def test_a_week_is_its_sessions() -> None:
    assert [(s.week, s.day) for s in planned().week(2)] == [(2, 0), (2, 3)]
    assert planned().week(5) == ()


def test_the_next_session_is_the_one_after_the_last_with_feedback() -> None:
    assert planned().next == 0
    assert adapt(planned(), [*about(planned(), 2), *about(planned(), 0)]).next == 3


def test_a_program_and_a_session_read_in_one_line() -> None:
    told = f"<Program Full routine: 4 × 2 sessions, {len(planned().changes)} changes>"
    assert repr(planned()) == told
    assert repr(planned().sessions[1]).startswith("<Session week 1, day 3: <Routine Full routine: ")


def test_a_program_is_shown_through_the_formats() -> None:
    assert str(planned()) == export(planned(), "text")
    assert planned()._repr_html_() == export(planned(), "html")
