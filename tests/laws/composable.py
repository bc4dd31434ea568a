"""What the laws of composing are tried on: made-up catalogs with a goal and rules, and requests to them.

Everything that decides a routine is drawn: phases, families, movements, setups that share what they need or do not,
ranges of doses, preparations, progressions, verdicts and limits, and what the goal wants.
"""

from attrs import evolve
from hypothesis import reject
from hypothesis import strategies as st

from tests.strategies import some_of
from thoracic_lib.composing import compose
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Limit, Rule
from thoracic_lib.model.dosage import Pace, Span
from thoracic_lib.model.exercise import DEMANDS_OF_POSITION, Exercise, Relation
from thoracic_lib.model.goal import Goal, GoalPhase
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Done, Request, Routine
from thoracic_lib.testing.small import a_condition, a_rule, a_setup, an_exercise, an_item, small_catalog
from thoracic_lib.vocabulary import (
    CitedAs,
    Laterality,
    LimitKind,
    Movement,
    Phase,
    Position,
    RelationKind,
    Use,
    Verdict,
)

__all__ = ["asked", "catalogs_to_compose", "composed", "full_routines", "requests_to"]

POSITIONS = (Position.SEATED, Position.STANDING, Position.PRONE_SUPPORTED)
PHASES = (Phase.RELEASE, Phase.MOBILIZE, Phase.STRENGTHEN)
ITEMS = ("wall", "stool", "chair")
DEMANDS = ("bend", "turn")
CONDITIONS = ("left", "right")
MOVEMENTS = tuple(Movement)[:3]


@st.composite
def _exercises(draw: st.DrawFn, number: int, others: int) -> Exercise:
    setups = []
    for way in range(draw(st.sampled_from((2, 1)))):
        position = draw(st.sampled_from(POSITIONS))
        demands = {*draw(some_of(DEMANDS)), *DEMANDS_OF_POSITION[position]}
        setup = a_setup(f"way-{way}", sorted(demands), draw(some_of(ITEMS, most=1)))
        setups.append(evolve(setup, position=position))
    plain = an_exercise(f"exercise-{number}", setups, held=draw(st.booleans()))
    low = draw(st.sampled_from((3, 2, 5, 8)))
    dosage = evolve(
        plain.dosages[0],
        laterality=draw(st.sampled_from((Laterality.BILATERAL, Laterality.ALTERNATING))),
        sets=Span(minimum=1, maximum=draw(st.integers(1, 2))),
        repetitions=Span(minimum=low, maximum=low + draw(st.sampled_from((4, 0, 1, 2, 5)))),
    )
    related = draw(st.lists(st.integers(number + 1, others), max_size=1)) if number < others else []
    kinds = st.sampled_from((RelationKind.PREPARES_FOR, RelationKind.LEADS_INTO, RelationKind.REGRESSION_OF))
    return evolve(
        plain,
        family=f"family-{draw(st.sampled_from((number, number, number // 2)))}",
        phase=draw(st.sampled_from(PHASES)),
        use=(use := draw(st.sampled_from((*[Use.ROUTINE] * 7, Use.BY_NAME)))),
        use_because=None if use is Use.ROUTINE else "Only for those who ask.",
        movements=draw(some_of(MOVEMENTS)),
        dosages=(dosage,),
        relations=tuple(Relation(kind=draw(kinds), to=f"exercise-{other}", basis=CitedAs.STATED) for other in related),
    )


@st.composite
def _rules(draw: st.DrawFn, condition: str, number: int) -> Rule:
    verdict = draw(st.sampled_from((Verdict.CAUTION, Verdict.MODIFY, Verdict.EXCLUDE)))
    limits = (
        Limit(kind=LimitKind.SLOW),
        Limit(kind=LimitKind.MAX_REPETITIONS, value=draw(st.integers(1, 9))),
        Limit(kind=LimitKind.USE_SETUP, position=Position.SEATED),
    )
    return a_rule(
        f"rule-{condition}-{number}",
        condition=condition,
        demand=draw(st.sampled_from((*DEMANDS, "standing", "prone"))),
        verdict=verdict,
        limits=[draw(st.sampled_from(limits))] if verdict is Verdict.MODIFY else (),
    )


@st.composite
def _goals(draw: st.DrawFn, exercises: int) -> Goal:
    phases = []
    for phase in draw(st.permutations(PHASES))[: draw(st.sampled_from((3, 2)))]:
        least = draw(st.sampled_from((1, 0, 2)))
        most = max(1, least + draw(st.sampled_from((1, 0, 2))))
        phases.append(GoalPhase(phase=phase, minimum=least, maximum=most, weight=draw(st.integers(1, 5))))
    return Goal(
        id="goal",
        name="Goal",
        summary="Made up.",
        movements=draw(some_of(MOVEMENTS)),
        phases=tuple(sorted(phases, key=lambda one: one.phase.rank)),
        maximum_seconds=draw(st.sampled_from((None, None, None, 200))),
        allowed_equipment=draw(st.sampled_from((None, None, None, None, ("stool",)))),
        avoid_positions=draw(st.sampled_from(((), (), (), (), (Position.STANDING,)))),
        prefer=draw(some_of([f"exercise-{number}" for number in range(exercises)], most=1)),
        maximum_difficulty=draw(st.sampled_from((*[None] * 5, 0))),
        sources=("small-source",),
        basis="small-source",
    )


@st.composite
def catalogs_to_compose(draw: st.DrawFn) -> Catalog:
    """Catalogs of six to ten exercises, two conditions with up to two rules each, and one goal."""
    count = draw(st.sampled_from((8, 6, 7, 9, 10)))
    catalog = small_catalog(
        exercises=[draw(_exercises(number, count - 1)) for number in range(count)],
        conditions=[a_condition(name) for name in CONDITIONS],
        rules=[draw(_rules(name, number)) for name in CONDITIONS for number in range(draw(st.integers(1, 2)))],
        demands=(*DEMANDS, "standing", "prone"),
        equipment=[an_item("wall", at_hand=True), an_item("stool"), an_item("chair", satisfies=["stool"])],
    )
    return evolve(catalog, goals=(draw(_goals(count)),))


@st.composite
def requests_to(draw: st.DrawFn, catalog: Catalog) -> Request:
    """Requests to such a catalog, with every wish that it may hold."""
    some = some_of(sorted(catalog), most=1)
    include = frozenset(draw(some)) if draw(st.sampled_from((False, False, False, True))) else frozenset[str]()
    person = Profile(
        equipment=frozenset(draw(some_of(("stool", "chair")))),
        without=frozenset(draw(some_of(("wall",)))),
        conditions=frozenset(draw(some_of(CONDITIONS))),
        avoid_positions=frozenset(draw(st.sampled_from(((), (), (), POSITIONS[:1])))),
        avoid_exercises=frozenset(draw(some)),
    )
    return Request(
        seconds=draw(st.sampled_from((150, 60, 100, 200, 250, 300, 400))) + draw(st.integers(0, 9)),
        goal="goal",
        profile=person,
        include=include,
        exclude=frozenset(draw(some)) - include,
        emphasis_movements=frozenset(draw(some_of(MOVEMENTS, most=1))),
        maximum_exercises=draw(st.sampled_from((None, None, None, 2, 3))),
        maximum_difficulty=draw(st.sampled_from((None, None, None, 1))),
        history=tuple(Done(exercise=one, days_ago=1) for one in draw(some)),
        pace=draw(st.sampled_from((Pace(), Pace(set_up=0, change_position=25), Pace(change_equipment=0)))),
    )


@st.composite
def asked(draw: st.DrawFn) -> tuple[Catalog, Request]:
    """A catalog and a request to it."""
    catalog = draw(catalogs_to_compose())
    return catalog, draw(requests_to(catalog))


def composed(catalog: Catalog, request: Request) -> Routine:
    """The routine; another case is drawn where nothing fits."""
    try:
        return compose(request, catalog)
    except NothingFitsError:
        reject()


@st.composite
def full_routines(draw: st.DrawFn) -> tuple[Catalog, Routine]:
    """A catalog, and a routine of it for so little time that no second is left."""
    catalog, request = draw(asked())
    routine = composed(catalog, request)
    return catalog, composed(catalog, evolve(request, seconds=routine.seconds))
