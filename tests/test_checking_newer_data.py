"""What was made with older data, or with another catalog, meets the rules and exercises of the newer one."""

import pytest
from attrs import evolve

from tests.checked import faults, forged, known, routine, told, with_profile, with_step
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Limit
from thoracic_lib.vocabulary import LimitKind, Phase, Position, Use, Verdict

TURN = routine().steps[1]


def revised(version: str = "1.3.0", **changes: object) -> Catalog:
    return evolve(known(), data_version=version, **changes)  # type: ignore[arg-type]  # checked by the model


def with_exercise(at: int, catalog: Catalog | None = None, /, **changes: object) -> Catalog:
    """Newer data in which an exercise is described otherwise, taken as it stands."""
    exercises = list((catalog or known()).exercises)
    exercises[at] = forged(exercises[at], **changes)
    return forged(revised(), exercises=tuple(exercises))


def with_rules(**changes: object) -> Catalog:
    """Newer data in which the first rule says something else."""
    first, *rest = known().rules
    return revised(rules=(evolve(first, **changes), *rest))  # type: ignore[arg-type]  # checked by the model


def test_another_catalog_of_the_same_version_is_told_by_its_digest() -> None:
    other = evolve(known(), rules=known().rules[:3])
    assert faults(routine(), other) == [("catalog_digest", "says that it was made with another catalog")]


@pytest.mark.parametrize("version", ["1.3.0", "1.10", "2", "1.2.3.1"])
def test_older_data_is_checked_with_the_newer_rules_and_passes_where_nothing_is_stricter(version: str) -> None:
    assert faults(routine(), revised(version)) == []
    assert faults(routine(), revised(version, rules=known().rules[:3])) == []


@pytest.mark.parametrize("version", ["1.2.2", "1", "1.2.3-rc", "next", "1.2.03"])
def test_what_is_not_known_to_be_older_is_refused(version: str) -> None:
    why = f"1.2.3 is not known to be older than {version}, the catalog's"
    assert faults(routine(), revised(version)) == [("data_version", why)]


LIMITS_OF_FIRST = known().rules[0].limits
HARD, SEVEN, FIVE = (
    {"verdict": Verdict.EXCLUDE, "limits": ()},
    {"limits": (evolve(known().rules[0].limits[0], value=7), *known().rules[0].limits[1:])},
    {"limits": (evolve(known().rules[0].limits[0], value=5), *known().rules[0].limits[1:])},
)
NEWER_RULES = [
    (HARD, "setup ex-turn: w-seated is left out by R1"),
    (FIVE, "breaks the limit: at most 5 repetitions"),
    (SEVEN, "limits ex-turn: are not those of the rules that fire"),
    ({"limits": (Limit(kind=LimitKind.MAX_HOLD_SECONDS, value=5),)}, "w-seated is left out by R1"),
    ({"limits": (Limit(kind=LimitKind.NO_LOAD), *LIMITS_OF_FIRST)}, "limits ex-turn: are not those"),
    ({"limits": (Limit(kind=LimitKind.USE_EXERCISE, exercise="ex-turn"),)}, "setup ex-turn-far: w-seated is left out"),
    ({"limits": (Limit(kind=LimitKind.USE_SETUP, position=Position.STANDING),)}, "w-seated is left out by R1"),
    ({"limits": (Limit(kind=LimitKind.USE_SETUP, equipment="eq-weight"),)}, "w-seated is left out by R1"),
    ({"id": "R9"}, "reasons ex-turn: lack R9, which fires"),
    ({"verdict": Verdict.CAUTION, "limits": (), "demand": "d-hold"}, ""),
]


@pytest.mark.parametrize(("changes", "why"), NEWER_RULES)
def test_a_newer_rule_that_is_stricter_holds(changes: dict[str, object], why: str) -> None:
    assert why in told(routine(), with_rules(**changes))


def test_an_older_step_may_be_stricter_than_the_newer_rules_but_not_left_out() -> None:
    mild = with_rules(verdict=Verdict.CAUTION, limits=())
    assert faults(routine(), mild) == []
    assert "verdict ex-turn: is exclude, but the rules say caution" in told(with_step(verdict=Verdict.EXCLUDE), mild)


def test_an_older_step_keeps_the_limits_that_it_bears() -> None:
    mild = with_rules(verdict=Verdict.CAUTION, limits=())
    lighter = (*TURN.limits, Limit(kind=LimitKind.USE_EXERCISE, exercise="ex-turn-far"))
    assert "setup ex-turn: w-seated cannot keep the limit: only ex-turn-far" in told(with_step(limits=lighter), mild)


def test_an_older_reason_that_is_milder_than_its_rule_is_refused() -> None:
    first, second = TURN.reasons
    for changes in ({"verdict": Verdict.KEEP}, {"declared": "c-other"}):
        assert "do not tell R4" in told(with_step(reasons=(first, forged(second, **changes))), revised())
    weaker = forged(first, rule=forged(first.rule, limits=first.rule.limits[1:]))
    assert "do not tell R1" in told(with_step(reasons=(weaker, second)), revised())


@pytest.mark.parametrize(
    ("catalog", "why"),
    [
        (with_exercise(0, use=Use.NEVER), "exercise ex-turn: is never part of a routine"),
        (with_exercise(0, use=Use.BY_NAME), "is never part of a routine unless asked for by name"),
        (with_exercise(0, phase=Phase.RELEASE), "steps are not in the order of the phases"),
        (with_exercise(0, family="ex-turn-far"), "steps hold two exercises of one family"),
        (with_exercise(0, setups=(evolve(TURN.setup, id="w-new"),)), "setup ex-turn has no setup 'w-seated'"),
        (
            with_exercise(0, setups=(forged(TURN.setup, equipment=("eq-stool", "eq-wall", "eq-ball")),)),
            "setup ex-turn: needs eq-ball, which the profile lacks",
        ),
        (with_exercise(0, setups=(forged(TURN.setup, demands=("d-hold",)),)), "w-seated is left out by R2"),
        (with_exercise(2, dosages=TURN.exercise.dosages), "dose ex-hold: is in no range that the catalog gives"),
    ],
)
def test_newer_exercises_hold_for_what_was_made_before(catalog: Catalog, why: str) -> None:
    assert why in told(routine(), catalog)


def test_an_older_setup_has_to_be_one_of_its_exercise_too() -> None:
    swung = forged(TURN.setup, name="On a swing")
    assert told(with_step(setup=swung), revised()).endswith("w-seated is not as the exercise has it")


def test_what_was_asked_for_by_name_may_be_there() -> None:
    request = evolve(routine().request, include=frozenset({"ex-turn"}))
    assert faults(forged(routine(), request=request), with_exercise(0, use=Use.BY_NAME)) == []


def test_what_is_simply_there_can_be_lacking() -> None:
    at_wall = forged(TURN.setup, equipment=("eq-wall",))
    catalog = with_exercise(0, setups=(at_wall,))
    assert "lacks" not in told(routine(), catalog)
    assert "needs eq-wall" in told(with_profile(without=frozenset({"eq-wall"})), catalog)
