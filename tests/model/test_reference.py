"""Sources, equipment, guidance and the other data around exercises."""

import pytest

from tests.model.tiny import example, refused
from thoracic_lib.model.reference import Disagreement, Equipment, Guidance, Identifiers, Norm, Source
from thoracic_lib.vocabulary import Phase, ShownIn


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"exercises": ()}, [("exercises", "go with being shown in exercise, and only with it")]),
        ({"shown_in": (ShownIn.ROUTINE,)}, [("exercises", "go with being shown in exercise, and only with it")]),
        ({"phases": (Phase.STRETCH,)}, [("phases", "go with being shown in phase, and only with it")]),
        (
            {"shown_in": (ShownIn.PHASE,)},
            [
                ("phases", "go with being shown in phase, and only with it"),
                ("exercises", "go with being shown in exercise, and only with it"),
            ],
        ),
        ({"shown_in": ()}, [("shown_in", "must hold at least 1")]),
        ({"shown_in": (ShownIn.ROUTINE,), "exercises": ()}, []),
        ({"shown_in": (ShownIn.PHASE,), "phases": (Phase.STRETCH,), "exercises": ()}, []),
        ({"shown_in": (ShownIn.PHASE, ShownIn.EXERCISE), "phases": (Phase.STRETCH,)}, []),
    ],
)
def test_guidance_names_where_it_is_shown_and_nothing_else(
    changes: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    assert refused(example(Guidance), **changes) == faults


@pytest.mark.parametrize("year", [1899, 2101])
def test_a_source_is_of_a_believable_year(year: int) -> None:
    assert refused(example(Source), year=year) == [("year", f"must be from 1900 to 2100, not {year}")]


def test_a_source_has_no_identifiers_unless_they_are_given() -> None:
    assert Source(id="s", title="T", kind="article", quality="fair", says="Turn.").identifiers == Identifiers()


def test_a_norm_cites_a_source() -> None:
    assert refused(example(Norm), sources=()) == [("sources", "must hold at least 1")]


def test_a_disagreement_has_a_position() -> None:
    assert refused(example(Disagreement), positions=()) == [("positions", "must hold at least 1")]


def test_equipment_says_whether_it_is_at_hand() -> None:
    assert refused(example(Equipment), at_hand="yes") == [("at_hand", "must be true or false, not 'yes'")]
