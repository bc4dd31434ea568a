"""Whatever is exported is the same, byte by byte, whatever the process, the machine and the version of Python.

The file that they are compared with is in the repository, so every version of Python and every machine compares with
the same one. `./run formats` writes it anew where a format or the data was changed on purpose.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import thoracic_lib
from tests.exporting.digesting import FILE
from thoracic_lib import exporting
from thoracic_lib.catalogs import catalog

ROOT = Path(__file__).parents[2]
PATHS = os.pathsep.join((str(Path(thoracic_lib.__file__).parents[1]), str(ROOT)))
HELD = FILE.read_text("ascii").splitlines()

PROCESSES = {
    "plain": ([], {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "LANG": "C"}, ROOT),
    "optimized, far east, Turkish": (
        ["-O"],
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        Path(ROOT.anchor),
    ),
    "any hash, half an hour off, not UTF-8": (
        [],
        {"PYTHONHASHSEED": "random", "TZ": "America/St_Johns", "LC_ALL": "de_DE.ISO-8859-1", "PYTHONUTF8": "0"},
        Path(__file__).parent,
    ),
}
"""How processes differ: their options, their environment, and where they run."""


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_exports_the_same_bytes(process: str) -> None:
    options, environment, folder = PROCESSES[process]
    bare = {name: held for name, held in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG", "TZ"))}
    told = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, *options, "-m", "tests.exporting.digesting"],
        env={**bare, **environment, "PYTHONPATH": PATHS, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    changed = sorted(set(told.stdout.splitlines()) ^ set(HELD))
    assert changed == [], "what is exported has changed; if it is meant to, run './run formats' and look at the diff"
    assert told.stdout.splitlines() == HELD


def test_every_format_is_compared_and_so_is_every_function_that_writes() -> None:
    formats = {line.split()[1] for line in HELD}
    assert formats == set(exporting.FORMATS) | {name for name in exporting.__all__ if name.startswith("to_")}


def test_every_source_s_routine_and_every_goal_is_compared_in_every_format_for_routines() -> None:
    values = {line.split(maxsplit=2)[2] for line in HELD}
    routines = {f"routine of {held.id}" for held in catalog().routines} | {
        f"routine for {g.id}" for g in catalog().goals
    }
    assert values == routines | {"program", "catalog", "exercise", "screening"}
    by_value = {value: {line.split()[1] for line in HELD if line.endswith(f" {value}")} for value in routines}
    assert len(set(map(frozenset, by_value.values()))) == 1
    assert {"to_calendar", "csv", "json", "page", "webvtt"} <= next(iter(by_value.values()))


def test_no_two_values_are_the_same_in_a_format_unless_they_are_two_names_for_one() -> None:
    """A digest that came of nothing, or of an error, would come twice."""
    json = [line.split()[0] for line in HELD if line.split()[1] == "json"]
    assert len(set(json)) == len(json)
