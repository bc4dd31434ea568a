import pytest

from tests.composing.asking import codes, composed, ids, request
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.routine import Routine
from thoracic_lib.vocabulary import Movement, Phase


def phases(routine: Routine) -> dict[Phase, int]:
    counted = dict.fromkeys(Phase, 0)
    for step in routine.steps:
        counted[step.exercise.phase] += 1
    return counted


def test_a_session_of_a_quarter_of_an_hour_has_every_phase_and_movement_of_its_goal() -> None:
    routine = composed(15)
    goal = catalog().goal("full-session")
    assert all(phases(routine)[wanted.phase] >= wanted.minimum for wanted in goal.phases)
    assert {movement for step in routine.steps for movement in step.exercise.movements} >= set(goal.movements)
    assert routine.unmet == ()
    assert (routine.score.phases, routine.score.movements) == (8, 4)


def test_more_time_gives_more_until_every_phase_is_full() -> None:
    assert [len(composed(minutes).steps) for minutes in (3, 10, 20, 60, 600)] == sorted(
        len(composed(minutes).steps) for minutes in (3, 10, 20, 60, 600)
    )
    full = phases(composed(600))
    assert all(full[wanted.phase] == wanted.maximum for wanted in catalog().goal("full-session").phases)


def test_all_the_time_in_the_world_gives_every_step_its_largest_dose() -> None:
    assert all(step.dose == step.exercise.dosage.doses()[-1] for step in composed(600).steps)


@pytest.mark.parametrize("exercise", ["cat-cow", "wall-angel", "ball-release-chest"])
def test_what_must_be_in_is_in(exercise: str) -> None:
    routine = composed(10, include=[exercise])
    assert exercise in ids(routine)
    assert next(step.why for step in routine.steps if step.exercise.id == exercise) == "You asked for it."


def test_what_must_not_be_in_is_out() -> None:
    before = ids(composed(15))
    routine = composed(15, exclude=before[:2])
    assert not set(before[:2]) & set(ids(routine))


def test_two_of_one_family_cannot_both_be_asked_for() -> None:
    with pytest.raises(NothingFitsError, match="seated-wall-angel and wall-angel are of the same family"):
        composed(30, include=["wall-angel", "seated-wall-angel"])


def test_more_of_a_phase_than_the_goal_takes_cannot_be_asked_for() -> None:
    release = ["ball-release-chest", "ball-release-upper-abdominals", "fingertip-release-intercostals"]
    with pytest.raises(NothingFitsError, match="you ask for 4 of the phase release, and the goal takes 3"):
        composed(60, include=[*release, "foam-roller-release-latissimus-dorsi"])


def test_more_by_name_than_the_number_of_exercises_cannot_be_asked_for() -> None:
    with pytest.raises(NothingFitsError, match="you ask for 2 exercises by name, and for at most 1"):
        composed(60, include=["cat-cow", "wall-angel"], maximum_exercises=1)


def test_what_must_be_in_but_takes_too_long_is_told_with_the_time_it_needs() -> None:
    asked = ["cat-cow", "quadruped-rotation-hand-behind-head"]
    with pytest.raises(NothingFitsError, match="what you ask for by name takes longer") as caught:
        composed(1, include=asked)
    (help_,) = caught.value.helps
    minutes, _, seconds = help_.partition(" min of time ")[0].partition(":")
    needed = int(minutes) * 60 + int(seconds)
    assert set(asked) <= set(ids(composed(None, seconds=needed, include=asked)))
    with pytest.raises(NothingFitsError):
        composed(None, seconds=needed - 1, include=asked)


def test_the_number_of_exercises_is_kept() -> None:
    routine = composed(60, maximum_exercises=3)
    assert len(routine.steps) == 3
    assert "You asked for at most 3 exercises." in {omission.reason for omission in routine.omissions}


def test_one_exercise_is_spoken_of_as_one() -> None:
    reasons = {omission.reason for omission in composed(60, maximum_exercises=1).omissions}
    assert "You asked for at most 1 exercise." in reasons


def test_nothing_harder_than_asked_for_is_in() -> None:
    routine = composed(600, maximum_difficulty=0)
    assert {catalog().difficulty(exercise) for exercise in ids(routine)} == {0}


def test_the_stricter_of_the_difficulties_of_goal_and_request_holds() -> None:
    routine = composed(600, goal="gentle-start", maximum_difficulty=2)
    assert {catalog().difficulty(exercise) for exercise in ids(routine)} == {0}


def test_an_emphasis_on_a_movement_changes_the_choice() -> None:
    plain, turned = composed(10), composed(10, movements=["rotation"])
    assert ids(plain) != ids(turned)
    assert sum(Movement.ROTATION in step.exercise.movements for step in turned.steps) > sum(
        Movement.ROTATION in step.exercise.movements for step in plain.steps
    )


def test_an_emphasis_on_a_phase_counts_double() -> None:
    plain, strong = composed(15), composed(15, phases=["strengthen"])
    time = [
        sum(step.seconds for step in routine.steps if step.exercise.phase is Phase.STRENGTHEN)
        for routine in (plain, strong)
    ]
    assert time[1] > time[0]


def test_the_longest_time_of_a_goal_caps_the_budget() -> None:
    assert composed(60, goal="desk-break").seconds <= 300
    assert composed(60, goal="desk-break") != composed(60)


def test_what_a_goal_prefers_comes_first() -> None:
    wanted = catalog().goal("wall-angel-preparation").prefer
    assert set(wanted) <= set(ids(composed(15, goal="wall-angel-preparation")))


@pytest.mark.parametrize("goal", [goal.id for goal in catalog().goals])
def test_every_goal_gives_a_routine_in_a_few_minutes(goal: str) -> None:
    routine = composed(15, goal=goal)
    assert routine.unmet == ()
    assert routine.title == catalog().goal(goal).name


def test_every_exercise_is_a_step_or_has_one_reason_why_not() -> None:
    routine = composed(10)
    told = [*ids(routine), *(omission.exercise for omission in routine.omissions)]
    assert sorted(told) == sorted(catalog())


def test_the_score_counts_steps_that_rules_hold_back() -> None:
    free, held = composed(15), composed(15, conditions=["osteopenia"])
    assert (free.score.modified, free.score.cautioned) == (0, 0)
    assert held.score.modified == sum(step.verdict == "modify" for step in held.steps) > 0
    assert held.score.cautioned == sum(step.verdict == "caution" for step in held.steps)


def test_a_routine_is_proven_best_unless_it_follows_a_source_or_the_effort_was_limited() -> None:
    assert composed(10).certificate.optimal
    assert composed(10).shortfall is None
    assert not composed(None, routine="prehab-set").certificate.optimal
    hurried = compose(request(15), effort=1)
    assert not hurried.certificate.optimal
    assert hurried.shortfall is not None


def test_an_exercise_that_shares_a_family_names_the_one_that_is_in() -> None:
    routine = composed(30, include=["wall-angel"])
    assert routine.why_not("seated-wall-angel") == "Wall angel is of the same family."
    assert codes(routine)["seated-wall-angel"] == "same-family"
