"""The pictures that pages show: the figure of an exercise where there is one, and the views of a routine or program.

Nothing of what draws is loaded before a picture is drawn, so that text and Markdown do not wait for it.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Literal

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.exporting.blocks import Block, Cards, Fold, Picture
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine

__all__ = ["figure", "has_figure", "map_of", "timeline_of", "weeks_of", "without_pictures"]

Form = Literal["still", "animated"]


def has_figure(exercise: Exercise, setup: Setup) -> bool:
    """Whether there is a figure of this, and not of another exercise of somebody else's that has the same id."""
    from thoracic_lib.figures.collection import bundled as figures  # noqa: PLC0415 - for who looks only
    from thoracic_lib.figures.collection import figure_of  # noqa: PLC0415 - same

    if figure_of(exercise.id, setup.id, figures()) is None:
        return False
    ours = bundled().get(exercise.id)
    return ours is not None and ours.steps == exercise.steps and setup in ours.setups


def figure(exercise: Exercise, setup: Setup, form: Form = "still") -> Picture:
    """The figure of an exercise in a setup; it draws nothing where there is none."""
    return Picture("figure", partial(_figure, exercise, setup, form))


def _figure(exercise: Exercise, setup: Setup, form: Form) -> str:
    from thoracic_lib.figures import render_figure  # noqa: PLC0415 - for who looks only

    return render_figure(exercise, setup.id, form=form) if has_figure(exercise, setup) else ""


def timeline_of(routine: Routine) -> Picture:
    """When what is done."""
    return Picture("timeline", partial(_timeline, routine))


def _timeline(routine: Routine) -> str:
    from thoracic_lib.views.timeline import draw_timeline  # noqa: PLC0415 - for who looks only

    return draw_timeline(routine)


def map_of(title: str, routines: Iterable[Routine]) -> Picture:
    """Where on the body it works."""
    return Picture("body", partial(_map, title, tuple(routines)))


def _map(title: str, routines: tuple[Routine, ...]) -> str:
    from thoracic_lib.views.body_map import draw_body_map, worked  # noqa: PLC0415 - for who looks only

    return draw_body_map(title, worked(routines), {target.id: target.name for target in bundled().targets})


def weeks_of(program: Program) -> Picture:
    """What is done on which day."""
    return Picture("weeks", partial(_weeks, program))


def _weeks(program: Program) -> str:
    from thoracic_lib.views.week import draw_weeks  # noqa: PLC0415 - for who looks only

    return draw_weeks(program)


def without_pictures(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks without their pictures, and without folds that held nothing else."""
    for block in blocks:
        if isinstance(block, Fold):
            if kept := tuple(without_pictures(block.blocks)):
                yield Fold(block.title, kept)
        elif isinstance(block, Cards):
            yield block.bare()
        elif not isinstance(block, Picture):
            yield block
