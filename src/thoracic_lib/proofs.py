"""What a proof says: how much was compared, what differs, and what in a catalog does nothing."""

from itertools import chain

from attrs import field, frozen

from thoracic_lib.model.plain import canonical
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.values import Check, Value, be_a, be_identifier, be_text, maybe, must, tuple_of

__all__ = ["Disagreement", "Part", "Proof"]

_whole = Check("a whole number", [int])
_ids = tuple_of(be_identifier)
_texts = tuple_of(be_text)


@frozen(kw_only=True)
class Disagreement(Value):
    """One subject on which the two checkers differ, in so many cubes, with what each says of the first of them.

    `profile` is a profile of that cube. It is `None` where only rules were varied and no profile was found under
    which just these fire; `rules` then tell which must.
    """

    about: str = field(metadata=must(be_text))
    screening: str = field(metadata=must(be_text))
    checker: str = field(metadata=must(be_text))
    cubes: int = field(metadata=must(_whole))
    profile: Profile | None = field(default=None, metadata=must(maybe(be_a(Profile))))
    rules: tuple[str, ...] = field(default=(), metadata=must(_ids))

    def __str__(self) -> str:
        told = f"{self.about}: screening says {self.screening}, the second checker {self.checker} ({self.cubes} cubes)"
        if self.profile is not None:
            return f"{told}, for {canonical(self.profile).decode()}"
        return f"{told}, where {', '.join(self.rules) or 'no rule'} fires"


@frozen(kw_only=True)
class Part(Value):
    """One part of the proof: its subjects were each walked over the same space, all their cubes counted together.

    `covered` is the sum of the sizes of all cubes; where nothing was left out or counted twice, it is
    `subjects` × `space`.
    """

    name: str = field(metadata=must(be_text))
    subjects: int = field(metadata=must(_whole))
    space: int = field(metadata=must(_whole))
    cubes: int = field(metadata=must(_whole))
    covered: int = field(metadata=must(_whole))
    disagreements: tuple[Disagreement, ...] = field(metadata=must(tuple_of(be_a(Disagreement))))

    @property
    def exact(self) -> bool:
        """Whether the cubes fill the space."""
        return self.covered == self.subjects * self.space

    def __str__(self) -> str:
        told = "" if self.exact else "; THE CUBES DO NOT FILL THE SPACE"
        each = f"{self.subjects:5,} {self.name:10} {_power(self.space):>9} {self.cubes:9,}"
        return f"{each} {len(self.disagreements):9,}{told}"


@frozen(kw_only=True)
class Proof(Value):
    """What was proved of a catalog, what was found to differ, and what its author may want to look at.

    `redundant` rules never decide a verdict: for every profile and setup with which one fires, another that is as
    strict fires too. `idle` rules concern no setup. `unread` demands have no rule. `unreachable` are setups
    (`exercise/setup`) that no profile is left with. `harmless` conditions exclude no setup when declared alone,
    whatever is answered.
    """

    parts: tuple[Part, ...] = field(metadata=must(tuple_of(be_a(Part))))
    redundant: tuple[str, ...] = field(metadata=must(_ids))
    idle: tuple[str, ...] = field(metadata=must(_ids))
    unread: tuple[str, ...] = field(metadata=must(_ids))
    unreachable: tuple[str, ...] = field(metadata=must(_texts))
    harmless: tuple[str, ...] = field(metadata=must(_ids))

    @property
    def space(self) -> int:
        """How many profiles there are."""
        return self.parts[0].space

    @property
    def cubes(self) -> int:
        """How many cubes were compared."""
        return sum(part.cubes for part in self.parts)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Every subject on which the two checkers differ."""
        return tuple(chain.from_iterable(part.disagreements for part in self.parts))

    @property
    def holds(self) -> bool:
        """Whether every profile was decided, and alike."""
        return not self.disagreements and all(part.exact for part in self.parts)

    def __str__(self) -> str:
        notes = (
            ("redundant rules", self.redundant),
            ("rules that concern no setup", self.idle),
            ("demands that no rule reads", self.unread),
            ("setups that no profile can reach", self.unreachable),
            ("conditions that exclude nothing", self.harmless),
        )
        lines = [
            f"profiles: {_power(self.space)}; cubes: {self.cubes:,}; disagreements: {len(self.disagreements)}",
            f"{'what':16} {'space':>9} {'cubes':>9} {'differ':>9}",
            *map(str, self.parts),
            *(f"DISAGREEMENT {one}" for one in self.disagreements),
            *(f"{name} ({len(found)}): {', '.join(found) or 'none'}" for name, found in notes),
        ]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return (
            f"<Proof over {_power(self.space)} profiles: {self.cubes} cubes, {len(self.disagreements)} disagreements>"
        )


def _power(number: int) -> str:
    """A large number by its power of two."""
    bits = number.bit_length() - 1
    return f"{'' if number == 1 << bits else '>'}2^{bits}"
