"""The colors of a figure, for light and dark pages, as CSS variables that a page can set."""

import re

__all__ = ["THEMES", "plain_colors", "style"]

LIGHT = {
    "skin": "#eab893",
    "skin-far": "#d39f7b",
    "skin-line": "#a8714f",
    "shirt": "#5aa7b0",
    "shirt-far": "#478f99",
    "shirt-line": "#2d6a74",
    "legs": "#46597a",
    "legs-far": "#384963",
    "legs-line": "#25324a",
    "hair": "#57402f",
    "hair-line": "#3b2a1f",
    "spine": "#e8502a",
    "bead": "#fff3ea",
    "arrow": "#d9381e",
    "halo": "#ffffff",
    "band": "#f2a516",
    "prop": "#8fa3b8",
    "prop-end": "#b4c3d2",
    "prop-line": "#586b80",
    "wood": "#d2ab78",
    "wood-end": "#e3c498",
    "wood-line": "#8d6b3f",
    "wall": "#e4e8ec",
    "wall-line": "#a9b4bf",
    "mat": "#c3d3d8",
    "mat-end": "#dce7ea",
    "mat-line": "#a9bdc4",
    "shadow": "#b4c4ca",
    "text": "#33424f",
}
DARK = LIGHT | {
    "skin": "#dba27c",
    "skin-far": "#b9825f",
    "skin-line": "#70462e",
    "shirt": "#4c98a3",
    "shirt-far": "#387782",
    "shirt-line": "#173f47",
    "legs": "#7388ac",
    "legs-far": "#5a6d8e",
    "legs-line": "#27334a",
    "hair": "#7b5f4b",
    "hair-line": "#3c2b20",
    "spine": "#ff7a52",
    "arrow": "#ff8562",
    "halo": "#1b2229",
    "wall": "#2e3841",
    "wall-line": "#56646f",
    "mat": "#37474d",
    "mat-end": "#2d3a40",
    "mat-line": "#4d6067",
    "shadow": "#12171b",
    "text": "#dfe6ec",
}
THEMES = ("auto", "light", "dark")

_RULES = (
    (".k{f:skin;s:skin-line}", ".kf{f:skin-far;s:skin-line}", ".t{f:shirt;s:shirt-line}", ".tf{f:shirt-far;s:shirt-line}")
    + (".l{f:legs;s:legs-line}", ".lf{f:legs-far;s:legs-line}", ".h{f:hair;s:hair-line}", ".e{f:skin;s:skin-line}")
    + (".p{f:prop;s:prop-line}", ".pe{f:prop-end;s:prop-line}", ".w{f:wood;s:wood-line}", ".we{f:wood-end;s:wood-line}")
    + (".a{f:wall;s:wall-line}", ".g{f:mat;s:mat-line}", ".ge{f:mat-end;s:mat-line}", ".d{f:shadow}", ".c{s:shirt-line}", ".v{s:halo}", ".s{s:spine}")
    + (".b{s:bead}", ".r{s:arrow}", ".rh{f:arrow}", ".o{f:band;s:skin-line}", ".m{f:spine}", ".n{f:text}", ".i{f:skin-line}")
)
_COLOR = re.compile(r"([fs]):([a-z-]+)")
_VARIABLE = re.compile(r"var\(--tl-[a-z-]+,(#[0-9a-f]{6})\)")


def style(prefix: str, theme: str, used: frozenset[str]) -> str:
    """The style sheet of one figure, whose root bears the id `prefix`, for the classes that it uses."""
    if theme != "auto":
        return _rules(prefix, DARK if theme == "dark" else LIGHT, used)
    changed = {name: color for name, color in DARK.items() if color != LIGHT[name]}
    dark = _rules(prefix, changed, used)
    return f"{_rules(prefix, LIGHT, used)}@media(prefers-color-scheme:dark){{{dark}}}"


def _rules(prefix: str, colors: dict[str, str], used: frozenset[str]) -> str:
    told = []
    for rule in _RULES:
        selector, _, body = rule.partition("{")
        if selector[1:] not in used:
            continue
        held = [
            f"{'fill' if kind == 'f' else 'stroke'}:var(--tl-{name},{colors[name]})"
            for kind, name in _COLOR.findall(body)
            if name in colors
        ]
        if held:
            told.append(f"#{prefix} {selector}{{{';'.join(held)}}}")
    return "".join(told)


def plain_colors(svg: str) -> str:
    """The same picture with the colors themselves instead of variables, for readers that know none."""
    return _VARIABLE.sub(r"\1", svg)
