import pytest

from tests.composing.asking import EVERYTHING, codes, composed, ids
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import NothingFitsError, UnknownIdError
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request

ROUTINES = [routine.id for routine in catalog().routines]
LONG = "wong-four-part-sequence"


def sequence(routine: str) -> list[str]:
    return [step.exercise for step in catalog().routine(routine).steps]


def in_sequence(routine: str, found: list[str]) -> bool:
    """Whether these exercises stand in the order of the source."""
    places = [sequence(routine).index(exercise) for exercise in found]
    return places == sorted(set(places))


@pytest.mark.parametrize("routine", ROUTINES)
def test_a_sequence_without_a_budget_is_followed_whole_in_its_order(routine: str) -> None:
    found = composed(None, routine=routine)
    assert ids(found) == sequence(routine)
    assert all(step.dose == step.exercise.dosage.doses()[0] for step in found.steps)
    assert set(codes(found).values()) <= {"not-in-routine"}
    assert found.unmet == ()


@pytest.mark.parametrize("seconds", [90, 200, 600, 1200, 2400])
def test_a_sequence_shrinks_to_its_budget_and_names_what_falls_out(seconds: int) -> None:
    found = composed(None, routine=LONG, seconds=seconds)
    assert found.seconds <= seconds
    assert in_sequence(LONG, ids(found))
    fallen = [exercise for exercise, code in codes(found).items() if code == "no-time"]
    assert sorted([*ids(found), *fallen]) == sorted(sequence(LONG))


def test_nothing_falls_out_that_would_still_have_fitted() -> None:
    found = composed(None, routine=LONG, seconds=600)
    least = {step.exercise.id: step.seconds for step in composed(None, routine=LONG).steps}
    lowest = composed(None, routine=LONG, seconds=600, exclude=[e for e in sequence(LONG) if e not in ids(found)])
    spare = 600 - sum(least[exercise] for exercise in ids(lowest))
    assert all(least[exercise] > spare for exercise, code in codes(found).items() if code == "no-time")


def test_every_time_that_is_said_to_be_lacking_is_more_than_nothing() -> None:
    found = composed(None, routine=LONG, seconds=600)
    reasons = [omission.reason for omission in found.omissions if omission.code == "no-time"]
    assert reasons
    assert not [reason for reason in reasons if "need 0:00" in reason or "-" in reason]


def test_optional_steps_fall_out_before_the_others() -> None:
    optional = {step.exercise for step in catalog().routine("prehab-set").steps if step.optional}
    whole = composed(None, routine="prehab-set")
    needed = [step for step in whole.steps if step.exercise.id not in optional]
    found = composed(None, routine="prehab-set", seconds=sum(step.seconds for step in needed) + 20)
    assert set(ids(found)) == {step.exercise.id for step in needed}
    assert all(codes(found)[exercise] == "no-time" for exercise in optional)


def test_doses_rise_where_there_is_time() -> None:
    short, long = composed(None, routine="wall-angel-preparation"), composed(60, routine="wall-angel-preparation")
    assert long.seconds > short.seconds
    assert all(step.dose == step.exercise.dosage.doses()[-1] for step in long.steps)


def test_an_emphasis_lets_the_doses_of_its_steps_rise_first() -> None:
    def raised(**wanted: object) -> set[str]:
        found = composed(None, routine="few-minutes-starter", seconds=450, **wanted)
        return {step.exercise.id for step in found.steps if step.dose != step.exercise.dosage.doses()[0]}

    assert "thread-the-needle" not in raised()
    assert "thread-the-needle" in raised(movements=["rotation"])
    assert raised(phases=["strengthen"]) <= {*sequence("few-minutes-starter")}


def test_screening_holds_inside_a_sequence_and_names_what_falls_out() -> None:
    found = composed(None, routine="few-minutes-starter", conditions=["osteopenia"])
    assert codes(found)["cat-cow"] == "screened-out"
    assert in_sequence("few-minutes-starter", ids(found))


def test_what_a_person_lacks_or_leaves_out_falls_out_of_a_sequence() -> None:
    found = compose(
        Request(
            routine="few-minutes-starter",
            exclude=frozenset({"cat-cow"}),
            profile=Profile(conditions=frozenset(), avoid_exercises=frozenset({"thread-the-needle"})),
        )
    )
    assert codes(found)["cat-cow"] == "excluded"
    assert codes(found)["foam-roller-extension-leaning"] == "no-equipment"
    assert codes(found)["thread-the-needle"] == "avoided"


def test_the_number_of_exercises_holds_in_a_sequence() -> None:
    found = composed(None, routine=LONG, maximum_exercises=2)
    assert ids(found) == sequence(LONG)[:2]
    assert set(codes(found).values()) == {"enough-exercises", "not-in-routine"}


def test_the_difficulty_holds_in_a_sequence_except_for_what_is_named() -> None:
    hard = [exercise for exercise in sequence("prehab-set") if catalog().difficulty(exercise) > 0]
    assert hard
    found = composed(None, routine="prehab-set", maximum_difficulty=0)
    assert {codes(found)[exercise] for exercise in hard} == {"too-hard"}
    assert hard[0] in ids(composed(None, routine="prehab-set", maximum_difficulty=0, include=[hard[0]]))


def test_what_must_be_in_a_sequence_is_kept_when_time_is_short() -> None:
    last = "weighted-standing-side-bend"
    assert last not in ids(composed(None, routine=LONG, seconds=210))
    assert last in ids(composed(None, routine=LONG, seconds=210, include=[last]))


def test_what_must_be_in_but_takes_longer_than_there_is_time_fits_nothing() -> None:
    asked = "weighted-standing-side-bend"
    with pytest.raises(NothingFitsError, match=f"{asked}: It would need 0:01 min more"):
        composed(None, routine=LONG, seconds=209, include=[asked])


def test_what_must_be_in_but_is_not_part_of_the_sequence_fits_nothing() -> None:
    with pytest.raises(NothingFitsError, match="cobra-pose: It is not part of"):
        composed(None, routine="prehab-set", include=["cobra-pose"])


def test_what_must_be_in_but_falls_out_of_the_sequence_fits_nothing() -> None:
    with pytest.raises(NothingFitsError, match=r"cat-cow: Osteopenia: .*\[R001\]"):
        composed(None, routine="few-minutes-starter", include=["cat-cow"], conditions=["osteopenia"])


def test_a_sequence_of_which_nothing_is_left_gives_every_reason_and_nothing_else() -> None:
    with pytest.raises(NothingFitsError) as caught:
        composed(None, routine="wall-angel-preparation", exclude=sequence("wall-angel-preparation"))
    assert len(caught.value.reasons) == 3


def test_a_sequence_takes_in_what_is_composed_by_name_only_but_never_a_comparison() -> None:
    steps = [{"exercise": "cobra-pose"}, {"exercise": "slouched-versus-tall-reach-test"}]
    own = {"id": "own", "name": "Own", "summary": "Mine.", "source": "wong-17-exercises", "steps": steps}
    from thoracic_lib.catalogs import load_catalog  # noqa: PLC0415 - the strict reader, for this test only

    found = compose(Request(routine="own", profile=EVERYTHING), load_catalog({"routines": [own]}))
    assert ids(found) == ["cobra-pose"]
    assert codes(found)["slouched-versus-tall-reach-test"] == "not-composed"


def test_the_note_of_a_step_is_part_of_why_it_is_there() -> None:
    noted = [(r.id, s) for r in catalog().routines for s in r.steps if s.note]
    routine, step = noted[0]
    found = composed(None, routine=routine)
    assert any(str(step.note) in entry.why for entry in found.steps)


def test_an_unknown_sequence_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match="did you mean 'prehab-set'"):
        composed(None, routine="prehab-sets")
