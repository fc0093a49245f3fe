"""Every private name of Textual stands in one module, and each is still there."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

import pytest
import textual.widgets
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.command import CommandPalette, Provider
from textual.driver import Driver
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker
from textual.worker_manager import WorkerManager

from carelist_tui.tui import textual_internals
from carelist_tui.tui.textual_internals import OVERRIDDEN
from tests.house.tree import PACKAGE, Module, holds, modules

pytestmark = pytest.mark.slow

INTERNALS = PACKAGE / "tui" / "textual_internals.py"


def names_of_ours() -> set[str]:
    """Every private name that the package itself gives."""
    given = set()
    for module in modules(PACKAGE):
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                given.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and module.path != INTERNALS:
                given.add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                given.add(node.id)
    return given


def strangers(module: Module, ours: set[str]) -> Iterator[str]:
    """Private names in a module that nobody here gives."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr) and node.attr not in ours:
            yield f"{module.where}:{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.ImportFrom) and re.match(r"textual\..*\b_", node.module or ""):
            yield f"{module.where}:{node.lineno}: {node.module}"


def test_no_other_module_uses_a_private_name_of_textual() -> None:
    ours = names_of_ours()
    tui = [module for module in modules(PACKAGE) if "/tui/" in module.where and module.path != INTERNALS]
    found = [each for module in tui for each in strangers(module, ours)]
    holds("Private names of Textual stand in tui/textual_internals.", (x for x in found if "os._exit" not in x))


def test_every_private_name_that_is_used_is_still_there() -> None:
    app: App[None] = App()
    worker: Worker[None] = Worker(app, print)
    objects: tuple[object, ...] = (
        app, Screen(), Strip([]), Widget(), XTermParser(), Driver, CommandPalette(), worker,
    )  # fmt: skip
    used = set(re.findall(r"\b[a-z]+\.(_[a-z_]+)", inspect.getsource(textual_internals))) - {"_parser", "_xterm_parser"}
    assert len(used) > 10
    driver = set(re.findall(r"self\.(_[a-z_]+)", inspect.getsource(Driver)))
    gone = {name for name in used if not any(hasattr(each, name) for each in objects) and name not in driver}
    assert gone - {"_compositor"} == set()
    app.watch(app, "title", print, init=False)
    assert getattr(app, "__watchers")["title"] == [(app, print)]


_KINDS: dict[str, type] = {
    "App": App, "CommandPalette": CommandPalette, "Provider": Provider, "WorkerManager": WorkerManager,
}  # fmt: skip


def test_every_method_that_is_overridden_is_still_one_of_textuals() -> None:
    for kind, names in OVERRIDDEN.items():
        found = _KINDS.get(kind) or getattr(textual.widgets, kind)
        assert [name for name in names if not callable(getattr(found, name, None))] == []
