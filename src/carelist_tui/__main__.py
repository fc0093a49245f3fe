"""The command `carelist`: straight to the app, or to the command line. Imports neither before it knows which."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> int:
    """Does what the arguments say; gives the exit status."""
    try:
        from carelist_tui.cli.entrance import enter
        from carelist_tui.vault.garbage import leave_to_the_system

        try:
            return enter(sys.argv[1:])
        finally:
            leave_to_the_system()
    except KeyboardInterrupt:  # before anybody is there to say what stops it, or after
        return _INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main())
