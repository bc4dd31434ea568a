"""Figure files are read strictly: every fault of every file, with its place."""

import pytest

from tests.figures.drawn import SEEN, edited, simple, written
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import ArtifactError, DataError
from thoracic_lib.figures import collection
from thoracic_lib.figures.checking import faults
from thoracic_lib.figures.collection import files, prepared, read_figures

HEAD = '[[figures]]\nsetups = ["standing"]\nposition = "standing"\nview = "front"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEAD}{SEEN}[figures.end]\nthoracic = {{ abduction = 3 }}\n", "thoracic.abduction: is no movement"),
        (f"{HEAD}{SEEN}[figures.end]\nthoracic = {{ flexion = 3, extension = 4 }}\n", "both flexion and extension"),
        (f"{HEAD}{SEEN}[figures.end]\nthoracic.left = {{ flexion = 3 }}\n", "has no left and right"),
        (f"{HEAD}{SEEN}[figures.end]\nknee = {{ flexion = 1.5 }}\n", "whole number"),
        (f"{HEAD}{SEEN}[figures.end]\nknees = {{ flexion = 1 }}\n", "did you mean 'knee'"),
        (f"{HEAD}{SEEN}", "end: is missing"),
        (f"{HEAD}[figures.end]\n", "seen: is missing"),
        (f"{HEAD}camera = {{ azimuth = 3 }}\n{SEEN}[figures.end]\n", "a camera must be given, and not both"),
        (f"{HEAD}{SEEN}[figures.end.pins.hand]\nleft = {{ plant = true, free = true }}\n", "exactly one of"),
        (f'{HEAD}{SEEN}[figures.end.pins.hand]\nleft = {{ to = "knee", by = "hip" }}\n', "goes with on"),
        (f'{HEAD}{SEEN}[figures.end.pins.hand]\nleft = {{ to = "nee" }}\n', "'nee' is no landmark"),
        (f'{HEAD}{SEEN}[figures.end.pins.hand]\nleft = {{ on = "sofa", by = "nee" }}\n', "'sofa' is no prop"),
        (f"{HEAD}{SEEN}[figures.end.pins.hand]\nleft = {{ at = [1, 2] }}\n", "three numbers"),
        (f'{HEAD}{SEEN}[figures.end.pins.hand]\nleft = {{ plant = true, bend = "away" }}\n', "must be one of: forward"),
        (f'{HEAD}marks = ["rib"]\n{SEEN}[figures.end]\n', "'rib' is no landmark"),
        (f'{HEAD}arrows = [{{ follows = "nothing" }}]\n{SEEN}[figures.end]\n', "'nothing' is no landmark"),
        (
            f'{HEAD}arrows = [{{ follows = "head", toward = "up", circle = true }}]\n{SEEN}[figures.end]\n',
            "without toward",
        ),
        (
            f'{HEAD}arrows = [{{ follows = "head", through = ["C7"], circle = true }}]\n{SEEN}[figures.end]\n',
            "without circle",
        ),
        (f'{HEAD}arrows = [{{ follows = "head", through = ["C8"] }}]\n{SEEN}[figures.end]\n', "through[0]"),
        (f'{HEAD}arrows = [{{ follows = "head", toward = "hup" }}]\n{SEEN}[figures.end]\n', "must be one of"),
        (f'{HEAD}rests = [{{ part = "ear", on = "sofa" }}]\n{SEEN}[figures.end]\n', "rests[0].part"),
        (f'{HEAD}props = [{{ kind = "sofa", id = "a" }}]\n{SEEN}[figures.end]\n', "no PropKind"),
        (
            f'{HEAD}props = [{{ kind = "box", id = "a", by = {{ part = "ear" }} }}]\n{SEEN}[figures.end]\n',
            "lacks its side",
        ),
        (
            f'{HEAD}props = [{{ kind = "box", id = "a", at = [1], held = "hands" }}]\n{SEEN}[figures.end]\n',
            "at most one",
        ),
        (f'{HEAD}props = [{{ kind = "wall", id = "a", side = "up" }}]\n{SEEN}[figures.end]\n', "must be one of: ahead"),
        (
            f'{HEAD}props = [{{ kind = "box", id = "a" }}, {{ kind = "box", id = "a" }}]\n{SEEN}[figures.end]\n',
            "the same id twice",
        ),
        (
            f'{HEAD}props = [{{ kind = "box", id = "a", by = {{ part = "head", shift = [1] }} }}]\n{SEEN}[figures.end]\n',  # noqa: E501 - one line of a file
            "three numbers",
        ),
        (HEAD.replace('"standing"\nview', '"floating"\nview') + SEEN + "[figures.end]\n", "position: is unknown"),
        ("figures = 3\n", "must be a list"),
        ("poses = []\n", "must be a list of tables named figures"),
        ("[[figures]\n", "cannot be read"),
        (
            '[[ranges]]\njoint = "knee"\ndirection = "abduction"\ndegrees = 3\nbasis = "x"\n',
            "no movement of the joint knee",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(DataError) as error:
        written(text)
    assert told in str(error.value)
    assert "wall-angel.toml" in str(error.value)


def test_all_faults_of_all_files_are_told_at_once() -> None:
    with pytest.raises(DataError) as error:
        read_figures({"a.toml": b"poses = []", "b.toml": b"figures = [{}]"})
    assert {fault.file for fault in error.value.faults} == {"a.toml", "b.toml"}


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (
            "[figures.end]\nthoracic = { rotation_left = 80 }\n",
            "thoracic has 80 degrees of rotation_left; its range is 45",
        ),
        ("[figures.end.pins.hand]\nleft = { at = [200, 0, 100] }\n", "the left hand is"),
        ("[figures.end]\npelvis = { down = 10 }\nthoracic = { extension = 5 }\n", ""),
        ("[figures.end]\nlumbar = { flexion = 30 }\n", "lumbar spine is to stay neutral"),
        ("[figures.end]\nthoracic = { flexion = 5 }\n", "extends the thoracic spine, the figure does not"),
    ],
)
def test_what_is_wrong_with_a_figure_is_found(rest: str, told: str) -> None:
    whole = simple("standing", rest, head="lumbar_neutral = true")
    found = [str(fault) for fault in faults(whole.figure, catalog()["wall-angel"], edited())]
    assert any(told in fault for fault in found) if told else found == []


def test_setups_that_the_exercise_has_not_are_found() -> None:
    figure = written(f"{HEAD}{SEEN}[figures.end]\n", "cat-cow")
    found = [fault.reason for fault in faults(figure, catalog()["cat-cow"], edited())]
    assert any("'standing' is no setup" in reason for reason in found)
    assert any("bends the thoracic spine forward" in reason for reason in found)


def test_a_body_in_the_wall_or_the_floor_is_found() -> None:
    text = HEAD.replace("standing-", "") + 'props = [{ kind = "wall", id = "wall", side = "behind" }]\n'
    figure = written(f"{text}{SEEN}[figures.end]\nshoulder = {{ extension = 60 }}\n")
    found = [fault.reason for fault in faults(figure, catalog()["wall-angel"], edited())]
    assert any("behind the wall" in reason for reason in found)
    sunk = simple("prone", "[figures.end]\nshoulder = { flexion = 60 }\n").figure
    assert any("under the floor" in fault.reason for fault in faults(sunk, catalog()["wall-angel"], edited()))


@pytest.mark.parametrize(
    ("raw", "checksum", "told"),
    [
        (b"{}", b"", "is damaged"),
        (None, None, "stale"),
        (b"[]", None, "does not fit"),
        (b'{"format":3,"figures":[],"positions":[],"ranges":[],"kept":{"a/b":{"turns":[]}}}', None, "does not fit"),
    ],
)
def test_a_damaged_artifact_is_refused_by_name(raw: bytes | None, checksum: bytes | None, told: str) -> None:
    from hashlib import sha256  # noqa: PLC0415 - to forge a checksum

    data = b'{"format": 0}' if raw is None else raw
    line = f"{sha256(data).hexdigest()}  figures.json".encode() if checksum is None else checksum
    with pytest.raises(ArtifactError, match=told):
        collection._loaded(data, line)


def test_a_position_that_there_is_not_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        edited().position("floating")


def test_what_a_figure_does_is_worked_out_once() -> None:
    figure = edited().figures[0]
    position = edited().position(figure.position)
    assert prepared(figure, position) is prepared(figure, position)
    assert "positions.toml" in files()


def test_figures_that_another_thread_has_read_meanwhile_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Taken:
        """A lock that is had only after another thread has done the work."""

        def __enter__(self) -> None:
            monkeypatch.setattr(collection, "_bundled", edited())

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(collection, "_bundled", None)
    monkeypatch.setattr(collection, "_lock", Taken())
    assert collection.bundled() is edited()
