"""What apps log has codes that never change, and holds nothing that a person typed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checked import forged
from tests.model.tiny import example, examples, tiny
from tests.test_errors import TOLD
from thoracic_lib import errors, reporting
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import FormatError, GateError, RedFlagError, StopError, ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import FlagAnswer, Profile
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.profiles import profile
from thoracic_lib.reporting import CatalogLoaded, as_dict, codes, event_of
from thoracic_lib.resolving import resolve, resolve_equipment, resolve_exercise
from thoracic_lib.vocabulary import ChangeKind, LimitKind, OmissionCode, RedFlagLevel, StopReason, Verdict

ROOT = Path(__file__).parent.parent
PUBLISHED = [tuple(line.split()) for line in (ROOT / "tests" / "codes.txt").read_text("utf-8").splitlines()]


# codes


def present() -> list[tuple[str, str]]:
    return [(family, code) for family, held in codes().items() for code in held]


def test_no_code_that_was_published_is_gone_and_every_new_one_is_written_down() -> None:
    """A line that is missing here was taken away: put the code back. One that is new belongs into tests/codes.txt."""
    assert present() == PUBLISHED


def test_the_page_has_every_code_once_under_its_family() -> None:
    page = (ROOT / "docs" / "reference" / "codes.md").read_text("utf-8")
    families = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    told = [
        (part.split("\n")[0], code) for part in families for code in re.findall(r"^\| `(\S+)` \|", part, re.MULTILINE)
    ]
    assert told == present()


def subclasses(kind: type[ThoracicError]) -> Iterator[type[ThoracicError]]:
    yield kind
    for under in kind.__subclasses__():
        yield from subclasses(under)


def test_every_error_of_the_library_has_a_code_of_its_own() -> None:
    ours = [kind for kind in subclasses(ThoracicError) if kind.__module__ == errors.__name__]
    assert sorted(kind.code for kind in ours) == list(codes()["error"])
    assert len({kind.code for kind in ours}) == len(ours)
    assert all("code" in vars(kind) for kind in ours)


@pytest.mark.parametrize(
    ("family", "kind"),
    [
        ("change", ChangeKind),
        ("limit", LimitKind),
        ("omission", OmissionCode),
        ("red-flag-level", RedFlagLevel),
        ("stop", StopReason),
        ("verdict", Verdict),
    ],
)
def test_every_member_of_a_vocabulary_has_a_code(family: str, kind: Any) -> None:  # noqa: ANN401 - a vocabulary
    assert {member.code for member in kind} == set(codes()[family])
    assert len(codes()[family]) == len(kind)


def test_codes_are_in_kebab_case() -> None:
    assert [code for _, code in present() if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


# events

VALUES = [example(kind) for kind in (Routine, Program, Screening)]


def test_the_event_of_a_routine_counts_what_is_in_it() -> None:
    routine: Routine = example(Routine)
    told = as_dict(event_of(routine, catalog=tiny()))
    assert (told["event"], told["steps"], told["seconds"]) == ("routine-composed", len(routine.steps), routine.seconds)
    assert told["goal"] == "g-all"
    assert told["exercises"] == [step.exercise.id for step in routine.steps]
    assert told["catalog_digest"] == tiny().digest
    assert sum(told["omissions"].values()) == len(routine.omissions)  # type: ignore[attr-defined]  # a dict of counts
    assert told["asked"] is False


def test_the_event_of_a_program_counts_what_is_in_it() -> None:
    program: Program = example(Program)
    told = as_dict(event_of(program, catalog=tiny()))
    assert (told["event"], told["sessions"], told["feedback"]) == ("program-composed", len(program.sessions), 1)
    assert told["seconds"] == sum(session.routine.seconds for session in program.sessions)
    assert set(told["changes"]) <= set(codes()["change"])  # type: ignore[call-overload]  # a dict of counts


def test_the_event_of_a_screening_counts_what_is_in_it() -> None:
    screening: Screening = example(Screening)
    told = as_dict(event_of(screening, catalog=tiny()))
    assert (told["event"], told["exercises"], told["kept"]) == (
        "screening-done",
        len(screening.exercises),
        len(screening.kept),
    )
    assert sum(told["verdicts"].values()) == told["setups"]  # type: ignore[attr-defined]  # a dict of counts
    assert told["asked"] is True


def test_the_event_of_a_catalog_tells_how_much_it_holds() -> None:
    event = event_of(catalog())
    assert isinstance(event, CatalogLoaded)
    assert (event.exercises, event.rules, event.catalog_digest) == (52, len(catalog().rules), catalog().digest)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_conditions_and_warning_signs_are_told_only_when_asked_for(value: object) -> None:
    assert not {"conditions", "red_flags"} & as_dict(event_of(value, catalog=tiny())).keys()
    assert {"conditions", "red_flags"} <= as_dict(event_of(value, catalog=tiny(), health=True)).keys()


def test_a_gate_and_a_warning_sign_are_named_only_when_asked_for() -> None:
    flag = catalog().red_flags[0].id
    gate, sign = GateError(("osteoporosis", "typed")), RedFlagError((flag, "typed"), ("Call.", "Call."))
    assert not {"conditions", "red_flags"} & (as_dict(event_of(gate)).keys() | as_dict(event_of(sign)).keys())
    assert as_dict(event_of(gate, health=True))["conditions"] == ["osteoporosis"]
    assert as_dict(event_of(sign, health=True))["red_flags"] == [flag]


def test_of_warning_signs_those_answered_yes_are_named() -> None:
    flags = (FlagAnswer(flag="F1", present=True), FlagAnswer(flag="F2", present=False))
    routine = forged(example(Routine), request=Request(minutes=5, profile=Profile(red_flags=flags)))
    assert set(event_of(routine, catalog=tiny(), health=True).red_flags or ()) == {"F1"} & {
        flag.id for flag in tiny().red_flags
    }


@pytest.mark.parametrize("error", [error for error, _ in TOLD], ids=lambda error: error.code)
def test_every_error_is_told_by_its_code(error: ThoracicError) -> None:
    told = as_dict(event_of(error))
    assert told.keys() == {"event", "data_version", "error", "count", "stops"}
    assert (told["event"], told["error"]) == ("refused", error.code)


def test_why_a_program_stops_is_told_by_code() -> None:
    error = StopError(("cat-cow",), ("Stop.",), (), ("sharp-pain", "typed"))
    assert as_dict(event_of(error))["stops"] == ["sharp-pain"]


def test_an_error_of_somebody_elses_has_the_code_of_any_other() -> None:
    class OwnError(ThoracicError):
        code = "my-name-is-jane"

    assert as_dict(event_of(OwnError()))["error"] == "error"


@pytest.mark.parametrize("value", [None, "text", ValueError("typed"), Profile(), 5], ids=repr)
def test_there_is_no_event_of_anything_else(value: object) -> None:
    with pytest.raises(FormatError) as error:
        event_of(value)
    assert "typed" not in str(error.value)


def test_what_a_routine_claims_is_not_told_unless_it_is_known() -> None:
    request = Request(minutes=5, goal="jane-doe")
    routine = forged(example(Routine), request=request, data_version="Jane Doe", catalog_digest="jane-doe")
    told = as_dict(event_of(routine))
    assert "goal" not in told
    assert (told["data_version"], told["catalog_digest"], told["exercises"]) == ("unknown", "unknown", [])


TYPED = st.text(min_size=3, max_size=30).map(lambda text: f"zqx{text}")


@settings(max_examples=150, deadline=None)
@given(TYPED, st.booleans())
def test_no_event_holds_what_was_typed(typed: str, health: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    """Whatever is typed wherever text is taken, the event of the error holds none of it."""
    asked: list[Any] = [
        lambda: resolve(catalog(), typed),
        lambda: resolve(catalog(), f"osteoporosis, {typed}"),
        lambda: resolve(catalog(), f"no {typed}"),
        lambda: resolve_equipment(catalog(), [typed]),
        lambda: resolve_exercise(catalog(), typed),
        lambda: catalog()[typed],
        lambda: profile(conditions=["osteoporosis"], answers={typed: typed}),
        lambda: profile(cleared=[typed]),
        lambda: Request(minutes=5, goal=typed + " "),
    ]
    for ask in asked:
        with pytest.raises(ThoracicError) as error:
            ask()
        assert typed not in str(as_dict(event_of(error.value, health=health)))
        assert "zqx" not in repr(event_of(error.value, health=health))


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, held in value.items():
            yield key
            yield from texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from texts(held)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("value", [*VALUES, examples()[Catalog]], ids=lambda value: type(value).__name__)
def test_every_text_of_an_event_is_an_id_a_code_a_version_or_a_digest(value: object) -> None:
    told = as_dict(event_of(value, catalog=tiny(), health=True))
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", text) for text in texts(told))


def test_the_kinds_of_events_are_all_listed() -> None:
    kinds = {kind for kind in vars(reporting).values() if isinstance(kind, type) and issubclass(kind, reporting.Event)}
    assert kinds - {reporting.Event} == set(reporting.EVENTS)
