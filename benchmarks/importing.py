"""What importing the package, and loading the bundled catalog, costs a new process."""

import sys

from benchmarks.measuring import cold, instructions, interleaved, show

CODES = {
    "pass": "pass",
    "import thoracic_lib": "import thoracic_lib",
    "import attrs": "import attrs",
    "import thoracic_lib and the whole catalog": "import thoracic_lib; thoracic_lib.catalog()",
}


def main() -> None:
    """Time cold processes in turn, and count their instructions where callgrind is there."""
    for code in CODES.values():
        cold(code)()
    times = interleaved({name: cold(code) for name, code in CODES.items()}, 31)
    show("Cold start", "pass", times, "ms")
    show("Cold start", "import attrs", times, "ms")
    counts = {name: instructions(code) for name, code in CODES.items()}
    if None in counts.values():
        print("  (no valgrind here, so no instruction counts)", file=sys.stderr)
        return
    told = {name: (count or 0) / 1e6 for name, count in counts.items()}
    show("Instructions", "pass", told, "M")
    show("Instructions", "import attrs", told, "M")
