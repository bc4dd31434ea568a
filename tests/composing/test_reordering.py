"""Routines in another order, and those in the order of a source: how they can be changed, and how not."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from attrs import evolve

from tests.composing.asking import codes, composed, ids, kept, refused, request, step
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.composing.editing import reorder, shorten, swap, with_exercise, without
from thoracic_lib.errors import NothingFitsError, UnknownIdError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Relation
from thoracic_lib.model.routine import Routine
from thoracic_lib.vocabulary import CitedAs, RelationKind

TEN = composed(10)
FIFTEEN = composed(15)
THIRTY = composed(30)
STARTER = compose(request(None, routine="few-minutes-starter"))


def test_steps_can_be_moved_inside_their_phase_and_the_time_is_counted_anew() -> None:
    room = evolve(THIRTY, request=evolve(THIRTY.request, minutes=31))
    orders = []
    for order in neighbors_swapped(THIRTY):
        edited = reorder(room, order)
        assert ids(edited) == order
        assert kept(edited) == kept(THIRTY)
        assert edited.request == room.request
        assert edited.seconds >= THIRTY.seconds
        assert (edited.score.changes == THIRTY.score.changes) is (edited.seconds == THIRTY.seconds)
        orders.append(edited)
    assert {edited.seconds > THIRTY.seconds for edited in orders} == {True, False}
    assert any(edited.shortfall for edited in orders)


def neighbors_swapped(routine: Routine) -> Iterator[list[str]]:
    """The orders in which two steps of one phase that follow each other have changed places."""
    order = ids(routine)
    for at, (one, two) in enumerate(pairwise(routine.steps)):
        if one.exercise.phase is two.exercise.phase:
            yield [*order[:at], order[at + 1], order[at], *order[at + 2 :]]


def test_an_order_names_every_rule_that_it_breaks() -> None:
    assert refused(lambda: reorder(TEN, [*ids(TEN)[1:], "open-book", "open-book"])) == (
        "open-book is not in it",
        f"{ids(TEN)[0]} is missing",
        "open-book is named twice",
    )
    reasons = refused(lambda: reorder(TEN, reversed(ids(TEN))))
    first, last = TEN.steps[0].exercise, TEN.steps[-1].exercise
    assert f"{first.id} ({first.phase}) comes before {last.id} ({last.phase})" in reasons
    ranks = [one.exercise.phase.rank for one in TEN.steps]
    assert len(reasons) == sum(one < two for at, one in enumerate(ranks) for two in ranks[at + 1 :])
    with pytest.raises(UnknownIdError):
        reorder(TEN, ["cat-caw"])


def preparing(**links: str) -> Catalog:
    """The bundled catalog, where these exercises prepare for those."""
    exercises = tuple(
        evolve(one, relations=(Relation(kind=RelationKind.PREPARES_FOR, to=links[name], basis=CitedAs.INFERRED),))
        if (name := one.id.replace("-", "_")) in links
        else one
        for one in catalog().exercises
    )
    return evolve(catalog(), exercises=exercises)


def test_what_prepares_for_another_exercise_stays_before_it() -> None:
    known = preparing(cat_cow="quadruped-rotation-arm-raise")
    routine = compose(FIFTEEN.request, known)
    order = ids(routine)
    at = order.index("cat-cow")
    assert order[at + 1] == "quadruped-rotation-arm-raise"
    order[at : at + 2] = reversed(order[at : at + 2])
    told = "cat-cow prepares for quadruped-rotation-arm-raise, so it comes before it"
    assert refused(lambda: reorder(routine, order, known)) == (told,)
    assert ids(reorder(compose(FIFTEEN.request), order)) == order


def test_a_preparation_that_the_composer_could_not_keep_binds_nobody() -> None:
    """Each of two blocks prepares for the other, so one of them has to come first."""
    one, two = (
        ("cat-cow", "quadruped-rotation-arm-raise"),
        ("foam-roller-extension-arms-overhead", "foam-roller-posteroanterior-mobilization"),
    )
    known = preparing(cat_cow=two[0], **{two[1].replace("-", "_"): one[1]})
    wanted = request(30, include=[*one, *two], maximum_exercises=4)
    routine = compose(wanted, known)
    assert ids(reorder(routine, ids(routine), known)) == ids(routine)


def test_an_order_for_which_there_is_no_time_is_told_with_the_time_it_needs() -> None:
    room = evolve(THIRTY, request=evolve(THIRTY.request, minutes=31))
    exact = evolve(THIRTY, request=evolve(THIRTY.request, minutes=None, seconds=THIRTY.seconds))
    longer = max((reorder(room, order) for order in neighbors_swapped(THIRTY)), key=lambda one: one.seconds)
    more = longer.seconds - THIRTY.seconds
    with pytest.raises(NothingFitsError, match=f" in this order: .* min are needed, 0:{more} more") as caught:
        reorder(exact, ids(longer))
    assert caught.value.helps[0].endswith(f"(opens {len(THIRTY.steps)} exercises)")


def test_a_sequence_of_a_source_can_lose_steps_in_its_order() -> None:
    first, *others = ids(STARTER)
    edited = without(STARTER, first)
    assert ids(edited) == others
    assert kept(edited).items() <= kept(STARTER).items()
    assert [one.why for one in edited.steps] == [one.why for one in STARTER.steps[1:]]
    assert codes(edited)[first] == "excluded"
    assert codes(edited)["open-book"] == codes(STARTER)["open-book"] == "not-in-routine"


def test_a_step_of_a_sequence_for_which_there_is_time_again_is_not_said_to_lack_it() -> None:
    whole = compose(request(None, routine="few-minutes-starter"))
    tight = compose(request(None, routine="few-minutes-starter", seconds=whole.seconds - 1))
    [fallen] = [o for o in tight.omissions if o.code == "no-time"]
    dropped = max((one.exercise.id for one in tight.steps), key=lambda one: step(tight, one).seconds)
    edited = without(tight, dropped)
    assert codes(edited)[fallen.exercise] == "would-fit"


def test_a_sequence_of_a_source_can_be_shortened() -> None:
    full = compose(request(30, routine="few-minutes-starter"))
    assert kept(shorten(full, seconds=full.seconds)) == kept(full)
    for seconds in range(full.seconds - 1, 90, -30):
        edited = shorten(full, seconds=seconds)
        assert edited.seconds <= seconds
        assert [one for one in ids(full) if one in ids(edited)] == ids(edited)
        for one in edited.steps:
            old = step(full, one.exercise.id)
            if one.dose != old.dose:
                assert one.why == f"It was {old.dose}, and is less now to save time."
    with pytest.raises(NothingFitsError, match="for what is to be kept of it"):
        shorten(full, seconds=10)
    last = ids(full)[-1]
    asked = compose(request(30, routine="few-minutes-starter", include=[last]))
    assert last in ids(shorten(asked, seconds=step(asked, last).seconds + 20))
    with pytest.raises(NothingFitsError) as caught:
        shorten(asked, seconds=10)
    assert caught.value.helps[0].endswith("(opens 1 exercise)")


@pytest.mark.parametrize(
    ("verb", "edit"),
    [
        ("swap", lambda: swap(STARTER, ids(STARTER)[0])),
        ("exercise of another origin", lambda: with_exercise(STARTER, "cat-cow")),
        ("other order", lambda: reorder(STARTER, ids(STARTER)[::-1])),
    ],
    ids=["swap", "with_exercise", "reorder"],
)
def test_a_sequence_of_a_source_takes_no_other_change(verb: str, edit: Callable[[], Routine]) -> None:
    [reason] = refused(edit)
    assert reason.endswith(
        f", a source's own sequence, which allows no {verb}; drop steps or shorten it, or compose for a goal"
    )
