"""The desk as a huddle lends it to a form: what is recorded there says who decided it, and the huddle takes note.

The chair at the laptop is the author; whoever decided stands in `on_behalf_of` (records.md, the envelope).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.record import Record
from carelist_tui.desk.desk import Desk

if TYPE_CHECKING:
    from carelist_tui.journal.append.batch import Foreseen, Receipt


@dataclass(frozen=True, slots=True)
class Decided:
    """One entry that the huddle recorded: whom it is about, and what it says in words."""

    id: str
    person: str | None
    words: str


class SpokenRecord(Record):
    """The record of the same open store. Each draft without one is given who decided it; what was recorded is noted."""

    def __init__(self, lent: Carelist, by: str, note: Callable[[Decided], None]) -> None:
        super().__init__(lent.opened, lent.people, lent.keys)
        self._lent, self._by, self._note = lent, by, note

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
        """As the door does. Refuses as it does, and then notes nothing."""
        spoken = self._spoken(drafts)
        receipts = self._lent.record(spoken, now, lines, seen=seen, is_import=is_import, apart=apart)
        for draft, receipt in zip(spoken, receipts, strict=True):
            self._note(decided(draft, receipt.id, self._lent.glance.calendar.zone))
        return receipts

    def foresee(
        self, drafts: Sequence[Mapping[str, Any]], now: datetime, *, is_import: bool = False, apart: bool = False
    ) -> Foreseen:
        """As the door does."""
        return self._lent.record.foresee(self._spoken(drafts), now, is_import=is_import, apart=apart)

    def _spoken(self, drafts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """With who decided it, where somebody else did."""
        said = {"on_behalf_of": self._by} if self._by != self._lent.worker else {}
        return [{**said, **draft} for draft in drafts]


class SpokenDesk(Desk):
    """The same desk with such a door."""

    __slots__ = ("_by", "_lent", "_note")
    _lent: Desk
    _by: str
    _note: Callable[[Decided], None]

    def __init__(self, lent: Desk, by: str, note: Callable[[Decided], None]) -> None:
        self.__dict__ = lent.__dict__  # one clock, one roster, one set of drafts
        self._lent, self._by, self._note = lent, by, note

    async def door(self) -> Carelist:
        """The one door, by which everything recorded says who decided it."""
        lent = await self._lent.door()
        return Carelist(lent.opened, lambda *_: SpokenRecord(lent, self._by, self._note))


def decided(draft: Mapping[str, Any], id: str, zone: ZoneInfo) -> Decided:
    """What was recorded, in the words of its own model, told in the service's zone."""
    from carelist_tui.domain.entries import TYPES, read_body
    from carelist_tui.domain.views.huddle import decided_words

    kind = str(draft["type"])
    body = read_body(kind, 1, draft.get("body") or {})
    person = draft.get("person")
    happened_at = datetime.fromisoformat(draft["occurred_at"])
    words = decided_words(body, draft.get("on_behalf_of"), zone, happened_at) if body else TYPES[kind].LABEL
    return Decided(id, str(person) if person else None, words)
