"""Work done in forks of this process, several at a time: what one does is gone with it, but for what it hands back."""

import gc
import os
import pickle
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["WORKERS", "forked", "limited"]

WORKERS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

Key = TypeVar("Key")


def forked(jobs: Iterable[tuple[Key, Callable[[], Any]]], workers: int = WORKERS) -> Iterator[tuple[Key, Any, int]]:
    """Each job's key, what the job hands back (`None` where it died) and the signal that ended it, as they end."""
    waiting, running = enumerate(jobs), dict[int, tuple[Key, Path]]()
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        while True:
            while len(running) < workers and (job := next(waiting, None)) is not None:
                number, (key, work) = job
                handed = Path(folder, str(number))
                pid = os.fork()
                if pid == 0:
                    _work(work, handed)
                running[pid] = key, handed
            if not running:
                return
            pid, status = os.wait()
            key, handed = running.pop(pid)
            given = pickle.loads(handed.read_bytes()) if handed.exists() else None  # noqa: S301 - written by the fork
            handed.unlink(missing_ok=True)
            yield key, given, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _work(work: Callable[[], Any], handed: Path) -> None:
    """Do a job and end this process, whatever happens."""
    try:
        given = work()
        written = handed.with_suffix(".new")
        written.write_bytes(pickle.dumps(given))
        written.rename(handed)
    except BaseException:  # noqa: BLE001 - a job of any kind
        traceback.print_exc()
    finally:
        os._exit(0)


def limited(seconds: float) -> None:
    """End this process if it is still here after so many seconds."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
