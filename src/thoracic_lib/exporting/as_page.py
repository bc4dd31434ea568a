"""A stand-alone HTML page: the fragment of `as_html`, in a document that needs nothing from outside."""

from html import escape

from thoracic_lib.exporting import as_html
from thoracic_lib.exporting.blocks import Heading
from thoracic_lib.exporting.pages import page

__all__ = ["render"]


def render(value: object) -> str:
    """A routine, screening, screened exercise or exercise as one HTML document."""
    blocks = page(value, "page")
    title = next(block.text for block in blocks if isinstance(block, Heading))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\nbody{{margin:1.5rem auto;max-width:48rem;padding:0 1rem}}\n{as_html.STYLE}\n</style>\n"
        f'</head>\n<body>\n<main class="thoracic">\n{as_html.body(blocks)}\n</main>\n</body>\n</html>'
    )
