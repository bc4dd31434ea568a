"""The `thoracic` command: every part of the library from a terminal.

Exit codes: 0 done; 1 the data that was checked has faults; 2 something typed is not understood; 3 a gate, a
warning sign or pain stops composing; 4 nothing fits; 5 a file cannot be written.
"""

import os
import sys
from collections.abc import Sequence

from thoracic_lib.cli.output import OutputError
from thoracic_lib.cli.parser import build_parser
from thoracic_lib.errors import DataError, GateError, NothingFitsError, RedFlagError, StopError, ThoracicError

__all__ = ["main"]


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
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code
    return 2


_CODES = (
    (DataError, 1),
    (GateError, 3),
    (RedFlagError, 3),
    (StopError, 3),
    (NothingFitsError, 4),
    (OutputError, 5),
)
