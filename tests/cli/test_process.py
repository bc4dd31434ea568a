import json
import subprocess
import sys

from tests.cli.calling import environment, in_a_process
from thoracic_lib.catalogs import catalog


def test_the_package_runs_as_a_module() -> None:
    said = in_a_process("show", "cat-cow", PYTHONIOENCODING="utf-8")
    assert (said.returncode, said.stderr) == (0, b"")
    assert said.stdout.decode().startswith("Cat-cow\n")


def test_the_exit_code_of_a_mistake_reaches_the_shell() -> None:
    said = in_a_process("compose", "--minutes", "10", "--condition", "vertebral fracture")
    assert (said.returncode, said.stdout) == (3, b"")
    assert said.stderr.startswith(b"thoracic: nothing is composed")


def test_a_pipe_that_closes_early_is_no_error() -> None:
    asked = [sys.executable, "-m", "thoracic_lib", "screen", "--condition", "osteopenia", "--json"]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and package
        asked, env=environment(PYTHONUNBUFFERED="1"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        assert command.stdout.read(1) == b"{"
        command.stdout.close()
        assert command.stderr.read() == b""
        assert command.wait() == 0


def test_a_terminal_that_shows_ascii_only_gets_everything_escaped() -> None:
    said = in_a_process("compose", "--minutes", "5", PYTHONIOENCODING="ascii")
    assert (said.returncode, said.stderr) == (0, b"")
    assert b"\\u201cFull routine\\u201d" in said.stdout
    assert said.stdout.isascii()
    rows = json.loads(in_a_process("equipment", "--json", PYTHONIOENCODING="ascii").stdout)
    assert [row["name"] for row in rows] == [item.name for item in catalog().equipment]
