"""How large a thing may be (architecture.md, law 11)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import PACKAGE, Function, Module, holds, modules

pytestmark = pytest.mark.slow

MODULE = 400
SCREEN = 500
FUNCTION = 30
TOLERANCE = 5
"""A function is "about" 30 lines: so many more are let pass, so that nobody folds a line to please a test."""
PACKAGE_MODULES = 18
"""A package is "about" 16 files."""
FLAT = {
    "cli": 48,
    "domain/dues": 25,
    "domain/entries/subjects": 24,
    "domain/measures/subjects": 20,
    "domain/person": 20,
}
"""Packages in which each module is one of a kind, found by its name: a command, a family of Dues, a subject."""
OWN_FILE = 60
"""A shorter module that one sibling alone imports is a part of that sibling."""
BY_WORDS = "from carelist_tui.catalogue import"
"""This line is not counted, nor what a message takes beyond one."""
APART_ALL_THE_SAME = {
    "domain/person/incidents": "a module a subject: it stands where its subject is looked for",
}
NOT_YET = ("journal", "tui")
"""Floors in which such modules still stand."""


def lines_of(function: Function) -> int:
    """Lines from the first statement to the last: signature and docstring are not counted."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 - lines_of_words(body) if body else 0


def lines_of_words(body: list[ast.stmt]) -> int:
    """Lines that messages take beyond one each: a sentence is one line, however many its words and values need."""
    calls = [node for each in body for node in ast.walk(each) if isinstance(node, ast.Call)]
    spans = sorted((call.lineno, call.end_lineno or 0) for call in calls if is_said(call))
    counted, until = 0, 0
    for first, last in spans:
        counted += max(0, last - max(first, until))
        until = max(until, last)
    return counted


def is_said(call: ast.Call) -> bool:
    """Whether it is a message, or takes a message and nothing else."""
    if isinstance(call.func, ast.Name) and call.func.id in ("tr", "ntr"):
        return True
    return len(call.args) == 1 and not call.keywords and isinstance(call.args[0], ast.Call) and is_said(call.args[0])


def test_a_module_fits_its_budget() -> None:
    def budget(where: str) -> int:
        return SCREEN if "/tui/screens/" in where else MODULE

    counts = [
        (m.where, len(m.text.splitlines()) - (BY_WORDS in m.text) - lines_of_words(m.tree.body))
        for m in modules(PACKAGE)
    ]
    holds(
        "A longer module becomes a package, named for its parts.",
        (f"{where}: {lines} lines, at most {budget(where)}" for where, lines in counts if lines > budget(where)),
    )


def test_a_function_is_about_thirty_lines() -> None:
    holds(
        f"A function is about {FUNCTION} lines (at most {FUNCTION + TOLERANCE}, without signature and docstring).",
        (
            f"{module.where}:{function.lineno}: {function.name} has {lines_of(function)} lines"
            for module in modules(PACKAGE)
            for function in module.functions()
            if lines_of(function) > FUNCTION + TOLERANCE
        ),
    )


def test_a_package_has_about_sixteen_modules() -> None:
    packages = [path.parent for path in PACKAGE.rglob("__init__.py")]
    counts = [(package, len([m for m in package.glob("*.py") if m.stem != "__init__"])) for package in packages]
    holds(
        "A package has about 16 modules besides its __init__: what grew is a package of its own.",
        (
            f"{where}: {n} modules"
            for package, n in counts
            if n > FLAT.get(where := package.relative_to(PACKAGE).as_posix(), PACKAGE_MODULES)
        ),
    )


def imported(module: Module) -> Iterator[str]:
    """What a module imports, by full name; of `from x import y` both `x` and `x.y`."""
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{name.name}" for name in node.names))
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def parts_of_one_sibling() -> dict[str, str]:
    """The short modules of all floors that one sibling imports and nothing else, each with that sibling. A package's
    `__init__` is none: it gathers the modules that others ask it for."""
    names = {
        module.path: ".".join(module.path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for module in modules(PACKAGE)
    }
    readers: dict[str, set[str]] = {name: set() for name in names.values()}
    for module in modules(PACKAGE):
        for name in readers.keys() & set(imported(module)) - {names[module.path]}:
            readers[name].add(names[module.path])
    short = [names[module.path] for module in modules(PACKAGE) if len(module.text.splitlines()) < OWN_FILE]
    alone = {name: next(iter(readers[name])) for name in short if len(readers[name]) == 1}
    return {
        name.partition(".")[2].replace(".", "/"): reader.rpartition(".")[2]
        for name, reader in alone.items()
        if name.rpartition(".")[0] == reader.rpartition(".")[0] and not reader.endswith("__init__")
    }


def test_what_one_sibling_alone_reads_is_a_part_of_it() -> None:
    parts = {where: reader for where, reader in parts_of_one_sibling().items() if not where.startswith(NOT_YET)}
    holds(
        f"A module of fewer than {OWN_FILE} lines that one sibling alone imports is folded into it.",
        (f"{where}: only {reader} imports it" for where, reader in parts.items() if where not in APART_ALL_THE_SAME),
    )
    holds(
        "What stands apart all the same is such a module.", (each for each in APART_ALL_THE_SAME if each not in parts)
    )
