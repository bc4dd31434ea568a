"""The bundled catalog as one canonical JSON file: written when the data is compiled, built fast when loaded.

The file ships with its SHA-256, its own format number and the data version. A damaged one, or one that does not
belong to this code or to this data, is refused by name. What passes was read strictly, and checked value by value
and link by link, when it was compiled; here its checksum stands for that.
"""

import json
from collections.abc import Callable
from enum import Enum
from hashlib import sha256
from typing import Any, get_args, get_origin

from attrs import NOTHING, fields

from thoracic_lib.errors import ArtifactError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.values import Value, default_of

__all__ = ["ARTIFACT", "CHECKSUM", "FORMAT", "compile_catalog", "load", "rebuilt"]

ARTIFACT = "catalog.json"
CHECKSUM = "catalog.sha256"

FORMAT = 1
"""The number of the file's layout; it changes whenever the model does."""

Build = Callable[[Any], Any]


def compile_catalog(catalog: Catalog) -> tuple[bytes, bytes]:
    """The artifact of a catalog and the line with its checksum."""
    from thoracic_lib.model.plain import plain  # noqa: PLC0415 - for authors, not for a load

    text = json.dumps(
        {"format": FORMAT, "catalog": plain(catalog)}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    raw = text.encode() + b"\n"
    return raw, f"{sha256(raw).hexdigest()}  {ARTIFACT}\n".encode("ascii")


def load(raw: bytes, checksum: bytes, version: bytes) -> Catalog:
    """The catalog in an artifact, or `ArtifactError` that says what is wrong with which file."""
    told = checksum.decode("ascii", "replace").split()
    if told != [sha256(raw).hexdigest(), ARTIFACT]:
        raise ArtifactError(ARTIFACT, f"is damaged: it does not match {CHECKSUM}")
    try:
        return _built(json.loads(raw), version.decode("ascii", "replace").strip())
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ArtifactError(ARTIFACT, f"does not fit the model: {error}") from error


def _built(document: dict[str, Any], data_version: str) -> Catalog:
    if document.get("format") != FORMAT:
        raise ArtifactError(ARTIFACT, f"is stale: it has format {document.get('format')!r}, the code reads {FORMAT}")
    if document["catalog"].get("data_version") != data_version:
        raise ArtifactError(ARTIFACT, f"is stale: VERSION says {data_version}")
    catalog: Catalog = _table(Catalog, {})(document["catalog"])
    return catalog


def rebuilt(kind: type[Value], data: dict[str, Any]) -> Any:  # noqa: ANN401 - a value of this kind
    """A value from its plain form, without the checks of the model; the plain form is used up."""
    return _table(kind, {})(data)


def _builder(kind: Any, known: dict[Any, Build | None]) -> Build | None:  # noqa: ANN401 - any annotation of a field
    """What turns plain data into `kind`, or `None` where it is used as it stands."""
    if kind not in known:
        known[kind] = _made(kind, known)
    return known[kind]


def _made(kind: Any, known: dict[Any, Build | None]) -> Build | None:  # noqa: ANN401 - same
    origin, inner = get_origin(kind), [part for part in get_args(kind) if part not in {type(None), Ellipsis}]
    if origin is tuple:
        build = _builder(inner[0], known)
        return tuple if build is None else lambda data: tuple(map(build, data))
    if inner:
        return _builder(inner[0], known)
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    return _table(kind, known) if issubclass(kind, Value) else None


def _table(kind: type[Value], known: dict[Any, Build | None]) -> Build:
    """What makes a value of a class: it fills the slots that the constructor fills, without the checks.

    The checks were made when the artifact was compiled, and take more time than all the rest of loading.
    """
    columns = [(f.name, getattr(kind, f.name).__set__, _builder(f.type, known), default_of(f)) for f in fields(kind)]
    new = object.__new__

    def built(data: dict[str, Any]) -> Value:
        made = new(kind)
        for name, put, build, default in columns:
            held = data.pop(name, default)
            if held is NOTHING:
                raise LookupError(f"{kind.__name__} lacks {name}")
            put(made, held if build is None or held is default else build(held))
        if data:
            raise LookupError(f"{kind.__name__} has no {min(data)}")
        return made

    return built
