"""Cues follow each other without a gap, from the start of a routine to its end, and no text changes them."""

import html
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.checked import forged
from tests.composing.asking import EVERYTHING, composed
from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of
from tests.strategies import doses, paces
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting import as_webvtt, export
from thoracic_lib.exporting.lines import one_line
from thoracic_lib.exporting.playbook import KINDS, moments
from thoracic_lib.model.dosage import Dose, Pace, Part, parts
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.profiles import profile
from thoracic_lib.vocabulary import Laterality

_TIMES = re.compile(r"(\d\d):(\d\d):(\d\d)\.000 --> (\d\d):(\d\d):(\d\d)\.000")


def cues(text: str) -> list[tuple[int, int, list[str]]]:
    """The start, the end and the lines of each cue, read as the specification says."""
    first, note, *rest = text.split("\n\n")
    assert first == "WEBVTT"
    assert note.startswith("NOTE\n")
    assert "-->" not in note
    found = []
    for block in rest:
        _, timing, *lines = block.split("\n")
        match = _TIMES.fullmatch(timing)
        assert match is not None
        hours, minutes, seconds, *end = map(int, match.groups())
        assert all(lines)
        assert lines
        found.append((hours * 3600 + minutes * 60 + seconds, end[0] * 3600 + end[1] * 60 + end[2], lines))
    return found


def check(routine: Routine, text: str) -> None:
    """As many cues as moments; each begins where the one before it ends, and the last one ends the routine."""
    found = cues(text)
    assert found[0][0] == 0
    assert all(start < end for start, end, _ in found)
    assert all(end == start for (_, end, _), (start, _, _) in pairwise(found))
    assert found[-1][1] == routine.seconds
    assert len(found) == sum(len(moments(step, routine.request.pace)) for step in routine.steps)


@pytest.mark.parametrize("routine", [held.id for held in catalog().routines])
def test_a_source_s_own_sequence_is_told_in_its_own_time(routine: str) -> None:
    value = compose(Request(routine=routine, profile=EVERYTHING))
    check(value, export(value, "webvtt"))


@settings(max_examples=15, deadline=None)
@given(st.integers(5, 30), st.sampled_from([goal.id for goal in catalog().goals]), paces())
def test_cues_take_exactly_as_long_as_their_routine(minutes: int, goal: str, pace: Pace) -> None:
    value = composed(minutes, goal=goal, pace=pace)
    check(value, as_webvtt.render(value))


@settings(max_examples=100, deadline=None)
@given(doses(), paces())
def test_whatever_the_dose_each_moment_has_a_cue(dose: Dose, pace: Pace) -> None:
    routine = composed(5, pace=pace)
    terms = (Part(name="set-up", seconds=pace.set_up), *parts(dose, pace))
    step = forged(routine.steps[0], dose=dose, parts=tuple(term for term in terms if term.seconds))
    value = forged(routine, steps=(step,))
    check(value, as_webvtt.render(value))


def lines_of(**given: Any) -> list[str]:  # noqa: ANN401 - fields of a dose
    routine = composed(5)
    first = routine.steps[0]
    dose = Dose(**{"basis": "library default", "sets": 1, "rest_seconds": 20, **given})
    step = forged(first, dose=dose, parts=parts(dose, Pace()))
    return [lines[-1] for _, _, lines in cues(as_webvtt.render(forged(routine, steps=(step,))))]


def test_repetitions_holds_sides_and_sets_are_counted() -> None:
    assert lines_of(laterality=Laterality.EACH_SIDE, repetitions=1, tempo_seconds=3, hold_seconds=10, sets=2) == [
        *("Repetition 1 of 1, first side.", "Hold for 10 seconds.", "Come back.", "Change sides."),
        *("Repetition 1 of 1, other side.", "Hold for 10 seconds.", "Come back."),
        "Rest for 20 seconds. Then comes set 2 of 2.",
        *("Repetition 1 of 1, first side.", "Hold for 10 seconds.", "Come back.", "Change sides."),
        *("Repetition 1 of 1, other side.", "Hold for 10 seconds.", "Come back."),
    ]


def test_breaths_spots_and_massage_are_told() -> None:
    assert lines_of(laterality=Laterality.BILATERAL, breaths=2, spots=2) == [
        *("Breath 1 of 2.", "Breath 2 of 2.", "Move on to spot 2 of 2.", "Breath 1 of 2.", "Breath 2 of 2."),
    ]
    assert lines_of(laterality=Laterality.BILATERAL, duration_seconds=90) == ["Massage for 1:30 min."]


def test_a_step_opens_with_its_name_dose_place_and_limits() -> None:
    value = composed(30, include=["open-book"], maximum_exercises=1, conditions=["osteopenia"])
    (step,) = value.steps
    opening = cues(export(value, "webvtt"))[0][2]
    assert any(line.startswith(f"{step.exercise.name}. {step.dose}. ") for line in opening)
    assert step.limits
    for limit in step.limits:
        assert f"Held back: {str(limit).rstrip('.')}." in opening
    assert opening[-1] == f"Change your position: {step.setup.position.replace('-', ' ')}."
    assert "osteopenia" not in export(value, "webvtt").casefold()


def test_a_step_is_opened_once() -> None:
    value = composed(10)
    assert sum(len(lines) > 1 for *_, lines in cues(export(value, "webvtt"))) == len(value.steps)


def test_what_is_fetched_is_told() -> None:
    value = composed(10, include=["foam-roller-extension-head-supported"], maximum_exercises=1)
    step = value.steps[0]
    needed = ", ".join(step.setup.equipment).replace("-", " ")
    assert f"Fetch what you need: {needed}." in cues(export(value, "webvtt"))[0][2]
    bare = forged(step, setup=forged(step.setup, equipment=()))
    assert "Put away what you needed." in as_webvtt.render(forged(value, steps=(bare,)))


def test_every_kind_of_moment_has_its_words() -> None:
    assert set(as_webvtt._TOLD) == set(KINDS)


def test_the_note_bears_the_version_and_when_to_stop() -> None:
    routine = compose(Request(minutes=5))
    note = export(routine, "webvtt").split("\n\n")[1].split("\n")
    assert note[0] == "NOTE"
    assert f"Data {routine.data_version}, catalog {routine.catalog_digest[:12]}" in note
    assert note[-1].startswith("When to stop: ")


def test_what_nobody_asked_is_said_first_and_what_was_answered_never() -> None:
    flag = next(flag for flag in catalog().red_flags if flag.level == "soft")
    asked = compose(Request(minutes=5, profile=profile(red_flags={flag.id: True})))
    opening = cues(export(asked, "webvtt"))[0][2]
    assert opening[0].startswith("Education, not medical advice.")
    assert opening[1] == "Nobody asked about conditions, so nothing was screened for any."
    assert flag.id not in export(asked, "webvtt")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_cues(text: str) -> None:
    known, plain = catalog_of(text), catalog_of(PLAIN)
    written = export(routine_of(known), "webvtt", catalog=known)
    found, wanted = cues(written), cues(export(routine_of(plain), "webvtt", catalog=plain))
    assert [(start, end, len(lines)) for start, end, lines in found] == [(s, e, len(lines)) for s, e, lines in wanted]
    assert any(
        one_line(text) in html.unescape(line) or html.escape(one_line(text), quote=False) in line
        for *_, lines in found
        for line in lines
    )
    for *_, lines in found:
        assert not any(re.search(r"[<>]|&(?!amp;|lt;|gt;)", line) for line in lines)


@settings(max_examples=100, deadline=None)
@given(st.text(st.one_of(st.sampled_from("\x00\n\r\x0b\x0c\x85\u2028\u2029 ->&<\t"), st.characters()), max_size=30))
@example("a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x00h")
def test_whatever_a_text_holds_the_cues_stay_as_they_are(text: str) -> None:
    routine = SHOWN["routine"]
    assert isinstance(routine, Routine)
    first, *rest = routine.steps
    step = forged(first, exercise=forged(first.exercise, name=f"{text}\n\nNOTE\n00:00.000 --> 99:00.000\n{text}"))
    value = forged(routine, steps=(step, *rest), title=f"{text}\n\n{text}")
    written = as_webvtt.render(value)
    check(value, written)
    assert written.split("\n") == written.splitlines()


@pytest.mark.parametrize("kind", ["exercise", "program", "catalog"])
def test_only_a_routine_is_told(kind: str) -> None:
    with pytest.raises(FormatError, match="format 'webvtt' cannot hold a "):
        export(SHOWN[kind], "webvtt")
