"""What holds of every program, whoever asks, for however many weeks, and whatever is said of it afterwards."""

import pickle
from collections.abc import Sequence
from itertools import pairwise

from attrs import evolve
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from tests.laws.test_composing_laws import requests
from thoracic_lib.catalogs import catalog
from thoracic_lib.checking import verify_program
from thoracic_lib.composing import compose
from thoracic_lib.composing.adapting import adapt
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.errors import NothingFitsError, StopError
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.model.dosage import seconds
from thoracic_lib.model.program import Feedback, Program, ProgramRequest, Session
from thoracic_lib.model.routine import Step
from thoracic_lib.vocabulary import Felt, Movement, RelationKind

CATALOG = catalog()
LAW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def weeks(draw: st.DrawFn, *, sequence: bool | None = False) -> ProgramRequest:
    """Requests for programs of people whom nothing stops."""
    session = draw(requests(sequence=sequence))
    asked = draw(st.integers(1, 4))
    return ProgramRequest(
        session=evolve(session, seconds=min(session.seconds or 0, 1_200)),
        weeks=asked,
        sessions_per_week=draw(st.integers(1, 3)),
        small_start=draw(st.integers(0, 1)),
        weeks_per_step=draw(st.integers(1, 2)),
        pain_scale=draw(st.booleans()),
    )


def program_of(request: ProgramRequest) -> Program:
    """The program; draws another request where nothing fits, while any other error is a fault."""
    try:
        return compose_program(request, CATALOG)
    except NothingFitsError:
        reject()


def adapted(program: Program, feedback: Sequence[Feedback]) -> Program:
    """The next program; draws other feedback where nothing is left or the pain stops it."""
    try:
        return adapt(program, feedback, CATALOG)
    except (NothingFitsError, StopError):
        reject()


def amount(step: Step) -> tuple[int, ...]:
    """All that grows with a dose."""
    dose = step.dose
    told = (dose.sets, dose.repetitions, dose.hold_seconds, dose.duration_seconds, dose.breaths, dose.spots)
    return tuple(number or 0 for number in told)


def amounts(program: Program) -> dict[str, list[tuple[Session, tuple[int, ...]]]]:
    """For each exercise its sessions with its doses."""
    found: dict[str, list[tuple[Session, tuple[int, ...]]]] = {}
    for session in program.sessions:
        for step in session.routine.steps:
            found.setdefault(step.exercise.id, []).append((session, amount(step)))
    return found


def trained(session: Session) -> set[Movement]:
    """The movements of a session."""
    return {movement for step in session.routine.steps for movement in step.exercise.movements}


@LAW
@given(weeks(sequence=None))
def test_every_session_is_on_its_day_within_its_time_and_passes_the_second_checker(request: ProgramRequest) -> None:
    program = program_of(request)
    assert tuple((session.week, session.day) for session in program.sessions) == request.slots
    for session in program.sessions:
        small = session.week <= request.small_start
        most = min(request.session.budget or 36_000, 300) if small else request.session.budget
        assert most is None or session.routine.seconds <= most
    verify_program(program, CATALOG)


@LAW
@given(weeks(sequence=None))
def test_no_dose_ever_goes_down_without_feedback_and_it_rises_by_one_step_at_a_time(request: ProgramRequest) -> None:
    for exercise, told in amounts(program_of(request)).items():
        steps = dict.fromkeys(amount_at(exercise, step) for step in range(3))
        for (_, one), (_, two) in pairwise(told):
            assert all(before <= after for before, after in zip(one, two, strict=True))
            if one in steps and two in steps:
                assert list(steps).index(two) - list(steps).index(one) in {0, 1}


def amount_at(exercise: str, step: int) -> tuple[int, ...]:
    """The amount of an exercise at a step of its range."""
    dose = CATALOG[exercise].dosage.at(step, 2)
    told = (dose.sets, dose.repetitions, dose.hold_seconds, dose.duration_seconds, dose.breaths, dose.spots)
    return tuple(number or 0 for number in told)


@LAW
@given(weeks())
def test_a_dose_rises_only_with_a_change_that_says_so(request: ProgramRequest) -> None:
    program = program_of(request)
    risen = [(c.week, c.day, c.exercise) for c in program.changes if c.kind == "raised"]
    for exercise, told in amounts(program).items():
        for (before, one), (after, two) in pairwise(told):
            between = ((before.week, before.day), (after.week, after.day))
            if one != two:
                assert any(between[0] < (week, day) <= between[1] and name == exercise for week, day, name in risen)


@LAW
@given(weeks())
def test_a_harder_version_comes_only_after_the_top_of_the_exercise_before_it(request: ProgramRequest) -> None:
    program = program_of(request)
    done: set[str] = set()
    for session in program.sessions:
        for exercise in session.exercises:
            before = {
                relation.to for relation in CATALOG[exercise].relations if relation.kind is RelationKind.PROGRESSION_OF
            }
            assert not before or before & done or exercise in request.session.include
        done |= {s.exercise.id for s in session.routine.steps if s.dose == s.exercise.dosage.at(2, 2)}


@LAW
@given(weeks())
def test_from_its_second_session_on_a_week_covers_something_new_as_long_as_that_can_be(request: ProgramRequest) -> None:
    program = program_of(request)
    wanted = set(CATALOG.goal(request.session.goal).movements)
    for week in range(1, request.weeks + 1):
        first, *others = program.week(week)
        covered = trained(first)
        for session in others:
            missing = wanted - covered
            asked = session.routine.request
            if missing and not missing & trained(session):
                for exercise in CATALOG.exercises:
                    if missing.intersection(exercise.movements) and exercise.id not in asked.exclude:
                        assert not composes_with(session, exercise.id)
            covered |= trained(session)
        for movement in wanted:
            assert (f"Week {week} has no exercise for {movement}." in program.unmet) is (movement not in covered)


def composes_with(session: Session, exercise: str) -> bool:
    """Whether the same session could have held an exercise that it would take unasked."""
    routine = session.routine
    omission = next(o for o in routine.omissions if o.exercise == exercise)
    if omission.code in {"not-for-goal", "too-hard", "not-composed"}:
        return False
    try:
        compose(evolve(routine.request, include=routine.request.include | {exercise}), CATALOG)
    except NothingFitsError:
        return False
    return True


@LAW
@given(weeks(sequence=None))
def test_a_program_has_one_answer_and_survives_json_and_pickling(request: ProgramRequest) -> None:
    program = program_of(request)
    assert compose_program(request, CATALOG) == program
    again = from_json(to_json(program))
    assert (again, hash(again)) == (program, hash(program))
    assert to_json(again) == to_json(program)
    assert pickle.loads(pickle.dumps(program)) == program  # noqa: S301 - made on the same line


@LAW
@given(weeks(), st.randoms(use_true_random=False))
def test_the_order_of_the_catalog_changes_no_program(request: ProgramRequest, random: object) -> None:
    rows = {name: list(getattr(CATALOG, name)) for name in ("exercises", "conditions", "rules", "equipment")}
    for held in rows.values():
        random.shuffle(held)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    permuted = evolve(CATALOG, **{name: tuple(held) for name, held in rows.items()})  # type: ignore[arg-type]  # rows of each kind
    program = program_of(request)
    other = compose_program(request, permuted)
    assert [(s.week, s.day, s.exercises) for s in other.sessions] == [
        (s.week, s.day, s.exercises) for s in program.sessions
    ]
    assert other.changes == program.changes
    mine, theirs = (
        [evolve(step.dose, limited_by=()) for s in one.sessions for step in s.routine.steps] for one in (program, other)
    )
    assert mine == theirs


@LAW
@given(weeks(sequence=None), st.data())
def test_feedback_that_all_went_as_planned_changes_no_session(request: ProgramRequest, data: st.DataObject) -> None:
    program = program_of(request)
    assert adapt(program, (), CATALOG) == program
    until = data.draw(st.integers(1, len(program.sessions)))
    told = [
        Feedback(week=session.week, day=session.day, exercise=exercise, felt=Felt.RIGHT, pain=0)
        for session in program.sessions[:until]
        for exercise in session.exercises
    ]
    after = adapt(program, told, CATALOG)
    assert (after.sessions, after.changes, after.unmet) == (program.sessions, program.changes, program.unmet)
    assert adapt(after, (), CATALOG) == after


@LAW
@given(weeks(sequence=None), st.data())
def test_what_hurt_never_comes_with_more_or_on_a_day_without_it(request: ProgramRequest, data: st.DataObject) -> None:
    program = program_of(request)
    least = 4 if request.pain_scale else 1
    program_before = program
    for _ in range(2):
        assume(program.next < len(program.sessions))
        at = data.draw(st.integers(program.next, len(program.sessions) - 1))
        session = program.sessions[at]
        sore = data.draw(st.sampled_from(session.exercises))
        pain = data.draw(st.integers(least, 5))
        said = Feedback(week=session.week, day=session.day, exercise=sore, pain=pain)
        program_before, program = program, adapted(program, [said])
        assert program.sessions[: at + 1] == program_before.sessions[: at + 1]
        hurt = next(step for step in session.routine.steps if step.exercise.id == sore)
        for old, new in zip(program_before.sessions[at + 1 :], program.sessions[at + 1 :], strict=True):
            for step in new.routine.steps:
                if step.exercise.id == sore:
                    pace = request.session.pace
                    assert seconds(step.dose, pace) < seconds(hurt.dose, pace)
                    assert sore in old.exercises or any(sore in easier_than(exercise) for exercise in old.exercises)
        verify_program(program, CATALOG)
        assert any(change.exercise == sore for change in program.changes if change.kind != "raised")


def easier_than(exercise: str) -> set[str]:
    """All exercises that one is a progression of, at any distance."""
    direct = {r.to for r in CATALOG[exercise].relations if r.kind is RelationKind.PROGRESSION_OF}
    return direct.union(*map(easier_than, direct))
