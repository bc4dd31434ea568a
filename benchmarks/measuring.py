"""Measuring several things in turn, so that what disturbs one disturbs the others as well."""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

SRC = Path(__file__).parent.parent / "src"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SRC), "PYTHONHASHSEED": "0"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode, so here it is kept too


def machine() -> str:
    """What this was measured on."""
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"


def interleaved(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median milliseconds of each call, over rounds in which each is made once."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) * 1_000 for name, times in taken.items()}


def cold(code: str) -> Callable[[], object]:
    """A call that runs code in a new interpreter."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, env=ENVIRONMENT)  # noqa: S603 - our own code


def instructions(code: str) -> int | None:
    """The instructions that a new interpreter takes for code, by callgrind; `None` where there is none."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = [valgrind, "--tool=callgrind", f"--callgrind-out-file={folder}/out", sys.executable, "-c", code]
        told = subprocess.run(command, check=True, env=ENVIRONMENT, capture_output=True, text=True).stderr  # noqa: S603 - same
    return next(int(line.rsplit(":")[-1].replace(",", "")) for line in told.splitlines() if "Collected" in line)


def show(title: str, base: str, figures: Mapping[str, float], unit: str) -> None:
    """Print figures and their ratios to one of them."""
    print(f"{title} (median; ratio to {base})")
    for name, figure in figures.items():
        print(f"  {name:44} {figure:14,.2f} {unit}   {figure / figures[base]:6.2f} x")
