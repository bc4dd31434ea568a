"""Garmin FIT: a routine as a workout for a watch, written by fit-tool (the `fit` extra).

Repetitions without a hold are counted, and the watch waits until they are done; all else is timed, to the second of
the routine. Names have at most 40 bytes and notes 120. A note says how a step is held back, or else its first cue.

It loses instructions, cautions, notices, when to stop, sources, which side and spot it is, and why an exercise is in.
It tells no condition. A watch may take fewer steps than a long routine has; none is left out for that.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from thoracic_lib.errors import FormatError, MissingExtraError
from thoracic_lib.exporting.watch import NAME_BYTES, Again, Counted, Lap, Timed, clipped, laps
from thoracic_lib.model.dosage import clock
from thoracic_lib.model.routine import Routine
from thoracic_lib.vocabulary import Phase

__all__ = ["CREATED", "render"]

CREATED = 1_577_836_800_000
"""When every file says that it was made, in milliseconds: the beginning of 2020, since nothing here reads a clock."""


def render(value: object) -> bytes:
    """A routine as a FIT workout; equal routines give equal bytes with the same fit-tool.

    `FormatError` for anything but a routine, `MissingExtraError` without the `fit` extra.
    """
    if not isinstance(value, Routine):
        raise FormatError("fit", f"cannot hold a {type(value).__name__}")
    try:
        from fit_tool.fit_file_builder import FitFileBuilder  # noqa: PLC0415 - of the extra
    except ImportError:
        raise MissingExtraError("a FIT workout", "fit") from None
    told = laps(value)
    builder = FitFileBuilder(auto_define=True)
    builder.add_all([_file(value, told), _workout(value, told), *_steps(told)])
    written: bytes = builder.build_bytes()
    return written


def _file(routine: Routine, told: tuple[Lap, ...]) -> Any:  # noqa: ANN401 - a message of fit-tool
    """Whose file it is; the number by which a watch tells files apart follows from what it says."""
    from fit_tool.profile.messages.file_id_message import FileIdMessage  # noqa: PLC0415 - of the extra
    from fit_tool.profile.profile_type import FileType, Manufacturer  # noqa: PLC0415 - same

    message = FileIdMessage()
    message.type = FileType.WORKOUT
    message.manufacturer = Manufacturer.DEVELOPMENT.value
    message.product = 0
    message.serial_number = int.from_bytes(sha256(repr((routine.title, told)).encode()).digest()[:4]) | 1
    message.time_created = CREATED
    return message


def _workout(routine: Routine, told: tuple[Lap, ...]) -> Any:  # noqa: ANN401 - same
    from fit_tool.profile.messages.workout_message import WorkoutMessage  # noqa: PLC0415 - of the extra
    from fit_tool.profile.profile_type import Sport, SubSport  # noqa: PLC0415 - same

    strong = sum(step.seconds for step in routine.steps if step.exercise.phase is Phase.STRENGTHEN)
    message = WorkoutMessage()
    message.workout_name = clipped(routine.title, NAME_BYTES, f" {clock(routine.seconds)}")
    message.sport = Sport.TRAINING
    message.sub_sport = SubSport.STRENGTH_TRAINING if 2 * strong > routine.seconds else SubSport.FLEXIBILITY_TRAINING
    message.num_valid_steps = len(told)
    return message


def _steps(told: tuple[Lap, ...]) -> Iterator[Any]:
    from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage  # noqa: PLC0415 - of the extra
    from fit_tool.profile.profile_type import Intensity, WorkoutStepDuration, WorkoutStepTarget  # noqa: PLC0415 - same

    for at, lap in enumerate(told):
        message = WorkoutStepMessage()
        message.message_index = at
        message.target_type = WorkoutStepTarget.OPEN
        message.target_value = 0
        if isinstance(lap, Again):
            message.duration_type = WorkoutStepDuration.REPEAT_UNTIL_STEPS_CMPLT
            message.duration_step = at - lap.steps
            message.target_repeat_steps = lap.times
        else:
            message.workout_step_name = lap.name
            message.notes = lap.note
            message.intensity = Intensity.ACTIVE if lap.works else Intensity.REST
        if isinstance(lap, Timed):
            message.duration_type = WorkoutStepDuration.TIME
            message.duration_time = lap.seconds
        if isinstance(lap, Counted):
            message.duration_type = WorkoutStepDuration.REPS
            message.duration_reps = lap.repetitions
        yield message
