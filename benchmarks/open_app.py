"""The app on a store, at the moment the benchmark's caseload was told for: `open_app.py STORE`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from carelist_tui.tui.app import run

if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), "w-tom", at=datetime(2026, 3, 3, 9, 4, tzinfo=UTC)))
