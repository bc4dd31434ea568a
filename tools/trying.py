"""Running tests on changed code: pytest collects once, and every change is tried in a fork of that process.

A change inside a function takes the place of that function's code in the fork, so everything that calls the function
meets it. That is enough as long as the changed lines have not run before the fork: then there is nothing yet that they
made, in no cache and no table, wherever it may be. Where they have run, because something calls the function while
modules are loaded or tests collected, and where the change is outside functions, the fork is of a process that has
loaded nothing of the library yet, and it loads the changed module in place of the one on disk.
"""

import ast
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import coverage
import hypothesis
import pytest
from attrs import frozen
from tools.forking import forked, limited
from tools.mutants import Mutant

__all__ = ["FOUND", "SURVIVED", "TIMED_OUT", "Trial", "Tried"]

ROOT = Path(__file__).parent.parent
LOG = ROOT / ".cache" / "mutation" / "pytest.txt"
FOUND, SURVIVED, TIMED_OUT = "found", "survived", "timed out"
MEMORY = 6 << 30
"""So many bytes a change may use up before it counts as found."""


@frozen(kw_only=True)
class Reached:
    """A test as it runs by itself: whether it passes, how long it takes, and which lines of the module it runs."""

    passed: bool
    seconds: float
    lines: frozenset[int]


@frozen(kw_only=True)
class Tried:
    """What came of each change of a module, in order; `fresh` counts those for which the module was loaded anew."""

    outcomes: tuple[str, ...]
    tests: int
    fresh: int


@frozen(kw_only=True)
class Trial:
    """A module, the files with the tests of it, and the changes to try."""

    name: str
    path: Path
    files: Sequence[str]
    changes: Sequence[Mutant]

    def run(self) -> Tried:
        """Whether the tests find each change; `RuntimeError` where they fail without one, or overlook a gross one."""
        [(_, seen, _)] = forked([(None, self.together)])
        if seen is None or isinstance(seen, str):
            raise RuntimeError(f"{self.name}: {seen or f'its tests could not be collected; see {LOG}'}")
        tests, outcomes = seen
        fresh = [at for at in range(len(self.changes)) if at not in outcomes]
        known = self.path.read_text("utf-8")
        controls = [(known, SURVIVED), *((gross, FOUND) for gross in self.gross(known, tests.values()))]
        for source, wanted in controls if fresh else ():
            [(_, outcome, _)] = forked([(None, partial(self.anew, source, range(0), tests))])
            if outcome != wanted:
                raise RuntimeError(f"{self.name}: loaded anew for a control, it is not {wanted}")
        jobs = ((at, partial(self.anew, one.source, one.place.lines, tests)) for at, one in self.some(fresh))
        outcomes |= self.collected(jobs)
        ordered = tuple(outcomes[at] for at in range(len(self.changes)))
        return Tried(outcomes=ordered, tests=len(tests), fresh=len(fresh))

    def gross(self, known: str, tests: Iterable[Reached]) -> list[str]:
        """The module with nothing but an error in the first changed function that a test runs, if there is one."""
        run = frozenset[int]().union(*(test.lines for test in tests))
        names = [one.place.swap for one in self.changes if one.place.swap and run.intersection(one.place.lines)]
        return [_raising(known, name) for name in names[:1]]

    def some(self, places: Iterable[int]) -> Iterable[tuple[int, Mutant]]:
        """These changes, each with its place among all."""
        return ((at, self.changes[at]) for at in places)

    def collected(self, jobs: Iterable[tuple[int, Callable[[], str]]]) -> dict[int, str]:
        """The outcome of each of these changes; a process that ended by itself found it."""
        outcomes = {}
        for at, outcome, ended in forked(jobs):
            if outcome is None and not ended:
                raise RuntimeError(f"{self.name}: cannot be tried: {self.changes[at].change}")
            outcomes[at] = TIMED_OUT if ended == signal.SIGALRM else outcome or FOUND
        return outcomes

    def together(self) -> tuple[dict[str, Reached], dict[int, str]] | str | None:
        """In one session: what each test reaches, and what came of the changes that its forks can make."""
        before = _Lines(self.path)
        handed: tuple[dict[str, Reached], dict[int, str]] | str | None = None

        def loop(session: pytest.Session) -> None:
            nonlocal handed
            early, items = before.stop(), session.items
            if session.testsfailed:
                return
            jobs = ((at, partial(self.reach, item)) for at, item in enumerate(items))
            seen = {at: reached for at, reached, _ in forked(jobs)}
            failing = [item.nodeid for at, item in enumerate(items) if seen[at] is None or not seen[at].passed]
            if failing:
                handed = f"fails without a change: {', '.join(failing)}"
                return
            run = sorted(((items[at], seen[at]) for at in seen), key=lambda one: one[1].seconds)
            try:
                handed = {item.nodeid: reached for item, reached in run}, self.exchanged(early, run)
            except RuntimeError as fault:
                handed = str(fault)

        _session(self.files, loop)
        return handed

    def exchanged(self, early: frozenset[int], tests: Sequence[tuple[pytest.Item, Reached]]) -> dict[int, str]:
        """What came of the changes that are nothing but other code for a function, in lines that have not run yet."""
        known = self.path.read_text("utf-8")
        jobs: list[tuple[int, Callable[[], str]]] = []
        controls: list[tuple[str, Callable[[], str]]] = []
        for at, one in enumerate(self.changes):
            function = self.function(one)
            if function is None or early.intersection(one.place.lines) or early.intersection(one.place.made_by):
                continue
            run = [(item, reached.seconds) for item, reached in tests if reached.lines.intersection(one.place.lines)]
            name = str(one.place.swap)
            jobs.append((at, partial(self.swapped, one.source, name, function, run)))
            if run and not controls:
                everything = [(item, reached.seconds) for item, reached in tests]
                controls = [
                    (SURVIVED, partial(self.swapped, known, name, function, everything)),
                    (FOUND, partial(self.swapped, _raising(known, name), name, function, run)),
                ]
        for wanted, outcome, _ in forked(controls):
            if outcome != wanted:
                raise RuntimeError(f"{self.name}: its code swapped for a control, it is not {wanted}")
        return self.collected(jobs)

    def reach(self, item: pytest.Item) -> Reached:
        """What one test runs of the module."""
        lines, begun = _Lines(self.path), time.monotonic()
        outcome = _run([(item, 60)])
        return Reached(passed=outcome == SURVIVED, seconds=time.monotonic() - begun, lines=lines.stop())

    def function(self, one: Mutant) -> FunctionType | None:
        """The function that a change is in, where the change is nothing but other code for it."""
        found: Any = sys.modules[self.name]
        for name in (one.place.swap or "").split("."):
            found = vars(found).get(name)
            while found is not None and not isinstance(found, FunctionType | type):
                wrapped = (getattr(found, name, None) for name in ("__func__", "fget", "__wrapped__"))
                found = next(filter(None, wrapped), None)
            if found is None:
                return None
        if not isinstance(found, FunctionType) or found.__code__.co_freevars:
            return None
        code = found.__code__
        return found if (code.co_qualname, Path(code.co_filename)) == (one.place.swap, self.path) else None

    def swapped(self, source: str, name: str, function: FunctionType, run: Iterable[tuple[pytest.Item, float]]) -> str:
        """What these tests say where a function has the code that it has in another text of the module."""
        function.__code__ = _within(compile(source, str(self.path), "exec", dont_inherit=True), name)
        return _run(run)

    def anew(self, source: str, lines: range, tests: Mapping[str, Reached]) -> str:
        """What all the tests say where the module is loaded from this text."""
        sys.meta_path.insert(0, _Instead(self.name, self.path, source))
        handed = FOUND  # so it stays where nothing can be collected any more

        def loop(session: pytest.Session) -> None:
            nonlocal handed
            near = Reached(passed=True, seconds=1.0, lines=frozenset())
            seen = [(item, tests.get(item.nodeid, near)) for item in session.items]
            seen.sort(key=lambda one: (one[1].lines.isdisjoint(lines), one[1].seconds))
            handed = FOUND if session.testsfailed else _run((item, reached.seconds) for item, reached in seen)

        limited(60)
        _session(self.files, loop)
        return handed


class _Lines:
    """The lines of a file that run from now on."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.seen = coverage.Coverage(data_file=None, config_file=False, include=[self.path], messages=False)
        self.seen.set_option("run:disable_warnings", ["no-data-collected"])
        self.seen.start()

    def stop(self) -> frozenset[int]:
        self.seen.stop()
        return frozenset(self.seen.get_data().lines(self.path) or ())


class _Instead(SourceFileLoader):
    """Finds one module, and loads it from another text than that of its file."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        super().__init__(name, str(path))
        self.source = source

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - it finds no other
        return compile(self.source, self.path, "exec", dont_inherit=True)


def _within(code: CodeType, name: str) -> CodeType:
    """The code of a function in that of its module."""
    inside = [one for one in code.co_consts if isinstance(one, CodeType)]
    [found] = [one for one in inside if name == one.co_qualname or name.startswith(f"{one.co_qualname}.")]
    return found if found.co_qualname == name else _within(found, name)


def _raising(source: str, name: str) -> str:
    """A module in which one function does nothing but raise an error."""
    tree = ast.parse(source)
    found: ast.Module | ast.ClassDef | ast.FunctionDef = tree
    for part in name.split("."):
        [found] = [one for one in found.body if isinstance(one, ast.ClassDef | ast.FunctionDef) and one.name == part]
    found.body = ast.parse("raise RuntimeError").body
    return ast.unparse(tree)


def _session(files: Iterable[str], loop: Callable[[pytest.Session], None]) -> None:
    """Have pytest collect these files, and do something else than run what it finds there."""

    class Instead:
        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            loop(session)
            return True

    hypothesis.settings.register_profile(
        "changed",
        derandomize=True,  # the same examples for every change
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("changed")
    with LOG.open("w", encoding="utf-8") as log:  # of the last one, for those who look why nothing could be collected
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    options = ["-o", f"cache_dir={tempfile.gettempdir()}", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    pytest.main([*options, *files], plugins=[Instead()])


def _run(run: Iterable[tuple[pytest.Item, float]]) -> str:
    """Run tests until one fails, each with more time than it takes by itself."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for item, seconds in run:
        limited(10 * seconds + 5)
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        except BaseException:  # noqa: BLE001 - whatever stops the tests is found
            return FOUND
        if item.session.testsfailed:
            return FOUND
    return SURVIVED
