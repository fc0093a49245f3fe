"""Laptops that come and go, from the Sync screen: who asks to be let in, a lost one revoked, this one asking again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.sync import count
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.enrolment.folder_papers import LONGEST_SHOWN, Asking
from carelist_tui.journal.sync.heard import Heard
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.row import Look

ADD = "worker.added"
ADD_FIRST = (tr("Add them now: their id is filled in"), tr("Not now"))
REVOKE, ADMIT = "revoke", "admit"
NO_FOLDER = tr("Choose the shared folder first: f.")
DOES = tr(
    "It does: what is here of it stays ({entries}). What it sends later waits, until a manager looks at it and admits "
    "it. From the next sync on the team has a new key, and what is sealed by that it can't read."
)
DOES_NOT = tr(
    "It does not: erase anything there. Whoever has that laptop and a passphrase of it reads what is on it, and what "
    "laptops send that have not heard of this yet: have every one sync today. It ends nobody's work here: that is "
    "said by another record (+, Worker changed)."
)
FOR_GOOD = tr("It can't be undone. To come back, that laptop starts with an empty store and asks to be let in.")
ADMITTED = tr(
    "What it wrote counts after all, as far as the shared folder holds it: for entries that were written before it was "
    "lost, and came late. Make sure that nobody else wrote them: ask whoever had it what they recorded last."
)
RING = tr(
    "Ring {name} by a number that you know, or sit beside them: whoever keeps the folder could ask in their name, and "
    "only their own screen shows these words."
)
READ_IT = tr(
    "Read it to {name}, who types it where their screen asks for it. Never write it down, nor into a message: it is "
    "all that proves to them that it is you who lets them in."
)
IF_NOT_IN = tr(
    "Their laptop says when it is in. If it does not: wait until the drive or the synced folder has passed the "
    "invitation on. A code that was not heard right, or was lost: enter on the same line makes another."
)
Opens = Callable[[str, None, None, dict[str, Any]], None]
"""Opens the form of an entry about nobody, with what is filled in."""


class Enrolment:
    """What is said of laptops from the Sync screen. `begin` syncs with a folder; `opens` opens a form. Whoever may not
    is told so before they are asked anything."""

    def __init__(self, page: Page, begin: Callable[[Path, bool, bool], None], opens: Opens | None) -> None:
        self.page, self.begin, self.opens, self.desk = page, begin, opens, page.desk
        self.asking: list[Asking] = []
        self.workers: dict[str, str] = {}
        """The names of those who work here now, by id."""
        self.is_known = True
        """Whether others take in what is recorded here."""
        self._looks = False

    async def look(self, folder: Path | None) -> bool:
        """Who asks in this folder now, read beside the screen, once at a time: a drive may keep silent for long. Gives
        whether anything has changed."""
        if self._looks or not self.desk.encrypted:
            return False
        self._looks, before = True, (self.asking, self.is_known, self.workers)
        try:
            door = await self.desk.door()
            laptops, workers = door.laptops, await asyncio.to_thread(door.people.workers)
            self.workers = {each.id: each.name for each in workers if each.active}
            self.asking = await asyncio.to_thread(laptops.asking, folder) if folder is not None else []
            self.is_known = await asyncio.to_thread(lambda: laptops.is_known)
        except Refused:
            self.asking = []
        finally:
            self._looks = False
        return before != (self.asking, self.is_known, self.workers)

    def let_in(self, asking: Asking, folder: Path) -> None:
        """Let in a laptop that asks."""
        self._beside(tr("LET IN"), self._let_in(asking, folder))

    def revoke(self, laptop: Heard, folder: Path | None) -> None:
        """Revoke a lost one."""
        self._beside(tr("REVOKED"), self._revoke(laptop, folder))

    def admit(self, laptop: Heard, folder: Path | None) -> None:
        """Let what a revoked one wrote count as far as the folder holds it."""
        self._beside(tr("ADMITTED"), self._admit(laptop, folder))

    def ask_again(self, name: str, folder: Path | None) -> None:
        """This laptop is not let in (it was restored, or has another name now): ask, and wait for it."""
        self._beside(tr("ASKED"), self._ask_again(name, folder))

    def _beside(self, done: str, doing: Any) -> None:
        async def told() -> None:
            try:
                await doing
            except Refused as refused:
                self.page.say(
                    tr(
                        "NOT {done}: {sentences}",
                        done=done,
                        sentences="; ".join(fault.sentence for fault in refused.faults),
                    )
                )

        self.page.beside(told(), records=True)

    # -- let in -----------------------------------------------------------------------------------------------------

    async def _let_in(self, asking: Asking, folder: Path) -> None:
        from carelist_tui.vault.team.fingerprint import fingerprint_words

        door, worker, name = await self.desk.door(), asking.request.worker, asking.name
        await asyncio.to_thread(door.laptops.check_may_enrol)
        workers = await asyncio.to_thread(door.people.workers)
        who = next((each for each in workers if each.id == worker and each.active), None)
        if who is None:
            await self._add_first(worker)
            return
        words = await asyncio.to_thread(fingerprint_words, asking.request.signing_key)
        about = (
            tr('A laptop called "{name}" asks for {name2} ({worker}).', name=name, name2=who.name, worker=worker),
            RING.format(name=who.name),
            tr("Have them read out the six words on that screen, and type them here."),
        )
        ask = AskScreen(self.desk, tr("Let in a laptop"), about, tr("The six words"), lambda text: _heard(text, words))
        typed = await self.page.app.push_screen_wait(ask)
        if typed is None:
            return
        code = await asyncio.to_thread(door.laptops.let_in, asking, typed, folder, self.desk.now())
        self.begin(folder, False, False)
        self.page.say(tr("Let in, and its code waits to be typed: {name}", name=name))
        told = ReadingScreen(self.desk, tr("Tell this code by voice"), lambda width: code_strips(code, who.name, width,
                             self.page.look))  # fmt: skip
        await self.page.app.push_screen_wait(told)

    async def _add_first(self, worker: str) -> None:
        title = tr("Nobody works here under the id {worker}.", worker=worker[:LONGEST_SHOWN])
        chosen = await self.page.app.push_screen_wait(ChooseScreen(self.desk, title, list(ADD_FIRST)))
        if chosen == 0 and self.opens is not None:
            me = self.desk.me
            self.opens(ADD, None, None, {"worker": worker} | ({"team": me.team} if me is not None else {}))

    # -- revoked ----------------------------------------------------------------------------------------------------

    async def _revoke(self, laptop: Heard, folder: Path | None) -> None:
        door = await self.desk.door()
        await asyncio.to_thread(door.laptops.check_may_enrol)
        entries = count(laptop.numbered, "entry", "entries")
        about = [f"{laptop.name}, {entries}.", DOES.format(entries=entries), DOES_NOT, FOR_GOOD]
        if not await self._is_meant(tr("Revoke {name}?", name=laptop.name), about, REVOKE):
            return
        await asyncio.to_thread(door.laptops.revoke, laptop.device, self.desk.now())
        self._tell_others(tr("Revoked {name}.", name=laptop.name), folder)

    async def _admit(self, laptop: Heard, folder: Path | None) -> None:
        door = await self.desk.door()
        await asyncio.to_thread(door.laptops.check_may_enrol)
        if folder is None:
            raise Refused(NO_FOLDER)
        if not await self._is_meant(
            tr("Admit what {name} wrote?", name=laptop.name), (ADMITTED, tr("It stays revoked.")), ADMIT
        ):
            return
        upto = await asyncio.to_thread(door.sync.admit, laptop.device, folder, self.desk.now())
        self._tell_others(tr("Entries of {name} up to {upto} count now.", name=laptop.name, upto=upto), folder)

    async def _is_meant(self, title: str, about: Any, word: str) -> bool:
        """Whether the word for it was typed, under what it does and does not."""

        def understood(text: str) -> str:
            if text.strip().casefold() != word:
                raise ValueError(tr("type the word {word}, or press esc: nothing is done", word=word))
            return tr("enter: {word} it.", word=word)

        ask = AskScreen(self.desk, title, about, tr("Type {word} to do it", word=word), understood)
        return await self.page.app.push_screen_wait(ask) is not None

    def _tell_others(self, words: str, folder: Path | None) -> None:
        if folder is not None:
            self.begin(folder, False, False)
        how = tr("It syncs now") if folder is not None else tr("Sync now (S)")
        self.page.say(tr("{words} {how}, so that the others hear of it.", words=words, how=how))

    # -- this laptop ------------------------------------------------------------------------------------------------

    async def _ask_again(self, name: str, folder: Path | None) -> None:
        from carelist_tui.tui.screens.sign_in.let_in import LetInScreen

        if folder is None:
            raise Refused(NO_FOLDER)
        door = await self.desk.door()
        laptop = await asyncio.to_thread(door.laptops.asks_again, name, folder)
        came = await self.page.app.push_screen_wait(LetInScreen(laptop, tr("Let in again"), self.desk.now))
        if came is not None:
            self._tell_others(tr("This laptop is let in."), laptop.folder)


def _heard(text: str, words: tuple[str, ...]) -> str:
    """What is said of words as they are typed. Raises ValueError (a sentence) for too few, and for others."""
    from carelist_tui.carelist.laptops import OTHER_WORDS
    from carelist_tui.vault.team.fingerprint import typed_words

    typed = typed_words(text)
    if len(typed) < len(words):
        raise ValueError(tr("{n} of {n2} words", n=len(typed), n2=len(words)))
    if typed != words:
        raise ValueError(OTHER_WORDS)
    return tr("These are the words of the laptop that asks. enter: let it in.")


def code_strips(code: str, name: str, width: int, look: Look) -> list[Strip]:
    """The code, and to whom it is told how."""
    said = Said(width, look)
    said.put("")
    said.put(code, look.ink.strong, label="     ")
    said.put("")
    said.put(READ_IT.format(name=name))
    said.put(IF_NOT_IN)
    return said.strips
