"""Every glyph on every screen can be read; no colour carries a meaning alone, and without colour there is none."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.guided_app import GuidedApp
from carelist_tui.tui.themes import LEAST, NO_COLOUR, PALETTES, theme_after
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import NOW

pytestmark = pytest.mark.slow

EVERYWHERE: tuple[tuple[str, list[str]], ...] = (
    ("Today", []), ("Missed", ["f2"]), ("Board", ["f3"]), ("Handovers", ["f4"]), ("Actions", ["f5"]),
    ("Plans and reviews", ["f6"]), ("a call", ["f2", "j", "space"]), ("the note of a call", ["escape", "e", "x"]),
    ("help", ["enter", "escape", "f1", "question_mark"]), ("everything due", ["escape", "o"]),
    ("the decision note", ["escape", "d"]), ("its faults", ["ctrl+s"]), ("settings", ["escape", "comma"]),
    ("the palette", ["escape", "ctrl+p"]), ("the palette, searched", [*"only"]), ("a person", ["escape", "full_stop"]),
    ("finding anybody", ["escape", "f", *"yus"]), ("something else", ["escape", "escape", "plus"]),
    ("the filter", ["escape", "escape", "slash", "y"]),
)  # fmt: skip
"""Where the keys lead, one after the other, from the list at the start."""
PAGES: tuple[tuple[str, list[str], str], ...] = (
    ("measures", ["M"], "MeasuresScreen"), ("who stands behind one", ["M", "enter"], "MeasureCasesScreen"),
    ("all of a measure", ["M", "v"], "ReadingScreen"), ("audits", ["K"], "SamplesScreen"),
    ("a case of one", ["K", "enter"], "CaseScreen"), ("a supervision", ["V", "2"], "SupervisionScreen"),
    ("a list", ["L", "1"], "ListScreen"), ("the end of the day", ["E"], "DayEndScreen"),
    ("laptops", ["S"], "SyncScreen"), ("the guide", ["question_mark", "o", "enter"], "ReadingScreen"),
    ("everybody in the palette", ["ctrl+p", *"yus"], "PaletteScreen"),
)  # fmt: skip
"""Pages of their own: each from the list, by which keys, and what it is."""


def luminance(rgb: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in rgb]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(fore: tuple[int, int, int], back: tuple[int, int, int]) -> float:
    high, low = sorted((luminance(fore), luminance(back)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def rgb(colour: Color) -> tuple[int, int, int]:
    made = colour.get_truecolor()
    return (made.red, made.green, made.blue)


def cells(app: App[Any]) -> Iterator[Segment]:
    """Everything drawn now that has a glyph in it, as it goes to the terminal."""
    for strip in app.screen._compositor.render_strips(app.size):
        for sieve in app._filters:
            strip = strip.apply_filter(sieve, app.screen.background_colors[1])
        yield from (segment for segment in strip if segment.text.strip())


def too_faint(app: App[Any], least: float) -> set[str]:
    """Each text that does not stand out enough, with its colours."""
    found = set()
    for segment in cells(app):
        style = segment.style or Style()
        if style.color is None or style.bgcolor is None:
            found.add(f"{segment.text!r}: no colours of its own")
            continue
        fore, back = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
        ratio = contrast(rgb(fore), rgb(back))
        if ratio < least or style.dim:
            found.add(f"{segment.text!r}: {ratio:.1f} ({rgb(fore)} on {rgb(back)})")
    return found


@asynccontextmanager
async def walked(desk: Desk, theme: str | None) -> AsyncIterator[tuple[CarelistApp, Pilot[None]]]:
    app = CarelistApp(desk, theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        yield app, pilot


async def go(pilot: Pilot[None], keys: list[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0.03)


@pytest.mark.parametrize("theme", PALETTES)
def test_words_stand_out_from_what_is_behind_them(theme: str) -> None:
    for what, fore, back in PALETTES[theme].pairs():
        ratio = contrast(rgb(Color.from_ansi(fore)), rgb(Color.from_ansi(back)))
        assert ratio >= LEAST[theme], f"{what}: {ratio:.1f}"


async def test_no_glyph_on_any_screen_is_too_faint_in_any_theme(desk: Desk) -> None:
    faint: set[str] = set()
    async with walked(desk, None) as (app, pilot):
        for where, keys in EVERYWHERE:
            await go(pilot, keys)
            for theme in PALETTES:
                app.theme = theme
                await pilot.pause()
                faint |= {f"{theme}, {where}: {each}" for each in too_faint(app, LEAST[theme])}
    assert not faint, "\n".join(sorted(faint))


async def at_rest(pilot: Pilot[None], kind: str) -> None:
    """This screen stands, and nothing moves on it any more."""
    await until(pilot, lambda: type(pilot.app.screen).__name__ == kind)
    for _ in range(60):
        before = text_of(pilot.app)
        await pilot.pause(0.05)
        if text_of(pilot.app) == before and "Reading..." not in before:
            return


def stands_another(app: CarelistApp, before: Screen[Any]) -> bool:
    return app.screen is not before


async def faint_or_blinking(app: CarelistApp, pilot: Pilot[None], where: str) -> set[str]:
    """What on this page stands out too little in some look, and what blinks in it."""
    found: set[str] = set()
    for theme in PALETTES:
        app.theme = theme
        await pilot.pause()
        found |= {f"{theme}, {where}: {each}" for each in too_faint(app, LEAST[theme])}
        found |= {f"{theme}, {where}: {cell.text!r} blinks" for cell in cells(app) if blinks(cell)}
    return found


def blinks(cell: Segment) -> bool:
    style = cell.style or Style()
    return bool(style.blink or style.blink2)


async def test_no_glyph_on_any_page_of_its_own_is_too_faint_or_blinks_in_any_theme(store: Path) -> None:
    """Measures, audits and a case, supervision, lists, the guide: as a second reader sees them, who may score one."""
    with Carelist.open(store, "w-ada") as door:
        door.audits.draw(Wanted("record", 3, 7), NOW)
    desk = Desk(store, "w-leah", NOW, runs=False)
    faint: set[str] = set()
    try:
        async with walked(desk, None) as (app, pilot):
            for where, keys, kind in PAGES:
                for key in keys:
                    before = app.screen
                    await pilot.press(key)
                    if key in ("M", "K", "V", "L", "question_mark", "o"):
                        await until(pilot, partial(stands_another, app, before))
                await at_rest(pilot, kind)
                faint |= await faint_or_blinking(app, pilot, where)
                for _ in range(4):
                    if app.screen is not app.first:
                        await pilot.press("escape")
                        await pilot.pause()
                await until(pilot, lambda: app.screen is app.first)
    finally:
        desk.close()
    assert not faint, "\n".join(sorted(faint))


async def test_no_glyph_of_the_tour_is_too_faint_or_blinks_in_any_theme(desk: Desk) -> None:
    app = GuidedApp(desk)
    faint: set[str] = set()
    async with app.run_test(size=(120, 40)) as pilot:
        await at_rest(pilot, "TourScreen")
        faint |= await faint_or_blinking(app, pilot, "the first words of the tour")
        await pilot.pause(0.6)  # what comes unasked is deaf at first
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.first)
        faint |= await faint_or_blinking(app, pilot, "its first step")
    assert not faint, "\n".join(sorted(faint))


async def test_nothing_blinks_and_nothing_moves_by_itself(desk: Desk) -> None:
    """No text blinks, nor the cursor in a field; and no animation of Textual's is on, in the terminal's title,
    in what scrolls, in what opens."""
    async with walked(desk, None) as (app, pilot):
        assert app.animation_level == "none"
        await pilot.press("d")
        await until(pilot, lambda: bool(app.screen.query(Input)) and bool(app.screen.query(TextArea)))
        for field in app.screen.query(Input):
            assert not field.cursor_blink, field
        for area in app.screen.query(TextArea):
            assert not area.cursor_blink, area
        assert not [cell for cell in cells(app) if blinks(cell)]
        await pilot.press("escape", "ctrl+p", "y")
        await until(pilot, lambda: isinstance(app.focused, Input))
        assert isinstance(app.focused, Input)
        assert not app.focused.cursor_blink


async def test_without_colour_no_cell_on_any_screen_has_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with walked(desk, None) as (app, pilot):
        assert app.theme == NO_COLOUR
        assert re.search(r"\n ?> ", text_of(app)), "the row at hand is marked"
        for where, keys in EVERYWHERE:
            await go(pilot, keys)
            for segment in cells(app):
                style = segment.style or Style()
                assert all(c is None or c.is_default for c in (style.color, style.bgcolor)), (where, segment)


async def test_the_looks_change_by_a_key_one_after_the_other(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        seen = [app.theme]
        for _ in range(3):
            await pilot.press("f9")
            seen.append(app.theme)
        assert seen == ["carelist-dark", "carelist-light", "carelist-high-contrast", "carelist-dark"]
        assert theme_after("unknown") == "carelist-dark"
        await shows(pilot, "KHAN Bilal")
        await until(pilot, lambda: not too_faint(app, 4.5))
