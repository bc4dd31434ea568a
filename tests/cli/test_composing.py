import json
from copy import deepcopy

import pytest

from tests.cli.calling import Command
from thoracic_lib.catalogs import catalog
from thoracic_lib.cli import commands
from thoracic_lib.composing import compose
from thoracic_lib.exporting import from_json
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.model.screened import ScreenedExercise, Screening

ASKED = ("compose", "--minutes", "10")


def routine(thoracic: Command, *words: str) -> Routine:
    found = from_json(thoracic.done(*words, "--json"))
    assert isinstance(found, Routine)
    return found


def steps(found: Routine) -> list[str]:
    return [step.exercise.id for step in found.steps]


def test_a_routine_is_told_as_text(thoracic: Command) -> None:
    assert thoracic.done(*ASKED).startswith("Full routine: ")


def test_minutes_and_seconds_are_two_ways_to_give_the_time(thoracic: Command) -> None:
    assert steps(routine(thoracic, *ASKED)) == steps(routine(thoracic, "compose", "--seconds", "600"))


def test_goal_routine_and_the_wishes_reach_the_composer(thoracic: Command) -> None:
    assert routine(thoracic, *ASKED, "--goal", "mobility").title == catalog().goal("mobility").name
    assert routine(thoracic, "compose", "--routine", "few-minutes-starter").request.routine == "few-minutes-starter"
    found = routine(thoracic, *ASKED, "--include", "Cat cow", "--exclude", "wall angel", "--exclude", "open book")
    assert found.request.include == {"cat-cow"}
    assert found.request.exclude == {"wall-angel", "open-book"}
    assert len(steps(routine(thoracic, *ASKED, "--max-exercises", "2"))) == 2
    assert routine(thoracic, *ASKED, "--max-difficulty", "0").request.maximum_difficulty == 0
    lately = routine(thoracic, *ASKED, "--done", "cat cow=1", "--done", "open-book=0", "--done", "cat-cow=1").request
    assert [(done.exercise, done.days_ago) for done in lately.history] == [("cat-cow", 1), ("open-book", 0)]


def test_an_emphasis_is_a_movement_or_a_phase(thoracic: Command) -> None:
    request = routine(thoracic, *ASKED, "--emphasis", "rotation", "--emphasis", "strengthen").request
    assert request.emphasis_movements == {"rotation"}
    assert request.emphasis_phases == {"strengthen"}
    assert "unknown emphasis 'turning'" in thoracic.refused(2, *ASKED, "--emphasis", "turning")


def test_what_is_said_about_a_person_reaches_the_profile(thoracic: Command) -> None:
    person = routine(
        thoracic,
        *ASKED,
        *("--equipment", "foam roller, chair", "--equipment", "stick", "--without", "doorway"),
        *("--condition", "pregnant", "--answer", "pregnancy.weeks=20", "--cleared", "pregnancy"),
        *("--red-flag", "RF01=no", "--red-flag", "RF11=yes", "--avoid", "prone,cat-cow", "--avoid", "wall angel"),
    ).request.profile
    assert person.equipment == {"foam-roller", "chair", "stick"}
    assert person.without == {"doorway"}
    assert person.conditions == frozenset({"pregnancy"})
    assert person.cleared == {"pregnancy"}
    assert [(a.condition, a.question, a.number) for a in person.answers] == [("pregnancy", "weeks", 20)]
    assert [(a.flag, a.present) for a in person.red_flags] == [("RF01", False), ("RF11", True)]
    assert person.avoid_positions == {"prone"}
    assert person.avoid_exercises == {"cat-cow", "wall-angel"}


def test_not_asked_and_none_are_told_apart(thoracic: Command) -> None:
    assert routine(thoracic, *ASKED).request.profile.conditions is None
    assert routine(thoracic, *ASKED, "--no-conditions").request.profile.conditions == frozenset()
    assert "Nobody asked about conditions" in " ".join(thoracic.done(*ASKED).split())
    assert "Nobody asked about conditions" not in " ".join(thoracic.done(*ASKED, "--no-conditions").split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([*ASKED, "--no-conditions", "--condition", "osteopenia"], "--no-conditions: stands beside --condition"),
        ([*ASKED, "--goal", "mobility", "--routine", "prehab-set"], "--goal: stands beside --routine"),
        ([*ASKED, "--seconds", "60"], "not allowed with argument"),
        (["compose"], "minutes: must be given, or seconds"),
        (["compose", "--minutes", "0"], "minutes"),
        (["compose", "--minutes", "601"], "minutes"),
        (["compose", "--minutes", "ten"], "invalid int value"),
        ([*ASKED, "--include", "cat-cow", "--exclude", "cat cow"], "include: names what exclude names too: cat-cow"),
        ([*ASKED, "--goal", "desk-brake"], "did you mean 'desk-break'"),
        ([*ASKED, "--routine", "prehab"], "unknown routine 'prehab'"),
        ([*ASKED, "--condition", "blorp"], "unknown condition 'blorp'"),
        ([*ASKED, "--condition", "no osteopenia"], "osteopenia"),
        ([*ASKED, "--equipment", "trampoline"], "unknown equipment"),
        ([*ASKED, "--equipment", "wall", "--without", "wall"], "without: names wall"),
        ([*ASKED, "--avoid", "yoga"], "unknown exercise 'yoga'"),
        ([*ASKED, "--answer", "weeks"], "--answer: takes KEY=VALUE, not 'weeks'"),
        ([*ASKED, "--answer", "=20"], "takes KEY=VALUE"),
        ([*ASKED, "--answer", "pregnancy.weeks="], "takes KEY=VALUE"),
        ([*ASKED, "--answer", "pregnancy.weeks=1", "--answer", "pregnancy.weeks=2"], "names 'pregnancy.weeks' twice"),
        ([*ASKED, "--condition", "pregnant", "--answer", "pregnancy.weeks=many"], "takes a whole number"),
        ([*ASKED, "--answer", "pregnancy.weeks=20"], "not declared"),
        ([*ASKED, "--red-flag", "RF01=maybe"], "RF01: takes yes or no, not 'maybe'"),
        ([*ASKED, "--red-flag", "RF99=no"], "unknown red flag 'RF99'"),
        ([*ASKED, "--cleared", "blorp"], "unknown condition 'blorp'"),
        ([*ASKED, "--max-exercises", "0"], "maximum_exercises"),
        ([*ASKED, "--done", "cat-cow"], "--done: takes an exercise and days, such as cat-cow=1, not 'cat-cow'"),
        ([*ASKED, "--done", "cat-cow=soon"], "not 'cat-cow=soon'"),
        ([*ASKED, "--done", "yoga=1"], "unknown exercise 'yoga'"),
        ([*ASKED, "--done", "cat-cow=9999"], "days_ago"),
        ([*ASKED, "--max-difficulty", "-1"], "maximum_difficulty"),
        (["screen", "--why", "yoga"], "unknown exercise 'yoga'"),
        (["screen", "--no-conditions", "--condition", "osteopenia"], "stands beside"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_understood_is_refused_in_one_clear_line(thoracic: Command, words: list[str], told: str) -> None:
    err = thoracic.refused(2, *words)
    assert told in err
    assert err.splitlines()[-1].startswith("thoracic")


def test_a_gate_stops_until_it_is_reported_cleared(thoracic: Command) -> None:
    words = (*ASKED, "--condition", "compression fracture")
    assert "until a clinician has agreed" in thoracic.refused(3, *words)
    assert steps(routine(thoracic, *words, "--cleared", "compression fracture"))


def test_a_warning_sign_stops_with_what_to_do(thoracic: Command) -> None:
    err = thoracic.refused(3, *ASKED, "--red-flag", "RF01=yes")
    assert catalog().red_flag("RF01").action in err


def test_nothing_fits_has_a_code_of_its_own_and_says_what_would_help(thoracic: Command) -> None:
    assert "What would help: " in thoracic.refused(4, "compose", "--seconds", "10")


def test_a_routine_that_the_gate_refuses_has_a_code_of_its_own(
    thoracic: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tampered(request: Request, known: Catalog) -> Routine:
        made = deepcopy(compose(request, known))  # what is composed shares its doses
        object.__setattr__(made.steps[0].dose, "sets", 50)
        return made

    monkeypatch.setattr(commands, "composed", tampered)
    told = thoracic.refused(6, *ASKED)
    assert told.startswith("thoracic: the routine is not handed out: steps[0]")


def test_a_screening_is_told_as_text_and_as_json(thoracic: Command) -> None:
    words = ("screen", "--condition", "osteopenia", "--equipment", "foam roller")
    assert thoracic.done(*words).startswith("Screening of 52 exercises\n")
    found = from_json(thoracic.done(*words, "--json"))
    assert isinstance(found, Screening)
    assert found.profile.conditions == frozenset({"osteopenia"})


def test_one_exercise_of_a_screening_is_explained(thoracic: Command) -> None:
    words = ("screen", "--condition", "osteopenia", "--why", "Cat-cow")
    assert thoracic.done(*words).startswith("Cat-cow: exclude\n")
    assert isinstance(from_json(thoracic.done(*words, "--json")), ScreenedExercise)


def test_a_screening_shows_verdicts_where_composing_stops(thoracic: Command) -> None:
    told = thoracic.done("screen", "--condition", "vertebral fracture", "--red-flag", "RF01=yes")
    assert "Nothing is composed for vertebral fracture" in told
    assert "warning sign RF01" in told


def test_json_of_a_list_is_readable_json(thoracic: Command) -> None:
    assert json.loads(thoracic.done("goals", "--json"))[0].keys() == {"id", "name", "summary"}
