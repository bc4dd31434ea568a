"""`./run bench [NAME ...]` runs the benchmarks named, or all of them."""

import sys

from benchmarks import batch, composing, figures, importing, reading, screening, working
from benchmarks.measuring import machine

BENCHMARKS = {
    "batch": batch.main,
    "compose": composing.main,
    "figures": figures.main,
    "import": importing.main,
    "read": reading.main,
    "screen": screening.main,
    "work": working.main,
}


def main(wanted: list[str]) -> int:
    """Run benchmarks by name."""
    if unknown := [name for name in wanted if name not in BENCHMARKS]:
        print(f"unknown benchmark {unknown[0]!r}; one of: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    print(machine())
    for name in wanted or list(BENCHMARKS):
        BENCHMARKS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
