"""Ids as words, for every view and page."""

__all__ = ["words"]


def words(identifier: str) -> str:
    """An id as words.

    >>> words("foam-roller"), words("vertebral_fracture")
    ('foam roller', 'vertebral fracture')
    """
    return identifier.replace("-", " ").replace("_", " ")
