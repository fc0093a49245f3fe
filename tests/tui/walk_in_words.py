"""A process of its own, as a language is chosen once: walks through every place, and prints what each shows as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens import page
from tests.tui.driving import text_of, until
from tests.tui.telling import ME, NOW
from tests.tui.test_every_screen import PLACES, back, go
from tests.tui.walking import laptop, other_version, story

WORDS = "ωωω ωωω ωωω"
"""What people wrote: no letter of it is one of English."""


def tell(store: Path) -> None:
    """Some people, each with something of everything."""
    door = Carelist.init(store, worker=ME, name="Ωωω", role="coordinator", team="Ω", now=NOW.replace(month=2, day=1),
                         encrypted=False)  # fmt: skip
    for n in range(3):
        ref = f"P-{'0' * (n % 2)}{n}"
        door.record([*story(ref, WORDS), other_version(ref, WORDS), laptop(n, WORDS)], NOW)
    door.close()


async def shown(store: Path, size: tuple[int, int]) -> dict[str, str]:
    """What stands at each place."""
    desk, texts = Desk(store, ME, NOW, runs=False), {}
    app: Any = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "MALLORY" in text_of(app))
        await desk.wake()
        for what, keys, kind in PLACES:
            try:
                await go(pilot, what, keys, kind)
                texts[what] = text_of(app)
            except AssertionError as lost:
                texts[what] = f"NOT REACHED {lost} {type(app.screen).__name__}\n{text_of(app)}"
            await back(app, pilot)
    desk.close()
    return texts


if __name__ == "__main__":
    page.SEEN_SECONDS = 0.0  # it types faster than anybody reads
    folder, width, height = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    tell(folder)
    sys.stdout.write(json.dumps(asyncio.run(shown(folder, (width, height)))))
