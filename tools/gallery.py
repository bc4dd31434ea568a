"""Write the gallery of all figures, or check that it is up to date: `./run gallery`, `./run gallery --check`.

`docs/gallery.md` shows each figure at rest, as a picture of its own in `docs/gallery/`. Beside them lie the pictures
of the README: the timeline and the map of its routine.
"""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.composing import compose
from thoracic_lib.figures import render_figure
from thoracic_lib.figures.collection import bundled as figures
from thoracic_lib.figures.collection import figure_of
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.profiles import profile
from thoracic_lib.views import render_body_map, render_timeline

DOCS = Path(__file__).parent.parent / "docs"
COMMAND = "./run gallery"

HEAD = f"""\
# Gallery

Every exercise of the catalog that has a figure, at its start (1) and at its end (2), in each setup that looks otherwise.
The line of dots is the thoracic spine, the arrow is the movement. `{COMMAND}` generates this page and its pictures from
the data, and a test fails when they no longer fit. It is education, not medical advice.

`thoracic_lib.render_figure("cat-cow")` draws such a picture, and with `form="animated"` one that moves.
[How to draw a figure](how-to/draw-a-figure.md) tells what a figure is made from.
"""


def main(words: list[str]) -> int:
    """Write what is not up to date, or only tell it, and return the exit code."""
    made = drawn(bundled())
    there = {f"gallery/{path.name}" for path in (DOCS / "gallery").glob("*")}
    stale = [
        name for name, text in made.items() if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != text
    ]
    extra = sorted(there - set(made))
    if words == ["--check"]:
        told = [*stale, *extra]
        print(f"out of date: {', '.join(told)}; run '{COMMAND}'" if told else "the gallery is in step")
        return 1 if told else 0
    (DOCS / "gallery").mkdir(exist_ok=True)
    for name in stale:
        (DOCS / name).write_text(made[name], "utf-8")
    for name in extra:
        (DOCS / name).unlink()
    print(f"wrote {len(stale)} files, removed {len(extra)}")
    return 0


def shown(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """The setups of an exercise that are drawn, one for each figure, with the name of its picture."""
    told = set()
    for setup in exercise.setups:
        figure = figure_of(exercise.id, setup.id, figures())
        if figure is not None and figure.setups not in told:
            told.add(figure.setups)
            yield setup.id, f"gallery/{exercise.id}.{setup.id}.svg"


def example() -> Routine:
    """The routine of the README."""
    person = profile(
        equipment=["foam roller", "chair"],
        conditions=["T12 compression"],
        cleared=["vertebral_compression_fracture"],
    )
    return compose(Request(minutes=15, profile=person))


def drawn(catalog: Catalog) -> dict[str, str]:
    """The text of each generated file, by its name in docs/."""
    ordered = sorted(catalog.exercises, key=lambda exercise: (exercise.phase.rank, exercise.id))
    pictures = {name: render_figure(exercise, setup) + "\n" for exercise in ordered for setup, name in shown(exercise)}
    routine = example()
    pictures["gallery/readme-timeline.svg"] = render_timeline(routine) + "\n"
    pictures["gallery/readme-body.svg"] = render_body_map(routine) + "\n"
    return {"gallery.md": "\n".join(_page(ordered)).rstrip() + "\n", **pictures}


def _page(ordered: list[Exercise]) -> Iterator[str]:
    yield HEAD
    for phase, exercises in groupby(ordered, key=lambda exercise: exercise.phase):
        yield f"## {phase.capitalize()}\n"
        for exercise in exercises:
            held = tuple(shown(exercise))
            if held:
                yield f"### {exercise.name}\n\n`{exercise.id}`: {exercise.summary}\n"
            for setup, name in held:
                where = exercise.setup(setup).name
                yield (f"{where}:\n\n" if len(held) > 1 else "") + f"![{exercise.name}, {where}]({name})\n"


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(f"usage: {COMMAND} [--check]")
    sys.exit(main(sys.argv[1:]))
