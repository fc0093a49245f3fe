"""The keys that lead away from the worklist: a person's page, finding anyone, the huddle."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from carelist_tui.tui.screens.worklist.adding import AddingScreen


class LeadingScreen(AddingScreen):
    """The keys that lead away from the worklist: a person's page, finding anyone, the huddle."""

    BINDINGS: ClassVar[list[BindingType]] = []
