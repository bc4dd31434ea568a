"""What is added to the bundled catalog puts other words into it where it says so, and takes nothing away from it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.test_catalogs import own_exercise, refused
from tests.strategies import profiles
from thoracic_lib import overlaying
from thoracic_lib.catalogs import catalog, load_catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import Fault
from thoracic_lib.exporting import export
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Setup
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.rewording import Rewording
from thoracic_lib.model.routine import Request
from thoracic_lib.reading import structure
from thoracic_lib.resolving import resolve, resolve_equipment, resolve_exercise
from thoracic_lib.screening import screen

BECAUSE = "Our readers like it plainer."


def reworded(**row: object) -> Catalog:
    return load_catalog({"rewordings": [{"because": BECAUSE, **row}]})


def told(*rows: Mapping[str, object], **more: object) -> list[tuple[str, str]]:
    document = {"rewordings": [{"because": BECAUSE, **row} for row in rows], **more}
    return [(fault.path, fault.reason) for fault in refused(document)]


def rule(**changes: object) -> dict[str, object]:
    plain = {"id": "own-rule", "condition": "own_thing", "demand": "*", "verdict": "exclude", "grade": "unsourced"}
    return {**plain, "strength": "low", "sources": [], "rationale": "Ours.", **changes}


def condition(**changes: object) -> dict[str, Any]:
    """A condition of one's own, with the rule that it needs."""
    row = {"id": "own_thing", "name": "Own thing", "parents": [], "aliases": ["thing of ours"], "gate": False}
    return {"conditions": [{**row, **changes}], "rules": [rule()]}


def test_the_words_of_an_exercise_are_replaced_where_a_row_says_so() -> None:
    before = catalog()["cat-cow"]
    after = reworded(
        exercise="cat-cow", name="Round and hollow", summary="S.", steps=["Do."], cues=["Cue."], breathing="Breathe."
    )["cat-cow"]
    assert (after.name, after.summary, after.steps) == ("Round and hollow", "S.", ("Do.",))
    assert (after.cues, after.breathing) == (("Cue.",), "Breathe.")
    assert (after.setups, after.dosages, after.cautions, after.avoid) == (
        before.setups,
        before.dosages,
        before.cautions,
        before.avoid,
    )


def test_a_reworded_exercise_is_what_routines_show() -> None:
    known = reworded(exercise="cat-cow", name="Round and hollow")
    routine = compose(Request(minutes=5, include=frozenset({"cat-cow"})), known)
    assert "Round and hollow" in export(routine, "text", catalog=known)


def test_a_name_that_is_replaced_stays_as_an_alias_so_that_what_is_typed_keeps_its_meaning() -> None:
    known = reworded(exercise="cat-cow", name="Round and hollow", aliases=["hollowing"])
    for word in ("Cat-cow", "Round and hollow", "hollowing", *catalog()["cat-cow"].aliases):
        assert resolve_exercise(known, word) == "cat-cow"


def test_an_alias_can_become_the_name() -> None:
    alias = catalog()["cat-cow"].aliases[0]
    after = reworded(exercise="cat-cow", name=alias)["cat-cow"]
    assert after.name == alias
    assert set(after.aliases) == {"Cat-cow", *catalog()["cat-cow"].aliases} - {alias}


def test_cautions_and_what_to_avoid_are_only_added_to() -> None:
    before = catalog()["cat-cow"]
    after = reworded(exercise="cat-cow", cautions=["Mind the cat."], avoid=["Haste."])["cat-cow"]
    assert after.cautions == (*before.cautions, "Mind the cat.")
    assert after.avoid == (*before.avoid, "Haste.")


def test_a_setup_takes_other_words_and_further_demands() -> None:
    before = catalog()["cat-cow"].setups[0]
    row = {"id": before.id, "name": "On the floor", "how": "On a mat.", "demands": ["extension_over_fulcrum"]}
    after = reworded(exercise="cat-cow", setups=[row])["cat-cow"].setups[0]
    assert (after.name, after.how) == ("On the floor", "On a mat.")
    assert after.demands == (*before.demands, "extension_over_fulcrum")
    same = reworded(exercise="cat-cow", setups=[{"id": before.id, "how": "On a mat."}])["cat-cow"].setups[0]
    assert (same.name, same.demands) == (before.name, before.demands)


def test_a_setup_without_demands_takes_one_and_loses_the_reason_why_it_had_none() -> None:
    setup = {"id": "s", "name": "S", "position": "seated", "equipment": [], "demands": [], "demands_none_because": "B."}
    base = load_catalog({"exercises": [own_exercise(setups=[setup])]})

    def after(**row: object) -> Setup:
        rewording = structure(Rewording, {"exercise": "own", "because": BECAUSE, "setups": [{"id": "s", **row}]})
        parts, faults = overlaying.reworded(base, [rewording])
        assert faults == []
        return cast("Setup", parts["exercises"][-1].setups[0])

    assert after(demands=["prone"]).demands == ("prone",)
    assert after(demands=["prone"]).demands_none_because is None
    assert after(how="Gently.").demands_none_because == "B."


def test_conditions_equipment_goals_and_routines_take_other_names() -> None:
    goal, routine = catalog().goals[0].id, catalog().routines[0].id
    rows: list[dict[str, object]] = [
        {"condition": "osteoporosis", "name": "Bones that thin", "aliases": ["thinning skeleton"]},
        {"equipment": "foam-roller", "name": "Blue roller", "aliases": ["Foam, rollers"]},
        {"goal": goal, "name": "Goal!", "summary": "G."},
        {"routine": routine, "name": "Their way", "summary": "R."},
    ]
    known = load_catalog({"rewordings": [{"because": BECAUSE, **row} for row in rows]})
    assert known.condition("osteoporosis").name == "Bones that thin"
    assert resolve(known, "thinning skeleton") == resolve(known, "Osteoporosis") == ("osteoporosis",)
    assert resolve_equipment(known, ["Blue roller", "foam roller", "Foam, rollers"]) == ("foam-roller",)
    assert (known.goal(goal).name, known.goal(goal).summary) == ("Goal!", "G.")
    assert (known.routine(routine).name, known.routine(routine).summary) == ("Their way", "R.")


def test_rewordings_stand_in_files_as_other_rows_do(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text('[[rewordings]]\nexercise = "cat-cow"\nbecause = "Plainer."\nname = "Round"\n')
    assert load_catalog(tmp_path)["cat-cow"].name == "Round"


NEVER: list[dict[str, object]] = [
    {"exercise": "cat-cow", "dosages": []},
    {"exercise": "cat-cow", "relations": []},
    {"exercise": "cat-cow", "sources": []},
    {"exercise": "cat-cow", "family": "open-book"},
    {"exercise": "cat-cow", "use": "never"},
    {"exercise": "cat-cow", "setups": [{"id": "quadruped", "position": "seated"}]},
    {"exercise": "cat-cow", "setups": [{"id": "quadruped", "equipment": []}]},
    {"exercise": "cat-cow", "setups": [{"id": "quadruped", "demands_none_because": "We say so."}]},
    {"condition": "osteoporosis", "gate": False},
    {"condition": "osteoporosis", "parents": []},
    {"equipment": "chair", "implies": []},
    {"rule": "R001", "rationale": "Never mind."},
    {"red_flag": "F1", "ask": "Fine?"},
    {"notice": "N1", "text": "Fine."},
    {"question": "weeks", "ask": "Fine?"},
    {"pain_rule": "rule", "text": "Push on."},
]


@pytest.mark.parametrize("row", NEVER, ids=str)
def test_what_screening_goes_by_cannot_be_reworded(row: dict[str, object]) -> None:
    assert any(reason.startswith("is unknown") for _, reason in told({"name": "N", **row}))


@pytest.mark.parametrize(
    ("row", "path", "reason"),
    [
        ({"name": "N"}, "$.rewordings[0]", "must name one of exercise, condition, equipment, goal, routine"),
        ({"exercise": "cat-cow", "goal": "desk-break", "name": "N"}, "$.rewordings[0]", "must name one of"),
        ({"exercise": "cat-cow"}, "$.rewordings[0]", "rewords nothing; a exercise takes aliases, avoid"),
        ({"goal": "desk-break", "aliases": ["a"]}, "$.rewordings[0].aliases", "cannot be reworded; a goal takes name"),
        ({"condition": "osteoporosis", "steps": ["S."]}, "$.rewordings[0].steps", "cannot be reworded"),
        ({"exercise": "cat-cw", "name": "N"}, "$.rewordings[0].exercise", "names no bundled exercise: 'cat-cw'"),
        ({"exercise": "cat-cow", "setups": [{"id": "x", "how": "H."}]}, "$.rewordings[0].setups", "name no setup of"),
        (
            {"exercise": "cat-cow", "setups": [{"id": "x"}, {"id": "x"}]},
            "$.rewordings[0].setups",
            "name the same setup",
        ),
        ({"exercise": "cat-cow", "steps": ["Switch sides."]}, "$.rewordings[0].steps[0]", "speaks of another side"),
        ({"exercise": "cat-cow", "name": "Open book"}, "exercises[", "'Open book' already names"),
        ({"exercise": "cat-cow", "setups": [{"id": "quadruped", "demands": ["x"]}]}, "exercises[", "names the unknown"),
    ],
    ids=lambda part: str(part)[:40],
)
def test_a_rewording_that_cannot_be_followed_is_told_with_its_place(
    row: dict[str, object], path: str, reason: str
) -> None:
    assert any(at.startswith(path) and why.startswith(reason) for at, why in told(row)), told(row)


def test_a_rewording_of_an_unknown_row_gets_a_hint() -> None:
    (fault,) = refused({"rewordings": [{"exercise": "cat-cw", "because": BECAUSE, "name": "N"}]})
    assert fault.hint == "did you mean 'cat-cow'?"
    (fault,) = refused({"rewordings": [{"exercise": "zzz", "because": BECAUSE, "name": "N"}]})
    assert fault.hint == ""


def test_why_is_never_left_out() -> None:
    (fault,) = refused({"rewordings": [{"exercise": "cat-cow", "name": "N"}]})
    assert (fault.path, fault.reason) == ("$.rewordings[0].because", "is missing")


def test_one_row_is_reworded_once_and_both_places_are_named(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        row = {"exercise": "cat-cow", "because": BECAUSE, "name": name}
        (tmp_path / name).write_text(json.dumps({"rewordings": [row]}))
    reason = "'cat-cow' stands twice, first in a.json: $.rewordings[0].id"
    assert refused(tmp_path) == (Fault("b.json", "$.rewordings[0].exercise", reason),)


def test_what_stands_alone_has_nothing_to_reword() -> None:
    row = {"exercise": "cat-cow", "because": BECAUSE, "name": "N"}
    document = {"data_version": "1", "rewordings": [row], "pain_rule": {}}
    document["pain_rule"] = {**json.loads(export(catalog(), "json"))["value"]["pain_rule"]}
    told_alone = refused(document, alone=True)
    assert told_alone == (Fault("", "$.rewordings[0]", "rewords nothing in a catalog that is alone"),)


@pytest.mark.parametrize("collection", ["rules", "red_flags", "notices", "questions", "demands"])
def test_a_bundled_row_is_never_replaced_and_the_hint_says_so(collection: str) -> None:
    row = json.loads(export(catalog(), "json"))["value"][collection][0]
    fault = next(fault for fault in refused({collection: [row]}) if fault.path.endswith(".id"))
    assert fault.path == f"$.{collection}[0].id"
    assert fault.reason.endswith("stands twice, first in the bundled catalog")
    assert fault.hint == "nothing takes the place of a bundled row; give yours an id of its own"


def test_two_rows_of_ones_own_with_one_id_are_told_with_both_files(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps({"exercises": [own_exercise(name=name)]}))
    assert Fault("b.json", "$.exercises[0].id", "'own' stands twice, first in a.json: $.exercises[0].id") in refused(
        tmp_path
    )


def test_a_phrase_of_ones_own_that_means_nothing_yet_is_taken() -> None:
    assert resolve(load_catalog(condition()), "thing of ours") == ("own_thing",)


@pytest.mark.parametrize(
    "phrase",
    ["osteoporosis!", "severe osteoporosis", "mild osteoporosis", "the left osteoporosis", "T11 wedge fracture"],
)
@pytest.mark.parametrize("field", ["aliases", "whole_entry_only"])
def test_a_phrase_may_not_take_a_meaning_away(phrase: str, field: str) -> None:
    own = condition(**{field: [phrase, "thing of ours"]})
    meant = resolve(catalog(), phrase)
    (fault,) = refused(own)
    assert fault.reason == f"{phrase!r} already means {', '.join(meant)} in the bundled catalog"
    assert fault.path == "$.conditions[0]"


def test_a_phrase_may_narrow_a_meaning_that_it_keeps() -> None:
    known = load_catalog(condition(aliases=["severe osteoporosis"], parents=["osteoporosis"]))
    assert resolve(known, "severe osteoporosis") == ("own_thing",)
    assert "osteoporosis" in known.closure("own_thing")


def ambiguous() -> str:
    return next(term.text for term in catalog().terms if term.ask is not None and len(term.conditions) > 1)


def test_a_phrase_that_has_to_be_asked_about_stays_so() -> None:
    phrase = f"mild {ambiguous()}"
    (fault,) = refused(condition(aliases=[phrase]))
    assert fault.reason == f"{phrase!r} can mean several things in the bundled catalog, and has to be asked"


def test_a_phrase_that_covers_all_that_it_could_mean_is_taken() -> None:
    term = next(term for term in catalog().terms if term.ask is not None and len(term.conditions) > 1)
    phrase = f"mild {term.text}"
    known = load_catalog(condition(aliases=[phrase], parents=list(term.conditions)))
    assert resolve(known, phrase) == ("own_thing",)


def test_a_phrase_for_what_is_denied_takes_nothing_away() -> None:
    assert load_catalog(condition(aliases=["no feeling for our thing"])).condition("own_thing")


def test_a_term_may_not_take_a_meaning_away() -> None:
    term = {"text": "severe osteoporosis", "conditions": ["own_thing"]}
    (fault,) = refused({**condition(), "terms": [term]})
    assert (fault.path, fault.reason) == (
        "$.terms[0].text",
        "'severe osteoporosis' already means osteoporosis in the bundled catalog",
    )
    for more in ({"conditions": ["own_thing", "osteoporosis"]}, {"ask": "Which one?"}):
        assert load_catalog({**condition(), "terms": [{**term, **more}]})


def test_an_alias_that_is_added_to_a_bundled_condition_may_not_take_a_meaning_away() -> None:
    row: dict[str, object] = {"condition": "asthma", "aliases": ["severe osteoporosis"]}
    ids = [one.id for one in catalog().conditions]
    row["condition"] = next(one for one in ids if "osteoporosis" not in catalog().closure(one))
    ((_, reason),) = told(row)
    assert reason == "'severe osteoporosis' already means osteoporosis in the bundled catalog"


@pytest.mark.parametrize("name", ["Wall", "the wall", "walls", "wall."])
def test_equipment_may_not_take_over_a_name(name: str) -> None:
    row = {
        "id": "own-wall",
        "name": "Own",
        "aliases": ["wall of ours"],
        "at_hand": True,
        "satisfies": [],
        "implies": [],
    }
    (fault,) = refused({"equipment": [{**row, "aliases": [name]}]})
    assert (fault.path, fault.reason) == ("$.equipment[0]", f"{name!r} already names 'wall' in the bundled catalog")
    assert resolve_equipment(load_catalog({"equipment": [row]}), ["wall of ours", name]) == ("own-wall", "wall")


def test_of_two_pieces_with_one_name_the_first_is_meant() -> None:
    second = evolve(catalog().item("chair"), id="own-wall", name="Own", aliases=("Wall",))
    known = evolve(catalog(), equipment=(*catalog().equipment, second))
    assert resolve_equipment(known, ["wall", "Wall", "own wall"]) == ("wall", "own-wall")


def test_a_name_nearly_that_of_a_bundled_exercise_still_means_the_bundled_one() -> None:
    known = load_catalog({"exercises": [own_exercise(aliases=["Cats, cows"])]})
    assert resolve_exercise(known, "Cats, cows") == "cat-cow"


TEXTS = st.text("abc de", min_size=1, max_size=9).map(str.strip).filter(bool).map(lambda text: f"zq {text}")


@st.composite
def rewordings(draw: st.DrawFn) -> dict[str, object]:
    """Any rewording that the checks of the model let through."""
    exercise = draw(st.sampled_from(catalog().exercises))
    demands = st.lists(st.sampled_from([demand.id for demand in catalog().demands]), unique=True, max_size=3)
    setups = [{"id": setup.id, "demands": draw(demands), "name": draw(TEXTS)} for setup in exercise.setups]
    lists = {name: draw(st.lists(TEXTS, unique=True, max_size=2)) for name in ("steps", "cues", "avoid", "cautions")}
    return {"exercise": exercise.id, "because": BECAUSE, "name": draw(TEXTS), "setups": setups, **lists}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(rewordings(), max_size=4, unique_by=(lambda row: str(row["exercise"]), lambda row: str(row["name"]))),
    profiles(),
)
def test_whatever_is_reworded_no_rule_goes_no_demand_goes_and_no_verdict_is_milder(
    rows: list[dict[str, object]], profile: Profile
) -> None:
    before, after = catalog(), load_catalog({"rewordings": rows})
    for name in ("rules", "red_flags", "notices", "questions", "pain_rule", "demands", "conditions", "equipment"):
        assert getattr(after, name) == getattr(before, name)
    for old, new in zip(before.exercises, after.exercises, strict=True):
        assert (new.id, new.dosages, new.family, new.use) == (old.id, old.dosages, old.family, old.use)
        assert set(new.cautions) >= set(old.cautions)
        assert set(new.avoid) >= set(old.avoid)
        assert [(s.id, s.position, s.equipment) for s in new.setups] == [
            (s.id, s.position, s.equipment) for s in old.setups
        ]
        assert all(set(mine.demands) >= set(own.demands) for mine, own in zip(new.setups, old.setups, strict=True))
    for one, other in zip(screen(before, profile).exercises, screen(after, profile).exercises, strict=True):
        for old_setup, new_setup in zip(one.setups, other.setups, strict=True):
            assert new_setup.verdict.rank >= old_setup.verdict.rank
