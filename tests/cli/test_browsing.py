import json
from pathlib import Path

import pytest

from tests.cli.calling import Command
from thoracic_lib import filtering
from thoracic_lib.catalogs import catalog
from thoracic_lib.cli.template import exercise_template
from thoracic_lib.exporting import from_json


def listed(thoracic: Command, *words: str) -> list[str]:
    return [row["id"] for row in json.loads(thoracic.done(*words, "--json"))]


def test_all_exercises_are_listed_in_the_order_of_a_session(thoracic: Command) -> None:
    lines = thoracic.done("list").splitlines()
    assert sorted(line.split()[1] for line in lines) == sorted(catalog())
    assert lines[0].startswith("release")
    assert lines[-1].startswith("assess")


FILTERS = {
    "phase": ("stretch", filtering.phase("stretch")),
    "movement": ("rotation", filtering.movement("rotation")),
    "position": ("quadruped", filtering.position("quadruped")),
    "target": ("latissimus-dorsi", filtering.target("latissimus-dorsi")),
    "family": ("angel", filtering.family("angel")),
    "demand": ("floor_transfer", filtering.demand("floor_transfer")),
    "source": ("wong-17-exercises", filtering.source("wong-17-exercises")),
}


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_lists_what_it_names(thoracic: Command, name: str) -> None:
    word, predicate = FILTERS[name]
    wanted = {exercise.id for exercise in filtering.where(catalog(), predicate)}
    assert 0 < len(wanted) < len(catalog())
    assert set(listed(thoracic, "list", f"--{name}", word)) == wanted


def test_equipment_lists_what_can_be_done_with_it(thoracic: Command) -> None:
    wanted = {exercise.id for exercise in filtering.where(catalog(), filtering.fits(["foam roller", "stick"]))}
    assert set(listed(thoracic, "list", "--equipment", "foam roller, broom handle")) == wanted


def test_several_filters_hold_together(thoracic: Command) -> None:
    found = listed(thoracic, "list", "--phase", "mobilize", "--movement", "rotation", "--position", "quadruped")
    assert found
    for exercise in found:
        assert catalog()[exercise].phase == "mobilize"
        assert "rotation" in catalog()[exercise].movements
        assert "quadruped" in catalog()[exercise].positions


def test_a_filter_that_nothing_fits_says_so(thoracic: Command) -> None:
    assert thoracic.done("list", "--phase", "stretch", "--movement", "rotation") == "no exercise fits\n"
    assert listed(thoracic, "list", "--phase", "stretch", "--movement", "rotation") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--phase", "strech"], "invalid choice: 'strech'"),
        (["--target", "lats-dorsi"], "unknown target 'lats-dorsi'"),
        (["--equipment", "trampoline"], "unknown equipment 'trampoline'"),
        (["--colour", "red"], "unrecognized arguments"),
    ],
    ids=str,
)
def test_a_filter_that_is_not_known_is_refused(thoracic: Command, words: list[str], told: str) -> None:
    assert told in thoracic.refused(2, "list", *words)


@pytest.mark.parametrize("word", ["cat-cow", "Cat-cow", "cat camel"])
def test_an_exercise_is_shown_by_id_name_or_alias(thoracic: Command, word: str) -> None:
    assert thoracic.done("show", word).startswith("Cat-cow\n=======\n")


def test_an_exercise_is_shown_as_json(thoracic: Command) -> None:
    assert from_json(thoracic.done("show", "cat-cow", "--json")) == catalog()["cat-cow"]


def test_an_exercise_that_is_not_known_is_told_with_the_nearest(thoracic: Command) -> None:
    assert "did you mean 'cat-cow'" in thoracic.refused(2, "show", "cat-cwo")


def test_search_finds_all_the_words_wherever_they_stand(thoracic: Command) -> None:
    assert listed(thoracic, "search", "cat", "cow")[0] == "cat-cow"
    assert listed(thoracic, "search", "CAT cow") == listed(thoracic, "search", "cow", "cat")
    assert thoracic.done("search", "zumba") == "no exercise fits\n"


def test_equipment_is_listed_with_what_else_it_is_called(thoracic: Command) -> None:
    told = thoracic.done("equipment")
    assert all(item.id in told and ", ".join(item.aliases) in told for item in catalog().equipment)
    assert told.count("(at hand)") == sum(item.at_hand for item in catalog().equipment)
    assert listed(thoracic, "equipment") == [item.id for item in catalog().equipment]


def test_goals_are_listed(thoracic: Command) -> None:
    assert [line.split()[0] for line in thoracic.done("goals").splitlines()] == [goal.id for goal in catalog().goals]
    assert listed(thoracic, "goals") == [goal.id for goal in catalog().goals]


def test_the_sequences_of_sources_are_listed_and_shown(thoracic: Command) -> None:
    assert listed(thoracic, "routines") == [routine.id for routine in catalog().routines]
    assert len(thoracic.done("routines").splitlines()) == len(catalog().routines)
    told = thoracic.done("routines", "prehab-set").splitlines()
    assert told[2] == f"1. {catalog()['wall-pec-stretch-lift-off'].name} (optional)"
    rows = json.loads(thoracic.done("routines", "prehab-set", "--json"))
    assert [row["exercise"] for row in rows] == [step.exercise for step in catalog().routine("prehab-set").steps]
    assert "unknown routine" in thoracic.refused(2, "routines", "nothing")


def test_conditions_are_listed_and_a_phrase_is_explained(thoracic: Command) -> None:
    assert listed(thoracic, "conditions") == [condition.id for condition in catalog().conditions]
    assert listed(thoracic, "conditions", "T12 compression fracture") == ["vertebral_compression_fracture"]
    assert "(waits for a clinician)" in thoracic.done("conditions", "vertebral_fracture")
    assert "unknown condition 'blorp'" in thoracic.refused(2, "conditions", "blorp")


def test_the_questions_worth_asking_are_listed_with_their_answers(thoracic: Command) -> None:
    plain = thoracic.done("questions")
    assert plain.startswith("RF01 [yes | no]\n  Do you ")
    assert "pregnancy.weeks" not in plain
    assert "pregnancy.weeks [0–" in thoracic.done("questions", "--condition", "pregnant")
    rows = json.loads(thoracic.done("questions", "--json", "--condition", "pregnant"))
    assert rows[-1]["key"].startswith("pregnancy.")
    assert "unknown condition" in thoracic.refused(2, "questions", "--condition", "blorp")


@pytest.mark.parametrize(
    "words",
    [["list"], ["search", "own"], ["show", "own-exercise"], ["compose", "--minutes", "9", "--include", "own-exercise"]],
    ids=lambda words: words[0],
)
def test_a_catalog_of_your_own_is_used(thoracic: Command, tmp_path: Path, words: list[str]) -> None:
    file = tmp_path / "exercises" / "own-exercise.toml"
    file.parent.mkdir()
    file.write_text(exercise_template("own-exercise"), encoding="utf-8")
    assert "own exercise" in thoracic.done(*words, "--catalog", str(tmp_path)).casefold().replace("-", " ")


def test_a_catalog_that_is_not_there_is_told(thoracic: Command, tmp_path: Path) -> None:
    assert "cannot be read" in thoracic.refused(1, "list", "--catalog", str(tmp_path / "nowhere"))


@pytest.mark.parametrize("words", [[], ["dance"], ["show"], ["search"]], ids=lambda words: " ".join(words) or "nothing")
def test_a_call_that_lacks_something_shows_how_it_goes(thoracic: Command, words: list[str]) -> None:
    assert "usage: thoracic" in thoracic.refused(2, *words)


def test_help_and_version_are_told(thoracic: Command) -> None:
    assert "thoracic-lib 0." in thoracic.done("--version")
    help_ = thoracic.done("--help")
    assert "Education, not medical advice." in " ".join(help_.split())
    for name in ("list", "show", "search", "equipment", "goals", "routines", "conditions", "questions", "screen"):
        assert f"usage: thoracic {name}" in thoracic.done(name, "--help")
        assert name in help_
