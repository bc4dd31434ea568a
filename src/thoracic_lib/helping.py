"""What would open up more exercises: equipment to have, positions to allow again, more time; never a condition.

What a rule leaves out stays out, whatever is added, so no help speaks of rules, gates or warning signs.
"""

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.screened import ScreenedSetup, Screening
from thoracic_lib.model.values import Value, be_identifier, be_one_of, be_several, be_whole, maybe, must, tuple_of
from thoracic_lib.vocabulary import Position, Verdict

__all__ = ["Help", "ranked", "what_would_help"]


@frozen(kw_only=True, repr=False, eq=False)
class Help(Value):
    """Something to change, all of it at once, and the exercises that this would open (ids).

    `equipment` is to be had, `positions` are to be avoided no longer, and `seconds` are the whole time that is
    needed; a screening knows of no time, so only the composer names any.
    """

    equipment: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))
    positions: tuple[Position, ...] = field(default=(), metadata=must(tuple_of(be_one_of(Position), unique=True)))
    seconds: int | None = field(default=None, metadata=must(maybe(be_whole(1, 36_000))))
    exercises: tuple[str, ...] = field(metadata=must(be_several(be_identifier)))

    def contradictions(self) -> Iterator[Fault]:
        """A help that asks for nothing."""
        if not self.changes:
            yield Fault("", "equipment", "positions or seconds must be given")

    @property
    def changes(self) -> int:
        """How many things it asks for."""
        return len(self.equipment) + len(self.positions) + (self.seconds is not None)

    def __str__(self) -> str:
        """The change in words, with what it opens.

        >>> print(
        ...     Help(equipment=("foam-roller",), positions=(Position.SIDE_LYING,), exercises=("side-lying-rotation",))
        ... )
        foam roller, the position side lying (opens 1 exercise)
        """
        told = [_words(item) for item in self.equipment]
        told += [f"the position {_words(position)}" for position in self.positions]
        told += [] if self.seconds is None else [f"{clock(self.seconds)} min of time"]
        count = len(self.exercises)
        return f"{', '.join(told)} (opens {count} exercise{'' if count == 1 else 's'})"


def what_would_help(screening: Screening) -> tuple[Help, ...]:
    """What would open exercises of which nothing is left: fewest changes first, and then what opens most.

    No help is given for what a rule leaves out or what the person avoids by name.
    """
    return ranked(
        (screened.exercise.id, setup)
        for screened in screening.left_out
        if screened.exercise.id not in screening.profile.avoid_exercises
        for setup in screened.setups
    )


def ranked(closed: Iterable[tuple[str, ScreenedSetup]]) -> tuple[Help, ...]:
    """The helps for setups of exercises (ids): fewest changes first, then what opens most, then by name.

    Each change in a help is needed: without it, one of the exercises would not open. What a rule leaves out is passed
    over, and so is what is left already.
    """
    wanted: dict[str, list[_Changes]] = {}
    for exercise, setup in closed:
        if setup.verdict is not Verdict.EXCLUDE and not setup.available:
            wanted.setdefault(exercise, []).append(_changes(setup))
    minimal = {changes for ways in wanted.values() for changes in ways if not any(way < changes for way in ways)}
    helps = (_help(changes, wanted) for changes in minimal)
    return tuple(sorted(helps, key=lambda one: (one.changes, -len(one.exercises), one.equipment, one.positions)))


_Changes = frozenset[tuple[str, str]]
"""Things to change, each as a kind and an id: an item may be called like a position."""


def _changes(setup: ScreenedSetup) -> _Changes:
    position = [] if setup.avoided is None else [("position", setup.setup.position)]
    return frozenset([*(("item", item) for item in setup.missing_equipment), *position])


def _help(changes: _Changes, wanted: dict[str, list[_Changes]]) -> Help:
    return Help(
        equipment=tuple(sorted(told for kind, told in changes if kind == "item")),
        positions=tuple(sorted(Position(told) for kind, told in changes if kind == "position")),
        exercises=tuple(exercise for exercise, ways in wanted.items() if any(way <= changes for way in ways)),
    )


def _words(identifier: str) -> str:
    return identifier.replace("-", " ").replace("_", " ")
