"""The values that a version leaves behind, as JSON and as pickles: one of every kind that has a JSON form.

They are of a catalog of their own, the tiny one, which stands among them. So what becomes of the bundled data does not
change what a routine among them has to pass. `./run data corpus` writes those of the present version.
"""

import pickle
import re
from pathlib import Path

from tests.model.tiny import example, tiny
from thoracic_lib import __version__
from thoracic_lib.exporting import to_json
from thoracic_lib.exporting.as_json import KINDS

__all__ = ["FOLDER", "PROTOCOL", "folder", "released", "write"]

FOLDER = Path(__file__).parent
CHANGELOG = FOLDER.parents[1] / "CHANGELOG.md"

PROTOCOL = 4
"""The newest protocol of pickles that every Python from 3.8 on writes as its default."""


def released(version: str, changelog: str) -> bool:
    """Whether a version has a heading of its own in the changelog."""
    return re.search(rf"^## \[{re.escape(version)}\]", changelog, re.MULTILINE) is not None


def folder(version: str = __version__) -> Path:
    """Where the values of a version stand."""
    return FOLDER / version


def write(to: Path, *, version: str = __version__, changelog: str | None = None) -> int:
    """Write the values of the present version, and return how many; `FileExistsError` once it was released."""
    told = CHANGELOG.read_text("utf-8") if changelog is None else changelog
    if to.exists() and released(version, told):
        raise FileExistsError(f"{version} was released: what it wrote stays as it is")
    to.mkdir(exist_ok=True)
    for name, kind in KINDS.items():
        value = example(kind)
        (to / f"{name}.json").write_text(to_json(value, catalog=tiny()), "utf-8")
        (to / f"{name}.pickle").write_bytes(pickle.dumps(value, PROTOCOL))
    return len(KINDS)
