"""Opening the app, where somebody sits before a terminal. Standard library only until then."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import check_folder, database_of


def has_terminal() -> bool:
    """Whether somebody sits before it, so that the app can be shown."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def open_app(asked: Asked) -> int:
    """Opens the app on today; where there is no store yet, the set-up first. Refuses where there is no terminal."""
    store = asked.store_folder()
    if asked.plain:
        return show_app(asked, check_folder(store), asked.signed_in())
    if not has_terminal():
        check_folder(store)
        raise Refused("the app needs a terminal; `carelist today` says the same in words")
    worker = asked.signed_in()
    if not asked.read_only and _is_first_run(store):
        from carelist_tui.tui.screens.setting_up.first_run import set_up

        worker, status = set_up(store, worker)
        if worker is None:
            return status
    return show_app(asked, store, worker)


def show_app(asked: Asked, store: Path, worker: str | None, *, at: datetime | None = None) -> int:
    """The app on a store, as it was asked to be shown. `at`, aware, sets the clock for a demonstration."""
    if asked.plain or (os.environ.get("TERM") == "dumb" and has_terminal()):
        from carelist_tui.cli.talking.conversation import talk

        return talk(store, worker, at=at, read_only=asked.read_only)
    from carelist_tui.tui.app import run

    return run(store, worker, at=at, mouse=not asked.no_mouse, read_only=asked.read_only)


def _is_first_run(store: Path) -> bool:
    """Whether nothing at all is there; what lies there and is no store is for the opening to refuse."""
    try:
        return not store.is_symlink() and not database_of(store).exists() and not any(store.glob("*"))
    except OSError:
        return False
