"""The pictures that follow from the data are what the data says now, and whole."""

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tools import pictures

from thoracic_lib.catalogs import catalog

DRAWN = pictures.pictures(catalog())
[PICTURE] = DRAWN.values()


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_what_the_data_gives_now(name: str) -> None:
    assert (pictures.DOCS / name).read_text("utf-8") == DRAWN[name], f"run '{pictures.COMMAND}'"


def test_a_picture_is_named_and_described_and_has_a_line_for_each_curve() -> None:
    root = ET.fromstring(PICTURE)  # noqa: S314 - drawn here
    names = [child.tag.partition("}")[2] for child in root]
    assert names[:2] == ["title", "desc"]
    assert names.count("polyline") == 2 * (1 + 3)
    _, _, width, height = map(int, str(root.get("viewBox")).split())
    for line in root:
        for point in line.get("points", "").split():
            x, y = map(int, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height


def test_the_benefit_falls_only_where_more_of_the_goal_is_met() -> None:
    for curve in pictures.curves(catalog()):
        assert len(curve.scores) == len(pictures.MINUTES)
        for one, two in pairwise(curve.scores):
            assert two.benefit >= one.benefit or (two.movements, two.phases) > (one.movements, one.phases)
            assert two.key >= one.key


def test_a_stale_picture_is_told_and_a_fresh_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pictures, "DOCS", tmp_path)
    monkeypatch.setattr(pictures, "pictures", lambda _: DRAWN)  # drawn once above
    assert pictures.main(["--check"]) == 1
    assert capsys.readouterr().out == f"out of date: time-and-benefit.svg; run '{pictures.COMMAND}'\n"
    assert pictures.main([]) == 0
    assert capsys.readouterr().out == "drew time-and-benefit.svg\n"
    assert pictures.main(["--check"]) == 0
    assert capsys.readouterr().out == "the pictures are in step\n"
    assert pictures.main([]) == 0
    assert capsys.readouterr().out == "drew nothing: the pictures are in step\n"
    (tmp_path / "time-and-benefit.svg").write_text("drawn over\n", "utf-8")
    assert pictures.main(["--check"]) == 1
