"""What is published under schema/ says what the strict reader takes, but for the meaning of it."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, fields
from jsonschema import Draft202012Validator
from tools import schema

import thoracic_lib as tl
from tests.exporting.values import SHOWN, program_of
from thoracic_lib import reading
from thoracic_lib.errors import DataError
from thoracic_lib.exporting.as_json import KINDS, SCHEMA, read, render
from thoracic_lib.figures.collection import read_figures
from thoracic_lib.limits import MAX_TEXT
from thoracic_lib.model.dosage import Dose, Part, Span
from thoracic_lib.model.figure import Figure
from thoracic_lib.model.plain import plain
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.model.program import Feedback, Program, Session
from thoracic_lib.model.reference import Retired
from thoracic_lib.model.rewording import Rewording, SetupRewording
from thoracic_lib.model.routine import Done, DoseLimits, Request, Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.model.values import Value
from thoracic_lib.reading import read_catalog, structure
from thoracic_lib.vocabulary import Position

FILES = dict(schema.generated())
DOCUMENTS = schema.of_documents()
DATA = schema.of_data()
BOUND = {
    path.relative_to(schema.ROOT).as_posix(): name
    for name, patterns in schema.BOUND.items()
    for pattern in patterns
    for path in schema.ROOT.glob(pattern)
}


def part(whole: dict[str, Any], name: str) -> Draft202012Validator:
    """What reads one of the classes that a schema defines."""
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": whole["$defs"]})


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_what_the_model_generates_now(name: str) -> None:
    assert (schema.ROOT / name).read_text("utf-8") == FILES[name], f"run '{schema.COMMAND}'"


def test_there_are_no_other_files() -> None:
    there = {path.relative_to(schema.ROOT).as_posix() for path in (schema.ROOT / schema.FOLDER).rglob("*.json")}
    assert there | {".taplo.toml"} == set(FILES)


def test_the_chore_says_whether_they_are_in_step(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert schema.main(["--check"]) == 0
    monkeypatch.setattr(schema, "ROOT", tmp_path)
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "old.json").write_text("{}")
    assert schema.main(["--check"]) == 1
    assert "out of date: .taplo.toml, " in capsys.readouterr().out
    assert schema.main([]) == 0
    assert schema.main(["--check"]) == 0
    assert not (tmp_path / "schema" / "old.json").exists()


@pytest.mark.parametrize("whole", [DOCUMENTS, *DATA.values()], ids=["documents", *DATA])
def test_a_schema_is_one_of_its_dialect_and_closed_everywhere(whole: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(whole)
    tables = [one for one in (whole, *whole["$defs"].values()) if one.get("type") == "object"]
    assert tables
    assert all(one["additionalProperties"] is False for one in tables)


# what is right


def values() -> dict[str, Value]:
    """A value of every kind that `to_json` takes."""
    known = tl.catalog()
    program: Any = program_of(known, "cat-cow")
    first = program.sessions[0]
    told = Feedback(week=first.week, day=first.day, exercise=first.exercises[0], effort=5, pain=1, settled=True)
    program = evolve(program, feedback=(told,))
    request: Any = evolve(
        SHOWN["routine"].request,  # type: ignore[attr-defined]  # it is a routine
        profile=declared(),
        history=(Done(exercise="cat-cow", days_ago=1),),
        doses=(DoseLimits(exercise="cat-cow", most=1),),
    )
    screened = {
        "routine": SHOWN["routine"],
        "screening": SHOWN["screening"],
        "screened-exercise": SHOWN["screened-exercise"],
    }
    made: dict[str, Any] = {
        **screened,
        "catalog": known,
        "dosage": known["open-book"].dosage,
        "dose": known["open-book"].dosage.at(1, 2),
        "exercise": known["open-book"],
        "feedback": told,
        "goal": known.goals[0],
        "pace": tl.Pace(set_up=11),
        "profile": declared(),
        "program": program,
        "program-request": program.request,
        "request": request,
        "source-routine": known.routines[0],
    }
    return {kind: made[kind] for kind in KINDS}


def declared() -> Profile:
    return Profile(
        equipment=frozenset({"chair", "stick"}),
        without=frozenset({"doorway"}),
        conditions=frozenset({"osteoporosis", "pregnancy"}),
        answers=(Answer(condition="pregnancy", question="weeks", number=20),),
        cleared=frozenset({"pregnancy"}),
        red_flags=(FlagAnswer(flag="RF01", present=False),),
        avoid_positions=frozenset({Position.PRONE, Position.SUPINE}),
        avoid_exercises=frozenset({"cat-cow"}),
    )


VALUES = values()
whole_documents = Draft202012Validator(DOCUMENTS)


@pytest.mark.parametrize("kind", VALUES)
def test_every_value_that_is_written_is_one_that_the_schema_takes(kind: str) -> None:
    assert list(whole_documents.iter_errors(json.loads(render(VALUES[kind])))) == []


@pytest.mark.parametrize("collection", ["exercises", "goals", "routines"])
def test_every_bundled_value_is_one_that_the_schema_takes(collection: str) -> None:
    for value in getattr(tl.catalog(), collection):
        assert list(whole_documents.iter_errors(json.loads(render(value)))) == []


@pytest.mark.parametrize(("file", "name"), BOUND.items(), ids=BOUND)
def test_every_bundled_file_is_one_that_its_schema_takes(file: str, name: str) -> None:
    held = tomllib.loads((schema.ROOT / file).read_text("utf-8"))
    assert list(Draft202012Validator(DATA[name]).iter_errors(held)) == []


def test_every_bundled_file_has_one_schema() -> None:
    there = {path.relative_to(schema.ROOT).as_posix() for path in (schema.ROOT / "src").rglob("*.toml")}
    assert there <= BOUND.keys()
    bound = tomllib.loads(FILES[".taplo.toml"])["rule"]
    assert {
        rule["schema"]["path"].split("/")[-1].split(".")[0]: tuple(rule["include"]) for rule in bound
    } == schema.BOUND
    named = [
        path
        for pattern in (pattern for found in schema.BOUND.values() for pattern in found)
        for path in schema.ROOT.glob(pattern)
    ]
    assert len(named) == len(set(named))


def test_feedback_is_one_that_its_schema_takes() -> None:
    feedback = Draft202012Validator(DATA["feedback"])
    feedback.validate({"feedback": [plain(VALUES["feedback"])]})
    assert not feedback.is_valid({})
    assert not feedback.is_valid({"feedback": [plain(VALUES["feedback"]), {"week": "1"}]})


# what is wrong: for each class of the model the schema and the reader are asked alike

WRONG = (
    None,
    True,
    False,
    0,
    1,
    -1,
    5,
    10**10,
    0.5,
    "",
    " ",
    "x",
    "x y!",
    "a\nb",
    "a\n",
    "a\u2028b",
    "\x7f",
    "x" * 101,
    "x" * (MAX_TEXT + 1),
)
LISTS: tuple[Any, ...] = ([], [None], [1], [1, 1], ["x"], ["x", 5], ["x", "x"], ["x", "y z"], [["x"]], {}, {"x": 1})


def examples() -> dict[type[Value], Value]:
    """A value of every class: one that gives as many fields as any, and among these the shortest."""
    found: dict[type[Value], tuple[int, int, Value]] = {}

    def look(held: object) -> None:
        if isinstance(held, Value):
            row = plain(held)
            said, length = len(row), -len(repr(row))
            if (said, length) > found.get(type(held), (-1, 0, held))[:2]:
                found[type(held)] = (said, length, held)
            for field in fields(type(held)):
                look(getattr(held, field.name, None))
        if isinstance(held, tuple):
            for item in held:
                look(item)

    folder = schema.ROOT / "src/thoracic_lib/data/figures"
    figures = read_figures({path.name: path.read_bytes() for path in folder.glob("*.toml")})
    gone = Retired(id="old", reason="It stands twice.", successor="cat-cow", since="1.0.0")
    words = SetupRewording(id="floor", name="Another name", how="So.", demands=("standing",))
    other = Rewording(exercise="cat-cow", because="They say so here.", steps=("Do it.",), setups=(words,))
    look((*VALUES.values(), *figures.figures, *figures.positions, *figures.ranges, gone, other))
    held = {kind: value for kind, (_, _, value) in found.items()}
    routine: Any = held[Routine]
    screening: Any = held[Screening]
    return {
        **held,
        Routine: evolve(routine, steps=routine.steps[:1], omissions=routine.omissions[:2]),
        Screening: evolve(screening, exercises=screening.exercises[:2]),
    }


EXAMPLES = examples()


def altered(kind: type[Value], row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A row with one thing changed, and what was changed."""
    yield "unknown key", {**row, "unknown": 1}
    for name in kind.__checks__:
        if name in row:
            yield f"{name} dropped", {key: held for key, held in row.items() if key != name}
        for wrong in (*WRONG, *LISTS):
            yield f"{name} = {str(wrong)[:20]!r}", {**row, name: wrong}
        held = row.get(name)
        if isinstance(held, list) and held:
            yield f"{name} doubled", {**row, name: [*held, held[0]]}
            for wrong in (None, 5, "x y!", "x", {}, [held[0]]):
                yield f"{name}[1] = {wrong!r}", {**row, name: [held[0], wrong, *held[1:]]}


@pytest.fixture
def _meaningless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader looks at single values alone, and at no meaning of the whole."""
    for kind in EXAMPLES:
        if "contradictions" in vars(kind):
            monkeypatch.setattr(kind, "contradictions", lambda self: ())


def taken(kind: type[Value], row: object) -> bool:
    try:
        structure(kind, row)
    except DataError:
        return False
    return True


def schema_of(kind: type[Value]) -> Draft202012Validator:
    if kind.__module__.endswith(".figure") and kind is not Figure:
        return part(DATA["figures"], kind.__name__)
    if kind in {Rewording, SetupRewording}:
        return part(DATA["collections"], kind.__name__)
    return part(DOCUMENTS, kind.__name__)


CLASSES = [kind for kind in EXAMPLES if kind not in {Program, Session, Figure, tl.Catalog}]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
@pytest.mark.usefixtures("_meaningless")
def test_the_schema_takes_what_the_reader_takes_and_nothing_else(kind: type[Value]) -> None:
    row, reader = plain(EXAMPLES[kind]), schema_of(kind)
    assert reader.is_valid(row)
    differ = [what for what, wrong in altered(kind, row) if reader.is_valid(wrong) is not taken(kind, wrong)]
    assert differ == []


def test_every_class_is_tried_but_those_that_are_tried_below() -> None:
    defined = {**DATA["figures"]["$defs"], **DATA["collections"]["$defs"], **DOCUMENTS["$defs"]}
    classes = {name for name, one in defined.items() if "enum" not in one and not name.endswith("Document")}
    assert classes - {kind.__name__ for kind in CLASSES} == {
        "Catalog",
        "Collections",
        "Figure",
        "Figures",
        "Program",
        "Session",
    }


def test_what_is_altered_is_sometimes_right_and_sometimes_wrong() -> None:
    told = [schema_of(Dose).is_valid(wrong) for _, wrong in altered(Dose, plain(EXAMPLES[Dose]))]
    assert min(told.count(True), told.count(False)) > 20


def test_a_figure_may_have_its_exercise_from_the_name_of_its_file_and_needs_all_else() -> None:
    row = plain(EXAMPLES[Figure])
    reader = Draft202012Validator(DATA["figures"])
    assert reader.is_valid({"figures": [row]})
    for name in row:
        without = {key: held for key, held in row.items() if key != name}
        needed = name in {"setups", "position", "seen", "end"}
        assert reader.is_valid({"figures": [row, without]}) is not needed
    assert not reader.is_valid({"figures": [row, {**row, "unknown": 1}]})


@pytest.mark.parametrize("kind", VALUES)
def test_every_key_of_an_envelope_is_needed_and_no_other_is_known(kind: str) -> None:
    document = json.loads(render(VALUES["pace"])) | {"kind": kind}
    if kind == "pace":
        assert whole_documents.is_valid(document)
    for name in document:
        assert not whole_documents.is_valid({key: held for key, held in document.items() if key != name})
    faults: list[dict[str, Any]] = [{"x": 1}, {"schema": SCHEMA + 1}, {"schema": str(SCHEMA)}, {"kind": "paces"}]
    for wrong in (*faults, {"kind": [kind]}, {"value": []}):
        assert not whole_documents.is_valid({**document, **wrong})


@pytest.mark.parametrize("name", ["request", "title", "sessions", "changes", "routines", "data_version"])
def test_a_program_has_its_routines_once_and_needs_every_key(name: str) -> None:
    document = json.loads(render(VALUES["program"]))
    for wrong in (None, [], "x\n", 5, [*document["value"]["sessions"], {"week": 1}]):
        value = {**document["value"], name: wrong}
        assert not (whole_documents.is_valid({**document, "value": value}) and name != "changes")
    del document["value"][name]
    assert not whole_documents.is_valid(document)
    with pytest.raises(DataError):
        read(json.dumps(document))


@pytest.mark.parametrize("at", [-1, "0", None, 0.5, {}])
def test_a_session_names_the_place_of_its_routine(at: object) -> None:
    document = json.loads(render(VALUES["program"]))
    document["value"]["sessions"][1]["routine"] = at
    assert not whole_documents.is_valid(document)
    with pytest.raises(DataError):
        read(json.dumps(document))


def test_the_collections_are_those_that_the_reader_knows() -> None:
    told = DATA["collections"]["$defs"]["Collections"]["properties"]
    assert set(told) == {*reading._ROW_KINDS, *reading._SINGLE}


@pytest.mark.parametrize("collection", [field.name for field in fields(tl.Catalog)])
def test_a_wrong_row_in_the_second_place_of_a_collection_is_refused(collection: str) -> None:
    rows = plain(tl.catalog())[collection]
    reader = Draft202012Validator(DATA["collections"])
    assert reader.is_valid({collection: rows[:2] if isinstance(rows, list) else rows} if rows else {})
    wrong = {"unknown": 1}
    assert not reader.is_valid({collection: [*rows[:1], wrong, *rows[1:2]] if isinstance(rows, list) else wrong})
    with pytest.raises(DataError):
        read_catalog({"own.json": json.dumps({collection: wrong}).encode()}, base=tl.catalog())


# what the schema cannot say: each kind is on the page of JSON

MEANINGS: dict[str, tuple[type[Value], dict[str, Any], str]] = {
    "what contradicts itself": (Span, {"minimum": 5, "maximum": 1}, "is above the maximum"),
    "a whole number with a decimal point": (Span, {"minimum": 1.0}, "must be a whole number"),
    "half a character": (Part, {"name": "a \ud800", "seconds": 1}, "half a character"),
    "the same thing twice, once with a default": (
        Request,
        {"minutes": 5, "history": [], "doses": [{"exercise": "a"}, {"exercise": "a", "least": 0}]},
        "twice",
    ),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_what_a_schema_cannot_say_is_left_to_the_reader_and_told_on_the_page(name: str) -> None:
    kind, row, why = MEANINGS[name]
    assert schema_of(kind).is_valid(row)
    with pytest.raises(DataError, match=why):
        structure(kind, row)
    page = (schema.ROOT / "docs/formats/json.md").read_text("utf-8")
    assert name in " ".join(page.split())
