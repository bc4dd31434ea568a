"""A report on the items of the Consensus on Exercise Reporting Template, as typed rows.

The items are those of Slade SC, Dionne CE, Underwood M, Buchbinder R: Consensus on Exercise Reporting Template (CERT):
Explanation and Elaboration Statement, Br J Sports Med 2016;50:1428–1437, doi:10.1136/bjsports-2016-096651. Its abstract
and its form were read. What each item asks for is told in our own words; order and numbers are those of the paper.
"""

from typing import Literal

from attrs import frozen

__all__ = ["CITED", "CertItem", "CertReport", "Status"]

CITED = "Slade and others, 2016, doi:10.1136/bjsports-2016-096651"
"""Where the items come from."""

Status = Literal["answered", "partly", "open"]


@frozen(kw_only=True)
class CertItem:
    """One item: its number in the paper, the part of the form, what it asks for, and what is answered.

    `status` is `answered` where nothing is `missing`, `open` where nothing is `told`, else `partly`. `missing` is what
    those who provide the exercise must still fill in.
    """

    number: str
    section: str
    asks: str
    told: tuple[str, ...]
    missing: str

    @property
    def status(self) -> Status:
        """How far the item is answered."""
        if not self.told:
            return "open"
        return "partly" if self.missing else "answered"


@frozen(kw_only=True)
class CertReport:
    """All 19 parts of the 16 items in the order of the paper, for a routine or a program."""

    title: str
    kind: str
    items: tuple[CertItem, ...]
    data_version: str
    catalog_digest: str

    def __getitem__(self, number: str) -> CertItem:
        """The item with this number, such as `7a`; `KeyError` when there is none."""
        for item in self.items:
            if item.number == number:
                return item
        raise KeyError(number)

    def having(self, status: Status) -> tuple[CertItem, ...]:
        """The items that are answered this far."""
        return tuple(item for item in self.items if item.status == status)

    def __str__(self) -> str:
        from thoracic_lib.exporting.as_text import render  # noqa: PLC0415 - it builds on the pages

        return render(self)

    def _repr_html_(self) -> str:
        from thoracic_lib.exporting.as_html import render  # noqa: PLC0415 - same

        return render(self)
