"""What the bundled data must be beyond what strict reading asks: words, ids, grounds. Each check gives its faults."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tests.data.bundled import Row, path, texts

ARTICLES = frozenset(
    {
        "backmate-thoracic-mobility",
        "prehab-thoracic-mobility",
        "thoracic-mobility-article",
        "trivo-thoracic-mobility",
        "wong-17-exercises",
    }
)

_CLAIM = re.compile(
    r"\b(safe(?:ly|r|st)?|cleared|cur(?:e|es|ed|ing)|treat(?:s|ing)?|heals|prescri\w+|reliev\w+|guarantee\w*|proven)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"report that a clinician has cleared you")
_ID = {
    "conditions": r"[a-z0-9]+(_[a-z0-9]+)*",
    "demands": r"[a-z0-9]+(_[a-z0-9]+)*",
    "questions": r"[a-z0-9]+(_[a-z0-9]+)*",
    "sources": r"[a-z0-9]+([-_][a-z0-9]+)*",
    "rules": r"R\d{3}",
    "red_flags": r"RF\d{2}",
    "notices": r"N\d{2}",
}
_KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"
_SENTENCES = re.compile(
    r"action|advice|avoid|because|breathing|caution|cautions|caveat|cues|demands_none_because|description|how|library"
    r"|note|notes|open_readings|phase_note|rationale|rule|says|steps|summary|unclear|use_because|when"
)
_NOT_TO_YOU = re.compile(r"\b(we|our|us|he|she|his|him|they should|the (?:patient|person|user))\b", re.IGNORECASE)
_OPENERS = re.compile(
    r"After|As|At|From|Over|Slowly|To|When|While|With"  # before the verb: "To finish, lower …", "Slowly lower …"
    r"|Your"  # what stays as it is: "Your left knee stays on the floor."
)
_VERBS = re.compile(
    r"Arch|Begin|Bend|Brace|Breathe|Bring|Change|Choose|Come|Cover|Cross|Curl|Do|Draw|Ease|Finish|Follow|Get|Go|Hold"
    r"|Keep|Kneel|Lay|Lead|Lean|Let|Lie|Lift|Line|Look|Loop|Lower|Make|Move|Pause|Place|Press|Pull|Push|Put|Raise"
    r"|Reach|Relax|Release|Repeat|Rest|Return|Reverse|Rock|Roll|Round|Set|Shift|Shuffle|Sit|Slide|Slouch|Squeeze"
    r"|Stand|Start|Stay|Step|Stop|Straighten|Stretch|Sweep|Take|Tighten|Turn|Uncurl|Walk|Work"
)


def wrong_id(row: Row) -> Iterator[str]:
    """An id in another style than its collection's, or another one than the file's name."""
    name = row.data.get("id")
    if name is None:
        return
    if not re.fullmatch(_ID.get(row.collection, _KEBAB), name):
        yield f"{name!r} is not the style of {row.collection}"
    if "/" in row.file and row.file != f"{row.collection}/{name}.toml":
        yield f"{name!r} is not what {row.file} is named after"


def claims(data: object) -> Iterator[str]:
    """Words that promise something medical. Titles of publications are theirs, and a person may report a clearance."""
    for at, text in texts(data):
        if at[-1] != "title":
            yield from (f"{path(at)}: {word}" for word in _CLAIM.findall(_REPORTED.sub("", text)))


def wrong_texts(data: object) -> Iterator[str]:
    """Texts with stray spaces, and sentences that do not end."""
    for at, text in texts(data):
        if "\t" in text or "  " in text or text != text.strip() or re.search(r" [.,;:!?]", text):
            yield f"{path(at)}: has a stray space"
        key = next(step for step in reversed(at) if type(step) is str)
        if _SENTENCES.fullmatch(key) and not text.endswith((".", "?", "!")):
            yield f"{path(at)}: does not end in a period"


def wrong_steps(steps: Iterable[str]) -> Iterator[str]:
    """Steps that are no instructions to you."""
    for index, step in enumerate(steps):
        first = re.split(r"\W", step)[0]
        if not _VERBS.fullmatch(first) and not _OPENERS.fullmatch(first):
            yield f"step {index} starts with {first!r}, which is no imperative"
        if not step.endswith("."):
            yield f"step {index} does not end in a period"
        if found := _NOT_TO_YOU.search(step):
            yield f"step {index} speaks of {found[0]!r}"


def wrong_grounds(exercise: dict[str, Any]) -> Iterator[str]:
    """An exercise that nothing cites, or numbers from a source it does not cite."""
    cited = {citation["source"] for citation in exercise["sources"]}
    if not cited & ARTICLES:
        yield "cites none of the articles"
    for index, dosage in enumerate(exercise["dosages"]):
        if dosage["basis"] not in {*cited, "library default"}:
            yield f"dosage {index} is based on {dosage['basis']!r}, which the exercise does not cite"
        marked = [dosage[name] for name in ("inherited", "inferred", "library_default") if name in dosage]
        if any(entries != sorted(entries) for entries in marked):
            yield f"dosage {index} lists its fields out of order"


def wrong_grade(row: dict[str, Any]) -> Iterator[str]:
    """A grade that its sources do not bear out."""
    sources = set(row["sources"])
    if row["grade"] == "article" and not sources & ARTICLES:
        yield "is graded article, but no article is among its sources"
    if row["grade"] == "published" and not sources - ARTICLES:
        yield "is graded published, but nothing published is among its sources"


def wrong_alias(alias: str, *, plain: bool) -> Iterator[str]:
    """A name in upper case; one that must be plain has no hyphens and apostrophes either."""
    if alias != alias.lower() or (plain and re.search(r"['’-]", alias)):
        yield f"{alias!r} must be lower case" + (", without hyphens and apostrophes" if plain else "")


def wrong_lines(raw: bytes) -> Iterator[str]:
    """Lines of a TOML file that are too long or hold stray characters."""
    text = raw.decode("utf-8")
    if not text.endswith("\n") or text.endswith("\n\n") or "\r" in text:
        yield "must end in one newline and have no carriage returns"
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > 110:
            yield f"line {number} has {len(line)} characters"
        if "\t" in line or line != line.rstrip():
            yield f"line {number} has a tab, or a space at its end"
