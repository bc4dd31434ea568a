"""What people type becomes ids, or an error says why not: nothing is guessed away, and nothing is dropped."""

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib.errors import AmbiguousTermError, RefusedTermError, UnknownTermError
from thoracic_lib.model.clinical import Term
from thoracic_lib.resolving import resolve_equipment, resolve_exercise
from thoracic_lib.vocabulary import Verdict

CATALOG = tl.catalog()

VCF = "vertebral_compression_fracture"
KNEE = "knee_pain_kneeling"


@pytest.mark.parametrize(
    "text",
    [
        "vertebral compression fracture",
        "Compression fracture",
        "spinal fracture",
        "T12 compression",
        "osteoporotic fracture",
        "broken back",
    ],
)
def test_every_name_of_a_vertebral_fracture_excludes_every_setup_over_a_fulcrum(text: str) -> None:
    screening = tl.screen(CATALOG, tl.profile(conditions=[text]))
    over = [s for e in screening.exercises for s in e.setups if "extension_over_fulcrum" in s.setup.demands]
    assert len(over) > 10
    assert {screened.verdict for screened in over} == {Verdict.EXCLUDE}


def test_an_unknown_condition_raises_with_the_nearest_terms() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, " osteoporsis ")
    assert caught.value.kind == "condition"
    assert caught.value.term == "osteoporsis"
    assert caught.value.nearest[0] == "Osteoporosis"


def test_the_nearest_terms_are_spelled_as_in_the_data_and_can_be_typed() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, "bone metz")
    assert "bone mets" in caught.value.nearest
    assert all(tl.resolve(CATALOG, term) for term in caught.value.nearest if term != "broken bone")


def test_terms_found_inside_an_unknown_entry_come_first_among_the_nearest() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, "suspicious knee pain maybe")
    assert caught.value.nearest[0] == "knee pain"


def test_an_unknown_piece_is_named_without_the_rest() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, "osteoporosis, flux capacitor; knee pain")
    assert caught.value.term == "flux capacitor"


def test_an_ambiguous_piece_is_named_with_what_it_can_mean() -> None:
    with pytest.raises(AmbiguousTermError) as caught:
        tl.resolve(CATALOG, "knee pain, EDS")
    assert caught.value.term == "EDS"
    assert caught.value.candidates == ("hypermobility", "aortic_aneurysm")


def test_a_refused_piece_is_named_with_the_reason() -> None:
    with pytest.raises(RefusedTermError, match="somebody else") as caught:
        tl.resolve(CATALOG, "knee pain, my father has scoliosis")
    assert caught.value.term == "my father has scoliosis"


def test_several_conditions_come_in_the_order_of_the_text_and_once_each() -> None:
    typed = "sore neck, Osteoporosis; knee pain\nosteoporotic"
    assert tl.resolve(CATALOG, typed) == ("neck_condition", "osteoporosis", KNEE)


NAMES = [
    pytest.param(name, condition.id, id=f"{condition.id}: {name}")
    for condition in CATALOG.conditions
    for name in (condition.id, condition.name, *condition.aliases, *condition.whole_entry_only)
]


@pytest.mark.parametrize(("name", "condition"), NAMES)
def test_each_id_name_and_alias_of_a_condition_resolves_to_it(name: str, condition: str) -> None:
    assert tl.resolve(CATALOG, name) == (condition,)
    assert tl.resolve(CATALOG, f"  {name.upper()} ") == (condition,)


@pytest.mark.parametrize(
    ("name", "condition"),
    [(n, c.id) for c in CATALOG.conditions for n in (*c.aliases, c.name) if "," not in n and "another" not in n],
)
def test_each_alias_still_resolves_within_a_sentence(name: str, condition: str) -> None:
    assert tl.resolve(CATALOG, f"I have had {name} since 2019") == (condition,)


@pytest.mark.parametrize("term", [t for t in CATALOG.terms if t.ask is None], ids=lambda t: t.text)
def test_each_phrase_for_several_conditions_resolves_to_all_of_them(term: Term) -> None:
    assert tl.resolve(CATALOG, term.text) == term.conditions


@pytest.mark.parametrize("term", [t for t in CATALOG.terms if t.ask is not None], ids=lambda t: t.text)
def test_each_undecided_phrase_is_asked_about(term: Term) -> None:
    with pytest.raises(AmbiguousTermError):
        tl.resolve(CATALOG, term.text)


SHORT = [(a, c.id) for c in CATALOG.conditions for a in c.whole_entry_only]


@pytest.mark.parametrize(("alias", "condition"), SHORT)
def test_a_short_alias_counts_only_as_a_whole_entry(alias: str, condition: str) -> None:
    assert tl.resolve(CATALOG, f"{alias}, knee pain") == tuple(dict.fromkeys((condition, KNEE)))
    with pytest.raises(UnknownTermError):
        tl.resolve(CATALOG, f"{alias} scoliosis")


def test_a_name_that_contains_a_separator_is_read_as_a_whole() -> None:
    assert tl.resolve(CATALOG, "Wound, skin infection or local inflammation") == ("skin_or_tissue_problem",)


def test_conditions_of_an_own_catalog_are_known_to_it_alone() -> None:
    lordosis = evolve(
        CATALOG.condition("scoliosis"), id="own_curve", name="Own curve", aliases=("lordotic curve",), icd10=()
    )
    lordosis = evolve(lordosis, parents=("scoliosis",))
    own = evolve(CATALOG, conditions=(*CATALOG.conditions, lordosis))
    assert tl.resolve(own, "lordotic curves") == ("own_curve",)
    with pytest.raises(UnknownTermError):
        tl.resolve(CATALOG, "lordotic curves")


@pytest.mark.parametrize("item", CATALOG.equipment, ids=lambda item: item.id)
def test_each_id_name_and_alias_of_equipment_resolves_to_it(item: tl.Equipment) -> None:
    for name in (item.id, item.name, *item.aliases):
        assert resolve_equipment(CATALOG, [name]) == (item.id,)
        assert resolve_equipment(CATALOG, [name.upper()]) == (item.id,)


@pytest.mark.parametrize("word", ["sit-bag", "Sit bag", "Sofa for one", "BEAN BAGS"])
def test_equipment_of_an_own_catalog_is_known_by_its_id_its_name_and_its_aliases(word: str) -> None:
    bag = evolve(CATALOG.item("ball"), id="sit-bag", name="Sofa for one", aliases=("bean bag",))
    own = evolve(CATALOG, equipment=(*CATALOG.equipment, bag))
    assert resolve_equipment(own, [word]) == ("sit-bag",)


def test_equipment_comes_once_each_in_the_order_of_the_text() -> None:
    assert resolve_equipment(CATALOG, ["broomstick", "Foam rollers", "stick"]) == ("stick", "foam-roller")


def test_unknown_equipment_raises_with_the_nearest() -> None:
    with pytest.raises(UnknownTermError) as caught:
        resolve_equipment(CATALOG, ["stick", "foam rolller"])
    assert (caught.value.kind, caught.value.term) == ("equipment", "foam rolller")
    assert "foam-roller" in caught.value.nearest


@pytest.mark.parametrize("exercise", CATALOG.exercises, ids=lambda exercise: exercise.id)
def test_each_id_name_and_alias_of_an_exercise_resolves_to_it(exercise: tl.Exercise) -> None:
    for name in (exercise.id, exercise.name, *exercise.aliases):
        assert resolve_exercise(CATALOG, name.upper()) == exercise.id


def test_an_unknown_exercise_raises_with_the_nearest() -> None:
    with pytest.raises(UnknownTermError) as caught:
        resolve_exercise(CATALOG, "wall angle")
    assert (caught.value.kind, caught.value.term) == ("exercise", "wall angle")
    assert "wall-angel" in caught.value.nearest


def test_a_short_alias_beside_the_name_it_stands_for_says_the_same_again() -> None:
    assert tl.resolve(CATALOG, "deep vein thrombosis (DVT)") == ("deep_vein_thrombosis",)
    with pytest.raises(UnknownTermError):
        tl.resolve(CATALOG, "deep vein thrombosis (ICD)")


@pytest.mark.parametrize("text", ["osteoporosis, neck and shoulder pain", "neck and shoulder pain; osteoporosis"])
def test_a_phrase_with_and_in_it_stays_whole_within_a_list(text: str) -> None:
    assert set(tl.resolve(CATALOG, text)) == {"osteoporosis", "neck_condition", "shoulder_condition"}


@pytest.mark.parametrize("text", ["T8, T9 and T10 fractures", "fractures of T8 & T9", "fractured T8 + T9"])
def test_a_list_of_vertebrae_is_one_place(text: str) -> None:
    assert tl.resolve(CATALOG, text) == ("vertebral_fracture",)


def test_a_vertebra_that_belongs_to_no_fracture_is_not_dropped() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, "knee pain, T8")
    assert caught.value.term == "T8"


def test_a_fracture_in_the_neck_is_unstable_until_cleared() -> None:
    declared = tl.profile(conditions=["C2 fracture"]).conditions
    assert declared == frozenset({"vertebral_fracture", "cervical_instability"})


def test_the_nearest_terms_each_mean_something_else() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, "glucoma")
    assert caught.value.nearest == ("Glaucoma", "glaucoma surgery")


def test_where_nothing_is_near_nothing_is_named() -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, "fibromyalgia")
    assert caught.value.nearest == ()
