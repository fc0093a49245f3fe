"""A key is said once: in its binding, with an id, a label and a sentence."""

from __future__ import annotations

import re

import pytest
from textual.binding import Binding

from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import bindings_of, key_table, keys_of
from carelist_tui.tui.desk import Desk
from carelist_tui.tui.screens.choosing import ChooseScreen
from carelist_tui.tui.screens.forms.form import FormScreen
from carelist_tui.tui.screens.reading import ReadingScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from carelist_tui.tui.screens.worklist.worklist import WorklistScreen
from tests.house.tree import ROOT
from tests.tui.driving import settled, shows, text_of

WHERE = [CarelistApp, TodayScreen, WorklistScreen, FormScreen, ReadingScreen, ChooseScreen]


@pytest.mark.parametrize("screen", WHERE)
def test_every_binding_has_an_id_a_label_and_a_sentence(screen: type) -> None:
    for binding in vars(screen)["BINDINGS"]:
        assert isinstance(binding, Binding)
        assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)+", binding.id or ""), binding
        assert binding.description
        assert binding.tooltip.endswith("."), binding


def test_no_two_bindings_share_an_id() -> None:
    ids = [binding.id for screen in WHERE for binding in vars(screen)["BINDINGS"]]
    assert len(ids) == len(set(ids))


def test_the_key_table_names_every_binding_that_is_described() -> None:
    table = key_table(WHERE)
    assert "| today | `space` | On a missed-contact step" in table
    assert len(table.splitlines()) == 2 + sum(len(vars(screen)["BINDINGS"]) for screen in WHERE)


def test_the_readme_holds_the_key_table_as_the_bindings_give_it() -> None:
    assert key_table(WHERE) in (ROOT / "README.md").read_text(encoding="utf-8")


async def test_help_shows_every_key_of_the_screen_below(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 60)) as pilot:
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
