"""Model classes → JSON Schema 2020-12, written by msgspec from what the fields of each class must be.

Each class becomes a msgspec struct of the same name. The types and limits of its fields are those of the checks in the
model; msgspec then writes the schema. Nothing is said here of any single field.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Literal

import msgspec
from attrs import NOTHING, fields

from thoracic_lib.model.values import Check, Value

__all__ = ["Shapes", "document", "lists", "of_kinds"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOTHING = type(None)
_SIMPLE = (bool, int, str, _NOTHING)


class Shapes:
    """The structs of model classes, each made once.

    `instead` has other types for some fields, by class and name; `optional` are fields that may be left out here.
    """

    def __init__(
        self,
        instead: Mapping[tuple[type[Value], str], Any] | None = None,
        optional: frozenset[tuple[type[Value], str]] = frozenset(),
    ) -> None:
        self._instead = instead or {}
        self._optional = optional
        self._made: dict[type[Value], Any] = {}

    def of(self, kind: type[Value], **more: Any) -> Any:  # noqa: ANN401 - types that are made here
        """The struct of a model class, with more fields than it has where they are given."""
        if kind not in self._made:
            held = [self._field(kind, field) for field in fields(kind) if field.init]
            self._made[kind] = msgspec.defstruct(
                kind.__name__,
                [*more.items(), *held],
                kw_only=True,
                forbid_unknown_fields=True,
                namespace={"__doc__": _first_line(kind)},
            )
        return self._made[kind]

    def _field(self, kind: type[Value], field: Any) -> Any:  # noqa: ANN401 - as attrs and msgspec have it
        type_ = self._instead.get((kind, field.name)) or self.of_check(kind.__checks__[field.name])
        if field.default is NOTHING and (kind, field.name) not in self._optional:
            return (field.name, type_)
        if isinstance(field.default, _SIMPLE):
            return (field.name, type_, field.default.value if isinstance(field.default, Enum) else field.default)
        return (field.name, type_ | msgspec.UnsetType, msgspec.UNSET)

    def of_check(self, check: Check) -> Any:  # noqa: ANN401 - a type that is made here
        """The type that takes what a check lets pass."""
        (kind,) = check.kinds - {_NOTHING}
        if check.items is not None:
            type_: Any = list[self.of_check(check.items)]  # type: ignore[misc]  # a type that is made here
        elif issubclass(kind, Value):
            type_ = self.of(kind)
        else:
            type_ = kind
        if check.keywords:
            type_ = Annotated[type_, msgspec.Meta(extra_json_schema=dict(check.keywords))]
        return type_ | None if _NOTHING in check.kinds else type_


def of_kinds(kinds: Mapping[str, Any], version: int) -> Any:  # noqa: ANN401 - a type that is made here
    """The envelopes of values, of which `kind` says what the `value` is."""
    made = [
        msgspec.defstruct(
            f"{shape.__name__}Document",
            [("schema", Literal[version]), ("value", shape)],
            kw_only=True,
            forbid_unknown_fields=True,
            tag_field="kind",
            tag=name,
        )
        for name, shape in kinds.items()
    ]
    union: Any = made[0]
    for one in made[1:]:
        union |= one
    return union


def lists(name: str, held: Mapping[str, Any], told: str, *, needed: bool = False) -> Any:  # noqa: ANN401 - same
    """A table of values by name, none of which must be there unless all are `needed`."""
    rows = [(key, type_) if needed else (key, type_ | msgspec.UnsetType, msgspec.UNSET) for key, type_ in held.items()]
    return msgspec.defstruct(name, rows, kw_only=True, forbid_unknown_fields=True, namespace={"__doc__": told})


def document(title: str, shape: Any) -> dict[str, Any]:  # noqa: ANN401 - a type that is made here
    """The whole schema of a type."""
    (top,), defined = msgspec.json.schema_components([shape], ref_template="#/$defs/{name}")
    return {"$schema": DIALECT, "title": title, **top, "$defs": dict(sorted(defined.items()))}


def _first_line(kind: type[Value]) -> str:
    """The first sentence of what a class says of itself, on one line whatever Python does with its indentation."""
    return " ".join((kind.__doc__ or "").strip().partition("\n\n")[0].split())
