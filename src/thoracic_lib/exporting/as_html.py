"""An HTML fragment for a notebook cell: every text escaped, no script, no reference to anything outside."""

from collections.abc import Iterable
from html import escape

from thoracic_lib.exporting.blocks import Block, Bullets, Heading, Numbered, Paragraph, Table, Warn
from thoracic_lib.exporting.pages import page

__all__ = ["STYLE", "body", "render"]

STYLE = """
.thoracic{font:15px/1.5 system-ui,sans-serif;max-width:46rem;color:inherit}
.thoracic h1{font-size:1.5em;margin:.6em 0 .4em}
.thoracic h2{font-size:1.15em;margin:1.4em 0 .3em;border-bottom:1px solid #8886;padding-bottom:.15em}
.thoracic h3{font-size:1em;margin:1.2em 0 .2em}
.thoracic p,.thoracic ul,.thoracic ol{margin:.35em 0}
.thoracic ul,.thoracic ol{padding-left:1.6em}
.thoracic .warn{border-left:4px solid #c77700;background:#c7770018;padding:.3em .7em;margin:.35em 0}
.thoracic details{margin:.35em 0;color:inherit;opacity:.85}
.thoracic summary{cursor:pointer}
.thoracic table{border-collapse:collapse;margin:.5em 0}
.thoracic th,.thoracic td{text-align:left;vertical-align:top;padding:.15em .9em .15em 0;background:none}
@media print{.thoracic{font-size:11pt;max-width:none}.thoracic h3{break-after:avoid}}
""".strip()


def render(value: object) -> str:
    """A routine, screening, screened exercise or exercise as an HTML fragment that brings its own style."""
    return f'<div class="thoracic">\n<style>{STYLE}</style>\n{body(page(value, "html"))}\n</div>'


def body(blocks: Iterable[Block]) -> str:
    """Blocks as HTML, without a style."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Warn(text):
            return f'<p class="warn">{escape(text)}</p>'
        case Bullets(items):
            return f"<ul>{_items(items)}</ul>"
        case Numbered(items):
            return f"<ol>{_items(items)}</ol>"
        case Table(_, rows):
            told = "".join(f'<tr><th scope="row">{escape(row[0])}</th>{_cells(row[1:])}</tr>' for row in rows)
            return f"<table>{told}</table>"
        case _:
            inside = "".join(_block(inner) for inner in block.blocks)
            return f"<details><summary>{escape(block.title)}</summary>{inside}</details>"


def _items(items: tuple[str, ...]) -> str:
    return "".join(f"<li>{escape(item)}</li>" for item in items)


def _cells(cells: tuple[str, ...]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)
