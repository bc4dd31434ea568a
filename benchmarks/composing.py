"""The exact solver beside CP-SAT and a greedy composer, on the same problems in one run.

CP-SAT gets the model of the tests, with its own choice of threads and with one, and is timed together with stating it.
It is asked for the answer as the solver gives it, by the rule for ties the only one; and, without ties, for no more
than how good the best is. What it finds has to agree with the solver's answer.
"""

import importlib
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeVar

from tests.solving import independent

from benchmarks import greedy
from benchmarks.drawing import drawn, tangled
from benchmarks.measuring import cold, interleaved
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.composing.problem import Outcome, Problem, outcome
from thoracic_lib.composing.search import Effort, Solution, solve
from thoracic_lib.errors import NothingFitsError
from thoracic_lib.model.routine import Request, Routine

SIZES = {60: 200, 120: 40, 300: 20}
"""How many problems of each size are solved in all ways."""

TURNS = {60: 3, 120: 1, 300: 1}
"""How often in a row each way solves a problem of each size; what counts is the middle one.

The first finds nothing of its own in the caches of the processor, after another way.
"""

MANY = {60: 1_000, 120: 300, 300: 100}
"""How many are solved by the exact solver alone, for the slowest."""

KINDS = {"like the catalog": drawn, "tangled": tangled}
"""How the problems are drawn."""

OURS, GREEDY = "exact solver", "greedy"
ANSWER, ANSWER_ONE = "CP-SAT, its own threads", "CP-SAT, one thread"
OUTCOME, OUTCOME_ONE = "without ties, own threads", "without ties, one thread"

T = TypeVar("T")


class Run(NamedTuple):
    """One problem, solved in every way: milliseconds by way, on the clock and of processors, and what was found."""

    taken: dict[str, float]
    worked: dict[str, float]
    best: Outcome
    greedy: Outcome | None
    agreed: bool


def main() -> None:
    """Measure, and print a table for each size and for the bundled catalog."""
    times = interleaved({"import attrs": cold("import attrs")}, 11)
    print(f"import attrs in a new process: {times['import attrs']:.1f} ms (median)")
    for kind, problem_of in KINDS.items():
        for size, count in SIZES.items():
            problems = [problem_of(size, seed) for seed in range(count)]
            _compare(f"{size} candidates, {kind}, {count} problems", problems, TURNS[size])
        for size, count in MANY.items():
            problems = [problem_of(size, seed) for seed in range(count)]
            worked = [_timed(lambda problem=problem: solve(problem))[1] for problem in problems]  # type: ignore[misc]  # bound in each turn
            print(f"{size} candidates, {kind}, {count} problems, processor time\n  {OURS:26} {_figures(worked)}")
    _bundled()


def _timed(call: Callable[[], T]) -> tuple[float, float, T]:
    """Milliseconds on the clock, milliseconds of all processors, and what was found."""
    start, work = time.perf_counter(), time.process_time()
    found = call()
    return (time.perf_counter() - start) * 1_000, (time.process_time() - work) * 1_000, found


def _middle(call: Callable[[], T], turns: int) -> tuple[float, float, T]:
    """The middle one of so many in a row, by the clock."""
    return sorted([_timed(call) for _ in range(turns)], key=itemgetter(0))[turns // 2]


def _run(problem: Problem, turns: int) -> Run:
    ways: dict[str, Callable[[], object]] = {
        OURS: lambda: solve(problem),
        ANSWER: lambda: independent.answer(problem, 0),
        ANSWER_ONE: lambda: independent.answer(problem, 1),
        OUTCOME: lambda: independent.best(problem, 0),
        OUTCOME_ONE: lambda: independent.best(problem, 1),
        GREEDY: lambda: outcome(problem, greedy.composed(problem)),
    }
    timed = {way: _middle(call, turns) for way, call in ways.items()}
    solution, *told, quick = (found for _, _, found in timed.values())
    if not isinstance(solution, Solution):
        raise SystemExit("a problem that nothing fits is no benchmark")
    answer = independent.Answer(solution.outcome, solution.choices)
    return Run(
        taken={way: taken for way, (taken, _, _) in timed.items()},
        worked={way: worked for way, (_, worked, _) in timed.items()},
        best=solution.outcome,
        greedy=quick if isinstance(quick, Outcome) else None,
        agreed=solution.optimal and told == [answer, answer, answer.outcome, answer.outcome],
    )


def _compare(title: str, problems: Sequence[Problem], turns: int) -> None:
    runs = [_run(problem, turns) for problem in problems]
    print(f"{title} (on the clock, ratio of the medians; processor time of the median, ratio)")
    half = {name: statistics.median(getattr(run, name)[OURS] for run in runs) for name in ("taken", "worked")}
    for way in (OURS, ANSWER, ANSWER_ONE, OUTCOME, OUTCOME_ONE, GREEDY):
        taken, worked = [run.taken[way] for run in runs], statistics.median(run.worked[way] for run in runs)
        ratio = f"{statistics.median(taken) / half['taken']:6.1f} x"
        print(f"  {way:26} {_figures(taken)} {ratio}   {worked:8.2f} ms {worked / half['worked']:6.1f} x")
    print(f"  disagreements with CP-SAT: {sum(not run.agreed for run in runs)}")
    print(f"  {_shortfall(runs)}")


def _figures(taken: Sequence[float]) -> str:
    ranked = sorted(taken)
    at = {"p50": statistics.median(ranked), "p99": ranked[len(ranked) * 99 // 100], "max": ranked[-1]}
    return "  ".join(f"{name} {value:8.2f} ms" for name, value in at.items())


def _shortfall(runs: Sequence[Run]) -> str:
    """What the greedy composer leaves: movements and phases, and benefit where all before that is equal."""
    missed = sum(run.greedy is None or run.greedy.movements < run.best.movements for run in runs)
    phases = sum(
        run.greedy is not None and run.greedy[:2] == run.best[:2] and run.greedy[2] < run.best[2] for run in runs
    )
    short = [
        100 * (run.best.benefit - run.greedy.benefit) / run.best.benefit
        for run in runs
        if run.greedy is not None and run.greedy[:5] == run.best[:5] and run.best.benefit
    ]
    told = f"mean {statistics.mean(short):.1f} %, max {max(short):.1f} %" if short else "none to compare"
    return (
        f"greedy: misses movements in {missed} of {len(runs)}, phases in {phases} more; "
        f"benefit below the best, where the rest is equal ({len(short)}): {told}"
    )


def _bundled() -> None:
    """The bundled catalog through `compose`, for every goal from 5 to 45 minutes, and its problems by themselves."""
    requests = [Request(minutes=minutes, goal=goal.id) for goal in catalog().goals for minutes in range(5, 46, 5)]
    with_problems = list(_composed(requests))
    print(f"the bundled catalog, {len(with_problems)} requests of every goal, 5 to 45 minutes")
    print(f"  {'compose, as a whole':26} {_figures([taken for taken, _ in with_problems])}")
    problems = [problem for _, held in with_problems for problem in held]
    if problems:
        _compare(f"the bundled catalog, the {len(problems)} problems of these requests", problems, 3)


def _composed(requests: Sequence[Request]) -> Iterator[tuple[float, list[Problem]]]:
    """What each request takes, and the problems that it hands to the solver, where it does."""
    composing = importlib.import_module("thoracic_lib.composing")
    for request in requests:
        held: list[Problem] = []

        def noted(problem: Problem, effort: Effort | None = None, *, held: list[Problem] = held) -> Solution | None:
            held.append(problem)
            return solve(problem, effort)

        try:
            taken, _, _ = _timed(lambda request=request: compose(request))  # type: ignore[misc]  # bound in each turn
            if hasattr(composing, "solve"):
                _noting(composing, noted, request)
        except NothingFitsError:
            continue
        yield taken, held


def _noting(composing: object, noted: Callable[..., object], request: Request) -> Routine:
    solver = composing.solve  # type: ignore[attr-defined]  # looked for before
    composing.solve = noted  # type: ignore[attr-defined]  # put back below
    try:
        return compose(request)
    finally:
        composing.solve = solver  # type: ignore[attr-defined]  # same
