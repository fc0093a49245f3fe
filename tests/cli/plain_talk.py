"""A conversation in lines at a moment of its own, as a program: `STORE [read] [MINUTES later]`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carelist_tui.cli.conversation.conversation import talk
from carelist_tui.cli.entrance import told_plainly


def main(arguments: Sequence[str] = ()) -> int:
    """The exit status."""
    store, *how = arguments or sys.argv[1:]
    later = next((int(each) for each in how if each.isdecimal()), 0)
    at = datetime(2026, 3, 3, 9, 4, tzinfo=UTC) + timedelta(minutes=later)
    return told_plainly(lambda: talk(Path(store), "w-tom", at=at, read_only="read" in how))


if __name__ == "__main__":
    sys.exit(main())
