"""Whether a worker can take something on now, in words for whoever picks one. Standard library only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.roster.roster import AUDITOR, Roster, Worker
from carelist_tui.domain.words import moment_in_words


def availability(roster: Roster, worker: Worker, at: datetime, zone: ZoneInfo) -> str:
    """`away until Mon 09:00`, `away`, `has left`, `off today`, or empty where they are at work that day."""
    if not worker.active:
        return tr("has left")
    absence = roster.absence(worker.id, at)
    if absence is not None:
        return tr("away until {moment}", moment=moment_in_words(absence.ends, at, zone)) if absence.ends else tr("away")
    return "" if worker.works_on(at.astimezone(zone).date()) else tr("off today")


def known_of_worker(roster: Roster, worker: Worker, at: datetime, zone: ZoneInfo, holds: Mapping[str, int]) -> str:
    """What is to be known of a worker before something is given to them: `coordinator; away; holds 12`."""
    return "; ".join(_known(roster, worker, at, zone, holds.get(worker.id, 0)))


def _known(roster: Roster, worker: Worker, at: datetime, zone: ZoneInfo, holds: int) -> Iterator[str]:
    if worker.role == AUDITOR:
        yield tr("auditor: holds nobody")
    elif worker.role:
        yield in_plain_words(worker.role)
    if said := availability(roster, worker, at, zone):
        yield said
    if worker.role != AUDITOR:
        yield tr("holds {holds}", holds=holds)
