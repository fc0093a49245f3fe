"""The Sync screen: what waits, what came, who was heard from; what is wrong, each in a sentence with its repair."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.read_only import ReadingDesk
from carelist_tui.desk.sync import Exchange, count, folder_meant
from carelist_tui.exchange.sync.chosen_folder import FILE, remember_folder, remembered_folder
from carelist_tui.exchange.sync.report import Recovered, Report
from carelist_tui.journal.sync.heard import Hearing
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.sync.sync import SyncScreen
from carelist_tui.tui.screens.sync.sync_lines import Shown, sync_sheet
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.row import Look
from tests.exchange.sync.losses import losing
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.meeting.laptops import LONG_AGO, leahs_laptop, sync_as, zone_said
from tests.tui.telling import ME, NOW, entry

pytestmark = pytest.mark.slow


async def test_the_first_sync_asks_for_the_folder_and_what_came_is_on_the_list(
    store: Path, desk: Desk, tmp_path: Path
) -> None:
    (shared := tmp_path / "shared").mkdir()
    leah = leahs_laptop(tmp_path / "leah", shared)
    new = {"ref": "P-0077", "given": "Una", "family": "Ash", "source": "gp", "team": "North", "tier": "standard"}
    leah.record([entry("person.accepted", "2026-03-02T08:30", new)], NOW)
    leah.sync(shared, NOW)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "to send" not in text_of(app), "no folder was ever used"
        await pilot.press("S")
        await shows(pilot, "29 entries not sent yet")
        await shows(pilot, "This store is not encrypted")
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await pilot.press(*"/no/where")
        await shows(pilot, "no such folder now")
        await pilot.press(*["backspace"] * 9, *str(shared), "enter")
        await shows(pilot, "2 entries from laptop")
        for words in ("Sent 09:04  29 entries", "nothing, all of ours was sent", "this one, 29", "(by Leah Obi), 2"):
            await shows(pilot, words)
        await pilot.press("escape")
        await shows(pilot, "ASH Una")
        door = await desk.door()
        door.record([zone_said("P-0045", "green", "2026-03-03T09:00")], NOW)
        await app.first.read_again()
        await shows(pilot, "1 to send")
        await pilot.press("S", "S", "escape")
        await shows(pilot, "Synced: 0 entries came, 1 sent.")
        await until(pilot, lambda: "to send" not in text_of(app))
    leah.sync(shared, NOW)
    assert [each["body"]["zone"] for each in leah.people.person("P-0045", NOW)["story"] if each["type"] == "zone.set"][
        -1
    ] == "green"
    leah.close()
    assert json.loads((store / FILE).read_text(encoding="utf-8")) == {"folder": str(shared), "synced": True}
    assert (store / FILE).stat().st_mode & 0o777 == 0o600


async def test_what_is_wrong_is_said_with_its_repair_and_a_dry_run_does_nothing(
    store: Path, desk: Desk, tmp_path: Path
) -> None:
    (shared := tmp_path / "shared").mkdir()
    leah = leahs_laptop(tmp_path / "leah", shared)
    leah.close()
    damaged = next(shared.rglob("*.seg"))
    damaged.write_bytes(damaged.read_bytes()[:-9])
    remember_folder(store, shared)
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("S", "t")
        await shows(pilot, "29 would be sent; nothing was")
        assert len([*shared.rglob("*.seg")]) == 1
        await pilot.press("S")
        await shows(pilot, "1 problem")
        await shows(pilot, "To repair:")
        await shows(pilot, "Sent 09:04  29 entries")
        shared.rename(tmp_path / "gone")
        await pilot.press("S")
        await shows(pilot, "Not synced 09:04")
        await pilot.press("question_mark")
        await shows(pilot, "Open the two versions at the cursor")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is app.first)


async def test_a_folder_that_is_gone_is_told_and_a_new_one_is_begun_only_by_its_own_key(
    store: Path, desk: Desk, tmp_path: Path
) -> None:
    (shared := tmp_path / "shared").mkdir()
    leahs_laptop(tmp_path / "leah", shared).close()
    remember_folder(store, shared)
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("S", "N")
        await pilot.pause(0.5)
        assert len([*shared.rglob("*.seg")]) == 1, "N does nothing where nothing is gone"
        await pilot.press("S")
        await shows(pilot, "Sent 09:04  29 entries")
        assert "Begin a new folder here" not in text_of(app)
        shutil.rmtree(shared / "carelist")
        await pilot.press("S")
        await shows(pilot, "what is at this path is empty")
        await shows(pilot, "Begin a new folder here")
        assert [*shared.iterdir()] == []
        await pilot.press("escape")
        await shows(pilot, "Not synced: the shared folder that was met before is gone")
        await pilot.press("S", "N")
        await shows(pilot, "Sent 09:04  29 entries")
        assert [*shared.rglob("*.seg")]


async def test_what_the_disk_lost_stands_in_red_until_a_sync_has_brought_it_back(store: Path, tmp_path: Path) -> None:
    (shared := tmp_path / "shared").mkdir()
    sync_as(store, shared)
    with losing(store, "seq > 27"):
        pass
    remember_folder(store, shared)
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await shows(pilot, "! entries 28 to 29 were recorded on this device and can no longer be found")
        await shows(pilot, "(S brings back what had been sent)")
        await pilot.press("S", "S")
        await shows(pilot, "were gone from this store, and were brought")
        await pilot.press("escape")
        await until(pilot, lambda: "can no longer" not in text_of(app))
    desk.close()


async def test_a_silent_laptop_is_named_above_the_list_while_calling_and_before_an_escalation(
    store: Path, tmp_path: Path
) -> None:
    """Leah's laptop was heard from last on 19 Feb; Leah is booked to see Amina at noon."""
    (shared := tmp_path / "shared").mkdir()
    sync_as(store, shared, LONG_AGO)
    leah = leahs_laptop(tmp_path / "leah", shared)
    booked = {"at": "2026-03-03T12:00:00+00:00", "until": "2026-03-03T12:30:00+00:00", "method": "visit",
              "purpose": "routine", "worker": "w-leah", "place": "at home"}  # fmt: skip
    leah.record([entry("contact.planned", "2026-02-19T09:00", booked, ref="P-0042")], LONG_AGO)
    leah.sync(shared, LONG_AGO)
    leah.close()
    sync_as(store, shared)
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await shows(pilot, "! Nothing heard from laptop")
        assert "since 19 Feb (S says more)" in text_of(app)
        await pilot.press("f2", "j", "space")
        await until(pilot, lambda: text_of(app).count("heard from laptop") == 2)
        await pilot.press("escape", "escape", "d")
        await shows(pilot, "planned there: visit 12:00 by")
        await pilot.press("escape", "S")
        await shows(pilot, "ask whoever has it to sync")
    desk.close()


async def test_where_nothing_may_be_recorded_nothing_is_synced(store: Path, tmp_path: Path) -> None:
    (shared := tmp_path / "shared").mkdir()
    remember_folder(store, shared)
    desk = ReadingDesk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("S", "S", "t", "s")
        await until(pilot, lambda: isinstance(app.screen, SyncScreen))
        await pilot.pause(0.5)
        assert [*shared.iterdir()] == []
        await pilot.press("escape")
    desk.close()


def test_how_far_a_long_exchange_is_is_said_with_a_count() -> None:
    exchange = Exchange()
    exchange.note("taking in", 9_000)
    exchange.note("taking in", 3_400)
    assert exchange.progress_words.startswith("Syncing: taking in, 12,400 entries (")
    exchange.note("sending", 5)
    assert exchange.progress_words.startswith("Syncing: sending, 5 entries (")
    assert (count(1, "entry", "entries"), count(2_000, "entry", "entries")) == ("1 entry", "2,000 entries")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"folder": 3}', '{"folder": "not/absolute"}', "[" * 9000])
def test_a_damaged_memory_of_the_folder_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert remembered_folder(tmp_path) is None
    remember_folder(tmp_path, tmp_path / "shared")
    assert remembered_folder(tmp_path) == tmp_path / "shared"


@pytest.mark.parametrize("typed", ["/no/where", "\0", "~nobody-of-that-name/x", "x" * 5000])
def test_what_is_no_folder_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="folder"):
        folder_meant(typed)


def test_how_laptops_stand_is_read_without_counting_through(store: Path, tmp_path: Path) -> None:
    from carelist_tui.journal.glance import Glance
    from carelist_tui.journal.sync.heard import read_hearing
    from carelist_tui.vault.device import read_device

    (shared := tmp_path / "shared").mkdir()
    leah = leahs_laptop(tmp_path / "leah", shared)
    glance = Glance.open(store)
    before = read_hearing(glance.look, read_device(store))
    assert (before.to_send, [each.here for each in before.laptops]) == (None, [True])
    sync_as(store, shared)
    door = Carelist.open(store, ME)
    door.record([zone_said("P-0045", "green", "2026-03-03T09:00")], NOW + timedelta(minutes=1))
    after = read_hearing(glance.look, read_device(store))
    known = {each["device"]: (each["entries"], each["here"]) for each in door.laptops.known()}
    assert {each.device: (each.numbered, each.here) for each in after.laptops} == known
    assert (after.to_send, [each.by for each in after.others]) == (1, ["w-leah"])
    for opened in (door, leah, glance):
        opened.close()


def test_a_passphrase_that_was_made_anew_elsewhere_is_said_on_the_screen_and_after_the_sync() -> None:
    exchange = Exchange()
    anew = Recovered("w-tom", "d", "Tom's laptop", "recovery_key", "2026-03-03T08:00:00+00:00")
    exchange.report = Report().after(Report(taken=1, recovered=[anew]))
    assert exchange.outcome_words == "Synced: 1 entry came, 0 sent; 1 passphrase made anew, S shows whose."
    look = Look(ink_of("carelist-dark"), NOW, ZoneInfo("Europe/London"), {"w-tom": "Tom Reid"})
    sheet = sync_sheet(Shown(None, True, Hearing(), (), exchange, (), 0), 100, look)
    text = "\n".join("".join(segment.text for segment in strip) for strip in sheet.strips)
    assert "! Tom Reid made a passphrase anew on Tom's laptop, by the recovery key, 08:00." in text


def test_what_only_a_newer_release_can_read_is_said_on_the_screen_and_after_the_sync() -> None:
    exchange = Exchange()
    exchange.report = Report().after(Report(taken=3, newer=2))
    assert exchange.outcome_words == "Synced: 3 entries came, 0 sent; 2 entries of a newer Carelist, S says more."
    look = Look(ink_of("carelist-dark"), NOW, ZoneInfo("Europe/London"), {})
    sheet = sync_sheet(Shown(None, True, Hearing(), (), exchange, (), 0), 80, look)
    text = " ".join("".join(segment.text for segment in strip).strip() for strip in sheet.strips)
    assert "! 2 entries were recorded by a newer version of Carelist: kept and passed on, but" in text
    assert "update Carelist on this laptop." in text


async def test_an_empty_list_says_how_people_come_in_or_that_nothing_has_come_from_the_others(tmp_path: Path) -> None:
    """Never in green that nothing is owed, where nobody ever came."""
    (shared := tmp_path / "shared").mkdir()
    who = {"worker": ME, "name": "Tom Price", "role": "manager", "team": "North"}
    with Carelist.init(tmp_path / "store", **who, now=LONG_AGO, encrypted=False):
        pass
    for alone in (True, False):
        if not alone:
            leah = leahs_laptop(tmp_path / "leah", shared)
            leah.sync(shared, NOW)
            leah.close()
            sync_as(tmp_path / "store", shared)
        desk = Desk(tmp_path / "store", ME, LONG_AGO, runs=False)
        app = CarelistApp(desk)
        async with app.run_test(size=(80, 24)) as pilot:
            await shows(
                pilot, "I brings in a spreadsheet" if alone else "Nothing has come from the other laptops yet: S"
            )
            assert "Nothing is owed now" not in text_of(app)
        desk.close()
