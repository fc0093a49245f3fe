"""The palette over everything: people, records about anybody, sections, lists, single settings; nothing in it acts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui import palette_people
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.lists import ListScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.settings.settings import SettingsScreen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import ME, NOW, tell
from tests.tui.test_every_screen import acting_in
from tests.tui.walking import tell_hostile

pytestmark = pytest.mark.slow

SIZE = (100, 40)


async def look_for(pilot: Any, words: str, seen: str) -> None:
    """Search the palette, and take what stands first; `seen` is what it says."""
    await pilot.press("ctrl+p", *["space" if letter == " " else letter for letter in words])
    await shows(pilot, seen)
    await until(pilot, lambda: seen in first_offered(pilot.app))
    await pilot.press("enter")


def first_offered(app: Any) -> str:
    """The line that enter takes."""
    option = app.screen.query_one("CommandList").options if hasattr(app.screen, "_select_or_command") else []
    return str(option[0].prompt) if option else ""


@pytest.mark.parametrize(
    ("typed", "seen"),
    [("yusuf", 'YUSUF Amina "Mina"'), ("mina", 'YUSUF Amina "Mina"'), ("P-0042", 'YUSUF Amina "Mina"'),
     ("1991-05-04", 'YUSUF Amina "Mina"')],
)  # fmt: skip
async def test_a_person_is_found_by_name_by_what_they_are_called_and_by_identifier(
    desk: Desk, typed: str, seen: str
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await look_for(pilot, typed, seen)
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await shows(pilot, "4 May 1991")


async def test_a_record_and_a_name_open_that_form_for_her_whoever_is_at_hand(desk: Desk) -> None:
    """KHAN Bilal is at hand; the zone of HALL Ines is set, and of nobody else."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for typed in ("zone ines", "hall zone"):
            await look_for(pilot, typed, "HALL Ines")
            await until(pilot, lambda: isinstance(app.screen, FormScreen))
            assert "HALL Ines" in text_of(app)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.first)
        await look_for(pilot, "zone ines", "HALL Ines")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("3", *"well again", "ctrl+s")
        await until(pilot, lambda: app.screen is app.first)
        await shows(pilot, "HALL Ines")
    assert [each["body"]["zone"] for each in recorded(desk, "zone.set", "P-0046")] == ["green"]
    assert ME not in [each["author"] for each in recorded(desk, "zone.set", "P-0043")]


async def test_from_another_persons_page_the_form_is_about_whom_was_named(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("full_stop")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await look_for(pilot, "contact amina", "YUSUF Amina")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert "YUSUF Amina" in text_of(app).splitlines()[2] + text_of(app)
        assert "KHAN" not in text_of(app)


async def test_a_section_is_shown_from_wherever_somebody_is_and_a_list_is_opened(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("full_stop")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await look_for(pilot, "section board", "Section: Board")
        await until(pilot, lambda: app.screen is app.first)
        await shows(pilot, "[Board")
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await look_for(pilot, "section missed", "Section: Missed")
        await until(pilot, lambda: app.screen is app.first)
        await shows(pilot, "[Missed")
        await look_for(pilot, "list safeguarding", "List: safeguarding")
        await until(pilot, lambda: isinstance(app.screen, ListScreen))


async def test_a_single_setting_and_a_single_key_open_the_settings_at_that_row(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await look_for(pilot, "lock after", "Setting: Lock after: 5 minutes")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await shows(pilot, " > Lock after")
        await look_for(pilot, "key of only mine", "Key of Only mine (today): w")
        await shows(pilot, "(today.show-mine)")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.first)


async def test_that_somebody_searched_in_the_palette_is_kept_once_with_how_many_were_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(palette_people, "PAUSE_SECONDS", 30.0)  # however slowly letters come here, they are one word
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p", *"amina")
        await shows(pilot, "YUSUF Amina")
        await pilot.press("escape")
        await pilot.press("ctrl+p", *"zzzq")
        await pilot.pause(0.3)
        await pilot.press("escape")
    desk.looks.finish()
    with Carelist.open(desk.store) as door:
        looks = [each for each in door.people.access(worker=ME) if each["kind"] == "searched"]
    assert [each["count"] for each in looks] == [1]


async def test_nothing_that_anybody_wrote_acts_in_the_palette(tmp_path: Path) -> None:
    """Neither escapes nor markup nor a name of four thousand letters, whatever is typed."""
    tell_hostile(tmp_path / "store")
    opened = Desk(tmp_path / "store", ME, NOW, runs=False)
    app = CarelistApp(opened)
    try:
        async with app.run_test(size=(160, 50)) as pilot:
            await until(pilot, lambda: "Missed 8" in text_of(app))
            await opened.wake()
            for typed in ("mallory", "zone mallory", "never", "n e v e r", "[red", "P-0", "quit"):
                await pilot.press("ctrl+p", *["space" if c == " " else c for c in typed])
                await pilot.pause(0.6)
                assert not acting_in(app), typed
                await pilot.press("escape")
            await pilot.press("ctrl+p", *"mallory")
            await shows(pilot, "[/nope]")
            assert app.is_running
    finally:
        opened.close()


async def test_the_way_to_a_form_is_closed_where_nothing_may_be_recorded(tmp_path: Path) -> None:
    from carelist_tui.desk.read_only import ReadingDesk

    tell(tmp_path / "store")
    opened = ReadingDesk(tmp_path / "store", ME, NOW, runs=False)
    app = CarelistApp(opened)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await shows(pilot, "READ ONLY")
            await pilot.press("ctrl+p", *"zone", "space", *"ines")
            await pilot.pause(0.8)
            assert "Record:" not in text_of(app)
    finally:
        opened.close()
