"""Every error carries its data, says what to do, has a code of its own, and can be pickled."""

import pickle

import pytest

from thoracic_lib import errors
from thoracic_lib.errors import (
    AmbiguousTermError,
    ArtifactError,
    DataError,
    EditError,
    Fault,
    FeedbackError,
    FormatError,
    GateError,
    InvalidValueError,
    MissingExtraError,
    NothingFitsError,
    ProofLimitError,
    RedFlagError,
    RefusedTermError,
    StopError,
    ThoracicError,
    UnknownIdError,
    UnknownTermError,
    UnsafeRoutineError,
    WorkerDiedError,
)

FAULT = Fault("rules.toml", "$.rules[3].verdict", "is no Verdict", "did you mean 'modify'?")

TOLD: list[tuple[ThoracicError, str]] = [
    (InvalidValueError("Span", (Fault("", "minimum", "is 0"),)), "Span: minimum: is 0"),
    (
        InvalidValueError("Span", (Fault("", "", "is open"), Fault("", "maximum", "is 0"))),
        "Span: is open; maximum: is 0",
    ),
    (
        DataError((FAULT,)),
        "1 fault in the data\nrules.toml: $.rules[3].verdict: is no Verdict (did you mean 'modify'?)",
    ),
    (
        DataError((Fault("a.toml", "", "is empty"), Fault("", "$.b", "is missing"))),
        "2 faults in the data\na.toml: is empty\n$.b: is missing",
    ),
    (
        ArtifactError("catalog.json", "is missing"),
        "bundled data 'catalog.json' is missing; reinstall thoracic-lib, or run './run data compile'",
    ),
    (UnknownIdError("exercise", "cat-caw"), "unknown exercise 'cat-caw'"),
    (
        UnknownIdError("exercise", "cat-caw", ("cat-cow", "cat")),
        "unknown exercise 'cat-caw'; did you mean 'cat-cow' or 'cat'?",
    ),
    (
        UnknownIdError("exercise", "old", ("new",), "It was doubled.; use 'new'"),
        "exercise 'old' was retired: It was doubled.; use 'new'",
    ),
    (UnknownTermError("condition", "bad back"), "unknown condition 'bad back'"),
    (
        UnknownTermError("condition", "osteopena", ("osteopenia",)),
        "unknown condition 'osteopena'; did you mean 'osteopenia'?",
    ),
    (
        AmbiguousTermError("condition", "disc", (), "which part?"),
        "condition 'disc' can mean several things: which part?",
    ),
    (
        AmbiguousTermError("condition", "disc", ("neck", "back"), "which part?"),
        "condition 'disc' can mean several things: which part? (one of: neck, back)",
    ),
    (RefusedTermError("condition", "no pain", "is a denial"), "condition 'no pain' is a denial"),
    (
        GateError(("pregnancy", "recent_surgery")),
        (
            "nothing is composed for pregnancy, recent_surgery until a clinician has agreed to exercise; "
            "report it by name: cleared=['pregnancy', 'recent_surgery']"
        ),
    ),
    (
        RedFlagError(("RF01", "RF02"), ("Call.", "See a doctor.")),
        "nothing is composed because of a warning sign. RF01: Call. RF02: See a doctor.",
    ),
    (
        FeedbackError((Fault("", "feedback[0]", "week 9, day 0 has no session"), Fault("", "feedback[1]", "is odd"))),
        "the feedback does not fit the program: feedback[0]: week 9, day 0 has no session; feedback[1]: is odd",
    ),
    (
        StopError(("cat-cow", "cobra-pose"), ("Stop.", "See a doctor."), ("RF01", "RF02")),
        (
            "the program stops because of pain with cat-cow, cobra-pose. Stop. See a doctor. "
            "Ask about the warning signs RF01, RF02."
        ),
    ),
    (StopError(("cat-cow",), ("Stop.",), ()), "the program stops because of pain with cat-cow. Stop."),
    (NothingFitsError(("no time", "no mat")), "nothing fits this request: no time; no mat"),
    (
        NothingFitsError(("no time",), ("5 minutes more", "a chair")),
        "nothing fits this request: no time. What would help: 5 minutes more; a chair",
    ),
    (
        UnsafeRoutineError((Fault("", "steps[0].dose", "is too much"), Fault("", "steps", "are none"))),
        "the routine is not handed out: steps[0].dose: is too much; steps: are none",
    ),
    (EditError(("cat-cow is not in it",)), "the routine cannot be changed like that: cat-cow is not in it"),
    (EditError(("one", "another")), "the routine cannot be changed like that: one; another"),
    (FormatError("pdf", "is unknown"), "format 'pdf' is unknown"),
    (
        ProofLimitError("osteopenia", 100_000),
        (
            "nothing is proved: osteopenia hangs on too much at once, more than 100,000 cases; "
            "ask fewer questions about one condition, or let rules name fewer of the choices"
        ),
    ),
    (
        MissingExtraError("a PNG", "png"),
        "a PNG needs packages that are not installed: pip install 'thoracic-lib[png]'",
    ),
    (
        WorkerDiedError(3),
        (
            "a worker process ended before its time, after 3 pieces of work were done; in a script, start a batch with "
            "workers under `if __name__ == '__main__':`, and look for a lack of memory otherwise"
        ),
    ),
]
every_error = pytest.mark.parametrize(("error", "text"), TOLD, ids=[type(error).__name__ for error, _ in TOLD])
KINDS = [
    one for one in map(vars(errors).get, errors.__all__) if isinstance(one, type) and issubclass(one, ThoracicError)
]


def test_every_error_is_told_here() -> None:
    assert {type(error) for error, _ in TOLD} == set(KINDS) - {ThoracicError}


@every_error
def test_an_error_says_what_is_wrong(error: ThoracicError, text: str) -> None:
    assert str(error) == text


@every_error
def test_an_error_survives_pickling(error: ThoracicError, text: str) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made on the same line
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == text


@every_error
def test_an_error_hands_all_its_data_to_the_base(error: ThoracicError, text: str) -> None:
    assert error.args == tuple(vars(error).values())


@every_error
def test_every_error_is_one_of_the_library(error: ThoracicError, text: str) -> None:
    assert isinstance(error, ThoracicError)
    assert error.code == type(error).code


def test_every_error_has_a_stable_code_of_its_own() -> None:
    assert {kind.__name__: kind.code for kind in KINDS} == {
        "AmbiguousTermError": "ambiguous-term",
        "ArtifactError": "artifact",
        "DataError": "data",
        "EditError": "edit",
        "FeedbackError": "feedback",
        "FormatError": "format",
        "GateError": "gate",
        "InvalidValueError": "invalid-value",
        "MissingExtraError": "missing-extra",
        "NothingFitsError": "nothing-fits",
        "ProofLimitError": "proof-limit",
        "RedFlagError": "red-flag",
        "RefusedTermError": "refused-term",
        "StopError": "stop",
        "ThoracicError": "error",
        "UnknownIdError": "unknown-id",
        "UnknownTermError": "unknown-term",
        "UnsafeRoutineError": "unsafe-routine",
        "WorkerDiedError": "worker-died",
    }


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (InvalidValueError, ValueError),
        (DataError, ValueError),
        (UnknownIdError, KeyError),
        (UnknownTermError, ValueError),
        (AmbiguousTermError, ValueError),
        (RefusedTermError, ValueError),
        (FormatError, ValueError),
        (EditError, ValueError),
    ],
)
def test_an_error_is_caught_as_the_builtin_one_it_resembles(kind: type[Exception], builtin: type[Exception]) -> None:
    assert issubclass(kind, builtin)


def test_an_error_carries_its_data() -> None:
    error = UnknownIdError("exercise", "cat-caw", ("cat-cow",))
    assert (error.kind, error.id, error.nearest, error.retired) == ("exercise", "cat-caw", ("cat-cow",), "")


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (FAULT, "rules.toml: $.rules[3].verdict: is no Verdict (did you mean 'modify'?)"),
        (Fault("rules.toml", "", "is empty"), "rules.toml: is empty"),
        (Fault("", "$.a", "is missing"), "$.a: is missing"),
    ],
)
def test_a_fault_tells_its_place_then_the_reason_then_the_hint(fault: Fault, text: str) -> None:
    assert str(fault) == text


def test_a_fault_is_frozen_and_equal_by_value() -> None:
    assert Fault("a", "b", "c") == Fault("a", "b", "c")
    assert len({Fault("a", "b", "c"), Fault("a", "b", "c")}) == 1
    with pytest.raises(AttributeError):
        FAULT.reason = "fine"  # type: ignore[misc]  # this is what is refused
