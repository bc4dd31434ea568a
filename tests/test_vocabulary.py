"""The closed vocabularies: texts that data, JSON and code spell alike."""

import pickle
from enum import StrEnum

import pytest

from thoracic_lib import vocabulary
from thoracic_lib.vocabulary import Phase, Verdict

VOCABULARIES: list[type[StrEnum]] = [getattr(vocabulary, name) for name in vocabulary.__all__]
every_vocabulary = pytest.mark.parametrize("terms", VOCABULARIES, ids=lambda terms: terms.__name__)


def test_every_vocabulary_of_the_module_is_listed() -> None:
    held = {name for name, one in vars(vocabulary).items() if isinstance(one, type) and issubclass(one, StrEnum)}
    assert held - {"StrEnum", "Coded"} == set(vocabulary.__all__)


@every_vocabulary
def test_a_term_is_its_own_text(terms: type[StrEnum]) -> None:
    assert all(str(term) == f"{term}" == term.value == term for term in terms)


@every_vocabulary
def test_a_term_is_spelled_like_its_name_in_lower_case(terms: type[StrEnum]) -> None:
    assert all(term.value.replace("-", "_") == term.name.lower() for term in terms)


@every_vocabulary
def test_no_term_stands_twice(terms: type[StrEnum]) -> None:
    assert len(terms.__members__) == len(set(terms))


@every_vocabulary
def test_a_term_survives_pickling_as_the_same_object(terms: type[StrEnum]) -> None:
    assert all(pickle.loads(pickle.dumps(term)) is term for term in terms)  # noqa: S301 - made here


def test_phases_rank_in_the_order_of_a_session() -> None:
    order = ["release", "stretch", "mobilize", "strengthen", "posture", "assess"]
    assert sorted(order, key=lambda word: Phase(word).rank) == order
    assert [phase.rank for phase in Phase] == [0, 1, 2, 3, 4, 5]


def test_verdicts_rank_by_strictness() -> None:
    order = ["keep", "caution", "modify", "exclude"]
    assert sorted(order, key=lambda word: Verdict(word).rank) == order
    assert [verdict.rank for verdict in Verdict] == [0, 1, 2, 3]


def test_an_unknown_word_is_no_term() -> None:
    with pytest.raises(ValueError, match="'allow' is not a valid Verdict"):
        Verdict("allow")
