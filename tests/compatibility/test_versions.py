"""What a version wrote, every later one reads: as the same value, through all checks, and through the same gate."""

import pickle
from pathlib import Path
from typing import cast

import pytest

from tests.checked import forged
from tests.compatibility import corpus
from thoracic_lib import __version__
from thoracic_lib.catalogs import catalog
from thoracic_lib.checking import verify_program, verify_routine
from thoracic_lib.errors import InvalidValueError, UnsafeRoutineError
from thoracic_lib.exporting import from_json, to_json
from thoracic_lib.exporting.as_json import KINDS
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Pace, Span
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine
from thoracic_lib.model.values import Value, unpickled

VERSIONS = sorted(entry.name for entry in corpus.FOLDER.iterdir() if (entry / "catalog.json").exists())
WRITTEN = [file for version in VERSIONS for file in sorted(corpus.folder(version).glob("*.json"))]
every_version = pytest.mark.parametrize("version", VERSIONS)


def read(version: str, kind: str) -> Value:
    return from_json((corpus.folder(version) / f"{kind}.json").read_bytes())


def unpickled_from(file: Path) -> Value:
    return cast("Value", pickle.loads(file.read_bytes()))  # noqa: S301 - written by a chore of ours


def test_the_present_version_is_among_them() -> None:
    assert __version__ in VERSIONS


def test_the_present_version_left_a_value_of_every_kind() -> None:
    assert {file.stem for file in corpus.folder().glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: f"{file.parent.name} {file.stem}")
def test_what_a_version_wrote_is_read_as_the_same_value_from_json_and_from_its_pickle(file: Path) -> None:
    value = from_json(file.read_bytes())
    assert type(value) is KINDS[file.stem]
    assert unpickled_from(file.with_suffix(".pickle")) == value
    known = cast("Catalog", read(file.parent.name, "catalog"))
    assert from_json(to_json(value, catalog=known)) == value


@every_version
def test_a_routine_and_a_program_pass_the_gate_with_the_catalog_they_were_made_with(version: str) -> None:
    known = cast("Catalog", read(version, "catalog"))
    verify_routine(cast("Routine", read(version, "routine")), known)
    verify_program(cast("Program", read(version, "program")), known)


@every_version
def test_they_are_refused_with_another_catalog(version: str) -> None:
    with pytest.raises(UnsafeRoutineError):
        verify_routine(cast("Routine", read(version, "routine")), catalog())
    with pytest.raises(UnsafeRoutineError):
        verify_program(cast("Program", read(version, "program")), catalog())


def test_the_chore_writes_what_the_present_version_makes(tmp_path: Path) -> None:
    assert corpus.write(tmp_path / "new") == len(KINDS)
    for name in KINDS:
        made = unpickled_from(tmp_path / "new" / f"{name}.pickle")
        assert from_json((tmp_path / "new" / f"{name}.json").read_bytes()) == made


def test_the_chore_never_writes_over_a_version_that_was_released(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError, match=r"0\.1\.0 was released"):
        corpus.write(tmp_path, version="0.1.0", changelog="## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n")
    assert list(tmp_path.iterdir()) == []
    assert corpus.write(tmp_path, version="0.1.0", changelog="## [Unreleased]\n\n## [0.1.01]\n") == len(KINDS)


# a pickle goes through the constructor


def test_a_pickle_of_what_no_constructor_takes_is_refused_when_it_is_read() -> None:
    pickled = pickle.dumps(forged(Span(minimum=1), minimum=-1))
    with pytest.raises(InvalidValueError, match="minimum: must be from 1"):
        pickle.loads(pickled)  # noqa: S301 - made just above


def test_a_fault_deep_inside_a_pickle_is_found() -> None:
    profile = forged(Profile(), conditions=("osteoporosis",))
    with pytest.raises(InvalidValueError, match="conditions: must be a frozenset"):
        pickle.loads(pickle.dumps({"of": [profile]}))  # noqa: S301 - made on the same line


def test_a_field_that_an_older_pickle_lacks_takes_its_default() -> None:
    assert unpickled(Pace, {}) == Pace()
    assert unpickled(Span, {"minimum": 8}) == Span(minimum=8)


def test_a_field_that_has_no_default_and_one_that_is_unknown_are_told_together() -> None:
    with pytest.raises(InvalidValueError) as error:
        unpickled(Routine, {"titel": "T"})
    assert {fault.path: fault.reason for fault in error.value.faults}["titel"] == "is unknown"
    assert {fault.path: fault.reason for fault in error.value.faults}["title"] == "is missing"
    assert "request" in {fault.path for fault in error.value.faults}


@pytest.mark.parametrize("kind", [*KINDS.values(), Span], ids=lambda kind: kind.__name__)
def test_no_state_can_be_set_past_the_checks(kind: type[Value]) -> None:
    made = object.__new__(kind)
    with pytest.raises(InvalidValueError, match="past its checks"):
        made.__setstate__(dict.fromkeys(kind.__checks__))
