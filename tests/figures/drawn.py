"""Figures to test with."""

from functools import cache

from thoracic_lib.figures.collection import Collection, files, prepared, read_figures
from thoracic_lib.figures.posing import Act
from thoracic_lib.model.figure import Figure

POSITIONS = ("positions.toml", "ranges.toml")

SEEN = '[figures.seen]\nstart = "Standing."\nmovement = "Nothing."\nend = "Standing."\n'


@cache
def edited() -> Collection:
    """The bundled figures as they are edited."""
    return read_figures(files())


@cache
def shared() -> Collection:
    """The start positions that figures share, without those that a figure's own file brings."""
    return read_figures({name: raw for name, raw in files().items() if name in POSITIONS})


def written(text: str, exercise: str = "wall-angel") -> Figure:
    """A figure from the text of a file."""
    held = {name: raw for name, raw in files().items() if name in POSITIONS}
    return read_figures(held | {f"{exercise}.toml": text.encode()}).figures[0]


def simple(position: str, rest: str = "", head: str = "") -> Act:
    """What a figure in a position does, its start and end as told."""
    text = f'[[figures]]\nsetups = ["standing"]\nposition = "{position}"\n'
    text += f"{head}\n" if "view" in head or "camera" in head else f'view = "side"\n{head}\n'
    figure = written(f"{text}{SEEN}{rest}" + ("" if "figures.end" in rest else "[figures.end]\n"))
    return prepared(figure, edited().position(position))
