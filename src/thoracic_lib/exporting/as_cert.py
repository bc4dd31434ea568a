"""A CERT report in Markdown: what a routine or program answers of the Consensus on Exercise Reporting Template.

It loses nothing of the report; `thoracic_lib.exporting.cert_report` gives the same as typed rows, which text, HTML and
pages show too. Of the routine it loses what the template does not ask for: times of the steps, cues, sources, what was
left out.
"""

from collections.abc import Iterator

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.exporting.blocks import Block, Bullets, Heading, Paragraph, Warn
from thoracic_lib.exporting.cert import CITED, CertReport
from thoracic_lib.exporting.cert_answers import report
from thoracic_lib.exporting.pages import EDUCATION
from thoracic_lib.model.catalog import Catalog

__all__ = ["cert_page", "render"]


def render(value: object, catalog: Catalog | None = None, *, conditions: bool = False) -> str:
    """The CERT report of a routine or program as Markdown, with the limits of pain of the catalog.

    `FormatError` for anything else.
    """
    from thoracic_lib.exporting import as_markdown  # noqa: PLC0415 - the pages ask this module for theirs

    return as_markdown.render(report(value, bundled() if catalog is None else catalog, conditions=conditions))


def cert_page(held: CertReport) -> Iterator[Block]:
    """The blocks of a report."""
    yield Heading(1, f"CERT report: {held.title}")
    yield Paragraph(EDUCATION)
    counted = ", ".join(f"{len(held.having(status))} {status}" for status in ("answered", "partly", "open"))
    yield Paragraph(
        f"The {held.kind} answers the Consensus on Exercise Reporting Template ({CITED}) so far: {counted}."
    )
    for item in held.items:
        yield Heading(2, f"{item.number}. {item.asks} ({item.section}): {item.status}")
        if item.told:
            yield Bullets(item.told)
        if item.missing:
            yield Warn(f"To fill in: {item.missing}")
    yield Paragraph(f"Data {held.data_version}, catalog {held.catalog_digest[:12]}.")
