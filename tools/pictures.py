"""Draw the pictures that follow from the data, or check that they do: `./run tables`, `./run tables --check`.

`docs/time-and-benefit.svg` shows what the composer makes of ever more time.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.composing import compose
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request, Score

DOCS = Path(__file__).parent.parent / "docs"
COMMAND = "./run tables"
GOAL = "full-session"
MINUTES = range(3, 46)
WIDTH, HEIGHT, LEFT, RIGHT = 720, 470, 64, 700
INK, PALE = "#333", "#ddd"


@frozen
class Curve:
    """The scores of the best routines of one person, by minutes, and how they are drawn."""

    name: str
    color: str
    dashes: str
    scores: tuple[Score, ...]


@frozen
class Panel:
    """A part of the picture, with room between two heights for values from none to `most`."""

    title: str
    top: int
    bottom: int
    most: int
    step: int

    def y(self, value: int) -> int:
        """The height of a value."""
        return self.bottom - (self.bottom - self.top) * value // self.most


def main(words: list[str]) -> int:
    """Write the pictures, or only look whether they are up to date, and return the exit code."""
    drawn = pictures(bundled())
    stale = [name for name, text in drawn.items() if not _same(DOCS / name, text)]
    if words == ["--check"]:
        print(f"out of date: {', '.join(stale)}; run '{COMMAND}'" if stale else "the pictures are in step")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(drawn[name], "utf-8")
    print(f"drew {', '.join(stale) or 'nothing: the pictures are in step'}")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text("utf-8") == text


def pictures(catalog: Catalog) -> dict[str, str]:
    """The text of each picture, by its file name in docs/."""
    return {"time-and-benefit.svg": "\n".join(time_and_benefit(catalog)) + "\n"}


def curves(catalog: Catalog) -> tuple[Curve, ...]:
    """What is drawn: a person with all equipment, and one with none, who were asked and have no conditions."""
    everything = frozenset(item.id for item in catalog.equipment)
    return (
        Curve("all equipment", "#0b6e99", "", _scores(catalog, everything)),
        Curve("no equipment (floor, wall and doorway)", "#b3541e", "6 4", _scores(catalog, frozenset())),
    )


def _scores(catalog: Catalog, equipment: frozenset[str]) -> tuple[Score, ...]:
    person = Profile(equipment=equipment, conditions=frozenset())
    return tuple(compose(Request(minutes=minutes, goal=GOAL, profile=person), catalog).score for minutes in MINUTES)


def time_and_benefit(catalog: Catalog) -> Iterator[str]:
    """The lines of the picture: the benefit by minutes, and below it what of the goal is met."""
    drawn = curves(catalog)
    goal = catalog.goal(GOAL)
    points = sum(2 for entry in goal.phases if entry.minimum)
    most = max(score.benefit for curve in drawn for score in curve.scores)
    top = Panel("benefit", 60, 250, -(-most // 20_000) * 20_000, 20_000)
    movements = Panel(f"movements of the goal (of {len(goal.movements)})", 290, 340, len(goal.movements), 1)
    phases = Panel(f"points for phases (of {points})", 380, 430, points, 2)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif">'
    yield f"<title>Time against benefit, for the goal “{goal.name}”</title>"
    last, first = drawn[0].scores[-1].benefit, drawn[0].scores[0].benefit
    yield (
        f"<desc>With all equipment, the benefit of the best routine is {first} at {MINUTES[0]} minutes and {last} at "
        f"{MINUTES[-1]}. It falls only where more movements or phases of the goal are met.</desc>"
    )
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    for at, curve in enumerate(drawn):
        x = LEFT + at * 180
        yield _line(((x, 22), (x + 30, 22)), curve)
        yield _text(x + 36, 26, curve.name, anchor="start")
    for panel in (top, movements, phases):
        yield from _panel(panel)
    for curve in drawn:
        yield _line(_along(top, (score.benefit for score in curve.scores)), curve)
        yield _line(_along(movements, (score.movements for score in curve.scores)), curve)
        yield _line(_along(phases, (score.phases for score in curve.scores)), curve)
    for minutes in range(5, MINUTES[-1] + 1, 5):
        yield _text(_x(minutes), phases.bottom + 18, str(minutes))
    yield _text((LEFT + RIGHT) // 2, HEIGHT - 6, "minutes")
    yield "</svg>"


def _panel(panel: Panel) -> Iterator[str]:
    """Lines across for the values, those below for the minutes, and what the values are."""
    yield _text(LEFT, panel.top - 10, panel.title, anchor="start")
    for value in range(0, panel.most + 1, panel.step):
        y = panel.y(value)
        yield f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y}" y2="{y}" stroke="{PALE}"/>'
        if panel.bottom - panel.top > 100 or value in {0, panel.most}:  # noqa: PLR2004 - small panels have less room
            yield _text(LEFT - 8, y + 4, str(value), anchor="end")


def _along(panel: Panel, values: Iterable[int]) -> list[tuple[int, int]]:
    return [(_x(minutes), panel.y(value)) for minutes, value in zip(MINUTES, values, strict=True)]


def _x(minutes: int) -> int:
    return LEFT + (RIGHT - LEFT) * (minutes - MINUTES[0]) // (MINUTES[-1] - MINUTES[0])


def _line(points: Sequence[tuple[int, int]], curve: Curve) -> str:
    drawn = " ".join(f"{x},{y}" for x, y in points)
    dashes = f' stroke-dasharray="{curve.dashes}"' if curve.dashes else ""
    return f'<polyline points="{drawn}" fill="none" stroke="{curve.color}" stroke-width="2"{dashes}/>'


def _text(x: int, y: int, words: str, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{y}" font-size="12" text-anchor="{anchor}" fill="{INK}">{words}</text>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
