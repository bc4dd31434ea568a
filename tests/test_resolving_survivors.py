"""How words are made alike, and what is suggested: faults here once went past every other test of the resolver."""

import pytest

import thoracic_lib as tl
from thoracic_lib.errors import AmbiguousTermError, RefusedTermError, UnknownTermError
from thoracic_lib.resolving import _key, _phrases, _words, resolve, resolve_exercise

CATALOG = tl.catalog()

SINGULAR = {
    "injuries": "injury",
    "ties": "tie",
    "abscesses": "abscess",
    "crutches": "crutch",
    "rashes": "rash",
    "reflexes": "reflex",
    "discs": "disc",
    "ribs": "rib",
    "gas": "gas",
    "loss": "loss",
    "lupus": "lupus",
    "pelvis": "pelvis",
}


@pytest.mark.parametrize(("word", "singular"), SINGULAR.items())
def test_words_are_compared_without_plural_endings(word: str, singular: str) -> None:
    assert _words(word) == [singular]


def test_every_phrase_is_suggested_in_a_spelling_that_is_compared_as_it() -> None:
    spelled = _phrases(CATALOG).spelled
    assert {phrase: _key(spelling) for phrase, spelling in spelled.items()} == {phrase: phrase for phrase in spelled}
    assert [spelling for spelling in spelled.values() if "_" in spelling] == []


def test_no_more_than_three_exercises_are_suggested() -> None:
    with pytest.raises(UnknownTermError) as raised:
        resolve_exercise(CATALOG, "thoracic rotation")
    assert len(raised.value.nearest) == 3


@pytest.mark.parametrize("text", ["", "  ", " , ; "], ids=repr)
def test_a_text_without_words_is_an_unknown_condition_as_it_was_typed(text: str) -> None:
    with pytest.raises(UnknownTermError) as raised:
        resolve(CATALOG, text)
    assert raised.value.args[:2] == ("condition", text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" no osteoporosis ", "says what is not there; name only what is"),
        (" mother had osteoporosis ", "is about somebody else; declare only your own"),
    ],
)
def test_a_refusal_holds_the_trimmed_text_and_the_reason(text: str, reason: str) -> None:
    with pytest.raises(RefusedTermError) as raised:
        resolve(CATALOG, text)
    assert raised.value.args == ("condition", text.strip(), reason)


def test_a_question_back_holds_the_trimmed_text_the_candidates_and_what_to_ask() -> None:
    term = next(term for term in CATALOG.terms if term.ask is not None)
    with pytest.raises(AmbiguousTermError) as raised:
        resolve(CATALOG, f" {term.text} ")
    assert raised.value.args == ("condition", term.text, term.conditions, term.ask)


def test_an_unknown_condition_is_told_as_it_was_typed_but_for_the_spaces_around_it() -> None:
    with pytest.raises(UnknownTermError) as raised:
        resolve(CATALOG, " Xyzzy ")
    assert raised.value.args == ("condition", "Xyzzy", ())


@pytest.mark.parametrize("words", [["t7", "fracture", "fracture"], ["t7", "fracture", "broken"]], ids=" ".join)
def test_words_for_several_fractures_are_never_taken_as_one(words: list[str]) -> None:
    assert _phrases(CATALOG).broken(words) == ()


def test_the_phrases_are_shown_without_what_they_are_looked_up_by() -> None:
    told = repr(_phrases(CATALOG))
    assert told.startswith("_Phrases(conditions=")
    assert all(f"{name}=" not in told for name in ("shuffled", "spelled"))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("osteoporosis with a T7 spinal fracture", ("osteoporosis", "vertebral_fracture")),
        ("osteoporosis with a T7 compression fracture", ("osteoporosis", "vertebral_compression_fracture")),
    ],
)
def test_a_fracture_in_a_longer_text_may_say_which_vertebra_it_is_of(text: str, ids: tuple[str, ...]) -> None:
    assert resolve(CATALOG, text) == ids


def test_a_vertebra_that_nothing_in_the_text_is_of_is_not_passed_over() -> None:
    with pytest.raises(UnknownTermError):
        resolve(CATALOG, "osteoporosis with a T7 scoliosis")
