"""The app: opened on today's list, with real rows in its first frame."""

from __future__ import annotations

import gc
import os
import sys
from datetime import datetime
from pathlib import Path
from traceback import walk_tb
from typing import Any, ClassVar

os.environ.setdefault("ESCDELAY", "40")

from textual.app import App
from textual.binding import BindingType
from textual.filter import NoColor

from carelist_tui.tui.bindings import act
from carelist_tui.tui.desk import Desk
from carelist_tui.tui.screens.worklist.today import TodayScreen
from carelist_tui.tui.themes import NO_COLOUR, themes

BRIEF_SWITCH = 0.0005
"""Seconds a thread beside the screen may go on while a key waits."""


def palette() -> type:
    """What the command palette offers, imported when it is opened."""
    from carelist_tui.tui.palette import BindingsProvider

    return BindingsProvider


class CarelistApp(App[None], inherit_bindings=False):
    """Holds the terminal and the desk; the screens do the work."""

    CSS_PATH = "carelist.tcss"
    TITLE = "Carelist"
    AUTO_FOCUS = None
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        act("app.open-palette", "ctrl+p", "command_palette", "Palette", "Search for anything that can be done here."),
        act("app.change-theme", "f9", "change_look", "Dark or light", "Change between dark and light.", footer=False),
        act("app.quit-carelist", "q,ctrl+q", "quit", "Quit", "Leave Carelist."),
    ]
    COMMANDS: ClassVar[set[Any]] = {palette}

    def __init__(self, desk: Desk, *, theme: str = "carelist-dark") -> None:
        super().__init__(driver_class=driver_class())
        self.desk = desk
        for made in themes():
            self.register_theme(made)
        self._filters[:] = [NoColor()] if self.no_color else []  # lines are drawn in the terminal's own 256 colours
        self.theme = NO_COLOUR if self.no_color else theme
        self.animation_level = "none"

    def action_change_look(self) -> None:
        if not self.no_color:
            self.theme = "carelist-light" if self.theme == "carelist-dark" else "carelist-dark"

    def _fatal_error(self) -> None:
        """Say that something went wrong and where, never with what: a record's words may be in it."""
        self.bell()
        self._exit_renderables.append(plain_crash(sys.exc_info()))
        self._close_messages_no_wait()

    def get_default_screen(self) -> TodayScreen:
        return TodayScreen(self.desk)


def plain_crash(info: tuple[Any, ...]) -> str:
    """The kind of an exception and the places it passed, without its message and without values."""
    kind, _, trace = info
    places = [f"  {Path(f.f_code.co_filename).name}:{line} {f.f_code.co_name}" for f, line in walk_tb(trace)]
    name = kind.__name__ if kind is not None else "unknown"
    return "\n".join(["Carelist stopped: something in it is broken. Nothing recorded is lost.", f"{name} at", *places])


def driver_class() -> type | None:
    """Ours on Linux and macOS; Textual's own choice elsewhere."""
    if sys.platform == "win32":
        return None
    from carelist_tui.tui.driver import SoundDriver

    return SoundDriver


def run(store: Path, worker: str | None, *, at: datetime | None = None) -> int:
    """Open the app on a store; gives the exit status. `at`, aware, sets the clock for a demonstration.

    Refuses (status 3) a store that can't be opened, before anything is drawn.
    """
    gc.disable()
    sys.setswitchinterval(BRIEF_SWITCH)
    desk = Desk(store, worker, at)
    try:
        app = CarelistApp(desk)
        app.run()
        return app.return_code or 0
    finally:
        desk.close()
