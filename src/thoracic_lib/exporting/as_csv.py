"""CSV (RFC 4180): the columns of a catalog, screening, routine or program, for spreadsheets and scripts.

It loses what `thoracic_lib.exporting.columns` loses, and says nothing of conditions unless it is asked to. Numbers stay
numbers, true and false are `true` and `false`, and nothing is an empty cell.

No text is a formula: an apostrophe stands before each sign with which a spreadsheet begins one (`=`, `+`, `-`, `@`, and
their wide forms), at the start of a cell and, for spreadsheets that split lines elsewhere, after a `;`, a `,` or a `|`
too. A text that holds such a sign there is not read back as it was.
"""

import csv
import io
import re

from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.columns import Cell, columns
from thoracic_lib.exporting.lines import one_line

__all__ = ["cell", "render"]

_FORMULA = re.compile(
    "(^|[;,|])([\\s\"'\u200b-\u200d\u2060\ufeff]*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b])"
)


def render(value: object, *, conditions: bool = False) -> str:
    """A catalog, screening, routine or program as CSV: a line of names, then one for each row, ended by CR and LF.

    The last line has no end. `FormatError` for another kind of value.
    """
    try:
        held = columns(value, conditions=conditions)
    except FormatError as refused:
        raise FormatError("csv", refused.reason) from None
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(held)
    writer.writerows([cell(told) for told in row] for row in zip(*held.values(), strict=True))
    return written.getvalue().removesuffix("\r\n")


def cell(told: Cell) -> str:
    """What stands in a cell, before it is quoted.

    >>> cell("=1+1"), cell(-1), cell(True), cell(None)
    ("'=1+1", '-1', 'true', '')
    """
    if isinstance(told, bool):
        return str(told).lower()
    if isinstance(told, int):
        return str(told)
    return "" if told is None else _FORMULA.sub(r"\1'\2", one_line(told))
