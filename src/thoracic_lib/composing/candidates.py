"""What a routine may be made of: each exercise that is left, in every setup that is, with the doses it may have.

An exercise that is no candidate gets an `Omission` with the first true reason.
"""

from operator import attrgetter

from attrs import evolve, field, frozen

from thoracic_lib.composing.limiting import limited
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dose, Pace, seconds
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.goal import Goal
from thoracic_lib.model.once import Kept, once
from thoracic_lib.model.routine import DoseLimits, Omission, Request
from thoracic_lib.model.screened import ScreenedExercise, ScreenedSetup, Screening
from thoracic_lib.vocabulary import OmissionCode, Use, Verdict

__all__ = ["Block", "Candidate", "block_of", "candidate", "candidates", "gone", "suits", "unwanted"]

Block = tuple[str, str, tuple[str, ...]]
"""What steps share when nothing has to change between them: phase, position and equipment."""

WORTHS = ((100,), (85, 100), (60, 85, 100))
"""What the doses of an exercise are worth, from the smallest to the largest, in percent of the largest: by their
number, each step up adding less. A choice of the library, from no source."""

_ALL = range(3)
"""All steps of a range of doses: its bottom, its middle and its top."""

_KEPT, _PACES, _WISHES = 4_096, 16, 32
"""How many candidates of one pace are kept, how many paces, and of how many kinds of requests."""

_ID = attrgetter("exercise.id")


@frozen
class Candidate:
    """An exercise in one setup, with its doses from the smallest to the largest.

    For each dose there is what it is worth in percent, and the seconds that it takes; `ends` are the doses at the
    bottom and at the top of its whole range, as far as limits leave it; `block` is what the candidate shares with
    others when nothing has to change between them; `name` breaks ties: the id of the exercise, then the place of the
    setup in it.
    """

    exercise: Exercise
    screened: ScreenedSetup
    doses: tuple[Dose, ...]
    worths: tuple[int, ...]
    lengths: tuple[int, ...]
    ends: tuple[Dose, Dose]
    block: Block = field(init=False)
    name: str = field(init=False)

    @block.default
    def _block(self) -> Block:
        return block_of(self.exercise, self.screened.setup)

    @name.default
    def _name(self) -> str:
        return f"{self.exercise.id} {self.exercise.setups.index(self.screened.setup):02}"

    def between(self, first: int, end: int) -> "Candidate":
        """The candidate with some of its doses only, from the first up to the end."""
        some = slice(first, end)
        return evolve(self, doses=self.doses[some], worths=self.worths[some], lengths=self.lengths[some])


def block_of(exercise: Exercise, setup: Setup) -> Block:
    """What a step shares with others when nothing has to change between them."""
    return (exercise.phase, setup.position, tuple(sorted(setup.equipment)))


def candidates(
    catalog: Catalog, request: Request, goal: Goal, screening: Screening
) -> tuple[tuple[Candidate, ...], tuple[Omission, ...]]:
    """The candidates for a goal, one for each setup that is left, and an omission for every other exercise.

    They come by id, so that nothing hangs on the order of the catalog.
    """
    held: list[Candidate] = []
    omitted: list[Omission] = []
    wished = _wished(catalog, request, goal)
    for screened in sorted(screening.exercises, key=_ID):
        found = wished.found(catalog, request, screened)
        if isinstance(found, Omission):
            omitted.append(found)
        else:
            held.extend(found)
    return tuple(held), tuple(omitted)


def candidate(exercise: Exercise, screened: ScreenedSetup, request: Request) -> Candidate:
    """An exercise in a screened setup, its doses held back by the rules that modify it and by the request."""
    places = next((_places(limits) for limits in request.doses if limits.exercise == exercise.id), _ALL)
    return Candidate(exercise, screened, *_doses(exercise, screened, places, request.pace))


Doses = tuple[tuple[Dose, ...], tuple[int, ...], tuple[int, ...], tuple[Dose, Dose]]
"""The doses of a candidate, what they are worth, the seconds they take, and the ends of the whole range."""


@frozen(eq=False)
class _Dosed:
    """The candidates of a catalog at one pace, by the screened setup and the steps of the range that are left.

    Screening gives the very same value to many people, so each is told by its identity, and held as long. The doses
    are alike wherever the rules are that limit them.
    """

    pace: Pace
    known: Kept[tuple[int, range], tuple[ScreenedSetup, Candidate]] = field(factory=lambda: Kept(_KEPT))
    doses: Kept[tuple[object, ...], Doses] = field(factory=lambda: Kept(_KEPT))

    def candidate(self, exercise: Exercise, screened: ScreenedSetup, places: range) -> Candidate:
        """The candidate, the same one for the same screened setup."""
        key = (id(screened), places)
        known = self.known.get(key)
        if known is None:
            limiting = tuple(reason.rule.id for reason in screened.reasons if reason.rule.limits)
            doses = self.doses.get((exercise.id, limiting, places))
            if doses is None:
                doses = self.doses[(exercise.id, limiting, places)] = _doses(exercise, screened, places, self.pace)
            known = self.known[key] = (screened, Candidate(exercise, screened, *doses))
        return known[1]


@frozen(eq=False)
class _Wished:
    """What was found of screened exercises for one goal and all in a request that concerns candidates.

    `unwanted` says why it has no use for some exercises, however they are screened.
    """

    goal: Goal
    dosed: _Dosed
    unwanted: dict[str, Omission]
    known: Kept[int, tuple[ScreenedExercise, tuple[Candidate, ...] | Omission]] = field(factory=lambda: Kept(_KEPT))

    def found(self, catalog: Catalog, request: Request, screened: ScreenedExercise) -> tuple[Candidate, ...] | Omission:
        """The candidates of an exercise, or why there are none."""
        omission = self.unwanted.get(screened.exercise.id)
        if omission is not None:
            return omission
        known = self.known.get(id(screened))
        if known is None:
            known = self.known[id(screened)] = (screened, self._found(catalog, request, screened))
        return known[1]

    def _found(
        self, catalog: Catalog, request: Request, screened: ScreenedExercise
    ) -> tuple[Candidate, ...] | Omission:
        found = _setups(catalog, self.goal, screened)
        if isinstance(found, Omission):
            return found
        exercise = screened.exercise
        left = next((_places(limits) for limits in request.doses if limits.exercise == exercise.id), _ALL)
        return tuple([self.dosed.candidate(exercise, setup, left) for setup in found])


@once
def _paces(_: Catalog) -> Kept[Pace, _Dosed]:
    """The candidates of a catalog by the pace."""
    return Kept(_PACES)


@once
def _wishes(_: Catalog) -> Kept[tuple[object, ...], _Wished]:
    """What was found for a catalog, by all in a request that concerns candidates."""
    return Kept(_WISHES)


def _wished(catalog: Catalog, request: Request, goal: Goal) -> _Wished:
    """Where it is kept what is found for requests that are alike in all that concerns candidates.

    What is kept holds the goal, so that no other one comes to have its id.
    """
    wishes, pace = _wishes(catalog), request.pace
    key = (id(goal), request.include, request.exclude, request.maximum_difficulty, request.doses, pace)
    known = wishes.get(key)
    if known is None:
        paces = _paces(catalog)
        dosed = paces.get(pace)
        if dosed is None:
            dosed = paces[pace] = _Dosed(pace)
        told = [unwanted(catalog, request, goal, exercise) for exercise in catalog.exercises]
        known = wishes[key] = _Wished(goal, dosed, {one.exercise: one for one in told if one is not None})
    return known


def _places(limits: DoseLimits) -> range:
    return range(limits.least, limits.most + 1)


def _doses(exercise: Exercise, screened: ScreenedSetup, places: range, pace: Pace) -> Doses:
    left = [limited(exercise.dosage.at(place, 2), screened, pace) for place in range(3)]
    distinct = list(dict.fromkeys(left))
    wanted = {left[place] for place in places}
    pairs = zip(distinct, WORTHS[len(distinct) - 1], strict=True)
    doses, worths = zip(*(pair for pair in pairs if pair[0] in wanted), strict=True)
    return doses, worths, tuple(seconds(dose, pace) for dose in doses), (left[0], left[-1])


def gone(catalog: Catalog, screened: ScreenedExercise) -> Omission:
    """Why no setup of an exercise is left: the reason of the setup that comes closest."""
    exercise = screened.exercise.id
    nearest = min(screened.setups, key=lambda s: (s.verdict is Verdict.EXCLUDE, len(s.missing_equipment)))
    if nearest.avoided is not None:
        return Omission(exercise=exercise, code=OmissionCode.AVOIDED, reason=nearest.avoided)
    if nearest.verdict is Verdict.EXCLUDE:
        first = nearest.reasons[0]
        declared = catalog.condition(first.declared).name
        told = first.because_unapplied or first.rule.rationale
        return Omission(
            exercise=exercise, code=OmissionCode.SCREENED_OUT, reason=f"{declared}: {told} [{first.rule.id}]"
        )
    names = ", ".join(catalog.item(item).name.lower() for item in nearest.missing_equipment)
    return Omission(exercise=exercise, code=OmissionCode.NO_EQUIPMENT, reason=f"You need: {names}.")


def unwanted(catalog: Catalog, request: Request, goal: Goal, exercise: Exercise) -> Omission | None:
    """Why a request or its goal has no use for an exercise, whatever a body allows; `None` where it has."""
    asked = exercise.id in request.include
    hardest = min(
        (most for most in (goal.maximum_difficulty, request.maximum_difficulty) if most is not None), default=None
    )
    if exercise.id in request.exclude:
        return Omission(
            exercise=exercise.id, code=OmissionCode.EXCLUDED, reason="You asked to leave this exercise out."
        )
    if exercise.use is Use.NEVER or (exercise.use is Use.BY_NAME and not asked):
        return Omission(exercise=exercise.id, code=OmissionCode.NOT_COMPOSED, reason=str(exercise.use_because))
    if goal.phase(exercise.phase) is None and not asked:
        reason = f"The goal “{goal.name}” has no place for the phase {exercise.phase}."
        return Omission(exercise=exercise.id, code=OmissionCode.NOT_FOR_GOAL, reason=reason)
    if hardest is not None and catalog.difficulty(exercise.id) > hardest and not asked:
        return Omission(exercise=exercise.id, code=OmissionCode.TOO_HARD, reason="It is harder than you asked for.")
    return None


def _setups(catalog: Catalog, goal: Goal, screened: ScreenedExercise) -> list[ScreenedSetup] | Omission:
    left = [setup for setup in screened.setups if setup.available]
    if not left:
        return gone(catalog, screened)
    if suited := [setup for setup in left if suits(catalog, goal, setup)]:
        return suited
    reason = f"The goal “{goal.name}” rules out its position or equipment."
    return Omission(exercise=screened.exercise.id, code=OmissionCode.NOT_FOR_GOAL, reason=reason)


def suits(catalog: Catalog, goal: Goal, screened: ScreenedSetup) -> bool:
    """Whether the goal has nothing against the position and the equipment of a setup."""
    setup = screened.setup
    allowed = goal.allowed_equipment
    within = allowed is None or all(item in allowed or catalog.item(item).at_hand for item in setup.equipment)
    return within and setup.position not in goal.avoid_positions
