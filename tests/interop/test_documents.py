"""The pages whose examples need the packages of others are run here: every Python block, in order, in one namespace."""

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.filterwarnings("ignore:Using `httpx` with")  # Starlette's client says that it will change, not our pages
@pytest.mark.parametrize("page", ["how-to/serve-from-fastapi.md"])
def test_every_example_of_the_page_runs(page: str) -> None:
    names: dict[str, object] = {"__name__": "page"}
    blocks = re.findall(r"^```python\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    told: list[str] = []
    for block in blocks:
        if block.startswith(">>>"):
            test = doctest.DocTestParser().get_doctest(block, names, page, page, 0)
            runner.run(test, out=told.append, clear_globs=False)
            names.update(test.globs)
        else:
            exec(compile(block, page, "exec"), names)  # noqa: S102 - the text of a page of ours
    assert len(blocks) == 4
    if told:
        pytest.fail("".join(told))
