"""Every verdict on the bundled data is on record, and nothing in the data can change without a change of the record."""

from difflib import unified_diff
from functools import cache
from pathlib import Path

import pytest
from tools import data

from tests.data import golden, mutants
from thoracic_lib.model.clinical import Condition, Rule
from thoracic_lib.screening import firing_rules, screen
from thoracic_lib.vocabulary import Verdict

CATALOG = mutants.CATALOG
REDUNDANT = {
    name: reason
    for line in (golden.FILE.parent / "redundant_mutants.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
    for name, _, reason in [line.partition(" | ")]
}


@cache
def matrix() -> tuple[golden.Told, ...]:
    """What the data gives now."""
    return tuple(golden.matrix(CATALOG))


def test_the_record_is_what_the_data_gives_now() -> None:
    now, then = golden.text(CATALOG), golden.FILE.read_text("utf-8")
    told = "\n".join(unified_diff(then.splitlines(), now.splitlines(), "on record", "now", n=0, lineterm=""))
    assert now == then, f"verdicts changed; where this is meant, '{golden.COMMAND}' renews the record:\n{told}"


def test_the_chore_renews_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "FILE", tmp_path / "record.txt")
    assert data.main("golden") == 0
    assert golden.FILE.read_text("utf-8") == golden.text(CATALOG)


def test_every_condition_is_on_record_unasked_and_with_the_mildest_answers_it_has() -> None:
    asked = {condition for question in CATALOG.questions for condition in question.conditions}
    alone = {(line.declared, line.answers) for line in matrix()}
    for condition in CATALOG.conditions:
        assert (condition.id, golden.SILENT) in alone
        assert ((condition.id, golden.MILD) in alone) is (condition.id in asked)


def test_every_answer_that_a_choice_offers_is_on_record() -> None:
    told = {(line.declared, line.answers) for line in matrix()}
    offered = {
        (condition, f"{question.id}={value}")
        for question in CATALOG.questions
        for condition in question.conditions
        for value in question.values
    }
    assert offered <= told


@pytest.mark.parametrize("condition", CATALOG.conditions, ids=lambda condition: condition.id)
def test_the_record_holds_exactly_the_setups_whose_verdict_is_not_keep(condition: Condition) -> None:
    state = next(state for state in mutants.STATES if state.declared == condition.id)
    told = {line.about: line.says.split(" | ")[0] for line in matrix() if line[:2] == state[:2] and "/" in line.about}
    assert told == {
        f"{exercise.exercise.id}/{setup.setup.id}": setup.verdict
        for exercise in screen(CATALOG, state.profile).exercises
        for setup in exercise.setups
        if setup.verdict is not Verdict.KEEP
    }


def test_the_mildest_answers_let_fewer_rules_fire_than_any_single_answer() -> None:
    fired = {
        (state.declared, state.answers): {firing.rule.id for firing in firing_rules(CATALOG, state.profile)}
        for state in mutants.STATES
    }
    for (declared, answers), rules in fired.items():
        assert rules <= fired[declared, golden.SILENT]
        if answers != golden.SILENT:
            assert len(fired[declared, golden.MILD]) <= len(rules)


@pytest.mark.parametrize("kind", mutants.KINDS)
def test_every_change_of_the_data_shows_on_record_or_is_known_to_change_nothing(kind: str) -> None:
    made = list(mutants.KINDS[kind]())
    unseen = {mutant.name for mutant in made if not mutants.visible(mutant)}
    assert made
    assert unseen == {mutant.name for mutant in made}.intersection(REDUNDANT)


def test_every_change_known_to_change_nothing_can_be_made_and_has_its_reason() -> None:
    names = {mutant.name for make in mutants.KINDS.values() for mutant in make()}
    assert set(REDUNDANT) <= names
    assert all(len(reason) > len("no reason") for reason in REDUNDANT.values())


def test_every_single_change_is_made() -> None:
    made = {kind: len(list(make())) for kind, make in mutants.KINDS.items()}

    def both_ways(rule: Rule) -> int:
        return 1 if rule.verdict in {Verdict.KEEP, Verdict.EXCLUDE} else 2

    answers = sum(len(rule.when) + (rule.also is not None) for rule in CATALOG.rules)
    assert made == {
        "demands": sum(len(setup.demands) for exercise in CATALOG.exercises for setup in exercise.setups),
        "verdicts": sum(map(both_ways, CATALOG.rules)),
        "rules": len(CATALOG.rules),
        "limits": sum(len(rule.limits) for rule in CATALOG.rules),
        "whens": answers + sum(len(condition.gate_when) for condition in CATALOG.conditions),
        "parents": sum(len(condition.parents) for condition in CATALOG.conditions),
        "gates": sum(condition.gate for condition in CATALOG.conditions),
    }


def test_no_change_shows_as_none() -> None:
    everybody = frozenset(condition.id for condition in CATALOG.conditions)
    unchanged = mutants.Mutant("nothing", mutants.unchecked(CATALOG), everybody, tuple(CATALOG)[:10])
    assert not mutants.visible(unchanged)


def test_an_exercise_by_itself_is_judged_as_among_all_others() -> None:
    state = mutants.STATES[0]
    parts = [line for exercise in CATALOG for line in mutants.lines_of(exercise, state) if "/" in line.about]
    assert parts == [line for line in golden.lines(CATALOG, state) if "/" in line.about]
