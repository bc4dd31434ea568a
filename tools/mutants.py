"""The changes that `./run mutate` makes: those of mutmut's operators, anywhere in a module, and entries of tables.

Of mutmut, only the operators are used and what it knows not to touch. It can change functions alone, because it keeps
all changes of a file in that file and switches between them. Here, each change is a text of the module of its own, so
that decorated functions, classes and tables are changed as well.
"""

import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import libcst as cst  # type: ignore[import-not-found]  # only in the environment of ./run mutate
from attrs import evolve, field, frozen
from libcst.metadata import MetadataWrapper, PositionProvider  # type: ignore[import-not-found]  # same
from mutmut.mutation import file_mutation, mutators  # type: ignore[import-not-found]  # same
from mutmut.mutation.pragma_handling import get_ignored_lines  # type: ignore[import-not-found]  # same
from tools.survivors import Change

__all__ = ["Mutant", "mutants"]

SPARED = "__all__"
"""What says nothing of what a module does."""


@frozen(kw_only=True)
class Place:
    """Where a node of a module stands: `where` by name, and in the lines of which statement.

    `swap` names the function in whose body it is, if any; `nested` are the lines of that function where the node is in
    another function inside it, which comes to be only when the outer one runs.
    """

    part: int
    where: str
    lines: range
    swap: str | None = field(default=None)
    nested: range | None = field(default=None)

    @property
    def made_by(self) -> range:
        """The lines that have run where the code of this node is in use."""
        return self.nested or self.lines


@frozen(kw_only=True)
class Mutant:
    """A module with one change in it."""

    change: Change
    place: Place
    source: str = field(repr=False)


def mutants(path: Path, module: str) -> list[Mutant]:
    """Every change of a module, in the order of its text."""
    code = path.read_text("utf-8")
    wrapper = MetadataWrapper(cst.parse_module(code))
    visitor = _Visitor(_OPERATORS, get_ignored_lines(str(path), code, wrapper))
    tree = wrapper.visit(visitor)
    places = _places(tree, wrapper.resolve(PositionProvider))
    rows = (tree.header, *([statement] for statement in tree.body), tree.footer)
    parts = ["".join(map(tree.code_for_node, row)) for row in rows]
    found = []
    for mutation in visitor.mutations:
        place = places.get(id(mutation.original_node))
        if place is None or place.where == SPARED:
            continue
        statement = tree.body[place.part].deep_replace(mutation.original_node, mutation.mutated_node)
        changed = tree.code_for_node(statement)
        before, after = _difference(parts[place.part + 1], changed)
        if before != after:
            source = "".join([*parts[: place.part + 1], changed, *parts[place.part + 2 :]])
            change = Change(where=f"{module}.{place.where}", before=before, after=after)
            found.append(Mutant(change=change, place=place, source=source))
    return found


def _difference(before: str, after: str) -> tuple[str, str]:
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    less, more = ("\n".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return less, more


class _Visitor(file_mutation.MutationVisitor):  # type: ignore[misc]  # its type is known only where it is installed
    """What mutmut changes, and decorated functions besides; their decorators stay as they are."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.name.value not in file_mutation.NEVER_MUTATE_FUNCTION_NAMES:
            return False
        return bool(super()._skip_node_and_children(node))


def _without_one(node: Any) -> Iterator[Any]:  # noqa: ANN401 - a dict, set, tuple or list of libcst
    """A table with each of its entries dropped."""
    for at in range(len(node.elements)):
        left = [*node.elements[:at], *node.elements[at + 1 :]]
        if left or (not isinstance(node, cst.Set) and node.lpar):
            yield node.with_changes(elements=left)


def _without_a_word(node: cst.SimpleString) -> Iterator[cst.SimpleString]:
    """A text of nothing but words, over several lines, with each of its words dropped."""
    if re.fullmatch(r'"""\n[\w\s]+"""', node.value):
        for word in re.finditer(r"\w+", node.value):
            yield node.with_changes(value=node.value[: word.start()] + node.value[word.end() :])


_OPERATORS = [
    *mutators.mutation_operators,
    *((kind, _without_one) for kind in (cst.Dict, cst.Set, cst.Tuple, cst.List)),
    (cst.SimpleString, _without_a_word),
]


def _places(tree: cst.Module, positions: Any) -> dict[int, Place]:  # noqa: ANN401 - a mapping of libcst
    """The place of every node, by its identity."""
    found: dict[int, Place] = {}

    def lines(node: cst.CSTNode) -> range:
        return range(positions[node].start.line, positions[node].end.line + 1)

    def walk(node: cst.CSTNode, place: Place, outer: range | None) -> None:
        if isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            place = evolve(place, lines=_own_lines(node, lines))
        if isinstance(node, cst.FunctionDef) and place.swap is None:
            outer = lines(node)
            place = evolve(place, where=".".join(dict.fromkeys((place.where, node.name.value))))
        found[id(node)] = place
        for child in node.children:
            inner = place
            if isinstance(node, cst.FunctionDef) and child is node.body:
                inner = evolve(place, swap=place.where) if place.swap is None else evolve(place, nested=outer)
            walk(child, inner, outer)

    for part, statement in enumerate(tree.body):
        walk(statement, Place(part=part, where=_name(statement), lines=lines(statement)), None)
    return found


def _own_lines(statement: cst.CSTNode, lines: Any) -> range:  # noqa: ANN401 - a function of a node
    """The lines of a statement, without those of the statements inside it; of a `match`, all."""
    whole: range = lines(statement)
    body = getattr(statement, "body", None)
    if isinstance(body, cst.IndentedBlock):
        return range(whole.start, max(lines(body.body[0]).start, whole.start + 1))
    return whole


def _name(statement: cst.CSTNode) -> str:
    """What a statement of a module makes: a function, a class or a table."""
    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return str(statement.name.value)
    first = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
    target = first.targets[0].target if isinstance(first, cst.Assign) else getattr(first, "target", None)
    if isinstance(target, cst.Tuple):
        target = target.elements[0].value
    return str(target.value) if isinstance(target, cst.Name) else "(module)"
