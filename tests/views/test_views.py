"""What a timeline, a map of the body and the weeks of a program show, and that no text changes how they are built."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

import thoracic_lib as tl
from tests.exporting.test_refusing import too_much
from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of
from thoracic_lib.figures.checking import unsound
from thoracic_lib.figures.themes import plain_colors
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.program import Program
from thoracic_lib.views import render_body_map, render_timeline, render_weeks
from thoracic_lib.views.body_map import draw_body_map, worked
from thoracic_lib.views.silhouette import AREAS, HIGH, HINTS, OUTLINE
from thoracic_lib.views.svg import DARK, LIGHT, bar, shortened, width
from thoracic_lib.vocabulary import ChangeKind, Phase

SVG = "{http://www.w3.org/2000/svg}"
CATALOG = tl.catalog()


def long_routine() -> tl.Routine:
    held = [item.id for item in CATALOG.equipment]
    return tl.compose(tl.Request(minutes=25, profile=tl.profile(equipment=held, conditions=[])))


def program() -> Program:
    told = SHOWN["program"]
    assert isinstance(told, Program)
    return told


ROUTINE = long_routine()
VIEWS: dict[str, Callable[..., str]] = {
    "timeline": lambda **options: render_timeline(ROUTINE, **options),
    "body": lambda **options: render_body_map(ROUTINE, **options),
    "body of a program": lambda **options: render_body_map(program(), **options),
    "weeks": lambda **options: render_weeks(program(), **options),
}


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own picture


def texts(svg: str) -> list[str]:
    return [str(element.text) for element in parsed(svg).iter(f"{SVG}text")]


def tree(svg: str) -> list[tuple[str, dict[str, str]]]:
    return [(element.tag, element.attrib) for element in parsed(svg).iter()]


def drawn_at(svg: str, kind: str) -> list[tuple[float, float]]:
    """Where each bar of a class begins, and how wide it is."""
    found = re.findall(rf'<path class="{kind}" d="M([\d.]+) [\d.]+h([\d.]+)v', svg)
    return [(float(x), float(wide)) for x, wide in found]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_a_view_has_only_what_pictures_may_have_and_is_small(view: str, theme: str) -> None:
    svg = VIEWS[view](theme=theme)
    assert unsound(svg) == []
    assert len(svg.encode()) < 25_000


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_says_what_it_shows(view: str) -> None:
    root = parsed(VIEWS[view]())
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert title.text
    assert len(str(told.text)) > 40
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], told.attrib["id"]]


@pytest.mark.parametrize("view", VIEWS)
def test_the_same_call_gives_the_same_view_and_themes_differ_in_colors_only(view: str) -> None:
    auto, light, dark = (VIEWS[view](theme=theme) for theme in ("auto", "light", "dark"))
    assert auto == VIEWS[view]()
    assert "prefers-color-scheme" in auto
    assert "prefers-color-scheme" not in light + dark
    assert light != dark
    drawn = [re.findall(r' d="([^"]*)"', svg) for svg in (auto, light, dark)]
    assert drawn[0] == drawn[1] == drawn[2]
    assert "var(" not in plain_colors(light)


@pytest.mark.parametrize("view", VIEWS)
def test_another_theme_is_refused(view: str) -> None:
    with pytest.raises(tl.FormatError, match="is no theme of a view; one of: auto, light, dark"):
        VIEWS[view](theme="pink")


@pytest.mark.parametrize("view", VIEWS)
def test_everything_lies_inside_its_picture(view: str) -> None:
    svg = VIEWS[view]()
    wide, high = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    for x, y in re.findall(r'<(?:text|circle)[^>]* (?:x|cx)="([\d.-]+)" (?:y|cy)="([\d.-]+)"', svg):
        assert 0 <= float(x) <= wide
        assert 0 < float(y) < high
    for x, y in re.findall(r"M([\d.-]+) ([\d.-]+)", svg):
        assert 0 <= float(x) <= wide
        assert 0 <= float(y) <= high


@pytest.mark.parametrize("render", [render_timeline, render_body_map])
def test_no_view_is_drawn_of_a_routine_that_breaks_a_rule(render: Callable[[tl.Routine], str]) -> None:
    with pytest.raises(tl.UnsafeRoutineError):
        render(too_much())


@pytest.mark.parametrize("render", [render_weeks, render_body_map])
def test_no_view_is_drawn_of_a_program_with_such_a_routine(render: Callable[[Program], str]) -> None:
    first, *rest = program().sessions
    with pytest.raises(tl.UnsafeRoutineError):
        render(evolve(program(), sessions=(evolve(first, routine=too_much()), *rest)))


def test_a_timeline_names_every_step_with_its_times_in_order() -> None:
    told = texts(render_timeline(ROUTINE))
    names = [text for text in told if re.match(r"\d+\. ", text)]
    assert [name.rstrip("…") for name in names] == [
        f"{at}. {step.exercise.name}"[: len(name.rstrip("…"))]
        for at, (step, name) in enumerate(zip(ROUTINE.steps, names, strict=True), 1)
    ]
    assert [text for text in told if "–" in text] == [f"{clock(s.start)}–{clock(s.end)}" for s in ROUTINE.steps]


def test_the_bars_of_a_timeline_lie_at_their_times() -> None:
    svg = render_timeline(ROUTINE)
    bars = re.findall(r'<path class="(\w+)" d="M([\d.]+) [\d.]+h([\d.]+)v12h', svg)
    assert [kind for kind, _, _ in bars] == [step.exercise.phase for step in ROUTINE.steps]
    for (_, x, wide), step in zip(bars, ROUTINE.steps, strict=True):
        assert float(x) + float(wide) == pytest.approx(step.end * 480 / ROUTINE.seconds, abs=0.2)
        before = sum(p.seconds for p in step.parts if p.name.startswith(("set-up", "change of pos", "change of eq")))
        assert float(x) == pytest.approx((step.start + before) * 480 / ROUTINE.seconds, abs=0.2)


def test_a_timeline_tells_each_change_of_position_and_what_is_needed_anew() -> None:
    changes = 0
    told = render_timeline(ROUTINE)
    for last, step in zip((None, *ROUTINE.steps), ROUTINE.steps, strict=False):
        moved = last is None or last.setup.position is not step.setup.position
        new = [item for item in step.setup.equipment if last is None or item not in last.setup.equipment]
        changes += bool(moved or new)
        assert all(item.replace("-", " ") in told for item in new)
    assert told.count('class="mark"') == changes
    assert changes > 0


@pytest.mark.parametrize(("minutes", "marks"), [(6, 6), (15, 8), (40, 8), (120, 12)])
def test_a_timeline_has_neither_too_many_nor_too_few_minutes(minutes: int, marks: int) -> None:
    routine = tl.compose(tl.Request(minutes=minutes, profile=tl.profile(equipment=["foam roller"], conditions=[])))
    shown = [text for text in texts(render_timeline(routine)) if re.fullmatch(r"\d+( min)?", text)]
    assert 2 <= len(shown) <= marks + 1


def test_work_without_a_set_up_begins_at_once() -> None:
    pace = tl.Pace(set_up=0, change_position=0, change_equipment=0)
    routine = tl.compose(tl.Request(minutes=6, pace=pace))
    svg = render_timeline(routine)
    assert not drawn_at(svg, "card")
    assert drawn_at(svg, str(routine.steps[0].exercise.phase))[-1][1] > 0


def test_a_body_map_counts_the_time_of_a_step_for_each_of_its_targets() -> None:
    taken = worked([ROUTINE])
    for target, seconds in taken.items():
        assert seconds == sum(step.seconds for step in ROUTINE.steps if target in step.exercise.targets)
    assert list(taken.values()) == sorted(taken.values(), reverse=True)
    told = texts(render_body_map(ROUTINE))
    names = {target.id: target.name for target in CATALOG.targets}
    for target, seconds in taken.items():
        assert names[target] in told
        assert f"{clock(seconds)} min" in told


def test_every_target_of_the_catalog_has_its_area() -> None:
    assert set(AREAS) == {target.id for target in CATALOG.targets}


def test_every_area_and_its_number_lie_on_the_body() -> None:
    widest = max(x for x, *_ in OUTLINE)
    for area in AREAS.values():
        places = [place for shape in area.shapes for place in shape]
        assert all(0 <= x <= widest and 0 < y < HIGH for x, y, *_ in places)
        assert min(y for _, y, *_ in places) - 8 <= area.label[1] <= max(y for _, y, *_ in places) + 8
    assert set(HINTS) == {"front", "back"}


def test_no_two_numbers_lie_on_each_other() -> None:
    for view in ("front", "back"):
        held = [area.label for area in AREAS.values() if area.view in {view, "both"}]
        for at, one in enumerate(held):
            assert all(abs(one[0] - x) > 14 or abs(one[1] - y) > 14 for x, y in held[:at])


def test_the_longer_an_area_is_worked_the_darker_it_is() -> None:
    svg = draw_body_map("t", {"thoracic-spine": 90, "upper-back": 50, "lumbar-spine": 10}, {})
    assert re.findall(r'class="area (shade-\d)"', svg) == ["shade-2", "shade-1", "shade-3"]


def test_a_target_that_the_map_does_not_know_is_listed() -> None:
    svg = draw_body_map("t", {"left-elbow": 60, "upper-back": 30}, {})
    assert "Left elbow" in texts(svg)
    assert svg.count('class="badge"') == 2
    assert unsound(svg) == []


def test_a_week_view_has_a_card_for_each_session_on_its_day() -> None:
    svg = render_weeks(program())
    cards = drawn_at(svg, "card")
    assert len(cards) == len(program().sessions)
    days = [round((x - 56) / ((480 - 54) / 7)) for x, _ in cards]
    assert days == [session.day for session in program().sessions]
    told = texts(svg)
    assert [text for text in told if text.startswith("Week")] == [
        f"Week {week}" for week in range(1, program().request.weeks + 1)
    ]
    for session in program().sessions:
        assert clock(session.routine.seconds) in told
        assert f"{len(session.routine.steps)} ex." in told


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (ChangeKind.HARDER, "more or harder"),
        (ChangeKind.REMOVED, "less or easier"),
        (ChangeKind.REPEATED, "repeated"),
    ],
)
def test_changes_are_marked_and_explained(kind: ChangeKind, label: str) -> None:
    change = evolve(program().changes[0], kind=kind)
    shown = texts(render_weeks(evolve(program(), changes=(change,))))
    assert label in shown
    bare = render_weeks(evolve(program(), changes=()))
    assert label not in texts(bare)


def test_what_is_past_is_ticked() -> None:
    first = program().sessions[0]
    told = tl.Feedback(week=first.week, day=first.day, exercise=first.exercises[0])
    assert "past" in texts(render_weeks(evolve(program(), feedback=(told,))))
    assert "past" not in texts(render_weeks(evolve(program(), feedback=())))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure_of_a_view(text: str) -> None:
    known, plain = catalog_of(text), catalog_of(PLAIN)
    for render in (render_timeline, render_body_map):
        hostile = render(routine_of(known), catalog=known)
        assert tree(hostile) == tree(render(routine_of(plain), catalog=plain))


def test_names_of_targets_stay_text() -> None:
    hostile = "</title><script>alert(1)</script>\u202e & \"'"
    one, other = (draw_body_map(name, {"upper-back": 30}, {"upper-back": name}) for name in (hostile, "word"))
    assert tree(one) == tree(other)


@pytest.mark.parametrize("phase", Phase)
def test_each_phase_is_told_without_color_too(phase: Phase) -> None:
    others = {other: bar(0, 0, 60, 12, other).replace(str(other), "") for other in Phase}
    assert [other for other in Phase if others[other] == others[phase]] == [phase]
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", re.sub(r'class="[^"]*"', "", others[phase]))]
    assert max(numbers) <= 60


def test_the_colors_of_phases_differ() -> None:
    for colors in (LIGHT, DARK):
        assert len({colors[phase] for phase in Phase}) == len(Phase)


@pytest.mark.parametrize(
    "told", ["Foam roller", "胸椎の運動をする", "WWWWWWWWWW", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", "x"]
)
def test_a_text_is_cut_to_its_room(told: str) -> None:
    cut = shortened(told, 40)
    assert width(cut) <= 40
    assert cut == told or cut.endswith("…")
    assert shortened(told, 10_000) == told
