"""Cues in webvtt-py: it reads as many as there are moments, with their times and texts."""

import html

import pytest
import webvtt

from tests.composing.asking import EVERYTHING
from tests.exporting.values import HOSTILE, catalog_of, routine_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.exporting import export
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.playbook import moments
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Request, Routine


def check(routine: Routine, known: Catalog) -> None:
    told = webvtt.from_string(export(routine, "webvtt", catalog=known))
    spent = [moment.seconds for step in routine.steps for moment in moments(step, routine.request.pace)]
    starts = [sum(spent[:at]) for at in range(len(spent) + 1)]
    assert [cue.start_in_seconds for cue in told] == starts[:-1]
    assert [cue.end_in_seconds for cue in told] == starts[1:]
    assert starts[-1] == routine.seconds
    opened = [cue for cue in told if str(cue.identifier).endswith(".1")]
    for step, cue in zip(routine.steps, opened, strict=True):
        assert f"{straight(step.exercise.name).lstrip()}. {step.dose}. " in html.unescape(cue.raw_text)


@pytest.mark.parametrize("routine", [held.id for held in catalog().routines])
def test_every_routine_of_a_source_is_read_as_it_was_written(routine: str) -> None:
    check(compose(Request(routine=routine, profile=EVERYTHING)), catalog())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leads_the_reader_astray(text: str) -> None:
    known = catalog_of(text)
    check(routine_of(known), known)
