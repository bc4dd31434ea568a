"""An exercise: what it is, the ways to do it, how much of it, and where each of these facts comes from."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from attrs import field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.dosage import Dosage
from thoracic_lib.model.values import (
    Value,
    be_a,
    be_flag,
    be_identifier,
    be_one_of,
    be_several,
    be_text,
    be_whole,
    maybe,
    must,
    tuple_of,
)
from thoracic_lib.vocabulary import (
    CitedAs,
    Laterality,
    Movement,
    Phase,
    Position,
    RelationKind,
    StepsFrom,
    Use,
)

__all__ = ["DEMANDS_OF_POSITION", "FLOOR", "FLOOR_POSITIONS", "Citation", "Exercise", "Relation", "Setup"]

DEMANDS_OF_POSITION: Mapping[Position, frozenset[str]] = MappingProxyType(
    {
        Position.SUPINE: frozenset({"supine_flat", "floor_transfer"}),
        Position.PRONE: frozenset({"prone", "floor_transfer"}),
        Position.PRONE_SUPPORTED: frozenset({"prone"}),
        Position.SIDE_LYING: frozenset({"side_lying", "floor_transfer"}),
        Position.SEATED: frozenset(),
        Position.SEATED_FLOOR: frozenset({"floor_transfer"}),
        Position.STANDING: frozenset({"standing"}),
        Position.KNEELING: frozenset({"kneeling", "floor_transfer"}),
        Position.HALF_KNEELING: frozenset({"kneeling", "standing_balance", "floor_transfer"}),
        Position.QUADRUPED: frozenset({"kneeling", "quadruped_wrist_load", "floor_transfer"}),
    }
)
"""The demands that a position makes by itself; a setup that leaves one out is refused."""

FLOOR = "floor"
"""The id of the equipment that a position on the floor needs."""

FLOOR_POSITIONS = frozenset(p for p, demands in DEMANDS_OF_POSITION.items() if "floor_transfer" in demands)
"""The positions that need the floor."""

_OTHER_SIDE = ("other side", "opposite side", "switch sides", "change sides", "swap sides")


def _speaks_of_another_side(text: str) -> bool:
    folded = text.casefold()
    return any(words in folded for words in _OTHER_SIDE)


@frozen(kw_only=True, repr=False, eq=False)
class Setup(Value):
    """One way to do an exercise: a position, the equipment it needs (all of it), and what it demands.

    Screening judges setups. `demands` has no default: where a setup really demands nothing, an empty tuple and
    `demands_none_because` say so.
    """

    id: str = field(metadata=must(be_identifier))
    name: str = field(metadata=must(be_text))
    position: Position = field(metadata=must(be_one_of(Position)))
    equipment: tuple[str, ...] = field(metadata=must(tuple_of(be_identifier, unique=True)))
    demands: tuple[str, ...] = field(metadata=must(tuple_of(be_identifier, unique=True)))
    demands_none_because: str | None = field(default=None, metadata=must(maybe(be_text)))
    how: str | None = field(default=None, metadata=must(maybe(be_text)))

    def contradictions(self) -> Iterator[Fault]:
        if bool(self.demands) is (self.demands_none_because is not None):
            yield Fault("", "demands", "must be named, or demands_none_because must say why there are none")
        brought = DEMANDS_OF_POSITION[self.position]
        if not brought.issubset(self.demands):
            missing = ", ".join(sorted(brought.difference(self.demands)))
            yield Fault("", "demands", f"lacks {missing}, which the position {self.position} brings")

    @property
    def needs(self) -> tuple[str, ...]:
        """All equipment ids it needs, the floor included when the position is on it."""
        return (*self.equipment, FLOOR) if self.position in FLOOR_POSITIONS else self.equipment


@frozen(kw_only=True, repr=False, eq=False)
class Relation(Value):
    """A link from an exercise to another one; `conditions` names those for which a substitute is offered."""

    kind: RelationKind = field(metadata=must(be_one_of(RelationKind)))
    to: str = field(metadata=must(be_identifier))
    basis: CitedAs = field(metadata=must(be_one_of(CitedAs)))
    when: str | None = field(default=None, metadata=must(maybe(be_text)))
    conditions: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))

    def contradictions(self) -> Iterator[Fault]:
        if self.conditions and self.kind is not RelationKind.ALTERNATIVE_TO:
            yield Fault("", "conditions", "go with alternative_to only")


@frozen(kw_only=True, repr=False, eq=False)
class Citation(Value):
    """What one source says of an exercise, and what it leaves unclear."""

    source: str = field(metadata=must(be_identifier))
    number: int | None = field(default=None, metadata=must(maybe(be_whole(1, 1_000))))
    speaker: str = field(metadata=must(be_text))
    filed_as: str = field(metadata=must(be_text))
    filed_as_stated: bool = field(metadata=must(be_flag))
    named_only: bool = field(metadata=must(be_flag))
    notes: tuple[str, ...] = field(metadata=must(tuple_of(be_text, least=1)))
    unclear: tuple[str, ...] = field(metadata=must(tuple_of(be_text)))


@frozen(kw_only=True, repr=False, eq=False)
class Exercise(Value):
    """One exercise, with every setup, every dosage and every source.

    `id` is permanent. `use` says whether the composer may pick it by itself, only by name, or never;
    `family` holds the exercises of which a routine takes one at most.
    """

    id: str = field(metadata=must(be_identifier))
    name: str = field(metadata=must(be_text))
    aliases: tuple[str, ...] = field(metadata=must(tuple_of(be_text, unique=True)))
    family: str = field(metadata=must(be_identifier))
    phase: Phase = field(metadata=must(be_one_of(Phase)))
    phase_note: str | None = field(default=None, metadata=must(maybe(be_text)))
    use: Use = field(metadata=must(be_one_of(Use)))
    use_because: str | None = field(default=None, metadata=must(maybe(be_text)))
    movements: tuple[Movement, ...] = field(metadata=must(tuple_of(be_one_of(Movement), unique=True)))
    targets: tuple[str, ...] = field(metadata=must(be_several(be_identifier)))
    summary: str = field(metadata=must(be_text))
    steps: tuple[str, ...] = field(metadata=must(tuple_of(be_text, least=1)))
    steps_from: StepsFrom = field(metadata=must(be_one_of(StepsFrom)))
    cues: tuple[str, ...] = field(metadata=must(tuple_of(be_text)))
    avoid: tuple[str, ...] = field(metadata=must(tuple_of(be_text)))
    breathing: str | None = field(default=None, metadata=must(maybe(be_text)))
    cautions: tuple[str, ...] = field(metadata=must(tuple_of(be_text)))
    techniques: tuple[str, ...] = field(metadata=must(tuple_of(be_identifier, unique=True)))
    unclear: tuple[str, ...] = field(metadata=must(tuple_of(be_text)))
    setups: tuple[Setup, ...] = field(metadata=must(tuple_of(be_a(Setup), least=1)))
    dosages: tuple[Dosage, ...] = field(metadata=must(tuple_of(be_a(Dosage), least=1)))
    relations: tuple[Relation, ...] = field(default=(), metadata=must(tuple_of(be_a(Relation), unique=True)))
    sources: tuple[Citation, ...] = field(metadata=must(tuple_of(be_a(Citation), least=1)))

    def contradictions(self) -> Iterator[Fault]:
        if (self.use is Use.ROUTINE) is not (self.use_because is None):
            yield Fault("", "use_because", "goes with a use other than routine, and only with it")
        if (self.phase is Phase.ASSESS) is not (self.use is Use.NEVER):
            yield Fault("", "use", "must be never for the phase assess, and only for it")
        for name, ids in (("setups", [setup.id for setup in self.setups]), ("aliases", [*self.aliases, self.name])):
            if len(ids) > 1 and len(set(map(str.casefold, ids))) != len(ids):
                yield Fault("", name, "hold the same name twice")
        if [dosage.default for dosage in self.dosages].count(True) != 1:
            yield Fault("", "dosages", "must mark exactly one as the default")
        if self.id in [relation.to for relation in self.relations]:
            yield Fault("", "relations", "link the exercise to itself")
        yield from self._sides_contradicted()

    def _sides_contradicted(self) -> Iterator[Fault]:
        kinds = {dosage.laterality for dosage in self.dosages}
        if Laterality.BILATERAL not in kinds:
            return
        if len(kinds) > 1:
            yield Fault("", "dosages", "call the exercise bilateral in one place and sided in another")
        if not _speaks_of_another_side("\n".join(self.steps)):
            return
        for index, step in enumerate(self.steps):
            if _speaks_of_another_side(step):
                yield Fault("", f"steps[{index}]", "speaks of another side, but the exercise is bilateral")

    @property
    def dosage(self) -> Dosage:
        """The dosage that the library uses unless told otherwise; its `because` says why."""
        return next(dosage for dosage in self.dosages if dosage.default)

    @property
    def laterality(self) -> Laterality:
        """How the default dosage counts sides."""
        return self.dosage.laterality

    @property
    def positions(self) -> tuple[Position, ...]:
        """The positions of its setups, in the order of the setups, each once."""
        return tuple(dict.fromkeys(setup.position for setup in self.setups))

    @property
    def demands(self) -> frozenset[str]:
        """Everything that any of its setups demands."""
        return frozenset(demand for setup in self.setups for demand in setup.demands)

    def setup(self, setup_id: str) -> Setup:
        """The setup with this id; `KeyError` when there is none."""
        for setup in self.setups:
            if setup.id == setup_id:
                return setup
        raise KeyError(setup_id)

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"

    def __repr__(self) -> str:
        ways = ", ".join(setup.id for setup in self.setups)
        return f"<Exercise {self.id}: {self.phase}, {ways}>"

    def _repr_html_(self) -> str:
        from thoracic_lib.exporting import export  # noqa: PLC0415 - display reaches upward, only when shown

        return export(self, "html")
