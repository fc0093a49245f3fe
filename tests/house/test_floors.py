"""No floor knows one above it, not by its text either, which import-linter does not see (floor-plan.md)."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.house.tree import PACKAGE, ROOT, Module, holds, modules

pytestmark = pytest.mark.slow

OURS = re.compile(r"carelist_tui\.(\w+)[\w.]*")
"""A module of ours, by its name."""


def floors() -> dict[str, int]:
    """How far below the highest each part of the house lies, as import-linter has it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = (each["layers"] for each in settings["contracts"] if each["id"] == "floors")
    return {part.strip(): depth for depth, layer in enumerate(layers) for part in layer.split(":")}


def named_above(module: Module, depths: dict[str, int]) -> Iterator[str]:
    """Each module of a floor above that stands in a text."""
    own = depths.get(module.path.relative_to(PACKAGE).with_suffix("").parts[0], 0)
    for node in module.nodes:
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        named = OURS.fullmatch(text)
        if named is not None and depths.get(named[1], own) < own:
            yield f"{module.where}: {text}"


def test_no_floor_names_a_module_of_one_above_it() -> None:
    depths = floors()
    holds(
        "What is above a floor tells it what it needs to know of that.",
        (breach for module in modules(PACKAGE) for breach in named_above(module, depths)),
    )


def test_a_screen_that_the_desk_names_is_a_breach() -> None:
    source = 'HEAVY = ("carelist_tui.journal.book", "carelist_tui.tui.screens.choice")'
    module = Module(PACKAGE / "desk" / "imports.py", source, ast.parse(source))
    found = [breach.partition(": ")[2] for breach in named_above(module, floors())]
    assert found == ["carelist_tui.tui.screens.choice"]
