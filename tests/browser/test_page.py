"""The stand-alone page, in a real browser: played, paused, left, and heard by a screen reader."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Opened
from tests.composing.asking import composed
from tests.exporting.test_as_player import MEAN
from tests.exporting.values import catalog_of, routine_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.playbook import playbook
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.routine import Routine

SHOTS = Path(__file__).parent.parent.parent / ".cache" / "player"


@cache
def short() -> Routine:
    """Three exercises: one for each side with a figure, one with both sides alike, one with a rest or hold."""
    return composed(8, include=["open-book", "wall-angel"], maximum_exercises=3)


@cache
def careful() -> Routine:
    """A routine with limits and cautions."""
    return composed(12, include=["open-book"], conditions=["osteopenia"])


def named(page: Any, name: str, role: str = "button") -> Any:  # noqa: ANN401 - of an optional package
    return page.get_by_role(role, name=name, exact=True)


def begun(page: Any) -> Any:  # noqa: ANN401 - same
    named(page, "Start").click()
    return page


def heading(page: Any) -> str:  # noqa: ANN401 - same
    return str(page.get_by_role("heading", level=1).inner_text())


def left(page: Any) -> str:  # noqa: ANN401 - same
    return str(page.locator(".tlp-meta span").nth(1).inner_text())


def state(page: Any) -> str:  # noqa: ANN401 - same
    return str(page.locator("#player").get_attribute("data-state"))


def heard(page: Any) -> str:  # noqa: ANN401 - same
    return str(page.get_by_role("status").inner_text())


def names(routine: Routine) -> list[str]:
    return [step.exercise.name for step in routine.steps]


def to(page: Any, name: str) -> None:  # noqa: ANN401 - same
    """Skip until an exercise."""
    while heading(page) != name:
        named(page, "Skip").click()


def test_a_whole_routine_is_played_to_its_end_in_exactly_its_time(opened: Opened) -> None:
    page = begun(opened(short()))
    for step in short().steps:
        assert heading(page) == step.exercise.name
        page.clock.run_for(step.seconds * 1000 - 500)
        assert heading(page) == step.exercise.name
        assert state(page) == "playing"
        page.clock.run_for(500)
    assert state(page) == "finished"
    assert heading(page) == "All done"
    assert f"{len(short().steps)} of {len(short().steps)} exercises done." in page.locator("main").inner_text()


def test_every_moment_of_the_playbook_is_shown_in_its_turn(opened: Opened) -> None:
    page = begun(opened(short()))
    step = playbook(short(), catalog())["steps"][0]
    for moment in step["moments"]:
        seen = page.locator(".tlp-where").inner_text()
        if "count" in moment:
            assert f"{moment['count']} of {step['counts']}" in seen
        if "side" in moment and step["sides"]:
            assert step["sides"][moment["side"] - 1] in seen
        page.clock.run_for(moment["seconds"] * 1000)


def test_a_pause_stops_the_clock_and_playing_goes_on_where_it_stopped(opened: Opened) -> None:
    page = begun(opened(short()))
    page.clock.run_for(3000)
    before = left(page)
    assert before == f"{clock(short().seconds - 3)} left"
    named(page, "Pause").click()
    page.clock.run_for(60_000)
    assert (state(page), left(page)) == ("paused", before)
    named(page, "Play").click()
    page.clock.run_for(2000)
    assert left(page) == f"{clock(short().seconds - 5)} left"


def test_skip_and_back_go_from_exercise_to_exercise(opened: Opened) -> None:
    page = begun(opened(short()))
    first, second, *_ = names(short())
    named(page, "Skip").click()
    assert heading(page) == second
    page.clock.run_for(10_000)
    named(page, "Back").click()
    assert heading(page) == second
    assert left(page) == f"{clock(short().seconds - short().steps[0].seconds)} left"
    named(page, "Back").click()
    assert heading(page) == first
    for _ in short().steps:
        named(page, "Skip").click()
    assert heading(page) == "That is the end"
    assert "0 of 3 exercises done." in page.locator("main").inner_text()


def test_ready_now_ends_a_wait(opened: Opened) -> None:
    page = begun(opened(short()))
    assert page.locator(".tlp-prompt").inner_text() in {"Get your things", "Change position", "Get ready"}
    named(page, "Ready now").click()
    assert not named(page, "Ready now").is_visible()
    assert page.locator(".tlp-prompt").inner_text() not in {"Get your things", "Change position", "Get ready"}


def test_keys_do_what_the_buttons_do(opened: Opened) -> None:
    page = opened(short())
    page.keyboard.press("Space")
    assert state(page) == "playing"
    page.keyboard.press("Space")
    assert state(page) == "paused"
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert heading(page) == names(short())[1]
    page.keyboard.press("ArrowLeft")
    assert heading(page) == names(short())[0]
    page.keyboard.press("n")
    assert not named(page, "Ready now").is_visible()
    page.keyboard.press("m")
    assert named(page, "Sound on").is_visible()
    page.keyboard.press("Control+p")
    assert state(page) == "playing"
    page.keyboard.press("p")
    assert state(page) == "pain"
    page.keyboard.press("Escape")
    assert state(page) == "paused"


def test_keys_can_be_switched_off(opened: Opened) -> None:
    page = opened(short())
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("Control by keys").uncheck()
    begun(page)
    page.keyboard.press("p")
    assert state(page) == "playing"


def test_the_pain_button_stops_everything_and_says_what_to_do(opened: Opened) -> None:
    page = begun(opened(short()))
    page.clock.run_for(15_000)
    before = left(page)
    named(page, "It hurts").click()
    dialog = page.get_by_role("dialog", name="Stop here")
    page.clock.run_for(60_000)
    assert (state(page), left(page)) == ("pain", before)
    said = dialog.inner_text()
    assert catalog().pain_rule.rule in said
    assert all(sign in said for sign in short().stop_signs)
    dialog.get_by_text("a scale from 0 to 10").click()
    assert all(zone.text in dialog.inner_text() for zone in catalog().pain_rule.zones)
    assert catalog().pain_rule.caveat in dialog.inner_text()
    dialog.get_by_role("button", name="It has gone: carry on").click()
    assert (state(page), left(page), heading(page)) == ("paused", before, names(short())[0])


def test_an_exercise_that_hurts_is_left_out_and_the_player_waits(opened: Opened) -> None:
    page = begun(opened(short()))
    named(page, "It hurts").click()
    named(page, "Leave this exercise out").click()
    assert (state(page), heading(page)) == ("paused", names(short())[1])
    named(page, "It hurts").click()
    named(page, "End the routine").click()
    assert (state(page), heading(page)) == ("finished", "You stopped here")
    told = page.locator("main").inner_text()
    assert "Stopped because of pain" in told
    assert all(sign in told for sign in short().stop_signs)
    assert all(name in told for name in names(short())[:2])


def test_a_page_that_slept_is_paused_and_skips_nothing(opened: Opened) -> None:
    page = begun(opened(short()))
    page.clock.run_for(2000)
    before = left(page)
    page.clock.fast_forward(90_000)
    assert (state(page), left(page)) == ("paused", before)
    assert "asleep" in heard(page)


def test_a_screen_reader_hears_names_roles_and_what_changes(opened: Opened) -> None:
    page = begun(opened(careful()))
    tree = page.locator("#player").aria_snapshot()
    for told in (
        '- progressbar "Routine"',
        '- button "Sound off"',
        "- heading ",
        '- timer "This moment"',
        '- note "Limits and cautions"' if careful().steps[0].reasons else "- timer",
        '- group "Controls"',
        '- button "It hurts"',
        '- button "Back"',
        '- button "Pause"',
        '- button "Skip"',
    ):
        assert told in tree
    step = careful().steps[0]
    assert heard(page).startswith(f"{step.exercise.name}. {step.dose}.")
    to(page, "Open book")
    assert "Held back:" in heard(page)
    assert 'img "Open book Start: Lying on the ' in page.locator(".tlp-picture").aria_snapshot()
    named(page, "Ready now").click()
    assert "Right side" in heard(page)
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"


def test_limits_and_cautions_stand_at_their_step(opened: Opened) -> None:
    page = begun(opened(careful()))
    for step in playbook(careful(), catalog())["steps"]:
        to(page, step["name"])
        assert page.locator(".tlp-warn p").all_inner_texts() == [*step["limits"], *step["cautions"]]


def test_the_other_side_is_shown_mirrored(opened: Opened) -> None:
    page = begun(opened(short()))
    to(page, "Open book")
    named(page, "Ready now").click()
    right = page.locator(".tlp-picture svg desc").inner_html()
    while page.locator(".tlp-prompt").inner_text() != "Change sides":
        page.clock.run_for(1000)
    other = page.locator(".tlp-picture svg desc").inner_html()
    assert "The right arm opens" in right
    assert "The left arm opens" in other
    assert "Left side" in page.locator(".tlp-where").inner_text()


def test_the_figure_moves_once_with_each_repetition_and_stands_still_in_a_pause(opened: Opened) -> None:
    page = begun(opened(short()))
    to(page, "Open book")
    named(page, "Ready now").click()
    moving = page.locator(".tlp-picture > svg")
    seconds = playbook(short(), catalog())["steps"][names(short()).index("Open book")]["moments"]
    tempo = next(moment["seconds"] for moment in seconds if moment["kind"] == "movement")
    page.clock.run_for(tempo * 250)
    assert moving.evaluate("svg => svg.getCurrentTime()") == pytest.approx(0.8, abs=0.1)  # half of the way there
    page.clock.run_for(tempo * 500)
    assert moving.evaluate("svg => svg.getCurrentTime()") == pytest.approx(3.1, abs=0.1)  # half of the way back
    named(page, "Pause").click()
    still = moving.evaluate("svg => svg.getCurrentTime()")
    page.clock.run_for(5000)
    page.wait_for_timeout(0)
    assert moving.evaluate("svg => svg.getCurrentTime()") == still
    assert moving.evaluate("svg => svg.animationsPaused()")


def test_who_asks_for_less_motion_sees_start_and_end_standing_still(opened: Opened) -> None:
    page = begun(opened(short(), reduced_motion="reduce"))
    to(page, "Open book")
    shown = "(svg, part) => getComputedStyle(svg.querySelector(part)).display"
    moving = page.locator(".tlp-picture > svg")
    assert moving.evaluate(shown, ".y") == "none"
    assert moving.evaluate(shown, ".q") == "inline"


def test_the_policy_stops_what_is_put_in_from_outside(opened: Opened, complaints: list[str]) -> None:
    page = opened(short())
    told = page.evaluate(
        """async () => {
            const broken = [];
            document.addEventListener("securitypolicyviolation", (event) => broken.push(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.harmed = true";
            document.body.append(script);
            const image = document.createElement("img");
            image.setAttribute("onerror", "window.harmed = true");
            image.src = "https://example.invalid/x.png";
            document.body.append(image);
            while (broken.length < 3) await new Promise((done) => { const c = new MessageChannel();
                c.port1.onmessage = done; c.port2.postMessage(0); });
            return [broken.sort(), window.harmed ?? false];
        }"""
    )
    assert told == [["img-src", "script-src-attr", "script-src-elem"], False]
    assert len(complaints) >= len(told[0])
    complaints.clear()


@pytest.mark.parametrize("text", MEAN)
def test_a_hostile_text_is_shown_as_the_text_that_it_is(text: str, opened: Opened) -> None:
    known = catalog_of(text)
    page = begun(opened(routine_of(known), catalog=known))
    step = next(step for step in routine_of(known).steps if step.exercise.id == "own-exercise")
    while page.get_by_role("heading", level=1).text_content() != straight(text):
        named(page, "Skip").click()
    assert page.locator(".tlp-how ol li").all_text_contents() == [straight(told) for told in step.exercise.steps]
    assert page.locator("script").count() == 2
    assert page.locator("img, iframe, a, object, embed").count() == 0


@pytest.mark.parametrize("text", ["W" * 300, "Bend and turn " * 60, "\u05e9\u05dc\u05d5\u05dd " * 40])
def test_a_text_of_any_length_and_direction_leaves_the_buttons_in_their_place(text: str, opened: Opened) -> None:
    known = catalog_of(text.strip())
    page = begun(opened(routine_of(known), catalog=known, size=PHONE))
    while page.get_by_role("heading", level=1).text_content() != text.strip():
        named(page, "Skip").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("It hurts", "Back", "Pause", "Skip"):
        box = named(page, name).bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"]
        assert box["y"] + box["height"] <= PHONE["height"]


def test_a_text_from_right_to_left_begins_on_the_right(opened: Opened) -> None:
    known = catalog_of("\u05e9\u05dc\u05d5\u05dd!")
    page = begun(opened(routine_of(known), catalog=known))
    while page.get_by_role("heading", level=1).text_content() != "\u05e9\u05dc\u05d5\u05dd!":
        named(page, "Skip").click()
    gap = page.get_by_role("heading", level=1).evaluate("""(one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return one.getBoundingClientRect().right - range.getBoundingClientRect().right;
    }""")
    assert gap < 1


def test_a_routine_of_one_step_ends_with_it(opened: Opened) -> None:
    routine = composed(3, include=["cat-cow"], maximum_exercises=1)
    assert len(routine.steps) == 1
    page = begun(opened(routine))
    assert page.get_by_text("Last exercise").is_visible()
    named(page, "Skip").click()
    assert page.get_by_role("heading", level=1).inner_text() == "That is the end"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
def test_everything_has_its_place_on_a_phone_and_on_a_desktop(
    device: str, size: dict[str, int], scheme: str, opened: Opened
) -> None:
    page = opened(careful(), size=size, color_scheme=scheme)
    SHOTS.mkdir(parents=True, exist_ok=True)

    def shot(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=SHOTS / f"{device}-{scheme}-{name}.png")

    shot("1-start")
    begun(page)
    shot("2-first")
    to(page, "Open book")
    page.clock.run_for(24_000)
    shot("3-moving")
    for name in ("It hurts", "Back", "Pause", "Skip"):
        box = named(page, name).bounding_box()
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= size["height"]
    digits = page.locator(".tlp-digits").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert digits >= (100 if device == "desktop" else 64)
    assert page.locator("button.tlp-main:visible").count() == 1
    named(page, "It hurts").click()
    shot("4-pain")
    named(page, "End the routine").click()
    shot("5-end")
