"""What screening decides one rule, setup or answer at a time: faults here once went past every other test of it."""

import pytest
from attrs import evolve

import thoracic_lib as tl
from thoracic_lib.errors import InvalidValueError
from thoracic_lib.model.profile import Answer, Profile
from thoracic_lib.screening import firing, firing_rules, judge, screen, verify_profile

CATALOG = tl.catalog()
PROFILES = [
    Profile(),
    Profile(conditions=frozenset()),
    Profile(conditions=frozenset({"vertebral_compression_fracture", "pregnancy"})),
    Profile(
        conditions=frozenset({"spinal_fusion"}),
        answers=(Answer(condition="spinal_fusion", question="restrictions", choices=("none",)),),
    ),
]


def named(profile: Profile) -> str:
    return "-".join(sorted(profile.conditions)) or "none" if profile.conditions is not None else "not-asked"


@pytest.mark.parametrize("profile", PROFILES, ids=named)
def test_one_rule_by_itself_fires_as_it_does_among_all(profile: Profile) -> None:
    alone = [firing(CATALOG, profile, rule) for rule in CATALOG.rules]
    assert tuple(one for one in alone if one is not None) == firing_rules(CATALOG, profile)


@pytest.mark.parametrize("profile", PROFILES, ids=named)
def test_the_verdict_alone_is_the_one_given_with_reasons(profile: Profile) -> None:
    fired = {one.rule.id for one in firing_rules(CATALOG, profile)}
    for screened in screen(CATALOG, profile).exercises:
        for way in screened.setups:
            assert judge(screened.exercise, way.setup, CATALOG.rules, fired) is way.verdict
