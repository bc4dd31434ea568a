"""What a watch is told takes the time of the routine, in the order of its moments, in texts that fit."""

from unicodedata import category

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import thoracic_lib as tl
from tests.exporting.fhir import sequences, told_by
from tests.exporting.values import HOSTILE, catalog_of, routine_of
from tests.strategies import doses, paces
from thoracic_lib.exporting.playbook import Moment, moments, work
from thoracic_lib.exporting.watch import NAME_BYTES, NOTE_BYTES, SEE, Again, Counted, Lap, Timed, _dosed, clipped, laps
from thoracic_lib.model.dosage import LIBRARY_DEFAULT, Dose, Pace
from thoracic_lib.model.routine import Routine
from thoracic_lib.vocabulary import Laterality, LimitKind

ROUTINES = {**sequences(), **{f"{minutes} minutes": told_by(minutes=minutes) for minutes in (5, 15, 30, 60)}}
each_routine = pytest.mark.parametrize("routine", ROUTINES.values(), ids=ROUTINES)


def played(told: list[Lap] | tuple[Lap, ...]) -> list[Timed | Counted]:
    """What a watch goes through: each lap, and again what a repeat asks for."""
    gone: list[Timed | Counted] = []
    for at, lap in enumerate(told):
        if isinstance(lap, Again):
            block = told[at - lap.steps : at]
            assert len(block) == lap.steps
            assert lap.times > 1
            assert not any(isinstance(one, Again) for one in block), "a repeat inside a repeat"
            gone += [one for one in block if not isinstance(one, Again)] * (lap.times - 1)
        else:
            gone.append(lap)
    return gone


def timed(told: list[Lap] | tuple[Lap, ...]) -> int:
    return sum(lap.seconds for lap in played(told) if isinstance(lap, Timed))


def counts(step_or_dose: Dose) -> bool:
    """Whether the watch waits for repetitions of this dose."""
    return step_or_dose.repetitions is not None and step_or_dose.hold_seconds is None


@each_routine
def test_what_is_timed_takes_the_time_of_all_parts_but_the_movement_that_is_counted(routine: Routine) -> None:
    counted = sum(
        part.seconds for step in routine.steps for part in step.parts if part.name == "movement" and counts(step.dose)
    )
    assert timed(laps(routine)) == routine.seconds - counted


@each_routine
def test_what_is_counted_is_every_repetition(routine: Routine) -> None:
    wanted = sum(
        moment.count > 0
        for step in routine.steps
        for moment in moments(step, routine.request.pace)
        if counts(step.dose) and moment.kind == "movement"
    )
    assert sum(lap.repetitions for lap in played(laps(routine)) if isinstance(lap, Counted)) == wanted


def outline(held: list[Moment]) -> list[tuple[str, int]]:
    """Moments as a watch has them: what is done at one spot is one thing."""
    told: list[tuple[str, int]] = []
    for moment in held:
        kind = {"return": "movement", "massage": "movement", "breath": "movement"}.get(moment.kind, moment.kind)
        if told and told[-1][0] == kind == "movement":
            told[-1] = (kind, told[-1][1] + moment.seconds)
        else:
            told.append((kind, moment.seconds))
    return told


@settings(max_examples=150, deadline=None)
@given(doses(), paces())
def test_the_laps_of_a_dose_are_its_moments_in_order(dose: Dose, pace: Pace) -> None:
    names = {"Next spot": "change of spot", "Change sides": "change of side", "Rest": "rest"}
    gone = played(_dosed(dose, pace, "x", ""))
    if dose.hold_seconds:
        assert [lap.name for lap in gone if lap.name == "x: hold"] == ["x: hold"] * sum(
            moment.kind == "hold" for moment in work(dose, pace)
        )
    else:
        per = dose.tempo_seconds or 0
        told = [
            (names.get(lap.name, "movement"), lap.repetitions * per if isinstance(lap, Counted) else lap.seconds)
            for lap in gone
        ]
        assert joined(told) == joined(outline(list(work(dose, pace))))
    assert sum(
        lap.seconds if isinstance(lap, Timed) else lap.repetitions * (dose.tempo_seconds or 0) for lap in gone
    ) == (sum(moment.seconds for moment in work(dose, pace)))


def joined(told: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The same with neighbors of one kind as one: without time between them, two spots are one stretch."""
    found: list[tuple[str, int]] = []
    for kind, seconds in told:
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + seconds)
        else:
            found.append((kind, seconds))
    return found


def a_dose(**given: object) -> Dose:
    held = {"basis": LIBRARY_DEFAULT, "laterality": Laterality.BILATERAL, "sets": 1, "rest_seconds": 20, **given}
    return Dose(**held)  # type: ignore[arg-type]  # fields of a dose


def shape(dose: Dose, pace: Pace | None = None) -> list[str]:
    """The laps of a dose in short."""
    told = _dosed(dose, pace or Pace(), "x", "")
    return [f"-{lap.steps} ×{lap.times}" if isinstance(lap, Again) else lap.name for lap in told]


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ({"repetitions": 8, "tempo_seconds": 4}, ["x"]),
        ({"repetitions": 8, "tempo_seconds": 4, "sets": 2}, ["x", "Rest", "x"]),
        ({"repetitions": 8, "tempo_seconds": 4, "sets": 4}, ["x", "Rest", "-2 ×3", "x"]),
        ({"repetitions": 8, "tempo_seconds": 4, "sets": 4, "rest_seconds": 0}, ["x", "-1 ×4"]),
        ({"repetitions": 1, "hold_seconds": 9, "tempo_seconds": 4}, ["x: move", "x: hold"]),
        ({"repetitions": 3, "hold_seconds": 9, "tempo_seconds": 4}, ["x: move", "x: hold", "-2 ×3"]),
        ({"breaths": 3, "spots": 5}, ["x: 3 breaths", "Next spot", "-2 ×4", "x: 3 breaths"]),
        ({"duration_seconds": 60, "laterality": Laterality.EACH_SIDE}, ["x", "Change sides", "x"]),
        ({"repetitions": 8, "tempo_seconds": 4, "laterality": Laterality.ALTERNATING}, ["x both sides"]),
        (
            {"repetitions": 3, "hold_seconds": 9, "tempo_seconds": 4, "laterality": Laterality.EACH_SIDE},
            ["x: move", "x: hold", "-2 ×3", "Change sides", "x: move", "x: hold", "-2 ×3"],
        ),
    ],
)
def test_a_repeat_stands_where_it_saves_most(given_: dict[str, object], told: list[str]) -> None:
    assert shape(a_dose(**given_)) == told


def test_what_takes_no_time_is_no_lap() -> None:
    dose = a_dose(duration_seconds=60, laterality=Laterality.EACH_SIDE)
    assert shape(dose, Pace(change_side=0)) == ["x", "x"]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["", ": hold", ": ready"]))
def test_a_text_that_is_clipped_fits_and_is_still_text(text: str, end: str) -> None:
    told = clipped(text, NAME_BYTES, end)
    assert len(told.encode()) <= NAME_BYTES
    assert told.endswith(end)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 37 + "…"),
        ("é" * 21, "é" * 18 + "…"),
        ("x" * 33 + "\U0001f468\u200d\U0001f469", "x" * 33 + "\U0001f468…"),
        ("x" * 36 + " y" * 9, "x" * 36 + "…"),
    ],
)
def test_a_text_is_cut_between_characters(text: str, told: str) -> None:
    assert clipped(text, NAME_BYTES) == told


@pytest.mark.parametrize("text", [*HOSTILE, "\u202e\u200f"])
def test_names_and_notes_fit_whatever_they_say(text: str) -> None:
    known = catalog_of(text)
    for lap in played(laps(routine_of(known))):
        assert 0 < len(lap.name.encode()) <= NAME_BYTES
        assert len(lap.note.encode()) <= NOTE_BYTES
        assert not [sign for sign in f"{lap.name}{lap.note}" if category(sign) in {"Cc", "Cf", "Zl", "Zp"}]


def test_a_name_of_nothing_that_shows_is_the_id() -> None:
    assert any(lap.name.startswith("own-exercise") for lap in played(laps(routine_of(catalog_of("\u202e\u200f")))))


def test_a_note_says_how_a_step_is_held_back_and_no_words_of_a_rule() -> None:
    routine = told_by("osteoporosis", "rib_bruise")
    told = {lap.note for lap in played(laps(routine))}
    for step in routine.steps:
        if any(limit.kind is LimitKind.CUE for limit in step.limits):
            assert any(SEE in note for note in told)
        for limit in step.limits:
            shown = [note for note in told if str(limit) in note]
            assert not shown if limit.kind is LimitKind.CUE else shown
    assert SEE in " ".join(told)


def test_a_step_without_limits_and_cues_has_no_note() -> None:
    routine = ROUTINES["5 minutes"]
    step = routine.steps[0]
    bare = evolve(step, exercise=evolve(step.exercise, cues=()), limits=())
    (first, *rest) = laps(evolve(routine, steps=(bare,)))
    assert isinstance(first, Timed)
    assert first.note == str(bare.dose)
    assert {lap.note for lap in rest if not isinstance(lap, Again)} == {""}


def test_the_first_lap_of_an_exercise_is_to_get_ready_for_its_dose() -> None:
    routine = ROUTINES["15 minutes"]
    ready = [lap for lap in laps(routine) if isinstance(lap, Timed) and lap.name.endswith(": ready")]
    assert [lap.note for lap in ready] == [str(step.dose) for step in routine.steps]
    assert not any(lap.works for lap in ready)
    assert tl.Pace().set_up <= min(lap.seconds for lap in ready)
