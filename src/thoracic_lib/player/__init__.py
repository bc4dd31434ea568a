"""The guided player: one JavaScript module and one style sheet, used alike by a page of its own and in a notebook.

Neither is built or fetched from anywhere; both are read from beside this file.
"""

from functools import cache

__all__ = ["script", "style"]


@cache
def script() -> str:
    """The JavaScript module: `mount(root, playbook, options)`, and `render` for a notebook's widget.

    >>> "export function mount(" in script()
    True
    """
    return _read("player.js")


@cache
def style() -> str:
    """The style sheet; every rule is about what stands inside `.tl-player`.

    >>> ".tl-player" in style()
    True
    """
    return _read("player.css")


def _read(name: str) -> str:
    from importlib.resources import files  # noqa: PLC0415 - slow to import

    return (files("thoracic_lib.player") / name).read_text(encoding="utf-8")
