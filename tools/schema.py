"""Write what is published under `schema/`, or check that it is up to date: `./run schema`, `./run schema --check`.

`schema/thoracic-lib.schema.json` describes what `to_json` writes, `schema/data/` the TOML files that people edit, and
`schema/fhir/` the extension that FHIR bundles have. `.taplo.toml` tells editors which file follows which schema.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from tools.model_schema import Shapes, document, lists, of_kinds

from thoracic_lib import reading
from thoracic_lib.exporting.as_json import KINDS, SCHEMA
from thoracic_lib.exporting.fhir.extension import definition
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.figure import Figure, FigurePosition, Range
from thoracic_lib.model.goal import Goal, SourceRoutine
from thoracic_lib.model.program import Feedback, Program, Session
from thoracic_lib.model.routine import Routine

ROOT = Path(__file__).parent.parent
FOLDER = "schema"
COMMAND = "./run schema"
BOUND: Mapping[str, tuple[str, ...]] = {
    "exercise": ("src/thoracic_lib/data/exercises/*.toml", "docs/examples/my-catalog/exercises/*.toml"),
    "goal": ("src/thoracic_lib/data/goals/*.toml", "docs/examples/my-catalog/goals/*.toml"),
    "routine": ("src/thoracic_lib/data/routines/*.toml", "docs/examples/my-catalog/routines/*.toml"),
    "figures": ("src/thoracic_lib/data/figures/*.toml",),
    "collections": ("src/thoracic_lib/data/*.toml", "docs/examples/my-catalog/*.toml"),
}
"""Each schema of data, and the files that follow it."""


def main(words: list[str]) -> int:
    """Write the files, or only look whether they are up to date, and return the exit code."""
    files = dict(generated())
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / FOLDER).rglob("*.json")}
    stale = sorted(name for name in files.keys() | there if files.get(name) != _held(name))
    if words == ["--check"]:
        print(f"out of date: {', '.join(stale)}; run '{COMMAND}'" if stale else "the schemas are in step")
        return 1 if stale else 0
    for name in stale:
        path = ROOT / name
        if name in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[name], "utf-8")
        else:
            path.unlink()
    print(f"wrote {', '.join(stale) or 'nothing: the schemas are in step'}")
    return 0


def _held(name: str) -> str | None:
    return (ROOT / name).read_text("utf-8") if (ROOT / name).exists() else None


def generated() -> Iterator[tuple[str, str]]:
    """The name and the text of each file that is written."""
    yield f"{FOLDER}/thoracic-lib.schema.json", _text(of_documents())
    for name, schema in of_data().items():
        yield f"{FOLDER}/data/{name}.schema.json", _text(schema)
    yield f"{FOLDER}/fhir/StructureDefinition-thoracic-exercise.json", _text(definition())
    yield ".taplo.toml", "\n".join(_bindings())


def of_documents() -> dict[str, Any]:
    """The schema of what `to_json` writes; a program has its routines once, and sessions name the place of theirs."""
    shapes = Shapes({(Session, "routine"): Annotated[int, msgspec.Meta(extra_json_schema={"minimum": 0})]})
    routine: Any = shapes.of(Routine)
    shapes.of(Program, routines=Annotated[list[routine], msgspec.Meta(extra_json_schema={"minItems": 1})])
    title = f"A value of thoracic_lib as JSON, version {SCHEMA}"
    return document(title, of_kinds({name: shapes.of(kind) for name, kind in KINDS.items()}, SCHEMA))


def of_data() -> dict[str, dict[str, Any]]:
    """The schemas of the files that people edit, by name."""
    shapes = Shapes(optional=frozenset({(Figure, "exercise")}))
    every: dict[str, Any] = {name: shapes.of_check(Catalog.__checks__[name]) for name in reading._SINGLE}  # noqa: SLF001 - what the reader knows
    for name, kind in reading._ROW_KINDS.items():  # noqa: SLF001 - same
        every[name] = list[shapes.of(kind)]  # type: ignore[misc]  # types that are made here
    drawn = {"figures": Figure, "positions": FigurePosition, "ranges": Range}
    figures = {name: list[shapes.of(kind)] for name, kind in drawn.items()}  # type: ignore[misc]  # same
    feedback = {"feedback": list[shapes.of(Feedback)]}  # type: ignore[misc]  # same
    return {
        "collections": document(
            "Data of a catalog", lists("Collections", every, "Any of a catalog's collections, each a list of rows.")
        ),
        "exercise": document("An exercise", shapes.of(Exercise)),
        "feedback": document(
            "Feedback on a program",
            lists("FeedbackFile", feedback, "What a person says of exercises in sessions.", needed=True),
        ),
        "figures": document(
            "Figures",
            lists("Figures", figures, "Figures of the exercise that the file is named after, or what they share."),
        ),
        "goal": document("A goal", shapes.of(Goal)),
        "routine": document("The sequence of a source", shapes.of(SourceRoutine)),
    }


def _bindings() -> Iterator[str]:
    yield f"# Which schema a data file follows, for editors that use taplo. '{COMMAND}' writes this file."
    for name, files in BOUND.items():
        yield ""
        yield "[[rule]]"
        yield f"include = {json.dumps(list(files))}"
        yield "[rule.schema]"
        yield f'path = "./{FOLDER}/data/{name}.schema.json"'
    yield ""


def _text(held: dict[str, Any]) -> str:
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
