"""What writing needs comes after the first frame, its screens too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from carelist_tui.desk.desk import HEAVY
from carelist_tui.tui.guard import SCREENS_OF_WRITING
from tests.house.tree import ROOT
from tests.tui.telling import ME, NOW

pytestmark = pytest.mark.slow

ASKED = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp

store, worker, at, *wanted = sys.argv[1:]

async def begin():
    desk = Desk(Path(store), worker, datetime.fromisoformat(at), runs=False)
    async with CarelistApp(desk).run_test() as pilot:
        print("first:", *(name for name in wanted if name in sys.modules))
        await desk.wake()
        print("then:", *(name for name in wanted if name in sys.modules))
    desk.close()

asyncio.run(begin())
"""


def test_what_writing_needs_is_imported_after_the_first_frame_and_its_screens_with_it(store: Path) -> None:
    wanted = (*HEAVY, *SCREENS_OF_WRITING)
    command = [sys.executable, "-c", ASKED, str(store), ME, NOW.isoformat(), *wanted]
    source = {"PYTHONPATH": str(ROOT / "src")}
    answered = subprocess.run(command, env=source, capture_output=True, text=True, check=True)
    first, then = answered.stdout.splitlines()
    assert first == "first:"
    assert then.split()[1:] == list(wanted)
