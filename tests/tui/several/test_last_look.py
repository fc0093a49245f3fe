"""The last look before several are recorded: every name is in sight first, however many and however they are called."""

from __future__ import annotations

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.several import Chosen, for_lines
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.several.last_look import LastLookScreen
from tests.tui.driving import settled, shows, text_of
from tests.tui.walking import HOSTILE

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_all_names_were_in_sight_before_anything_is_recorded(desk: Desk, size: tuple[int, int]) -> None:
    people = [Chosen(f"p{n}", f"FAMILYNAME{n:03} Given") for n in range(400)]
    said: list[bool | None] = []
    app = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.push_screen(LastLookScreen(desk, "Before it is recorded", ["Cover", *for_lines(people)]), said.append)
        await shows(pilot, "more lines: space")
        seen = ""
        for _ in range(40):
            seen += text_of(app)
            if said or not isinstance(app.screen, LastLookScreen):
                break
            await pilot.press("ctrl+s")
            await pilot.pause()
        assert said == [True]
        assert all(each.name.split()[0] in seen for each in people)


async def test_a_window_made_smaller_shows_them_anew(desk: Desk) -> None:
    people = [Chosen(f"p{n}", f"FAMILYNAME{n:03} Given") for n in range(100)]
    said: list[bool | None] = []
    app = CarelistApp(desk)
    async with app.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        app.push_screen(LastLookScreen(desk, "Before it is recorded", for_lines(people)), said.append)
        await shows(pilot, "ctrl+s records it for all of them.")
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "more lines: space")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert not said, "it went a page on"
        await pilot.press("ctrl+s", "ctrl+s")
        await pilot.pause()
        assert said == [True]


@pytest.mark.turns(2)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_no_name_hides_another_or_acts(desk: Desk, text: str) -> None:
    people = [Chosen("p1", text[:3900]), Chosen("p2", "KHAN Bilal")]
    said: list[bool | None] = []
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        lines = ["Cover", *for_lines(people)]
        app.push_screen(LastLookScreen(desk, "Before it is recorded", lines, [f"Not for {text}"]), said.append)
        await shows(pilot, "For 2 people")
        seen = text_of(app)
        for _ in range(20):
            await pilot.press("space")
            await pilot.pause()
            seen += text_of(app)
        assert "KHAN Bilal" in " ".join(seen.split())
        assert not {c for c in seen if not c.isprintable() and c not in "\n\u200d"}
        await pilot.press("escape")
        await pilot.pause()
        assert said == [False]
