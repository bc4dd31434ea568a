"""The guided player in a notebook: a widget that plays a routine and tells Python how it went (`notebook` extra)."""

from functools import cache
from typing import Any

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.checking import verify_routine
from thoracic_lib.errors import MissingExtraError
from thoracic_lib.exporting.playbook import playbook
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.routine import Routine
from thoracic_lib.player import script, style

__all__ = ["player"]


def player(routine: Routine, *, catalog: Catalog | None = None) -> Any:  # noqa: ANN401 - a class of an optional package
    """A widget that plays a routine in a notebook; an `anywidget.AnyWidget`.

    Its traits, all in step with the browser:

    - `playbook`: the routine as plain data (`thoracic_lib.exporting.playbook`);
    - `state`: `ready`, `playing`, `paused`, `pain` or `finished`; set it to `playing` or `paused` to play or pause;
    - `position`: how many of the routine's seconds lie behind, renewed with every moment; set it to go elsewhere;
    - `events`: what happened, in order, each a dictionary with `type` (`started`, `paused`, `resumed`, `back`, `done`,
      `skipped`, `pain`, `finished`, `ended`), `step` (from 0), `exercise`, `setup` and `at` in seconds.

    The routine is checked as by `export`: `UnsafeRoutineError` where it breaks what its profile and the bundled
    catalog, or the one that is given, ask for. `MissingExtraError` without the extra.
    """
    known = bundled() if catalog is None else catalog
    verify_routine(routine, known)
    return _widget()(playbook=playbook(routine, known))


@cache
def _widget() -> Any:  # noqa: ANN401 - a class of an optional package
    try:
        import anywidget  # noqa: PLC0415 - of the extra
        import traitlets  # noqa: PLC0415 - comes with it
    except ImportError:
        raise MissingExtraError("the player", "notebook") from None
    traits = {
        "playbook": traitlets.Dict().tag(sync=True),
        "state": traitlets.Unicode("ready").tag(sync=True),
        "position": traitlets.Int(0).tag(sync=True),
        "events": traitlets.List().tag(sync=True),
    }
    about = {"__doc__": "A player of one routine.", "__module__": __name__}
    return type("Player", (anywidget.AnyWidget,), {"_esm": script(), "_css": style(), **about, **traits})
