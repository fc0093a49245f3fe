"""The keys of every screen at once: which may be changed, and whether a key is free where it would hold."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from textual.app import App
from textual.binding import Binding

from carelist_tui.catalogue import tr
from carelist_tui.tui.bindings import FIXED, bindings_in, clashes, described, key_name, rekeyed
from carelist_tui.tui.screens.page import Page

SCREENS = "carelist_tui.tui.screens"


@cache
def kinds_of_screens() -> tuple[type[Page], ...]:
    """Every kind of screen there is, by its module and name. The first use imports them all."""
    for module in pkgutil.walk_packages(import_module(SCREENS).__path__, f"{SCREENS}."):
        import_module(module.name)
    return tuple(sorted(_below(Page), key=lambda kind: (kind.__module__, kind.__name__)))


def _below(kind: type[Page]) -> set[type[Page]]:
    return {found for each in kind.__subclasses__() for found in (each, *_below(each)) if _is_ours(each)}


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith(f"{SCREENS}.")


def holders(app: type[App[Any]]) -> list[type[Any]]:
    """The app, and every screen with keys of its own: the app first, then the list, then by name."""
    own = [kind for kind in kinds_of_screens() if any(described(vars(kind).get("BINDINGS", ())))]
    return [app, *sorted(own, key=lambda kind: "worklist" not in kind.__module__)]


def known_bindings(app: type[App[Any]]) -> dict[str, Binding]:
    """Every binding that may be changed, by its id, with the keys it ships with."""
    found = (binding for kind in holders(app) for binding in described(vars(kind)["BINDINGS"]))
    return {binding.id: binding for binding in found if binding.id and binding.id not in FIXED}


def clashes_with(app: type[App[Any]], keymap: Mapping[str, str], id: str) -> Iterator[tuple[str, Binding]]:
    """(key, what it leads to already) wherever a key of this binding, as the keymap has it, leads to something else."""
    for kind in kinds_of_screens():
        there = [rekeyed(binding, keymap) for binding in bindings_in(kind, app)]
        for key, one, other in clashes(there):
            if id in (one.id, other.id):
                yield key, other if one.id == id else one


def fault_of(app: type[App[Any]], keymap: Mapping[str, str], id: str) -> str:
    """Why this binding can't have the keys that the keymap gives it, in a sentence; empty when it can."""
    if id in FIXED:
        return tr("The keys of {id} stand for what is recorded and can't be changed.", id=id)
    if id not in known_bindings(app):
        return tr("No key is called {id}.", id=id)
    for key, other in clashes_with(app, keymap, id):
        return tr("{key_name} is {description} already.", key_name=key_name(key), description=other.description)
    return ""


def fitting_keys(app: type[App[Any]], keymap: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What of a keymap can hold, and a sentence for each thing that can't, which keeps the keys it ships with."""
    fitting, faults = dict(keymap), []
    for id in keymap:
        if fault := fault_of(app, fitting, id):
            faults.append(tr("{fault}: {id} keeps its own key.", fault=fault.rstrip("."), id=id))
            del fitting[id]
    return fitting, faults
