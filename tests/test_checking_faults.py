"""What a refusal says: every fault with its path, its words and what to do about it, and none where there is none."""

from typing import Any

import pytest
from attrs import evolve

from tests.checked import PROFILE, forged, known, routine, with_profile, with_request, with_step
from tests.model.tiny import a_dosage, a_dose
from thoracic_lib.catalogs import catalog
from thoracic_lib.checking import _WITHIN, _inside, verify_routine
from thoracic_lib.composing import compose
from thoracic_lib.composing.limiting import limited
from thoracic_lib.errors import Fault, UnsafeRoutineError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Limit
from thoracic_lib.model.dosage import Dosage, Dose, Pace, Span
from thoracic_lib.model.profile import Answer, FlagAnswer
from thoracic_lib.model.routine import Omission, Request, Routine
from thoracic_lib.model.screened import Reason, ScreenedSetup
from thoracic_lib.vocabulary import LimitKind, OmissionCode, Position, QuestionKind, Use, Verdict

HOLD, TURN, FAR = routine().steps
HINT = "pass the catalog it was made with: catalog=..."
WEEKS = Answer(condition="c-narrow", question="q-weeks", number=30)
STAGE = Answer(condition="c-narrow", question="q-stage", choices=("ch-early",))
SOFT = "F1: Have it seen."


def refusal(value: Routine, known_now: Catalog | None = None) -> list[Fault]:
    try:
        verify_routine(value, known_now or known())
    except UnsafeRoutineError as error:
        return list(error.faults)
    return []


def newer(**changes: object) -> Catalog:
    """Newer data in which the first exercise, which the second step is of, is described otherwise."""
    first, *rest = known().exercises
    return forged(evolve(known(), data_version="1.3.0"), exercises=(forged(first, **changes), *rest))


# in these words

REFUSED: dict[str, tuple[Routine, Catalog | None, list[Fault]]] = {
    "a field of the wrong kind": (
        with_step(why=None),
        None,
        [Fault("", "steps[1].why", "must be a text, not None")],
    ),
    "a field of the whole": (
        forged(routine(), data_version=""),
        None,
        [Fault("", "data_version", "must not be empty")],
    ),
    "what contradicts itself": (
        with_step(dose=forged(TURN.dose, repetitions=None, tempo_seconds=None)),
        None,
        [Fault("", "steps[1].dose", "needs exactly one of repetitions, duration_seconds and breaths, has []")],
    ),
    "another catalog": (
        routine(),
        evolve(known(), rules=known().rules[:3]),
        [Fault("", "catalog_digest", "says that it was made with another catalog", HINT)],
    ),
    "newer than the catalog": (
        routine(),
        evolve(known(), data_version="1.2.2"),
        [Fault("", "data_version", "1.2.3 is not known to be older than 1.2.2, the catalog's", HINT)],
    ),
    "an unknown id": (
        with_profile(avoid_exercises=frozenset({"ex-new"})),
        None,
        [Fault("", "request.profile.avoid_exercises", "unknown exercise 'ex-new'; did you mean 'ex-turn'?", HINT)],
    ),
    "an unknown exercise": (
        with_step(exercise=forged(TURN.exercise, id="ex-new")),
        None,
        [Fault("", "steps", "unknown exercise 'ex-new'; did you mean 'ex-turn'?", HINT)],
    ),
    "an answer that is none": (
        with_profile(answers=(evolve(STAGE, choices=("ch-never",)),)),
        None,
        [Fault("", "request.profile.answers", "'q-stage' has what is no answer to it")],
    ),
    "an unknown setup": (
        with_step(setup=forged(TURN.setup, id="w-new")),
        None,
        [Fault("", "steps[1].setup", "ex-turn has no setup 'w-new'", HINT)],
    ),
    "a gate": (
        with_profile(cleared=frozenset()),
        None,
        [Fault("", "request.profile", "c-narrow waits for a clinician's word")],
    ),
    "a warning sign": (
        forged(
            with_profile(red_flags=(FlagAnswer(flag="F-urgent", present=True), *PROFILE.red_flags)),
            banners=("Nobody asked about 1 of the warning signs. Ask about them before you start.", SOFT),
        ),
        None,
        [Fault("", "request.profile", "the warning sign F-urgent stops everything")],
    ),
    "too long a hold": (
        with_step(0, dose=forged(HOLD.dose, hold_seconds=13), parts=HOLD.parts),
        None,
        [Fault("", "steps[0].dose", "ex-hold: breaks the limit: hold for at most 12 seconds")],
    ),
    "held back by no reason": (
        with_step(dose=forged(TURN.dose, limited_by=("R1", "R2"))),
        None,
        [Fault("", "steps[1].dose", "ex-turn: is said to be held back by a rule that is no reason here")],
    ),
    "a reason twice": (
        with_step(reasons=(*TURN.reasons, TURN.reasons[0])),
        None,
        [Fault("", "steps[1].reasons", "ex-turn: name a rule twice")],
    ),
    "a reason told wrongly": (
        with_step(reasons=(forged(TURN.reasons[0], declared="c-other"), TURN.reasons[1])),
        None,
        [Fault("", "steps[1].reasons", "ex-turn: do not tell R1 as it fires")],
    ),
    "reasons that do not fire": (
        with_step(
            reasons=(*TURN.reasons, HOLD.reasons[0], forged(HOLD.reasons[0], rule=forged(known().rules[2], id="R0")))
        ),
        None,
        [Fault("", "steps[1].reasons", "ex-turn: name R0, R2, not firing")],
    ),
    "the budget": (
        with_request(minutes=1),
        None,
        [Fault("", "steps", "take 302 seconds, over the budget of 60")],
    ),
    "the order": (
        forged(with_request(routine="r-own"), title="Own"),
        None,
        [Fault("", "steps", "do not follow the order of r-own")],
    ),
    "a text left out": (
        forged(routine(), notices=()),
        None,
        [Fault("", "notices", "are not those of the catalog")],
    ),
    "too many exercises": (
        with_request(maximum_exercises=2),
        None,
        [Fault("", "steps", "are 3, and at most 2 were asked for")],
    ),
    "an omission of nothing": (
        forged(routine(), omissions=(Omission(exercise="ex-new", code=OmissionCode.NO_TIME, reason="No."),)),
        None,
        [Fault("", "omissions[0]", "ex-new is no exercise of the catalog")],
    ),
    "a text that older data lacks": (
        forged(routine(), data_version="1.0.0", notices=()),
        None,
        [Fault("", "notices", "lack what everybody is told")],
    ),
    "what is never composed": (
        routine(),
        newer(use=Use.NEVER),
        [Fault("", "steps[1].exercise", "ex-turn: is never part of a routine")],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_names_the_place_the_fault_and_what_to_do(name: str) -> None:
    value, against, faults = REFUSED[name]
    told = refusal(value, against)
    assert [fault for fault in told if not fault.path.endswith((".parts", ".start"))] == faults


def test_what_is_no_routine_is_named_for_what_it_is() -> None:
    assert refusal("a routine") == [Fault("", "", "a str is no Routine")]  # type: ignore[arg-type]  # this is what is refused


def test_all_rules_that_leave_a_setup_out_are_named() -> None:
    strict = tuple(
        evolve(rule, verdict=Verdict.EXCLUDE, limits=(), when=()) if rule.id in {"R1", "R4"} else rule
        for rule in known().rules
    )
    told = refusal(routine(), evolve(known(), data_version="1.3.0", rules=strict))
    assert Fault("", "steps[1].setup", "ex-turn: w-seated is left out by R1, R4") in told


# nothing against what is right


@pytest.mark.parametrize("answers", [(WEEKS,), (STAGE,), (STAGE, WEEKS)], ids=["a number", "a choice", "both"])
def test_a_routine_for_somebody_who_answers_passes(answers: tuple[Answer, ...]) -> None:
    made = compose(Request(minutes=20, goal="g-all", profile=evolve(PROFILE, answers=answers)), known())
    assert refusal(made) == []


@pytest.mark.parametrize("number", [0, 40])
def test_a_number_may_be_the_least_or_the_most_that_is_asked_for(number: int) -> None:
    profile = evolve(PROFILE, answers=(evolve(WEEKS, number=number),))
    assert refusal(compose(Request(minutes=20, goal="g-all", profile=profile), known())) == []


def test_several_choices_are_an_answer_where_several_are_asked_for() -> None:
    several = tuple(evolve(one, kind=QuestionKind.SEVERAL) if one.id == "q-stage" else one for one in known().questions)
    asking = evolve(known(), questions=several)
    profile = evolve(PROFILE, answers=(evolve(STAGE, choices=("ch-early", "ch-late")),))
    assert refusal(compose(Request(minutes=20, goal="g-all", profile=profile), asking), asking) == []


def test_the_goal_of_a_request_for_a_source_s_routine_is_not_looked_at() -> None:
    made = compose(Request(routine="r-own", profile=PROFILE), known())
    assert refusal(forged(made, request=forged(made.request, goal="g-new"))) == []


@pytest.mark.parametrize(
    ("present", "banners"),
    [
        ({}, ("Nobody asked about 3 of the warning signs. Ask about them before you start.",)),
        (
            {"F1": False, "F-gate": False},
            ("Nobody asked about 1 of the warning signs. Ask about them before you start.",),
        ),
        ({"F1": False, "F-gate": False, "F-urgent": False}, ()),
        ({"F1": True, "F-gate": False, "F-urgent": False}, (SOFT,)),
    ],
    ids=["nobody was asked", "one sign was not asked about", "all signs before the session were", "a soft sign"],
)
def test_exactly_the_banners_stand_that_follow_from_the_signs(
    present: dict[str, bool], banners: tuple[str, ...]
) -> None:
    flags = tuple(FlagAnswer(flag=flag, present=there) for flag, there in sorted(present.items()))
    told = with_profile(red_flags=flags)
    lost = Fault("", "banners", "are not those of the catalog")
    assert refusal(forged(told, banners=banners)) == []
    assert refusal(forged(told, banners=banners[:-1] or ("Ask.",))) == [lost]
    assert refusal(forged(told, banners=(*banners, "Ask."))) == [lost]


# older data


def test_what_an_older_setup_needs_has_to_be_there_though_the_newer_one_needs_less() -> None:
    bare = newer(setups=(forged(TURN.setup, equipment=()),))
    lacking = with_profile(equipment=frozenset({"eq-weight"}))
    assert Fault("", "steps[1].setup", "ex-turn: needs eq-chair, which the profile lacks") in refusal(lacking, bare)


@pytest.mark.parametrize("avoided", [Position.SEATED, Position.STANDING], ids=["the older one", "the newer one"])
def test_neither_the_older_nor_the_newer_position_may_be_one_to_avoid(avoided: Position) -> None:
    risen = newer(setups=(forged(TURN.setup, position=Position.STANDING),))
    told = refusal(with_profile(avoid_positions=frozenset({avoided})), risen)
    assert Fault("", "steps[1].setup", f"ex-turn: is {avoided}, a position to avoid") in told


def test_what_is_the_catalog_s_own_is_not_blamed_on_a_routine() -> None:
    odd = newer(summary="")
    assert refusal(with_step(exercise=odd.exercises[0]), odd) == []
    copied = forged(odd.exercises[0])
    assert [fault.path for fault in refusal(with_step(exercise=copied), odd)] == ["steps[1].exercise.summary"]


def test_a_rule_of_the_catalog_s_own_is_not_blamed_on_a_routine() -> None:
    first, *rest = known().rules
    odd = forged(evolve(known(), data_version="1.3.0"), rules=(forged(first, rationale=""), *rest))
    reasons = (forged(TURN.reasons[0], rule=odd.rules[0]), *TURN.reasons[1:])
    assert refusal(with_step(reasons=reasons), odd) == []


# doses


AMOUNTS = ["sets", "repetitions", "hold_seconds", "duration_seconds", "breaths", "spots"]
TIMED: dict[str, Any] = {"repetitions": None, "tempo_seconds": None}


def counted(name: str) -> dict[str, Any]:
    """What a dose has none of where it is counted in this."""
    return TIMED if name in {"duration_seconds", "breaths"} else {}


def spans(name: str, low: int, high: int) -> Dosage:
    return a_dosage(**counted(name) | {name: Span(minimum=low, maximum=high)})


def amount(name: str, value: int) -> Dose:
    return a_dose(**counted(name) | {"basis": "src-one", name: value})


@pytest.mark.parametrize("name", AMOUNTS)
def test_a_dose_lies_inside_a_range_from_its_least_to_its_most(name: str) -> None:
    inside = [value for value in range(1, 9) if _inside(amount(name, value), spans(name, 3, 5), (), Pace())]
    assert inside == [3, 4, 5]


@pytest.mark.parametrize("name", AMOUNTS)
def test_a_dose_that_a_rule_holds_back_may_be_smaller_but_not_larger(name: str) -> None:
    doses = [amount(name, value) for value in range(1, 9)]
    assert [_inside(dose, spans(name, 3, 5), {name}, Pace()) for dose in doses] == [True] * 5 + [False] * 3


@pytest.mark.parametrize("name", ["hold_seconds", "duration_seconds", "breaths"])
def test_a_dose_counts_in_what_its_range_counts_in(name: str) -> None:
    assert not _inside(amount(name, 4), a_dosage(), (), Pace())
    assert not _inside(a_dose(basis="src-one"), spans(name, 3, 5), (), Pace())


@pytest.mark.parametrize(("of_source", "slower"), [(1, 2), (4, 5)])
def test_only_a_rule_makes_a_dose_slower_and_none_makes_it_faster(of_source: int, slower: int) -> None:
    pace, dosage = Pace(slow_repetition=slower), a_dosage(tempo_seconds=of_source)
    doses = {tempo: a_dose(basis="src-one", tempo_seconds=tempo) for tempo in range(1, 9)}
    assert {tempo for tempo, dose in doses.items() if _inside(dose, dosage, (), pace)} == {of_source}
    assert {tempo for tempo, dose in doses.items() if _inside(dose, dosage, {"tempo_seconds"}, pace)} == {
        of_source,
        slower,
    }


LIMITS = [
    *(
        Limit(kind=kind, value=value)
        for kind in (LimitKind.MAX_REPETITIONS, LimitKind.MAX_HOLD_SECONDS)
        for value in (1, 5, 10)
    ),
    Limit(kind=LimitKind.SLOW),
]
RULE = next(rule for rule in catalog().rules if rule.verdict is Verdict.MODIFY)


@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_a_dose_keeps_a_limit_exactly_where_composing_would_not_hold_it_back(limit: Limit) -> None:
    rule, pace = evolve(RULE, limits=(limit,)), Pace()
    reason = Reason(rule=rule, declared=rule.condition, verdict=Verdict.MODIFY, unanswered=(), because_unapplied=None)
    for exercise in catalog().exercises:
        under = ScreenedSetup(setup=exercise.setups[0], verdict=Verdict.MODIFY, reasons=(reason,), missing_equipment=())
        for dose in exercise.dosage.doses():
            if limit.kind is LimitKind.MAX_REPETITIONS and dose.repetitions is None:
                continue  # screening leaves such an exercise out
            held = limited(dose, under, pace)
            assert _WITHIN[limit.kind](limit, held, pace)
            assert _WITHIN[limit.kind](limit, dose, pace) is (held == dose)


def test_a_dose_without_a_hold_keeps_the_shortest_of_limits() -> None:
    assert _WITHIN[LimitKind.MAX_HOLD_SECONDS](Limit(kind=LimitKind.MAX_HOLD_SECONDS, value=1), a_dose(), Pace())
