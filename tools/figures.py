"""Look at the figures: `./run figures check [ID ...]`, `./run figures sheet [ID ...]`.

`check` tells everything that is wrong with them, and which setups have none; it ends with 1 where there is anything.
`sheet` writes one page with every figure at rest and moving beside its steps, and where there is a Chromium, or the png
extra, a picture of each figure. Both read the files as they are edited, so that nothing has to be compiled first.
"""

import html
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import DataError
from thoracic_lib.figures import checking
from thoracic_lib.figures.animated import draw_animated
from thoracic_lib.figures.collection import Collection, files, read_figures
from thoracic_lib.figures.describing import words
from thoracic_lib.figures.still import Frame, draw_still

OUT = Path(__file__).parent.parent / ".cache" / "figures"


def check(figures: Collection, only: list[str]) -> int:
    """Print every fault; the number of them that stands in the way."""
    known = catalog()
    count = 0
    for figure in figures.figures:
        if only and figure.exercise not in only:
            continue
        for fault in checking.faults(figure, known[figure.exercise], figures):
            print(fault)
            count += 1
    absent = [name for name in checking.missing(known, figures) if not only or name.partition("/")[0] in only]
    for name in absent:
        print(f"{name}: has no figure")
    print(f"{len(figures.figures)} figures, {count} faults, {len(absent)} setups without a figure")
    return count + len(absent)


def sheet(figures: Collection, only: list[str]) -> None:
    """Write the page, and a picture of each figure beside it."""
    OUT.mkdir(parents=True, exist_ok=True)
    known = catalog()
    parts = []
    for index, figure in enumerate(figures.figures):
        if only and figure.exercise not in only:
            continue
        exercise = known[figure.exercise]
        whole = figures.act(figure)
        told = words(figure, exercise.name, ", ".join(figure.setups), mirrored=False)
        still = draw_still(whole, Frame(f"s{index}", "light", mirrored=False), told)
        moving = draw_animated(whole, Frame(f"m{index}", "light", mirrored=False), told)
        steps = "".join(f"<li>{html.escape(step)}" for step in exercise.steps)
        head = f"<h2>{html.escape(exercise.name)} <small>{exercise.id}: {', '.join(figure.setups)}</small></h2>"
        parts.append(
            f'<section>{head}<div class="r"><div class="s">{still}</div><div class="t">{still}</div>'
            f'<div class="a">{moving}</div><ol>{steps}</ol></div></section>'
        )
        small = f'<div style="width:180px">{still}</div><div style="width:880px">{still}</div>'
        _shot(f"{figure.exercise}.{figure.setups[0]}", small, 900, 1100)
    style = (
        "section{break-inside:avoid;font:14px system-ui}.r{display:flex;gap:16px}"
        ".s{width:520px}.t{width:180px}.a{width:300px}ol{flex:1}"
    )
    page = f"<!doctype html><meta charset=utf-8><title>Figures</title><style>{style}</style>{''.join(parts)}"
    (OUT / "sheet.html").write_text(page, "utf-8")
    _shot("sheet", page, 1500, 420 * max(len(parts), 1))
    print(f"{OUT / 'sheet.html'}: {len(parts)} figures; pictures beside it where a Chromium was found")


def _shot(name: str, body: str, width: int, height: int) -> None:
    """A picture of a page, where there is a Chromium to take it."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        return
    page = OUT / f"{name}.page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><body style='margin:8px;background:#fff'>{body}", "utf-8")
    with tempfile.TemporaryDirectory() as profile:
        options = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        command = [browser, *options.split(), "--hide-scrollbars", f"--user-data-dir={profile}"]
        command += [f"--window-size={width},{min(height, 16_000)}", f"--screenshot={OUT / name}.png", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own page
    page.unlink()


def main(arguments: list[str]) -> int:
    """Run one chore and return the exit code."""
    if not arguments or arguments[0] not in {"check", "sheet"}:
        print("usage: ./run figures check | sheet [EXERCISE ...]")
        return 2
    try:
        figures = read_figures(files())
    except DataError as error:
        print(error)
        return 1
    if arguments[0] == "sheet":
        sheet(figures, arguments[1:])
        return 0
    return 1 if check(figures, arguments[1:]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
