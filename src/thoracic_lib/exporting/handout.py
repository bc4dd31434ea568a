"""What a handout says of a routine: pictures, steps, dose, cautions, when to stop, a week to tick off, sources."""

from __future__ import annotations

from attrs import frozen

from thoracic_lib.errors import FormatError
from thoracic_lib.exporting.direction import straight
from thoracic_lib.exporting.pages import EDUCATION, cautions, for_all, held_back, minded, place
from thoracic_lib.exporting.pictures import has_figure
from thoracic_lib.figures import render_figure
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.routine import Routine, Step

__all__ = ["DAYS", "Entry", "Handout", "handout"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EMPTY = "Fill in by hand: tick each day on which you did it, and write down any pain from 0 to 10."


@frozen
class Entry:
    """One step as a handout shows it; `picture` is SVG, or nothing where there is no figure."""

    name: str
    amount: str
    place: str
    steps: tuple[str, ...]
    warnings: tuple[str, ...]
    minded: tuple[str, ...]
    picture: str


@frozen
class Handout:
    """Everything on a handout, as texts."""

    title: str
    summary: str
    banners: tuple[str, ...]
    education: str
    entries: tuple[Entry, ...]
    stop_signs: tuple[str, ...]
    notices: tuple[str, ...]
    days: tuple[str, ...]
    week: str
    sources: tuple[str, ...]
    version: str


def handout(value: object, catalog: Catalog, *, pictures: bool) -> Handout:
    """The handout of a routine that was checked before; `FormatError` for anything else."""
    if not isinstance(value, Routine):
        raise FormatError("handout", f"cannot show a {type(value).__name__}")
    count = len(value.steps)
    return Handout(
        title=straight(value.title),
        summary=f"{count} exercise{'' if count == 1 else 's'}, {clock(value.seconds)} min",
        banners=_straight(value.banners),
        education=EDUCATION,
        entries=tuple(_entry(number, step, pictures=pictures) for number, step in enumerate(value.steps, 1)),
        stop_signs=_straight(value.stop_signs),
        notices=_straight((*value.notices, *for_all(value))),
        days=DAYS,
        week=_EMPTY,
        sources=_sources(value, catalog),
        version=f"Data {value.data_version}, catalog {value.catalog_digest[:12]}",
    )


def _entry(number: int, step: Step, *, pictures: bool) -> Entry:
    exercise, setup = step.exercise, step.setup
    shown = pictures and has_figure(exercise, setup)
    limits = dict.fromkeys(held_back(str(limit)) for limit in step.limits)
    how = f" {setup.how}" if setup.how else ""
    return Entry(
        name=straight(f"{number}. {exercise.name}"),
        amount=f"{step.dose} ({clock(step.seconds)} min)",
        place=straight(f"{place(setup)}.{how}"),
        steps=_straight(exercise.steps),
        warnings=_straight((*limits, *cautions(step))),
        minded=_straight(minded(step)),
        picture=render_figure(exercise, setup.id, theme="light") if shown else "",
    )


def _sources(routine: Routine, catalog: Catalog) -> tuple[str, ...]:
    """The sources of the exercises and of the rules that hold them back or caution, each once, by title."""
    cited = {citation.source for step in routine.steps for citation in step.exercise.sources}
    cited |= {source for step in routine.steps for reason in step.reasons for source in reason.rule.sources}
    return _straight(tuple(_source(catalog, source) for source in sorted(cited)))


def _source(catalog: Catalog, identifier: str) -> str:
    source = catalog.source(identifier)
    who = ", ".join(str(part) for part in (source.authors, source.year) if part)
    return f"{source.title} ({who})" if who else source.title


def _straight(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(straight, texts))
