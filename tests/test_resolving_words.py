"""The small words around a condition: what says nothing more of it, what denies it, and what gives it to others."""

import pytest

import thoracic_lib as tl
from thoracic_lib.errors import RefusedTermError

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
