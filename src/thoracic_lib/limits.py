"""How much is read at most: every bound on what people hand over, in one place. All are library defaults.

No source gives such numbers. They leave room for catalogs twenty times as large as the bundled one, and keep what is
too large from taking all memory and time. Whatever is beyond one of them is refused, and never cut off.
"""

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_FILES",
    "MAX_IDENTIFIER",
    "MAX_ITEMS",
    "MAX_KEYS",
    "MAX_TEXT",
    "MAX_TOTAL_BYTES",
]

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read, in bytes."""

MAX_TOTAL_BYTES = 64 * 1024 * 1024
"""The most bytes that all files of one folder hold together."""

MAX_FILES = 5_000
"""The most files that are read from one folder, those in its folders counted too."""

MAX_DEPTH = 24
"""The deepest nesting of tables and lists that is read; the model itself needs 16."""

MAX_ITEMS = 10_000
"""The longest list that is read; the rows of a collection are one."""

MAX_KEYS = 100
"""The most keys that one table has; no table of the model has more than 30."""

MAX_TEXT = 2_000
"""The longest text that any field takes, in characters."""

MAX_IDENTIFIER = 100
"""The longest id, in characters."""
