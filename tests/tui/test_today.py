"""The list: moving, filtering, sections, sizes."""

from __future__ import annotations

import random
import sys

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.app import CarelistApp, run
from carelist_tui.tui.crash import plain_crash
from tests.tui.driving import settled, shows, text_of

pytestmark = pytest.mark.slow

SIZE = (80, 24)


async def test_j_and_k_and_the_arrows_move_and_the_panel_follows(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("j", "down", "k")
        await shows(pilot, "OBI Grace\n")
        await pilot.press("G")
        await shows(pilot, "REED Col\n")
        await pilot.press("home")
        await shows(pilot, "KHAN Bilal\n")


async def test_a_click_on_a_row_stands_on_it_and_on_the_footer_does_what_its_key_does(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.click("#list", offset=(20, 3))  # below the second heading
        await shows(pilot, "OBI Grace\n")
        await pilot.click("#foot", offset=(text_of(app).splitlines()[-1].index("Decide"), 0))
        await shows(pilot, "What changed *")


async def test_the_filter_says_what_it_hides(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"yus")
        await shows(pilot, 'filter: yus_   4 hidden: "yus"')
        await pilot.press("enter", "w")
        await shows(pilot, '4 hidden: only mine, "yus"')
        await pilot.press("slash", "escape", "w")
        assert "hidden" not in text_of(app)
        await shows(pilot, "> !16h   YUSUF Amina")  # who was found stays at hand when all are shown again


async def test_only_mine_shows_only_what_i_own(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("w")
        await shows(pilot, "hidden: only mine")
        assert "HALL Ines" not in text_of(app)


async def test_the_first_frame_shows_real_rows(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE):
        assert "YUSUF Amina" in text_of(app)


async def test_an_unencrypted_store_says_so_on_every_screen(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for keys in (["f2"], ["d"], ["escape"], ["v"], ["escape"], ["?"]):
            await pilot.press(*keys)
            await pilot.pause(0.3)
            assert "NOT ENCRYPTED" in text_of(app), keys


async def test_below_80_by_24_it_says_so_and_nothing_is_lost(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j")
        await pilot.resize_terminal(70, 20)
        await shows(pilot, "at least 80 columns by 24 lines")
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "> 10:30  YUSUF Amina")


async def test_a_storm_of_resizing_does_no_harm(desk: Desk) -> None:
    app = CarelistApp(desk)
    dice = random.Random(4)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for key in ("f2", "j", "space", "escape", "d", "escape", "?", "escape", "o"):
            for _ in range(4):
                await pilot.resize_terminal(dice.randint(1, 200), dice.randint(1, 70))
            await pilot.resize_terminal(80, 24)
            await pilot.press(key)
            await pilot.pause(0.1)
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "Everything due for this person")


def test_a_path_without_a_store_is_refused_before_anything_is_drawn(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(Refused) as refused:
        run(tmp_path_factory.mktemp("none"), None)
    assert refused.value.status == 3


def test_a_crash_is_told_without_a_word_of_the_record() -> None:
    secret, said = "YUSUF Amina", ""
    try:
        dict[str, str]()[secret]
    except KeyError:
        said = plain_crash(sys.exc_info())
    assert "KeyError" in said
    assert secret not in said
