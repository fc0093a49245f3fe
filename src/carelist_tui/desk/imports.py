"""What writing needs, imported beside a running screen; and memory that is set aside once it is there."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from carelist_tui.vault.garbage import put_off, settle_memory

HEAVY = (
    "carelist_tui.domain.entries",
    "dateutil.rrule",
    "carelist_tui.journal.book",
)


def import_heavy(modules: Sequence[str]) -> None:
    """Import modules politely beside a running screen, and build what reads a person's state, so that the first entry
    is recorded as fast as the next; then what lives is set aside from garbage collection."""
    put_off()
    try:
        for module in modules:
            import_module(module)
        from carelist_tui.domain.person.state import PersonState, dump_state

        dump_state(PersonState(""))
    finally:
        settle_memory()
