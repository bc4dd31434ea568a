import os
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

import thoracic_lib
from tests.composing.asking import composed, ids, request
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import GateError, RedFlagError, UnknownIdError
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.model.profile import FlagAnswer, Profile
from thoracic_lib.model.routine import Request
from thoracic_lib.profiles import profile
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import RedFlagLevel

GATES = [condition.id for condition in catalog().conditions if condition.gate and not condition.gate_when]


def flagged(*flags: str, cleared: tuple[str, ...] = ()) -> Profile:
    answers = tuple(FlagAnswer(flag=flag, present=True) for flag in sorted(flags))
    return Profile(red_flags=answers, cleared=frozenset(cleared), conditions=frozenset())


def of_level(level: RedFlagLevel) -> list[str]:
    return [flag.id for flag in catalog().red_flags if flag.level is level]


@pytest.mark.parametrize("condition", GATES)
def test_nothing_is_composed_for_a_gate_until_it_is_reported_cleared(condition: str) -> None:
    waiting = Profile(conditions=frozenset({condition}))
    with pytest.raises(GateError) as caught:
        compose(Request(minutes=20, profile=waiting))
    assert caught.value.conditions == (condition,)
    cleared = evolve(waiting, cleared=frozenset({condition}))
    assert not screen(catalog(), cleared).gates


def test_a_gate_also_stops_the_sequence_of_a_source() -> None:
    with pytest.raises(GateError):
        compose(Request(routine="prehab-set", profile=Profile(conditions=frozenset({"vertebral_fracture"}))))


@pytest.mark.parametrize("flag", [*of_level(RedFlagLevel.EMERGENCY), *of_level(RedFlagLevel.URGENT)])
def test_a_warning_sign_stops_composing_whatever_is_cleared(flag: str) -> None:
    with pytest.raises(RedFlagError) as caught:
        compose(Request(minutes=10, profile=flagged(flag, cleared=(flag,))))
    assert caught.value.actions == (catalog().red_flag(flag).action,)


@pytest.mark.parametrize("flag", of_level(RedFlagLevel.GATE))
def test_a_warning_sign_that_is_a_gate_stops_composing_until_it_is_cleared(flag: str) -> None:
    with pytest.raises(RedFlagError):
        compose(Request(minutes=10, profile=flagged(flag)))
    assert compose(Request(minutes=10, profile=flagged(flag, cleared=(flag,)))).steps


@pytest.mark.parametrize("flag", of_level(RedFlagLevel.SOFT))
def test_a_soft_sign_is_shown_and_stops_nothing(flag: str) -> None:
    routine = compose(Request(minutes=10, profile=flagged(flag)))
    assert any(banner.startswith(f"{flag}: ") for banner in routine.banners)


def test_the_most_pressing_sign_comes_first() -> None:
    levels = (RedFlagLevel.GATE, RedFlagLevel.URGENT, RedFlagLevel.EMERGENCY)
    signs = [of_level(level)[0] for level in levels]
    with pytest.raises(RedFlagError) as caught:
        compose(Request(minutes=10, profile=flagged(*signs)))
    assert list(caught.value.flags) == signs[::-1]


def test_a_warning_sign_is_told_before_a_gate() -> None:
    person = evolve(flagged(of_level(RedFlagLevel.EMERGENCY)[0]), conditions=frozenset({"vertebral_fracture"}))
    with pytest.raises(RedFlagError):
        compose(Request(minutes=10, profile=person))


@pytest.mark.parametrize("wanted", [{"include": ["cat-cwo"]}, {"exclude": ["cat-cwo"]}, {"goal": "desk-brek"}])
def test_an_unknown_id_is_told_with_the_nearest(wanted: dict[str, object]) -> None:
    with pytest.raises(UnknownIdError, match="did you mean"):
        composed(10, **wanted)


def test_every_phase_is_there_after_a_cleared_compression_fracture() -> None:
    fracture = ["T12 compression fracture"]
    person = profile(equipment=["foam roller", "chair"], conditions=fracture, cleared=fracture)
    routine = compose(Request(minutes=15, profile=person))
    phases = {step.exercise.phase for step in routine.steps}
    assert phases == {wanted.phase for wanted in catalog().goal("full-session").phases}
    assert routine.seconds <= 900
    assert not [step for step in routine.steps if step.verdict == "exclude"]


def test_steps_follow_each_other_without_a_gap() -> None:
    routine = composed(15)
    at = 0
    for step in routine.steps:
        assert (step.start, step.end) == (at, at + sum(part.seconds for part in step.parts))
        at = step.end
    assert routine.seconds == at


def test_every_step_is_left_in_an_independent_screening() -> None:
    wanted = request(20, conditions=["osteopenia", "shoulder impingement"])
    again = screen(catalog(), wanted.profile)
    for step in compose(wanted).steps:
        found = next(s for s in again.why(step.exercise.id).setups if s.setup == step.setup)
        assert found.available
        assert (step.verdict, step.reasons, step.limits) == (found.verdict, found.reasons, found.limits)


def test_a_routine_bears_the_signs_to_stop_at_and_its_data() -> None:
    routine = composed(5)
    stops = [flag for flag in catalog().red_flags if flag.level is RedFlagLevel.SESSION_STOP]
    assert routine.stop_signs == tuple(f"{flag.ask} {flag.action}" for flag in stops) != ()
    assert (routine.data_version, routine.catalog_digest) == (catalog().data_version, catalog().digest)


def test_a_routine_for_somebody_who_was_not_asked_says_so() -> None:
    assert any("Nobody asked about conditions" in text for text in compose(Request(minutes=5)).banners)
    assert not any("Nobody asked about conditions" in text for text in composed(5).banners)


def test_guidance_of_a_phase_is_told_where_the_phase_begins_only() -> None:
    routine = composed(30)
    advice = {text.text for text in catalog().guidance if text.phases and not text.exercises}
    first: set[str] = set()
    for step in routine.steps:
        if step.exercise.phase in first:
            assert not advice & set(step.guidance)
        first.add(step.exercise.phase)
    assert advice & {text for step in routine.steps for text in step.guidance}


def test_the_dose_says_on_whose_word_and_where_in_its_range() -> None:
    told = [step.dose_because for step in composed(600).steps]
    assert any("at the top of its range" in text for text in told)
    assert all(text.startswith("By ") and text.endswith(".") for text in told)
    assert any(
        text.startswith("By library default")
        for text in (s.dose_because for s in composed(600, goal="posture-endurance").steps)
    )


def test_another_catalog_is_asked_where_one_is_given() -> None:
    small = evolve(catalog(), exercises=catalog().exercises, goals=catalog().goals[:1])
    with pytest.raises(UnknownIdError):
        compose(Request(minutes=5, goal="full-session"), small)


def test_a_routine_is_the_same_after_a_round_trip() -> None:
    routine = composed(15, conditions=["osteopenia"])
    assert from_json(to_json(routine)) == routine


_PROGRAM = """
import thoracic_lib as tl
person = tl.profile(equipment=["foam roller", "chair", "stick"], conditions=["osteopenia", "shoulder impingement"])
for goal in ("full-session", "mobility"):
    print(tl.to_json(tl.compose(tl.Request(minutes=17, goal=goal, profile=person))))
"""


def test_the_answer_is_the_same_in_every_process() -> None:
    source = str(Path(thoracic_lib.__file__).parents[1])
    told = {
        subprocess.run(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", _PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(told) == 1
    assert len(told.pop()) > 1_000


def test_the_order_of_what_is_declared_changes_nothing() -> None:
    one = profile(equipment=["chair", "stick"], conditions=["osteopenia", "shoulder impingement"])
    two = profile(equipment=["stick", "chair"], conditions=["shoulder impingement", "osteopenia"])
    assert to_json(compose(Request(minutes=9, profile=one))) == to_json(compose(Request(minutes=9, profile=two)))
    assert ids(compose(Request(minutes=9, profile=one)))
