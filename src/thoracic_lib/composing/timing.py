"""The order of the steps, and when each one starts and ends, term by term."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from thoracic_lib.composing.candidates import Block, Candidate
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dose, Pace, Part, parts
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.vocabulary import RelationKind

__all__ = ["Pick", "around", "in_order", "prepares_for", "timed", "total_seconds"]

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
    all_parts = []
    last = None
    for pick in picks:
        terms = [Part(name="set-up", seconds=pace.set_up)] if pace.set_up else []
        if pick.candidate.block != last:
            terms.extend(around(catalog, pick.candidate.block, pace))
        last = pick.candidate.block
        all_parts.append((*terms, *parts(pick.dose, pace)))
    return tuple(all_parts)


def around(catalog: Catalog, block: Block, pace: Pace) -> tuple[Part, ...]:
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
