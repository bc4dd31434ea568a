"""What a FHIR bundle holds, what it keeps back, and that no text changes how it is built."""

import datetime as dt
import json
import re
from itertools import islice
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import thoracic_lib as tl
from tests.exporting.fhir import EVERYTHING, everywhere, held, of_kind, parts, resources, sequences, told_by
from tests.exporting.test_refusing import too_much
from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, exercise_of, program_of, routine_of
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting import export, to_fhir
from thoracic_lib.exporting.fhir.elements import text
from thoracic_lib.exporting.fhir.extension import PARTS, URL, definition
from thoracic_lib.exporting.fhir.plans import runs
from thoracic_lib.exporting.fhir.telling import KEPT_BACK
from thoracic_lib.exporting.pages import EDUCATION
from thoracic_lib.model.dosage import Dosage, Span
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine
from thoracic_lib.vocabulary import Laterality, LimitKind, Use

ROUTINE: Routine = SHOWN["routine"]  # type: ignore[assignment]  # it is one
PROGRAM: Program = SHOWN["program"]  # type: ignore[assignment]  # same
KINDS = ("catalog", "exercise", "program", "routine")
BASE = "https://example.org/fhir"


def shape(found: Any) -> Any:  # noqa: ANN401 - plain data
    """Plain data with every text gone."""
    if isinstance(found, dict):
        return {name: shape(inner) for name, inner in found.items() if name not in {"text", "id", "url", "fullUrl"}}
    return [shape(inner) for inner in found] if isinstance(found, list) else type(found).__name__


def duration(seconds: int) -> dict[str, Any]:
    return {"value": seconds, "unit": "s", "system": "http://unitsofmeasure.org", "code": "s"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_resource_is_a_draft_and_a_proposal_and_says_that_it_is_education(kind: str) -> None:
    for resource in resources(held(SHOWN[kind])):
        assert resource["status"] == "draft"
        assert resource.get("intent", "proposal") == "proposal"
        assert EDUCATION in resource["text"]["div"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("base", [None, BASE])
def test_every_reference_leads_to_a_resource_of_the_bundle(kind: str, base: str | None) -> None:
    bundle = held(SHOWN[kind], base=base)
    places = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(places)) == len(places)
    assert [resource["url"] for resource in resources(bundle) if "url" in resource] == places[kind == "program" :]
    named = {url for table in everywhere(bundle) for key in ("definitionCanonical",) for url in [table.get(key)] if url}
    named |= {url for table in everywhere(bundle) for url in table.get("instantiatesCanonical", ())}
    assert named <= set(places)
    begins = "urn:uuid:" if base is None else f"{BASE}/"
    assert all(
        place.startswith(begins) and place.endswith(r["id"]) for place, r in zip(places, resources(bundle), strict=True)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_empty_and_every_part_of_the_extension_is_one_that_is_defined(kind: str) -> None:
    for table in everywhere(held(SHOWN[kind])):
        assert all(inner not in ("", [], {}, None) for inner in table.values())
        if table.get("url") == URL:
            counts: dict[str, int] = {}
            for part in table["extension"]:
                (value,) = set(part) - {"url"}
                assert value.removeprefix("value") in {f"{t[0].upper()}{t[1:]}" for t in PARTS[part["url"]].types}
                counts[part["url"]] = counts.get(part["url"], 0) + 1
            assert all(count == 1 or PARTS[name].most == "*" for name, count in counts.items())


def test_a_routine_is_a_plan_whose_actions_follow_each_other_and_take_its_time() -> None:
    bundle = held(ROUTINE)
    (plan,) = of_kind("PlanDefinition", bundle)
    actions = plan["action"]
    assert [action["title"] for action in actions] == [step.exercise.name for step in ROUTINE.steps]
    assert sum(action["timingTiming"]["repeat"]["duration"] for action in actions) == ROUTINE.seconds
    after = [action.get("relatedAction", []) for action in actions]
    assert after == [[], *([{"actionId": one["id"], "relationship": "after-end"}] for one in actions[:-1])]
    assert parts(plan, "stop-sign") == list(ROUTINE.stop_signs)
    assert parts(plan, "banner") == list(ROUTINE.banners)
    assert parts(plan, "notice") == list(ROUTINE.notices)


@pytest.mark.parametrize("routine", sequences().values(), ids=sequences())
def test_each_step_refers_to_its_exercise_with_its_setup_and_its_dose(routine: Routine) -> None:
    bundle = held(routine)
    (plan,) = of_kind("PlanDefinition", bundle)
    activities = {activity["url"]: activity for activity in of_kind("ActivityDefinition", bundle)}
    for action, step in zip(plan["action"], routine.steps, strict=True):
        activity, dose = activities[action["definitionCanonical"]], step.dose
        counted = {
            name: parts(activity, name) for name in ("exercise", "setup", "laterality", "sets", "spots", "basis")
        }
        assert counted == {
            "exercise": [step.exercise.id],
            "setup": [step.setup.id],
            "laterality": [dose.laterality],
            "sets": [dose.sets],
            "spots": [dose.spots],
            "basis": [dose.basis],
        }
        for name, count in (("repetitions", dose.repetitions), ("breaths", dose.breaths)):
            assert parts(activity, name) == [count][: count is not None]
        timed = {"hold": dose.hold_seconds, "work": dose.duration_seconds, "tempo": dose.tempo_seconds}
        for name, seconds in {**timed, "rest": dose.rest_seconds}.items():
            assert parts(activity, name) == ([] if seconds is None else [duration(seconds)])
        for name, told in (("instruction", step.exercise.steps), ("cue", step.exercise.cues)):
            assert parts(activity, name) == list(told)
        assert parts(activity, "equipment") == list(step.setup.needs)


def test_an_exercise_is_one_activity_a_setup_with_the_ranges_of_its_default_dosage() -> None:
    exercise = tl.catalog()["open-book"]
    (activity,) = of_kind("ActivityDefinition", held(exercise))
    assert parts(activity, "repetitions") == [{"low": {"value": 6}, "high": {"value": 10}}]
    assert parts(activity, "tempo") == [duration(5)]
    assert parts(activity, "demand") == list(exercise.setups[0].demands)
    assert activity["identifier"][0]["value"] == "open-book/side-lying"
    assert [site["text"] for site in activity["bodySite"]] == ["Thoracic spine"]


def test_a_range_that_is_open_at_an_end_has_no_number_there() -> None:
    from thoracic_lib.exporting.fhir.extension import regimen  # noqa: PLC0415 - nobody else needs it

    dosage = Dosage(
        basis="library default",
        laterality=Laterality.BILATERAL,
        sets=Span(minimum=2),
        duration_seconds=Span(maximum=60),
        rest_seconds=0,
    )
    told = {part["url"]: part.get("valueRange") for part in regimen(dosage)}
    assert told["sets"] == {"low": {"value": 2}}
    assert told["work"] == {"high": duration(60)}


def test_the_catalog_is_every_setup_of_every_exercise_and_every_sequence_of_a_source() -> None:
    known = tl.catalog()
    bundle = held(known)
    told = [activity["identifier"][0]["value"] for activity in of_kind("ActivityDefinition", bundle)]
    assert told == [f"{exercise.id}/{setup.id}" for exercise in known.exercises for setup in exercise.setups]
    plans = of_kind("PlanDefinition", bundle)
    assert [plan["identifier"][0]["value"] for plan in plans] == [routine.id for routine in known.routines]
    for plan, routine in zip(plans, known.routines, strict=True):
        for action, step in zip(plan["action"], routine.steps, strict=True):
            assert action["selectionBehavior"] == "exactly-one"
            assert action["requiredBehavior"] == ("could" if step.optional else "must")
            assert len(action["action"]) == len(known[step.exercise].setups)


def test_sources_are_cited_by_title_and_by_doi_where_they_have_one() -> None:
    cited = [one for activity in resources(held(tl.catalog())) for one in activity["relatedArtifact"]]
    assert {one["display"] for one in cited} <= {source.title for source in tl.catalog().sources}
    assert all(one["type"] == "citation" for one in cited)
    from thoracic_lib.exporting.fhir.elements import citation  # noqa: PLC0415 - nobody else needs it

    assert citation("A", "10.1000/182")["url"] == "https://doi.org/10.1000/182"
    assert citation("A", "10.1000/1 82")["url"] == citation("A", None)["url"] == ""


# programs


def days(activity: dict[str, Any]) -> list[int]:
    return parts(activity["detail"], "session-day")


@pytest.mark.parametrize(
    "asked", [{}, {"weeks": 6, "sessions_per_week": 3, "small_start": 2}, {"weeks": 5, "weeks_per_step": 5}]
)
def test_a_program_says_each_session_once_with_how_often_how_long_and_for_how_many_weeks(asked: dict[str, int]) -> None:
    program = program_of(tl.catalog(), "cat-cow", **asked)
    bundle = held(program)
    (care,) = of_kind("CarePlan", bundle)
    routines = {plan["url"]: plan for plan in of_kind("PlanDefinition", bundle)}
    wanted = {7 * (session.week - 1) + session.day: session.routine.seconds for session in program.sessions}
    told: dict[int, int] = {}
    for activity in care["activity"]:
        repeat = activity["detail"]["scheduledTiming"]["repeat"]
        weeks = {day // 7 for day in days(activity)}
        assert repeat["boundsDuration"]["value"] == len(weeks) == max(weeks) - min(weeks) + 1
        assert repeat["count"] == len(days(activity)) == repeat["frequency"] * len(weeks)
        assert (repeat["period"], repeat["periodUnit"]) == (1, "wk")
        assert activity["detail"]["instantiatesCanonical"][0] in routines
        told |= dict.fromkeys(days(activity), repeat["duration"])
    assert told == wanted
    assert sum(len(days(activity)) for activity in care["activity"]) == len(program.sessions)


def test_weeks_that_differ_in_how_often_a_routine_is_done_are_told_apart() -> None:
    program = program_of(tl.catalog(), "cat-cow", weeks=5, sessions_per_week=3, weeks_per_step=5, small_start=0)
    one = program.sessions[0].routine
    from attrs import evolve  # noqa: PLC0415 - nobody else needs it

    kept = (0, 1, 3, 4, 6, 12)  # twice in the first two weeks, once in the third, none in the fourth, once in the fifth
    sessions = tuple(
        evolve(session, routine=one if at in kept else evolve(one, title=f"Another {at}"))
        for at, session in enumerate(program.sessions)
    )
    found = list(runs(evolve(program, sessions=sessions, changes=())))
    assert [[session.week for session in run] for run in found[:3]] == [[1, 1, 2, 2], [3], [5]]


def test_a_care_plan_is_for_the_subject_that_is_given_or_for_nobody_by_name() -> None:
    assert of_kind("CarePlan", held(PROGRAM, subject="Patient/7"))[0]["subject"] == {"reference": "Patient/7"}
    assert of_kind("CarePlan", held(PROGRAM))[0]["subject"].keys() == {"display"}


def test_what_is_dated_is_dated_by_the_caller_alone() -> None:
    dated = resources(held(PROGRAM, date=dt.date(2026, 5, 1)))
    assert {resource.get("date") or resource["created"] for resource in dated} == {"2026-05-01"}
    plain = resources(held(PROGRAM))
    assert [resource["id"] for resource in plain] == [resource["id"] for resource in dated]
    assert not re.search(r'"(date|created|timestamp|lastUpdated)"', to_fhir(PROGRAM))


@pytest.mark.parametrize(
    ("wished", "told"),
    [
        ({"base": "urn:x"}, "takes as base"),
        ({"base": "https://example.org/fhir/"}, "takes as base"),
        ({"base": "https://example.org/a b"}, "takes as base"),
        ({"subject": "me"}, "takes as subject"),
        ({"subject": "Patient/a b"}, "takes as subject"),
        ({"date": "2026-05-01"}, "takes as date a datetime.date, not a str"),
        ({"date": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)}, "takes as date a datetime.date, not a datetime"),
    ],
)
def test_what_fhir_cannot_hold_is_refused(wished: dict[str, Any], told: str) -> None:
    with pytest.raises(FormatError, match=told):
        held(PROGRAM, **wished)


def test_a_routine_that_breaks_a_rule_is_in_no_bundle() -> None:
    with pytest.raises(tl.UnsafeRoutineError):
        to_fhir(too_much(), conditions=True)


def test_other_values_are_refused() -> None:
    with pytest.raises(FormatError, match="format 'fhir' cannot hold a Screening"):
        held(SHOWN["screening"])


# conditions

CLEAR = [condition.id for condition in tl.catalog().conditions]


def words_of(condition: str) -> list[str]:
    known = tl.catalog().condition(condition)
    return [known.id, known.name, *(code.code for code in known.icd10)]


def in_words(condition: str) -> frozenset[str]:
    """An exercise, if there is one, that is held back, for this condition, in words of a rule's own."""
    who = tl.profile(equipment=EVERYTHING, conditions=[condition], cleared=[condition])
    kept = ((one.exercise.id, one.best.limits) for one in tl.screen(tl.catalog(), who).kept if one.best is not None)
    spoken = (name for name, limits in kept if any(limit.kind is LimitKind.CUE for limit in limits))
    return frozenset(islice((name for name in spoken if tl.catalog()[name].use is not Use.NEVER), 1))


def composable() -> dict[str, Routine]:
    found = {}
    for condition in CLEAR:
        try:
            found[condition] = told_by(condition, include=in_words(condition))
        except (tl.NothingFitsError, tl.GateError):
            continue
    return found


COMPOSED = composable()
SPOKEN = [
    name for name, routine in COMPOSED.items() if any(i.kind is LimitKind.CUE for s in routine.steps for i in s.limits)
]


@pytest.mark.parametrize("condition", COMPOSED)
def test_no_condition_is_told_unless_it_was_asked_for(condition: str) -> None:
    routine = COMPOSED[condition]
    told = to_fhir(routine)
    assert [word for word in words_of(condition) if word in told] == []
    for step in routine.steps:
        for reason in step.reasons:
            for secret in (reason.rule.id, reason.rule.rationale, reason.rule.advice or reason.rule.rationale):
                assert text(secret) not in told
            for limit in reason.rule.limits:
                assert limit.text is None or text(limit.text) not in told


@pytest.mark.parametrize("condition", SPOKEN)
def test_that_something_is_kept_back_is_said_in_its_place(condition: str) -> None:
    routine = COMPOSED[condition]
    (plan,) = of_kind("PlanDefinition", held(routine))
    (open_,) = of_kind("PlanDefinition", held(routine, conditions=True))
    for action, shown, step in zip(plan["action"], open_["action"], routine.steps, strict=True):
        assert parts(shown, "limit") == list(dict.fromkeys(map(str, step.limits)))
        assert (KEPT_BACK in parts(action, "limit")) is any(limit.kind is LimitKind.CUE for limit in step.limits)
    assert any(KEPT_BACK in parts(action, "limit") for action in plan["action"])


def test_most_conditions_compose_and_many_of_them_hold_back_in_words() -> None:
    assert len(COMPOSED) > 35
    assert len(SPOKEN) > 15


def test_a_warning_sign_that_was_reported_is_told_only_when_asked_for() -> None:
    soft = next(flag for flag in tl.catalog().red_flags if flag.level.value == "soft")
    routine = tl.compose(tl.Request(minutes=10, profile=tl.profile(conditions=[], red_flags={soft.id: True})))
    assert soft.action in " ".join(routine.banners)
    assert text(soft.action) not in to_fhir(routine)
    assert text(soft.action) in to_fhir(routine, conditions=True)


def test_conditions_are_coded_only_where_the_category_means_just_that() -> None:
    (plan,) = of_kind("PlanDefinition", held(told_by("osteoporosis", "rib_bruise", "glaucoma"), conditions=True))
    focus = [context["valueCodeableConcept"] for context in plan["useContext"]]
    assert [(one["text"], [code["code"] for code in one.get("coding", [])]) for one in focus] == [
        ("Glaucoma", ["H40"]),
        ("Osteoporosis", []),
        ("Bruised ribs", []),
    ]
    assert focus[0]["coding"][0]["system"] == "http://hl7.org/fhir/sid/icd-10"
    assert "Osteoporosis: " in " ".join(text for action in plan["action"] for text in parts(action, "caution"))


def test_one_category_at_most_is_exact_and_was_seen_in_a_published_list() -> None:
    exact = {condition.id: [code for code in condition.icd10 if code.exact] for condition in tl.catalog().conditions}
    assert {name: [code.code for code in codes] for name, codes in exact.items() if codes} == {
        "costochondritis": ["M94.0"],
        "hypertension": ["I10"],
        "aortic_aneurysm": ["I71"],
        "glaucoma": ["H40"],
        "vertigo_bppv": ["H81.1"],
    }
    assert all(code.seen for codes in exact.values() for code in codes)
    assert all(len(tl.catalog().condition(name).icd10) == 1 for name, codes in exact.items() if codes)


def test_a_care_plan_addresses_what_was_declared_as_unconfirmed() -> None:
    who = tl.profile(conditions=["osteoporosis", "hypertension"])
    program = tl.compose_program(tl.ProgramRequest(session=tl.Request(minutes=10, profile=who), weeks=2))
    assert not {"addresses", "contained"} & set(of_kind("CarePlan", held(program))[0])
    (care,) = of_kind("CarePlan", held(program, conditions=True, subject="Patient/7"))
    assert [one["reference"] for one in care["addresses"]] == [f"#{one['id']}" for one in care["contained"]]
    assert [one["code"]["text"] for one in care["contained"]] == ["High blood pressure", "Osteoporosis"]
    for one in care["contained"]:
        assert one["subject"] == {"reference": "Patient/7"}
        assert one["verificationStatus"]["coding"][0]["code"] == "unconfirmed"


# texts


@pytest.mark.parametrize("hostile", [*HOSTILE, "\ufffe\uffff", "\u202e"])
def test_no_text_changes_how_a_bundle_is_built(hostile: str) -> None:
    known, plain = catalog_of(hostile), catalog_of(PLAIN)
    bundle, calm = held(routine_of(known), catalog=known), held(routine_of(plain), catalog=plain)
    if text(hostile):
        assert shape(bundle) == shape(calm)
    own = next(one for one in of_kind("ActivityDefinition", bundle) if "own-exercise" in parts(one, "exercise"))
    assert parts(own, "instruction") == [text(hostile)][: bool(text(hostile))]
    for resource in resources(bundle):
        tree = ET.fromstring(resource["text"]["div"])  # noqa: S314 - our own text, and no entity is defined in it
        assert {node.tag.partition("}")[2] for node in tree.iter()} <= {"div", "p", "ul", "li"}
        assert all(node.tag.endswith("div") or not node.attrib for node in tree.iter())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_every_string_is_one_that_every_reader_of_fhir_takes(hostile: str) -> None:
    known = catalog_of(hostile)
    for table in everywhere(held(tl.catalog() if hostile == HOSTILE[0] else known["own-exercise"], catalog=known)):
        for name, said in table.items():
            assert not isinstance(said, str) or re.fullmatch(r"[ \r\n\t\S]+", said), name
            assert name != "id" or re.fullmatch(r"[A-Za-z0-9.-]{1,64}", said)
            assert name != "name" or re.fullmatch(r"[A-Z]([A-Za-z0-9_]){0,254}", said)


def test_a_long_id_with_underscores_is_held_too() -> None:
    name = "own_exercise-" + "x" * 80
    known = tl.load_catalog({"exercises": [{**exercise_of(PLAIN), "id": name}]})
    (activity,) = resources(held(known[name], catalog=known))
    assert activity["name"].startswith("Exercise_own_exercise_x")


@pytest.mark.parametrize("kind", KINDS)
def test_equal_values_give_equal_bytes(kind: str) -> None:
    told = to_fhir(SHOWN[kind])  # type: ignore[arg-type]  # those that it takes
    assert told == export(SHOWN[kind], "fhir")
    if kind != "catalog":
        again = tl.from_json(tl.to_json(SHOWN[kind]))
        assert export(again, "fhir") == told
    assert json.dumps(json.loads(told), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == told


def test_the_definition_of_the_extension_has_a_slice_for_each_part() -> None:
    elements = definition()["differential"]["element"]
    slices = {row["sliceName"]: (row["min"], row["max"]) for row in elements if "sliceName" in row}
    assert slices == {name: (0, part.most) for name, part in PARTS.items()}
    fixed = {row["id"].split(":")[-1].removesuffix(".url"): row["fixedUri"] for row in elements if "fixedUri" in row}
    assert fixed == {**{name: name for name in PARTS}, "Extension": URL}
    types = {row["id"]: [one["code"] for one in row["type"]] for row in elements if "type" in row}
    assert types == {f"Extension.extension:{name}.value[x]": list(part.types) for name, part in PARTS.items()}
    assert len({row["id"] for row in elements}) == len(elements)
