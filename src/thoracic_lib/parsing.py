"""Bytes → plain data: TOML and JSON, read strictly, before anything is known about their meaning.

Refused, each with a reason: too many bytes, nesting deeper than any of our data, bytes that are not UTF-8, a
key that stands twice, the words NaN and Infinity in JSON, and numbers too long to read.
"""

import json
import tomllib
from collections import Counter
from typing import Any, NoReturn

from thoracic_lib.errors import DataError, Fault

__all__ = ["MAX_BYTES", "MAX_DEPTH", "parse", "parse_json", "parse_toml"]

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read (library default)."""

MAX_DEPTH = 24
"""The deepest nesting of tables and lists that is read (library default); the model itself needs 16."""

_NO_BRACKET = bytes(byte for byte in range(256) if byte not in b"[]{}")
_ONE_KIND = bytes.maketrans(b"{}", b"[]")


def parse(name: str, raw: bytes) -> dict[str, Any]:
    """The table in a file, by the ending of its name (.toml or .json); `DataError` when it is not one."""
    if name.endswith(".toml"):
        return parse_toml(name, raw)
    if name.endswith(".json"):
        return parse_json(name, raw)
    raise DataError((Fault(name, "", "is neither .toml nor .json"),))


def parse_toml(name: str, raw: bytes) -> dict[str, Any]:
    """The table in TOML bytes."""
    text = _text(name, raw)
    try:
        return _shallow(name, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise _refusal(name, error) from None


def parse_json(name: str, raw: bytes) -> dict[str, Any]:
    """The object in JSON bytes."""
    text = _text(name, raw)
    try:
        parsed = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
        return parsed if type(parsed) is dict and _surely_shallow(raw) else _shallow(name, parsed)
    except (ValueError, RecursionError) as error:
        raise _refusal(name, error) from None


def _text(name: str, raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise DataError((Fault(name, "", f"has {len(raw)} bytes, more than {MAX_BYTES}"),))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError((Fault(name, "", f"is not UTF-8 at byte {error.start}"),)) from None


def _surely_shallow(raw: bytes) -> bool:
    """Whether the brackets nest within bounds, those inside texts counted too; much faster than looking.

    Brackets inside texts can mislead it. Too deep a reading only costs a closer look, and what is deeper than it
    seems is refused all the same, since no shape of the model goes as deep as the bounds.
    """
    brackets = raw.translate(_ONE_KIND, _NO_BRACKET)
    for _ in range(MAX_DEPTH):
        brackets = brackets.replace(b"[]", b"")  # the innermost ones
    return not brackets


def _shallow(name: str, parsed: object) -> dict[str, Any]:
    if type(parsed) is not dict:
        raise DataError((Fault(name, "$", "must be a table of named values"),))
    level: list[Any] = [parsed]
    for _ in range(MAX_DEPTH):
        level = [child for item in level for child in (item.values() if type(item) is dict else item)]
        level = [child for child in level if type(child) is dict or type(child) is list]
        if not level:
            return parsed
    raise DataError((Fault(name, "$", f"is nested deeper than {MAX_DEPTH} levels"),))


def _refusal(name: str, error: Exception) -> DataError:
    if isinstance(error, DataError):
        return error
    if isinstance(error, RecursionError):
        return DataError((Fault(name, "$", f"is nested deeper than {MAX_DEPTH} levels"),))
    return DataError((Fault(name, "", f"cannot be read: {error}"),))


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        often = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {often[0][0]!a} stands twice")
    return table


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number in JSON")
