"""FIT workouts in a decoder of others: fitdecode, which shares no code with what writes them."""

import io
from typing import Any

import fitdecode
import pytest

from tests.exporting.samples import FOLDER
from tests.exporting.test_watch import ROUTINES, each_routine
from tests.exporting.values import HOSTILE, catalog_of, routine_of
from thoracic_lib.exporting import to_fit
from thoracic_lib.exporting.watch import Again, Counted, laps
from thoracic_lib.model.routine import Routine


def decoded(written: bytes) -> list[tuple[str, dict[str, Any]]]:
    """The messages of a FIT file: the name of each, and its fields that hold something. Checksums are checked."""
    with fitdecode.FitReader(io.BytesIO(written), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [frame for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA]
    told = ((frame.name, {field.name: field.value for field in frame.fields}) for frame in frames)
    return [(name, {key: held for key, held in fields.items() if held is not None}) for name, fields in told]


@each_routine
def test_another_decoder_reads_every_step(routine: Routine) -> None:
    (kind, file), (second, workout), *rest = decoded(to_fit(routine))
    assert (kind, second, {name for name, _ in rest}) == ("file_id", "workout", {"workout_step"})
    assert (file["type"], file["time_created"].isoformat()) == ("workout", "2020-01-01T00:00:00+00:00")
    assert (workout["sport"], workout["num_valid_steps"]) == ("training", len(rest))
    assert workout["sub_sport"] in {"flexibility_training", "strength_training"}
    for at, ((_, step), lap) in enumerate(zip(rest, laps(routine), strict=True)):
        assert (step["message_index"], step["target_type"]) == (at, "open")
        if isinstance(lap, Again):
            assert step["duration_type"] == "repeat_until_steps_cmplt"
            assert (step["duration_step"], step["repeat_steps"]) == (at - lap.steps, lap.times)
            continue
        assert (step["wkt_step_name"], step.get("notes", "")) == (lap.name, lap.note)
        assert step["intensity"] == ("active" if lap.works else "rest")
        if isinstance(lap, Counted):
            assert (step["duration_type"], step["duration_reps"]) == ("reps", lap.repetitions)
        else:
            assert (step["duration_type"], step["duration_time"]) == ("time", lap.seconds)


@each_routine
def test_what_is_decoded_takes_the_time_of_the_routine(routine: Routine) -> None:
    steps = [fields for name, fields in decoded(to_fit(routine)) if name == "workout_step"]
    times = [0] * len(steps)
    for at, step in enumerate(steps):  # how often each step is done, as a watch goes back
        times[at] = 1
        if step["duration_type"] == "repeat_until_steps_cmplt":
            for back in range(step["duration_step"], at):
                times[back] *= step["repeat_steps"]
    counted = sum(
        part.seconds
        for step in routine.steps
        for part in step.parts
        if part.name == "movement" and step.dose.hold_seconds is None
    )
    timed = sum(step.get("duration_time", 0) * often for step, often in zip(steps, times, strict=True))
    assert timed == routine.seconds - counted


@pytest.mark.parametrize("text", HOSTILE)
def test_another_decoder_reads_any_text(text: str) -> None:
    known = catalog_of(text)
    routine = routine_of(known)
    names = [
        fields.get("wkt_step_name")
        for name, fields in decoded(to_fit(routine, catalog=known))
        if name == "workout_step"
    ]
    assert names == [None if isinstance(lap, Again) else lap.name for lap in laps(routine)]


def test_a_file_that_was_damaged_is_refused() -> None:
    written = bytearray(to_fit(ROUTINES["5 minutes"]))
    written[60] ^= 1
    with pytest.raises(fitdecode.FitError):
        decoded(bytes(written))


def test_the_sample_is_read_too() -> None:
    assert decoded((FOLDER / "routine.fit").read_bytes())[0][0] == "file_id"
