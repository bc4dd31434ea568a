"""Values in the forms that people and programs take: one module a format, each with `render`.

`FORMATS` lists them all; `ENDINGS` says which one a file's ending asks for. A routine is handed out in none of them
before `verify_routine` has found nothing amiss.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.checking import verify_routine
from thoracic_lib.errors import FormatError, ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Routine
from thoracic_lib.model.values import Value

__all__ = ["ENDINGS", "FORMATS", "export", "from_json", "show", "to_json"]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "html": "as_html",
        "json": "as_json",
        "markdown": "as_markdown",
        "page": "as_page",
        "player": "as_player",
        "text": "as_text",
    }
)
"""Each format with its module.

`page` is a whole HTML document, `html` a fragment for a notebook, and `player` a page that plays a routine.
"""

ENDINGS: Mapping[str, str] = MappingProxyType(
    {".html": "page", ".htm": "page", ".json": "json", ".md": "markdown", ".txt": "text"}
)


def export(value: object, format: str = "text", *, catalog: Catalog | None = None) -> str:  # noqa: A002 - the word for it
    """A value in a format; `FormatError` for an unknown one, or one that cannot hold this kind of value.

    A routine is checked first, against its profile and the bundled catalog unless another one is given:
    `UnsafeRoutineError` where it breaks what they ask for, or where it was made with another catalog.

    >>> from thoracic_lib.catalogs import catalog
    >>> print(export(catalog()["cat-cow"], "markdown").splitlines()[0])
    # Cat-cow
    """
    if format not in FORMATS:
        raise FormatError(format, f"is unknown; one of: {', '.join(FORMATS)}")
    if isinstance(value, Routine):
        verify_routine(value, bundled() if catalog is None else catalog)
    if format == "player":
        return _played(value, catalog)
    return _rendered(value, format)


def _played(value: object, catalog: Catalog | None) -> str:
    """The page that plays a routine, which takes the pain rule from the catalog."""
    from thoracic_lib.exporting import as_player  # noqa: PLC0415 - only for those who play

    return as_player.render(value, catalog)


def show(routine: Routine, format: str) -> str:  # noqa: A002 - the word for it
    """What a routine shows of itself, in text or HTML: never an error, but where it is refused, why."""
    try:
        return export(routine, format)
    except ThoracicError as refused:
        return _rendered(refused, format)


def _rendered(value: object, format: str) -> str:  # noqa: A002 - the word for it
    rendered: str = import_module(f"thoracic_lib.exporting.{FORMATS[format]}").render(value)
    return rendered


def to_json(value: object, *, catalog: Catalog | None = None) -> str:
    """A value as JSON, from which `from_json` makes an equal one; a routine is checked as by `export`."""
    return export(value, "json", catalog=catalog)


def from_json(text: str | bytes) -> Value:
    """The value in a JSON text; `DataError` with every fault when it is not one of ours.

    >>> from thoracic_lib.model.profile import Profile
    >>> from_json(to_json(Profile(equipment=frozenset({"chair"})))) == Profile(equipment=frozenset({"chair"}))
    True
    """
    from thoracic_lib.exporting import as_json  # noqa: PLC0415 - only for those who read

    return as_json.read(text)
