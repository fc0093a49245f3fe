"""Somebody's time in the app, as this system's driver would draw it: `python -m tests.windows.session STORE WORKER`
waits for the first frame, records the zone of whoever stands first on Missed, and quits. What stood on the screen
is printed; it ends in 1 where something does not come."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from carelist_tui.desk.open import take_seat
from carelist_tui.desk.settings import Settings
from carelist_tui.tui.app import CarelistApp
from carelist_tui.vault.keys import unlock

PATIENCE = 240
STEPS: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), "Missed 1"),
    (("f2",), "[Missed 1]"),
    (("plus", *"zone"), "Zone"),
    (("enter",), "Reason *"),
    (("3", *"Sleeps well"), "Sleeps well"),
    (("ctrl+s",), "zone set, recorded."),
)
"""Keys, and what is on the screen after them."""


async def shows(pilot: Pilot[Any], text: str, told: list[str]) -> bool:
    """Whether it comes; what stands there is told."""
    app, drawn = pilot.app, ""
    for _ in range(PATIENCE):
        await pilot.pause()
        drawn = "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips(app.size))
        if text in drawn:
            break
        await asyncio.sleep(1)
    told.append(f"== {text}\n{drawn}")
    return text in drawn


async def is_held(store: Path, worker: str, told: list[str]) -> bool:
    """Whether all of it came, and the app is left by its key."""
    key = unlock(store, worker, os.environ["CARELIST_PASSPHRASE"], datetime.now(UTC))
    seat, _ = take_seat(store, worker, None, read_only=False, key=key)
    app = CarelistApp(seat, settings=Settings(), said="")
    told.append(app.driver_class.__name__)
    async with app.run_test(size=(80, 24)) as pilot:
        for keys, text in STEPS:
            await pilot.press(*keys)
            if not await shows(pilot, text, told):
                return False
        await pilot.press("q")
        for _ in range(PATIENCE):
            if not app.is_running:
                return True
            await asyncio.sleep(1)
    return False


def main() -> int:
    """Holds it, and prints what was seen."""
    told: list[str] = []
    try:
        return not asyncio.run(is_held(Path(sys.argv[1]), sys.argv[2], told))
    finally:
        sys.stdout.buffer.write("\n".join(told).encode())


if __name__ == "__main__":
    sys.exit(main())
