"""A key is said once: in its binding, with an id, a label and a sentence."""

from __future__ import annotations

import re

import pytest
from textual.binding import Binding

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.settings import Settings
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import act, bindings_in, bindings_of, clashes, key_table, keys_of, rekeyed, writes
from carelist_tui.tui.palette_screen import PaletteScreen
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.settings.bound_keys import (
    fault_of,
    fitting_keys,
    holders,
    kinds_of_screens,
    known_bindings,
)
from docs.keys import PAGE, page
from tests.tui.driving import settled, shows, text_of, until

pytestmark = pytest.mark.slow

WHERE = holders(CarelistApp)
"""The app and every screen with keys. `key_table(WHERE)` is the table of `docs/keys.md`."""


@pytest.mark.parametrize("screen", WHERE)
def test_every_binding_has_an_id_a_label_and_a_sentence(screen: type) -> None:
    for binding in vars(screen)["BINDINGS"]:
        assert isinstance(binding, Binding)
        assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)+", binding.id or ""), binding
        assert binding.description
        assert binding.tooltip.endswith("."), binding


@pytest.mark.parametrize("screen", kinds_of_screens())
def test_no_key_leads_to_two_things_on_one_screen(screen: type) -> None:
    found = clashes(bindings_in(screen, CarelistApp))
    assert not [f"{key}: {one.id}, {other.id}" for key, one, other in found]


def test_no_two_bindings_share_an_id() -> None:
    ids = [binding.id for screen in WHERE for binding in vars(screen)["BINDINGS"]]
    assert len(ids) == len(set(ids)), sorted({id for id in ids if ids.count(id) > 1})


def test_a_key_is_written_as_it_is_on_the_keyboard() -> None:
    for screen in WHERE:
        for binding in vars(screen)["BINDINGS"]:
            for key in keys_of(binding):
                assert "_" not in key, f"{binding.id}: {key} needs a line in KEY_NAMES"


def test_the_key_table_names_every_binding_that_is_described() -> None:
    table = key_table(WHERE)
    assert "| today | `space` | On a missed-contact step" in table
    assert len(table.splitlines()) == 2 + sum(len(vars(screen)["BINDINGS"]) for screen in WHERE)


def test_the_page_of_keys_holds_the_key_table_as_the_bindings_give_it() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert key_table(WHERE) in written
    assert page(written) == written, "`just keys` writes it anew"


def test_a_binding_says_itself_whether_it_records_whatever_its_id_is_called() -> None:
    assert writes(act("today.look-about", "z", "look", "Look", "Look about.", records=True))
    assert not writes(act("today.record-nothing", "z", "look", "Look", "Look about."))
    known = known_bindings(CarelistApp)
    assert all(writes(known[id]) for id in ("today.call-person", "today.resolve-due", "person.take-back"))
    assert not any(writes(known[id]) for id in ("today.filter-list", "app.open-settings", "choosing.take-line"))


def test_a_key_that_is_taken_is_refused_by_the_name_of_what_it_does() -> None:
    assert fault_of(CarelistApp, {"today.show-mine": "d"}, "today.show-mine") == "d is Decide already."
    assert fault_of(CarelistApp, {"today.show-mine": "W"}, "today.show-mine") == ""
    assert "No key is called" in fault_of(CarelistApp, {"today.fly-away": "W"}, "today.fly-away")
    assert "can't be changed" in fault_of(CarelistApp, {"today.record-outcome": "W"}, "today.record-outcome")


def test_of_a_keymap_only_what_can_be_is_left_out() -> None:
    said = {"today.show-mine": "W", "today.filter-list": "d", "today.fly-away": "z"}
    fitting, faults = fitting_keys(CarelistApp, said)
    assert fitting == {"today.show-mine": "W"}
    assert [fault.partition(":")[0] for fault in faults] == ["d is Decide already", "No key is called today.fly-away"]


async def test_a_changed_key_is_shown_everywhere_and_acts(desk: Desk) -> None:
    app = CarelistApp(desk, settings=Settings(keys={"today.show-mine": "W", "today.call-person": "f12"}))
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await shows(pilot, "[Missed")
        assert "f12 Call or visit" in text_of(app).splitlines()[-1]
        await pilot.press("w")
        assert "only mine" not in text_of(app)
        await pilot.press("W")
        await shows(pilot, "hidden: only mine")
        mine = rekeyed(known_bindings(CarelistApp)["today.show-mine"], app.keymap)
        assert keys_of(mine) == ["W"]
        await pilot.press("question_mark")
        await shows(pilot, " W                       Show only what is yours")


async def test_help_shows_every_key_of_the_screen_below(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 84)) as pilot:
        await settled(pilot)
        bindings = bindings_of(app.screen)
        await pilot.press("question_mark")
        await shows(pilot, "Help: the keys here")
        for binding in bindings:
            assert binding.tooltip[:40] in text_of(app), binding
            assert keys_of(binding)[0] in text_of(app)


async def test_the_palette_offers_what_the_bindings_say_and_no_screenshot(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await shows(pilot, "Write a decision note")
        assert "creenshot" not in text_of(app)
        await pilot.press(*"only mine", "enter")
        await shows(pilot, "hidden: only mine")


async def test_a_palette_that_something_came_over_is_not_opened_a_second_time(desk: Desk) -> None:
    """What is slow to open comes over it on a busy laptop; ctrl+p there ended the program."""
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, PaletteScreen))
        await app.push_screen(ChooseScreen(desk, "Record what?", ["one", "two"]))
        await shows(pilot, "Record what?")
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        assert [type(each) for each in app.screen_stack].count(PaletteScreen) == 1
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is app.first)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, PaletteScreen))
