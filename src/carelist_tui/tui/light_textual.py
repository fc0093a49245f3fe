"""Textual, imported without what it imports for itself and the list does not need: a fifth of what its import takes.

It is an eighth of the first frame, and 4 MB of memory there (`python benchmarks/terminal.py`).

While Textual is imported, a stand-in takes the place of each module below. What Textual takes from one of them is
imported the first time that it is used; whoever imports such a module afterwards gets the module itself. So the
palette, with its fields and lists, comes when it is opened, and what saves files or draws tables comes never.

Textual's own list of themes is left without its palette: Carelist's has one. Standard library only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

PUT_OFF = ("textual.command", "rich.table", "platformdirs", "mimetypes", "uuid", "pickle", "difflib")
"""The palette; what shows a theme as a table; where files are saved, as what, under which id; what is put into a link;
what a mistake in a stylesheet may have meant."""
LEFT_OUT = ("ssl",)
"""What asyncio does without where it is not: no connection goes out of the app."""


class Later:
    """Stands for what a module gives, until it is used."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _itself(self) -> Any:
        if isinstance(sys.modules.get(self._module), StandIn):  # used while Textual is imported: then it comes now
            del sys.modules[self._module]
        return getattr(import_module(self._module), self._name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._itself()(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._itself(), name)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._itself())

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        """A class that is made of it meanwhile is made without it."""
        return ()


class StandIn(ModuleType):
    """Stands for a module, until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Later(self.__name__, name)


def import_textual() -> None:
    """Import it so, unless it is there already. Where a release of it does not let itself be imported so, nothing is
    left of that, and whoever needs it imports it whole."""
    if "textual" in sys.modules:
        return
    before = set(sys.modules)
    try:
        with _stood_in_for():
            import_module("textual.app")
    except Exception:  # noqa: BLE001 - whatever another release does at its import: it is imported whole instead
        for name in sys.modules.keys() - before:
            del sys.modules[name]


@contextmanager
def _stood_in_for() -> Iterator[None]:
    others: dict[str, ModuleType | None] = {name: StandIn(name) for name in PUT_OFF}
    others |= dict.fromkeys(LEFT_OUT)
    mine = {name: module for name, module in others.items() if name not in sys.modules}
    known: dict[str, Any] = sys.modules  # None in it: there is no such module
    known |= mine
    try:
        yield
    finally:
        for name, module in mine.items():
            if name in sys.modules and sys.modules[name] is module:
                del sys.modules[name]
