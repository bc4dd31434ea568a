"""The reference data around exercises: sources, equipment, targets, techniques, norms and guidance."""

from collections.abc import Iterator

from attrs import field, frozen

from thoracic_lib.errors import Fault
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
from thoracic_lib.vocabulary import DemandFamily, GuidanceKind, Phase, ShownIn, TargetKind

__all__ = [
    "Claim",
    "Demand",
    "Disagreement",
    "Equipment",
    "Guidance",
    "Identifiers",
    "Norm",
    "Retired",
    "Source",
    "Target",
    "Technique",
]

_ids = tuple_of(be_identifier, unique=True)


@frozen(kw_only=True, repr=False, eq=False)
class Identifiers(Value):
    """The registered identifiers of a publication."""

    doi: str | None = field(default=None, metadata=must(maybe(be_text)))
    pmcid: str | None = field(default=None, metadata=must(maybe(be_identifier)))


@frozen(kw_only=True, repr=False, eq=False)
class Source(Value):
    """A publication that the data cites: what was seen of it, and how far it carries.

    `only_excerpt` marks a source of which only an abstract, a table or a copy was seen.
    """

    id: str = field(metadata=must(be_identifier))
    title: str = field(metadata=must(be_text))
    authors: str | None = field(default=None, metadata=must(maybe(be_text)))
    year: int | None = field(default=None, metadata=must(maybe(be_whole(1900, 2100))))
    kind: str = field(metadata=must(be_text))
    quality: str = field(metadata=must(be_text))
    identifiers: Identifiers = field(factory=Identifiers, metadata=must(be_a(Identifiers)))
    says: str = field(metadata=must(be_text))
    caveat: str | None = field(default=None, metadata=must(maybe(be_text)))
    only_excerpt: bool = field(default=False, metadata=must(be_flag))


@frozen(kw_only=True, repr=False, eq=False)
class Demand(Value):
    """Something that a setup asks of a body; rules are written against demands, never against exercises."""

    id: str = field(metadata=must(be_identifier))
    family: DemandFamily = field(metadata=must(be_one_of(DemandFamily)))
    name: str = field(metadata=must(be_text))
    description: str = field(metadata=must(be_text))


@frozen(kw_only=True, repr=False, eq=False)
class Equipment(Value):
    """A thing an exercise may need.

    What is `at_hand` counts as there unless a profile says otherwise. `satisfies` names all that it can stand in
    for, what stands further down a chain included. `implies` are the demands that it always brings, and it brings
    no more than what it stands in for.
    """

    id: str = field(metadata=must(be_identifier))
    name: str = field(metadata=must(be_text))
    aliases: tuple[str, ...] = field(metadata=must(tuple_of(be_text, unique=True)))
    at_hand: bool = field(metadata=must(be_flag))
    satisfies: tuple[str, ...] = field(metadata=must(_ids))
    implies: tuple[str, ...] = field(metadata=must(_ids))
    note: str | None = field(default=None, metadata=must(maybe(be_text)))


@frozen(kw_only=True, repr=False, eq=False)
class Target(Value):
    """A muscle, joint or region that exercises work on; `uberon` only where it is certain."""

    id: str = field(metadata=must(be_identifier))
    name: str = field(metadata=must(be_text))
    kind: TargetKind = field(metadata=must(be_one_of(TargetKind)))
    description: str = field(metadata=must(be_text))
    uberon: str | None = field(default=None, metadata=must(maybe(be_text)))


@frozen(kw_only=True, repr=False, eq=False)
class Technique(Value):
    """A way of moving that several exercises share."""

    id: str = field(metadata=must(be_identifier))
    name: str = field(metadata=must(be_text))
    how: str = field(metadata=must(be_text))
    sources: tuple[str, ...] = field(metadata=must(_ids))


@frozen(kw_only=True, repr=False, eq=False)
class Norm(Value):
    """A figure that a source calls usual; people vary, and it is never a pass mark."""

    id: str = field(metadata=must(be_identifier))
    measure: str = field(metadata=must(be_text))
    value: int = field(metadata=must(be_whole(0, 10_000)))
    unit: str = field(metadata=must(be_text))
    side: str | None = field(default=None, metadata=must(maybe(be_text)))
    text: str = field(metadata=must(be_text))
    sources: tuple[str, ...] = field(metadata=must(be_several(be_identifier)))


@frozen(kw_only=True, repr=False, eq=False)
class Guidance(Value):
    """Advice on how to practise, and where it is shown."""

    id: str = field(metadata=must(be_identifier))
    text: str = field(metadata=must(be_text))
    kind: GuidanceKind = field(metadata=must(be_one_of(GuidanceKind)))
    shown_in: tuple[ShownIn, ...] = field(metadata=must(be_several(be_one_of(ShownIn))))
    phases: tuple[Phase, ...] = field(default=(), metadata=must(tuple_of(be_one_of(Phase), unique=True)))
    exercises: tuple[str, ...] = field(default=(), metadata=must(_ids))
    sources: tuple[str, ...] = field(metadata=must(be_several(be_identifier)))

    def contradictions(self) -> Iterator[Fault]:
        for place, name in ((ShownIn.PHASE, "phases"), (ShownIn.EXERCISE, "exercises")):
            if (place in self.shown_in) is not bool(getattr(self, name)):
                yield Fault("", name, f"go with being shown in {place}, and only with it")


@frozen(kw_only=True, repr=False, eq=False)
class Claim(Value):
    """What one source says in a disagreement."""

    source: str = field(metadata=must(be_identifier))
    says: str = field(metadata=must(be_text))


@frozen(kw_only=True, repr=False, eq=False)
class Disagreement(Value):
    """A matter on which sources differ or stay silent, and what the library does about it."""

    id: str = field(metadata=must(be_identifier))
    topic: str = field(metadata=must(be_text))
    exercises: tuple[str, ...] = field(metadata=must(_ids))
    positions: tuple[Claim, ...] = field(metadata=must(tuple_of(be_a(Claim), least=1)))
    library: str = field(metadata=must(be_text))


@frozen(kw_only=True, repr=False, eq=False)
class Retired(Value):
    """A tombstone: an exercise id that was in use once, why it went, and what replaces it."""

    id: str = field(metadata=must(be_identifier))
    reason: str = field(metadata=must(be_text))
    successor: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    since: str = field(metadata=must(be_text))
