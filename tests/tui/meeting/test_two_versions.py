"""Two versions of one thing are shown in full, and settled by an ordinary entry that replaces both."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.two_versions import SettlingScreen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.meeting.laptops import in_two_versions, told_apart
from tests.tui.telling import ME, NOW

pytestmark = pytest.mark.slow


def conflicts(store: Path) -> int:
    door = Carelist.open(store)
    try:
        return len(door.people.today(NOW, kind="conflict", days=30))
    finally:
        door.close()


async def test_two_versions_are_seen_in_full_and_the_one_that_is_chosen_replaces_both(
    store: Path, tmp_path: Path
) -> None:
    (shared := tmp_path / "shared").mkdir()
    in_two_versions(store, tmp_path / "leah", shared)
    assert conflicts(store) == 1
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("S")
        await shows(pilot, "Two versions to settle: 1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SettlingScreen))
        await shows(pilot, "sounded well")
        both = text_of(app)
        for words in ("Leah Obi, Tue 3 Mar 08:40", "Tom Price, Tue 3 Mar 08:50", "quieter than last week", "laptop"):
            assert words in both
        assert "\u2260 Zone: green" in both
        await pilot.press("ctrl+s")
        assert conflicts(store) == 1, "nothing is chosen yet"
        green = 1 if both.index("Zone: green") < both.index("Zone: amber") else 2
        await pilot.press(str(green))
        await shows(pilot, "is chosen: ctrl+s")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, SettlingScreen))
        await shows(pilot, "Laptops")
    *both_sides, newest = recorded(desk, "zone.set", "P-0043")[-3:]
    assert newest["body"]["zone"] == "green"
    assert set(newest["replaces"]) == {each["id"] for each in both_sides}
    assert conflicts(store) == 0
    desk.close()


async def test_two_versions_may_be_written_anew_from_what_both_say(store: Path, tmp_path: Path) -> None:
    (shared := tmp_path / "shared").mkdir()
    in_two_versions(store, tmp_path / "leah", shared)
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"khan", "enter", "z")
        await until(pilot, lambda: isinstance(app.screen, SettlingScreen))
        await shows(pilot, "sounded well")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and bool(app.screen.questions.shown))
        await pilot.press("1", *"No way on again", "tab", *"fri", "ctrl+s")
        await until(pilot, lambda: app.screen is app.first)
        await shows(pilot, "KHAN Bilal")
    newest = recorded(desk, "zone.set", "P-0043")[-1]
    assert (newest["body"]["zone"], len(newest["replaces"])) == ("red", 2)
    assert conflicts(store) == 0
    desk.close()


BESIDE = """
import sys
from pathlib import Path
from carelist_tui.carelist import Carelist
from tests.tui.meeting.laptops import zone_said
from tests.tui.telling import ME, NOW
door = Carelist.open(Path(sys.argv[1]), ME)
print(flush=True)
saw = door.people.things_set(door.people.find("P-0042")[0].person)["zone"]
sys.stdin.readline()
door.record([zone_said("P-0042", "green", "2026-03-03T09:00", replaces=saw)], NOW)
door.close()
"""


def begin_beside(store: Path) -> subprocess.Popen[str]:
    """Another process at the same store, which saves a zone when it is told to."""
    return subprocess.Popen([sys.executable, "-c", BESIDE, str(store)], stdin=-1, stdout=-1, text=True)


async def test_two_forms_open_at_once_in_two_processes_leave_two_versions(store: Path) -> None:
    """What a form saw when it opened is what it replaces: the second to save has not seen the first."""
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    other = begin_beside(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"yusuf", "enter", "z")
        await until(pilot, lambda: bool(getattr(app.screen, "typed", {}).get("replaces")))
        other.communicate("now\n", timeout=60)
        assert other.returncode == 0
        await pilot.press("1", *"Shut in again", "tab", *"fri", "ctrl+s")
        await until(pilot, lambda: app.screen is app.first)
        await shows(pilot, "YUSUF Amina")
    assert conflicts(store) == 1
    desk.close()


async def test_a_draft_that_comes_back_still_replaces_only_what_was_seen_at_first(store: Path, tmp_path: Path) -> None:
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"yusuf", "enter", "z")
        await until(pilot, lambda: bool(getattr(app.screen, "typed", {}).get("replaces")))
        saw = getattr(app.screen, "typed", {})["replaces"]
        await pilot.press("1", "escape")
        await until(pilot, lambda: app.screen is app.first)
        door = Carelist.open(store, ME)
        person = door.people.find("P-0042")[0].person
        body = {"zone": "green", "reason": "seen at home"}
        door.record(
            [{"type": "zone.set", "occurred_at": "2026-03-03T09:01:00+00:00", "person": person, "body": body}], NOW
        )
        door.close()
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and bool(app.screen.questions.shown))
        assert getattr(app.screen, "typed", {})["replaces"] == saw
        await pilot.press("escape")
    desk.close()
    shutil.rmtree(tmp_path / "store")


async def test_what_became_of_one_contact_is_settled_at_the_later_moment_and_two_people_by_a_new_identifier(
    store: Path, tmp_path: Path
) -> None:
    (shared := tmp_path / "shared").mkdir()
    booked = told_apart(store, tmp_path / "leah", shared)
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "ASHE")
        await pilot.press("S")
        await shows(pilot, "Two versions to settle: 4")
        await pilot.press("enter")
        await shows(pilot, "Went through the week")
        first = text_of(app)
        assert first.index("Contact") < first.index("Missed contact")
        await pilot.press("1")
        await shows(pilot, "Version 1 is chosen")
        await pilot.press("ctrl+s")
        await shows(pilot, "Two versions to settle: 3")
        await pilot.press("enter")
        await shows(pilot, "and yet there was contact")
        await pilot.press("w")
        await shows(pilot, "Taken on again")
        await pilot.press("escape", "escape")
        await shows(pilot, "Two versions to settle: 3")
        await pilot.press("j", "enter")
        await shows(pilot, "Two people carry one identifier")
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"P-0078", "ctrl+s")
        await shows(pilot, "Two versions to settle: 1")
    kept = recorded(desk, "contact.completed", "P-0043")[-1]
    assert (kept["occurred_at"], kept["body"]["planned"]) == ("2026-03-03T08:20:00+00:00", booked)
    assert len(kept["replaces"]) == 2
    assert recorded(desk, "person.details_updated", "P-0078")[-1]["body"] == {"ref": "P-0078"}
    assert conflicts(store) == 1
    desk.close()
