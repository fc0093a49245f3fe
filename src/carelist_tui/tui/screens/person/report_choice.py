"""A page to print about the person at hand: which, for whom, why, and into which file; then it is written."""

from __future__ import annotations

import asyncio
from pathlib import Path

from carelist_tui.carelist.paper_place import PAGE, PDF, paper_place
from carelist_tui.carelist.reports import Asked
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.report.kinds_of_report import KINDS, PAPER_NOT_SAFE, PAPER_QUESTION
from carelist_tui.exchange.report.report_pdf import NO_EXTRA, has_pdf
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.person_acts import ActsPage, reason_to_copy
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.whole_file import write_whole

LED_BY = "P"
NOBODY_TOLD = "NOT WRITTEN: nobody may be told of them now: ask them first, or record on which ground."
ABOUT_FILE = (
    "The file will NOT be encrypted: whoever has it can read it. Print it, and destroy it.",
    "What others said in confidence is left out, or marked where everything is asked for.",
)
NAME = f"Which file? Its name ends in {PAGE} for a page to print"


async def write_report(page: ActsPage) -> None:
    """Ask what is needed, write the page, and say where it is; nothing is written where a question is left."""
    card = page.at_hand()
    if card is None:
        page.say("Nobody is at hand.")
        return
    kinds = list(KINDS)
    title = f"A page about {card.listed}: which?"
    chosen = await page.app.push_screen_wait(ChooseScreen(page.desk, title, [*KINDS.values()], led_by=LED_BY))
    if chosen is None:
        return
    kind = kinds[chosen]
    partner = await _partner(page, card) if kind == "share" else None
    if (kind == "share" and partner is None) or (kind == "plan" and not await _paper_is_safe(page)):
        return
    reason = await reason_to_copy(page, f"A page about {card.listed}: why?", led_by="")
    if reason is not None:
        await _write(page, card, Asked(kind, card.person, page.desk.now(), partner=partner), reason)


async def _partner(page: ActsPage, card: Card) -> str | None:
    """Who of those who may be told; None where nobody may, or nobody was chosen."""
    door = await page.desk.door()
    told = [each["name"] for each in door.people.person(card.person, page.desk.now())["may_be_told"]]
    if not told:
        page.say(NOBODY_TOLD)
        return None
    chosen = await page.app.push_screen_wait(ChooseScreen(page.desk, "For whom?", told))
    return None if chosen is None else str(told[chosen])


async def _paper_is_safe(page: ActsPage) -> bool:
    """Asked each time: a reason says nothing of who else lives there."""
    words = ["No, or nobody has asked them", "Yes"]
    if await page.app.push_screen_wait(ChooseScreen(page.desk, f"{PAPER_QUESTION}?", words)) == 1:
        return True
    page.say(f"NOT WRITTEN: {PAPER_NOT_SAFE}.")
    return False


async def _write(page: ActsPage, card: Card, asked: Asked, reason: str) -> None:
    """Into a file that the worker names, outside the store: nothing there lies in clear."""
    typed = await page.app.push_screen_wait(
        AskScreen(
            page.desk,
            KINDS[asked.kind],
            ABOUT_FILE,
            f"{NAME}, or {PDF}." if has_pdf() else f"{NAME}.",
            lambda typed: f"{_place(page, typed)}, not encrypted",
        )
    )
    if typed is None:
        return
    path = _place(page, typed)
    door = await page.desk.door()
    made = await asyncio.to_thread(door.reports, asked, page.desk.now())
    try:
        write_whole(path, await asyncio.to_thread(made.pdf if path.suffix == PDF else made.html))
    except OSError as trouble:
        page.say(f"NOT WRITTEN: {path} can't be written: {words_of(trouble)}")
        return
    except Refused as refused:
        page.say(f"NOT WRITTEN: {refused}")
        return
    page.desk.looks.note("exported", card.person, count=made.entries, reason=reason)
    page.say(f"Written: {path}. It is NOT ENCRYPTED: destroy it after use.")


def _place(page: ActsPage, typed: str) -> Path:
    """The file that somebody named. Raises ValueError, with a sentence, for one that may not be written."""
    if typed.strip().endswith(PDF) and not has_pdf():
        raise ValueError(NO_EXTRA)
    return paper_place(typed, page.desk.store, (PAGE, PDF) if has_pdf() else (PAGE,))
