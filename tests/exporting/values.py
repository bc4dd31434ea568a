"""Values to export: plain ones, and one with every text as hostile as a text may be."""

from collections.abc import Mapping
from functools import cache

from thoracic_lib.catalogs import catalog, load_catalog
from thoracic_lib.cli.template import exercise_template
from thoracic_lib.composing import compose
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.program import Program, ProgramRequest
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.parsing import parse_toml
from thoracic_lib.profiles import profile
from thoracic_lib.screening import screen

__all__ = ["HELD", "HOSTILE", "PLAIN", "SHOWN", "catalog_of", "exercise_of", "program_of", "routine_of", "screening_of"]

PLAIN = "word"
HOSTILE = (
    "<script>alert(1)</script>",
    "</style></div><img src=x onerror=alert(1)>",
    "\" onload='x' & &lt; &#60;",
    "# heading",
    "- item",
    "+ item",
    "12) item",
    "    code",
    "> quote",
    "===",
    "---",
    "| a | b |",
    "`code` *bold* _it_ ~~gone~~",
    "![x](javascript:alert(1)) [y](http://example.com)",
    "[ref]: http://example.com",
    "https://example.com www.example.com a@example.com",
    "trailing backslash \\",
    "trailing hard break  ",
    "``` fence",
    "$x$ ^1^ :+1:",
    "\u202e turned \u2066 round \u200f",
    "#let x = sys.inputs; $ #panic() \\u{202e} @ref <label> = /* not */ // this",
    "{{ 7 * 7 }} {% raw %} ${x} <%= x %> &lt;script&gt; ]]> --> ?>",
    "javascript:alert(1) ' onmouseover=alert(1) x='",
    "\u202fnarrow \u3000wide e\u0301 \U0001f600",
)


def exercise_of(text: str) -> dict[str, object]:
    """The row of an exercise with this text wherever a text may stand."""
    (row,) = [parse_toml("", exercise_template("own-exercise").encode())]
    setup, dosage, source = ({**row[name][0]} for name in ("setups", "dosages", "sources"))
    setup |= {"name": text, "how": text}
    dosage |= {"because": text, "note": text, "open_readings": [text]}
    source |= {"notes": [text]}
    lists = {name: [text] for name in ("steps", "cues", "avoid", "cautions", "unclear")}
    told = {"name": text, "summary": text, "breathing": text, "aliases": [f"{text} too"]}
    return {**row, **lists, **told, "setups": [setup], "dosages": [dosage], "sources": [source]}


@cache
def catalog_of(text: str) -> Catalog:
    """The bundled catalog with such an exercise."""
    return load_catalog({"exercises": [exercise_of(text)]})


def routine_of(known: Catalog, exercise: str = "own-exercise", **wanted: object) -> Routine:
    """A routine with this exercise."""
    return compose(Request(minutes=10, include=frozenset({exercise}), **wanted), known)  # type: ignore[arg-type]  # checked by the model


def program_of(known: Catalog, exercise: str = "own-exercise", **wanted: object) -> Program:
    """A program of four sessions with this exercise."""
    session = Request(minutes=10, include=frozenset({exercise}))
    asked = {"weeks": 2, "sessions_per_week": 2, "weeks_per_step": 1, "small_start": 1, **wanted}
    return compose_program(ProgramRequest(session=session, **asked), known)  # type: ignore[arg-type]  # checked by the model


def screening_of(known: Catalog) -> Screening:
    """A screening with gates, exclusions, modifications and things that are missing."""
    declared = ["osteopenia", "vertebral fracture"]
    return screen(known, profile(equipment=["foam roller"], conditions=declared, avoid_positions=["quadruped"]))


def _shown() -> Mapping[str, object]:
    screening = screening_of(catalog())
    return {
        "routine": routine_of(catalog(), "cat-cow"),
        "program": program_of(catalog(), "cat-cow"),
        "screening": screening,
        "screened-exercise": screening.why("foam-roller-extension-leaning"),
        "exercise": catalog()["cat-cow"],
        "catalog": catalog(),
    }


SHOWN = _shown()
"""One value of each kind that has a page."""

HELD: Mapping[str, set[str]] = {
    "cert": {"routine", "program"},
    "csv": {"routine", "program", "screening", "catalog"},
    "fhir": {"routine", "program", "exercise", "catalog"},
    "handout": {"routine", "program"},
    "jsonld": {"routine", "exercise"},
    "player": {"routine"},
    "webvtt": {"routine"},
}
"""The kinds of value that a format holds; every other format holds all of them."""
