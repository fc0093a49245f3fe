"""Makes the pictures of `docs/guide` anew from the running app: `python docs/guide_pictures.py`, or `just guide`.

Each is what somebody of that job sees on the demonstration, on one day that stands still, in a window of 80 by 24.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.demo.teller import Teller
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.tui.app import CarelistApp

PICTURES = Path(__file__).parent / "guide" / "pictures"
DAY = date(2026, 3, 3)
PEOPLE, SEED = 60, 1
SIZE = (80, 24)
SECONDS = 120.0
WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""Rich names fonts on the web; nothing of the guide is fetched."""
BY_CHANCE = (
    (re.compile(r"terminal-\d+-"), "carelist-"),
    (re.compile(r"(laptop(?:&#160;| ))[0-9a-f]{6}\b"), r"\g<1>a1b2c3"),
)
"""What is another each time a picture is made, and what stands in its place."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Who sits there, what they press, and the words that come on screen last: keys by space, typed words by quotes in
    a key of their own."""

    worker: str
    keys: tuple[str, ...]
    words: str


SHOWN = {
    "support-worker": Shown("w-ewa", ("w", "slash", *"sinclair", "enter", "c"), "f6 Next"),
    "duty": Shown("w-ewa", ("f2", "w", "slash", *"sinclair", "enter", "space"), "CALLING since"),
    "chair": Shown("w-joan", ("H", "w", "space"), "2 of 9  Act now"),
    "coordinator": Shown(WORKER, ("w",), "only mine"),
    "senior": Shown("w-joan", ("f3",), "[Board"),
    "manager": Shown("w-maya", ("L", "1"), "Everybody on the caseload"),
    "auditor": Shown("w-ruth", ("K", "j"), "second reader"),
    "service-lead": Shown("w-maya", ("M",), "Days in contact as often as owed"),
    "it": Shown("w-maya", ("S",), "To send"),
    "security": Shown(WORKER, ("ctrl+l",), "Locked"),
}
"""What is to be seen of each job."""


def without_chance(svg: str) -> str:
    """A picture that is the same each time it is made, and fetches nothing."""
    for found, instead in ((WEB_FONT, ""), *BY_CHANCE):
        svg = found.sub(instead, svg)
    return svg


def told(people: int = PEOPLE) -> Teller:
    """The caseload of the pictures."""
    return tell_caseload(DAY, people=people, seed=SEED, calendar=Calendar(ServiceHours()))


def text_of(app: App[Any]) -> str:
    """What is on screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size))


async def shows(pilot: Pilot[Any], words: str) -> None:
    """Wait until these words are on screen."""
    app = pilot.app
    for _ in range(int(SECONDS / 0.02)):
        await pilot.pause()
        if words in text_of(app):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{words} never came:\n{text_of(app)}")


async def picture(store: Path, shown: Shown, teller: Teller) -> str:
    """One picture, as SVG."""
    desk = Desk(store, shown.worker, teller.moment, runs=False)
    app = CarelistApp(desk)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await shows(pilot, "Plans & reviews 3")
            await desk.wake()
            for key in shown.keys:
                await pilot.press(key)
                await pilot.pause()
            await shows(pilot, shown.words)
            await asyncio.sleep(0.5)
            await pilot.pause()
            return without_chance(app.export_screenshot(title="Carelist"))
    finally:
        desk.close()


def made() -> Iterator[tuple[str, str]]:
    """(name, SVG) of each picture, made from the app as it is now."""
    teller = told()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        fill(store, teller, worker=WORKER)
        for name, shown in SHOWN.items():
            copy = Path(folder) / name
            shutil.copytree(store, copy)
            yield name, asyncio.run(picture(copy, shown, teller))


def main() -> None:
    """Writes the pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    for name, svg in made():
        (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
