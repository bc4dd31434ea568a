"""How much work a search may do."""

from time import monotonic

from attrs import define, field

__all__ = ["Effort"]


@define
class Effort:
    """How much work a search may do: a number of labels, a number of seconds from now, or as much as it takes.

    A limit on labels gives the same answer on every machine; one in seconds does not.
    """

    most: int | None = None
    seconds: float | None = None
    labels: int = field(default=0, init=False)
    _until: float | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._until = None if self.seconds is None else monotonic() + self.seconds

    @property
    def spent(self) -> bool:
        """Whether the limit is reached."""
        over = self.most is not None and self.labels >= self.most
        return over or (self._until is not None and monotonic() >= self._until)
