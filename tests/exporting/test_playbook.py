"""A playbook is the routine, second by second: nothing is added, and nothing lost."""

import json
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.composing.asking import composed, only_step
from tests.strategies import doses, paces
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.playbook import KINDS, Moment, moments, playbook, work
from thoracic_lib.model.dosage import LIBRARY_DEFAULT, Dose, Pace, Part, parts
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.vocabulary import Laterality

laws = settings(max_examples=100, deadline=None)


def a_dose(**given: Any) -> Dose:  # noqa: ANN401 - fields of a dose
    held = {"basis": LIBRARY_DEFAULT, "laterality": Laterality.BILATERAL, "sets": 1, "rest_seconds": 20, **given}
    return Dose(**held)


def told(dose: Dose, pace: Pace | None = None) -> list[tuple[str, int, int, int, int, int]]:
    found = work(dose, pace or Pace())
    return [(one.kind, one.seconds, one.set, one.side, one.spot, one.count) for one in found]


@laws
@given(doses(), paces())
def test_moments_of_each_kind_add_up_to_the_term_of_that_name(dose: Dose, pace: Pace) -> None:
    spent: dict[str, int] = {}
    for moment in work(dose, pace):
        spent[KINDS[moment.kind]] = spent.get(KINDS[moment.kind], 0) + moment.seconds
    assert {name: length for name, length in spent.items() if length} == {p.name: p.seconds for p in parts(dose, pace)}


@laws
@given(doses(), paces())
def test_sets_sides_spots_and_counts_come_in_order(dose: Dose, pace: Pace) -> None:
    alternating = dose.laterality is Laterality.ALTERNATING
    places = [(one.set, 0 if alternating else one.side, one.spot, one.count) for one in work(dose, pace)]
    assert places == sorted(places)
    assert {one.set for one in work(dose, pace)} == set(range(1, dose.sets + 1))
    assert {one.spot for one in work(dose, pace)} == set(range(1, dose.spots + 1))


@laws
@given(doses(), paces())
def test_every_repetition_and_breath_is_counted_at_each_spot_of_each_side(dose: Dose, pace: Pace) -> None:
    for kind, wanted in (("movement", dose.repetitions), ("breath", dose.breaths)):
        counts = [one.count for one in work(dose, pace) if one.kind == kind]
        assert counts == list(range(1, (wanted or 0) + 1)) * (dose.sets * dose.sides * dose.spots)


@laws
@given(doses(), paces())
def test_both_sides_are_worked_where_they_are_told_apart(dose: Dose, pace: Pace) -> None:
    sides = {one.side for one in work(dose, pace) if one.kind in {"movement", "breath", "massage"}}
    wanted = {
        Laterality.BILATERAL: {0},
        Laterality.EACH_SIDE: {1, 2},
        Laterality.ALTERNATING: {1, 2} if (dose.repetitions or dose.breaths or 0) > 1 else {1},
    }
    assert sides == wanted[dose.laterality]


def test_a_hold_stands_between_the_way_there_and_the_way_back() -> None:
    dose = a_dose(repetitions=2, tempo_seconds=5, hold_seconds=30)
    once = [("movement", 3), ("hold", 30), ("return", 2)]
    assert [(kind, seconds) for kind, seconds, *_ in told(dose)] == once * 2


def test_a_movement_of_one_second_has_no_way_back() -> None:
    dose = a_dose(repetitions=1, tempo_seconds=1, hold_seconds=30)
    assert [(kind, seconds) for kind, seconds, *_ in told(dose)] == [("movement", 1), ("hold", 30)]


def test_sides_change_within_a_set_and_a_rest_comes_before_the_next() -> None:
    dose = a_dose(laterality=Laterality.EACH_SIDE, sets=2, spots=2, breaths=1)
    assert told(dose) == [
        ("breath", 5, 1, 1, 1, 1),
        ("change of spot", 5, 1, 1, 2, 0),
        ("breath", 5, 1, 1, 2, 1),
        ("change of side", 5, 1, 2, 1, 0),
        ("breath", 5, 1, 2, 1, 1),
        ("change of spot", 5, 1, 2, 2, 0),
        ("breath", 5, 1, 2, 2, 1),
        ("rest", 20, 2, 1, 1, 0),
        ("breath", 5, 2, 1, 1, 1),
        ("change of spot", 5, 2, 1, 2, 0),
        ("breath", 5, 2, 1, 2, 1),
        ("change of side", 5, 2, 2, 1, 0),
        ("breath", 5, 2, 2, 1, 1),
        ("change of spot", 5, 2, 2, 2, 0),
        ("breath", 5, 2, 2, 2, 1),
    ]


def test_alternating_sides_take_turns_from_one_repetition_to_the_next() -> None:
    dose = a_dose(laterality=Laterality.ALTERNATING, repetitions=4, tempo_seconds=3)
    assert [side for _, _, _, side, _, _ in told(dose)] == [1, 2, 1, 2]


def test_a_step_begins_with_what_is_fetched_then_the_position_then_getting_ready() -> None:
    step = composed(10, include=["foam-roller-extension-head-supported"]).steps[0]
    assert {part.name for part in step.parts} >= {"set-up", "change of position", "change of equipment"}
    first = [one.kind for one in moments(step, Pace())][:3]
    assert first == ["change of equipment", "change of position", "set-up"]


def test_what_takes_no_time_is_no_moment() -> None:
    step = composed(10).steps[0]
    bare = evolve(step, parts=(Part(name="set-up", seconds=0), *step.parts[3:]))
    assert all(one.seconds > 0 for one in moments(bare, Pace(change_side=0, change_spot=0)))


def seconds_of(told: dict[str, Any]) -> list[int]:
    return [sum(moment["seconds"] for moment in step["moments"]) for step in told["steps"]]


def check(routine: Routine) -> None:
    held = playbook(routine, catalog())
    assert seconds_of(held) == [step.seconds for step in routine.steps]
    assert sum(seconds_of(held)) == held["seconds"] == routine.seconds
    assert json.loads(json.dumps(held)) == held
    for step in held["steps"]:
        sides = {moment["side"] for moment in step["moments"] if "side" in moment}
        assert len(step["sides"]) >= len(sides)
        assert set(step["pictures"]) <= set(held["pictures"])


@settings(max_examples=15, deadline=None)
@given(st.integers(5, 30), st.sampled_from([goal.id for goal in catalog().goals]), paces())
def test_a_playbook_takes_exactly_as_long_as_its_routine(minutes: int, goal: str, pace: Pace) -> None:
    check(composed(minutes, goal=goal, pace=pace))


@pytest.mark.parametrize("routine", [held.id for held in catalog().routines])
def test_a_source_s_own_sequence_is_played_in_its_own_time(routine: str) -> None:
    check(compose(Request(routine=routine, profile=composed().request.profile)))


def test_a_side_has_its_name_from_the_figure_that_shows_it_and_is_mirrored_for_the_other() -> None:
    held = playbook(composed(10, include=["open-book"], maximum_exercises=1), catalog())
    (step,) = held["steps"]
    assert step["sides"] == ["Right side", "Left side"]
    right, left = (held["pictures"][key]["svg"] for key in step["pictures"])
    assert "The right arm opens" in right
    assert "The left arm opens" in left
    assert "matrix(-1 0 0 1" in left


def test_without_a_figure_sides_are_the_first_and_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thoracic_lib.exporting.playbook.figure_of", lambda *_: None)
    held = playbook(composed(10, include=["open-book"], maximum_exercises=1), catalog())
    assert (held["steps"][0]["sides"], held["steps"][0]["pictures"]) == (["First side", "Other side"], [])
    held = playbook(composed(10, include=["cat-cow"], maximum_exercises=1), catalog())
    assert (held["steps"][0]["sides"], held["pictures"]) == ([], {})


def test_both_sides_share_a_picture_that_shows_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    routine = composed(10, include=["wall-angel"], maximum_exercises=1)
    (step,) = routine.steps
    sided = evolve(step, dose=evolve(step.dose, laterality=Laterality.EACH_SIDE))
    held = playbook(
        evolve(routine, steps=(sided, evolve(sided, start=sided.end)), request=Request(minutes=60)), catalog()
    )
    assert held["steps"][0]["sides"] == ["First side", "Other side"]
    assert held["steps"][1]["pictures"] == held["steps"][0]["pictures"] == list(held["pictures"])


def test_a_movement_on_both_sides_has_one_picture_and_no_sides() -> None:
    held = playbook(composed(10, include=["wall-angel"], maximum_exercises=1), catalog())
    assert held["steps"][0]["sides"] == []
    assert held["steps"][0]["pictures"] == list(held["pictures"])


def test_what_is_held_back_and_what_to_mind_stand_at_the_step() -> None:
    step = only_step("open-book", "osteopenia")
    (told,) = playbook(composed(30, include=["open-book"], maximum_exercises=1, conditions=["osteopenia"]), catalog())[
        "steps"
    ]
    assert told["limits"][0].startswith("Held back: ")
    assert all(str(limit).rstrip(".") in told["limits"][0] for limit in step.limits)
    assert any(text.startswith("Osteopenia: ") for text in told["cautions"])


def test_stop_signs_and_the_pain_rule_go_with_every_playbook() -> None:
    routine = composed(5)
    held = playbook(routine, catalog())
    assert held["stop_signs"] == list(routine.stop_signs)
    assert held["pain"]["rule"] == catalog().pain_rule.rule
    assert [zone["from"] for zone in held["pain"]["zones"]] == [zone.minimum for zone in catalog().pain_rule.zones]


def test_a_playbook_tells_nothing_of_the_person() -> None:
    text = json.dumps(playbook(composed(5), catalog()))
    assert "profile" not in text
    assert "omissions" not in text


def test_only_a_routine_is_played() -> None:
    with pytest.raises(FormatError, match="format 'player' cannot play a Exercise"):
        playbook(catalog()["cat-cow"], catalog())


def test_moments_count_from_one() -> None:
    assert Moment(kind="rest", seconds=1).count == 0
    assert min(one.count for one in work(a_dose(breaths=2), Pace()) if one.kind == "breath") == 1
