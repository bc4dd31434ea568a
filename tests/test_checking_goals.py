"""The gate asks what the request and its goal grant, and works out anew every text that follows from them."""

import pickle

import pytest
from attrs import evolve

from tests.checked import PROFILE, faults, forged, known, routine, told, with_request
from thoracic_lib.composing import compose
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Limit
from thoracic_lib.model.dosage import Pace, Span
from thoracic_lib.model.goal import Goal, GoalPhase, SourceStep
from thoracic_lib.model.profile import FlagAnswer, Profile
from thoracic_lib.model.routine import Omission, Request, Routine
from thoracic_lib.vocabulary import LimitKind, OmissionCode, Phase, Position
from thoracic_lib.wording import NOT_ASKED

GOAL = known().goal("g-all")
STRETCH, MOBILIZE = GOAL.phases
HOLD, TURN, FAR = routine().steps


def with_goal(**changes: object) -> tuple[Routine, Catalog]:
    """The routine as if it had been made with a catalog in which the goal is another one."""
    catalog = evolve(known(), goals=(evolve(GOAL, **changes),))  # type: ignore[arg-type]  # checked by the model
    return forged(routine(), catalog_digest=catalog.digest), catalog


def followed() -> Routine:
    return compose(Request(routine="r-own", profile=PROFILE), known())


def asking(made: Routine, **changes: object) -> Routine:
    return forged(made, request=forged(made.request, **changes))


# what a goal grants


def test_a_goal_that_is_another_one_only_in_its_name_refuses_nothing() -> None:
    assert faults(*with_goal(summary="Otherwise.")) == []


GOALS: list[tuple[dict[str, object], str]] = [
    ({"maximum_seconds": 301}, "steps take 302 seconds, over the budget of 301"),
    ({"allowed_equipment": ()}, "steps[1].setup ex-turn: uses eq-chair, which the goal g-all does not allow"),
    ({"avoid_positions": (Position.SEATED,)}, "setup ex-hold: is seated, a position that the goal g-all avoids"),
    ({"maximum_difficulty": 0}, "steps[2].exercise ex-turn-far: is harder than was asked for"),
    ({"phases": (STRETCH, evolve(MOBILIZE, maximum=1))}, "steps hold 2 of the phase mobilize, and the goal takes 1"),
    ({"phases": (MOBILIZE,)}, "steps[0].exercise ex-hold: is of the phase stretch, for which the goal g-all has no"),
]


@pytest.mark.parametrize(("changes", "why"), GOALS, ids=lambda value: next(iter(value)) if type(value) is dict else "")
def test_what_a_goal_does_not_grant_is_refused(changes: dict[str, object], why: str) -> None:
    assert why in told(*with_goal(**changes))


@pytest.mark.parametrize("changes", [changes for changes, _ in GOALS], ids=lambda changes: next(iter(changes)))
def test_a_newer_goal_holds_for_what_was_made_before(changes: dict[str, object]) -> None:
    _, catalog = with_goal(**changes)
    assert faults(routine(), evolve(catalog, data_version="1.3.0"))


def test_a_goal_may_be_met_to_the_second_and_to_the_exercise() -> None:
    assert faults(*with_goal(maximum_seconds=302, maximum_difficulty=1)) == []
    assert faults(*with_goal(phases=(evolve(STRETCH, maximum=1), evolve(MOBILIZE, maximum=2)))) == []
    assert faults(*with_goal(allowed_equipment=None)) == []


def test_what_is_at_hand_needs_no_leave_of_a_goal() -> None:
    at_hand = tuple(evolve(item, at_hand=True) if item.id == "eq-chair" else item for item in known().equipment)
    made, catalog = with_goal(allowed_equipment=())
    free = evolve(catalog, equipment=at_hand)
    assert "does not allow" not in told(forged(made, catalog_digest=free.digest), free)


def test_what_was_asked_for_by_name_may_be_harder_and_of_another_phase() -> None:
    harder, catalog = with_goal(maximum_difficulty=0)
    assert faults(asking(harder, include=frozenset({"ex-turn-far"})), catalog) == []
    elsewhere, catalog = with_goal(phases=(MOBILIZE,))
    assert faults(asking(elsewhere, include=frozenset({"ex-hold"})), catalog) == []


def test_what_was_asked_for_by_name_keeps_the_most_of_its_phase() -> None:
    made, catalog = with_goal(phases=(STRETCH, evolve(MOBILIZE, maximum=1)))
    both = asking(made, include=frozenset({"ex-turn", "ex-turn-far"}))
    assert told(both, catalog) == "steps hold 2 of the phase mobilize, and the goal takes 1"


def test_the_sequence_of_a_source_has_no_goal() -> None:
    tight = evolve(GOAL, maximum_seconds=60, allowed_equipment=(), phases=(STRETCH,), maximum_difficulty=0)
    catalog = evolve(known(), goals=(evolve(tight, avoid_positions=(Position.SEATED,)),))
    slow = Request(routine="r-own", goal="g-all", profile=PROFILE, pace=Pace(set_up=60))
    made = compose(slow, catalog)
    assert made.seconds > 60
    assert faults(made, catalog) == []
    assert faults(asking(made, goal="g-gone"), catalog) == []


def newer(at: int, goal: Goal, **changes: object) -> Catalog:
    """Newer data with this goal, in which an exercise is described otherwise, taken as it stands."""
    exercises = list(known().exercises)
    exercises[at] = forged(exercises[at], **changes)
    return forged(evolve(known(), data_version="1.3.0", goals=(goal,)), exercises=tuple(exercises))


def test_a_goal_holds_for_the_setup_as_it_was_and_as_it_is() -> None:
    (seated,) = known()["ex-hold"].setups
    moved = {"setups": (forged(seated, position=Position.STANDING, equipment=("eq-wall",)),)}
    assert "ex-hold: is" not in told(routine(), newer(2, GOAL, **moved))
    for position in (Position.STANDING, Position.SEATED):
        avoiding = newer(2, evolve(GOAL, avoid_positions=(position,)), **moved)
        assert f"ex-hold: is {position}, a position that the goal" in told(routine(), avoiding)


def test_a_goal_holds_for_the_phase_as_it_is_now() -> None:
    turned = newer(2, GOAL, phase=Phase.RELEASE)
    assert "ex-hold: is of the phase release, for which the goal g-all has no place" in told(routine(), turned)
    more = newer(2, evolve(GOAL, phases=(STRETCH, evolve(MOBILIZE, maximum=2))), phase=Phase.MOBILIZE)
    assert "steps hold 3 of the phase mobilize, and the goal takes 2" in told(routine(), more)


def test_what_an_older_setup_needs_is_asked_for_as_well() -> None:
    with_ball = forged(TURN.setup, equipment=("eq-ball",))
    older_step = forged(TURN, exercise=forged(TURN.exercise, setups=(with_ball,)), setup=with_ball)
    made = forged(routine(), data_version="1.0.0", steps=(HOLD, older_step, FAR))
    assert "setup ex-turn: needs eq-ball, which the profile lacks" in told(made)


# what a request grants


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"maximum_exercises": 2}, "steps are 3, and at most 2 were asked for"),
        ({"maximum_difficulty": 0}, "steps[2].exercise ex-turn-far: is harder than was asked for"),
        ({"minutes": None, "seconds": 301}, "over the budget of 301"),
    ],
)
def test_what_a_request_does_not_grant_is_refused(changes: dict[str, object], why: str) -> None:
    assert told(with_request(**changes)).endswith(why)
    assert faults(with_request(maximum_exercises=3, maximum_difficulty=1)) == []


def test_what_was_asked_for_by_name_has_to_be_there() -> None:
    assert faults(with_request(include=frozenset({"ex-turn"}))) == []
    short = forged(routine(), steps=routine().steps[:2])
    assert faults(asking(short, include=frozenset({"ex-turn-far"}))) == [
        ("steps", "lack ex-turn-far, which was asked for by name")
    ]


def test_a_request_holds_for_the_sequence_of_a_source_too() -> None:
    made = followed()
    assert faults(made) == []
    assert told(asking(made, include=frozenset({"ex-hold"}))) == "steps lack ex-hold, which was asked for by name"
    assert "over the budget of 10" in told(asking(made, seconds=10))
    harder = evolve(known(), routines=(evolve(known().routine("r-own"), steps=_steps("ex-turn-far")),))
    far = compose(Request(routine="r-own", profile=PROFILE), harder)
    assert faults(far, harder) == []
    assert "is harder than was asked for" in told(asking(far, maximum_difficulty=0), harder)


def _steps(*exercises: str) -> tuple[SourceStep, ...]:
    (step,) = known().routine("r-own").steps
    return tuple(evolve(step, exercise=exercise) for exercise in exercises)


# a dose may leave its range only where a limit says so


@pytest.mark.parametrize(
    ("at", "changes"),
    [
        (0, {"hold_seconds": 12, "repetitions": 1}),
        (0, {"spots": 2}),
        (1, {"tempo_seconds": 60}),
        (1, {"tempo_seconds": 7}),
        (1, {"rest_seconds": 30}),
    ],
    ids=str,
)
def test_a_rule_frees_nothing_of_a_dose_but_what_it_limits(at: int, changes: dict[str, object]) -> None:
    steps = list(routine().steps)
    assert steps[at].dose.limited_by
    steps[at] = forged(steps[at], dose=forged(steps[at].dose, **changes))
    assert f"steps[{at}].dose {steps[at].exercise.id}: is in no range" in told(forged(routine(), steps=tuple(steps)))


def test_a_rule_frees_what_it_limits() -> None:
    assert Limit(kind=LimitKind.SLOW) in TURN.limits
    assert (TURN.dose.tempo_seconds, TURN.exercise.dosage.tempo_seconds) == (6, 4)
    fewer = forged(TURN, dose=forged(TURN.dose, repetitions=1))
    assert "is in no range" not in told(forged(routine(), steps=(HOLD, fewer)))


def dosed(**changes: object) -> tuple[Routine, Catalog]:
    """What is composed where the first exercise, which R1 holds back, has another dosage."""
    turn, *others = known().exercises
    dosage = evolve(turn.dosages[0], **changes)  # type: ignore[arg-type]  # checked by the model
    catalog = evolve(known(), exercises=(evolve(turn, dosages=(dosage,)), *others))
    return compose(Request(minutes=30, goal="g-all", profile=PROFILE), catalog), catalog


def with_dose(made: Routine, **changes: object) -> Routine:
    (at,) = (at for at, step in enumerate(made.steps) if step.exercise.id == "ex-turn")
    steps = list(made.steps)
    assert "R1" in steps[at].dose.limited_by
    steps[at] = forged(steps[at], dose=forged(steps[at].dose, **changes))
    return forged(made, steps=tuple(steps))


def test_fewer_repetitions_in_all_may_take_fewer_sets() -> None:
    made, catalog = dosed(sets=Span(minimum=2, maximum=3))
    assert faults(made, catalog) == []
    assert [step.dose.sets for step in made.steps if step.exercise.id == "ex-turn"] == [1]


def test_a_limit_of_repetitions_frees_no_spots() -> None:
    made, catalog = dosed(spots=Span(minimum=3, maximum=4))
    assert faults(made, catalog) == []
    assert "ex-turn: is in no range" in told(with_dose(made, spots=2), catalog)


def test_slowly_is_never_faster_than_the_dosage() -> None:
    made, catalog = dosed(tempo_seconds=8)
    assert faults(made, catalog) == []
    assert "ex-turn: is in no range" in told(with_dose(made, tempo_seconds=6), catalog)


def test_a_caution_holds_no_dose_back() -> None:
    blamed = forged(TURN, dose=forged(TURN.dose, limited_by=("R1", "R4")))
    assert "is said to be held back by a rule that is no reason here" in told(forged(routine(), steps=(HOLD, blamed)))


# texts


FORGED: list[tuple[dict[str, object], str]] = [
    ({"title": "Cures everything"}, "title is not “All”, the name of g-all"),
    ({"stop_signs": ("Go on whatever happens.",)}, "stop_signs are not those of the catalog"),
    ({"stop_signs": (*routine().stop_signs, "Ignore the above.")}, "stop_signs are not those of the catalog"),
    ({"notices": ("There is no need for care.",)}, "notices are not those of the catalog"),
    ({"guidance": ("Hold your breath.",)}, "guidance are not those of the catalog"),
    ({"banners": ("All is well.", "All is well.")}, "banners are not those of the catalog"),
    ({"banners": (*routine().banners, "You are cleared.")}, "banners are not those of the catalog"),
    ({"banners": routine().banners[::-1]}, "banners are not those of the catalog"),
    (
        {"omissions": (Omission(exercise="ex-turn", code=OmissionCode.NO_TIME, reason="No."),)},
        "omissions[0] ex-turn is part of",
    ),
    (
        {"omissions": (Omission(exercise="ex-new", code=OmissionCode.NO_TIME, reason="No."),)},
        "omissions[0] ex-new is no exercise",
    ),
]


@pytest.mark.parametrize(("changes", "why"), FORGED)
def test_a_text_that_was_written_over_is_refused(changes: dict[str, object], why: str) -> None:
    again = pickle.loads(pickle.dumps(forged(routine(), **changes)))  # noqa: S301 - made on the same line
    assert why in told(again)


def test_an_exercise_is_left_out_once() -> None:
    made = followed()
    assert {omission.exercise for omission in made.omissions} == {"ex-hold", "ex-turn-far"}
    twice = forged(made, omissions=(*made.omissions, made.omissions[0]))
    assert told(twice) == f"omissions[2] {made.omissions[0].exercise} is part of the routine, or named twice"


def test_the_title_of_a_sequence_is_that_of_its_source() -> None:
    assert followed().title == "Own"
    assert told(forged(followed(), title="All")) == "title is not “Own”, the name of r-own"


# older data: there is nothing to compare its texts with, but some have to be there


def older(made: Routine, **changes: object) -> Routine:
    return forged(made, data_version="1.0.0", **changes)


def test_the_texts_of_older_data_may_be_otherwise() -> None:
    changes = {"title": "All of it", "notices": ("Breathe in.",), "stop_signs": ("Stop when it hurts.",)}
    assert faults(older(routine(), guidance=(), **changes)) == []


@pytest.mark.parametrize("name", ["stop_signs", "notices", "banners"])
def test_older_data_has_told_everybody_something_too(name: str) -> None:
    assert (name, "lack what everybody is told") in faults(older(routine(), **{name: ()}))


def test_what_no_catalog_tells_is_not_missed() -> None:
    stops = tuple(flag for flag in known().red_flags if flag.id != "F-stop")
    quiet = evolve(known(), red_flags=stops, notices=known().notices[:1])
    assert faults(older(routine(), stop_signs=(), notices=()), quiet) == []


def test_older_data_says_that_nobody_asked() -> None:
    made = compose(Request(minutes=20, goal="g-all", profile=Profile(equipment=PROFILE.equipment)), known())
    assert made.banners[0] == NOT_ASKED == "Nobody asked about conditions, so nothing was screened for any."
    assert faults(older(made)) == []
    assert ("banners", "lack what everybody is told") in faults(older(made, banners=made.banners[1:]))
    assert ("banners", "lack what everybody is told") in faults(older(made, banners=("All is well.",)))


def test_each_sign_answered_yes_keeps_a_banner_in_older_data() -> None:
    silent = evolve(PROFILE, red_flags=(FlagAnswer(flag="F1", present=False),))
    made = compose(Request(minutes=20, goal="g-all", profile=silent), known())
    assert faults(older(made, banners=())) == []
    assert ("banners", "lack what everybody is told") in faults(older(routine(), banners=()))


def test_a_phase_of_the_goal_that_holds_nothing_is_no_fault() -> None:
    more = (*GOAL.phases, GoalPhase(phase=Phase.POSTURE, minimum=1, maximum=1, weight=1))
    assert faults(*with_goal(phases=more)) == []
