"""The newest moment at which anything in the journal was recorded, kept so that no opening has to look for it; and that
somebody said the machine's clock is right. Outside the journal: they are of this laptop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from carelist_tui.domain.clock import Said
from carelist_tui.domain.moments import sortable, utc
from carelist_tui.domain.stored_json import read_text, stored_text
from carelist_tui.journal.meta import NEWEST, SAID
from carelist_tui.journal.projection.rebuild import write_meta
from carelist_tui.journal.rows import reading_stored
from carelist_tui.journal.sql.entry_sql import NEWEST_RECORDED
from carelist_tui.journal.sql.person_sql import KEPT
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.witness import Head, clock_head


def note_recorded(connection: Connection, moments: Iterable[str]) -> None:
    """Entries were put into the journal, recorded at these moments (as `sortable` writes them)."""
    newest, kept = max(moments, default=""), KEPT.value(connection, name=NEWEST)
    if kept is None:
        newest = NEWEST_RECORDED.value(connection) or ""
    if newest and newest > (kept or ""):
        write_meta(connection, {NEWEST: newest})


def newest_head(connection: Connection) -> dict[str, Head]:
    """The newest moment as the head witness keeps it."""
    kept = KEPT.value(connection, name=NEWEST)
    return clock_head(datetime.fromisoformat(kept)) if kept else {}


def clock_said(connection: Connection) -> Said | None:
    """That somebody said the machine's clock is right, where anybody did."""
    kept = KEPT.value(connection, name=SAID)
    with reading_stored():
        return read_text(Said, kept) if kept else None


def keep_said(connection: Connection, now: datetime, witnessed: datetime | None) -> Said:
    """The machine's clock, which says `now`, counts again: what is recorded from here on is measured by it."""
    kept = KEPT.value(connection, name=NEWEST) or NEWEST_RECORDED.value(connection)
    before = KEPT.value(connection, name=SAID)
    newest = datetime.fromisoformat(kept) if kept else utc(now)
    known = [newest, witnessed, read_text(Said, before).newest if before else None]
    said = Said(utc(now), max(each for each in known if each is not None))
    write_meta(connection, {SAID: stored_text(said), NEWEST: sortable(min(newest, said.at))})
    return said
