"""The checks of one model class written out as one function, for classes of which many values are built.

Looking at each field through its `Check` takes several calls a field. A strict read of a whole catalog builds over
a thousand values, and would spend more time on those calls than on all the rest. So `Value` has its checks written
out once a class is built often, and looks closely only at what the function does not pass. For `Choice` that is

    def check(self):
        if type(self) is not _0:
            return closely(self)
        field = self.value
        if type(field) is not _1 or _2(field):
            return closely(self)
        field = self.label
        if type(field) is not _1 or not (field >= '!' and field.isprintable() and len(field) <= 2000):
            return closely(self)

where `_0` is `Choice`, `_1` is `str`, and `_2` is what looks at an id. A subclass inherits the function, but is
looked at closely until it has its own. Nothing of what is written comes from data.
"""

import linecache
from collections.abc import Callable, Iterator
from typing import Any

from thoracic_lib.model.values import Check, Value

__all__ = ["written_out"]


def written_out(kind: type[Value]) -> Callable[[Value], None]:
    """A check of the values of this class that calls `Value`'s own for all that is not surely right."""
    things: list[object] = [kind]
    lines = ["def check(self):", "    if type(self) is not _0:", "        return closely(self)"]
    for name, check in kind.__checks__.items():
        lines += [f"    field = self.{name}", *_refusals(check, "field", "    ", things)]
    if kind.contradictions is not Value.contradictions:
        lines += ["    for _ in self.contradictions():", "        return closely(self)"]
    source, file = "\n".join([*lines, ""]), f"<checks of {kind.__module__}.{kind.__qualname__}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)  # tracebacks show the lines
    known: dict[str, Any] = {f"_{index}": thing for index, thing in enumerate(things)}
    known["closely"] = Value.__attrs_post_init__
    exec(compile(source, file, "exec"), known)  # noqa: S102 - written here, from the checks of a model class
    written: Callable[[Value], None] = known["check"]
    return written


def _refusals(check: Check, name: str, indent: str, things: list[object]) -> Iterator[str]:
    """The lines that look closely unless what bears this name passes a check; they add to the things they name."""

    def named(thing: object) -> str:
        if not any(thing is other for other in things):
            things.append(thing)
        return f"_{next(index for index, other in enumerate(things) if other is thing)}"

    if type(None) in check.kinds:
        yield f"{indent}if {name} is not None:"
        indent += "    "
    (kind,) = check.kinds - {type(None)}
    wrong = [f"type({name}) is not {named(kind)}"]
    if check.items is not None:  # its items come first: only what they are tells whether they can be compared
        yield f"{indent}if {wrong.pop()}:"
        yield f"{indent}    return closely(self)"
        yield f"{indent}for item in {name}:"
        yield from _refusals(check.items, "item", f"{indent}    ", things)
    elif check.look is not None and not check.quick:
        wrong.append(f"{named(check.look)}({name})")
    if check.quick:
        wrong.append(f"not ({check.quick.format(name)})")
    if wrong:
        yield f"{indent}if {' or '.join(wrong)}:"
        yield f"{indent}    return closely(self)"
