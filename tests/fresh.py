"""A plugin of pytest for `./run mutate`: no test lives on what an earlier one left in a cache of the library.

A mutant runs in a fork of a process that has run all tests before, so a cache would hold what was made without it.
While that process finds out which tests reach which function, every test starts with empty caches; under a mutant it
is enough that the first one does.
"""

import os

import pytest

from thoracic_lib import masking, resolving

__all__ = ["fresh", "pytest_sessionstart"]


def pytest_sessionstart() -> None:
    """Empty the caches that mutated code fills."""
    resolving._phrases.cache_clear()
    masking._made.clear()


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Empty them before each test, too, as long as no mutant is under test."""
    if os.environ.get("MUTANT_UNDER_TEST", "stats") == "stats":
        pytest_sessionstart()
