"""Opening the app, where somebody sits before a terminal. Standard library only until then."""

from __future__ import annotations

import sys

from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import check_folder


def has_terminal() -> bool:
    """Whether somebody sits before it, so that the app can be shown."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def open_app(asked: Asked) -> int:
    """Opens the app on today. Refuses where there is no terminal."""
    store = asked.store_folder()
    if not has_terminal():
        check_folder(store)
        raise Refused("the app needs a terminal; `carelist today` says the same in words")
    from carelist_tui.tui.app import run

    return run(store, asked.signed_in())
