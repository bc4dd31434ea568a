"""Every exception that the library raises on purpose; each carries its data and says what to do.

All derive from `ThoracicError` and bear a stable `code`, so that an app can tell them apart without
reading the text.
"""

from typing import ClassVar, NamedTuple

__all__ = [
    "AmbiguousTermError",
    "ArtifactError",
    "DataError",
    "EditError",
    "Fault",
    "FeedbackError",
    "FormatError",
    "GateError",
    "InvalidValueError",
    "MissingExtraError",
    "NothingFitsError",
    "ProofLimitError",
    "RedFlagError",
    "RefusedTermError",
    "StopError",
    "ThoracicError",
    "UnknownIdError",
    "UnknownTermError",
    "UnsafeRoutineError",
    "WorkerDiedError",
]


class Fault(NamedTuple):
    """One thing that is wrong: the file and path where, the reason, and a hint when there is one.

    >>> print(Fault("rules.toml", "$.rules[3].verdict", "is not a verdict", "did you mean 'modify'?"))
    rules.toml: $.rules[3].verdict: is not a verdict (did you mean 'modify'?)
    """

    file: str
    path: str
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.path) if part)
        return f"{place}: {self.reason}" + (f" ({self.hint})" if self.hint else "")


class ThoracicError(Exception):
    """The base of every error of this library.

    Each one hands all its data to `Exception` too, so that it can be pickled.
    """

    code: ClassVar[str] = "error"


class InvalidValueError(ThoracicError, ValueError):
    """A value of the model was built from something that it may not hold; lists every fault."""

    code: ClassVar[str] = "invalid-value"

    def __init__(self, kind: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(kind, faults)
        self.kind = kind
        self.faults = faults

    def __str__(self) -> str:
        return f"{self.kind}: " + "; ".join(f"{f.path}: {f.reason}" if f.path else f.reason for f in self.faults)


class DataError(ThoracicError, ValueError):
    """Data was refused; lists every fault of every file, and nothing of it was taken."""

    code: ClassVar[str] = "data"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        count = len(self.faults)
        return "\n".join([f"{count} fault{'' if count == 1 else 's'} in the data", *map(str, self.faults)])


class ArtifactError(ThoracicError):
    """The bundled catalog is missing, damaged or older than the code; named, never half-used."""

    code: ClassVar[str] = "artifact"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"bundled data {self.name!r} {self.reason}; reinstall thoracic-lib, or run './run data compile'"


class UnknownIdError(ThoracicError, KeyError):
    """An id is not in the catalog; names the nearest ones, and where a retired id went."""

    code: ClassVar[str] = "unknown-id"

    def __init__(
        self,
        kind: str,
        id: str,  # noqa: A002 - the word for it
        nearest: tuple[str, ...] = (),
        retired: str = "",
    ) -> None:
        super().__init__(kind, id, nearest, retired)
        self.kind = kind
        self.id = id
        self.nearest = nearest
        self.retired = retired

    def __str__(self) -> str:
        if self.retired:
            return f"{self.kind} {self.id!r} was retired: {self.retired}"
        return f"unknown {self.kind} {self.id!r}" + _did_you_mean(self.nearest)


class UnknownTermError(ThoracicError, ValueError):
    """Something a person typed is not known; nothing typed is ever dropped in silence."""

    code: ClassVar[str] = "unknown-term"

    def __init__(self, kind: str, term: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(kind, term, nearest)
        self.kind = kind
        self.term = term
        self.nearest = nearest

    def __str__(self) -> str:
        return f"unknown {self.kind} {self.term!r}" + _did_you_mean(self.nearest)


class AmbiguousTermError(ThoracicError, ValueError):
    """Something a person typed could mean several things; asks which."""

    code: ClassVar[str] = "ambiguous-term"

    def __init__(self, kind: str, term: str, candidates: tuple[str, ...], ask: str) -> None:
        super().__init__(kind, term, candidates, ask)
        self.kind = kind
        self.term = term
        self.candidates = candidates
        self.ask = ask

    def __str__(self) -> str:
        which = f" (one of: {', '.join(self.candidates)})" if self.candidates else ""
        return f"{self.kind} {self.term!r} can mean several things: {self.ask}{which}"


class RefusedTermError(ThoracicError, ValueError):
    """Something a person typed is a denial, or about somebody else, so it declares nothing."""

    code: ClassVar[str] = "refused-term"

    def __init__(self, kind: str, term: str, reason: str) -> None:
        super().__init__(kind, term, reason)
        self.kind = kind
        self.term = term
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.kind} {self.term!r} {self.reason}"


class GateError(ThoracicError):
    """Conditions that wait for a clinician's word; nothing is composed until they are reported cleared."""

    code: ClassVar[str] = "gate"

    def __init__(self, conditions: tuple[str, ...]) -> None:
        super().__init__(conditions)
        self.conditions = conditions

    def __str__(self) -> str:
        return (
            f"nothing is composed for {', '.join(self.conditions)} until a clinician has agreed to exercise; "
            f"report it by name: cleared={list(self.conditions)}"
        )


class RedFlagError(ThoracicError):
    """A red flag was answered yes; nothing is composed. `actions` says what to do, most pressing first."""

    code: ClassVar[str] = "red-flag"

    def __init__(self, flags: tuple[str, ...], actions: tuple[str, ...]) -> None:
        super().__init__(flags, actions)
        self.flags = flags
        self.actions = actions

    def __str__(self) -> str:
        told = " ".join(f"{flag}: {action}" for flag, action in zip(self.flags, self.actions, strict=True))
        return f"nothing is composed because of a warning sign. {told}"


class NothingFitsError(ThoracicError):
    """No exercise fits the request; `helps` ranks what would help most, never a condition."""

    code: ClassVar[str] = "nothing-fits"

    def __init__(self, reasons: tuple[str, ...], helps: tuple[str, ...] = ()) -> None:
        super().__init__(reasons, helps)
        self.reasons = reasons
        self.helps = helps

    def __str__(self) -> str:
        told = "nothing fits this request: " + "; ".join(self.reasons)
        return told + (f". What would help: {'; '.join(self.helps)}" if self.helps else "")


class EditError(ThoracicError, ValueError):
    """A routine cannot be changed as it was asked; lists every rule that this would break."""

    code: ClassVar[str] = "edit"

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(reasons)
        self.reasons = reasons

    def __str__(self) -> str:
        return f"the routine cannot be changed like that: {'; '.join(self.reasons)}"


class FeedbackError(ThoracicError, ValueError):
    """Feedback that does not belong to its program; lists every fault, and nothing of it was taken."""

    code: ClassVar[str] = "feedback"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return f"the feedback does not fit the program: {'; '.join(map(str, self.faults))}"


class StopError(ThoracicError):
    """Pain at which to stop: the program does not go on. `exercises` hurt, `actions` say what to do.

    `flags` are the warning signs to ask about, and to answer, before it can be adapted; `reasons` the codes of
    `thoracic_lib.vocabulary.StopReason`.
    """

    code: ClassVar[str] = "stop"

    def __init__(
        self,
        exercises: tuple[str, ...],
        actions: tuple[str, ...],
        flags: tuple[str, ...],
        reasons: tuple[str, ...] = (),
    ) -> None:
        super().__init__(exercises, actions, flags, reasons)
        self.exercises = exercises
        self.actions = actions
        self.flags = flags
        self.reasons = reasons

    def __str__(self) -> str:
        asked = f" Ask about the warning signs {', '.join(self.flags)}." if self.flags else ""
        told = " ".join(self.actions)
        return f"the program stops because of pain with {', '.join(self.exercises)}. {told}{asked}"


class FormatError(ThoracicError, ValueError):
    """A format that does not exist, or that cannot hold this kind of value."""

    code: ClassVar[str] = "format"

    def __init__(self, format: str, reason: str) -> None:  # noqa: A002 - the field
        super().__init__(format, reason)
        self.format = format
        self.reason = reason

    def __str__(self) -> str:
        return f"format {self.format!r} {self.reason}"


class MissingExtraError(ThoracicError, ImportError):
    """Something needs a package that comes with an extra of this library, and that is not installed."""

    code: ClassVar[str] = "missing-extra"

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(what, extra)
        self.what = what
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.what} needs packages that are not installed: pip install 'thoracic-lib[{self.extra}]'"


class UnsafeRoutineError(ThoracicError):
    """A routine that breaks what its profile and the catalog ask for is not handed out; lists every fault."""

    code: ClassVar[str] = "unsafe-routine"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return f"the routine is not handed out: {'; '.join(map(str, self.faults))}"


class ProofLimitError(ThoracicError):
    """A catalog asks so much at once, about one subject, that not every profile could be decided; nothing is proved."""

    code: ClassVar[str] = "proof-limit"

    def __init__(self, about: str, limit: int) -> None:
        super().__init__(about, limit)
        self.about = about
        self.limit = limit

    def __str__(self) -> str:
        return (
            f"nothing is proved: {self.about} hangs on too much at once, more than {self.limit:,} cases; "
            "ask fewer questions about one condition, or let rules name fewer of the choices"
        )


class WorkerDiedError(ThoracicError, RuntimeError):
    """A worker process of a batch ended before its time; `pieces` were done before, and their rows were given."""

    code: ClassVar[str] = "worker-died"

    def __init__(self, pieces: int) -> None:
        super().__init__(pieces)
        self.pieces = pieces

    def __str__(self) -> str:
        return (
            f"a worker process ended before its time, after {self.pieces} pieces of work were done; in a script, start "
            "a batch with workers under `if __name__ == '__main__':`, and look for a lack of memory otherwise"
        )


def _did_you_mean(nearest: tuple[str, ...]) -> str:
    if not nearest:
        return ""
    return "; did you mean " + " or ".join(repr(term) for term in nearest) + "?"
