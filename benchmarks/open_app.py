"""The app on a store as the command opens it, at the moment the caseload was told for: `open_app.py STORE`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from carelist_tui.cli.open_app import show_app
from carelist_tui.cli.whereabouts import Asked

if __name__ == "__main__":
    sys.exit(show_app(Asked(), Path(sys.argv[1]), "w-tom", at=datetime(2026, 3, 3, 9, 4, tzinfo=UTC)))
