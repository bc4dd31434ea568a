"""Other words for a bundled row, as a catalog of one's own gives them; `thoracic_lib.overlaying` applies them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from attrs import field, frozen

from thoracic_lib.errors import Fault
from thoracic_lib.model.values import Value, be_a, be_identifier, be_text, maybe, must, tuple_of

__all__ = ["REWORDED", "Rewording", "SetupRewording"]

_texts = tuple_of(be_text, unique=True)

REWORDED: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        "exercise": (
            "exercises",
            frozenset({"name", "aliases", "summary", "steps", "cues", "breathing", "avoid", "cautions", "setups"}),
        ),
        "condition": ("conditions", frozenset({"name", "aliases"})),
        "equipment": ("equipment", frozenset({"name", "aliases"})),
        "goal": ("goals", frozenset({"name", "summary"})),
        "routine": ("routines", frozenset({"name", "summary"})),
    }
)
"""What can be reworded: the field that names it, its collection, and what of it takes other words."""


@frozen(kw_only=True, repr=False, eq=False)
class SetupRewording(Value):
    """Other words for one setup of an exercise; `demands` are added to those it has."""

    id: str = field(metadata=must(be_identifier))
    name: str | None = field(default=None, metadata=must(maybe(be_text)))
    how: str | None = field(default=None, metadata=must(maybe(be_text)))
    demands: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))


@frozen(kw_only=True, repr=False, eq=False)
class Rewording(Value):
    """Other words for one bundled row, which one of the first five fields names by its id, and why.

    What is `None` or empty stays as it is. `aliases`, `avoid` and `cautions` are added; all else is replaced.
    """

    exercise: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    condition: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    equipment: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    goal: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    routine: str | None = field(default=None, metadata=must(maybe(be_identifier)))
    because: str = field(metadata=must(be_text))
    name: str | None = field(default=None, metadata=must(maybe(be_text)))
    aliases: tuple[str, ...] = field(default=(), metadata=must(_texts))
    summary: str | None = field(default=None, metadata=must(maybe(be_text)))
    steps: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_text)))
    cues: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_text)))
    breathing: str | None = field(default=None, metadata=must(maybe(be_text)))
    avoid: tuple[str, ...] = field(default=(), metadata=must(_texts))
    cautions: tuple[str, ...] = field(default=(), metadata=must(_texts))
    setups: tuple[SetupRewording, ...] = field(default=(), metadata=must(tuple_of(be_a(SetupRewording))))

    def contradictions(self) -> Iterator[Fault]:
        named = [what for what in REWORDED if getattr(self, what) is not None]
        if len(named) != 1:
            yield Fault("", "", f"must name one of {', '.join(REWORDED)}, and no more than one")
            return
        takes = REWORDED[named[0]][1]
        given = [name for name in sorted(REWORDED["exercise"][1]) if getattr(self, name)]
        if not given:
            yield Fault("", "", f"rewords nothing; a {named[0]} takes {', '.join(sorted(takes))}")
        for name in (name for name in given if name not in takes):
            yield Fault("", name, f"cannot be reworded; a {named[0]} takes {', '.join(sorted(takes))}")
        if len({setup.id for setup in self.setups}) != len(self.setups):
            yield Fault("", "setups", "name the same setup twice")

    @property
    def what(self) -> tuple[str, str, str]:
        """The kind of row that it rewords, its collection, and its id."""
        kind = next(what for what in REWORDED if getattr(self, what) is not None)
        return kind, REWORDED[kind][0], getattr(self, kind)
