"""A conversation in lines at a moment of its own, as a program: `STORE [read] [MINUTES later]`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carelist_tui.cli.conversation.conversation import talk
from carelist_tui.cli.entrance import told_plainly


def main() -> int:
    """The exit status."""
    later = next((int(each) for each in sys.argv[2:] if each.isdecimal()), 0)
    at, read_only = datetime(2026, 3, 3, 9, 4, tzinfo=UTC) + timedelta(minutes=later), "read" in sys.argv[2:]
    return told_plainly(lambda: talk(Path(sys.argv[1]), "w-tom", at=at, read_only=read_only))


if __name__ == "__main__":
    sys.exit(main())
