"""What screens and composes for a batch, in this process or in a worker: rows in, outcomes out."""

from collections.abc import Callable, Collection, Sequence
from types import NoneType
from typing import TypeVar, cast

from attrs import field, frozen

from thoracic_lib.batch.cells import plain
from thoracic_lib.batch.frames import Columns
from thoracic_lib.batch.reading import Reader, Row, Unread, settled, verify_columns
from thoracic_lib.batch.verdicts import Desk, Found
from thoracic_lib.checking import verify_routine
from thoracic_lib.composing import composed
from thoracic_lib.composing.reusing import Solver
from thoracic_lib.errors import Fault, InvalidValueError, ThoracicError
from thoracic_lib.exporting import export
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.once import Kept
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request, Routine

__all__ = ["COMPOSED", "SCREENED", "Engine"]

T = TypeVar("T")
U = TypeVar("U")
Answer = tuple[T | None, U | ThoracicError]
"""What was read from a row, if anything, and what came of it."""

_ROUTINES, _ROWS = 512, 4_096
"""How many routines and how many rows that were read are kept in mind."""

SCREENED = ("error", "message", "left", "gates", "red_flags", "banners", "verdicts")
"""The columns that screening gives."""

COMPOSED = ("error", "message", "seconds", "steps", "doses", "unmet", "banners")
"""The columns that composing gives, but for the routine as JSON."""


@frozen(eq=False)
class Engine:
    """Everything that a batch keeps in mind for one catalog."""

    catalog: Catalog
    desk: Desk = field(init=False)
    reader: Reader = field(init=False)
    solver: Solver = field(factory=Solver, init=False)
    _routines: Kept[Request, Routine | ThoracicError] = field(factory=lambda: Kept(_ROUTINES), init=False)

    _rows: Kept[tuple[object, ...], object] = field(factory=lambda: Kept(_ROWS), init=False)

    @desk.default
    def _desk(self) -> Desk:
        return Desk(self.catalog)

    @reader.default
    def _reader(self) -> Reader:
        return Reader(self.catalog)

    def screened_rows(self, piece: Sequence[object], carry: Collection[str]) -> list[Answer[Profile, Found]]:
        """What screening finds of each; the profile comes back where it was read from a row."""
        return [self._screened(thing, carry) for thing in piece]

    def composed_rows(self, piece: Sequence[object], carry: Collection[str]) -> list[Answer[Request, Routine]]:
        """The routine for each; the request comes back where it was read from a row."""
        return [self._composed(thing, carry) for thing in piece]

    def screened_columns(self, columns: Columns, length: int, _: object = None) -> list[tuple[object, ...]]:
        """The columns of what screening finds of so many rows, in the order of `SCREENED`."""

        def told(row: Row) -> tuple[object, ...]:
            found = self.desk.found(self.reader.profile(row))
            flags, gates = "; ".join(found.red_flags), "; ".join(found.gates)
            return (None, None, found.left, gates, flags, " ".join(found.banners), found.verdicts)

        return _columns(columns, length, told, len(SCREENED))

    def composed_columns(self, columns: Columns, length: int, json: object) -> list[tuple[object, ...]]:
        """The columns of the routines for so many rows, in the order of `COMPOSED`; each is checked as at an export."""

        def told(row: Row) -> tuple[object, ...]:
            made = self.made(self.reader.request(row))
            if isinstance(made, ThoracicError):
                raise made
            verify_routine(made, self.catalog)
            return (*_told(made), export(made, "json", catalog=self.catalog)) if json else _told(made)

        return _columns(columns, length, told, len(COMPOSED) + bool(json))

    def made(self, request: Request) -> Routine | ThoracicError:
        """The routine for a request, or why there is none; the same one as lately for an equal request."""
        known = self._routines.get(request)
        if known is None:
            known = self._routines[request] = settled(lambda: composed(self.catalog, request, self.solver))
        return known

    def _screened(self, thing: object, carry: Collection[str]) -> Answer[Profile, Found]:
        if type(thing) is Profile:
            return None, settled(lambda: self.desk.found(thing))
        read = self._read(thing, Profile, carry, self.reader.profile)
        return (None, read) if isinstance(read, ThoracicError) else (read, settled(lambda: self.desk.found(read)))

    def _composed(self, thing: object, carry: Collection[str]) -> Answer[Request, Routine]:
        if type(thing) is Request:
            return None, self.made(thing)
        read = self._read(thing, Request, carry, self.reader.request)
        return (None, read) if isinstance(read, ThoracicError) else (read, self.made(read))

    def _read(
        self, thing: object, wanted: type[T], carry: Collection[str], read: Callable[[Row], T]
    ) -> T | ThoracicError:
        """What is read from a row; it is read once where the next ones are alike."""
        if not isinstance(thing, dict):
            kind = thing.kind if isinstance(thing, Unread) else type(thing).__name__
            told = f"must be a {wanted.__name__} or a mapping of columns to cells, not a {kind}"
            return InvalidValueError("Batch", (Fault("", "", told),))
        row = {name: cell for name, cell in thing.items() if name not in carry}
        key = (wanted, *row.items())
        if key not in self._rows:
            self._rows[key] = settled(lambda: self._checked(row, wanted, read))
        return cast("T | ThoracicError", self._rows[key])

    def _checked(self, row: Row, wanted: type[T], read: Callable[[Row], T]) -> T:
        verify_columns(self.catalog, row, requests=wanted is Request)
        return read(row)


def _told(routine: Routine) -> tuple[object, ...]:
    return (
        None,
        None,
        routine.seconds,
        "; ".join(f"{step.exercise.id}/{step.setup.id}" for step in routine.steps),
        "; ".join(str(step.dose) for step in routine.steps),
        " ".join(routine.unmet),
        " ".join(routine.banners),
    )


def _columns(
    columns: Columns, length: int, told: Callable[[Row], tuple[object, ...]], width: int
) -> list[tuple[object, ...]]:
    """The columns of what is told of each row, or of its error; of rows with the same cells it is found out once."""
    names = list(columns)
    cells = [
        column if {*map(type, column)} <= {str, NoneType} else [*map(plain, column)] for column in columns.values()
    ]
    known: dict[tuple[object, ...], tuple[object, ...]] = {}
    rows = []
    for row in zip(*cells, strict=True) if cells else [()] * length:
        if row not in known:
            known[row] = _told_of(dict(zip(names, map(plain, row), strict=True)), told, width)
        rows.append(known[row])
    return list(zip(*rows, strict=True))


def _told_of(row: Row, told: Callable[[Row], tuple[object, ...]], width: int) -> tuple[object, ...]:
    outcome = settled(lambda: told(row))
    if isinstance(outcome, ThoracicError):
        return (outcome.code, str(outcome), *[None] * (width - 2))
    return outcome
