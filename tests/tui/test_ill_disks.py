"""The app on a real disk that is full or has gone read-only: its list is whole, the cause is said above it, and what
can't be recorded is said as that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.open import open_desk
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.tui.app import CarelistApp
from tests.harness.mounts import mounted, needs_mounts
from tests.tui.driving import settled, shows, text_of
from tests.tui.telling import ME, NOW

GREEN = {"type": "zone.set", "occurred_at": NOW.isoformat(), "ref": "P-0001"}
WORDS = {
    "full": "The disk is full: everything can be read",
    "read-only": "The disk is read-only: everything can be read",
}


@needs_mounts
@pytest.mark.parametrize("how", list(WORDS))
async def test_the_list_is_whole_and_says_why_nothing_can_be_recorded(store: Path, tmp_path: Path, how: str) -> None:
    with mounted(tmp_path / "disk") as disk:
        sound = Desk(store, ME, NOW, runs=False)
        before, ahead = sound.today(NOW), sound.ahead(NOW)
        sound.close()
        there = shutil.copytree(store, disk.place / "store")
        disk.fill() if how == "full" else disk.go_read_only()
        desk, said = open_desk(Shut(there, ME, at=NOW, runs=False), ME, None)
        assert said.startswith(WORDS[how])
        assert (desk.today(NOW).rows, desk.ahead(NOW).rows) == (before.rows, ahead.rows)
        assert desk.read_only == (how == "read-only")
        app = CarelistApp(desk, said=said)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            assert WORDS[how] in text_of(app)
            assert not await app.first.acts.record([GREEN | {"body": {"zone": "green", "reason": "as agreed"}}])
            await shows(pilot, "NOT RECORDED: ")
            if how == "full":
                await shows(pilot, "the disk is full: nothing was recorded")
        desk.close()
