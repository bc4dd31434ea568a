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
SURGERY = "operated_spine"

ONE_WAY_OF_SAYING_IT = {
    # a fractured vertebra, by name, place or level
    "vertebral compression fracture": VCF,
    "Vertebral Compression Fractures": VCF,
    "Compression fracture": VCF,
    "fracture, compression": VCF,
    "fracture (compression)": VCF,
    "VCF": VCF,
    "T12 compression": VCF,
    "T-12 compression fracture": VCF,
    "T 12 compression": VCF,
    "Th12 compression fracture": VCF,
    "T11/T12 compression fracture": VCF,
    "T11–T12 compression fractures": VCF,
    "compression fracture at T12": VCF,
    "T12 compression fracture 2019": VCF,
    "healed T12 compression fracture": VCF,
    "two compression fractures": VCF,
    "multiple old compression fractures": VCF,
    "thoracic compression fracture": VCF,
    "spine compression fracture": VCF,
    "lumbar wedge fractures": VCF,
    "T9 wedge fracture": VCF,
    "wedged T8": VCF,
    "crushed vertebra": VCF,
    "collapsed vertebrae": VCF,
    "fracture T12": VCF,
    "T12 fx": "vertebral_fracture",
    "T11-12 fracture": "vertebral_fracture",
    "L1 burst fracture": "vertebral_fracture",
    "spinal fracture": "vertebral_fracture",
    "spine fractured": "vertebral_fracture",
    "fractures in my spine": "vertebral_fracture",
    "fractured thoracic vertebrae": "vertebral_fracture",
    "fractured vertebral body": "vertebral_fracture",
    "vertebra fracture": "vertebral_fracture",
    "broken back": "vertebral_fracture",
    "I broke my back in 2015": "vertebral_fracture",
    "broken bone in my back": "vertebral_fracture",
    # weak bone
    "Osteoporosis": "osteoporosis",
    "OSTEOPOROSIS!!": "osteoporosis",
    "i have osteoporosis.": "osteoporosis",
    "I’ve been diagnosed with osteoporosis": "osteoporosis",
    "severe osteoporosis": "osteoporosis",
    "low bone density": "osteoporosis",
    "low bone mass": "osteopenia",
    "osteopaenia": "osteopenia",
    # discs, and levels that say in which part of the spine
    "herniated discs": "disc_herniation",
    "a slipped disk": "disc_herniation",
    "L4-L5 disc bulge": "disc_herniation",
    "L5/S1 disc herniation": "disc_herniation",
    "slipped disc L4": "disc_herniation",
    "bulging disc in the lower back": "disc_herniation",
    "T7-T8 disc bulge": "thoracic_disc_herniation",
    "herniated thoracic disc": "thoracic_disc_herniation",
    "grade 1 spondylolisthesis": "spondylolisthesis",
    "L4 spondylolisthesis": "spondylolisthesis",
    "C8 radiculopathy": "cervical_radiculopathy",
    "pinched nerve in my neck": "cervical_radiculopathy",
    "lower back pain when arching": "extension_sensitive_low_back",
    # names of people, accents, apostrophes, hyphens, dots
    "Scheuermann's disease": "scheuermann_hyperkyphosis",
    "SCHEUERMANN’S": "scheuermann_hyperkyphosis",
    "Tietze's syndrome": "costochondritis",
    "Pott's disease": "spinal_infection",
    "Bechterew`s": "axial_spondyloarthritis",
    "housemaid's knee": KNEE,
    "ankylosing-spondylitis": "axial_spondyloarthritis",
    "spóndylólisthesis": "spondylolisthesis",
    "D.V.T.": "deep_vein_thrombosis",
    "dvt": "deep_vein_thrombosis",
    "hEDS": "hypermobility",
    "AFib": "heart_condition",
    "A-fib": "heart_condition",
    "HTN": "hypertension",
    "high BP": "hypertension",
    "uncontrolled hypertension": "hypertension",
    "stage 2 hypertension": "hypertension",
    "heart attack last year": "heart_condition",
    # operations
    "laminectomy": SURGERY,
    "post laminectomy": SURGERY,
    "L4/L5 laminectomy": SURGERY,
    "surgery on the spine": SURGERY,
    "recent back surgery": "recent_spine_surgery",
    "my very recent back surgery": "recent_spine_surgery",
    "back surgery recently": "recent_spine_surgery",
    "L5-S1 fusion": "spinal_fusion",
    "rods in the back": "spinal_fusion",
    "spinal fusion 10 years ago": "spinal_fusion",
    "C-section 3 months ago": "recent_abdominal_surgery",
    "pacemaker since 2010": "cardiac_device",
    "ICD": "cardiac_device",
    # everyday words
    "20 weeks pregnant": "pregnancy",
    "I'm pregnant": "pregnancy",
    "I am expecting": "pregnancy",
    "expecting a child": "pregnancy",
    "i take blood thinners": "anticoagulant_or_bleeding",
    "taking warfarin": "anticoagulant_or_bleeding",
    "easy bruising": "anticoagulant_or_bleeding",
    "can't kneel": KNEE,
    "can not kneel": KNEE,
    "not able to kneel": KNEE,
    "pain, knee": KNEE,
    "bad knees": KNEE,
    "cannot get off the floor": "floor_transfer_difficulty",
    "history of falls": "floor_transfer_difficulty",
    "falls": "floor_transfer_difficulty",
    "i can not stand": "cannot_stand",
    "torn rotator cuff": "shoulder_impingement",
    "dislocated my left shoulder": "shoulder_instability",
    "one of my ribs is broken": "rib_fracture",
    "abscesses": "skin_or_tissue_problem",
    "cut": "skin_or_tissue_problem",
    "stitches": "skin_or_tissue_problem",
}

TWO_CONDITIONS = {
    "osteoporotic fracture": {VCF, "osteoporosis"},
    "osteoporosis with fractures": {VCF, "osteoporosis"},
    "osteoporosis with compression fracture": {VCF, "osteoporosis"},
    "kyphoplasty": {VCF, SURGERY},
    "C5-C6 disc herniation": {"disc_herniation", "neck_condition"},
    "C5-C6 fusion": {"spinal_fusion", "neck_condition"},
    "recent spinal fusion": {"recent_spine_surgery", "spinal_fusion"},
    "neck and shoulder pain": {"neck_condition", "shoulder_condition"},
    "Marfan's syndrome": {"aortic_aneurysm", "hypermobility"},
    "I use a wheelchair": {"cannot_stand", "floor_transfer_difficulty"},
    "wheelchair-bound": {"cannot_stand", "floor_transfer_difficulty"},
    "osteoporosis/knee pain": {"osteoporosis", KNEE},
    "osteoporosis & knee pain": {"osteoporosis", KNEE},
    "Osteoporosis AND knee pain": {"osteoporosis", KNEE},
    "osteoporosis, and knee pain": {"osteoporosis", KNEE},
    "osteoporosis plus knee pain": {"osteoporosis", KNEE},
    "osteoporosis but also knee pain": {"osteoporosis", KNEE},
    "1. osteoporosis\n2. knee pain": {"osteoporosis", KNEE},
    "- osteoporosis\n- sore neck\n": {"osteoporosis", "neck_condition"},
    "abscess, spinal abscess": {"skin_or_tissue_problem", "spinal_infection"},
    "back fracture, T12 fracture": {"vertebral_fracture", VCF},
    "abscess epidural abscess": {"skin_or_tissue_problem", "spinal_infection"},
    "falls; knee pain;": {"floor_transfer_difficulty", KNEE},
}

UNKNOWN = [
    *(
        "",
        " ",
        ",",
        "-",
        "my",
        "recent",
        "12",
        "T12",
        "🙂",
        "骨粗鬆症",
        "osteoporosis 🤰",
        "knee pain, 🤰",
    ),  # nothing that names anything
    *("back", "knee", "wrist", "blood pressure", "low blood pressure"),  # parts of a name
    *("hip fracture", "broken ankle", "broken neck", "stress fracture of the foot", "breast cancer"),  # elsewhere
    *("multiple sclerosis", "degenerative disc disease", "asthma", "type 2 diabetes", "migraine"),  # no rules here
    *("osteoporsis", "scoliosos", "hyperten", "osteoporose"),  # misspelled
    *("risk of osteoporosis", "possible osteoporosis", "worried about falls", "planned back surgery"),  # not so (yet)
    *("paper cut", "spinning class", "bile reflux", "IT band", "costo rica"),  # a short alias inside something else
    *("T12 pain", "T2 diabetes", "T12 broken dream", "spinal compression", "back cracked", "body crushed"),  # traps
    *("c5 discectomy", "T7 laminectomy", "T12 osteoporosis"),  # a level that the condition does not know
    *("osteoporosis, diabetes", "diabetes and osteoporosis", "osteoporosis diabetes", "osteoporosis, old"),
]

REFUSED = [
    *("no osteoporosis", "Not osteoporosis", "I don't have osteoporosis", "don’t have any fracture", "none", "nothing"),
    *("never pregnant", "without fracture", "denies chest pain", "osteoporosis ruled out", "cancer-free"),
    *("osteoporosis but no fracture", "no fracture, osteoporosis", "knee pain, no falls", "I haven't got a hernia"),
    *("my mother has osteoporosis", "mom's osteoporosis", "family history of osteoporosis", "Father: heart attack"),
    *("my wife is pregnant", "grandma had falls", "osteoporosis, my brother too"),
]

ASKED = [
    *("AS", "as", "EDS", "E.D.S.", "fusion", "spinal stenosis", "stenosis", "hernia", "fracture", "my fractures"),
    *("back pain", "Lower back pain", "arthritis", "chest pain", "sciatica", "kyphosis", "Dowager’s hump"),
    *("cancer", "tumour", "surgery", "shoulder surgery", "rib injuries", "pinched nerve", "blood clot", "dizzy"),
    *("osteoporosis, stenosis", "rheumatoid arthritis", "cord compression fracture"),
]


@pytest.mark.parametrize(("text", "condition"), ONE_WAY_OF_SAYING_IT.items(), ids=repr)
def test_what_people_type_names_one_condition(text: str, condition: str) -> None:
    assert tl.resolve(CATALOG, text) == (condition,)


@pytest.mark.parametrize(("text", "conditions"), TWO_CONDITIONS.items(), ids=repr)
def test_what_people_type_may_name_two_conditions(text: str, conditions: set[str]) -> None:
    assert set(tl.resolve(CATALOG, text)) == conditions


@pytest.mark.parametrize("text", UNKNOWN, ids=repr)
def test_what_is_not_wholly_known_is_refused(text: str) -> None:
    with pytest.raises(UnknownTermError):
        tl.resolve(CATALOG, text)


@pytest.mark.parametrize("text", REFUSED, ids=repr)
def test_denials_and_what_is_about_somebody_else_are_refused(text: str) -> None:
    with pytest.raises(RefusedTermError):
        tl.resolve(CATALOG, text)


@pytest.mark.parametrize("text", ASKED, ids=repr)
def test_what_could_mean_several_things_is_asked_about(text: str) -> None:
    with pytest.raises(AmbiguousTermError) as caught:
        tl.resolve(CATALOG, text)
    assert caught.value.candidates
    assert "?" in caught.value.ask or "clinician" in caught.value.ask


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
        tl.resolve(CATALOG, f"{alias} knee pain")


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
