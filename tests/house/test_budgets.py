"""How large a thing may be (architecture.md, law 11)."""

from __future__ import annotations

import ast

import pytest

from tests.house.tree import PACKAGE, Function, holds, modules

pytestmark = pytest.mark.slow

MODULE = 400
SCREEN = 500
FUNCTION = 30
TOLERANCE = 5
"""A function is "about" 30 lines: so many more are let pass, so that nobody folds a line to please a test."""
PACKAGE_MODULES = 18
"""A package is "about" 16 files."""
FLAT = {"cli": 48, "domain/dues": 24, "domain/entries/subjects": 24, "domain/person": 20}
"""Packages in which each module is one of a kind, found by its name: a command, a family of Dues, a subject."""


def lines_of(function: Function) -> int:
    """Lines from the first statement to the last: signature and docstring are not counted."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_a_module_fits_its_budget() -> None:
    def budget(where: str) -> int:
        return SCREEN if "/tui/screens/" in where else MODULE

    counts = [(module.where, len(module.text.splitlines())) for module in modules(PACKAGE)]
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
