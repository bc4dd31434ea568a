"""The small words around a condition: what says nothing more of it, what denies it, and what gives it to others."""

import pytest

import thoracic_lib as tl
from thoracic_lib.errors import RefusedTermError, UnknownTermError
from thoracic_lib.resolving import _key, _phrases, _regional

CATALOG = tl.catalog()

SAID = {
    "osteoporosis": """
        after having had osteoporosis treated
        and osteoporosis too
        it has been osteoporosis by now
        pt known to have osteoporosis
        older patient using medicine for osteoporosis
        client has been taking meds for osteoporosis
        pmh osteoporosis dx'd this year
        when I get osteoporosis
        past diagnosis of osteoporosis
        previous osteoporosis
        previously treated osteoporosis
        prior untreated osteoporosis
        I suffer from osteoporosis
        suffering from osteoporosis
        taking a new pill due to osteoporosis
        a tablet for osteoporosis
        I'd be on medication for osteoporosis
        osteoporosis when I was three or four
        osteoporosis for the last five wks
        osteoporosis for a few months
        osteoporosis 1 wk ago
        osteoporosis 2 yrs ago
        osteoporosis 1 yr ago
        osteoporosis to this day
        osteoporosis which is ongoing
        osteoporosis that I have still got
        currently osteoporosis again
        just mildly bad osteoporosis
        moderate osteoporosis
        quite late osteoporosis
        acute osteoporosis
        I've got osteoporosis
    """,
    "scoliosis": """
        there is a big scoliosis
        there were several scoliosis
        a large scoliosis
        a little scoliosis
        some minor scoliosis
        a major scoliosis
        really slightly scoliosis
        an old healing scoliosis
        scoliosis of 12 mm
        chronic scoliosis
    """,
    "glaucoma": """
        bilateral glaucoma
        glaucoma in both eyes
        glaucoma rt
        glaucoma lt
        glaucoma l
        my glaucoma is acute
    """,
    "cardiac_device": """
        pacemaker inserted
        pacemaker recently inserted
    """,
    "vertebral_fracture": """
        unstable T7 fracture
        T7 endplate fracture
        fracture of the thoracic column
        hairline lumbar fracture
        stable spinal fracture
        traumatic vertebral fracture
        traumatic fracture of the vertebra
        stable fracture of three vertebrae
        hairline thoracic fracture
        stress fracture of the back
        stable fracture of the spine
        fracture of the bone body T9
        broken T9
        T9 break
        T9 fractured
        T9 fracture
        T9 burst
    """,
    "vertebral_compression_fracture": """
        T9 wedge
        T9 wedged
        wedging of T9
        crush of T9
        T9 crushed
        collapse of T9
        T9 collapsed
        T9 compression
        T9 compressed
    """,
}

DENIED = """
    my vertebrae aren't fractured
    denies osteoporosis
    I hadn't osteoporosis
    it isn't scoliosis
    scoliosis? nah
    nor scoliosis
    neither osteoporosis
    they weren't fractured vertebrae
"""

RELATED = """
    aunt boyfriend child colleague dad girlfriend gran granddad grandfather grandmother grandpa grandparent granny mama
    nan neighbour nephew papa parent relative sibling spouse
"""


def sentences(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("text", "condition"), [(text, condition) for condition, told in SAID.items() for text in sentences(told)]
)
def test_how_long_how_bad_and_by_whose_word_says_nothing_more(text: str, condition: str) -> None:
    assert tl.resolve(CATALOG, text) == (condition,)


@pytest.mark.parametrize("text", sentences(DENIED))
def test_a_denial_is_refused_however_it_is_put(text: str) -> None:
    with pytest.raises(RefusedTermError, match="says what is not there"):
        tl.resolve(CATALOG, text)


@pytest.mark.parametrize("relative", RELATED.split())
def test_what_a_relative_or_a_friend_has_is_refused(relative: str) -> None:
    with pytest.raises(RefusedTermError, match="is about somebody else"):
        tl.resolve(CATALOG, f"my {relative} has osteoporosis")


@pytest.mark.parametrize("text", ["he has osteoporosis", "her scoliosis", "his scoliosis", "their osteoporosis"])
def test_what_somebody_without_a_name_has_is_refused(text: str) -> None:
    with pytest.raises(RefusedTermError, match="is about somebody else"):
        tl.resolve(CATALOG, text)


# what is written in several ways, and the one that is compared

SPELLED = {
    "parkinson": "Parkinson's, Parkinson’s, Parkinson`s",
    "dvt": "DVT, D.V.T., d.v.t",
    "t12": "T12, T-12, T 12, T–12",
    "th5": "Th5, TH-5",
    "c2": "C-2, c 2",
    "d3": "D-3",
    "l4": "L-4",
    "s1": "S-1",
    "t12 l1": "T12L1, T12/L1, T-12-L-1",
    "c7 t1": "C7T1",
    "l5 s1": "L5S1",
    "d12 l1": "D12L1",
    "t8 t9": "T8T9",
    "cervical spine": "C-spine, c spine",
    "thoracic spine": "T-spine, t spine",
    "lumbar spine": "L-spine, l spine",
    "post fusion": "s/p fusion",
    "history of stroke": "h/o stroke",
    "family history of stroke": "f/h of stroke, fh of stroke",
    "without pain": "w/o pain",
    "with pain": "w/ pain, w/pain, c/o pain, with pain, with aches",
    "none": "n/a",
    "fracture": "fx",
    "disc": "disk, disks, discs",
    "discectomy": "diskectomy",
    "tumor": "tumour, tumours",
    "neighbor": "neighbour",
    "hemophilia": "haemophilia",
    "cesarean": "caesarean",
    "esophageal": "oesophageal",
    "osteopenia": "osteopaenia",
    "balance problem": "balance issue, balance issues",
    "neck and back": "neck as well as back",
    "neck and": "neck as well",
    "diagnosed with gout": "told with gout, told that with gout, I was told with gout, been told with gout",
    "diagnosed gout": "I have been told gout, I've been told that gout",
    "diagnosed stroke": """
        doctor says stroke, doctors say stroke, dr. said stroke, dr said that stroke, GP told me stroke, GP said stroke,
        surgeon told me that stroke, physio say stroke
    """,
    "cannot stand": "can not stand, can't stand, cant stand",
    "unable to stand": "not able to stand",
    "broken rib": "broke rib",
    "knee pain": "knee hurt, knee hurts, knee hurting, knee ache, knee aches, knee aching",
    "recent fall": "recently fall, just had fall",
}
MONTHS = """
    jan feb mar apr may jun jul aug sep sept oct nov dec
    january february march april june july august september october november december
"""
WHEN = ["in", "since", "from", "on", "by", "early", "late", "mid"]


@pytest.mark.parametrize(
    ("typed", "compared"),
    [(typed.strip(), compared) for compared, all_ in SPELLED.items() for typed in all_.split(",")],
)
def test_what_is_written_in_several_ways_is_compared_in_one(typed: str, compared: str) -> None:
    assert _key(typed) == compared


@pytest.mark.parametrize("month", MONTHS.split())
def test_the_month_of_a_date_is_passed_over(month: str) -> None:
    assert [_key(f"stroke {when} {month} 2019") for when in WHEN] == [f"stroke {when} 2019" for when in WHEN]


@pytest.mark.parametrize(
    ("levels", "regions"),
    [
        ("c5", "cervical"),
        ("t8", "thoracic"),
        ("th8", "thoracic"),
        ("d8", "thoracic"),
        ("l4", "lumbar"),
        ("s1", "lumbar"),
        ("l5 s1", "lumbar"),
        ("c7 t1", "cervical thoracic"),
    ],
)
def test_the_name_of_a_vertebra_says_which_part_of_the_spine_it_is_in(levels: str, regions: str) -> None:
    assert _regional(["disc", *levels.split()]) == [*regions.split(), "disc"]


def test_no_phrase_has_more_words_than_are_looked_for_at_once() -> None:
    assert max(len(phrase.split()) for phrase in _phrases(CATALOG).spelled) <= 8


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        pytest.param("severe stiff nec", "stiff neck", id="but for words that say nothing more"),
        pytest.param("cncer in my spine", "cancer in my spine", id="with the small words of the phrase itself"),
        pytest.param("hystertomy", "sternotomy", id="a word alone may be further off"),
    ],
)
def test_a_slip_of_the_pen_is_told_what_it_may_have_meant(typed: str, near: str) -> None:
    with pytest.raises(UnknownTermError) as caught:
        tl.resolve(CATALOG, typed)
    assert near in caught.value.nearest
