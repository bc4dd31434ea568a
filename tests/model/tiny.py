"""A tiny catalog in which every link of every kind stands at least once, and examples of every model class."""

import pkgutil
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from importlib import import_module
from typing import Any

from attrs import evolve, fields

import thoracic_lib.model
from thoracic_lib.composing import compose
from thoracic_lib.composing.adapting import adapt
from thoracic_lib.composing.programming import compose_program
from thoracic_lib.errors import DataError, InvalidValueError
from thoracic_lib.figures.collection import bundled as bundled_figures
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Dosage, Dose, Span
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.profile import Answer, FlagAnswer, Profile
from thoracic_lib.model.program import Feedback, ProgramRequest
from thoracic_lib.model.rewording import Rewording, SetupRewording
from thoracic_lib.model.routine import Done, DoseLimits, Request
from thoracic_lib.model.values import Value
from thoracic_lib.reading import structure
from thoracic_lib.screening import screen
from thoracic_lib.vocabulary import Laterality

ONE = {"minimum": 1, "maximum": 1}


def _exercise(new: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - plain data of any shape
    return {
        "id": new,
        "name": new.title(),
        "aliases": [f"{new} by another name"],
        "family": new,
        "phase": "mobilize",
        "use": "routine",
        "movements": ["rotation"],
        "targets": ["t-spine"],
        "summary": "Turn.",
        "steps": ["Turn to the left."],
        "steps_from": "sources",
        "cues": [],
        "avoid": [],
        "cautions": [],
        "techniques": ["tq-slow"],
        "unclear": [],
        "setups": [_setup("w-seated")],
        "dosages": [_dosage()],
        "sources": [
            {
                "source": "src-one",
                "speaker": "its author",
                "filed_as": "mobility",
                "filed_as_stated": True,
                "named_only": False,
                "notes": ["Shows it."],
                "unclear": [],
            }
        ],
        **more,
    }


def _setup(new: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - plain data of any shape
    seated = {"id": new, "name": "Seated", "position": "seated", "equipment": ["eq-chair"], "demands": ["d-turn"]}
    return {**seated, **more}


def _dosage() -> dict[str, Any]:
    return {
        "basis": "src-one",
        "laterality": "bilateral",
        "sets": ONE,
        "repetitions": {"minimum": 5, "maximum": 10},
        "tempo_seconds": 4,
        "rest_seconds": 0,
        "default": True,
        "because": "The only one.",
    }


def _screening_data() -> dict[str, Any]:
    when = {"question": "q-weeks", "at_least": 20}
    graded = {"grade": "published", "sources": ["src-one"]}
    rule = {"demand": "d-turn", "strength": "low", "rationale": "Turning loads it.", **graded}
    return {
        "conditions": [
            {"id": "c-wide", "name": "Wide", "parents": [], "aliases": ["broad"], "gate": False},
            {
                "id": "c-narrow",
                "name": "Narrow",
                "parents": ["c-wide"],
                "aliases": ["slim"],
                "whole_entry_only": ["nw"],
                "gate": True,
                "gate_when": [when],
                "icd10": [{"code": "M54", "seen": True}],
            },
        ],
        "terms": [{"text": "both of them", "conditions": ["c-wide", "c-narrow"]}],
        "questions": [
            {
                "id": "q-weeks",
                "ask": "How many weeks?",
                "kind": "number",
                "conditions": ["c-narrow"],
                "minimum": 0,
                "maximum": 40,
            },
            {
                "id": "q-stage",
                "ask": "Which stage?",
                "kind": "choice",
                "conditions": ["c-narrow"],
                "choices": [{"value": "ch-early", "label": "Early"}, {"value": "ch-late", "label": "Late"}],
            },
        ],
        "rules": [
            {
                "id": "R1",
                "condition": "c-wide",
                "verdict": "modify",
                "when": [{"question": "q-stage", "choices": ["ch-early"]}],
                "also": "c-narrow",
                "counter_sources": ["src-one"],
                "limits": [
                    {"kind": "use_exercise", "exercise": "ex-turn"},
                    {"kind": "use_setup", "equipment": "eq-chair"},
                ],
                **rule,
            },
            {"id": "R2", "condition": "c-narrow", "verdict": "keep", **rule, "demand": "d-load"},
            {"id": "R3", "condition": "c-narrow", "verdict": "exclude", "when": [when], **rule},
        ],
        "red_flags": [{"id": "F1", "level": "soft", "ask": "Is it new?", "action": "Have it seen.", **graded}],
        "notices": [{"id": "N1", "demand": "d-turn", "text": "Turn gently.", **graded}],
        "pain_rule": {
            "rule": "No pain.",
            "zones": [{"id": "all", "minimum": 0, "maximum": 10, "text": "Stop."}],
            "caveat": "People vary.",
            **graded,
        },
    }


@cache
def _document() -> dict[str, Any]:
    cited = {"sources": ["src-one"]}
    link = {"basis": "stated"}
    return {
        "data_version": "1.2.3",
        "exercises": [
            _exercise("ex-turn"),
            _exercise(
                "ex-turn-far",
                setups=[
                    _setup("w-seated"),
                    _setup("w-weight", name="With a weight", equipment=["eq-weight"], demands=["d-turn", "d-load"]),
                ],
                relations=[
                    {"kind": "progression_of", "to": "ex-turn", **link},
                    {"kind": "alternative_to", "to": "ex-turn", "conditions": ["c-narrow"], **link},
                ],
            ),
        ],
        "equipment": [
            _item("eq-chair", satisfies=["eq-stool"]),
            _item("eq-stool"),
            _item("eq-wall", at_hand=True),
            _item("eq-weight", implies=["d-load"]),
        ],
        "demands": [
            {"id": "d-turn", "family": "spine", "name": "Turning", "description": "The spine turns."},
            {"id": "d-load", "family": "effort", "name": "Load", "description": "Against a weight."},
        ],
        "targets": [{"id": "t-spine", "name": "Spine", "kind": "joint", "description": "The upper back."}],
        "techniques": [{"id": "tq-slow", "name": "Slowly", "how": "Take your time.", **cited}],
        "goals": [
            {
                "id": "g-all",
                "name": "All",
                "summary": "Everything.",
                "movements": ["rotation"],
                "phases": [{"phase": "mobilize", "minimum": 1, "maximum": 2, "weight": 1}],
                "allowed_equipment": ["eq-chair"],
                "prefer": ["ex-turn"],
                "basis": "library default",
                **cited,
            }
        ],
        "routines": [
            {
                "id": "r-own",
                "name": "Own",
                "summary": "Its own order.",
                "source": "src-one",
                "steps": [{"exercise": "ex-turn"}],
            }
        ],
        "guidance": [
            {
                "id": "gd-one",
                "text": "Breathe.",
                "kind": "technique",
                "shown_in": ["exercise"],
                "exercises": ["ex-turn"],
                **cited,
            }
        ],
        "norms": [{"id": "n-one", "measure": "Turn", "value": 35, "unit": "degrees", "text": "About 35.", **cited}],
        "disagreements": [
            {
                "id": "dis-one",
                "topic": "How far",
                "exercises": ["ex-turn"],
                "positions": [{"source": "src-one", "says": "Far."}],
                "library": "Not far.",
            }
        ],
        "sources": [
            {
                "id": "src-one",
                "title": "A paper",
                "kind": "article",
                "quality": "fair",
                "identifiers": {"doi": "10.1/x"},
                "says": "Turn.",
            }
        ],
        "retired": [{"id": "ex-old", "reason": "It was doubled.", "successor": "ex-turn", "since": "1.1.0"}],
        **_screening_data(),
    }


def _item(new: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - plain data of any shape
    return {"id": new, "name": new.title(), "aliases": [], "at_hand": False, "satisfies": [], "implies": [], **more}


def document() -> dict[str, Any]:
    """The tiny catalog as plain data, to be changed at will."""
    return deepcopy(_document())


@cache
def tiny() -> Catalog:
    """The tiny catalog."""
    return structure(Catalog, document())


def put(table: Any, path: str, value: object) -> None:  # noqa: ANN401 - plain data of any shape
    """Set what stands in plain data at a path like `rules[0].when[0].question`."""
    *steps, last = path.replace("[", ".[").split(".")
    for step in steps:
        table = table[int(step[1:-1])] if step.startswith("[") else table[step]
    if last.startswith("["):
        table[int(last[1:-1])] = value
    else:
        table[last] = value


def faults_of(changed: dict[str, Any]) -> dict[str, str]:
    """The reasons for which a catalog is refused, by path; empty when it is taken."""
    try:
        structure(Catalog, changed)
    except DataError as error:
        return {fault.path.removeprefix("$").removeprefix("."): str(fault) for fault in error.faults}
    return {}


def model_classes() -> list[type[Value]]:
    """Every class of values in the model."""
    found = set()
    for module in pkgutil.iter_modules(thoracic_lib.model.__path__):
        held = vars(import_module(f"thoracic_lib.model.{module.name}")).values()
        found |= {kind for kind in held if isinstance(kind, type) and issubclass(kind, Value) and kind is not Value}
    return sorted(found, key=lambda kind: kind.__name__)


def walk(value: object) -> Iterator[Value]:
    """A value with all values inside it."""
    if isinstance(value, Value):
        yield value
        for field in fields(type(value)):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from walk(item)


def figures_of_the_library() -> tuple[Value, ...]:
    """Every figure that comes with the library, with the positions and the ranges that they share."""
    drawn = bundled_figures()
    return (*drawn.figures, *drawn.positions, *drawn.ranges)


@cache
def examples() -> dict[type[Value], Value]:
    """One value of every model class."""
    profile = Profile(
        equipment=frozenset({"eq-chair"}),
        conditions=frozenset({"c-narrow"}),
        answers=(Answer(condition="c-narrow", question="q-weeks", number=30),),
        cleared=frozenset({"c-narrow"}),
        red_flags=(FlagAnswer(flag="F1", present=False),),
    )
    without = Profile(equipment=frozenset({"eq-chair"}))
    request = Request(
        minutes=5,
        goal="g-all",
        profile=without,
        exclude=frozenset({"ex-turn"}),
        history=(Done(exercise="ex-open", days_ago=9),),
        doses=(DoseLimits(exercise="ex-open"),),
    )
    weeks = ProgramRequest(session=Request(minutes=5, goal="g-all", profile=without), weeks=2, weeks_per_step=1)
    program = compose_program(weeks, tiny())
    held = (
        compose(request, tiny()),
        screen(tiny(), profile),
        tiny(),
        adapt(program, [Feedback(week=1, day=0, exercise="ex-turn", effort=2)], tiny()),
        *figures_of_the_library(),
        Rewording(
            exercise="ex-turn",
            because="Shorter.",
            name="Turning",
            aliases=("turn",),
            setups=(SetupRewording(id="w-seated", name="Sitting", demands=("d-turn",)),),
        ),
    )
    found: dict[type[Value], Value] = {}
    for value in (one for whole in held for one in walk(whole)):
        found.setdefault(type(value), value)
    found[Profile] = profile
    return found


def example(kind: type[Value]) -> Any:  # noqa: ANN401 - a value of any model class
    """One value of a model class."""
    return examples()[kind]


def refused(value: Value, /, **changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any field
    """The faults, place and reason, for which a value changed like this is refused; empty when it is taken."""
    try:
        evolve(value, **changes)  # type: ignore[misc]  # every class of values is made by attrs
    except InvalidValueError as error:
        return [(f"{fault.file}{fault.path}", fault.reason) for fault in error.faults]
    return []


def a_dose(**changes: Any) -> Dose:  # noqa: ANN401 - any field
    """Eight repetitions of four seconds, once, both sides at a time, changed as told."""
    plain_one: dict[str, Any] = {
        "basis": "library default",
        "laterality": Laterality.BILATERAL,
        "sets": 1,
        "repetitions": 8,
        "tempo_seconds": 4,
        "rest_seconds": 0,
    }
    return Dose(**{**plain_one, **changes})


def a_dosage(**changes: Any) -> Dosage:  # noqa: ANN401 - any field
    """Five to ten repetitions on the word of a source, changed as told."""
    plain_one: dict[str, Any] = {
        "basis": "src-one",
        "laterality": Laterality.BILATERAL,
        "sets": Span(minimum=1, maximum=1),
        "repetitions": Span(minimum=5, maximum=10),
        "tempo_seconds": 4,
        "rest_seconds": 0,
    }
    return Dosage(**{**plain_one, **changes})


def an_exercise() -> Exercise:
    """The first exercise of the tiny catalog."""
    return tiny().exercises[0]


def a_setup() -> Setup:
    """The only setup of that exercise."""
    return an_exercise().setups[0]
