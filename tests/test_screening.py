"""Screening judges every setup against a profile: it fails closed, and it says why."""

from typing import Any

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib.errors import InvalidValueError, UnknownIdError
from thoracic_lib.model.clinical import EVERY_SETUP, Limit, When
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.model.screened import ScreenedSetup
from thoracic_lib.vocabulary import LimitKind, Position, Verdict

CATALOG = tl.catalog()
FRACTURE, VCF = "vertebral_fracture", "vertebral_compression_fracture"


def declaring(*conditions: str, **rest: Any) -> Profile:  # noqa: ANN401 - any field of a profile
    return Profile(conditions=frozenset(conditions), **rest)


def chose(condition: str, question: str, *choices: str) -> Answer:
    return Answer(condition=condition, question=question, choices=choices)


def fired(profile: Profile, catalog: tl.Catalog = CATALOG) -> set[str]:
    """The ids of all rules that are a reason for any setup."""
    screening = tl.screen(catalog, profile)
    return {reason.rule.id for e in screening.exercises for setup in e.setups for reason in setup.reasons}


def way(screening: tl.Screening, exercise: str, setup: str) -> ScreenedSetup:
    return next(screened for screened in screening.why(exercise).setups if screened.setup.id == setup)


def with_rule(rule: tl.Rule) -> tl.Catalog:
    return evolve(CATALOG, rules=(*CATALOG.rules, rule))


def rule(**changes: Any) -> tl.Rule:  # noqa: ANN401 - any field of a rule
    plain = {
        "id": "new",
        "condition": "glaucoma",
        "demand": EVERY_SETUP,
        "verdict": Verdict.CAUTION,
        "limits": (),
        "when": (),
    }
    return evolve(CATALOG.rules[0], **(plain | changes))


# verdicts and reasons


def test_nothing_declared_keeps_every_setup_without_reasons() -> None:
    screening = tl.screen(CATALOG, declaring())
    setups = [setup for screened in screening.exercises for setup in screened.setups]
    assert [screened.exercise.id for screened in screening.exercises] == list(CATALOG)
    assert {(setup.verdict, setup.reasons) for setup in setups} == {(Verdict.KEEP, ())}


def test_the_verdict_of_a_setup_is_the_strictest_of_its_reasons_which_come_first() -> None:
    screened = way(tl.screen(CATALOG, declaring(VCF)), "cat-cow", "quadruped")
    ranks = [reason.verdict.rank for reason in screened.reasons]
    assert screened.verdict is Verdict.EXCLUDE
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) > 1


def test_a_reason_names_the_rule_and_the_condition_as_declared() -> None:
    reason = way(tl.screen(CATALOG, declaring(VCF)), "cat-cow", "quadruped").reasons[0]
    assert reason.declared == VCF
    assert reason.rule.condition in {FRACTURE, "bone_fragility", VCF}
    assert reason.rule.demand in {*CATALOG["cat-cow"].setups[0].demands, EVERY_SETUP}
    assert str(reason).startswith(f"exclude: {reason.rule.rationale} [{reason.rule.id}, {VCF}, ")


def test_a_rule_fires_only_for_setups_with_its_demand() -> None:
    added = rule(demand="prone", verdict=Verdict.EXCLUDE)
    screening = tl.screen(with_rule(added), declaring("glaucoma"))
    for screened in (setup for e in screening.exercises for setup in e.setups):
        assert ("new" in {r.rule.id for r in screened.reasons}) is ("prone" in screened.setup.demands)


def test_a_rule_for_every_setup_fires_for_each() -> None:
    screening = tl.screen(with_rule(rule()), declaring("glaucoma"))
    assert all("new" in {r.rule.id for r in setup.reasons} for e in screening.exercises for setup in e.setups)


def test_the_rules_of_all_broader_conditions_hold_for_a_narrower_one() -> None:
    assert fired(declaring("bone_fragility")) <= fired(declaring(FRACTURE)) <= fired(declaring(VCF))
    assert fired(declaring("bone_fragility")) < fired(declaring(FRACTURE))


def test_the_rules_of_a_narrower_condition_do_not_hold_for_a_broader_one() -> None:
    own = {row.id for row in CATALOG.rules if row.condition == FRACTURE}
    assert own & fired(declaring(VCF))
    assert not own & fired(declaring("bone_fragility"))


def test_a_keep_rule_never_lowers_a_verdict_and_is_no_reason() -> None:
    kept = {row.id for row in CATALOG.rules if row.verdict is Verdict.KEEP}
    assert kept
    assert not kept & fired(declaring(*(condition.id for condition in CATALOG.conditions)))


def test_the_verdict_of_an_exercise_is_the_mildest_of_its_setups() -> None:
    screened = tl.screen(CATALOG, declaring("osteopenia")).why("foam-roller-extension-arms-overhead")
    verdicts = {setup.setup.id: setup.verdict for setup in screened.setups}
    assert verdicts == {"foam-roller": Verdict.EXCLUDE, "rolled-towel": Verdict.MODIFY}
    assert screened.verdict is Verdict.MODIFY


# answers


def test_without_an_answer_the_rule_fires_and_names_the_open_question() -> None:
    screened = way(tl.screen(CATALOG, declaring("pregnancy")), "cobra-pose", "face-down")
    assert screened.verdict is Verdict.EXCLUDE
    assert ("R169", ("weeks",)) in {(reason.rule.id, reason.unanswered) for reason in screened.reasons}


@pytest.mark.parametrize(("weeks", "fires"), [(0, False), (13, False), (14, True), (45, True)])
def test_a_number_speaks_against_a_rule_below_its_lower_bound(weeks: int, *, fires: bool) -> None:
    profile = declaring("pregnancy", answers=(Answer(condition="pregnancy", question="weeks", number=weeks),))
    assert ({"R167", "R169"} <= fired(profile)) is fires
    assert bool({"R167", "R169"} & fired(profile)) is fires


@pytest.mark.parametrize(("weeks", "fires"), [(4, False), (5, True), (9, True), (10, False)])
def test_a_number_speaks_against_a_rule_from_its_upper_bound_on(weeks: int, *, fires: bool) -> None:
    catalog = with_rule(rule(condition="pregnancy", when=(When(question="weeks", at_least=5, below=10),)))
    profile = declaring("pregnancy", answers=(Answer(condition="pregnancy", question="weeks", number=weeks),))
    assert ("new" in fired(profile, catalog)) is fires


def test_an_upper_bound_alone_holds_from_zero() -> None:
    catalog = with_rule(rule(condition="pregnancy", when=(When(question="weeks", below=10),)))
    profile = declaring("pregnancy", answers=(Answer(condition="pregnancy", question="weeks", number=0),))
    assert "new" in fired(profile, catalog)


@pytest.mark.parametrize(("stage", "fires"), [("early", True), ("middle", True), ("late", False)])
def test_a_choice_speaks_against_a_rule_unless_it_is_one_of_its_own(stage: str, *, fires: bool) -> None:
    profile = declaring("recent_sternotomy", answers=(chose("recent_sternotomy", "recovery_stage", stage),))
    assert ("R149" in fired(profile)) is fires


@pytest.mark.parametrize(
    ("sites", "fires"),
    [(("abdomen",), {"R205"}), (("abdomen", "back"), {"R201", "R202", "R205"}), (("ribs_side",), {"R203"})],
)
def test_several_choices_fire_the_rules_of_each(sites: tuple[str, ...], fires: set[str]) -> None:
    tissue = "skin_or_tissue_problem"
    about = {row.id for row in CATALOG.rules if row.condition == tissue and row.when}
    assert about & fired(declaring(tissue)) == about
    assert about & fired(declaring(tissue, answers=(chose(tissue, "affected_sites", *sites),))) == fires


def test_one_of_two_answers_that_speaks_against_a_rule_is_enough() -> None:
    whens = (When(question="restrictions", choices=("some",)), When(question="recovery_stage", choices=("early",)))
    catalog = with_rule(rule(condition="operated_spine", when=whens))
    free, early = (
        chose("operated_spine", "restrictions", "none"),
        chose("operated_spine", "recovery_stage", "early"),
    )
    assert "new" in fired(declaring("operated_spine", answers=(early,)), catalog)
    assert "new" not in fired(declaring("operated_spine", answers=(early, free)), catalog)


def test_an_answer_about_one_condition_does_not_speak_for_another() -> None:
    free = chose("spinal_fusion", "restrictions", "none")
    assert "R079" not in fired(declaring("spinal_fusion", answers=(free,)))
    both = declaring("spinal_fusion", "spinal_cord_stimulator", answers=(free,))
    assert "R079" in fired(both)


@pytest.mark.parametrize("condition", ["operated_spine", "spinal_fusion", "recent_abdominal_surgery"])
def test_no_restrictions_lifts_the_rules_that_ask_for_them_and_no_other(condition: str) -> None:
    asking = {r.id for r in CATALOG.rules if any(w.question == "restrictions" for w in r.when)}
    before = fired(declaring(condition))
    after = fired(declaring(condition, answers=(chose(condition, "restrictions", "none"),)))
    assert before & asking
    assert after == before - asking


# rules for two conditions together


def test_a_pair_rule_fires_only_where_both_conditions_are_declared() -> None:
    assert "R223" in fired(declaring("axial_spondyloarthritis", "osteoporosis"))
    assert "R223" not in fired(declaring("axial_spondyloarthritis"))
    assert "R223" not in fired(declaring("osteoporosis"))
    assert "R223" not in fired(declaring("axial_spondyloarthritis", "osteopenia"))


def test_a_pair_rule_fires_where_the_other_condition_is_broader_than_a_declared_one() -> None:
    catalog = with_rule(rule(also="bone_fragility"))
    assert "new" in fired(declaring("glaucoma", VCF), catalog)
    assert "new" not in fired(declaring("glaucoma"), catalog)


# limits that cannot be applied


@pytest.mark.parametrize(
    ("limit", "excluded", "applied", "why"),
    [
        pytest.param(
            Limit(kind=LimitKind.MAX_REPETITIONS, value=5),
            ("standing-massage-upper-back", "standing"),
            ("cat-cow", "quadruped"),
            "not counted in repetitions",
            id="repetitions",
        ),
        pytest.param(
            Limit(kind=LimitKind.MAX_HOLD_SECONDS, value=5),
            ("cat-cow", "quadruped"),
            ("standing-side-stretch", "standing"),
            "no timed hold",
            id="hold",
        ),
        pytest.param(
            Limit(kind=LimitKind.NO_LOAD),
            ("weighted-wall-angel", "standing"),
            ("wall-angel", "standing"),
            "needs a load",
            id="load",
        ),
        pytest.param(
            Limit(kind=LimitKind.USE_SETUP, position=Position.STANDING),
            ("ball-release-chest", "floor"),
            ("ball-release-chest", "wall"),
            "leaves only the standing position",
            id="position",
        ),
        pytest.param(
            Limit(kind=LimitKind.USE_SETUP, equipment="rolled-towel"),
            ("foam-roller-extension-leaning", "foam-roller"),
            ("foam-roller-extension-leaning", "rolled-towel"),
            "leaves only the setup with rolled-towel",
            id="equipment",
        ),
        pytest.param(
            Limit(kind=LimitKind.USE_EXERCISE, exercise="wall-angel"),
            ("seated-wall-angel", "floor"),
            ("wall-angel", "standing"),
            "leaves only wall-angel",
            id="exercise",
        ),
    ],
)
def test_a_limit_that_cannot_be_applied_excludes_and_says_why(
    limit: Limit, excluded: tuple[str, str], applied: tuple[str, str], why: str
) -> None:
    catalog = with_rule(rule(verdict=Verdict.MODIFY, limits=(limit,)))
    screening = tl.screen(catalog, declaring("glaucoma"))
    (reason,) = [r for r in way(screening, *excluded).reasons if r.rule.id == "new"]
    assert (reason.verdict, way(screening, *excluded).verdict) == (Verdict.EXCLUDE, Verdict.EXCLUDE)
    assert why in (reason.because_unapplied or "")
    assert why in str(reason)
    (reason,) = [r for r in way(screening, *applied).reasons if r.rule.id == "new"]
    assert (reason.verdict, reason.because_unapplied) == (Verdict.MODIFY, None)
    assert limit in way(screening, *applied).limits


@pytest.mark.parametrize(
    "limit",
    [Limit(kind=LimitKind.MID_RANGE), Limit(kind=LimitKind.SLOW), Limit(kind=LimitKind.CUE, text="Breathe.")],
    ids=lambda limit: limit.kind,
)
def test_limits_on_how_to_move_can_always_be_applied(limit: Limit) -> None:
    screening = tl.screen(with_rule(rule(verdict=Verdict.MODIFY, limits=(limit,))), declaring("glaucoma"))
    reasons = [r for e in screening.exercises for s in e.setups for r in s.reasons if r.rule.id == "new"]
    assert {reason.verdict for reason in reasons} == {Verdict.MODIFY}


def test_every_limit_that_cannot_be_applied_is_told() -> None:
    both = (Limit(kind=LimitKind.MAX_HOLD_SECONDS, value=5), Limit(kind=LimitKind.USE_EXERCISE, exercise="open-book"))
    screening = tl.screen(with_rule(rule(verdict=Verdict.MODIFY, limits=both)), declaring("glaucoma"))
    (reason,) = [r for r in way(screening, "cat-cow", "quadruped").reasons if r.rule.id == "new"]
    assert "no timed hold" in str(reason)
    assert "only open-book" in str(reason)


# equipment, and what the person would rather not do


def test_missing_equipment_is_told_apart_from_the_verdict() -> None:
    screened = way(tl.screen(CATALOG, declaring()), "foam-roller-extension-loaded", "on-roller")
    assert (screened.verdict, screened.reasons) == (Verdict.KEEP, ())
    assert screened.missing_equipment == ("foam-roller", "weight")
    assert not screened.available


def test_what_is_excluded_stays_so_with_all_equipment() -> None:
    every = frozenset(item.id for item in CATALOG.equipment)
    screened = way(tl.screen(CATALOG, declaring(VCF, equipment=every)), "foam-roller-extension-loaded", "on-roller")
    assert (screened.missing_equipment, screened.verdict, screened.available) == ((), Verdict.EXCLUDE, False)


def test_equipment_may_stand_in_for_another_piece() -> None:
    have = tl.screen(CATALOG, declaring(equipment=frozenset({"tennis-balls"})))
    assert way(have, "ball-release-chest", "wall").missing_equipment == ()
    turned = tl.screen(CATALOG, declaring(equipment=frozenset({"massage-ball"})))
    assert way(turned, "foam-roller-extension-head-supported", "tennis-balls").missing_equipment == ("tennis-balls",)


@pytest.mark.parametrize(
    ("without", "exercise", "setup"),
    [
        ("floor", "cat-cow", "quadruped"),
        ("wall", "wall-angel", "standing"),
        ("doorway", "doorway-chest-stretch", "doorway"),
    ],
)
def test_what_is_usually_at_hand_is_missing_where_the_profile_says_so(without: str, exercise: str, setup: str) -> None:
    assert way(tl.screen(CATALOG, declaring()), exercise, setup).available
    lacking = way(tl.screen(CATALOG, declaring(without=frozenset({without}))), exercise, setup)
    assert (lacking.missing_equipment, lacking.available) == ((without,), False)


def test_an_avoided_position_is_not_available_whatever_the_verdict() -> None:
    screening = tl.screen(CATALOG, declaring(avoid_positions=frozenset({Position.STANDING})))
    standing, seated = (way(screening, "spinal-elongation", setup) for setup in ("standing", "seated"))
    assert standing.avoided == "You asked to avoid the position standing."
    assert (standing.verdict, standing.available) == (Verdict.KEEP, False)
    assert (seated.avoided, seated.available) == (None, True)
    assert screening.why("spinal-elongation").best == seated


def test_an_avoided_exercise_has_nothing_available() -> None:
    screening = tl.screen(CATALOG, declaring(avoid_exercises=frozenset({"cat-cow"})))
    assert way(screening, "cat-cow", "quadruped").avoided == "You asked to leave this exercise out."
    assert screening.why("cat-cow").best is None
    assert screening.why("cat-cow") in screening.left_out
    assert screening.why("segmental-cat-cow") in screening.kept


def test_kept_and_left_out_are_all_exercises_in_the_order_of_the_catalog() -> None:
    screening = tl.screen(CATALOG, declaring("osteopenia"))
    place = {screened.exercise.id: place for place, screened in enumerate(screening.exercises)}
    for half in (screening.kept, screening.left_out):
        places = [place[screened.exercise.id] for screened in half]
        assert places == sorted(places)
    assert {e.exercise.id for e in (*screening.kept, *screening.left_out)} == set(CATALOG)
    assert len(screening.kept) + len(screening.left_out) == len(CATALOG)


# ids and answers that the catalog does not know


@pytest.mark.parametrize(
    "wrong",
    [
        {"conditions": frozenset({"xyzzy"})},
        {"equipment": frozenset({"xyzzy"})},
        {"without": frozenset({"xyzzy"})},
        {"avoid_exercises": frozenset({"xyzzy"})},
        {"cleared": frozenset({"xyzzy"})},
        {"red_flags": (FlagAnswer(flag="xyzzy", present=False),)},
        {"conditions": frozenset({"pregnancy"}), "answers": (chose("pregnancy", "xyzzy", "yes"),)},
    ],
    ids=lambda wrong: list(wrong)[-1],
)
def test_an_unknown_id_in_a_profile_raises(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnknownIdError, match="xyzzy"):
        tl.screen(CATALOG, Profile(**wrong))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(chose("operated_spine", "restrictions", "nonee"), id="an unknown choice"),
        pytest.param(chose("operated_spine", "restrictions", "none", "some"), id="two choices"),
        pytest.param(Answer(condition="operated_spine", question="restrictions", number=3), id="a number"),
        pytest.param(chose("operated_spine", "thoracic_fused", "no"), id="a question about another condition"),
        pytest.param(chose("skin_or_tissue_problem", "affected_sites", "back", "knee"), id="an unknown place"),
        pytest.param(chose("pregnancy", "weeks", "three"), id="a choice for a number"),
        pytest.param(Answer(condition="pregnancy", question="weeks", number=46), id="a number out of bounds"),
    ],
)
def test_what_is_no_answer_to_its_question_raises_and_switches_no_rule_off(answer: Answer) -> None:
    with pytest.raises(InvalidValueError, match=f"{answer.question!r} about {answer.condition!r}"):
        tl.screen(CATALOG, declaring(answer.condition, answers=(answer,)))


def test_why_of_an_unknown_exercise_raises_with_the_nearest() -> None:
    with pytest.raises(UnknownIdError) as caught:
        tl.screen(CATALOG, declaring()).why("cat-cov")
    assert (caught.value.kind, caught.value.id) == ("exercise", "cat-cov")
    assert "cat-cow" in caught.value.nearest
