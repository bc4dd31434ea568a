"""What holds of every routine, whoever asks, for whatever goal, and however long."""

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.strategies import paces, profiles
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose, composed
from thoracic_lib.composing.explaining import left_over
from thoracic_lib.composing.search import Solution, solve
from thoracic_lib.composing.stating import Statement
from thoracic_lib.errors import GateError, NothingFitsError, RedFlagError
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import LimitKind, Movement, Phase, Use

pytestmark = pytest.mark.long

CATALOG = catalog()
LAW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
NOBODY = st.just(frozenset[str]())
NAMED = st.frozensets(st.sampled_from(sorted(CATALOG)), max_size=2)


@st.composite
def requests(draw: st.DrawFn, *, stopped: bool = False, sequence: bool | None = None) -> Request:
    """Requests of anybody; unless `stopped`, of people whom no warning sign and no gate stops."""
    person = draw(profiles())
    if not stopped:
        person = evolve(person, red_flags=(), cleared=person.conditions or frozenset())
    include = draw(st.one_of(NOBODY, NOBODY, NAMED))
    routines = st.sampled_from([routine.id for routine in CATALOG.routines])
    return Request(
        seconds=draw(st.integers(60, 3_600)),
        goal=draw(st.sampled_from([goal.id for goal in CATALOG.goals])),
        routine=draw(routines)
        if draw(st.sampled_from([sequence] if sequence is not None else [True, False]))
        else None,
        profile=person,
        include=include,
        exclude=draw(NAMED) - include,
        emphasis_movements=draw(st.frozensets(st.sampled_from(Movement), max_size=2)),
        emphasis_phases=draw(st.frozensets(st.sampled_from(Phase), max_size=2)),
        maximum_exercises=draw(st.one_of(st.none(), st.integers(1, 6))),
        maximum_difficulty=draw(st.one_of(st.none(), st.integers(0, 2))),
        pace=draw(paces()),
    )


def routine_of(request: Request) -> Routine:
    """The routine; draws another request where nothing fits, while any other error is a fault."""
    try:
        return compose(request, CATALOG)
    except NothingFitsError:
        reject()


@LAW
@given(requests(sequence=False))
def test_beside_the_best_routine_nothing_is_left_out_that_would_better_it(request: Request) -> None:
    """So where a routine is proven best, this is not looked for."""
    solved = []

    def noted(statement: Statement) -> Solution | None:
        solved.append((statement, solution := solve(statement.problem)))
        return solution

    try:
        composed(CATALOG, request, noted)
    except NothingFitsError:
        reject()
    [(statement, solution)] = solved
    assert solution is not None
    picks = statement.picks(solution.choices)
    assert left_over(statement, picks, optimal=True) == left_over(statement, picks, optimal=False)


@LAW
@given(requests())
def test_seconds_of_a_routine_never_exceed_the_budget(request: Request) -> None:
    routine = routine_of(request)
    cap = CATALOG.goal(request.goal).maximum_seconds if request.routine is None else None
    assert routine.seconds <= min(request.budget or 0, cap or 36_000)


@LAW
@given(requests())
def test_starts_and_parts_add_up(request: Request) -> None:
    routine = routine_of(request)
    starts = [step.start for step in routine.steps]
    assert starts == [sum(step.seconds for step in routine.steps[:at]) for at in range(len(starts))]
    assert routine.seconds == sum(part.seconds for step in routine.steps for part in step.parts)


@LAW
@given(requests())
def test_every_exercise_is_a_step_or_has_exactly_one_omission(request: Request) -> None:
    routine = routine_of(request)
    told = [*(step.exercise.id for step in routine.steps), *(o.exercise for o in routine.omissions)]
    assert sorted(told) == sorted(CATALOG)


@LAW
@given(requests())
def test_every_step_is_available_in_a_screening_of_its_own(request: Request) -> None:
    routine = routine_of(request)
    screening = screen(CATALOG, request.profile)
    assert not screening.gates
    assert not screening.red_flags
    for step in routine.steps:
        found = next(s for s in screening.why(step.exercise.id).setups if s.setup == step.setup)
        assert found.available
        assert (step.verdict, step.reasons) == (found.verdict, found.reasons)


@LAW
@given(requests())
def test_what_is_asked_for_is_in_and_what_is_refused_is_out(request: Request) -> None:
    routine = routine_of(request)
    steps = {step.exercise.id for step in routine.steps}
    assert request.include <= steps
    assert not request.exclude & steps
    assert len(steps) == len(routine.steps) <= (request.maximum_exercises or 100)
    for step in routine.steps:
        assert step.exercise.use is not Use.NEVER
        easy = CATALOG.difficulty(step.exercise.id) <= (
            20 if request.maximum_difficulty is None else request.maximum_difficulty
        )
        assert easy or step.exercise.id in request.include


@LAW
@given(requests(sequence=False))
def test_a_goal_keeps_its_order_families_phases_positions_and_equipment(request: Request) -> None:
    routine, goal = routine_of(request), CATALOG.goal(request.goal)
    ranks = [step.exercise.phase.rank for step in routine.steps]
    assert ranks == sorted(ranks)
    families = [step.exercise.family for step in routine.steps]
    assert len(set(families)) == len(families)
    for wanted in goal.phases:
        assert sum(step.exercise.phase is wanted.phase for step in routine.steps) <= wanted.maximum
    for step in routine.steps:
        assert step.exercise.use is Use.ROUTINE or step.exercise.id in request.include
        assert goal.phase(step.exercise.phase) is not None or step.exercise.id in request.include
        assert step.setup.position not in goal.avoid_positions
        if goal.allowed_equipment is not None:
            assert all(item in goal.allowed_equipment or CATALOG.item(item).at_hand for item in step.setup.equipment)


@LAW
@given(requests(sequence=True))
def test_a_sequence_keeps_the_order_of_its_source(request: Request) -> None:
    order = [step.exercise for step in CATALOG.routine(str(request.routine)).steps]
    places = [order.index(step.exercise.id) for step in routine_of(request).steps]
    assert places == sorted(set(places))


@LAW
@given(requests())
def test_every_dose_keeps_every_limit_of_its_step(request: Request) -> None:
    for step in routine_of(request).steps:
        for limit in step.limits:
            if limit.kind is LimitKind.MAX_REPETITIONS:
                assert (step.dose.repetitions or 0) * step.dose.sets <= (limit.value or 0)
            if limit.kind is LimitKind.MAX_HOLD_SECONDS:
                assert (step.dose.hold_seconds or 0) <= (limit.value or 0)
            if limit.kind is LimitKind.SLOW and step.dose.tempo_seconds is not None:
                assert step.dose.tempo_seconds >= request.pace.slow_repetition
        assert set(step.dose.limited_by) <= {reason.rule.id for reason in step.reasons}
        inside = any(
            (d.sets, d.repetitions, d.hold_seconds, d.tempo_seconds)
            == (step.dose.sets, step.dose.repetitions, step.dose.hold_seconds, step.dose.tempo_seconds)
            for d in step.exercise.dosage.doses()
        )
        assert inside or step.dose.limited_by


@LAW
@given(requests(stopped=True))
def test_every_request_has_one_answer_and_no_help_names_a_condition(request: Request) -> None:
    def answer() -> Routine | str:
        try:
            return compose(request, CATALOG)
        except (GateError, RedFlagError) as error:
            return repr(error)
        except NothingFitsError as error:
            told = " ".join(error.helps).casefold()
            return repr(error) + "".join(f"\n{c.id}" for c in CATALOG.conditions if c.name.casefold() in told)

    first = answer()
    assert first == answer()
    assert isinstance(first, Routine) or "\n" not in first
