from functools import cache
from typing import Any

import pytest
from attrs import evolve

from tests.composing.weeks import about, changes, laddered, of_ladder, planned, steps_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing.adapting import adapt
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.errors import FeedbackError, NothingFitsError, RedFlagError, StopError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import FlagAnswer, Profile
from thoracic_lib.model.program import Feedback, Program
from thoracic_lib.profiles import profile
from thoracic_lib.vocabulary import Felt, RedFlagLevel

TURN, FAR, HALF = "ex-turn", "ex-turn-far", "ex-half"


@cache
def ladder(*, scale: bool = False, regressed: bool = False) -> Program:
    """Six weeks up the ladder: three of ex-turn and three of ex-turn-far, a step a week."""
    session = of_ladder().session
    known = laddered(regressed=regressed)
    if regressed:  # the regression is no choice of the composer's: ex-turn is asked for
        session = evolve(session, include=frozenset({TURN}))
    return compose_program(of_ladder(session=session, pain_scale=scale), known)


def after(at: int, *, program: Program | None = None, known: Catalog | None = None, **said: Any) -> Program:  # noqa: ANN401 - any field
    """The next program after the same feedback on all of one session."""
    held = program or ladder()
    return adapt(held, about(held, at, **said), known or laddered())


def rest(program: Program, at: int) -> list[tuple[str, int]]:
    """The exercises after a session, with their steps, each stretch of equal ones once."""
    told = [(exercise, step) for *_, exercise, step in steps_of(program)[at + 1 :]]
    return [one for index, one in enumerate(told) if index == 0 or told[index - 1] != one]


def test_no_feedback_changes_nothing() -> None:
    assert adapt(ladder(), (), laddered()) is ladder()
    assert adapt(planned(), []) is planned()


def test_feedback_as_planned_changes_no_session() -> None:
    for program, known in ((ladder(), laddered()), (planned(), catalog())):
        for at in (0, 1, 4, 7):
            told = [entry for before in range(at + 1) for entry in about(program, before, felt=Felt.RIGHT)]
            adapted = adapt(program, told, known)
            assert (adapted.sessions, adapted.changes) == (program.sessions, program.changes)
            assert adapted.feedback == tuple(sorted(told, key=lambda f: (f.week, f.day, f.exercise)))


def test_sessions_up_to_the_last_one_with_feedback_stay() -> None:
    for at in range(len(ladder().sessions)):
        adapted = after(at, felt=Felt.HARD)
        assert adapted.sessions[: at + 1] == ladder().sessions[: at + 1]
        assert adapted.next == at + 1


def test_what_was_easy_rises_at_once_and_once_a_week_at_most() -> None:
    adapted = after(0, felt=Felt.EASY)
    assert rest(adapted, 0)[:2] == [(TURN, 1), (TURN, 2)]
    assert changes(adapted)[0] == (1, 3, "raised", TURN, None)
    assert "You found it easy, so" in adapted.changes[0].reason
    both = adapt(adapted, about(adapted, 1, effort=1), laddered())
    assert steps_of(both)[2] == (2, 0, TURN, 2)
    assert both.changes[0] == adapted.changes[0]


def test_what_was_easy_at_the_top_gives_way_to_the_harder_version_at_once() -> None:
    program = compose_program(of_ladder(weeks_per_step=2), laddered())
    adapted = after(10, program=program, effort=3)
    assert steps_of(adapted)[10:] == [(6, 0, TURN, 2), (6, 3, FAR, 0)]
    assert "You found it easy at the top of its range." in adapted.changes[2].reason


def test_what_was_easy_and_hurt_does_not_rise() -> None:
    program = ladder(scale=True)
    assert rest(after(0, program=program, effort=1, pain=1), 0)[:2] == [(TURN, 0), (TURN, 1)]


@pytest.mark.parametrize("said", [{"felt": Felt.HARD}, {"effort": 8}])
def test_a_week_with_something_hard_is_done_again(said: dict[str, Any]) -> None:
    adapted = after(0, **said)
    assert [step for *_, step in steps_of(adapted)[:6]] == [0, 0, 0, 0, 1, 1]


def test_what_was_skipped_all_week_is_repeated_and_this_is_told() -> None:
    told = [*about(ladder(), 0, done=False), *about(ladder(), 1, done=False)]
    adapted = adapt(ladder(), told, laddered())
    assert [step for *_, step in steps_of(adapted)[:6]] == [0, 0, 0, 0, 1, 1]
    assert changes(adapted)[0] == (2, 0, "repeated", TURN, None)
    assert "you skipped it last week" in adapted.changes[0].reason


def test_what_was_skipped_once_counts_where_it_was_done_another_time() -> None:
    assert steps_of(after(0, done=False)) == steps_of(ladder())


def test_what_was_skipped_is_no_history() -> None:
    adapted = after(0, done=False)
    assert adapted.sessions[1].routine.request.history == ()
    assert ladder().sessions[1].routine.request.history != ()


def test_pain_takes_the_dose_down_a_step_for_good() -> None:
    adapted = after(4, pain=1)
    assert rest(adapted, 4) == [(TURN, 1)]
    assert changes(adapted)[2] == (3, 3, "lowered", TURN, None)
    assert adapted.changes[2].reason == "Ex-Turn: pain 1 of 10: 10 repetitions → 8 repetitions."
    assert adapted.changes[2].basis.startswith("pain rule: src-one; ")


def test_pain_again_takes_it_down_again_and_the_same_pain_told_twice_does_not() -> None:
    once = after(4, pain=1)
    again = adapt(once, about(once, 5, pain=1), laddered())
    assert rest(again, 5)[0] == (TURN, 0)
    both = adapt(ladder(), [*about(ladder(), 4, pain=1), *about(ladder(), 5, pain=1)], laddered())
    assert rest(both, 5) == [(TURN, 1)]
    assert [str(change.kind) for change in both.changes].count("lowered") == 1


def test_pain_at_the_bottom_of_a_harder_version_leads_back_to_the_easier_one() -> None:
    adapted = after(6, pain=3)
    assert rest(adapted, 6)[0] == (TURN, 2)
    assert FAR not in {exercise for exercise, _ in rest(adapted, 6)}
    assert changes(adapted)[3] == (4, 3, "easier", FAR, TURN)
    assert "Ex-Turn takes its place" in adapted.changes[3].reason


def test_pain_at_the_bottom_leads_to_the_regression_that_a_source_names() -> None:
    program, known = ladder(regressed=True), laddered(regressed=True)
    adapted = after(0, program=program, known=known, pain=3)
    assert {exercise for exercise, _ in rest(adapted, 0)} == {HALF}
    assert changes(adapted)[0] == (1, 3, "easier", TURN, HALF)


def test_pain_with_nothing_easier_leaves_the_exercise_out() -> None:
    with pytest.raises(NothingFitsError):
        after(0, pain=3)
    at = next(i for i, s in enumerate(planned().sessions) if "thread-the-needle" in s.exercises)
    adapted = adapt(planned(), about(planned(), at, ["thread-the-needle"], pain=3))
    assert all("thread-the-needle" not in s.exercises for s in adapted.sessions[at + 1 :])
    removed = next(change for change in adapted.changes if change.kind == "removed")
    assert "nothing easier is left" in removed.reason


def test_pain_that_does_not_settle_leaves_the_exercise_out_whatever_its_step() -> None:
    adapted = adapt(
        ladder(regressed=True), about(ladder(regressed=True), 5, pain=1, settled=True), laddered(regressed=True)
    )
    assert rest(adapted, 5) == [(TURN, 1)]
    with pytest.raises(NothingFitsError):
        after(4, pain=1, settled=False)


def test_an_easier_version_that_hurts_too_is_left_out_with_the_exercise() -> None:
    program, known = ladder(regressed=True), laddered(regressed=True)
    once = after(0, program=program, known=known, pain=3)
    with pytest.raises(NothingFitsError):
        adapt(once, about(once, 1, pain=3), known)


def test_by_the_scale_mild_pain_only_keeps_the_dose() -> None:
    program = ladder(scale=True)
    adapted = after(0, program=program, pain=3)
    assert rest(adapted, 0)[:2] == [(TURN, 0), (TURN, 1)]
    assert [step for *_, step in steps_of(adapted)[:6]] == [0, 0, 0, 0, 1, 1]
    assert after(4, program=program, pain=4).changes[2].kind == "lowered"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"pain": 6}, "pain 6 of 10"),
        ({"sharp": True}, "sharp pain"),
        ({"radiating": True, "pain": 1}, "radiating pain 1 of 10"),
        ({"radiating": True, "sharp": True}, "sharp and radiating pain"),
    ],
)
@pytest.mark.parametrize("scale", [True, False])
def test_pain_of_the_worst_kind_stops_until_it_settled_and_the_signs_were_asked_about(
    scale: bool,  # noqa: FBT001 - one of two cases
    said: dict[str, Any],
    told: str,
) -> None:
    program = ladder(scale=scale)
    with pytest.raises(StopError) as caught:
        after(0, program=program, **said)
    assert caught.value.exercises == (TURN,)
    assert caught.value.actions == ("Stop.", "Rest now.")
    assert caught.value.flags == ("F2",)
    asked = Profile(equipment=frozenset({"eq-chair"}), red_flags=(FlagAnswer(flag="F2", present=False),))
    for unsettled in (None, False):
        with pytest.raises(StopError) as again:
            adapt(program, about(program, 0, settled=unsettled, **said), laddered(), profile=asked)
        assert again.value.flags == ()
    with pytest.raises(StopError):
        adapt(program, about(program, 0, settled=True, **said), laddered())
    with pytest.raises(NothingFitsError):  # its whole family is left out, and there is no other one
        adapt(program, about(program, 0, settled=True, **said), laddered(), profile=asked)
    last = len(program.sessions) - 1
    ended = adapt(program, about(program, last, settled=True, **said), laddered(), profile=asked)
    assert told in ended.changes[-1].reason
    assert ended.changes[-1].kind == "removed"


def test_a_warning_sign_answered_yes_is_told_before_anything_else() -> None:
    flagged = Profile(equipment=frozenset({"eq-chair"}), red_flags=(FlagAnswer(flag="F2", present=True),))
    with pytest.raises(RedFlagError, match="F2: Call"):
        adapt(ladder(), about(ladder(), 0, sharp=True, settled=True), laddered(), profile=flagged)


def test_after_pain_at_which_to_stop_the_whole_family_is_left_out() -> None:
    pressing = [flag.id for flag in catalog().red_flags if flag.level in {RedFlagLevel.EMERGENCY, RedFlagLevel.URGENT}]
    person = planned().request.session.profile
    asked = evolve(person, red_flags=tuple(FlagAnswer(flag=flag, present=False) for flag in sorted(pressing)))
    told = about(planned(), 0, ["cat-cow"], sharp=True, settled=True)
    adapted = adapt(planned(), told, profile=asked)
    family = {exercise for exercise in catalog() if catalog()[exercise].family == catalog()["cat-cow"].family}
    assert len(family) > 1
    assert all(family.isdisjoint(session.exercises) for session in adapted.sessions[1:])
    assert adapted.request.session.profile == asked
    later = adapt(adapted, about(adapted, 1))
    assert all(family.isdisjoint(session.exercises) for session in later.sessions[1:])


def test_with_a_condition_that_waits_for_a_clinician_any_pain_is_one_to_stop_at() -> None:
    person = profile(
        equipment=["foam roller", "chair"],
        conditions=["T12 compression"],
        cleared=["vertebral_compression_fracture"],
    )
    request = planned().request
    program = compose_program(
        evolve(request, session=evolve(request.session, profile=person), pain_scale=True, weeks=1)
    )
    with pytest.raises(StopError):
        adapt(program, about(program, 0, program.sessions[0].exercises[:1], pain=1))
    assert adapt(program, about(program, 0, pain=0)).sessions == program.sessions


def test_what_is_new_about_a_person_screens_the_sessions_to_come() -> None:
    person = evolve(planned().request.session.profile, conditions=frozenset({"osteoporosis"}))
    adapted = adapt(planned(), about(planned(), 0), profile=person)
    assert adapted.sessions[0] == planned().sessions[0]
    assert all(session.routine.request.profile == person for session in adapted.sessions[1:])
    assert adapt(planned(), (), profile=person).sessions[0].routine.request.profile == person


def test_feedback_that_does_not_belong_to_the_program_is_refused_with_every_fault() -> None:
    (first,) = about(ladder(), 0)
    told = adapt(ladder(), [first], laddered())
    wrong = [
        Feedback(week=1, day=1, exercise=TURN),
        Feedback(week=9, day=0, exercise=TURN),
        Feedback(week=1, day=3, exercise=FAR),
        first,
        *about(ladder(), 2),
        *about(ladder(), 2),
    ]
    with pytest.raises(FeedbackError) as caught:
        adapt(told, wrong, laddered())
    assert [(fault.path, fault.reason) for fault in caught.value.faults] == [
        ("feedback[0]", "week 1, day 1 has no session"),
        ("feedback[1]", "week 9, day 0 has no session"),
        ("feedback[2]", "'ex-turn-far' is not in the session of week 1, day 3"),
        ("feedback[3]", "'ex-turn' of week 1, day 0 was told before"),
        ("feedback[5]", "'ex-turn' of week 2, day 0 was told before"),
    ]


def test_late_feedback_counts_from_the_next_session_on() -> None:
    once = adapt(ladder(), about(ladder(), 5), laddered())
    late = adapt(once, about(once, 4, pain=2), laddered())
    assert late.sessions[:6] == once.sessions[:6]
    assert rest(late, 5) == [(TURN, 1)]
    assert changes(late)[2] == (4, 0, "lowered", TURN, None)


def test_feedback_on_the_last_session_ends_the_program_and_is_told() -> None:
    last = len(ladder().sessions) - 1
    ended = after(last, pain=2)
    assert ended.sessions == ladder().sessions
    assert changes(ended)[-1] == (6, 3, "lowered", FAR, None)
    assert changes(ended)[:-1] == changes(ladder())


def test_a_dose_that_a_rule_holds_back_cannot_go_lower_so_the_exercise_goes() -> None:
    person = profile(equipment=["chair"], conditions=["osteoporosis"])
    request = evolve(planned().request, weeks=3, session=evolve(planned().request.session, profile=person))
    program = compose_program(request)
    at, held = next(
        (index, step.exercise.id)
        for index, session in enumerate(program.sessions)
        for step in session.routine.steps
        if step.dose.limited_by and session.week > 1
    )
    adapted = adapt(program, about(program, at, [held], pain=2))
    kinds = {change.kind for change in adapted.changes if change.exercise == held and change.week >= 2}
    assert kinds & {"removed", "easier"}
    assert "lowered" not in kinds


def test_progress_is_told_while_adapting() -> None:
    told: list[tuple[int, int]] = []
    adapt(ladder(), about(ladder(), 0), laddered(), progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (12, 12)
