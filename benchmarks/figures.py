"""What drawing one still picture costs, the first time and again, against joining texts of the same size.

The first time the figure is set up from the numbers that the data keeps of it, and its outlines and its style sheet are
made, with nothing kept from another one. After that only its words and colors are put around what was kept.
"""

from benchmarks.measuring import interleaved, show
from thoracic_lib.catalogs import catalog
from thoracic_lib.figures import render_figure
from thoracic_lib.figures.collection import bundled
from thoracic_lib.figures.outlines import hull
from thoracic_lib.figures.still import sheet

FLOOR, FIRST, AGAIN = "joining texts of that size", "a still, the first time", "a still, again"


def main() -> None:
    """Draw each bundled figure once anew and once again."""
    known = [(catalog()[figure.exercise], figure.setups[0]) for figure in bundled().figures]
    texts = [render_figure(exercise, setup) for exercise, setup in known]
    pieces = [[text[index : index + 6] for index in range(0, len(text), 6)] for text in texts]

    def first() -> None:
        bundled().scenes.clear()
        for exercise, setup in known:
            hull.cache_clear()
            sheet.cache_clear()
            render_figure(exercise, setup)

    def again() -> None:
        for exercise, setup in known:
            render_figure(exercise, setup)

    calls = {FLOOR: lambda: ["".join(held) for held in pieces], FIRST: first, AGAIN: again}
    taken = {name: time / len(known) for name, time in interleaved(calls, 11).items()}
    show(f"Drawing {len(known)} figures, each", FLOOR, taken, "ms")
    print(f"  all of them, the first time {taken[FIRST] * len(known) / 1_000:31,.2f} s")
