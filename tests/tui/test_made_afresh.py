"""The app opens on what another release made, says so, takes keys, and makes it afresh beside the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.journal.projection import hand_over
from carelist_tui.tui.app import CarelistApp
from carelist_tui.vault.connection import connect
from tests.tui.driving import settled, shows, text_of
from tests.tui.telling import ME, NOW

pytestmark = pytest.mark.slow


@pytest.fixture
def made_before(store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(hand_over, "MANY", 1)
    connection = connect(store)
    connection.execute("UPDATE meta SET value = '0.0.1' WHERE name = 'release'")
    connection.close()
    return store


async def test_it_opens_on_the_rows_that_stand_takes_keys_and_goes_on_beside_the_screen(made_before: Path) -> None:
    desk = Desk(made_before, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        with desk.case_counts.at_work:  # whoever makes them afresh waits for this
            await settled(pilot)
            await shows(pilot, "people are being made afresh")
            cursor = app.first.shown.cursor
            await pilot.press("down")
            assert app.first.shown.cursor == cursor + 1
            desk.glance.read_roster()
            assert desk.glance.behind, "nothing that reads beside the screen waits for it"
        for _ in range(100):
            await app.first.news.look_for_news()
            await pilot.pause(0.1)
            if not desk.glance.behind:
                break
        assert "being made afresh" not in text_of(app)
    desk.close()
