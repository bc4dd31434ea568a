"""A batch from beginning to end: cut into pieces, done here or by workers, and put together in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Any, cast

from attrs import frozen

from thoracic_lib.batch.engine import COMPOSED, SCREENED
from thoracic_lib.batch.frames import Columns, Frame, columns_of, sorted_out
from thoracic_lib.batch.reading import prepared
from thoracic_lib.batch.rows import ComposedRow, ScreenedRow
from thoracic_lib.batch.working import bar, done, pieces, verify_workers
from thoracic_lib.errors import Fault, InvalidValueError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request

__all__ = ["COMPOSING", "SCREENING", "Batch", "Verb"]


@frozen(eq=False)
class Verb:
    """What a batch does: by which methods of `Engine`, to what kind of row, and how many rows make a piece.

    A piece is so large that handing it over takes little of the time.
    """

    rows: str
    columns: str
    row: Callable[[int, Any, Any, Catalog], Any]
    size: int
    told: tuple[str, ...]
    wanted: type[Profile] | type[Request]


SCREENING = Verb("screened_rows", "screened_columns", ScreenedRow, 2_048, SCREENED, Profile)
COMPOSING = Verb("composed_rows", "composed_columns", lambda *told: ComposedRow(*told[:3]), 32, COMPOSED, Request)


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
        """One after the other; of those before workers, only the pieces under way are held."""
        under_way: deque[list[object]] = deque()

        def given() -> Iterator[tuple[object, ...]]:
            for piece in pieces(map(prepared, things), 1 if self.workers == 1 else verb.size):
                under_way.append(piece)
                yield (piece, self.carry)

        number = 0
        for answers in done(self.catalog, verb.rows, given(), self.workers):
            for thing, (read, outcome) in zip(under_way.popleft(), answers, strict=True):
                yield verb.row(number, thing if type(thing) is verb.wanted else read, outcome, self.catalog)
                number += 1
            shown(len(answers))
        shown(0)

    def _columns(self, verb: Verb, columns: Columns, *, json: bool) -> Columns:
        """The answers, beside the numbers of the rows and what is carried along."""
        names = (*verb.told, "routine") if json else verb.told
        read, carried, length = sorted_out(
            columns, self.catalog, self.carry, ("row", *names), requests=verb.wanted is Request
        )
        shown = bar(length, wanted=self.progress)
        told: Columns = {"row": list(range(length)), **carried, **{name: [] for name in names}}
        starts = range(0, length, verb.size)
        sizes = [min(verb.size, length - start) for start in starts]
        given = (
            ({name: column[start : start + size] for name, column in read.items()}, size, json)
            for start, size in zip(starts, sizes, strict=True)
        )
        for answers, size in zip(done(self.catalog, verb.columns, given, self.workers), sizes, strict=True):
            for name, column in zip(names, answers, strict=True):
                told[name].extend(column)
            shown(size)
        shown(0)
        return told
