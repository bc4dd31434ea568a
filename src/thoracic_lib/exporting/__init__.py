"""Values in the forms that people and programs take: one module a format, each with `render`.

`FORMATS` lists them all; `ENDINGS` says which one a file's ending asks for. A routine is handed out in none of them
before `verify_routine` has found nothing amiss, and no program before every routine of it has passed.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Literal

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.checking import verify_program, verify_routine
from thoracic_lib.errors import FormatError, ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine
from thoracic_lib.model.values import Value

__all__ = ["ENDINGS", "FORMATS", "export", "from_json", "handout_pdf", "show", "to_json"]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "handout": "as_handout",
        "html": "as_html",
        "json": "as_json",
        "markdown": "as_markdown",
        "page": "as_page",
        "player": "as_player",
        "text": "as_text",
    }
)
"""Each format with its module.

`page` is a whole HTML document, `html` a fragment of one, `handout` is for paper, and `player` a page that plays a
routine.
"""

_PICTURED = frozenset({"handout", "html", "page"})
_KNOWING = frozenset({"handout", "player"})
"""The formats that take texts from the catalog as well."""

ENDINGS: Mapping[str, str] = MappingProxyType(
    {".html": "page", ".htm": "page", ".json": "json", ".md": "markdown", ".txt": "text"}
)


def export(
    value: object,
    format: str = "text",  # noqa: A002 - the word for it
    *,
    catalog: Catalog | None = None,
    pictures: bool = True,
) -> str:
    """A value in a format; `FormatError` for an unknown one, or one that cannot hold this kind of value.

    A routine, and every routine of a program, is checked first, against its profile and the bundled catalog unless
    another one is given: `UnsafeRoutineError` where it breaks what they ask for, or where it was made with another
    catalog.

    HTML, pages and handouts show the figure of each exercise that has one, and a routine or program as a whole;
    without `pictures` they say the same in words alone. The other formats have none.

    >>> from thoracic_lib.catalogs import catalog
    >>> print(export(catalog()["cat-cow"], "markdown").splitlines()[0])
    # Cat-cow
    """
    if format not in FORMATS:
        raise FormatError(format, f"is unknown; one of: {', '.join(FORMATS)}")
    known = bundled() if catalog is None else catalog
    if isinstance(value, Routine):
        verify_routine(value, known)
    if isinstance(value, Program):
        verify_program(value, known)
    options: dict[str, object] = {"pictures": pictures} if format in _PICTURED else {}
    return _rendered(value, format, **options, **({"catalog": known} if format in _KNOWING else {}))


def show(value: Routine | Program, format: str) -> str:  # noqa: A002 - the word for it
    """What a routine or program shows of itself, in text or HTML: never an error, but where it is refused, why."""
    try:
        return export(value, format)
    except ThoracicError as refused:
        return _rendered(refused, format)


def handout_pdf(
    value: Routine | Program,
    *,
    paper: Literal["a4", "letter"] = "a4",
    catalog: Catalog | None = None,
    pictures: bool = True,
) -> bytes:
    """The handout of a routine or program as PDF, for A4 or Letter; it is checked as by `export`.

    Type and pictures are set a little smaller, by a tenth at most, where that saves a page.

    `MissingExtraError` without the `pdf` extra, `FormatError` for another paper.
    """
    from thoracic_lib.exporting import as_pdf  # noqa: PLC0415 - only for those who print

    known = bundled() if catalog is None else catalog
    if isinstance(value, Program):
        verify_program(value, known)
    else:
        verify_routine(value, known)
    return as_pdf.render(value, known, paper, pictures=pictures)


def _rendered(value: object, format: str, **options: object) -> str:  # noqa: A002 - the word for it
    rendered: str = import_module(f"thoracic_lib.exporting.{FORMATS[format]}").render(value, **options)
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
