"""What the player does beside the words: figures that hold, tones, the screen, and a clock that comes late."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Opened
from tests.browser.test_page import begun, heading, left, named, short, to
from tests.composing.asking import composed
from thoracic_lib.exporting import export
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.routine import Routine

STAND_INS = """
window.told = { contexts: 0, tones: [], locks: 0, released: 0 };
window.AudioContext = class {
  constructor() { told.contexts += 1; this.currentTime = 0; this.destination = {}; }
  createOscillator() {
    const frequency = { set value(pitch) { told.tones.push(pitch); } };
    return { frequency, connect: (next) => next, start() {}, stop() {} };
  }
  createGain() {
    return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (next) => next };
  }
};
Object.defineProperty(navigator, "wakeLock", { value: {
  request: async () => { told.locks += 1; return { release: async () => { told.released += 1; } }; },
} });
"""


@cache
def held() -> Routine:
    return composed(20, include=["standing-side-stretch"], maximum_exercises=1)


def sensed(blank: Opened, tmp_path: Path) -> Any:  # noqa: ANN401 - of an optional package
    """The page with stand-ins for what a browser without a head lacks."""
    file = tmp_path / "player.html"
    file.write_text(export(short(), "player"), encoding="utf-8")
    page = blank()
    page.add_init_script(STAND_INS)
    page.goto(file.as_uri())
    return begun(page)


def told(page: Any, name: str) -> Any:  # noqa: ANN401 - same
    return page.evaluate(f"told.{name}")


def test_no_time_is_lost_where_the_clock_ticks_late(opened: Opened) -> None:
    page = begun(opened(short()))
    for _ in range(60):
        page.clock.fast_forward(1700)
    assert left(page) == f"{clock(short().seconds - 102)} left"


def test_the_figure_stays_at_the_end_of_its_movement_through_a_hold(opened: Opened) -> None:
    page = begun(opened(held()))
    named(page, "Ready now").click()
    while page.locator(".tlp-prompt").inner_text() != "Hold":
        page.clock.run_for(500)
    for _ in range(2):
        page.clock.run_for(1000)
        assert page.locator(".tlp-picture > svg").evaluate("svg => svg.getCurrentTime()") == pytest.approx(1.95)


def test_nothing_sounds_before_it_is_asked_for(blank: Opened, tmp_path: Path) -> None:
    page = sensed(blank, tmp_path)
    page.clock.run_for(12_000)
    assert (told(page, "contexts"), told(page, "tones")) == (0, [])


def test_the_last_three_seconds_of_a_wait_and_the_next_moment_are_heard(blank: Opened, tmp_path: Path) -> None:
    page = sensed(blank, tmp_path)
    named(page, "Sound off").click()
    first = short().request.pace.set_up
    page.clock.run_for(first * 1000 + 100)
    asked, *tones = told(page, "tones")
    assert len(tones) == 4
    assert tones[:3] == [tones[0]] * 3
    assert asked not in tones
    named(page, "Sound on").click()
    page.clock.run_for(20_000)
    assert len(told(page, "tones")) == 5


def test_the_screen_stays_on_only_while_the_routine_plays(blank: Opened, tmp_path: Path) -> None:
    page = sensed(blank, tmp_path)
    assert (told(page, "locks"), told(page, "released")) == (1, 0)
    named(page, "Pause").click()
    assert (told(page, "locks"), told(page, "released")) == (1, 1)
    named(page, "Play").click()
    named(page, "It hurts").click()
    assert (told(page, "locks"), told(page, "released")) == (2, 2)


def test_a_routine_that_is_started_again_begins_anew(opened: Opened) -> None:
    page = begun(opened(short()))
    to(page, short().steps[-1].exercise.name)
    named(page, "Skip").click()
    named(page, "Start again").click()
    assert heading(page) == short().steps[0].exercise.name
    assert left(page) == f"{clock(short().seconds)} left"
