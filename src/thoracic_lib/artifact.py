"""The bundled catalog as one canonical JSON file: written when the data is compiled, built fast when loaded.

The file ships with its SHA-256, its own format number and the data version. A damaged one, or one that does not
belong to this code or to this data, is refused by name. What passes was read strictly when it was compiled,
so it is built by plain constructors; the checks of the model run all the same.
"""

import json
from collections.abc import Callable
from enum import Enum
from hashlib import sha256
from typing import Any, get_args, get_origin

from attrs import fields

from thoracic_lib.errors import ArtifactError, InvalidValueError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.plain import plain
from thoracic_lib.model.values import Value

__all__ = ["ARTIFACT", "CHECKSUM", "FORMAT", "compile_catalog", "load"]

ARTIFACT = "catalog.json"
CHECKSUM = "catalog.sha256"

FORMAT = 1
"""The number of the file's layout; it changes whenever the model does."""

Build = Callable[[Any], Any]


def compile_catalog(catalog: Catalog) -> tuple[bytes, bytes]:
    """The artifact of a catalog and the line with its checksum."""
    text = json.dumps({"format": FORMAT, "catalog": plain(catalog)}, ensure_ascii=False, sort_keys=True, indent=0)
    raw = text.encode() + b"\n"
    return raw, f"{sha256(raw).hexdigest()}  {ARTIFACT}\n".encode("ascii")


def load(raw: bytes, checksum: bytes, version: bytes) -> Catalog:
    """The catalog in an artifact, or `ArtifactError` that says what is wrong with which file."""
    told = checksum.decode("ascii", "replace").split()
    if told != [sha256(raw).hexdigest(), ARTIFACT]:
        raise ArtifactError(ARTIFACT, f"is damaged: it does not match {CHECKSUM}")
    document = json.loads(raw)
    if document.get("format") != FORMAT:
        raise ArtifactError(ARTIFACT, f"is stale: it has format {document.get('format')!r}, the code reads {FORMAT}")
    data_version = version.decode("ascii", "replace").strip()
    if document["catalog"].get("data_version") != data_version:
        raise ArtifactError(ARTIFACT, f"is stale: VERSION says {data_version}")
    try:
        catalog: Catalog = _builder(Catalog, {})(document["catalog"])
    except (InvalidValueError, LookupError, TypeError, AttributeError) as error:
        raise ArtifactError(ARTIFACT, f"does not fit the model: {error}") from error
    return catalog


def _builder(kind: Any, known: dict[Any, Build | None]) -> Build | None:
    """What turns plain data into `kind`, or `None` where it is used as it stands."""
    if kind not in known:
        known[kind] = _made(kind, known)
    return known[kind]


def _made(kind: Any, known: dict[Any, Build | None]) -> Build | None:
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
    builders = [(f.name, build) for f in fields(kind) if f.init and (build := _builder(f.type, known)) is not None]

    def built(data: dict[str, Any]) -> Value:
        for name, build in builders:
            held = data.get(name)
            if held is not None:
                data[name] = build(held)
        return kind(**data)

    return built
