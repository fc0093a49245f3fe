"""The lock: nothing on it but the program's name and who; a passphrase opens the store for whoever signs in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from textual.binding import BindingType

from carelist_tui.catalogue import tr, values_in
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.open import open_desk
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.sign_in.passphrase import FIRST_MADE, PassphraseScreen
from carelist_tui.tui.screens.sign_in.secrets import Said, SecretScreen
from carelist_tui.vault.keys import change_passphrase, in_words, must_change, unlock, wait_left, workers_with_slots

MOST_NAMED = 9
"""Workers in sight at once."""
OPENING = tr("Opening...")
PLAIN = tr("This store is not encrypted: the screen is only hidden. Press enter to come back.")
LOST = tr("A passphrase is lost? Quit, and run carelist recover with the recovery key.")


class LockScreen(SecretScreen[Any]):
    """Stands where nobody is signed in. `come_in` is given the desk of who signs in, and what is to be said of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("lock.sign-in", "enter,ctrl+j", "sign_in", tr("Open"), tr("Open the store with this "
                                                                      "passphrase."), at_once=True),
        act("lock.next-worker", "down", "choose(1)", tr("Somebody else"), tr("Sign in as the next worker."),
            at_once=True),
        act("lock.worker-before", "up", "choose(-1)", tr("The one before"), tr("Sign in as the "
                                                                               "worker before."), footer=False,
            at_once=True),
    ]  # fmt: skip

    def __init__(self, shut: Shut, come_in: Callable[[Desk, str], None]) -> None:
        super().__init__()
        self.shut, self.come_in = shut, come_in
        self.encrypted = shut.encrypted
        self.ids = workers_with_slots(shut.store) if self.encrypted else []
        if shut.worker and shut.worker not in self.ids:
            self.ids.insert(0, shut.worker)
        self.at = self.ids.index(shut.worker) if shut.worker else 0
        self.listed = not shut.worker
        self.opening = False
        self.waits = timedelta(0)
        self.TITLE_WORDS = tr("Locked") if shut.left else tr("Sign in")

    @property
    def worker(self) -> str | None:
        return self.ids[self.at] if self.ids else None

    def labels(self) -> Sequence[str]:
        return (tr("Passphrase"),) if self.encrypted else ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return len(self.ids) > 1 if action == "choose" else True

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(1.0, self.look_at_wait)
        self.look_at_wait()

    # -- what is said -----------------------------------------------------------------------------------------------

    def above(self) -> Iterable[Said]:
        if self.worker is None:
            return
        if not self.listed or len(self.ids) < 2:
            known = self.shut.name if self.worker == self.shut.worker else ""
            yield Said(f"{known} ({self.worker})" if known else self.worker, strong=True)
            return
        yield Said(tr("Who are you? The arrows up and down go to your name."))
        first = max(0, min(self.at - MOST_NAMED // 2, len(self.ids) - MOST_NAMED))
        for n, each in list(enumerate(self.ids))[first : first + MOST_NAMED]:
            yield Said(each, strong=n == self.at, lead="> " if n == self.at else "  ")

    def below(self) -> Iterable[Said]:
        if not self.encrypted:
            yield Said(PLAIN)
        elif self.opening:
            yield Said(OPENING, strong=True)
        elif self.waits:
            waits = tr("The next try is in {waits}.", waits=in_words(self.waits))
            yield Said(f"{self.said} {waits}".strip(), wrong=True)
        elif self.said:
            yield Said(self.said, wrong=True)
        if self.said and not self.opening and self.encrypted:
            yield Said(self.lost_words())

    def lost_words(self) -> str:
        """What is to be done where the passphrase is lost."""
        return LOST

    def look_at_wait(self) -> None:
        """How long the next try has to wait counts down on the screen."""
        if self.encrypted and self.worker is not None and not self.opening:
            before, self.waits = self.waits, wait_left(self.shut.store, self.worker, datetime.now(UTC))
            if before or self.waits:
                self.draw()

    # -- keys ---------------------------------------------------------------------------------------------------

    def action_choose(self, by: int) -> None:
        if self.opening:
            return
        self.listed, self.said = True, ""
        self.at = (self.at + by) % len(self.ids)
        self.fields[0].clear()
        self.look_at_wait()
        self.draw()

    def action_sign_in(self) -> None:
        # Behind the letters that are still on their way to the field.
        (self.focused or self).call_later(self.call_later, self.sign_in)

    def sign_in(self) -> None:
        """Try what stands in the field, once; it stands there no longer."""
        if self.opening or self.waits:
            return
        said = self.fields[0].value if self.fields else ""
        for field in self.fields:
            field.clear()
        if self.encrypted and not said:
            return
        self.opening = True
        self.say("")
        self.run_worker(self._sign_in(self.worker, said))

    async def _sign_in(self, worker: str | None, passphrase: str) -> None:
        try:
            key = await self._key_of(worker, passphrase) if self.encrypted and worker else None
            if self.encrypted and key is None:
                self.opening = False
                self.say("")
                return
            await self.enter(worker, key)
        except Refused as refused:
            self.opening = False
            self.look_at_wait()
            words = "; ".join(_without_wait(fault.sentence) for fault in refused.faults).rstrip(".")
            self.say(f"{words[:1].upper()}{words[1:]}.")

    async def enter(self, worker: str | None, key: bytes | None) -> None:
        """Open the store for whoever has signed in. Refuses (status 3) one that can't be opened."""
        desk, said = await asyncio.to_thread(open_desk, self.shut, worker, key)
        self.come_in(desk, said)

    async def _key_of(self, worker: str, passphrase: str) -> bytes | None:
        """The key that a passphrase gives; where somebody else made it, once another is chosen, else None."""
        store, now = self.shut.store, datetime.now(UTC)
        key = await asyncio.to_thread(unlock, store, worker, passphrase, now)
        if not must_change(store, worker):
            return key
        fresh = await self.app.push_screen_wait(PassphraseScreen(worker, FIRST_MADE))
        if fresh is None:
            return None
        return await asyncio.to_thread(change_passphrase, store, worker, passphrase, fresh, datetime.now(UTC))


def _without_wait(sentence: str) -> str:
    """What is wrong alone: how long to wait stands below it, and counts down."""
    told = values_in(sentence, "{wrong}; the next try is in {in_words}")
    return told["wrong"] if told is not None else sentence
