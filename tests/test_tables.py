"""The pages that follow from the data are what the data says now, and say the whole of it."""

import re
from pathlib import Path

import pytest
from attrs import evolve
from tools import tables

import thoracic_lib as tl
from thoracic_lib.model.clinical import EVERY_SETUP
from thoracic_lib.model.reference import Disagreement
from thoracic_lib.vocabulary import Grade, Verdict

CATALOG = tl.catalog()
PAGES = tables.generated(CATALOG)
SHEET, MEASURED, DIFFER = (PAGES[f"{name}.md"] for name in ("review-sheet", "over-exclusion", "where-sources-differ"))
CLAIMS = re.compile(
    r"\b(safe(?:ly|r|st)?|unsafe|cleared to|fit to|dangerous|forbidden|cur(?:e|es|ed)|treats?|heals|reliev\w+|prevents"
    r"|prescri\w+|proven|guarantee\w*)\b",
    re.IGNORECASE,
)


def rows(page: str, heading: str) -> dict[str, list[str]]:
    """The rows of the first table after a heading, by their first cell."""
    section = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split(" |")] for line in section.splitlines() if line[:1] == "|"]
    return {row[0]: row[1:] for row in cells[2:]}


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_data_generates_now(name: str) -> None:
    assert (tables.DOCS / name).read_text("utf-8") == PAGES[name], f"run '{tables.COMMAND}'"


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_says_that_no_clinician_has_reviewed_the_rules(name: str) -> None:
    assert tables.NOT_REVIEWED in PAGES[name].partition("\n## ")[0]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_claims_nothing(name: str) -> None:
    own_words = PAGES[name].partition("\n## Sources\n")[0]  # titles of publications are theirs
    assert CLAIMS.findall(own_words) == []


def test_every_condition_is_measured_over_all_exercises() -> None:
    measured = rows(MEASURED, "What each condition leaves")
    assert [name.removesuffix(" (gate)") for name in measured] == [condition.name for condition in CATALOG.conditions]
    assert {sum(map(int, row[:4])) for row in measured.values()} == {len(CATALOG)}


@pytest.mark.parametrize("condition", CATALOG.conditions, ids=lambda condition: condition.id)
def test_the_mildest_answers_never_leave_less_than_none(condition: tl.Condition) -> None:
    silent = tables.counts(tl.screen(CATALOG, tables.declaring(CATALOG, condition)))
    answered = tables.mildest(CATALOG, condition)
    assert answered is None or answered[::-1] <= silent[::-1]


def test_an_exercise_counts_by_its_best_setup() -> None:
    screening = tl.screen(CATALOG, tl.profile(conditions=["osteopenia"]))  # a bare room, so that some have none
    best = [exercise.best for exercise in screening.exercises]
    verdicts = [Verdict.EXCLUDE if setup is None else setup.verdict for setup in best]
    assert tables.counts(screening) == tuple(verdicts.count(verdict) for verdict in Verdict)


def test_every_goal_has_a_table_of_what_remains() -> None:
    for goal in CATALOG.goals:
        measured = rows(MEASURED, f"{goal.name}: what remains")
        assert measured
        assert {len(row) for row in measured.values()} == {len(goal.phases)}


def test_the_emptied_phases_are_those_of_which_a_table_says_none() -> None:
    named = {
        (line.split(" | ")[0].removeprefix("| "), goal)
        for line in MEASURED.partition("## Phases that are emptied\n")[2].partition("\n## ")[0].splitlines()[6:]
        if line.startswith("| ")
        for goal in line.split(" | ")[2].split(", ")
    }
    none = {
        (name, goal.name)
        for goal in CATALOG.goals
        for name, row in rows(MEASURED, f"{goal.name}: what remains").items()
        if "**none**" in row
    }
    assert none
    assert named == none


def test_what_can_be_composed_is_what_remains() -> None:
    left = tables.grid(CATALOG)["full-session", "spinal_infection"]
    profile = evolve(
        tables.declaring(CATALOG, CATALOG.condition("spinal_infection")), cleared=frozenset({"spinal_infection"})
    )
    routine = tl.compose(tl.Request(minutes=120, profile=profile))
    for phase, count in left.items():
        assert 0 < sum(step.exercise.phase is phase for step in routine.steps) <= count


def test_softening_takes_only_the_unsourced_exclusions_back_to_a_caution() -> None:
    for rule, soft in zip(CATALOG.rules, tables.softened(CATALOG).rules, strict=True):
        weak = rule.grade is Grade.UNSOURCED and rule.verdict is Verdict.EXCLUDE
        assert soft == (evolve(rule, verdict=Verdict.CAUTION) if weak else rule)


def test_every_rule_stands_on_the_sheet_once_with_its_boxes() -> None:
    for rule in CATALOG.rules:
        [line] = [line for line in SHEET.splitlines() if line.startswith(f"| **{rule.id}**<br>")]
        assert f"<br>**{rule.verdict}**" in line
        assert f"| {rule.grade}, {rule.strength}" in line
        assert rule.rationale in line
        assert line.endswith(f"| {tables.BOX} agree<br>{tables.BOX} change<br>{tables.BOX} comment |")
        assert [text for text in (rule.advice, rule.caveat, *map(str, rule.limits)) if text and text not in line] == []
        assert len(rule.when) == line.count("is “") + line.count("is at least") + line.count("is below")


@pytest.mark.parametrize("condition", CATALOG.conditions, ids=lambda condition: condition.id)
def test_a_condition_without_a_rule_of_its_own_says_so_in_place_of_an_empty_table(condition: tl.Condition) -> None:
    own = [f"**{rule.id}**" for rule in CATALOG.rules if rule.condition == condition.id]
    assert [row.partition("<br>")[0] for row in rows(SHEET, condition.name)] == own
    section = SHEET.partition(f"\n## {condition.name}\n")[2].partition("\n## ")[0]
    assert ("No rule of its own" in section) is not bool(own)


def test_the_sheet_bears_a_checksum_that_changes_with_any_word_of_it() -> None:
    reworded = evolve(CATALOG.rules[0], rationale="Another reason.")
    other = tables.generated(evolve(CATALOG, rules=(reworded, *CATALOG.rules[1:])))["review-sheet.md"]
    [signed], [changed] = (re.findall(r"checksum `([0-9a-f]{12})`", sheet) for sheet in (SHEET, other))
    assert signed != changed


def test_the_sheet_has_room_to_sign() -> None:
    assert all(f"| {word} |" in SHEET for word in ("Name", "Date", "Signature"))


@pytest.mark.parametrize(
    "source", sorted({s for rule in CATALOG.rules for s in (*rule.sources, *rule.counter_sources)})
)
def test_every_source_of_a_rule_is_explained_on_the_sheet(source: str) -> None:
    assert rows(SHEET, "Sources")[f"`{source}`"][0] == CATALOG.source(source).title


def test_the_overview_has_a_letter_where_a_rule_matches_and_only_there() -> None:
    overview = SHEET.partition("## Condition × demand at a glance\n")[2].partition("\n## ")[0]
    letters = len(re.findall(r"(?<=\| )\(?[kCMX]\??\)?(?= \|)", overview))
    matched = {
        (condition.id, rule.demand)
        for condition in CATALOG.conditions
        for rule in CATALOG.rules
        if rule.condition in CATALOG.closure(condition.id) and rule.demand != EVERY_SETUP
    }
    assert letters == len(matched)


def test_every_reference_figure_stands_on_its_page_with_its_sources() -> None:
    told = rows(DIFFER, "Reference figures")
    assert list(told) == [norm.measure for norm in CATALOG.norms]
    for norm in CATALOG.norms:
        figure, text, sources = told[norm.measure]
        assert figure.split()[:2] == [str(norm.value), norm.unit]
        assert figure.endswith(norm.side or norm.unit)
        assert (text, sources) == (norm.text, ", ".join(f"`{source}`" for source in norm.sources))


@pytest.mark.parametrize("matter", CATALOG.disagreements, ids=lambda matter: matter.id)
def test_every_disagreement_stands_on_its_page_with_all_that_is_said(matter: Disagreement) -> None:
    told = [(source.strip("`"), *says) for source, says in rows(DIFFER, matter.topic).items()]
    assert told == [(claim.source, claim.says) for claim in matter.positions]
    section = DIFFER.partition(f"## {matter.topic}\n")[2].partition("\n## ")[0]
    assert f"**The library:** {matter.library}" in section
    assert [exercise for exercise in matter.exercises if f"`{exercise}`" not in section] == []
    explained = rows(DIFFER, "Sources")
    assert [claim.source for claim in matter.positions if f"`{claim.source}`" not in explained] == []


def test_the_styles_for_print_name_the_pages_with_wide_tables_by_their_titles() -> None:
    styles = (tables.DOCS / "stylesheets/tables.css").read_text("utf-8")
    titles = [page.splitlines()[0].removeprefix("# ") for page in (SHEET, MEASURED)]
    ids = [f"#{title.lower().replace(',', '').replace(' ', '-')}" for title in titles]
    assert f":has({', '.join(ids)})" in styles
    assert "## Signed\n" in SHEET
    assert "#signed + table" in styles
    assert "stylesheets/tables.css" in (tables.DOCS.parent / "mkdocs.yml").read_text("utf-8")


def test_a_stale_page_is_told_and_a_fresh_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tables, "DOCS", tmp_path)
    monkeypatch.setattr(tables, "generated", lambda _: PAGES)  # made once above
    assert tables.main(["--check"]) == 1
    assert capsys.readouterr().out == f"out of date: {', '.join(PAGES)}; run '{tables.COMMAND}'\n"
    assert tables.main([]) == 0
    assert tables.main(["--check"]) == 0
    (tmp_path / "review-sheet.md").write_text("signed\n", "utf-8")
    assert tables.main(["--check"]) == 1
    assert "out of date: review-sheet.md;" in capsys.readouterr().out
