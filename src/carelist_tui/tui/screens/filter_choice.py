"""Filters by name: one that was saved is shown again, what is shown now is saved, one is taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from carelist_tui.catalogue import tr
from carelist_tui.desk.sections.saved_filters import PURPOSE, SavedFilter, SavedFilters, name_of_filter, saved_words
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen

SAVE = tr("Save what is shown now, under a name")
TAKE_AWAY = tr("Take one away")


async def choose_filter(page: Page, now: SavedFilter, fits: Callable[[SavedFilter], bool]) -> SavedFilter | None:
    """One that was saved, of those that fit here; None where none is chosen: what is shown `now` may be saved, and any
    taken away, also of a list that is not here any more. What the disk or the store refuses is said."""
    desk = page.desk.present
    saved = SavedFilters(desk.store, desk.worker, desk.sealer(PURPOSE))
    kept: list[SavedFilter] = []
    try:
        kept = saved.all()
        found = [each for each in kept if fits(each)]
    except Refused as refused:
        page.say(f"{str(refused)[:1].upper()}{str(refused)[1:]}.")
        found = []
    words = [*(each.words() for each in found), SAVE, *([TAKE_AWAY] if kept else [])]
    chosen: int | None = await page.app.push_screen_wait(
        ChooseScreen(page.desk, tr("Filters by name"), words, led_by="F")
    )
    if chosen is None:
        return None
    if chosen < len(found):
        return found[chosen]
    try:
        await (_save(page, saved, now) if chosen == len(found) else _take_away(page, saved, kept))
    except Refused as refused:
        page.say(tr("Not saved: {refused}.", refused=refused))
    return None


async def _save(page: Page, saved: SavedFilters, now: SavedFilter) -> None:
    def understood(typed: str) -> str:
        return tr("Kept on this laptop, for you, as {name_of_filter}.", name_of_filter=name_of_filter(typed))

    about = [tr("What is shown: {words}", words=now.words().removeprefix(": "))]
    typed = await page.app.push_screen_wait(
        AskScreen(page.desk, tr("Save a filter"), about, tr("Its name?"), understood)
    )
    if typed is not None:
        named = replace(now, name=name_of_filter(typed))
        page.say(saved_words(named, saved.save(named)))


async def _take_away(page: Page, saved: SavedFilters, found: list[SavedFilter]) -> None:
    words = [each.words() for each in found]
    chosen = await page.app.push_screen_wait(ChooseScreen(page.desk, tr("Take which filter away?"), words))
    if chosen is not None:
        saved.remove(found[chosen].name)
        page.say(tr("Taken away: {name}.", name=found[chosen].name))
