"""Every pair of colours that words are shown in can be read; no colour carries a meaning alone."""

from __future__ import annotations

import pytest
from rich._palettes import EIGHT_BIT_PALETTE

from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.desk import Desk
from carelist_tui.tui.themes import NO_COLOUR, PALETTES
from tests.tui.driving import settled, text_of


def luminance(number: int) -> float:
    parts = [part / 255 for part in EIGHT_BIT_PALETTE[number]]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", PALETTES)
def test_words_stand_out_by_four_and_a_half_to_one(theme: str) -> None:
    for what, fore, back in PALETTES[theme].pairs():
        high, low = sorted((luminance(fore), luminance(back)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, what


async def test_without_colour_the_row_at_hand_is_marked_and_nothing_has_a_colour(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.theme == NO_COLOUR
        no_colour, ground = app._filters[0], app.screen.background_colors[1]
        lines = [strip.apply_filter(no_colour, ground) for strip in app.screen._compositor.render_strips(app.size)]
        strips = [segment for line in lines for segment in line]
        for segment in strips:
            style = segment.style
            assert style is None or all(c is None or c.is_default for c in (style.color, style.bgcolor)), segment
        assert "\n> " in text_of(app)


async def test_dark_and_light_change_by_a_key(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f9")
        assert app.theme == "carelist-light"
