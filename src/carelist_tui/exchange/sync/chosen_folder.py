"""Which shared folder a store is synced with: asked once, and remembered in the store's own folder."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from carelist_tui.vault.given import read_kept
from carelist_tui.vault.whole_file import write_whole

FILE = "shared-folder.json"
LONGEST, LARGEST = 4096, 100_000
"""Characters of a path, and bytes of the file, at most."""


def remembered_folder(store: Path) -> Path | None:
    """The folder that was chosen last; None where none was, or what is kept can't be read."""
    return _folder_in(read_kept(store / FILE, LARGEST))


def synced_folder(store: Path) -> Path | None:
    """That folder, where it was synced with as well. Before it was told apart, nobody chose one without."""
    said = read_kept(store / FILE, LARGEST)
    return _folder_in(said) if said.get("synced", True) is True else None


def _folder_in(said: dict[str, Any]) -> Path | None:
    folder = said.get("folder")
    if not isinstance(folder, str) or not 0 < len(folder) <= LONGEST or "\0" in folder:
        return None
    return Path(folder) if Path(folder).is_absolute() else None


def remember_folder(store: Path, folder: Path, *, synced: bool = False) -> None:
    """Keep it for the next time. A store that can't be written asks again."""
    if (synced_folder(store) if synced else remembered_folder(store)) == folder:
        return
    with suppress(OSError, UnicodeError):
        write_whole(store / FILE, json.dumps({"folder": str(folder), "synced": synced}).encode())
