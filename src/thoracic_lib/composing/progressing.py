"""Where each exercise stands in a program, and what the next step up or down is; nothing here composes.

A dose rises from the bottom of its range to the middle and to the top. Above the top stands the exercise that a
source names as a progression, and below the bottom the one that it names as easier.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, field, frozen

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.program import Feedback, Session
from thoracic_lib.vocabulary import RelationKind, Use

__all__ = [
    "TOP",
    "Stage",
    "State",
    "easier",
    "followed",
    "harder",
    "higher",
    "locked",
    "lower",
    "seen",
    "week_closed",
    "with_easier",
]

TOP = 2
"""The step at the top of a range; 0 is its bottom."""


@frozen
class Stage:
    """Where one exercise stands: the step of its dose, the weeks done there, and whether it is to rise.

    `full` says that the last dose was the top of its range, and held back by no rule; `eager` that it may rise
    within a week, which it last did in the week `raised_in`.
    """

    step: int = 0
    weeks: int = 0
    due: bool = False
    eager: bool = False
    full: bool = False
    raised_in: int = 0


@frozen
class Seen:
    """How an exercise went in a week: how often well, how often not, and how often it was skipped."""

    well: int = 0
    badly: int = 0
    skipped: int = 0


@frozen
class State:
    """All that sessions so far leave to the next one.

    `versions` names, for an exercise, the one that now takes its place, and `new` those of them that the next session
    is to hold; `sore` are those that hurt, which never come
    with more than they did, or on a day without them; `gone` are those that come no more.
    """

    stages: Mapping[str, Stage] = field(factory=dict)
    versions: Mapping[str, str] = field(factory=dict)
    new: frozenset[str] = frozenset()
    sore: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    log: Mapping[str, Seen] = field(factory=dict)

    def stage(self, exercise: str) -> Stage:
        """Where an exercise stands; at the bottom where it was never done."""
        return self.stages.get(exercise, Stage())

    def with_stage(self, exercise: str, stage: Stage) -> "State":
        """The same with another stage of one exercise."""
        return evolve(self, stages={**self.stages, exercise: stage})

    def standing_at(self, exercise: str) -> tuple[str, ...]:
        """The exercises in whose place this one is done, itself included unless another one takes its own."""
        others = [root for root, version in self.versions.items() if version == exercise]
        return tuple(sorted([*others, *([] if exercise in self.versions else [exercise])]))


def harder(catalog: Catalog, exercise: str) -> tuple[str, ...]:
    """The exercises that a source calls a progression of this one, by id."""
    kind = RelationKind.PROGRESSION_OF
    found = (e.id for e in catalog.exercises if any(r.kind is kind and r.to == exercise for r in e.relations))
    return tuple(sorted(found))


def easier(catalog: Catalog, exercise: str) -> tuple[str, ...]:
    """The exercises that a source calls easier than this one, those first that it calls a regression."""
    down = [e.id for e in catalog.exercises for r in e.relations if _is(r.kind, r.to, exercise)]
    up = [r.to for r in catalog[exercise].relations if r.kind is RelationKind.PROGRESSION_OF]
    return tuple(dict.fromkeys([*sorted(down), *sorted(up)]))


def _is(kind: RelationKind, to: str, exercise: str) -> bool:
    return kind is RelationKind.REGRESSION_OF and to == exercise


def with_easier(catalog: Catalog, exercises: Iterable[str]) -> frozenset[str]:
    """These exercises, and all that they are progressions of."""
    found: set[str] = set()
    left = list(exercises)
    while left:
        exercise = left.pop()
        if exercise not in found:
            found.add(exercise)
            left += [r.to for r in catalog[exercise].relations if r.kind is RelationKind.PROGRESSION_OF]
    return frozenset(found)


def locked(catalog: Catalog) -> frozenset[str]:
    """The exercises that come only after an easier one: those that a source calls a progression."""
    kind = RelationKind.PROGRESSION_OF
    return frozenset(e.id for e in catalog.exercises if any(r.kind is kind for r in e.relations))


def higher(exercise: Exercise, step: int, most: int) -> int | None:
    """The next step up that gives another dose, no further than the most; `None` at the top."""
    now = exercise.dosage.at(step, TOP)
    return next((up for up in range(step + 1, most + 1) if exercise.dosage.at(up, TOP) != now), None)


def lower(exercise: Exercise, step: int) -> int | None:
    """The next step down that gives another dose; `None` at the bottom."""
    now = exercise.dosage.at(step, TOP)
    return next((down for down in range(step - 1, -1, -1) if exercise.dosage.at(down, TOP) != now), None)


def seen(state: State, session: Session, told: Mapping[str, Feedback]) -> State:
    """The state after a session: what was done counts, as planned where nobody said otherwise.

    A session that was planned before something hurt does not bring its dose back up.
    """
    log, stages = dict(state.log), dict(state.stages)
    planned = {limits.exercise: limits.most for limits in session.routine.request.doses}
    for step in session.routine.steps:
        exercise, said = step.exercise.id, told.get(step.exercise.id)
        so_far, stage = log.get(exercise, Seen()), stages.get(exercise, Stage())
        if said is not None and not said.done:
            log[exercise] = evolve(so_far, skipped=so_far.skipped + 1)
            continue
        bad = said is not None and (said.hurt or said.hard)
        log[exercise] = evolve(so_far, well=so_far.well + (not bad), badly=so_far.badly + bad)
        full = step.dose == step.exercise.dosage.at(TOP, TOP)
        at = planned.get(exercise, stage.step)
        stages[exercise] = evolve(stage, step=min(at, stage.step) if exercise in state.sore else at, full=full)
    return evolve(state, log=log, stages=stages, new=frozenset())


def week_closed(state: State, weeks_per_step: int) -> tuple[State, tuple[str, ...]]:
    """The state after a week, and the exercises that were only skipped in it.

    A week counts where an exercise was done and never was hard or hurt; what was only skipped is repeated.
    """
    stages = dict(state.stages)
    for exercise, went in state.log.items():
        if went.well and not went.badly:
            stage = state.stage(exercise)
            weeks = stage.weeks + 1
            stages[exercise] = evolve(stage, weeks=weeks, due=stage.due or weeks >= weeks_per_step)
    skipped = tuple(sorted(exercise for exercise, went in state.log.items() if not went.well + went.badly))
    return evolve(state, stages=stages, log={}), skipped


def followed(catalog: Catalog) -> Iterator[Exercise]:
    """The exercises that a program may hold, by id."""
    return (catalog[exercise] for exercise in sorted(catalog) if catalog[exercise].use is not Use.NEVER)
