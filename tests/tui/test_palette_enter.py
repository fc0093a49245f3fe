"""Enter in the palette acts on what the letters typed say: never on a line of other letters, never blind on one of
several people, never on whoever came to be at hand meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.command import CommandList

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.search import FindScreen
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW, accepted, spoke
from tests.tui.test_keyboard import type_at_once

pytestmark = [pytest.mark.by_hand, pytest.mark.slow]
SIZE = (100, 40)


async def with_palette(pilot: Any) -> CarelistApp:
    """The palette stands above the list, with what it offers before anything is typed."""
    await settled(pilot)
    await pilot.press("ctrl+p")
    await shows(pilot, "Decide  (d)")
    app: CarelistApp = pilot.app
    return app


def keys_of(words: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in words]


def in_one_go(app: CarelistApp, words: str, *keys: str) -> None:
    """As somebody types who does not wait for what they see."""
    for letter in words:
        type_at_once(app, letter)
    type_at_once(app, *keys)


def offered(app: CarelistApp) -> list[str]:
    return [str(each.prompt) for each in app.screen.query_one(CommandList).options]


async def take(pilot: Any, line: str) -> None:
    """Go to this line once it stands and was read, and take it."""
    await until(pilot, lambda: any(line in each for each in offered(pilot.app)))
    await asyncio.sleep(0.4)
    n = next(n for n, each in enumerate(offered(pilot.app)) if line in each)
    await pilot.press(*["down"] * n, "enter")


def tell_now(desk: Desk, *entries: dict[str, Any]) -> None:
    with Carelist.open(desk.store, ME) as door:
        door.record(entries, NOW)


@pytest.mark.parametrize(
    ("typed", "opens", "whose"),
    [("yusuf", PersonScreen, "YUSUF Amina"), ("zone ines", FormScreen, "HALL Ines"),
     ("hall zone", FormScreen, "HALL Ines")],
)  # fmt: skip
async def test_enter_typed_before_its_letters_are_looked_up_acts_on_what_they_say(
    desk: Desk, typed: str, opens: type, whose: str
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await with_palette(pilot)
        in_one_go(app, typed, "enter")
        await until(pilot, lambda: len(app.screen_stack) > 1 and "Palette" not in type(app.screen).__name__)
        assert isinstance(app.screen, opens), type(app.screen).__name__
        await shows(pilot, whose)
        assert "KHAN Bilal" not in text_of(app)
        assert app.first.call.attempt is None


async def test_enter_after_letters_that_nobody_is_called_by_does_nothing(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await with_palette(pilot)
        in_one_go(app, "zone quarey", "enter")
        await shows(pilot, "Nothing is found by these words")
        await pilot.press("enter", "down", "enter")
        assert "Palette" in type(app.screen).__name__
        assert app.first.call.attempt is None


async def test_enter_that_comes_before_anything_is_typed_and_seen_does_nothing(desk: Desk) -> None:
    """Two keys in one go, from the list: the first that the palette offers there is a call."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        type_at_once(app, "ctrl+p", "enter")
        await shows(pilot, "Decide  (d)")
        await asyncio.sleep(0.3)
        assert app.first.call.attempt is None
        assert "Palette" in type(app.screen).__name__


@pytest.mark.parametrize("keys", [("enter",), ("down", "enter"), ("down", "down", "enter")])
@pytest.mark.parametrize("typed", ["hall", "zone hall"])
async def test_of_several_who_are_called_so_nobody_is_opened_unseen(
    desk: Desk, typed: str, keys: tuple[str, ...]
) -> None:
    tell_now(desk, accepted("P-0090", "Gus", "Hall", born="1980-01-01"))
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await with_palette(pilot)
        in_one_go(app, typed, *keys)
        await shows(pilot, "HALL Ines")
        await shows(pilot, "HALL Gus")
        await asyncio.sleep(0.3)
        assert "Palette" in type(app.screen).__name__
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen if "zone" in typed else PersonScreen))


async def test_what_is_typed_after_enter_is_for_the_screen_that_it_leads_to(desk: Desk) -> None:
    """`c` is a contact with YUSUF, whose page opens: not with KHAN, at hand on the list below."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await with_palette(pilot)
        in_one_go(app, "yusuf", "enter", "c")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert [type(each).__name__ for each in app.screen_stack][1:] == ["PersonScreen", "FormScreen"]
        await shows(pilot, "YUSUF Amina")


@pytest.mark.parametrize(("typed", "line"), [("decide", "Decide  (d)"), ("zone", "Record: Zone set, KHAN Bilal")])
async def test_who_came_to_be_at_hand_while_the_palette_stood_is_not_recorded_about(
    desk: Desk, typed: str, line: str
) -> None:
    """KHAN is at hand as it opens, and leaves the list under it."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await with_palette(pilot)
        await pilot.press(*keys_of(typed))
        await until(pilot, lambda: any(line in each for each in offered(app)))
        who = app.first.at_hand()
        assert who is not None
        app.first.shown.go_to(app.first.shown.cursor + 1)
        assert app.first.at_hand() != who
        await take(pilot, line)
        await asyncio.sleep(0.3)
        await pilot.pause()
        if isinstance(app.screen, FormScreen):
            assert app.screen.card == who
        else:
            assert app.screen is app.first
            assert "at hand now" in text_of(app)


async def test_people_beyond_those_that_are_offered_are_counted_and_found_by_that_line(desk: Desk) -> None:
    tell_now(desk, *(accepted(f"P-01{n:02}", "Gus", "Hallam", born=f"1980-01-{n + 1:02}") for n in range(20)))
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await with_palette(pilot)
        await pilot.press(*"hall")
        await take(pilot, "9 more people")
        await until(pilot, lambda: isinstance(app.screen, FindScreen))
        await shows(pilot, "21 of 25")
        await pilot.press("escape", "ctrl+p", *keys_of("zone hall"))
        await take(pilot, "15 more people")
        await until(pilot, lambda: isinstance(app.screen, FindScreen))
        await shows(pilot, "HALLAM")
        await asyncio.sleep(0.4)
        await pilot.press("down", "enter")
        await shows(pilot, "Zone set")
        assert isinstance(app.screen, FormScreen)


async def test_whoever_is_looked_for_before_everybody_is_read_is_not_opened_unseen(desk: Desk) -> None:
    """The screen that finds: of several who are called so, none; of one, that one."""
    tell_now(desk, accepted("P-0090", "Gus", "Hall", born="1980-01-01"), spoke("P-0090"))
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        in_one_go(app, "", "f", *"hall", "enter")
        await shows(pilot, "HALL Gus")
        await asyncio.sleep(0.3)
        assert isinstance(app.screen, FindScreen)
        await pilot.press("escape")
        in_one_go(app, "", "f", *"yusuf", "enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await shows(pilot, "YUSUF Amina")


@pytest.mark.parametrize("typed", ["yusuf", "zone", "nobody called so"])
async def test_what_can_not_be_looked_for_is_said_to_be_missing_and_its_words_are_kept_nowhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """A fault of our own, at reading everybody: the others still offer what they find, and enter acts on it alone."""

    def breaks(*_: Any) -> Any:
        raise KeyError("YUSUF Amina 07700 900123")

    monkeypatch.setattr(Desk, "everyone", breaks)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await with_palette(pilot)
        in_one_go(app, typed)
        await shows(pilot, "Lines are missing: a fault hides people")
        lines = app.screen.query_one(CommandList)
        assert lines.options[0].disabled, "it is above all that is found"
        assert lines.highlighted_option is None or not lines.highlighted_option.disabled
        assert ("Record: Zone" in text_of(app)) == (typed == "zone")
    kept = [each.read_text() for each in desk.store.glob("stopped-*.txt")]
    assert kept, "whoever mends Carelist learns of it"
    assert all("KeyError at" in each for each in kept)
    assert not any("YUSUF" in each or "900123" in each for each in kept)
