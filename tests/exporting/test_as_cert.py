"""A CERT report has all items in order, answers each from the value alone, and leaves open what it cannot know."""

from itertools import pairwise

import pytest
from attrs import evolve

from tests.checked import forged
from tests.composing.asking import composed
from tests.composing.weeks import planned
from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.composing.adapting import adapt
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.errors import FormatError, UnsafeRoutineError
from thoracic_lib.exporting import cert_report, export
from thoracic_lib.exporting.cert import CITED, CertReport
from thoracic_lib.exporting.cert_answers import report
from thoracic_lib.model.program import Feedback, Program, ProgramRequest
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.profiles import profile

NUMBERS = "1 2 3 4 5 6 7a 7b 8 9 10 11 12 13 14a 14b 15 16a 16b".split()  # noqa: SIM905 - a row of numbers reads better so


def of_routine(**wanted: object) -> CertReport:
    return cert_report(composed(15, **wanted))


def with_feedback(*told: Feedback) -> Program:
    return adapt(planned(), list(told), catalog())


def first_of(program: Program) -> tuple[int, int, str]:
    session = program.sessions[0]
    return session.week, session.day, session.exercises[0]


@pytest.mark.parametrize("kind", ["routine", "program"])
def test_all_items_are_there_in_the_order_of_the_paper(kind: str) -> None:
    value = SHOWN[kind]
    assert isinstance(value, Routine | Program)
    held = cert_report(value)
    assert [item.number for item in held.items] == NUMBERS
    assert (held.kind, held.title) == (kind, value.title)
    assert all(item.told or item.missing for item in held.items)
    assert sum(len(held.having(status)) for status in ("answered", "partly", "open")) == 19


def test_an_item_is_answered_where_nothing_is_missing_and_open_where_nothing_is_told() -> None:
    for item in of_routine().items:
        wanted = {(True, False): "answered", (True, True): "partly", (False, True): "open"}
        assert item.status == wanted[bool(item.told), bool(item.missing)]


def test_an_item_is_found_by_its_number() -> None:
    assert of_routine()["14b"].asks == "How it is fitted"
    with pytest.raises(KeyError):
        of_routine()["17"]


@pytest.mark.parametrize("number", ["2", "3", "4", "6", "9", "12", "16a", "16b"])
def test_what_only_a_provider_can_know_is_open(number: str) -> None:
    assert of_routine()[number].status == "open"
    assert cert_report(planned())[number].status == "open"


def test_equipment_is_named_with_its_exercises() -> None:
    held = of_routine(include=["foam-roller-extension-arms-overhead"])["1"]
    assert any(line.startswith("Foam roller: ") for line in held.told)
    assert held.status == "partly"
    bare = cert_report(composed(5, include=["cat-cow"], maximum_exercises=1))["1"]
    assert (bare.told, bare.status) == (("No equipment is used.",), "answered")


def test_each_exercise_is_described_once_and_whole() -> None:
    program = planned()
    held = cert_report(program)["8"]
    assert held.status == "answered"
    setups = {(step.exercise, step.setup) for session in program.sessions for step in session.routine.steps}
    assert len(held.told) == len(setups)
    for exercise, setup in setups:
        (line,) = [told for told in held.told if told.startswith(f"{exercise.name}. {setup.name}")]
        assert all(step in line for step in exercise.steps)


def test_a_routine_has_no_weeks_and_a_program_has() -> None:
    routine, program = of_routine(), cert_report(planned())
    for number in ("7a", "7b"):
        assert (routine[number].status, program[number].status) == ("open", "answered")
    assert (routine["13"].status, program["13"].status) == ("partly", "answered")
    assert program["13"].told[0].startswith(f"{planned().request.weeks} weeks, ")


def test_every_dose_of_a_program_is_told_from_the_day_on_which_it_begins() -> None:
    program = planned()
    told = "\n".join(cert_report(program)["13"].told)
    for session in program.sessions[:1]:
        for step in session.routine.steps:
            assert f"{step.exercise.name}: {step.dose} [{step.dose.basis}] from week 1, day 0" in told
    for line in cert_report(program)["13"].told[1:]:
        doses = [part.partition(" from week")[0] for part in line.partition(": ")[2].split("; ")]
        assert all(one != other for one, other in pairwise(doses))
    for change in program.changes:
        if change.kind == "raised":
            assert f"{catalog()[str(change.exercise)].name}: " in told
            assert f"week {change.week}" in told


def test_the_changes_of_a_program_are_told_with_their_reasons() -> None:
    assert cert_report(planned())["7b"].told == tuple(map(str, planned().changes))
    short = compose_program(ProgramRequest(session=Request(minutes=5), weeks=1))
    assert cert_report(short)["7b"].told == ("Every week is like the first one.",)


def test_the_rule_of_progression_is_that_of_the_request() -> None:
    told = " ".join(cert_report(planned())["7a"].told)
    assert f"After {planned().request.weeks_per_step} week" in told
    assert "Any pain lowers" in told
    scaled = forged(planned(), request=evolve(planned().request, pain_scale=True))
    assert "Pain above 3 of 10 lowers" in " ".join(report(scaled, catalog())["7a"].told)
    rule = catalog().pain_rule
    one_zone = evolve(rule, zones=(evolve(rule.zones[-1], minimum=0),))
    told = " ".join(report(scaled, evolve(catalog(), pain_rule=one_zone))["7a"].told)
    assert "Any pain lowers" in told, "without a first zone, no pain is let pass"
    assert "pain from 0 of 10 on" in told, "the limits are those of the catalog"


def test_pain_is_told_only_when_asked_for() -> None:
    week, day, exercise = first_of(planned())
    hurt = with_feedback(Feedback(week=week, day=day, exercise=exercise, pain=4, settled=True))
    assert cert_report(hurt)["11"].status == "open"
    assert cert_report(hurt, conditions=True)["11"].told == ("Pain was told 1 time of 1, at most 4 of 10.",)
    public, whole = " ".join(cert_report(hurt)["7b"].told), " ".join(cert_report(hurt, conditions=True)["7b"].told)
    assert "pain 4 of 10" in whole
    assert "pain" not in public
    assert exercise.replace("-", " ") in public
    assert "pain 4 of 10" not in export(hurt, "cert")
    assert "Pain was told" in export(hurt, "cert", conditions=True)


def test_what_was_told_of_sessions_answers_how_it_was_kept_to() -> None:
    week, day, exercise = first_of(planned())
    held = cert_report(with_feedback(Feedback(week=week, day=day, exercise=exercise, done=False)))
    assert held["5"].told[0].startswith("Told exercise by exercise, session by session: 1 time, of which 1 skipped.")
    assert held["16b"].told == (f"Something was told of 1 of {len(planned().sessions)} sessions.",)
    assert [held[number].status for number in ("5", "16a", "16b")] == ["partly"] * 3
    assert cert_report(planned(), conditions=True)["11"].status == "open"


def test_how_exercises_are_held_back_is_told_and_for_which_conditions_only_when_asked_for() -> None:
    routine = composed(30, include=["open-book"], maximum_exercises=1, conditions=["osteopenia"])
    public, whole = cert_report(routine)["14b"].told, cert_report(routine, conditions=True)["14b"].told
    assert any(line.startswith("Open book is held back: ") for line in public)
    assert "osteopenia" not in export(routine, "cert").casefold()
    assert any("Because of osteopenia [R" in line for line in whole)
    assert "osteopenia" in export(routine, "cert", conditions=True)
    plain = forged(routine, steps=tuple(forged(step, reasons=()) for step in routine.steps))
    assert "Because" not in " ".join(report(plain, catalog(), conditions=True)["14b"].told)


def test_what_was_asked_for_is_told() -> None:
    told = of_routine(include=["open-book"], exclude=["cat-cow"], maximum_difficulty=1)
    assert "Asked for: open book." in told["14b"].told
    assert "Left out on request: cat cow." in told["14b"].told
    assert "No exercise is more than 1 step up a line of progressions." in told["15"].told
    bare = cert_report(compose(Request(minutes=5)))
    assert bare["14b"].told == ("By equipment: nothing in particular at hand.",)


def test_whether_conditions_were_asked_about_is_told_and_a_source_s_sequence_is_named() -> None:
    assert "but conditions were not asked about" in cert_report(compose(Request(minutes=5)))["14a"].told[0]
    assert "screened against what the person was asked about" in of_routine()["14a"].told[0]
    asked = Request(routine="few-minutes-starter", profile=profile(conditions=[]))
    assert cert_report(compose(asked))["14a"].told[0].startswith("A source's own sequence (few-minutes-starter)")


def test_a_small_start_is_part_of_the_first_level() -> None:
    small = compose_program(ProgramRequest(session=Request(minutes=10), weeks=2, small_start=1))
    assert "It begins with 1 week of sessions of 5 minutes with at most 3 exercises." in cert_report(small)["15"].told
    assert cert_report(planned())["15"].told == (
        "Each exercise starts at the bottom of the range that its source gives.",
    )


def test_a_report_shows_itself_as_text_html_and_markdown() -> None:
    routine = compose(Request(minutes=5))
    held = cert_report(routine)
    assert str(held).startswith(f"CERT report: {routine.title}\n====")
    assert held._repr_html_().count("<h2>") == 19
    assert export(held, "markdown") == export(routine, "cert")
    assert export(routine, "cert").count("\n## ") == 19
    assert CITED in export(routine, "cert")
    assert export(held, "page").startswith("<!doctype html>")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure_of_a_report(text: str) -> None:
    def shape(told: str) -> list[str]:
        return [line[:2] for line in told.split("\n")]

    known, plain = catalog_of(text), catalog_of(PLAIN)
    found = export(routine_of(known), "cert", catalog=known)
    assert shape(found) == shape(export(routine_of(plain), "cert", catalog=plain))


@pytest.mark.parametrize("kind", ["exercise", "catalog", "screening"])
def test_only_routines_and_programs_are_reported_on(kind: str) -> None:
    with pytest.raises(FormatError, match="format 'cert' cannot report on a "):
        cert_report(SHOWN[kind])  # type: ignore[arg-type]  # that is what is refused


def test_a_routine_that_was_written_over_is_not_reported_on() -> None:
    routine = SHOWN["routine"]
    assert isinstance(routine, Routine)
    first, *rest = routine.steps
    with pytest.raises(UnsafeRoutineError):
        cert_report(forged(routine, steps=(forged(first, dose=forged(first.dose, sets=50)), *rest)))
