"""The entrance of every command: which way the arguments lead, and what comes out when something is in the way.

Standard library only, so that opening the app imports no command line.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.cli.exit_status import (
    BAD_USE,
    COMPLETE,
    DONE,
    INTERRUPTED,
    OUR_FAULT,
    Kept,
    Unwritten,
    answer,
    nobody_reads,
    stop_writing,
    tell,
)
from carelist_tui.cli.open_app import open_app
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import MOST_TOLD, Refused
from carelist_tui.vault.disk import words_of

CANT = tr("can't read or write")
RECORDED = tr("recorded, but its answer can't be written")
_TAKES = {"--store": "store", "--as": "worker", "--passphrase-file": "passphrase_file"}
_SAYS = {"--plain": "plain", "--no-mouse": "no_mouse", "--read-only": "read_only"}


def enter(argv: Sequence[str]) -> int:
    """Does what the arguments say; gives the exit status. Never raises for what a user can cause."""
    _have_streams()
    return told_plainly(lambda: _go_as_text(argv))


def _go_as_text(argv: Sequence[str]) -> int:
    """What was typed may hold bytes that are no text: a path may be called so, and nothing else can."""
    try:
        return _go(argv)
    except UnicodeEncodeError:
        if not any("\ud800" <= letter <= "\udfff" for letter in "".join(argv)):
            raise
        raise Refused(tr("what was typed has letters in it that are no text: type them again as UTF-8")) from None


def _go(argv: Sequence[str]) -> int:
    asked = _only_opens_the_app(argv)
    if asked is None or COMPLETE in os.environ:
        from carelist_tui.cli.group import run

        return run(argv)
    return open_app(asked)


def _only_opens_the_app(argv: Sequence[str]) -> Asked | None:
    """What the arguments say of store, worker and the app when they say nothing else; None when there is a command."""
    asked, rest = Asked(), list(argv)
    while rest:
        option, is_joined, value = rest.pop(0).partition("=")
        if option in _SAYS and not is_joined:
            setattr(asked, _SAYS[option], True)
            continue
        if option not in _TAKES or not (is_joined or rest):
            return None
        setattr(asked, _TAKES[option], value if is_joined else rest.pop(0))
    return asked


def told_plainly(run: Callable[[], int]) -> int:
    """Runs, and puts whatever stops it into words on standard error and an exit status."""
    try:
        status = run()
        answer()
    except Refused as refused:
        _tell_faults(refused)
        return refused.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as trouble:
        if nobody_reads(trouble):
            stop_writing()
            return DONE
        is_recorded = Kept.something and isinstance(trouble, Unwritten)
        tell(f"{RECORDED if is_recorded else CANT}: {words_of(trouble)}")
        stop_writing()
        return DONE if is_recorded else BAD_USE
    except Exception as fault:  # noqa: BLE001 - the last stop: nobody sees a traceback, which may hold people's words
        tell(
            tr(
                "Carelist stopped by a fault of its own ({place_of}); what was recorded before it is safe",
                place_of=_place_of(fault),
            )
        )
        return OUR_FAULT
    return status


def _tell_faults(refused: Refused) -> None:
    told = refused.faults[:MOST_TOLD]
    for words in (*map(str, told), *refused.rest(len(told))):
        tell(words)


def _place_of(fault: BaseException) -> str:
    """The kind of fault, and where in our own files: never its words, and no values."""
    ours = [frame for frame in traceback.extract_tb(fault.__traceback__) if "carelist_tui" in frame.filename]
    where = tr(" at {name}, line {lineno}", name=Path(ours[-1].filename).name, lineno=ours[-1].lineno) if ours else ""
    return type(fault).__name__ + where


def _have_streams() -> None:
    """Streams that are there and never refuse a letter: what can't be written is written as its escape."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for as long as we run
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))
