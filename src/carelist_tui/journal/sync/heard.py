"""How this laptop stands with the others, through the driver: who was last heard from when, and what waits to be sent.

Standard library only: it is read beside the first frame. Nothing is counted through: every question goes by an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.roster.corrections import StoryOrder
from carelist_tui.domain.roster.laptops import fold_laptops, laptop_name
from carelist_tui.domain.slotted import dataclass
from carelist_tui.journal.light_sql import NEWEST_OF_DEVICES, OF_LAPTOPS, SENT_UPTO, WERE_FOLDERS_USED
from carelist_tui.journal.reader import Looking
from carelist_tui.journal.rows import reading_stored


@dataclass(frozen=True, slots=True)
class Heard:
    """One laptop: `numbered` is the number of its newest entry here, `last` when that was recorded (aware; None where
    none has come), `by` the worker who recorded it."""

    device: str
    name: str
    here: bool
    revoked: bool
    numbered: int
    last: datetime | None
    by: str
    reads_only: bool = False
    """Whether it is a service's collector, of which nothing ever comes."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Every laptop that is known, this one first. `to_send` is how many entries of our own no folder was given yet;
    None as long as no shared folder was ever used."""

    laptops: tuple[Heard, ...] = ()
    to_send: int | None = None

    @property
    def others(self) -> list[Heard]:
        """Those that still belong here, write, and are not this one."""
        return [each for each in self.laptops if not (each.here or each.revoked or each.reads_only)]


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry about a laptop as it is stored, without its model."""

    id: str
    type: str
    raw: dict[str, Any]

    @property
    def order(self) -> StoryOrder:
        occurred, recorded = (datetime.fromisoformat(self.raw[name]) for name in ("occurred_at", "recorded_at"))
        return occurred, recorded, self.raw["device"], self.raw["seq"]


def read_hearing(look: Looking, here: str) -> Hearing:
    """How it stands now; `here` is this laptop's own name. Refuses (status 3) what the database can't answer."""
    with look.one_moment(), reading_stored():
        known = fold_laptops(_told(look))
        newest = {
            device: (seq, datetime.fromisoformat(at), by or "") for device, seq, at, by in look.rows(NEWEST_OF_DEVICES)
        }
        was_used = bool(look.number(WERE_FOLDERS_USED))
        sent = look.rows(SENT_UPTO, {"device": here})[0][0] or 0
    laptops = list[Heard]()
    for device in {*known, *newest, here}:
        laptop, (numbered, last, by) = known.get(device), newest.get(device, (0, None, ""))
        is_revoked, reads_only = (laptop.is_revoked, laptop.reads_only) if laptop is not None else (False, False)
        name = laptop_name(known, device)
        laptops.append(Heard(device, name, device == here, is_revoked, numbered, last, by, reads_only))
    own = newest[here][0] if here in newest else 0
    in_order = sorted(laptops, key=lambda each: (not each.here, each.revoked, each.name.casefold(), each.device))
    return Hearing(tuple(in_order), max(0, own - sent) if was_used else None)


def _told(look: Looking) -> Iterator[_Line]:
    for id, kind, *texts in look.rows(OF_LAPTOPS):
        yield _Line(id, kind, EntryText(*texts).raw())
