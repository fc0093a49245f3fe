"""Textual imported without what the list does not need: nobody finds a difference, but that it takes less."""

from __future__ import annotations

import subprocess
import sys

import pytest

from carelist_tui.tui.light_textual import LEFT_OUT, PUT_OFF
from tests.house.tree import ROOT

pytestmark = pytest.mark.slow

BEGUN = """
import sys
from importlib import import_module
from carelist_tui.tui import light_textual
"""
IMPORTED = """
light_textual.import_textual()
print(*(name for name in (*light_textual.PUT_OFF, *light_textual.LEFT_OUT) if name in sys.modules))
import carelist_tui.tui.app, carelist_tui.tui.guided_app, carelist_tui.tui.driver
print(*(name for name in light_textual.PUT_OFF if name in sys.modules))
"""
ITSELF = """
light_textual.import_textual()
import textual.app, textual.command
for module in [m for name, m in sys.modules.items() if name.startswith(("textual", "rich", "asyncio"))]:
    for name, given in list(vars(module).items()):
        if isinstance(given, light_textual.Later):
            print(f"{given._module}.{given._name}")
            assert given._itself() is getattr(import_module(given._module), given._name)
assert isinstance(textual.command.CommandPalette(), textual.app.CommandPalette)
assert not isinstance(1, textual.app.CommandPalette)
assert textual.app.uuid.uuid4().hex and textual.app.mimetypes.guess_type("a.svg")[0] == "image/svg+xml"
import ssl, uuid
assert ssl.OPENSSL_VERSION and uuid.UUID
"""
OTHERWISE = """
light_textual.PUT_OFF += ("textual.widget",)
light_textual.import_textual()
print(*(name for name in sys.modules if name.startswith("textual")))
import textual.app, textual.widget, textual.command
assert issubclass(textual.app.App, textual.dom.DOMNode) and issubclass(textual.screen.Screen, textual.widget.Widget)
assert textual.app.CommandPalette is textual.command.CommandPalette
"""


def said(program: str) -> list[str]:
    """The lines that a process of its own says."""
    command, source = [sys.executable, "-c", BEGUN + program], {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, env=source, capture_output=True, text=True, check=True).stdout.splitlines()


def test_what_the_list_does_not_need_is_not_imported_for_it() -> None:
    assert said(IMPORTED) == ["", ""]


def test_what_stands_for_something_is_that_as_soon_as_it_is_used() -> None:
    stood_for = set(said(ITSELF))
    assert "textual.command.CommandPalette" in stood_for
    assert {each.rpartition(".")[0] for each in stood_for} <= set(PUT_OFF)
    assert "ssl" in LEFT_OUT


def test_a_release_that_can_not_be_imported_so_is_imported_whole() -> None:
    assert said(OTHERWISE) == [""]
