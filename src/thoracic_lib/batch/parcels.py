"""Outcomes as bytes between a batch and its own workers: what both have in their catalog is sent as its place there."""

import io
import pickle
from typing import Any

from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.once import once

__all__ = ["opened", "wrapped"]


def wrapped(catalog: Catalog, value: object) -> bytes:
    """A value as bytes, for a process that has an equal catalog."""
    buffer = io.BytesIO()
    _Wrapping(buffer, _places(catalog)).dump(value)
    return buffer.getvalue()


def opened(catalog: Catalog, parcel: bytes) -> Any:  # noqa: ANN401 - whatever was wrapped
    """What was wrapped; only a parcel of a worker that this very batch started is ever opened."""
    return _Opening(io.BytesIO(parcel), _parts(catalog)).load()


@once
def _parts(catalog: Catalog) -> tuple[object, ...]:
    """The exercises, setups and rules of a catalog, which every routine repeats."""
    setups = (setup for exercise in catalog.exercises for setup in exercise.setups)
    return (*catalog.exercises, *setups, *catalog.rules)


@once
def _places(catalog: Catalog) -> dict[int, int]:
    return {id(part): at for at, part in enumerate(_parts(catalog))}


def _part(at: int) -> None:
    """Stands in a parcel for a part of the catalog; whoever opens one puts the part there instead."""


class _Wrapping(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO, places: dict[int, int]) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self.places = places

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - what pickle takes
        at = self.places.get(id(value))
        return NotImplemented if at is None else (_part, (at,))


class _Opening(pickle.Unpickler):  # a parcel never leaves the batch and its workers
    def __init__(self, buffer: io.BytesIO, parts: tuple[object, ...]) -> None:
        super().__init__(buffer)
        self.parts = parts

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - what pickle takes
        if (module, name) == (__name__, _part.__name__):
            return self.parts.__getitem__
        return super().find_class(module, name)
