"""What holds of changing a routine, and of what a routine says of itself, whatever the catalog."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.laws.composable import asked, composed, full_routines
from tests.laws.test_generated_routines_laws import Case, key, picks_of
from thoracic_lib.checking import verify_routine
from thoracic_lib.composing import compose
from thoracic_lib.composing.candidates import candidates
from thoracic_lib.composing.editing import reorder, shorten, swap, with_exercise, without
from thoracic_lib.composing.limiting import limited
from thoracic_lib.composing.timing import Pick, in_order, total_seconds
from thoracic_lib.composing.weighing import score, weight
from thoracic_lib.errors import EditError, NothingFitsError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import DoseLimits, Omission, Request, Routine, Step
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Use, Verdict

pytestmark = pytest.mark.long

LAW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def ids(routine: Routine) -> list[str]:
    return [step.exercise.id for step in routine.steps]


def kept(routine: Routine) -> dict[str, tuple[object, object]]:
    return {step.exercise.id: (step.setup, step.dose) for step in routine.steps}


def edited_or_not(edit: Callable[[], Routine]) -> Routine:
    """What an edit gives; another case is drawn where it is refused."""
    try:
        return edit()
    except (EditError, NothingFitsError):
        reject()


def an_edit(draw: st.DrawFn, catalog: Catalog, routine: Routine) -> Routine:
    """A routine after one change, whichever."""
    one = draw(st.sampled_from(ids(routine)))
    seconds = routine.request.seconds or 1
    edits: list[Callable[[], Routine]] = [
        lambda: swap(routine, one, catalog),
        lambda: swap(routine, one, catalog, by=draw(st.sampled_from(sorted(catalog)))),
        lambda: without(routine, one, catalog=catalog),
        lambda: with_exercise(routine, draw(st.sampled_from(sorted(catalog))), catalog),
        lambda: shorten(routine, catalog, seconds=draw(st.integers(max(1, seconds // 2), seconds))),
        lambda: reorder(routine, draw(st.permutations(ids(routine))), catalog),
    ]
    return edits[draw(st.integers(0, len(edits) - 1))]()


@st.composite
def edited(draw: st.DrawFn) -> tuple[Catalog, Routine]:
    """A catalog, and a routine of it after up to three changes of which one at least was possible."""
    catalog, start = draw(full_routines())
    routine = start
    for _ in range(3):
        try:
            routine = an_edit(draw, catalog, routine)
        except (EditError, NothingFitsError):
            continue
    if routine is start:
        reject()
    return catalog, routine


@LAW
@given(edited())
def test_a_changed_routine_is_checked_in_time_and_never_better_than_the_best(case: tuple[Catalog, Routine]) -> None:
    catalog, routine = case
    verify_routine(routine, catalog)
    goal, request = catalog.goal("goal"), routine.request
    assert routine.seconds <= min(request.seconds or 0, goal.maximum_seconds or 36_000)
    assert request.include <= set(ids(routine)) <= set(catalog) - request.exclude
    best = compose(request, catalog)
    assert routine.certificate.bound == best.score
    assert routine.score.key <= best.score.key
    assert routine.certificate.optimal is (routine.score == best.score) is (routine.shortfall is None)
    picks = picks_of(catalog, routine)
    assert routine.score == score(goal, picks, [weight(catalog, request, goal, one.exercise.id) for one in picks])


@LAW
@given(edited())
def test_what_a_changed_routine_says_is_true(case: tuple[Catalog, Routine]) -> None:
    says_what_is_true(*case)


@LAW
@given(asked())
def test_what_a_composed_routine_says_is_true(case: Case) -> None:
    catalog, request = case
    routine = composed(catalog, request)
    says_what_is_true(catalog, routine)
    assert "would-fit" not in {omission.code for omission in routine.omissions}


def says_what_is_true(catalog: Catalog, routine: Routine) -> None:
    told = [*ids(routine), *(omission.exercise for omission in routine.omissions)]
    assert sorted(told) == sorted(catalog)
    for omission in routine.omissions:
        assert _omitted_truly(catalog, routine, omission), omission
    for step in routine.steps:
        assert _there_truly(catalog, routine, step), step.why
        assert _dosed_truly(catalog, routine, step), step.dose_because


def _omitted_truly(catalog: Catalog, routine: Routine, omission: Omission) -> bool:
    """Whether the reason of an omission holds."""
    return TRUE[omission.code](catalog, routine, omission)


def _pool(catalog: Catalog, request: Request) -> set[str]:
    pool, _ = candidates(catalog, request, catalog.goal("goal"), screen(catalog, request.profile))
    return {one.exercise.id for one in pool}


def _screened_out(catalog: Catalog, routine: Routine, omission: Omission) -> bool:
    screened = screen(catalog, routine.request.profile).why(omission.exercise)
    rules = re.findall(r"\[(.+)\]$", omission.reason)
    reasons = {reason.rule.id for setup in screened.setups for reason in setup.reasons}
    return all(setup.verdict is Verdict.EXCLUDE for setup in screened.setups) and reasons >= set(rules) != set()


def _not_left(catalog: Catalog, routine: Routine, omission: Omission) -> bool:
    screened = screen(catalog, routine.request.profile).why(omission.exercise)
    stands = {setup.avoided for setup in screened.setups} if omission.code == "avoided" else {"You need"}
    return screened.best is None and any(omission.reason.startswith(str(one)) for one in stands)


def _too_hard(catalog: Catalog, routine: Routine, omission: Omission) -> bool:
    limits = (catalog.goal("goal").maximum_difficulty, routine.request.maximum_difficulty)
    return any(most is not None and catalog.difficulty(omission.exercise) > most for most in limits)


def _phase_full(catalog: Catalog, routine: Routine, omission: Omission) -> bool:
    phase = catalog[omission.exercise].phase
    wanted = catalog.goal("goal").phase(phase)
    return wanted is not None and sum(step.exercise.phase is phase for step in routine.steps) >= wanted.maximum


def _dominated(catalog: Catalog, routine: Routine, omission: Omission) -> bool:
    """Whether the other step covers as much, and the routine is no better with the exercise in its place."""
    exercise, better = catalog[omission.exercise], catalog[omission.reason.partition(" covers")[0]]
    aimed = set(catalog.goal("goal").movements)
    if better.phase is not exercise.phase or not aimed.intersection(exercise.movements) <= set(better.movements):
        return False
    try:
        other = swap(routine, better.id, catalog, by=exercise.id)
    except (EditError, NothingFitsError):
        return better.id in ids(routine)
    return other.score.key[:5] <= routine.score.key[:5]


def _kin(routine: Routine, family: str) -> list[Step]:
    return [step for step in routine.steps if step.exercise.family == family]


def _added(catalog: Catalog, routine: Routine, exercise: str) -> Routine:
    """The routine with one more exercise, the others as they are."""
    more = with_exercise(routine, exercise, catalog)
    assert kept(routine).items() <= kept(more).items()
    return more


def _lacks_that_much(catalog: Catalog, routine: Routine, omission: Omission) -> bool:
    """Whether the exercise fits beside the steps as they are with that many seconds more, and with no fewer."""
    minutes, _, seconds = omission.reason.split()[3].partition(":")
    over = int(minutes) * 60 + int(seconds)
    limit = catalog.goal("goal").maximum_seconds or 36_000
    budget = min(routine.request.seconds or 0, limit) + over
    unlimited = evolve(catalog, goals=(evolve(catalog.goal("goal"), maximum_seconds=None),))
    longer = evolve(routine, request=evolve(routine.request, seconds=budget), catalog_digest=unlimited.digest)
    try:
        less = with_exercise(
            evolve(longer, request=evolve(longer.request, seconds=budget - 1)), omission.exercise, unlimited
        )
    except NothingFitsError:
        fewer_suffice = False
    else:
        fewer_suffice = kept(routine).items() <= kept(less).items()
    return bool(_added(unlimited, longer, omission.exercise)) and not fewer_suffice


TRUE: dict[str, Callable[[Catalog, Routine, Omission], bool]] = {
    "excluded": lambda _, routine, omission: omission.exercise in routine.request.exclude,
    "swapped-out": lambda _, routine, omission: omission.exercise in routine.request.exclude,
    "not-composed": lambda catalog, _, omission: catalog[omission.exercise].use is not Use.ROUTINE,
    "avoided": _not_left,
    "no-equipment": _not_left,
    "screened-out": _screened_out,
    "not-for-goal": lambda catalog, routine, omission: omission.exercise not in _pool(catalog, routine.request),
    "too-hard": _too_hard,
    "same-family": lambda catalog, routine, omission: any(
        omission.reason == f"{step.exercise.name} is of the same family."
        for step in _kin(routine, catalog[omission.exercise].family)
    ),
    "enough-exercises": lambda _, routine, __: len(routine.steps) == routine.request.maximum_exercises,
    "phase-full": _phase_full,
    "no-time": _lacks_that_much,
    "dominated": _dominated,
    "not-needed": lambda catalog, routine, omission: (
        _added(catalog, routine, omission.exercise).score.key <= routine.score.key
    ),
    "would-fit": lambda catalog, routine, omission: (
        _added(catalog, routine, omission.exercise).score.key > routine.score.key
    ),
}
"""How to see, for each code, that the reason of an omission holds."""


def _there_truly(catalog: Catalog, routine: Routine, step: Step) -> bool:
    goal, request, exercise = catalog.goal("goal"), routine.request, step.exercise
    others = {one for other in routine.steps if other is not step for one in other.exercise.movements}
    if step.why == "You asked for it.":
        return exercise.id in request.include
    if named := re.fullmatch(r"The goal “Goal” asks for (.+), which no other step covers\.", step.why):
        alone = set(named[1].split(" and "))
        return alone == set(goal.movements) & set(exercise.movements) - others
    if named := re.fullmatch(r"The goal “Goal” asks for (\d+) of the phase (\w+)\.", step.why):
        wanted = goal.phase(exercise.phase)
        count = sum(other.exercise.phase is exercise.phase for other in routine.steps)
        return wanted is not None and count <= int(named[1]) == wanted.minimum
    if step.why == "In this time, no routine without it is worth more.":
        return key(catalog, evolve(request, exclude=request.exclude | {exercise.id})) <= routine.score.key
    if step.why == "There is time for it.":
        return not routine.certificate.optimal
    return step.why.startswith(("You swapped it in for ", "It was "))


def _dosed_truly(catalog: Catalog, routine: Routine, step: Step) -> bool:
    request, exercise = routine.request, step.exercise
    screened = next(one for one in screen(catalog, request.profile).why(exercise.id).setups if one.setup == step.setup)
    low, middle, high = (limited(exercise.dosage.at(at, 2), screened, request.pace) for at in range(3))
    text = step.dose_because
    place = {"bottom": low, "middle": middle, "top": high}
    found = [name for name in place if f", at the {name} of" in text or f", in the {name} of" in text]
    if found != ([] if low == high else [name for name in found if place[name] == step.dose][:1]):
        return False
    if low != high and len(found) != 1:
        return False
    if "no better routine fits" not in text:
        return True
    larger = DoseLimits(exercise=exercise.id, least=1 if step.dose == low != middle else 2)
    more = evolve(request, doses=(larger,), include=request.include | {exercise.id})
    return key(catalog, more)[:5] <= routine.score.key[:5]


def _value(catalog: Catalog, request: Request, picks: tuple[Pick, ...]) -> tuple[int, ...] | None:
    """How good picks are, their time last; `None` where they take too long."""
    goal, ordered = catalog.goal("goal"), in_order(picks)
    length = total_seconds(catalog, ordered, request.pace)
    if length > min(request.seconds or 0, goal.maximum_seconds or 36_000):
        return None
    weights = [weight(catalog, request, goal, pick.exercise.id) for pick in ordered]
    return (*score(goal, ordered, weights).key, -length)


@LAW
@given(full_routines(), st.data())
def test_a_swap_is_the_best_there_is(case: tuple[Catalog, Routine], data: st.DataObject) -> None:
    """Every substitute in every setup at every dose, and where none fits, with every smaller dose of the others."""
    catalog, routine = case
    request = routine.request
    exercise = data.draw(st.sampled_from(ids(routine)))
    others = tuple(pick for pick in picks_of(catalog, routine) if pick.exercise.id != exercise)
    families = {pick.exercise.family for pick in others}
    changed = evolve(request, exclude=request.exclude | {exercise}, include=request.include - {exercise})
    pool, _ = candidates(catalog, changed, catalog.goal("goal"), screen(catalog, request.profile))
    choices = [
        Pick(one, level, "")
        for one in pool
        if one.exercise.phase is catalog[exercise].phase and one.exercise.family not in families
        for level in range(len(one.doses))
    ]
    values = [_value(catalog, changed, (*others, choice)) for choice in choices]
    if not any(values):
        smaller = product(*([evolve(pick, level=level) for level in range(pick.level + 1)] for pick in others))
        values = [_value(catalog, changed, (*some, choice)) for some in smaller for choice in choices]
    found = [value for value in values if value is not None]
    try:
        swapped = swap(routine, exercise, catalog)
    except NothingFitsError:
        assert not found
    else:
        assert (*swapped.score.key, -swapped.seconds) == max(found)


@LAW
@given(asked(), st.data())
def test_what_was_dropped_can_be_put_back(case: Case, data: st.DataObject) -> None:
    catalog, request = case
    routine = composed(catalog, request)
    exercise = data.draw(st.sampled_from(ids(routine)))
    again = with_exercise(edited_or_not(lambda: without(routine, exercise, catalog=catalog)), exercise, catalog)
    assert again.score == routine.score
    assert {one: held for one, held in kept(again).items() if one != exercise}.items() <= kept(routine).items()
    assert set(ids(again)) == set(ids(routine))


@LAW
@given(full_routines(), st.integers(30, 100), st.integers(30, 100))
def test_the_less_a_routine_is_shortened_the_better_it_stays(case: tuple[Catalog, Routine], one: int, two: int) -> None:
    catalog, routine = case
    less, more = (routine.seconds * percent // 100 for percent in sorted((one, two)))
    shorter = edited_or_not(lambda: shorten(routine, catalog, seconds=less))
    longer = shorten(routine, catalog, seconds=more)
    assert shorter.score.key <= longer.score.key <= routine.score.key
    assert shorter.seconds <= less
    before = {pick.exercise.id: pick for pick in picks_of(catalog, routine)}
    for pick in picks_of(catalog, shorter):
        old = before[pick.exercise.id]
        assert pick.candidate.screened.setup == old.candidate.screened.setup
        assert pick.level <= old.level


@LAW
@given(edited())
def test_the_order_that_a_routine_has_is_one_that_it_may_have(case: tuple[Catalog, Routine]) -> None:
    catalog, routine = case
    again = reorder(routine, ids(routine), catalog)
    assert [(step.start, step.dose) for step in again.steps] == [(step.start, step.dose) for step in routine.steps]
    assert (again.request, again.score) == (routine.request, routine.score)
