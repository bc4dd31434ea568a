"""What every view is drawn with: colors as CSS variables, hatching that reads in grey, texts that fit.

Nothing refers to anything, not even inside a picture: patterns are drawn line by line.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from math import fsum
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import east_asian_width

from thoracic_lib.errors import FormatError
from thoracic_lib.figures.describing import harmless
from thoracic_lib.vocabulary import Phase

__all__ = ["THEMES", "Sheet", "bar", "document", "number", "path", "shortened", "text", "width"]

THEMES = ("auto", "light", "dark")

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "text": "#33424f",
        "faint": "#66747f",
        "rule": "#d3dae0",
        "badge": "#33424f",
        "label": "#ffffff",
        "body": "#f1e3d7",
        "body-line": "#a58e7c",
        "worked": "#d9481c",
        "release": "#7d62b8",
        "stretch": "#3d98a8",
        "mobilize": "#e08a3c",
        "strengthen": "#b3324a",
        "posture": "#5f8f36",
        "assess": "#74818d",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        **LIGHT,
        "text": "#dfe6ec",
        "faint": "#9aa8b3",
        "rule": "#46535d",
        "body": "#4a4038",
        "body-line": "#9b8675",
        "worked": "#ff7a4d",
        "release": "#9d86d6",
        "stretch": "#4fb0c0",
        "strengthen": "#d4566d",
        "posture": "#7fb353",
        "assess": "#93a1ad",
    }
)

_FONT = "system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif"


_NAMED = re.compile(r"(fill|stroke):@([a-z-]+)")
_RULES = (
    f"text{{font:12px {_FONT};fill:@text}}",
    ".f{font-size:11px;fill:@faint}",
    ".s{font-weight:700}",
    ".e{text-anchor:end}",
    ".m{text-anchor:middle}",
    ".on{fill:@label;font-weight:700;font-size:9.5px;text-anchor:middle}",
    ".rule{stroke:@rule;fill:none;stroke-width:.8}",
    ".card{fill:@rule;stroke:@rule;fill-opacity:.25}",
    ".line{stroke:@faint;fill:none;stroke-width:1.8}",
    ".mark{fill:@text}",
    ".badge{fill:@badge}",
    ".body{fill:@body;stroke:@body-line;stroke-linejoin:round}",
    ".hint{fill:none;stroke:@body-line;stroke-linecap:round}",
    ".area{fill:@worked;stroke:@worked;stroke-linejoin:round}",
    ".stripe{fill:none;stroke:@worked;stroke-linecap:round;stroke-width:4}",
    ".shade-1{fill-opacity:.3}",
    ".stripe.shade-1{stroke-opacity:.45}",
    ".shade-2{fill-opacity:.55}",
    ".stripe.shade-2{stroke-opacity:.7}",
    ".shade-3{fill-opacity:.8}",
    ".amount{fill:@worked}",
    ".hatch{stroke:@label;fill:none;stroke-width:1.6;stroke-opacity:.75}",
    ".dots{fill:@label}",
)


class Sheet(NamedTuple):
    """A picture's kind, what its id is made from, its theme and size. What people write changes none of these."""

    kind: str
    key: str
    theme: str
    size: tuple[int, int]


def document(sheet: Sheet, title: str, told: str, inner: str) -> str:
    """A whole picture: its title and description, its style, and what is in it."""
    kind, key, theme, size = sheet
    if theme not in THEMES:
        raise FormatError(theme, f"is no theme of a view; one of: {', '.join(THEMES)}")
    p = f"tlv{sha256(f'{kind}/{theme}/{key}'.encode()).hexdigest()[:7]}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{p}" class="tl-view tl-{kind}" role="img" '
        f'viewBox="0 0 {size[0]} {size[1]}" aria-labelledby="{p}-t {p}-d">'
        f'<title id="{p}-t">{harmless(title)}</title><desc id="{p}-d">{harmless(told)}</desc>'
        f"<style>{_style(p, theme)}</style>{inner}</svg>"
    )


def _style(p: str, theme: str) -> str:
    short = {name: f"--{chr(97 + index)}" for index, name in enumerate(LIGHT)}

    def variables(colors: Mapping[str, str], names: Iterable[str]) -> str:
        return ";".join(f"{short[name]}:var(--tl-{name},{colors[name]})" for name in names)

    def colored(rule: str) -> str:
        return _NAMED.sub(lambda found: f"{found[1]}:var({short[found[2]]})", rule)

    told = f"#{p}{{{variables(DARK if theme == 'dark' else LIGHT, LIGHT)}}}"
    if theme == "auto":
        changed = [name for name in LIGHT if LIGHT[name] != DARK[name]]
        told += f"@media(prefers-color-scheme:dark){{#{p}{{{variables(DARK, changed)}}}}}"
    rules = (*_RULES, *(f".{phase}{{fill:@{phase};stroke:@{phase}}}" for phase in Phase))
    return told + "".join(f"#{p} {colored(rule)}" for rule in rules)


def number(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{round(value, 1):g}"


def path(kind: str, data: str) -> str:
    """A path of a class."""
    return f'<path class="{kind}" d="{data}"/>'


def text(x: float, y: float, told: str, kind: str = "") -> str:
    """A line of text, harmless whatever it says."""
    shown = f' class="{kind}"' if kind else ""
    return f'<text{shown} x="{number(x)}" y="{number(y)}">{harmless(told)}</text>'


def width(told: str, size: float = 12) -> float:
    """About how wide a text is; no font is asked.

    >>> width("iii") < width("mmm") < width("MMMM")
    True
    """
    return size * fsum(_share(sign) for sign in told)


def _share(sign: str) -> float:
    if east_asian_width(sign) in "WF":
        return 1.05
    if sign in "ijlftr.,:;'|!()[] ":
        return 0.34
    return 0.86 if sign in "mwMW–…" else 0.68 if sign.isupper() else 0.58


def shortened(told: str, room: float, size: float = 12) -> str:
    """A text cut so that it fits into a width; what was cut is told by an ellipsis.

    >>> shortened("Foam roller extension", 80)
    'Foam roller…'
    """
    if width(told, size) <= room:
        return told
    kept = told
    while kept and width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def bar(x: float, y: float, wide: float, high: float, phase: Phase) -> str:
    """A bar in the color and hatching of a phase."""
    box = f"M{number(x)} {number(y)}h{number(wide)}v{number(high)}h-{number(wide)}z"
    lines = _hatching(x, y, x + wide, y + high, phase)
    kind = "hatch dots" if phase is Phase.RELEASE else "hatch"
    return path(str(phase), box) + (path(kind, lines) if lines else "")


_GAP = 6.0


def _hatching(left: float, top: float, right: float, bottom: float, phase: Phase) -> str:
    """What tells a phase without its color: dots, slanted lines, nothing, a grid of them, level lines, upright ones."""
    if phase is Phase.RELEASE:
        return _dots(left, top, right, bottom)
    if phase is Phase.STRETCH:
        return _slanted(left, top, right, bottom, rising=True)
    if phase is Phase.STRENGTHEN:
        return _slanted(left, top, right, bottom, rising=True) + _slanted(left, top, right, bottom, rising=False)
    if phase is Phase.POSTURE:
        middle = number((top + bottom) / 2)
        return f"M{number(left)} {middle}H{number(right)}"
    if phase is Phase.ASSESS:
        return "".join(f"M{number(x)} {number(top)}V{number(bottom)}" for x in _every(left + 3, right))
    return ""


def _every(first: float, last: float, gap: float = _GAP) -> list[float]:
    return [first + at * gap for at in range(max(0, int((last - first) / gap) + 1)) if first + at * gap < last]


def _dots(left: float, top: float, right: float, bottom: float) -> str:
    middle = number((top + bottom) / 2 - 1)
    return "".join(f"M{number(x - 1)} {middle}h2v2h-2z" for x in _every(left + 4, right - 2))


def _slanted(left: float, top: float, right: float, bottom: float, *, rising: bool) -> str:
    """Slanted lines inside a box, each cut at its sides."""
    high = bottom - top
    told = []
    for start in _every(left - high + 3, right):
        one, other = max(start, left), min(start + high, right)
        if other - one < 1:
            continue
        ends = (bottom - (one - start), bottom - (other - start))
        if not rising:
            ends = (top + bottom - ends[0], top + bottom - ends[1])
        told.append(f"M{number(one)} {number(ends[0])}L{number(other)} {number(ends[1])}")
    return "".join(told)
