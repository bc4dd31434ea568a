"""The artifact is the data, byte for byte; one that is damaged, stale or does not fit is refused by name."""

import json
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from typing import Any
from zipfile import ZipFile

import pytest

from thoracic_lib.artifact import ARTIFACT, CHECKSUM, FORMAT, compile_catalog, load
from thoracic_lib.catalogs import bundled_files, catalog, resource
from thoracic_lib.errors import ArtifactError
from thoracic_lib.reading import read_catalog

ROOT = Path(__file__).parents[2]
VERSION = resource("VERSION")

USE = """
import thoracic_lib as tl
from thoracic_lib.catalogs import bundled_files
from thoracic_lib.reading import read_catalog
assert ".zip" in tl.__file__ or ".whl" in tl.__file__, tl.__file__
assert len(tl.catalog()) == 52
assert tl.catalog() == read_catalog(bundled_files())
profile = tl.profile(equipment=["foam roller"], conditions=[])
print(len(tl.compose(tl.Request(minutes=10, profile=profile)).steps) > 0)
"""


def signed(document: object) -> tuple[bytes, bytes]:
    """Any document as an artifact with the right checksum."""
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    return raw, f"{sha256(raw).hexdigest()}  {ARTIFACT}\n".encode()


def compiled() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(resource(ARTIFACT))
    return document


def refused(raw: bytes, checksum: bytes, version: bytes = VERSION) -> str:
    with pytest.raises(ArtifactError) as error:
        load(raw, checksum, version)
    assert error.value.name == ARTIFACT
    return error.value.reason


def test_the_artifact_holds_what_strict_reading_gives() -> None:
    assert catalog() == read_catalog(bundled_files())


def test_the_artifact_in_the_package_is_what_the_data_compiles_to() -> None:
    assert compile_catalog(read_catalog(bundled_files())) == (resource(ARTIFACT), resource(CHECKSUM))


def test_compiling_and_loading_again_changes_nothing() -> None:
    assert load(*compile_catalog(catalog()), VERSION) == catalog()


def test_compiling_twice_gives_the_same_bytes() -> None:
    assert compile_catalog(catalog()) == compile_catalog(read_catalog(bundled_files()))


@pytest.mark.parametrize("at", [0, 1_000, -1])
def test_one_changed_byte_is_damage(at: int) -> None:
    raw = bytearray(resource(ARTIFACT))
    raw[at] ^= 1
    assert refused(bytes(raw), resource(CHECKSUM)) == f"is damaged: it does not match {CHECKSUM}"


def test_half_a_file_is_damage() -> None:
    raw = resource(ARTIFACT)
    assert "is damaged" in refused(raw[: len(raw) // 2], resource(CHECKSUM))


@pytest.mark.parametrize(
    "checksum",
    [
        b"",
        b"\xff",
        b"0" * 64 + b"  catalog.json\n",
        sha256(resource(ARTIFACT)).hexdigest().encode(),
        sha256(resource(ARTIFACT)).hexdigest().encode() + b"  other.json\n",
    ],
    ids=["empty", "not ASCII", "another sum", "without a name", "of another file"],
)
def test_a_checksum_that_does_not_name_this_file_is_damage(checksum: bytes) -> None:
    assert "is damaged" in refused(resource(ARTIFACT), checksum)


@pytest.mark.parametrize("number", [FORMAT + 1, 0, None, "1"])
def test_another_format_is_stale(number: object) -> None:
    told = refused(*signed({**compiled(), "format": number}))
    assert told == f"is stale: it has format {number!r}, the code reads {FORMAT}"


def test_another_data_version_is_stale() -> None:
    assert refused(resource(ARTIFACT), resource(CHECKSUM), b"0.0.1\n") == "is stale: VERSION says 0.0.1"


def lose_a_field(held: dict[str, Any]) -> None:
    del held["exercises"][0]["steps"]


def add_a_field(held: dict[str, Any]) -> None:
    held["exercises"][0]["colour"] = "red"


def misspell_a_term(held: dict[str, Any]) -> None:
    held["exercises"][0]["phase"] = "realease"


def put_a_text_for_a_table(held: dict[str, Any]) -> None:
    held["pain_rule"] = "none"


def put_a_number_for_a_list(held: dict[str, Any]) -> None:
    held["rules"] = 7


@pytest.mark.parametrize(
    "spoil",
    [
        lose_a_field,
        add_a_field,
        misspell_a_term,
        put_a_text_for_a_table,
        put_a_number_for_a_list,
    ],
)
def test_a_document_that_does_not_fit_the_model_is_refused(spoil: Callable[[dict[str, Any]], None]) -> None:
    document = compiled()
    spoil(document["catalog"])
    assert refused(*signed(document)).startswith("does not fit the model: ")


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not JSON",
        b"\xff",
        b"[" * 100_000,
        [],
        "text",
        None,
        {"format": FORMAT},
        {"format": FORMAT, "catalog": []},
    ],
    ids=["empty", "no JSON", "no UTF-8", "deep", "list", "text", "null", "no catalog", "catalog is a list"],
)
def test_a_well_signed_file_that_is_no_catalog_is_refused_as_an_artifact(document: object) -> None:
    assert refused(*signed(document)).startswith("does not fit the model: ")


def test_the_error_says_which_file_and_what_to_do() -> None:
    assert str(ArtifactError(ARTIFACT, "is missing")) == (
        "bundled data 'catalog.json' is missing; reinstall thoracic-lib, or run './run data compile'"
    )


def run(code: str, where: Path, *path: Path) -> str:
    """What a new process prints that imports the library from `path` only."""
    site = sysconfig.get_path("purelib")
    start = f"import sys; sys.path[:0] = {[*map(str, path), site]!r}\n"
    done = subprocess.run(  # noqa: S603 - this very interpreter, with code from above
        [sys.executable, "-I", "-S", "-W", "error", "-c", start + code],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def package() -> Iterator[tuple[Path, str]]:
    source = ROOT / "src"
    for file in sorted((source / "thoracic_lib").rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file, file.relative_to(source).as_posix()


def test_the_package_works_from_a_zip(tmp_path: Path) -> None:
    zipped = tmp_path / "library.zip"
    with ZipFile(zipped, "w") as archive:
        for file, name in package():
            archive.write(file, name)
    assert run(USE, tmp_path, zipped) == "True"


def test_the_package_works_from_the_wheel_that_it_builds(tmp_path: Path) -> None:
    project = tmp_path / "project"
    copytree(ROOT / "src", project / "src", ignore=ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        copy(ROOT / name, project / name)
    built = run(f"from flit_core.buildapi import build_wheel; print(build_wheel({str(tmp_path)!r}))", project)
    wheel = tmp_path / built
    with ZipFile(wheel) as archive:
        assert {name for _, name in package()} <= set(archive.namelist())
    assert run(USE, tmp_path, wheel) == "True"


def test_a_missing_file_of_an_installed_package_is_named(tmp_path: Path) -> None:
    zipped = tmp_path / "library.zip"
    with ZipFile(zipped, "w") as archive:
        for file, name in package():
            if not name.endswith(CHECKSUM):
                archive.write(file, name)
    code = (
        "import thoracic_lib as tl\n"
        "try:\n    tl.catalog()\n"
        "except tl.ArtifactError as error:\n    print(error.name, error.reason)"
    )
    assert run(code, tmp_path, zipped) == "catalog.sha256 is missing"
