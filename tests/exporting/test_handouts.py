"""What a handout says, in HTML and as PDF, and that no text changes how it is built."""

import json
import re
import sys

import pytest
import typst

import thoracic_lib as tl
from tests.checked import forged
from tests.composing.weeks import planned
from tests.exporting.test_as_html import outside, parsed, pictures
from tests.exporting.test_refusing import bundled_routine, too_much
from tests.exporting.values import HOSTILE, PLAIN, catalog_of, routine_of
from thoracic_lib.exporting import as_pdf, export, handout_pdf
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.handout import DAYS, handout
from thoracic_lib.exporting.pages import EDUCATION
from thoracic_lib.figures.checking import unsound
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Routine


def held_back() -> Routine:
    everything = [item.id for item in tl.catalog().equipment]
    return tl.compose(tl.Request(minutes=15, profile=tl.profile(equipment=everything, conditions=["osteopenia"])))


def test_a_handout_says_what_to_do_how_much_what_to_mind_and_when_to_stop() -> None:
    routine = held_back()
    said = parsed(export(routine, "handout")).texts
    told = " ".join(said)
    for number, step in enumerate(routine.steps, 1):
        assert f"{number}. {step.exercise.name}" in said
        assert any(text.startswith(f"{step.dose} (") for text in said)
        assert all(text in said for text in (*step.exercise.steps, *step.exercise.cautions))
        assert all(str(limit).rstrip(".") in told for limit in step.limits)
        assert all(reason.rule.rationale in told for reason in step.reasons)
    assert all(text in said for text in (*routine.stop_signs, *routine.notices, *routine.banners, EDUCATION))


def test_a_handout_names_the_sources_of_its_exercises_and_rules_once() -> None:
    routine = held_back()
    said = parsed(export(routine, "handout")).texts
    cited = {source.source for step in routine.steps for source in step.exercise.sources}
    cited |= {source for step in routine.steps for reason in step.reasons for source in reason.rule.sources}
    for source in cited:
        assert sum(text.startswith(tl.catalog().source(source).title) for text in said) >= 1
    assert len(handout(routine, tl.catalog(), pictures=False).sources) == len(cited)


def test_a_handout_has_a_week_to_tick_off() -> None:
    routine = held_back()
    tree = parsed(export(routine, "handout"))
    assert [text for text in tree.texts if text in DAYS] == list(DAYS)
    assert [tag for tag, _ in tree.tags].count("td") == 1 + len(DAYS) * (len(routine.steps) + 1)


def test_a_handout_shows_each_figure_and_nothing_that_runs_or_refers() -> None:
    routine = held_back()
    text = export(routine, "handout")
    assert len(pictures(text)) == len(routine.steps)
    assert [fault for picture in pictures(text) for fault in unsound(picture)] == []
    tags = outside(parsed(text))
    assert {name for _, attributes in tags for name, _ in attributes} <= {
        "class", "lang", "charset", "name", "content", "scope"
    }  # fmt: skip
    assert "url(" not in text
    assert "@import" not in text
    assert pictures(export(routine, "handout", pictures=False)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure_of_a_handout(text: str) -> None:
    known, plain = catalog_of(text), catalog_of(PLAIN)
    tree = parsed(export(routine_of(known), "handout", catalog=known))
    assert tree.tags == parsed(export(routine_of(plain), "handout", catalog=plain)).tags
    assert any(straight(text) in shown for shown in tree.texts)


def test_a_routine_that_breaks_a_rule_is_not_printed() -> None:
    with pytest.raises(tl.UnsafeRoutineError):
        handout_pdf(too_much())


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_pdf_has_the_paper_that_is_asked_for_and_is_the_same_each_time(paper: str) -> None:
    made = handout_pdf(bundled_routine(), paper=paper)  # type: ignore[arg-type]  # one of them
    assert made.startswith(b"%PDF-")
    wide = {"a4": b"595.27", "letter": b"612"}[paper]
    assert re.search(rb"/MediaBox ?\[0 0 " + wide, made)
    assert made == handout_pdf(bundled_routine(), paper=paper)  # type: ignore[arg-type]  # same


def test_another_paper_is_refused() -> None:
    with pytest.raises(tl.FormatError, match="is no paper; one of: a4, letter"):
        handout_pdf(bundled_routine(), paper="a5")  # type: ignore[arg-type]  # wrong on purpose


def test_without_the_extra_a_pdf_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(tl.MissingExtraError, match=r"thoracic-lib\[pdf\]"):
        handout_pdf(bundled_routine())


MARKUP = ("link", "raw", "math.equation", "ref", "emph", "footnote", "figure", "terms", "cite")
KINDS = ("heading", "list", "enum", "image", "table", "strong", "par", *MARKUP)


def built(routine: Routine, known: Catalog) -> dict[str, int]:
    """How many elements of each kind typst makes of a handout."""
    told = as_pdf.data(routine, known, "a4", pictures=True)
    return {kind: len(json.loads(typst.query(as_pdf.template(), kind, sys_inputs={"data": told}))) for kind in KINDS}


PLAINLY = built(routine_of(catalog_of(PLAIN)), catalog_of(PLAIN))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure_of_a_pdf(text: str) -> None:
    known = catalog_of(text)
    assert built(routine_of(known), known) == PLAINLY
    assert min(PLAINLY[kind] for kind in ("heading", "list", "enum", "image", "table")) > 0
    assert [kind for kind in MARKUP if PLAINLY[kind]] == []


def test_a_handout_of_a_program_shows_each_exercise_once_and_each_of_its_weeks() -> None:
    program = planned()
    sheet = handout(program, tl.catalog(), pictures=False)
    places = {(step.exercise.id, step.setup.id) for session in program.sessions for step in session.routine.steps}
    assert len(sheet.entries) == len(places)
    assert [week.title for week in sheet.weeks] == [f"Week {number}" for number in range(1, program.request.weeks + 1)]
    for number, week in enumerate(sheet.weeks, 1):
        sessions = [session for session in program.sessions if session.week == number]
        assert week.days == tuple(f"Day {session.day}" for session in sessions)
        for column, session in enumerate(sessions):
            todo = {name.partition(". ")[2] for name, cells in week.rows[:-1] if cells[column] == ""}
            assert todo == {step.exercise.name for step in session.routine.steps}
        assert week.rows[-1] == ("Pain, 0 to 10", ("",) * len(sessions))


def test_a_handout_of_a_program_says_every_dose_with_its_day_and_everything_to_mind() -> None:
    program = planned()
    told = " ".join(parsed(export(program, "handout")).texts)
    for session in program.sessions:
        assert all(text in told for text in (*session.routine.stop_signs, *session.routine.banners))
        for step in session.routine.steps:
            assert f": {step.dose}." in told
            assert all(caution in told for caution in step.exercise.cautions)


def test_a_program_is_printed_after_it_has_passed_the_check() -> None:
    made = handout_pdf(planned())
    assert made.startswith(b"%PDF-")
    assert made == handout_pdf(planned())
    with pytest.raises(tl.UnsafeRoutineError):
        handout_pdf(forged(planned(), sessions=planned().sessions[:-1]))


def test_type_is_set_smaller_only_where_that_saves_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def scale_of(pages: dict[str, int]) -> str:
        def query(*_: object, sys_inputs: dict[str, str], **__: object) -> str:
            return str(pages[sys_inputs["scale"]])

        def compiled(*_: object, sys_inputs: dict[str, str], **__: object) -> bytes:
            taken.append(sys_inputs["scale"])
            return b"%PDF-"

        taken: list[str] = []
        monkeypatch.setattr(typst, "query", query)
        monkeypatch.setattr(typst, "compile", compiled)
        handout_pdf(bundled_routine())
        return taken[0]

    assert scale_of({"1": 3, "0.95": 3, "0.9": 3}) == "1"
    assert scale_of({"1": 4, "0.95": 3, "0.9": 3}) == "0.95"
    assert scale_of({"1": 4, "0.95": 4, "0.9": 3}) == "0.9"
