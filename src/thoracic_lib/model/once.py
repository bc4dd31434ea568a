"""What is worked out once and used again: for as long as its catalog lives, and never more of it than fits."""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import ref

from thoracic_lib.model.catalog import Catalog

__all__ = ["Kept", "once"]

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class once(Generic[T]):  # noqa: N801 - it is used as a decorator
    """A function of a catalog that is called once for each one; what it gave goes when the catalog goes.

    Catalogs are told apart by identity, since to hash one takes as long as to screen with it.
    """

    def __init__(self, make: Callable[[Catalog], T]) -> None:
        self.make = make
        self.made: dict[int, tuple[ref[Catalog], T]] = {}
        self.__doc__ = make.__doc__

    def __call__(self, catalog: Catalog) -> T:
        """What the function gives for this catalog."""
        known = self.made.get(id(catalog))
        if known is not None and known[0]() is catalog:
            return known[1]
        key, value = id(catalog), self.make(catalog)
        self.made[key] = (ref(catalog, lambda _: self.made.pop(key, None)), value)
        return value


class Kept(dict[K, V]):
    """A dictionary that begins anew once it holds so many entries, so that memory stays flat.

    >>> kept = Kept(2)
    >>> kept["one"], kept["two"], kept["three"] = 1, 2, 3
    >>> kept
    {'three': 3}
    """

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self.most and key not in self:
            self.clear()
        super().__setitem__(key, value)
