"""What can be recorded about the person at hand besides what is due, a key each; and taking back."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from carelist_tui.tui.screens.worklist.marking import MarkingScreen


class AddingScreen(MarkingScreen):
    """What can be recorded about the person at hand besides what is due, a key each; and taking back."""

    BINDINGS: ClassVar[list[BindingType]] = []
