"""The changes of the code that no test finds: the list that explains each, and what a run found beside it."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from attrs import field, frozen

__all__ = ["LIST", "Change", "Explained", "compared", "read"]

LIST = Path(__file__).parent.parent / "tests" / "explained_survivors.toml"


@frozen(kw_only=True, order=True)
class Change:
    """What a change is known by: where it is, and its lines before and after, so that no edit elsewhere matters."""

    where: str
    before: str
    after: str

    def __str__(self) -> str:
        """The change as a difference.

        >>> print(Change(where="screening.has", before="return True", after="return False"))
        screening.has
        - return True
        + return False
        """
        lines = [f"- {line}" for line in self.before.splitlines()] + [f"+ {line}" for line in self.after.splitlines()]
        return "\n".join([self.where, *lines])


@frozen(kw_only=True)
class Explained:
    """A change that is no fault, why, and how many places of the function look like it."""

    change: Change
    reason: str
    times: int = field(default=1)


def read(path: Path = LIST) -> list[Explained]:
    """The list as it stands in its file; `KeyError` or `TypeError` where a key is missing or unknown."""
    rows = tomllib.loads(path.read_text("utf-8")).get("survivor", [])
    return [
        Explained(
            change=Change(where=row.pop("where"), before=row.pop("before").strip(), after=row.pop("after").strip()),
            **row,
        )
        for row in rows
    ]


def compared(survived: Iterable[Change], explained: Iterable[Explained]) -> tuple[list[Change], list[Change]]:
    """The changes that survived without being explained, and those explained that did not survive; each as often."""
    here, listed = Counter(survived), Counter({one.change: one.times for one in explained})
    return sorted((here - listed).elements()), sorted((listed - here).elements())
