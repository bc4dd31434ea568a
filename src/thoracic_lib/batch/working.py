"""Pieces of work done here or by worker processes, of which only a few are under way at any time, told in order."""

import gc
import pickle
import signal
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from thoracic_lib.batch.engine import Engine
from thoracic_lib.batch.lanes import AHEAD, Lane, Lanes
from thoracic_lib.batch.parcels import Receiver, Sender, wrapped
from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.errors import Fault, InvalidValueError, MissingExtraError, WorkerDiedError
from thoracic_lib.model.catalog import Catalog

__all__ = ["Piece", "bar", "begin", "done", "pieces", "verify_workers", "work"]

_here: list[tuple[Engine, Sender]] = []
"""In a worker process: its engine, and what sends what that answers."""

COMPOSED_ROWS = Engine.composed_rows.__name__

Piece = tuple[Hashable, tuple[object, ...]]
"""A piece of work: what it has in common with its kin, and what the method of `Engine` is called with."""

T = TypeVar("T")


def verify_workers(workers: int) -> None:
    """Raise `InvalidValueError` for a number of workers that is none."""
    if type(workers) is not int or workers < 1:
        raise InvalidValueError("Batch", (Fault("", "workers", "must be a whole number, at least 1"),))


def bar(total: int | None, *, wanted: bool) -> Callable[[int], object]:
    """A progress bar on stderr, or what says nothing; `MissingExtraError` without the `batch` extra."""
    if not wanted:
        return lambda _: None
    try:
        from tqdm import tqdm  # noqa: PLC0415 - of an extra
    except ImportError:
        raise MissingExtraError("a progress bar", "batch") from None
    shown = tqdm(total=total, unit=" rows")

    def told(rows: int) -> None:
        shown.update(rows) if rows else shown.close()

    return told


def pieces(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in lists of so many, made as they are asked for."""
    left = iter(things)
    while piece := list(islice(left, size)):
        yield piece


def done(catalog: Catalog, task: str, given: Iterable[Piece], workers: int, choice: int = 1) -> Iterator[Any]:
    """What each piece of work gives, in order; `task` is a method of `Engine`.

    With several workers these are new processes, each with a catalog of its own, and no more pieces are taken from
    `given` than keep them busy, or than so many as make a `choice`: a worker gets those of which it did the kin before.
    Raises `WorkerDiedError` where one of them ends before its time.
    """
    if workers == 1:
        engine = Engine(catalog)
        yield from (getattr(engine, task)(*piece) for _, piece in given)
        return
    own = None if catalog is bundled() else pickle.dumps(catalog)
    lanes = Lanes([_lane(catalog, own) for _ in range(workers)])
    most, left = max(choice, AHEAD * workers), iter(given)
    taken = count = 0
    try:
        while True:
            for kin, piece in islice(left, most - (taken - count)):
                lanes.take(taken, kin, (task, piece))
                taken += 1
            if taken == count:
                return
            while count not in lanes.answers:
                lanes.go_on(count)
            yield lanes.answers.pop(count)
            count += 1
    except WorkerDiedError:
        lanes.kill()
        raise
    finally:
        lanes.end()


def _lane(catalog: Catalog, own: bytes | None) -> Lane:
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=begin, initargs=(own,))
    return Lane(pool, work, Receiver(catalog))


def begin(catalog: bytes | None) -> None:
    """In a new worker process: make its engine, and leave it to the parent to be interrupted.

    What lives as long as the process is kept out of the collections of garbage, which would go through it each time.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    engine = Engine(bundled() if catalog is None else pickle.loads(catalog))  # noqa: S301 - of the parent process
    _here[:] = [(engine, Sender())]
    gc.freeze()


def work(task: str, piece: tuple[object, ...]) -> bytes:
    """In a worker process: do a piece of work."""
    engine, sender = _here[0]
    answers = getattr(engine, task)(*piece)
    return wrapped(engine.catalog, sender.crate(answers) if task == COMPOSED_ROWS else answers)
