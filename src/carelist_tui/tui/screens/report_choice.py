"""A page to print, about the person at hand or for an MDT: which, for whom, why, and into which file; then it is
written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from carelist_tui.carelist.paper_place import PAGE, PDF, paper_place
from carelist_tui.carelist.reports import Asked, Made
from carelist_tui.catalogue import ntr, tr
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.report.kinds_of_report import (
    KINDS,
    MDT,
    MDT_WORDS,
    OTHERS_WORDS_ASKED,
    PAPER_NOT_SAFE,
    PAPER_QUESTION,
)
from carelist_tui.exchange.report.report_pdf import NO_EXTRA, has_pdf
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.reason import reason_to_leave
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.whole_file import write_whole

LED_BY = "P"
NOBODY_TOLD = tr("NOT WRITTEN: nobody may be told of them now: ask them first, or record on which ground.")
NOT_ENCRYPTED = tr("The file will NOT be encrypted: whoever has it can read it. Print it, and destroy it.")
OTHERS_OUT = tr("What others said in confidence is left out.")
OTHERS_IN = tr("What others said in confidence STANDS IN IT: give it to nobody who may not read that.")
OTHERS_MARKED = tr("What others said in confidence stands in it, marked: somebody looks at it before it is given away.")
OTHERS_ANSWERS = (tr("leave it out"), tr("put it in: whoever reads the page reads it"))
NAME = tr("Which file? Its name ends in {page} for a page to print", page=PAGE)
ABOUT_MDT = (
    tr(
        "Everybody who is to be talked about by that day, or was on it: the agenda before the meeting, its "
        "minutes after."
    ),
    OTHERS_OUT,
)
WHY_MDT = (tr("for the MDT"),)
WHICH_DAY = tr("On which day is the MDT?")
TODAY = "today"


async def write_report(page: Page, card: Card | None) -> None:
    """Ask what is needed, write the page, and say where it is; nothing is written where a question is left. `card`: who
    is at hand; nobody, where only the paper of an MDT can be written."""
    if card is None:
        await write_mdt(page)
        return
    kinds = [*KINDS, MDT]
    title = tr("A page about {listed}: which?", listed=card.listed)
    choose = ChooseScreen(page.desk, title, [*KINDS.values(), MDT_WORDS], led_by=LED_BY)
    chosen = await page.app.push_screen_wait(choose)
    if chosen is None:
        return
    kind = kinds[chosen]
    if kind == MDT:
        await write_mdt(page)
    else:
        await _write_about(page, card, kind)


async def write_mdt(page: Page) -> None:
    """The same for the paper of an MDT, which is about nobody alone: it is asked for by its day."""
    desk = page.desk
    await desk.wake()
    from carelist_tui.desk.questions.human_dates import day_said, nearest_day

    def meant(typed: str) -> date:
        return nearest_day(typed, desk.now(), desk.zone)

    def said(typed: str) -> str:
        return day_said(meant(typed), desk.now(), desk.zone)

    asking = AskScreen(desk, MDT_WORDS, ABOUT_MDT, WHICH_DAY, said, typed=TODAY)
    typed = await page.app.push_screen_wait(asking)
    if typed is None:
        return
    on = meant(typed)
    reason = await reason_to_leave(page, tr("The paper of an MDT: why?"), usual=WHY_MDT)
    if reason is not None:
        asked = Asked(MDT, None, desk.now(), desk.known_at, on=on)
        await _write(
            page,
            asked,
            tr("MDT, {day_said}", day_said=day_said(on, desk.now(), desk.zone)),
            (NOT_ENCRYPTED, OTHERS_OUT),
            reason,
        )


async def _write_about(page: Page, card: Card, kind: str) -> None:
    """What each kind of page asks besides, then why."""
    partner = await _partner(page, card) if kind == "share" else None
    if (kind == "share" and partner is None) or (kind == "plan" and not await _paper_is_safe(page)):
        return
    others = await _others_words(page, card) if kind in OTHERS_WORDS_ASKED else False
    if others is None:
        return
    reason = await reason_to_leave(page, tr("A page about {listed}: why?", listed=card.listed))
    if reason is not None:
        asked = Asked(kind, card.person, page.desk.now(), page.desk.known_at, partner, others)
        says = OTHERS_MARKED if kind == "subject-access" else OTHERS_IN if others else OTHERS_OUT
        await _write(page, asked, f"{KINDS[kind]}: {card.listed}", (NOT_ENCRYPTED, says), reason)


async def _partner(page: Page, card: Card) -> str | None:
    """Who of those who may be told now, whatever moment is read; None where nobody may, or nobody was chosen."""
    present = page.desk.present
    door = await present.door()
    told = [each["name"] for each in door.people.person(card.person, present.now())["may_be_told"]]
    if not told:
        page.say(NOBODY_TOLD)
        return None
    chosen = await page.app.push_screen_wait(
        ChooseScreen(page.desk, tr("About {listed}. For whom?", listed=card.listed), told)
    )
    return None if chosen is None else str(told[chosen])


async def _paper_is_safe(page: Page) -> bool:
    """Asked each time: a reason says nothing of who else lives there."""
    words = [tr("No, or nobody has asked them"), tr("Yes")]
    if await page.app.push_screen_wait(ChooseScreen(page.desk, f"{PAPER_QUESTION}?", words)) == 1:
        return True
    page.say(tr("NOT WRITTEN: {paper_not_safe}.", paper_not_safe=PAPER_NOT_SAFE))
    return False


async def _others_words(page: Page, card: Card) -> bool | None:
    """Whether others' words are to stand in it: no, unless somebody says so each time; None where it was left."""
    title = tr("A page about {listed}: what others said in confidence?", listed=card.listed)
    chosen = await page.app.push_screen_wait(ChooseScreen(page.desk, title, OTHERS_ANSWERS))
    return None if chosen is None else chosen == 1


async def _write(page: Page, asked: Asked, title: str, about: Sequence[str], reason: str) -> None:
    """Into a file that the worker names, outside the store: nothing there lies in clear. What is read at an earlier
    moment is made at the true one, by what is known now of who must not be told."""
    desk = page.desk

    def understood(typed: str) -> str:
        return tr("{place_typed}, not encrypted", place_typed=place_typed(desk, typed))

    name = which_file()
    typed = await page.app.push_screen_wait(AskScreen(desk, title, about, name, understood))
    if typed is None:
        return
    path = place_typed(desk, typed)
    try:
        made = await asyncio.to_thread((await desk.present.door()).reports, asked, desk.present.now())
        write_whole(path, await asyncio.to_thread(made.pdf if path.suffix == PDF else made.html))
    except Refused as refused:
        page.say(tr("NOT WRITTEN: {refused}", refused=refused))
        return
    except OSError as trouble:
        page.say(tr("NOT WRITTEN: {path} can't be written: {words_of}", path=path, words_of=words_of(trouble)))
        return
    _note_left(desk, made, reason)
    page.say(
        tr("Written: {path}{whom}. It is NOT ENCRYPTED: destroy it after use.", path=path, whom=_whom(asked, made))
    )


def which_file() -> str:
    """The question for a file's name, with the endings that can be written here."""
    return tr("{name}, or {pdf}.", name=NAME, pdf=PDF) if has_pdf() else f"{NAME}."


def place_typed(desk: Desk, typed: str) -> Path:
    """The file that somebody named. Raises ValueError, with a sentence, for one that may not be written."""
    if typed.strip().endswith(PDF) and not has_pdf():
        raise ValueError(NO_EXTRA)
    return paper_place(typed, desk.store, (PAGE, PDF) if has_pdf() else (PAGE,))


def _note_left(desk: Desk, made: Made, reason: str) -> None:
    """That it left, and why, with each person who stands in it."""
    for person in made.people or (None,):
        desk.looks.note("exported", person, count=made.entries, reason=reason)


def _whom(asked: Asked, made: Made) -> str:
    """Of how many the paper of a meeting is; of a page about one person nothing."""
    if asked.kind != MDT:
        return ""
    count = len(made.people)
    return (
        ntr(", {count} person", ", {count} people", count, count=count)
        if count
        else tr(": nobody is listed by that day")
    )
