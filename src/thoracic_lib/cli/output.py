"""Where a command's answer goes: the terminal, or a file that is written whole or not at all."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from thoracic_lib.errors import FormatError
from thoracic_lib.exporting import ENDINGS, export

__all__ = ["OutputError", "format_for", "put", "put_rows"]


class OutputError(Exception):
    """A file cannot be written."""


def format_for(file: str | None, *, as_json: bool) -> str:
    """The format that a file's ending asks for; without a file, JSON where it is wanted and else text."""
    if file is None:
        return "json" if as_json else "text"
    ending = Path(file).suffix.lower()
    if ending not in ENDINGS:
        raise FormatError(ending or file, f"is no ending of a file that can be written; one of: {', '.join(ENDINGS)}")
    return ENDINGS[ending]


def put(value: object, file: str | None, *, as_json: bool) -> int:
    """Show a value, or write it to a file."""
    text = export(value, format_for(file, as_json=as_json))
    if file is None:
        print(text)
    else:
        write(Path(file), f"{text}\n")
    return 0


def put_rows(rows: Sequence[Mapping[str, object]], line: Iterable[str], *, as_json: bool) -> int:
    """Show rows: as JSON, or as the lines of text given for them."""
    if as_json:
        print(json.dumps(list(rows), ensure_ascii=False, indent=2))
    else:
        for text in line:
            print(text)
    return 0


def write(path: Path, text: str) -> None:
    """Write a file in one piece: it appears whole, or what was there before stays."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(f"cannot write {str(path)!r}: {error.strerror}") from None
