"""Rows are read strictly: nothing is converted, nothing unknown is skipped, every fault is told with its place."""

import datetime as dt
import json
from operator import itemgetter
from typing import Any

import pytest
from attrs import frozen
from cattrs import Converter

from tests.data.bundled import FILES, ROWS, replaced
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import DataError, Fault
from thoracic_lib.model.dosage import Span
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.profile import Profile
from thoracic_lib.parsing import parse_json, parse_toml
from thoracic_lib.reading import read_catalog, read_mapping, structure
from thoracic_lib.vocabulary import Phase

CAT_COW: dict[str, Any] = next(row.data for row in ROWS if row.data.get("id") == "cat-cow")
"""An exercise as its file holds it."""


def faults(data: object, kind: type[Any] = Exercise) -> dict[str, str]:
    """The reason, with its hint, of each fault that reading a row gives, by path."""
    with pytest.raises(DataError) as refused:
        structure(kind, data, "f")
    assert {fault.file for fault in refused.value.faults} == {"f"}
    return {fault.path: " ".join(filter(None, (fault.reason, fault.hint))) for fault in refused.value.faults}


def spoiled(*at: str | int, value: object) -> Any:  # noqa: ANN401 - parsed data is of any kind
    return replaced(CAT_COW, at, value)


def without(key: str, *at: str | int) -> Any:  # noqa: ANN401 - parsed data is of any kind
    held = CAT_COW
    for step in at:
        held = held[step]  # type: ignore[index]  # lists are passed through by index
    return replaced(CAT_COW, at, {name: value for name, value in held.items() if name != key})


def refused(files: dict[str, bytes], **options: Any) -> tuple[Fault, ...]:  # noqa: ANN401 - handed on
    with pytest.raises(DataError) as error:
        read_catalog(files, **options)
    return error.value.faults


def places(told: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(fault.file, fault.path) for fault in told]


def through_json(data: object) -> Any:  # noqa: ANN401 - parsed data is of any kind
    return parse_json("f", json.dumps(data).encode())


def test_the_row_that_is_spoiled_below_is_right_as_it_stands() -> None:
    assert structure(Exercise, CAT_COW) == catalog()["cat-cow"]


SETS = ("dosages", 0, "sets")

TRAPS = [
    ((*SETS, "minimum"), "8", "$.dosages[0].sets.minimum", "must be a whole number, not '8'"),
    ((*SETS, "minimum"), 2.9, "$.dosages[0].sets.minimum", "must be a whole number, not 2.9"),
    ((*SETS, "minimum"), 2.0, "$.dosages[0].sets.minimum", "must be a whole number, not 2.0"),
    ((*SETS, "minimum"), True, "$.dosages[0].sets.minimum", "must be a whole number, not True"),
    ((*SETS, "minimum"), [2], "$.dosages[0].sets.minimum", "must be a whole number, not a list"),
    ((*SETS, "minimum"), 0, "$.dosages[0].sets.minimum", "must be from 1 to 3600, not 0"),
    (("dosages", 0, "default"), "false", "$.dosages[0].default", "must be true or false, not 'false'"),
    (("dosages", 0, "default"), 1, "$.dosages[0].default", "must be true or false, not 1"),
    (("dosages", 0, "sets"), 2, "$.dosages[0].sets", "must be a table, not 2"),
    (("dosages", 0, "sets"), [1, 2], "$.dosages[0].sets", "must be a table, not a list"),
    (("dosages", 0), "3 × 10", "$.dosages[0]", "must be a table, not '3 × 10'"),
    (("dosages",), {"sets": 1}, "$.dosages", "must be a list, not a table"),
    (("steps",), "Breathe in.", "$.steps", "must be a list, not 'Breathe in.'"),
    (("steps", 0), 1, "$.steps[0]", "must be a text, not 1"),
    (("name",), "", "$.name", "must not be empty"),
    (("name",), "two\nlines", "$.name", r"has a control character or half a character: 'two\nlines'"),
    (("name",), "x" * 2_001, "$.name", "is longer than 2000 characters"),
    (("id",), "cat cow", "$.id", "must be an id of letters, digits, hyphens and underscores, not 'cat cow'"),
    (("phase",), "mobilise", "$.phase", "'mobilise' is no Phase did you mean 'mobilize'?"),
    (("phase",), "Mobilize", "$.phase", "'Mobilize' is no Phase did you mean 'mobilize'?"),
    (
        ("phase",),
        "zzz",
        "$.phase",
        "'zzz' is no Phase one of: release, stretch, mobilize, strengthen, posture, assess",
    ),
    (("movements", 0), 3, "$.movements[0]", "3 is no Movement one of: extension, flexion, rotation"),
    (("setups", 0, "position"), "quadrupd", "$.setups[0].position", "did you mean 'quadruped'?"),
    (("steps",), [], "$.steps", "must hold at least 1"),
    (("setups", 0, "color"), "red", "$.setups[0].color", "is unknown"),
    (("dosages", 0, "repetition"), {}, "$.dosages[0].repetition", "is unknown did you mean 'repetitions'?"),
    ((*SETS, "minimun"), 1, "$.dosages[0].sets.minimun", "is unknown did you mean 'minimum'?"),
]


@pytest.mark.parametrize("through", [through_json, lambda data: data], ids=["JSON", "TOML"])
@pytest.mark.parametrize(("at", "value", "path", "told"), TRAPS, ids=lambda part: repr(part)[:30])
def test_what_is_nearly_right_is_refused_where_it_stands(
    through: Any,  # noqa: ANN401 - a plain function
    at: tuple[str | int, ...],
    value: object,
    path: str,
    told: str,
) -> None:
    found = faults(through(spoiled(*at, value=value)))
    assert told in found[path]


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('minimum = "8"', "must be a whole number, not '8'"),
        ("minimum = 2.9", "must be a whole number, not 2.9"),
        ("minimum = nan", "must be a whole number, not nan"),
        ("minimum = inf", "must be a whole number, not inf"),
        ("minimum = 2024-01-01", "must be a whole number, not datetime.date(2024, 1, 1)"),
        ("minimum = 07:30:00", "must be a whole number, not datetime.time(7, 30)"),
        ("minimum = 2024-01-01T07:30:00Z", "must be a whole number"),
        ("minimum = 0x" + "f" * 10_000, "not a number of more than 19 digits"),
        ("minimum = 1_000_000_000_000", "must be from 1 to 3600, not 1000000000000"),
        ("minimum = -1", "must be from 1 to 3600, not -1"),
        ("minimum = true", "must be a whole number, not True"),
    ],
    ids=lambda part: part[:40],
)
def test_toml_values_of_another_type_are_refused(toml: str, told: str) -> None:
    assert told in faults(parse_toml("f", toml.encode()), Span)["$.minimum"]


@pytest.mark.parametrize("number", ["1e308", "-1e308", "1.0", "1e2"])
def test_json_numbers_with_a_point_or_an_exponent_are_refused(number: str) -> None:
    assert "must be a whole number" in faults(parse_json("f", f'{{"minimum": {number}}}'.encode()), Span)["$.minimum"]


@pytest.mark.parametrize("path", ["id", "name", "phase", "steps", "dosages"])
def test_null_is_no_value(path: str) -> None:
    told = faults(through_json(spoiled(path, value=None)))
    assert "None" in told[f"$.{path}"]


def test_a_date_is_no_text() -> None:
    assert "must be a text" in faults(spoiled("name", value=dt.date(2024, 1, 1)))["$.name"]


@pytest.mark.parametrize("key", ["name", "phase", "summary"])
def test_half_a_character_is_refused_and_told_in_printable_words(key: str) -> None:
    told = faults(through_json(spoiled(key, value="a\ud800")))[f"$.{key}"]
    assert told.isascii()
    assert r"\ud800" in told


def test_an_unknown_key_with_control_characters_is_told_in_printable_words() -> None:
    (path,) = faults({**CAT_COW, "\x1b[2J": 1})
    assert path == r"$.\x1b[2J"


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (without("summary"), "$.summary"),
        (without("position", "setups", 0), "$.setups[0].position"),
        (without("sets", "dosages", 0), "$.dosages[0].sets"),
        (without("speaker", "sources", 0), "$.sources[0].speaker"),
    ],
)
def test_a_missing_key_is_told_where_it_is_missing(data: object, path: str) -> None:
    assert faults(data) == {path: "is missing"}


def test_a_misspelt_key_is_told_as_unknown_and_as_missing() -> None:
    told = faults({**without("steps"), "stpes": CAT_COW["steps"]})
    assert told == {"$.stpes": "is unknown did you mean 'steps'?", "$.steps": "is missing"}


def test_all_faults_of_a_row_are_told_at_once() -> None:
    data = spoiled("dosages", 0, "sets", "minimum", value="8")
    data = replaced(data, ("setups", 0, "position"), "sitting")
    data = replaced(data, ("steps", 1), 5)
    data = replaced(data, ("steps", 0), None)
    assert set(faults(data)) == {"$.dosages[0].sets.minimum", "$.setups[0].position", "$.steps[0]", "$.steps[1]"}


def test_a_contradiction_inside_a_row_is_told_where_it_stands() -> None:
    told = faults(spoiled("dosages", 0, "sets", value={"minimum": 3, "maximum": 2}))
    assert told == {"$.dosages[0].sets.minimum": "3 is above the maximum 2"}


def test_a_span_that_says_nothing_is_told_at_its_own_place() -> None:
    assert list(faults(spoiled("dosages", 0, "sets", value={}))) == ["$.dosages[0].sets"]


@pytest.mark.parametrize(("kind", "data"), [(int, True), (int, "8"), (int, 2.0), (str, 8), (bool, 1), (bool, "false")])
def test_what_stands_by_itself_is_read_as_strictly(kind: type[Any], data: object) -> None:
    assert faults(data, kind)["$"].startswith("must be ")


def test_an_enum_takes_a_text_and_nothing_that_merely_hashes() -> None:
    assert structure(Phase, "stretch") is Phase.STRETCH
    assert "is no Phase" in faults(["stretch"], Phase)["$"]


def test_a_term_in_a_row_is_a_text_and_no_term_already() -> None:
    assert "is no Phase" in faults({**CAT_COW, "phase": Phase.MOBILIZE})["$.phase"]


def test_a_set_that_names_the_same_thing_twice_is_refused() -> None:
    assert faults({"equipment": ["wall", "wall"]}, Profile) == {"$.equipment": "holds the same thing twice"}
    assert structure(Profile, {"equipment": ["wall"]}).equipment == frozenset({"wall"})


@pytest.mark.parametrize("data", [[], "cat-cow", 7, None, True])
def test_a_row_that_is_no_table_is_refused(data: object) -> None:
    assert faults(data)["$"].startswith("must be a table")


def test_keys_that_are_no_texts_are_unknown_not_a_crash() -> None:
    assert faults({**dict[Any, Any](CAT_COW), 7: 1}) == {"$.7": "is unknown"}
    with pytest.raises(DataError) as error:
        read_mapping({7: []}, base=catalog())  # type: ignore[dict-item]  # what untyped code may hand over
    assert places(error.value.faults) == [("", "$.7")]


@frozen
class Naive:
    """What a class without checks would hold."""

    repetitions: int
    optional: bool
    name: str
    steps: tuple[str, ...]


def test_plain_cattrs_would_have_converted_all_of_this_in_silence() -> None:
    """Why reading is strict by hooks of its own: the library underneath converts, and would change meaning."""
    read = Converter().structure
    given = {"repetitions": "8", "optional": "false", "name": None, "steps": "In."}
    assert read(given, Naive) == Naive(8, optional=True, name="None", steps=("I", "n", "."))
    assert read({**given, "repetitions": 2.9}, Naive).repetitions == 2
    assert read({**given, "repetitoins": 3}, Naive).repetitions == 8  # an unknown key is skipped, too


def test_faults_of_several_files_are_told_at_once_with_file_and_path() -> None:
    spoil = [
        ("exercises/cat-cow.toml", b'phase = "mobilize"', b'phase = "mobilise"'),
        ("exercises/open-book.toml", b"rest_seconds = 0", b'rest_seconds = "0"'),
        ("rules.toml", b'verdict = "exclude"', b'verdict = "exlude"'),
        ("pain.toml", b"minimum = 4", b"minimum = 4.0"),
        ("norms.toml", b"[[norms]]", b"[[nroms]]"),
        ("targets.toml", b"[[targets]]", b"[[targets]"),
    ]
    files = dict(FILES)
    for name, old, new in spoil:
        files[name] = files[name].replace(old, new)
        assert files[name] != FILES[name]
    told = refused(files)
    assert {fault.file for fault in told} == {name for name, _, _ in spoil}
    assert {
        ("exercises/cat-cow.toml", "$.phase"),
        ("exercises/open-book.toml", "$.dosages[0].rest_seconds"),
        ("rules.toml", "$.rules[0].verdict"),
        ("pain.toml", "$.pain_rule.zones[1].minimum"),
        ("norms.toml", "$.nroms"),
        ("targets.toml", ""),
    } <= set(places(told))
    lines = str(DataError(told)).splitlines()
    assert lines[0] == f"{len(told)} faults in the data"
    assert "rules.toml: $.rules[0].verdict: 'exlude' is no Verdict (did you mean 'exclude'?)" in lines


def test_links_to_nothing_are_told_by_file_and_path() -> None:
    raw = FILES["exercises/cat-cow.toml"].replace(b'targets = ["', b'targets = ["no-such-place", "')
    (fault,) = refused({**FILES, "exercises/cat-cow.toml": raw})
    assert (fault.file, fault.path) == ("exercises/cat-cow.toml", "$.targets")
    assert "names the unknown target 'no-such-place'" in fault.reason


def test_links_to_nothing_in_a_file_of_many_rows_name_the_row() -> None:
    raw = FILES["rules.toml"].replace(b'demand = "flexion_loaded"', b'demand = "flexion_loadd"', 1)
    (fault,) = refused({**FILES, "rules.toml": raw})
    assert (fault.file, fault.path, fault.hint) == (
        "rules.toml",
        "$.rules[1].demand",
        "did you mean 'flexion_loaded'?",
    )


def test_a_link_to_nothing_in_what_stands_once_is_told_by_file_and_path() -> None:
    raw = FILES["pain.toml"].replace(b'"sword_cr"', b'"sword_cx"')
    (fault,) = refused({**FILES, "pain.toml": raw})
    assert (fault.file, fault.path) == ("pain.toml", "$.pain_rule.sources")
    assert "'sword_cx'" in fault.reason


def test_a_fault_between_bundled_and_added_rows_is_told_by_the_bundled_place() -> None:
    """A row that is added can make a bundled one contradict it; there is no file of the person's to name then."""
    rule = next(row for row in ROWS if row.data.get("id") == "R001").data
    keep = {**rule, "id": "own-1", "verdict": "keep"}
    with pytest.raises(DataError) as error:
        read_mapping({"rules": [keep]}, base=catalog())
    (fault,) = error.value.faults
    assert (fault.file, fault.path) == ("", "rules[0].verdict")


def test_an_id_and_a_file_name_that_differ_are_told() -> None:
    files = {name: raw for name, raw in FILES.items() if name != "exercises/cat-cow.toml"}
    files["exercises/cow-cat.toml"] = FILES["exercises/cat-cow.toml"]
    assert Fault("exercises/cow-cat.toml", "$.id", "is 'cat-cow', but the file is named 'cow-cat'") in refused(files)


def test_a_file_without_an_id_is_missing_one_and_not_misnamed() -> None:
    raw = FILES["exercises/cat-cow.toml"].replace(b'id = "cat-cow"\n', b"")
    assert refused({"exercises/cat-cow.toml": raw}, base=catalog()) == (
        Fault("exercises/cat-cow.toml", "$.id", "is missing"),
    )


@pytest.mark.parametrize(
    ("key", "hint"),
    [("exercise", "did you mean 'exercises'?"), ("pain_rules", "did you mean 'pain_rule'?"), ("zzz", "")],
)
def test_an_unknown_collection_is_refused_with_a_hint(key: str, hint: str) -> None:
    told = refused({"own.json": json.dumps({key: []}).encode()}, base=catalog())
    assert told == (Fault("own.json", f"$.{key}", "is unknown", hint),)


@pytest.mark.parametrize(("held", "word"), [({}, "a table"), ("cat-cow", "'cat-cow'"), (None, "None"), (7, "7")])
def test_a_collection_that_is_no_list_is_refused(held: object, word: str) -> None:
    told = refused({"own.json": json.dumps({"exercises": held}).encode()}, base=catalog())
    assert told == (Fault("own.json", "$.exercises", f"must be a list of tables, not {word}"),)


def test_a_row_of_a_collection_that_is_no_table_is_refused_by_its_index() -> None:
    told = refused({"own.json": b'{"exercises": ["cat-cow"]}'}, base=catalog())
    assert told == (Fault("own.json", "$.exercises[0]", "must be a table, not 'cat-cow'"),)


def test_everything_that_stands_once_and_is_missing_is_told() -> None:
    assert refused({"own.json": b"{}"}) == (
        Fault("", "$.data_version", "is missing"),
        Fault("", "$.pain_rule", "is missing"),
    )


def test_a_file_that_cannot_be_read_is_not_told_as_missing_what_it_may_hold() -> None:
    assert places(refused({**FILES, "pain.toml": b"["})) == [("pain.toml", "")]


def test_what_stands_once_cannot_be_given_twice() -> None:
    told = refused({**FILES, "z.json": json.dumps({"data_version": "2"}).encode()})
    assert told == (Fault("z.json", "$.data_version", "is given already, and can be given once"),)


def test_the_order_of_the_files_does_not_matter() -> None:
    backwards = dict(sorted(FILES.items(), reverse=True))
    assert read_catalog(backwards) == read_catalog(FILES)


def test_a_single_document_reads_as_the_folder_does() -> None:
    document: dict[str, Any] = {"data_version": FILES["VERSION"].decode().strip()}
    for row in ROWS:
        if row.collection == "pain_rule":
            document["pain_rule"] = row.data
        else:
            document.setdefault(row.collection, []).append(row.data)
    for name in ("exercises", "goals", "routines"):
        document[name].sort(key=itemgetter("id"))
    assert read_mapping(document) == read_catalog(FILES)
    assert read_catalog({"all.json": json.dumps(document).encode()}) == read_catalog(FILES)


@pytest.mark.parametrize("raw", [b"", b"\n", b"1\n2\n"], ids=["empty", "blank", "two lines"])
def test_a_version_that_is_no_line_of_text_is_told_by_its_file(raw: bytes) -> None:
    assert places(refused({**FILES, "VERSION": raw})) == [("VERSION", "$.data_version")]


def test_a_circle_of_rows_is_told_once_for_each_row_in_it() -> None:
    link = {"kind": "progression_of", "basis": "inferred"}
    own = [
        {**CAT_COW, "id": one, "name": one, "aliases": [], "relations": [{**link, "to": other}]}
        for one, other in (("own-1", "own-2"), ("own-2", "own-1"))
    ]
    with pytest.raises(DataError) as error:
        read_mapping({"exercises": own}, base=catalog())
    assert [(fault.path, fault.reason) for fault in error.value.faults] == [
        ("$.exercises", "'own-1' leads back to itself"),
        ("$.exercises", "'own-2' leads back to itself"),
    ]
