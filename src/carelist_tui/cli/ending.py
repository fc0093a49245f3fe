"""How a command ends: its exit status, and words on standard error. Standard library only."""

from __future__ import annotations

import sys

from carelist_tui.cli.plain import visible

DONE, BAD_USE, INTERRUPTED, OUR_FAULT = 0, 2, 130, 70
COMPLETE = "_CARELIST_COMPLETE"
"""Set by the shell when it asks what could come next."""


def tell(words: str) -> None:
    """A line on standard error."""
    sys.stderr.write(visible(words) + "\n")
    sys.stderr.flush()
