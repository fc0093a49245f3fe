"""A laptop that asks to be let in: the words by which it is known, what has to be done where, the code that lets it in.

It goes on at the next start, whenever it is left or stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from carelist_tui.carelist.joined_laptop import NOT_COME, AskingLaptop
from carelist_tui.catalogue import tr
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.desk.sync import folder_meant
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.enrolment.folder_papers import in_short
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.sign_in.lock import LockScreen
from carelist_tui.tui.screens.sign_in.secrets import Said, SecretScreen
from carelist_tui.tui.widgets.form.controls import SafeInput

LOOK_SECONDS = 2.0
"""How often it is looked whether the invitation has come."""
GAVE_UP = tr("given up")
NO_TEAM = tr(
    "It asks in {}. No laptop has synced there yet: is it the folder at the top of your manager's Sync screen? ctrl+f "
    "asks in another one."
)
Progress = Callable[[str, int], None]
STOPPING = (
    Said(tr("Stop joining?"), strong=True),
    Said(tr("Wait: leave now. The next start of Carelist goes on here."), lead="1  "),
    Said(tr("Give it up: the request and this laptop's empty store go, nothing is kept. If a manager has let it in "
         "already, tell them: they revoke it."), lead="2  "),
    Said(tr("esc  Go on waiting.")),
)  # fmt: skip


class PlainField(SafeInput):
    """A line that may be seen as it is typed."""

    def __init__(self, number: int, typed: str = "") -> None:
        super().__init__(typed, compact=True, id=f"secret{number}", classes="secret", select_on_focus=False)
        self.cursor_blink = False


class LetInScreen(SecretScreen[str | None]):
    """Gives what is to be said once the laptop is let in, `GAVE_UP`, or None where it is left. `sync` takes in what the
    others left, in a thread. `new`: its store is empty, and may be given up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("let-in.take-code", "enter,ctrl+j", "take", tr("Take the code"), tr("Come in by the code that was told."),
            at_once=True),
        act("let-in.other-folder", "ctrl+f", "folder", tr("Another folder"), tr("Ask in another shared folder."),
            at_once=True),
        act("let-in.leave-waiting", "1", "wait", tr("Leave, go on later"), tr("Leave; the next start goes on here."),
            at_once=True),
        act("let-in.give-up", "2", "give_up", tr("Give it up"), tr("Take the request back, and throw the empty "
                                                                   "store away."),
            at_once=True),
        act("let-in.stop-joining", "escape", "stop", tr("Stop"), tr("Stop joining: now and go on later, or for good."),
            at_once=True),
    ]  # fmt: skip

    def __init__(
        self,
        laptop: AskingLaptop,
        title: str,
        now: Callable[[], datetime],
        sync: Callable[[Progress], str] = lambda note: "",
        *,
        new: bool = False,
    ) -> None:
        super().__init__()
        self.laptop, self.now, self.sync, self.is_new = laptop, now, sync, new
        self.TITLE_WORDS = title
        self.words: tuple[str, ...] = ()
        self.has_come = self.stopping = self.coming = False
        self.trouble = ""
        """Why nothing can be asked in the folder, in a sentence."""
        self.doing, self.entries = "", 0
        self._looks = False

    def labels(self) -> Sequence[str]:
        return (tr("The code"),)

    def field(self, number: int) -> Input:
        return PlainField(number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.coming:
            return False
        return self.stopping if action in ("wait", "give_up") else action == "stop" or not self.stopping

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(LOOK_SECONDS, self.look)
        self.run_worker(self._words())
        self.look()

    # -- what is said -----------------------------------------------------------------------------------------------

    def above(self) -> Iterable[Said]:
        name = in_short(self.laptop.name)
        yield Said(tr('This laptop, "{name}", asks for {worker} to be let in. Ring your manager, or sit '
                   "beside them, and stay in touch until it "
                   "is done.", name=name, worker=self.laptop.worker))  # fmt: skip
        yield Said("")
        yield Said(tr('They open Carelist, press S, go to "{name}" with j and press enter.', name=name), lead="1  ")
        yield Said(tr("They type these six words, which stand on this screen only. Read them out:"), lead="2  ")
        yield Said("")
        yield Said("   ".join(self.words) or "...", strong=True, lead="      ")
        yield Said("")
        yield Said(tr("Their screen then shows a code. They read it out; type it here, and press enter."), lead="3  ")

    def below(self) -> Iterable[Said]:
        if self.stopping:
            yield from STOPPING
        elif self.coming:
            yield Said(tr("Coming in: {doing}, {entries:,} "
                          "entries...", doing=self.doing, entries=self.entries) if self.doing else tr("Coming in..."),
                       strong=True)  # fmt: skip
        elif self.trouble:
            yield Said(
                tr("Not asked yet, it tries again every few seconds: {trouble}", trouble=self.trouble), wrong=True
            )
        else:
            if self.said:
                yield Said(self.said, wrong=True)
            yield Said(tr("The invitation has come: only the code is missing.") if self.has_come else self._waits())

    def _waits(self) -> str:
        if not self.laptop.meets_a_team:
            return NO_TEAM.format(self.laptop.folder)
        return tr(
            "It asks in {folder}. No invitation has come yet: this screen looks every few seconds.",
            folder=self.laptop.folder,
        )

    async def _words(self) -> None:
        self.words = await asyncio.to_thread(self.laptop.words)
        self.draw()

    # -- looking ----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask in the folder, and look whether the invitation has come, beside the screen."""
        if self.coming:
            if self.doing:
                self.draw()
        elif not self._looks:  # a drive may keep silent for long
            self.run_worker(self._look())

    async def _look(self) -> None:
        self._looks, before = True, self._found()
        try:
            self.has_come, self.trouble = await asyncio.to_thread(self.laptop.ask, self.now()), ""
        except Refused as refused:
            self.trouble = str(refused)
        finally:
            self._looks = False
        if before != self._found() and self.is_current:
            self.draw()

    def _found(self) -> tuple[bool, str, bool]:
        return self.has_come, self.trouble, self.laptop.meets_a_team

    # -- keys -------------------------------------------------------------------------------------------------------

    def action_take(self) -> None:
        # Behind the letters that are still on their way to the field.
        (self.focused or self).call_later(self.call_later, self.take)

    def take(self) -> None:
        """Come in by the code in the field."""
        code = self.fields[0].value
        if self.coming or not code.strip():
            self.say("" if self.coming else tr("Type the code first: your manager's screen shows it."))
            return
        self._turn(coming=True)
        self.run_worker(self._take(code))

    async def _take(self, code: str) -> None:
        try:
            await asyncio.to_thread(self.laptop.take, code, self.now())
        except Refused as refused:
            words = str(refused)
            self.said = f"{words[:1].upper()}{words[1:]}."
            self.has_come = self.has_come and words != NOT_COME
            self._turn(coming=False)
            return
        self.fields[0].clear()
        self.dismiss(await asyncio.to_thread(self.sync, self._note))

    def _note(self, doing: str, entries: int) -> None:
        """Told by the thread."""
        if doing != self.doing:
            self.doing, self.entries = doing, 0
        self.entries += entries

    def _turn(self, *, coming: bool = False, stopping: bool = False) -> None:
        self.coming, self.stopping = coming, stopping
        if coming or stopping:
            self.said = ""
        self.fields[0].disabled = coming or stopping
        if not self.fields[0].disabled:
            self.fields[0].focus()
        self.refresh_bindings()
        self.draw()

    def action_stop(self) -> None:
        if not self.is_new:
            self.dismiss(None)
        else:
            self._turn(stopping=not self.stopping)

    def action_wait(self) -> None:
        self.dismiss(None)

    async def action_give_up(self) -> None:
        try:
            await asyncio.to_thread(self.laptop.give_up)
        except Refused as refused:
            self._turn()
            self.say(f"{refused}.")
            return
        self.dismiss(GAVE_UP)

    def action_folder(self) -> None:
        self.run_worker(self._choose_folder())

    async def _choose_folder(self) -> None:
        typed = await self.app.push_screen_wait(FolderScreen(str(self.laptop.folder or "")))
        if typed is not None:
            await asyncio.to_thread(self.laptop.meet_in, folder_meant(typed))
            self.has_come = False
            self.draw()
            self.look()


class FolderScreen(SecretScreen[str | None]):
    """Gives the path of another shared folder, which is there; None where it is left."""

    TITLE_WORDS = tr("Another shared folder")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("other-folder.take-it", "enter,ctrl+j", "take", tr("Go on"), tr("Ask in this folder."), at_once=True),
        act(
            "other-folder.leave-it", "escape", "leave", tr("Back"), tr("Go back; it asks where it asked."), at_once=True
        ),
    ]

    def __init__(self, typed: str) -> None:
        super().__init__()
        self.typed = typed

    def labels(self) -> Sequence[str]:
        return (tr("Where is the shared folder?"),)

    def field(self, number: int) -> Input:
        return PlainField(number, self.typed)

    def above(self) -> Iterable[Said]:
        yield Said(tr("The folder is the same on every laptop of your team, though its path may be another here. Your "
                   "manager sees theirs at the top of their Sync screen."))  # fmt: skip

    def action_take(self) -> None:
        (self.focused or self).call_later(self.call_later, self.take)

    def take(self) -> None:
        """Take the folder that stands in the field, where there is one."""
        try:
            folder_meant(self.fields[0].value)
        except ValueError as trouble:
            self.say(f"{str(trouble)[:1].upper()}{str(trouble)[1:]}.".replace("?.", "?"))
            return
        self.dismiss(self.fields[0].value)

    def action_leave(self) -> None:
        self.dismiss(None)


class WaitingLock(LockScreen):
    """Asks for the passphrase of a store that waits to be let in; gives who it is, and their key."""

    WHY = tr("This laptop waits to be let in by a manager. Your passphrase goes on.")
    LOST_WORDS = tr("A passphrase is lost? Nothing is in this store yet: remove its folder, {}, and start again.")

    def __init__(self, shut: Shut) -> None:
        super().__init__(shut, lambda desk, said: None)

    def above(self) -> Iterable[Said]:
        yield Said(self.WHY)
        yield Said("")
        yield from super().above()

    def lost_words(self) -> str:
        return self.LOST_WORDS.format(self.shut.store)

    async def enter(self, worker: str | None, key: bytes | None) -> None:
        self.dismiss((worker, key))
