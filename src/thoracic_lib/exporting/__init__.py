"""Values in the forms that people and programs take: one module a format, each with `render`.

`FORMATS` lists them all; `ENDINGS` says which one a file's ending asks for.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from thoracic_lib.errors import FormatError
from thoracic_lib.model.values import Value

__all__ = ["ENDINGS", "FORMATS", "export", "from_json", "to_json"]

FORMATS: Mapping[str, str] = MappingProxyType(
    {"html": "as_html", "json": "as_json", "markdown": "as_markdown", "page": "as_page", "text": "as_text"}
)
"""Each format with its module; `page` is a whole HTML document, `html` a fragment for a notebook."""

ENDINGS: Mapping[str, str] = MappingProxyType(
    {".html": "page", ".htm": "page", ".json": "json", ".md": "markdown", ".txt": "text"}
)


def export(value: object, format: str = "text") -> str:  # noqa: A002 - the word for it
    """A value in a format; `FormatError` for an unknown one, or one that cannot hold this kind of value.

    >>> from thoracic_lib.catalogs import catalog
    >>> print(export(catalog()["cat-cow"], "markdown").splitlines()[0])
    # Cat-cow
    """
    if format not in FORMATS:
        raise FormatError(format, f"is unknown; one of: {', '.join(FORMATS)}")
    rendered: str = import_module(f"thoracic_lib.exporting.{FORMATS[format]}").render(value)
    return rendered


def to_json(value: object) -> str:
    """A value as JSON, from which `from_json` makes an equal one."""
    return export(value, "json")


def from_json(text: str | bytes) -> Value:
    """The value in a JSON text; `DataError` with every fault when it is not one of ours.

    >>> from thoracic_lib.model.profile import Profile
    >>> from_json(to_json(Profile(equipment=frozenset({"chair"})))) == Profile(equipment=frozenset({"chair"}))
    True
    """
    from thoracic_lib.exporting import as_json  # noqa: PLC0415 - only for those who read

    return as_json.read(text)
