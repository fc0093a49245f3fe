"""Nothing that records is stopped or fails in silence: it is recorded, or whoever is at the keys is told; the app goes
on, and the next thing is recorded."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.profiles import IS_FULL
from tests.tui.driving import text_of, until
from tests.tui.stopping_workers import stopping
from tests.tui.telling import ME, NOW
from tests.tui.test_what_records import MISSED, at_rest, entries_in, press, told

pytestmark = pytest.mark.slow

__all__ = ["told"]
SIZE = (120, 40)
TOLD = ("NOT RECORDED", "Stopped before it was done", "is recorded")
ACTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "an outcome": (("f2", "g", "space"), ("2",)),
    "taking back": (("f2", "g", "space", "2"), ("u",)),
    "putting back": (("f2", "g", "space", "2", "u"), ("U",)),
    "giving away": (("f2", "g", "x"), ("t", "2")),
    "putting off": (("f5", "g", "x"), ("l", *"tomorrow", "enter", "a", "enter")),
    "listing for the MDT": (("f2", "g", "x"), ("b", "enter", "a", "enter")),
    "a form": (("f2", "g"), ("z", "3", "a", "ctrl+s")),
    "one of two versions": (("f2", "G"), ("p", "1", "1", "ctrl+s", "ctrl+s")),
    "closing the huddle": (("H", *["space"] * 8), ("ctrl+s",)),
    "a key of a page": (("f2", "g", "full_stop"), ("a",)),
    "a key of the huddle": (MISSED, ("a",)),
}
"""(the keys that lead there, those that are stopped on their way)."""
STOPPED = [*ACTS] if IS_FULL else ["an outcome", "giving away", "a form", "one of two versions", "closing the huddle"]
"""One of each way to record in every build, all acts by night."""
OPENED = (
    "full_stop",
    "S",
    "H",
    "f",
    "comma",
    "question_mark",
    "c",
    "m",
    "r",
    "a",
    "z",
    "d",
    "plus",
    "p",
    "h",
    "o",
    "v",
)
WAITS = range(1, 30) if IS_FULL else (1, 3, 9)
"""At which of its waits an act is stopped."""
HASTE = 0.15
"""Seconds for opening a screen and leaving it."""


async def stopped_once(store: Path, act: str, at: int) -> bool:
    """Press the keys of this act, and stop its workers the `at`-th time each waits; gives whether any was."""
    leads, keys = ACTS[act]
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *leads)
        await at_rest(pilot)
        before, was = entries_in(store), text_of(app)
        with stopping(at) as stopped:
            for key in keys:
                if not stopped:
                    await press(pilot, key)
        await desk.finish()
        await pilot.pause()
        now = text_of(app)
        is_told = entries_in(store) > before or now != was or any(words in now for words in TOLD)
        assert is_told or not stopped, f"{act}, stopped at wait {at}: nothing was recorded, and nothing said:\n{now}"
        await records_yet(app, pilot, store)
    desk.close()
    return bool(stopped)


async def records_yet(app: CarelistApp, pilot: Pilot[None], store: Path) -> None:
    """The app goes on: back on the list, a step of a missed contact is recorded by its two keys."""
    for _ in range(6):
        if app.screen is not app.first:
            await press(pilot, "escape")
    assert app.screen is app.first, text_of(app)
    before = entries_in(store)
    await press(pilot, "escape", "f2", "g", "space", "2")
    with suppress(AssertionError):
        await until(pilot, lambda: entries_in(store) > before, 5)
    assert entries_in(store) > before, f"from then on nothing is recorded:\n{text_of(app)}"


@pytest.mark.parametrize("act", STOPPED)
async def test_whatever_is_stopped_on_its_way_was_recorded_or_is_told(act: str, told: Path, tmp_path: Path) -> None:
    for at in WAITS:
        store = Path(shutil.copytree(told, tmp_path / f"store-{at}"))
        if not await stopped_once(store, act, at):
            break
    assert at > 1, "no worker was ever stopped: the act has none"


@pytest.mark.long
async def test_screens_opened_and_left_in_haste_as_soon_as_the_list_shows_stop_nothing(
    told: Path, tmp_path: Path
) -> None:
    desk = Desk(Path(shutil.copytree(told, tmp_path / "store")), ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        for n in range(50 if IS_FULL else len(OPENED)):
            app.simulate_key(OPENED[n % len(OPENED)])
            await asyncio.sleep(HASTE / 3 * (n % 3 + 1))
            app.simulate_key("escape")
            await asyncio.sleep(0.01)
        await at_rest(pilot)
        await records_yet(app, pilot, desk.store)
    desk.close()
