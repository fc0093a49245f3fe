"""The open store that the parts of the door share: its folder, its key, who is signed in, and its journal, opened when
it is first needed."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from carelist_tui.journal.glance import Glance

if TYPE_CHECKING:
    from nacl.signing import SigningKey

    from carelist_tui.journal.book import Journal
    from carelist_tui.journal.looks import Copies, Looks


class OpenStore:
    """One store, open with its key, if it has one. `worker` is who is signed in."""

    def __init__(self, folder: Path, glance: Glance, worker: str | None = None, key: bytes | None = None) -> None:
        self.folder, self.glance, self.worker, self.key = folder, glance, worker, key
        self._journal: Journal | None = None
        self._looks: Looks | None = None
        self._opening = Lock()

    @property
    def journal(self) -> Journal:
        """The store open for writing. The first use imports the models and the rules."""
        with self._opening:
            if self._journal is None:
                from carelist_tui.journal.book import Journal

                self._journal = Journal.open(self.folder, self.key, may_be_behind=True)
            return self._journal

    @property
    def has_recorded(self) -> bool:
        """Whether anything was appended through it."""
        return self._journal is not None and self._journal.has_kept

    @property
    def looks(self) -> Looks:
        """The access log of the store."""
        from carelist_tui.journal.looks import Looks

        if self._looks is None:
            self._looks = Looks(self.glance.look, self.folder)
        return self._looks

    @property
    def copies(self) -> Copies:
        """Which entries each worker has copied as text here."""
        from carelist_tui.journal.looks import Copies

        return Copies(self.glance.look)

    def signing_key(self) -> SigningKey:
        """The key that this laptop signs with."""
        from nacl.signing import SigningKey

        from carelist_tui.vault.device import read_secret

        return SigningKey(read_secret(self.folder, self.key))

    @property
    def disk_words(self) -> str:
        """What is wrong with the disk of the store, where everything can be read and nothing recorded; else empty."""
        illness = self.glance.look.illness
        return illness.words if illness is not None else ""

    def close(self) -> None:
        """Closes the store; it is not asked again after this."""
        self.glance.close()
        if self._journal is not None:
            self._journal.close()
