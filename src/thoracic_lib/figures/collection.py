"""The figures as they are edited, as they are compiled, and as they are used."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import Any, NamedTuple

from thoracic_lib.artifact import rebuilt
from thoracic_lib.catalogs import resource
from thoracic_lib.errors import ArtifactError, DataError, Fault
from thoracic_lib.figures import landmarks
from thoracic_lib.figures.placing import POINTS
from thoracic_lib.figures.posing import RESTING_PARTS, Act, act
from thoracic_lib.figures.staging import Scene, Staging, misplaced, scene, staging
from thoracic_lib.model.figure import Figure, FigurePosition, Pin, Range
from thoracic_lib.parsing import parse

__all__ = [
    "ARTIFACT",
    "CHECKSUM",
    "Collection",
    "bundled",
    "compile_figures",
    "figure_of",
    "files",
    "misplacements",
    "prepared",
    "read_figures",
]

ARTIFACT = "figures.json"
CHECKSUM = "figures.sha256"
FORMAT = 3

_lock = Lock()
_bundled: "Collection | None" = None


class Collection(NamedTuple):
    """Figures, and what they share: start positions and the ranges of motion that they keep to.

    `kept` is what was worked out when they were compiled; there is none of figures that are being edited. `scenes` are
    those that were set up from it so far.
    """

    figures: tuple[Figure, ...]
    positions: tuple[FigurePosition, ...]
    ranges: tuple[Range, ...]
    kept: Mapping[str, Staging]
    scenes: dict[str, Scene]

    def act(self, figure: Figure) -> Act:
        """What one of these figures does."""
        kept = self.kept.get(_key(figure))
        return prepared(figure, self.position(figure.position), None if kept is None else kept.turns)

    def staged(self, figure: Figure) -> Scene:
        """What a still picture needs of one of these figures: as it was kept, and otherwise worked out."""
        key, position = _key(figure), self.position(figure.position)
        if key not in self.kept:
            return scene(figure, position, staging(self.act(figure)))
        if key not in self.scenes:
            self.scenes[key] = scene(figure, position, self.kept[key])
        return self.scenes[key]

    def position(self, name: str) -> FigurePosition:
        """The start position with this id; `KeyError` when there is none."""
        for position in self.positions:
            if position.id == name:
                return position
        raise KeyError(name)


def _key(figure: Figure) -> str:
    return f"{figure.exercise}/{figure.setups[0]}"


_KINDS: dict[str, type[Any]] = {"figures": Figure, "positions": FigurePosition, "ranges": Range}


def files() -> dict[str, bytes]:
    """The bundled figure files as they are edited, by name."""
    from importlib.resources import files as folder  # noqa: PLC0415 - slow to import, and used by authors only

    found = [entry for entry in (folder("thoracic_lib") / "data" / "figures").iterdir() if entry.name.endswith(".toml")]
    return {entry.name: entry.read_bytes() for entry in sorted(found, key=lambda entry: entry.name)}


def read_figures(held: Mapping[str, bytes]) -> Collection:
    """The figures in TOML files by name, read strictly; `DataError` with every fault of every file."""
    from thoracic_lib.reading import structure  # noqa: PLC0415 - the strict reader only for authors

    faults: list[Fault] = []
    rows: dict[str, list[Any]] = {name: [] for name in _KINDS}
    places: list[tuple[str, str]] = []
    for name in sorted(held):
        try:
            table = parse(name, held[name])
        except DataError as error:
            faults.extend(error.faults)
            continue
        for key, listed in table.items():
            if key not in _KINDS or type(listed) is not list:
                faults.append(Fault(name, f"$.{key}", f"must be a list of tables named {', '.join(_KINDS)}"))
                continue
            for index, row in enumerate(listed):
                plain = (
                    {"exercise": name.removesuffix(".toml"), **row} if key == "figures" and type(row) is dict else row
                )
                try:
                    rows[key].append(structure(_KINDS[key], plain, name, f"$.{key}[{index}]"))
                except DataError as error:
                    faults.extend(error.faults)
                else:
                    places += [(name, f"$.{key}[{index}]")] if key == "figures" else []
    found = Collection(tuple(rows["figures"]), tuple(rows["positions"]), tuple(rows["ranges"]), {}, {})
    known = {position.id: position for position in found.positions}
    for figure, (name, path) in zip(found.figures, places, strict=True):
        faults += [Fault(name, f"{path}.{where}", *why) for where, *why in _dangling(figure, known)]
    if faults:
        raise DataError(tuple(faults))
    return found


def _dangling(figure: Figure, positions: Mapping[str, FigurePosition]) -> Iterator[tuple[str, str]]:
    """What a figure names that there is not."""
    position = positions.get(figure.position)
    if position is None:
        yield "position", f"is unknown; there are: {', '.join(sorted(positions))}"
        return
    props = frozenset(prop.id for prop in (*position.props, *figure.props))
    for index, rest in enumerate(figure.rests or ()):
        if rest.on != "hands" and rest.part not in RESTING_PARTS:
            yield f"rests[{index}].part", f"is unknown; there are: {', '.join(sorted(RESTING_PARTS))}"
        if rest.on not in {"floor", "hands", *props}:
            yield f"rests[{index}].on", f"{rest.on!r} is no prop of the figure"
    named = [(f"props[{i}].by.part", prop.by.part) for i, prop in enumerate(figure.props) if prop.by is not None]
    yield from ((path, f"{name!r} is no landmark, or lacks its side") for path, name in named if name not in _EXACT)
    named = [(f"arrows[{index}].follows", arrow.follows) for index, arrow in enumerate(figure.arrows)]
    named += [
        (f"arrows[{i}].through[{j}]", name)
        for i, arrow in enumerate(figure.arrows)
        for j, name in enumerate(arrow.through)
    ]
    named += [(f"marks[{index}]", mark) for index, mark in enumerate(figure.marks)]
    yield from ((path, f"{name!r} is no landmark") for path, name in named if name not in _LOOSE)
    for path, pin in _pins(figure):
        yield from ((f"{path}.{key}", why) for key, why in _loose(pin, props))


_EXACT = landmarks.NAMES
_LOOSE = landmarks.NAMES | landmarks.SIDED
"""Landmarks as they may be named where the side can follow from what is placed there."""


def _pins(figure: Figure) -> Iterator[tuple[str, Pin]]:
    """Every pin of a figure, with its path."""
    poses = {"start": figure.start, **{f"via[{i}]": pose for i, pose in enumerate(figure.via)}, "end": figure.end}
    for name, pose in poses.items():
        for part in ("hand", "elbow", "foot", "knee") if pose.pins is not None else ():
            held = getattr(pose.pins, part)
            for side in ("both", "left", "right") if held is not None else ():
                pin = getattr(held, side)
                if pin is not None:
                    yield f"{name}.pins.{part}.{side}", pin


def _loose(pin: Pin, props: frozenset[str]) -> Iterator[tuple[str, str]]:
    if pin.on is not None and pin.on not in {"floor", *props}:
        yield "on", f"{pin.on!r} is no prop of the figure"
    if pin.by is not None and pin.by not in _LOOSE:
        yield "by", f"{pin.by!r} is no landmark"
    if pin.to is not None and pin.to not in _LOOSE:
        prop, _, point = pin.to.partition("/")
        if prop not in props or point not in POINTS:
            yield (
                "to",
                f"{pin.to!r} is no landmark of the body, and of no prop; those have: {', '.join(sorted(POINTS))}",
            )


def misplacements(figure: Figure, among: Collection) -> list[Fault]:
    """What would be kept of a figure otherwise than its poses tell, as faults."""
    whole = among.act(figure)
    kept = scene(figure, among.position(figure.position), staging(whole))
    told = [f"what is kept of the figure has {name} elsewhere" for name in misplaced(whole, kept)]
    return [Fault(f"{figure.exercise}.toml", figure.setups[0], text) for text in told]


def compile_figures(found: Collection) -> tuple[bytes, bytes]:
    """The artifact of the figures and the line with its checksum; `DataError` where it would show something else."""
    from thoracic_lib.model.plain import plain  # noqa: PLC0415 - for authors, not for a load

    document: dict[str, Any] = {name: plain(getattr(found, name)) for name in _KINDS}
    if faults := [fault for figure in found.figures for fault in misplacements(figure, found)]:
        raise DataError(tuple(faults))
    kept = {_key(figure): staging(found.act(figure))._asdict() for figure in found.figures}
    held = {"format": FORMAT, "kept": kept, **document}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    raw = text.encode() + b"\n"
    return raw, f"{sha256(raw).hexdigest()}  {ARTIFACT}\n".encode("ascii")


def bundled() -> Collection:
    """The bundled figures, read on first use; `ArtifactError` when their file is missing, damaged or stale."""
    global _bundled  # noqa: PLW0603 - the figures, built once
    if _bundled is None:
        with _lock:
            if _bundled is None:
                _bundled = _loaded(resource(ARTIFACT), resource(CHECKSUM))
    return _bundled


def _loaded(raw: bytes, checksum: bytes) -> Collection:
    if checksum.decode("ascii", "replace").split() != [sha256(raw).hexdigest(), ARTIFACT]:
        raise ArtifactError(ARTIFACT, f"is damaged: it does not match {CHECKSUM}")
    try:
        document = json.loads(raw)
        if document.pop("format") != FORMAT:
            raise ArtifactError(ARTIFACT, f"is stale: the code reads format {FORMAT}")
        parts = {name: tuple(rebuilt(kind, row) for row in document[name]) for name, kind in _KINDS.items()}
        kept = {name: _staging(**held) for name, held in document["kept"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ArtifactError(ARTIFACT, f"does not fit the model: {error}") from error
    return Collection(**parts, kept=kept, scenes={})


def _staging(*, turns: list[float], **held: list[list[int]]) -> Staging:
    return Staging(tuple(map(float, turns)), **{name: tuple(map(tuple, rows)) for name, rows in held.items()})


def figure_of(exercise: str, setup: str | None, among: Collection) -> Figure | None:
    """The figure of a setup of an exercise, or of its first setup that has one; `None` where there is none."""
    for figure in among.figures:
        if figure.exercise == exercise and (setup is None or setup in figure.setups):
            return figure
    return None


@cache
def prepared(figure: Figure, position: FigurePosition, turns: tuple[float, ...] | None = None) -> Act:
    """What a figure does, worked out once."""
    return act(figure, position, turns)
