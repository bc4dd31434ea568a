"""Values as columns: a dictionary of lists, as pandas, polars and pyarrow take it, and as CSV is made from it.

Each column holds texts, whole numbers, or true and false, of one kind only, and `None` for a number that there is not.
Several ids in one place are joined by `;`, several texts by ` | `. It loses all that is nested: reasons, sources,
pictures, and of several setups or dosages what the columns do not name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from attrs import frozen

from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.direction import straight
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.program import Program, Session
from thoracic_lib.model.routine import Routine, Step
from thoracic_lib.model.screened import ScreenedExercise, ScreenedSetup, Screening

__all__ = ["Cell", "columns", "kinds"]

Cell = str | int | bool | None
Row = Any
"""Whatever a table has one row for."""

_SPANS = ("sets", "repetitions", "hold_seconds", "duration_seconds", "breaths", "spots")


@frozen
class _Column:
    """A column: its name, the one kind of its cells besides `None`, and how a row gives its cell."""

    name: str
    kind: type
    cell: Callable[[Row], Cell]


def columns(value: object, *, conditions: bool = False) -> dict[str, list[Cell]]:
    """A catalog, screening, routine or program as columns of equal length, always the same ones for a kind of value.

    It does not check a routine; `thoracic_lib.exporting.to_columns` does. The rows are a catalog's exercises, a
    screening's setups, a routine's steps, and the steps of all sessions of a program. With `conditions` a screening has
    three columns more: the rules that fired, the conditions for which they did, and what an answer could change.
    `FormatError` for another kind of value.

    >>> from thoracic_lib.catalogs import catalog
    >>> told = columns(catalog())
    >>> told["exercise"].index("cat-cow") == list(catalog()).index("cat-cow")
    True
    """
    if type(value) not in _TABLES:
        raise FormatError("columns", f"cannot hold a {type(value).__name__}")
    rows = list(_TABLES[type(value)][0](value))
    return {column.name: [_plain(column.cell(row)) for row in rows] for column in _columns(type(value), conditions)}


def kinds(value: type, *, conditions: bool = False) -> dict[str, type]:
    """The kind of the cells of each column that a kind of value has: `str`, `int` or `bool`.

    >>> kinds(Routine)["seconds"]
    <class 'int'>
    """
    return {column.name: column.kind for column in _columns(value, conditions)}


def _columns(value: type, conditions: bool) -> tuple[_Column, ...]:  # noqa: FBT001 - handed on as it was given by name
    return (*_TABLES[value][1], *(_WHY if conditions and value is Screening else ()))


def _plain(cell: Cell) -> Cell:
    return straight(cell) if isinstance(cell, str) else cell


def _ids(held: Iterable[str]) -> str:
    return ";".join(map(str, held))


def _texts(held: Iterable[object]) -> str:
    return " | ".join(dict.fromkeys(map(str, held)))


def _field(name: str, kind: type, of: str) -> _Column:
    """A column that is a field of a part of the row."""
    return _Column(name, kind, lambda row: getattr(getattr(row, of), name))


def _dose(name: str) -> _Column:
    return _Column(name, int, lambda step: getattr(step.dose, name))


_STEP = (
    _Column("start_seconds", int, lambda step: step.start),
    _Column("seconds", int, lambda step: step.seconds),
    _Column("phase", str, lambda step: step.exercise.phase.value),
    _Column("exercise", str, lambda step: step.exercise.id),
    _Column("name", str, lambda step: step.exercise.name),
    _Column("setup", str, lambda step: step.setup.id),
    _Column("setup_name", str, lambda step: step.setup.name),
    _Column("position", str, lambda step: step.setup.position.value),
    _Column("equipment", str, lambda step: _ids(step.setup.equipment)),
    _Column("dose", str, lambda step: str(step.dose)),
    _Column("laterality", str, lambda step: step.dose.laterality.value),
    *map(_dose, ("sets", "repetitions", "hold_seconds", "duration_seconds", "breaths", "spots")),
    *map(_dose, ("tempo_seconds", "rest_seconds")),
    _Column("basis", str, lambda step: step.dose.basis),
    _Column("held_back", str, lambda step: _texts(step.limits)),
)


@frozen
class _Placed:
    """A step at its place in a routine, and the session that it belongs to."""

    number: int
    step: Step
    session: Session | None = None


def _of_step(column: _Column) -> _Column:
    return _Column(column.name, column.kind, lambda placed: column.cell(placed.step))


_ROUTINE = (_Column("step", int, lambda placed: placed.number), *map(_of_step, _STEP))


def _steps(routine: Routine) -> Iterator[_Placed]:
    return (_Placed(number, step) for number, step in enumerate(routine.steps, 1))


def _sessions(program: Program) -> Iterator[_Placed]:
    for session in program.sessions:
        yield from (_Placed(number, step, session) for number, step in enumerate(session.routine.steps, 1))


def _bound(name: str, end: str) -> _Column:
    def cell(exercise: Exercise) -> Cell:
        span = getattr(exercise.dosage, name)
        told: int | None = None if span is None else getattr(span, end)
        return told

    return _Column(f"{name}_{end}", int, cell)


_CATALOG = (
    _Column("exercise", str, lambda row: row.id),
    _Column("name", str, lambda row: row.name),
    _Column("aliases", str, lambda row: _texts(row.aliases)),
    _Column("family", str, lambda row: row.family),
    _Column("phase", str, lambda row: row.phase.value),
    _Column("use", str, lambda row: row.use.value),
    _Column("movements", str, lambda row: _ids(row.movements)),
    _Column("targets", str, lambda row: _ids(row.targets)),
    _Column("setups", str, lambda row: _ids(setup.id for setup in row.setups)),
    _Column("positions", str, lambda row: _ids(row.positions)),
    _Column(
        "equipment", str, lambda row: _ids(dict.fromkeys(item for setup in row.setups for item in setup.equipment))
    ),
    _Column("demands", str, lambda row: _ids(sorted(row.demands))),
    _Column("laterality", str, lambda row: row.laterality.value),
    *(_bound(name, end) for name in _SPANS for end in ("minimum", "maximum")),
    _field("tempo_seconds", int, "dosage"),
    _field("rest_seconds", int, "dosage"),
    _field("basis", str, "dosage"),
    _Column("sources", str, lambda row: _ids(dict.fromkeys(citation.source for citation in row.sources))),
    _Column("summary", str, lambda row: row.summary),
    _Column("steps", str, lambda row: _texts(row.steps)),
    _Column("cautions", str, lambda row: _texts(row.cautions)),
)


@frozen
class _Judged:
    """A setup that was screened, and its exercise."""

    exercise: Exercise
    screened: ScreenedSetup


def _setups(screening: Screening) -> Iterator[_Judged]:
    held: Iterable[ScreenedExercise] = screening.exercises
    return (_Judged(one.exercise, setup) for one in held for setup in one.setups)


_SCREENING = (
    _Column("exercise", str, lambda row: row.exercise.id),
    _Column("name", str, lambda row: row.exercise.name),
    _Column("phase", str, lambda row: row.exercise.phase.value),
    _Column("setup", str, lambda row: row.screened.setup.id),
    _Column("setup_name", str, lambda row: row.screened.setup.name),
    _Column("position", str, lambda row: row.screened.setup.position.value),
    _Column("verdict", str, lambda row: row.screened.verdict.value),
    _Column("available", bool, lambda row: row.screened.available),
    _Column("avoided", bool, lambda row: row.screened.avoided is not None),
    _Column("missing_equipment", str, lambda row: _ids(row.screened.missing_equipment)),
    _Column("held_back", str, lambda row: _texts(row.screened.limits)),
)

_WHY = (
    _Column("rules", str, lambda row: _ids(reason.rule.id for reason in row.screened.reasons)),
    _Column("conditions", str, lambda row: _ids(dict.fromkeys(reason.declared for reason in row.screened.reasons))),
    _Column("unanswered", str, lambda row: _ids(_unanswered(row.screened))),
)


def _unanswered(screened: ScreenedSetup) -> dict[str, None]:
    return dict.fromkeys(question for reason in screened.reasons for question in reason.unanswered)


_TABLES: Mapping[type, tuple[Callable[[Any], Iterable[Row]], tuple[_Column, ...]]] = MappingProxyType(
    {
        Catalog: (lambda catalog: catalog.exercises, _CATALOG),
        Screening: (_setups, _SCREENING),
        Routine: (_steps, _ROUTINE),
        Program: (
            _sessions,
            (
                _Column("week", int, lambda placed: placed.session.week),
                _Column("day", int, lambda placed: placed.session.day),
                *_ROUTINE,
            ),
        ),
    }
)
"""For each kind of value its rows, and its columns."""
