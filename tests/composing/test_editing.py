"""Changing a routine: what it gives, what it says, and what it refuses."""

import pickle

import pytest
from attrs import evolve

from tests.composing.asking import EVERYTHING, codes, composed, ids, kept, refused, request, step, why
from thoracic_lib.catalogs import catalog
from thoracic_lib.checking import verify_routine
from thoracic_lib.composing import compose
from thoracic_lib.composing.editing import reorder, shorten, swap, with_exercise, without
from thoracic_lib.errors import (
    GateError,
    NothingFitsError,
    RedFlagError,
    UnknownIdError,
    UnsafeRoutineError,
)
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.model.profile import FlagAnswer, Profile
from thoracic_lib.model.routine import DoseLimits, Routine

TEN = composed(10)
FIFTEEN = composed(15)
ROOMY = without(FIFTEEN, "wall-y-lift-off")
THIRTY = composed(30)
STARTER = compose(request(None, routine="few-minutes-starter"))


EDITED = [
    swap(FIFTEEN, "cat-cow"),
    swap(FIFTEEN, "cat-cow", by="segmental-cat-cow"),
    without(FIFTEEN, "cat-cow", "wall-y-lift-off"),
    with_exercise(without(FIFTEEN, "cat-cow"), "quadruped-thoracic-flexion"),
    shorten(FIFTEEN, minutes=7),
    shorten(FIFTEEN, seconds=899),
    reorder(FIFTEEN, ids(FIFTEEN)),
    without(STARTER, STARTER.steps[0].exercise.id),
    shorten(STARTER, seconds=STARTER.seconds - 1),
]
every_edit = pytest.mark.parametrize("edited", EDITED, ids=range(len(EDITED)))


@every_edit
def test_an_edited_routine_passes_the_gate_and_says_that_it_was_edited(edited: Routine) -> None:
    verify_routine(edited, catalog())
    assert edited.certificate.method == "edited"


@every_edit
def test_an_edited_routine_survives_json_and_pickling(edited: Routine) -> None:
    assert from_json(to_json(edited)) == edited
    assert pickle.loads(pickle.dumps(edited)) == edited  # noqa: S301 - made on the same line


@every_edit
def test_every_exercise_is_a_step_or_has_one_omission(edited: Routine) -> None:
    assert sorted([*ids(edited), *(omission.exercise for omission in edited.omissions)]) == sorted(catalog())


@every_edit
def test_an_edited_routine_is_compared_with_the_best_one_for_its_own_request(edited: Routine) -> None:
    if edited.request.routine is not None:
        assert (edited.certificate.bound, edited.certificate.optimal, edited.shortfall) == (None, False, None)
        return
    best = compose(edited.request)
    assert edited.certificate.bound == best.score
    assert edited.certificate.optimal is (edited.score == best.score)
    assert (edited.shortfall is None) is edited.certificate.optimal


def test_some_changes_cost_something_and_some_do_not() -> None:
    assert {edited.certificate.optimal for edited in EDITED[:7]} == {True, False}
    assert without(FIFTEEN, "cat-cow", "wall-y-lift-off").shortfall is not None


# swap


def test_a_swap_says_what_was_done_and_leaves_the_others_as_they_are() -> None:
    edited = swap(ROOMY, "cat-cow")
    [new] = set(ids(edited)) - set(ids(ROOMY))
    assert why(edited, new) == "You swapped it in for Cat-cow."
    assert edited.why_not("cat-cow") == f"You swapped it for {catalog()[new].name}."
    assert codes(edited)["cat-cow"] == "swapped-out"
    assert {one: held for one, held in kept(edited).items() if one != new} == {
        one: held for one, held in kept(ROOMY).items() if one != "cat-cow"
    }
    assert edited.request == evolve(ROOMY.request, exclude=frozenset({"cat-cow", "wall-y-lift-off"}))


def test_the_doses_of_the_others_give_way_to_a_substitute_that_does_not_fit_otherwise() -> None:
    bare = compose(evolve(request(10), profile=Profile()))
    edited = swap(bare, "wall-y-lift-off")
    assert "wall-angel" in ids(edited)
    less = "It was 8 repetitions each side, and is less now so that Wall angel fits."
    assert why(edited, "quadruped-rotation-arm-raise") == less
    old, new = step(bare, "quadruped-rotation-arm-raise"), step(edited, "quadruped-rotation-arm-raise")
    assert (new.dose.repetitions or 0) < (old.dose.repetitions or 0)
    assert edited.seconds <= 600


def test_what_is_named_is_included_from_then_on() -> None:
    edited = swap(ROOMY, "cat-cow", by="segmental-cat-cow")
    assert why(edited, "segmental-cat-cow") == "You swapped it in for Cat-cow."
    assert edited.request.include == {"segmental-cat-cow"}
    assert edited.request.exclude == {"cat-cow", "wall-y-lift-off"}
    back = swap(edited, "segmental-cat-cow", by="cat-cow")
    assert back.request.include == {"cat-cow"}
    assert back.request.exclude == {"segmental-cat-cow", "wall-y-lift-off"}
    assert kept(back) == kept(ROOMY)


def test_a_swap_of_what_was_asked_for_by_name_asks_for_it_no_longer() -> None:
    routine = composed(15, include=["thread-the-needle"])
    assert swap(routine, "thread-the-needle").request.include == frozenset()


def test_a_swap_names_every_reason_against_the_substitute() -> None:
    def tried(by: str, **wanted: object) -> tuple[str, ...]:
        return refused(lambda: swap(composed(15, **wanted), "cat-cow", by=by))

    assert tried("cat-cow") == ("cat-cow cannot be swapped by itself",)
    assert tried("wall-y-lift-off") == (
        "wall-y-lift-off belongs to the phase strengthen and cat-cow to mobilize; drop one and add the other",
        "wall-y-lift-off is in it already",
    )
    assert tried("quadruped-rotation-rock-back") == (
        "quadruped-rotation-arm-raise is of the same family as quadruped-rotation-rock-back; swap it",
    )
    person = evolve(EVERYTHING, avoid_exercises=frozenset({"open-book"}))
    assert tried("open-book", profile=person)[0].startswith("open-book: ")
    assert refused(lambda: swap(FIFTEEN, "open-book")) == ("open-book is not in it",)
    with pytest.raises(UnknownIdError):
        swap(FIFTEEN, "cat-caw")
    with pytest.raises(UnknownIdError):
        swap(FIFTEEN, "cat-cow", by="cat-caw")


def test_a_swap_without_a_substitute_or_without_the_time_for_one_is_told() -> None:
    alone = composed(10, include=["weighted-standing-side-bend"], maximum_exercises=1)
    others = frozenset(one.id for one in catalog().exercises if one.phase == alone.steps[0].exercise.phase)
    lonely = compose(evolve(alone.request, exclude=others - {"weighted-standing-side-bend"}))
    with pytest.raises(NothingFitsError, match="no other exercise of the phase strengthen is left"):
        swap(lonely, "weighted-standing-side-bend")
    tight = compose(evolve(request(None, seconds=60), include=frozenset({"wall-y-lift-off"})))
    with pytest.raises(NothingFitsError) as caught:
        swap(tight, "wall-y-lift-off", by="seated-wall-angel")
    told = "1:00 min for another exercise in place of wall-y-lift-off: 1:10 min are needed, 0:10 more"
    assert caught.value.reasons == (told,)
    assert caught.value.helps == ("1:10 min of time (opens 1 exercise)",)
    with pytest.raises(NothingFitsError):
        swap(shorten(tight, seconds=tight.seconds), "wall-y-lift-off")


# without


def test_what_is_dropped_is_excluded_and_the_rest_stays_in_its_order() -> None:
    routine = composed(15, include=["wall-y-lift-off"])
    edited = without(routine, "wall-y-lift-off", "cat-cow")
    assert ids(edited) == [one for one in ids(routine) if one not in {"wall-y-lift-off", "cat-cow"}]
    assert kept(edited).items() <= kept(routine).items()
    assert not edited.request.include
    assert edited.request.exclude == {"wall-y-lift-off", "cat-cow"}
    assert edited.why_not("cat-cow") == "You asked to leave this exercise out."


def test_the_time_that_is_left_over_is_not_hidden() -> None:
    edited = without(FIFTEEN, "cat-cow", "foam-roller-extension-arms-overhead")
    fitting = [omission for omission in edited.omissions if omission.code == "would-fit"]
    assert fitting
    assert {omission.reason for omission in fitting} == {"There is time for it as well."}
    for omission in fitting:
        assert with_exercise(edited, omission.exercise).score.key > edited.score.key


def test_dropping_nothing_everything_or_what_is_not_there_is_refused() -> None:
    assert refused(lambda: without(TEN)) == ("no exercise is named",)
    assert refused(lambda: without(TEN, *ids(TEN))) == ("no step would be left",)
    assert refused(lambda: without(TEN, "open-book", *ids(TEN))) == ("open-book is not in it", "no step would be left")
    with pytest.raises(UnknownIdError):
        without(TEN, "cat-caw")


# with_exercise


def test_an_exercise_that_fits_beside_the_others_leaves_them_as_they_are() -> None:
    edited = with_exercise(without(FIFTEEN, "cat-cow"), "cat-cow")
    assert kept(edited) == kept(FIFTEEN)
    assert why(edited, "cat-cow") == "You asked for it."
    assert edited.request.include == {"cat-cow"}
    assert not edited.request.exclude


def test_doses_give_way_to_an_exercise_that_does_not_fit_otherwise_and_none_rises() -> None:
    routine = composed(20)
    edited = with_exercise(routine, "ball-release-chest")
    before, after = kept(routine), kept(edited)
    changed = [one for one in before if before[one] != after[one]]
    assert changed
    for one in changed:
        assert why(edited, one).startswith("It was ")
        assert why(edited, one).endswith(", and is less now so that Ball release of the chest fits.")


def test_an_addition_names_every_reason_against_it() -> None:
    assert refused(lambda: with_exercise(TEN, "cat-cow")) == ("cat-cow is in it already",)
    assert refused(lambda: with_exercise(TEN, "segmental-cat-cow")) == (
        "cat-cow is of the same family as segmental-cat-cow; swap it",
    )
    routine = composed(10, maximum_exercises=2, exclude=["open-book"])
    assert refused(lambda: with_exercise(routine, "ball-release-chest")) == ("the request is for 2 exercises at most",)
    alone = composed(10, maximum_exercises=1)
    assert "the request is for 1 exercise at most" in refused(lambda: with_exercise(alone, "ball-release-chest"))
    assert sum(one.exercise.phase == "stretch" for one in THIRTY.steps) == 3
    assert refused(lambda: with_exercise(THIRTY, "side-lying-intercostal-stretch")) == (
        "the goal takes 3 of the phase stretch at most",
    )
    never = next(one for one in catalog().exercises if one.phase == "assess")
    [reason] = refused(lambda: with_exercise(TEN, never.id))
    assert reason == f"{never.id}: {never.use_because}"
    with pytest.raises(UnknownIdError):
        with_exercise(TEN, "cat-caw")


def test_an_addition_for_which_there_is_no_time_is_told_with_the_time_it_needs() -> None:
    with pytest.raises(NothingFitsError) as caught:
        with_exercise(composed(5), "ball-release-chest")
    [reason], [help_] = caught.value.reasons, caught.value.helps
    minutes, _, seconds = help_.partition(" min")[0].partition(":")
    least = int(minutes) * 60 + int(seconds)
    assert reason.startswith("5:00 min for all of it with ball-release-chest: ")
    assert set(ids(composed(None, seconds=least, include=[*ids(composed(5)), "ball-release-chest"]))) == {
        *ids(composed(5)),
        "ball-release-chest",
    }
    with pytest.raises(NothingFitsError):
        composed(None, seconds=least - 1, include=[*ids(composed(5)), "ball-release-chest"])


def test_an_exercise_that_is_only_for_those_who_ask_can_be_added() -> None:
    edited = with_exercise(without(FIFTEEN, "cat-cow", "quadruped-rotation-arm-raise"), "cobra-pose")
    assert why(edited, "cobra-pose") == "You asked for it."


# shorten


def test_a_shorter_routine_is_made_of_the_same_exercises_with_no_larger_doses() -> None:
    for seconds in range(120, 900, 60):
        edited = shorten(FIFTEEN, seconds=seconds)
        assert edited.seconds <= seconds
        assert set(ids(edited)) <= set(ids(FIFTEEN))
        for one in edited.steps:
            old = step(FIFTEEN, one.exercise.id)
            assert one.setup == old.setup
            assert one.seconds <= old.seconds + 20  # a change may fall to another step of the block
            if one.dose != old.dose:
                assert one.why == f"It was {old.dose}, and is less now to save time."
            else:
                assert not one.why.startswith("It was ")


def test_a_routine_that_is_short_enough_stays_as_it_is() -> None:
    edited = shorten(FIFTEEN, seconds=FIFTEEN.seconds)
    assert kept(edited) == kept(FIFTEEN)
    assert (edited.request.seconds, edited.request.minutes) == (FIFTEEN.seconds, None)


def test_a_shorter_routine_keeps_what_was_asked_for() -> None:
    routine = composed(15, include=["wall-y-lift-off"])
    alone = composed(15, include=["wall-y-lift-off"], maximum_exercises=1)
    for seconds in range(alone.seconds, 900, 120):
        assert "wall-y-lift-off" in ids(shorten(routine, seconds=seconds))
    least = compose(evolve(alone.request, doses=())).steps[0]
    with pytest.raises(NothingFitsError) as caught:
        shorten(routine, seconds=5)
    assert caught.value.reasons[0].startswith("0:05 min for what is to be kept of it: ")
    assert caught.value.helps[0].endswith("(opens 1 exercise)")
    assert least.exercise.id == "wall-y-lift-off"


def test_too_little_time_is_told_with_the_least_that_any_of_its_exercises_takes() -> None:
    with pytest.raises(NothingFitsError) as caught:
        shorten(TEN, seconds=10)
    minutes, _, seconds = caught.value.helps[0].partition(" min")[0].partition(":")
    least = int(minutes) * 60 + int(seconds)
    assert shorten(TEN, seconds=least).seconds == least
    with pytest.raises(NothingFitsError):
        shorten(TEN, seconds=least - 1)


def test_the_new_time_is_one_number_and_no_more_than_before() -> None:
    told = ("give minutes or seconds, one of them",)
    assert refused(lambda: shorten(TEN)) == told
    assert refused(lambda: shorten(TEN, minutes=1, seconds=60)) == told
    assert refused(lambda: shorten(TEN, minutes=11)) == (
        "11:00 min is more than the 10:00 min of its request; compose it anew",
    )


# what is refused before anything else


def test_a_routine_of_another_catalog_is_refused() -> None:
    other = evolve(catalog(), data_version="9.0.0")
    [reason] = refused(lambda: swap(TEN, "cat-cow", other))
    assert reason.startswith(f"it was made with another catalog (data {catalog().data_version}, ")
    changed = evolve(catalog(), exercises=catalog().exercises[::-1])
    assert changed.digest != catalog().digest
    assert refused(lambda: without(TEN, "cat-cow", catalog=changed))[0].startswith("it was made with another catalog")


def test_a_gate_and_a_warning_sign_stop_changes_as_they_stop_composing() -> None:
    gated = evolve(TEN.request.profile, conditions=frozenset({"vertebral_fracture"}))
    with pytest.raises(GateError):
        without(evolve(TEN, request=evolve(TEN.request, profile=gated)), "cat-cow")
    flagged = evolve(TEN.request.profile, red_flags=(FlagAnswer(flag="RF01", present=True),))
    with pytest.raises(RedFlagError):
        without(evolve(TEN, request=evolve(TEN.request, profile=flagged)), "cat-cow")


def test_a_routine_that_breaks_a_rule_is_refused() -> None:
    person = evolve(TEN.request.profile, avoid_exercises=frozenset({"cat-cow"}))
    with pytest.raises(UnsafeRoutineError):
        shorten(evolve(TEN, request=evolve(TEN.request, profile=person)), minutes=5)


def test_a_routine_that_compose_cannot_have_given_is_refused() -> None:
    """Where the gate at every export has nothing against it, it still has to be what its own request gives."""
    small = evolve(TEN.request, doses=tuple(DoseLimits(exercise=one, most=0) for one in sorted(ids(TEN))))
    held = evolve(TEN, request=small)
    told = refused(lambda: without(held, "cat-cow"))
    larger = [step.exercise.id for step in TEN.steps if step.dose != step.exercise.dosage.at(0, 2)]
    assert told == tuple(f"{exercise} is not as its own request gives it" for exercise in larger) != ()
    with pytest.raises(UnsafeRoutineError, match="for which the goal desk-break has no place"):
        without(evolve(TEN, request=evolve(TEN.request, goal="desk-break")), "cat-cow")


def test_no_dose_rises_where_doses_give_way() -> None:
    """Here the routine would score higher if one did."""
    routine = composed(None, seconds=1_065)
    edited = swap(routine, "wall-angel")
    assert [one for one in edited.steps if "less now" in one.why]
    for one in routine.steps:
        if one.exercise.id != "wall-angel":
            after = step(edited, one.exercise.id).dose
            assert (after.sets, after.repetitions or 0, after.hold_seconds or 0, after.duration_seconds or 0) <= (
                *(one.dose.sets, one.dose.repetitions or 0, one.dose.hold_seconds or 0),
                one.dose.duration_seconds or 0,
            )
