"""Screening many people with one catalog by bit masks: what is alike for several of them is worked out once."""

from collections.abc import Iterable

from attrs import field, frozen

from thoracic_lib.masking import Masks
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.once import Kept
from thoracic_lib.model.profile import Profile
from thoracic_lib.screening import banners, blocking_flags, verify_profile

__all__ = ["AVOIDED", "MISSING", "Desk", "Found"]

MISSING, AVOIDED = 4, 8
"""What is added to the rank of a verdict (0 to 3) where equipment is missing, and where the person avoids the setup."""

_KEPT = 16_384
"""How many people, and how many parts of them, are kept in mind."""

_NOT_LEFT = bytes(range(3, 256))
"""Every byte of a setup that is not left."""


@frozen
class Found:
    """What screening finds of a person; one value serves all of whom that is the same."""

    verdicts: bytes
    gates: tuple[str, ...]
    red_flags: tuple[str, ...]
    banners: tuple[str, ...]

    @property
    def left(self) -> int:
        """How many setups are left."""
        return len(self.verdicts.translate(None, _NOT_LEFT))


@frozen(eq=False)
class Desk:
    """Where people are screened with one catalog, one after the other; it keeps in mind what it saw lately."""

    catalog: Catalog
    masks: Masks = field(init=False)
    _setups: dict[str, int] = field(init=False)
    _people: Kept[tuple[object, ...], Found] = field(factory=lambda: Kept(_KEPT), init=False)
    _parts: Kept[tuple[object, ...], int] = field(factory=lambda: Kept(_KEPT), init=False)

    @masks.default
    def _masks(self) -> Masks:
        return Masks.of(self.catalog)

    @_setups.default
    def _bits(self) -> dict[str, int]:
        """For each exercise, position and piece of equipment, its setups: a byte of one for each."""
        ways = [(exercise.id, setup) for exercise in self.catalog.exercises for setup in exercise.setups]
        marks = [{f"exercise {one}", f"position {setup.position}", *setup.needs} for one, setup in ways]
        return {mark: _packed(mark in held for held in marks) for mark in set().union(*marks)}

    def found(self, profile: Profile) -> Found:
        """What screening finds; raises what `screen` raises for a profile that the catalog does not know."""
        person = (
            profile.equipment,
            profile.without,
            profile.conditions,
            profile.answers,
            profile.cleared,
            profile.red_flags,
            profile.avoid_positions,
            profile.avoid_exercises,
        )
        known = self._people.get(person)
        if known is None:
            verify_profile(self.catalog, profile)
            known = self._people[person] = self._looked_at(profile)
        return known

    def _looked_at(self, profile: Profile) -> Found:
        packed = self._verdicts(profile) | MISSING * self._missing(profile) | AVOIDED * self._avoided(profile)
        return Found(
            verdicts=packed.to_bytes(len(self.masks.setups), "big"),
            gates=tuple(self.masks.waiting(profile)),
            red_flags=tuple(flag.id for flag in blocking_flags(self.catalog, profile)) if profile.red_flags else (),
            banners=banners(self.catalog, profile),
        )

    def _verdicts(self, profile: Profile) -> int:
        if not profile.conditions:
            return 0
        firing = self.masks.firing(profile)
        known = self._parts.get((firing,))
        if known is None:
            known = self._parts[(firing,)] = _packed(self.masks.verdicts(firing))
        return known

    def _missing(self, profile: Profile) -> int:
        part = (profile.equipment, profile.without)
        known = self._parts.get(part)
        if known is None:
            known = 0
            for item in self.masks.missing((item.id for item in self.catalog.equipment), profile):
                known |= self._setups.get(item, 0)
            self._parts[part] = known
        return known

    def _avoided(self, profile: Profile) -> int:
        avoided = 0
        for position in profile.avoid_positions:
            avoided |= self._setups.get(f"position {position}", 0)
        for exercise in profile.avoid_exercises:
            avoided |= self._setups.get(f"exercise {exercise}", 0)
        return avoided


def _packed(numbers: Iterable[int]) -> int:
    """Small numbers as one, with a byte for each."""
    return int.from_bytes(bytes(numbers), "big")
