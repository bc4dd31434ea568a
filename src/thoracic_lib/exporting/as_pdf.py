"""A handout as PDF, set by typst (the `pdf` extra): the same as `as_handout`, page by page.

Texts are handed over as data, never as typst's own markup. Letters that the fonts at hand lack are lost, so for
scripts other than Latin, Greek and Cyrillic print the handout in HTML.
"""

import json
from importlib.resources import files

from attrs import asdict

from thoracic_lib.errors import FormatError, MissingExtraError
from thoracic_lib.exporting.handout import handout
from thoracic_lib.figures.themes import plain_colors
from thoracic_lib.model.catalog import Catalog

__all__ = ["PAPERS", "data", "render", "template"]

PAPERS = {"a4": "a4", "letter": "us-letter"}
SCALES = ("1", "0.95", "0.9")
"""How large type and pictures are set; a smaller one is taken where it saves a page."""


def render(value: object, catalog: Catalog, paper: str = "a4", *, pictures: bool = True) -> bytes:
    """The handout of a routine or program as PDF; equal values give equal bytes where the same fonts are installed."""
    if paper not in PAPERS:
        raise FormatError(paper, f"is no paper; one of: {', '.join(PAPERS)}")
    try:
        import typst  # noqa: PLC0415 - of the extra
    except ImportError:
        raise MissingExtraError("a PDF", "pdf") from None
    told = data(value, catalog, paper, pictures=pictures)

    def pages(scale: str) -> int:
        return int(
            json.loads(typst.query(template(), "<pages>", field="value", one=True, sys_inputs=_set(told, scale)))
        )

    scale = min(SCALES, key=pages)  # of those that take the fewest pages, the largest
    made: bytes = typst.compile(template(), format="pdf", sys_inputs=_set(told, scale))
    return made


def _set(told: str, scale: str) -> dict[str, str]:
    return {"data": told, "scale": scale}


def template() -> bytes:
    """The typst document that sets a handout; what it shows is in `sys.inputs.data`, as JSON."""
    return (files("thoracic_lib") / "exporting" / "handout.typ").read_bytes()


def data(value: object, catalog: Catalog, paper: str, *, pictures: bool) -> str:
    """Everything that the template reads, as JSON."""
    told = asdict(handout(value, catalog, pictures=pictures))
    for entry in told["entries"]:
        entry["picture"] = plain_colors(entry["picture"])
        entry["alt"] = f"{entry['name']}: start and end"
    return json.dumps({**told, "paper": PAPERS[paper]}, ensure_ascii=False)
