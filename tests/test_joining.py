"""The proof that masks decide each rule by itself: it sees a rule that hangs on what stands beside it."""

from typing import Any

import pytest

import thoracic_lib as tl
from tests.test_proving import SMALL, differ, of_part
from thoracic_lib import masking, walking
from thoracic_lib.joining import BEFORE, joined, unknown
from thoracic_lib.masking import Masks
from thoracic_lib.model.profile import Profile
from thoracic_lib.proving import prove
from thoracic_lib.walking import Cube, Lane

FIRING = Masks.firing
OPEN = masking._Line.open
DENIED = masking._Asked.denied


def stops_where_something_fires(self: Masks, profile: Profile) -> int:
    """It goes through no more conditions where any rule at all fires."""
    declared = profile.conditions
    fired, partners = 0, self._single
    for line in self._lines:
        if declared is not None and not fired and line.condition in declared:
            fired |= line.open(profile)
            partners |= line.partner
    return fired & partners


def forgets_what_fired_before(self: Masks, profile: Profile) -> int:
    declared = profile.conditions
    fired, partners = 0, self._single
    for line in self._lines:
        if declared is not None and line.condition in declared:
            fired = line.open(profile)
            partners |= line.partner
    return fired & partners


def skips_where_a_partner_is_missing(self: Masks, profile: Profile) -> int:
    """It goes through a line only while the partner of some rule is still to be found, or all are."""
    declared = profile.conditions
    fired, partners = 0, self._single
    for line in self._lines:
        if declared is not None and line.partner & ~partners and line.condition in declared:
            fired |= line.open(profile)
            partners |= line.partner
    return fired & partners


def denies_all_where_it_denies_one(self: masking._Asked, profile: Profile, condition: str, hanging: int) -> int:
    return hanging if DENIED(self, profile, condition, hanging) else 0


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (Masks, "firing", stops_where_something_fires),
        (Masks, "firing", forgets_what_fired_before),
        (Masks, "firing", skips_where_a_partner_is_missing),
        (masking._Asked, "denied", denies_all_where_it_denies_one),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_rule_that_hangs_on_other_rules_is_found(
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    name: str,
    fault: Any,  # noqa: ANN401 - any function
) -> None:
    monkeypatch.setattr(owner, name, fault)
    assert "bits" in differ(prove(SMALL))


def test_numbers_that_are_reckoned_with_are_no_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Masks, "firing", lambda self, profile: FIRING(self, profile) + 0)
    with pytest.raises(TypeError):
        prove(SMALL)


def test_every_condition_is_gone_through_for_every_kind_of_rule() -> None:
    masks = Masks.of(tl.catalog())
    about = {subject.split()[0] for subject in joined(masks)}
    assert about == {condition.id for condition in tl.catalog().conditions}
    assert len(joined(masks)) > 2 * len(about)


def test_the_state_before_and_the_looks_aside_are_part_of_the_space() -> None:
    masks, proof = Masks.of(SMALL), prove(SMALL)
    part = of_part(proof, "bits")
    extra = 1
    for values in unknown(masks).values():
        extra *= len(values)
    assert part.space == proof.space * extra
    assert (part.subjects, part.covered) == (len(joined(masks)), len(joined(masks)) * part.space)
    assert unknown(masks)["conditions", BEFORE] == (True,)


def test_a_lane_is_one_bit_beside_unknown_ones() -> None:
    space: walking.Space = {("others", "0"): walking.NO_YES, ("others", "1"): walking.NO_YES}
    cube = Cube(space, {}, [])
    looks = iter((0, 1))
    on, off = Lane(cube, looks, bit=True), Lane(cube, looks, bit=False)
    assert [(on & off).bit, (on | off).bit, (~on).bit, (~off).bit] == [False, True, False, True]
    assert [(on & -1).bit, (0 | on).bit, (-1 & off).bit, (off | 0).bit] == [True, True, False, False]
    assert on
    assert cube.agenda == []
    assert not off
    assert cube.agenda == [{("others", "0"): (True,)}]
    with pytest.raises(TypeError, match="lanes, 0 and -1 only"):
        _ = on & 2
    with pytest.raises(TypeError):
        hash(on)
