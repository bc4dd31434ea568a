"""Views: a routine as a timeline, what it works on as a map of the body, a program week by week, all in SVG.

They are drawn from the values alone and need nothing else installed. Colors are CSS variables, for light and dark
pages; hatching and figures tell the same without them, so that they can be printed in grey.
"""

from typing import Literal

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.checking import verify_program, verify_routine
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine

__all__ = ["render_body_map", "render_timeline", "render_weeks"]

Theme = Literal["auto", "light", "dark"]


def render_timeline(routine: Routine, *, theme: Theme = "auto", catalog: Catalog | None = None) -> str:
    """When what is done, as SVG text: phases, steps, minutes, and each change of position and equipment.

    The routine is checked as by `export`, against the bundled catalog unless another one is given:
    `UnsafeRoutineError` where it breaks what it should keep. `FormatError` for a theme that there is not.

    >>> from thoracic_lib.composing import compose
    >>> from thoracic_lib.model.routine import Request
    >>> render_timeline(compose(Request(minutes=10)))[:4]
    '<svg'
    """
    from thoracic_lib.views.timeline import draw_timeline  # noqa: PLC0415 - nothing that draws is loaded before

    verify_routine(routine, bundled() if catalog is None else catalog)
    return draw_timeline(routine, theme)


def render_body_map(value: Routine | Program, *, theme: Theme = "auto", catalog: Catalog | None = None) -> str:
    """Where on the body a routine or program works, and how long, as SVG text.

    The time of a step counts for each of its targets, as the catalog names them. A target that the map does not
    know is listed under it. Checks and errors are those of `render_timeline`.
    """
    from thoracic_lib.views.body_map import draw_body_map, worked  # noqa: PLC0415 - nothing that draws is loaded before

    known = bundled() if catalog is None else catalog
    routines: tuple[Routine, ...]
    if isinstance(value, Program):
        verify_program(value, known)
        routines = tuple(session.routine for session in value.sessions)
    else:
        verify_routine(value, known)
        routines = (value,)
    return draw_body_map(value.title, worked(routines), {target.id: target.name for target in known.targets}, theme)


def render_weeks(program: Program, *, theme: Theme = "auto", catalog: Catalog | None = None) -> str:
    """The weeks of a program, as SVG text: what is done on which day, how long, and when it changes.

    Checks and errors are those of `render_timeline`.
    """
    from thoracic_lib.views.week import draw_weeks  # noqa: PLC0415 - nothing that draws is loaded before

    verify_program(program, bundled() if catalog is None else catalog)
    return draw_weeks(program, theme)
