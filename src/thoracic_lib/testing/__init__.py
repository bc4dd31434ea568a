"""Laws of screening, and strategies to draw what they are tried on, for an app's own rules, catalogs and functions.

    from thoracic_lib.testing import check_catalog

    check_catalog(my_catalog)

A law is a plain function that returns nothing, or raises `LawBrokenError` with a counterexample. Drawing needs
hypothesis, which the extra `thoracic-lib[testing]` brings.
"""

try:
    import hypothesis as _  # noqa: F401 - only to say early and clearly that it is missing
except ImportError as error:
    raise ImportError("thoracic_lib.testing needs hypothesis: install thoracic-lib[testing]") from error

from thoracic_lib.testing.checking import check_catalog
from thoracic_lib.testing.laws import (
    LAWS,
    LawBrokenError,
    Screen,
    antitone_in_answers,
    antitone_in_conditions,
    antitone_in_demands,
    antitone_in_rules,
    closure_is_an_order,
    exclusions_have_witnesses,
    monotone_in_equipment,
    reasons_are_true,
    union_is_intersection,
)
from thoracic_lib.testing.strategies import answers, profiles, rule_tables, rules, small_catalogs

__all__ = [
    "LAWS",
    "LawBrokenError",
    "Screen",
    "answers",
    "antitone_in_answers",
    "antitone_in_conditions",
    "antitone_in_demands",
    "antitone_in_rules",
    "check_catalog",
    "closure_is_an_order",
    "exclusions_have_witnesses",
    "monotone_in_equipment",
    "profiles",
    "reasons_are_true",
    "rule_tables",
    "rules",
    "small_catalogs",
    "union_is_intersection",
]
