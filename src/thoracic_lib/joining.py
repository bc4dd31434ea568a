"""That masks decide each rule by itself: whatever else stands in them, a rule fires as if it stood there alone.

`Masks.firing` goes through the declared conditions one after the other, all rules at once. Here it goes through one of
them for one rule, after a line that leaves the rule fired or not and its partner declared or not, while the bits of
all other rules are unknown. What it leaves must be what it was left, and what the line brings for the rule alone. As
nothing but that state is carried from line to line, the same holds after any number of lines.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import count

from attrs import evolve

from thoracic_lib.masking import Masks
from thoracic_lib.walking import NO_YES, Cube, Lane, Space, stand_in

__all__ = ["BEFORE", "joined", "unknown"]

BEFORE = "before"
"""What stands for all conditions that were gone through before; it is declared whenever conditions are asked for."""


def unknown(masks: Masks) -> Space:
    """What is not known while one line is gone through: the state before it, and what its looks at other bits find."""
    lines = masks._lines  # noqa: SLF001 - taken apart to prove
    looks = max((4 + sum(2 + len(asked.chosen) for asked in line.asked) for line in lines), default=0)
    others: Space = {("others", str(look)): NO_YES for look in range(looks)}
    return {("before", "fired"): NO_YES, ("before", "partner"): NO_YES, ("conditions", BEFORE): (True,), **others}


def joined(masks: Masks) -> dict[str, Callable[[Cube], tuple[bool, bool]]]:
    """For each line and each kind of rule whether the rule fires, alone and among others.

    Rules are of a kind where they have the same bit in every mask of the line.
    """
    return {
        f"{masks._lines[line].condition} {masks.rules[index].id}": _subject(masks, line, index)  # noqa: SLF001 - same
        for line, index in _kinds(masks)
    }


def _kinds(masks: Masks) -> Iterator[tuple[int, int]]:
    """Each line by its place, with one rule of each kind."""
    for at, line in enumerate(masks._lines):  # noqa: SLF001 - same
        whole = [masks._single, line.above, line.partner]  # noqa: SLF001 - same
        for asked in line.asked:
            whole += [asked.hanging, *asked.chosen.values(), *asked.between]
        kinds = {tuple(mask >> index & 1 for mask in whole): index for index in range(len(masks.rules))}
        yield from ((at, index) for index in kinds.values())


def _subject(masks: Masks, at: int, index: int) -> Callable[[Cube], tuple[bool, bool]]:
    line, bit = masks._lines[at], 1 << index  # noqa: SLF001 - same
    single = bool(masks._single & bit)  # noqa: SLF001 - same

    def decide(cube: Cube) -> tuple[bool, bool]:
        profile = stand_in(cube)
        fired, partner = cube.ask(("before", "fired"), bool), cube.ask(("before", "partner"), bool)
        among = _firing(_laid_out(masks, (at, index), cube, (fired, partner)), profile)
        declared = profile.conditions
        if declared is None:
            return False, among
        here = line.condition in declared
        fires = fired or (here and line.open(profile, bit) != 0)
        return fires and (single or partner or (here and line.partner & bit != 0)), among

    return decide


def _firing(masks: Masks, profile: object) -> bool:
    left: object = masks.firing(profile)  # type: ignore[arg-type]  # what stands in for one
    return left.bit if isinstance(left, Lane) else bool(left)


def _laid_out(masks: Masks, place: tuple[int, int], cube: Cube, state: tuple[bool, bool]) -> Masks:
    """One line of the masks, of one rule alone, after a line that sets the state; other bits are unknown."""
    (at, index), (fired, partner), looks = place, state, count()

    def of(bit: object) -> int:
        return Lane(cube, looks, bool(bit)).as_number()

    def lanes(all_masks: Iterable[int]) -> tuple[int, ...]:
        return tuple(of(mask >> index & 1) for mask in all_masks)

    here = masks._lines[at]  # noqa: SLF001 - same
    asked = tuple(
        evolve(
            one,
            hanging=of(one.hanging >> index & 1),
            chosen=dict(zip(one.chosen, lanes(one.chosen.values()), strict=True)),
            between=lanes(one.between),
        )
        for one in here.asked
    )
    before = evolve(here, condition=BEFORE, above=of(fired), partner=of(partner), asked=())
    above, with_other, single = lanes((here.above, here.partner, masks._single))  # noqa: SLF001 - same
    return evolve(masks, lines=(before, evolve(here, above=above, partner=with_other, asked=asked)), single=single)
