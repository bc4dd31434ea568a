"""The bundled catalog is loaded once and whole, and catalogs of one's own are added to it or stand alone."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from threading import Barrier
from types import ModuleType
from typing import Any

import pytest

from tests.data.bundled import FILES, ROWS
from thoracic_lib import catalogs
from thoracic_lib.errors import ArtifactError, DataError, Fault
from thoracic_lib.model.plain import plain

PAIN_RULE = next(row.data for row in ROWS if row.collection == "pain_rule")


def own_exercise(**changes: object) -> dict[str, Any]:
    """An exercise of somebody's own: a bundled one under another id, name and alias."""
    row = next(row for row in ROWS if row.data.get("id") == "cat-cow").data
    return {**row, "id": "own", "name": "My own", "aliases": [], **changes}


def refused(source: Any, **options: Any) -> tuple[Fault, ...]:  # noqa: ANN401 - handed on as it is
    with pytest.raises(DataError) as error:
        catalogs.load_catalog(source, **options)
    return error.value.faults


@pytest.fixture
def fresh() -> ModuleType:
    """The module as it is in a process that has loaded nothing yet."""
    spec = find_spec("thoracic_lib.catalogs")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    """Whatever a test does, the bundled catalog stays the one it was."""
    before, digest = catalogs.catalog(), catalogs.catalog().digest
    yield
    assert catalogs.catalog() is before
    assert type(before)(**{name: getattr(before, name) for name in vars(type(before))["__checks__"]}).digest == digest


def test_the_bundled_catalog_is_one_object() -> None:
    assert catalogs.catalog() is catalogs.catalog()


def test_threads_that_ask_at_once_get_the_same_catalog_loaded_once(
    fresh: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    start = Barrier(16)

    def counting(name: str) -> bytes:
        read.append(name)
        return catalogs.resource(name)

    def ask() -> object:
        start.wait()
        return fresh.catalog()

    monkeypatch.setattr(fresh, "resource", counting)
    with ThreadPoolExecutor(16) as pool:
        got = [asked.result() for asked in [pool.submit(ask) for _ in range(16)]]
    assert len({id(one) for one in got}) == 1
    assert sorted(read) == ["VERSION", "catalog.json", "catalog.sha256"]
    assert got[0] == catalogs.catalog()


@pytest.mark.parametrize("name", ["catalog.json", "catalog.sha256", "VERSION"])
@pytest.mark.parametrize("damage", ["missing", "empty"])
def test_a_load_that_fails_leaves_nothing_behind_and_the_next_one_works(
    fresh: ModuleType, monkeypatch: pytest.MonkeyPatch, name: str, damage: str
) -> None:
    def broken(wanted: str) -> bytes:
        if wanted == name:
            return b"" if damage == "empty" else catalogs.resource("no-such-file")
        return catalogs.resource(wanted)

    with monkeypatch.context() as patch:
        patch.setattr(fresh, "resource", broken)
        for _ in range(2):
            with pytest.raises(ArtifactError):
                fresh.catalog()
    assert fresh.catalog() == catalogs.catalog()


def test_threads_all_learn_of_a_load_that_fails(fresh: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start = Barrier(8)

    def ask() -> object:
        start.wait()
        return fresh.catalog()

    with monkeypatch.context() as patch, ThreadPoolExecutor(8) as pool:
        patch.setattr(fresh, "resource", lambda name: b"")
        errors = [asked.exception() for asked in [pool.submit(ask) for _ in range(8)]]
    assert {type(error) for error in errors} == {ArtifactError}
    assert len(fresh.catalog()) == 52


def test_a_resource_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    loader = catalogs.__spec__.loader
    monkeypatch.setattr(loader, "get_data", lambda path: Path(path + ".gone").read_bytes())
    with pytest.raises(ArtifactError) as error:
        catalogs.resource("figures.json")
    assert (error.value.name, error.value.reason) == ("figures.json", "is missing")


@pytest.mark.parametrize(
    "name",
    [
        *("no-such-file", "", ".", "README.md", "rules.toml", "exercises/cat-cow.toml", "version", "./VERSION"),
        *("../catalogs.py", "/etc/hostname", "figures/../VERSION", "C:\\VERSION", "VERSION\0", "catalog.json\0.txt"),
    ],
)
def test_a_resource_that_is_none_of_the_table_is_refused_by_name(name: str) -> None:
    with pytest.raises(ArtifactError) as error:
        catalogs.resource(name)
    assert (error.value.name, error.value.reason) == (name, "is no file of the library")


def test_every_resource_of_the_table_is_there() -> None:
    assert all(catalogs.resource(name) for name in catalogs.RESOURCES)


def test_the_data_version_is_the_catalogs() -> None:
    assert catalogs.data_version() == catalogs.catalog().data_version


def test_the_bundled_files_are_the_data_as_it_is_edited() -> None:
    names = set(catalogs.bundled_files())
    assert {"VERSION", "rules.toml", "exercises/cat-cow.toml"} <= names
    assert all(name.endswith(".toml") for name in names - {"VERSION"})


def test_goals_and_routines_are_the_bundled_ones_unless_a_catalog_is_given() -> None:
    own = catalogs.load_catalog(
        {"data_version": "1", "pain_rule": {**PAIN_RULE, "sources": ["s"]}}
        | {"sources": [{"id": "s", "title": "T", "kind": "k", "quality": "low", "says": "S."}]},
        alone=True,
    )
    assert catalogs.goals() == catalogs.catalog().goals
    assert catalogs.routines() == catalogs.catalog().routines
    assert own.goals == own.routines == ()


def test_a_mapping_is_added_to_the_bundled_catalog() -> None:
    added = catalogs.load_catalog({"exercises": [own_exercise()]})
    assert set(added) == {*catalogs.catalog(), "own"}
    assert added.rules == catalogs.catalog().rules
    assert added.digest != catalogs.catalog().digest


def test_a_json_file_is_added_to_the_bundled_catalog(tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"exercises": [own_exercise()]}), encoding="utf-8")
    assert catalogs.load_catalog(file)["own"].name == "My own"


def test_a_toml_file_is_added_to_the_bundled_catalog(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[[norms]]\nid = "own"\nmeasure = "M"\nvalue = 1\nunit = "U"\ntext = "T."\nsources = ["tftf_t4"]\n')
    assert [norm.id for norm in catalogs.load_catalog(str(file)).norms][-1] == "own"


def test_a_folder_is_added_to_the_bundled_catalog(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "own.json").write_text(json.dumps(own_exercise()))
    (tmp_path / "norms.toml").write_text("norms = []\n")
    (tmp_path / "README.md").write_text("Not data.")
    (tmp_path / "folder.toml").mkdir()
    assert "own" in catalogs.load_catalog(tmp_path)


def test_a_folder_stands_alone_when_it_is_complete(tmp_path: Path) -> None:
    for name, raw in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(raw)
    assert catalogs.load_catalog(tmp_path, alone=True) == catalogs.catalog()


def test_a_mapping_stands_alone_when_it_is_complete() -> None:
    assert catalogs.load_catalog(plain(catalogs.catalog()), alone=True) == catalogs.catalog()


def test_standing_alone_needs_everything() -> None:
    told = refused({}, alone=True)
    assert [(fault.path, fault.reason) for fault in told] == [
        ("$.data_version", "is missing"),
        ("$.pain_rule", "is missing"),
    ]
    row = {"data_version": "1", "pain_rule": PAIN_RULE, "exercises": [own_exercise()]}
    unknown = [fault.reason for fault in refused(row, alone=True)]
    assert any("names the unknown source 'thoracic-mobility-article'" in reason for reason in unknown)
    assert any("names the unknown demand" in reason for reason in unknown)
    assert any("names the unknown target" in reason for reason in unknown)


def test_a_row_of_ones_own_may_not_take_the_place_of_a_bundled_one() -> None:
    told = refused({"exercises": [own_exercise(id="cat-cow")]})
    reason, hint = (
        "'cat-cow' stands twice, first in the bundled catalog",
        "rewordings put other words into a bundled row",
    )
    assert (told[0].path, told[0].reason) == ("$.exercises[0].id", reason)
    assert told[0].hint.startswith(hint)


def test_a_name_of_ones_own_may_not_be_a_bundled_exercises_name() -> None:
    told = refused({"exercises": [own_exercise(aliases=["Cat-Cow"])]})
    assert any("already names 'cat-cow'" in fault.reason for fault in told)


def test_the_pain_rule_may_not_be_replaced() -> None:
    told = refused({"pain_rule": {**PAIN_RULE, "rule": "Push on."}})
    assert told == (Fault("", "$.pain_rule", "is given already, and can be given once"),)


def test_what_is_added_may_bear_a_version_of_its_own() -> None:
    assert catalogs.load_catalog({"data_version": "own-1"}).data_version == "own-1"


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path / "nothing.toml")
    assert fault == Fault(str(tmp_path / "nothing.toml"), "", "cannot be read: No such file or directory")


def test_a_folder_without_data_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Not data.")
    assert refused(tmp_path) == (Fault(str(tmp_path), "", "holds no .toml or .json file"),)


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("a: 1")
    assert refused(tmp_path / "own.yaml") == (Fault("own.yaml", "", "is neither .toml nor .json"),)


def test_a_file_of_a_folder_that_cannot_be_read_is_named_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text("norms = []\n")
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    (fault,) = refused(tmp_path)
    assert fault.file == str(tmp_path / "gone.toml")
    assert fault.reason.startswith("cannot be read")


def test_a_name_too_long_for_a_file_is_told() -> None:
    (fault,) = refused("x" * 5_000)
    assert fault.reason.startswith("cannot be read")


def test_faults_of_several_files_of_ones_own_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "own.json").write_text(json.dumps(own_exercise(phase="strech", steps="Breathe.")))
    (tmp_path / "exercises" / "other.json").write_text(json.dumps(own_exercise(targets=[1])))
    (tmp_path / "rules.toml").write_text("[[rulse]]\n")
    (tmp_path / "sources.json").write_text("[")
    told = {(fault.file, fault.path) for fault in refused(tmp_path)}
    assert told == {
        ("exercises/own.json", "$.phase"),
        ("exercises/own.json", "$.steps"),
        ("exercises/other.json", "$.id"),
        ("exercises/other.json", "$.targets[0]"),
        ("rules.toml", "$.rulse"),
        ("sources.json", ""),
    }


def test_after_a_refusal_the_next_call_works() -> None:
    refused({"exercises": [own_exercise(phase="strech")]})
    assert "own" in catalogs.load_catalog({"exercises": [own_exercise()]})
    assert "own" not in catalogs.catalog()


def test_loads_that_fail_in_many_threads_leave_everything_as_it_was_and_the_others_are_whole(tmp_path: Path) -> None:
    """Whoever looks meanwhile sees the bundled catalog as it was; each load gives all of its own, or nothing."""
    before, digest = catalogs.catalog(), catalogs.catalog().digest
    start = Barrier(8)
    (tmp_path / "own.json").write_text(json.dumps({"exercises": [own_exercise(), own_exercise(id="other", phase="x")]}))
    good = {"exercises": [own_exercise()], "rewordings": [{"exercise": "cat-cow", "because": "B.", "name": "N."}]}

    def load(number: int) -> tuple[str, ...]:
        start.wait()
        for _ in range(5):
            if number % 2:
                assert len(refused(tmp_path)) == 1
                assert catalogs.catalog() is before
            else:
                found = catalogs.load_catalog(good)
                assert ("own" in found, found["cat-cow"].name) == (True, "N.")
        return tuple(catalogs.catalog())

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(load, range(8)))
    assert set(seen) == {tuple(before)}
    assert "own" not in catalogs.catalog()
    assert catalogs.catalog()["cat-cow"].name == "Cat-cow"
    assert catalogs.catalog().digest == digest


def test_the_mapping_that_was_read_is_left_as_it_was() -> None:
    given = {"exercises": [own_exercise()]}
    before = json.dumps(given)
    catalogs.load_catalog(given)
    assert json.dumps(given) == before
