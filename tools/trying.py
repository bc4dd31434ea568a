"""Running tests on changed code: pytest collects once, and every change is tried in a fork of that process.

A change inside a function takes the place of that function's code in the fork, so everything that calls the function
meets it. That is enough as long as the changed lines have not run before the fork: then there is nothing yet that they
made, in no cache and no table, wherever it may be. Where they have run, because something calls the function while
modules are loaded or tests collected, and where the change is outside functions, the fork is of a process that has
loaded nothing of the library yet, and it loads the changed module in place of the one on disk.
"""

import ast
import os
import re
import resource
import sys
import tempfile
import time
from collections import Counter
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
from attrs import evolve, field, frozen
from tools.forking import TOO_LONG, forked, limited
from tools.mutants import Mutant

__all__ = ["FOUND", "SURVIVED", "TIMED_OUT", "Trial", "Tried"]

ROOT = Path(__file__).parent.parent
LOG = ROOT / ".cache" / "mutation" / "pytest.txt"
FOUND, SURVIVED, TIMED_OUT = "found", "survived", "timed out"
MEMORY = 6 << 30
"""So many bytes a change may use up before it counts as found."""


@frozen(kw_only=True)
class Outcome:
    """What came of a change, and the test that found it, if one did."""

    word: str
    test: str = ""

    def __str__(self) -> str:
        return f"{self.word} by {self.test}" if self.test else self.word


@frozen(kw_only=True)
class Reached:
    """A test as it runs with no change: whether it passes, how long it takes, and which lines of the module it runs.

    `lines` and `most` are those of all cases of the same function together, run in one process: what one case leaves in
    a cache, another one need not run again, but hangs on all the same. `own` are the lines of this case.
    """

    passed: bool
    seconds: float
    own: frozenset[int] = frozenset()
    most: float = 0.0
    lines: frozenset[int] = frozenset()


@frozen(kw_only=True)
class Tried:
    """What came of each change of a module, in order; `fresh` counts those for which the module was loaded anew."""

    outcomes: tuple[str, ...]
    tests: int
    fresh: int


@frozen(kw_only=True)
class Trial:
    """A module, the files with its tests, the changes to try, and where each outcome is written when it is known.

    `finders` counts how many changes a test has found so far; those that found most are run first.
    """

    name: str
    path: Path
    files: Sequence[str]
    changes: Sequence[Mutant]
    log: Path
    finders: Counter[str] = field(factory=Counter, repr=False)

    def run(self) -> Tried:
        """Whether the tests find each change; `RuntimeError` where they fail without one, or overlook a gross one."""
        [(_, seen, _)] = forked([(None, self.together)])
        if seen is None or isinstance(seen, str):
            raise RuntimeError(f"{self.name}: {seen or f'its tests could not be collected; see {LOG}'}")
        tests, outcomes, finders = seen
        self.finders.update(finders)
        fresh = [at for at in range(len(self.changes)) if at not in outcomes]
        known = self.path.read_text("utf-8")
        controls = [(known, SURVIVED), *((gross, FOUND) for gross in self.gross(known, tests.values()))]
        for source, wanted in controls if fresh else ():
            [(_, outcome, _)] = forked([(None, partial(self.anew, source, tests))])
            if outcome is None or outcome.word != wanted:
                raise RuntimeError(f"{self.name}: loaded anew for a control, it is not {wanted}")
        jobs = ((at, partial(self.anew, one.source, tests, one)) for at, one in self.some(fresh))
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

    def collected(self, jobs: Iterable[tuple[int, Callable[[], Outcome]]]) -> dict[int, str]:
        """The outcome of each of these changes; a process that ended by itself found it."""
        outcomes = {}
        for at, outcome, ended in forked(jobs):
            if outcome is None and not ended:
                raise RuntimeError(f"{self.name}: cannot be tried: {self.changes[at].change}")
            told = outcome or Outcome(word=TIMED_OUT if ended in TOO_LONG else FOUND)
            outcomes[at] = told.word
            self.finders[_function(told.test)] += 1
            with self.log.open("a", encoding="utf-8") as log:
                log.write(f"{told}: {self.changes[at].change}\n\n")
        return outcomes

    def together(self) -> tuple[dict[str, Reached], dict[int, str], Counter[str]] | str | None:
        """In one session: what each test reaches, and what came of the changes that its forks can make."""
        before = _Lines(self.path)
        handed: tuple[dict[str, Reached], dict[int, str], Counter[str]] | str | None = None

        def loop(session: pytest.Session) -> None:
            nonlocal handed
            early, items = before.stop(), session.items
            if session.testsfailed:
                return
            tests = self.reached(items)
            failing = [item.nodeid for item, reached in tests if not reached.passed]
            if failing:
                handed = f"fails without a change: {', '.join(failing)}"
                return
            try:
                outcomes = self.exchanged(early, tests)
                handed = {item.nodeid: reached for item, reached in tests}, outcomes, self.finders
            except RuntimeError as fault:
                handed = str(fault)

        _session(self.files, loop)
        return handed

    def exchanged(self, early: frozenset[int], tests: Sequence[tuple[pytest.Item, Reached]]) -> dict[int, str]:
        """What came of the changes that are nothing but other code for a function, in lines that have not run yet."""
        known = self.path.read_text("utf-8")
        jobs: list[tuple[int, Callable[[], Outcome]]] = []
        controls: list[tuple[str, Callable[[], Outcome]]] = []
        for at, one in enumerate(self.changes):
            function = self.function(one)
            if function is None or early.intersection(one.place.lines) or early.intersection(one.place.made_by):
                continue
            run = [(item, reached) for item, reached in tests if reached.lines.intersection(one.place.lines)]
            jobs.append((at, partial(self.swapped, one.source, one, function, run)))
            if run and not controls:
                raising = _raising(known, str(one.place.swap))
                controls = [
                    (SURVIVED, partial(self.swapped, known, one, function, tests)),
                    (FOUND, partial(self.swapped, raising, one, function, run)),
                ]
        for wanted, outcome, _ in forked(controls):
            if outcome is None or outcome.word != wanted:
                raise RuntimeError(f"{self.name}: its code swapped for a control, it is not {wanted}")
        return self.collected(jobs)

    def reached(self, items: Iterable[pytest.Item]) -> list[tuple[pytest.Item, Reached]]:
        """Each test with what it runs of the module; the cases of one function in one process."""
        cases: dict[str, list[pytest.Item]] = {}
        for item in items:
            cases.setdefault(_function(item.nodeid), []).append(item)
        failed = Reached(passed=False, seconds=0.0)
        found = []
        for name, seen, _ in forked((name, partial(self.reach, group)) for name, group in cases.items()):
            told = seen or [failed] * len(cases[name])
            lines = frozenset[int]().union(*(one.own for one in told))
            most = max(one.seconds for one in told)
            found += [(item, evolve(one, lines=lines, most=most)) for item, one in zip(cases[name], told, strict=True)]
        return found

    def reach(self, group: Sequence[pytest.Item]) -> list[Reached]:
        """What each case of a test runs of the module, one after the other."""
        lines, told = _Lines(self.path), []
        for at, item in enumerate(group):
            begun = time.process_time()
            lines.seen.switch_context(str(at))
            outcome = _run([(item, Reached(passed=True, seconds=0.0, most=60.0))])
            told.append(Reached(passed=outcome.word == SURVIVED, seconds=time.process_time() - begun))
        by_case = lines.by_context()
        return [evolve(one, own=by_case.get(str(at), frozenset())) for at, one in enumerate(told)]

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

    def swapped(
        self, source: str, one: Mutant, function: FunctionType, tests: Iterable[tuple[pytest.Item, Reached]]
    ) -> Outcome:
        """What these tests say where a function has the code that it has in another text of the module."""
        code = compile(source, str(self.path), "exec", dont_inherit=True)
        function.__code__ = _within(code, str(one.place.swap))
        return _run(self.ordered(tests, one))

    def anew(self, source: str, tests: Mapping[str, Reached], one: Mutant | None = None) -> Outcome:
        """What all the tests say where the module is loaded from this text, which has this change."""
        sys.meta_path.insert(0, _Instead(self.name, self.path, source))
        handed = Outcome(word=FOUND, test="loading it")  # so it stays where nothing can be collected any more

        def loop(session: pytest.Session) -> None:
            nonlocal handed
            if session.testsfailed:
                return
            near = Reached(passed=True, seconds=1.0, most=1.0)
            seen = [(item, tests.get(item.nodeid, near)) for item in session.items]
            handed = _run(self.ordered(seen, one))

        limited(60)
        _session(self.files, loop)
        return handed

    def ordered(
        self, tests: Iterable[tuple[pytest.Item, Reached]], one: Mutant | None
    ) -> list[tuple[pytest.Item, Reached]]:
        """Tests with those first that run the changed lines, name a changed word, found most so far, and are quick."""
        lines, words = (one.place.lines, one.change.words) if one else (range(0), frozenset[str]())

        def rank(test: tuple[pytest.Item, Reached]) -> tuple[bool, bool, int, float]:
            item, reached = test
            named = not words.isdisjoint(re.findall(r"\w+", item.nodeid.lower()))
            return (reached.own.isdisjoint(lines), not named, -self.finders[_function(item.nodeid)], reached.seconds)

        return sorted(tests, key=rank)


def _function(test: str) -> str:
    """The function of a test, whatever it is called with."""
    return test.partition("[")[0]


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

    def by_context(self) -> dict[str, frozenset[int]]:
        """The lines that ran after each switch of the context."""
        self.seen.stop()
        found: dict[str, set[int]] = {}
        for line, contexts in self.seen.get_data().contexts_by_lineno(self.path).items():
            for context in contexts:
                found.setdefault(context, set()).add(line)
        return {context: frozenset(lines) for context, lines in found.items()}


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
    spared = ["--noconftest"]  # it loads the command line, for the examples in the documentation
    pytest.main([*options, *spared, *files], plugins=[Instead()])


def _run(tests: Iterable[tuple[pytest.Item, Reached]]) -> Outcome:
    """Run tests until one fails, each with more time than it takes by itself."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for item, reached in tests:
        limited(10 * reached.most + 5)
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        except BaseException:  # noqa: BLE001 - whatever stops the tests is found
            return Outcome(word=FOUND, test=item.nodeid)
        if item.session.testsfailed:
            return Outcome(word=FOUND, test=item.nodeid)
    return Outcome(word=SURVIVED)
