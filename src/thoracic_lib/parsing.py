"""Bytes → plain data: TOML and JSON, read strictly, before anything is known about their meaning.

Refused, each with a reason: too many bytes, nesting deeper than any of our data, bytes that are not UTF-8, a
key that stands twice, the words NaN and Infinity in JSON, and numbers too large or too long to read. Half a character
(an escaped surrogate alone) is read here as JSON has it, and refused by the model wherever a text may stand.
"""

import json
import tomllib
from collections import Counter
from math import isinf
from typing import Any, NoReturn

from thoracic_lib.errors import DataError, Fault
from thoracic_lib.limits import MAX_BYTES, MAX_DEPTH

__all__ = ["MAX_BYTES", "MAX_DEPTH", "parse", "parse_json", "parse_json_value", "parse_toml"]

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
        parsed = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refusal(name, error) from None
    return _table(name, _shallow(name, parsed))


def parse_json(name: str, raw: bytes) -> dict[str, Any]:
    """The object in JSON bytes; `DataError` for JSON of another kind too."""
    return _table(name, parse_json_value(name, raw))


def parse_json_value(name: str, raw: bytes) -> Any:  # noqa: ANN401 - any value that JSON has
    """The value in JSON bytes, whatever its kind; `name` is told in the faults.

    It takes what RFC 8259 takes, in UTF-8 without a byte order mark, and nothing more. Refused besides are objects
    with the same key twice, nesting deeper than `MAX_DEPTH`, more than `MAX_BYTES`, integers of more digits than
    Python reads (4,300), and numbers beyond the largest that a float holds. Raises `DataError` with one fault.

    >>> parse_json_value("some.json", b'["a", 1, null]')
    ['a', 1, None]
    >>> parse_json_value("some.json", b"[1,]")
    Traceback (most recent call last):
        ...
    thoracic_lib.errors.DataError: 1 fault in the data
    some.json: cannot be read: ...
    """
    text = _text(name, raw)
    try:
        parsed = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise _refusal(name, error) from None
    return parsed if _surely_shallow(raw) else _shallow(name, parsed)


def _text(name: str, raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise DataError((Fault(name, "", f"has more than {MAX_BYTES} bytes"),))
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


def _shallow(name: str, parsed: Any) -> Any:  # noqa: ANN401 - any value that was parsed
    level: list[Any] = [parsed]
    for _ in range(MAX_DEPTH + 1):
        level = [item for item in level if type(item) is dict or type(item) is list]
        if not level:
            return parsed
        level = [child for item in level for child in (item.values() if type(item) is dict else item)]
    raise DataError((Fault(name, "$", _TOO_DEEP),))


def _table(name: str, parsed: object) -> dict[str, Any]:
    if type(parsed) is not dict:
        raise DataError((Fault(name, "$", "must be a table of named values"),))
    return parsed


def _refusal(name: str, error: Exception) -> DataError:
    if isinstance(error, RecursionError):
        return DataError((Fault(name, "$", _TOO_DEEP),))
    return DataError((Fault(name, "", f"cannot be read: {error}"),))


_TOO_DEEP = f"is nested deeper than {MAX_DEPTH} levels"


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        often = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {often[0][0]!a} stands twice")
    return table


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number in JSON")


def _finite(number: str) -> float:
    found = float(number)
    if isinf(found):
        raise ValueError("a number is larger than any float")
    return found
