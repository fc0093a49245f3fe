"""An erasure by key: one manager asks from the person's menu and says which entry; the other finds it on Today, is told
what goes for good before it goes, and says the second word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.domain.entries.entry import ERASED
from carelist_tui.tui.app import CarelistApp
from tests.journal.reading_rows import lines
from tests.journal.telling import MONDAY, accepted, completed, hours, store_at, worker
from tests.tui.driving import shows, text_of, until

pytestmark = pytest.mark.slow

SIZE = (100, 40)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with store_at(tmp_path / "store") as ann:
        ann.record([worker("added", MONDAY, "w-bob", role="manager")], hours(0.1))
        ann.record([accepted("P-1")], hours(0.5))
        ann.record([completed("P-1", hours(1))], hours(1.5))
    return tmp_path / "store"


async def ask(store: Path) -> None:
    desk = Desk(store, "w-ann", hours(2), runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "Plans & reviews 1")
        await desk.wake()
        await pilot.press("f6")
        await shows(pilot, "YUSUF")
        home = app.screen
        await pilot.press("plus", *"erase", "enter")
        await shows(pilot, "About which entry?")
        assert "Walked to the shop" in text_of(app)
        await pilot.press("1")
        await shows(pilot, "Basis *")
        await shows(pilot, "Walked to the shop")  # which entry it is stays in sight until it is recorded
        await pilot.press(*"Article 17", "ctrl+s")
        await until(pilot, lambda: app.screen is home)
    desk.close()


async def test_the_second_manager_finds_it_on_today_and_is_told_before_it_goes(store: Path) -> None:
    await ask(store)
    assert "Walked" in str(lines(store))
    desk = Desk(store, "w-bob", hours(26), runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "Second word: erasure")
        await desk.wake()
        home: Any = app.screen
        item = next(each for each in desk.glance.today(desk.now()) if each.kind == "erasure")
        home.acts.open_item(item)
        await shows(pilot, "Basis *")
        await pilot.press(*"Article 17", "ctrl+s")
        await shows(pilot, "For good, here and wherever it is heard of: what Contact of")
        assert "Walked" in str(lines(store)), "not recorded yet"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is home)
        await until(pilot, lambda: "Second word" not in text_of(app))
        story = (await desk.door()).people.person("P-1", desk.now())["story"]
    desk.close()
    assert "Walked" not in str(lines(store))
    assert [line["in_words"] for line in story if line.get("erased")] == [ERASED]
