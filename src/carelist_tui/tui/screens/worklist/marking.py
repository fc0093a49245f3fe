"""Several rows at once: marked, then given to another, put off, or listed for the MDT."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from carelist_tui.tui.screens.worklist.acting import ActingScreen


class MarkingScreen(ActingScreen):
    """Several rows at once: marked, then given to another, put off, or listed for the MDT."""

    BINDINGS: ClassVar[list[BindingType]] = []
