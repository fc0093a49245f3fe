"""A desk at which nothing can be recorded: asked for, or because the store's files can't be written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.carelist import Recording
from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.record import Record
from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import READ_ONLY, Desk, Earlier
from carelist_tui.desk.drafts import Unfinished
from carelist_tui.desk.looks import NotedLooks
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.glance import Glance
from carelist_tui.journal.queries.search import Findable

if TYPE_CHECKING:
    from carelist_tui.journal.append.batch import Foreseen, Receipt
    from carelist_tui.journal.take_in.entries import Taken

NOTHING = READ_ONLY


class ReadingRecord(Record):
    """The record, in which nothing is recorded."""

    def __call__(
        self,
        drafts: Sequence[Mapping[str, Any]],
        now: datetime,
        lines: Sequence[int] | None = None,
        *,
        seen: Collection[str] | None = None,
        is_import: bool = False,
        apart: bool = False,
    ) -> list[Receipt]:
        """Refuses, always."""
        refuse()

    def foresee(
        self, drafts: Sequence[Mapping[str, Any]], now: datetime, *, is_import: bool = False, apart: bool = False
    ) -> Foreseen:
        """Refuses, always."""
        refuse()

    def take_in(self, raws: Iterable[Any], lines: Sequence[int] | None = None) -> Taken:
        """Refuses, always."""
        refuse()


class ReadingDoor(Carelist):
    """The door, which records nothing."""

    def __init__(self, opened: OpenStore, recording: Recording = ReadingRecord) -> None:
        super().__init__(opened, recording)

    def rebuild(self) -> None:
        """Refuses, always."""
        refuse()


class ReadingDesk(Desk):
    """A worker's desk with such a door."""

    read_only = True
    catches_up = False

    def _open_door(self) -> Carelist:
        """The door, which here refuses whatever is to be recorded."""
        return ReadingDoor.open(self.store, self.worker, key=self._key)


AN_EARLIER_MOMENT = tr("an earlier moment is read here, and nothing can be recorded in it: q goes back to now")


class EarlierDesk(ReadingDesk):
    """A desk at an earlier moment: everything is read as it stood then, and nothing is recorded. What was looked at is
    kept in the access log of the store itself, at the true time."""

    why_read_only = AN_EARLIER_MOMENT

    def __init__(self, present: Desk, earlier: Earlier) -> None:
        """`present`: the desk from which somebody looks back; its clock tells the true time. Refuses (status 3) where
        what was known then can't be read."""
        key = present._key
        self.earlier, self._known, self.store, self._present = earlier, None, present.store, present
        if earlier.known_at is not None:
            from carelist_tui.journal.backup.known_store import KnownStore

            self._known = KnownStore(present.store, key, earlier.known_at)
        try:
            super().__init__(present.store, present.worker, earlier.at, runs=False, key=key)
            self._true = Glance.open(present.store, key, may_be_behind=True)
        except BaseException:
            self._leave_copy()
            raise
        self.looks = NotedLooks(present.store, self._true, lambda: present.worker, present.now)

    @property
    def _place(self) -> Path:
        return self.store if self._known is None else self._known.folder

    @property
    def present(self) -> Desk:
        return self._present

    def _open_door(self) -> Carelist:
        """The door to what is read: whoever looks back may have come later than what they see."""
        door = ReadingDoor.open(self._place, key=self._key)
        door.worker = self.worker
        return door

    def everyone(self) -> list[Findable]:
        """Everybody who had come to the service by then."""
        at = self.now()
        found = super().everyone()
        with self._beside:
            return [each for each in found if self._glance_aside().card(each.found.person, at) is not None]

    def unfinished(self) -> list[Unfinished]:
        """Nothing: what was begun is of now."""
        return []

    def shut(self) -> Shut:
        """Nobody signs in to an earlier moment: the present desk is shut. Always refuses."""
        refuse()

    def close(self) -> None:
        super().close()
        self._true.close()
        self._leave_copy()

    def _leave_copy(self) -> None:
        if self._known is not None:
            self._known.close()


def refuse() -> NoReturn:
    """Nothing can be recorded, in one sentence."""
    raise Refused(NOTHING)
