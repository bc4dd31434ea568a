"""What stands against a change of a routine, and the best way to make it."""

from collections.abc import Iterable, Sequence

from attrs import evolve

from thoracic_lib.composing.candidates import Candidate
from thoracic_lib.composing.problem import Choice, Outcome, Problem, outcome
from thoracic_lib.composing.reopening import Followed, Opened
from thoracic_lib.composing.search import Solution, solve
from thoracic_lib.composing.stating import Statement
from thoracic_lib.composing.timing import Pick, prepares_for, total_seconds
from thoracic_lib.errors import EditError, NothingFitsError
from thoracic_lib.helping import Help
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.routine import Request

__all__ = [
    "against",
    "as_it_is",
    "best_one",
    "changed",
    "for_a_goal",
    "less",
    "made_room",
    "no_more_than",
    "not_there",
    "out_of_order",
    "refuse",
    "solved",
    "too_little",
    "whole",
]


def out_of_order(before: Sequence[Pick], after: Sequence[Pick]) -> list[str]:
    """Every rule that an order breaks: phases, and preparations that stood before what they prepare for."""
    earlier = {pick.exercise.id: at for at, pick in enumerate(before)}
    reasons = []
    for at, pick in enumerate(after):
        for one in (other.exercise for other in after[:at]):
            two = pick.exercise
            if one.phase.rank > two.phase.rank:
                reasons.append(f"{two.id} ({two.phase}) comes before {one.id} ({one.phase})")
            elif one.id in prepares_for(two) and earlier[two.id] < earlier[one.id]:
                reasons.append(f"{two.id} prepares for {one.id}, so it comes before it")
    return reasons


def for_a_goal(edited: Opened | Followed, verb: str) -> Opened:
    """The routine, unless it follows a source's own sequence, which is refused."""
    if isinstance(edited, Followed):
        raise edited.refused(verb)
    return edited


def changed(request: Request, *, drop: set[str] | None = None, add: set[str] | None = None) -> Request:
    """The request with these exercises excluded and those included."""
    dropped, added = drop or set(), add or set()
    return evolve(
        request, include=request.include - dropped | added, exclude=(request.exclude | dropped) - (added - dropped)
    )


def refuse(reasons: Iterable[str]) -> None:
    """Raise `EditError` with all reasons, if there are any."""
    if told := tuple(reasons):
        raise EditError(told)


def not_there(edited: Opened | Followed, exercises: Iterable[str]) -> list[str]:
    """What is told of those exercises (ids) that are no steps."""
    held = {step.exercise.id for step in edited.routine.steps}
    return [f"{exercise} is not in it" for exercise in exercises if exercise not in held]


def against(edited: Opened, request: Request, kept: Sequence[Pick], exercise: str) -> list[str]:
    """What stands against an exercise (id) beside the steps kept, time aside."""
    new = edited.catalog[exercise]
    if any(pick.exercise.id == exercise for pick in kept):
        return [f"{exercise} is in it already"]
    reasons = [f"{exercise}: {one.reason}" for one in edited.pool(request)[1] if one.exercise == exercise]
    kin = next((pick.exercise.id for pick in kept if pick.exercise.family == new.family), None)
    if kin is not None:
        return [*reasons, f"{kin} is of the same family as {exercise}; swap it"]
    wanted, most = edited.goal.phase(new.phase), request.maximum_exercises
    if wanted is not None and sum(pick.exercise.phase is new.phase for pick in kept) >= wanted.maximum:
        reasons.append(f"the goal takes {wanted.maximum} of the phase {new.phase} at most")
    if most is not None and len(kept) >= most:
        reasons.append(f"the request is for {most} exercise{'' if most == 1 else 's'} at most")
    return reasons


def as_it_is(pick: Pick) -> Candidate:
    """The candidate of a pick with no other dose."""
    return pick.candidate.between(pick.level, pick.level + 1)


def best_one(statement: Statement, kept: int) -> Pick | None:
    """The best one to put beside the first so many of the pool, of all that are left in it, at all their doses.

    Of equally good ones, the first by name at its smallest dose.
    """
    problem = statement.problem
    beside = [Choice(at, 0) for at in range(kept)]
    every = [
        (known, Choice(at, level))
        for at in range(kept, len(problem.items))
        for level in range(len(problem.items[at].seconds))
        if (known := outcome(problem, (*beside, Choice(at, level)))) is not None
    ]
    if not every:
        return None
    best = max(known for known, _ in every)
    at, level = min(
        (choice for known, choice in every if known == best), key=lambda one: (problem.items[one.item].name, one.level)
    )
    return Pick(statement.pool[at], level, "")


def solved(problem: Problem) -> Solution | None:
    """The best choices that hold all that is asked for; `None` where it does not fit."""
    solution = solve(problem)
    asked = len({item.family for item in problem.items if item.asked})
    return None if solution is None or solution.outcome.asked < asked else solution


def made_room(
    edited: Opened, request: Request, kept: Sequence[Pick], choices: Sequence[Candidate]
) -> tuple[Pick, ...] | None:
    """All steps kept, at doses that give way to one of the choices, so that the routine is as good as it then can be.

    Of equally good exercises it is the first by id. `None` where there is no time for any.
    """
    found: tuple[Outcome, tuple[Pick, ...]] | None = None
    for exercise in sorted({one.exercise.id for one in choices}):
        setups = (one for one in choices if one.exercise.id == exercise)
        statement = edited.posed(request, [*map(no_more_than, kept), *setups])
        items = tuple(evolve(item, asked=True) for item in statement.problem.items)
        solution = solved(evolve(statement.problem, items=items))
        if solution is not None and (found is None or solution.outcome > found[0]):
            found = solution.outcome, statement.picks(solution.choices)
    return None if found is None else found[1]


def no_more_than(pick: Pick) -> Candidate:
    """The candidate of a pick with no doses above the one picked."""
    doses = pick.level + 1
    return pick.candidate.between(0, doses)


def whole(before: Iterable[Pick], after: Iterable[Pick]) -> tuple[Pick, ...]:
    """The picks, where those from before have all their doses to choose from again."""
    had = {pick.exercise.id: pick.candidate for pick in before}
    return tuple(evolve(pick, candidate=had.get(pick.exercise.id, pick.candidate)) for pick in after)


def less(before: Iterable[Pick], after: Iterable[Pick], purpose: str) -> dict[str, str]:
    """What is said of each exercise (id) that has less than before."""
    had = {pick.exercise.id: pick for pick in before}
    return {
        pick.exercise.id: f"It was {old.dose}, and is less now {purpose}."
        for pick in after
        if (old := had.get(pick.exercise.id)) is not None and old.level != pick.level
    }


def too_little(
    edited: Opened | Followed, request: Request, routines: Iterable[Sequence[Pick]], told: str
) -> NothingFitsError:
    """What is told where there is not enough time for any of these routines."""
    lengths = [(total_seconds(edited.catalog, picks, request.pace), picks) for picks in routines]
    least, picks = min(lengths, key=lambda one: one[0])
    held, all_of_it = {step.exercise.id for step in edited.routine.steps}, {pick.exercise.id for pick in picks}
    helps = Help(seconds=least, exercises=tuple(sorted(all_of_it - held or all_of_it)))
    budget = edited.budget(request)
    reason = f"{clock(budget)} min {told}: {clock(least)} min are needed, {clock(least - budget)} more"
    possible = least <= edited.budget(evolve(request, minutes=None, seconds=36_000))
    return NothingFitsError((reason,), (str(helps),) if possible else ())
