"""Every bundled figure keeps to all that figures must keep to."""

import re

import pytest

from tests.figures.drawn import edited
from thoracic_lib.catalogs import catalog, resource
from thoracic_lib.figures import FORMS, render_figure
from thoracic_lib.figures.checking import ATTRIBUTES, ELEMENTS, faults, missing, unsound
from thoracic_lib.figures.collection import ARTIFACT, CHECKSUM, bundled, compile_figures, figure_of
from thoracic_lib.model.figure import Figure

NAMES = [f"{figure.exercise}-{figure.setups[0]}" for figure in edited().figures]


@pytest.mark.parametrize("figure", edited().figures, ids=NAMES)
def test_a_figure_has_no_fault(figure: Figure) -> None:
    assert [str(fault) for fault in faults(figure, catalog()[figure.exercise], edited())] == []


@pytest.mark.parametrize("figure", edited().figures, ids=NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_a_picture_has_only_what_pictures_may_have(figure: Figure, form: str) -> None:
    assert unsound(render_figure(figure.exercise, figure.setups[0], form=form)) == []  # type: ignore[arg-type]  # one of FORMS


@pytest.mark.parametrize("figure", edited().figures, ids=NAMES)
def test_the_other_side_is_the_mirror_image(figure: Figure) -> None:
    left, right = (
        render_figure(figure.exercise, figure.setups[0], side="left"),
        render_figure(figure.exercise, figure.setups[0], side="right"),
    )
    drawn = [re.findall(r' d="([^"]*)"', svg) for svg in (left, right)]
    assert drawn[0] == drawn[1]
    turned = ["matrix(-1 0 0 1" in svg for svg in (left, right)]
    assert sorted(turned) == ([False, False] if figure.worked == "both" else [False, True])


def test_no_two_figures_show_the_same_setup() -> None:
    shown = [(figure.exercise, setup) for figure in edited().figures for setup in figure.setups]
    assert sorted(shown) == sorted(set(shown))


def test_the_artifact_is_what_the_files_compile_to() -> None:
    assert compile_figures(edited()) == (resource(ARTIFACT), resource(CHECKSUM))
    assert bundled()._replace(kept={}, scenes={}) == edited()


def test_what_has_no_figure_is_told() -> None:
    told = missing(catalog(), edited())
    parted = [name.partition("/") for name in told]
    assert all(figure_of(exercise, setup, edited()) is None for exercise, _, setup in parted)
    assert "cat-cow/quadruped" not in told
    assert len(missing(catalog(), edited()._replace(figures=()))) == sum(len(e.setups) for e in catalog().exercises)


@pytest.mark.parametrize(
    ("svg", "why"),
    [
        ("<svg", "not well formed"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "element 'script'"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><path onload="x"/></svg>', "attribute 'onload'"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><style>a{fill:url(x)}</style></svg>', "outside"),
    ],
)
def test_what_a_picture_must_not_have_is_found(svg: str, why: str) -> None:
    assert any(why in told for told in unsound(svg))


def test_the_allowed_names_hold_nothing_that_runs_or_refers() -> None:
    assert ELEMENTS.isdisjoint({"script", "foreignObject", "image", "use", "a", "set"})
    assert not [name for name in ATTRIBUTES if name.startswith("on") or "href" in name]
