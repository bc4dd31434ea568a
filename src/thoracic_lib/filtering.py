"""Picking exercises out of a catalog: predicates that combine with `&`, `|` and `~` and say what they ask.

A predicate looks at one exercise done in one setup. `where` keeps an exercise when some setup of it satisfies the
whole expression, so `fits(["wall"]) & ~position("kneeling")` means "there is a way to do it that needs no more than
a wall and no kneeling".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from thoracic_lib.errors import UnknownIdError, UnknownTermError
from thoracic_lib.resolving import resolve_equipment
from thoracic_lib.vocabulary import Movement, Phase, Position

if TYPE_CHECKING:
    from thoracic_lib.model.catalog import Catalog
    from thoracic_lib.model.exercise import Exercise, Setup

__all__ = [
    "Predicate",
    "demand",
    "family",
    "fits",
    "missing_equipment",
    "movement",
    "phase",
    "position",
    "source",
    "target",
    "where",
]


Test = Callable[["Exercise", "Setup"], bool]
Word = TypeVar("Word", bound=StrEnum)


@frozen
class Predicate:
    """A question about an exercise in a setup; `words` says it in words.

    `bind` makes the test for one catalog.

    >>> print(phase("stretch") & ~position("kneeling"))
    phase is stretch and not (position is kneeling)
    """

    bind: Callable[[Catalog], Test]
    words: str
    joined: bool = False

    def __and__(self, other: Predicate) -> Predicate:
        def bind(catalog: Catalog) -> Test:
            one, two = self.bind(catalog), other.bind(catalog)
            return lambda exercise, setup: one(exercise, setup) and two(exercise, setup)

        return Predicate(bind, f"{self._inside} and {other._inside}", joined=True)

    def __or__(self, other: Predicate) -> Predicate:
        def bind(catalog: Catalog) -> Test:
            one, two = self.bind(catalog), other.bind(catalog)
            return lambda exercise, setup: one(exercise, setup) or two(exercise, setup)

        return Predicate(bind, f"{self._inside} or {other._inside}", joined=True)

    def __invert__(self) -> Predicate:
        def bind(catalog: Catalog) -> Test:
            test = self.bind(catalog)
            return lambda exercise, setup: not test(exercise, setup)

        return Predicate(bind, f"not ({self.words})")

    def __bool__(self) -> bool:
        raise TypeError("predicates combine with & | ~, not with and, or, not")

    @property
    def _inside(self) -> str:
        return f"({self.words})" if self.joined else self.words

    def __str__(self) -> str:
        return self.words


def where(catalog: Catalog, predicate: Predicate) -> tuple[Exercise, ...]:
    """The exercises of which some setup satisfies the predicate, in the catalog's order.

    >>> from thoracic_lib.catalogs import catalog
    >>> where(catalog(), phase("stretch") & movement("rotation"))
    ()
    >>> [exercise.id for exercise in where(catalog(), family("cat-cow"))]
    ['cat-cow', 'segmental-cat-cow']
    """
    test = predicate.bind(catalog)
    return tuple(exercise for exercise in catalog.exercises if any(test(exercise, setup) for setup in exercise.setups))


def fits(equipment: Iterable[str], *, without: Iterable[str] = ()) -> Predicate:
    """Needs no more equipment than this (ids or what people type), besides floor, wall and doorway.

    `without` takes away what is otherwise at hand. Unknown words raise `UnknownTermError` in `where`.
    """
    have, lacking = tuple(equipment), tuple(without)

    def bind(catalog: Catalog) -> Test:
        held = catalog.available(resolve_equipment(catalog, have), resolve_equipment(catalog, lacking))
        return lambda _, setup: held.issuperset(setup.needs)

    told = f"fits {', '.join(have) or 'no equipment'}"
    return Predicate(bind, f"{told} without {', '.join(lacking)}" if lacking else told)


def phase(wanted: Phase | str) -> Predicate:
    """Belongs to this phase."""
    word = _word(Phase, wanted)
    return _simple(lambda exercise, _: exercise.phase is word, f"phase is {word}")


def movement(wanted: Movement | str) -> Predicate:
    """Trains this movement."""
    word = _word(Movement, wanted)
    return _simple(lambda exercise, _: word in exercise.movements, f"movement is {word}")


def position(wanted: Position | str) -> Predicate:
    """Is done in this position."""
    word = _word(Position, wanted)
    return _simple(lambda _, setup: setup.position is word, f"position is {word}")


def target(wanted: str) -> Predicate:
    """Works on this target (an id, such as `latissimus-dorsi`)."""

    def test(exercise: Exercise, _: Setup) -> bool:
        return wanted in exercise.targets

    return _known("target", wanted, lambda catalog: (row.id for row in catalog.targets), test)


def family(wanted: str) -> Predicate:
    """Belongs to this family."""

    def test(exercise: Exercise, _: Setup) -> bool:
        return exercise.family == wanted

    return _known("family", wanted, lambda catalog: (row.family for row in catalog.exercises), test)


def demand(wanted: str) -> Predicate:
    """Demands this (an id, such as `floor_transfer`)."""

    def test(_: Exercise, setup: Setup) -> bool:
        return wanted in setup.demands

    return _known("demand", wanted, lambda catalog: (row.id for row in catalog.demands), test)


def source(wanted: str) -> Predicate:
    """Is described by this source."""

    def test(exercise: Exercise, _: Setup) -> bool:
        return any(cited.source == wanted for cited in exercise.sources)

    return _known("source", wanted, lambda catalog: (row.id for row in catalog.sources), test)


def missing_equipment(catalog: Catalog, exercise: Exercise, have: Iterable[str]) -> tuple[str, ...]:
    """What is still needed for the setup of an exercise that needs least; empty when one can be done.

    >>> from thoracic_lib.catalogs import catalog
    >>> missing_equipment(catalog(), catalog()["foam-roller-extension-with-stick"], ["foam roller"])
    ('stick',)
    """
    held = catalog.available(resolve_equipment(catalog, have))
    return min((tuple(item for item in setup.needs if item not in held) for setup in exercise.setups), key=len)


def _simple(test: Test, words: str) -> Predicate:
    return Predicate(lambda _: test, words)


def _known(kind: str, wanted: str, ids: Callable[[Catalog], Iterable[str]], test: Test) -> Predicate:
    """A predicate on an id, which must be known to the catalog that it is used on."""

    def bind(catalog: Catalog) -> Test:
        known = set(ids(catalog))
        if wanted not in known:
            raise UnknownIdError(kind, wanted, tuple(get_close_matches(wanted, sorted(known))))
        return test

    return Predicate(bind, f"{kind} is {wanted}")


def _word(kind: type[Word], wanted: str) -> Word:
    if wanted in list(kind):
        return kind(wanted)
    words = [str(member) for member in kind]
    raise UnknownTermError(kind.__name__.lower(), wanted, tuple(get_close_matches(wanted, words)) or tuple(words))
