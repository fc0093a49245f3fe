"""What was typed and not saved: kept in memory at once, and on the disk a moment later, beside the screen.

Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event, Lock, Thread
from time import sleep
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import Card
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import moment_in_words
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.drafts import Begun, Drafts

PAUSE_SECONDS = 0.25
"""From a change until it is written: what is typed meanwhile goes with it."""
RETRY_SECONDS = 2.0
FULL = tr("What you type can't be kept on the disk just now ({}): save before you leave.")
Key = tuple[str, str, str]
"""Whom, which type, and about what: `Begun.key`."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something begun, in words for the line above the list: `decision, KHAN Bilal`."""

    begun: Begun
    words: str


def begun_words(begun: Begun, card: Card | None, now: datetime, zone: ZoneInfo) -> str:
    """Which form, about whom, begun when; `now` is aware."""
    began = moment_in_words(datetime.fromisoformat(begun.at), now, zone) if begun.at else ""
    return ", ".join(filter(None, (begun.words, card.listed if card is not None else "", began)))


class Drafting:
    """One worker's drafts. `is_recorded` says whether an entry is in the journal: then its draft is done with."""

    def __init__(self, drafts: Drafts, is_recorded: Callable[[str], bool]) -> None:
        self.trouble = ""
        """Why the disk does not take them just now, as a sentence; empty when it does."""
        self.damaged = 0
        """How many could not be read, and were set aside."""
        self._drafts, self._is_recorded = drafts, is_recorded
        self._kept: dict[Key, Begun] | None = None
        self._waiting: dict[str, Begun] = {}
        self._knowing, self._writing = Lock(), Lock()
        self._wake, self._closed = Event(), False
        self._thread: Thread | None = None

    def find(self, key: Key) -> Begun | None:
        """What was begun for exactly this."""
        return self._all().get(key)

    def begun(self) -> list[Begun]:
        """All that was begun, the newest first. Reads the disk the first time, then never again."""
        return sorted(self._all().values(), key=lambda begun: begun.id, reverse=True)

    def keep(self, begun: Begun) -> None:
        """Keep it from now on; it is on the disk within a second. Never fails: see `trouble`."""
        before = self._all().get(begun.key)
        if before == begun:
            return
        if before is not None and before.id != begun.id:
            self.drop(begun.key)
        with self._knowing:
            self._all()[begun.key] = begun
            self._waiting[begun.id] = begun
        if self._thread is None:
            self._thread = Thread(target=self._write_on, name="drafts", daemon=True)
            self._thread.start()
        self._wake.set()

    def drop(self, key: Key) -> None:
        """It was saved or thrown away: gone from the disk when this returns."""
        with self._knowing:
            begun = self._all().pop(key, None)
            if begun is not None:
                self._waiting.pop(begun.id, None)
        if begun is not None:
            with self._writing, suppress(OSError):
                self._drafts.remove(begun.id)

    def flush(self) -> None:
        """Everything is on the disk when this returns, as far as the disk takes it."""
        with self._writing:
            with self._knowing:
                waiting, self._waiting = self._waiting, {}
            for n, begun in enumerate(list(waiting.values())):
                try:
                    self._drafts.write(begun)
                except OSError as trouble:
                    self.trouble = FULL.format(words_of(trouble))
                    with self._knowing:
                        self._waiting = {**dict(list(waiting.items())[n:]), **self._waiting}
                    return
            self.trouble = ""

    def close(self) -> None:
        """Write what waits, and write no more after this; nothing typed is left in memory that the disk has."""
        self._closed = True
        self.flush()
        self._wake.set()
        with self._knowing:
            self._kept = {}

    def unwritten(self) -> list[bytes]:
        """What the disk did not take when this was closed, as it would lie there; it is no longer here then."""
        with self._knowing:
            waiting, self._waiting = self._waiting, {}
        return [self._drafts.sealed(begun) for begun in waiting.values()]

    def take_back(self, unwritten: list[bytes]) -> None:
        """Keep what the disk did not take before; what another key sealed is passed over."""
        for sealed in unwritten:
            with suppress(ValueError):
                self.keep(self._drafts.unsealed(sealed))

    def _all(self) -> dict[Key, Begun]:
        if self._kept is None:
            found, self.damaged = self._drafts.read()
            self._kept = {}
            for begun in reversed(found):
                if self._is_recorded(begun.id):
                    with suppress(OSError):
                        self._drafts.remove(begun.id)
                else:
                    self._kept[begun.key] = begun
        return self._kept

    def _write_on(self) -> None:
        while not self._closed:
            self._wake.wait()
            self._wake.clear()
            sleep(PAUSE_SECONDS)
            self.flush()
            if self.trouble:
                sleep(RETRY_SECONDS)
                self._wake.set()
