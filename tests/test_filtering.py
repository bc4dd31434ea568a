"""Predicates pick exercises out of a catalog and say in words what they ask."""

from collections.abc import Callable

import pytest

import thoracic_lib as tl
from thoracic_lib.errors import UnknownIdError, UnknownTermError
from thoracic_lib.vocabulary import Movement, Phase, Position

CATALOG = tl.catalog()


def ids(predicate: tl.Predicate) -> list[str]:
    return [exercise.id for exercise in tl.where(CATALOG, predicate)]


@pytest.mark.parametrize("wanted", Phase)
def test_phase_keeps_the_exercises_of_that_phase_in_the_order_of_the_catalog(wanted: Phase) -> None:
    assert ids(tl.phase(wanted)) == [e.id for e in CATALOG.exercises if e.phase is wanted]
    assert ids(tl.phase(wanted.value)) == ids(tl.phase(wanted))


@pytest.mark.parametrize("wanted", Movement)
def test_movement_keeps_the_exercises_that_train_it(wanted: Movement) -> None:
    assert ids(tl.movement(wanted.value)) == [e.id for e in CATALOG.exercises if wanted in e.movements]


@pytest.mark.parametrize("wanted", Position)
def test_position_keeps_the_exercises_with_a_setup_in_it(wanted: Position) -> None:
    assert ids(tl.position(wanted.value)) == [e.id for e in CATALOG.exercises if wanted in e.positions]


@pytest.mark.parametrize("wanted", [row.id for row in CATALOG.targets])
def test_target_keeps_the_exercises_that_work_on_it(wanted: str) -> None:
    assert ids(tl.target(wanted)) == [e.id for e in CATALOG.exercises if wanted in e.targets]


@pytest.mark.parametrize("wanted", [row.id for row in CATALOG.demands])
def test_demand_keeps_the_exercises_with_a_setup_that_demands_it(wanted: str) -> None:
    assert ids(tl.demand(wanted)) == [e.id for e in CATALOG.exercises if wanted in e.demands]


@pytest.mark.parametrize("wanted", [row.id for row in CATALOG.sources])
def test_source_keeps_the_exercises_that_it_describes(wanted: str) -> None:
    told = [e.id for e in CATALOG.exercises if wanted in {cited.source for cited in e.sources}]
    assert ids(tl.source(wanted)) == told


def test_family_keeps_the_exercises_of_that_family() -> None:
    assert ids(tl.family("cat-cow")) == ["cat-cow", "segmental-cat-cow"]


def test_fits_keeps_what_needs_no_more_than_the_equipment() -> None:
    at_hand = {"floor", "wall", "doorway"}
    needs = [e.id for e in CATALOG.exercises if any(at_hand >= set(setup.needs) for setup in e.setups)]
    assert ids(tl.fits([])) == needs
    assert "foam-roller-extension-loaded" not in ids(tl.fits(["foam roller"]))
    assert "foam-roller-extension-loaded" in ids(tl.fits(["foam roller", "weight"]))


def test_fits_counts_what_the_equipment_can_stand_in_for() -> None:
    assert "ball-release-upper-abdominals" not in ids(tl.fits([]))
    assert "ball-release-upper-abdominals" in ids(tl.fits(["two tennis balls"]))


def test_fits_without_a_wall_or_a_floor_keeps_only_what_needs_neither() -> None:
    kept = ids(tl.fits([], without=["wall", "floor", "door frame"]))
    assert kept == [e.id for e in CATALOG.exercises if any(not setup.needs for setup in e.setups)]
    assert {"wall-angel", "cat-cow", "doorway-chest-stretch"}.isdisjoint(kept)


def test_a_conjunction_must_hold_in_one_setup() -> None:
    ball = "ball-release-chest"
    assert {setup.id for setup in CATALOG[ball].setups} == {"floor", "wall"}
    assert ball in ids(tl.position("prone"))
    assert ball in ids(tl.position("standing"))
    assert ball not in ids(tl.position("prone") & tl.position("standing"))
    assert ball not in ids(tl.fits(["massage ball"], without=["wall"]) & ~tl.position("prone"))


def test_nothing_that_satisfies_is_an_empty_answer() -> None:
    assert ids(tl.phase("stretch") & tl.phase("release")) == []


@pytest.mark.parametrize(
    ("make", "kind"),
    [(tl.phase, "phase"), (tl.movement, "movement"), (tl.position, "position")],
)
def test_a_word_outside_the_vocabulary_raises_at_once(make: Callable[[str], tl.Predicate], kind: str) -> None:
    with pytest.raises(UnknownTermError) as caught:
        make("xyzzy")
    assert caught.value.kind == kind
    assert len(caught.value.nearest) > 2


def test_a_misspelled_word_raises_with_the_nearest() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.phase("strech")
    assert "stretch" in caught.value.nearest
    assert "release" not in caught.value.nearest


@pytest.mark.parametrize(
    ("make", "wrong", "near"),
    [
        (tl.target, "latissimus-dorsy", "latissimus-dorsi"),
        (tl.family, "cat-cov", "cat-cow"),
        (tl.demand, "floor_transfers", "floor_transfer"),
        (tl.source, "backmate-thoracic-mobilty", "backmate-thoracic-mobility"),
    ],
)
def test_an_unknown_id_raises_with_the_nearest_when_it_is_asked_of_a_catalog(
    make: Callable[[str], tl.Predicate], wrong: str, near: str
) -> None:
    predicate = make(wrong)
    with pytest.raises(UnknownIdError) as caught:
        tl.where(CATALOG, predicate)
    assert caught.value.id == wrong
    assert near in caught.value.nearest


@pytest.mark.parametrize("predicate", [tl.fits(["foam rolller"]), tl.fits([], without=["foam rolller"])])
def test_unknown_equipment_raises_with_the_nearest(predicate: tl.Predicate) -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.where(CATALOG, predicate)
    assert "foam-roller" in caught.value.nearest


@pytest.mark.parametrize(
    ("sides"),
    [
        lambda wrong: tl.phase("assess") & wrong,
        lambda wrong: tl.phase("assess") | wrong,
        lambda wrong: wrong & tl.phase("assess"),
        lambda wrong: ~wrong,
    ],
    ids=["and", "or", "and, first", "not"],
)
def test_an_unknown_id_raises_wherever_it_stands(sides: Callable[[tl.Predicate], tl.Predicate]) -> None:
    with pytest.raises(UnknownIdError):
        tl.where(CATALOG, sides(tl.target("xyzzy")))


RELEASE, KNEELING, ROTATION = tl.phase("release"), tl.position("kneeling"), tl.movement("rotation")


@pytest.mark.parametrize(
    ("predicate", "words"),
    [
        (RELEASE, "phase is release"),
        (KNEELING, "position is kneeling"),
        (ROTATION, "movement is rotation"),
        (tl.target("lats"), "target is lats"),
        (tl.family("cat-cow"), "family is cat-cow"),
        (tl.demand("prone"), "demand is prone"),
        (tl.source("me"), "source is me"),
        (tl.fits([]), "fits no equipment"),
        (tl.fits(["wall", "stick"]), "fits wall, stick"),
        (tl.fits([], without=["floor", "wall"]), "fits no equipment without floor, wall"),
        (RELEASE & KNEELING, "phase is release and position is kneeling"),
        (RELEASE | KNEELING, "phase is release or position is kneeling"),
        (~RELEASE, "not (phase is release)"),
        (~~RELEASE, "not (not (phase is release))"),
        (~(RELEASE | KNEELING), "not (phase is release or position is kneeling)"),
        (~RELEASE & KNEELING, "not (phase is release) and position is kneeling"),
        ((RELEASE | KNEELING) & ROTATION, "(phase is release or position is kneeling) and movement is rotation"),
        (ROTATION & (RELEASE | KNEELING), "movement is rotation and (phase is release or position is kneeling)"),
        (RELEASE | KNEELING & ROTATION, "phase is release or (position is kneeling and movement is rotation)"),
    ],
    ids=str,
)
def test_a_predicate_says_what_it_asks_with_parentheses_where_they_matter(predicate: tl.Predicate, words: str) -> None:
    assert str(predicate) == words


def test_missing_equipment_is_that_of_the_setup_that_needs_least() -> None:
    bar = CATALOG["seated-bar-rotation"]
    assert tl.missing_equipment(CATALOG, bar, ["box", "stick"]) == ("foam-roller",)
    assert tl.missing_equipment(CATALOG, bar, ["chair", "roller", "dowel"]) == ()


def test_nothing_is_missing_for_what_needs_only_what_is_at_hand() -> None:
    assert tl.missing_equipment(CATALOG, CATALOG["wall-angel"], []) == ()


def test_missing_equipment_counts_what_stands_in() -> None:
    assert tl.missing_equipment(CATALOG, CATALOG["ball-release-chest"], ["tennis ball"]) == ()
    assert tl.missing_equipment(CATALOG, CATALOG["ball-release-chest"], []) == ("massage-ball",)


def test_missing_equipment_of_unknown_things_raises() -> None:
    with pytest.raises(UnknownTermError):
        tl.missing_equipment(CATALOG, CATALOG["wall-angel"], ["xyzzy"])


@pytest.mark.parametrize(
    "join",
    [
        lambda one, two: one and two,
        lambda one, two: one or two,
        lambda one, _: not one,
    ],
    ids=["and", "or", "not"],
)
def test_the_words_and_or_not_are_refused_since_they_would_drop_a_predicate(
    join: Callable[[tl.Predicate, tl.Predicate], object],
) -> None:
    with pytest.raises(TypeError, match="combine with"):
        join(tl.phase("stretch"), tl.movement("rotation"))
