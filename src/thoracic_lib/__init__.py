"""Exercises for the thoracic spine: typed data, screening that fails closed, and timed, explained routines.

    import thoracic_lib as tl

    profile = tl.profile(equipment=["foam roller"], conditions=["osteopenia"])
    routine = tl.compose(tl.Request(minutes=10, profile=profile))

Education, not medical advice. Names load on first use, so that importing the package costs nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from thoracic_lib import batch
    from thoracic_lib.catalogs import catalog, goals, load_catalog, routines
    from thoracic_lib.composing import compose
    from thoracic_lib.composing.adapting import adapt
    from thoracic_lib.composing.editing import reorder, shorten, swap, with_exercise, without
    from thoracic_lib.composing.programming import compose_program
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
        RedFlagError,
        RefusedTermError,
        StopError,
        ThoracicError,
        UnknownIdError,
        UnknownTermError,
        UnsafeRoutineError,
        WorkerDiedError,
    )
    from thoracic_lib.exporting import export, from_json, to_json
    from thoracic_lib.figures import render_figure
    from thoracic_lib.filtering import (
        Predicate,
        demand,
        family,
        fits,
        missing_equipment,
        movement,
        phase,
        position,
        source,
        target,
        where,
    )
    from thoracic_lib.model.catalog import Catalog
    from thoracic_lib.model.clinical import Condition, RedFlag, Rule
    from thoracic_lib.model.dosage import Dosage, Dose, Pace, Span
    from thoracic_lib.model.exercise import Exercise, Setup
    from thoracic_lib.model.goal import Goal
    from thoracic_lib.model.profile import Profile
    from thoracic_lib.model.program import Feedback, Program, ProgramRequest, Session
    from thoracic_lib.model.reference import Equipment
    from thoracic_lib.model.routine import Done, DoseLimits, Request, Routine, Step
    from thoracic_lib.model.screened import Reason, Screening
    from thoracic_lib.profiles import profile
    from thoracic_lib.questioning import questions
    from thoracic_lib.resolving import resolve
    from thoracic_lib.screening import screen
    from thoracic_lib.vocabulary import Verdict

    DATA_VERSION: str

__version__ = "0.1.0"

_HOMES = {
    "catalogs": ("catalog", "goals", "load_catalog", "routines"),
    "composing": ("compose",),
    "composing.editing": ("reorder", "shorten", "swap", "with_exercise", "without"),
    "composing.adapting": ("adapt",),
    "composing.programming": ("compose_program",),
    "errors": (
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
        "RedFlagError",
        "RefusedTermError",
        "StopError",
        "ThoracicError",
        "UnknownIdError",
        "UnknownTermError",
        "UnsafeRoutineError",
        "WorkerDiedError",
    ),
    "exporting": ("export", "from_json", "to_json"),
    "figures": ("render_figure",),
    "filtering": (
        "Predicate",
        "demand",
        "family",
        "fits",
        "missing_equipment",
        "movement",
        "phase",
        "position",
        "source",
        "target",
        "where",
    ),
    "model.catalog": ("Catalog",),
    "model.clinical": ("Condition", "RedFlag", "Rule"),
    "model.dosage": ("Dosage", "Dose", "Pace", "Span"),
    "model.exercise": ("Exercise", "Setup"),
    "model.goal": ("Goal",),
    "model.profile": ("Profile",),
    "model.program": ("Feedback", "Program", "ProgramRequest", "Session"),
    "model.reference": ("Equipment",),
    "model.routine": ("Done", "DoseLimits", "Request", "Routine", "Step"),
    "model.screened": ("Reason", "Screening"),
    "profiles": ("profile",),
    "questioning": ("questions",),
    "resolving": ("resolve",),
    "screening": ("screen",),
    "vocabulary": ("Verdict",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

_MODULES = ("batch",)

__all__ = [  # noqa: RUF022 - sorted as dir() sorts
    "AmbiguousTermError",
    "ArtifactError",
    "Catalog",
    "Condition",
    "DATA_VERSION",
    "DataError",
    "Done",
    "Dosage",
    "Dose",
    "DoseLimits",
    "EditError",
    "Equipment",
    "Exercise",
    "Fault",
    "Feedback",
    "FeedbackError",
    "FormatError",
    "GateError",
    "Goal",
    "InvalidValueError",
    "MissingExtraError",
    "NothingFitsError",
    "Pace",
    "Predicate",
    "Profile",
    "Program",
    "ProgramRequest",
    "Reason",
    "RedFlag",
    "RedFlagError",
    "RefusedTermError",
    "Request",
    "Routine",
    "Rule",
    "Screening",
    "Session",
    "Setup",
    "Span",
    "Step",
    "StopError",
    "ThoracicError",
    "UnknownIdError",
    "UnknownTermError",
    "UnsafeRoutineError",
    "Verdict",
    "WorkerDiedError",
    "__version__",
    "adapt",
    "batch",
    "catalog",
    "compose",
    "compose_program",
    "demand",
    "export",
    "family",
    "fits",
    "from_json",
    "goals",
    "load_catalog",
    "missing_equipment",
    "movement",
    "phase",
    "position",
    "profile",
    "questions",
    "render_figure",
    "reorder",
    "resolve",
    "routines",
    "screen",
    "shorten",
    "source",
    "swap",
    "target",
    "to_json",
    "where",
    "with_exercise",
    "without",
]


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415 - not before a name is asked for

    if name == "DATA_VERSION":
        value: object = import_module("thoracic_lib.catalogs").data_version()
    elif name in _MODULES:
        value = import_module(f"thoracic_lib.{name}")
    elif name in _HOME_OF:
        value = getattr(import_module(f"thoracic_lib.{_HOME_OF[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
