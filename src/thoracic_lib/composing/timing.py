"""The order of the steps, and when each one starts and ends, term by term."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from thoracic_lib.composing.candidates import Candidate
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dose, Pace, Part, parts
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.vocabulary import RelationKind

__all__ = ["Pick", "in_order", "timed", "total_seconds"]

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
    """The picks by phase; within one, steps that share position and equipment together, preparations first."""
    left = sorted(picks, key=lambda pick: (pick.exercise.phase.rank, pick.exercise.id))
    ordered: list[Pick] = []
    while left:
        phase = left[0].exercise.phase
        here = [pick for pick in left if pick.exercise.phase is phase]
        waiting = {link.to for pick in here for link in pick.exercise.relations if link.kind in _BEFORE}
        ready = [pick for pick in here if pick.exercise.id not in waiting] or here
        last = ordered[-1].candidate.block if ordered else None
        best = min(ready, key=lambda pick: (_distance(pick, last), pick.candidate.block, pick.exercise.id))
        ordered.append(best)
        left.remove(best)
    return tuple(ordered)


def timed(catalog: Catalog, picks: Sequence[Pick], pace: Pace) -> tuple[tuple[Part, ...], ...]:
    """The terms of each pick in its place: set-up, changes at the start of a run that shares a block, then its dose.

    A run is a stretch of steps of one phase in one position with the same equipment. The change of equipment is
    charged only where something has to be fetched that is not simply there.
    """
    all_parts = []
    last = None
    for pick in picks:
        terms = [("set-up", pace.set_up)]
        if pick.candidate.block != last:
            terms.append(("change of position", pace.change_position))
            if any(not catalog.item(item).at_hand for item in pick.candidate.screened.setup.equipment):
                terms.append(("change of equipment", pace.change_equipment))
        last = pick.candidate.block
        around = tuple(Part(name=name, seconds=length) for name, length in terms if length)
        all_parts.append(around + parts(pick.dose, pace))
    return tuple(all_parts)


def total_seconds(catalog: Catalog, picks: Sequence[Pick], pace: Pace) -> int:
    """The seconds of the picks in this order."""
    return sum(part.seconds for terms in timed(catalog, picks, pace) for part in terms)


def _distance(pick: Pick, last: tuple[str, str, tuple[str, ...]] | None) -> int:
    if last is None:
        return 0
    return sum(one != other for one, other in zip(pick.candidate.block, last, strict=True))
