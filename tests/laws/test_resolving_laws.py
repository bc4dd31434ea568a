"""Laws of resolving: nothing typed is dropped, whatever it is joined with and however it is spelled."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import CATALOG
from thoracic_lib.errors import AmbiguousTermError, RefusedTermError, ThoracicError, UnknownTermError
from thoracic_lib.resolving import resolve

often = settings(max_examples=100, deadline=None)

KNOWN = {name: {c.id} for c in CATALOG.conditions for name in (*c.aliases, *c.whole_entry_only, c.name)}
KNOWN |= {term.text: set(term.conditions) for term in CATALOG.terms if term.ask is None}
KNOWN = {name: ids for name, ids in KNOWN.items() if "," not in name and " and " not in name}
ASKED = [term.text for term in CATALOG.terms if term.ask is not None and " and " not in term.text]

known = st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=4)
separators = st.sampled_from([", ", ",", "; ", "\n", " and ", " + ", " & ", " plus ", ";\n- "])
strange = st.sampled_from(
    ["xyzzy", "diabetes", "asthma", "flux capacitor", "hip", "toe fracture", "🤰", "骨折", "maybe"]
)
spellings = st.sampled_from([str.upper, str.title, "  {}  ".format, "I have {}".format, "{}.".format, "my {}!".format])


def meant(pieces: list[str]) -> set[str]:
    return {condition for piece in pieces for condition in KNOWN[piece]}


@often
@given(known, separators)
def test_known_phrases_joined_resolve_to_all_that_each_means(pieces: list[str], separator: str) -> None:
    assert set(resolve(CATALOG, separator.join(pieces))) >= meant(pieces)


@often
@given(known, st.integers(0, 4), strange, separators)
def test_one_unknown_piece_among_known_ones_raises(pieces: list[str], at: int, piece: str, separator: str) -> None:
    with pytest.raises(UnknownTermError):
        resolve(CATALOG, separator.join([*pieces[:at], piece, *pieces[at:]]))


@often
@given(known, st.integers(0, 4), st.sampled_from(ASKED), separators)
def test_one_undecided_piece_among_known_ones_is_asked_about(
    pieces: list[str], at: int, piece: str, separator: str
) -> None:
    text = separator.join([*pieces[:at], piece, *pieces[at:]])
    try:
        resolved = set(resolve(CATALOG, text))
    except AmbiguousTermError:
        return
    assert len(pieces) == 1, "only together with one other phrase may it be decided, as in 'fracture, rib'"
    assert resolved


@often
@given(known, st.integers(0, 4), st.sampled_from(sorted(KNOWN)), separators, st.sampled_from(["no", "not", "never"]))
def test_one_denial_among_known_pieces_is_refused(
    pieces: list[str], at: int, piece: str, separator: str, no: str
) -> None:
    with pytest.raises(RefusedTermError):
        resolve(CATALOG, separator.join([*pieces[:at], f"{no} {piece}", *pieces[at:]]))


@often
@given(st.sampled_from(sorted(KNOWN)), spellings)
def test_case_space_punctuation_and_filler_change_nothing(piece: str, spell: object) -> None:
    assert callable(spell)
    assert set(resolve(CATALOG, spell(piece))) == KNOWN[piece]


@often
@given(st.sampled_from(sorted(KNOWN)), st.data())
def test_the_order_of_the_words_of_a_phrase_changes_nothing(piece: str, data: st.DataObject) -> None:
    words = data.draw(st.permutations(piece.split()))
    assert set(resolve(CATALOG, " ".join(words))) == KNOWN[piece]


@often
@given(st.text(max_size=30) | st.lists(st.sampled_from([*sorted(KNOWN), *ASKED, "no", "hip", "T12"])).map(" ".join))
def test_whatever_is_typed_something_is_resolved_or_it_raises(text: str) -> None:
    try:
        resolved = resolve(CATALOG, text)
    except ThoracicError as error:
        assert isinstance(error, UnknownTermError | AmbiguousTermError | RefusedTermError)  # noqa: PT017 - or nothing raised
    else:
        assert resolved
        assert set(resolved) <= {condition.id for condition in CATALOG.conditions}
        assert len(resolved) == len(set(resolved))


@often
@given(st.lists(st.sampled_from(sorted(KNOWN)), min_size=2, max_size=4))
def test_phrases_joined_by_spaces_all_count_or_it_raises(pieces: list[str]) -> None:
    try:
        resolved = set(resolve(CATALOG, " ".join(pieces)))
    except (UnknownTermError, AmbiguousTermError, RefusedTermError):
        return
    broader = {above for condition in resolved for above in CATALOG.closure(condition)}
    assert meant(pieces) <= broader


LONG_WORDS = sorted(name for name in KNOWN if name.isalpha() and len(name) > 6)


@often
@given(st.sampled_from(LONG_WORDS), st.data())
def test_a_letter_left_out_is_never_accepted_as_something_else(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 2))
    typed = name[:at] + name[at + 1 :]
    try:
        meanings = [set(resolve(CATALOG, typed))]
    except UnknownTermError as error:
        meanings = [set(resolve(CATALOG, near)) for near in error.nearest if near not in ASKED]
    assert KNOWN[name] in meanings, "accepted only as a spelling that the data lists, or a plural; else named as near"
