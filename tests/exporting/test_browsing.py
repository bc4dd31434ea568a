"""The catalog to look through: a card for each exercise, filters that name what there is, and no borrowed figures."""

import re

from attrs import evolve

import thoracic_lib as tl
from tests.exporting.test_as_html import parsed, pictures
from tests.exporting.values import HOSTILE, PLAIN, catalog_of
from thoracic_lib.exporting import export
from thoracic_lib.exporting.pictures import figure, has_figure
from thoracic_lib.figures.checking import unsound

CATALOG = tl.catalog()


def entries(page: str) -> dict[str, set[str]]:
    """The classes of each card, by the name on it."""
    found = re.findall(r'<li class="entry ([^"]*)"><b>([^<]*)</b>', page)
    return {name: set(keys.split()) for keys, name in found}


def test_every_exercise_has_a_card_with_its_figure() -> None:
    for format_ in ("html", "page"):
        page = export(CATALOG, format_)
        assert len(entries(page)) == len(CATALOG)
        drawn = [e for e in CATALOG.exercises if has_figure(e, e.setups[0])]
        assert len(pictures(page)) == len(drawn) > 0


def test_a_card_can_be_filtered_by_what_its_exercise_is() -> None:
    held = entries(export(CATALOG, "page", pictures=False).replace("&#x27;", "'"))
    at_hand = {item.id for item in CATALOG.equipment if item.at_hand}
    for exercise in CATALOG.exercises:
        wanted = {f"phase-{exercise.phase}", *(f"position-{position}" for position in exercise.positions)}
        wanted |= {f"movement-{movement}" for movement in exercise.movements}
        if any(at_hand >= set(setup.equipment) for setup in exercise.setups):
            wanted.add("needs-nothing")
        assert held[exercise.name] == wanted


def test_every_filter_hides_by_a_key_that_some_card_has_and_every_key_has_one() -> None:
    page = export(CATALOG, "page", pictures=False)
    hiding = re.findall(r"main:has\(#([a-z-]+):checked\) \.entry:not\(\.([a-z-]+)\)\{display:none\}", page)
    inputs = [dict(attributes).get("id") for tag, attributes in parsed(page).tags if tag == "input"]
    assert all(one == other for one, other in hiding)
    assert [key for key, _ in hiding] == [key for key in inputs if key]
    assert {key for key, _ in hiding} == set().union(*entries(page).values())


def test_a_fragment_needs_no_filter_and_shows_one_fold_for_each_phase() -> None:
    told = export(CATALOG, "html", pictures=False)
    assert "<input" not in told
    assert told.count('<details class="group">') == len({exercise.phase for exercise in CATALOG.exercises})


def test_another_exercise_with_the_same_id_gets_no_figure_that_is_not_its_own() -> None:
    ours = CATALOG["cat-cow"]
    assert has_figure(ours, ours.setups[0])
    assert has_figure(evolve(ours, name="Another name"), ours.setups[0])
    assert not has_figure(evolve(ours, steps=("Stand on your head.",)), ours.setups[0])
    moved = evolve(ours.setups[0], name="Elsewhere")
    assert not has_figure(evolve(ours, setups=(moved,)), moved)
    assert figure(evolve(ours, steps=("Stand on your head.",)), ours.setups[0]).draw() == ""


def test_a_hostile_name_of_an_exercise_stays_text_in_its_figure() -> None:
    ours = CATALOG["cat-cow"]
    plain = [tag for tag, _ in parsed(figure(ours, ours.setups[0]).draw()).tags]
    for text in HOSTILE:
        told = figure(evolve(ours, name=text), ours.setups[0]).draw()
        assert [tag for tag, _ in parsed(told).tags] == plain
    assert unsound(figure(ours, ours.setups[0]).draw()) == []


def test_no_text_changes_the_structure_of_a_catalog() -> None:
    plain = {f: parsed(export(catalog_of(PLAIN), f, pictures=False)).tags for f in ("html", "page")}
    for text in HOSTILE:
        for format_, tags in plain.items():
            assert parsed(export(catalog_of(text), format_, pictures=False)).tags == tags
        told = export(catalog_of(text), "markdown")
        assert len(told.splitlines()) == len(export(catalog_of(PLAIN), "markdown").splitlines())
