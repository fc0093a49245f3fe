"""In an encrypted store: who looked is kept, nothing lies in it in clear, and what is missing is said in red."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.paper_place import paper_place
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.vault.drafts import Begun, Drafts
from carelist_tui.vault.folder import slots_of
from carelist_tui.vault.seal import draft_sealer
from carelist_tui.vault.witness import Head, Witness
from tests.tui.driving import settled, shows, until
from tests.tui.locked.conftest import TOMS, Sealed
from tests.tui.locked.walls import clear_words_in
from tests.tui.telling import ME, NOW

pytestmark = pytest.mark.slow

SIZE = (110, 32)


def desk_of(sealed: Sealed) -> Desk:
    return Desk(sealed.store, ME, NOW, runs=False, key=sealed.key)


def looks(sealed: Sealed) -> list[tuple[Any, ...]]:
    """What the access log holds, the first look first."""
    with Carelist.open(sealed.store, ME, key=sealed.key) as door:
        return [(each["kind"], each["worker"], each["count"]) for each in reversed(door.people.access())]


async def test_who_opened_searched_and_copied_is_kept(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what was looked at in the moment before the app is left; what was typed to search is not kept."""
    monkeypatch.setenv("TERM", "xterm-256color")
    app = CarelistApp(desk_of(sealed))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("v", "escape", "f", *"yus", "enter")
        await shows(pilot, "Story")
        await pilot.press("y", "enter")
        await shows(pilot, "Copied: ")
        monkeypatch.setenv("TERM", "dumb")
        await pilot.press("y")
        await shows(pilot, "NOT COPIED")
        await pilot.press("escape", "escape", "d")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("escape", "ctrl+q")
    app.close_store()
    kept = [(kind, ME, count) for kind, count in
            (("opened", None), ("searched", 1), ("opened", None), ("copied", None), ("opened", None))]  # fmt: skip
    assert looks(sealed) == kept
    assert not clear_words_in(sealed.store)
    assert not (sealed.store / "copies").exists()


async def test_what_is_missing_stands_in_red_above_the_list(sealed: Sealed) -> None:
    witness = Witness(sealed.store)
    (device, head), *_ = [(name, head) for name, head in witness.read().items() if len(name) == 32]
    witness.raise_to({device: Head(head.seq + 3, head.count + 3, "f" * 64)})
    app = CarelistApp(desk_of(sealed))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await shows(pilot, f"! entries {head.seq + 1} to {head.seq + 3} were recorded on this device")
        await shows(pilot, "nothing more can be recorded")
        await shows(pilot, "KHAN Bilal")
    app.close_store()


async def test_a_look_that_cannot_be_kept_is_said_once(sealed: Sealed) -> None:
    app = CarelistApp(desk_of(sealed))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.desk.glance.look.rows("DROP TABLE access")
        await pilot.press("v", "escape")
        await shows(pilot, "could not be kept in the access log")
        await pilot.press("escape", "v", "escape")
        await pilot.pause(0.3)
        assert "access log" not in app.first.said
    app.close_store()


def test_drafts_are_sealed_by_the_stores_key_and_those_of_another_are_set_aside(sealed: Sealed) -> None:
    begun = Begun("0195a1b2-4000-7000-8000-123456789012", "zone.set", "", values={"body.reason": "Canary"})
    Drafts(sealed.store, ME, draft_sealer(sealed.key)).write(begun)
    assert not clear_words_in(sealed.store)
    assert Drafts(sealed.store, ME, draft_sealer(sealed.key)).read() == ([begun], 0)
    assert Drafts(sealed.store, ME, draft_sealer(os.urandom(32))).read() == ([], 1)


def test_what_the_disk_did_not_take_waits_sealed_for_its_worker(sealed: Sealed) -> None:
    """The lock closes the desk though the drafts' folder can't be written."""
    begun = Begun("0195a1b2-4000-7000-8000-123456789012", "zone.set", "", values={"body.reason": "Canary"})
    desk = desk_of(sealed)
    (sealed.store / "drafts").write_text("in the way")
    desk.kept.keep(begun)
    desk.close()
    unwritten = desk.kept.unwritten()
    assert unwritten
    assert b"Canary" not in b"".join(unwritten)
    assert desk.kept.unwritten() == []
    (sealed.store / "drafts").unlink()
    again = desk_of(sealed)
    again.kept.take_back(unwritten)
    assert again.kept.begun() == [begun]
    again.close()


@pytest.mark.parametrize(
    ("name", "fault"),
    [("sheet.pdf", "ends in"), ("store/sheet.html", "not inside the store"), ("nowhere/sheet.html", "no such folder"),
     ("there.html", "already"), ("\0.html", "can't be")],
)  # fmt: skip
def test_a_sheet_of_an_encrypted_store_goes_where_it_may_only(tmp_path: Path, name: str, fault: str) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "there.html").write_text("")
    with pytest.raises(ValueError, match=fault):
        paper_place(str(tmp_path / name), tmp_path / "store")
    assert paper_place(str(tmp_path / "a.html"), tmp_path / "store") == tmp_path / "a.html"


LIGHT = (
    "import sys; from pathlib import Path; from datetime import datetime, UTC; import carelist_tui.tui.app;"
    "from carelist_tui.desk.open import take_seat;"
    "from carelist_tui.tui.screens.worklist.today import TodayScreen;"
    "at = datetime(2026, 3, 3, 9, 4, tzinfo=UTC);"
    "TodayScreen(take_seat(Path(sys.argv[1]), 'w-tom', at, read_only=False, key=None)[0]);"
    "print([m for m in ('nacl', 'pydantic', 'sqlmodel', 'carelist_tui.tui.screens.sign_in') if m in sys.modules])"
)


def test_a_store_that_is_not_encrypted_opens_without_anything_of_the_lock(store: Path) -> None:
    said = subprocess.run([sys.executable, "-c", LIGHT, str(store)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


async def test_who_has_left_cannot_sign_in(sealed: Sealed) -> None:
    """Though their slot is still there, as on another laptop."""
    slots = {path: path.read_bytes() for path in slots_of(sealed.store)}
    with Carelist.open(sealed.store, "w-ada", key=sealed.key) as door:
        door.record.leave(ME, "w-leah", NOW)
    for path, content in slots.items():
        path.write_bytes(content)
    app = CarelistApp(sealed.shut)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Passphrase")
        await pilot.press(*TOMS, "enter")
        await shows(pilot, "Nobody works here now under the id w-tom.")
        assert app.locked
