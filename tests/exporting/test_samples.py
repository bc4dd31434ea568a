import re
from pathlib import Path

import pytest

from tests.exporting.samples import FOLDER, SAMPLES

PAGES = Path(__file__).parents[2] / "docs" / "formats"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_what_the_library_writes(name: str) -> None:
    assert (FOLDER / name).read_bytes() == SAMPLES[name](), "run './run formats', and look at the difference"


def test_every_sample_is_linked_from_a_page_and_there_are_no_others() -> None:
    linked = {
        name
        for page in PAGES.glob("*.md")
        for name in re.findall(r"\]\(\.\./examples/formats/([^)]+)\)", page.read_text("utf-8"))
    }
    assert set(SAMPLES) <= linked
    assert {file.name for file in FOLDER.iterdir()} == linked
