"""Where the store lies and who is signed in. Standard library only: this is on the way to the app."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from carelist_tui.domain.refusal import Refused

STORE, WORKER = "CARELIST_STORE", "CARELIST_WORKER"


@dataclass(slots=True)
class Asked:
    """What the command line said of the store and the worker: before the command, or after it."""

    store: str | None = None
    worker: str | None = None
    passphrase_file: str | None = None
    plain: bool = False
    no_mouse: bool = False
    read_only: bool = False
    """How the app is shown; they go with the app and the demonstration alone."""

    @property
    def about_the_app(self) -> list[str]:
        """What was said that only the app understands, as it is written."""
        said = {"--plain": self.plain, "--no-mouse": self.no_mouse, "--read-only": self.read_only}
        return [option for option, is_said in said.items() if is_said]

    def store_folder(self, environ: Mapping[str, str] = os.environ) -> Path:
        """The store's folder: as asked, or as CARELIST_STORE says, or the platform's own place for a user's data.

        Refuses an address of a server, and what can't be a path.
        """
        named = self.store if self.store is not None else environ.get(STORE) or None
        if named is None:
            return _data_folder(environ) / "carelist"
        if "://" in named:
            raise Refused("a team's server comes with a later version: give the path of a folder as --store")
        if not named or "\0" in named:
            raise Refused("--store needs the path of a folder")
        return _home_put_in(Path(named))

    def signed_in(self, environ: Mapping[str, str] = os.environ) -> str | None:
        """The worker who is signed in: as asked, or as CARELIST_WORKER says, or nobody."""
        return self.worker or environ.get(WORKER) or None


def _home_put_in(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _data_folder(environ: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        named, otherwise = environ.get("LOCALAPPDATA"), "AppData/Local"
    elif sys.platform == "darwin":
        named, otherwise = None, "Library/Application Support"
    else:
        named, otherwise = environ.get("XDG_DATA_HOME"), ".local/share"
    if named and Path(named).is_absolute():
        return Path(named)
    try:
        return Path.home() / otherwise
    except RuntimeError:
        raise Refused("there is no home folder to keep a store in: say where with --store, or CARELIST_STORE") from None
