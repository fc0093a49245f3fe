"""Which driver leads the terminal here."""

from __future__ import annotations

import sys
from importlib import import_module


def driver_class() -> type | None:
    """Ours on Linux and macOS, imported only there; Textual's own choice elsewhere."""
    return None if sys.platform == "win32" else import_module("carelist_tui.tui.driver").SoundDriver
