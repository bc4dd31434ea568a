"""Many people at once: the same answers as one by one, in less time, with what is wrong told row by row.

Give an iterable (of profiles, of requests, or of mappings such as `csv.DictReader` yields) and get an iterator of rows,
or give columns (a dict of lists, or a table of pandas, polars or pyarrow) and get columns.
[How to](../how-to/many-people.md) lists the columns.
"""

from collections.abc import Iterable, Iterator
from typing import overload

from thoracic_lib.batch.frames import Columns, Frame
from thoracic_lib.batch.rows import ComposedRow, ScreenedRow
from thoracic_lib.batch.running import COMPOSING, SCREENING, Batch
from thoracic_lib.batch.verdicts import AVOIDED, MISSING
from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.masking import Masks
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.vocabulary import Verdict

__all__ = ["ComposedRow", "ScreenedRow", "compose", "screen", "setups", "spread"]


@overload
def screen(  # type: ignore[overload-overlap]  # a frame can be iterated over too, and is looked for first
    profiles: Frame,
    catalog: Catalog | None = None,
    *,
    workers: int = 1,
    progress: bool = False,
    carry: Iterable[str] = (),
) -> Columns: ...


@overload
def screen(
    profiles: Iterable[object],
    catalog: Catalog | None = None,
    *,
    workers: int = 1,
    progress: bool = False,
    carry: Iterable[str] = (),
) -> Iterator[ScreenedRow]: ...


def screen(
    profiles: Frame | Iterable[object],
    catalog: Catalog | None = None,
    *,
    workers: int = 1,
    progress: bool = False,
    carry: Iterable[str] = (),
) -> Columns | Iterator[ScreenedRow]:
    """Everybody screened, in order: rows for an iterable, made as they are asked for, and columns for columns.

    Columns named in `carry` are not read; of a frame they come back as they are. `workers` are processes; `progress`
    shows a bar (the `batch` extra). A row that cannot be read or screened bears its error, and the others go on. Raises
    `InvalidValueError` for columns that nothing reads, `MissingExtraError`, and `WorkerDiedError`.

    >>> from thoracic_lib.profiles import profile
    >>> [row.left for row in screen([profile(conditions=[]), profile(conditions=["osteoporosis"])])]
    [31, 23]
    >>> table = screen({"conditions": ["osteoporosis", "brittle what"], "equipment": ["chair; foam roller", ""]})
    >>> table["left"], table["error"]
    ([27, None], [None, 'unknown-term'])
    """
    return _batch(catalog, workers, carry, progress=progress).answered(SCREENING, profiles)


@overload
def compose(  # type: ignore[overload-overlap]  # same
    requests: Frame,
    catalog: Catalog | None = None,
    *,
    workers: int = 1,
    progress: bool = False,
    carry: Iterable[str] = (),
    json: bool = False,
) -> Columns: ...


@overload
def compose(
    requests: Iterable[object],
    catalog: Catalog | None = None,
    *,
    workers: int = 1,
    progress: bool = False,
    carry: Iterable[str] = (),
) -> Iterator[ComposedRow]: ...


def compose(  # noqa: PLR0913 - keyword-only but for what is composed, and from what
    requests: Frame | Iterable[object],
    catalog: Catalog | None = None,
    *,
    workers: int = 1,
    progress: bool = False,
    carry: Iterable[str] = (),
    json: bool = False,
) -> Columns | Iterator[ComposedRow]:
    """A routine for each request, in order, as `compose` gives it: rows for an iterable, columns for columns.

    Equal requests are composed once, and a search is spared where an earlier answer is known to be this one too. With
    `json`, columns hold each routine whole. Whatever columns hold was checked as at every export. For the rest see
    `screen`; what `compose` raises is the error of its row.

    >>> from thoracic_lib.model.routine import Request
    >>> row = next(compose([Request(minutes=5, goal="desk-break")]))
    >>> row.routine.title, row.error
    ('Desk break', None)
    >>> table = compose({"minutes": [5, 10], "conditions": [None, "back surgery"]})
    >>> table["error"], table["seconds"]
    ([None, 'gate'], [296, None])
    """
    return _batch(catalog, workers, carry, progress=progress).answered(COMPOSING, requests, json=json)


def setups(catalog: Catalog | None = None) -> tuple[tuple[str, str], ...]:
    """The exercise and the setup (ids) for which each byte of `verdicts` stands, in order.

    >>> setups()[0]
    ('ball-release-between-shoulder-blades', 'floor')
    """
    return Masks.of(bundled() if catalog is None else catalog).setups


def spread(verdicts: Iterable[bytes | None], catalog: Catalog | None = None) -> Columns:
    """Packed verdicts as a column for each setup, called `exercise/setup`: what became of it, in a word.

    That is its verdict where it is left or excluded, `no-equipment` where only equipment is missing, and `avoided`
    where the person avoids it; `None` for a row with an error.

    >>> table = screen({"conditions": ["osteoporosis"], "without": ["wall"]})
    >>> found = spread(table["verdicts"])
    >>> found["cat-cow/quadruped"], found["wall-angel/standing"]
    (['exclude'], ['no-equipment'])
    """
    rows = list(verdicts)
    return {
        f"{exercise}/{setup}": [None if row is None else _word(row[at]) for row in rows]
        for at, (exercise, setup) in enumerate(setups(catalog))
    }


def _batch(catalog: Catalog | None, workers: int, carry: Iterable[str], *, progress: bool) -> Batch:
    return Batch(bundled() if catalog is None else catalog, workers, progress, tuple(carry))


def _word(byte: int) -> str:
    verdict = list(Verdict)[byte % MISSING]
    if verdict is not Verdict.EXCLUDE:
        if byte & AVOIDED:
            return "avoided"
        if byte & MISSING:
            return "no-equipment"
    return verdict.value
