"""Every example in the README and in docs/ is run: Python blocks as doctests, console blocks through the command."""

import contextlib
import doctest
import io
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from thoracic_lib.cli import main

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run_console(example: Example) -> str | None:
    """Run each `$ thoracic …` line of a block and compare what it prints; `...` stands for anything."""
    told = []
    for command in ("\n" + str(example.parsed)).split("\n$ ")[1:]:
        line, _, expected = command.partition("\n")
        words = [_beside(example, word) for word in shlex.split(line.removeprefix("./run "))]
        if words[:1] != ["thoracic"]:
            raise ValueError(f"only thoracic commands run in console blocks, not {line!r}")
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            main(words[1:])
        if not doctest.OutputChecker().check_output(expected.strip() + "\n", said.getvalue().strip() + "\n", OPTIONS):
            told.append(f"$ {line}\nexpected:\n{expected}\nsaid:\n{said.getvalue()}")
    return "\n".join(told) or None


def _beside(example: Example, word: str) -> str:
    """A word of a command; the file that examples write and read lies in a folder of the document's own."""
    return str(Path(example.namespace["__folder"], word)) if word == "routine.json" else word


def in_a_folder_of_its_own(namespace: dict[str, object]) -> None:
    """Examples start in the project's folder, wherever pytest was called from."""
    namespace["__stack"] = stack = contextlib.ExitStack()
    stack.enter_context(contextlib.chdir(Path(__file__).parent))
    namespace["__folder"] = stack.enter_context(TemporaryDirectory())


def back(namespace: dict[str, object]) -> None:
    """Leave the folder again."""
    stack = namespace["__stack"]
    assert isinstance(stack, contextlib.ExitStack)  # noqa: S101 - set just above
    stack.close()


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=OPTIONS),
        CodeBlockParser(language="console", evaluator=run_console),
    ],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
    excludes=["docs/how-to/serve-from-fastapi.md"],  # needs FastAPI: tests/interop runs it
    setup=in_a_folder_of_its_own,
    teardown=back,
).pytest()
