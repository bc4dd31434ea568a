"""Limits applied to doses: what the rules that modify a setup leave of each dose."""

from attrs import evolve

from thoracic_lib.model.clinical import Limit
from thoracic_lib.model.dosage import Dose, Pace, slowed
from thoracic_lib.model.screened import ScreenedSetup
from thoracic_lib.vocabulary import LimitKind

__all__ = ["limited"]


def limited(dose: Dose, screened: ScreenedSetup, pace: Pace) -> Dose:
    """A dose within every limit of a setup; it names the rules that changed it, and may go below a source's range."""
    rules: list[str] = []
    for reason in screened.reasons:
        for limit in reason.rule.limits:
            held_back = _held_back(dose, limit, pace)
            if held_back != dose:
                dose = held_back
                rules.append(reason.rule.id)
    return evolve(dose, limited_by=tuple(dict.fromkeys(rules)))


def _held_back(dose: Dose, limit: Limit, pace: Pace) -> Dose:
    most = limit.value or 0
    if limit.kind is LimitKind.MAX_REPETITIONS and (dose.repetitions or 0) * dose.sets > most:
        return evolve(dose, sets=1, repetitions=min(dose.repetitions or 0, most))
    if limit.kind is LimitKind.MAX_HOLD_SECONDS and (dose.hold_seconds or 0) > most:
        return evolve(dose, hold_seconds=most)
    return slowed(dose, pace) if limit.kind is LimitKind.SLOW else dose
