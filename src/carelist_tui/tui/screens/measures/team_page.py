"""The figures as a page to print: why, and into which file; nobody is named on it, and no small number leaves by it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from carelist_tui.carelist.paper_place import PDF
from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.measures_asked import MeasuresAsked
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.reason import reason_to_leave
from carelist_tui.tui.screens.report_choice import NOT_ENCRYPTED, place_typed, which_file
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.whole_file import write_whole

if TYPE_CHECKING:
    from carelist_tui.domain.measures.inquiry import Inquiry

LED_BY = "p"
KIND = "team"
NAMES_NOBODY = tr("It names nobody, and numbers of 1 to 4 are left out.")


async def write_figures(page: Page, asked: MeasuresAsked, inquiry: Inquiry) -> None:
    """Ask what is needed, write the page of the team that is looked at, else of the whole service, and say where it is.
    Nothing is written where a question is left. No page is of one worker, nor of another group."""
    whose = tr("team {team}", team=asked.team) if asked.team else tr("the whole service")
    title = tr("The figures of {whose} as a page", whose=whose)
    reason = await reason_to_leave(page, tr("{title}: why?", title=title), led_by=LED_BY)
    if reason is None:
        return
    desk = page.desk

    def understood(typed: str) -> str:
        return tr("{place_typed}, not encrypted", place_typed=place_typed(desk, typed))

    asking = AskScreen(desk, title, (NOT_ENCRYPTED, NAMES_NOBODY), which_file(), understood)
    typed = await page.app.push_screen_wait(asking)
    if typed is None:
        return
    path = place_typed(desk, typed)
    of_all = replace(inquiry, worker=None, within=None, by=None)
    page.say(tr("Writing the page..."))
    try:
        door = await desk.present.door()
        made = await asyncio.to_thread(door.measures.report, KIND, of_all, desk.present.now(), known_at=desk.known_at)
        write_whole(path, await asyncio.to_thread(made.pdf if path.suffix == PDF else made.html))
    except Refused as refused:
        page.say(tr("NOT WRITTEN: {refused}", refused=refused))
        return
    except OSError as trouble:
        page.say(tr("NOT WRITTEN: {path} can't be written: {words_of}", path=path, words_of=words_of(trouble)))
        return
    desk.looks.note("exported", None, count=made.entries, reason=reason)
    page.say(tr("Written: {path}. It is NOT ENCRYPTED: destroy it after use.", path=path))
