"""The small parts of FHIR resources: texts, codes, narratives, references, and ids that follow from content."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from attrs import frozen

from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.as_markdown import escaped
from thoracic_lib.exporting.direction import straight

__all__ = [
    "HOME",
    "UCUM",
    "Resource",
    "Wishes",
    "bundle",
    "citation",
    "concept",
    "duration",
    "identified",
    "markdown",
    "named",
    "narrative",
    "text",
    "wishes",
]

HOME = "https://thoracic-lib.example/fhir"
"""Where the names of the library's own identifiers and its extension live; `.example` belongs to nobody."""

UCUM = "http://unitsofmeasure.org"

Resource = dict[str, Any]

_BASE = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~-]+)*")
_SUBJECT = re.compile(r"(?:https?://[A-Za-z0-9._~:/-]+/)?(?:Patient|Group)/[A-Za-z0-9.-]{1,64}")
_NO_XML = re.compile("[\ufffe\uffff]")
_NAMESPACE = uuid5(NAMESPACE_URL, HOME)


@frozen(kw_only=True)
class Wishes:
    """What a caller may choose; `wishes` checks it."""

    base: str | None = None
    subject: str | None = None
    conditions: bool = False
    date: dt.date | None = None

    def url(self, kind: str, name: str) -> str:
        """The canonical URL of a resource, which is its place in a bundle too."""
        return f"urn:uuid:{name}" if self.base is None else f"{self.base}/{kind}/{name}"


def wishes(
    base: str | None = None, subject: str | None = None, date: dt.date | None = None, *, conditions: bool = False
) -> Wishes:
    """What a caller asks for; `FormatError` for what FHIR cannot hold."""
    if base is not None and not _BASE.fullmatch(base):
        raise FormatError("fhir", f"takes as base an http(s) address without query or closing slash, not {base!r}")
    if subject is not None and not _SUBJECT.fullmatch(subject):
        raise FormatError("fhir", f"takes as subject a reference such as 'Patient/123', not {subject!r}")
    if date is not None and type(date) is not dt.date:
        raise FormatError("fhir", f"takes as date a datetime.date, not a {type(date).__name__}")
    return Wishes(base=base, subject=subject, conditions=conditions, date=date)


def text(said: str) -> str:
    r"""A text as FHIR takes it: plain spaces, no signs that turn the direction, nothing that XML lacks; maybe empty.

    >>> text("narrow\u202fspace \u202eturned")
    'narrow space turned'
    """
    return " ".join(_NO_XML.sub("\ufffd", straight(said)).split())


def markdown(said: str) -> str:
    """A text for an element that is read as Markdown."""
    return escaped(text(said))


def duration(seconds: int) -> Resource:
    """A length of time in seconds."""
    return {"value": seconds, "unit": "s", "system": UCUM, "code": "s"}


def concept(said: str, *codings: Resource) -> Resource:
    """A concept in words, with its codes where there are any."""
    return {"coding": list(codings), "text": text(said)}


def citation(title: str, doi: str | None) -> Resource:
    """A publication that is cited."""
    link = f"https://doi.org/{doi}" if doi and re.fullmatch(r"10\.[0-9]+/[!-~]+", doi) else ""
    return {"type": "citation", "display": text(title), "url": link}


def narrative(*paragraphs: str, items: Iterable[str] = ()) -> Resource:
    """What a person can read of a resource: paragraphs, and a list."""
    told = "".join(f"<p>{_inside(said)}</p>" for said in paragraphs)
    rows = "".join(f"<li>{_inside(said)}</li>" for said in items)
    listed = f"<ul>{rows}</ul>" if rows else ""
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{told}{listed}</div>'}


def _inside(said: str) -> str:
    return escape(text(said), quote=False)


def named(kind: str, name: str) -> str:
    """A name that programs can use, from an id.

    >>> named("Exercise", "cat-cow")
    'Exercise_cat_cow'
    """
    return f"{kind}_{re.sub('[^A-Za-z0-9]', '_', name)}"


def identified(resource: Resource, wished: Wishes) -> Resource:
    """A resource without its empty elements, with an id that follows from its content, and its canonical URL."""
    kind = resource["resourceType"]
    held = _pruned(resource)
    name = _name(kind, json.dumps(held, sort_keys=True, ensure_ascii=False))
    if kind == "CarePlan":
        dated = {} if wished.date is None else {"created": wished.date.isoformat()}
        return {**held, "id": name, **dated}
    dated = {} if wished.date is None else {"date": wished.date.isoformat()}
    return {**held, "id": name, "url": wished.url(kind, name), **dated}


def bundle(resources: Iterable[Resource], wished: Wishes) -> Resource:
    """A collection of resources, each once, in order."""
    held = {resource["id"]: resource for resource in resources}
    entries = [
        {"fullUrl": wished.url(resource["resourceType"], name), "resource": resource} for name, resource in held.items()
    ]
    return {"resourceType": "Bundle", "id": _name("Bundle", *held), "type": "collection", "entry": entries}


def _name(kind: str, *content: str) -> str:
    made: UUID = uuid5(_NAMESPACE, "\n".join((kind, *content)))
    return str(made)


def _pruned(held: Any) -> Any:  # noqa: ANN401 - plain data is of whatever kind JSON has
    """Plain data without empty texts, lists and tables, which FHIR does not know, and without `None`."""
    if isinstance(held, Mapping):
        rest = {name: kept for name, item in held.items() if not _empty(kept := _pruned(item))}
        return {} if rest.keys() == {"url"} and len(held) > 1 else rest  # an extension without a value says nothing
    if isinstance(held, list):
        return [kept for item in held if not _empty(kept := _pruned(item))]
    return held


def _empty(held: object) -> bool:
    return held is None or held in ("", [], {})
