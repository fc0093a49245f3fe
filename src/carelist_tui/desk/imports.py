"""What writing needs, imported beside a running screen; and memory that is set aside once it is there."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from importlib import import_module

HEAVY = (
    "carelist_tui.domain.entries",
    "dateutil.rrule",
    "carelist_tui.journal.book",
    "carelist_tui.tui.screens.choice",
    "carelist_tui.tui.screens.forms.which_form",
)


def import_heavy(modules: Sequence[str]) -> None:
    """Import modules politely beside a running screen, and build what reads a person's state, so that the first entry
    is recorded as fast as the next; then what lives is set aside from garbage collection."""
    gc.disable()
    try:
        for module in modules:
            import_module(module)
        from carelist_tui.domain.person.state import PersonState, dump_state

        dump_state(PersonState(""))
    finally:
        settle_memory()


def settle_memory() -> None:
    """What lives now stays: collection, off until here, looks only at what comes after."""
    gc.freeze()
    gc.enable()


def let_go_of_memory() -> None:
    """Collect all that nobody holds any more, also of what was set aside before: after a lock."""
    gc.unfreeze()
    gc.collect()
