"""Calling the command: inside this process, and as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import thoracic_lib
from thoracic_lib.cli import main

__all__ = ["Command", "Said", "environment", "in_a_process"]


class Said:
    """What a command printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Command:
    """The `thoracic` command, called in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: str) -> Said:
        try:
            code = main(words)
        except SystemExit as left:
            code = int(left.code or 0)
        said = self.capsys.readouterr()
        return Said(code, said.out, said.err)

    def done(self, *words: str) -> str:
        """What is printed by a call that goes well."""
        said = self(*words)
        assert (said.code, said.err) == (0, "")
        return said.out

    def refused(self, code: int, *words: str) -> str:
        """What is told by a call that is refused with this code: on the error stream only, and no traceback."""
        said = self(*words)
        assert (said.code, said.out) == (code, "")
        assert said.err.strip()
        assert "Traceback" not in said.err
        return said.err


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that finds this library."""
    return {**os.environ, "PYTHONPATH": str(Path(thoracic_lib.__file__).parents[1]), **more}


def in_a_process(*words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m thoracic_lib` with these words."""
    return subprocess.run(  # noqa: S603 - our own interpreter and package
        [sys.executable, "-m", "thoracic_lib", *words], env=environment(**more), capture_output=True, check=False
    )
