"""A list to choose from says how many of its lines the window has no room for, and its keys act all the same."""

from __future__ import annotations

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.domain.views.lists.questions import QUESTIONS
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.choice import KEYS, ChooseScreen
from tests.tui.driving import settled, shows, text_of

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_choice_that_is_longer_than_the_window_says_how_many_lines_it_does_not_show(
    desk: Desk, size: tuple[int, int]
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("L")
        await shows(pilot, "Which list?")
        screen = app.screen
        assert isinstance(screen, ChooseScreen)
        for at in range(len(QUESTIONS)):
            shown = text_of(app)
            whole = [
                key for key in KEYS[: len(QUESTIONS)] if f"\n {'>' if KEYS.index(key) == at else ' '} {key} " in shown
            ]
            assert KEYS[at] in whole, "the line at the cursor is in sight"
            said = [int(word) for word, of in zip(shown.split(), shown.split()[1:], strict=False) if of == "more"]
            hidden = len(QUESTIONS) - len(whole)
            assert hidden <= sum(said) <= hidden + 1, f"{hidden} are not shown (one may be in part):\n{shown}"
            assert bool(said) == ("more " in shown)
            await pilot.press("down")
