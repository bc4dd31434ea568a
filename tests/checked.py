"""A routine that is right, and ways to make it wrong that no constructor would let through."""

from functools import cache
from typing import TypeVar

from attrs import evolve

from tests.model.tiny import ONE, document
from thoracic_lib.checking import verify_routine
from thoracic_lib.composing import compose
from thoracic_lib.errors import UnsafeRoutineError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import FlagAnswer, Profile
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.model.values import Value
from thoracic_lib.reading import structure

__all__ = ["PROFILE", "faults", "forged", "known", "routine", "told", "with_profile", "with_request", "with_step"]

T = TypeVar("T", bound=Value)
Faults = list[tuple[str, str]]

GRADED = {"grade": "published", "sources": ["src-one"], "strength": "low", "rationale": "It loads."}
LIMITS = {
    "R1": [{"kind": "max_repetitions", "value": 6}, {"kind": "slow"}, {"kind": "cue", "text": "Turn gently."}],
    "R2": [{"kind": "max_hold_seconds", "value": 12}],
}


def rule(new: str, condition: str, demand: str, verdict: str, **more: object) -> dict[str, object]:
    limits = {"limits": LIMITS[new]} if new in LIMITS else {}
    return {"id": new, "condition": condition, "demand": demand, "verdict": verdict, **limits, **GRADED, **more}


@cache
def known() -> Catalog:
    """The tiny catalog with a held stretch, a setup with a weight, and a rule of every verdict and dose limit."""
    whole = document()
    turn, far = whole["exercises"]
    far["relations"] = far["relations"][:1]
    held = {**turn["dosages"][0], "hold_seconds": {"minimum": 10, "maximum": 30}, "spots": ONE}
    setup = {**turn["setups"][0], "id": "w-hold", "demands": ["d-hold"]}
    named = {"id": "ex-hold", "name": "Hold", "aliases": [], "family": "hold", "phase": "stretch"}
    whole["exercises"] += [{**turn, **named, "setups": [setup], "dosages": [held]}]
    whole["demands"] += [{"id": "d-hold", "family": "effort", "name": "Hold", "description": "It is held."}]
    wanted = [{"phase": phase, "minimum": 1, "maximum": 3, "weight": 1} for phase in ("stretch", "mobilize")]
    whole["goals"][0]["phases"] = wanted
    late = [{"question": "q-weeks", "at_least": 20}]
    whole["rules"] = [
        rule("R1", "c-wide", "d-turn", "modify"),
        rule("R2", "c-wide", "d-hold", "modify"),
        rule("R3", "c-narrow", "d-load", "exclude", when=late),
        rule("R4", "c-narrow", "*", "caution", when=late, also="c-wide"),
    ]
    flags = [{**whole["red_flags"][0], "id": f"F-{level}", "level": level} for level in ("urgent", "gate")]
    stop = {**whole["red_flags"][0], "id": "F-stop", "level": "session_stop"}
    whole["red_flags"] += [*flags, stop]
    whole["notices"] += [{**whole["notices"][0], "id": "N2", "demand": "*", "text": "Breathe."}]
    whole["guidance"] += [
        {**whole["guidance"][0], "id": "gd-two", "shown_in": ["phase"], "phases": ["mobilize"], "exercises": []}
    ]
    return structure(Catalog, whole)


PROFILE = Profile(
    equipment=frozenset({"eq-chair", "eq-weight"}),
    conditions=frozenset({"c-narrow", "c-wide"}),
    cleared=frozenset({"c-narrow"}),
    red_flags=(FlagAnswer(flag="F1", present=True),),
)


@cache
def routine() -> Routine:
    """Three steps (a held stretch and two turns), all held back by a rule and with a caution."""
    asked = Request(minutes=20, goal="g-all", profile=PROFILE)
    named = compose(evolve(asked, include=frozenset({"ex-turn", "ex-turn-far"})), known())
    return evolve(named, request=asked)


def forged(value: T, /, **changes: object) -> T:
    """A value with fields written over, as no constructor would take it."""
    made = object.__new__(type(value))
    for name in value.__checks__:
        object.__setattr__(made, name, changes.get(name, getattr(value, name)))
    return made


def with_step(at: int = 1, /, **changes: object) -> Routine:
    steps = routine().steps
    return forged(routine(), steps=(*steps[:at], forged(steps[at], **changes), *steps[at + 1 :]))


def with_profile(**changes: object) -> Routine:
    request = routine().request
    return forged(routine(), request=forged(request, profile=forged(request.profile, **changes)))


def with_request(**changes: object) -> Routine:
    return forged(routine(), request=forged(routine().request, **changes))


def faults(value: Routine, catalog: Catalog | None = None) -> Faults:
    try:
        verify_routine(value, catalog or known())
    except UnsafeRoutineError as error:
        return [(fault.path, fault.reason) for fault in error.faults]
    return []


def told(value: Routine, catalog: Catalog | None = None) -> str:
    return "; ".join(f"{path} {reason}" for path, reason in faults(value, catalog))
