"""The widget's Python side, with stand-ins for the packages of the extra; `./run test-browser` has the real ones."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.exporting.test_refusing import bundled_routine, too_much
from tests.exporting.values import PLAIN, catalog_of, routine_of
from thoracic_lib import notebook
from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import MissingExtraError, UnsafeRoutineError
from thoracic_lib.exporting.playbook import playbook
from thoracic_lib.player import script, style


class Trait:
    """Stands in for every trait."""

    def __init__(self, start: object = None) -> None:
        self.start = start
        self.told: dict[str, object] = {}

    def tag(self, **told: object) -> "Trait":
        self.told = told
        return self


class Widget:
    """Stands in for `anywidget.AnyWidget`."""

    def __init__(self, **given: object) -> None:
        self.given = given


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    packages: dict[str, dict[str, Any]] = {
        "anywidget": {"AnyWidget": Widget},
        "traitlets": dict.fromkeys(("Dict", "Int", "List", "Unicode"), Trait),
    }
    for name, held in packages.items():
        module = ModuleType(name)
        vars(module).update(held)
        monkeypatch.setitem(sys.modules, name, module)
    notebook._widget.cache_clear()
    yield
    notebook._widget.cache_clear()


def test_the_widget_brings_the_module_the_style_and_the_playbook(stand_ins: None) -> None:
    widget = notebook.player(bundled_routine())
    assert widget.given == {"playbook": playbook(bundled_routine(), catalog())}
    assert (type(widget)._esm, type(widget)._css) == (script(), style())
    traits = {name: held.told for name, held in vars(type(widget)).items() if isinstance(held, Trait)}
    assert traits == {name: {"sync": True} for name in ("playbook", "state", "position", "events")}


def test_a_routine_of_a_catalog_of_your_own_is_played_with_it(stand_ins: None) -> None:
    known = catalog_of(PLAIN)
    held = routine_of(known)
    assert notebook.player(held, catalog=known).given == {"playbook": playbook(held, known)}
    with pytest.raises(UnsafeRoutineError):
        notebook.player(held)


def test_a_routine_is_checked_before_the_widget_is_made(stand_ins: None) -> None:
    with pytest.raises(UnsafeRoutineError):
        notebook.player(too_much())


def test_without_the_extra_the_player_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    notebook._widget.cache_clear()
    with pytest.raises(MissingExtraError, match=r"the player needs .* pip install 'thoracic-lib\[notebook\]'"):
        notebook.player(bundled_routine())
