"""Word of passphrases that were made anew, in what has just come in: every laptop says it once."""

from __future__ import annotations

from collections.abc import Iterable

from carelist_tui.domain.entries import WorkerRecovered
from carelist_tui.exchange.sync.inbox import Checked
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.report import Recovered


def recovered_in(taken: Iterable[Checked], held: int, party: Party) -> list[Recovered]:
    """What these segments say of it beyond the entry that was held already."""
    return [
        Recovered(body.worker, body.device, party.name_of(body.device), body.by, entry.occurred_at.isoformat())
        for each in taken
        for entry in each.entries
        if isinstance(body := entry.body, WorkerRecovered) and entry.raw["seq"] > held
    ]
