"""What strict reading costs, against `json.loads` of the same bytes; all warm."""

import json
from collections.abc import Callable

from benchmarks.measuring import interleaved, show
from thoracic_lib.artifact import compile_catalog, load
from thoracic_lib.catalogs import bundled_files, catalog
from thoracic_lib.model.plain import plain
from thoracic_lib.reading import read_catalog


def main() -> None:
    """Read the whole bundled catalog as a user's single JSON file, spaced and compact, as TOML, and as the artifact."""
    for told, spacing in (("spaced", {"indent": 2}), ("compact", {"separators": (",", ":")})):
        raw = json.dumps(plain(catalog()), ensure_ascii=False, **spacing).encode()
        _measure(f"Reading {len(raw):,} bytes of {told} JSON", raw)


def _measure(title: str, raw: bytes) -> None:
    artifact, checksum = compile_catalog(catalog())
    version, files = f"{catalog().data_version}\n".encode(), bundled_files()
    calls: dict[str, Callable[[], object]] = {
        "json.loads": lambda: json.loads(raw),
        "strict reader, one JSON file": lambda: read_catalog({"catalog.json": raw}),
        "the bundled artifact": lambda: load(artifact, checksum, version),
        "strict reader, the TOML files": lambda: read_catalog(files),
    }
    for call in calls.values():
        call()
    show(title, "json.loads", interleaved(calls, 31), "ms")
