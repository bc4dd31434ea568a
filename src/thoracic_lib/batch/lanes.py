"""Worker processes side by side, each with pieces of work of its own, so that kin meet in one and none is idle.

Which worker does a piece hangs on when the others were done; what comes of it does not.
"""

from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from attrs import define, field, frozen

from thoracic_lib.batch.parcels import Receiver
from thoracic_lib.errors import WorkerDiedError

__all__ = ["AHEAD", "Lane", "Lanes"]

AHEAD = 2
"""How many pieces each worker has before it, at most: one under way, one to go on with."""


@frozen(eq=False)
class Lane:
    """One worker process: what it is given to do, what is under way, and what opens its answers in their order."""

    pool: ProcessPoolExecutor
    work: Callable[..., bytes]
    receiver: Receiver
    under_way: deque[tuple[int, Future[bytes]]] = field(factory=deque, init=False)


@define(eq=False)
class Lanes:
    """Workers, the pieces that wait for one, and the answers by the place of their piece.

    A kin belongs to the first worker that does a piece of it. A worker that has nothing of its own takes a kin that is
    nobody's, and then what belongs to another one.
    """

    lanes: list[Lane]
    answers: dict[int, Any] = field(factory=dict, init=False)
    _waiting: list[tuple[int, Hashable, tuple[object, ...]]] = field(factory=list, init=False)
    _owners: dict[Hashable, Lane] = field(factory=dict, init=False)

    def take(self, place: int, kin: Hashable, piece: tuple[object, ...]) -> None:
        """A piece of work to be done by one of the workers."""
        self._waiting.append((place, kin, piece))

    def go_on(self, count: int) -> None:
        """Hand out what waits, and wait until a worker is done with something; `count` pieces were given back."""
        for _ in range(AHEAD):
            for lane in self.lanes:
                if self._waiting and len(lane.under_way) < AHEAD:
                    self._hand_over(lane, count)
        wait([lane.under_way[0][1] for lane in self.lanes if lane.under_way], return_when=FIRST_COMPLETED)
        for lane in self.lanes:
            while lane.under_way and lane.under_way[0][1].done():
                place, answer = lane.under_way.popleft()
                try:
                    self.answers[place] = lane.receiver.opened(answer.result())
                except BrokenProcessPool:
                    raise WorkerDiedError(count) from None

    def _hand_over(self, lane: Lane, count: int) -> None:
        at = min(range(len(self._waiting)), key=lambda at: (self._strange(lane, self._waiting[at][1]), at))
        place, kin, piece = self._waiting.pop(at)
        self._owners.setdefault(kin, lane)
        try:
            lane.under_way.append((place, lane.pool.submit(lane.work, *piece)))
        except (BrokenProcessPool, OSError):  # broken already, or breaking while a process is started
            raise WorkerDiedError(count) from None

    def _strange(self, lane: Lane, kin: Hashable) -> int:
        """How little a kin concerns a worker: its own, nobody's, another one's."""
        owner = self._owners.get(kin)
        return 0 if owner is lane else 1 if owner is None else 2

    def kill(self) -> None:
        """End every process at once; none holds anything that is worth the second in which it would clear it away."""
        for lane in self.lanes:
            for process in list((lane.pool._processes or {}).values()):  # noqa: SLF001 - the public way is of Python 3.14
                process.kill()

    def end(self) -> None:
        """End all workers: what is under way is waited for, and what waits is left undone.

        Nothing is cancelled: a pool that breaks has an error to tell to each of its answers.
        """
        wait([answer for lane in self.lanes for _, answer in lane.under_way])
        self.kill()
        for lane in self.lanes:
            lane.pool.shutdown()
