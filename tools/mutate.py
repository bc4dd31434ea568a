"""Which changes of the modules that decide no test finds: `./run mutate [pattern ...]`; see docs/mutation.md.

A pattern is a module or a place in one: `screening`, `screening.has`, `resolving._Phrases.*`. The code is 1 where a
change survives that tests/explained_survivors.toml does not explain, and where one explained there survives no more.
"""

import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from tools.mutants import mutants
from tools.survivors import LIST, Change, areas, compared, read
from tools.trying import FOUND, SURVIVED, TIMED_OUT, Trial

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".cache" / "mutation"


def main(patterns: Sequence[str]) -> int:
    """Try every change, print what came of it, and return the exit code."""
    os.chdir(ROOT)
    tested = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutation"]["tests"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    survived: list[Change] = []
    print(f"{'module':<22} changes   found  timed out  survived  anew  tests  seconds")
    for module, files in tested.items():
        if not patterns or any(fnmatchcase(module, one) or one.startswith(f"{module}.") for one in patterns):
            survived += _tried(module, files, patterns)
    here = [one for one in read() if _wanted(one.change.where, patterns)]
    within = [area for area in areas() if any(area.holds(change) for change in survived)]
    strange, gone = compared(survived, here, within)
    for change in strange:
        print(f"\nsurvives, and is not explained:\n{change}")
    for change in gone:
        print(f"\nis explained in {LIST.relative_to(ROOT)}, but does not survive:\n{change}")
    spared = sum(any(area.holds(change) for area in within) for change in survived)
    told = f"{len(strange)} of them unexplained, {spared} in areas where nothing changes an answer"
    print(f"\n{len(survived)} survived, {told}; {len(gone)} explanations of none")
    return 1 if strange or gone else 0


def _wanted(where: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(where, one) or where.startswith(f"{one}.") for one in patterns)


def _tried(module: str, files: Sequence[str], patterns: Sequence[str]) -> list[Change]:
    """Try the changes of one module, print how many tests found, and give those that survived."""
    begun = time.monotonic()
    file = ROOT / "src" / "thoracic_lib" / module.replace(".", "/")
    path = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
    changes = [one for one in mutants(path, module) if _wanted(one.change.where, patterns)]
    if not changes:
        return []
    log = FOLDER / f"{module}.txt"
    log.write_text("", "utf-8")
    done = Trial(name=f"thoracic_lib.{module}", path=path, files=files, changes=changes, log=log).run()
    counts = [done.outcomes.count(outcome) for outcome in (FOUND, TIMED_OUT, SURVIVED)]
    told = "{:<22} {:>7} {:>7}  {:>9}  {:>8}  {:>4}  {:>5}  {:>7.0f}"
    print(told.format(module, len(changes), *counts, done.fresh, done.tests, time.monotonic() - begun), flush=True)
    return [one.change for one, outcome in zip(changes, done.outcomes, strict=True) if outcome == SURVIVED]


if __name__ == "__main__":
    os.environ["COVERAGE_CORE"] = "ctrace"
    os.nice(10)
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = os.environ["PYTEST_DEBUG_TEMPROOT"] = folder  # the forks leave theirs behind
        sys.dont_write_bytecode, sys.pycache_prefix = False, folder  # what is loaded anew so often is compiled once
        code = main(sys.argv[1:])
    sys.exit(code)
