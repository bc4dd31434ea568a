"""Values in the forms that people and programs take: one module a format, each with `render`.

`FORMATS` lists them all; `ENDINGS` says which one a file's ending asks for. A routine is handed out in none of them
before `verify_routine` has found nothing amiss, and no program before every routine of it has passed.
"""

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from types import MappingProxyType
from typing import Literal

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.checking import verify_program, verify_routine
from thoracic_lib.errors import FormatError, ThoracicError
from thoracic_lib.exporting.cert import CertReport
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.exercise import Exercise
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.model.values import Value

__all__ = [
    "ENDINGS",
    "FORMATS",
    "cert_report",
    "export",
    "from_json",
    "handout_pdf",
    "show",
    "to_calendar",
    "to_columns",
    "to_fhir",
    "to_fit",
    "to_json",
]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "cert": "as_cert",
        "csv": "as_csv",
        "fhir": "as_fhir",
        "handout": "as_handout",
        "html": "as_html",
        "json": "as_json",
        "jsonld": "as_jsonld",
        "markdown": "as_markdown",
        "page": "as_page",
        "player": "as_player",
        "text": "as_text",
        "webvtt": "as_webvtt",
    }
)
"""Each format with its module.

`page` is a whole HTML document, `html` a fragment of one, `handout` is for paper, `player` a page that plays a routine,
`jsonld` speaks the words of schema.org, `webvtt` is cues to be spoken, and `cert` a report in Markdown.
"""

_PICTURED = frozenset({"handout", "html", "page"})
_KNOWING = frozenset({"cert", "fhir", "handout", "jsonld", "player"})
"""The formats that take texts from the catalog as well."""
_DISCREET = frozenset({"cert", "csv"})
"""The formats that leave conditions out unless they are asked for."""

ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        ".csv": "csv",
        ".fhir.json": "fhir",
        ".html": "page",
        ".htm": "page",
        ".json": "json",
        ".jsonld": "jsonld",
        ".md": "markdown",
        ".txt": "text",
        ".vtt": "webvtt",
    }
)


def export(
    value: object,
    format: str = "text",  # noqa: A002 - the word for it
    *,
    catalog: Catalog | None = None,
    pictures: bool = True,
    conditions: bool = False,
) -> str:
    """A value in a format; `FormatError` for an unknown one, or one that cannot hold this kind of value.

    A routine, and every routine of a program, is checked first, against its profile and the bundled catalog unless
    another one is given: `UnsafeRoutineError` where it breaks what they ask for, or where it was made with another
    catalog.

    HTML, pages and handouts show the figure of each exercise that has one, and a routine or program as a whole;
    without `pictures` they say the same in words alone. The other formats have none. CSV and CERT reports
    leave out for which conditions something is as it is, unless they are asked for `conditions`.

    >>> from thoracic_lib.catalogs import catalog
    >>> print(export(catalog()["cat-cow"], "markdown").splitlines()[0])
    # Cat-cow
    """
    if format not in FORMATS:
        raise FormatError(format, f"is unknown; one of: {', '.join(FORMATS)}")
    known = _passed(value, catalog)
    options: dict[str, object] = {"pictures": pictures} if format in _PICTURED else {}
    options |= {"catalog": known} if format in _KNOWING else {}
    options |= {"conditions": conditions} if format in _DISCREET else {}
    return _rendered(value, format, **options)


def show(value: Routine | Program, format: str) -> str:  # noqa: A002 - the word for it
    """What a routine or program shows of itself, in text or HTML: never an error, but where it is refused, why."""
    try:
        return export(value, format)
    except ThoracicError as refused:
        return _rendered(refused, format)


def handout_pdf(
    value: Routine | Program,
    *,
    paper: Literal["a4", "letter"] = "a4",
    catalog: Catalog | None = None,
    pictures: bool = True,
) -> bytes:
    """The handout of a routine or program as PDF, for A4 or Letter; it is checked as by `export`.

    Type and pictures are set a little smaller, by a tenth at most, where that saves a page.

    `MissingExtraError` without the `pdf` extra, `FormatError` for another paper.
    """
    from thoracic_lib.exporting import as_pdf  # noqa: PLC0415 - only for those who print

    known = bundled() if catalog is None else catalog
    if isinstance(value, Program):
        verify_program(value, known)
    else:
        verify_routine(value, known)
    return as_pdf.render(value, known, paper, pictures=pictures)


def to_calendar(
    value: Program | Routine,
    *,
    start: date,
    zone: str,
    alarm_minutes: int | None = None,
    catalog: Catalog | None = None,
) -> bytes:
    """A program or routine as an iCalendar file; it is checked as by `export`.

    `start` is its first day, or with a time its first session, in the local time of `zone`, such as `Europe/Berlin`;
    `thoracic_lib.exporting.as_calendar.render` says more. `MissingExtraError` without the `calendar` extra.
    """
    from thoracic_lib.exporting import as_calendar  # noqa: PLC0415 - only for those who keep a calendar

    _passed(value, catalog)
    return as_calendar.render(value, start=start, zone=zone, alarm_minutes=alarm_minutes)


def to_columns(
    value: Catalog | Screening | Routine | Program, *, conditions: bool = False, catalog: Catalog | None = None
) -> dict[str, list[str | int | bool | None]]:
    """A catalog, screening, routine or program as columns for pandas, polars and pyarrow; it is checked as by `export`.

    `thoracic_lib.exporting.columns.columns` says which there are; those that tell `conditions` only where asked for.

    >>> from thoracic_lib.catalogs import catalog
    >>> to_columns(catalog())["phase"].count("release")
    7
    """
    from thoracic_lib.exporting.columns import columns  # noqa: PLC0415 - only for those who count

    _passed(value, catalog)
    return columns(value, conditions=conditions)


def cert_report(value: Routine | Program, *, conditions: bool = False, catalog: Catalog | None = None) -> CertReport:
    """What a routine or program answers of the Consensus on Exercise Reporting Template; it is checked as by `export`.

    With `conditions` it tells for which conditions exercises were held back, and what pain was told.

    >>> from thoracic_lib.composing import compose
    >>> from thoracic_lib.model.routine import Request
    >>> held = cert_report(compose(Request(minutes=5)))
    >>> held["8"].status, held["2"].status, held["2"].missing
    ('answered', 'open', 'Who, with which training.')
    """
    from thoracic_lib.exporting.cert_answers import report  # noqa: PLC0415 - only for who reports

    return report(value, _passed(value, catalog), conditions=conditions)


def to_fhir(  # noqa: PLR0913 - each is optional and by name
    value: Catalog | Exercise | Routine | Program,
    *,
    base: str | None = None,
    subject: str | None = None,
    conditions: bool = False,
    date: date | None = None,
    catalog: Catalog | None = None,
) -> str:
    """A value as a FHIR Bundle in JSON, with what a health record may want to choose; it is checked as by `export`.

    - `base`: the http(s) address that canonical URLs begin with; without it they are `urn:uuid:`.
    - `subject`: whose program it is, such as `"Patient/123"`; without it the CarePlan names nobody.
    - `conditions`: what the person declared goes with it. Ask the person first.
    - `date`: when the resources are dated; without it they have no date, since nothing here reads a clock.

    `FormatError` for what FHIR cannot hold. No option changes the status: draft, and a proposal.

    >>> from thoracic_lib.catalogs import catalog
    >>> to_fhir(catalog()["cat-cow"], base="https://example.org/fhir")[:40]
    '{"entry":[{"fullUrl":"https://example.or'
    """
    known = _passed(value, catalog)
    options = {"base": base, "subject": subject, "conditions": conditions, "date": date}
    return _rendered(value, "fhir", catalog=known, **options)


def to_fit(routine: Routine, *, catalog: Catalog | None = None) -> bytes:
    """A routine as a Garmin FIT workout for a watch; the routine is checked as by `export`.

    `thoracic_lib.exporting.as_fit.render` says more. `MissingExtraError` without the `fit` extra.
    """
    from thoracic_lib.exporting import as_fit  # noqa: PLC0415 - only for those who have such a watch

    _passed(routine, catalog)
    return as_fit.render(routine)


def _passed(value: object, catalog: Catalog | None) -> Catalog:
    """The catalog against which a routine, or every routine of a program, has passed the second checker."""
    known = bundled() if catalog is None else catalog
    if isinstance(value, Routine):
        verify_routine(value, known)
    if isinstance(value, Program):
        verify_program(value, known)
    return known


def _rendered(value: object, format: str, **options: object) -> str:  # noqa: A002 - the word for it
    rendered: str = import_module(f"thoracic_lib.exporting.{FORMATS[format]}").render(value, **options)
    return rendered


def to_json(value: object, *, catalog: Catalog | None = None) -> str:
    """A value as JSON, from which `from_json` makes an equal one; a routine is checked as by `export`."""
    return export(value, "json", catalog=catalog)


def from_json(text: str | bytes) -> Value:
    """The value in a JSON text; `DataError` with every fault when it is not one of ours.

    >>> from thoracic_lib.model.profile import Profile
    >>> from_json(to_json(Profile(equipment=frozenset({"chair"})))) == Profile(equipment=frozenset({"chair"}))
    True
    """
    from thoracic_lib.exporting import as_json  # noqa: PLC0415 - only for those who read

    return as_json.read(text)
