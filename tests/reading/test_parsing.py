"""Bytes are read strictly: whatever is not plainly TOML or JSON of a sane size is refused, with the file's name."""

from collections.abc import Callable
from typing import Any

import pytest

from thoracic_lib.errors import DataError
from thoracic_lib.parsing import MAX_BYTES, MAX_DEPTH, parse, parse_json, parse_toml

Parse = Callable[[str, bytes], dict[str, Any]]

both = pytest.mark.parametrize("read", [parse_json, parse_toml], ids=["JSON", "TOML"])


def refusal(read: Parse, raw: bytes) -> str:
    """The one fault that reading these bytes gives, which names the file."""
    with pytest.raises(DataError) as refused:
        read("some.file", raw)
    (fault,) = refused.value.faults
    assert fault.file == "some.file"
    return f"{fault.path} {fault.reason}".strip()


def nested_json(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)


def nested_toml(depth: int) -> bytes:
    return b"[" + b".".join([b"a"] * (depth - 1)) + b"]\n"


def test_plain_json_is_read_as_it_stands() -> None:
    raw = '{"a": [1, "é", true, null, {"b": []}]}'.encode()
    assert parse_json("f", raw) == {"a": [1, "é", True, None, {"b": []}]}


def test_plain_toml_is_read_as_it_stands() -> None:
    assert parse_toml("f", 'a = [1, "é", true]\n[b]\nc = {}\n'.encode()) == {"a": [1, "é", True], "b": {"c": {}}}


def test_the_ending_of_the_name_decides_how_a_file_is_read() -> None:
    assert parse("a.json", b'{"a": 1}') == parse("a.toml", b"a = 1") == {"a": 1}


@pytest.mark.parametrize("name", ["notes.txt", "toml", "a.TOML", "a.json.bak", ""])
def test_a_file_that_is_neither_toml_nor_json_is_refused(name: str) -> None:
    with pytest.raises(DataError, match=r"is neither \.toml nor \.json"):
        parse(name, b"{}")


@pytest.mark.parametrize(
    "raw",
    [b'{"a": 1, "a": 1}', b'{"b": {"a": 1, "a": 2}}', b'{"b": [{"a": 1, "c": 2, "a": 3}]}'],
    ids=["the same value", "deeper", "in a list"],
)
def test_a_json_key_that_stands_twice_is_refused_by_name(raw: bytes) -> None:
    assert refusal(parse_json, raw) == "cannot be read: the key 'a' stands twice"


def test_a_key_that_stands_twice_among_very_many_is_found_at_once() -> None:
    keys = ",".join(f'"k{number}":1' for number in range(100_000))
    assert "'k99999' stands twice" in refusal(parse_json, f'{{{keys},"k99999":2}}'.encode())


def test_a_repeated_key_of_half_a_character_is_told_in_printable_words() -> None:
    told = refusal(parse_json, rb'{"\ud800": 1, "\ud800": 2}')
    assert told.isascii()
    assert "stands twice" in told


def test_a_toml_key_that_stands_twice_is_refused() -> None:
    assert refusal(parse_toml, b"a = 1\na = 2\n").startswith("cannot be read: Cannot overwrite a value")


@pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity"])
def test_a_json_number_that_is_none_is_refused(word: bytes) -> None:
    assert refusal(parse_json, b'{"a": ' + word + b"}").endswith("is no number in JSON")


@both
def test_a_number_of_ten_thousand_digits_is_refused(read: Parse) -> None:
    digits = b"9" * 10_000
    raw = b'{"a": ' + digits + b"}" if read is parse_json else b"a = " + digits
    assert refusal(read, raw).startswith("cannot be read: Exceeds the limit")


@pytest.mark.parametrize("make", [nested_json, nested_toml], ids=["JSON", "TOML"])
def test_nesting_is_read_up_to_the_bound_and_not_beyond(make: Callable[[int], bytes]) -> None:
    read = parse_json if make is nested_json else parse_toml
    assert len(read("f", make(MAX_DEPTH))) == 1
    assert refusal(read, make(MAX_DEPTH + 1)) == f"$ is nested deeper than {MAX_DEPTH} levels"


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (parse_json, b'{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}"),
        (parse_json, nested_json(5_000)),
        (parse_toml, b"a = " + b"[" * 5_000 + b"]" * 5_000),
        (parse_toml, b"a = " + b"{a = " * 5_000 + b"1" + b"}" * 5_000),
        (parse_toml, b".".join([b"a"] * 5_000) + b" = 1"),
        (parse_toml, nested_toml(5_000)),
    ],
    ids=[
        "JSON lists",
        "JSON objects",
        "TOML lists",
        "TOML tables",
        "TOML dotted keys",
        "TOML dotted heading",
    ],
)
def test_five_thousand_levels_are_refused_without_a_crash(read: Parse, raw: bytes) -> None:
    assert refusal(read, raw) == f"$ is nested deeper than {MAX_DEPTH} levels"


@pytest.mark.parametrize("raw", [b"[" * 5_000, b'{"a":' * 5_000], ids=["lists", "objects"])
def test_levels_left_open_are_refused_for_their_depth_or_as_unfinished(raw: bytes) -> None:
    told = refusal(parse_json, raw)
    assert told.startswith((f"$ is nested deeper than {MAX_DEPTH} levels", "cannot be read: Expecting"))


def test_brackets_inside_a_text_are_no_nesting() -> None:
    assert parse_json("f", b'{"a": "' + b"[{" * 5_000 + b'"}') == {"a": "[{" * 5_000}


@both
def test_as_many_bytes_as_allowed_are_read_and_one_more_is_refused(read: Parse) -> None:
    raw = b" " * (MAX_BYTES - 2) + b"{}" if read is parse_json else b"#" * MAX_BYTES
    assert read("f", raw) == {}
    assert refusal(read, raw + b" ") == f"has more than {MAX_BYTES} bytes"


@both
def test_bytes_that_are_not_utf_8_are_refused_with_their_place(read: Parse) -> None:
    raw = b'{"a": "\xff"}' if read is parse_json else b'a = "b\xff"'
    assert refusal(read, raw) == f"is not UTF-8 at byte {raw.index(0xFF)}"


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
@both
def test_another_encoding_is_refused_not_guessed(read: Parse, codec: str) -> None:
    assert "is not UTF-8" in refusal(read, '{"a": 1}'.encode(codec))


@both
def test_a_byte_order_mark_is_refused(read: Parse) -> None:
    assert refusal(read, b"\xef\xbb\xbf" + (b"{}" if read is parse_json else b"a = 1")).startswith("cannot be read")


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (parse_json, b""),
        (parse_json, b" \n"),
        (parse_json, b'{"a": 1} 2'),
        (parse_json, b'{"a": 1}{}'),
        (parse_json, b'{"a": 1,}'),
        (parse_json, b'{"a": 1 // no\n}'),
        (parse_json, b"{'a': 1}"),
        (parse_json, b'{"a": "\n"}'),
        (parse_toml, b"a = 1 2"),
        (parse_toml, b"a"),
        (parse_toml, b'{"a": 1}'),
        (parse_toml, b'a = "\\ud800"'),
        (parse_toml, b"a = 1\n\x00"),
    ],
    ids=[
        "JSON empty",
        "JSON blank",
        "JSON with more behind",
        "JSON twice",
        "JSON comma at the end",
        "JSON comment",
        "JSON single quotes",
        "JSON newline in a text",
        "TOML with more behind",
        "TOML key alone",
        "TOML that is JSON",
        "TOML half a character",
        "TOML control character",
    ],
)
def test_what_is_not_quite_the_format_is_refused(read: Parse, raw: bytes) -> None:
    assert refusal(read, raw).startswith("cannot be read: ")


@pytest.mark.parametrize("raw", [b"[]", b'[{"a": 1}]', b'"a"', b"1", b"null", b"true"])
def test_json_that_is_no_object_is_refused(raw: bytes) -> None:
    assert refusal(parse_json, raw) == "$ must be a table of named values"


def test_an_empty_toml_file_is_an_empty_table() -> None:
    assert parse_toml("f", b"") == {}
