"""A handout to print: one HTML document for A4 or Letter, in which no exercise is cut by the end of a page.

It loses why a step was chosen, what was left out and why, and the tips.
"""

from collections.abc import Iterable

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.exporting.as_html import said
from thoracic_lib.exporting.as_page import document
from thoracic_lib.exporting.handout import Entry, Handout, Week, handout
from thoracic_lib.model.catalog import Catalog

__all__ = ["render"]

_STYLE = """
:root{color-scheme:light;font:9.5pt/1.35 system-ui,sans-serif;color:#1c2730;background:#fff}
body{margin:1.5rem auto;max-width:46rem;padding:0 1rem}
header{border-bottom:2pt solid #2d6a74;margin-bottom:8pt}h1{font-size:19pt;margin:0}header p{margin:2pt 0 6pt}
h2{font-size:13pt;margin:14pt 0 4pt;break-after:avoid}h3{font-size:12pt;margin:0}
p,ul,ol{margin:3pt 0}ul,ol{padding-left:16pt}small,footer{color:#55636e;font-size:8.5pt}
article{display:grid;grid-template-columns:60mm 1fr;gap:0 14pt;padding:8pt 0}
article{border-top:.75pt solid #c3ccd4;break-inside:avoid}
article.plain{grid-template-columns:1fr}
.minded{grid-column:1/-1;columns:2;column-gap:14pt;margin-top:4pt}.minded ul{margin:0}
article svg{display:block;width:100%;height:auto}.dose{font-weight:700}
.warn{border-left:3pt solid #c77700;padding:1pt 6pt;background:#fbf1e3}
.stop{border:1.5pt solid #b3324a;border-radius:4pt;padding:4pt 10pt;break-inside:avoid}.stop h2{margin-top:4pt}
.week{break-inside:avoid}table{border-collapse:collapse;width:100%}th,td{border:.75pt solid #8f9ba5;padding:3pt 5pt}
th[scope=row]{text-align:left;font-weight:400}td{width:2.6em;height:1.4em}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
@page{margin:14mm}
@media print{body{margin:0;padding:0;max-width:none}}
""".strip()


def render(value: object, *, catalog: Catalog | None = None, pictures: bool = True) -> str:
    """The handout of a routine or program as a whole HTML document; its sources are named as the catalog names them."""
    sheet = handout(value, bundled() if catalog is None else catalog, pictures=pictures)
    return document(sheet.title, _STYLE, f"<main>\n{_main(sheet)}\n</main>")


def _main(sheet: Handout) -> str:
    notices = f"<section><h2>For every exercise</h2>{_list('ul', sheet.notices)}</section>" if sheet.notices else ""
    return "\n".join(
        (
            f"<header><h1>{said(sheet.title)}</h1><p>{said(sheet.summary)}</p></header>",
            *(f'<p class="warn">{said(text)}</p>' for text in sheet.banners),
            f"<p>{said(sheet.education)}</p>",
            *map(_article, sheet.entries),
            f'<section class="stop"><h2>When to stop</h2>{_list("ul", sheet.stop_signs)}</section>',
            notices,
            f"<p>{said(sheet.fill_in)}</p>",
            *map(_week, sheet.weeks),
            f"<section><h2>Sources</h2><small>{_list('ul', sheet.sources)}</small></section>",
            f"<footer>{said(sheet.version)}</footer>",
        )
    )


def _article(entry: Entry) -> str:
    warnings = "".join(f'<p class="warn">{said(text)}</p>' for text in entry.warnings)
    minded = f'<small class="minded">{_list("ul", entry.minded)}</small>' if entry.minded else ""
    amounts = "".join(f'<p class="dose">{said(amount)}</p>' for amount in entry.amounts)
    told = f"<h3>{said(entry.name)}</h3>{amounts}<p>{said(entry.place)}</p>"
    words = f"<div>{told}{warnings}{_list('ol', entry.steps)}</div>{minded}"
    picture = f"<article><div>{entry.picture}</div>" if entry.picture else '<article class="plain">'
    return f"{picture}{words}</article>"


def _week(week: Week) -> str:
    head = "".join(f'<th scope="col">{said(day)}</th>' for day in week.days)
    rows = (
        f'<tr><th scope="row">{said(name)}</th>{"".join(f"<td>{said(cell)}</td>" for cell in cells)}</tr>'
        for name, cells in week.rows
    )
    table = f"<table><tr><td></td>{head}</tr>{''.join(rows)}</table>"
    return f'<section class="week"><h2>{said(week.title)}</h2>{table}</section>'


def _list(kind: str, items: Iterable[str]) -> str:
    return f"<{kind}>{''.join(f'<li>{said(item)}</li>' for item in items)}</{kind}>"
