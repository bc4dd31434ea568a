"""Many people at once: what a million screenings and some thousand routines cost, here and on two processes.

The people are made up as `people` says; making them is not counted. The plain loop over the objects is measured on a
sample of the same people and scaled up. Two processes are started for each job, which is counted; how long that takes
by itself is told apart.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.measuring import ENVIRONMENT, interleaved
from benchmarks.people import columns, people, requests
from benchmarks.screening import naive
from thoracic_lib import batch
from thoracic_lib.batch.engine import Engine
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import ThoracicError
from thoracic_lib.model.routine import Request

PEOPLE, SAMPLE, TABLE = 1_000_000, 200, 200_000
"""How many people are screened as objects, by the plain loop and as columns."""

REQUESTS, MANY, WHOLE = 4_000, 12_000, 3_000
"""How many distinct requests are composed on a core, on one and on two processes, and as columns with routines."""

ROUNDS = 3
"""How often composing alone is measured, and one process and two, in turn."""

T = TypeVar("T")


class Timed:
    """Things as they are asked for, with the seconds that making them took."""

    def __init__(self, things: Iterable[T]) -> None:
        self.things = things
        self.seconds = 0.0

    def __iter__(self) -> Iterator[object]:
        left = iter(self.things)
        while True:
            start = time.perf_counter()
            piece = list(islice(left, 1_000))
            self.seconds += time.perf_counter() - start
            if not piece:
                return
            yield from piece


def main() -> None:
    """Measure, and print."""
    _screening()
    _columns()
    _composing()
    _memory()


def _screening() -> None:
    known = catalog()
    given = Timed(people(known, PEOPLE))
    start = time.perf_counter()
    bad = sum(row.error is not None for row in batch.screen(given))
    masked = time.perf_counter() - start - given.seconds
    sample = list(people(known, SAMPLE))
    start = time.perf_counter()
    verdicts = [naive(known, person) for person in sample]
    plain = (time.perf_counter() - start) * PEOPLE / SAMPLE
    for row, ranks in zip(batch.screen(sample), verdicts, strict=True):
        if tuple(byte % 4 for byte in row.verdicts) != ranks:
            raise SystemExit("the batch and the plain loop disagree")
    print(f"screening {PEOPLE:,} profiles as objects: {masked:.2f} s, {PEOPLE / masked:,.0f} a second ({bad} bad rows)")
    print(f"  a plain loop over the objects, {SAMPLE} measured: {plain:,.0f} s, {plain / masked:,.0f} x")


def _columns() -> None:
    table = columns(people(catalog(), TABLE))
    few = {name: column[:2] for name, column in table.items()}
    taken = _both(lambda workers: batch.screen(table, workers=workers), lambda: batch.screen(few, workers=2))
    print(f"screening {TABLE:,} rows of text columns: {taken[0]:.2f} s, {TABLE / taken[0]:,.0f} a second")
    _compared(TABLE, taken)


def _composing() -> None:
    every = list(requests(catalog(), MANY))
    asked = every[:REQUESTS]
    list(batch.compose(asked[:50]))
    alone, worked, nothing, solved, reused = sorted(_composed(asked) for _ in range(ROUNDS))[ROUNDS // 2]
    print(
        f"composing {REQUESTS:,} distinct requests: {REQUESTS / alone:,.0f} a second, {REQUESTS / worked:,.0f} a core"
    )
    print(
        f"  nothing fits: {nothing}; solved: {solved}; "
        f"answered without solving: {100 * reused / (solved + reused):.0f} %"
    )
    start = time.perf_counter()
    again = list(batch.compose(one for request in asked[:500] for one in (request, request)))
    print(f"  each of 500 asked twice in a row: {len(again) / (time.perf_counter() - start):,.0f} a second")

    def counted(workers: int) -> int:
        return sum(row.error is None for row in batch.compose(every, workers=workers))

    taken = _both(counted, lambda: list(batch.compose(every[:2], workers=2)))
    print(f"composing {MANY:,} distinct requests to rows: {MANY / taken[0]:,.0f} a second")
    _compared(MANY, taken)
    start = time.perf_counter()
    looked = sum(row.routine.seconds > 0 for row in batch.compose(every, workers=2) if row.error is None)
    print(f"  and every routine looked at: {taken[0] / (time.perf_counter() - start):.2f} x ({looked:,} routines)")
    table = _written(every[:WHOLE])
    few = {name: column[:2] for name, column in table.items()}
    taken = _both(
        lambda workers: batch.compose(table, workers=workers, json=True),
        lambda: batch.compose(few, workers=2, json=True),
    )
    print(f"composing {WHOLE:,} rows of text columns, routines as JSON: {WHOLE / taken[0]:,.0f} a second")
    _compared(WHOLE, taken)


def _composed(asked: list[Request]) -> tuple[float, float, int, int, int]:
    """The seconds on the clock and of work that a new engine takes; for how many nothing fits; solved, and reused."""
    engine = Engine(catalog())
    start, work = time.perf_counter(), time.process_time()
    nothing = sum(isinstance(engine.made(request), ThoracicError) for request in asked)
    taken = time.perf_counter() - start, time.process_time() - work
    return *taken, nothing, engine.solver.solved, engine.solver.reused


def _written(asked: list[Request]) -> dict[str, list[Any]]:
    """Requests as columns of text."""
    return {
        **columns(request.profile for request in asked),
        "minutes": [request.minutes for request in asked],
        "goal": [request.goal for request in asked],
    }


def _both(job: Callable[[int], object], little: Callable[[], object]) -> tuple[float, float, float]:
    """The seconds that a job takes in one process and on two, and those that two take for next to nothing.

    Each is the median of some rounds, taken in turn.
    """
    taken = interleaved({"alone": lambda: job(1), "together": lambda: job(2), "begun": little}, ROUNDS)
    alone, together, begun = (milliseconds / 1_000 for milliseconds in taken.values())
    return alone, together, begun


def _compared(count: int, taken: tuple[float, float, float]) -> None:
    alone, together, begun = taken
    print(
        f"  two processes: {count / together:,.0f} a second, {alone / together:.2f} x; "
        f"they take {begun:.2f} s to start and end, without which it is {alone / (together - begun):.2f} x"
    )


def _memory() -> None:
    """The most memory that a process holds which screens so many people, one after the other."""
    for count in (PEOPLE // 10, PEOPLE):
        command = [sys.executable, "-c", f"from benchmarks.batch import peak; print(peak({count}))"]
        told = subprocess.check_output(command, env=ENVIRONMENT, text=True)  # noqa: S603 - our own code
        print(f"memory at its most, {count:,} profiles: {int(told) / 1_024:,.0f} MiB")


def peak(count: int) -> int:
    """In a process of its own, on Linux: screen so many, and say what memory was held at the most, in KiB.

    What `resource` tells would count the process that started this one.
    """
    for _ in batch.screen(people(catalog(), count)):
        pass
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
