"""To which keys handovers went sealed, from here and to here: the teams whose keys are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.domain.entries import HandoverOpened, HandoverSent, ReferralReceived
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.journal.append.references import Known
from carelist_tui.journal.sql.query_sql import IDS_OF_TYPE
from carelist_tui.vault.connection import Connection


def sealings(connection: Connection) -> Iterator[tuple[str, tuple[str, ...], datetime, str]]:
    """(team, its keys, since when, of which handover) of everything that was sent, the newest first: of ours to whom it
    went; of another team's that became a referral here where the receipt is sealed to. What one team had sent to
    another before is in the story that they pass on, and no key of theirs."""
    known = Known(connection)
    taken = {each.arose_from for each in _of_type(connection, known, ReferralReceived.TYPE) if each.origin is None}
    for entry in _of_type(connection, known, HandoverSent.TYPE):
        if not isinstance(entry.body, HandoverSent):
            continue
        handover, opened = entry.body.handover, known.entry(entry.body.handover)
        if entry.origin is not None and handover in taken:
            yield str(entry.origin["team"]), entry.body.answer_to, entry.occurred_at, handover
        elif entry.origin is None and opened is not None and isinstance(opened.body, HandoverOpened):
            yield opened.body.to_team, entry.body.to, entry.occurred_at, handover


def _of_type(connection: Connection, known: Known, type: str) -> Iterator[Entry]:
    found = (known.entry(id) for id in IDS_OF_TYPE.values(connection, type=type))
    return (each for each in found if each is not None)
