"""What every value of the model shares: it is frozen, and it checks itself whenever it is built.

A field says in its metadata what it must be (`field(metadata=must(be_text))`). All fields are looked at
before anything is raised, so that one error lists every fault; and because the checks do not run as
attrs validators, nothing can switch them off.
"""

from collections.abc import Callable, Collection, Iterable
from enum import Enum
from functools import lru_cache
from itertools import compress
from operator import attrgetter, call
from typing import Any, ClassVar

from attrs import fields

from thoracic_lib.errors import Fault, InvalidValueError

__all__ = [
    "Check",
    "Value",
    "be_a",
    "be_flag",
    "be_identifier",
    "be_one_of",
    "be_several",
    "be_text",
    "be_whole",
    "maybe",
    "must",
    "set_of",
    "tuple_of",
]

Look = Callable[[Any], str | None]
"""Gives the reason why a value of the right kind is wrong all the same, or `None` where it is right."""

MAX_TEXT = 2_000
"""The longest text that any field takes, in characters (library default)."""

MAX_IDENTIFIER = 100
"""The longest id, in characters (library default)."""

_LONG = 63
_CONTROLS = {"Cc", "Cs", "Zl", "Zp"}


class Check:
    """What a value must be: exactly of one of `kinds`, and past a `look` where its kind does not say it all.

    Called with a value it gives the reason why that is wrong, or `None`. A check that takes `None` never looks at it.
    """

    __slots__ = ("kinds", "look", "words")

    def __init__(self, words: str, kinds: Iterable[type], look: Look | None = None) -> None:
        self.words = words
        self.kinds = frozenset(kinds)
        self.look = look

    def __call__(self, value: object) -> str | None:
        if type(value) not in self.kinds:
            return f"must be {self.words}, not {shown(value)}"
        return None if value is None or self.look is None else self.look(value)


def must(check: Check) -> dict[str, Check]:
    """The attrs metadata by which a field names its check."""
    return {"check": check}


class Value:
    """The base of all model classes.

    What attrs would otherwise write anew for every class is here once (`repr=False, eq=False`): writing it takes
    a third of the time in which the library is imported.
    """

    __slots__ = ()
    __checks__: ClassVar[dict[str, Check]]
    __held__: ClassVar["attrgetter[tuple[Any, ...]]"]
    __looks__: ClassVar[dict[tuple[type, ...], tuple[tuple[Look, ...], tuple[bool, ...]]]]

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        cls.__checks__ = {f.name: f.metadata["check"] for f in fields(cls)}
        cls.__held__ = attrgetter("__class__", *cls.__checks__)
        cls.__looks__ = {}

    def __attrs_post_init__(self) -> None:
        held = self.__held__(self)
        kinds = tuple(map(type, held))
        looks, looked_at = self.__looks__.get(kinds) or self._looks_for(kinds)
        if any(map(call, looks, compress(held, looked_at))):
            raise InvalidValueError(type(self).__name__, self._wrong_fields())
        if faults := tuple(self.contradictions()):
            raise InvalidValueError(type(self).__name__, faults)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__held__(self) == other.__held__(other)

    def __hash__(self) -> int:
        return hash(self.__held__(self))

    def __repr__(self) -> str:
        told = (f"{name}={held!r}" for name, held in zip(self.__checks__, self.__held__(self)[1:], strict=True))
        return f"{type(self).__qualname__}({', '.join(told)})"

    def _looks_for(self, kinds: tuple[type, ...]) -> tuple[tuple[Look, ...], tuple[bool, ...]]:
        """What is left to look at in fields of these kinds, and which; worked out once for each combination.

        A class has few combinations: one for every set of optional fields that are given. Wrong ones are not kept.
        """
        checks = self.__checks__.values()
        if not all(kind in check.kinds for check, kind in zip(checks, kinds[1:], strict=True)):
            raise InvalidValueError(type(self).__name__, self._wrong_fields())
        looks = [None if kind is type(None) else check.look for check, kind in zip(checks, kinds[1:], strict=True)]
        found = tuple(look for look in looks if look), (False, *(look is not None for look in looks))
        self.__looks__[kinds] = found
        return found

    def _wrong_fields(self) -> tuple[Fault, ...]:
        told = ((name, check(getattr(self, name))) for name, check in self.__checks__.items())
        return tuple(Fault("", name, reason) for name, reason in told if reason is not None)

    def contradictions(self) -> Iterable[Fault]:
        """What is wrong with the whole, each field being right by itself."""
        return ()


def shown(value: object) -> str:
    """A value as an error shows it: short, on one line.

    >>> shown("x" * 100)
    "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'"
    """
    if isinstance(value, dict | list | tuple | frozenset):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and value.bit_length() > _LONG:
        return "a number of more than 19 digits"
    text = ascii(value) if isinstance(value, str) and _has_control(value) else repr(value)
    return text if len(text) <= 40 else f"{text[:36]}…{text[-1] if isinstance(value, str) else ''}"


def _has_control(text: str) -> bool:
    """Whether it holds a control character, a line or paragraph separator, or half a character (a surrogate)."""
    if text.isprintable():
        return False
    from unicodedata import category  # noqa: PLC0415 - nearly every text is printable

    return any(category(character) in _CONTROLS for character in text)


def _wrong_text(text: str) -> str | None:
    if 0 < len(text) <= MAX_TEXT and text.isprintable() and not text.isspace():
        return None
    if not text or text.isspace():
        return "must not be empty"
    if len(text) > MAX_TEXT:
        return f"is longer than {MAX_TEXT} characters"
    return f"has a control character or half a character: {shown(text)}" if _has_control(text) else None


@lru_cache(maxsize=8_192)
def _wrong_identifier(text: str) -> str | None:
    """Kept once known, since a catalog names most of its ids many times over."""
    words = text.replace("_", "-").split("-")
    if len(text) <= MAX_IDENTIFIER and text.isascii() and all(map(str.isalnum, words)):
        return None
    return f"must be an id of letters, digits, hyphens and underscores, not {shown(text)}"


be_text = Check("a text", [str], _wrong_text)
"""A text: one line, not blank, no control characters, at most `MAX_TEXT` characters."""

be_identifier = Check("a text", [str], _wrong_identifier)
"""An id: letters and digits, joined by single hyphens or underscores."""

be_flag = Check("true or false", [bool])
"""True or false, and nothing that merely looks like it."""


def be_whole(least: int, most: int) -> Check:
    """A whole number from `least` to `most`, both included."""

    def look(number: int) -> str | None:
        return None if least <= number <= most else f"must be from {least} to {most}, not {shown(number)}"

    return Check("a whole number", [int], look)


def be_one_of(kind: type[Enum]) -> Check:
    """A member of a closed vocabulary."""
    return Check(f"a {kind.__name__}", [kind])


def be_a(kind: type[Any]) -> Check:
    """A value of exactly this model class."""
    return Check(f"a {kind.__name__}", [kind])


def maybe(inner: Check) -> Check:
    """`None`, or what `inner` asks for."""
    return Check(inner.words, [*inner.kinds, type(None)], inner.look)


def tuple_of(inner: Check, *, unique: bool = False, least: int = 0) -> Check:
    """A tuple of things that each pass `inner`; `unique` refuses repeats, `least` is the smallest length."""
    kinds, all_right = inner.kinds, _all_right(inner)

    def look(held: tuple[Any, ...]) -> str | None:
        if not held:
            return f"must hold at least {least}" if least else None
        if not (kinds.issuperset(map(type, held)) and all_right(held)):
            return next(f"item {at} {reason}" for at, item in enumerate(held) if (reason := inner(item)))
        count = len(held)
        if count < least:
            return f"must hold at least {least}"
        if unique and count > 1 and len(set(held)) != count:
            return f"holds {shown(next(item for item in held if held.count(item) > 1))} twice"
        return None

    return Check("a tuple", [tuple], look)


def be_several(inner: Check) -> Check:
    """A tuple of distinct things, at least one."""
    return tuple_of(inner, unique=True, least=1)


def set_of(inner: Check) -> Check:
    """A frozen set of things that each pass `inner`."""
    all_right = _all_right(inner)

    def look(held: frozenset[Any]) -> str | None:
        if inner.kinds.issuperset(map(type, held)) and all_right(held):
            return None
        return next(reason for item in sorted(held, key=repr) if (reason := inner(item)))

    return Check("a frozenset", [frozenset], look)


def _all_right(inner: Check) -> Callable[[Collection[Any]], bool]:
    """What tells whether all of some things are right, which are of the right kind."""
    look = inner.look
    if look is None:
        return lambda _: True
    if look is _wrong_text:
        return _texts_right
    return lambda items: not any(map(look, items))


def _texts_right(texts: Collection[str]) -> bool:
    """Whether none is wrong; several short texts are looked at as one, which is faster than one by one."""
    joined = "".join(texts)
    if len(joined) <= MAX_TEXT and joined.isprintable() and all(texts) and not any(map(str.isspace, texts)):
        return True
    return not any(map(_wrong_text, texts))
