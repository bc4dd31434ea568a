"""What is asked of the composer, and what it answers."""

from functools import cache

import pytest
from attrs import evolve

from tests.model.tiny import a_setup, example, refused
from thoracic_lib.composing import compose
from thoracic_lib.exporting import export
from thoracic_lib.model.dosage import Part, clock
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request, Routine, Score, Step
from thoracic_lib.vocabulary import Movement, Phase, Verdict

GIVE_ONE = ("minutes", "stands beside seconds; give one of them")


@cache
def composed() -> Routine:
    return compose(Request(minutes=5, goal="desk-break", profile=Profile(conditions=frozenset())))


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"seconds": 60}, [GIVE_ONE]),
        ({"minutes": None}, [("minutes", "must be given, or seconds")]),
        ({"minutes": None, "seconds": 60}, []),
        ({"minutes": None, "routine": "r-own"}, []),
        ({"routine": "r-own"}, []),
        (
            {"include": frozenset({"a", "b"}), "exclude": frozenset({"b"})},
            [("include", "names what exclude names too: b")],
        ),
        ({"minutes": 0}, [("minutes", "must be from 1 to 600, not 0")]),
        ({"minutes": 601}, [("minutes", "must be from 1 to 600, not 601")]),
        ({"minutes": "8"}, [("minutes", "must be a whole number, not '8'")]),
        ({"minutes": True}, [("minutes", "must be a whole number, not True")]),
        ({"minutes": 2.9}, [("minutes", "must be a whole number, not 2.9")]),
        ({"include": ["a"]}, [("include", "must be a frozenset, not a list")]),
        ({"emphasis_phases": frozenset({"stretch"})}, [("emphasis_phases", "must be a Phase, not 'stretch'")]),
        ({"emphasis_phases": frozenset({Phase.STRETCH}), "emphasis_movements": frozenset({Movement.FLEXION})}, []),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(
    changes: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert refused(Request(minutes=10), **changes) == faults


@pytest.mark.parametrize(
    ("request_", "budget"),
    [(Request(minutes=10), 600), (Request(seconds=90), 90), (Request(routine="r-own"), None)],
)
def test_the_budget_is_in_seconds_and_may_be_open(request_: Request, budget: int | None) -> None:
    assert request_.budget == budget


def test_a_step_takes_a_setup_of_its_exercise() -> None:
    other = evolve(a_setup(), id="w-other")
    assert refused(example(Step), setup=other) == [("setup", "'w-other' is not one of ex-turn-far")]


def test_an_excluded_setup_is_no_step() -> None:
    assert refused(example(Step), verdict=Verdict.EXCLUDE) == [("verdict", "is exclude, so it cannot be a step")]


def test_a_step_ends_when_its_parts_are_done() -> None:
    step = evolve(example(Step), start=50, parts=(Part(name="a", seconds=10), Part(name="b", seconds=5)))
    assert (step.seconds, step.end) == (15, 65)
    assert repr(step).startswith("<Step 0:50 ex-turn-far (w-seated): ")


def test_the_steps_of_a_routine_follow_upon_each_other() -> None:
    first, *rest = composed().steps
    assert rest
    late = evolve(rest[0], start=first.end + 1)
    faults = refused(composed(), steps=(first, late))
    assert faults == [("steps[1].start", f"is {first.end + 1}, but the steps before end at {first.end}")]
    assert refused(composed(), steps=(evolve(first, start=1),)) == [
        ("steps[0].start", "is 1, but the steps before end at 0")
    ]


def test_a_routine_is_never_over_its_budget() -> None:
    seconds = composed().seconds
    exact = evolve(composed().request, minutes=None, seconds=seconds)
    assert refused(composed(), request=exact) == []
    assert refused(composed(), request=evolve(exact, seconds=seconds - 1)) == [
        ("steps", f"take {seconds} seconds, over the budget of {seconds - 1}")
    ]


def test_a_routine_without_a_budget_takes_its_time() -> None:
    assert refused(composed(), request=Request(routine="r-own")) == []


def test_a_routine_has_a_step() -> None:
    assert refused(composed(), steps=()) == [("steps", "must hold at least 1")]


def test_a_routine_tells_why_an_exercise_is_not_in_it() -> None:
    for omission in composed().omissions:
        assert composed().why_not(omission.exercise) == omission.reason


@pytest.mark.parametrize("exercise", ["no-such-exercise", composed().steps[0].exercise.id])
def test_what_was_not_left_out_has_no_reason(exercise: str) -> None:
    with pytest.raises(KeyError, match=exercise):
        composed().why_not(exercise)


def test_a_routine_reads_in_one_line() -> None:
    routine = composed()
    told = f"<Routine {routine.title}: {len(routine.steps)} exercises, {clock(routine.seconds)}>"
    assert repr(routine) == told


def test_a_routine_is_shown_through_the_formats() -> None:
    assert str(composed()) == export(composed(), "text")
    assert composed()._repr_html_() == export(composed(), "html")


SCORE = Score(movements=2, phases=2, modified=2, cautioned=2, benefit=2, changes=2)


@pytest.mark.parametrize("name", ["movements", "phases", "benefit"])
def test_more_of_what_counts_for_a_score_is_better(name: str) -> None:
    assert evolve(SCORE, **{name: 3}).key > SCORE.key


@pytest.mark.parametrize("name", ["modified", "cautioned", "changes"])
def test_more_of_what_counts_against_a_score_is_worse(name: str) -> None:
    assert evolve(SCORE, **{name: 3}).key < SCORE.key


def test_scores_are_compared_from_the_first_field_to_the_last() -> None:
    better = {"movements": 3, "phases": 3, "modified": 1, "cautioned": 1, "benefit": 3, "changes": 1}
    worse = {"movements": 1, "phases": 1, "modified": 3, "cautioned": 3, "benefit": 1, "changes": 3}
    names = list(better)
    for index, name in enumerate(names):
        rest = {later: worse[later] for later in names[index + 1 :]}
        assert evolve(SCORE, **{name: better[name]}, **rest).key > SCORE.key
