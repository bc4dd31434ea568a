"""A folder is read to its end or not at all: no link leads out of it, and how much it may hold is bounded."""

import os
from pathlib import Path

import pytest

from thoracic_lib import gathering
from thoracic_lib.catalogs import catalog, load_catalog
from thoracic_lib.errors import DataError, Fault
from thoracic_lib.limits import MAX_BYTES
from thoracic_lib.reading import read_catalog

NORMS = b"norms = []\n"


def refused(source: str | Path) -> tuple[Fault, ...]:
    with pytest.raises(DataError) as error:
        load_catalog(source)
    return error.value.faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file that can be read, beside one that is none of its business."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "norms.toml").write_bytes(NORMS)
    (tmp_path / "outside.toml").write_bytes(NORMS)
    return tmp_path / "mine"


def test_a_folder_gives_its_files_by_name_with_those_of_its_folders(folder: Path) -> None:
    (folder / "goals").mkdir()
    (folder / "goals" / "a.json").write_bytes(b"{}")
    (folder / "VERSION").write_bytes(b"7")
    (folder / "notes.md").write_bytes(b"not data")
    assert gathering.gathered(folder) == ({"VERSION": b"7", "norms.toml": NORMS, "goals/a.json": b"{}"}, [])


def test_a_link_that_stays_inside_is_read(folder: Path) -> None:
    (folder / "again.toml").symlink_to("norms.toml")
    assert gathering.gathered(folder)[0] == {"again.toml": NORMS, "norms.toml": NORMS}


@pytest.mark.parametrize("to", ["../outside.toml", "sub/../../outside.toml", "ABSOLUTE", "/etc/hostname"])
def test_a_link_that_leads_out_of_the_folder_is_refused(folder: Path, to: str) -> None:
    (folder / "sub").mkdir()
    link = folder / "more.toml"
    link.symlink_to(folder.parent / "outside.toml" if to == "ABSOLUTE" else to)
    assert refused(folder) == (Fault(str(link), "", "is a link that leads out of the folder"),)


def test_a_link_over_a_link_that_leads_out_is_refused(folder: Path) -> None:
    (folder / "hidden").symlink_to("../outside.toml")
    (folder / "more.toml").symlink_to("hidden")
    assert [fault.reason for fault in refused(folder)] == ["is a link that leads out of the folder"]


@pytest.mark.parametrize("to", ["..", "sub", "/etc"])
def test_a_link_to_a_folder_is_refused_and_not_passed_over(folder: Path, to: str) -> None:
    (folder / "sub").mkdir()
    link = folder / "exercises"
    link.symlink_to(to)
    assert refused(folder) == (Fault(str(link), "", "is a link to a folder, which is not followed"),)


def test_links_that_lead_round_in_a_circle_are_told_not_followed(folder: Path) -> None:
    (folder / "a.toml").symlink_to("b.toml")
    (folder / "b.toml").symlink_to("a.toml")
    told = refused(folder)
    assert len(told) == 2
    assert all(fault.reason.startswith("cannot be read: ") for fault in told)


def test_a_link_that_is_no_data_is_nobodys_business(folder: Path) -> None:
    (folder / "README.md").symlink_to("../outside.toml")
    assert list(gathering.gathered(folder)[0]) == ["norms.toml"]


def test_a_folder_that_is_itself_a_link_is_read(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    assert gathering.gathered(link) == gathering.gathered(folder)


def test_what_is_no_regular_file_is_refused_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.toml")
    told = Fault(str(folder / "pipe.toml"), "", "cannot be read: it is no regular file")
    assert refused(folder) == refused(folder / "pipe.toml") == (told,)


def test_an_empty_name_and_one_with_a_nul_are_errors_of_ours() -> None:
    assert refused("") == (Fault("", "", "is empty, so it names no file"),)
    assert refused("mine\0.toml") == (Fault("mine\\0.toml", "", "holds a NUL, so it names no file"),)


def test_faults_of_links_and_of_what_files_hold_are_told_at_once(folder: Path) -> None:
    (folder / "more.toml").symlink_to("../outside.toml")
    (folder / "goals.json").write_bytes(b'{"goal": []}')
    assert {(Path(fault.file).name, fault.path) for fault in refused(folder)} == {
        ("more.toml", ""),
        ("goals.json", "$.goal"),
    }


def test_as_many_files_as_allowed_are_read_and_one_more_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MAX_FILES", 3)
    for name in ("a.toml", "b.json", "notes.md"):
        (folder / name).write_bytes(b"{}" if name == "b.json" else b"")
    assert len(gathering.gathered(folder)[0]) == 3
    (folder / "VERSION").write_bytes(b"1")
    assert refused(folder) == (Fault(str(folder), "", "holds more than 3 files"),)


def test_as_many_bytes_in_all_as_allowed_are_read_and_one_more_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MAX_TOTAL_BYTES", 2 * len(NORMS))
    (folder / "more.toml").write_bytes(NORMS)
    assert len(gathering.gathered(folder)[0]) == 2
    (folder / "more.toml").write_bytes(NORMS + b"\n")
    assert refused(folder) == (Fault(str(folder), "", f"holds more than {2 * len(NORMS)} bytes in all"),)


def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_it(folder: Path) -> None:
    with (folder / "norms.toml").open("wb") as file:
        file.truncate(4 * MAX_BYTES)
    assert len(gathering.gathered(folder)[0]["norms.toml"]) == MAX_BYTES + 1
    assert refused(folder) == (Fault("norms.toml", "", f"has more than {MAX_BYTES} bytes"),)


OUT = "is a name that leads out of the folder"
ABSOLUTE = "is a name outside the folder"
CONTROL = "is no name of a file: it holds a control character"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../rules.toml", OUT),
        ("exercises/../../rules.toml", OUT),
        ("..\\rules.toml", OUT),
        ("a/..", OUT),
        ("/etc/rules.toml", ABSOLUTE),
        ("\\\\host\\rules.toml", ABSOLUTE),
        ("C:\\rules.toml", ABSOLUTE),
        ("c:rules.toml", ABSOLUTE),
        ("rules\0.toml", CONTROL),
        ("rules.toml\0", CONTROL),
        ("rules\n.toml", CONTROL),
    ],
)
def test_a_name_that_is_none_inside_a_folder_is_refused_with_all_other_faults(name: str, reason: str) -> None:
    with pytest.raises(DataError) as error:
        read_catalog({name: NORMS, "norms.toml": b"[", "exercises/..b.json": b"["}, base=catalog())
    (named,) = [fault for fault in error.value.faults if not fault.reason.startswith("cannot be read")]
    assert named.reason == reason
    assert len(error.value.faults) == 3
    assert all(fault.file.isprintable() for fault in error.value.faults)
