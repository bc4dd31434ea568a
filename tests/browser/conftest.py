"""A real Chromium with a clock of our own; `./run test-browser` names it in CHROMIUM, and nothing is run without."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from thoracic_lib.exporting import export
from thoracic_lib.model.routine import Routine

collect_ignore_glob = [] if "CHROMIUM" in os.environ else ["test_*.py"]

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
Opened = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the group `browser`

    with sync_playwright() as playwright:
        held = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        yield held
        held.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about; a test that provokes it has to clear it."""
    return []


@pytest.fixture
def blank(browser: Any, complaints: list[str]) -> Iterator[Opened]:  # noqa: ANN401 - a class of an optional package
    """Empty pages with a clock that stands still; whatever the browser complains about in them is an error."""
    contexts = []

    def page(size: dict[str, int] = DESKTOP, **asked: object) -> Any:  # noqa: ANN401 - same
        contexts.append(browser.new_context(viewport=size, **asked))
        made = contexts[-1].new_page()
        made.on("console", lambda told: complaints.append(f"{told.type}: {told.text}"))
        made.on("pageerror", lambda error: complaints.append(str(error)))
        made.on("request", lambda asked: complaints.append(asked.url) if asked.url.startswith("http") else None)
        made.clock.install(time=0)
        made.clock.pause_at(1)
        return made

    yield page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def opened(blank: Opened, tmp_path: Path) -> Opened:
    """The stand-alone page of a routine, opened as a file."""

    def page(routine: Routine, **asked: Any) -> Any:  # noqa: ANN401 - same
        known = asked.pop("catalog", None)
        file = tmp_path / "player.html"
        file.write_text(export(routine, "player", catalog=known), encoding="utf-8")
        made = blank(**asked)
        made.goto(file.as_uri())
        return made

    return page
