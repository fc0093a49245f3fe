"""How a command ends: its exit status, and words on standard error. Standard library only."""

from __future__ import annotations

import errno
import os
import sys

from carelist_tui.cli.plain import visible

DONE, PROBLEMS, BAD_USE, INTERRUPTED, OUR_FAULT = 0, 1, 2, 130, 70
COMPLETE = "_CARELIST_COMPLETE"
"""Set by the shell when it asks what could come next."""


class Kept:
    """Whether something was recorded while this command ran: then it ends well, though its answer found no room."""

    something = False


class Unwritten(OSError):
    """The answer found no room, or nothing to go to, where somebody still reads."""


def answer(text: str = "") -> None:
    """Writes to standard output; without text, what waits to be written there. Raises Unwritten where it can't."""
    try:
        sys.stdout.write(text) if text else sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as trouble:
        if nobody_reads(trouble):
            raise BrokenPipeError from None
        raise Unwritten(trouble.errno, trouble.strerror) from trouble


def nobody_reads(trouble: OSError, platform: str = sys.platform) -> bool:
    """Whether this says that whoever read standard output left: to a pipe that nobody reads, Windows says that the
    argument is wrong. Of a file, which would be named, it says nothing."""
    is_left = platform == "win32" and trouble.errno == errno.EINVAL and trouble.filename is None
    return is_left or isinstance(trouble, BrokenPipeError)


def tell(words: str) -> None:
    """A line on standard error."""
    sys.stderr.write(visible(words) + "\n")
    sys.stderr.flush()


def stop_writing() -> None:
    """Nobody reads standard output any more: what is left in it goes nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
