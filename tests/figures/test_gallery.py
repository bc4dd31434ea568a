"""The gallery shows every figure as it is drawn now, and the README the steps of its routine."""

import re
from pathlib import Path

import pytest
from tools import gallery

import thoracic_lib as tl
from thoracic_lib.figures.checking import unsound
from thoracic_lib.figures.collection import bundled

MADE = gallery.drawn(tl.catalog())
README = (gallery.DOCS.parent / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", MADE)
def test_a_file_of_the_gallery_is_what_the_data_generates_now(name: str) -> None:
    assert (gallery.DOCS / name).read_text("utf-8") == MADE[name], f"run '{gallery.COMMAND}'"


def test_every_figure_is_in_the_gallery_once() -> None:
    shown = re.findall(r"\]\((gallery/[^)]*\.svg)\)", MADE["gallery.md"])
    assert len(shown) == len(set(shown)) == len(bundled().figures)
    assert {*shown, "gallery/readme-timeline.svg", "gallery/readme-body.svg", "gallery.md"} == set(MADE)
    assert {f"gallery/{path.name}" for path in (gallery.DOCS / "gallery").iterdir()} == set(MADE) - {"gallery.md"}


def test_every_picture_of_the_gallery_is_sound() -> None:
    assert [fault for name, svg in MADE.items() if name.endswith(".svg") for fault in unsound(svg)] == []


def test_the_readme_shows_the_steps_of_its_routine_in_order() -> None:
    shown = re.findall(r"\(docs/gallery/([^)]*)\.svg\)", README)
    steps = [f"{step.exercise.id}.{step.setup.id}" for step in gallery.example().steps]
    assert shown == ["readme-timeline", *steps]


def test_what_is_stale_or_left_over_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gallery, "DOCS", tmp_path)
    monkeypatch.setattr(gallery, "drawn", lambda _: {"gallery.md": "# Gallery\n", "gallery/a.svg": "<svg/>\n"})
    assert gallery.main(["--check"]) == 1
    assert gallery.main([]) == 0
    assert gallery.main(["--check"]) == 0
    (tmp_path / "gallery" / "b.svg").write_text("<svg/>")
    assert gallery.main(["--check"]) == 1
    assert "out of date: gallery/b.svg; run './run gallery'" in capsys.readouterr().out
    assert gallery.main([]) == 0
    assert not (tmp_path / "gallery" / "b.svg").exists()
