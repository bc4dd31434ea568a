"""The pictures that pages show: the figure of an exercise where there is one, and the views of a routine or program."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Literal

from thoracic_lib.catalogs import catalog as bundled
from thoracic_lib.exporting.blocks import Block, Cards, Fold, Picture
from thoracic_lib.figures import render_figure
from thoracic_lib.figures.collection import bundled as figures
from thoracic_lib.figures.collection import figure_of
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.program import Program
from thoracic_lib.model.routine import Routine
from thoracic_lib.views.body_map import draw_body_map, worked
from thoracic_lib.views.timeline import draw_timeline
from thoracic_lib.views.week import draw_weeks

__all__ = ["figure", "has_figure", "map_of", "timeline_of", "weeks_of", "without_pictures"]

Form = Literal["still", "animated"]


def has_figure(exercise: Exercise, setup: Setup) -> bool:
    """Whether there is a figure of this, and not of another exercise of somebody else's that has the same id."""
    if figure_of(exercise.id, setup.id, figures()) is None:
        return False
    ours = bundled().get(exercise.id)
    return ours is not None and ours.steps == exercise.steps and setup in ours.setups


def figure(exercise: Exercise, setup: Setup, form: Form = "still") -> Iterator[Picture]:
    """The figure of an exercise in a setup; nothing where there is none."""
    if has_figure(exercise, setup):
        yield Picture("figure", partial(render_figure, exercise, setup.id, form=form))


def timeline_of(routine: Routine) -> Picture:
    """When what is done."""
    return Picture("timeline", partial(draw_timeline, routine))


def map_of(title: str, routines: Iterable[Routine]) -> Picture:
    """Where on the body it works."""
    names = {target.id: target.name for target in bundled().targets}
    return Picture("body", partial(draw_body_map, title, worked(routines), names))


def weeks_of(program: Program) -> Picture:
    """What is done on which day."""
    return Picture("weeks", partial(draw_weeks, program))


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
