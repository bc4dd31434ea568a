"""A stand-alone HTML page: the fragment of `as_html`, in a document that needs nothing from outside.

A catalog can be filtered on it, without a script: the style sheet hides the cards that are not asked for.
"""

from collections.abc import Iterable, Iterator
from html import escape

from thoracic_lib.exporting import as_html
from thoracic_lib.exporting.as_html import said
from thoracic_lib.exporting.blocks import Block, Cards, Heading
from thoracic_lib.exporting.pages import page

__all__ = ["document", "render"]

_LOOK = """
:root{color-scheme:light dark}
body{margin:1.5rem auto;max-width:48rem;padding:0 1rem}
main.wide{max-width:none}body:has(main.wide){max-width:80rem}
fieldset{border:0;padding:0;margin:.35em 0;display:flex;flex-wrap:wrap;gap:.3em .5em;align-items:center}
legend{float:left;min-width:6em;padding:0;font-weight:600}
fieldset label{border:1px solid #8888;border-radius:1em;padding:.05em .8em;cursor:pointer}
fieldset input{position:absolute;opacity:0}
fieldset label:has(:checked){background:#2d6a74;border-color:#2d6a74;color:#fff}
fieldset label:has(:focus-visible){outline:3px solid #e08a3c}
@media print{form{display:none}}
""".strip()


def render(value: object, *, pictures: bool = True) -> str:
    """Any value that has a page, as one HTML document; with its pictures, or without."""
    blocks = page(value, "page", pictures=pictures)
    title = next(block.text for block in blocks if isinstance(block, Heading))
    filters = tuple(_filters(blocks))
    told = "\n".join(_block(block) for block in blocks)
    kind = "thoracic wide" if filters else "thoracic"
    return document(
        title, f"{_LOOK}\n{as_html.STYLE}{''.join(_hiding(filters))}", f'<main class="{kind}">\n{told}\n</main>'
    )


def document(title: str, style: str, inside: str) -> str:
    """A whole document with one style sheet."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{said(title)}</title>\n<style>\n{style}\n</style>\n</head>\n<body>\n{inside}\n</body>\n</html>"
    )


Filters = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def _filters(blocks: Iterable[Block]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for block in blocks:
        if isinstance(block, Cards):
            yield from block.filters


def _hiding(filters: Filters) -> Iterator[str]:
    """For each choice, that cards without its key are hidden while it is chosen."""
    for _, choices in filters:
        for key, _ in choices:
            yield f"\nmain:has(#{key}:checked) .entry:not(.{key}){{display:none}}"


def _block(block: Block) -> str:
    if not isinstance(block, Cards):
        return as_html.body((block,))
    cards = "".join(as_html.card(one) for one in block.cards)
    return f'<form>{"".join(map(_choices, block.filters))}</form><ul class="entries">{cards}</ul>'


def _choices(told: tuple[str, tuple[tuple[str, str], ...]]) -> str:
    title, choices = told
    every = f'<label><input type="radio" name="{escape(title)}" checked>any</label>'
    shown = (
        f'<label><input type="radio" name="{escape(title)}" id="{escape(key)}">{said(label)}</label>'
        for key, label in choices
    )
    return f"<fieldset><legend>{said(title.capitalize())}</legend>{every}{''.join(shown)}</fieldset>"
