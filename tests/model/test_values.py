"""The checks that fields name: exact types first, then what the value itself must be."""

from collections.abc import Callable
from enum import StrEnum

import pytest

from thoracic_lib.model.dosage import Span
from thoracic_lib.model.values import (
    Check,
    be_a,
    be_flag,
    be_identifier,
    be_one_of,
    be_several,
    be_text,
    be_whole,
    maybe,
    set_of,
    tuple_of,
)
from thoracic_lib.vocabulary import Phase, Verdict


class Word(StrEnum):
    """A text that is a term of a vocabulary."""

    ONE = "one"


def cases(*told: tuple[Check, object, str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    ids = [f"{index}-{reason[:24]}" for index, (_, _, reason) in enumerate(told)]
    return pytest.mark.parametrize(("check", "value", "reason"), told, ids=ids)


TWO_OR_MORE = tuple_of(be_text, least=2)


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (be_text, "a text"),
        (be_text, "30–45 s, наклон, 胸椎"),
        (be_text, "x" * 2_000),
        (be_text, "a no-break\u00a0space and a soft\u00adhyphen"),
        (be_identifier, "a"),
        (be_identifier, "T4_T8-level"),
        (be_identifier, "x" * 100),
        (be_flag, True),
        (be_flag, False),
        (be_whole(0, 3), 0),
        (be_whole(0, 3), 3),
        (be_one_of(Phase), Phase.STRETCH),
        (be_a(Span), Span(minimum=1)),
        (maybe(be_text), None),
        (maybe(be_text), "a text"),
        (maybe(be_whole(1, 2)), None),
        (tuple_of(be_text), ()),
        (tuple_of(be_text), ("a", "a")),
        (tuple_of(be_text, unique=True), ("a", "b")),
        (TWO_OR_MORE, ("a", "b")),
        (be_several(be_text), ("a",)),
        (set_of(be_text), frozenset()),
        (set_of(be_text), frozenset({"a", "b"})),
        (maybe(set_of(be_text)), None),
    ],
)
def test_what_is_right_has_no_reason_against_it(check: Check, value: object) -> None:
    assert check(value) is None


@cases(
    (be_text, 8, "must be a text, not 8"),
    (be_text, None, "must be a text, not None"),
    (be_text, b"x", "must be a text, not b'x'"),
    (be_text, Word.ONE, "must be a text, not <Word.ONE: 'one'>"),
    (be_identifier, Word.ONE, "must be a text, not <Word.ONE: 'one'>"),
    (be_flag, 1, "must be true or false, not 1"),
    (be_flag, "true", "must be true or false, not 'true'"),
    (be_whole(0, 9), True, "must be a whole number, not True"),
    (be_whole(0, 9), "8", "must be a whole number, not '8'"),
    (be_whole(0, 9), 2.9, "must be a whole number, not 2.9"),
    (be_whole(0, 9), 2.0, "must be a whole number, not 2.0"),
    (be_whole(0, 9), None, "must be a whole number, not None"),
    (be_one_of(Phase), "stretch", "must be a Phase, not 'stretch'"),
    (be_one_of(Phase), Verdict.KEEP, "must be a Phase, not <Verdict.KEEP: 'keep'>"),
    (be_a(Span), {"minimum": 1}, "must be a Span, not a table"),
    (maybe(be_text), 8, "must be a text, not 8"),
    (tuple_of(be_text), ["a"], "must be a tuple, not a list"),
    (tuple_of(be_text), "a", "must be a tuple, not 'a'"),
    (tuple_of(be_text), None, "must be a tuple, not None"),
    (set_of(be_text), {"a"}, "must be a frozenset, not {'a'}"),
    (set_of(be_text), ("a",), "must be a frozenset, not a list"),
)
def test_a_thing_of_another_type_is_refused_as_it_is(check: Check, value: object, reason: str) -> None:
    assert check(value) == reason


@cases(
    (be_text, "", "must not be empty"),
    (be_text, " \u00a0 ", "must not be empty"),
    (be_text, "x" * 2_001, "is longer than 2000 characters"),
    (be_text, "x" * 1_999 + "\n\n", "is longer than 2000 characters"),
    (be_text, "a\nb", r"has a control character or half a character: 'a\nb'"),
    (be_text, "a\x00b", r"has a control character or half a character: 'a\x00b'"),
    (be_text, "a\x1b[31mb", r"has a control character or half a character: 'a\x1b[31mb'"),
    (be_text, "a\ud800b", r"has a control character or half a character: 'a\ud800b'"),
    (be_text, "a\u2028b", r"has a control character or half a character: 'a\u2028b'"),
    (be_identifier, "", "must be an id of letters, digits, hyphens and underscores, not ''"),
    (be_identifier, "a b", "must be an id of letters, digits, hyphens and underscores, not 'a b'"),
    (be_identifier, "a--b", "must be an id of letters, digits, hyphens and underscores, not 'a--b'"),
    (be_identifier, "-a", "must be an id of letters, digits, hyphens and underscores, not '-a'"),
    (be_identifier, "a_", "must be an id of letters, digits, hyphens and underscores, not 'a_'"),
    (be_identifier, "é", "must be an id of letters, digits, hyphens and underscores, not 'é'"),
    (be_identifier, "٣", "must be an id of letters, digits, hyphens and underscores, not '٣'"),
    (be_identifier, "../etc", "must be an id of letters, digits, hyphens and underscores, not '../etc'"),
    (be_identifier, "a\n", r"must be an id of letters, digits, hyphens and underscores, not 'a\n'"),
    (
        be_identifier,
        "x" * 101,
        f"must be an id of letters, digits, hyphens and underscores, not '{'x' * 35}…'",
    ),
    (be_whole(1, 9), 0, "must be from 1 to 9, not 0"),
    (be_whole(1, 9), 10, "must be from 1 to 9, not 10"),
    (be_whole(1, 9), 10**30, "must be from 1 to 9, not a number of more than 19 digits"),
    (be_whole(1, 9), -(10**30), "must be from 1 to 9, not a number of more than 19 digits"),
    (maybe(be_text), "", "must not be empty"),
    (tuple_of(be_text), ("a", ""), "item 1 must not be empty"),
    (tuple_of(be_text), ("a", 8), "item 1 must be a text, not 8"),
    (tuple_of(be_text), (8, ""), "item 0 must be a text, not 8"),
    (tuple_of(be_flag), (True, 1), "item 1 must be true or false, not 1"),
    (tuple_of(be_text, unique=True), ("a", "b", "a"), "holds 'a' twice"),
    (TWO_OR_MORE, (), "must hold at least 2"),
    (TWO_OR_MORE, ("a",), "must hold at least 2"),
    (be_several(be_text), (), "must hold at least 1"),
    (be_several(be_text), ("a", "a"), "holds 'a' twice"),
    (set_of(be_text), frozenset({"a", ""}), "must not be empty"),
    (set_of(be_text), frozenset({"a", 8}), "must be a text, not 8"),
    (maybe(tuple_of(be_text)), ("",), "item 0 must not be empty"),
)
def test_a_thing_of_the_right_type_is_looked_at(check: Check, value: object, reason: str) -> None:
    assert check(value) == reason


def test_a_long_thing_that_is_no_text_is_shown_shortened() -> None:
    assert be_text(b"x" * 100) == f"must be a text, not {repr(b'x' * 100)[:36]}…"


def test_the_same_reason_is_given_for_a_set_every_time() -> None:
    wrong = frozenset({"b b", "c c", "a a", "right"})
    assert set_of(be_identifier)(wrong) == be_identifier("a a")
