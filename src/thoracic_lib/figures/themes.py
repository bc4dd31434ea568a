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
    "work": "#f6b73c",
    "work-line": "#8a5a0a",
    "spine": "#d03a17",
    "bead": "#fff3ea",
    "arrow": "#c9301a",
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
    ".k{f:skin;s:skin-line}",
    ".kf{f:skin-far;s:skin-line}",
    ".t{f:shirt;s:shirt-line}",
    ".tf{f:shirt-far;s:shirt-line}",
    ".l{f:legs;s:legs-line}",
    ".lf{f:legs-far;s:legs-line}",
    ".h{f:hair;s:hair-line}",
    ".e{f:skin;s:skin-line}",
    ".p{f:prop;s:prop-line}",
    ".pe{f:prop-end;s:prop-line}",
    ".w{f:wood;s:wood-line}",
    ".we{f:wood-end;s:wood-line}",
    ".a{f:wall;s:wall-line}",
    ".g{f:mat;s:mat-line}",
    ".ge{f:mat-end;s:mat-line}",
    ".d{f:shadow}",
    ".v{s:halo}",
    ".s{s:spine}",
    ".u{s:spine}",
    ".b{s:bead}",
    ".j{f:hair-line}",
    ".x{f:work;s:work-line}",
    ".r{s:arrow}",
    ".rh{f:arrow}",
    ".o{f:band;s:skin-line}",
    ".m{f:spine}",
    ".n{f:text}",
)
_COLOR = re.compile(r"([fs]):([a-z-]+)")
_SHEET = tuple((rule.partition("{")[0], tuple(_COLOR.findall(rule))) for rule in _RULES)
"""The rules as selectors, each with what it colors and in which color."""

_SET = re.compile(r"(--[a-z]+):var\(--tl-[a-z-]+,(#[0-9a-f]{6})\)")
_USED = re.compile(r"var\((--[a-z]+)\)")
_ROOT = re.compile(r"#[a-z0-9]+\{--a:[^}]*\}")


def style(prefix: str, theme: str, used: frozenset[str]) -> str:
    """The style sheet of one figure, whose root bears the id `prefix`, for the classes that it uses."""
    rules = [(selector, held) for selector, held in _SHEET if selector[1:] in used]
    names = dict.fromkeys(name for _, held in rules for _, name in held)
    short = {name: f"--{_short(index)}" for index, name in enumerate(names)}
    first = DARK if theme == "dark" else LIGHT

    def variables(colors: dict[str, str], wanted: list[str]) -> str:
        return ";".join(f"{short[name]}:var(--tl-{name},{colors[name]})" for name in wanted)

    told = f"#{prefix}{{{variables(first, list(names))}}}"
    if theme == "auto":
        changed = [name for name in names if DARK[name] != LIGHT[name]]
        told += f"@media(prefers-color-scheme:dark){{#{prefix}{{{variables(DARK, changed)}}}}}"
    for selector, held in rules:
        body = ";".join(f"{'fill' if kind == 'f' else 'stroke'}:var({short[name]})" for kind, name in held)
        told += f"#{prefix} {selector}{{{body}}}"
    return told


def _short(index: int) -> str:
    return f"{'' if index < 26 else 'z'}{chr(97 + index % 26)}"  # noqa: PLR2004 - letters of the alphabet


def plain_colors(svg: str) -> str:
    """The same picture with the colors themselves instead of variables, for readers that know none."""
    colors = dict(_SET.findall(svg))
    return _USED.sub(lambda found: colors[found[1]], _ROOT.sub("", svg))
