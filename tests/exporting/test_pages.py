import re
from collections import Counter
from itertools import pairwise

import pytest
from attrs import evolve

from tests.exporting.values import SHOWN, catalog_of, exercise_of, routine_of
from thoracic_lib.catalogs import catalog, load_catalog
from thoracic_lib.composing import compose
from thoracic_lib.exporting import export
from thoracic_lib.exporting.blocks import Block, Bullets, Fold, Heading, Numbered, Paragraph, Table, Warn
from thoracic_lib.exporting.pages import EDUCATION, page
from thoracic_lib.model.clinical import EVERY_SETUP
from thoracic_lib.model.profile import FlagAnswer, Profile
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.profiles import profile
from thoracic_lib.screening import NONE_MATCHED, screen


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """Every text of a page, in order."""
    told: list[str] = []
    for block in blocks:
        match block:
            case Heading(_, text) | Paragraph(text) | Warn(text):
                told.append(text)
            case Bullets(items) | Numbered(items):
                told.extend(items)
            case Table(_, rows):
                told.extend(cell for row in rows for cell in row)
            case Fold(title, inner):
                told.extend([title, *texts(inner)])
    return told


def told(value: object) -> list[str]:
    return texts(page(value, "test"))


def held_back(minutes: int = 15) -> Routine:
    everything = [item.id for item in catalog().equipment]
    return compose(Request(minutes=minutes, profile=profile(equipment=everything, conditions=["osteopenia"])))


@pytest.mark.parametrize("kind", SHOWN)
def test_every_page_says_that_it_is_education(kind: str) -> None:
    assert told(SHOWN[kind]).count(EDUCATION) == 1


@pytest.mark.parametrize("kind", SHOWN)
def test_every_page_has_one_title_and_it_comes_first(kind: str) -> None:
    blocks = page(SHOWN[kind], "test")
    assert [block.level for block in blocks if isinstance(block, Heading)].count(1) == 1
    assert isinstance(blocks[0], Heading)


@pytest.mark.parametrize("kind", SHOWN)
def test_no_page_calls_anybody_safe_or_treats_anything(kind: str) -> None:
    text = " ".join(told(SHOWN[kind])).casefold()
    assert not re.search(r"\b(you are safe|is safe for you|prescri|cures?\b|diagnos)", text)


def test_every_step_shows_its_number_time_dose_and_instructions() -> None:
    routine = held_back()
    said = told(routine)
    for number, step in enumerate(routine.steps, 1):
        assert any(text.startswith(f"{number}. {step.exercise.name} (") for text in said)
        assert any(text.startswith(f"{step.dose}. ") for text in said)
        assert all(text in said for text in step.exercise.steps)
        assert all(any(text in line for line in said) for text in step.exercise.cautions)
        assert step.why in said


def test_every_limit_and_caution_of_a_step_is_a_warning() -> None:
    routine = held_back()
    warned = [block.text for block in page(routine, "test") if isinstance(block, Warn)]
    for step in routine.steps:
        assert all(f"Held back: {str(limit).rstrip('.')}." in warned for limit in step.limits)
        assert all(any(reason.rule.rationale in text for text in warned) for reason in step.reasons)
    assert not [text for text in warned if ".." in text]


def test_no_tip_is_told_twice() -> None:
    routine = held_back(30)
    tips = {text for step in routine.steps for text in step.guidance} | set(routine.guidance)
    counted = Counter(told(routine))
    assert tips
    assert {counted[text] for text in tips} == {1}


def test_nothing_is_told_twice_within_a_step() -> None:
    known = load_catalog({"exercises": [{**exercise_of("word"), "cues": ["Same."], "cautions": ["Same."]}]})
    assert told(routine_of(known)).count("Same.") == 1


def test_what_a_rule_says_of_every_exercise_is_told_once() -> None:
    everyone = next(rule.condition for rule in catalog().rules if rule.demand == EVERY_SETUP)
    person = Profile(conditions=frozenset({everyone}), cleared=frozenset({everyone}))
    routine = compose(Request(minutes=15, profile=person))
    rationale = {r.rule.rationale for s in routine.steps for r in s.reasons if r.rule.demand == EVERY_SETUP}
    assert rationale
    assert len(routine.steps) > 1
    for text in rationale:
        assert sum(text in line for line in told(routine)) == 1


def test_a_position_is_not_named_twice() -> None:
    text = export(SHOWN["routine"], "text")
    assert "(standing)" not in " ".join(line for line in text.split("\n") if "Standing" in line)
    assert "Hands and knees (quadruped)" in text


def test_every_omission_is_told_with_its_reason() -> None:
    routine = held_back()
    left_out = [text for text in told(routine) if " → " in text]
    assert len(left_out) == len({omission.reason for omission in routine.omissions})
    for omission in routine.omissions:
        line = next(text for text in left_out if text.startswith(f"{omission.reason} → "))
        assert omission.exercise.replace("-", " ").replace("_", " ") in line.rpartition(" → ")[2].split(", ")


def test_one_exercise_is_counted_as_one() -> None:
    routine = compose(Request(minutes=10, maximum_exercises=1))
    assert told(routine)[0].startswith("Full routine: 1 exercise, ")


def test_a_routine_says_what_its_goal_does_not_get() -> None:
    routine = compose(Request(minutes=3))
    assert routine.unmet
    assert set(routine.unmet) <= set(told(routine))
    assert "What this routine does not give" not in told(compose(Request(minutes=30, goal="posture-endurance")))


def test_what_is_proven_of_a_routine_is_told() -> None:
    proven, hurried = held_back(), compose(Request(minutes=15), effort=1)
    better = evolve(proven.score, benefit=proven.score.benefit * 2)
    short = evolve(proven, certificate=evolve(proven.certificate, optimal=False, bound=better))
    followed = compose(Request(routine="prehab-set"))
    assert "It is proven that no routine for this request scores higher." in told(proven)
    assert "Compared with the best that is possible, at most: 50 % less benefit." in told(short)
    assert "It follows a source's own sequence, so it is compared with no other routine." in told(followed)
    assert hurried.shortfall is not None
    assert f"Compared with the best that is possible, at most: {hurried.shortfall}." in told(hurried)


def test_a_screening_names_every_exercise_once() -> None:
    for person in (
        Profile(),
        profile(equipment=["foam roller"], conditions=["osteopenia"], avoid_positions=["standing"]),
    ):
        lists = [block.items for block in page(screen(catalog(), person), "test") if isinstance(block, Bullets)]
        named = [name for items in lists for item in items for name in item.rpartition(" → ")[2].split(", ")]
        assert sorted(named) == sorted(exercise.replace("-", " ") for exercise in catalog())


def test_what_is_left_in_a_screening_is_what_can_be_done() -> None:
    screening = screen(catalog(), profile(conditions=["osteopenia"]))
    blocks = page(screening, "test")
    headed = {a.text: b.items for a, b in pairwise(blocks) if isinstance(a, Heading) and isinstance(b, Bullets)}
    left = [
        n
        for t in ("No rule matched", "Left, with caution", "Left, held back")
        for i in headed[t]
        for n in i.rpartition(" → ")[2].split(", ")
    ]
    assert sorted(left) == sorted(screened.exercise.id.replace("-", " ") for screened in screening.kept)
    assert any("[R001]" in item and "cat cow" in item for item in headed["Left out because of a rule"])
    assert any(item.startswith("You need: chair. → ") for item in headed["Not possible with what you have or wish"])


def test_a_screening_says_that_no_rule_is_no_judgment() -> None:
    assert any(NONE_MATCHED in text for text in told(SHOWN["screening"]))
    assert any(NONE_MATCHED in text for text in told(screen(catalog(), Profile()).why("cat-cow")))


def test_a_screening_warns_of_gates_and_warning_signs() -> None:
    person = Profile(conditions=frozenset({"vertebral_fracture"}), red_flags=(FlagAnswer(flag="RF01", present=True),))
    warned = [block.text for block in page(screen(catalog(), person), "test") if isinstance(block, Warn)]
    assert any("for vertebral fracture until you report" in text for text in warned)
    assert any("warning sign RF01" in text for text in warned)


def test_an_explanation_gives_every_reason_with_its_limits_sources_and_open_questions() -> None:
    person = profile(conditions=["pregnancy", "osteopenia"])
    for screened in screen(catalog(), person).exercises:
        said = told(screened)
        for setup in screened.setups:
            for reason in setup.reasons:
                line = next(text for text in said if f"[{reason.rule.id}; " in text)
                expected = (reason.rule.rationale, reason.because_unapplied, reason.rule.advice, reason.rule.caveat)
                assert all(text in line for text in expected if text)
                assert ("An answer could change this" in line) is bool(reason.unanswered)
                assert all(source in line for source in reason.rule.sources)


def test_an_explanation_tells_equipment_and_wishes_apart_from_verdicts() -> None:
    person = profile(conditions=[], avoid_positions=["quadruped"])
    assert "You asked to avoid the position quadruped." in told(screen(catalog(), person).why("cat-cow"))
    assert "You need: chair." in told(screen(catalog(), person).why("seated-chair-rotation"))


def test_an_exercise_page_names_setups_doses_relations_and_sources() -> None:
    for exercise in catalog().exercises:
        said = "\n".join(told(exercise))
        assert all(setup.name in said for setup in exercise.setups)
        assert all(f"{link.to.replace('-', ' ')}." in said for link in exercise.relations)
        assert all(cited.source in said for cited in exercise.sources)
        assert said.count("(the default)") == 1
        assert "  " not in said
    assert "Use" in told(catalog()["cobra-pose"])


def test_a_setup_that_demands_nothing_says_so() -> None:
    row = exercise_of("word")
    setup = {**row["setups"][0], "demands": [], "demands_none_because": "It is rest."}  # type: ignore[index]  # a list of rows
    known = load_catalog({"exercises": [{**row, "setups": [setup], "breathing": "Calmly.", "aliases": []}]})
    assert any("Demands: nothing in particular." in text for text in told(known["own-exercise"]))
    assert "Also called" not in told(known["own-exercise"])
    assert "Also called" in told(catalog_of("word")["own-exercise"])
