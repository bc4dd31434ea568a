"""What a batch tells of each person: a row with its number, and what was found or what is wrong with it."""

from typing import cast

from attrs import field, frozen

from thoracic_lib.batch.parcels import Parcel
from thoracic_lib.batch.verdicts import Found
from thoracic_lib.errors import ThoracicError
from thoracic_lib.model.catalog import Catalog
from thoracic_lib.model.profile import Profile
from thoracic_lib.model.routine import Request, Routine
from thoracic_lib.model.screened import Screening
from thoracic_lib.screening import screen

__all__ = ["ComposedRow", "ScreenedRow"]


@frozen
class ScreenedRow:
    """A person, screened: `number` counts from 0, and `profile` is `None` for a row that could not be read.

    To ask a row with an error for anything else raises the error.
    """

    number: int
    profile: Profile | None
    _outcome: Found | ThoracicError = field(repr=False)
    _catalog: Catalog = field(repr=False, eq=False)

    @property
    def error(self) -> ThoracicError | None:
        """What is wrong with the row, or `None`."""
        return self._outcome if isinstance(self._outcome, ThoracicError) else None

    @property
    def verdicts(self) -> bytes:
        """A byte for each setup, in the order of `setups`: its verdict, missing equipment, and what is avoided."""
        return self._found.verdicts

    @property
    def left(self) -> int:
        """How many setups are left."""
        return self._found.left

    @property
    def gates(self) -> tuple[str, ...]:
        """The declared conditions that wait for a clinician's word."""
        return self._found.gates

    @property
    def red_flags(self) -> tuple[str, ...]:
        """The warning signs that stop composing, the most pressing first."""
        return self._found.red_flags

    @property
    def banners(self) -> tuple[str, ...]:
        """What was not asked, to be shown before anything else."""
        return self._found.banners

    def screening(self) -> Screening:
        """The whole screening, with every reason: what `screen` gives for this profile."""
        if isinstance(self._outcome, ThoracicError):
            raise self._outcome
        return screen(self._catalog, cast("Profile", self.profile))  # what was found was found of a profile

    @property
    def _found(self) -> Found:
        if isinstance(self._outcome, ThoracicError):
            raise self._outcome
        return self._outcome


@frozen(eq=False)
class ComposedRow:
    """A request, composed: `number` counts from 0, and `request` is `None` for a row that could not be read.

    The routine of a worker process is put together when it is asked for. Rows are equal where the numbers, the requests
    and what came of them are.
    """

    number: int
    request: Request | None
    _outcome: Routine | Parcel | ThoracicError = field(repr=False)

    @property
    def error(self) -> ThoracicError | None:
        """Why there is no routine, or `None`."""
        return self._outcome if isinstance(self._outcome, ThoracicError) else None

    @property
    def routine(self) -> Routine:
        """The routine; raises the error where there is none, as `compose` does."""
        made = self._made
        if isinstance(made, ThoracicError):
            raise made
        return made

    @property
    def _made(self) -> Routine | ThoracicError:
        """What came of it; a parcel is opened once."""
        made = self._outcome
        if isinstance(made, Parcel):
            made = made.opened(cast("Request", self.request))  # a routine was made for a request
            object.__setattr__(self, "_outcome", made)
        return made

    def __eq__(self, other: object) -> bool:
        if type(other) is not ComposedRow:
            return NotImplemented
        return (self.number, self.request, self._made) == (other.number, other.request, other._made)

    def __hash__(self) -> int:
        return hash((self.number, self.request, self._made))

    def __reduce__(self) -> tuple[object, ...]:
        return ComposedRow, (self.number, self.request, self._made)
