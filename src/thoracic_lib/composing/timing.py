"""The order of the steps, and when each one starts and ends, term by term."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from thoracic_lib.composing.candidates import Block, Candidate, block_of
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dose, Pace, Part, parts
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.once import Kept, once
from thoracic_lib.vocabulary import RelationKind

__all__ = ["Pick", "charges", "in_order", "prepares_for", "timed", "total_seconds"]

_PACES, _DOSES = 16, 4_096
"""For how many paces times are kept, and of how many doses for each."""

_BEFORE = frozenset({RelationKind.PREPARES_FOR, RelationKind.LEADS_INTO})


@frozen
class Pick:
    """A candidate in a routine, at one of its doses, and why it was picked."""

    candidate: Candidate
    level: int
    why: str

    @property
    def dose(self) -> Dose:
        """The dose at the level."""
        return self.candidate.doses[self.level]

    @property
    def exercise(self) -> Exercise:
        """The exercise."""
        return self.candidate.exercise


def in_order(picks: Iterable[Pick]) -> tuple[Pick, ...]:
    """The picks by phase; within one by what they share, and within that; preparations come first where they can.

    Picks that share position and equipment stand together, so that the change is made once; of the blocks that may
    come next, the one nearest to the last is taken.
    """
    blocks: dict[Block, list[Pick]] = {}
    for pick in sorted(picks, key=lambda pick: (pick.exercise.phase.rank, pick.candidate.block, pick.exercise.id)):
        blocks.setdefault(pick.candidate.block, []).append(pick)
    ordered: list[Pick] = []
    left = list(blocks)
    while left:
        here = [block for block in left if block[0] == left[0][0]]
        ready = [block for block in here if not _prepared(blocks, here, block)] or here
        last = ordered[-1].candidate.block if ordered else ready[0]
        block = min(ready, key=lambda block: (_distance(block, last), block))
        ordered.extend(_within(blocks[block]))
        left.remove(block)
    return tuple(ordered)


def _prepared(blocks: Mapping[Block, Sequence[Pick]], here: Iterable[Block], block: Block) -> bool:
    """Whether a pick of another block of the phase prepares for one of this block."""
    own = {pick.exercise.id for pick in blocks[block]}
    return any(own & prepares_for(pick.exercise) for other in here if other != block for pick in blocks[other])


def _within(picks: Iterable[Pick]) -> list[Pick]:
    """The picks of one block: what prepares for another comes before it, and otherwise by id."""
    left = list(picks)
    ordered: list[Pick] = []
    while left:
        waiting = {prepared for pick in left for prepared in prepares_for(pick.exercise)}
        ordered.append(next((pick for pick in left if pick.exercise.id not in waiting), left[0]))
        left.remove(ordered[-1])
    return ordered


def prepares_for(exercise: Exercise) -> set[str]:
    """The exercises that an exercise prepares for or leads into."""
    return {link.to for link in exercise.relations if link.kind in _BEFORE}


def timed(catalog: Catalog, picks: Sequence[Pick], pace: Pace) -> tuple[tuple[Part, ...], ...]:
    """The terms of each pick in its place: set-up, changes at the start of a run that shares a block, then its dose.

    A run is a stretch of steps of one phase in one position with the same equipment.
    """
    times = _times(catalog, pace)
    all_parts = []
    last = None
    for pick in picks:
        block = pick.candidate.block
        before = times.set_up if block == last else (*times.set_up, *times.changes[block])
        last = block
        all_parts.append((*before, *times.parts(pick.dose)))
    return tuple(all_parts)


def charges(catalog: Catalog, pace: Pace) -> dict[Block, int]:
    """The seconds of the changes at the start of a run in each block that a setup of the catalog is in."""
    return _times(catalog, pace).charges


@frozen(eq=False)
class _Times:
    """What was reckoned at one pace: changes at the start of a run by its block, and the terms of doses.

    A dose is told by its identity, and held as long, since many steps have the very same one.
    """

    pace: Pace
    changes: dict[Block, tuple[Part, ...]]
    charges: dict[Block, int] = field(init=False)
    set_up: tuple[Part, ...] = field(init=False)
    doses: Kept[int, tuple[Dose, tuple[Part, ...]]] = field(factory=lambda: Kept(_DOSES), init=False)

    @charges.default
    def _charges(self) -> dict[Block, int]:
        return {block: sum(part.seconds for part in changes) for block, changes in self.changes.items()}

    @set_up.default
    def _set_up(self) -> tuple[Part, ...]:
        return (Part(name="set-up", seconds=self.pace.set_up),) if self.pace.set_up else ()

    def parts(self, dose: Dose) -> tuple[Part, ...]:
        """The terms of a dose."""
        known = self.doses.get(id(dose))
        if known is None:
            known = self.doses[id(dose)] = (dose, parts(dose, self.pace))
        return known[1]


@once
def _paces(_: Catalog) -> Kept[Pace, _Times]:
    """What was reckoned for a catalog, by the pace."""
    return Kept(_PACES)


def _times(catalog: Catalog, pace: Pace) -> _Times:
    """Where it is kept what is reckoned at this pace."""
    known = _paces(catalog).get(pace)
    if known is None:
        blocks = {block_of(exercise, setup) for exercise in catalog.exercises for setup in exercise.setups}
        known = _paces(catalog)[pace] = _Times(pace, {block: _around(catalog, block, pace) for block in blocks})
    return known


def _around(catalog: Catalog, block: Block, pace: Pace) -> tuple[Part, ...]:
    """The changes at the start of a run: of position, and of equipment where something must be fetched."""
    terms = [Part(name="change of position", seconds=pace.change_position)] if pace.change_position else []
    if pace.change_equipment and any(not catalog.item(item).at_hand for item in block[2]):
        terms.append(Part(name="change of equipment", seconds=pace.change_equipment))
    return tuple(terms)


def total_seconds(catalog: Catalog, picks: Sequence[Pick], pace: Pace) -> int:
    """The seconds of the picks in this order."""
    return sum(part.seconds for terms in timed(catalog, picks, pace) for part in terms)


def _distance(block: Block, last: Block) -> int:
    return sum(one != other for one, other in zip(block, last, strict=True))
