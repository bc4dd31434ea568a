"""Compile the data into the artifact that ships, or check that it fits: `./run data compile`, `./run data check`.

`./run data golden` writes tests/data/golden_matrix.txt anew: what screening says of every condition with this data.
`./run data corpus` writes tests/compatibility/<version> anew: values of this version, for later ones to read.
"""

import sys
from pathlib import Path

from thoracic_lib.artifact import ARTIFACT, CHECKSUM, compile_catalog
from thoracic_lib.catalogs import bundled_files
from thoracic_lib.errors import DataError
from thoracic_lib.figures import collection
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.reading import read_catalog

ROOT = Path(__file__).parent.parent
DATA = ROOT / "src" / "thoracic_lib" / "data"


def main(chore: str) -> int:
    """Run one chore and return the exit code."""
    try:
        return _done(chore)
    except DataError as error:
        print(error)
        return 1


def _done(chore: str) -> int:
    catalog = read_catalog(bundled_files())
    figures = collection.read_figures(collection.files())
    if chore == "golden":
        return _golden(catalog)
    if chore == "corpus":
        return _corpus()
    made = dict(zip((ARTIFACT, CHECKSUM), compile_catalog(catalog), strict=True))
    made |= zip((collection.ARTIFACT, collection.CHECKSUM), collection.compile_figures(figures), strict=True)
    if chore == "compile":
        for name, raw in made.items():
            (DATA / name).write_bytes(raw)
        print(f"compiled {catalog!r} and {len(figures.figures)} figures: {sum(map(len, made.values()))} bytes")
        return 0
    held = {name: (DATA / name).read_bytes() if (DATA / name).exists() else b"" for name in made}
    if held != made:
        print("the artifact is not what the data compiles to; run './run data compile'")
        return 1
    print(f"{catalog!r} and {len(figures.figures)} figures: no faults, and the artifacts are in step")
    return 0


def _golden(catalog: Catalog) -> int:
    sys.path.insert(0, str(ROOT))  # the tests, which make the matrix, are no installed package
    from tests.data import golden  # noqa: PLC0415 - only for this chore

    golden.FILE.write_text(golden.text(catalog), "utf-8")
    print(f"{golden.FILE.relative_to(golden.FILE.parents[2])}: written; look at its diff")
    return 0


def _corpus() -> int:
    sys.path.insert(0, str(ROOT))  # the tests, whose values these are, are no installed package
    from tests.compatibility import corpus  # noqa: PLC0415 - only for this chore

    try:
        count = corpus.write(corpus.folder())
    except FileExistsError as error:
        print(error)
        return 1
    print(f"{corpus.folder().relative_to(ROOT)}: {count} values written")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["compile"], ["check"], ["golden"], ["corpus"]):
        sys.exit("usage: ./run data compile | check | golden | corpus")
    sys.exit(main(sys.argv[1]))
