"""An HTML fragment for a notebook cell: every text escaped, no script, no reference to anything outside."""

from collections.abc import Iterable
from html import escape
from itertools import groupby

from thoracic_lib.exporting.blocks import (
    Block,
    Bullets,
    Card,
    Cards,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Table,
    Warn,
)
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.pages import page

__all__ = ["STYLE", "body", "card", "render", "said"]

STYLE = """
.thoracic{font:15px/1.5 system-ui,sans-serif;max-width:46rem;color:inherit}
.thoracic h1{font-size:1.5em;margin:.6em 0 .4em}
.thoracic h2{font-size:1.15em;margin:1.4em 0 .3em;border-bottom:1px solid #8886;padding-bottom:.15em}
.thoracic h3{font-size:1em;margin:1.2em 0 .2em}
.thoracic p,.thoracic ul,.thoracic ol{margin:.35em 0}
.thoracic ul,.thoracic ol{padding-left:1.6em}
.thoracic .warn{border-left:4px solid #c77700;background:#c7770018;padding:.3em .7em;margin:.35em 0}
.thoracic details{margin:.35em 0;color:inherit}
.thoracic summary{cursor:pointer;opacity:.85}
.thoracic table{border-collapse:collapse;margin:.5em 0}
.thoracic th,.thoracic td{text-align:left;vertical-align:top;padding:.15em .9em .15em 0;background:none}
.thoracic .picture{margin:.6em 0}
.thoracic .picture svg{display:block;width:100%;height:auto;--tl-text:currentColor;
--tl-faint:color-mix(in srgb,currentColor 75%,transparent);--tl-rule:color-mix(in srgb,currentColor 22%,transparent)}
.thoracic .of-figure{max-width:27rem}.thoracic .of-body{max-width:25rem}
.thoracic .of-timeline,.thoracic .of-weeks{max-width:36rem}
.thoracic details.group>summary{font-weight:600;font-size:1.1em;margin:.6em 0}
.thoracic ul.entries{list-style:none;padding:0;display:grid;gap:1em}
.thoracic ul.entries{grid-template-columns:repeat(auto-fill,minmax(13rem,1fr))}
.thoracic .entry{border:1px solid #8884;border-radius:.5em;padding:.6em .8em;break-inside:avoid}
.thoracic .entry b{display:block}.thoracic .entry .facts{font-size:.85em;opacity:.75;overflow-wrap:anywhere}
@media print{.thoracic{font-size:11pt;max-width:none}.thoracic h3{break-after:avoid}
.thoracic .picture{break-inside:avoid}}
""".strip()


def render(value: object, *, pictures: bool = True) -> str:
    """Any value that has a page, as an HTML fragment that brings its own style; with its pictures, or without."""
    return f'<div class="thoracic">\n<style>{STYLE}</style>\n{body(page(value, "html", pictures=pictures))}\n</div>'


def body(blocks: Iterable[Block]) -> str:
    """Blocks as HTML, without a style."""
    return "\n".join(filter(None, map(_block, blocks)))


def said(text: str) -> str:
    """A text as HTML: nothing in it is markup, and nothing in it turns the direction of writing."""
    return escape(straight(text))


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{said(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{said(text)}</p>"
        case Warn(text):
            return f'<p class="warn">{said(text)}</p>'
        case Bullets(items):
            return f"<ul>{_items(items)}</ul>"
        case Numbered(items):
            return f"<ol>{_items(items)}</ol>"
        case Table(_, rows):
            told = "".join(f'<tr><th scope="row">{said(row[0])}</th>{_cells(row[1:])}</tr>' for row in rows)
            return f"<table>{told}</table>"
        case Picture(kind, draw):
            return f'<div class="picture of-{kind}">{drawn}</div>' if (drawn := draw()) else ""
        case Cards(cards):
            return "".join(_group(group, held) for group, held in groupby(cards, key=lambda card: card.group))
        case _:
            inside = "".join(_block(inner) for inner in block.blocks)
            return f"<details><summary>{said(block.title)}</summary>{inside}</details>" if inside else ""


def _group(group: str, cards: Iterable[Card]) -> str:
    told = [card(one) for one in cards]
    summary = f"<summary>{said(group.capitalize())} ({len(told)})</summary>"
    return f'<details class="group">{summary}<ul class="entries">{"".join(told)}</ul></details>'


def card(card: Card) -> str:
    """One card; its keys are classes, by which a page can filter."""
    picture = _block(card.picture) if card.picture is not None else ""
    classes = " ".join(("entry", *card.keys))
    told = f"<b>{said(card.name)}</b>{picture}<span>{said(card.text)}</span>"
    return f'<li class="{escape(classes)}">{told}<div class="facts">{said(card.facts)}</div></li>'


def _items(items: tuple[str, ...]) -> str:
    return "".join(f"<li>{said(item)}</li>" for item in items)


def _cells(cells: tuple[str, ...]) -> str:
    return "".join(f"<td>{said(cell)}</td>" for cell in cells)
