"""The same module as a notebook's widget, with a stand-in for the notebook's side of it."""

import json
from typing import Any

from tests.browser.conftest import Opened
from tests.browser.test_page import short
from thoracic_lib import notebook
from thoracic_lib.catalogs import catalog
from thoracic_lib.exporting.playbook import playbook
from thoracic_lib.player import script, style

MODEL = """
const held = { playbook: PLAYBOOK, state: "ready", position: 0, events: [] };
const told = new Map();
const model = {
  get: (name) => held[name],
  set: (name, value) => { held[name] = value; },
  save_changes: () => {},
  on: (name, act) => told.set(name, act),
  off: (name) => told.delete(name),
};
window.ask = (name, value) => { held[name] = value; told.get(`change:${name}`)?.(); };
window.held = held;
window.listeners = told;
"""


def widget(blank: Opened) -> Any:  # noqa: ANN401 - of an optional package
    page = blank()
    data = json.dumps(playbook(short(), catalog())).replace("</", "<\\/")
    module = script().replace("export default { render };", "")
    code = f"{module}{MODEL.replace('PLAYBOOK', data)}window.close_widget = render({{ model, el: document.body }});"
    page.set_content(f"<style>{style()}</style><body><script type='module'>{code}</script></body>")
    page.wait_for_selector(".tl-player h1")
    return page


def held(page: Any, name: str) -> Any:  # noqa: ANN401 - same
    return page.evaluate(f"held.{name}")


def test_the_widget_tells_python_what_happens(blank: Opened) -> None:
    page = widget(blank)
    page.get_by_role("button", name="Start", exact=True).click()
    assert held(page, "state") == "playing"
    page.clock.run_for(short().steps[0].seconds * 1000)
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="It hurts").click()
    assert held(page, "state") == "pain"
    page.get_by_role("button", name="End the routine").click()
    first, second, third = short().steps
    assert [(event["type"], event["step"], event["exercise"]) for event in held(page, "events")] == [
        ("started", 0, first.exercise.id),
        ("done", 0, first.exercise.id),
        ("skipped", 1, second.exercise.id),
        ("pain", 2, third.exercise.id),
        ("ended", 2, third.exercise.id),
    ]
    assert [event["at"] for event in held(page, "events")] == [0, second.start, second.start, third.start, third.start]
    assert {event["setup"] for event in held(page, "events")} == {step.setup.id for step in short().steps}
    assert held(page, "state") == "finished"


def test_python_can_play_pause_and_move_the_widget(blank: Opened) -> None:
    page = widget(blank)
    page.evaluate("ask('state', 'playing')")
    page.clock.run_for(1000)
    page.evaluate("ask('state', 'paused')")
    assert page.get_by_role("button", name="Play").is_visible()
    third = short().steps[2]
    page.evaluate(f"ask('position', {third.start + 1})")
    assert page.get_by_role("heading", level=1).inner_text() == third.exercise.name
    page.evaluate("ask('state', 'nonsense')")
    assert held(page, "state") == "paused"


def test_keys_reach_the_widget_only_while_it_has_the_focus(blank: Opened) -> None:
    page = widget(blank)
    page.keyboard.press("Space")
    assert held(page, "state") == "ready"
    page.locator(".tl-player").focus()
    page.keyboard.press("Space")
    assert held(page, "state") == "playing"


def test_no_shortcut_of_the_notebook_acts_on_the_cell_of_the_widget(blank: Opened) -> None:
    page = widget(blank)
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="It hurts").click()
    takes_focus = ".tl-player, .tl-player :is(button, summary, input, a, dialog, [tabindex])"
    assert page.locator(takes_focus).count() > 10
    heard = page.locator(takes_focus).evaluate_all(
        "all => all.filter((one) => !('lmSuppressShortcuts' in one.dataset))"
    )
    assert heard == []  # JupyterLab looks at what has the focus, and at nothing around it, before X cuts a cell


def test_a_widget_shows_its_buttons_without_being_scrolled(blank: Opened) -> None:
    page = widget(blank)
    page.get_by_role("button", name="Start", exact=True).click()
    last = page.get_by_role("button", name="Skip").bounding_box()
    assert last["y"] + last["height"] <= page.viewport_size["height"]


def test_a_widget_that_is_closed_leaves_nothing_running(blank: Opened) -> None:
    page = widget(blank)
    page.get_by_role("button", name="Start", exact=True).click()
    page.evaluate("close_widget()")
    page.clock.run_for(60_000)
    assert page.evaluate("listeners.size") == 0
    assert held(page, "position") == 0
    page.locator(".tl-player").focus()
    page.keyboard.press("Space")
    assert held(page, "state") == "playing"


def test_the_widget_is_an_anywidget_whose_traits_are_in_step() -> None:
    made = notebook.player(short())
    state = made.get_state()
    assert state["playbook"] == playbook(short(), catalog())
    assert (state["state"], state["position"], state["events"]) == ("ready", 0, [])
    assert state["_esm"] == script()
    made.events = [{"type": "done", "step": 0}]
    assert made.get_state("events") == {"events": [{"type": "done", "step": 0}]}
