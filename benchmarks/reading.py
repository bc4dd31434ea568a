"""What strict reading costs, against `json.loads` of the same bytes; all warm."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.measuring import interleaved, show
from thoracic_lib.artifact import compile_catalog, load
from thoracic_lib.catalogs import bundled_files, catalog
from thoracic_lib.model.plain import plain
from thoracic_lib.reading import read_catalog

MANY = 900
"""The exercises of a large catalog."""


def main() -> None:
    """Read the bundled catalog as a user's single JSON file, as TOML and as the artifact, and then a catalog of 900."""
    for told, spacing in (("spaced", {"indent": 2}), ("compact", {"separators": (",", ":")})):
        raw = json.dumps(plain(catalog()), ensure_ascii=False, **spacing).encode()
        _measure(f"Reading {len(raw):,} bytes of {told} JSON", raw)
    _measure_many()


def _measure_many() -> None:
    """A catalog of 900 exercises that stands alone, and as many that are added to the bundled one, in compact JSON."""
    document = plain(catalog())
    more = list(_more(document["exercises"], MANY - len(document["exercises"])))
    alone = {**document, "exercises": [*document["exercises"], *more]}
    for told, held, base in (("alone", alone, None), ("added", {"exercises": more}, catalog())):
        raw = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
        calls: dict[str, Callable[[], object]] = {
            "json.loads": lambda raw=raw: json.loads(raw),  # type: ignore[misc]  # a default that binds the value
            "strict reader": lambda raw=raw, base=base: read_catalog({"c.json": raw}, base=base),  # type: ignore[misc]  # same
        }
        for call in calls.values():
            call()
        title = f"Reading {len(held['exercises'])} exercises, {told}: {len(raw):,} bytes"
        show(title, "json.loads", interleaved(calls, 31), "ms")


def _more(rows: list[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    """The bundled exercises over and over, each time under other ids and names."""
    for number in range(count):
        row, turn = rows[number % len(rows)], number // len(rows) + 1
        named = {name: f"{row[name]}-{turn}" for name in ("id", "name", "family")}
        yield {**row, **named, "aliases": [f"{alias} {turn}" for alias in row["aliases"]]}


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
