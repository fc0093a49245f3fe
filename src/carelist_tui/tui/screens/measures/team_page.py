"""The figures as a page to print: why, and into which file; nobody is named on it, and no small number leaves by it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from carelist_tui.carelist.paper_place import PAGE, paper_place
from carelist_tui.desk.at_hand.measures_asked import MeasuresAsked
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.reason import reason_to_leave
from carelist_tui.tui.screens.report_choice import NAME, NOT_ENCRYPTED
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.whole_file import write_whole

if TYPE_CHECKING:
    from carelist_tui.domain.measures.inquiry import Inquiry

LED_BY = "p"
KIND = "team"
NAMES_NOBODY = "It names nobody, and numbers of 1 to 4 are left out."


async def write_figures(page: Page, asked: MeasuresAsked, inquiry: Inquiry) -> None:
    """Ask what is needed, write the page of the team that is looked at, else of the whole service, and say where it is.
    Nothing is written where a question is left. No page is of one worker, nor of another group."""
    whose = f"team {asked.team}" if asked.team else "the whole service"
    title = f"The figures of {whose} as a page"
    reason = await reason_to_leave(page, f"{title}: why?", led_by=LED_BY)
    if reason is None:
        return
    desk = page.desk

    def understood(typed: str) -> str:
        return f"{paper_place(typed, desk.store, (PAGE,))}, not encrypted"

    typed = await page.app.push_screen_wait(AskScreen(desk, title, (NOT_ENCRYPTED, NAMES_NOBODY), NAME, understood))
    if typed is None:
        return
    path = paper_place(typed, desk.store, (PAGE,))
    of_all = replace(inquiry, worker=None, within=None, by=None)
    page.say("Writing the page...")
    try:
        door = await desk.present.door()
        html, entries = await asyncio.to_thread(
            door.measures.report, KIND, of_all, desk.present.now(), known_at=desk.known_at
        )
        write_whole(path, html.encode())
    except Refused as refused:
        page.say(f"NOT WRITTEN: {refused}")
        return
    except OSError as trouble:
        page.say(f"NOT WRITTEN: {path} can't be written: {words_of(trouble)}")
        return
    desk.looks.note("exported", None, count=entries, reason=reason)
    page.say(f"Written: {path}. It is NOT ENCRYPTED: destroy it after use.")
