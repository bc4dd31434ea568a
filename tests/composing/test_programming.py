import os
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

import thoracic_lib
from tests.composing.weeks import NOBODY, asked, changes, laddered, of_ladder, planned, steps_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.errors import GateError, NothingFitsError, UnknownIdError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import ProgramRequest
from thoracic_lib.model.routine import Done, DoseLimits, Request, Routine
from thoracic_lib.profiles import profile
from thoracic_lib.vocabulary import ShownIn


def test_doses_rise_through_their_range_and_then_the_harder_version_comes() -> None:
    program = compose_program(of_ladder(), laddered())
    turn, far = "ex-turn", "ex-turn-far"
    assert steps_of(program) == [
        (1, 0, turn, 0),
        (1, 3, turn, 0),
        (2, 0, turn, 1),
        (2, 3, turn, 1),
        (3, 0, turn, 2),
        (3, 3, turn, 2),
        (4, 0, far, 0),
        (4, 3, far, 0),
        (5, 0, far, 1),
        (5, 3, far, 1),
        (6, 0, far, 2),
        (6, 3, far, 2),
    ]
    assert changes(program) == [
        (2, 0, "raised", turn, None),
        (3, 0, "raised", turn, None),
        (4, 0, "harder", turn, far),
        (5, 0, "raised", far, None),
        (6, 0, "raised", far, None),
    ]
    assert "5 repetitions → 8 repetitions. 1 week went well" in program.changes[0].reason
    assert program.changes[0].basis == "range: src-one; when it rises: library default"
    assert "Ex-Turn-Far takes the place of Ex-Turn." in program.changes[2].reason
    assert program.changes[2].basis == "link: stated; when it is taken: library default"


def test_the_doses_are_those_of_their_steps() -> None:
    program = compose_program(of_ladder(weeks=3), laddered())
    amounts = [session.routine.steps[0].dose.repetitions for session in program.sessions]
    assert amounts == [5, 5, 8, 8, 10, 10]


def test_a_dose_stays_for_as_many_weeks_as_asked() -> None:
    program = compose_program(of_ladder(weeks_per_step=2), laddered())
    assert [step for _, day, _, step in steps_of(program) if day == 0] == [0, 0, 1, 1, 2, 2]
    assert "2 weeks went well" in program.changes[0].reason


def test_a_dose_rises_no_further_than_the_request_lets_it() -> None:
    session = evolve(of_ladder().session, doses=(DoseLimits(exercise="ex-turn", least=1, most=1),))
    program = compose_program(of_ladder(session=session), laddered())
    assert {(exercise, step) for *_, exercise, step in steps_of(program)} == {("ex-turn", 1)}
    assert program.changes == ()


@pytest.mark.parametrize("wish", [{"exclude": frozenset({"ex-turn-far"})}, {"maximum_difficulty": 0}])
def test_a_harder_version_that_is_not_wanted_does_not_come(wish: dict[str, object]) -> None:
    session = evolve(of_ladder().session, **wish)  # type: ignore[arg-type]  # checked by the model
    program = compose_program(of_ladder(session=session), laddered())
    assert {exercise for *_, exercise, _ in steps_of(program)} == {"ex-turn"}


def test_what_is_asked_for_by_name_stays() -> None:
    session = evolve(of_ladder().session, include=frozenset({"ex-turn"}))
    program = compose_program(of_ladder(session=session), laddered())
    assert {exercise for *_, exercise, _ in steps_of(program)} == {"ex-turn"}


def test_a_harder_version_asked_for_by_name_need_not_wait() -> None:
    session = evolve(of_ladder().session, include=frozenset({"ex-turn-far"}))
    program = compose_program(of_ladder(session=session), laddered())
    assert "ex-turn-far" in program.sessions[0].exercises


def test_a_harder_version_that_the_rules_hold_back_does_not_come() -> None:
    far = laddered()["ex-turn-far"]
    loaded = evolve(laddered(), exercises=(laddered()["ex-turn"], evolve(far, setups=far.setups[1:])))
    program = compose_program(of_ladder(), loaded)
    assert {exercise for *_, exercise, _ in steps_of(program)} == {"ex-turn"}


def test_a_small_start_takes_a_few_minutes_and_exercises_and_then_says_that_it_is_over() -> None:
    program = compose_program(asked(minutes=15, small_start=1))
    assert all(s.routine.seconds <= 300 and len(s.exercises) <= 3 for s in program.week(1))
    assert all(s.routine.seconds > 300 for s in program.week(2))
    longer = [change for change in program.changes if change.kind == "longer"]
    assert [(change.week, change.day, change.exercise) for change in longer] == [(2, 0, None)]
    assert any("a few minutes a day" in note for note in program.notes)
    assert not any("a few minutes a day" in note for note in planned().notes)


def test_a_small_start_never_takes_more_than_was_asked_for() -> None:
    request = asked(small_start=1, weeks=1)
    short = evolve(request, session=evolve(request.session, minutes=3, maximum_exercises=1))
    program = compose_program(short)
    assert all(s.routine.seconds <= 180 and len(s.exercises) == 1 for s in program.sessions)


def test_a_source_s_sequence_is_kept_and_its_doses_rise_where_nothing_falls_out() -> None:
    session = Request(routine="prehab-set", minutes=30, profile=asked().session.profile)
    program = compose_program(asked(session=session))
    first = program.sessions[0].exercises
    assert all(s.exercises == first for s in program.sessions)
    assert {change.kind for change in program.changes} == {"raised"}
    assert program.unmet == ()


def test_a_source_s_sequence_may_take_its_own_time() -> None:
    session = Request(routine="few-minutes-starter", profile=NOBODY)
    program = compose_program(ProgramRequest(session=session, weeks=2, sessions_per_week=1, small_start=1))
    assert program.sessions[0].routine.seconds <= 300
    assert program.sessions[1].routine.request.budget is None


def test_sessions_vary_and_know_what_was_done_up_to_three_days_before() -> None:
    program = compose_program(asked(sessions_per_week=3))
    assert len({session.exercises for session in program.sessions}) > 1
    for session in program.sessions:
        today = 7 * session.week + session.day
        recent: dict[str, int] = {}
        for other in program.sessions:
            ago = today - 7 * other.week - other.day
            if 0 < ago <= 3:
                recent.update(dict.fromkeys(other.exercises, ago))
        assert {done.exercise: done.days_ago for done in session.routine.request.history} == recent


def test_what_was_done_before_the_program_counts_and_fades() -> None:
    session = evolve(asked().session, history=(Done(exercise="cat-cow", days_ago=1),))
    program = compose_program(asked(session=session, sessions_per_week=3))
    ago = [
        [done.days_ago for done in session.routine.request.history if done.exercise == "cat-cow"]
        for session in program.week(1)
    ]
    assert ago[0] == [1]
    assert ago[1] == [2 if "cat-cow" in program.sessions[0].exercises else 3]


def test_a_movement_that_one_session_has_no_time_for_comes_in_another_one_of_the_week() -> None:
    wanted = set(catalog().goal("full-session").movements)
    program = compose_program(asked(minutes=3, sessions_per_week=4, weeks=2))
    for week in (1, 2):
        steps = [step for session in program.week(week) for step in session.routine.steps]
        assert wanted <= {movement for step in steps for movement in step.exercise.movements}
    assert program.unmet == ()
    assert any(not wanted <= {m for step in s.routine.steps for m in step.exercise.movements} for s in program.sessions)


def test_what_a_week_does_not_give_is_told() -> None:
    person = profile(conditions=["T12 compression"], cleared=["vertebral_compression_fracture"])
    program = compose_program(asked(session=Request(minutes=15, profile=person), weeks=2))
    assert "Week 1 has no exercise for flexion." in program.unmet
    assert "Week 2 has no exercise for flexion." in program.unmet


@pytest.mark.parametrize(("minutes", "noted"), [(9, True), (10, False), (30, False), (31, True)])
def test_sessions_of_another_length_than_a_source_advises_are_noted_and_not_refused(
    minutes: int, noted: object
) -> None:
    program = compose_program(asked(minutes=minutes, weeks=1, sessions_per_week=1))
    assert any("10 to 30 minutes" in note for note in program.notes) is noted


def test_eight_weeks_name_their_source() -> None:
    eight = compose_program(of_ladder(weeks=8), laddered())
    assert any("[prehab-thoracic-mobility]" in note for note in eight.notes)
    assert not any("Eight weeks" in note for note in compose_program(of_ladder(), laddered()).notes)


def test_a_program_bears_the_guidance_for_programs_and_its_data() -> None:
    program = planned()
    assert program.guidance == tuple(a.text for a in catalog().guidance if ShownIn.PROGRAM in a.shown_in)
    assert (program.data_version, program.catalog_digest) == (catalog().data_version, catalog().digest)
    assert program.title == "Full routine"


def test_progress_is_told_after_each_session() -> None:
    told: list[tuple[int, int]] = []
    compose_program(of_ladder(weeks=2), laddered(), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_stops_a_routine_stops_a_program() -> None:
    with pytest.raises(GateError):
        compose_program(
            asked(session=Request(minutes=9, profile=Profile(conditions=frozenset({"vertebral_fracture"}))))
        )
    with pytest.raises(UnknownIdError):
        compose_program(asked(session=Request(minutes=9, goal="no-such-goal")))
    with pytest.raises(NothingFitsError, match="What would help"):
        compose_program(asked(session=Request(seconds=10)))


def test_equal_requests_for_a_session_are_composed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Request] = []

    def counted(request: Request, known: Catalog) -> Routine:
        seen.append(request)
        return compose(request, known)

    monkeypatch.setattr("thoracic_lib.composing.planning.compose", counted)
    compose_program(of_ladder(weeks=52, sessions_per_week=1), laddered())
    assert len(seen) == len(set(seen)) < 20


def test_a_program_is_the_same_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib, thoracic_lib as tl;"
        "p = tl.profile(equipment=['foam roller', 'stick', 'chair'], conditions=[]);"
        "r = tl.ProgramRequest(session=tl.Request(minutes=8, profile=p), weeks=2, weeks_per_step=1);"
        "x = tl.compose_program(r);"
        "y = tl.adapt(x, [tl.Feedback(week=1, day=2, exercise=x.sessions[1].exercises[-1], pain=4)]);"
        "print(hashlib.sha256((tl.to_json(x) + tl.to_json(y)).encode()).hexdigest())"
    )
    path = str(Path(thoracic_lib.__file__).parents[1])
    told = {
        subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
