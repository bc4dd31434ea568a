"""The same picture comes out everywhere, whatever the order of what is hashed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

CODE = """
from hashlib import sha256
from thoracic_lib.figures import render_figure
from thoracic_lib.figures.collection import bundled
told = [render_figure(f.exercise, f.setups[0], form=form) for f in bundled().figures for form in ("still", "animated")]
print(sha256("".join(told).encode()).hexdigest())
"""


def digest(seed: str) -> str:
    source = str(Path(__file__).parent.parent.parent / "src")
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": source}
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own code
    return done.stdout


@pytest.mark.parametrize("seed", ["1", "2"])
def test_pictures_do_not_hang_on_hash_order(seed: str) -> None:
    assert digest(seed) == digest("0")
