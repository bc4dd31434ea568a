"""The result of screening: for each exercise and setup a verdict, with every reason for it."""

from typing import TYPE_CHECKING

from attrs import field, frozen

from thoracic_lib.errors import UnknownIdError
from thoracic_lib.model.clinical import Limit, Rule
from thoracic_lib.model.exercise import Exercise, Setup
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.values import (
    Value,
    be_a,
    be_identifier,
    be_one_of,
    be_text,
    maybe,
    must,
    tuple_of,
)
from thoracic_lib.vocabulary import Verdict

if TYPE_CHECKING:
    from thoracic_lib.helping import Help

__all__ = ["Reason", "ScreenedExercise", "ScreenedSetup", "Screening"]

_texts = tuple_of(be_text)


@frozen(kw_only=True)
class Reason(Value):
    """Why a setup has its verdict: the rule that fired, and the condition as it was declared.

    `verdict` is the rule's own, or exclude where one of its limits cannot be applied to this setup;
    `because_unapplied` then says which. `unanswered` names the questions whose answers could change it.
    """

    rule: Rule = field(metadata=must(be_a(Rule)))
    declared: str = field(metadata=must(be_identifier))
    verdict: Verdict = field(metadata=must(be_one_of(Verdict)))
    unanswered: tuple[str, ...] = field(default=(), metadata=must(tuple_of(be_identifier, unique=True)))
    because_unapplied: str | None = field(default=None, metadata=must(maybe(be_text)))

    def __str__(self) -> str:
        told = f"{self.verdict}: {self.rule.rationale} [{self.rule.id}, {self.declared}, {self.rule.demand}]"
        return f"{told} {self.because_unapplied}" if self.because_unapplied else told


@frozen(kw_only=True)
class ScreenedSetup(Value):
    """One setup with its verdict, all reasons, the limits to keep, and what stands in the way besides.

    Missing equipment and what the person wishes to avoid are told apart from the verdict.
    """

    setup: Setup = field(metadata=must(be_a(Setup)))
    verdict: Verdict = field(metadata=must(be_one_of(Verdict)))
    reasons: tuple[Reason, ...] = field(metadata=must(tuple_of(be_a(Reason))))
    missing_equipment: tuple[str, ...] = field(metadata=must(tuple_of(be_identifier, unique=True)))
    avoided: str | None = field(default=None, metadata=must(maybe(be_text)))

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The limits of every rule that modifies this setup, each once."""
        return tuple(dict.fromkeys(limit for reason in self.reasons for limit in reason.rule.limits))

    @property
    def available(self) -> bool:
        """Whether the setup is left: not excluded, nothing missing, not avoided."""
        return self.verdict is not Verdict.EXCLUDE and not self.missing_equipment and self.avoided is None


@frozen(kw_only=True)
class ScreenedExercise(Value):
    """One exercise with all its setups screened."""

    exercise: Exercise = field(metadata=must(be_a(Exercise)))
    setups: tuple[ScreenedSetup, ...] = field(metadata=must(tuple_of(be_a(ScreenedSetup), least=1)))

    @property
    def verdict(self) -> Verdict:
        """The mildest verdict among its setups, equipment aside."""
        return min((setup.verdict for setup in self.setups), key=lambda verdict: verdict.rank)

    @property
    def best(self) -> ScreenedSetup | None:
        """The available setup with the mildest verdict (the first of equals), or `None`."""
        left = [setup for setup in self.setups if setup.available]
        return min(left, key=lambda setup: setup.verdict.rank, default=None)

    def __str__(self) -> str:
        from thoracic_lib.exporting import export  # noqa: PLC0415 - display reaches upward, only when shown

        return export(self, "text")

    def _repr_html_(self) -> str:
        from thoracic_lib.exporting import export  # noqa: PLC0415 - display reaches upward, only when shown

        return export(self, "html")


@frozen(kw_only=True)
class Screening(Value):
    """Every exercise of a catalog, screened against one profile.

    That no rule matched is all that `keep` says; it is no judgment that an exercise suits a person.
    """

    profile: Profile = field(metadata=must(be_a(Profile)))
    exercises: tuple[ScreenedExercise, ...] = field(metadata=must(tuple_of(be_a(ScreenedExercise))))
    gates: tuple[str, ...] = field(metadata=must(tuple_of(be_identifier, unique=True)))
    red_flags: tuple[str, ...] = field(metadata=must(tuple_of(be_identifier, unique=True)))
    banners: tuple[str, ...] = field(metadata=must(_texts))
    data_version: str = field(metadata=must(be_text))

    def why(self, exercise: str) -> ScreenedExercise:
        """One exercise with the verdict and reasons of each setup; prints as an explanation."""
        for screened in self.exercises:
            if screened.exercise.id == exercise:
                return screened
        from difflib import get_close_matches  # noqa: PLC0415 - only for an error

        known = [screened.exercise.id for screened in self.exercises]
        raise UnknownIdError("exercise", exercise, tuple(get_close_matches(exercise, known)))

    @property
    def kept(self) -> tuple[ScreenedExercise, ...]:
        """The exercises that have a setup left."""
        return tuple(screened for screened in self.exercises if screened.best is not None)

    @property
    def left_out(self) -> tuple[ScreenedExercise, ...]:
        """The exercises of which no setup is left, for whatever reason."""
        return tuple(screened for screened in self.exercises if screened.best is None)

    def what_would_help(self) -> "tuple[Help, ...]":
        """What would open up exercises of which nothing is left: equipment and positions, never a condition.

        The fewest changes come first, and among these the one that opens most.
        """
        from thoracic_lib.helping import what_would_help  # noqa: PLC0415 - reaches upward, only when asked

        return what_would_help(self)

    def to_columns(self, *, conditions: bool = False) -> "dict[str, list[str | int | bool | None]]":
        """One row for each setup, as columns that pandas, polars and pyarrow take; why only with `conditions`."""
        from thoracic_lib.exporting import to_columns  # noqa: PLC0415 - display reaches upward, only when shown

        return to_columns(self, conditions=conditions)

    def explain(self, format: str = "text") -> str:  # noqa: A002 - the word every format argument here bears
        """The whole screening as text, Markdown or HTML."""
        from thoracic_lib.exporting import export  # noqa: PLC0415 - display reaches upward, only when shown

        return export(self, format)

    def __str__(self) -> str:
        return self.explain("text")

    def __repr__(self) -> str:
        return f"<Screening of {len(self.exercises)} exercises: {len(self.kept)} left>"

    def _repr_html_(self) -> str:
        return self.explain("html")
