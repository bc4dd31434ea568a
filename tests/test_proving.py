"""The proof: both checkers decide alike for every profile, and every fault that is planted in one is found."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib import proving, screening
from thoracic_lib.cli import main
from thoracic_lib.masking import Masks
from thoracic_lib.model.clinical import EVERY_SETUP, Limit, Rule, When
from thoracic_lib.model.plain import plain
from thoracic_lib.model.profile import Profile
from thoracic_lib.proofs import Disagreement, Part, Proof
from thoracic_lib.proving import prove
from thoracic_lib.vocabulary import LimitKind, QuestionKind, Verdict

CATALOG = tl.catalog()
EXERCISES = {"cat-cow", "foam-roller-extension-arms-overhead", "weighted-wall-angel", "ball-release-chest"}
CONDITIONS = {
    "axial_spondyloarthritis",
    "bone_fragility",
    "operated_spine",
    "osteoporosis",
    "pregnancy",
    "skin_or_tissue_problem",
    "vertebral_compression_fracture",
    "vertebral_fracture",
}


def small() -> tl.Catalog:
    """A part of the bundled catalog that is proved in an instant."""
    asked = (question for question in CATALOG.questions if CONDITIONS.intersection(question.conditions))
    return evolve(
        CATALOG,
        exercises=tuple(evolve(row, relations=()) for row in CATALOG.exercises if row.id in EXERCISES),
        conditions=tuple(row for row in CATALOG.conditions if row.id in CONDITIONS),
        questions=tuple(evolve(q, conditions=tuple(c for c in q.conditions if c in CONDITIONS)) for q in asked),
        rules=tuple(rule for rule in CATALOG.rules if {rule.condition, rule.also or rule.condition} <= CONDITIONS),
        terms=(),
        goals=(),
        routines=(),
        guidance=(),
        disagreements=(),
        retired=(),
    )


SMALL = small()
MASKS = Masks.of(SMALL)


def rule(**changes: Any) -> Rule:  # noqa: ANN401 - any field of a rule
    same = {"id": "new", "condition": "pregnancy", "demand": EVERY_SETUP, "verdict": Verdict.CAUTION, "limits": ()}
    return evolve(CATALOG.rules[0], **(same | {"when": (), "also": None} | changes))


def with_rules(*rules: Rule) -> tl.Catalog:
    return evolve(SMALL, rules=(*SMALL.rules, *rules))


def changed(rule: str, **changes: Any) -> Masks:  # noqa: ANN401 - any field of a rule
    """The second checker of a catalog in which one rule differs."""
    assert rule in {row.id for row in SMALL.rules}
    return Masks.of(evolve(SMALL, rules=tuple(evolve(r, **changes) if r.id == rule else r for r in SMALL.rules)))


def differ(proof: Proof) -> dict[str, set[str]]:
    """What differs, by part."""
    assert not proof.holds
    return {part.name: {one.about for one in part.disagreements} for part in proof.parts if part.disagreements}


def of_part(proof: Proof, name: str) -> Part:
    return next(part for part in proof.parts if part.name == name)


# what is proved


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove(CATALOG)


def test_the_checkers_agree_on_the_bundled_catalog_for_every_profile(proof: Proof) -> None:
    assert [str(one) for one in proof.disagreements] == []
    assert proof.holds


def test_the_cubes_of_the_bundled_catalog_fill_the_space_of_all_profiles(proof: Proof) -> None:
    conditions, items, flags = len(CATALOG.conditions), len(CATALOG.equipment), len(CATALOG.red_flags)
    answers = 1
    for question in CATALOG.questions:
        many = {
            QuestionKind.CHOICE: len(question.values),
            QuestionKind.SEVERAL: 2 ** len(question.values) - 1,
            QuestionKind.NUMBER: (question.maximum or 0) - (question.minimum or 0) + 1,
        }
        answers *= (many[question.kind] + 1) ** len(question.conditions)
    whole = 2 * 2**conditions * answers * 2 ** (conditions + flags) * 3**flags * 2 ** (2 * items)
    assert proof.space == whole
    for name in ("rules", "conditions", "gates", "flags", "equipment"):
        part = of_part(proof, name)
        assert (part.space, part.covered) == (whole, part.subjects * whole)


def test_the_cubes_of_every_setup_fill_the_space_of_all_rules_that_may_fire(proof: Proof) -> None:
    judging = sum(rule.verdict is not Verdict.KEEP for rule in CATALOG.rules)
    setups = sum(len(exercise.setups) for exercise in CATALOG.exercises)
    part = of_part(proof, "setups")
    assert (part.subjects, part.space, part.covered) == (setups, 2**judging, setups * 2**judging)


def test_every_rule_setup_condition_gate_and_flag_is_a_subject(proof: Proof) -> None:
    counts = {part.name: part.subjects for part in proof.parts}
    assert counts["rules"] == len(CATALOG.rules)
    assert counts["conditions"] == counts["gates"] == len(CATALOG.conditions)
    assert counts["flags"] == len(CATALOG.red_flags)
    assert counts["setups"] == counts["equipment"]


def test_a_part_whose_cubes_do_not_fill_the_space_proves_nothing(proof: Proof) -> None:
    short = evolve(proof.parts[0], covered=proof.parts[0].covered - 1)
    assert not evolve(proof, parts=(short, *proof.parts[1:])).holds
    assert "DO NOT FILL" in str(short)


# planted faults: each one is found


def test_a_back_door_behind_several_conditions_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    doors = sorted(CONDITIONS)
    firing, bit = Masks.firing, 1 << [row.id for row in MASKS.rules].index("R001")

    def open_door(self: Masks, profile: Profile) -> Any:  # noqa: ANN401 - a number, or what stands in for one
        fired: Any = firing(self, profile)
        declared = profile.conditions
        if not isinstance(fired, int):
            return fired  # a single bit, of which the rule is not known
        behind = fired & bit and declared is not None and all(door in declared for door in doors)
        return fired & ~bit if behind else fired

    monkeypatch.setattr(Masks, "firing", open_door)
    found = prove(SMALL)
    assert differ(found)["rules"] == {"R001"}
    (one,) = of_part(found, "rules").disagreements
    assert one.profile is not None
    assert one.profile.conditions == frozenset(CONDITIONS)
    assert (one.screening, one.checker) == ("fires", "does not fire")


def test_a_back_door_in_screening_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    fires = screening.firing

    def open_door(catalog: tl.Catalog, profile: Profile, row: Rule) -> screening.Firing | None:
        items = ("stick", "chair", "box", "weight", "stool")
        return None if all(item in profile.equipment for item in items) else fires(catalog, profile, row)

    monkeypatch.setattr(proving, "firing", open_door)
    assert differ(prove(SMALL))["rules"] == {row.id for row in MASKS.rules}


def test_any_and_all_swapped_in_closures_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(self: Masks, profile: Profile) -> int:
        fired, held, declared = -1, 0, profile.conditions
        for line in self._lines:
            opened = line.open(profile) if declared is not None and line.condition in declared else 0
            fired &= opened | ~line.above
            held |= line.above
        return fired & held

    monkeypatch.setattr(Masks, "firing", swapped)
    broader = {row.id for row in MASKS.rules if row.condition in {"bone_fragility", "vertebral_fracture"}}
    assert broader <= differ(prove(SMALL))["rules"]


def test_a_parent_forgotten_in_closures_is_found() -> None:
    orphans = tuple(evolve(row, parents=()) if row.id == "osteoporosis" else row for row in SMALL.conditions)
    rules = tuple(
        row if row.also is None else evolve(row, also=None) for row in (*SMALL.rules, rule(condition="osteoporosis"))
    )
    catalog = evolve(SMALL, rules=rules)
    found = differ(prove(catalog, Masks.of(evolve(catalog, conditions=orphans))))
    assert {row.id for row in rules if row.condition == "bone_fragility" and row.verdict is not Verdict.KEEP} <= found[
        "rules"
    ]


@pytest.mark.parametrize("dropped", [MASKS.rules[0].id, MASKS.rules[-1].id])
def test_a_rule_that_one_checker_lacks_is_found(dropped: str) -> None:
    fewer = evolve(SMALL, rules=tuple(row for row in SMALL.rules if row.id != dropped))
    for found in (prove(SMALL, Masks.of(fewer)), prove(fewer, MASKS)):
        assert dropped in differ(found)["rules"]


@pytest.mark.parametrize("at_least", [13, 15, 45])
def test_a_bound_that_was_moved_is_found(at_least: int) -> None:
    masks = changed("R169", when=(When(question="weeks", at_least=at_least),))
    found = prove(SMALL, masks)
    assert "R169" in differ(found)["rules"]
    weeks = [one.profile.answers[0].number for one in found.disagreements if one.profile and one.profile.answers]
    assert all(number is not None and min(14, at_least) <= number < max(14, at_least) for number in weeks)


def test_an_answer_more_or_less_in_a_when_is_found() -> None:
    (row,) = (row for row in SMALL.rules if row.id == "R201")
    choices = ("abdomen", *row.when[0].choices)
    assert (
        "R201"
        in differ(prove(SMALL, changed("R201", when=(When(question="affected_sites", choices=choices),))))["rules"]
    )
    assert "R201" in differ(prove(SMALL, changed("R201", when=())))["rules"]


def test_a_second_condition_that_is_not_asked_for_is_found() -> None:
    assert differ(prove(SMALL, changed("R223", also=None)))["rules"] == {"R223"}


def test_a_lost_limit_is_found_with_a_profile_that_shows_it() -> None:
    strict = Limit(kind=LimitKind.USE_EXERCISE, exercise="cat-cow")
    slow = Limit(kind=LimitKind.SLOW)  # some answers about this condition leave every setup in
    stiff = rule(condition="axial_spondyloarthritis", verdict=Verdict.MODIFY, limits=(slow,))
    full, lost = with_rules(evolve(stiff, limits=(strict, slow))), with_rules(stiff)
    found = prove(full, Masks.of(lost))
    assert "weighted-wall-angel/standing" in differ(found)["setups"]
    for one in of_part(found, "setups").disagreements:
        assert (one.screening, one.checker) == ("exclude", "modify")
        assert one.profile is not None
        setups = {f"{e.exercise.id}/{s.setup.id}": s for e in tl.screen(full, one.profile).exercises for s in e.setups}
        assert setups[one.about].verdict is Verdict.EXCLUDE
        assert "new" in one.rules


def test_the_first_of_the_rules_in_place_of_the_strictest_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def first(self: Masks, setup_index: int, firing: int) -> int:
        exclude, modify, caution = self.strictness[setup_index]
        for bit in range(len(self.rules)):
            if firing & (exclude | modify | caution) & 1 << bit:
                return 3 if exclude >> bit & 1 else 2 if modify >> bit & 1 else 1
        return 0

    monkeypatch.setattr(Masks, "verdict", first)
    assert differ(prove(SMALL))["setups"]


def test_the_first_in_place_of_the_strictest_is_found_in_screening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "_strictest_first", lambda standing: standing.rule.id)
    assert differ(prove(SMALL))["setups"]


def test_a_demand_and_a_setup_that_one_checker_lacks_are_found() -> None:
    towel = evolve(SMALL, exercises=tuple(evolve(row, setups=row.setups[:1]) for row in SMALL.exercises))
    assert differ(prove(SMALL, Masks.of(towel)))["setups"] == {
        "ball-release-chest/wall",
        "foam-roller-extension-arms-overhead/rolled-towel",
    }


def test_a_gate_that_one_checker_lacks_is_found() -> None:
    free = tuple(evolve(row, gate=False, gate_when=()) for row in SMALL.conditions)
    found = prove(SMALL, Masks.of(evolve(SMALL, conditions=free)))
    gated = {row.id for row in SMALL.conditions if any(SMALL.condition(above).gate for above in SMALL.closure(row.id))}
    assert differ(found)["gates"] == gated


def test_a_gate_that_anything_lifts_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "locks", lambda *_: False)
    assert "vertebral_fracture" in differ(prove(SMALL))["gates"]


def test_a_red_flag_that_one_checker_lacks_is_found() -> None:
    masks = Masks.of(evolve(SMALL, red_flags=SMALL.red_flags[1:]))
    assert differ(prove(SMALL, masks))["flags"] == {SMALL.red_flags[0].id}


def test_a_piece_that_no_longer_stands_in_for_another_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "has", lambda _, profile, item: item in profile.equipment)
    found = differ(prove(SMALL))["equipment"]
    assert {"ball-release-chest/wall", "cat-cow/quadruped"} <= found


@pytest.mark.parametrize(
    ("module", "name", "fault", "what"),
    [
        (Masks, "firing", lambda *_: 0, "rules"),
        (Masks, "waiting", lambda *_: iter(()), "gates"),
        (Masks, "stopping", lambda *_: iter(()), "flags"),
        (proving, "firing_rules", lambda *_: (), "rules"),
        (proving, "locked_gates", lambda *_: (), "gates"),
    ],
    ids=["no rule fires", "no gate waits", "no flag stops", "screening fires no rule", "screening waits for nothing"],
)
def test_parts_that_are_put_together_wrongly_are_found(
    monkeypatch: pytest.MonkeyPatch, module: type | ModuleType, name: str, fault: Callable[..., Any], what: str
) -> None:
    monkeypatch.setattr(module, name, fault)
    assert what in differ(prove(SMALL))["wholes"]


def test_a_disagreement_that_no_profile_shows_is_told_by_its_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "SEARCHED", 0)
    masks = Masks.of(with_rules(rule(id="R999", verdict=Verdict.EXCLUDE)))
    for one in of_part(prove(SMALL, masks), "setups").disagreements:
        assert one.profile is None
        assert one.rules == ("R999",)
        assert str(one).endswith("where R999 fires")


def test_a_rule_of_the_second_checker_alone_is_shown_with_a_profile() -> None:
    stiff = rule(id="R999", condition="axial_spondyloarthritis", verdict=Verdict.EXCLUDE)
    shown = [one.profile for one in of_part(prove(SMALL, Masks.of(with_rules(stiff))), "setups").disagreements]
    assert shown
    assert {profile and profile.conditions for profile in shown} == {frozenset({"axial_spondyloarthritis"})}


# what does nothing


def test_a_rule_beside_a_stricter_one_is_redundant() -> None:
    over = rule(id="over", verdict=Verdict.EXCLUDE)
    found = prove(with_rules(over, rule()))
    assert "new" in found.redundant
    assert "over" not in found.redundant


def test_a_rule_beside_one_that_an_answer_can_deny_is_not_redundant() -> None:
    over = rule(id="over", verdict=Verdict.EXCLUDE, when=(When(question="weeks", at_least=14),))
    others = tuple(row for row in SMALL.rules if row.condition != "pregnancy")
    assert "new" not in prove(evolve(SMALL, rules=(*others, over, rule()))).redundant


def test_a_rule_is_redundant_only_where_it_covers_every_setup() -> None:
    over = rule(id="over", verdict=Verdict.EXCLUDE, demand="quadruped_wrist_load")
    others = tuple(row for row in SMALL.rules if row.condition != "pregnancy")
    assert "new" not in prove(evolve(SMALL, rules=(*others, over, rule()))).redundant


def test_a_rule_that_no_setup_demands_and_a_demand_without_a_rule_are_told() -> None:
    demands = {demand for exercise in SMALL.exercises for setup in exercise.setups for demand in setup.demands}
    unused = next(demand.id for demand in SMALL.demands if demand.id not in demands)
    bare = evolve(SMALL, rules=tuple(row for row in SMALL.rules if row.demand != unused))
    found = prove(evolve(bare, rules=(*bare.rules, rule(demand=EVERY_SETUP))))
    assert unused in found.unread
    assert "new" in prove(with_rules(rule(demand=unused))).idle


def test_a_setup_that_nobody_can_have_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prove(SMALL).unreachable == ()
    monkeypatch.setattr(proving, "has", lambda *_: False)
    assert len(prove(SMALL).unreachable) == len(MASKS.setups)


def test_a_setup_that_is_always_excluded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "judge", lambda *_: Verdict.EXCLUDE)
    assert len(prove(SMALL).unreachable) == len(MASKS.setups)


def test_a_condition_that_excludes_nothing_is_told() -> None:
    mild = tuple(row for row in SMALL.rules if row.condition != "pregnancy")
    assert prove(SMALL).harmless == ()
    assert prove(evolve(SMALL, rules=(*mild, rule()))).harmless == ("pregnancy",)


# what is shown


def test_a_proof_prints_the_space_the_cubes_and_what_does_nothing(proof: Proof) -> None:
    told = str(proof)
    assert told.startswith("profiles: >2^")
    assert "disagreements: 0" in told
    assert "setups that no profile can reach (0): none" in told
    assert "disagreements>" in repr(proof)


def test_a_disagreement_prints_who_says_what_of_whom() -> None:
    one = Disagreement(about="R1", screening="fires", checker="does not fire", cubes=2, profile=Profile())
    assert str(one) == "R1: screening says fires, the second checker does not fire (2 cubes), for {}"
    assert str(evolve(one, profile=None)).endswith(", where no rule fires")
    part = Part(name="rules", subjects=1, space=4, cubes=2, covered=4, disagreements=(one,))
    told = str(Proof(parts=(part,), redundant=("a", "b"), idle=(), unread=(), unreachable=(), harmless=()))
    assert "DISAGREEMENT R1" in told
    assert "redundant rules (2): a, b" in told


def test_the_command_proves_the_bundled_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    assert "disagreements: 0" in capsys.readouterr().out


def test_the_command_answers_in_json_and_with_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.json").write_text(json.dumps(plain(SMALL)), encoding="utf-8")
    assert main(["verify", str(tmp_path / "mine.json"), "--alone", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["holds"], told["space"]) == (True, prove(SMALL).space)
    monkeypatch.setattr(proving, "locks", lambda *_: False)
    assert main(["verify", str(tmp_path / "mine.json"), "--alone"]) == 1
    assert "DISAGREEMENT" in capsys.readouterr().out
