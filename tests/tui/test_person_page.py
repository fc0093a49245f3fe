"""The person page: everything recorded about one person, readable, from whatever store and however long."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.story_filter import Sifting
from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.person.person import PersonScreen
from tests.tui.busy import threads_are_busy
from tests.tui.driving import recorded, shows, text_of, until
from tests.tui.living import GONE, TABS, WREN, live
from tests.tui.telling import ME, NOW
from tests.tui.test_hostile_text import HOSTILE, hostile_store, written

pytestmark = pytest.mark.slow

__all__ = ["hostile_store"]


@pytest.fixture
def lived(store: Path) -> Iterator[tuple[Desk, dict[str, str]]]:
    """Tom's desk on a store with Wren's half year in it, and the ids of Wren and of one who has left."""
    people = live(store)
    desk = Desk(store, ME, NOW, runs=False)
    yield desk, people
    desk.close()


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until the first reading is done, Wren among the missed, and what writing needs is imported."""
    app = pilot.app
    assert isinstance(app, CarelistApp)
    await shows(pilot, "Missed 4")
    await app.desk.wake()
    await pilot.pause()


async def opened(pilot: Pilot[Any], desk: Desk, person: str) -> PersonScreen:
    """The page, open, with everything read."""
    page = PersonScreen(desk, person)
    await pilot.app.push_screen(page)
    await until(pilot, lambda: page.reader.told is not None and page.reader.told.past is not None)
    return page


async def test_the_page_of_a_person_says_all_of_a_life_in_its_tabs(lived: tuple[Desk, dict[str, str]]) -> None:
    desk, people = lived
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"amina", "enter", "full_stop")
        await shows(pilot, "Missed contact: no reply")
        assert isinstance(app.screen, PersonScreen)
        assert "YUSUF Amina" in text_of(app)
        assert "NO VOICEMAIL" in text_of(app), "warnings stand on top"
        await pilot.press("escape")
        page = await opened(pilot, desk, people[WREN])
        story = text_of(app)
        assert "33 entries, newest first" in story
        assert story.index("Mon 2 Mar 10:05") < story.rindex("Sun 1 Mar 16:00"), "newest first"
        assert "xL Entered in error, does not count: Zone set to red: meant for somebody else" in story
        assert "Now: Contact by visit, worse: Sat with her." in story
        for key, tab, words in (
            ("2", "Plan", "Safe times:  days Mon, Thu; from 10:00; to 15:30"),
            ("3", "Risk", "Red flags:  talk of dying"),
            ("4", "Missed contacts", "Missed 30 Dec 2025 11:00: ended Fri 2 Jan 10:00, standard steps, 1 attempt"),
            ("5", "Actions", "! late, due yesterday 17:00, Tom Price: Ask housing for a form"),
            ("6", "Handovers", "Summary, current risks:  Self-neglect when low."),
            ("7", "Indicators", "aim 7"),
            ("8", "Contact rhythm", "c contact 13 days   M missed 1 day   X crisis 1 day"),
            ("8", "Contact rhythm", "Contact is owed by tomorrow 17:00."),
        ):
            await pilot.press(key)
            assert f"[{key} {tab}]" in text_of(app)
            assert words in text_of(app)
        await pilot.press("tab")
        assert page.window.tab == 0, "after the last tab comes the first"
        await pilot.press("shift+tab", "full_stop")
        assert not isinstance(app.screen, PersonScreen)


async def test_contact_that_is_overdue_is_said_above_the_rhythm(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Missed 3")
        await pilot.press("slash", *"bilal", "enter", "full_stop", "8")
        await shows(pilot, "! Contact is overdue since Fri 27 Feb 17:00.")


async def test_the_story_is_searched_filtered_and_opened_whole(lived: tuple[Desk, dict[str, str]]) -> None:
    desk, people = lived
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        page = await opened(pilot, desk, people[WREN])
        await pilot.press("8", "slash", *"housing q")
        assert "No entry has these words." in text_of(app), "keys are typed, not obeyed"
        await pilot.press("backspace", "backspace", "enter")
        assert '2 of 33 entries: "housing"' in text_of(app)
        await pilot.press("slash", "escape", "t")
        assert "only Accepted" in text_of(app)
        await pilot.press("t", "v")
        assert "Owner: Jo Hill" in text_of(app), "every field in its own title"
        await pilot.press("v", "T", "T")
        assert "33 entries, newest first" in text_of(app)
        await pilot.press("G")
        assert "Accepted from GP" in text_of(app)
        await pilot.press("k", "pageup", "j", "g")
        assert "Mon 2 Mar 10:05" in text_of(app)
        await pilot.press("question_mark")
        await shows(pilot, "Show 26 weeks of contact.")
        await pilot.press("escape")
        for size in ((40, 10), (200, 60), (61, 20), (80, 24), (40, 10), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("tab")
        assert "ADEYEMI Wren" in text_of(app)
        page.action_show(0)
        assert page.reader.told is not None
        await pilot.resize_terminal(80, 24)
        assert "8 Rhythm" in text_of(app), "at 80 columns every tab has its name"


async def test_somebody_who_has_left_has_a_page_that_says_so_and_since_when(
    lived: tuple[Desk, dict[str, str]],
) -> None:
    desk, people = lived
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await opened(pilot, desk, people[GONE])
        assert "NOT ON THE CASELOAD since Fri 20 Feb 11:00: Discharged to Their GP" in text_of(app)
        await pilot.press("escape")
        await app.push_screen(PersonScreen(desk, "0195a1b2-4000-7000-8000-123456789012"))
        await shows(pilot, "Nobody here has this id")


async def test_what_is_recorded_from_the_page_is_in_its_story_at_once(lived: tuple[Desk, dict[str, str]]) -> None:
    desk, people = lived
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        page = await opened(pilot, desk, people[WREN])
        await pilot.press("z")
        await until(pilot, lambda: app.screen is not page)
        await pilot.press("1", *"said he sees no way on", "tab", *"fri", "ctrl+s")
        await until(pilot, lambda: app.screen is page)
        await shows(pilot, "Zone set to red: said he sees no way on")
        assert recorded(desk, "zone.set", WREN)[-1]["body"]["zone"] == "red"
        await shows(pilot, "RED today")


@pytest.mark.turns(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_text_shows_on_every_tab_and_acts_on_none(
    hostile_store: Path,
    size: tuple[int, int],
) -> None:
    desk = Desk(hostile_store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    seen = ""
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: f"Missed {len(HOSTILE)}" in written(app))
        for found in desk.glance.find(""):
            page = await opened(pilot, desk, found.person)
            for key in (*"2345678", "1", "v", "G"):
                await pilot.press(key)
                acting = ("Cc", "Cf", "Cs", "Zl", "Zp")
                bad = {c for c in written(app) if unicodedata.category(c) in acting} - {"\u200d"}
                assert not bad, f"{found.ref} after {key}: {bad!r}"
                rolling = page.window.rolling
                seen += "".join(strip.text for n in range(rolling.count) for strip in rolling.lines_of(n))
            await pilot.press("escape")
    desk.close()
    squeezed = "".join(seen.split())
    for text in (HOSTILE["markup"], HOSTILE["bidi"], HOSTILE["wide"], HOSTILE["nel"], HOSTILE["long"][:1000]):
        assert "".join(shown_text(text).split()) in squeezed, "every field that is shown whole is whole"


def test_sifting_keeps_the_order_and_says_what_it_leaves_out() -> None:
    sifting = Sifting()
    sifting.begin([("Contact", "contact rent"), ("Action", "action rent"), ("Contact", "contact bread")])
    assert (sifting.found, sifting.says()) == ([0, 1, 2], "3 entries, newest first")
    sifting.sift("RENT", "Contact")
    assert (sifting.found, sifting.says()) == ([0], '1 of 3 entries: only Contact, "RENT"')
    assert [sifting.next_kind(1), sifting.next_kind(-1)] == ["", "Action"]
    sifting.begin([("Action", "action rent")])
    assert (sifting.kind, sifting.found) == ("", [0]), "a type that is no longer there filters nothing"


def test_words_that_are_typed_are_kept_by_enter_and_taken_away_by_escape() -> None:
    sifting = Sifting()
    sifting.begin([("Contact", "contact rent"), ("Action", "action loaf")])
    sifting.typing = True
    for key in "rex":
        sifting.type(key, key)
    sifting.type("backspace", None)
    assert (sifting.text, sifting.found, sifting.typing) == ("re", [0], True)
    sifting.type("enter", "\r")
    assert (sifting.text, sifting.typing) == ("re", False)
    sifting.typing = True
    sifting.type("escape", None)
    assert (sifting.text, sifting.found, sifting.typing) == ("", [0, 1], False)


def test_every_tab_of_the_page_has_a_name_and_a_maker() -> None:
    from carelist_tui.tui.screens.person.tabs import MAKERS
    from carelist_tui.tui.widgets.person.person_head import TABS as NAMED

    assert len(MAKERS) + 1 == len(NAMED) == len(TABS)


@pytest.mark.parametrize(("tab", "keys"), [("1", ("j", "j", "j")), ("1", ("G",)), ("3", ("j", "j")), ("3", ("G", "k"))])
async def test_where_somebody_goes_while_a_page_is_read_is_where_they_stand_once_it_is(
    tab: str, keys: tuple[str, ...], lived: tuple[Desk, dict[str, str]]
) -> None:
    desk, people = lived
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await opened(pilot, desk, people[WREN])
        await pilot.press(tab, *keys)
        after = text_of(app)
        await pilot.press("escape")
        async with threads_are_busy():
            page = PersonScreen(desk, people[WREN])
            await app.push_screen(page)
            await until(pilot, lambda: page.stood_at is not None)
            await pilot.press(tab, *keys)
            assert "Reading the story..." in text_of(app)
        await until(pilot, lambda: page.reader.told is not None and page.reader.told.past is not None)
        await until(pilot, lambda: text_of(app) == after)


async def test_what_came_in_is_read_anew_and_who_reads_stays_where_they_are(
    lived: tuple[Desk, dict[str, str]],
) -> None:
    desk, people = lived
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        page = await opened(pilot, desk, people[WREN])
        for tab in "3", "6":
            await pilot.press(tab, "j", "j")
            stood = (page.window.rolling.block, page.window.rolling.line)
            assert stood != (0, 0)
            await page.read_again()
            assert (page.window.rolling.block, page.window.rolling.line) == stood
