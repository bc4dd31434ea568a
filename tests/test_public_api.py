"""The public names are a promise: adding or dropping one is a decision, seen here."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import thoracic_lib as tl

PACKAGE = Path(tl.__file__).parent

FRONT_DOOR = """
    AmbiguousTermError ArtifactError Catalog Condition DATA_VERSION DataError Done Dosage Dose DoseLimits EditError
    Equipment Exercise Fault Feedback FeedbackError FormatError GateError Goal InvalidValueError MissingExtraError
    NothingFitsError Pace Predicate Profile Program ProgramRequest Reason RedFlag RedFlagError RefusedTermError
    Request Routine Rule Screening Session Setup Span Step StopError ThoracicError UnknownIdError UnknownTermError
    UnsafeRoutineError Verdict WorkerDiedError __version__ adapt batch catalog compose compose_program demand export
    family fits from_json goals load_catalog missing_equipment movement phase position profile questions render_figure
    reorder resolve routines screen shorten source swap target to_json where with_exercise without
""".split()  # noqa: SIM905 - a table of words reads better than fifty quoted ones

PUBLIC = {
    "artifact": {"ARTIFACT", "CHECKSUM", "FORMAT", "compile_catalog", "load", "rebuilt"},
    "batch": {"ComposedRow", "ScreenedRow", "compose", "screen", "setups", "spread"},
    "catalogs": {
        "RESOURCES",
        "bundled_files",
        "catalog",
        "data_version",
        "goals",
        "load_catalog",
        "resource",
        "routines",
    },
    "checking": {"Masks", "verify_program", "verify_routine"},
    "cli": {"main"},
    "composing": {"compose", "composed"},
    "composing.reusing": {"Solver"},
    "composing.editing": {"reorder", "shorten", "swap", "with_exercise", "without"},
    "composing.adapting": {"adapt"},
    "composing.planning": {"Day", "FEW_EXERCISES", "Planner", "covers", "movements"},
    "composing.programming": {"Past", "Progress", "Reaction", "Told", "compose_program", "planned", "program_of"},
    "composing.progressing": {
        "TOP",
        "Stage",
        "State",
        "easier",
        "followed",
        "harder",
        "higher",
        "locked",
        "lower",
        "seen",
        "week_closed",
        "with_easier",
    },
    "exporting": {
        "ENDINGS",
        "FORMATS",
        "cert_report",
        "export",
        "from_json",
        "handout_pdf",
        "show",
        "to_calendar",
        "to_columns",
        "to_fhir",
        "to_fit",
        "to_json",
    },
    "exporting.cert": {"CITED", "CertItem", "CertReport", "Status"},
    "exporting.columns": {"Cell", "columns", "kinds"},
    "exporting.playbook": {"KINDS", "Moment", "SCHEMA", "moments", "playbook", "work"},
    "figures": {"FORMS", "render_figure"},
    "filtering": {
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
    },
    "gathering": {"gathered"},
    "helping": {"Help", "ranked", "what_would_help"},
    "masking": {"Masks", "follows"},
    "limits": {
        "MAX_BYTES",
        "MAX_DEPTH",
        "MAX_FILES",
        "MAX_IDENTIFIER",
        "MAX_ITEMS",
        "MAX_KEYS",
        "MAX_TEXT",
        "MAX_TOTAL_BYTES",
    },
    "model.rewording": {"REWORDED", "Rewording", "SetupRewording"},
    "notebook": {"player"},
    "overlaying": {"reworded", "weakened_words"},
    "parsing": {"MAX_BYTES", "MAX_DEPTH", "parse", "parse_json", "parse_json_value", "parse_toml"},
    "player": {"script", "style"},
    "profiles": {"parse_answer", "profile"},
    "questioning": {"Asked", "questions"},
    "reading": {"read_catalog", "read_mapping", "structure"},
    "reporting": {
        "CatalogLoaded",
        "Event",
        "ProgramComposed",
        "Refused",
        "RoutineComposed",
        "ScreeningDone",
        "Tally",
        "as_dict",
        "codes",
        "event_of",
    },
    "resolving": {"resolve", "resolve_equipment", "resolve_exercise"},
    "proofs": {"Disagreement", "Part", "Proof"},
    "proving": {"prove"},
    "screening": {
        "Firing",
        "NONE_MATCHED",
        "banners",
        "blocking_flags",
        "blocks",
        "firing",
        "firing_rules",
        "has",
        "holds",
        "judge",
        "locked_gates",
        "locks",
        "screen",
        "verify_profile",
    },
    "views": {"render_body_map", "render_timeline", "render_weeks"},
}

UPWARD = {"thoracic_lib.exporting", "thoracic_lib.helping"}
DISPLAYED = {
    "model/catalog.py": {"Catalog._repr_html_", "Catalog.to_columns"},
    "model/exercise.py": {"Exercise._repr_html_"},
    "model/program.py": {"Program.__str__", "Program._repr_html_", "Program.to_columns"},
    "model/routine.py": {"Routine.__str__", "Routine._repr_html_", "Routine.to_columns", "Routine.to_html"},
    "model/screened.py": {
        "ScreenedExercise.__str__",
        "ScreenedExercise._repr_html_",
        "Screening.explain",
        "Screening.to_columns",
        "Screening.what_would_help",
    },
}


def modules() -> list[str]:
    found = pkgutil.walk_packages([str(PACKAGE)], "thoracic_lib.")
    return sorted(module.name for module in found if not module.name.endswith("__main__"))


def test_the_front_door_offers_exactly_these_names() -> None:
    assert sorted(tl.__all__) == FRONT_DOOR
    assert dir(tl) == FRONT_DOOR


@pytest.mark.parametrize("name", FRONT_DOOR)
def test_every_public_name_loads(name: str) -> None:
    assert getattr(tl, name) is getattr(tl, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'catalogue'"):
        getattr(tl, "catalogue")  # noqa: B009 - a type checker would not let the name through


def test_the_static_imports_and_the_lazy_ones_name_the_same_homes() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    static = {
        alias.name: str(node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("thoracic_lib.")
        for alias in node.names
    }
    assert static == {name: f"thoracic_lib.{home}" for name, home in tl._HOME_OF.items()}


@pytest.mark.parametrize(("module", "names"), PUBLIC.items(), ids=list(PUBLIC))
def test_a_module_offers_exactly_these_names(module: str, names: set[str]) -> None:
    assert set(importlib.import_module(f"thoracic_lib.{module}").__all__) == names


@pytest.mark.parametrize("module", modules())
def test_every_name_in_an_all_exists(module: str) -> None:
    loaded = importlib.import_module(module)
    assert [name for name in getattr(loaded, "__all__", ()) if not hasattr(loaded, name)] == []


@pytest.mark.parametrize("module", modules())
def test_every_module_says_what_it_is_for(module: str) -> None:
    assert (importlib.import_module(module).__doc__ or "").strip()


def test_no_submodule_bears_a_public_name_but_its_own() -> None:
    assert {module.rpartition(".")[2] for module in modules() if module.count(".") == 1} & set(FRONT_DOOR) == {"batch"}
    assert tl.batch is importlib.import_module("thoracic_lib.batch")


def test_nobody_imports_from_the_package_root_but_the_command_for_its_version() -> None:
    rooted = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name == "thoracic_lib" for alias in node.names))
    }
    assert rooted == {"cli/parser.py"}


def test_only_these_methods_reach_upward() -> None:
    found: dict[str, set[str]] = {}
    for path in sorted((PACKAGE / "model").glob("*.py")):
        for kind in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for method in kind.body if isinstance(kind, ast.ClassDef) else ():
                for node in ast.walk(method):
                    if isinstance(node, ast.ImportFrom) and str(node.module) in UPWARD:
                        assert isinstance(method, ast.FunctionDef)
                        names = found.setdefault(f"model/{path.name}", set())
                        names.add(f"{kind.name}.{method.name}")  # type: ignore[attr-defined]  # a class, seen above
    assert found == DISPLAYED


def in_a_fresh_process(code: str) -> str:
    path = {"PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path
    ).stdout.strip()


def test_importing_the_package_loads_no_other_module() -> None:
    told = in_a_fresh_process(
        "import sys; before = set(sys.modules); import thoracic_lib; print(sorted(set(sys.modules) - before))"
    )
    assert told == "['thoracic_lib']"


def test_loading_the_catalog_needs_neither_cattrs_nor_tomllib() -> None:
    told = in_a_fresh_process(
        "import sys, thoracic_lib as tl; tl.catalog(); "
        "print(sorted({'cattrs', 'tomllib', 'argparse'} & set(sys.modules)))"
    )
    assert told == "[]"


def test_reading_a_catalog_of_files_needs_no_cattrs_where_nothing_is_wrong() -> None:
    told = in_a_fresh_process(
        "import sys; from thoracic_lib.catalogs import bundled_files; from thoracic_lib.reading import read_catalog; "
        "read_catalog(bundled_files()); print('cattrs' in sys.modules)"
    )
    assert told == "False"
