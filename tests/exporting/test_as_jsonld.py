import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from attrs import evolve

from tests.composing.asking import composed
from tests.exporting.schema_org import faults
from tests.exporting.values import HOSTILE, PLAIN, SHOWN, catalog_of, routine_of
from thoracic_lib.catalogs import catalog
from thoracic_lib.composing import compose
from thoracic_lib.errors import FormatError
from thoracic_lib.exporting import export
from thoracic_lib.exporting.as_jsonld import _range, _source, iso_duration
from thoracic_lib.exporting.direction import straight
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.dosage import Span
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.profiles import profile

_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")


def told(value: object, known: Catalog | None = None) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(export(value, "jsonld", catalog=known))
    return held


def seconds(duration: str) -> int:
    found = _DURATION.fullmatch(duration)
    assert found is not None
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return hours * 3_600 + minutes * 60 + rest


@pytest.mark.parametrize("length", [0, 1, 59, 60, 61, 735, 3_599, 3_600, 3_601, 3_660, 36_000])
def test_a_duration_is_read_back_as_it_was(length: int) -> None:
    assert seconds(iso_duration(length)) == length
    assert not re.search(r"T0[HM]|[HM]0", iso_duration(length))


@pytest.mark.parametrize("exercise", catalog().exercises, ids=lambda exercise: exercise.id)
def test_an_exercise_uses_the_words_of_schema_org_and_no_others(exercise: Any) -> None:  # noqa: ANN401 - an exercise
    held = told(exercise)
    assert (held["@context"], held["@type"]) == ("https://schema.org", ["ExercisePlan", "HowTo"])
    assert faults(held) == []
    assert [step["text"] for step in held["step"]] == list(exercise.steps)
    assert [work["name"] for work in held["citation"]] == [
        catalog().source(source).title for source in dict.fromkeys(c.source for c in exercise.sources)
    ]


def test_an_exercise_has_its_other_names_where_it_has_any() -> None:
    exercise = catalog()["cat-cow"]
    assert told(exercise)["alternateName"] == list(exercise.aliases)
    assert "alternateName" not in told(evolve(exercise, aliases=()))


@pytest.mark.parametrize("routine", [held.id for held in catalog().routines])
def test_the_parts_of_a_routine_take_as_long_as_the_whole(routine: str) -> None:
    value = compose(Request(routine=routine, profile=composed().request.profile))
    held = told(value)
    assert faults(held) == []
    assert sum(seconds(part["activityDuration"]) for part in held["hasPart"]) == value.seconds
    assert seconds(held["activityDuration"]) == value.seconds
    assert [part["position"] for part in held["hasPart"]] == list(range(1, len(value.steps) + 1))
    assert [part.get("repetitions") for part in held["hasPart"]] == [step.dose.repetitions for step in value.steps]


def test_what_schema_org_has_no_word_for_is_told_in_ours() -> None:
    routine = composed(10, include=["side-lying-intercostal-stretch"])
    (part,) = [p for p in told(routine)["hasPart"] if p["identifier"] == "side-lying-intercostal-stretch"]
    (step,) = [s for s in routine.steps if s.exercise.id == "side-lying-intercostal-stretch"]
    dose = step.dose
    assert part["additionalVariable"] == [
        f"dose: {dose}",
        "laterality: each-side",
        f"sets: {dose.sets}",
        f"hold seconds: {dose.hold_seconds}",
        f"spots: {dose.spots}",
        f"tempo seconds: {dose.tempo_seconds}",
    ]


def test_sets_have_rests_between_them_and_a_single_one_has_none() -> None:
    for part, step in zip(told(held := composed(30))["hasPart"], held.steps, strict=True):
        wanted = f"{step.dose.rest_seconds} s between sets" if step.dose.sets > 1 else None
        assert part.get("restPeriods") == wanted
    assert {step.dose.sets > 1 for step in held.steps} == {True, False}


def test_an_exercise_tells_the_range_of_its_default_dosage() -> None:
    held = told(catalog()["side-lying-intercostal-stretch"])
    span = catalog()["side-lying-intercostal-stretch"].dosage.repetitions
    assert span is not None
    assert held["repetitions"] == {"@type": "QuantitativeValue", "minValue": span.minimum, "maxValue": span.maximum}
    timed = next(e for e in catalog().exercises if e.dosage.duration_seconds)
    length = timed.dosage.duration_seconds
    assert length is not None
    told_length = told(timed)["activityDuration"]
    assert (told_length["unitCode"], told_length.get("minValue")) == ("SEC", length.minimum)


@pytest.mark.parametrize(
    ("span", "bounds"),
    [
        (Span(minimum=10, maximum=15), {"minValue": 10, "maxValue": 15}),
        (Span(minimum=30, maximum=45, is_minimum=True), {"minValue": 30}),
        (Span(minimum=10), {"minValue": 10}),
        (Span(maximum=10), {"maxValue": 10}),
    ],
    ids=str,
)
def test_a_range_has_the_bounds_that_its_source_gives(span: Span, bounds: dict[str, int]) -> None:
    assert _range(span) == {"@type": "QuantitativeValue", **bounds}


def test_a_bundled_exercise_bears_its_license_and_one_of_your_own_does_not() -> None:
    assert told(catalog()["cat-cow"])["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "license" not in told(catalog_of(PLAIN)["own-exercise"], catalog_of(PLAIN))


def test_targets_bear_their_registered_ids_where_they_have_any() -> None:
    found = {
        target["name"]: target.get("code")
        for exercise in catalog().exercises
        for target in told(exercise)["associatedAnatomy"]
    }
    known = {target.name: target.uberon for target in catalog().targets}
    for name, code in found.items():
        wanted = known[name]
        coded = {"@type": "MedicalCode", "codeValue": wanted, "codingSystem": "UBERON"}
        assert code == (coded if wanted else None)
    assert None in found.values()


def test_a_source_is_told_with_what_is_known_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    source = evolve(catalog().source("bartsch2021"), authors="A. Author")
    known = catalog()
    monkeypatch.setitem(known._by_id["sources"], source.id, source)
    assert _source(known, "bartsch2021") == {
        "@type": "CreativeWork",
        "name": source.title,
        "creditText": "A. Author",
        "datePublished": str(source.year),
        "sameAs": f"https://doi.org/{source.identifiers.doi}",
    }
    assert set(_source(catalog(), "thoracic-mobility-article")) == {"@type", "name"}


def test_how_a_step_is_held_back_is_told_and_why_is_not() -> None:
    held = composed(30, include=["open-book"], maximum_exercises=1, conditions=["osteopenia"])
    assert held.steps[0].limits
    (part,) = told(held)["hasPart"]
    assert part["intensity"].split("; ")[0] == str(held.steps[0].limits[0]).rstrip(".")
    assert "osteopenia" not in export(held, "jsonld").casefold()


def test_what_was_answered_is_not_told() -> None:
    flag = next(flag for flag in catalog().red_flags if flag.level == "soft")
    asked = compose(Request(minutes=5, profile=profile(conditions=[], red_flags={flag.id: True})))
    assert flag.id not in export(asked, "jsonld")
    assert "Nobody asked about" in told(asked)["description"]
    assert "When to stop: " in told(asked)["description"]


class Scripts(HTMLParser):
    """What a browser sees of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def keys(held: Any) -> Any:  # noqa: ANN401 - plain data
    if isinstance(held, dict):
        return {name: keys(inner) for name, inner in held.items()}
    return [keys(inner) for inner in held] if isinstance(held, list) else type(held)


def texts(held: Any) -> set[str]:  # noqa: ANN401 - plain data
    if isinstance(held, dict):
        return set().union(*map(texts, held.values()))
    return set().union(*map(texts, held)) if isinstance(held, list) else {str(held)}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_place_in_the_data_or_in_a_page(text: str) -> None:
    known, plain = catalog_of(text), catalog_of(PLAIN)
    for value, other in ((known["own-exercise"], plain["own-exercise"]), (routine_of(known), routine_of(plain))):
        written = export(value, "jsonld", catalog=known)
        assert not set(written) & set("<>&\u2028\u2029")
        page = Scripts()
        page.feed(f'<script type="application/ld+json">{written}</script><p>after</p>')
        assert page.tags == ["script", "p"]
        assert page.texts == [written, "after"]
        assert keys(json.loads(written)) == keys(told(other, plain))
        assert (
            straight(text) in json.dumps(json.loads(written), ensure_ascii=False).encode().decode()
            or "\\" in text
            or '"' in text
        )


@pytest.mark.parametrize("kind", ["program", "catalog", "screening", "screened-exercise"])
def test_only_routines_and_exercises_are_told(kind: str) -> None:
    with pytest.raises(FormatError, match="format 'jsonld' cannot hold a "):
        export(SHOWN[kind], "jsonld")


def test_targets_are_named_by_the_catalog_that_is_given() -> None:
    held = SHOWN["routine"]
    assert isinstance(held, Routine)
    target = told(held)["hasPart"][0]["associatedAnatomy"][0]["name"]
    assert target in {row.name for row in catalog().targets}
