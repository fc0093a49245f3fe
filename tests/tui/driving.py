"""Driving the app in tests: keys in, what is on screen out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.sections.snapshot import TODAY
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.telling import NOW


def text_of(app: App[Any]) -> str:
    """The screen as plain text, line by line."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in strips)


def asks(screen: Any, *kinds: type[Questionnaire]) -> bool:
    """Whether it is a form that asks these questions."""
    return isinstance(screen, FormScreen) and isinstance(screen.questions, kinds)


async def until(pilot: Pilot[Any], seen: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something is so; fails with the screen's text."""
    for _ in range(int(seconds / 0.01)):
        await pilot.pause()
        if seen():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"it did not come to be:\n{text_of(pilot.app)}")


async def shows(pilot: Pilot[Any], words: str) -> None:
    """Wait until these words are on screen."""
    await until(pilot, lambda: words in text_of(pilot.app))


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until the first reading beside the screen is done, what writing needs is imported, and what is done today is
    counted."""
    app = pilot.app
    assert isinstance(app, CarelistApp)
    await shows(pilot, "Missed 3")
    await until(pilot, lambda: "Plans & reviews -" not in text_of(app))
    await app.desk.wake()
    if isinstance(screen := app.screen, TodayScreen):
        await until(pilot, lambda: screen.shown.section != TODAY or "done today" in screen.shown.done_words)
    await pilot.pause()


def recorded(desk: Desk, kind: str, ref: str) -> list[dict[str, Any]]:
    """The entries of a type in a person's story, as the journal holds them."""
    door = Carelist.open(desk.store)
    try:
        later = desk.now().replace(hour=23)
        return [entry for entry in door.people.person(ref, max(later, NOW))["story"] if entry["type"] == kind]
    finally:
        door.close()
