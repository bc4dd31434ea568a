"""The gate at every export: a routine that breaks anything is refused, however it came about."""

import pickle
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from attrs import evolve

import thoracic_lib as tl
from tests.checked import faults, forged, known, routine, told, with_profile, with_request, with_step
from thoracic_lib.checking import verify_routine
from thoracic_lib.composing import compose
from thoracic_lib.errors import InvalidValueError
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.model.clinical import Limit
from thoracic_lib.model.dosage import Dose, Pace, Part
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.model.routine import Request, Step
from thoracic_lib.vocabulary import Laterality, LimitKind, Position, Verdict

SRC = Path(tl.__file__).parent.parent

# what is right passes


def test_the_example_is_what_the_tests_below_take_it_for() -> None:
    hold, turn, far = routine().steps
    assert [step.exercise.id for step in routine().steps] == ["ex-hold", "ex-turn", "ex-turn-far"]
    assert (hold.dose.hold_seconds, turn.dose.repetitions, turn.dose.tempo_seconds) == (12, 6, 6)
    assert [reason.rule.id for reason in turn.reasons] == ["R1", "R4"]
    assert far.setup.id == "w-seated"
    assert faults(routine()) == []


@pytest.mark.parametrize("goal", [goal.id for goal in tl.goals()])
@pytest.mark.parametrize("declared", [None, (), ("osteopenia",), ("pregnancy", "knee_pain_kneeling")], ids=str)
def test_what_is_composed_passes(goal: str, declared: tuple[str, ...] | None) -> None:
    person = Profile(
        equipment=frozenset(item.id for item in tl.catalog().equipment),
        conditions=None if declared is None else frozenset(declared),
        cleared=frozenset(declared or ()),
    )
    verify_routine(compose(Request(minutes=12, goal=goal, profile=person)), tl.catalog())


@pytest.mark.parametrize("source", [routine.id for routine in tl.routines()])
def test_the_sequence_of_a_source_passes_though_its_phases_come_in_any_order(source: str) -> None:
    person = Profile(equipment=frozenset(item.id for item in tl.catalog().equipment), conditions=frozenset())
    verify_routine(compose(Request(routine=source, profile=person)), tl.catalog())


def test_what_was_stored_and_read_back_passes() -> None:
    assert faults(from_json(to_json(routine(), catalog=known()))) == []  # type: ignore[arg-type]  # it is a routine
    assert faults(pickle.loads(pickle.dumps(routine()))) == []  # noqa: S301 - made on the same line


# every field of a step

TURN = routine().steps[1]
FAR = routine().steps[2]
WEIGHT = known()["ex-turn-far"].setup("w-weight")
MILD = forged(TURN.exercise, setups=(forged(TURN.setup, demands=("d-load",)),))
CHANGED: dict[str, list[tuple[object, str]]] = {
    "exercise": [
        (forged(TURN.exercise, steps=("Turn as far as you can.",)), "exercise ex-turn: is not as the catalog has it"),
        (MILD, "exercise ex-turn: is not as the catalog has it"),
        (FAR.exercise, "hold two exercises of one family"),
        (forged(TURN.exercise, id="ex-new"), "unknown exercise 'ex-new'"),
        (forged(TURN.exercise, family=""), "exercise.family must be an id"),
        (None, "exercise must be a Exercise, not None"),
    ],
    "setup": [
        (forged(TURN.setup, demands=("d-hold",)), "setup ex-turn: w-seated is not as the exercise has it"),
        (forged(TURN.setup, name="On a swing"), "setup ex-turn: w-seated is not as the exercise has it"),
        (forged(TURN.setup, position=Position.STANDING), "setup.demands lacks standing"),
        (WEIGHT, "setup ex-turn has no setup 'w-weight'"),
        (TURN.exercise, "setup must be a Setup"),
    ],
    "dose": [
        (forged(TURN.dose, repetitions=7), "breaks the limit: at most 6 repetitions"),
        (forged(TURN.dose, sets=2), "breaks the limit: at most 6 repetitions"),
        (forged(TURN.dose, repetitions=None, tempo_seconds=None, breaths=9), "breaks the limit: at most 6"),
        (forged(TURN.dose, tempo_seconds=5), "breaks the limit: move slowly"),
        (forged(TURN.dose, tempo_seconds=3), "is in no range"),
        (forged(TURN.dose, limited_by=()), "is in no range"),
        (forged(TURN.dose, repetitions=4, tempo_seconds=4, limited_by=()), "is in no range"),
        (forged(TURN.dose, limited_by=("R2",)), "is said to be held back by a rule that is no reason here"),
        (forged(TURN.dose, hold_seconds=600), "is in no range"),
        (forged(TURN.dose, spots=2), "is in no range"),
        (forged(TURN.dose, basis="another"), "is in no range"),
        (forged(TURN.dose, rest_seconds=9), "is in no range"),
        (forged(TURN.dose, laterality=Laterality.EACH_SIDE), "is in no range"),
        (forged(TURN.dose, repetitions=2.5), "repetitions must be a whole number, not 2.5"),
        (forged(TURN.dose, repetitions=None), "dose needs exactly one of"),
    ],
    "verdict": [
        (Verdict.CAUTION, "is caution, but the rules say modify"),
        (Verdict.KEEP, "is keep, but the rules say modify"),
        (Verdict.EXCLUDE, "is exclude, but the rules say modify"),
        ("modify", "verdict must be a Verdict, not 'modify'"),
    ],
    "limits": [
        ((), "are not those of the rules that fire"),
        (TURN.limits[:2], "are not those of the rules that fire"),
        (
            (*TURN.limits, Limit(kind=LimitKind.MID_RANGE)),
            "are not those of the rules that fire",
        ),
        ((forged(TURN.limits[0], value=60), *TURN.limits[1:]), "are not those of the rules that fire"),
    ],
    "reasons": [
        ((), "lack R1, which fires; steps[1].reasons ex-turn: lack R4"),
        (TURN.reasons[1:], "lack R1, which fires"),
        (TURN.reasons[::-1][1:] * 2, "name a rule twice"),
        ((*TURN.reasons, *routine().steps[0].reasons[:1]), "name R2, not firing"),
        *(
            ((TURN.reasons[0], forged(TURN.reasons[1], **changes)), "do not tell R4 as it fires")
            for changes in (
                {"declared": "c-wide"},
                {"declared": "c-other"},
                {"unanswered": ()},
                {"verdict": Verdict.KEEP},
                {"because_unapplied": "Nothing."},
                {"rule": forged(TURN.reasons[1].rule, rationale="It is nothing.")},
            )
        ),
    ],
    "notices": [((), "notices ex-turn: are not those of the catalog")],
    "guidance": [((), "guidance are not those of the catalog"), (("Fast!",), "are not those of the catalog")],
    "start": [(TURN.start + 1, "start ex-turn: is 191, but the steps before end at 190"), (-5, "start must be from 0")],
    "parts": [
        (TURN.parts[1:], "parts ex-turn: are not the time that its dose takes"),
        ((Part(name="movement", seconds=1),), "are not the time that its dose takes"),
        ((forged(TURN.parts[0], seconds=-9), *TURN.parts[1:]), "parts[0].seconds must be from 0"),
    ],
    "why": [(None, "why must be a text"), ("two\nlines", "why has a control character")],
    "dose_because": [("", "dose_because must not be empty")],
}
CASES = [
    pytest.param(name, value, why, id=f"{name}-{at}")
    for name, all_ in CHANGED.items()
    for at, (value, why) in enumerate(all_)
]


def test_every_field_of_a_step_is_tampered_with_below() -> None:
    assert CHANGED.keys() == Step.__checks__.keys()


@pytest.mark.parametrize(("name", "value", "why"), CASES)
def test_a_step_that_was_written_over_is_refused(name: str, value: object, why: str) -> None:
    assert why in told(with_step(**{name: value}))


@pytest.mark.parametrize("name", CHANGED)
def test_a_step_that_was_pickled_in_between_is_refused_when_it_is_read_or_by_the_gate(name: str) -> None:
    value, why = CHANGED[name][0]
    pickled = pickle.dumps(with_step(**{name: value}))
    try:
        again = pickle.loads(pickled)  # noqa: S301 - made just above
    except InvalidValueError as error:
        assert {fault.path.partition("[")[0] for fault in error.faults} <= {name, "steps"}  # noqa: PT017 - either refuses
    else:
        assert why in told(again)


def test_validators_that_are_switched_off_do_not_help() -> None:
    attrs.validators.set_disabled(True)
    try:
        assert all(why in told(with_step(**{name: tried[0]})) for name, all_ in CHANGED.items() for *tried, why in all_)
    finally:
        attrs.validators.set_disabled(False)


OPTIMIZED = """
import attrs, sys, thoracic_lib as tl
attrs.validators.set_disabled(True)
person = tl.profile(conditions=["osteopenia"], equipment=["chair"])
routine = tl.compose(tl.Request(minutes=5, profile=person))
tl.export(routine)
if sys.argv[1] == "step":
    object.__setattr__(routine.steps[0].dose, "sets", 50)
else:
    object.__setattr__(person, "conditions", frozenset({"recent_spine_surgery"}))
for format in ("text", "html", "markdown", "page", "json"):
    try:
        tl.export(routine, format)
    except tl.UnsafeRoutineError as error:
        print(format, error.code)
"""


@pytest.mark.parametrize("changed", ["step", "profile"])
def test_python_that_drops_its_assertions_refuses_it_too(changed: str) -> None:
    said = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-OO", "-c", OPTIMIZED, changed],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SRC)},
    ).stdout
    assert said.split("\n")[:-1] == [f"{name} unsafe-routine" for name in ("text", "html", "markdown", "page", "json")]


def test_a_field_that_was_never_set_is_refused() -> None:
    made = object.__new__(Dose)
    assert "steps[1].dose.sets is missing" in told(with_step(dose=made))


def test_what_is_no_routine_is_refused() -> None:
    assert faults("a routine") == [("", "a str is no Routine")]  # type: ignore[arg-type]  # this is what is refused


# the profile and the request

WIDE = frozenset({"c-wide"})
ANSWER = Answer(condition="c-narrow", question="q-weeks", number=12)
CHANGED_PROFILES = [
    ({"cleared": frozenset()}, "request.profile c-narrow waits for a clinician's word"),
    ({"cleared": WIDE}, "request.profile c-narrow waits for a clinician's word"),
    ({"red_flags": (FlagAnswer(flag="F-urgent", present=True),)}, "the warning sign F-urgent stops everything"),
    ({"red_flags": (FlagAnswer(flag="F-gate", present=True),)}, "the warning sign F-gate stops everything"),
    ({"red_flags": (FlagAnswer(flag="F-stop", present=True),)}, "the warning sign F-stop stops everything"),
    ({"equipment": frozenset()}, "needs eq-chair, which the profile lacks"),
    ({"avoid_positions": frozenset({Position.SEATED})}, "setup ex-turn: is seated, a position to avoid"),
    ({"avoid_exercises": frozenset({"ex-turn"})}, "exercise ex-turn: is one to avoid"),
    ({"conditions": WIDE}, "reasons ex-turn: name R4, not firing"),
    ({"conditions": None}, "verdict ex-turn: is modify, but the rules say keep"),
    ({"answers": (ANSWER,)}, "reasons ex-turn: name R4, not firing"),
    ({"conditions": frozenset({"c-new"})}, "request.profile.conditions unknown condition 'c-new'"),
    ({"equipment": frozenset({"eq-new"})}, "request.profile.equipment unknown equipment 'eq-new'"),
    ({"without": frozenset({"eq-new"})}, "request.profile.without unknown equipment 'eq-new'"),
    ({"avoid_exercises": frozenset({"ex-old"})}, "exercise 'ex-old' was retired"),
    ({"cleared": frozenset({"c-new"})}, "request.profile.cleared unknown condition 'c-new'"),
    ({"red_flags": (FlagAnswer(flag="F9", present=True),)}, "request.profile.red_flags unknown red flag 'F9'"),
    ({"answers": (evolve(ANSWER, question="q-new"),)}, "request.profile.answers unknown question 'q-new'"),
    ({"answers": (evolve(ANSWER, condition="c-wide"),)}, "'q-weeks' has what is no answer to it"),
    ({"answers": (evolve(ANSWER, number=41),)}, "'q-weeks' has what is no answer to it"),
    ({"answers": (evolve(ANSWER, number=None, choices=("ch-late",)),)}, "'q-weeks' has what is no answer to it"),
    ({"answers": (evolve(ANSWER, question="q-stage"),)}, "'q-stage' has what is no answer to it"),
    (
        {"answers": (Answer(condition="c-narrow", question="q-stage", choices=("ch-early", "ch-late")),)},
        "'q-stage' has what is no answer to it",
    ),
    (
        {"answers": (Answer(condition="c-narrow", question="q-stage", choices=("ch-never",)),)},
        "'q-stage' has what is no answer to it",
    ),
    ({"answers": (ANSWER, ANSWER)}, "request.profile.answers must stand once each"),
    ({"conditions": ["c-narrow"]}, "request.profile.conditions must be a frozenset, not a list"),
]


@pytest.mark.parametrize(("changes", "why"), CHANGED_PROFILES)
def test_a_profile_that_the_steps_do_not_suit_is_refused(changes: dict[str, object], why: str) -> None:
    assert why in told(with_profile(**changes))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"minutes": 1}, "steps take 302 seconds, over the budget of 60"),
        ({"minutes": None, "seconds": 301}, "steps take 302 seconds, over the budget of 301"),
        ({"exclude": frozenset({"ex-turn"})}, "exercise ex-turn: is one to avoid"),
        ({"include": frozenset({"ex-new"})}, "request.include unknown exercise 'ex-new'"),
        ({"exclude": frozenset({"ex-new"})}, "request.exclude unknown exercise 'ex-new'"),
        ({"goal": "g-new"}, "request.goal unknown goal 'g-new'"),
        ({"routine": "r-new"}, "request.routine unknown routine 'r-new'"),
        ({"routine": "r-own"}, "steps do not follow the order of r-own"),
        ({"pace": Pace(slow_repetition=9)}, "breaks the limit: move slowly"),
        ({"pace": Pace(set_up=0)}, "are not the time that its dose takes"),
        ({"pace": None}, "request.pace must be a Pace"),
    ],
)
def test_a_request_that_the_steps_do_not_suit_is_refused(changes: dict[str, object], why: str) -> None:
    assert why in told(with_request(**changes))


def test_a_budget_may_be_met_to_the_second() -> None:
    assert faults(with_request(minutes=None, seconds=302)) == []


@pytest.mark.parametrize("name", ["stop_signs", "notices", "banners"])
def test_what_everybody_is_told_cannot_be_left_out(name: str) -> None:
    assert (name, "are not those of the catalog") in faults(forged(routine(), **{name: ()}))


def test_each_soft_sign_and_each_silence_keeps_its_banner() -> None:
    assert len(routine().banners) == 2
    assert ("banners", "are not those of the catalog") in faults(forged(routine(), banners=routine().banners[:1]))
