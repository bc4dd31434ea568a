"""Pieces of work done in order, here or by worker processes, of which only a few are under way at any time."""

import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from thoracic_lib.batch.engine import Engine
from thoracic_lib.batch.parcels import opened, wrapped
from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.errors import Fault, InvalidValueError, MissingExtraError, WorkerDiedError
from thoracic_lib.model.catalog import Catalog

__all__ = ["bar", "begin", "done", "pieces", "verify_workers", "work"]

_AHEAD = 2
"""How many pieces each worker has before it, at most: one under way, one to go on with."""

_here: list[Engine] = []
"""In a worker process: its engine."""

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


def done(catalog: Catalog, task: str, given: Iterable[tuple[object, ...]], workers: int) -> Iterator[Any]:
    """What each piece of work gives, in order; `task` is a method of `Engine`.

    With several workers these are new processes, each with a catalog of its own, and no more pieces are taken from
    `given` than keep them busy. Raises `WorkerDiedError` where one of them ends before its time.
    """
    if workers == 1:
        engine = Engine(catalog)
        yield from (getattr(engine, task)(*piece) for piece in given)
        return
    own = None if catalog is bundled() else pickle.dumps(catalog)
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=begin, initargs=(own,))
    ahead: deque[Future[bytes]] = deque()
    count = 0
    try:
        for piece in given:
            ahead.append(_handed_over(pool, task, piece, count))
            if len(ahead) >= _AHEAD * workers:
                yield opened(catalog, _given_back(ahead.popleft(), count))
                count += 1
        while ahead:
            yield opened(catalog, _given_back(ahead.popleft(), count))
            count += 1
    except WorkerDiedError:
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - one that began as the pool broke is waited for without end
            process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _handed_over(pool: ProcessPoolExecutor, task: str, piece: tuple[object, ...], count: int) -> "Future[bytes]":
    try:
        return pool.submit(work, task, piece)
    except (BrokenProcessPool, OSError):  # broken already, or breaking while a process is started
        raise WorkerDiedError(count) from None


def _given_back(answer: "Future[bytes]", count: int) -> bytes:
    try:
        return answer.result()
    except BrokenProcessPool:
        raise WorkerDiedError(count) from None


def begin(catalog: bytes | None) -> None:
    """In a new worker process: make its engine, and leave it to the parent to be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here[:] = [Engine(bundled() if catalog is None else pickle.loads(catalog))]  # noqa: S301 - of the parent process


def work(task: str, piece: tuple[object, ...]) -> bytes:
    """In a worker process: do a piece of work."""
    engine = _here[0]
    return wrapped(engine.catalog, getattr(engine, task)(*piece))
