"""Figures as pixels: PNG and animated GIF, for readers that show no SVG (the `png` extra)."""

from io import BytesIO

from thoracic_lib.errors import MissingExtraError
from thoracic_lib.figures.animated import frames
from thoracic_lib.figures.posing import Act
from thoracic_lib.figures.still import Frame, Words, draw_still
from thoracic_lib.figures.themes import plain_colors

__all__ = ["gif", "png"]


def png(whole: Act, *, width: int = 900, theme: str = "light", mirrored: bool = False) -> bytes:
    """Start and end as a PNG of this width in pixels; `MissingExtraError` without the extra."""
    return _drawn(draw_still(whole, Frame("p", theme, mirrored), Words("", "")), width)


def gif(whole: Act, *, width: int = 400, theme: str = "light", mirrored: bool = False) -> bytes:
    """The movement as a GIF that repeats, about twelve pictures a second; `MissingExtraError` without the extra."""
    try:
        from PIL import Image  # noqa: PLC0415 - of the extra
    except ImportError:
        raise MissingExtraError("a GIF", "png") from None
    told, durations = frames(whole, Frame("p", theme, mirrored))
    images = []
    for svg in told:
        image = Image.open(BytesIO(_drawn(svg, width))).convert("RGBA")
        paper = Image.new("RGBA", image.size, "#ffffff" if theme != "dark" else "#15191d")
        images.append(Image.alpha_composite(paper, image).convert("P", palette=Image.Palette.ADAPTIVE))
    out = BytesIO()
    images[0].save(out, "GIF", save_all=True, append_images=images[1:], duration=durations, loop=0)
    return out.getvalue()


def _drawn(svg: str, width: int) -> bytes:
    try:
        import resvg_py  # noqa: PLC0415 - of the extra
    except ImportError:
        raise MissingExtraError("a PNG", "png") from None
    return bytes(resvg_py.svg_to_bytes(svg_string=plain_colors(svg), width=width))
