"""How much of an exercise: the ranges a source gives, one concrete amount, and the time that it takes.

All times are whole seconds. A `Dosage` is the regimen (ranges, with the basis of each number), a `Dose` is
one amount chosen inside it, and `parts` says term by term how long a dose lasts at a given `Pace`.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve, field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.values import (
    Value,
    be_a,
    be_flag,
    be_identifier,
    be_one_of,
    be_text,
    be_whole,
    maybe,
    must,
    tuple_of,
)
from thoracic_lib.vocabulary import Laterality

__all__ = ["LIBRARY_DEFAULT", "Dosage", "Dose", "Pace", "Part", "Span", "clock", "parts", "seconds"]

LIBRARY_DEFAULT = "library default"
"""The basis of a number that no source gives."""

_COUNTED = (
    "breaths",
    "duration_seconds",
    "hold_seconds",
    "laterality",
    "repetitions",
    "rest_seconds",
    "sets",
    "spots",
    "tempo_seconds",
)

_above_zero = be_whole(1, 3_600)


@frozen(kw_only=True, repr=False, eq=False)
class Span(Value):
    """A range of whole numbers, either end of which may be open.

    `is_minimum` marks a range that its source calls a minimum ("at least 30–45 s").

    >>> print(Span(minimum=10, maximum=15))
    10–15
    >>> print(Span(minimum=30, maximum=45, is_minimum=True), Span(maximum=10), sep=", ")
    at least 30–45, up to 10
    """

    minimum: int | None = field(default=None, metadata=must(maybe(_above_zero)))
    maximum: int | None = field(default=None, metadata=must(maybe(_above_zero)))
    is_minimum: bool = field(default=False, metadata=must(be_flag))

    def contradictions(self) -> Iterator[Fault]:
        if self.minimum is None and self.maximum is None:
            yield Fault("", "", "is open at both ends, so it says nothing")
        elif self.is_minimum and self.minimum is None:
            yield Fault("", "is_minimum", "needs a minimum")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            yield Fault("", "minimum", f"{self.minimum} is above the maximum {self.maximum}")

    def __str__(self) -> str:
        if self.maximum is None or self.minimum is None:
            return f"at least {self.minimum}" if self.maximum is None else f"up to {self.maximum}"
        both = f"{self.minimum}" if self.minimum == self.maximum else f"{self.minimum}–{self.maximum}"
        return f"at least {both}" if self.is_minimum else both

    @property
    def low(self) -> int:
        """The smallest amount to choose; an open lower end starts at half of the maximum (library default).

        >>> Span(maximum=10).low
        5
        """
        return self.minimum if self.minimum is not None else -(-(self.maximum or 1) // 2)

    @property
    def high(self) -> int:
        """The largest amount to choose; an open upper end is not stretched beyond its minimum.

        >>> Span(minimum=10).high
        10
        """
        return self.low if self.maximum is None else self.maximum

    def at(self, numerator: int, denominator: int) -> int:
        """The whole number that lies `numerator` / `denominator` of the way from low to high, rounded up.

        >>> Span(minimum=10, maximum=15).at(1, 2)
        13
        """
        return self.low + -(-(self.high - self.low) * numerator // denominator)


@frozen(kw_only=True, repr=False, eq=False)
class Dosage(Value):
    """The regimen that one basis gives for an exercise: ranges, and where each number comes from.

    Exactly one of `repetitions`, `duration_seconds` and `breaths` is given.

    - `repetitions` count per side where the laterality is each-side, both sides together where it is
      alternating, and per spot where there are `spots`; there and back is one repetition, and "repeat 2–3
      times" means that many holds in all.
    - `duration_seconds` is continuous work per side; `breaths` are taken at each spot.
    - `spots` are places along the spine or the ribs.
    - `tempo_seconds` is the movement of one repetition, there and back, without its hold.
    - `rest_seconds` lies between sets.

    `basis` is the id of a source, or `library default`. The fields named in `inherited` come from a section or
    a parent exercise of that source, those in `inferred` are read between its lines, and for those in
    `library_default` it gives no number.
    """

    basis: str = field(metadata=must(be_text))
    laterality: Laterality = field(metadata=must(be_one_of(Laterality)))
    sets: Span = field(metadata=must(be_a(Span)))
    repetitions: Span | None = field(default=None, metadata=must(maybe(be_a(Span))))
    hold_seconds: Span | None = field(default=None, metadata=must(maybe(be_a(Span))))
    duration_seconds: Span | None = field(default=None, metadata=must(maybe(be_a(Span))))
    breaths: Span | None = field(default=None, metadata=must(maybe(be_a(Span))))
    spots: Span | None = field(default=None, metadata=must(maybe(be_a(Span))))
    tempo_seconds: int | None = field(default=None, metadata=must(maybe(be_whole(1, 60))))
    rest_seconds: int = field(metadata=must(be_whole(0, 600)))
    default: bool = field(default=False, metadata=must(be_flag))
    because: str | None = field(default=None, metadata=must(maybe(be_text)))
    frequency: str | None = field(default=None, metadata=must(maybe(be_text)))
    inherited: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))
    inferred: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))
    library_default: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))
    note: str | None = field(default=None, metadata=must(maybe(be_text)))
    open_readings: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_text)))

    def contradictions(self) -> Iterator[Fault]:
        yield from _wrongly_counted(self)
        if self.default and self.because is None:
            yield Fault("", "because", "must say why this dosage is the default")
        if named := (*self.inherited, *self.inferred, *self.library_default):
            yield from self._wrongly_based(named)

    def _wrongly_based(self, named: tuple[str, ...]) -> Iterator[Fault]:
        if self.basis == LIBRARY_DEFAULT:
            yield Fault("", "basis", "is the library's, so no field can be marked as anything else")
        for name in ("inherited", "inferred", "library_default"):
            for entry in getattr(self, name):
                if entry not in _COUNTED or getattr(self, entry) is None:
                    yield Fault("", name, f"names {entry!r}, which this dosage does not give")
        if len(set(named)) != len(named):
            for entry in sorted({entry for entry in named if named.count(entry) > 1}):
                yield Fault("", "basis", f"{entry!r} is marked twice")

    def basis_of(self, name: str) -> str:
        """The basis of one field: the source's id, or `library default`."""
        return LIBRARY_DEFAULT if name in self.library_default else self.basis

    def at(self, numerator: int, denominator: int) -> "Dose":
        """The dose that lies `numerator` / `denominator` of the way through every range."""

        def chosen(span: Span | None) -> int | None:
            return None if span is None else span.at(numerator, denominator)

        return Dose(
            basis=self.basis,
            laterality=self.laterality,
            sets=self.sets.at(numerator, denominator),
            repetitions=chosen(self.repetitions),
            hold_seconds=chosen(self.hold_seconds),
            duration_seconds=chosen(self.duration_seconds),
            breaths=chosen(self.breaths),
            spots=chosen(self.spots) or 1,
            tempo_seconds=self.tempo_seconds,
            rest_seconds=self.rest_seconds,
        )

    def doses(self) -> tuple["Dose", ...]:
        """The distinct doses at the bottom, in the middle and at the top of the ranges, smallest first."""
        return tuple(dict.fromkeys(self.at(step, 2) for step in range(3)))


@frozen(kw_only=True, repr=False, eq=False)
class Dose(Value):
    """One concrete amount inside a dosage; `limited_by` names the rules that hold it back."""

    basis: str = field(metadata=must(be_text))
    laterality: Laterality = field(metadata=must(be_one_of(Laterality)))
    sets: int = field(metadata=must(_above_zero))
    repetitions: int | None = field(default=None, metadata=must(maybe(_above_zero)))
    hold_seconds: int | None = field(default=None, metadata=must(maybe(_above_zero)))
    duration_seconds: int | None = field(default=None, metadata=must(maybe(_above_zero)))
    breaths: int | None = field(default=None, metadata=must(maybe(_above_zero)))
    spots: int = field(default=1, metadata=must(_above_zero))
    tempo_seconds: int | None = field(default=None, metadata=must(maybe(_above_zero)))
    rest_seconds: int = field(metadata=must(be_whole(0, 600)))
    limited_by: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))

    def contradictions(self) -> Iterator[Fault]:
        yield from _wrongly_counted(self)

    @property
    def sides(self) -> int:
        """How often the work is done for the sides of the body: 2 for each side, else 1."""
        return 2 if self.laterality is Laterality.EACH_SIDE else 1

    def __str__(self) -> str:
        words = [f"{self.sets} ×" if self.sets > 1 else "", _amount(self)]
        if self.spots > 1:
            words.append(f"at {self.spots} spots")
        if self.laterality is Laterality.EACH_SIDE:
            words.append("each side")
        if self.laterality is Laterality.ALTERNATING:
            words.append("in all, alternating sides")
        return " ".join(word for word in words if word)


@frozen(kw_only=True, repr=False, eq=False)
class Pace(Value):
    """The seconds that pass around the work itself; every one is a library default that you may override.

    - `set_up`: read the step and get ready, once for each exercise;
    - `change_position` and `change_equipment`: at the start of each run of steps of one phase that share a
      position and equipment;
    - `change_side`, `change_spot`: between the two sides, and between spots along the spine or ribs;
    - `breath`: one calm breath in and out;
    - `slow_repetition`: the least movement time of a repetition that a rule asks to be slow.
    """

    set_up: int = field(default=10, metadata=must(be_whole(0, 600)))
    change_position: int = field(default=10, metadata=must(be_whole(0, 600)))
    change_equipment: int = field(default=10, metadata=must(be_whole(0, 600)))
    change_side: int = field(default=5, metadata=must(be_whole(0, 600)))
    change_spot: int = field(default=5, metadata=must(be_whole(0, 600)))
    breath: int = field(default=5, metadata=must(be_whole(1, 60)))
    slow_repetition: int = field(default=6, metadata=must(be_whole(1, 60)))


@frozen(kw_only=True, repr=False, eq=False)
class Part(Value):
    """One term of a duration: what it is, and how many seconds it takes."""

    name: str = field(metadata=must(be_text))
    seconds: int = field(metadata=must(be_whole(0, 1_000_000)))


def _wrongly_counted(amount: Dosage | Dose) -> Iterator[Fault]:
    """What is wrong with how an amount is counted: by repetitions, by time or by breaths, and only by one of them."""
    given = [amount.repetitions is not None, amount.duration_seconds is not None, amount.breaths is not None]
    if given.count(True) != 1:
        modes = [name for name in ("repetitions", "duration_seconds", "breaths") if getattr(amount, name)]
        yield Fault("", "", f"needs exactly one of repetitions, duration_seconds and breaths, has {modes}")
    if amount.hold_seconds is not None and amount.repetitions is None:
        yield Fault("", "hold_seconds", "needs repetitions to hold")
    if (amount.tempo_seconds is None) is not (amount.repetitions is None):
        yield Fault("", "tempo_seconds", "goes with repetitions, and only with them")


def parts(dose: Dose, pace: Pace) -> tuple[Part, ...]:
    """The time a dose takes, term by term, without the terms that are zero.

    With n = sets × sides × spots: movement is n × repetitions × tempo, holds are n × repetitions × hold,
    breathing is n × breaths × breath, massage is n × duration; between spots there are
    sets × sides × (spots − 1) moves, between sides sets × (sides − 1) changes, between sets sets − 1 rests.

    >>> dose = Dose(
    ...     basis="library default",
    ...     laterality=Laterality.EACH_SIDE,
    ...     sets=1,
    ...     repetitions=8,
    ...     tempo_seconds=5,
    ...     rest_seconds=0,
    ... )
    >>> [(part.name, part.seconds) for part in parts(dose, Pace())]
    [('movement', 80), ('change of side', 5)]
    """
    rounds = dose.sets * dose.sides
    spots = rounds * dose.spots
    repetitions = dose.repetitions or 0
    terms = (
        ("movement", spots * repetitions * (dose.tempo_seconds or 0)),
        ("hold", spots * repetitions * (dose.hold_seconds or 0)),
        ("massage", spots * (dose.duration_seconds or 0)),
        ("breathing", spots * (dose.breaths or 0) * pace.breath),
        ("change of spot", rounds * (dose.spots - 1) * pace.change_spot),
        ("change of side", dose.sets * (dose.sides - 1) * pace.change_side),
        ("rest", (dose.sets - 1) * dose.rest_seconds),
    )
    return tuple(Part(name=name, seconds=length) for name, length in terms if length)


def seconds(dose: Dose, pace: Pace) -> int:
    """The seconds a dose takes: the sum of its `parts`.

    >>> dose = Dose(
    ...     basis="library default",
    ...     laterality=Laterality.BILATERAL,
    ...     sets=2,
    ...     repetitions=10,
    ...     hold_seconds=5,
    ...     tempo_seconds=3,
    ...     rest_seconds=30,
    ... )
    >>> seconds(dose, Pace())
    190
    """
    return sum(part.seconds for part in parts(dose, pace))


def slowed(dose: Dose, pace: Pace) -> Dose:
    """The same dose with repetitions no faster than the slow pace."""
    if dose.tempo_seconds is None or dose.tempo_seconds >= pace.slow_repetition:
        return dose
    return evolve(dose, tempo_seconds=pace.slow_repetition)


def clock(length: int) -> str:
    """Seconds as m:ss.

    >>> clock(9), clock(75), clock(3600)
    ('0:09', '1:15', '60:00')
    """
    return f"{length // 60}:{length % 60:02d}"


def _amount(dose: Dose) -> str:
    if dose.duration_seconds is not None:
        return f"{clock(dose.duration_seconds)} min"
    if dose.breaths is not None:
        return _counted(dose.breaths, "breath")
    told = _counted(dose.repetitions or 0, "repetition")
    return told if dose.hold_seconds is None else f"{told}, {dose.hold_seconds} s hold"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def total(terms: Iterable[Part]) -> int:
    """The sum of parts, in seconds."""
    return sum(part.seconds for part in terms)
