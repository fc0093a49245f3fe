"""Prints the first frame of the app, as the driver of this system would draw it: `python -m tests.windows.first_frame
STORE WORKER TEXT` waits until TEXT is on it. Ends in 1 where it does not come."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from carelist_tui.desk.open import take_seat
from carelist_tui.desk.settings import Settings
from carelist_tui.tui.app import CarelistApp
from carelist_tui.vault.keys import unlock

PATIENCE = 240


async def shows(store: Path, worker: str, text: str) -> bool:
    """Whether it comes; what stands there is printed."""
    key = unlock(store, worker, os.environ["CARELIST_PASSPHRASE"], datetime.now(UTC))
    seat, _ = take_seat(store, worker, None, read_only=False, key=key)
    app = CarelistApp(seat, settings=Settings(), said="")
    drawn = ""
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(PATIENCE):
            await pilot.pause()
            drawn = "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips(app.size))
            if text in drawn:
                break
            await asyncio.sleep(1)
    sys.stdout.buffer.write(f"{app.driver_class.__name__}\n{drawn}\n".encode())
    return text in drawn


if __name__ == "__main__":
    sys.exit(not asyncio.run(shows(Path(sys.argv[1]), *sys.argv[2:])))
