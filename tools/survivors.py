"""The changes of the code that no test finds: the list that explains each, and what a run found beside it."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from attrs import field, frozen

__all__ = ["LIST", "Area", "Change", "Explained", "areas", "compared", "read"]

LIST = Path(__file__).parent.parent / "tests" / "explained_survivors.toml"


@frozen(kw_only=True, order=True)
class Change:
    """What a change is known by: where it is, and its lines before and after, so that no edit elsewhere matters."""

    where: str
    before: str
    after: str

    @property
    def words(self) -> frozenset[str]:
        """The words that stand only before it or only after it, in lower case."""
        before, after = (set(re.findall(r"\w+", text.lower())) for text in (self.before, self.after))
        return frozenset(before ^ after)

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


@frozen(kw_only=True)
class Area:
    """A function, a table or a whole module of which no change can change an answer, why, and the test of that.

    `where` is a place or a pattern of places, and `checked_by` the test that puts anything in its stead and compares
    the answers. What survives there needs no explanation of its own.
    """

    where: str
    reason: str
    checked_by: str

    def holds(self, change: Change) -> bool:
        """Whether a change is in this area."""
        return fnmatchcase(change.where, self.where)


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


def areas(path: Path = LIST) -> list[Area]:
    """The areas of the same file; `TypeError` where a key is missing or unknown."""
    return [Area(**row) for row in tomllib.loads(path.read_text("utf-8")).get("area", [])]


def compared(
    survived: Iterable[Change], explained: Iterable[Explained], within: Iterable[Area] = ()
) -> tuple[list[Change], list[Change]]:
    """The changes that survived without being explained, and those explained that did not survive; each as often.

    What survived within an area is explained by it.
    """
    spared = list(within)
    here = Counter(change for change in survived if not any(area.holds(change) for area in spared))
    listed = Counter({one.change: one.times for one in explained})
    return sorted((here - listed).elements()), sorted((listed - here).elements())
