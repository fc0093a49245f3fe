"""A handover sealed for another team's folder, the receipt of one, and a file that came from another team: asked for,
written, taken in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.strip import Strip

from carelist_tui.carelist.paper_place import key_place, sealed_place
from carelist_tui.catalogue import tr
from carelist_tui.desk.questions.sealed_files import (
    ABOUT_FILE,
    ABOUT_KEY,
    ABOUT_OUR_KEY,
    OTHER_KEY,
    OUR_KEY,
    WHERE,
    WHICH_FILE,
    WHICH_KEY,
    WHICH_KEY_FILE,
    WHO_SEALED,
    Keys,
    about_sent,
    about_signer,
    key_typed,
    lines_of_arrived,
    lines_of_sent,
    signer_typed,
    words_of_recipient,
)
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.given import read_given
from carelist_tui.vault.whole_file import write_whole

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.carelist.exports import Arrived, Brought
    from carelist_tui.carelist.handovers import Across

KEYS = Keys("h", "S, then i,")
TAKE_IN = tr("Take in a file from another team")


async def send_across(page: Page, card: Card, across: Across) -> bool:
    """Ask for whom and into which file, seal it there, and say what is told them by telephone. Whether it was written;
    nothing is recorded where a question is left."""
    desk, whom = page.desk, card.listed
    title = (
        tr("The receipt for {team}: {whom}", team=across.team, whom=whom)
        if across.came
        else tr("To {team}, sealed: {whom}", team=across.team, whom=whom)
    )
    to = await _key_of(page, across, title) if desk.encrypted else ()
    if to is None:
        return False
    ask = AskScreen(desk, title, about_sent(across, whom, encrypted=desk.encrypted), WHICH_FILE,
                    lambda typed: str(sealed_place(typed, desk.store)))  # fmt: skip
    typed = await page.app.push_screen_wait(ask)
    if typed is None:
        return False
    path = sealed_place(typed, desk.store)
    try:
        count, sealer = await desk.act(partial(_write, across=across, to=to, path=path, page=page))
    except Refused as refused:
        page.say(tr("NOT SENT: {sentences}", sentences="; ".join(fault.sentence for fault in refused.faults)))
        return False
    desk.looks.note("exported", card.person, count=count)
    await _tell(
        page,
        tr("Sealed for {team}", team=across.team),
        lines_of_sent(across, path, sealer, KEYS, encrypted=desk.encrypted),
    )
    return True


def _write(
    door: Carelist, *, across: Across, to: tuple[str, ...], path: Path, page: Page
) -> tuple[int, tuple[str, tuple[str, ...]]]:
    """Recorded and written as one, in a thread; gives how many entries are in it, and which laptop sealed it. Refuses
    as the door does; and where it can't be written, though it is recorded as sent: then it is sent again."""
    seal = door.exports.seal_receipt if across.came else door.exports.seal_handover
    raw, count, _ = seal(across.handover, to, page.desk.now())
    try:
        write_whole(path, raw)
    except OSError as trouble:
        raise Refused(
            tr(
                "{path} can't be written: {words_of}; send it again, into another file",
                path=path,
                words_of=words_of(trouble),
            )
        ) from None
    return count, door.exports.sealer()


async def _key_of(page: Page, across: Across, title: str) -> tuple[str, ...] | None:
    """To whom it is sealed: a team whose key is known, else by the key or its file; None where it was left."""
    door = await page.desk.door()
    known = await asyncio.to_thread(door.handovers.recipients, across.handover)
    if known:
        words = [*(words_of_recipient(each, page.look.when) for each in known), OTHER_KEY]
        chosen = await page.app.push_screen_wait(ChooseScreen(page.desk, tr("{title}. For whom?", title=title), words))
        if chosen is None or chosen < len(known):
            return None if chosen is None else known[chosen].keys
    own = await asyncio.to_thread(door.laptops.team_key, page.desk.now())
    typed = await page.app.push_screen_wait(
        AskScreen(
            page.desk,
            title,
            ABOUT_KEY,
            WHICH_KEY,
            lambda text: tr("Sealed to {key_typed}", key_typed=key_typed(text, own)),
        )
    )
    return None if typed is None else (key_typed(typed, own),)


async def take_file(page: Page) -> bool:
    """Ask for the file and who sealed it, take it in, and show what came of it. Whether anything was taken in."""
    from carelist_tui.carelist.imports.caseload_file import file_meant
    from carelist_tui.exchange.sealed import LARGEST_FILE

    desk = page.desk
    await desk.wake()
    ask = AskScreen(
        desk, TAKE_IN, ABOUT_FILE, WHERE, lambda typed: tr("Read {file_meant}.", file_meant=file_meant(typed))
    )
    typed = await page.app.push_screen_wait(ask)
    if typed is None:
        return False
    try:
        raw = await asyncio.to_thread(read_given, file_meant(typed), LARGEST_FILE, "export")
        brought = await asyncio.to_thread((await desk.door()).exports.look_into, raw, desk.now())
        device = None if brought.is_ours else await _signer(page, brought)
        if device is None and not brought.is_ours:
            return False
        arrived = await desk.act(lambda door: door.exports.take_sealed(raw, desk.now(), signed_by=device))
    except Refused as refused:
        page.say(tr("NOT TAKEN IN: {sentences}", sentences="; ".join(fault.sentence for fault in refused.faults)))
        return False
    except ValueError as gone:
        page.say(tr("NOT TAKEN IN: {gone}", gone=gone))
        return False
    await _tell(page, tr("From {team}", team=arrived.team), await _came(page, brought, arrived))
    return True


async def write_key(page: Page) -> None:
    """Ask for a file, and write our team's public key into it."""
    desk = page.desk
    key = await asyncio.to_thread((await desk.door()).laptops.team_key, desk.now())
    if key is None:
        page.say(tr("NOT WRITTEN: this store is not encrypted: nothing is sealed to it."))
        return

    def understood(typed: str) -> str:
        return str(key_place(typed, desk.store))

    typed = await page.app.push_screen_wait(AskScreen(desk, OUR_KEY, ABOUT_OUR_KEY, WHICH_KEY_FILE, understood))
    if typed is None:
        return
    path = key_place(typed, desk.store)
    try:
        write_whole(path, f"{key}\n".encode())
    except OSError as trouble:
        page.say(tr("NOT WRITTEN: {path} can't be written: {words_of}", path=path, words_of=words_of(trouble)))
        return
    page.say(tr("Written: {path}. Give it to the team that is to seal something to you.", path=path))


async def _signer(page: Page, brought: Brought) -> str | None:
    """The laptop that sealed it, as somebody of that team named it by telephone; None where it was left."""
    from carelist_tui.vault.team.fingerprint import fingerprint_words

    words = await asyncio.to_thread(fingerprint_words, brought.signing_key)

    def understood(text: str) -> str:
        signer_typed(text, brought, words)
        return tr("This is the laptop that sealed it. enter: take it in.")

    ask = AskScreen(page.desk, TAKE_IN, about_signer(brought), WHO_SEALED, understood)
    typed = await page.app.push_screen_wait(ask)
    return None if typed is None else signer_typed(typed, brought, words)


async def _came(page: Page, brought: Brought, arrived: Arrived) -> list[tuple[str, str]]:
    """What came of it, with whom it is about as they stand here."""
    desk, door = page.desk, await page.desk.door()
    named = await asyncio.to_thread(door.handovers.whom, brought.handover or brought.receipt)
    card = desk.card(named)
    shown = await asyncio.to_thread(door.people.person, named, desk.now()) if named is not None else None
    if named is not None:
        desk.looks.note("opened", named)
    listed = card.listed if card is not None else arrived.referred.ref if arrived.referred is not None else "them"
    return list(lines_of_arrived(arrived, listed, shown, KEYS))


async def _tell(page: Page, title: str, lines: Iterable[tuple[str, str]]) -> None:
    """A page that is read until it is left."""
    await page.app.push_screen_wait(show_lines(page, title, list(lines)))


def show_lines(page: Page, title: str, told: Sequence[tuple[str, str]]) -> ReadingScreen:
    """The page of these (label, words), on which what is read out stands loud."""

    def strips(width: int) -> list[Strip]:
        said = Said(width, page.look)
        said.put("")
        for label, words in told:
            said.put(words, page.look.ink.strong if label.isspace() else None, label=label)
        return said.strips

    return ReadingScreen(page.desk, title, strips)
