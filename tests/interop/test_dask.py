"""The same function inside an engine for several machines: Dask, with a real cluster of processes on this one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import pandas as pd
import pyarrow as pa
import pytest
from distributed import Client, LocalCluster

import thoracic_lib as tl

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "many-people.md"
PEOPLE = {
    "conditions": ["osteoporosis", "none", None, "knee pain", "brittle what", "back surgery"] * 20,
    "equipment": ["chair", "foam roller; chair", None, "", "stick", "jetpack"] * 20,
}

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # the warnings of an engine and its many packages are not ours to mend
]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A cluster of two processes."""
    with (
        LocalCluster(
            processes=True, n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def alone(**columns: list[Any]) -> list[Any]:
    """What `screen` says of each row, one by one."""
    told: list[Any] = []
    for cells in zip(*columns.values(), strict=True):
        row = dict(zip(columns, cells, strict=True))
        words = {"conditions": row["conditions"], "equipment": row["equipment"]}
        try:
            said = words["conditions"]
            person = tl.profile(
                conditions=None if said is None else [] if said == "none" else [said],
                equipment=[one.strip() for one in (words["equipment"] or "").split(";") if one.strip()],
            )
            screening = tl.screen(tl.catalog(), person)
        except tl.ThoracicError as error:
            told.append(error.code)
            continue
        setups = [setup for exercise in screening.exercises for setup in exercise.setups]
        told.append(bytes(setup.verdict.rank + 4 * bool(setup.missing_equipment) for setup in setups))
    return told


def test_the_example_of_the_page_runs_and_says_what_one_by_one_says(client: Client) -> None:
    code = re.search(r"```python-interop\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(compile(code.group(1), PAGE.name, "exec"), names)  # noqa: S102 - the example of our own page
    found, people = names["found"], names["people"].astype(object).where(names["people"].notna(), None)
    told = [
        verdicts if isinstance(verdicts, bytes) else code
        for verdicts, code in zip(found.verdicts, found.error, strict=True)
    ]
    assert told == alone(conditions=list(people.conditions), equipment=list(people.equipment))
    assert set(found.error.dropna()) == {"unknown-term"}


def test_partitions_of_arrow_say_what_one_by_one_says(client: Client) -> None:
    table = pa.table(PEOPLE)
    parts = [dask.delayed(tl.batch.screen)(batch) for batch in table.to_batches(max_chunksize=25)]
    columns = dask.compute(*parts)
    told = [
        code or verdicts for part in columns for code, verdicts in zip(part["error"], part["verdicts"], strict=True)
    ]
    assert told == alone(**PEOPLE)


def test_composing_in_partitions_of_pandas_says_what_one_batch_says(client: Client) -> None:
    frame = pd.DataFrame({"minutes": [5, 10, None, 15] * 6, "conditions": ["none", "knee pain", "none", None] * 6})
    parts = [dask.delayed(tl.batch.compose)(frame[start : start + 8], json=True) for start in range(0, 24, 8)]
    found = pd.concat([pd.DataFrame(part) for part in dask.compute(*parts)], ignore_index=True)
    whole = pd.DataFrame(tl.batch.compose(frame, json=True))
    pd.testing.assert_frame_equal(found.drop(columns="row"), whole.drop(columns="row"))
    assert found.error.tolist()[2] == "invalid-value"
