"""The `thoracic` command: every part of the library from a terminal.

Exit codes: 0 done; 1 the data that was checked has faults, or nothing could be proved of it; 2 something typed is not
understood; 3 a gate, a warning sign or pain stops composing; 4 nothing fits; 5 a file cannot be written; 6 the gate
at every export refuses a routine.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from thoracic_lib.cli.output import OutputError
from thoracic_lib.cli.parser import build_parser
from thoracic_lib.errors import (
    DataError,
    GateError,
    NothingFitsError,
    ProofLimitError,
    RedFlagError,
    StopError,
    ThoracicError,
    UnsafeRoutineError,
)

__all__ = ["main"]

_CODES: Mapping[type[Exception], int] = MappingProxyType(
    {
        DataError: 1,
        ProofLimitError: 1,
        GateError: 3,
        RedFlagError: 3,
        StopError: 3,
        NothingFitsError: 4,
        OutputError: 5,
        UnsafeRoutineError: 6,
    }
)
"""The exit code of each error that has one of its own; every other is something typed that is not understood."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a person's mistake gives one clear line, never a traceback."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ThoracicError, OutputError) as error:
        print(f"thoracic: {error}", file=sys.stderr)
        return _code(error)
    return code


def _code(error: Exception) -> int:
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), 2)
