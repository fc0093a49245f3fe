"""A fault of our own, told without a word of the record: on the terminal, and in a file that may be sent to somebody.

An exception's message and the values around it may hold people's words, so neither is ever written: only the kind of
the exception, and the places in the program that it passed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, Self

from carelist_tui import __version__
from carelist_tui.catalogue import tr

SAFE = tr("Carelist stopped: something in it is broken. Nothing recorded is lost.")
BESIDE = tr("Something in Carelist broke beside the screen, which went on. Nothing recorded is lost.")
MOST_REPORTS = 10
"""Reports kept in a store's folder; the oldest make room."""
REPORT = "stopped-*.txt"


def plain_crash(info: tuple[Any, ...], lead: str = SAFE) -> str:
    """The kind of an exception and the places it passed, without its message and without values."""
    kind, _, trace = info
    places = [f"  {Path(f.f_code.co_filename).name}:{line} {f.f_code.co_name}" for f, line in walk_tb(trace)]
    name = kind.__name__ if kind is not None else tr("unknown")
    return "\n".join([lead, tr("{name} at", name=name), *places])


def write_report(store: Path, words: str, now: datetime) -> Path | None:
    """Keep these words in the store's folder, for whoever mends Carelist, its owner's alone; None where it can't be.

    `now` is aware. With them go the versions and the kind of terminal: nothing about anybody, no path.
    """
    import platform  # takes a millisecond, and nobody has fallen before the first frame

    path = store / f"stopped-{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}.txt"
    about = [tr("Carelist {version}", version=__version__), tr("Python {python_version}",
        python_version=platform.python_version()), sys.platform,
             tr("TERM {term}", term=os.environ.get('TERM', tr('not set')))]  # fmt: skip
    try:
        for old in sorted(store.glob(REPORT))[: 1 - MOST_REPORTS]:
            old.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join([*about, words]) + "\n")
    except OSError:
        return None
    return path


class Hushed:
    """While it lasts no exception of a thread, of the event loop or on the way out is written with its words: `tell`
    is given what may be said instead."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def __enter__(self) -> Self:
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._outer
        threading.excepthook = lambda said: self._say(said.exc_type, said.exc_traceback)
        sys.unraisablehook = lambda said: self._say(said.exc_type, said.exc_traceback)
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Also what this loop would write of a future that nobody waited for."""
        loop.set_exception_handler(lambda _, said: self._beside(said))

    def _outer(self, kind: type[BaseException], said: BaseException, trace: TracebackType | None) -> None:
        self._say(kind, trace)

    def _beside(self, said: Mapping[str, Any]) -> None:
        trouble = said.get("exception")
        if trouble is not None:
            self._say(type(trouble), trouble.__traceback__)

    def _say(self, kind: type[BaseException] | None, trace: TracebackType | None) -> None:
        self._tell(plain_crash((kind, None, trace), BESIDE))
