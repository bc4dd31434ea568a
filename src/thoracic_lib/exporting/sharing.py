"""What may be told to others than the person: nothing that was answered about health."""

import re

from thoracic_lib.model.routine import Routine
from thoracic_lib.wording import NOT_ASKED, signs_not_asked

__all__ = ["unasked"]

_COUNT = re.compile(r"\d+")


def unasked(routine: Routine) -> tuple[str, ...]:
    """The banners that say what nobody asked about; those that tell an answer are left out."""
    return tuple(banner for banner in routine.banners if banner == NOT_ASKED or _counts(banner))


def _counts(banner: str) -> bool:
    found = _COUNT.search(banner)
    return found is not None and banner == signs_not_asked(int(found[0]))
