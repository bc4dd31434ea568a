"""Figures: every exercise as a picture that is drawn from data, at rest or moving, in SVG.

A small body in three dimensions is posed by joint angles in clinical terms, held in place where it rests, and drawn
as smooth outlines. Education, not medical advice.
"""

from hashlib import sha256
from typing import Literal

from thoracic_lib.catalogs import catalog
from thoracic_lib.errors import FormatError, UnknownIdError
from thoracic_lib.figures.animated import draw_animated
from thoracic_lib.figures.collection import bundled, figure_of
from thoracic_lib.figures.describing import words
from thoracic_lib.figures.still import Frame, draw_still
from thoracic_lib.figures.themes import THEMES
from thoracic_lib.model.exercise import Exercise

__all__ = ["FORMS", "render_figure"]

FORMS = ("still", "animated")


def render_figure(
    exercise: Exercise | str,
    setup: str | None = None,
    *,
    form: Literal["still", "animated"] = "still",
    theme: Literal["auto", "light", "dark"] = "auto",
    side: Literal["left", "right"] | None = None,
) -> str:
    """The picture of an exercise as SVG text: start and end beside each other, or moving.

    `setup` is the id of one of its setups; without it, the first one is drawn. `side` is the side that is worked, where
    the exercise works one. With the theme `auto` the colors follow the reader's; a page can set each of them as a CSS
    variable (`--tl-shirt`). Raises `UnknownIdError` for an exercise or setup that has no figure and `FormatError` for
    a form or theme that there is not.

    >>> svg = render_figure("cat-cow")
    >>> svg.startswith("<svg"), "Cat-cow" in svg
    (True, True)
    """
    if form not in FORMS:
        raise FormatError(form, f"is no form of a figure; one of: {', '.join(FORMS)}")
    if theme not in THEMES:
        raise FormatError(theme, f"is no theme of a figure; one of: {', '.join(THEMES)}")
    if side not in {None, "left", "right"}:
        raise FormatError(side, "is no side of a figure; one of: left, right")
    known = catalog()[exercise] if isinstance(exercise, str) else exercise
    wanted = setup or known.setups[0].id
    if wanted not in {held.id for held in known.setups}:
        raise UnknownIdError("setup", wanted, tuple(held.id for held in known.setups))
    figures = bundled()
    figure = figure_of(known.id, wanted, figures)
    if figure is None:
        raise UnknownIdError("figure", f"{known.id}/{wanted}")
    mirrored = side is not None and figure.worked not in {"both", side}
    name = known.setup(wanted).name if len(known.setups) > 1 else ""
    told = words(figure, known.name, name, mirrored=mirrored)
    key = f"{known.id}/{wanted}/{form}/{theme}/{mirrored}"
    frame = Frame(f"tl{sha256(key.encode()).hexdigest()[:6]}", theme, mirrored)
    if form == "animated":
        return draw_animated(figures.act(figure), frame, told)
    return draw_still(figures.staged(figure), frame, told)
