"""Every text of the player stands out from what is behind it, in light and in dark."""

import re

import pytest

from thoracic_lib.player import style

LEAST = 4.5
"""The contrast that WCAG 2.2 asks of text (success criterion 1.4.3)."""

SEEN = 3
"""The contrast that it asks of what is not text and tells something (success criterion 1.4.11)."""

Color = tuple[float, ...]
LIGHT, DARK = style().split("@media (prefers-color-scheme: dark)")[:2]
DARK = DARK.partition("\n}\n")[0]
PHASES = ("release", "stretch", "mobilize", "strengthen", "posture", "phase")


def colors(sheet: str) -> dict[str, Color]:
    held = re.findall(r"--tlp-([\w-]+): #([0-9a-f]{6})", sheet)
    return {name: tuple(int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)) for name, code in held}


def mixed(one: Color, other: Color, share: float) -> Color:
    """What `color-mix(in srgb, one share, other)` is."""
    return tuple(a * share + b * (1 - share) for a, b in zip(one, other, strict=True))


def contrast(one: Color, other: Color) -> float:
    """The ratio of two relative luminances, as WCAG defines them."""

    def luminance(color: Color) -> float:
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


THEMES = {"light": colors(LIGHT), "dark": colors(LIGHT) | colors(DARK)}
ON = [("ink", "paper"), ("ink", "card"), ("ink", "warn"), ("soft", "paper"), ("soft", "card"), ("on-main", "main")]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), [*ON, ("hurt", "card"), ("hurt", "paper")])
def test_a_text_stands_out(theme: str, text: str, ground: str) -> None:
    held = THEMES[theme]
    assert contrast(held[text], held[ground]) >= LEAST


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("phase", PHASES)
def test_the_name_of_a_phase_stands_out_on_its_own_color(theme: str, phase: str) -> None:
    held = THEMES[theme]
    [(ground, text)] = re.findall(r"\.tlp-phase \{ background: color-mix\(.*? (\d+)%.*?color-mix\(.*? (\d+)%", style())
    on = mixed(held[phase], held["card"], int(ground) / 100)
    assert contrast(mixed(held[phase], held["ink"], int(text) / 100), on) >= LEAST


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("phase", PHASES)
def test_the_ring_stands_out_on_its_track(theme: str, phase: str) -> None:
    held = THEMES[theme]
    [share] = re.findall(
        r"\.tlp-arc \{ stroke: color-mix\(in srgb, var\(--tlp-phase\) (\d+)%, var\(--tlp-ink\)\)", style()
    )
    [track] = re.findall(r"\.tlp-ring circle \{[^}]* stroke: var\(--tlp-(\w+)\)", style())
    assert contrast(mixed(held[phase], held["ink"], int(share) / 100), held[track]) >= SEEN


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("phase", PHASES)
def test_what_is_done_stands_out_from_what_is_not(theme: str, phase: str) -> None:
    held = THEMES[theme]
    [ground] = re.findall(r"\.tlp-part \{[^}]*var\(--tlp-phase\) (\d+)%, var\(--tlp-paper\)", style())
    [share] = re.findall(r"\.tlp-part > span \{[^}]*var\(--tlp-phase\) (\d+)%, var\(--tlp-ink\)", style())
    behind = mixed(held[phase], held["paper"], int(ground) / 100)
    assert contrast(mixed(held[phase], held["ink"], int(share) / 100), behind) >= SEEN


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)) == pytest.approx(21)
    assert contrast(THEMES["light"]["line"], THEMES["light"]["card"]) < LEAST
