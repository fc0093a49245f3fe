"""The mutants of a file: which there are, and the text of each.

The changes are mutmut's own; it would pass by whatever is decorated (our rules, our checks, every property) and all
that stands outside a function (our tables), so the walk is ours. Added: a condition turned round. Of the three
changes of a text one is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

NO_MEANING = ("len", "isinstance", "cast", "TypeVar", "overload")
"""Calls of which a change only raises, or says nothing when the program runs."""


@dataclass(frozen=True)
class Mutant:
    """One change of one place. `function` is the outermost function or method it stands in, or "" outside of any."""

    path: Path
    line: int
    last_line: int
    function: str
    first_line: int
    kind: str
    before: str
    after: str
    text: str

    @property
    def id(self) -> str:
        """The same for as long as the file is the same: a changed file has other mutants."""
        return hashlib.sha256(f"{self.path.name}\0{self.text}".encode()).hexdigest()[:16]

    @property
    def sentence(self) -> str:
        return f"{self.path.as_posix()}:{self.line} {self.function or 'the module'}: {self.before} -> {self.after}"


@dataclass(frozen=True)
class _Change:
    """A node and what stands in its place."""

    node: cst.CSTNode
    instead: cst.CSTNode
    kind: str
    line: int
    last_line: int
    function: str
    first_line: int


class _Walk(cst.CSTVisitor):
    """Collects every change of a module that means something when the program runs."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[_Change] = []
        self._within: list[str] = []
        self._functions: list[tuple[str, int]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _says_nothing(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._within.append(node.name.value)
        if isinstance(node, cst.FunctionDef) and not self._functions:
            first = node.decorators[0] if node.decorators else node
            self._functions.append((".".join(self._within), self._lines(first)[0]))
        elif isinstance(node, cst.FunctionDef):
            self._functions.append(self._functions[0])
        for kind, instead in _instead(node):
            line, last = self._lines(node)
            function, first_line = self._functions[0] if self._functions else ("", 0)
            self.changes.append(_Change(node, instead, kind, line, last, function, first_line))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._within.pop()
        if isinstance(original_node, cst.FunctionDef):
            self._functions.pop()

    def _lines(self, node: cst.CSTNode) -> tuple[int, int]:
        place = self.get_metadata(PositionProvider, node)
        return place.start.line, place.end.line


def _says_nothing(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom):
        return True
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
        return node.func.value in NO_MEANING
    if isinstance(node, cst.Assign):
        return any(isinstance(each.target, cst.Name) and each.target.value in ("__all__", "__slots__")
                   for each in node.targets) or _is_name_of_type(node)  # fmt: skip
    if isinstance(node, cst.If) and isinstance(node.test, cst.Name):
        return bool(node.test.value == "TYPE_CHECKING")
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString | cst.ConcatenatedString)


def _is_name_of_type(node: cst.Assign) -> bool:
    """Whether it only gives a type another name, as `Row = dict[str, Any]`."""
    head = node.value.value if isinstance(node.value, cst.Subscript) else None
    return isinstance(head, cst.Name) and head.value in ("dict", "list", "tuple", "set", "Callable", "Mapping", "type")


def _instead(node: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode]]:
    for kind, change in mutation_operators:
        if isinstance(node, kind):
            found: Iterable[cst.CSTNode] = change(node)
            if change.__name__ == "operator_string":
                found = list(found)[:1]
            for instead in found:
                yield change.__name__.removeprefix("operator_"), instead
    if isinstance(node, cst.If | cst.CompIf | cst.While):
        whole = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        turned = cst.UnaryOperation(operator=cst.Not(), expression=whole)
        yield "condition", node.with_changes(test=turned)


def _line_of(text: str, other: str) -> str:
    """The first line of a text that another does not have at that place, so as to say what was changed."""
    lines, others = text.splitlines(), other.splitlines()
    first = next((n for n, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1]), 0)
    behind = len(lines) - len(others)
    return " ".join(each.strip() for each in lines[first : first + 1 + max(behind, 0)])


@dataclass(frozen=True)
class _File:
    """A file with all its changes; the text of one is made when it is asked for, which is slow."""

    path: Path
    text: str
    module: cst.Module
    changes: tuple[_Change, ...]

    def mutant(self, change: _Change, root: Path) -> Mutant:
        module = self.module.deep_replace(change.node, change.instead)
        assert isinstance(module, cst.Module)
        return Mutant(
            self.path.relative_to(root), change.line, change.last_line, change.function, change.first_line, change.kind,
            _line_of(self.text, module.code), _line_of(module.code, self.text), module.code,
        )  # fmt: skip


def _read(path: Path) -> _File:
    text = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(text))
    walk = _Walk()
    wrapper.visit(walk)
    return _File(path, text, wrapper.module, tuple(walk.changes))


def sample(package: Path, root: Path, *, seed: int, most: int) -> tuple[list[Mutant], int]:
    """So many mutants of a package or a module, drawn by the seed, each in its place; and how many there are.

    Paths are told from `root`.
    """
    paths = sorted(package.rglob("*.py")) if package.is_dir() else [package.with_suffix(".py")]
    every = [(file, change) for file in map(_read, paths) for change in file.changes]
    drawn = every if len(every) <= most else Random(seed).sample(every, most)
    mutants = [file.mutant(change, root) for file, change in drawn]
    return sorted(mutants, key=lambda each: (each.path, each.line, each.id)), len(every)
