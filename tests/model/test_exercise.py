"""Exercises, their setups, and what links and cites them."""

import pytest
from attrs import evolve

from tests.model.tiny import a_dosage, a_setup, an_exercise, example, refused, tiny
from thoracic_lib.exporting import export
from thoracic_lib.model.dosage import Span
from thoracic_lib.model.exercise import DEMANDS_OF_POSITION, FLOOR_POSITIONS, Citation, Relation
from thoracic_lib.vocabulary import CitedAs, Laterality, Movement, Phase, Position, RelationKind, Use

DEMANDED = "must be named, or demands_none_because must say why there are none"
LINK = Relation(kind=RelationKind.VARIATION_OF, to="ex-other", basis=CitedAs.STATED)
SIDED = a_dosage(laterality=Laterality.EACH_SIDE)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"demands": ()}, [("demands", DEMANDED)]),
        ({"demands_none_because": "It asks for nothing."}, [("demands", DEMANDED)]),
        ({"position": Position.STANDING}, [("demands", "lacks standing, which the position standing brings")]),
        (
            {"position": Position.QUADRUPED, "demands": ("kneeling",)},
            [("demands", "lacks floor_transfer, quadruped_wrist_load, which the position quadruped brings")],
        ),
        (
            {"position": Position.STANDING, "demands": ()},
            [("demands", DEMANDED), ("demands", "lacks standing, which the position standing brings")],
        ),
        ({"demands": ["d-turn"]}, [("demands", "must be a tuple, not a list")]),
        ({"demands": ("d-turn", "d-turn")}, [("demands", "holds 'd-turn' twice")]),
        ({"position": "seated"}, [("position", "must be a Position, not 'seated'")]),
        ({"demands": (), "demands_none_because": ""}, [("demands_none_because", "must not be empty")]),
    ],
)
def test_a_setup_that_hides_a_demand_is_refused(changes: dict[str, object], faults: list[tuple[str, str]]) -> None:
    assert refused(a_setup(), **changes) == faults


def test_a_setup_that_demands_nothing_says_why() -> None:
    assert refused(a_setup(), demands=(), demands_none_because="It is a mere look.") == []


@pytest.mark.parametrize("position", Position)
def test_every_position_brings_its_demands(position: Position) -> None:
    demands = DEMANDS_OF_POSITION[position]
    whole = evolve(a_setup(), position=position, demands=(*sorted(demands), "d-turn"))
    for demand in demands:
        rest = tuple(one for one in whole.demands if one != demand)
        assert refused(whole, demands=rest) == [("demands", f"lacks {demand}, which the position {position} brings")]


def test_the_demands_of_positions_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        DEMANDS_OF_POSITION[Position.SUPINE] = frozenset()  # type: ignore[index]  # this is what is refused


@pytest.mark.parametrize("position", Position)
def test_a_position_on_the_floor_needs_the_floor(position: Position) -> None:
    setup = evolve(a_setup(), position=position, demands=(*DEMANDS_OF_POSITION[position], "d-turn"))
    assert setup.needs == (("eq-chair", "floor") if position in FLOOR_POSITIONS else ("eq-chair",))


def test_the_positions_on_the_floor_are_those_that_ask_to_get_down_to_it() -> None:
    standing = {Position.SEATED, Position.STANDING, Position.PRONE_SUPPORTED}
    assert set(Position) - standing == FLOOR_POSITIONS


def test_conditions_go_with_alternatives_only() -> None:
    assert refused(LINK, conditions=("c-wide",)) == [("conditions", "go with alternative_to only")]
    assert refused(LINK, conditions=("c-wide",), kind=RelationKind.ALTERNATIVE_TO) == []


def test_a_citation_has_at_least_one_note() -> None:
    assert refused(example(Citation), notes=()) == [("notes", "must hold at least 1")]


WITH_USE = ("use_because", "goes with a use other than routine, and only with it")
NEVER = ("use", "must be never for the phase assess, and only for it")
TWICE = "hold the same name twice"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"use_because": "It is so."}, [WITH_USE]),
        ({"use": Use.BY_NAME}, [WITH_USE]),
        ({"use": Use.NEVER, "use_because": "It is so."}, [NEVER]),
        ({"phase": Phase.ASSESS}, [NEVER]),
        ({"phase": Phase.ASSESS, "use": Use.NEVER}, [WITH_USE]),
        ({"setups": (a_setup(), a_setup())}, [("setups", TWICE)]),
        ({"setups": (a_setup(), evolve(a_setup(), id="W-Seated"))}, [("setups", TWICE)]),
        ({"aliases": ("Ex-TURN",)}, [("aliases", TWICE)]),
        ({"aliases": ("Straße", "STRASSE")}, [("aliases", TWICE)]),
        ({"dosages": (a_dosage(),)}, [("dosages", "must mark exactly one as the default")]),
        ({"dosages": an_exercise().dosages * 2}, [("dosages", "must mark exactly one as the default")]),
        ({"relations": (evolve(LINK, to="ex-turn"),)}, [("relations", "link the exercise to itself")]),
        (
            {"dosages": (*an_exercise().dosages, SIDED)},
            [("dosages", "call the exercise bilateral in one place and sided in another")],
        ),
        ({"setups": ()}, [("setups", "must hold at least 1")]),
        ({"steps": ()}, [("steps", "must hold at least 1")]),
        ({"targets": ()}, [("targets", "must hold at least 1")]),
        ({"sources": ()}, [("sources", "must hold at least 1")]),
    ],
)
def test_an_exercise_that_contradicts_itself_is_refused(
    changes: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert refused(an_exercise(), **changes) == faults


@pytest.mark.parametrize("words", ["other side", "opposite side", "SWITCH sides", "Change Sides", "swap sides"])
def test_a_bilateral_exercise_speaks_of_no_other_side(words: str) -> None:
    steps = ("Turn.", f"Then {words}.")
    assert refused(an_exercise(), steps=steps) == [
        ("steps[1]", "speaks of another side, but the exercise is bilateral")
    ]
    assert refused(an_exercise(), steps=steps, dosages=(evolve(SIDED, default=True, because="It is so."),)) == []


def test_all_contradictions_are_told_at_once() -> None:
    assert refused(an_exercise(), use=Use.NEVER, aliases=("Ex-Turn",)) == [WITH_USE, NEVER, ("aliases", TWICE)]


def test_an_exercise_knows_its_default_dosage() -> None:
    other = a_dosage(repetitions=Span(minimum=1, maximum=2))
    exercise = evolve(an_exercise(), dosages=(other, *an_exercise().dosages))
    assert exercise.dosage is an_exercise().dosages[0]
    assert exercise.laterality is Laterality.BILATERAL


def test_an_exercise_sums_up_its_setups() -> None:
    far = tiny()["ex-turn-far"]
    assert far.positions == (Position.SEATED,)
    assert far.demands == {"d-turn", "d-load"}
    assert far.setup("w-weight") is far.setups[1]


def test_an_unknown_setup_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="w-none"):
        an_exercise().setup("w-none")


def test_an_exercise_reads_as_its_name_and_id() -> None:
    assert str(an_exercise()) == "Ex-Turn (ex-turn)"
    assert repr(tiny()["ex-turn-far"]) == "<Exercise ex-turn-far: mobilize, w-seated, w-weight>"


def test_a_notebook_shows_an_exercise_as_html() -> None:
    assert an_exercise()._repr_html_() == export(an_exercise(), "html")


def test_movements_are_a_closed_vocabulary() -> None:
    assert refused(an_exercise(), movements=("rotation",)) == [
        ("movements", "item 0 must be a Movement, not 'rotation'")
    ]
    assert refused(an_exercise(), movements=(Movement.FLEXION,)) == []
