"""What every value of the model shares: it is frozen, and it checks itself whenever it is built.

A field says in its metadata what it must be (`field(metadata=must(be_text))`). All fields are looked at
before anything is raised, so that one error lists every fault; and because the checks do not run as
attrs validators, nothing can switch them off.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from attrs import NOTHING, fields

from thoracic_lib.errors import Fault, InvalidValueError
from thoracic_lib.limits import MAX_IDENTIFIER, MAX_TEXT

if TYPE_CHECKING:
    from attrs import Attribute

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
    "default_of",
    "maybe",
    "must",
    "set_of",
    "tuple_of",
    "unpickled",
]

T = TypeVar("T", bound="Value")

Look = Callable[[Any], str | None]
"""Gives the reason why a value of the right kind is wrong all the same, or `None` where it is right."""

OFTEN = 50
"""How many values of a class are looked at closely before its quicker check is written."""

_LONG = 63
_SHOWN = 40
_KEPT = 8_192
_CONTROLS = {"Cc", "Cs", "Zl", "Zp"}


_NO_KEYWORDS: Mapping[str, object] = MappingProxyType({})


class Check:
    """What a value must be: exactly of one of `kinds`, and past a `look` where its kind does not say it all.

    Called with a value it gives the reason why that is wrong, or `None`. A check that takes `None` never looks at it.
    `quick` and `items` tell the same to the writer of quicker checks (see `model.quick`): an expression with `{0}`
    for the value, true only where `look` finds nothing, and what each item of a tuple or set must be. `keywords` tell
    it to readers of JSON Schema.
    """

    __slots__ = ("items", "keywords", "kinds", "look", "quick", "words")

    def __init__(  # noqa: PLR0913 - all but the first two are optional
        self,
        words: str,
        kinds: Iterable[type],
        look: Look | None = None,
        quick: str = "",
        items: "Check | None" = None,
        *,
        keywords: Mapping[str, object] = _NO_KEYWORDS,
    ) -> None:
        self.words = words
        self.kinds = frozenset(kinds)
        self.look = look
        self.quick = quick
        self.items = items
        self.keywords = keywords

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
    __attrs_attrs__: ClassVar["tuple[Attribute[Any], ...]"]
    __checks__: ClassVar[dict[str, Check]]
    __held__: ClassVar["attrgetter[tuple[Any, ...]]"]

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        cls.__checks__ = {f.name: f.metadata["check"] for f in fields(cls)}
        cls.__held__ = attrgetter("__class__", *cls.__checks__)
        for name in _UNCHECKED.intersection(vars(cls)):
            delattr(cls, name)

    def __attrs_post_init__(self) -> None:
        """Look at everything; what is built often is given a quicker check, which calls this one for all it refuses."""
        kind = type(self)
        if faults := self._wrong_fields() or tuple(self.contradictions()):
            raise InvalidValueError(kind.__name__, faults)
        built = _BUILT[kind] = _BUILT.get(kind, 0) + 1
        if built == OFTEN and "__attrs_post_init__" not in vars(kind):
            from thoracic_lib.model.quick import written_out  # noqa: PLC0415 - of no use to what builds few values

            kind.__attrs_post_init__ = written_out(kind)  # type: ignore[assignment]  # same checks, in less time

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__held__(self) == other.__held__(other)

    def __hash__(self) -> int:
        return hash(self.__held__(self))

    def __repr__(self) -> str:
        told = (f"{name}={held!r}" for name, held in zip(self.__checks__, self.__held__(self)[1:], strict=True))
        return f"{type(self).__qualname__}({', '.join(told)})"

    def __reduce__(self) -> tuple[object, ...]:
        return unpickled, (type(self), dict(zip(self.__checks__, self.__held__(self)[1:], strict=True)))

    def __setstate__(self, state: object) -> None:
        raise InvalidValueError(type(self).__name__, (Fault("", "", "is pickled in a way that goes past its checks"),))

    def _wrong_fields(self) -> tuple[Fault, ...]:
        told = ((name, check(getattr(self, name))) for name, check in self.__checks__.items())
        return tuple(Fault("", name, reason) for name, reason in told if reason is not None)

    def contradictions(self) -> Iterable[Fault]:
        """What is wrong with the whole, each field being right by itself."""
        return ()


_UNCHECKED = frozenset({"__getstate__", "__setstate__"})
"""What attrs writes for classes with slots; a value is pickled by `unpickled` instead, which looks at it again."""

_BUILT: dict[type[Value], int] = {}


def unpickled(kind: type[T], held: dict[str, object]) -> T:
    """A value from its pickle: it goes through its constructor, with all checks; `InvalidValueError` with every fault.

    A field that the pickle lacks takes its default, so that pickles of older versions are read. Pickles name this
    function by its path, which is permanent, as are those of the classes.
    """
    if held.keys() != kind.__checks__.keys():  # of another version
        faults = [Fault("", name, "is unknown") for name in held if name not in kind.__checks__]
        faults += [Fault("", f.name, "is missing") for f in fields(kind) if f.default is NOTHING and f.name not in held]
        if faults:
            raise InvalidValueError(kind.__name__, tuple(faults))
    return kind(**held)


def default_of(field: "Attribute[Any]") -> object:
    """The default of a field, `NOTHING` where it has none; one made anew can be shared, since all values are frozen."""
    factory = getattr(field.default, "factory", None)
    return field.default if factory is None else factory()


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
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 4]}…{text[-1] if isinstance(value, str) else ''}"


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


class _Identifiers(dict[str, None]):
    """The ids that were found right, since a catalog names most of its ids many times over.

    `[text]` gives the reason why a text is none. A dict is asked in less time than a cached function.
    """

    __slots__ = ()

    def __missing__(self, text: str) -> str | None:
        words = text.replace("_", "-").split("-")
        if not (len(text) <= MAX_IDENTIFIER and text.isascii() and all(map(str.isalnum, words))):
            return f"must be an id of letters, digits, hyphens and underscores, not {shown(text)}"
        if len(self) >= _KEPT:
            self.clear()
        self[text] = None
        return None


_NO_CONTROLS = {"pattern": "[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]"}
_KEYWORDS_OF_TEXT = {"minLength": 1, "maxLength": MAX_TEXT, "pattern": "\\S", "not": _NO_CONTROLS}
_KEYWORDS_OF_IDENTIFIER = {
    "maxLength": MAX_IDENTIFIER,
    "pattern": "^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$",
    "not": {"pattern": "[^A-Za-z0-9_-]"},  # to some readers, $ stands before a line feed at the end as well
}
_QUICK_TEXT = f"{{0}} >= '!' and {{0}}.isprintable() and len({{0}}) <= {MAX_TEXT}"  # from "!" on, none is blank

be_text = Check("a text", [str], _wrong_text, _QUICK_TEXT, keywords=_KEYWORDS_OF_TEXT)
"""A text: one line, not blank, no control characters, at most `MAX_TEXT` characters."""

be_identifier = Check("a text", [str], _Identifiers().__getitem__, keywords=_KEYWORDS_OF_IDENTIFIER)
"""An id: letters and digits, joined by single hyphens or underscores."""

be_flag = Check("true or false", [bool])
"""True or false, and nothing that merely looks like it."""


def be_whole(least: int, most: int) -> Check:
    """A whole number from `least` to `most`, both included."""

    def look(number: int) -> str | None:
        return None if least <= number <= most else f"must be from {least} to {most}, not {shown(number)}"

    keywords = {"minimum": least, "maximum": most}
    return Check("a whole number", [int], look, f"{least} <= {{0}} <= {most}", keywords=keywords)


def be_one_of(kind: type[Enum]) -> Check:
    """A member of a closed vocabulary."""
    return Check(f"a {kind.__name__}", [kind])


def be_a(kind: type[Any]) -> Check:
    """A value of exactly this model class."""
    return Check(f"a {kind.__name__}", [kind])


def maybe(inner: Check) -> Check:
    """`None`, or what `inner` asks for."""
    return Check(inner.words, [*inner.kinds, type(None)], inner.look, inner.quick, inner.items, keywords=inner.keywords)


def tuple_of(inner: Check, *, unique: bool = False, least: int = 0) -> Check:
    """A tuple of things that each pass `inner`; `unique` refuses repeats, `least` is the smallest length."""

    def look(held: tuple[Any, ...]) -> str | None:
        if inner.look or not inner.kinds.issuperset(map(type, held)):
            for at, item in enumerate(held):
                if reason := inner(item):
                    return f"item {at} {reason}"
        if len(held) < least:
            return f"must hold at least {least}"
        if unique and len(set(held)) != len(held):
            return f"holds {shown(next(item for item in held if held.count(item) > 1))} twice"
        return None

    quick = [f"len({{0}}) >= {least}"] if least else []
    quick += ["(len({0}) < 2 or len(set({0})) == len({0}))"] if unique else []
    keywords = {**({"minItems": least} if least else {}), **({"uniqueItems": True} if unique else {})}
    return Check("a tuple", [tuple], look, " and ".join(quick), inner, keywords=keywords)


def be_several(inner: Check) -> Check:
    """A tuple of distinct things, at least one."""
    return tuple_of(inner, unique=True, least=1)


def set_of(inner: Check) -> Check:
    """A frozen set of things that each pass `inner`."""

    def look(held: frozenset[Any]) -> str | None:
        wrong = [item for item in held if inner(item)]
        return inner(min(wrong, key=repr)) if wrong else None

    return Check("a frozenset", [frozenset], look, "", inner, keywords={"uniqueItems": True})
