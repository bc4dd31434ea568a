"""What follows from the formats: `./run formats` writes the samples under docs/examples/formats/ anew.

So it does with tests/exporting/digests.txt, the digests of all that is exported.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Write everything, and return the exit code."""
    sys.path.insert(0, str(ROOT))  # the tests, which make the samples, are no installed package
    from tests.exporting import digesting  # noqa: PLC0415 - only for this chore
    from tests.exporting.samples import FOLDER, SAMPLES  # noqa: PLC0415 - same

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in SAMPLES.items():
        (FOLDER / name).write_bytes(write())
    print(f"{FOLDER.relative_to(ROOT)}: {len(SAMPLES)} samples written; look at their diff")
    told = digesting.text()
    digesting.FILE.write_text(told, "ascii")
    print(f"{digesting.FILE.relative_to(ROOT)}: {len(told.splitlines())} digests written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
