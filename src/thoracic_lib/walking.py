"""Walking the space of all profiles: a stand-in that knows nothing at first, and parts whenever it is asked.

Whenever a stand-in is asked for something that could go either way, the run goes on with one answer, and further runs
take the others. A finished run is a *cube*: all the profiles that agree on what was asked.
"""

from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence
from math import prod
from typing import Any, TypeAlias, TypeVar, cast

from thoracic_lib.errors import ProofLimitError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.clinical import Question
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.vocabulary import QuestionKind

__all__ = [
    "Bits",
    "Cube",
    "Key",
    "Lane",
    "Left",
    "Space",
    "StandIn",
    "Things",
    "profiles",
    "stand_in",
    "walk",
    "witness",
]

Key: TypeAlias = tuple[str, ...]
Space: TypeAlias = Mapping[Key, tuple[Any, ...]]
"""Everything that may be asked, each with all the values it can have."""

Left: TypeAlias = Mapping[Key, tuple[Any, ...]]
"""What was asked, each with the values that are left."""

T = TypeVar("T")

NO_YES = (False, True)

MOST_CUBES = 100_000
"""So many cubes are walked at most for one subject (library default); the bundled catalog takes a few hundred."""


class Cube:
    """A part of a space, which shrinks as it is asked; where an answer could differ, the others are put aside."""

    __slots__ = ("agenda", "left", "space")

    def __init__(self, space: Space, left: Left, agenda: list[Left]) -> None:
        self.space = space
        self.left = dict(left)
        self.agenda = agenda

    def ask(self, key: Key, question: Callable[[Any], Hashable]) -> Any:  # noqa: ANN401 - whatever the question gives
        """The answer to a question about one thing, the same for every profile that is left."""
        groups: dict[Hashable, list[Any]] = {}
        for value in self.left.get(key) or self.space[key]:
            groups.setdefault(question(value), []).append(value)
        (answer, mine), *others = groups.items()
        for _, values in others:
            self.agenda.append({**self.left, key: tuple(values)})
        self.left[key] = tuple(mine)
        return answer

    def surely(self, key: Key) -> bool:
        """Whether a thing is settled, and true."""
        return self.left.get(key) == (True,)

    @property
    def size(self) -> int:
        """How many profiles are left."""
        whole = prod(len(values) for values in self.space.values())
        asked = prod(len(self.space[key]) for key in self.left)
        return whole // asked * prod(len(values) for values in self.left.values())


def walk(
    space: Space, decide: Callable[[Cube], T], start: Left | None = None, *, about: str = "it"
) -> Iterator[tuple[Cube, T]]:
    """Every cube with what was decided on it; `ProofLimitError` where there are more than `MOST_CUBES` of them."""
    agenda: list[Left] = [start or {}]
    for _ in range(MOST_CUBES):
        if not agenda:
            return
        cube = Cube(space, agenda.pop(), agenda)
        decided = decide(cube)
        yield cube, decided
    if agenda:
        raise ProofLimitError(about, MOST_CUBES)


def profiles(catalog: Catalog) -> dict[Key, tuple[Any, ...]]:
    """The space of all profiles: all that can be asked of one.

    >>> from thoracic_lib.catalogs import catalog
    >>> profiles(catalog())["answer", "pregnancy", "weeks"][:4]
    (None, 0, 1, 2)
    """
    conditions = [condition.id for condition in catalog.conditions]
    flags = [flag.id for flag in catalog.red_flags]
    space: dict[Key, tuple[Any, ...]] = {("asked",): NO_YES}
    space |= {("conditions", condition): NO_YES for condition in conditions}
    space |= {("cleared", name): NO_YES for name in (*conditions, *flags)}
    space |= {("flag", flag): (None, *NO_YES) for flag in flags}
    space |= {(kind, item.id): NO_YES for kind in ("equipment", "without") for item in catalog.equipment}
    for question in catalog.questions:
        for condition in question.conditions:
            space |= _answers(condition, question)
    return space


def _answers(condition: str, question: Question) -> Space:
    """All answers to one question about one condition, none included.

    Of several choices each is there or not, and that none is there stands for no answer: so nobody has to list the
    combinations, of which there may be more than can be counted.
    """
    about = (condition, question.id)
    if question.kind is QuestionKind.SEVERAL:
        each: Space = {("choice", *about, value): NO_YES for value in question.values}
        return {("choices", *about): (question.values,), **each}
    if question.kind is QuestionKind.CHOICE:
        return {("answer", *about): (None, *((value,) for value in question.values))}
    return {("answer", *about): (None, *range(question.minimum or 0, (question.maximum or 0) + 1))}


# what stands in for a profile


class StandIn:
    """It answers what a profile is asked, from a cube; whatever else is tried on it raises."""

    def __init__(self, cube: Cube) -> None:
        self._cube = cube
        self.equipment = Things(cube, "equipment")
        self.cleared = Things(cube, "cleared")

    @property
    def conditions(self) -> "Things | None":
        """The declared conditions, or `None` where nobody asked."""
        return Things(self._cube, "conditions") if self._cube.ask(("asked",), bool) else None

    @property
    def without(self) -> "Lacking":
        """What is usually at hand and is not."""
        return Lacking(self._cube, "without")

    def answer(self, condition: str, question: str) -> "Told | None":
        """The answer to a question about a declared condition, or `None` while it is unknown."""
        declared = self.conditions
        if declared is None or condition not in declared:
            return None
        cube, about = self._cube, (condition, question)
        if ("choices", *about) in cube.space:
            (values,) = cube.space["choices", *about]
            several = Several(cube, about)
            return Told(*about, number=None, choices=several) if any(value in several for value in values) else None
        key = ("answer", *about)
        if key not in cube.space or not cube.ask(key, lambda value: value is not None):
            return None
        if any(isinstance(value, int) for value in cube.space[key]):
            return Told(*about, number=Number(cube, key), choices=())
        return Told(*about, number=None, choices=Chosen(cube, key))

    def flag(self, flag: str) -> bool | None:
        """The answer to a red flag, or `None` while nobody asked."""
        key = ("flag", flag)
        said: bool | None = self._cube.ask(key, lambda value: value) if key in self._cube.space else None
        return said


class Things:
    """A set that can only be asked what it holds."""

    def __init__(self, cube: Cube, kind: str) -> None:
        self._cube = cube
        self._kind = kind

    def __contains__(self, name: object) -> bool:
        key = (self._kind, str(name))
        return key in self._cube.space and bool(self._cube.ask(key, bool))


class Lacking(Things):
    """What is not at hand; never what the equipment has too."""

    def __contains__(self, name: object) -> bool:
        return name not in Things(self._cube, "equipment") and super().__contains__(name)


class Told:
    """An answer that was given: its choices or its number."""

    def __init__(self, condition: str, question: str, *, number: "Number | None", choices: Container[str]) -> None:
        self.condition = condition
        self.question = question
        self.number = number
        self.choices = choices


class Chosen:
    """The choice of an answer, which can only be asked whether it is a certain one."""

    def __init__(self, cube: Cube, key: Key) -> None:
        self._cube = cube
        self._key = key

    def __contains__(self, choice: object) -> bool:
        return bool(self._cube.ask(self._key, lambda value: choice in value))


class Several:
    """The choices of an answer that takes several, which can only be asked for one after the other."""

    def __init__(self, cube: Cube, about: tuple[str, str]) -> None:
        self._cube = cube
        self._about = about

    def __contains__(self, choice: object) -> bool:
        key = ("choice", *self._about, str(choice))
        return key in self._cube.space and bool(self._cube.ask(key, bool))


class Number:
    """The number of an answer; it parts where it is compared."""

    __hash__ = None  # type: ignore[assignment]  # whatever needs the number itself must fail, not guess

    def __init__(self, cube: Cube, key: Key) -> None:
        self._cube = cube
        self._key = key

    def _is(self, question: Callable[[int], bool]) -> bool:
        return bool(self._cube.ask(self._key, question))

    def __lt__(self, other: int) -> bool:
        return self._is(lambda value: value < other)

    def __le__(self, other: int) -> bool:
        return self._is(lambda value: value <= other)

    def __gt__(self, other: int) -> bool:
        return self._is(lambda value: value > other)

    def __ge__(self, other: int) -> bool:
        return self._is(lambda value: value >= other)

    def __eq__(self, other: object) -> bool:
        return self._is(lambda value: value == other)

    def __bool__(self) -> bool:
        return self._is(bool)


class Bits:
    """A whole number that has one bit for each rule that fires; it is only looked at through masks."""

    __hash__ = None  # type: ignore[assignment]  # whatever needs the number itself must fail, not guess

    def __init__(self, cube: Cube, rules: Sequence[str], mask: int = -1) -> None:
        self._cube = cube
        self._rules = rules
        self._mask = mask

    def as_number(self) -> int:
        """Itself, where a number is asked for."""
        return cast("int", self)

    def __and__(self, mask: int) -> "Bits":
        return Bits(self._cube, self._rules, self._mask & mask)

    __rand__ = __and__

    def __bool__(self) -> bool:
        keys = [("rule", rule) for at, rule in enumerate(self._rules) if self._mask >> at & 1]
        return any(map(self._cube.surely, keys)) or any(self._cube.ask(key, bool) for key in keys)

    def __eq__(self, other: object) -> bool:
        if other == 0:
            return not self
        raise TypeError("bits are compared with 0 only")


class Lane:
    """One bit of a mask, while all bits beside it are unknown: whether any of them is set goes either way.

    Whole numbers are taken for it only where each of their bits is the same: 0 and -1.
    """

    __hash__ = None  # type: ignore[assignment]  # whatever needs the number itself must fail, not guess

    def __init__(self, cube: Cube, looks: Iterator[int], bit: bool) -> None:  # noqa: FBT001 - it is the value
        self._cube = cube
        self._looks = looks
        self.bit = bit

    def as_number(self) -> int:
        """Itself, where a number is asked for."""
        return cast("int", self)

    def _beside(self, other: object) -> bool:
        if isinstance(other, Lane):
            return other.bit
        if other in {0, -1}:
            return other == -1
        raise TypeError("a lane stands beside lanes, 0 and -1 only")

    def __and__(self, other: object) -> "Lane":
        return Lane(self._cube, self._looks, self.bit and self._beside(other))

    def __or__(self, other: object) -> "Lane":
        return Lane(self._cube, self._looks, self.bit or self._beside(other))

    def __invert__(self) -> "Lane":
        return Lane(self._cube, self._looks, not self.bit)

    __rand__ = __and__
    __ror__ = __or__

    def __bool__(self) -> bool:
        return self.bit or bool(self._cube.ask(("others", str(next(self._looks))), bool))


def stand_in(cube: Cube) -> Profile:
    """The stand-in, where a profile is asked for."""
    return cast("Profile", StandIn(cube))


def witness(cube: Cube) -> Profile:
    """The plainest profile of a cube: what was left open is not declared, not answered, not there."""

    def named(kind: str) -> list[str]:
        return [key[1] for key in cube.space if key[0] == kind and cube.surely(key)]

    declared = frozenset(named("conditions"))
    equipment = frozenset(named("equipment"))
    asked = cube.left.get(("asked",)) != (False,)
    answers = [_answer(key, values[0]) for key, values in cube.left.items() if key[0] == "answer"]
    answers += [_several(cube, key) for key in cube.space if key[0] == "choices"]
    flags = [(key[1], values[0]) for key, values in cube.left.items() if key[0] == "flag"]
    told = [answer for answer in answers if answer is not None and asked and answer.condition in declared]
    return Profile(
        equipment=equipment,
        without=frozenset(named("without")) - equipment,
        conditions=declared if asked else None,
        answers=tuple(sorted(told, key=lambda answer: (answer.condition, answer.question))),
        cleared=frozenset(named("cleared")),
        red_flags=tuple(FlagAnswer(flag=flag, present=said) for flag, said in sorted(flags) if said is not None),
    )


def _answer(key: Key, value: object) -> Answer | None:
    _, condition, question = key
    if isinstance(value, int):
        return Answer(condition=condition, question=question, number=value)
    if isinstance(value, tuple):
        return Answer(condition=condition, question=question, choices=tuple(sorted(value)))
    return None


def _several(cube: Cube, key: Key) -> Answer | None:
    _, *about = key
    (values,) = cube.space[key]
    chosen = sorted(value for value in values if cube.surely(("choice", *about, value)))
    return _answer(("answer", *about), tuple(chosen)) if chosen else None
