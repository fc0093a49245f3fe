"""What the clock asks of a screen that is being taken down, or is not up yet, brings nobody down."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import settled
from tests.tui.telling import ME, NOW
from tests.tui.test_what_records import PLACES, press, told

pytestmark = pytest.mark.slow

SIZE = (100, 30)
__all__ = ["told"]


@pytest.fixture
def desk(told: Path, tmp_path: Path) -> Any:
    opened = Desk(Path(shutil.copytree(told, tmp_path / "store")), ME, NOW, runs=False)
    yield opened
    opened.close()


async def looked_at_each_await(app: CarelistApp) -> None:
    """The clock is a minute further on each time the loop comes round, and the app looks."""
    minutes = 0
    while True:
        minutes += 1
        app.desk._began = NOW + timedelta(minutes=minutes)
        app.look_idle()
        await asyncio.sleep(0)


@pytest.mark.turns(4)
@pytest.mark.parametrize("place", sorted(PLACES))
async def test_the_clock_goes_on_while_a_screen_is_put_up_and_taken_down(place: str, desk: Desk) -> None:
    app = CarelistApp(desk)
    looking = None
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        *before, last = PLACES[place]
        await press(pilot, *before)
        looking = asyncio.create_task(looked_at_each_await(app))
        await pilot.press(last)
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
