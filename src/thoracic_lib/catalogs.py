"""The bundled catalog, and those of users: read whole, then published in one assignment.

The bundled one is loaded on first use and once a process, under a lock, so that threads neither see half of it
nor load it twice. After a failure nothing stays behind, and the next call tries again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import Lock
from typing import TYPE_CHECKING

from thoracic_lib.artifact import ARTIFACT, CHECKSUM, load
from thoracic_lib.errors import ArtifactError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from os import PathLike

    from thoracic_lib.model.catalog import Catalog
    from thoracic_lib.model.goal import Goal, SourceRoutine

__all__ = ["RESOURCES", "bundled_files", "catalog", "data_version", "goals", "load_catalog", "resource", "routines"]

_lock = Lock()
_bundled: Catalog | None = None


def catalog() -> Catalog:
    """The bundled catalog.

    Raises `ArtifactError` when its file is missing, damaged or older than the code.

    >>> len(catalog())
    52
    """
    global _bundled  # noqa: PLW0603 - the one piece of module state: the catalog, built once
    if _bundled is None:
        with _lock:
            if _bundled is None:
                _bundled = load(resource(ARTIFACT), resource(CHECKSUM), resource("VERSION"))
    return _bundled


def data_version() -> str:
    """The version of the bundled data, which moves apart from the package's.

    >>> data_version()
    '1.0.0'
    """
    return resource("VERSION").decode("ascii").strip()


def goals(of: Catalog | None = None) -> tuple[Goal, ...]:
    """The goals that a session can have, of the bundled catalog unless another one is given.

    >>> [goal.id for goal in goals()][:2]
    ['desk-break', 'full-session']
    """
    return (of or catalog()).goals


def routines(of: Catalog | None = None) -> tuple[SourceRoutine, ...]:
    """The sequences that sources set out, in their own order."""
    return (of or catalog()).routines


def load_catalog(source: str | PathLike[str] | Mapping[str, object], *, alone: bool = False) -> Catalog:
    """A catalog of your own: a folder, one TOML or JSON file, or a mapping of collections to rows.

    Its rows are added to the bundled catalog, so that your exercises may use its conditions, rules and equipment;
    no row may take the place of a bundled one, but `rewordings` put other words into one
    (see `thoracic_lib.overlaying`). With `alone=True` it stands by itself and must be complete.
    Raises `DataError` with every fault of every file; nothing of the catalog is taken then.
    """
    from thoracic_lib import reading  # noqa: PLC0415 - the strict reader only for those who use it

    base = None if alone else catalog()
    if isinstance(source, Mapping):
        return reading.read_mapping(source, base=base)
    from thoracic_lib.gathering import gathered  # noqa: PLC0415 - only for catalogs of users

    files, unread = gathered(source)
    return reading.read_catalog(files, base=base, unread=unread)


def bundled_files() -> dict[str, bytes]:
    """The bundled data as it is edited: every TOML file and VERSION, by its name in the data directory."""
    from importlib.resources import files  # noqa: PLC0415 - slow to import, and used by authors only

    return dict(sorted(_walk(files("thoracic_lib") / "data", "")))


RESOURCES = frozenset({"VERSION", "catalog.json", "catalog.sha256", "figures.json", "figures.sha256"})
"""The files that are ever read from the data directory when the library is used; no other name leads to one."""


def resource(name: str) -> bytes:
    """One file of `RESOURCES`, from a folder or a zip; `ArtifactError` when it is none of them, or is not there."""
    if name not in RESOURCES:
        raise ArtifactError(name, "is no file of the library")
    loader = __spec__.loader
    folder = __file__.rpartition("catalogs.py")[0]
    try:
        raw: bytes = loader.get_data(f"{folder}data/{name}")  # type: ignore[union-attr]  # every file loader has it
    except OSError as error:
        raise ArtifactError(name, "is missing") from error
    return raw


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name == "figures":
            continue  # read by themselves
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml") or entry.name == "VERSION":
            yield f"{prefix}{entry.name}", entry.read_bytes()
