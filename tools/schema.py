"""Write what is published under `schema/`, or check that it is up to date: `./run schema`, `./run schema --check`.

`schema/fhir/` holds the StructureDefinition of the extension that FHIR bundles have.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thoracic_lib.exporting.fhir.extension import definition

FOLDER = Path(__file__).parent.parent / "schema"
COMMAND = "./run schema"


def main(words: list[str]) -> int:
    """Write the files, or only look whether they are up to date, and return the exit code."""
    files = dict(generated())
    there = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.json")}
    stale = sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
    if words == ["--check"]:
        print(f"out of date: {', '.join(stale)}; run '{COMMAND}'" if stale else "the schemas are in step")
        return 1 if stale else 0
    for name in stale:
        path = FOLDER / name
        if name in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[name], "utf-8")
        else:
            path.unlink()
    print(f"wrote {', '.join(stale) or 'nothing: the schemas are in step'}")
    return 0


def generated() -> Iterator[tuple[str, str]]:
    """The name and the text of each file under schema/."""
    yield "fhir/StructureDefinition-thoracic-exercise.json", _text(definition())


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
