"""A batch from beginning to end: cut into pieces, done here or by workers, and put together in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from itertools import chain
from typing import Any, cast

from attrs import frozen

from thoracic_lib.batch.cells import sent
from thoracic_lib.batch.engine import COMPOSED, SCREENED
from thoracic_lib.batch.frames import Columns, Frame, columns_of, sorted_out
from thoracic_lib.batch.reading import prepared
from thoracic_lib.batch.routing import Asked, Planned, asked, asked_in, plan
from thoracic_lib.batch.rows import ComposedRow, ScreenedRow
from thoracic_lib.batch.working import Piece, bar, done, pieces, verify_workers
from thoracic_lib.errors import Fault, InvalidValueError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request

__all__ = ["COMPOSING", "SCREENING", "Batch", "Verb"]


@frozen(eq=False)
class Verb:
    """What a batch does: by which methods of `Engine`, to what kind of row, and how many rows make a piece.

    A piece is so large that handing it over takes little of the time. Where there are several `pieces` to a window, for
    each worker, the rows of a window are routed.
    """

    rows: str
    columns: str
    row: Callable[[int, Any, Any, Catalog], Any]
    size: int
    pieces: int
    told: tuple[str, ...]
    wanted: type[Profile] | type[Request]


SCREENING = Verb("screened_rows", "screened_columns", ScreenedRow, 2_048, 1, SCREENED, Profile)
COMPOSING = Verb("composed_rows", "composed_columns", lambda *told: ComposedRow(*told[:3]), 16, 16, COMPOSED, Request)


@frozen(eq=False)
class Batch:
    """How a batch is to be done."""

    catalog: Catalog
    workers: int
    progress: bool
    carry: tuple[str, ...]

    def answered(self, verb: Verb, source: Frame | Iterable[object], *, json: bool = False) -> Columns | Iterator[Any]:
        """Rows for an iterable, and columns for columns."""
        verify_workers(self.workers)
        columns = columns_of(source)
        if columns is not None:
            return self._columns(verb, columns, json=json)
        if json:
            raise InvalidValueError("Batch", (Fault("", "json", "is for columns; a row holds the routine itself"),))
        shown = bar(len(source) if isinstance(source, Sized) else None, wanted=self.progress)
        return self._rows(verb, cast("Iterable[object]", source), shown)

    def _rows(self, verb: Verb, things: Iterable[object], shown: Callable[[int], object]) -> Iterator[Any]:
        """One after the other; of those before workers, only the windows under way are held."""
        under_way: deque[tuple[list[object], list[Planned]]] = deque()
        size = 1 if self.workers == 1 else self._window(verb)

        def given() -> Iterator[Piece]:
            for window in pieces(map(prepared, things), size):
                planned = self._planned(verb, lambda: map(asked, window), len(window))  # noqa: B023 - called at once
                under_way.append((window, planned))
                for one in planned:
                    yield one.kin, ([window[place] for place in one.places], self.carry)

        number = 0
        answers = done(self.catalog, verb.rows, given(), self.workers, verb.pieces * self.workers)
        for first in answers:
            window, planned = under_way.popleft()
            told: list[Any] = [None] * len(window)
            for one, some in zip(planned, chain([first], answers)):  # noqa: B905 - more answers than one window's
                for place, answer in zip(one.places, some, strict=True):
                    told[place] = answer
            for thing, (read, outcome) in zip(window, told, strict=True):
                yield verb.row(number, thing if type(thing) is verb.wanted else read, outcome, self.catalog)
                number += 1
            shown(len(window))
        shown(0)

    def _window(self, verb: Verb) -> int:
        """How many rows are looked at together, to be routed."""
        return verb.size * verb.pieces * (self.workers if verb.pieces > 1 else 1)

    def _planned(self, verb: Verb, looked_at: Callable[[], Iterable[Asked]], length: int) -> list[Planned]:
        """The pieces of a window."""
        if verb.pieces == 1 or length == 1:
            return [Planned(None, list(range(length)))]
        return plan(list(looked_at()), verb.size)

    def _columns(self, verb: Verb, columns: Columns, *, json: bool) -> Columns:
        """The answers, beside the numbers of the rows and what is carried along."""
        names = (*verb.told, "routine") if json else verb.told
        read, carried, length = sorted_out(
            columns, self.catalog, self.carry, ("row", *names), requests=verb.wanted is Request
        )
        shown = bar(length, wanted=self.progress)
        told: Columns = {"row": list(range(length)), **carried, **{name: [None] * length for name in names}}
        under_way: deque[Planned] = deque()

        def given() -> Iterator[Piece]:
            size, handed = self._window(verb), sent if self.workers > 1 else _as_it_is
            for start in range(0, length, size):
                window = {name: column[start : start + size] for name, column in read.items()}
                count = min(size, length - start)
                for one in self._planned(verb, lambda: asked_in(window, count), count):  # noqa: B023 - called at once
                    some = {name: [handed(column[place]) for place in one.places] for name, column in window.items()}
                    under_way.append(Planned(one.kin, [start + place for place in one.places]))
                    yield one.kin, (some, len(one.places), json)

        for answers in done(self.catalog, verb.columns, given(), self.workers, verb.pieces * self.workers):
            places = under_way.popleft().places
            for name, column in zip(names, answers, strict=True):
                held = told[name]
                for place, cell in zip(places, column, strict=True):
                    held[place] = cell
            shown(len(places))
        shown(0)
        return told


def _as_it_is(cell: object) -> object:
    return cell
