"""What strict reading costs, against `json.loads` of the same bytes; all warm."""

import json
from collections.abc import Callable

from benchmarks.measuring import interleaved, show
from thoracic_lib.artifact import compile_catalog, load
from thoracic_lib.catalogs import bundled_files, catalog
from thoracic_lib.model.plain import plain
from thoracic_lib.reading import read_catalog


def main() -> None:
    """Read the whole bundled catalog as a user's single JSON file, as TOML files, and as the artifact."""
    raw = json.dumps(plain(catalog()), ensure_ascii=False, indent=2).encode()
    artifact, checksum = compile_catalog(catalog())
    version, files = f"{catalog().data_version}\n".encode(), bundled_files()
    calls: dict[str, Callable[[], object]] = {
        "json.loads": lambda: json.loads(raw),
        "strict reader, one JSON file": lambda: read_catalog({"catalog.json": raw}),
        "artifact": lambda: load(artifact, checksum, version),
        "strict reader, the TOML files": lambda: read_catalog(files),
    }
    for call in calls.values():
        call()
    show(f"Reading {len(raw):,} bytes", "json.loads", interleaved(calls, 31), "ms")
