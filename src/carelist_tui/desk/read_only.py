"""A desk at which nothing can be recorded: asked for, or because the store's files can't be written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.carelist import Recording
from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.record import Record
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.journal.append.batch import Foreseen, Receipt
    from carelist_tui.journal.take_in.entries import Taken

NOTHING = (
    "Carelist is open to read only: nothing can be recorded until it is started again, "
    "without --read-only, where the store can be written"
)


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
    ) -> list[Receipt]:
        """Refuses, always."""
        refuse()

    def foresee(self, drafts: Sequence[Mapping[str, Any]], now: datetime) -> Foreseen:
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

    def _open_door(self) -> Carelist:
        """The door, which here refuses whatever is to be recorded."""
        return ReadingDoor.open(self.store, self.worker, key=self._key)


def refuse() -> NoReturn:
    """Nothing can be recorded, in one sentence."""
    raise Refused(NOTHING)
