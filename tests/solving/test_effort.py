"""How much work a search may do."""

import pytest

from thoracic_lib.composing import effort
from thoracic_lib.composing.effort import Effort


def test_without_a_limit_it_is_never_spent() -> None:
    held = Effort()
    assert held.labels == 0
    held.labels += 10**9
    assert not held.spent


def test_a_limit_on_labels_is_reached_with_the_last_one() -> None:
    held = Effort(most=2)
    spent = []
    for _ in range(3):
        held.labels += 1
        spent.append(held.spent)
    assert spent == [False, True, True]
    assert Effort(most=0).spent


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    held = Clock(100.0)
    monkeypatch.setattr(effort, "monotonic", held)
    return held


def test_a_limit_in_seconds_counts_from_now_on(clock: Clock) -> None:
    held = Effort(seconds=2.5)
    for now, spent in ((100.0, False), (102.4, False), (102.5, True), (103.0, True)):
        clock.now = now
        assert held.spent is spent
    assert not Effort(seconds=0.5).spent


def test_either_limit_ends_it(clock: Clock) -> None:
    assert not Effort(most=5, seconds=1).spent
    assert Effort(most=0, seconds=1).spent
    held = Effort(most=5, seconds=1)
    clock.now = 101.0
    assert held.spent


@pytest.mark.parametrize("given", ["labels", "until", "_until"])
def test_only_limits_can_be_given(given: str) -> None:
    with pytest.raises(TypeError, match=given):
        Effort(**{given: 1})
