"""FHIR bundles in the readers of others: fhir.resources (R4B), FHIRPath for the invariants, and the npm `fhir` (R4)."""

import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.structuredefinition import StructureDefinition
from fhirpathpy import evaluate
from fhirpathpy.models import models
from pydantic import ValidationError

import thoracic_lib as tl
from tests.exporting.fhir import everywhere, held, of_kind, sequences, told_by
from tests.exporting.values import HOSTILE, SHOWN, catalog_of, program_of, routine_of
from thoracic_lib.exporting.fhir.extension import definition
from thoracic_lib.model.program import Program

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/fhir"


def programs() -> dict[str, Program]:
    who = tl.profile(equipment=["chair"], conditions=["osteoporosis", "rib_bruise"])
    asked = tl.ProgramRequest(session=tl.Request(minutes=15, profile=who), weeks=8, sessions_per_week=3, small_start=2)
    return {"short": program_of(tl.catalog(), "cat-cow"), "long": tl.compose_program(asked)}


def bundles() -> dict[str, dict[str, Any]]:
    """The catalog, every sequence of a source, a routine of every goal, programs, and texts that are hostile."""
    found = {"catalog": held(tl.catalog()), "exercise": held(SHOWN["exercise"], base=BASE)}
    found |= {f"sequence {name}": held(routine) for name, routine in sequences().items()}
    found |= {f"goal {goal.id}": held(told_by(goal=goal.id), base=BASE) for goal in tl.catalog().goals}
    everything = {"base": BASE, "subject": "Patient/7", "conditions": True, "date": dt.date(2026, 5, 1)}
    for name, program in programs().items():
        found |= {f"program {name}": held(program), f"program {name}, told": held(program, **everything)}
    found["routine, told"] = held(told_by("osteoporosis", "rib_bruise"), **everything)
    for text in HOSTILE:
        known = catalog_of(text)
        found[f"hostile {text}"] = held(routine_of(known), catalog=known)
    return found


BUNDLES = bundles()
each_bundle = pytest.mark.parametrize("bundle", BUNDLES.values(), ids=BUNDLES)


@each_bundle
def test_fhir_resources_reads_it_as_r4b_and_loses_nothing(bundle: dict[str, Any]) -> None:
    read = Bundle.model_validate(bundle)
    assert json.loads(read.model_dump_json(exclude_none=True)) == bundle


def test_fhir_resources_reads_the_definition_of_the_extension() -> None:
    read = StructureDefinition.model_validate(definition())
    assert json.loads(read.model_dump_json(exclude_none=True)) == definition()


@pytest.mark.parametrize(("place", "wrong"), [("status", "in order"), ("kind", 5), ("participant", [{}]), ("x", 1)])
def test_fhir_resources_refuses_what_is_wrong(place: str, wrong: object) -> None:
    bundle = held(SHOWN["exercise"])
    (activity,) = of_kind("ActivityDefinition", bundle)
    activity[place] = wrong
    if place == "status":
        activity["status"] = ""
    with pytest.raises(ValidationError):
        Bundle.model_validate(bundle)


# the invariants of R4 that speak of what we write, each with the tables that it is about

Where = Callable[[dict[str, Any]], bool]


def has(*keys: str) -> Where:
    return lambda table: set(keys) <= table.keys()


def kind(name: str) -> Where:
    return lambda table: table.get("resourceType") == name


def repeat(table: dict[str, Any]) -> bool:
    return "durationUnit" in table or "periodUnit" in table


def any_resource(table: dict[str, Any]) -> bool:
    return "resourceType" in table and table["resourceType"] != "Bundle"


def reference(table: dict[str, Any]) -> bool:
    return table.keys() in ({"reference"}, {"display"})


INVARIANTS: dict[str, tuple[Where, str]] = {
    "bdl-1": (kind("Bundle"), "total.empty() or (type = 'searchset') or (type = 'history')"),
    "bdl-2": (kind("Bundle"), "entry.search.empty() or (type = 'searchset')"),
    "bdl-3": (kind("Bundle"), "entry.request.empty()"),
    "bdl-4": (kind("Bundle"), "entry.response.empty()"),
    "bdl-5": (has("fullUrl"), "resource.exists() or request.exists() or response.exists()"),
    "bdl-7": (kind("Bundle"), "entry.select(fullUrl).isDistinct()"),
    "bdl-8": (has("fullUrl"), "fullUrl.contains('/_history/').not()"),
    "dom-2": (any_resource, "contained.contained.empty()"),
    "dom-4": (any_resource, "contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()"),
    "dom-5": (any_resource, "contained.meta.security.empty()"),
    "dom-6": (lambda table: any_resource(table) and table["resourceType"] != "Condition", "text.`div`.exists()"),
    "tim-1": (repeat, "duration.empty() or durationUnit.exists()"),
    "tim-2": (repeat, "period.empty() or periodUnit.exists()"),
    "tim-4": (repeat, "duration.exists() implies duration >= 0"),
    "tim-5": (repeat, "period.exists() implies period >= 0"),
    "tim-6": (repeat, "periodMax.empty() or period.exists()"),
    "tim-7": (repeat, "durationMax.empty() or duration.exists()"),
    "tim-8": (repeat, "countMax.empty() or count.exists()"),
    "tim-9": (repeat, "offset.empty() or when.exists()"),
    "tim-10": (repeat, "timeOfDay.empty() or when.empty()"),
    "drt-1": (has("unit"), "code.exists() implies ((system = 'http://unitsofmeasure.org') and value.exists())"),
    "qty-3": (has("value"), "code.empty() or system.exists()"),
    "rng-2": (has("low", "high"), "low.value <= high.value"),
    "cpl-3": (has("detail"), "detail.empty() or reference.empty()"),
    "pdf-0": (kind("PlanDefinition"), "name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')"),
    "adf-0": (kind("ActivityDefinition"), "name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')"),
    "con-4": (kind("Condition"), "abatement.empty()"),
}  # fmt: skip


def broken(bundle: dict[str, Any]) -> Iterator[str]:
    """The invariants that a bundle breaks."""
    tables = list(everywhere(bundle))
    for name, (where, said) in INVARIANTS.items():
        for table in filter(where, tables):
            if evaluate(table, said, {}, models["r4"]) != [True]:
                yield name


@each_bundle
def test_no_invariant_is_broken(bundle: dict[str, Any]) -> None:
    assert list(broken(bundle)) == []


def test_every_invariant_speaks_of_something_that_is_there() -> None:
    tables = [table for bundle in BUNDLES.values() for table in everywhere(bundle)]
    assert [name for name, (where, _) in INVARIANTS.items() if not any(map(where, tables))] == []


@each_bundle
def test_an_extension_has_a_value_or_parts_and_a_contained_resource_is_referred_to(bundle: dict[str, Any]) -> None:
    for table in everywhere(bundle):  # ext-1 and dom-3
        for extension in table.get("extension", ()):
            assert ("extension" in extension) is not any(name.startswith("value") for name in extension)
        told = json.dumps(table)
        assert all(f'"#{one["id"]}"' in told for one in table.get("contained", ()))


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("tim-1", lambda repeat: repeat.pop("durationUnit")),
        ("tim-2", lambda repeat: repeat.pop("periodUnit")),
        ("tim-4", lambda repeat: repeat.update(duration=-1)),
        ("tim-5", lambda repeat: repeat.update(period=-1)),
        ("tim-6", lambda repeat: repeat.update(periodMax=1) or repeat.pop("period")),
        ("tim-10", lambda repeat: repeat.update(timeOfDay=["09:00:00"], when=["MORN"])),
        ("drt-1", lambda repeat: repeat["boundsDuration"].update(system="urn:x")),
    ],
)
def test_a_timing_that_is_spoiled_is_found(name: str, spoil: Callable[[dict[str, Any]], object]) -> None:
    bundle = held(SHOWN["program"])
    spoil(next(table for table in everywhere(bundle) if "periodUnit" in table))
    assert name in set(broken(bundle))


# the validator of R4 that npm has

SCRIPT = """
const { Fhir } = require("fhir");
const bundles = JSON.parse(require("fs").readFileSync(0, "utf8"));
const fhir = new Fhir();
const told = {};
for (const name of Object.keys(bundles)) {
  const found = fhir.validate(bundles[name], { errorOnUnexpected: true });
  told[name] = found.messages.map((one) => [one.severity, one.location, one.message]);
  if (!found.valid) told[name].push(["error", "", "is not valid"]);
}
console.log(JSON.stringify(told));
"""
LOOSE = ("ActivityDefinition.code", "ActivityDefinition.bodySite", "Condition.code", "PlanDefinition.useContext")
"""Elements whose value set is only an example, so that codes of another system are as good."""


def by_npm(bundles: dict[str, dict[str, Any]]) -> dict[str, list[list[str]]]:
    node = shutil.which("node")
    if shutil.which("npm") is None or node is None:
        pytest.skip("there is no npm here")
    said = subprocess.run(  # noqa: S603 - the script above, and a validator that a lock pins
        [node, "-e", SCRIPT],
        input=json.dumps(bundles),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT / ".venv" / "node",
    )
    told: dict[str, list[list[str]]] = json.loads(said.stdout)
    return told


def test_the_validator_of_npm_finds_nothing_in_any_bundle() -> None:
    told = by_npm(BUNDLES)
    assert told.keys() == BUNDLES.keys()
    wrong = [
        (name, *message)
        for name, messages in told.items()
        for message in messages
        if not (message[0] in {"warning", "info"} and message[1].partition("[")[0] in LOOSE)
    ]
    assert wrong == []


def test_the_validator_of_npm_finds_what_is_wrong() -> None:
    bundle = held(SHOWN["program"])
    of_kind("CarePlan", bundle)[0]["status"] = "ordered"
    of_kind("PlanDefinition", bundle)[0]["unknown"] = True
    (messages,) = by_npm({"wrong": bundle}).values()
    assert {place for severity, place, _ in messages if severity == "error"} >= {
        "CarePlan.status",
        "PlanDefinition.unknown",
    }


def test_the_validator_of_npm_reads_the_definition_of_the_extension() -> None:
    (messages,) = by_npm({"extension": definition()}).values()
    assert [message for message in messages if message[0] == "error"] == []
