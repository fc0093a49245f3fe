"""The command `carelist`: straight to the app, or to the command line. Imports neither before it knows which."""

from __future__ import annotations

import sys


def main() -> int:
    """Does what the arguments say; gives the exit status."""
    from carelist_tui.cli.entrance import enter
    from carelist_tui.vault.garbage import leave_to_the_system

    try:
        return enter(sys.argv[1:])
    finally:
        leave_to_the_system()


if __name__ == "__main__":
    raise SystemExit(main())
