"""JSON is read as RFC 8259 has it: what is none is refused with our own error, and what is one is read.

The classes are those of JSONTestSuite (arrays, numbers, objects, strings, structure, single values); the cases are
our own.
"""

from typing import Any

import pytest

from thoracic_lib.errors import DataError, Fault
from thoracic_lib.exporting import from_json
from thoracic_lib.limits import MAX_DEPTH
from thoracic_lib.parsing import parse_json, parse_json_value


def refusal(raw: bytes) -> Fault:
    with pytest.raises(DataError) as refused:
        parse_json_value("case.json", raw)
    (fault,) = refused.value.faults
    assert fault.file == "case.json"
    return fault


NO_ARRAYS = [
    b"[", b"]", b"[]]", b"[1", b"[1,", b"[,]", b"[,1]", b"[1,]", b"[1,,2]", b"[1,,]", b"[,", b"[1 2]", b"[1 true]",
    b"[1:2]", b"[[1]", b"[[1,2", b"[}", b"[1}", b"[1;2]", b'["a" "b"]', b'["a",', b'["a"', b"[\n1\n,1", b"[*]", b"[-]",
    b"[a]", b"[1]x", b"[\x0c1]", b"[\x0b1]", b'["a",\n4\n,1,', b"1,2", b"1]", b"[1]]", b'{"a": [1}', b"[...]", b"[/]",
]  # fmt: skip

NO_NUMBERS = [
    b"+1", b"++1", b"-+1", b"--1", b"- 1", b"-", b"-a", b"1.", b"-1.", b".5", b"-.5", b".", b"1.e1", b".e1", b"1e",
    b"1E", b"1e+", b"1e-", b"1eE2", b"1e1.5", b"1.2.3", b"1..2", b"01", b"-01", b"00", b"007", b"-00", b"0x1F", b"0b1",
    b"0o7", b"0e", b"0e+", b"0.e1", b"1_000", b"1 000", b"1,000.0", b"1a", b"1.a", b"1ea", b"1.5f", b"1L", b"1n",
    b"NaN", b"-NaN", b"+NaN", b"nan", b"Infinity", b"-Infinity", b"+Infinity", b"infinity", b"Inf", b"inf", b"-inf",
    b"1/2", b"$1", b"(1)", "\u0661".encode(), "\uff11".encode(), b"1\xc2\xa0", "\u22121".encode(), b"1e1e1", b"1+2",
    b"0.1.", b"e1", b"E", b"-e", b"0-1", b"1\x00", b"1\xa0",
]  # fmt: skip

NO_OBJECTS = [
    b"{", b"}", b"{,}", b'{"a"}', b'{"a":}', b'{"a":,}', b'{"a",1}', b'{"a" 1}', b'{"a"::1}', b"{:1}", b"{a:1}",
    b"{1:1}", b"{null:1}", b"{true:1}", b"{[]:1}", b"{'a':1}", b'{"a":1,}', b'{"a":1,,}', b'{"a":1,,"b":2}',
    b'{,"a":1}',
    b'{"a":1 "b":2}', b'{"a":1;"b":2}', b'{"a":1', b'{"a":', b'{"a"', b'{"a', b'{"a":1}}', b'{"a":1}#', b'{"a":1}//',
    b'{"a":1}/**/', b'{"a":1 /* why */}', b'{"a":/**/1}', b'{"a"=1}', b'{"a"=>1}', b'{"a":1]', b'["a":1]', b'{"a":"b}',
    b'{"a":1}{"b":2}', b'{"a":1},', b"{{}}", b'{{"a":1}}', b'{"a":a}', b'{"a":tru}', b'{"a":1,"b"}', b'{"a":1,b:2}',
    b"{\x00}", b'{"\x01":1}', b"{\xff:1}", b"{undefined:1}", b"{...}", b'{"a":undefined}', b'{"\\u00":1}',
]  # fmt: skip

NO_STRINGS = [
    b'"', b'"a', b"a", b"'a'", b"`a`", b'"a" "b"', b'"a"b', b'a"', b'"\\"', b'"\\a"', b'"\\x41"', b'"\\0"', b'"\\012"',
    b'"\\\'"', b'"\\ "', b'"\\U0041"', b'"\\u"', b'"\\u1"', b'"\\u12"', b'"\\u123"', b'"\\u123g"', b'"\\u-123"',
    b'"\\u 123"', b'"\\u{41}"', b'"\\u00A"', b'"\\ud800\\"', b'"\\ud800\\u"', b'"\\ud800\\u1"', b'"\\ud800\\u1x"',
    b'"\\\xc3\xa9"', b'"\\\xf0\x9f\x98\x80"', b'"\n"', b'"\r"', b'"\t"', b'"\x00"', b'"\x01"', b'"\x1f"', b'"a\nb"',
    b'"\\', b'"\\u', b"\\u0041", b'\\"a\\"', b"\xe2\x80\x9ca\xe2\x80\x9d", b'"\\N{DIGIT ONE}"', b'"\x7f', b'"\\*"',
    b'"\\\t"', b'"\\\x00"', b'"""a"""', b'r"a"', b'b"a"', b'u"a"', b'"a"\\', b'"\\u\xd9\xa1234"',
]  # fmt: skip

NO_UTF_8 = [
    b'"\x80"', b'"\xbf"', b'"\xc3"', b'"\xc3\x28"', b'"\xc0\x80"', b'"\xc0\xaf"', b'"\xc1\xbf"', b'"\xe2\x82"',
    b'"\xe0\x80\xaf"', b'"\xed\xa0\x80"', b'"\xed\xbf\xbf"', b'"\xf0\x9f\x98"', b'"\xf0\x80\x80\x80"',
    b'"\xf4\x90\x80\x80"', b'"\xf5\x80\x80\x80"', b'"\xf8\x88\x80\x80\x80"', b'"\xfe"', b'"\xff"', b"\xff", b"\xe9",
    b'{"\xb9":0}', b"[\xe5]", b"[1\xe5]", b"[1e1\xe5]", b"[a\xe5]", b"[-1\xe5]", b'"a\xe9"',
    b'["\xe6\x97\xa5\xd1\x88\xfa"]',
]  # fmt: skip

NO_STRUCTURE = [
    b"", b" ", b"\n", b"\t\r\n ", b"\x00", b"\x0c[]", b"\x0b", b"\xc2\xa0[]", "\u2060[]".encode(), "\u3000[]".encode(),
    "[]\u2028".encode(), b"[][]", b"[]{}", b"{}[]", b"1 2", b"null null", b'"a",', b"[1]x", b"[1]\x00", b"[1]\x1a",
    b"{}\x00", b"<a/>", b"<null>", b"<!-- no -->", b"# no\n1", b"// no\n1", b"/* no */ 1", b"1 // no", b"*", b"&a",
    b"@",
    b"?", b"a: 1", b"a = 1", b"---\n1", b"{]", b"[}", b"{[", b"[{", b'[{"a":', b'[{"a":[', b'{"a":[{', b"({})", b"(1)",
    b"\\u005b\\u005d", b"%5B%5D", b"{}%", b"[1,\x002]", b"\xef\xbb\xbf", b"\xef\xbb", b"{} ,", b",", b":", b"[]:",
    b"\\",
]  # fmt: skip

NO_SINGLE_VALUES = [
    b"nul", b"nulll", b"Null", b"NULL", b"nil", b"None", b"tru", b"truee", b"True", b"TRUE", b"fals", b"falsee",
    b"False",
    b"FALSE", b"yes", b"no", b"on", b"off", b"undefined", b"void", b"t", b"f", b"n", b"[nul]", b"[tru]", b"[fals]",
    b"[True]", b"[None]", b"true false", b"null,", b"-true", b"!true", b"\xff\xfen", b"nul\x6c\x00",
]  # fmt: skip

REFUSED = {
    "arrays": NO_ARRAYS,
    "numbers": NO_NUMBERS,
    "numbers in a list": [b"[" + number + b"]" for number in NO_NUMBERS],
    "objects": NO_OBJECTS,
    "strings": NO_STRINGS,
    "strings in a list": [b"[" + text + b"]" for text in NO_STRINGS],
    "bytes": NO_UTF_8,
    "structure": NO_STRUCTURE,
    "single values": NO_SINGLE_VALUES,
}


@pytest.mark.parametrize("raw", [pytest.param(r, id=f"{k} {r!r}"[:60]) for k, held in REFUSED.items() for r in held])
def test_what_is_no_json_is_refused_with_our_own_error(raw: bytes) -> None:
    assert refusal(raw).reason


READ: list[tuple[bytes, Any]] = [
    (b"[]", []),
    (b"[[]   ]", [[]]),
    (b'[""]', [""]),
    (b"[null]", [None]),
    (b"[1\n]", [1]),
    (b" [1]", [1]),
    (b"[2] ", [2]),
    (b"[1,null,null,null,2]", [1, None, None, None, 2]),
    (b'[null, 1, "1", {}]', [None, 1, "1", {}]),
    (b"\t[\r\n]\n", []),
    (b"0", 0),
    (b"-0", 0),
    (b"-1", -1),
    (b"0.0", 0.0),
    (b"0e1", 0.0),
    (b"0E+1", 0.0),
    (b"0.1e-01", 0.01),
    (b"1E22", 1e22),
    (b"1e-2", 0.01),
    (b"123.456e+7", 1234560000.0),
    (b"[-0.0000000000000000000000000000000000000000000000000000000000000000000000000000001]", [-1e-79]),
    (b"1e-400", 0.0),
    (b"20e1", 200.0),
    (b"123123123123123123123123123123", 123123123123123123123123123123),
    (b"9" * 4_300, int("9" * 4_300)),
    (b"{}", {}),
    (b'{"":0}', {"": 0}),
    (b'{"a":1,"b":2}', {"a": 1, "b": 2}),
    (b'{"a":[{"b":{}}]}', {"a": [{"b": {}}]}),
    (b'{"foo\\u0000bar": 42}', {"foo\0bar": 42}),
    (b'{\n"a":\n"b"\n}', {"a": "b"}),
    (b'{"a":"b","A":"c"}', {"a": "b", "A": "c"}),
    (b'"a"', "a"),
    (b'""', ""),
    (b'" "', " "),
    (b'"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'),
    (b'"\\u0060\\u012a\\u12AB"', "`\u012a\u12ab"),
    (b'"\\uD801\\udc37"', "\U00010437"),
    (b'"\\ud83d\\ude39\\ud83d\\udc8d"', "\U0001f639\U0001f48d"),
    (b'"\\uDBFF\\uDFFF"', "\U0010ffff"),
    (b'"\\u0000"', "\0"),
    (b'"\\\\u0000"', "\\u0000"),
    (b'"a/*b*/c/*d//e"', "a/*b*/c/*d//e"),
    (b'"\x7f"', "\x7f"),
    ('"é€😀"'.encode(), "é€😀"),
    ('"\u2028\u2029\u200b\ufeff"'.encode(), "\u2028\u2029\u200b\ufeff"),
    ('"\ufffe\uffff\U0010fffe"'.encode(), "\ufffe\uffff\U0010fffe"),
    (b'"\\uFFFF\\uFDD0"', "\uffff\ufdd0"),
    (b'"new\\u000Aline"', "new\nline"),
    (b'"\\u0022"', '"'),
    (b"true", True),
    (b"false", False),
    (b"null", None),
    (b" true\n", True),
]


@pytest.mark.parametrize(("raw", "value"), READ, ids=[repr(raw)[:50] for raw, _ in READ])
def test_what_is_json_is_read_whatever_stands_at_the_top(raw: bytes, value: object) -> None:
    found = parse_json_value("case.json", raw)
    assert found == value
    assert type(found) is type(value)
    assert parse_json_value("case.json", b"[" + raw + b"]") == [value]


@pytest.mark.parametrize("raw", [b'{"a":"b","a":"c"}', b'{"a":"b","a":"b"}'], ids=["another value", "the same value"])
def test_a_key_that_stands_twice_is_refused_though_the_grammar_takes_it(raw: bytes) -> None:
    assert refusal(raw).reason == "cannot be read: the key 'a' stands twice"


@pytest.mark.parametrize(
    "raw", [b"1e400", b"-1e400", b"[0.4e00669999999999]", b"123.456e789", b"1" + b"0" * 400 + b".0"]
)
def test_a_number_larger_than_any_float_is_refused_not_made_infinite(raw: bytes) -> None:
    assert refusal(raw).reason == "cannot be read: a number is larger than any float"


@pytest.mark.parametrize("raw", [b'"\\uD800"', b'"\\uDFAA"', b'"\\uD888\\u1234"', b'"\\uDd1e\\uD834"', b'"\\ud800abc"'])
def test_half_a_character_is_read_and_then_refused_by_every_value_of_ours(raw: bytes) -> None:
    assert any("\ud800" <= character <= "\udfff" for character in parse_json_value("case.json", raw))
    document = b'{"kind": "profile", "schema": 1, "value": {"conditions": [' + raw + b"]}}"
    with pytest.raises(DataError) as refused:
        from_json(document)
    assert str(refused.value).isascii()


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_json_in_another_encoding_is_refused_not_guessed(codec: str) -> None:
    assert refusal('["é"]'.encode(codec))


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b'[{"":' * 50_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
    ],
    ids=["open lists", "open lists and objects", "lists", "objects", "one list too many", "one object too many"],
)
def test_what_is_nested_too_deep_is_refused_without_a_crash(raw: bytes) -> None:
    assert refusal(raw).reason == f"is nested deeper than {MAX_DEPTH} levels"


def test_what_is_nested_as_deep_as_allowed_is_read() -> None:
    found = parse_json_value("case.json", b"[" * MAX_DEPTH + b'"]]]"' + b"]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH):
        (found,) = found
    assert found == "]]]"


@pytest.mark.parametrize("raw", [b"[]", b"0", b'"a"', b"null", b"true", b'[{"kind": "profile"}]'])
def test_what_has_to_be_a_table_is_refused_where_it_is_json_of_another_kind(raw: bytes) -> None:
    for read in (lambda raw: parse_json("", raw), from_json):
        with pytest.raises(DataError) as refused:
            read(raw)
        assert refused.value.faults == (Fault("", "$", "must be a table of named values"),)


def test_no_cases_of_a_class_stand_twice() -> None:
    assert all(len(set(held)) == len(held) for held in REFUSED.values())
