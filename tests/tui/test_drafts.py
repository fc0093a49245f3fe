"""What was typed is never lost: on the disk within a second, offered again for the same person, and for no other."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.drafts import PAUSE_SECONDS, Drafting
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.vault.drafts import Begun, Drafts
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.killing import Typist, found_in, kill_once, letter
from tests.tui.telling import ME, NOW

pytestmark = pytest.mark.slow

SIZE = (80, 24)
WITHIN_SECONDS = 1.0
AT_MOST_LOST = 2.0
KILLS = 4
ONE, TWO = "019c7d50-0000-7000-8000-000000000001", "019c7d50-0000-7000-8000-000000000002"


def soon(is_so: Callable[[], bool]) -> None:
    """It comes to be within the second that is promised."""
    end = time.monotonic() + WITHIN_SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def drafting(store: Path) -> Drafting:
    return Drafting(Drafts(store, ME), lambda id: False)


# -- the layer beneath ------------------------------------------------------------------------------------------


def test_a_change_is_on_the_disk_within_a_second_without_being_asked(tmp_path: Path) -> None:
    drafting(tmp_path).keep(Begun(ONE, "zone.set", TWO, values={"body.reason": "rent"}))
    soon(lambda: [b.values for b in Drafts(tmp_path, ME).read()[0]] == [{"body.reason": "rent"}])


def test_a_dropped_draft_does_not_come_back_by_a_write_under_way(tmp_path: Path) -> None:
    kept = drafting(tmp_path)
    for _ in range(20):
        begun = Begun(ONE, "zone.set", TWO, values={"body.reason": "x"})
        kept.keep(begun)
        kept.drop(begun.key)
    time.sleep(PAUSE_SECONDS * 2)
    assert Drafts(tmp_path, ME).read() == ([], 0)


def test_what_is_in_the_journal_already_is_no_draft_any_more(tmp_path: Path) -> None:
    Drafts(tmp_path, ME).write(Begun(ONE, "zone.set", TWO))
    Drafts(tmp_path, ME).write(Begun(TWO, "zone.set", ONE))
    kept = Drafting(Drafts(tmp_path, ME), lambda id: id == ONE)
    assert [begun.id for begun in kept.begun()] == [TWO]
    assert [begun.id for begun in Drafts(tmp_path, ME).read()[0]] == [TWO]


def test_two_of_one_type_and_person_are_told_apart_by_what_they_name(tmp_path: Path) -> None:
    kept = drafting(tmp_path)
    for id, action in ((ONE, "first"), (TWO, "second")):
        kept.keep(Begun(id, "action.closed", "somebody", action))
    assert [kept.find(("somebody", "action.closed", which)) is not None for which in ("first", "second", "")] == [
        True, True, False,
    ]  # fmt: skip


class Full(Drafts):
    """A store whose disk is full until it is not."""

    full = True

    def write(self, begun: Begun) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().write(begun)


def test_a_full_disk_is_said_and_what_was_typed_is_written_once_it_is_not(tmp_path: Path) -> None:
    disk = Full(tmp_path, ME)
    kept = Drafting(disk, lambda id: False)
    begun = Begun(ONE, "zone.set", TWO, values={"body.reason": "rent"})
    kept.keep(begun)
    soon(lambda: "the disk is full" in kept.trouble)
    assert kept.find(begun.key) == begun, "it is still here"
    disk.full = False
    kept.flush()
    assert kept.trouble == ""
    assert Drafts(tmp_path, ME).read() == ([begun], 0)


# -- in the app -------------------------------------------------------------------------------------------------


async def begin_note(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("f2", "j", "d")
    await shows(pilot, "What changed *")
    await pilot.press("2", *"Quiet for days")


async def test_after_a_crash_it_is_offered_on_the_line_above_the_list_and_goes_on_as_the_same_entry(
    desk: Desk, store: Path
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await begin_note(pilot)
        assert isinstance(app.screen, FormScreen)
        began_as = app.screen.answers.entry_id
        await until(pilot, lambda: bool(Drafts(store, ME).read()[0]), seconds=WITHIN_SECONDS)
    again = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(again)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await shows(pilot, "unfinished (i opens): decision, YUSUF Amina")
        await pilot.press("g", "d")
        await shows(pilot, "KHAN Bilal")
        assert "Quiet for days" not in text_of(app), "never on another person"
        await pilot.press("escape")
        await shows(pilot, "[Today")
        await pilot.press("i")
        await shows(pilot, "What you typed before is back.")
        assert isinstance(app.screen, FormScreen)
        assert (app.screen.answers.entry_id, ">2 not to escalate<" in text_of(app)) == (began_as, True)
        await pilot.press(*"Her sister saw her on Sunday and she was well.", "tab", *"+2d", "ctrl+s")
        await shows(pilot, "YUSUF Amina: decision, recorded.")
        assert "unfinished" not in text_of(app)
    assert recorded(again, "decision.recorded", "P-0042")[-1]["id"] == began_as
    assert Drafts(store, ME).read() == ([], 0)
    again.close()


async def test_a_form_that_was_only_looked_at_leaves_nothing_unfinished(desk: Desk, store: Path) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "d")
        await shows(pilot, "What changed *")
        await pilot.press("tab", "tab", "escape")
        await shows(pilot, "[Missed")
        await pilot.pause(0.5)
        assert "unfinished" not in text_of(app)
    assert Drafts(store, ME).read() == ([], 0)


async def test_the_note_of_a_call_is_kept_until_the_call_is_recorded(desk: Desk, store: Path) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "e", *"Light was on")
        await until(pilot, lambda: "Light was on" in str(Drafts(store, ME).read()[0]), seconds=WITHIN_SECONDS)
        (begun,), _ = Drafts(store, ME).read()
        assert (begun.type, begun.values["body.note"]) == ("outreach.attempted", "Light was on")
        await pilot.press("enter", "5")
        await shows(pilot, "When may they be rung?")
        assert Drafts(store, ME).read()[0], "still kept while that is asked"
        await pilot.press("enter")
        await shows(pilot, "recorded.")
    assert recorded(desk, "outreach.attempted", "P-0042")[-1]["body"]["note"] == "Light was on"
    assert Drafts(store, ME).read() == ([], 0)


async def test_the_note_of_a_call_is_unfinished_once_the_call_is_left_and_not_before(desk: Desk, store: Path) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "e", *"Light was o")
        await until(pilot, lambda: bool(Drafts(store, ME).read()[0]), seconds=WITHIN_SECONDS)
        await pilot.press("n", "enter")
        await shows(pilot, "Light was on")
        app.first.draw()
        await pilot.pause()
        assert "unfinished" not in text_of(app)
        await pilot.press("escape")
        await shows(pilot, "unfinished (i opens): attempt")


async def test_a_save_whose_draft_was_left_behind_is_not_made_twice(desk: Desk, store: Path) -> None:
    """Killed between the journal's commit and the draft's removal: the draft is dropped on the next start."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await begin_note(pilot)
        await until(pilot, lambda: bool(Drafts(store, ME).read()[0]), seconds=WITHIN_SECONDS)
        left_behind = store.parent / "left"
        shutil.copytree(store / "drafts", left_behind)
        await pilot.press("tab", *"Her sister saw her on Sunday and she was well.", "tab", *"+2d", "ctrl+s")
        await shows(pilot, "YUSUF Amina: decision, recorded.")
    shutil.copytree(left_behind, store / "drafts", dirs_exist_ok=True)
    again = Desk(store, ME, NOW, runs=False)
    assert again.unfinished() == []
    assert Drafts(store, ME).read() == ([], 0)
    again.close()


# -- killed -----------------------------------------------------------------------------------------------------


@pytest.mark.turns(3)
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_while_typing_loses_two_seconds_at_most(store: Path, seed: int) -> None:
    """The full size is `benchmarks/drafts.py`: a thousand kills."""
    killed = kill_once(store, random.Random(seed))
    assert killed.lost <= AT_MOST_LOST
    assert killed.damaged == 0


@pytest.mark.turns(2)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_loses_nothing_that_was_taken_in(store: Path, number: signal.Signals) -> None:
    typist = Typist(store)
    typist.open_note()
    typist.type_for(0.3, 0.02)
    typist.quiet()
    typist.end_by(number)
    assert found_in(store) == ("".join(map(letter, range(len(typist.sent)))), 0)
