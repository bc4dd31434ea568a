"""Many people at once: what a million screenings and some thousand routines cost, here and on two processes.

The people are made up as `people` says; making them is not counted. The plain loop over the objects is measured on a
sample of the same people and scaled up.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from benchmarks.measuring import ENVIRONMENT
from benchmarks.people import columns, people, requests
from benchmarks.screening import naive
from thoracic_lib import batch
from thoracic_lib.batch.engine import Engine
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import ThoracicError

PEOPLE, SAMPLE, TABLE, REQUESTS = 1_000_000, 200, 100_000, 4_000
"""How many people are screened as objects, by the plain loop and as columns, and how many requests composed."""

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
    taken = {}
    for workers in (1, 2):
        start = time.perf_counter()
        batch.screen(table, workers=workers)
        taken[workers] = time.perf_counter() - start
    print(f"screening {TABLE:,} rows of text columns: {taken[1]:.2f} s, {TABLE / taken[1]:,.0f} a second")
    print(f"  two processes, started for it: {taken[2]:.2f} s, {taken[1] / taken[2]:.2f} x")


def _composing() -> None:
    asked = list(requests(catalog(), REQUESTS))
    engine = Engine(catalog())
    list(batch.compose(asked[:50]))
    start, work = time.perf_counter(), time.process_time()
    nothing = sum(isinstance(engine.made(request), ThoracicError) for request in asked)
    alone, worked = time.perf_counter() - start, time.process_time() - work
    solved, reused = engine.solver.solved, engine.solver.reused
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
    start = time.perf_counter()
    rows = sum(row.error is None for row in batch.compose(asked, workers=2))
    together = time.perf_counter() - start
    print(f"  two processes: {REQUESTS / together:,.0f} a second, {alone / together:.2f} x ({rows} routines)")


def _memory() -> None:
    """The most memory that a process holds which screens so many people, one after the other."""
    for count in (PEOPLE // 10, PEOPLE):
        command = [sys.executable, "-c", f"from benchmarks.batch import peak; print(peak({count}))"]
        told = subprocess.check_output(command, env=ENVIRONMENT, text=True)  # noqa: S603 - our own code
        print(f"memory at its most, {count:,} profiles: {int(told) / 1_024:,.0f} MiB")


def peak(count: int) -> int:
    """In a process of its own: screen so many, and say what memory was held at the most, in KiB."""
    for _ in batch.screen(people(catalog(), count)):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
