"""Pictures as pixels: what the png extra is for."""

from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from tests.figures.drawn import edited, simple
from thoracic_lib.figures.pixels import gif, png

SHIRT = (90, 167, 176)


def test_a_png_shows_the_figure_in_its_own_colors() -> None:
    figure = edited().figures[0]
    drawn = Image.open(BytesIO(png(edited().act(figure), width=480)))
    assert drawn.size == (480, 320)
    colors = drawn.convert("RGB").getcolors(1 << 20) or []
    assert sum(count for count, color in colors if color == SHIRT) > 500


def test_a_mirrored_png_is_the_mirror_image() -> None:
    whole = simple("standing", "[figures.end]\nshoulder.right = { abduction = 90 }\n", 'view = "front"')
    one, other = (
        Image.open(BytesIO(png(whole, width=480, mirrored=mirrored))).convert("RGB").crop((248, 40, 480, 320))
        for mirrored in (False, True)
    )

    def differ(a: Image.Image, b: Image.Image) -> int:
        return sum(max(x - y, y - x) > 60 for x, y in zip(a.tobytes(), b.tobytes(), strict=True))

    turned = other.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert differ(one, turned) * 20 < differ(one, other)


@pytest.mark.parametrize(("theme", "paper"), [("light", (255, 255, 255)), ("dark", (21, 25, 29))])
def test_a_gif_repeats_the_movement_on_paper(theme: str, paper: tuple[int, int, int]) -> None:
    whole = simple("standing", "[figures.end]\nshoulder = { abduction = 150 }\n", 'view = "front"')
    drawn = Image.open(BytesIO(gif(whole, width=160, theme=theme)))
    assert drawn.size == (160, 160)
    assert drawn.info["loop"] == 0
    durations = [frame.info["duration"] for frame in ImageSequence.Iterator(drawn)]
    assert len(durations) == 40
    assert durations[0] == 580
    assert durations[20] == 780
    drawn.seek(0)
    corner = drawn.convert("RGB").crop((2, 2, 3, 3)).tobytes()
    assert max(abs(one - other) for one, other in zip(corner, paper, strict=True)) < 8
